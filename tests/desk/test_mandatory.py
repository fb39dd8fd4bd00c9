"""Mandatory report and temporary care: in the first minute, without consent, followed until it is settled."""

from __future__ import annotations

import random
import re
from datetime import timedelta

import pytest

from childdesk.desk import clocks, due, history, mandatory, naming, records
from childdesk.desk.mandatory import CARE, REPORT
from childdesk.domain import mandatory_steps, situations
from childdesk.domain.errors import Refused
from childdesk.store import access, reader
from tests.desk import made

FACTS = "左臂有青紫。孩子说：“我爸喝酒打的。”"
TEXTS = {
    "found_how": "走访",
    "situations": "身体多处损伤、家庭暴力致伤或面临危险",
    "facts": FACTS,
    "safe": "和我在一起",
}
CARE_TEXTS = {"why": "奶奶住院，家里没有大人", "carer": "邻居何兰", "place": "何兰家"}


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


@pytest.fixture
def child(session):
    return made.child(session, "王梓涵", risk="绿")


def raw(session, record, row):
    return reader.get(session.ledger.connection, record, row)


def kinds(session, **when):
    return [item.kind for item in due.due(session, **when) if item.kind.startswith("report")]


def later(session, **span):
    session.clock.moment += timedelta(**span)


def test_a_report_is_stamped_with_the_minute_it_was_written_whatever_somebody_says(session, child):
    row = mandatory.save(session, REPORT, {**TEXTS, "child": child, "written_at": "2026-11-01 08:00"}).id
    kept = raw(session, REPORT, row)
    assert kept["written_at"] == mandatory.now(session) == kept["found_at"]
    assert kept["reporter"] == made.PERSON
    assert kept["facts"] == FACTS


def test_a_child_who_stands_in_no_file_is_reported_all_the_same(session):
    row = mandatory.save(session, REPORT, {**TEXTS, "who": "小红，约10岁，女孩"}).id
    assert mandatory.lines(session)[0].id == row
    assert mandatory.lines(session)[0].title.startswith("不在台账的孩子")
    with pytest.raises(Refused) as refused:
        mandatory.save(session, REPORT, TEXTS)
    assert refused.value.field == "who"


@pytest.mark.parametrize("key", mandatory_steps.FROZEN[REPORT])
def test_what_was_stamped_is_never_changed_nor_emptied(session, child, key):
    now = mandatory.now(session)
    row = mandatory.save(session, REPORT, {**TEXTS, "child": child, key: now}).id
    later(session, hours=2)
    for text in (mandatory.now(session), ""):
        for work in (
            lambda text=text: mandatory.save(session, REPORT, {key: text}, row),
            lambda text=text: records.edit(session, REPORT, row, {key: text}),
        ):
            with pytest.raises(Refused, match="不能改") as refused:
                work()
            assert refused.value.field == key
    assert raw(session, REPORT, row)[key] == now


@pytest.mark.parametrize("key", mandatory_steps.PAST[REPORT])
def test_nothing_lies_ahead_or_before_it_was_discovered(session, child, key):
    ahead = (session.clock.now() + timedelta(days=2)).strftime("%Y-%m-%d %H:%M")
    wrong = [ahead] if key in ("found_at", "written_at") else [ahead, "2026-11-01 07:00"]
    for text in wrong:
        if key == "written_at":
            continue
        written = text if key.endswith("_at") else text[:10]
        values = {**TEXTS, "child": child, "found_at": mandatory.now(session)}
        extra = {"receipt": "公1", "close_reason": "办完"} if key == "closed_on" else {}
        with pytest.raises(Refused) as refused:
            mandatory.save(session, REPORT, {**values, **extra, key: written})
        assert refused.value.field == key


def test_minutes_are_counted_and_no_period_is_ever_said(session, child):
    found = mandatory.now(session)
    told = [mandatory.since(session, found)]
    row = mandatory.save(session, REPORT, {**TEXTS, "child": child}).id
    for span in ({"minutes": 12}, {"hours": 3}, {"days": 2}):
        later(session, **span)
        told.append(mandatory.since(session, found))
        told += mandatory.lines(session)[0].undone[:3]
    assert told[0] == "发现至今0分钟"
    assert "发现至今12分钟" in told
    assert "发现至今3小时12分钟" in told
    assert mandatory.since(session, "看不懂") == ""
    for sentence in told:
        assert not re.search(r"内|之前|限|以前|应在", sentence), sentence
    assert mandatory.undone(session, REPORT, raw(session, REPORT, row))[0] == "还没打110"


def test_it_stays_in_the_list_until_the_receipt_and_its_end(session, child):
    row = mandatory.save(session, REPORT, {**TEXTS, "child": child}).id
    assert kinds(session) == ["report.civil", "report.look", "report.police", "report.supervisor"]
    now = mandatory.now(session)
    mandatory.save(session, REPORT, {"police_at": now, "supervisor_at": now, "civil_at": now}, row)
    later(session, days=1)
    assert sorted(kinds(session)) == ["report.look", "report.written"]
    mandatory.save(session, REPORT, {"written_on": "今天", "looked_on": "今天"}, row)
    assert kinds(session) == []
    later(session, days=1)
    assert kinds(session) == ["report.look"]
    with pytest.raises(Refused) as refused:
        mandatory.save(session, REPORT, {"closed_on": "今天", "close_reason": "办完"}, row)
    assert refused.value.field == "receipt"
    mandatory.save(session, REPORT, {"receipt": "公2026-17", "receipt_on": "今天"}, row)
    assert kinds(session) == ["report.close"]
    with pytest.raises(Refused) as refused:
        mandatory.save(session, REPORT, {"closed_on": "今天"}, row)
    assert refused.value.field == "close_reason"
    mandatory.save(session, REPORT, {"closed_on": "今天", "close_reason": "公安已处理，孩子由外婆带"}, row)
    assert kinds(session) == []
    assert mandatory.lines(session)[0].settled


def test_the_days_after_the_call_are_the_countys_and_say_so(session, child):
    row = mandatory.save(session, REPORT, {**TEXTS, "child": child}).id
    assert any("默认值" in one for one in mandatory.undone(session, REPORT, raw(session, REPORT, row)))
    clocks.change(session, "written_days", 3)
    clocks.change(session, "look_days", 2)
    told = mandatory.undone(session, REPORT, raw(session, REPORT, row))
    assert not any("默认值" in one for one in told)
    for value in (0, 367):
        with pytest.raises(Refused):
            clocks.change(session, "written_days", value)


def test_a_child_alone_tonight_is_cared_for_and_handed_on(session, child):
    with pytest.raises(Refused) as refused:
        mandatory.save(session, CARE, {**CARE_TEXTS, "child": child, "carer": ""})
    assert refused.value.field == "carer"
    row = mandatory.save(session, CARE, {**CARE_TEXTS, "child": child, "until": "2026-11-24"}).id
    assert kinds(session) == ["report.care", "report.care", "report.care_look"]
    now = mandatory.now(session)
    with pytest.raises(Refused) as refused:
        mandatory.save(session, CARE, {"ended_on": "今天", "end_reason": "外婆接走"}, row)
    assert refused.value.field == "civil_at"
    mandatory.save(session, CARE, {"supervisor_at": now, "civil_at": now, "looked_on": "今天"}, row)
    assert kinds(session) == []
    later(session, days=1)
    told = mandatory.undone(session, CARE, raw(session, CARE, row))
    assert told[0] == "临时照料到期了，还没交给民政"
    mandatory.save(
        session, CARE, {"handed_on": "今天", "ended_on": "今天", "end_reason": "交给未保中心"}, row
    )
    assert kinds(session) == []


def test_over_random_histories_what_is_not_settled_is_always_in_the_list(session, child):
    rnd = random.Random(7)
    keys = ["police_at", "supervisor_at", "civil_at", "written_on", "looked_on", "receipt", "receipt_on"]
    for number in range(25):
        row = mandatory.save(session, REPORT, {**TEXTS, "child": child}).id
        for _ in range(rnd.randrange(9)):
            later(session, minutes=rnd.choice([3, 90, 1500]))
            key = rnd.choice([*keys, "closed_on"])
            day = session.today.isoformat()
            text = mandatory.now(session) if key.endswith("_at") else day if key.endswith("_on") else "公1"
            try:
                changes = {key: text} | ({"close_reason": "办完"} if key == "closed_on" else {})
                mandatory.save(session, REPORT, changes, row)
            except Refused:
                pass
        kept = raw(session, REPORT, row)
        waits = {item.record for item in due.due(session, days=400) if item.kind.startswith("report")}
        assert (row in waits) == (not kept["closed_on"]), number
        assert not kept["closed_on"] or kept["receipt"]


def test_opening_wants_the_right_and_a_reason_and_is_noted(session, child):
    row = mandatory.save(session, REPORT, {**TEXTS, "child": child}).id
    with pytest.raises(Refused):
        mandatory.open_one(session, REPORT, row, " ")
    opened = mandatory.open_one(session, REPORT, row, "送回执")
    assert (opened.name, opened.values["facts"]) == ("王梓涵，女，9岁，3组", FACTS)
    line = access.lines(session.ledger.connection)[0]
    assert (line.act, line.record, line.fields, line.reason) == ("open_s3", row, REPORT, "送回执")


def test_an_assistant_may_write_one_and_opens_none(tmp_path):
    session = made.session_in(tmp_path / "desk", role="副手", s3=False)
    row = mandatory.save(session, REPORT, {**TEXTS, "who": "小红"}).id
    for work in (
        lambda: mandatory.open_one(session, REPORT, row, "看"),
        lambda: mandatory.lines(session),
        lambda: mandatory.save(session, REPORT, {"after": "x"}, row),
    ):
        with pytest.raises(Refused, match="不能看保密记录"):
            work()
    session.ledger.close()


def test_a_village_head_meets_no_trace(session, child):
    report = mandatory.save(session, REPORT, {**TEXTS, "child": child}).id
    entry = history.latest(session, 1)[0].id
    head = made.session_in(session.ledger.home, role="村干部", s3=False)
    assert kinds(head) == []
    with pytest.raises(Refused, match="没有找到"):
        naming.record(head, report[:8])
    with pytest.raises(Refused, match="没有找到"):
        naming.entry(head, entry[:8])
    assert all("强制" not in told.what for told in history.latest(head))
    head.ledger.close()


def test_the_situations_are_whole_and_name_their_source():
    assert len(situations.SITUATIONS) == 13
    assert [one.code for one in situations.SITUATIONS] == list(
        reader.catalogue.RECORDS["mandatory_report"].fields()["situations"].kind.options.codes()
    )
    sources = [one.source for one in situations.SITUATIONS]
    assert [sources.count(one) for one in dict.fromkeys(sources)] == [9, 3, 1]
    assert len(situations.whole(["身体多处损伤", "被组织乞讨"])) == 2


def test_what_is_no_report_leads_to_help_or_care():
    by = {way.met: way.kind for way in situations.WAYS}
    assert by["没有户口"] == by["家里穷"] == by["只是旷课、不想上学"] == situations.HELP
    assert next(kind for met, kind in by.items() if met.startswith("今晚没人照料")) == situations.CARE

"""The history of the whole desk: filters, whose, protected things untold, plans before undoing; the bin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from childdesk.desk import bin as recycle
from childdesk.desk import chronicle, history, records, referrals
from childdesk.desk.chronicle import Filter
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


@pytest.fixture
def child(session):
    return made.child(session, "周小禾")


def events(session, **wanted):
    return chronicle.page(session, Filter(**wanted)).events


def test_the_newest_stands_first_with_what_and_whose(session, child):
    made.visit(session, child, "2026-11-20")
    records.edit(session, "child", child, {"school": "云溪镇中心小学"}, reason="转学")
    told = [(one.what, one.whose, one.why, one.who) for one in events(session)]
    assert told == [
        ("修改儿童", "周小禾", "转学", "陈桂兰"),
        ("新增走访", "周小禾", "", "陈桂兰"),
        ("新增儿童", "周小禾", "", "陈桂兰"),
        ("新建档案", "陈桂兰", "", "陈桂兰"),
    ]


def test_kind_person_and_days_narrow_the_list(session, child):
    made.visit(session, child, "2026-11-20")
    session.clock.moment += timedelta(days=10)
    records.edit(session, "child", child, {"grade": "三年级"})
    assert [one.what for one in events(session, kind="visit")] == ["新增走访"]
    assert [one.what for one in events(session, kind="file")] == ["修改儿童", "新增儿童"]
    assert [one.what for one in events(session, days="7")] == ["修改儿童"]
    assert len(events(session, days="30")) == 3
    assert events(session, person="0" * 32) == ()
    assert len(events(session, person=session.person)) == 4
    assert chronicle.people(session) == [(session.person, "陈桂兰")]


def test_every_entry_belongs_to_one_kind(session, child):
    made.visit(session, child, "2026-11-20")
    row = referrals.save_new(session, child, {"reason": "话变少", "route": "12355"})
    history.apply_undo(session, row.entry)
    everything = chronicle.page(session, Filter())
    parts = [chronicle.page(session, Filter(kind=kind)).total for kind in chronicle.KINDS if kind]
    assert sum(parts) == everything.total == 5


def test_pages_follow_each_other_without_gap_or_repetition(session):
    made.fill(session, 3)
    for number in range(7):
        made.child(session, f"孩子{number}")
    first = chronicle.page(session, Filter(), limit=5)
    assert (len(first.events), first.more) == (5, True)
    rest = chronicle.page(session, Filter(), first.events[-1].arrived, 100)
    assert not rest.more
    ids = [one.id for one in (*first.events, *rest.events)]
    assert len(ids) == len(set(ids)) == first.total


def test_of_a_protected_record_neither_name_nor_kind_is_told(session, child):
    referrals.save_new(session, child, {"reason": "近三周话变少", "route": "12355", "child_wish": "愿意"})
    (event,) = events(session, kind="sealed")
    assert (event.what, event.whose, event.why, event.icon) == ("受保护的改动", "", "", "lock_closed")
    told = repr(chronicle.detail(session, event.id))
    for word in ("周小禾", "话变少", "12355", "转介"):
        assert word not in told
    assert "转介" not in repr(chronicle.plan(session, event.id))


def test_an_import_says_some_names_and_how_many(session):
    made.fill(session, 30)
    (event,) = [one for one in events(session) if one.what == "生成演练村"]
    assert event.whose.endswith("等30人")
    told = chronicle.detail(session, event.id)
    assert "新增儿童30" in told.more
    assert sum(len(group.lines) for group in told.groups) < 2_000


def test_details_are_grouped_by_record_and_say_names_for_links(session, child):
    row = made.visit(session, child, "2026-11-20", living="床铺整洁", mind="想妈妈")
    event = next(one for one in events(session, kind="visit"))
    (group,) = chronicle.detail(session, event.id).groups
    assert group.title == "走访　周小禾"
    assert ("生活状况", "", "床铺整洁") in group.lines
    assert not any(child in line or "想妈妈" in line for line in group.lines)
    assert row not in repr(group)


def test_masked_numbers_stay_masked_in_details_and_plans(session, child):
    records.edit(session, "child", child, {"id_number": made.NUMBER})
    event = events(session)[0]
    assert made.NUMBER not in repr(chronicle.detail(session, event.id))
    told = chronicle.plan(session, event.id)
    assert made.NUMBER not in repr(told)
    assert ("儿童　周小禾", "身份证号", "9901**********0326", "") in told.back


def test_a_plan_says_what_goes_back_and_what_stays_and_why(session, child):
    saved = records.edit(session, "child", child, {"school": "云溪镇中心小学", "grade": "三年级"})
    records.edit(session, "child", child, {"grade": "四年级"})
    told = chronicle.plan(session, saved.entry)
    assert told.back == (("儿童　周小禾", "学校", "云溪镇中心小学", ""),)
    assert told.stays == (("儿童　周小禾", "年级", "后来又改过"),)
    history.apply_undo(session, saved.entry)
    assert reader.get(session.ledger.connection, "child", child)["grade"] == "四年级"


def test_what_was_undone_says_so_and_can_be_done_again(session, child):
    saved = records.edit(session, "child", child, {"school": "云溪镇中心小学"})
    undone = history.apply_undo(session, saved.entry)
    told = chronicle.detail(session, saved.entry)
    assert (told.undone_by, told.event.undone) == (undone.entry, True)
    assert events(session)[0].what == "撤销：修改儿童"
    history.apply_undo(session, undone.entry)
    assert reader.get(session.ledger.connection, "child", child)["school"] == "云溪镇中心小学"
    assert events(session)[0].what == "重做"


def test_who_may_only_look_is_told_so(tmp_path):
    session = made.session_in(tmp_path / "desk", role="审计员")
    event = events(session)[-1]
    assert chronicle.detail(session, event.id).refuses == "新建档案不能撤销"
    session.ledger.close()


def test_an_unknown_entry_is_refused(session):
    with pytest.raises(Refused):
        chronicle.detail(session, "0" * 32)


# ── the bin ─────────────────────────────────────────────────────────────────────────────────────────


def test_a_withdrawn_visit_lies_in_the_bin_and_comes_back(session, child):
    row = made.visit(session, child, "2026-11-20")
    assert recycle.everything(session) == []
    records.withdraw(session, "visit", row, "记错了人")
    (gone,) = recycle.everything(session)
    assert (gone.label, gone.name, gone.who, gone.how) == ("走访", "周小禾", "陈桂兰", "撤回走访")
    entry = recycle.bring_back(session, "visit", row)
    assert reader.get(session.ledger.connection, "visit", row)["date"] == "2026-11-20"
    assert recycle.everything(session) == []
    assert events(session)[0].what == "恢复走访"
    with pytest.raises(Refused, match="已经在册"):
        recycle.bring_back(session, "visit", row)
    history.apply_undo(session, entry)
    assert [one.id for one in recycle.everything(session)] == [row]


def test_a_child_comes_back_with_all_that_went_with_it(session):
    saved = records.add(
        session, "child", {"name": "周小禾", "categories": "留守儿童", "live_address": "3组12号"}
    )
    history.apply_undo(session, saved.entry)
    assert [one.name for one in recycle.everything(session)] == ["周小禾"]
    recycle.bring_back(session, "child", saved.id)
    raw = reader.whole(session.ledger.connection, "child", saved.id, session.today)
    assert (raw["categories"], raw["live_address"].partition("\t")[0]) == ("留守儿童", "3组12号")


def test_nothing_comes_back_to_a_child_that_is_gone(session):
    saved = records.add(session, "child", {"name": "周小禾"})
    row = made.visit(session, saved.id, "2026-11-20")
    records.withdraw(session, "visit", row, "记错了")
    records.withdraw(session, "child", saved.id, "记错了")
    with pytest.raises(Refused, match="先恢复孩子"):
        recycle.bring_back(session, "visit", row)


def test_a_protected_record_in_the_bin_has_no_name(session, child):
    row = referrals.save_new(session, child, {"reason": "话变少"}).id
    records.withdraw(session, "referral", row, "写错了")
    (gone,) = recycle.everything(session)
    assert (gone.label, gone.name, gone.how) == ("受保护的记录", "", "")

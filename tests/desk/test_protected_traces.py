"""Marker test: sealed sentences are in no list, log, search, note, draft title, report or refusal."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from childdesk.cli import cli
from childdesk.desk import (
    assessments,
    care_papers,
    chronicle,
    clocks,
    drafting,
    due,
    file,
    finding,
    history,
    mandatory,
    observations,
    records,
    referral_board,
    referral_counts,
    referrals,
    story,
    today,
    viewing,
)
from childdesk.desk import bin as bin_
from childdesk.domain import catalogue, slip
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.paper import Boxes, Code, Facts, Paragraph, Table
from childdesk.domain.plan import New
from childdesk.domain.report import period
from childdesk.store import access, reader
from tests.desk import made
from tests.store import towns

MARK = "暗号甲乙丙"
"""Stands in every sealed sentence that is written here."""


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


@pytest.fixture
def child(session):
    return made.child(session, "王梓涵", risk="绿")


@pytest.fixture
def sealed(session, child):
    """One of each protected record, every word of them marked."""
    told = {"reason": MARK, "route": "12355", "receiver": MARK, "child_wish": MARK, "consent": "同意"}
    referral = referrals.save_new(session, child, told).id
    referrals.chase(session, referral, MARK)
    assessments.switch(session, on=True)
    found = {"assessor": MARK, "organisation": MARK, "level": "橙色", "advice": MARK, "band": MARK}
    shelter = {"why": MARK, "carer": MARK, "place": MARK}
    facts = {"facts": MARK, "situations": "身体多处损伤", "found_how": "走访", "suspect": MARK}
    return {
        "referral": referral,
        "observation": observations.save(session, child, observations.Answers(("die",), examples=MARK)).id,
        "assessment": assessments.save(session, child, found, referral).id,
        "mandatory_report": mandatory.save(session, "mandatory_report", {**facts, "child": child}).id,
        "temporary_care": mandatory.save(session, "temporary_care", {**shelter, "child": child}).id,
    }


def everywhere(session, child, sealed):
    """What the desk shows without opening anything sealed, by name."""
    yield "due", due.due(session, days=400)
    yield "today", today.today(session)
    yield "find", [finding.find(session, text, 9) for text in (MARK, MARK[:2], "")]
    yield "file", file.file(session, child)
    yield "story", story.happenings(session, child)
    yield "history", [history.latest(session, 200), history.of_record(session, child)]
    yield "chronicle", chronicle.page(session, chronicle.Filter())
    yield "bin", bin_.everything(session)
    yield "drafts", drafting.waiting(session)
    yield "board", referral_board.board(session) if not session.s3 else ""
    yield "access", access.lines(session.ledger.connection)
    for record, row in sealed.items():
        yield record, viewing.view(session, record, row)
        yield f"history of {record}", history.of_record(session, row)
        yield (
            f"details of {record}",
            [chronicle.detail(session, told.id) for told in history.of_record(session, row)],
        )


def test_no_sealed_word_is_shown_where_nothing_was_opened(session, child, sealed):
    for s3 in (True, False):
        seat = made.session_in(session.ledger.home, s3=s3)
        for name, found in everywhere(seat, child, sealed):
            assert MARK not in repr(found), name
        seat.ledger.close()


def test_a_village_head_meets_no_trace_of_any_of_them(session, child, sealed):
    head = made.session_in(session.ledger.home, s3=False, role="村干部")
    assert file.file(head, child).sealed == 0
    assert referral_board.board(head).sealed == 0
    assert not [one for one in due.due(head, days=400) if one.kind.startswith(("referral", "report"))]
    assert not [one for one in story.happenings(head, child) if one.kind == story.SEALED]
    assert not set(viewing.related(head, "child", child)) & set(catalogue.PROTECTED)
    assert today.today(head).waiting == ()
    told = chronicle.page(head, chronicle.Filter())
    assert not [one for one in told.events if chronicle.SEALED_EVENT in one.what]
    labels = [catalogue.RECORDS[name].label for name in catalogue.PROTECTED]
    for entry in history.latest(head, 200):
        assert not any(label in entry.what for label in labels)
    head.ledger.close()


def test_what_was_written_is_changed_only_by_those_who_may_open_it(session, child, sealed):
    helper = made.session_in(session.ledger.home, s3=False, role="副手")
    for record, row in sealed.items():
        key = next(
            key for key, item in catalogue.RECORDS[record].fields().items() if item.kind.name == "text"
        )
        with pytest.raises(Refused, match="不能看保密记录"):
            records.edit(helper, record, row, {key: "x"})
    helper.ledger.close()


def test_a_refusal_and_an_issue_never_repeat_what_was_typed(session, child, sealed):
    for record, texts in (
        ("referral", {"next_date": MARK}),
        ("mandatory_report", {"looked_on": MARK}),
        ("temporary_care", {"carer_phone": MARK}),
    ):
        with pytest.raises(Refused) as refused:
            records.edit(session, record, sealed[record], texts)
        assert MARK not in refused.value.sentence


def words_of(paper):
    yield paper.title
    yield paper.footer.words
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Facts):
            yield from (part for pair in block.pairs for part in pair)
        elif isinstance(block, Table):
            yield from (cell for line in (*block.head, *block.rows) for cell in line)
        elif isinstance(block, Boxes):
            yield block.question
        elif isinstance(block, Code):
            yield block.text


def test_papers_want_right_and_reason_are_noted_and_leave_out_who_reported(session, child, sealed):
    row = sealed["mandatory_report"]
    with pytest.raises(Refused) as refused:
        care_papers.of_report(session, row, " ")
    assert refused.value.field == "reason"
    sent = " ".join(words_of(care_papers.of_report(session, row, "送公安")))
    assert MARK in sent
    assert made.PERSON not in sent
    kept = " ".join(words_of(care_papers.of_report(session, row, "存档", named=True)))
    assert f"报告人：{made.PERSON}" in kept
    assert access.lines(session.ledger.connection)[0].act == "print_s3"
    helper = made.session_in(session.ledger.home, s3=False, role="副手")
    with pytest.raises(Refused):
        care_papers.of_report(helper, row, "看")
    helper.ledger.close()


def test_the_slip_that_travels_back_carries_the_code_and_no_name(session, child, sealed):
    row = sealed["referral"]
    told = " ".join(words_of(care_papers.of_referral(session, row, "answer", "转介")))
    assert slip.code(row) in told
    assert "王梓涵" not in told
    assert MARK not in told
    assert "。。" not in told
    script = " ".join(words_of(care_papers.of_referral(session, row, "script", "转介")))
    assert "王梓涵" not in script
    with pytest.raises(Refused):
        care_papers.of_referral(session, row, "?", "转介")


def test_no_paper_holds_a_period_beside_a_report_nor_a_grade_of_the_director(session, child, sealed):
    report = " ".join(words_of(care_papers.of_report(session, sealed["mandatory_report"], "送公安")))
    for word in ("小时内", "天内", "日内", "之前", "期限", "抑郁", "橙色"):
        assert word not in report
    for name in care_papers.PAPERS:
        told = " ".join(words_of(care_papers.of_referral(session, sealed["referral"], name, "转介")))
        assert "橙色" not in told.replace("评估等级（评估人填）", "")
        assert "抑郁" not in told


def test_an_assessment_needs_who_made_it_and_scales_are_off(session, child):
    for texts, field in (
        ({"organisation": "县医院"}, "assessor"),
        ({"assessor": "李医生"}, "organisation"),
        ({"assessor": "李医生", "organisation": "县医院", "band": "轻"}, "band"),
        ({"assessor": "李医生", "organisation": "县医院", "date": "2026-12-01"}, "date"),
    ):
        with pytest.raises(Refused) as refused:
            assessments.save(session, child, texts)
        assert refused.value.field == field
    assert not assessments.scales_on(session)
    assessments.switch(session, on=True)
    assert assessments.scales_on(session)
    assert not set(assessments.SCALES) & set(assessments.LICENSED)


def test_small_numbers_are_hidden_in_the_counts_and_the_rest_adds_up(session):
    for at in range(4):
        one = made.child(session, f"周小{at}", birth="")
        referrals.save_new(session, one, {"reason": "话变少", "route": "12355", "consent": "同意"})
    row = referral_board.board(session).columns["已告知监护人"][0].id
    referrals.step(session, row, "已转出", {})
    year = period.of(period.YEAR, session.today)
    told = referral_counts.counts(session, year)
    total = dict(zip(referral_counts.COLUMNS, told.total.cells, strict=True))
    assert (total["date"], total["sent_at"], total["closed_on"]) == ("4", "不到3", "0")
    assert [one.label for one in told.routes] == ["12355青少年服务台"]
    assert (told.total.accept_days, told.villages) == ("没有", ())
    assert "写转介" not in referral_counts.words(session, year)
    helper = made.session_in(session.ledger.home, s3=False, role="副手")
    with pytest.raises(Refused):
        referral_counts.counts(helper, year)
    helper.ledger.close()


def test_the_countys_clocks_are_kept_and_bad_ones_refused(session):
    assert all(one.now == one.usual for one in clocks.numbers(session))
    assert "默认值" in clocks.words(session)
    clocks.change(session, "usual_days", 5)
    assert "一般5天" in clocks.words(session)
    assert "默认值" not in clocks.words(session)
    for name, value in (("x", 1), ("usual_days", 0), ("usual_days", 400)):
        with pytest.raises(Refused):
            clocks.change(session, name, value)


def run(home, secret, *arguments):
    got = CliRunner().invoke(
        cli,
        ["--home", str(home), "--json", "--passphrase-file", str(secret), *arguments],
        standalone_mode=False,
    )
    return got


def test_the_command_line_obeys_the_machine_and_takes_a_slip_by_its_code(tmp_path):
    session = made.session_in(tmp_path / "desk")
    child = made.child(session, "王梓涵")
    home = session.ledger.home
    session.ledger.close()
    secret = tmp_path / "secret"
    secret.write_text(made.PASSPHRASE, encoding="utf-8")
    got = run(
        home, secret, "add", "referral", f"child={child}", "date=2026-11-20", "reason=话变少", "urgency=加急"
    )
    row = json.loads(got.output)["id"]
    refused = run(home, secret, "set", row, "state=已转出")
    assert isinstance(refused.exception, Refused)
    assert refused.exception.field == "state"
    run(home, secret, "set", row, "state=已告知监护人", "consent=同意", "route=12355")
    run(home, secret, "set", row, "state=已转出")
    waits = json.loads(run(home, secret, "due", "--on", "2027-06-01").output)["items"]
    assert [one["kind"] for one in waits if one["kind"].startswith("referral")] == ["referral.accept"]
    back = json.loads(run(home, secret, "slip", slip.shown(row), "answer=谈了三次").output)
    assert back["id"] == row
    refused = run(home, secret, "set", row, "state=结案")
    assert refused.exception.field == "close_reason"
    out = tmp_path / "单.pdf"
    told = json.loads(run(home, secret, "paper", row, "--reason", "转介", "--out", str(out)).output)
    assert told["code"] == slip.shown(row)
    assert out.read_bytes().startswith(b"%PDF")


def test_a_package_for_a_desk_without_the_right_holds_neither_word_nor_trace():
    for s3 in (True, False):
        village, town = towns.seat("990101001001"), towns.seat("990101001")
        towns.pair(village, town, s3=s3)
        child = village.child()
        for record, day in catalogue.PROTECTED.items():
            texts = next(
                k for k, item in catalogue.RECORDS[record].fields().items() if item.kind.name == "text"
            )
            values = {"child": child, day: "2026-11-20", texts: MARK}
            village.write(New(record, new_id(), values), operation=f"add_{record}")
        text = village.packet(town)
        assert (MARK in text) == s3
        for record in catalogue.PROTECTED:
            assert (record in text) == s3, record
        assert child in text
        towns.carry(village, town)
        counts = [reader.count(town.connection, record) for record in catalogue.PROTECTED]
        assert counts == [int(s3)] * len(counts)
        village.close()
        town.close()


def test_the_townships_directory_comes_down_to_its_villages():
    village, town = towns.seat("990101001001"), towns.seat("990101001")
    towns.pair(village, town)
    values = {"unit": town.unit, "name": "云溪镇社工站", "kind": "社工站", "phone": "0990-1000002"}
    town.write(New("agency", new_id(), values))
    towns.settle(village, town)
    assert reader.count(village.connection, "agency") == 1
    village.close()
    town.close()


def test_the_history_of_what_is_protected_says_neither_kind_nor_why_to_others(session, child, sealed):
    referrals.step(session, sealed["referral"], "已转出", {}, MARK)
    helper = made.session_in(session.ledger.home, s3=False, role="副手")
    told = history.latest(helper, 200)
    assert MARK not in repr(told)
    assert not any("转介" in one.what or "强制" in one.what for one in told)
    assert any(one.what == history.SEALED_ENTRY for one in told)
    helper.ledger.close()

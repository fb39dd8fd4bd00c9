"""Our own report as the paper of a request: one click, the same life, what changed, what came back marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from childdesk.desk import (
    handin_changes,
    handin_papers,
    handin_reports,
    handin_return,
    handins,
    leaving,
    records,
    reports,
)
from childdesk.desk.handin_changes import ANOTHER, COME, GONE, MOVED, NOBODY
from childdesk.desk.leaving import Terms
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import NAMELESS
from childdesk.desk.session import Session
from childdesk.domain import handin_options as steps
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.files.filling.dress import YELLOW
from tests.desk.made import NOW, TODAY, child, session_in, two_children

SUMMARY = "left-behind-summary"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = session_in(tmp_path / "desk")
    yield made
    made.ledger.close()


def asked(session: Session, report: str, **more: str) -> str:
    texts = {
        "title": "11月报表",
        "due": "2026-11-25",
        "asked_by": "乡镇民政",
        "cycle": "月",
        "report": report,
    }
    return handins.ask(session, {**texts, **more}).id


def given(session: Session, row: str) -> handin_reports.Written:
    made = handin_reports.make(session, row, handin_reports.place(session, row))
    handins.give(session, row)
    return made


def yellow(path: Path) -> set[str]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate for cell in cells if cell.fill.fill_type and cell.fill.fgColor.rgb == YELLOW}


# ── asking ───────────────────────────────────────────────────────────────────────────────────────


def test_a_report_is_asked_for_by_its_label_and_what_is_none_is_said_at_once(session: Session) -> None:
    row = asked(session, handin_papers.offered()["overview"])
    assert handins.one(session, row).report == "overview"
    assert "case-file" not in handin_papers.offered(), "one child's file is no table"
    with pytest.raises(Refused, match="没有叫"):
        asked(session, "没有的表")
    with pytest.raises(Refused, match="期间"):
        asked(session, "overview", period="2026年11月")
    with pytest.raises(Refused, match="不按这种期间"):
        asked(session, "yearly", period="2026-11")
    with pytest.raises(Refused, match="栏目"):
        asked(session, "overview", scope="鞋码=37")


@pytest.mark.parametrize("name", handin_papers.offered())
def test_every_report_can_be_the_paper_of_a_request(session: Session, name: str) -> None:
    one, _ = two_children(session)
    records.add(session, "visit", {"child": one, "date": "2026-11-20", "findings": "都好"})
    row = asked(session, name)
    seen = handin_reports.draft(session, row)
    made = given(session, row)
    assert made.rows == seen.rows
    assert made.checks == seen.checks == reports.checks_of(reports.produce(session, Asked(name)))
    assert handins.frozen(session, made.version.id) == made.path.read_bytes()
    line = handins.one(session, row)
    assert line.state == steps.GIVEN
    assert line.versions[0].receipt
    assert handin_changes.since(session, row) == []
    assert leaving.copies(session)[0].report == name


# ── its life ─────────────────────────────────────────────────────────────────────────────────────


def test_a_table_that_came_back_marks_only_the_figures_that_changed(session: Session) -> None:
    two_children(session)
    row = asked(session, SUMMARY)
    first = given(session, row)
    assert yellow(first.path) == set()
    handins.send_back(session, row, "少报了一个")
    third = child(session, "王一鸣", sex="男")
    changes = handin_changes.since(session, row)
    figures = [change for change in changes if change.child == NOBODY]
    assert any(change.before == "1" and change.now == "2" for change in figures)
    assert [(c.child, c.head) for c in changes if c.child != NOBODY] == [(third, COME)]
    second = given(session, row)
    assert (second.version.number, second.marked) == (2, len(yellow(second.path)))
    assert second.marked >= len({change.head for change in figures})
    assert handins.one(session, row).state == steps.GIVEN_AGAIN
    values = openpyxl.load_workbook(second.path).worksheets[0]
    then = openpyxl.load_workbook(first.path).worksheets[0]
    differ = {
        cell.coordinate
        for line in values.iter_rows()
        for cell in line
        if isinstance(cell.value, int) and cell.value != then[cell.coordinate].value
    }
    assert differ
    assert differ <= yellow(second.path)
    assert handin_changes.since(session, row) == []


def test_a_list_that_came_back_marks_only_the_cells_that_changed(session: Session) -> None:
    one, _ = two_children(session)
    row = asked(session, "village-roster")
    first = given(session, row)
    handins.send_back(session, row, "性别不对")
    records.edit(session, "child", one, {"school": "河湾小学"})
    [change] = handin_changes.since(session, row)
    assert (change.child, change.head, change.before, change.now) == (one, "就读学校", "", "河湾小学")
    second = given(session, row)
    assert second.marked == 1
    [place] = yellow(second.path)
    assert openpyxl.load_workbook(second.path).worksheets[0][place].value == "河湾小学"
    assert yellow(first.path) == set()


def test_a_child_that_counts_elsewhere_now_is_named(session: Session) -> None:
    one, _ = two_children(session)
    row = asked(session, "overview")
    given(session, row)
    records.edit(session, "child", one, {"sex": "男"})
    moved = [change for change in handin_changes.since(session, row) if change.child == one]
    assert [change.head for change in moved] == [MOVED]


def test_marked_figures_and_comments_of_a_table_lead_to_the_children_behind(session: Session) -> None:
    one, _ = two_children(session)
    row = asked(session, SUMMARY)
    made = given(session, row)
    book = openpyxl.load_workbook(made.path)
    sheet = book.worksheets[0]
    first = reports.first_row(reports.produce(session, Asked(SUMMARY)))
    at = next(cell for cell in sheet[first] if cell.value == 1)
    at.fill = PatternFill("solid", fgColor="FFFFFF00")
    at.comment = Comment("这里是不是漏了", "镇里")
    back = made.path.with_name("back.xlsx")
    book.save(back)
    places = handin_return.places(session, row, back)
    assert {place.words for place in places} == {"这里是不是漏了"}
    assert [place.child for place in places] == [NOBODY, one]
    assert len({place.head for place in places}) == 1


def test_marked_rows_of_a_list_and_names_in_words_lead_to_the_child(session: Session) -> None:
    one, other = two_children(session)
    row = asked(session, "village-roster")
    made = given(session, row)
    book = openpyxl.load_workbook(made.path)
    sheet = book.worksheets[0]
    at = next(cell for line in sheet.iter_rows(min_row=4) for cell in line if cell.value == "周小禾")
    at.fill = PatternFill("solid", fgColor="FFFFFF00")
    back = made.path.with_name("back.xlsx")
    book.save(back)
    assert [(p.child, p.head) for p in handin_return.places(session, row, back)] == [(one, "姓名")]
    assert [p.child for p in handin_return.named(session, row, "李思远没有身份证号码")] == [other]
    table = asked(session, SUMMARY, title="汇总")
    given(session, table)
    assert [p.child for p in handin_return.named(session, table, "周小禾不该算进去")] == [one]


# ── time, children, how much of a person ─────────────────────────────────────────────────────────


def test_the_next_request_asks_for_the_next_period(session: Session) -> None:
    row = asked(session, "visit-list", period="2026-11")
    given(session, row)
    [following] = [line for line in handins.every(session) if line.is_open]
    assert (following.report, following.period, following.title) == ("visit-list", "2026-12", "12月报表")
    with pytest.raises(Refused, match="还没有开始"):
        handin_reports.make(session, following.id, handin_reports.place(session, following.id))


@pytest.mark.parametrize(
    ("words", "months", "later"),
    [("2026-11", 1, "2026-12"), ("2026-Q4", 3, "2027-Q1"), ("2026-H2", 6, "2027-H1"), ("2026", 12, "2027"),
     ("2026-11-30", 1, "2026-12-30"), ("", 1, "")],
)  # fmt: skip
def test_the_time_of_the_next_request(words: str, months: int, later: str) -> None:
    assert handin_papers.later(words, months) == later


def test_a_day_in_the_past_gives_the_report_of_that_day(session: Session) -> None:
    two_children(session)
    row = asked(session, "overview", period="2026-11-20")
    made = given(session, row)
    assert made.version.as_of == "2026-11-20"
    assert made.version.children == 0, "this desk knew of nobody then"
    assert handin_papers.when(handins.one(session, row)) == "截止2026-11-20"


def test_only_the_children_meant_are_in_the_report_and_it_says_so(session: Session) -> None:
    _, other = two_children(session)
    row = asked(session, "village-roster", scope="child.categories=困境儿童")
    product = reports.produce(session, handin_papers.asked(handins.one(session, row)))
    assert product.children == (other,)
    assert "只含儿童类别为“困境儿童”的儿童" in product.notes
    table = reports.produce(session, Asked("overview", where=("child.village_group=1组",)))
    assert len(table.children()) == 1


def test_who_left_the_group_in_the_month_is_still_in_its_changes(tmp_path: Path) -> None:
    session = session_in(tmp_path / "october", SetClock(NOW - timedelta(days=40)))
    one, _ = two_children(session)
    session.ledger.close()
    session = session_in(tmp_path / "october", SetClock(NOW))
    records.edit(session, "child", one, {"village_group": "2组"})
    moved = reports.produce(session, Asked("monthly-change", where=("child.village_group=1组",)))
    assert moved.children() == (one,)
    session.ledger.close()


def test_a_chat_group_gets_nobodys_name_and_the_next_version_is_held_against_the_whole_one(
    session: Session,
) -> None:
    one, _ = two_children(session)
    row = asked(session, "village-roster", asked_by="其他")
    made = handin_reports.make(
        session, row, handin_reports.place(session, row), Terms(NAMELESS, "工作群", "月报")
    )
    assert made.load.masked
    words = {
        cell.value for line in openpyxl.load_workbook(made.path).worksheets[0].iter_rows() for cell in line
    }
    assert "周小禾" not in words
    handins.give(session, row, "工作群")
    assert handin_changes.since(session, row) == []
    records.edit(session, "child", one, {"name": "周小荷"})
    assert [change.now for change in handin_changes.since(session, row)] == ["周小荷"]


# ── what cannot be ───────────────────────────────────────────────────────────────────────────────


def test_a_place_that_cannot_be_written_leaves_the_request_as_it_was(
    session: Session, tmp_path: Path
) -> None:
    row = asked(session, SUMMARY)
    with pytest.raises(Refused, match="xlsx"):
        handin_reports.make(session, row, tmp_path / "o.pdf")
    with pytest.raises(Refused):
        handin_reports.make(session, row, tmp_path / "没有的文件夹" / "o.xlsx")
    line = handins.one(session, row)
    assert (line.state, line.versions) == (steps.TO_FILL, ())
    form = handins.ask(session, {"title": "对方的表", "due": "2026-11-25"}).id
    with pytest.raises(Refused, match="对方的表"):
        handin_reports.make(session, form, tmp_path / "o.xlsx")
    with pytest.raises(Refused, match="本程序的报表"):
        handins.plan(session, row)


def test_broken_checks_are_told_with_the_children_behind_and_forbid_nothing(session: Session) -> None:
    one = child(session, "周小禾", sex="")
    row = asked(session, "village-roster")
    made = handin_reports.make(session, row, handin_reports.place(session, row))
    broken = handin_reports.broken(session, handins.one(session, row))
    assert {child_ for check in broken for child_ in check.children} == {one}
    assert [name.name for name in handin_reports.draft(session, row).names] == ["周小禾"]
    assert tuple(check for check in made.checks if not check.holds) == broken
    handins.step(session, row, steps.TO_PRINT)
    assert handins.one(session, row).state == steps.TO_PRINT


def test_a_request_is_amended_to_another_paper_and_a_zero_report_needs_none(session: Session) -> None:
    row = handins.ask(session, {"title": "月报", "due": "2026-11-25"}).id
    handins.amend(session, row, {"title": "月报", "due": "2026-11-27", "report": "age"})
    line = handins.one(session, row)
    assert (line.due, line.report) == ("2026-11-27", "age")
    handins.zero(session, row)
    assert handins.one(session, row).state == steps.GIVEN
    assert TODAY.isoformat() == handins.one(session, row).versions[0].as_of


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("age", "disability"),
        ("village-roster", "overview"),
        ("overview", "village-roster"),
        ("village-roster", "mobile-roster"),
    ],
)
def test_a_request_that_wants_another_table_by_now_says_so_and_who_came_and_went(
    session: Session, first: str, then: str
) -> None:
    one, other = two_children(session)
    records.add(session, "category", {"child": one, "kind": "流动儿童", "begins": "2026-01-01"})
    row = asked(session, first)
    given(session, row)
    handins.send_back(session, row, "要的不是这张")
    handins.amend(session, row, {"title": "11月报表", "due": "2026-11-25", "report": then})
    told, *people = handin_changes.since(session, row)
    stays = 1 if then == "mobile-roster" else 2
    assert (told.child, told.head, told.before, told.now) == (NOBODY, ANOTHER, "上次2人", f"现在{stays}人")
    assert people == ([] if stays == 2 else [handin_changes.Change(other, GONE, "", "")])
    assert given(session, row).marked == 0, "cell by cell nothing can be said of two tables"
    assert handin_changes.since(session, row) == []


@pytest.mark.parametrize("name", ["overview", "village-roster", "monthly-change"])
def test_the_same_table_with_other_people_is_no_other_table(session: Session, name: str) -> None:
    two_children(session)
    row = asked(session, name)
    given(session, row)
    child(session, "王一鸣", sex="男")
    changes = handin_changes.since(session, row)
    assert changes
    assert ANOTHER not in {change.head for change in changes}

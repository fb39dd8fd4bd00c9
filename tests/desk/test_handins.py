"""A paper from asked to filed: every step, a return, a zero report, what has changed."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from childdesk.desk import due, filling, forms, handin_changes, handin_return, handins, history, records
from childdesk.desk.filling import Wish
from childdesk.desk.session import Session
from childdesk.domain import handin_options as steps
from childdesk.domain.errors import Refused
from childdesk.files.filling.dress import YELLOW
from tests.desk.made import child, session_in, two_children
from tests.desk.test_filling import blank, column

HEADS = "序号\n儿童姓名\n性别\n身份证号\n监护人\n监护人电话\n鞋码"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = session_in(tmp_path / "desk")
    yield made
    made.ledger.close()


def two(session: Session) -> tuple[str, str]:
    one, other = two_children(session)
    records.add(
        session, "guardian", {"child": one, "name": "何梅", "relation": "祖母", "phone": "10412345678"}
    )
    return one, other


def asked(session: Session, **more: str) -> str:
    """A monthly roster that the town wants from pasted heads; the id of the request."""
    form = forms.keep_heads(session, "留守儿童月报", HEADS)
    texts = {
        "title": "留守儿童月报",
        "due": "2026-11-25",
        "hour": "17:00",
        "asked_by": "镇民政",
        "cycle": "月",
    }
    return handins.ask(session, {**texts, "form": form, **more}).id


def given(session: Session, row: str, out: Path) -> handins.VersionLine:
    handins.make(session, row, handins.plan(session, row), out)
    handins.give(session, row)
    return handins.one(session, row).versions[0]


# ── a form that is only heads ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "姓名\n性别\n身份证号",
        "姓名\t性别\t身份证号",
        "姓名、性别、身份证号",
        "姓名 性别 身份证号",
        "姓名，性别，身份证号",
    ],
)
def test_heads_are_taken_however_they_are_pasted(text: str) -> None:
    assert forms.heads_of(text) == ("姓名", "性别", "身份证号")


def test_too_few_heads_are_refused() -> None:
    with pytest.raises(Refused, match="表头"):
        forms.heads_of("姓名")


def test_pasted_heads_become_a_clean_workbook_with_everybody_in_it(session: Session, tmp_path: Path) -> None:
    two(session)
    made = filling.plan_given(session, forms.from_heads(session, "摸底表", HEADS), Wish())
    assert [left.header for left in made.unfilled] == ["鞋码"]
    filling.write(session, made, tmp_path / "o.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3, max_row=5)]
    assert rows[0] == HEADS.split("\n")
    assert rows[1][:6] == [1, "周小禾", "女", "990101201703020326", "何梅", "10412345678"]
    assert rows[2][:3] == [2, "李思远", "男"]
    assert sheet["B5"].border.left.style == "thin"
    assert sheet.print_title_rows == "$1:$3"


def test_a_kept_form_is_filled_again_next_month(session: Session, tmp_path: Path) -> None:
    two(session)
    template = blank(tmp_path / "f.xlsx", ("姓名", "性别", "身份证号"))
    row = forms.keep_workbook(session, "镇里的花名册", template)
    template.unlink()
    made = filling.plan_given(session, forms.given(session, row), Wish())
    filling.write(session, made, tmp_path / "o.xlsx")
    assert column(tmp_path / "o.xlsx", 1)[:2] == ["周小禾", "李思远"]
    assert [kept.name for kept in forms.kept(session)] == ["镇里的花名册"]
    forms.keep_heads(session, "镇里的花名册", HEADS)
    assert len(forms.kept(session)) == 1


# ── a paper has a life ───────────────────────────────────────────────────────────────────────────


def test_a_request_is_due_until_it_was_handed_in(session: Session, tmp_path: Path) -> None:
    two(session)
    row = asked(session)
    item = next(item for item in due.due(session, days=3) if item.kind == "handin")
    assert (item.due, item.days_late, item.record) == ("2026-11-25", -2, row)
    assert item.reason == "乡镇民政要“留守儿童月报”，17:00前，待填"
    given(session, row, tmp_path / "o.xlsx")
    assert [i.record for i in due.due(session, days=3) if i.kind == "handin"] == []


def test_a_paper_goes_through_every_step(session: Session, tmp_path: Path) -> None:
    two(session)
    row = asked(session)
    handins.make(session, row, handins.plan(session, row), tmp_path / "o.xlsx")
    states = [handins.one(session, row).state]
    for state in (steps.TO_PRINT, steps.TO_SIGN, steps.TO_SEAL):
        handins.step(session, row, state)
        states.append(handins.one(session, row).state)
    assert [line.id for line in handins.to_seal(session)] == [row]
    handins.step(session, row, steps.SCANNED)
    handins.give(session, row, "刘敏")
    handins.step(session, row, steps.FILED)
    states.append(handins.one(session, row).state)
    assert states == [steps.TO_CHECK, steps.TO_PRINT, steps.TO_SIGN, steps.TO_SEAL, steps.FILED]
    version = handins.one(session, row).versions[0]
    assert (version.number, version.children, version.given_to) == (1, 2, "刘敏")
    assert len(version.receipt) == 9
    assert row not in [line.id for line in handins.every(session)]


def test_what_was_handed_in_is_frozen_byte_for_byte(session: Session, tmp_path: Path) -> None:
    one, _ = two(session)
    row = asked(session)
    version = given(session, row, tmp_path / "o.xlsx")
    written = (tmp_path / "o.xlsx").read_bytes()
    records.edit(session, "child", one, {"name": "周禾"})
    (tmp_path / "o.xlsx").unlink()
    assert handins.frozen(session, version.id) == written
    handins.copy_out(session, version.id, tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == written


def test_the_next_month_is_asked_for_by_itself_and_only_once(session: Session, tmp_path: Path) -> None:
    two(session)
    row = asked(session)
    given(session, row, tmp_path / "o.xlsx")
    handins.send_back(session, row, "少一个人")
    given(session, row, tmp_path / "o2.xlsx")
    following = [line for line in handins.every(session) if line.id != row]
    assert [(line.due, line.state, line.form != "") for line in following] == [
        ("2026-12-25", steps.TO_FILL, True)
    ]


def test_a_zero_report_is_one_act(session: Session) -> None:
    row = asked(session, cycle="临时")
    handins.zero(session, row)
    line = handins.one(session, row)
    assert (line.state, line.zero, line.versions[0].children) == (steps.GIVEN, True, 0)
    assert line.versions[0].receipt
    with pytest.raises(Refused, match="零报告"):
        handins.frozen(session, line.versions[0].id)


def test_a_return_keeps_the_words_and_finds_the_children_by_colour_and_comment(
    session: Session, tmp_path: Path
) -> None:
    one, other = two(session)
    row = asked(session)
    given(session, row, tmp_path / "o.xlsx")
    book = openpyxl.load_workbook(tmp_path / "o.xlsx")
    sheet = book.active
    sheet["D5"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["F4"].comment = Comment("电话打不通，请核实", "民政办")
    book.save(tmp_path / "back.xlsx")
    places = handin_return.places(session, row, tmp_path / "back.xlsx")
    assert [(p.child, p.head, p.words) for p in places] == [
        (one, "监护人电话", "电话打不通，请核实"),
        (other, "身份证号", handin_return.MARKED),
    ]
    handins.send_back(session, row, "两处不对，今天下班前改好", places)
    line = handins.one(session, row)
    assert line.state == steps.RETURNED
    assert line.versions[0].returned_words == "两处不对，今天下班前改好"
    assert line.versions[0].returned == tuple(places)
    records.edit(session, "child", other, {"nation": "苗族"})
    version = given(session, row, tmp_path / "o2.xlsx")
    assert (version.number, handins.one(session, row).state) == (2, steps.GIVEN_AGAIN)


def test_what_has_changed_since_the_last_hand_in_is_shown_child_by_child(
    session: Session, tmp_path: Path
) -> None:
    one, other = two(session)
    row = asked(session)
    given(session, row, tmp_path / "o.xlsx")
    assert handin_changes.since(session, row) == []
    records.edit(session, "child", one, {"name": "周禾"})
    records.edit(session, "child", other, {"exit_on": "2026-11-01", "exit_reason": "随父母生活"})
    third = child(session, "王新来")
    found = {(c.child, c.head): (c.before, c.now) for c in handin_changes.since(session, row)}
    assert found == {
        (one, "儿童姓名"): ("周小禾", "周禾"),
        (third, handin_changes.COME): ("", "王新来"),
        (other, handin_changes.GONE): ("李思远", ""),
    }


def test_the_next_version_marks_only_what_has_changed(session: Session, tmp_path: Path) -> None:
    one, _ = two(session)
    row = asked(session)
    given(session, row, tmp_path / "1.xlsx")
    assert yellow(tmp_path / "1.xlsx") == []
    records.edit(session, "child", one, {"name": "周禾"})
    child(session, "王新来", village_group="9组", id_number="")
    made = handins.plan(session, row)
    count = handin_changes.mark(session, row, made)
    handins.make(session, row, made, tmp_path / "2.xlsx")
    found = yellow(tmp_path / "2.xlsx")
    assert "周禾" in found
    assert "王新来" in found
    assert "李思远" not in found
    assert count == len(found) + sum(not said.text for said in made.first.people[-1].values())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(tmp_path / "2.xlsx").worksheets[0]
    changed = next(cell for line in sheet.iter_rows() for cell in line if cell.value == "周禾")
    beside = next(cell for line in sheet.iter_rows() for cell in line if cell.value == "李思远")
    assert changed.border.left.style == beside.border.left.style
    assert changed.font.name == beside.font.name


def yellow(path: Path) -> list[str]:
    """The words in cells with a yellow ground."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(path).worksheets[0]
    return [
        str(cell.value)
        for line in sheet.iter_rows()
        for cell in line
        if cell.value is not None and cell.fill.patternType and cell.fill.fgColor.rgb == YELLOW
    ]


def test_what_cannot_be_yet_is_said(session: Session) -> None:
    row = asked(session)
    for act in (
        lambda: handins.give(session, row),
        lambda: handins.step(session, row, steps.TO_PRINT),
        lambda: handins.step(session, row, "随便"),
        lambda: handins.send_back(session, row, "不对"),
        lambda: handins.ask(session, {"title": "没有日子"}),
        lambda: handins.one(session, "0" * 32),
    ):
        with pytest.raises(Refused):
            act()


def test_a_month_three_requests_one_return_one_zero_report_one_seal_trip(
    session: Session, tmp_path: Path
) -> None:
    two(session)
    first = asked(session)
    form = forms.keep_workbook(
        session, "困境表", blank(tmp_path / "f.xlsx", ("姓名", "身份证号", "儿童类别"))
    )
    second = handins.ask(session, {"title": "困境表", "due": "2026-11-26", "asked_by": "妇联", "form": form,
                                   "scope": "child.categories=困境儿童"}).id  # fmt: skip
    third = handins.ask(session, {"title": "溺水隐患", "due": "2026-11-24", "asked_by": "教育"}).id
    handins.zero(session, third)
    given(session, first, tmp_path / "1.xlsx")
    handins.send_back(session, first, "缺身份证号")
    given(session, first, tmp_path / "2.xlsx")
    handins.make(session, second, handins.plan(session, second), tmp_path / "3.xlsx")
    handins.step(session, second, steps.TO_SEAL)
    assert [line.title for line in handins.to_seal(session)] == ["困境表"]
    handins.give(session, second)
    states = {line.id: line.state for line in handins.every(session)}
    assert (states[first], states[second], states[third]) == (steps.GIVEN_AGAIN, steps.GIVEN, steps.GIVEN)
    assert handins.one(session, second).versions[0].children == 1


def test_a_step_can_be_undone(session: Session, tmp_path: Path) -> None:
    two(session)
    row = asked(session)
    handins.make(session, row, handins.plan(session, row), tmp_path / "o.xlsx")
    entry = handins.step(session, row, steps.TO_SEAL)
    history.apply_undo(session, entry)
    assert handins.one(session, row).state == steps.TO_CHECK

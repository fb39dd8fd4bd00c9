"""A workbook of which several sheets are forms: one plan, one act, each sheet for whom it is meant."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from childdesk.desk import filling, handin_changes, handins, importing, records
from childdesk.desk.filling import Wish
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.files.filling.package import Package
from tests.desk.made import child, session_in

LEFT, HARD, ALL = "留守儿童", "困境儿童", "基本情况"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = session_in(tmp_path / "desk")
    child(made, "周小禾", id_number="990101201703020326", village_group="1组", categories="留守儿童")
    one = child(made, "李思远", sex="男", village_group="2组", categories="困境儿童")
    both = child(made, "王小雨", village_group="3组", categories="留守儿童、困境儿童")
    for row, name in ((one, "李大爷"), (both, "何梅")):
        records.add(
            made, "guardian", {"child": row, "name": name, "relation": "祖母", "phone": "10412345678"}
        )
    yield made
    made.ledger.close()


def workbook(path: Path, sheets: dict[str, tuple[str, ...]], rows: int = 2) -> Path:
    """Sheets with heads and a few blank rows; one that counts over all of them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    line = book.add_format({"border": 1})
    for name, heads in sheets.items():
        sheet = book.add_worksheet(name)
        sheet.write(0, 0, "填报单位：")
        sheet.write_row(1, 0, heads, line)
        for row in range(2, 2 + rows):
            for at in range(len(heads)):
                sheet.write_blank(row, at, None, line)
        sheet.write(2 + rows, 0, "合计", line)
        sheet.write_formula(2 + rows, 1, f"=COUNTA(B3:B{2 + rows})", line)
    last = book.add_worksheet("汇总")
    for at, name in enumerate(sheets):
        last.write(at, 0, name)
        last.write_formula(at, 1, f"='{name}'!B{3 + rows}")
    last.write_formula(len(sheets), 1, f"=SUM(B1:B{len(sheets)})")
    book.close()
    path.write_bytes(out.getvalue())
    return path


def three(path: Path) -> Path:
    heads = ("序号", "姓名", "性别", "身份证号")
    return workbook(
        path, {LEFT: heads, HARD: (*heads, "监护人"), ALL: ("序号", "姓名", "监护人电话", "鞋码")}
    )


def names(path: Path, sheet: str) -> list[str]:
    """The names that stand below the header of a sheet."""
    rows = openpyxl.load_workbook(path)[sheet].iter_rows(min_row=3, min_col=2, max_col=2, values_only=True)
    return [str(value) for (value,) in rows if value is not None and not str(value).startswith("=")]


def test_every_sheet_is_filled_in_one_act_for_the_children_its_name_means(
    session: Session, tmp_path: Path
) -> None:
    form, out = three(tmp_path / "f.xlsx"), tmp_path / "o.xlsx"
    before = form.read_bytes()
    made = filling.plan(session, form, Wish())
    filling.write(session, made, out)
    assert names(out, LEFT) == ["周小禾", "王小雨"]
    assert names(out, HARD) == ["李思远", "王小雨"]
    assert names(out, ALL) == ["周小禾", "李思远", "王小雨"]
    assert (made.rows, len(made.children)) == (7, 3)
    assert [(left.sheet, left.header) for left in made.unfilled] == [(ALL, "鞋码")]
    assert form.read_bytes() == before


def test_sums_across_the_sheets_are_right_and_their_results_stand_beside(
    session: Session, tmp_path: Path
) -> None:
    out = tmp_path / "o.xlsx"
    filling.write(session, filling.plan(session, three(tmp_path / "f.xlsx"), Wish()), out)
    told = openpyxl.load_workbook(out)["汇总"]
    shown = openpyxl.load_workbook(out, data_only=True)["汇总"]
    assert [told.cell(row, 2).value for row in (1, 2, 3)] == [
        f"{LEFT}!B5" and f"='{LEFT}'!B5", f"='{HARD}'!B5", f"='{ALL}'!B6",
    ]  # fmt: skip
    assert [shown.cell(row, 2).value for row in (1, 2, 3, 4)] == [2, 2, 3, 7]


def test_what_no_sheet_needs_keeps_every_byte(session: Session, tmp_path: Path) -> None:
    form, out = three(tmp_path / "f.xlsx"), tmp_path / "o.xlsx"
    filling.write(session, filling.plan(session, form, Wish()), out)
    before, after = Package(form.read_bytes()), Package(out.read_bytes())
    kept = {name for name in before.given if after.given.get(name) == before.given[name]}
    assert {"xl/styles.xml", "xl/sharedStrings.xml", "[Content_Types].xml"} <= kept


def test_only_the_sheets_that_are_named_are_filled_each_for_whom_it_is_said(
    session: Session, tmp_path: Path
) -> None:
    form, out = three(tmp_path / "f.xlsx"), tmp_path / "o.xlsx"
    wish = Wish((f"{HARD}!", f"{ALL}!", f"{ALL}!child.sex=男"))
    made = filling.plan(session, form, wish)
    filling.write(session, made, out)
    assert [names(out, name) for name in (LEFT, HARD, ALL)] == [[], ["李思远", "王小雨"], ["李思远"]]
    assert [offer.name for offer in made.offered if not offer.chosen] == [LEFT]
    for wrong in ("没有这页!", "没有这页!child.sex=男"):
        with pytest.raises(Refused, match="没有这页"):
            filling.plan(session, form, Wish((wrong,)))


def test_one_wish_for_all_counts_more_than_the_names_of_the_sheets(session: Session, tmp_path: Path) -> None:
    made = filling.plan(session, three(tmp_path / "f.xlsx"), Wish(("child.sex=男",)))
    assert [len(sheet.children) for sheet in made.sheets] == [1, 1, 1]


def test_a_question_is_asked_of_each_sheet_and_answered_for_that_sheet(
    session: Session, tmp_path: Path
) -> None:
    head = "监护情况或就读学校"
    form = workbook(tmp_path / "f.xlsx", {"甲表": ("姓名", "身份证号", head), "乙表": ("姓名", "性别", head)})
    asked = filling.plan(session, form, Wish())
    assert [(left.sheet, left.header) for left in asked.unfilled if left.asks] == [
        ("甲表", head),
        ("乙表", head),
    ]
    answers = {f"甲表!{head}": "child.school", f"乙表!{head}": "drop"}
    made = filling.plan(session, form, Wish(), answers=answers)
    assert [(left.sheet, left.why) for left in made.unfilled] == [("乙表", filling.DROPPED)]


def test_sheets_that_ask_the_same_and_examples_are_offered_not_filled(
    session: Session, tmp_path: Path
) -> None:
    heads = ("序号", "姓名", "性别")
    form = workbook(tmp_path / "f.xlsx", {"填写示例": heads, "1月": heads, "2月": heads})
    made = filling.plan(session, form, Wish())
    assert [(offer.name, offer.chosen) for offer in made.offered] == [
        ("填写示例", False), ("1月", True), ("2月", False),
    ]  # fmt: skip
    assert all(offer.why for offer in made.offered if not offer.chosen)


def test_of_one_sheet_a_village_the_own_one_is_filled(session: Session, tmp_path: Path) -> None:
    heads = ("序号", "姓名", "性别")
    made = filling.plan(session, workbook(tmp_path / "f.xlsx", {"上坪村": heads, "河湾村": heads}), Wish())
    assert made.sheet == "河湾村"


def test_what_was_filled_comes_back_as_the_same_children_sheet_by_sheet(
    session: Session, tmp_path: Path
) -> None:
    out = tmp_path / "o.xlsx"
    filling.write(session, filling.plan(session, three(tmp_path / "f.xlsx"), Wish()), out)
    for name in (LEFT, HARD):
        again = importing.plan(session, out, only=name)
        told = [(sheet.added, sheet.changed, sheet.rejected) for sheet in again.sheets]
        assert told == [(0, 0, 0)]


def test_a_file_that_could_not_be_written_is_written_the_second_time_as_if_the_first(
    session: Session, tmp_path: Path
) -> None:
    made = filling.plan(session, three(tmp_path / "f.xlsx"), Wish())
    with pytest.raises(Refused):
        filling.write(session, made, tmp_path / "nowhere" / "o.xlsx")
    filling.write(session, made, tmp_path / "o.xlsx")
    assert names(tmp_path / "o.xlsx", LEFT) == ["周小禾", "王小雨"]


def test_a_hand_in_of_several_sheets_marks_what_changed_on_each(session: Session, tmp_path: Path) -> None:
    row = handins.ask(session, {"title": "季度表", "due": "2026-11-25"}).id
    form = three(tmp_path / "f.xlsx")
    handins.make(session, row, handins.plan(session, row, form), tmp_path / "1.xlsx")
    handins.give(session, row)
    one = next(iter(handins.plan(session, row, form).first.children))
    records.edit(session, "child", one, {"name": "周禾"})
    made = handins.plan(session, row, form)
    assert handin_changes.mark(session, row, made) == 2
    handins.make(session, row, made, tmp_path / "2.xlsx")
    assert handins.one(session, row).versions[0].children == 3

"""Holds the import to the notes (批注) that hang on cells: kept with the child beside them, or listed."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.comments import Comment

from childdesk.desk import importing
from childdesk.desk.import_document import document
from childdesk.desk.import_notes import ELSEWHERE, KEPT, REJECTED
from childdesk.store import reader
from tests.desk.test_odd_ledgers import RAN, SI, YU

ROWS = [
    ["云溪镇留守儿童花名册"],
    "序号 姓名 身份证号 监护人 监护人电话".split(),
    [1, "石雨桐", YU, "石大勇", "13907360001"],
    [2, "石浩然", RAN, "石大勇", "13907360001"],
    [3, None, SI, "龙安平", "13907360002"],
    ["合计", 3],
]
NOTES = {
    "B3": "下月转学",
    "E3": "电话打不通，待核",
    "G4": "奶奶住院",
    "B5": "名字没问到",
    "A6": "含外村1人",
    "B2": "按户口本填",
    "D40": "旧表",
}


def hang(sheet) -> None:
    for place, words in NOTES.items():
        sheet[place].comment = Comment(f"张主任:\n{words}", "张主任")


def test_a_note_beside_a_child_becomes_an_item_of_its_file_and_every_other_one_is_listed(planned, session):
    made = planned(ROWS, "A1:E1", dress=hang)
    sheet = made.sheets[0]
    said = [(one.row, one.text, one.was) for one in sheet.issues if "批注" in one.text]
    assert sorted(said) == [
        (2, ELSEWHERE, "按户口本填"),
        (3, KEPT, "下月转学"),
        (3, KEPT, "电话打不通，待核"),
        (4, KEPT, "奶奶住院"),
        (5, REJECTED, "名字没问到"),
        (6, ELSEWHERE, "含外村1人"),
        (40, ELSEWHERE, "旧表"),
    ]
    assert document(made, records=False)[0]["notes"] == {"kept": 3, "listed": 4}
    assert sheet.stored + sheet.extra + sheet.listed == 5 + 5 + 4 + 2
    importing.apply(session, made)
    items = {
        raw["label_words"]: f"x.{row}" for row, raw in reader.everyone(session.ledger.connection, "item")
    }
    kept = [reader.get(session.ledger.connection, "child", row.child) for row in sheet.rows[:2]]
    assert [raw[items["批注"]] for raw in kept] == ["下月转学；监护人电话：电话打不通，待核", "奶奶住院"]
    assert (planned(ROWS, "A1:E1", dress=hang).sheets[0].same, made.sheets[0].added) == (2, 2)


def noted(*places: str):
    def dress(sheet) -> None:
        for place in places:
            sheet[place].comment = Comment(place, "")

    return dress


def test_notes_of_tables_side_by_side_go_to_their_own_children(planned):
    head = "序号 姓名 身份证号".split()
    rows = [[*head, *head], [1, "石雨桐", YU, 2, "石浩然", RAN]]
    made = planned(rows, dress=noted("B2", "E2", "Z9"))
    assert [[one.was for one in sheet.issues if one.text == KEPT] for sheet in made.sheets] == [
        ["B2"],
        ["E2"],
    ]
    assert [(one.notes_kept, one.notes_listed) for one in made.sheets] == [(1, 0), (1, 1)]


def test_notes_of_tables_below_one_another_go_to_their_own_children(planned):
    first = [
        "序号 姓名 身份证号 监护人 电话".split(),
        [1, "石雨桐", YU, "石大勇"],
        [2, "石浩然", RAN, "石大勇"],
    ]
    second = [["二、困境儿童"], "序号 姓名 性别 出生日期 困境类型".split(), [1, "龙思雨", "女", "2012-01-30"]]
    made = planned([["一、留守儿童"], *first, [None], *second], dress=noted("B3", "A6", "B8", "B30"))
    assert [[one.was for one in sheet.issues if one.text == KEPT] for sheet in made.sheets] == [
        ["B3"],
        ["B8"],
    ]
    assert [(one.notes_kept, one.notes_listed) for one in made.sheets] == [(1, 0), (1, 2)]


def test_notes_of_a_child_in_two_sheets_stand_one_behind_the_other(session, tmp_path):
    book = openpyxl.Workbook()
    for name, note in (("留守", "下月转学"), ("困境", "奶奶住院")):
        sheet = book.create_sheet(name)
        for row in ("姓名 身份证号".split(), ["石雨桐", YU], [f"{name}甲", None]):
            sheet.append(row)
        sheet["A2"].comment = Comment(note, "")
    book.save(tmp_path / "two.xlsx")
    made = importing.plan(session, tmp_path / "two.xlsx")
    importing.apply(session, made)
    (item,) = (f"x.{row}" for row, _ in reader.everyone(session.ledger.connection, "item"))
    first = next(row for sheet in made.sheets for row in sheet.rows if row.name == "石雨桐")
    assert reader.get(session.ledger.connection, "child", first.child)[item] == "下月转学；奶奶住院"


@pytest.mark.parametrize("rows", [3, 60])
def test_notes_are_the_same_where_another_process_reads_half_of_the_rows(session, tmp_path, rows):
    book = openpyxl.Workbook()
    book.active.append(ROWS[1])
    for at in range(rows):
        book.active.append(
            [at, f"石{'甲乙丙丁戊己庚辛壬癸'[at % 10]}{'一二三四五六七'[at // 10]}", None, "石大勇"]
        )
        book.active.cell(at + 2, 2).comment = Comment(f"第{at}人", "")
    book.save(tmp_path / "many.xlsx")
    made = importing.plan(session, tmp_path / "many.xlsx").sheets[0]
    assert (made.notes_kept, made.notes_listed, made.added) == (rows, 0, rows)

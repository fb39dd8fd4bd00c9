"""Holds the import to lists of households, several children in one line: each is a child of its own."""

from __future__ import annotations

import pytest

from childdesk.desk import importing
from childdesk.store import reader
from tests.desk.test_odd_ledgers import RAN, SI, YU

SHARED = "序号 户主 户主电话 家庭住址".split()
GROUPED = [
    [*SHARED, "子女1", None, "子女2", None, "备注"],
    [None, None, None, None, "姓名", "身份证号", "姓名", "身份证号", None],
]
FLAT = [[*SHARED, "子女1姓名", "子女1身份证号", "子女2姓名", "子女2身份证号", "备注"]]
LINES = [
    [1, "石大勇", "13907360001", "一组3号", "石雨桐", YU, "石浩然", RAN, "低保户"],
    [2, "龙安平", "13907360002", "二组1号", "龙思雨", SI, "无", "无", None],
    [3, "龙安国", "13907360003", "同上", None, None, "龙思远", None, None],
    ["合计", None, None, None, 2, None, 2, None, None],
]
MERGES = "A1:A2 B1:B2 C1:C2 D1:D2 E1:F1 G1:H1 I1:I2".split()


def filled(rows) -> int:
    return sum(cell is not None for row in rows for cell in row)


@pytest.mark.parametrize("head", [GROUPED, FLAT], ids=["two header lines", "one header line"])
def test_each_child_of_a_line_is_a_child_with_what_the_line_says_of_all(planned, session, head):
    made = planned([*head, *LINES], *(MERGES if head is GROUPED else ()))
    first, second = made.sheets
    assert not [column for sheet in made.sheets for column in sheet.columns if column.decided == "ask"]
    assert [[row.name for row in sheet.rows] for sheet in (first, second)] == [
        ["石雨桐", "龙思雨"],
        ["石浩然", "龙思远"],
    ]
    assert [row.outcome for sheet in made.sheets for row in sheet.rows] == ["add"] * 4
    assert sum(sheet.stored + sheet.extra + sheet.listed for sheet in made.sheets) == filled(LINES)
    for row, address in ((second.rows[0], "一组3号"), (second.rows[1], "二组1号")):
        assert row.texts["child.live_address"] == address
        assert row.texts["household.head"] in ("石大勇", "龙安国")
    importing.apply(session, made)
    raws = [reader.get(session.ledger.connection, "child", row.child) for s in made.sheets for row in s.rows]
    assert raws[0]["household"] == raws[2]["household"]
    assert len({raw["household"] for raw in raws}) == 3
    again = planned([*head, *LINES], *(MERGES if head is GROUPED else ()))
    assert [row.outcome for sheet in again.sheets for row in sheet.rows] == ["same"] * 4


def test_names_alone_under_first_and_second_child_ask_nothing(planned):
    lines = [["石大勇", "13907360001", "石雨桐", "石浩然"], ["龙安平", "13907360002", "龙思雨", None]]
    made = planned(["户主 联系电话 子女1 子女2".split(), *lines])
    assert [[row.name for row in sheet.rows] for sheet in made.sheets] == [["石雨桐", "龙思雨"], ["石浩然"]]
    assert not [column for sheet in made.sheets for column in sheet.columns if column.decided == "ask"]
    assert sum(sheet.stored + sheet.extra + sheet.listed for sheet in made.sheets) == filled(lines)


def test_what_is_merged_over_several_lines_reaches_every_child(planned):
    lines = [["石大勇", "石雨桐", None], [None, "石浩然", "石小雨"]]
    made = planned(["户主 子女1 子女2".split(), *lines], "A2:A3")
    found = {row.name: row.texts.get("household.head") for sheet in made.sheets for row in sheet.rows}
    assert found == dict.fromkeys(("石雨桐", "石浩然", "石小雨"), "石大勇")


def test_a_list_of_children_that_names_their_children_s_numbers_is_left_as_it_is(planned):
    made = planned(
        [
            ["儿童姓名", "身份证号", "家中子女1", "家中子女2"],
            ["石雨桐", YU, "石浩然", "石小雨"],
            ["龙思雨", SI, None, None],
        ]
    )
    assert [len(sheet.rows) for sheet in made.sheets] == [2]

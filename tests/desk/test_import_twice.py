"""Twins whose numbers a spreadsheet rounded to one: two children, each with a file, on every import."""

from __future__ import annotations

import pytest

from childdesk.desk import importing
from childdesk.domain import catalogue
from childdesk.store import reader
from tests.desk import made
from tests.desk.test_importing import HEAD, only, workbook

SHARED = "993891202206168960"
"""Fits, and could be what a spreadsheet makes of both."""
EATEN = "9.93891E+17"
BOY = ["1", "周一宇", "男", SHARED, "2022-06-16", "周大年", "祖父", "10400001111", ""]
GIRL = ["2", "周一晴", "女", SHARED, "2022-06-16", "周大年", "祖父", "10400001111", ""]
OTHER = ["3", "李乙然", "男", EATEN, "2017-06-11", "李大有", "祖父", "10400002222", ""]


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


def numbers(session):
    connection = session.ledger.connection
    return {raw["name"]: raw.get("id_number") for _, raw in reader.everyone(connection, "child")}


@pytest.mark.parametrize("rows", [(BOY, GIRL, OTHER), (GIRL, BOY, OTHER)])
def test_two_names_under_one_rounded_number_are_two_children_and_stay_so(session, tmp_path, rows):
    path = workbook(tmp_path / "a.xlsx", *rows)
    plan = importing.plan(session, path)
    assert (only(plan).added, only(plan).rejected) == (3, 0)
    (said,) = [one for one in only(plan).issues if "的一样，末几位像是被表格改过" in one.text]
    assert (said.level, said.row, said.was) == ("impossible", only(plan).rows[1].row, SHARED)
    importing.apply(session, plan)
    assert numbers(session) == {rows[0][1]: SHARED, rows[1][1]: None, "李乙然": None}
    for order in (rows, (rows[1], rows[0], rows[2])):
        again = importing.plan(session, workbook(tmp_path / "b.xlsx", *order))
        assert [row.outcome for row in only(again).rows] == ["same", "same", "same"]
        assert not any("改名" in one.text for one in only(again).issues)


def test_every_cell_of_such_a_row_is_counted_once(session, tmp_path):
    sheet = only(importing.plan(session, workbook(tmp_path / "a.xlsx", BOY, GIRL, OTHER)))
    told = sheet.sheet
    rows = sheet.table_rows + tuple(one.row for one in sheet.issues if one.text.startswith("不是孩子"))
    filled = sum(bool(text.strip()) for row in rows for text in told.texts(row).values())
    assert sheet.stored + sheet.extra + sheet.listed == filled


def test_a_number_that_nothing_speaks_against_still_tells_of_a_new_name(session, tmp_path):
    others = [["3", "李乙然", "男", "", "2017-06-11", "李大有", "祖父", "10400002222", ""]]
    importing.apply(session, importing.plan(session, workbook(tmp_path / "a.xlsx", BOY, *others)))
    renamed = [BOY[0], "吴一宇", *BOY[2:]]
    plan = importing.plan(session, workbook(tmp_path / "b.xlsx", renamed, *others))
    assert (only(plan).changed, only(plan).added) == (1, 0)
    assert any("改名：原来叫周一宇" in one.text for one in only(plan).issues)


def test_what_was_typed_stays_in_the_file(session, tmp_path):
    importing.apply(session, importing.plan(session, workbook(tmp_path / "a.xlsx", BOY, GIRL, OTHER)))
    raws = {raw["name"]: raw for _, raw in reader.everyone(session.ledger.connection, "child")}
    place = catalogue.kept_as_typed("child", "id_number", SHARED)
    assert SHARED in str(raws["周一晴"][place])
    assert len(HEAD) == len(BOY)

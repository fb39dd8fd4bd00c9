"""Holds the import to saying what a file does not hold: formulas without a result, errors of formulas."""

from __future__ import annotations

import pytest

from childdesk.desk import importing
from childdesk.domain.errors import Refused
from childdesk.files import faults
from childdesk.store import reader
from tests.desk.test_odd_ledgers import RAN, SI, YU, remarks

HEAD = "序号 姓名 身份证号码 出生日期 家庭住址 备注 帮扶要点".split()


def cells(made) -> tuple[int, int, int]:
    sheet = made.sheets[0]
    return sheet.stored, sheet.extra, sheet.listed


def test_a_formula_without_a_result_is_told_cell_by_cell_and_nothing_is_guessed(planned, session):
    made = planned(
        [
            HEAD,
            ["=ROW()-1", "石雨桐", YU, "=MID(C2,7,8)", "一组", "=A2", "=A2"],
            [2, "石浩然", RAN, "2017-08-09", "=E2", "好", "常去"],
        ]
    )
    assert cells(made) == (7, 1, 6)
    told = [one for one in made.sheets[0].issues if one.text == faults.NO_RESULT]
    assert [(one.row, one.column, one.level) for one in told] == [
        (2, 3, "impossible"),
        (2, 5, "impossible"),
        (2, 6, "impossible"),
        (3, 4, "impossible"),
    ]
    assert any("4格公式没有存下结果" in one.text for one in made.sheets[0].issues)
    importing.apply(session, made)
    kept = [reader.get(session.ledger.connection, "child", row.child) for row in made.sheets[0].rows]
    assert not [value for raw in kept for value in raw.values() if "公式" in str(value)]


def test_a_name_that_is_a_formula_leaves_its_row_out_and_says_why(planned):
    made = planned([HEAD, [1, "=Z9", YU, "2015-03-12"], [2, "石浩然", RAN], [3, "=Z10", "=Z11"]])
    assert [row.outcome for row in made.sheets[0].rows] == ["reject", "add", "reject"]
    for row in (2, 4):
        assert (1, "impossible", faults.NO_RESULT) in remarks(made, row)
    assert sum(cells(made)) == 4 + 3 + 3


def test_a_list_of_nothing_but_formulas_says_that_wps_helps(planned):
    with pytest.raises(Refused, match="用WPS打开、存一次"):
        planned([["姓名"], *(["=Z1"] for _ in range(4))])


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!"])
def test_an_error_is_no_content_of_a_field_or_of_an_item(planned, session, error):
    made = planned([HEAD, [1, "石雨桐", YU, error, error, error, error], [2, "龙思雨", SI, None, None, "好"]])
    assert cells(made) == (5, 0, 6)
    assert [(one[0], one[1]) for one in remarks(made, 2)] == [(at, "impossible") for at in (3, 4, 5, 6)]
    importing.apply(session, made)
    raw = reader.get(session.ledger.connection, "child", made.sheets[0].rows[0].child)
    assert not [value for value in raw.values() if error in str(value)]


def test_rows_of_formulas_that_wait_below_the_list_are_no_children(planned):
    empty = [["=ROW()-1", None, None, "=MID(C9,7,8)"] for _ in range(3)]
    made = planned([HEAD, [1, "石雨桐", YU], *empty])
    assert (made.sheets[0].added, len(made.sheets[0].rows)) == (1, 1)
    assert sum(cells(made)) == 3 + 6

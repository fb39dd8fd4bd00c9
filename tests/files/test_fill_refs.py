"""References in formulas when rows are added to a list: what a spreadsheet program would do, and no more."""

from __future__ import annotations

from typing import ClassVar

import pytest

from childdesk.files.filling import refs
from childdesk.files.filling.refs import Growth
from childdesk.files.filling.result_functions import Unknown, Value
from childdesk.files.filling.results import Results

GROWTH = Growth("名册", 5, 16, 28)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(K5:K16)", "SUM(K5:K44)"),
        ('COUNTA(C5:C16)&"人 K5:K16"', 'COUNTA(C5:C44)&"人 K5:K16"'),
        ('COUNTIF(名册!$D$5:$D$16,"男")', 'COUNTIF(名册!$D$5:$D$44,"男")'),
        ("SUM('名册'!K5:K16)+Sheet2!K17", "SUM('名册'!K5:K44)+Sheet2!K17"),
        ("K17/K$16", "K45/K$16"),
        ("[1]名册!K5:K17", "[1]名册!K5:K17"),
        ("SUM($5:$16)", "SUM($5:$44)"),
        ("A17:A5", "A5:A45"),
        ("LOG10(K17)", "LOG10(K45)"),
        ("Table1[x]+K19", "Table1[x]+K47"),
        ("SUM(K:K)", "SUM(K:K)"),
        ("K17_x+SUMIFS(A5:A16,B5:B16,1)", "K17_x+SUMIFS(A5:A44,B5:B44,1)"),
        ("SUM(K1:K3)", "SUM(K1:K3)"),
    ],
)
def test_a_formula_reads_rightly_after_rows_were_added(before: str, after: str) -> None:
    assert refs.grown(before, "名册", GROWTH) == after


def test_a_formula_of_another_sheet_is_left_alone_unless_it_names_this_one() -> None:
    assert refs.grown("SUM(K5:K16)", "别的", GROWTH) == "SUM(K5:K16)"


def test_a_list_without_rows_lets_no_range_grow_that_ends_at_its_header() -> None:
    empty = Growth("名册", 5, 4, 3)
    assert refs.grown("名册!$1:$4", "", empty) == "名册!$1:$4"
    assert refs.grown("SUM(K5:K9)", "名册", empty) == "SUM(K8:K12)"


def test_rules_grow_with_the_last_row_and_places_only_move() -> None:
    assert refs.areas("E5:E16 C16 D20", GROWTH) == "E5:E44 C16:C44 D48"
    assert refs.places("A17 B3:C19", GROWTH) == "A45 B3:C47"


def test_what_has_no_dollar_goes_along() -> None:
    assert refs.translated("K5*$B5+C$4", 2, 1) == "L7*$B7+D$4"


class _Sheet:
    """Two columns of numbers and words."""

    held: ClassVar[dict[tuple[int, int], Value]] = {
        (1, 0): 1.0,
        (2, 0): 2.5,
        (3, 0): "男",
        (4, 0): "女",
        (5, 0): None,
    }

    def value(self, sheet: str, row: int, column: int) -> Value:
        return self.held.get((row, column))

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        return {(9, 0): "A10", (10, 0): "A9", (11, 0): self.asked}.get((row, column))

    def size(self, sheet: str) -> tuple[int, int] | None:
        return (5, 1) if sheet == "名册" else None

    def name(self, name: str) -> str | None:
        return "名册!$A$1:$A$2" if name == "数" else None

    asked = ""


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("SUM(A1:A5)", 3.5),
        ("SUM(数)*2-1", 6.0),
        ('COUNTA(A1:A5)&"人"', "4人"),
        ('COUNTIF(A1:A5,"男")', 1.0),
        ('COUNTIF(A:A,">1")', 1.0),
        ('IF(A1=1,"是","否")', "是"),
        ('IF(A5="",ROW()-4,0)', 7.0),
        ("ROUND(A2,0)", 3.0),
        ("-A1^2+10%", 1.1),
        ('SUMIF(A1:A2,">=2",A1:A2)', 2.5),
        ("SUBTOTAL(9,A1:A5)", 3.5),
        ('LEFT("河湾村",2)', "河湾"),
    ],
)
def test_simple_formulas_are_computed(formula: str, value: Value) -> None:
    sheet = _Sheet()
    sheet.asked = formula
    assert Results(sheet).of("名册", 11, 0) == (pytest.approx(value) if isinstance(value, float) else value)


@pytest.mark.parametrize("formula", ["VLOOKUP(1,A1:A5,1)", "A3+1", "1/0", "别处!A1", "SUM(A1:A2", "TODAY()"])
def test_what_is_not_understood_gets_no_result(formula: str) -> None:
    sheet = _Sheet()
    sheet.asked = formula
    with pytest.raises(Unknown):
        Results(sheet).of("名册", 11, 0)


def test_formulas_that_lead_to_each_other_get_no_result() -> None:
    with pytest.raises(Unknown):
        Results(_Sheet()).of("名册", 9, 0)

"""Holds the search for numbers that a spreadsheet rounded to a fitting one: chance alone is no sign."""

from __future__ import annotations

from childdesk.domain import identity
from childdesk.files import eaten
from childdesk.files.columns import read_columns
from childdesk.files.layout import layout
from tests.files.handmade import table
from tests.files.people import TODAY, children

FITTING = "993891202206169728"
"""A fitting number that is also a multiple of what a float of its size can tell apart."""
MISFIT = "993891201604288128"


CUT = ("994918201811057024", "996709201508185984")
"""Fitting numbers too: what other programs show of …057000 and …186000, to which a spreadsheet cut them."""


def doubted(numbers):
    """The rows whose number is doubted; the first child stands in row 2."""
    people = children(len(numbers), 5)
    rows = [
        ["姓名", "身份证号"],
        *([child.name, number] for child, number in zip(people, numbers, strict=True)),
    ]
    made = layout(table(rows))
    return [row for row, _ in eaten.cells(made, read_columns(made, TODAY))]


def test_the_examples_are_what_they_are_called():
    assert identity.check_digit(FITTING[:17]) == FITTING[17]
    assert identity.check_digit(MISFIT[:17]) != MISFIT[17]
    assert all(int(float(number)) == int(number) for number in (FITTING, MISFIT, *CUT))
    assert all(identity.check_digit(number[:17]) == number[17] for number in CUT)


def test_fifteen_figures_and_zeros_are_doubted_among_whole_numbers_too():
    others = [child.id_number for child in children(6, 9)]
    assert doubted([*others, *CUT, FITTING]) == [8, 9]


def test_among_whole_numbers_one_that_could_be_rounded_is_believed():
    others = [child.id_number for child in children(6, 9)]
    assert doubted([*others, FITTING]) == []


def test_beside_numbers_that_were_plainly_rounded_it_is_doubted():
    others = [child.id_number for child in children(4, 9)]
    assert doubted([*others, "9.93891E+17", FITTING]) == [7]
    assert doubted([*others, MISFIT, FITTING]) == [7]


def test_where_it_alone_lacks_the_mark_of_text_it_is_doubted():
    others = [f"\t{child.id_number}" for child in children(4, 9)]
    assert doubted([*others, FITTING]) == [6]
    assert doubted([*others, f"\t{FITTING}"]) == []


def test_what_another_number_of_the_column_becomes_when_it_is_rounded_is_doubted():
    others = [child.id_number for child in children(6, 9)]
    whole = str(int(FITTING) + 43)  # the same person's number, whole, or a twin's
    assert doubted([*others, whole, FITTING]) == [9]

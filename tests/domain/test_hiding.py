"""Small numbers are hidden, and nobody who lays all printed tables of a year beside each other learns one."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from unittest.mock import patch

import pytest

from childdesk.domain.report.hiding import FEW, KEPT_BACK, Hidden, hidden, periods

MONTHS = ("2026-01", "2026-02", "2026-04")
FACES = ((1,), (2,))
KINDS = tuple(itertools.product(MONTHS, "AB", "XY"))
MOST = 6
"""No table of these tests speaks of more things; an attacker tries every set of up to so many."""


def printed(things, faces=FACES):
    """Every number that some table of the year prints."""
    return {cell: 0 for kind in KINDS for cell in cells(kind, faces)} | Counter(
        cell for thing in things for cell in cells(thing, faces)
    )


def cells(thing, faces):
    return [
        (period, face, tuple(thing[at] for at in face))
        for period in periods(thing[0])
        for face in ((), *faces)
    ]


def worlds(faces=FACES):
    """All there is to be tried: the numbers of every set of things."""
    return [
        printed(things, faces)
        for number in range(MOST + 1)
        for things in itertools.combinations_with_replacement(KINDS[:8], number)
    ]


def agrees(word, number):
    """Whether a printed word may stand for a number."""
    return word == KEPT_BACK or (0 < number < 3 if word == FEW else word == str(number))


def learnt(words, known):
    """The small numbers that are the same in every world that prints these words."""
    left = [world for world in known if all(agrees(word, world[cell]) for cell, word in words.items())]
    return [cell for cell in words if len({world[cell] for world in left}) == 1 and 0 < left[0][cell] < 3]


@pytest.fixture(scope="module")
def known():
    return worlds()


def samples(count):
    """Sets of things of few kinds, so that the attacker can try everything."""
    dice = random.Random(5)
    return [[dice.choice(KINDS[:8]) for _ in range(dice.randint(1, MOST - 1))] for _ in range(count)]


def words_of(things, made=None):
    found = made or Hidden(things, FACES)
    return {cell: found.said(*cell) for cell in printed(things)}


def test_no_hidden_number_is_learnt_from_all_tables_of_the_year_together(known):
    for things in samples(14):
        assert learnt(words_of(things), known) == [], things


def test_each_table_guarded_by_itself_would_give_numbers_away(known):
    """The attacker can be trusted: what hides only what is small is found out."""

    def bare(self, cell):
        self._free.add(cell)

    with patch.object(Hidden, "_blur", bare):
        found = [learnt(words_of(things), known) for things in samples(14)]
    assert sum(bool(one) for one in found) > 6


def test_a_half_and_a_quarter_laid_beside_each_other_tell_nothing():
    things = [("2026-01", "A")] * 4 + [("2026-05", "A")]
    made = Hidden(things, ((1,),))
    said = [made.said(period) for period in ("2026-H1", "2026-Q1", "2026-Q2")]
    assert said[2] in (FEW, KEPT_BACK)
    assert not (said[0].isdecimal() and said[1].isdecimal())
    assert made.said("2026") == "5"


def test_the_sum_of_a_year_is_told_as_soon_as_it_is_not_small():
    dice = random.Random(3)
    for number in range(1, 12):
        things = [(f"2026-{dice.randint(1, 12):02d}", dice.choice("ABC")) for _ in range(number)]
        assert Hidden(things, ((1,),)).said("2026") in ((FEW, KEPT_BACK) if number < 3 else (str(number),))


def test_nothing_at_all_is_said_as_nothing():
    assert Hidden([], FACES).said("2026-Q1", (1,), ("A",)) == "0"
    assert hidden((), FACES) is hidden((), FACES)


def test_a_year_of_a_whole_township_is_reckoned_in_time():
    dice = random.Random(1)
    things = [
        (f"2026-{dice.randint(1, 12):02d}", f"U{dice.randrange(12)}", dice.choice("VWXYZ")) for _ in range(60)
    ]
    made = Hidden(things, FACES)
    small = [cell for thing in things for cell in cells(thing, FACES) if 0 < made.number(*cell) < 3]
    assert small
    assert not [cell for cell in small if made.said(*cell).isdecimal()]
    assert made.said("2026") == "60"

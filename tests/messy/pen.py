"""What a cell is written with: chance, the habits of an office, and what the kind of file can hold."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from tests.messy.grid import Value
from tests.messy.habits import Habits
from tests.messy.truth import Want

Facts = Mapping[str, str]
Made = tuple[Value, str, Want]
"""The value of a cell, the name of its number format, and what is true of it."""


@dataclass(slots=True)
class Pen:
    """`flat`: the file keeps words only (csv). `fields` are the fields of the sheet's columns."""

    rnd: random.Random
    habits: Habits
    flat: bool
    fields: frozenset[str]

    def often(self, share: float) -> bool:
        """Whether this cell goes its own way; offices differ in how often theirs do."""
        return self.rnd.random() < share * self.habits.dirt

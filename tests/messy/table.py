"""One table of a ledger while it is written, and what its office puts between the rows of children."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.messy import fillings
from tests.messy.grid import Grid
from tests.messy.header import Column, Header
from tests.messy.pen import Pen
from tests.messy.truth import RowTruth, SheetTruth
from tests.messy.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Customs:
    """What an office puts between the rows of children; drawn once for a ledger."""

    sections: bool
    subtotals: bool
    repeat_every: int
    blanks: float
    prenumbered: int
    total: bool
    notes: int
    signers: bool
    hidden: float
    struck: float
    red: float
    comments: float
    unnamed: bool
    twice: float
    mixed_members: bool


def customs(rnd: random.Random) -> Customs:
    """The customs of one office."""
    return Customs(
        sections=rnd.random() < 0.08,
        subtotals=rnd.random() < 0.15,
        repeat_every=rnd.choice((12, 18, 25)) if rnd.random() < 0.12 else 0,
        blanks=0.05 if rnd.random() < 0.12 else 0.0,
        prenumbered=rnd.randrange(3, 15) if rnd.random() < 0.15 else 0,
        total=rnd.random() < 0.3,
        notes=rnd.choice((0, 0, 0, 1, 1, 2)),
        signers=rnd.random() < 0.35,
        hidden=0.05 if rnd.random() < 0.1 else 0.0,
        struck=0.06 if rnd.random() < 0.12 else 0.0,
        red=0.06 if rnd.random() < 0.08 else 0.0,
        comments=0.04 if rnd.random() < 0.15 else 0.0,
        unnamed=rnd.random() < 0.06,
        twice=0.5 if rnd.random() < 0.06 else 0.0,
        mixed_members=rnd.random() < 0.5,
    )


@dataclass(slots=True)
class Table:
    """One table being written into a grid."""

    grid: Grid
    header: Header
    truth: SheetTruth
    pen: Pen
    words: Vocabulary
    customs: Customs
    header_row: int
    block: int = 0
    count: int = 0
    styles: dict[int, str] = field(default_factory=dict)
    last: RowTruth | None = None

    @property
    def left(self) -> int:
        """The first column of the table."""
        return self.header.columns[0].truth.index

    @property
    def right(self) -> int:
        """The last column of the table."""
        return self.header.columns[-1].truth.index

    def filling(self, column: Column) -> str:
        """The style of a column that is no field."""
        at = column.truth.index
        if at not in self.styles:
            self.styles[at] = fillings.style_of(random.Random(f"{self.words.seed}/{at}"), column.truth.kind)
        return self.styles[at]

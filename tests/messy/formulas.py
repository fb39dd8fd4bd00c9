"""Columns that were formulas: a program saved the file without their results, or what they sought is gone."""

from __future__ import annotations

import random
from dataclasses import replace

from tests.messy import ticked
from tests.messy.grid import Cell
from tests.messy.table import Table
from tests.messy.truth import Want

KEEPING_NONE = frozenset(("openpyxl", "spreadsheetml", "ods"))
"""Kinds of file that can hold a formula without its result."""
FIELDS = frozenset("row.number child.age child.birth child.sex child.nation child.school child.grade".split())
"""What an office has its table compute, or look up in another one. Extras are looked up too."""
ERRORS = ("#N/A", "#REF!", "#VALUE!")
SHARE, SHARE_KEEPING_NONE = 0.12, 0.45
"""How many ledgers have such a column."""


def lose(table: Table, seed: str, kind: str) -> None:
    """Puts formulas without a result, or errors, into a column from some row on: nothing of it is there."""
    rnd = random.Random(f"{seed}/formulas")
    fields = [
        c
        for c in table.header.columns
        if c.key in FIELDS or (c.key.startswith("x:") and not c.key.startswith(ticked.KEY))
    ]
    if rnd.random() >= (SHARE_KEEPING_NONE if kind in KEEPING_NONE else SHARE) or not fields:
        return
    column = rnd.choice(fields)
    lost = kind in KEEPING_NONE and rnd.random() < 0.8
    form, words = ("formula", "=VLOOKUP(A1,Sheet9!A:C,2,0)") if lost else ("error", rnd.choice(ERRORS))
    at = column.truth.index
    rows = [row for row in table.truth.rows if row.block == table.block]
    for row in rows[rnd.choice((0, 0, len(rows) // 2)) :]:
        if (row.row, at) not in table.grid.cells and rnd.random() < 0.5:
            continue
        table.grid.cells[row.row, at] = Cell(words, form)
        if at in row.wants:
            want = row.wants[at]
            row.wants[at] = replace(Want(want.values), asks=True, optional=True, why=f"{form} in the cell")

"""Notes (批注) that somebody hung on cells: beside children, on headers, below the list."""

from __future__ import annotations

import random

from tests.messy.table import Table

SHARE = 0.3
"""How many ledgers have some."""
WORDS = (
    "电话打不通，待核",
    "下月转学",
    "奶奶住院",
    "生日按户口本",
    "父亲过年才回",
    "已和家长核对",
    "名字有误？",
)
ELSEWHERE = ("按户口本填", "数字和民政对过", "旧表")


def hang(table: Table, seed: str) -> None:
    """Hangs notes on some cells of the children's rows, and one on a header or below everything."""
    rnd = random.Random(f"{seed}/notes/{table.block}")
    rows = [row for row in table.truth.rows if row.block == table.block]
    if random.Random(f"{seed}/notes").random() >= SHARE or not rows:
        return
    for row in rnd.sample(rows, min(len(rows), rnd.randrange(1, 6))):
        place = row.row, rnd.choice(table.header.columns).truth.index
        if place not in table.grid.comments and place in table.grid.cells:
            table.grid.comments[place] = rnd.choice(WORDS)
            row.notes = (*row.notes, table.grid.comments[place])
    if not table.block and rnd.random() < 0.5:
        place = rnd.choice(list(table.grid.cells)[:9])
        below = table.grid.last_row + rnd.randrange(1, 9), rnd.randrange(table.left, table.right + 1)
        if place[0] < rows[0].row:
            table.grid.comments[rnd.choice((place, below))] = rnd.choice(ELSEWHERE)


def forget_covered(table: Table) -> None:
    """Nothing hangs on a cell that a merge covers, nor stays there when a program merges."""
    for top, left, bottom, right in table.grid.merges:
        for place in [p for p in table.grid.comments if top <= p[0] <= bottom and left <= p[1] <= right]:
            if place != (top, left):
                words = table.grid.comments.pop(place)
                for row in table.truth.rows:
                    if row.row == place[0] and words in row.notes:
                        at = row.notes.index(words)
                        row.notes = (*row.notes[:at], *row.notes[at + 1 :])
                        break

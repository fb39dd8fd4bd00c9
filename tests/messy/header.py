"""Lays out the header of a ledger: one to three lines, merged or not, with units and numbers below."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.messy import ticked
from tests.messy.grid import Grid
from tests.messy.recipes import Entry, Recipe
from tests.messy.truth import MEMBER, ColumnTruth
from tests.messy.vocabulary import Vocabulary

KIN = ("father", "mother", "guardian")
BARE = frozenset("name id_number phone relation work_place status health education".split())
CHILD_PHONE_ELSEWHERE = frozenset(("guardian.phone",))
ALSO = {
    "child.village_group": frozenset(("household.village_group",)),
    "child.live_address": frozenset(("household.address",)),
    "child.poverty": frozenset(("household.poverty",)),
}
ALSO_EXTRA = {
    "是否留守儿童": "child.categories", "是否孤儿": "child.categories", "是否困境儿童": "child.categories",
    "是否事实无人抚养": "child.categories", "是否随迁子女": "child.categories",
    "是否进城务工人员随迁子女": "child.categories", "是否单亲": "child.categories child.family_type",
    "是否低保": "child.poverty child.relief", "是否脱贫户": "child.poverty child.relief",
    "是否残疾": "child.health", "是否残疾幼儿": "child.health", "是否患有重病": "child.health child.illness",
    "最近走访日期": "visit.date", "走访时间": "visit.date", "走访记录": "visit.living visit.opinion",
    "走访情况": "visit.living visit.opinion", "户口所在地行政区划": "child.hukou_address",
}  # fmt: skip
"""Columns that are no field of their own, and the fields that a careful person could put them in."""


@dataclass(slots=True)
class Column:
    """One column before it is written: its words, level by level, and its truth."""

    key: str
    group: str
    words: tuple[str, ...]
    truth: ColumnTruth


@dataclass(slots=True)
class Header:
    """The columns of one table, in order, with `spacers` (empty columns) among them."""

    depth: int
    columns: list[Column] = field(default_factory=list)
    merged: bool = True

    @property
    def fields(self) -> frozenset[str]:
        """The fields of the columns."""
        return frozenset(column.truth.field for column in self.columns if column.truth.field)


def compose(rnd: random.Random, words: Vocabulary, recipe: Recipe, first: int) -> Header:
    """Chooses the words of every column. `first` is the index of the first column."""
    words.begin_sheet()
    header = Header(recipe.depth, merged=rnd.random() < 0.75)
    groups = {group: words.one("GROUPS", group) for _, group in recipe.entries if group}
    family = words.one("GROUPS", "family")
    members = words.members()
    at = first
    previous: Entry | None = None
    spacers = rnd.random() < 0.1
    for key, group in recipe.entries:
        if key.startswith("x:") and not words.choices("EXTRAS", key[2:]):
            continue
        if spacers and previous is not None and group != previous[1] and rnd.random() < 0.5:
            at += 1
        bare, word = _word(rnd, words, recipe, key, group, previous, members)
        path = [word]
        if recipe.depth > 1 and group:
            path = [groups[group], word]
        if recipe.depth == 3 and group in ("father", "mother"):
            path = [family, *path]
        header.columns.append(Column(key, group, tuple(path), _truth(at, key, path, recipe, bare=bare)))
        at += 1
        previous = (key, group)
    return header


def _word(
    rnd: random.Random,
    words: Vocabulary,
    recipe: Recipe,
    key: str,
    group: str,
    previous: Entry | None,
    members: tuple[str, str],
) -> tuple[bool, str]:
    """(whether only its surroundings explain it, the word of the lowest line)."""
    record, _, attribute = key.partition(".")
    if key.startswith("x:"):
        return False, words.one("EXTRAS", key[2:])
    if record in ("m1", "m2"):
        return False, members[int(record[1]) - 1] + words.any("BARE", attribute)
    if record in KIN and attribute in BARE:
        if recipe.depth > 1 and group == record:
            return True, words.any("BARE", attribute)
        beside = previous is not None and previous[0].partition(".")[0] == record
        if beside and attribute in ("phone", "id_number") and rnd.random() < 0.2:
            return True, words.any("BARE", attribute)
    return False, words.one("HEADERS", key)


def _truth(index: int, key: str, path: list[str], recipe: Recipe, *, bare: bool) -> ColumnTruth:
    record, _, attribute = key.partition(".")
    keys = {entry[0] for entry in recipe.entries}
    if key.startswith("x:"):
        if key.startswith(ticked.KEY):
            return ColumnTruth(index, tuple(path), "child.categories", "tick")
        also = frozenset(ALSO_EXTRA.get(path[-1], "").split())
        return ColumnTruth(index, tuple(path), None, key[2:], also, empty=key == "x:empty")
    if record in ("m1", "m2"):
        parent = "father" if record == "m1" else "mother"
        others = {f"{kin}.{attribute}" for kin in (*KIN, "member", "member1", "member2", record)}
        return ColumnTruth(index, tuple(path), f"{parent}.{attribute}", MEMBER, frozenset(others))
    also = ALSO.get(key, frozenset())
    if key == "child.phone" and not keys & {f"{kin}.phone" for kin in KIN}:
        also = CHILD_PHONE_ELSEWHERE
    return ColumnTruth(index, tuple(path), key, also=also, bare=bare)


def write(words: Vocabulary, grid: Grid, header: Header, row: int) -> int:
    """Writes the lines of the header from a row on; returns the first row below them."""
    depth = header.depth
    for column in header.columns:
        at, levels = column.truth.index, list(column.words)
        levels[-1] = words.decorated(column.key, levels[-1])
        high = depth - len(levels)
        if len(levels) == 1 and header.merged:
            grid.put(row, at, levels[0], bold=True)
            grid.merge(row, at, row + depth - 1, at)
        elif len(levels) == 1:
            # in the lower line it would seem to belong to the group at its left
            grid.put(row, at, levels[0], bold=True)
        else:
            for level, word in enumerate(levels):
                if level == len(levels) - 1 or _begins(header, column, level):
                    grid.put(row + high * (level > 0) + level, at, word, bold=True)
    if header.merged:
        _merge_groups(grid, header, row)
    return row + depth


def _begins(header: Header, column: Column, level: int) -> bool:
    """Whether a column is the first of its group on this level."""
    before = [one for one in header.columns if one.truth.index == column.truth.index - 1]
    return not before or before[0].words[: level + 1] != column.words[: level + 1]


def _merge_groups(grid: Grid, header: Header, row: int) -> None:
    """Joins the upper cells over the columns of one group; lower groups of three lines too."""
    for level in range(header.depth - 1):
        run: list[Column] = []
        for column in [*header.columns, None]:
            same = (
                column is not None
                and run
                and len(column.words) > level + 1
                and len(run[0].words) > level + 1
                and column.words[: level + 1] == run[0].words[: level + 1]
                and column.truth.index == run[-1].truth.index + 1
            )
            if same and column is not None:
                run.append(column)
                continue
            _merge_run(grid, header, run, level, row)
            run = [column] if column is not None and len(column.words) > level + 1 else []


def _merge_run(grid: Grid, header: Header, run: list[Column], level: int, row: int) -> None:
    if not run:
        return
    high = header.depth - len(run[0].words)
    first, last = run[0].truth.index, run[-1].truth.index
    top = row + (high if level else 0) + level
    bottom = row + high if level == 0 else top
    grid.merge(top, first, bottom, last)


def below(rnd: random.Random, grid: Grid, header: Header, row: int) -> tuple[int, ...]:
    """Writes a line of numbers or units under the header, sometimes; returns the rows that they take."""
    made: list[int] = []
    part = rnd.random()
    if part < 0.1:
        style = rnd.choice(("{}", "{}", "（{}）", "甲"))
        for number, column in enumerate(header.columns, 1):
            said = (
                style.format(number)
                if style != "甲"
                else ("甲乙丙丁"[number - 1] if number < 4 else str(number - 3))
            )
            grid.put(row, column.truth.index, int(said) if said.isdecimal() else said)
        made.append(row)
    elif part < 0.15:
        units = {"child.age": "岁", "child.amount": "元", "household.size": "人", "x:number": "元"}
        for column in header.columns:
            grid.put(row, column.truth.index, units.get(column.key, ""))
        if any(column.key in units for column in header.columns):
            made.append(row)
    return tuple(made)


def repeat(grid: Grid, header: Header, first: int, row: int) -> None:
    """Copies the header's lines to a later row, as where a printed page begins."""
    for offset in range(header.depth):
        for column in header.columns:
            cell = grid.cells.get((first + offset, column.truth.index))
            if cell is not None:
                grid.cells[row + offset, column.truth.index] = cell
    for top, left, bottom, right in list(grid.merges):
        if first <= top and bottom < first + header.depth and left >= header.columns[0].truth.index:
            grid.merge(top - first + row, left, bottom - first + row, right)

"""Puts a whole ledger together: form, habits, people, sheets, kind of file; and its truth."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tests.messy import (
    body,
    formulas,
    habits,
    hanging,
    header,
    interludes,
    kinds,
    people,
    recipes,
    strangers,
    table,
    ticked,
    writers,
)
from tests.messy.frame import Frame
from tests.messy.grid import Grid
from tests.messy.header import Header
from tests.messy.pen import Pen
from tests.messy.people import Family
from tests.messy.recipes import Recipe
from tests.messy.table import Customs, Table
from tests.messy.truth import MEMBER, MIXED, ColumnTruth, SheetTruth, Truth
from tests.messy.vocabulary import Vocabulary

STRANGER_SHARE = 0.07
"""How many ledgers list no child at all."""


@dataclass(slots=True)
class Office:
    """What is the same in every file of one township: form, words, habits, customs, kind of file."""

    seed: str
    unseen: bool
    recipe: Recipe
    words: Vocabulary
    habits: habits.Habits
    customs: Customs
    frame: Frame
    kind: str
    by_group: bool
    by_kind: bool
    groups: tuple[str, ...]
    uyghur: float
    sheet_name: str
    beside: tuple[str, ...]
    hidden_column: bool
    dragged: bool


@dataclass(slots=True)
class Book:
    """A workbook being put together."""

    rnd: random.Random
    place: Office
    truth: Truth
    grids: list[Grid] = field(default_factory=list)


def office(seed: int, *, unseen: bool) -> Office:
    """The township of a seed."""
    key = f"{'unseen' if unseen else 'seen'}/{seed}"
    rnd = random.Random(f"{key}/office")
    words = Vocabulary(key, unseen=unseen)
    recipe = recipes.choose(rnd, unseen=unseen)
    cut = kinds.is_cut(key)
    if not cut:
        ticked.with_ticks(recipe, key)
    kind = str(people.weighted(rnd, writers.KINDS))
    by_group = recipe.blocks == 1 and kind not in writers.SINGLE and rnd.random() < 0.1
    groups = words.any("FRAME", "groups_named").split(",")[: rnd.randrange(3, 7)]
    beside: list[str] = []
    if kind not in writers.SINGLE and rnd.random() < 0.22:
        beside = rnd.sample(sorted(strangers.BESIDE), rnd.choice((1, 1, 2)))
    return Office(
        key,
        unseen,
        recipe,
        words,
        habits.draw(rnd),
        table.customs(rnd),
        Frame(key, words),
        kind,
        by_group,
        not by_group and recipe.blocks == 1 and kind not in writers.SINGLE and cut,
        tuple(groups),
        uyghur=rnd.choice((0.0, 0.0, 0.0, 0.0, 0.1, 0.8)),
        sheet_name=words.any("FRAME", "sheets"),
        beside=tuple(beside),
        hidden_column=rnd.random() < 0.08,
        dragged=rnd.random() < 0.05,
    )


def make(seed: int, *, unseen: bool, village: int = 0) -> tuple[bytes, str, Truth]:
    """(bytes, suffix, truth) of the ledger of a seed. Another village: same office, other people."""
    rnd = random.Random(f"{'unseen' if unseen else 'seen'}/{seed}/village {village}")
    if random.Random(f"stranger/{unseen}/{seed}").random() < STRANGER_SHARE:
        return _stranger(rnd, seed, unseen=unseen)
    place = office(seed, unseen=unseen)
    book = Book(rnd, place, Truth(seed, unseen, place.recipe.style, place.kind))
    if place.by_group:
        _by_group(book)
    elif place.by_kind:
        _by_kind(book)
    else:
        children = rnd.choice((6, 10, 15, 20, 30, 45))
        families = people.families(rnd, children, place.groups, uyghur=place.uyghur)
        _sheet(book, place.recipe, place.sheet_name, families)
    _beside(book)
    data, suffix = writers.write(book.grids, place.kind, random.Random(f"{place.seed}/file"))
    return data, suffix, book.truth


def _stranger(rnd: random.Random, seed: int, *, unseen: bool) -> tuple[bytes, str, Truth]:
    style = rnd.choice(sorted(strangers.KINDS))
    grid = Grid("Sheet1")
    strangers.KINDS[style](rnd, grid)
    kind = "xlsx" if style == "empty" else str(people.weighted(rnd, writers.KINDS))
    truth = Truth(seed, unseen, style, kind, [SheetTruth("Sheet1", is_roster=False, why_not=style)])
    data, suffix = writers.write([grid], kind, rnd)
    return data, suffix, truth


# ── sheets ──────────────────────────────────────────────────────────────────────────────────────────────


def _by_group(book: Book) -> None:
    """One sheet for each village group; from sheet to sheet the columns drift."""
    place = book.place
    drift = random.Random(f"{place.seed}/drift")
    for number, group in enumerate(place.groups):
        recipe = place.recipe if number == 0 else _drifted(drift, place.recipe)
        families = people.families(book.rnd, book.rnd.randrange(3, 14), (group,), uyghur=place.uyghur)
        _sheet(book, recipe, group, families, group=group)


def _by_kind(book: Book) -> None:
    """One sheet for each kind of children, each with columns of its own; some children stand in two."""
    place, rnd = book.place, book.rnd
    families = people.families(rnd, rnd.choice((8, 12, 20)), place.groups, uyghur=place.uyghur)
    shape = random.Random(f"{place.seed}/columns of kinds")
    for number, part in enumerate(kinds.parts(place.seed, rnd, families, unseen=place.unseen)):
        other = recipes.choose(shape, unseen=place.unseen)
        _sheet(book, kinds.recipe(number, place.recipe, other), part.name, part.families)


def _drifted(rnd: random.Random, recipe: Recipe) -> Recipe:
    entries = list(recipe.entries)
    fixed = {"child.name", "child.id_number", "guardian.name", "child.birth"}
    if rnd.random() < 0.5:
        loose = [e for e in entries if e[0] not in fixed and not e[0].startswith("m")]
        if len(loose) > 3:
            entries.remove(rnd.choice(loose))
    if rnd.random() < 0.4:
        at = rnd.randrange(len(entries) - 1)
        if entries[at][1] == entries[at + 1][1]:
            entries[at], entries[at + 1] = entries[at + 1], entries[at]
    if rnd.random() < 0.4:
        entries.append((rnd.choice(recipes.EXTRAS), ""))
    return replace(recipe, entries=entries)


def _sheet(book: Book, recipe: Recipe, name: str, families: Sequence[Family], group: str = "") -> None:
    place = book.place
    grid, sheet = Grid(name), SheetTruth(name, is_roster=True)
    headers = _headers(random.Random(f"{place.seed}/shape/{group}"), place, recipe)
    row = below = place.frame.write(book.rnd, grid, headers[-1].columns[-1].truth.index, group)
    for one in headers:
        below = header.write(place.words, grid, one, row)
    under = () if len(headers) > 1 else header.below(random.Random(place.seed), grid, headers[0], below)
    sheet.header_rows, sheet.under_rows = tuple(range(row, below)), under
    first = below + len(under)
    flat = place.kind in writers.FLAT
    tables = [
        Table(
            grid,
            one,
            sheet,
            Pen(book.rnd, place.habits, flat, one.fields),
            place.words,
            place.customs,
            row,
            at,
        )
        for at, one in enumerate(headers)
    ]
    if len(tables) == 1:
        _one(tables[0], families, first, dragged=place.dragged)
    else:
        _several(tables, families, first)
    _finish(place, tables, first)
    named = "" if place.kind in writers.FLAT else name  # no such file keeps the name of a sheet
    sheet.kind = None if place.by_kind else place.frame.lists(named)
    book.grids.append(grid)
    book.truth.sheets.append(sheet)


def _headers(shape: random.Random, place: Office, recipe: Recipe) -> list[Header]:
    """The header of each block; blocks side by side bear the same words, a column apart or not."""
    first = header.compose(shape, place.words, recipe, place.frame.offset_columns)
    made = [first]
    gap = shape.choice((0, 0, 1))
    for _ in range(recipe.blocks - 1):
        offset = made[-1].columns[-1].truth.index + 1 + gap - first.columns[0].truth.index
        columns = [
            replace(one, truth=replace(one.truth, index=one.truth.index + offset)) for one in first.columns
        ]
        made.append(Header(first.depth, columns, first.merged))
    return made


def _one(made: Table, families: Sequence[Family], first: int, *, dragged: bool) -> None:
    row = body.write(made, families, first)
    if dragged:
        body.drag_filled(made)
    if made.customs.twice and families:
        row = _twice(made, families, row)
    interludes.close(made, row)


def _twice(made: Table, families: Sequence[Family], row: int) -> int:
    """Somebody is listed a second time at the end."""
    family = families[0]
    facts = family.kids[0]
    if facts["child.id_number"] and "child.id_number" in made.header.fields:
        body.child(made, facts, f"{family.index}/{facts['child.name']}", row)
        return row + 1
    return row


def _several(tables: Sequence[Table], families: Sequence[Family], first: int) -> None:
    """Fills the left block to the bottom of the page, then the next."""
    kids = [(family, facts) for family in families for facts in family.kids]
    high = -(-len(kids) // len(tables))
    for number, (family, facts) in enumerate(kids):
        made = tables[number // high]
        made.count = number
        body.child(made, facts, f"{family.index}/{facts['child.name']}", first + number % high)
    tables[0].count = len(kids)
    last = first + high
    if tables[0].customs.total:
        interludes.total(tables[0], last)


def _finish(place: Office, tables: Sequence[Table], first: int) -> None:
    grid, sheet = tables[0].grid, tables[0].truth
    for made in tables:
        formulas.lose(made, place.seed, place.kind)
        hanging.hang(made, f"{place.seed}/{grid.name}")
        hanging.forget_covered(made)
        body.note_empty_columns(made)
        sheet.columns += [_member(column.truth, tables[0].customs) for column in made.header.columns]
    if tables[0].customs.unnamed and len(tables) == 1:
        body.note_unnamed(tables[0])
    if place.hidden_column and len(tables) == 1:
        _hide_column(place, grid, sheet)
    if place.kind in writers.MARKING:
        for row in sheet.rows:
            row.mark = "struck" if row.row in grid.struck else "red" if row.row in grid.red else ""
    if place.kind in writers.NOTING:
        sheet.notes = len(grid.comments)
    else:
        for row in sheet.rows:
            row.notes = ()
    sheet.row_cells = grid.filled()
    sheet.cells = sum(number for row, number in sheet.row_cells.items() if row >= first)
    sheet.rows.sort(key=lambda row: (row.row, row.block))


def _member(column: ColumnTruth, customs: Customs) -> ColumnTruth:
    """A member column in which anybody may stand belongs to no parent."""
    if column.kind != MEMBER or not customs.mixed_members or column.field is None:
        return column
    return replace(column, kind=MIXED, field=f"guardian.{column.field.partition('.')[2]}")


def _hide_column(place: Office, grid: Grid, sheet: SheetTruth) -> None:
    """Somebody hid a column before printing; what is in it stays true."""
    rnd = random.Random(f"{place.seed}/hidden")
    at = rnd.randrange(len(sheet.columns))
    if sheet.columns[at].field == "child.name":
        return
    grid.hidden_columns.add(sheet.columns[at].index)
    sheet.columns[at] = replace(sheet.columns[at], hidden=True)


def _beside(book: Book) -> None:
    """Sheets that list nobody, before or after the roster."""
    rnd, kind = book.rnd, book.place.kind
    for name in book.place.beside:
        hides = name == "数据字典" and kind not in ("html", "ods")
        grid = Grid(name, hidden=hides)
        strangers.BESIDE[name](rnd, grid)
        if not grid.cells and kind == "html":
            continue
        at = len(book.grids) if rnd.random() < 0.5 and kind != "html" else 0
        book.grids.insert(at, grid)
        book.truth.sheets.insert(at, SheetTruth(name, is_roster=False, why_not=name, hidden=hides))

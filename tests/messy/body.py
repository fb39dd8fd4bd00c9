"""Writes the rows of children into a table, with merged cells, 同上, hidden and struck out rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from tests.messy import dirt, fillings, interludes, ticked
from tests.messy.grid import shown
from tests.messy.header import Column
from tests.messy.people import OTHER_VILLAGES, Facts, Family
from tests.messy.table import Table
from tests.messy.truth import ColumnTruth, RowTruth, Want

DITTO = frozenset(
    "household.head child.live_address guardian.name guardian.phone father.name mother.name".split()
)
MERGED = frozenset(
    "household.head household.number household.size child.live_address guardian.name guardian.phone"
    " father.name mother.name child.village_group".split()
)
LOST = frozenset(("formula", "error"))
"""Forms of cells in which nothing can be read."""
MEMBER_ORDERS = (("father", "mother"), ("mother", "father"), ("guardian", "father"), ("father", "guardian"))


def write(table: Table, families: Sequence[Family], row: int) -> int:
    """Writes all families from a row on; returns the first free row."""
    group, in_group = "", 0
    since_header = 0
    for family in families:
        if family.group != group:
            row = interludes.close_group(table, in_group, row) if group else row
            group, in_group = family.group, 0
            if table.customs.sections:
                row = interludes.section(table, group, row)
        first = row
        for facts in family.kids:
            if table.customs.repeat_every and since_header >= table.customs.repeat_every:
                row, since_header = interludes.repeat_header(table, row), 0
                first = row
            if table.customs.blanks and table.pen.rnd.random() < table.customs.blanks:
                row += 1
                first = row
            child(table, facts, f"{family.index}/{facts['child.name']}", row)
            row += 1
            since_header += 1
            in_group += 1
        _merge_family(table, first, row - 1)
    return interludes.close_group(table, in_group, row)


# ── a child ─────────────────────────────────────────────────────────────────────────────────────────────


def child(table: Table, facts: Facts, identity: str, row: int) -> RowTruth:
    """Writes one child's row."""
    table.count += 1
    truth = RowTruth(row, identity, facts=dict(facts), block=table.block)
    people = _members(table, facts)
    truth.members = people
    for column in table.header.columns:
        _cell(table, truth, column, people)
    _marks(table, truth)
    table.truth.rows.append(truth)
    table.last = truth
    return truth


def _cell(table: Table, truth: RowTruth, column: Column, people: tuple[dict[str, str], ...]) -> None:
    at, pen, facts = column.truth.index, table.pen, truth.facts
    record, _, attribute = column.key.partition(".")
    if column.key == "row.number":
        table.grid.put(truth.row, at, table.count)
        return
    if column.key.startswith(ticked.KEY):
        kind = column.key.removeprefix(ticked.KEY)
        entries = [(one.key, one.group) for one in table.header.columns]
        said, truth.wants[at] = ticked.written(table.words.seed, kind, entries, facts)
        table.grid.put(truth.row, at, said)
        return
    if column.key.startswith("x:"):
        value = fillings.fill(
            pen.rnd, column.truth.kind, column.words[-1], facts, style=table.filling(column)
        )
        table.grid.put(truth.row, at, value, "iso" if table.filling(column) == "cell" else "")
        return
    if record in ("m1", "m2"):
        person = people[int(record[1]) - 1]
        table.grid.put(truth.row, at, person.get(attribute, ""), "text")
        return
    if record == "place":
        _place(table, truth, column)
        return
    written = dirt.write(pen, column.key, facts)
    want = written.want
    value, form = written.value, written.form
    if _may_repeat(table, truth, column):
        said = pen.rnd.choice(("同上", "同上", "〃", "″"))
        value, form, want = said, "", replace(_above(table, at), why="同上")
    table.grid.put(truth.row, at, value, form)
    truth.wants[at] = want


def _above(table: Table, at: int) -> Want:
    assert table.last is not None
    return table.last.wants[at]


def _may_repeat(table: Table, truth: RowTruth, column: Column) -> bool:
    """Whether the cell may say 同上: the row above has the same fact, plainly written."""
    last, at = table.last, column.truth.index
    if not table.pen.habits.ditto or column.key not in DITTO or last is None or last.row != truth.row - 1:
        return False
    fact = truth.facts.get(column.key)
    above = last.wants.get(at)
    plain = above is not None and fact in above.values and not above.asks and not above.kept
    return bool(fact) and plain and last.facts.get(column.key) == fact and table.pen.rnd.random() < 0.5


def _place(table: Table, truth: RowTruth, column: Column) -> None:
    places = {"province": "湖北省", "city": "恩施州", "county": "利川市"}
    attribute = column.key.partition(".")[2]
    said = truth.facts.get(column.key) or places.get(attribute, "")
    if attribute == "village" and table.pen.often(0.004):
        said = table.pen.rnd.choice(OTHER_VILLAGES)
        truth.wants[column.truth.index] = Want((said,), asks=True, why="another village")
    table.grid.put(truth.row, column.truth.index, said)
    truth.wants.setdefault(column.truth.index, Want((said,) if said else ()))


def _members(table: Table, facts: Facts) -> tuple[dict[str, str], ...]:
    """The two people of a school register: always father and mother, or whoever is at hand."""
    if not any(column.key.startswith("m1.") for column in table.header.columns):
        return ()
    order = table.pen.rnd.choice(MEMBER_ORDERS) if table.customs.mixed_members else MEMBER_ORDERS[0]
    if facts["guardian.name"] in (facts["father.name"], facts["mother.name"]):
        order = ("father", "mother")
    keys = ("name", "relation", "phone", "id_number")
    return tuple({key: facts.get(f"{record}.{key}", "") for key in keys} for record in order)


def _marks(table: Table, truth: RowTruth) -> None:
    """Rows that are hidden, struck out, red, or bear a comment."""
    rnd, grid, customs_ = table.pen.rnd, table.grid, table.customs
    if rnd.random() < customs_.hidden:
        grid.hidden_rows.add(truth.row)
        truth.hidden = True
    if rnd.random() < customs_.struck:
        grid.struck.add(truth.row)
    elif rnd.random() < customs_.red:
        grid.red.add(truth.row)
    if rnd.random() < customs_.comments:
        words = rnd.choice(("已和家长核对", "电话打不通，待核", "下月转学"))
        grid.comments[truth.row, table.left] = words
        truth.notes = (words,)
    if customs_.unnamed and rnd.random() < 0.3:
        grid.put(truth.row, table.right + 1, rnd.choice(("已转学", "待核实", "√", "新增")))


def _merge_family(table: Table, first: int, last: int) -> None:
    """Joins what brothers and sisters share, where the office does that."""
    if not table.pen.habits.merged or last <= first or table.block:
        return
    rows = [row for row in table.truth.rows if first <= row.row <= last and row.block == table.block]
    if len(rows) != last - first + 1:
        return
    for column in table.header.columns:
        at = column.truth.index
        shared = {row.facts.get(column.key) for row in rows}
        if column.key not in MERGED or len(shared) != 1 or not rows[0].wants.get(at, Want()).values:
            continue
        above = rows[0].wants[at]
        for row in rows[1:]:
            table.grid.cells.pop((row.row, at), None)
            # without merges (csv) nothing tells the blank below from one that was left out
            row.wants[at] = replace(above, optional=above.optional or table.pen.flat, kept=(), why="merged")
        table.grid.merge(first, at, last, at)
        table.truth.spread += 0 if (first, at) not in table.grid.cells else last - first


def drag_filled(table: Table) -> None:
    """Somebody pulled the first birthday down: every row below counts one day further."""
    column = next((c for c in table.header.columns if c.key == "child.birth"), None)
    rows = [row for row in table.truth.rows if row.block == table.block]
    numbers = next((c.truth.index for c in table.header.columns if c.key == "child.id_number"), None)
    if column is None or numbers is None or len(rows) < 5:
        return
    at = column.truth.index
    first = table.grid.cells.get((rows[0].row, at))
    if first is None or not isinstance(first.value, date):
        return
    for offset, row in enumerate(rows[1:5], 1):
        pulled = first.value + timedelta(offset)
        table.grid.put(row.row, at, pulled, first.form)
        right = row.facts["child.birth"]
        known = row.wants.get(numbers, Want()).values
        same = right == pulled.isoformat()
        asks = bool(known) and not same
        row.wants[at] = Want(
            (right, pulled.isoformat()), asks=asks, why="drag-filled", against="child.id_number"
        )


def note_empty_columns(table: Table) -> None:
    """Marks the columns in which no child has anything."""
    for column in list(table.header.columns):
        at = column.truth.index
        cells = (table.grid.cells.get((row.row, at)) for row in table.truth.rows)
        if not any(shown(cell).strip() and cell and cell.form not in LOST for cell in cells):
            column.truth = replace(column.truth, empty=True)


def note_unnamed(table: Table) -> None:
    """The column without a word above it, right of the table, where somebody made marks."""
    at = table.right + 1
    empty = not any((row.row, at) in table.grid.cells for row in table.truth.rows)
    table.truth.columns.append(ColumnTruth(at, ("",), None, "unnamed", empty=empty))

"""Brings any ledger workbook in through a plan: what would be added, changed, left the same, or not taken."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from childdesk.desk import backups, family, sameness
from childdesk.desk.import_items import Items
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.duplicates import Match, Verdict
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.progress import Progress, Silent
from childdesk.files import columns as columns_
from childdesk.files import layout, values
from childdesk.files.read import read_workbook
from childdesk.files.sheets import Cell, Sheet
from childdesk.store import reader

MEMORY = "import.memory"
"""The setting that keeps which header means which field, for the next file of the same township."""
NOT_KEPT = frozenset(("row.number",))
"""Recognised columns that are no fact about a child; their cells are listed once as not kept."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know about a cell or row. `row` is the sheet's own number; `column` counts from 0."""

    row: int
    column: int | None
    level: str
    text: str
    was: str = ""
    became: str = ""


@dataclass(slots=True)
class RowPlan:
    """What would happen with one row."""

    row: int
    outcome: str
    child: str
    name: str
    ops: list[Op] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class SheetPlan:
    """What would happen with one sheet. Rows in = added + changed + same + rejected."""

    name: str
    is_roster: bool
    why_not: str
    header_rows: tuple[int, ...]
    columns: tuple[columns_.Column, ...]
    rows: list[RowPlan] = field(default_factory=list)
    issues: list[Remark] = field(default_factory=list)
    stored: int = 0
    extra: int = 0
    listed: int = 0

    def count(self, outcome: str) -> int:
        """How many rows have this outcome: add, change, same or reject."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def added(self) -> int:
        """Rows that make a new file."""
        return self.count("add")

    @property
    def changed(self) -> int:
        """Rows that change a file."""
        return self.count("change")

    @property
    def same(self) -> int:
        """Rows in which nothing is new."""
        return self.count("same")

    @property
    def rejected(self) -> int:
        """Rows that are not taken in, each with its reason among the issues."""
        return self.count("reject")


@dataclass(slots=True)
class ImportPlan:
    """The plan of a whole workbook. Applying it writes one entry."""

    file: str
    sheets: list[SheetPlan] = field(default_factory=list)
    items: list[Op] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)

    def ops(self) -> list[Op]:
        """Everything to be written: items first, then row by row."""
        rows = [op for sheet in self.sheets for row in sheet.rows for op in row.ops]
        return [*self.items, *rows] if rows else []

    @property
    def waits(self) -> bool:
        """Whether something waits for a person: a row not taken, a value to look at, an open column."""
        return any(
            sheet.rejected
            or any(remark.level in ("impossible", "doubtful") for remark in sheet.issues)
            or any(column.decided == "ask" for column in sheet.columns)
            for sheet in self.sheets
        )


def plan(
    session: Session,
    path: Path,
    *,
    only: str = "",
    answers: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> ImportPlan:
    """Reads a workbook and says what importing it would do; nothing is written.

    `only` names one sheet. `answers` maps a header path to a field (`record.key`), to "extra" or to "drop".
    Raises Refused when the file is no workbook or no sheet of it is a roster of children.
    """
    session.require(Right.IMPORT)
    watch = progress or Silent()
    book = read_workbook(path, watch)
    chosen = [sheet for sheet in book.sheets if not only or sheet.name == only]
    if not chosen:
        names = "、".join(sheet.name for sheet in book.sheets)
        raise Refused(f"没有叫“{only}”的表页。有：{names}", "sheet")
    made = ImportPlan(path.name, answers=dict(answers or {}))
    planner = _Planner(session, made, watch, path.name)
    for sheet in chosen:
        if sheet.hidden and not only:
            continue
        made.sheets.append(planner.sheet(sheet))
    made.items = planner.items.ops
    if not any(sheet.is_roster for sheet in made.sheets):
        why = "；".join(dict.fromkeys(sheet.why_not for sheet in made.sheets if sheet.why_not))
        raise Refused(f"这份表里没有儿童名册：{why or '没有内容'}。没有改动")
    return made


def apply(session: Session, made: ImportPlan, progress: Progress | None = None) -> str:
    """Writes a plan as one entry, after a backup; remembers the answers. Returns the entry, or nothing."""
    session.require(Right.IMPORT)
    ops = made.ops()
    if not ops:
        return ""
    if reader.count(session.ledger.connection, "child"):
        backups.make(session, "import", progress)
    written = session.ledger.writer.write(
        "import", session.person, [*ops, *_remembered(session, made)], source=made.file, progress=progress
    )
    return written.entry


def memory(session: Session) -> dict[str, str]:
    """Header path → field, as answered before."""
    for _, raw in reader.everyone(session.ledger.connection, "setting"):
        if raw.get("name") == MEMORY:
            kept: dict[str, str] = json.loads(str(raw["value"]))
            return kept
    return {}


def _remembered(session: Session, made: ImportPlan) -> list[Op]:
    if not made.answers:
        return []
    text = json.dumps({**memory(session), **made.answers}, ensure_ascii=False, sort_keys=True)
    rows = reader.where(session.ledger.connection, "setting", "name", MEMORY)
    if rows:
        return [Set("setting", rows[0], "value", text)]
    return [New("setting", new_id(), {"name": MEMORY, "value": text})]


@dataclass(slots=True)
class _Books:
    """What is kept about one row while it is read: texts by field, columns by field, and each cell's fate."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    extras: dict[str, Scalar] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    cells: set[int] = field(default_factory=set)
    extra: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)


def _read_cell(made: SheetPlan, books: _Books, column: columns_.Column, cell: Cell) -> None:
    """Takes one cell into the row: repaired, or listed with what is wrong."""
    name = str(column.field)
    value = values.read(cell, name)
    if value.problem:
        books.listed.add(column.index)
        made.issues.append(Remark(books.number, column.index, "impossible", value.problem, value.was))
    elif value.was and value.was != value.text:
        made.issues.append(Remark(books.number, column.index, "note", "已整理", value.was, value.text))
    held = books.texts.get(name)
    books.texts[name] = (
        f"{held}、{value.text}" if held and value.text not in ("", held) else value.text or held or ""
    )
    books.places.setdefault(name, column.index)


class _Planner:
    """Plans sheet by sheet, knowing everybody in the ledger and everybody that the plan would add."""

    def __init__(self, session: Session, made: ImportPlan, progress: Progress, source: str) -> None:
        self.session = session
        self.made = made
        self.progress = progress
        self.source = source
        self.register = sameness.Register(session)
        self.households = family.Households(session)
        self.items = Items(session, source)
        self.pending: dict[str, int] = {}
        self.taken: set[str] = set()

    def sheet(self, sheet: Sheet) -> SheetPlan:
        """The plan of one sheet."""
        found = layout.find(sheet)
        if not found.is_roster:
            return SheetPlan(sheet.name, False, found.why_not, found.header_rows, ())
        known = memory(self.session)
        columns = columns_.assign(sheet, found, answers=self.made.answers, memory=known)
        made = SheetPlan(sheet.name, True, "", found.header_rows, columns)
        for number, row in enumerate(found.data_rows):
            if number % 50 == 0:
                self.progress.step(number, len(found.data_rows), f"正在看第{number}行")
            made.rows.append(self._row(sheet, made, row))
        self._column_remarks(made)
        return made

    def _column_remarks(self, made: SheetPlan) -> None:
        """One line for each column whose cells are not kept as they stand, or wait for an answer."""
        for column in made.columns:
            if column.decided == "ask":
                text = f"“{column.header}”是哪一项，请您定；先按补充项目留着"
                made.issues.append(Remark(made.header_rows[-1], column.index, "doubtful", text))
            elif column.field in NOT_KEPT:
                text = f"“{column.header}”是序号，不进档案"
                made.issues.append(Remark(made.header_rows[-1], column.index, "note", text))
            elif column.decided != "extra" and column.field is None and column.extra is None:
                text = f"“{column.header}”按您的意思不要"
                made.issues.append(Remark(made.header_rows[-1], column.index, "note", text))

    def _row(self, sheet: Sheet, made: SheetPlan, number: int) -> RowPlan:
        books = _Books(number)
        for column in made.columns:
            cell = sheet.cell(number, column.index)
            if not cell.text.strip():
                continue
            books.cells.add(column.index)
            if column.field is not None and column.field not in NOT_KEPT:
                _read_cell(made, books, column, cell)
            elif column.field is None and (column.extra is not None or column.decided == "ask"):
                books.extras[self.items.key(column.extra or column.header)] = cell.text.strip()
                books.extra.add(column.index)
            else:
                books.listed.add(column.index)
        settled = self._settled(made, books)
        if settled.outcome == "reject":
            made.listed += len(books.cells)
        else:
            made.listed += len(books.listed)
            made.extra += len(books.extra)
            made.stored += len(books.cells) - len(books.listed) - len(books.extra)
        return settled

    def _settled(self, made: SheetPlan, books: _Books) -> RowPlan:
        row = family.understand(self.session, books.texts)
        for issue in row.issues:
            at = books.places.get(issue.field)
            if at is not None and at not in books.listed:
                books.listed.add(at)
                was = books.texts.get(issue.field, "")
                made.issues.append(Remark(books.number, at, issue.level, issue.text, was))
        name = str(row.child.get("name") or "")
        if not name:
            text = f"第{books.number}行没有姓名，没有收"
            at = books.places.get("child.name")
            made.issues.append(Remark(books.number, at, "impossible", text))
            return RowPlan(books.number, "reject", "", "", texts=books.texts)
        row.values.setdefault("child", {}).update(books.extras)
        self._other_village(made, books.number, books.texts, books.places)
        return self._matched(made, books.number, name, row, books.texts)

    def _other_village(
        self, made: SheetPlan, number: int, texts: Mapping[str, str], places: Mapping[str, int]
    ) -> None:
        village = texts.get("place.village", "").strip()
        unit = self.session.ledger.identity.unit_name
        if village and village not in unit and unit not in village:
            text = f"不是本村：{village}"
            made.issues.append(Remark(number, places["place.village"], "doubtful", text))

    def _matched(
        self, made: SheetPlan, number: int, name: str, row: family.Row, texts: dict[str, str]
    ) -> RowPlan:
        grown_ups = [row.values[record] for record in catalogue.KIN if record in row.values]
        new = sameness.sketch("", row.child, grown_ups)
        matches = [m for m in self.register.matches(new) if m.candidate.id not in self.taken]
        if not matches:
            return self._added(number, name, row, texts)
        first = matches[0]
        if first.verdict is Verdict.SAME:
            return self._same(made, number, name, row, texts, first)
        text = f"可能已有：{first.candidate.name}，{first.reason}。先没收，请您定"
        made.issues.append(Remark(number, None, "doubtful", text))
        return RowPlan(number, "reject", first.candidate.id, name, texts=texts)

    def _added(self, number: int, name: str, row: family.Row, texts: dict[str, str]) -> RowPlan:
        household, ops = self.households.of(row, self.source)
        child, more = family.create(self.session, row, self.source, household)
        grown_ups = [row.values[record] for record in catalogue.KIN if record in row.values]
        self.register.add(sameness.sketch(child, row.child, grown_ups))
        self.pending[child] = number
        return RowPlan(number, "add", child, name, [*ops, *more], texts)

    def _same(
        self,
        made: SheetPlan,
        number: int,
        name: str,
        row: family.Row,
        texts: dict[str, str],
        match: Match,
    ) -> RowPlan:
        child = match.candidate.id
        if child in self.pending:
            text = f"与第{self.pending[child]}行是同一个孩子（{match.reason}），没有再收"
            made.issues.append(Remark(number, None, "doubtful", text))
            return RowPlan(number, "reject", child, name, texts=texts)
        household, ops = self.households.of(row, self.source)
        if household:
            row.values["child"]["household"] = household
        self.taken.add(child)
        changed = family.update(self.session, child, row, self.source)
        ops = [*ops, *changed]
        return RowPlan(number, "change" if ops else "same", child, name, ops, texts)

"""Brings any ledger workbook in through a plan: what would be added, changed, left the same, or not taken."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import replace
from functools import cache, partial
from pathlib import Path

from childdesk.desk import (
    backups,
    behalf,
    desks,
    family,
    import_checks,
    import_halves,
    import_kinds,
    import_memory,
    import_missing,
    import_notes,
    import_told,
    import_twice,
    old_places,
    own_lists,
    places,
)
from childdesk.desk.import_agree import Elsewhere
from childdesk.desk.import_cells import Books
from childdesk.desk.import_items import Items
from childdesk.desk.import_plan import ImportPlan, Remark, RowPlan, Said, SheetPlan
from childdesk.desk.import_rows import Asked, Reader, Understood
from childdesk.desk.import_whose import Whose
from childdesk.desk.session import Right, Session
from childdesk.domain.beside import Beside
from childdesk.domain.calm import calm
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.domain.progress import Progress, Silent
from childdesk.files import columns as columns_
from childdesk.files import dragged, eaten, further_lines, layout, stacks, verdict
from childdesk.files.read import read_bytes, read_workbook
from childdesk.files.sheets import Cell, Row, Sheet, Workbook
from childdesk.store import reader

HIDDEN = "这一页是隐藏的，没有收"
FIXED = "您在这里改的，原文件没有动"


@calm()
def plan(  # noqa: PLR0913 - everything that a person may say about a file
    session: Session,
    path: Path,
    *,
    only: str = "",
    answers: Mapping[str, str] | None = None,
    decisions: Mapping[tuple[str, int], str] | None = None,
    passing: frozenset[str] = frozenset(),
    said: Said | None = None,
    password: str = "",
    progress: Progress | None = None,
) -> ImportPlan:
    """Reads a workbook and says what importing it would do; nothing is written.

    `only` names one sheet. `answers` maps a header to a field (`record.key`), to "extra" or to "drop";
    those in `passing` are not remembered. `decisions` say of (sheet, row) whose file it is, or OWN_FILE.
    `said` is what a person put in place of cells or chose field by field, and the workbook once it is read.
    `password` opens a workbook that has one and is kept nowhere.
    Raises Refused when the file is no workbook or no sheet of it is a roster of children; its `field` is
    "password" when the workbook wants one.
    """
    session.require(Right.IMPORT)
    watch = progress or Silent()
    made = ImportPlan(
        path.name,
        answers=dict(answers or {}),
        decisions=dict(decisions or {}),
        passing=passing,
        said=said or Said(),
        only=only,
    )
    own, line = behalf.seat(session, made.said.village)
    with ExitStack() as open_:
        begin = partial(open_.enter_context, import_halves.begun(path, made.said.book))
        planner = cache(lambda: _Planner(own, made, watch, begin))
        book = made.said.book or read_workbook(path, watch, password=password, meanwhile=planner)
        _look(made, book, planner)
    behalf.keep_apart(session, made, line)
    import_missing.add_to(made, own)
    if not any(sheet.is_roster for sheet in made.sheets):
        why = "；".join(dict.fromkeys(sheet.why_not for sheet in made.sheets if sheet.why_not))
        raise Refused(f"这份表里没有儿童名册：{why or '没有内容'}。没有改动")
    return made


def _look(made: ImportPlan, book: Workbook, planner: Callable[[], _Planner]) -> None:
    """Plans the sheets that were asked for."""
    chosen = [sheet for sheet in book.sheets if made.only in ("", sheet.name)]
    if not chosen:
        names = "、".join(sheet.name for sheet in book.sheets)
        raise Refused(f"没有叫“{made.only}”的表页。有：{names}", "sheet")
    made.said = replace(made.said, book=book)
    for sheet in chosen:
        if sheet.hidden and not made.only:
            if layout.layout(sheet).records:
                made.sheets.append(SheetPlan(sheet.name, False, HIDDEN, (), (), sheet=sheet))
            continue
        made.sheets += [planner().sheet(part) for part in stacks.tables(sheet)]
    planner().whose.without_empty_households()
    made.items = planner().items.ops


def again(session: Session, made: ImportPlan, progress: Progress | None = None) -> ImportPlan:
    """The plan of the same workbook with everything that was said about it, as the ledger stands now."""
    return plan(
        session,
        Path(made.file),
        only=made.only,
        answers=made.answers,
        decisions=made.decisions,
        passing=made.passing,
        said=made.said,
        progress=progress,
    )


def pasted(words: str, progress: Progress | None = None) -> Workbook:
    """What was copied out of a table, as a workbook for `Said.book`. Raises Refused when it is none."""
    if "\t" not in words and "\n" not in words.strip():
        raise Refused("复制来的不是表格。请连表头选中几行再复制")
    return read_bytes(words.encode("utf-8-sig"), progress)


def apply(session: Session, made: ImportPlan, progress: Progress | None = None) -> str:
    """Writes a plan as one entry, after a backup; remembers the answers. Returns the entry, or nothing."""
    session.require(Right.IMPORT)
    own, line = behalf.seat(session, made.said.village)
    behalf.require_its_own(made, line)
    ops = [*behalf.ops(session, made, line), *import_memory.of_plan(own, made)]
    if not ops:
        return ""
    if reader.count(session.ledger.connection, "child"):
        backups.make(session, "import", progress)
    operation, why = behalf.told(made, line)
    write, person = session.ledger.writer.write, session.person
    return write(operation, person, ops, reason=why, source=made.file, progress=progress).entry


def settle(session: Session) -> None:
    """What is left once a list is taken in and nobody waits: the log goes into the file."""
    session.ledger.fold()


class _Planner:
    """Plans sheet by sheet, knowing everybody in the ledger and everybody that the plan would add."""

    def __init__(
        self, session: Session, made: ImportPlan, progress: Progress, begin: Callable[[], Beside | None]
    ) -> None:
        self.session = session
        self.made = made
        self.progress = progress
        progress.step(0, 0, "正在看台账里有谁")
        places.prepare()
        progress.step(0, 0, "正在看台账里有谁")
        desks.INDEX.prepare()
        self.second = begin()
        """Begun only here: meanwhile another process reads the file, and there may be two cores only."""
        self.items = Items(session, made.file)
        self.whose = Whose(session, made, self.items, progress)
        self.seats = self.whose.seats
        self.old_places = old_places.OldPlaces(session)
        self.elsewhere = Elsewhere(session.today, made.answers)
        self.above: Mapping[str, str] = {}
        self.red_counts = True
        self.to_head = ""
        self.kinds = import_kinds.Kinds()

    def sheet(self, sheet: Sheet) -> SheetPlan:
        """The plan of one sheet."""
        table = layout.layout(sheet, self.progress)
        heads = table.header.rows if table.header else ()
        if table.why_not:
            why_not = import_told.no_roster(sheet, table.why_not)
            return SheetPlan(sheet.name, False, why_not, heads, (), sheet=sheet)
        remembered = import_memory.recalled(self.session, table.above)
        columns = columns_.read_columns(
            table, self.session.today, self.made.answers, remembered, self.progress, ticked=True
        )
        columns = self.elsewhere.settled(columns, self.made.said.book)
        columns, own = own_lists.recognised(import_checks.with_ages(columns), table.title)
        made = SheetPlan(sheet.name, True, "", heads, columns, sheet=sheet, table_rows=table.records)
        made.township = import_memory.township(self.session, table.above)
        why_not = verdict.why_no_children(table, columns, self.session.today)
        made.why_not = import_told.no_roster(sheet, why_not)
        if made.why_not:
            made.is_roster = False
            return made
        table = further_lines.joined(table, columns)
        import_checks.require_not_too_long(table.records)
        self.seats.begin(made, self.made.file)
        self.red_counts = import_checks.red_counts(sheet, table.records)
        self.to_head = import_checks.relation_to_head(columns)
        self.kinds = import_kinds.over(
            made, table, self.made.said.book, self.made.answers, own=own is not None
        )
        reader = Reader(Asked.of(self.session, table, columns), self.old_places)
        rows = import_halves.Rows(reader, None if self.old_places.any else self.second, self.progress)
        self.whose.begin(import_twice.Rounded(lambda: rows.doubts()[1]), len(table.records))
        for number, (row, told) in enumerate(zip(table.records, rows, strict=True)):
            if number % 50 == 0:
                self.progress.step(
                    number, len(table.records), f"正在看第{number:,}行，共{len(table.records):,}行"
                )
            made.rows.append(self._row(reader, made, row, told))
        self.kinds.say(made)
        made.issues += import_checks.told_together(table)
        import_told.passed(made, table)
        made.issues += import_notes.told(made, table)
        for doubt, found in zip((dragged.DOUBT, eaten.DOUBT), rows.doubts(), strict=True):
            for row, column in found:
                if (row, column) not in self.whose.rounded.aside:
                    made.issues.append(Remark(row, column, "doubtful", doubt, sheet.cell(row, column).text))
        made.issues += own_lists.changed_cells(self.session, own, made)
        made.issues += import_checks.shared_phones(made)
        made.issues += import_told.columns(made)
        made.issues += import_told.uncomputed(made)
        made.issues += self.seats.told(heads[-1])
        return made

    def _row(self, reader: Reader, made: SheetPlan, number: int, told: Understood | None) -> RowPlan:
        if told is None or any(at[:2] == (made.name, number) for at in self.made.said.fixes):
            books, cells = Books(number, above=self.above), reader.asked.table.cells(number)
            self._fix(made, books, cells)
            told = reader.row(books, cells)
        books = told.books
        import_told.only_once(books, reader.asked.table)
        made.issues += books.remarks
        self.above = ChainMap(books.texts, books.extras) if books.extras else books.texts
        settled = self._settled(made, told)
        if settled.outcome == "reject":
            made.listed += books.cells
        else:
            made.listed += len(books.listed)
            made.extra += len(books.extra)
            made.stored += books.cells - len(books.listed) - len(books.extra)
        return settled

    def _fix(self, made: SheetPlan, books: Books, cells: Row) -> None:
        """Puts what a person wrote in the place of cells of a row."""
        fixes = self.made.said.fixes
        put = {at[2]: text for at, text in fixes.items() if at[:2] == (made.name, books.number)}
        for column, text in put.items():
            books.remarks.append(Remark(books.number, column, "note", FIXED, cells.text(column), text))
            cells.put(column, Cell(text))

    def _settled(self, made: SheetPlan, told: Understood) -> RowPlan:
        books, row = told.books, told.row
        extras = self.items.values(books.extras)
        extras |= self._nameless(made, books, row)
        name = str(row.child.get("name") or "")
        if not name:
            text = f"第{books.number}行没有姓名，没有收"
            at = books.places.get("child.name")
            made.issues.append(Remark(books.number, at, "impossible", text))
            return RowPlan(books.number, "reject", "", "", texts=books.texts)
        if import_checks.is_grown_up(row, books, self.to_head, self.session.today):
            made.issues.append(Remark(books.number, None, "doubtful", import_checks.GROWN_UP))
            return RowPlan(books.number, "reject", "", name, texts=books.texts)
        row.values.setdefault("child", {}).update(extras)
        self.kinds.give(row, books.number, made, self.session.today)
        row.keep_as_typed(books.unread)
        row.phones = books.phones
        if books.notes:
            notes = [str(row.child["note"]), *books.notes] if row.child.get("note") else books.notes
            row.values["child"]["note"] = "；".join(notes)
        self._look_at(made, told)
        if stranger := self.seats.sit(books.texts):
            made.issues.append(Remark(books.number, books.places.get("place.village"), "doubtful", stranger))
        return self.whose.matched(made, books, name, row)

    def _nameless(self, made: SheetPlan, books: Books, row: family.Row) -> dict[str, Scalar]:
        """What is said of a guardian without a name is kept as items of its columns."""
        extras: dict[str, Scalar] = {}
        if not row.nobodys:
            return extras
        headers = {column.index: column.header for column in made.columns}
        for name in row.nobodys:
            at = books.places.get(name)
            if at is None or at in books.listed:
                continue
            extras[self.items.key(headers[at])] = books.texts[name]
            books.extra.add(at)
            text = f"没有监护人姓名，“{headers[at]}”作为补充项目留着"
            made.issues.append(Remark(books.number, at, "note", text, books.texts[name]))
        return extras

    def _look_at(self, made: SheetPlan, told: Understood) -> None:
        """What does not fit within the row, and how the row is marked."""
        books = told.books
        for issue in told.doubts:
            at = books.places.get(issue.field)
            was = books.age if issue.field == "child.age" else books.texts.get(issue.field, "")
            made.issues.append(Remark(books.number, at, issue.level, issue.text, was))
        if made.sheet is not None:
            at = books.places.get("child.name")
            for level_, text in import_checks.marks(made.sheet, books.number, at, red_counts=self.red_counts):
                made.issues.append(Remark(books.number, None, level_, text))

"""What one row of a list says by itself, before anybody in the ledger is looked at.

Nothing here asks the ledger: a row is understood in this process or in the one beside it, with one result.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NoReturn, cast

from childdesk.desk import family_row, import_births, import_both, import_checks, import_notes, import_words
from childdesk.desk.import_cells import Books, Ways
from childdesk.desk.import_plan import Remark
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Scalar
from childdesk.files import sections
from childdesk.files.columns import Column
from childdesk.files.layout import Further, Layout
from childdesk.files.sheets import Row

if TYPE_CHECKING:  # the process beside an import starts without them, and so without the driver
    from childdesk.desk.old_places import OldPlaces
    from childdesk.desk.session import Session


class NeedsAbove(Exception):
    """A cell says 同上, and the row above is not known here."""


class Untold(dict[str, str]):
    """The row above where it is not known: whoever asks for it is told so."""

    def get(self, *_: object) -> NoReturn:
        """Raises NeedsAbove."""
        raise NeedsAbove


@dataclass(slots=True)
class Understood:
    """A row as it was understood; its remarks stand in its books. `doubts` are conflicts of its columns."""

    books: Books
    row: family_row.Row
    doubts: list[Issue] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the rows of one table are understood with."""

    table: Layout
    columns: tuple[Column, ...]
    today: date
    level: str

    @classmethod
    def of(cls, session: Session, table: Layout, columns: Sequence[Column]) -> Asked:
        """For a table that somebody takes in."""
        return cls(table, tuple(columns), session.today, session.ledger.identity.level)


class Reader:
    """Understands the rows of one table."""

    def __init__(self, asked: Asked, old_places: OldPlaces | None = None) -> None:
        self.asked = asked
        self._ways = Ways(asked.columns)
        self._old_places = old_places
        self._groups, self._villages = asked.table.village_groups, asked.table.villages
        extras = [(c.extra, c.index) for c in asked.columns if c.extra]
        self._of_parents = import_both.headers(extras)
        over = asked.table.groups
        self._gone = {row: line for row, line in over.items() if sections.are_gone(line)} if over else {}
        self._birth_parts = import_births.parts(asked.columns)
        self._told_over = bool(self._gone or self._groups or self._villages or self._of_parents)

    def alone(self, number: int) -> Understood | None:
        """A row without the one above it; None where a cell says the same as that."""
        try:
            return self.row(Books(number, above=Untold()), self.asked.table.cells(number))
        except NeedsAbove:
            return None

    def row(self, books: Books, cells: Row) -> Understood:
        """A row from its cells; `books` may hold remarks already."""
        self._ways.take(books, cells)
        for one in self.asked.table.further.get(books.number, ()):
            self._go_on(books, one)
        if self.asked.table.sheet.notes:
            import_notes.take(books, self.asked.table, self.asked.columns)
        for name, kept in books.kept.items():
            books.texts[name] = books.texts.get(name) or kept
        if self._told_over:
            self._put_over(books)
        if self._birth_parts:
            import_births.by_parts(books, self._birth_parts)
        if books.unread:
            import_births.by_number(books)
        import_words.settle(books)
        import_words.gone(books)
        if self._old_places is not None:
            self._old_places.mend(books)
        row = family_row.understand(books.texts, self.asked.today)
        if row.issues and import_words.misplaced(books, row.issues):
            row = family_row.understand(books.texts, self.asked.today)
        if books.phones and "guardian" not in row.values:  # nobody's telephones are the family's
            books.phones.setdefault("child", []).extend(books.phones.pop("guardian", ()))
        self._list(books, row)
        today, level = self.asked.today, self.asked.level
        doubts = list(import_checks.conflicts(row, books, today, level))
        return Understood(books, row, doubts)

    @staticmethod
    def _list(books: Books, row: family_row.Row) -> None:
        """Lists the cells that could not be read."""
        for issue in row.issues:
            at = books.places.get(issue.field)
            if at is not None and at not in books.listed:
                books.listed.add(at)
                was = books.texts.get(issue.field, "")
                wordy = issue.field.endswith(import_words.NUMBERED) and not any(map(str.isdigit, was))
                text = import_words.NO_FIGURES if wordy else issue.text
                books.remarks.append(Remark(books.number, at, issue.level, text, was))

    def _put_over(self, books: Books) -> None:
        """What lines above a row say of it where it does not, and what a column says of both parents."""
        if group := self._groups.get(books.number):
            books.texts[import_words.GROUP] = books.texts.get(import_words.GROUP) or group
        if village := self._villages.get(books.number):
            books.texts[import_words.VILLAGE] = village
        if line := self._gone.get(books.number):
            said = import_words.GONE.format(line=line.strip(":： "))
            books.remarks.append(Remark(books.number, None, "doubtful", said))
        for header, at in self._of_parents:
            import_both.take(books, header, at)

    def _go_on(self, books: Books, further: Further) -> None:
        """Takes the line that names one more parent into the books of its child."""
        line = Books(books.number, above=books.texts)
        self._ways.take(line, self.asked.table.sheet.cells(further.row))
        for held, said in ((books.texts, line.texts), (books.kept, line.kept), (books.unread, line.unread)):
            held.update((_of(further.record, name), text) for name, text in said.items())
        books.places.update((_of(further.record, name), at) for name, at in line.places.items())
        books.phones.update((further.record, numbers) for numbers in line.phones.values())
        books.notes += line.notes
        books.remarks += line.remarks
        books.cells += line.cells
        books.listed |= line.listed


def _of(record: str, name: str) -> str:
    """guardian.phone → mother.phone."""
    return f"{record}.{name.partition('.')[2]}"


Plain = tuple[object, ...]
"""What crosses the pipe: str, int, None, tuples, lists, sets and dicts of them."""


def plain(told: Understood | None) -> Plain | None:
    """A row as data for the pipe."""
    if told is None:
        return None
    books, row = told.books, told.row
    common = (books.number, books.texts, books.extras, books.age, books.places, books.cells, books.extra)
    further = (books.listed, books.ours, row.values)
    if not (books.remarks or row.nobodys or told.doubts or row.issues or _odd(books)):
        return *common, *further
    remarks = [(r.column, r.level, r.text, r.was, r.became) for r in books.remarks]
    beside = (books.phones, books.notes, books.kept, books.unread)
    issues = [[(i.level, i.field, i.text) for i in said] for said in (row.issues, told.doubts)]
    return *common, *further, (remarks, beside, row.nobodys, *issues)


def _odd(books: Books) -> bool:
    return bool(books.phones or books.notes or books.kept or books.unread)


def made(data: Plain) -> Understood:
    """The row that `plain` put away."""
    number, texts, extras, age, places, cells, extra, listed, ours, values, *odd = cast("Any", data)
    books = Books(number, texts, extras, age, places, cells=cells, extra=extra, listed=listed, ours=ours)
    row = family_row.Row(cast("dict[str, dict[str, Scalar]]", values))
    if not odd:
        return Understood(books, row)
    remarks, (books.phones, books.notes, books.kept, books.unread), row.nobodys, issues, doubts = odd[0]
    books.remarks = [Remark(number, *said) for said in remarks]
    row.issues = [Issue(*said) for said in issues]
    return Understood(books, row, [Issue(*said) for said in doubts])

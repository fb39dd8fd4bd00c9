"""Sheets of one workbook agree: what words head in one of them settles them where another has no values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from childdesk.files import blocks, layout
from childdesk.files.column_scores import AUTO
from childdesk.files.columns import Column, read_columns
from childdesk.files.sheets import Workbook


class Elsewhere:
    """The columns of all sheets of a workbook, read only when one of them would be asked about."""

    def __init__(self, today: date, answers: Mapping[str, str]) -> None:
        self._today, self._answers = today, answers
        self._fields: dict[str, set[str]] | None = None

    def settled(self, columns: Sequence[Column], book: Workbook | None) -> tuple[Column, ...]:
        """The columns of one sheet; one that is asked about is what the same words head in the others.

        Only where all of them say one thing that this sheet could mean too, and no other of its columns is.
        """
        if book is None or len(book.sheets) < 2 or all(column.decided != "ask" for column in columns):
            return tuple(columns)
        if self._fields is None:
            self._fields = self._read(book)
        taken = {column.field for column in columns}
        made = []
        for column in columns:
            said = self._fields.get(column.key, set()) if column.decided == "ask" else set()
            field = next(iter(said)) if len(said) == 1 else ""
            if field and field not in taken and field in {one.field for one in column.candidates}:
                taken.add(field)
                column = replace(column, field=field, extra=None, confidence=AUTO, decided="auto")
            made.append(column)
        return tuple(made)

    def _read(self, book: Workbook) -> dict[str, set[str]]:
        """Words of a heading → the fields for which they were taken without a question."""
        found: dict[str, set[str]] = {}
        for sheet in book.sheets:
            for part in () if sheet.hidden else blocks.parts(sheet):
                table = layout.layout(part)
                for column in () if table.why_not else read_columns(table, self._today, self._answers):
                    if column.field and column.decided != "ask":
                        found.setdefault(column.key, set()).add(column.field)
        return found

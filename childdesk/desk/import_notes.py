"""Notes (批注) beside a child are an item of its file; every other one is listed. None vanishes."""

from __future__ import annotations

from collections.abc import Iterator

from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark, SheetPlan
from childdesk.files.column_names import shown_header
from childdesk.files.columns import Column
from childdesk.files.layout import Layout

ITEM = "批注"
"""The item that they become, named as the programs name them."""
KEPT = f"批注作为补充项目“{ITEM}”留着"
REJECTED = "这一行没有收，它的批注也没有收"
ELSEWHERE = "批注不在孩子的行里，没有收"


def take(books: Books, table: Layout, columns: tuple[Column, ...]) -> None:
    """Takes the notes of a row into its books, each with the header that it hangs under."""
    rows = (books.number, *(one.row for one in table.further.get(books.number, ())))
    said = [note for row in rows for note in table.sheet.notes_of(row)]
    if not said:
        return
    names = {column.index for column in columns if column.field == "child.name"}
    words = []
    for note in said:
        path = table.path(note.column)
        here = not path or note.column in names
        words.append(note.text if here else f"{shown_header(path, note.column)}：{note.text}")
    held = books.extras.get(ITEM)
    books.extras[ITEM] = "；".join([held, *words] if held else words)


def told(made: SheetPlan, table: Layout) -> Iterator[Remark]:
    """What became of every note of the sheet, counted."""
    outcomes = {row.row: row.outcome for row in made.rows}
    outcomes |= {one.row: outcomes[row] for row, lines in table.further.items() for one in lines}
    for note in table.sheet.notes:
        outcome = outcomes.get(note.row)
        kept = outcome not in (None, "reject")
        made.notes_kept += kept
        made.notes_listed += not kept
        text = KEPT if kept else ELSEWHERE if outcome is None else REJECTED
        yield Remark(note.row, None if kept else note.column, "note", text, note.text)

"""Cuts a sheet in which tables with other columns stand one below the other into one sheet for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from childdesk.files import blocks, header_block, unfolded
from childdesk.files.evidence import is_name, plain
from childdesk.files.header_block import HeaderBlock, is_header_word, is_meta, is_value
from childdesk.files.header_grammar import segment
from childdesk.files.sheets import Sheet

LONGEST = 12
"""Letters of a header for names."""
ABOVE = 6
"""Lines of title and upper headers that may stand above a header."""


def tables(sheet: Sheet) -> tuple[Sheet, ...]:
    """Every table of a sheet: those below one another, of each its blocks side by side, and of a list of
    households one for the first child of each line, one for the second."""
    found = (block for part in parts(sheet) for block in blocks.parts(part))
    return tuple(one for block in found for one in unfolded.parts(block))


def parts(sheet: Sheet) -> tuple[Sheet, ...]:
    """The sheet itself, or its tables from the top, named 名（1）, 名（2） …; every row is in one of them.

    A header that is repeated on each page begins no other table: its columns are the same.
    """
    starts = _starts(sheet)
    if not starts:
        return (sheet,)
    spans = zip([1, *starts], [*(start - 1 for start in starts), sheet.rows[-1]], strict=True)
    return tuple(
        replace(
            sheet,
            name=f"{sheet.name}（{number}）",
            grid=sheet.grid.part(first, last),
            merges=tuple(merge for merge in sheet.merges if first <= merge.top <= last),
            notes=tuple(n for n in sheet.notes if first <= n.row and (n.row <= last or first == starts[-1])),
        )
        for number, (first, last) in enumerate(spans, start=1)
    )


def _starts(sheet: Sheet) -> list[int]:
    """The first rows of the second table and those below it."""
    rows = sheet.grid.rows_with(cell for cell in sheet.grid.cells_with("名") if _names(sheet.grid.text(cell)))
    header = header_block.find(sheet) if len(rows) > 1 else None
    found: list[int] = []
    while header is not None:
        table = header
        header = next((made for row in rows if (made := _other(sheet, table, row)) is not None), None)
        if header is not None:
            found.append(_first(sheet, table, header.top))
    return found


def _names(text: str) -> bool:
    return len(text) <= LONGEST and segment(text).attribute == "name"


def _other(sheet: Sheet, table: HeaderBlock, row: int) -> HeaderBlock | None:
    """The header in a row below a table, if it is one of other columns and somebody stands between them."""
    if row <= table.bottom + 1:
        return None
    texts = sheet.texts(row)
    if header_block.score(texts) < header_block.GOOD_ENOUGH or _repeats(table, texts):
        return None
    if not any(
        _is_somebody(sheet, table, between) for between in sheet.rows_between(table.bottom + 1, row - 1)
    ):
        return None
    made = header_block.find(replace(sheet, grid=sheet.grid.part(_first(sheet, table, row), row + ABOVE)))
    return made if made is not None and made.top <= row <= made.bottom else None


def _repeats(table: HeaderBlock, texts: Mapping[int, str]) -> bool:
    """Whether most of its words stand in the table's header too, over the same columns."""
    same = sum(plain(text) in table.words.get(column, ()) for column, text in texts.items())
    return same * 10 >= len(texts) * 6


def _is_somebody(sheet: Sheet, table: HeaderBlock, row: int) -> bool:
    texts = sheet.texts(row)
    heads = {column: path[-1] for column, path in table.paths.items() if column in texts}
    named = (texts[column] for column, head in heads.items() if segment(head).attribute == "name")
    return len(texts) > 1 and any(is_name(plain(text)) for text in named)


def _first(sheet: Sheet, table: HeaderBlock, row: int) -> int:
    """The first of the lines of words above a row: titles, upper headers."""
    for above in reversed(list(sheet.rows_between(max(table.bottom + 1, row - ABOVE), row - 1))):
        texts = sheet.texts(above).values()
        title = len(texts) == 1 or all(is_meta(text) or is_header_word(text) for text in texts)
        if not title or any(is_value(text) for text in texts):
            return row
        row = above
    return row

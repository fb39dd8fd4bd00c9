"""Finds identity numbers that a spreadsheet rounded and that fit by chance: text again, their end is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from childdesk.domain import catalogue, identity
from childdesk.files.columns import Column
from childdesk.files.layout import Layout
from childdesk.files.number_look import EXACT

DOUBT = "末几位像是被表格改过，请看证件"
_ROUNDED = re.compile(r"\d(?:\.\d+)?E\+?1[4-9]")
_MARKED = ("\t", "'", "’", "‘", "`")
"""What protects a number from the spreadsheet: it stands before digits that are as they were typed."""


def cells(table: Layout, columns: Sequence[Column]) -> Iterator[tuple[int, int]]:
    """(row, column) of every number that fits and that a spreadsheet may have made.

    One in eleven rounded numbers has a fitting last digit. A number is doubted that is what becomes of
    fifteen figures and three zeros: of those that nobody harmed it is one in a thousand. Any other that could
    have been rounded is where others of its column plainly were, where it alone lacks the mark that protects
    the others, and where it is what another number of the column becomes when it is rounded.
    """
    for column in columns:
        field = catalogue.FIELDS.get(column.field or "")
        if field is not None and field.kind.name == "id_number":
            yield from ((row, column.index) for row in _doubted(table, column.index))


def _doubted(table: Layout, column: int) -> list[int]:
    cells = {row: table.sheet.cell(row, column) for row in table.records}
    texts = {row: cell.text for row, cell in cells.items() if cell.kind == "text"}
    could = {row: text for row, text in texts.items() if _could_be_rounded(text.strip())}
    if not could:
        return []
    marked = sum(text.startswith(_MARKED) for text in texts.values())
    said = sum(bool(text.strip()) for text in texts.values())
    numbers = any(cell.kind == "number" and (cell.number or 0) >= EXACT for cell in cells.values())
    harmed = numbers or any(map(_is_rounded, texts.values()))
    alone = marked * 2 >= said
    if not (harmed or alone):
        whole = {text.strip() for text in texts.values()} - {text.strip() for text in could.values()}
        made = {_rounded(text) for text in whole if len(text) == 18 and text.isdecimal()}
        could = {
            row: text for row, text in could.items() if text.strip() in made or _was_cut(int(text.strip()))
        }
    return [row for row, text in could.items() if not text.startswith(_MARKED) and not _is_rounded(text)]


def _could_be_rounded(text: str) -> bool:
    """Eighteen figures that a spreadsheet's number can hold as they stand."""
    return len(text) == 18 and text.isdecimal() and _rounded(text) == text


def _rounded(text: str) -> str:
    """What a spreadsheet makes of eighteen figures."""
    return str(int(float(text)))


def _was_cut(number: int) -> bool:
    """Whether it is what a spreadsheet keeps, fifteen figures and zeros, as another program shows it."""
    return any(int(float(whole * 1000)) == number for whole in (number // 1000, number // 1000 + 1))


def _is_rounded(text: str) -> bool:
    """Whether a cell plainly went through a number: 9.9E+17, or figures that could have and do not fit."""
    bare = text.strip()
    if _ROUNDED.fullmatch(bare.upper()):
        return True
    return _could_be_rounded(bare) and identity.check_digit(bare[:17]) != bare[17]

"""Finds how wide the columns and how high the rows of a printed list must be; no library measures Chinese."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

SAMPLE = 400
"""Rows that a column is measured on."""
PAGE, LARGE = 149, 215
"""Half-width characters that fit across A4 and A3 landscape at full size."""
EDGE = 0.71
"""What a workbook adds to every column for its two edges."""
READABLE, SMALLEST = 0.85, 0.72
"""Shares of the full size: long words are broken for the first, short ones only for the second."""
SHORT = 14
MIDDLE = 12
"""Words of at most this width stand in the middle of their cell, longer ones at its left; without an
indent, which every programme draws as wide as it likes."""
NARROWEST, WIDEST = 5, 40
PADDING = 2
LINE = 14.5
"""Points that one line of 10.5 pt needs."""
ROOM = 6.0

NORMAL = {"font_name": "仿宋", "font_size": 10.5}
"""The font by which a workbook counts its widths: that of the cells, so that both change together where
another font stands in for it."""

Cell = str | int | None


def wide(text: str) -> int:
    """Half-width characters that the longest line of a text takes; a Chinese one counts two."""
    if text.isascii() and "\n" not in text:
        return len(text)
    return max(sum(map(_WIDTHS.__getitem__, line)) for line in text.split("\n"))


class _Widths(dict[str, int]):
    """Characters that were met, each with its width: asking Unicode every time costs half of the writing."""

    def __missing__(self, character: str) -> int:
        width = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        self[character] = width
        return width


_WIDTHS = _Widths()


def column_widths(
    headers: Sequence[str], kinds: Sequence[str], hints: Sequence[int], rows: Sequence[Sequence[Cell]]
) -> list[int]:
    """Widths in half-width characters: numbers and days whole, words as usual, the widest broken to fit A4,
    and where that is too narrow, A3."""
    seen = rows[:: max(1, len(rows) // SAMPLE)]
    usual, least, widths, whole_widths = [], [], [], []
    for at, header in enumerate(headers):
        texts = [str(row[at]) for row in seen if row[at] not in (None, "")]
        found = sorted(wide(text) for text in texts) or [hints[at]]
        whole = kinds[at] != "text" or (bool(texts) and all(text.isascii() for text in texts))
        need = found[-1] if whole else found[int((len(found) - 1) * 0.95)]
        head = max(math.ceil(wide(header) / 2), NARROWEST - PADDING)
        usual.append(0 if whole else need)
        least.append(max((wide(text) for text in texts if text.isascii()), default=0))
        widths.append(min(max(need, head, least[-1]), WIDEST) + PADDING)
        whole_widths.append(min(max(found[-1], head), WIDEST) + PADDING)
    if taken(whole_widths) <= PAGE:
        return whole_widths
    long = [need if need > SHORT else 0 for need in usual]
    narrowed = widths
    for page in (PAGE, LARGE):
        narrowed = _narrowed(widths, long, least, page / READABLE)
        narrowed = _narrowed(narrowed, usual, least, page / SMALLEST)
        if taken(narrowed) <= page / SMALLEST:
            break
    return narrowed


def taken(widths: Sequence[float]) -> float:
    """What the columns take of a page, with their edges."""
    return sum(widths) + EDGE * len(widths)


def _narrowed(widths: list[int], breakable: Sequence[int], least: Sequence[int], room: float) -> list[int]:
    """Takes from the widest columns that may be broken (0: may not) until they fit the room; what is written
    without a Chinese character, a day or a number, stays whole."""
    narrowed = list(widths)
    while taken(narrowed) > room:
        slack = [
            (width - (max(math.ceil(need / 2), 6, kept) + PADDING), at)
            for at, (width, need, kept) in enumerate(zip(narrowed, breakable, least, strict=True))
            if need
        ]
        most, at = max(slack, default=(0, 0))
        if most <= 0:
            break
        narrowed[at] -= 1
    return narrowed


def row_height(texts: Sequence[Cell], widths: Sequence[int]) -> float:
    """Points that a row needs so that every broken text stands in it whole."""
    return (
        LINE * max((lines(text, width) for text, width in zip(texts, widths, strict=True)), default=1) + ROOM
    )


def lines(text: Cell, width: int) -> int:
    """Lines that a text takes in a column."""
    if text is None or isinstance(text, int):
        return 1
    room = max(width - 1, 2)
    return sum(max(1, math.ceil(wide(line) / room)) for line in text.split("\n"))

"""Finds how wide the columns and how high the rows of a printed list must be; no library measures Chinese."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence

SAMPLE = 400
"""Rows that a column is measured on."""
PAGE = 150
"""Half-width characters that fit across A4 landscape at full size."""
READABLE, SMALLEST = 0.85, 0.72
"""Shares of the full size: long words are broken for the first, short ones only for the second."""
SHORT = 14
NARROWEST, WIDEST = 5, 40
PADDING = 2
LINE = 14.5
"""Points that one line of 10.5 pt needs."""
ROOM = 6.0

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
    """Widths in half-width characters: numbers whole, words as usual, the widest broken to fit the page."""
    seen = rows[:: max(1, len(rows) // SAMPLE)]
    usual, widths, whole_widths = [], [], []
    for at, header in enumerate(headers):
        texts = [str(row[at]) for row in seen if row[at] not in (None, "")]
        found = sorted(wide(text) for text in texts) or [hints[at]]
        whole = kinds[at] != "text" or (bool(texts) and all(text.isascii() for text in texts))
        need = found[-1] if whole else found[int((len(found) - 1) * 0.95)]
        least = max(math.ceil(wide(header) / 2), NARROWEST - PADDING)
        usual.append(0 if whole else need)
        widths.append(min(max(need, least), WIDEST) + PADDING)
        whole_widths.append(min(max(found[-1], least), WIDEST) + PADDING)
    if sum(whole_widths) <= PAGE:
        return whole_widths
    long = [need if need > SHORT else 0 for need in usual]
    return _narrowed(_narrowed(widths, long, READABLE), usual, SMALLEST)


def _narrowed(widths: list[int], breakable: Sequence[int], scale: float) -> list[int]:
    """Takes from the widest columns that may be broken (0: may not) until the page needs no smaller scale."""
    narrowed = list(widths)
    while sum(narrowed) > PAGE / scale:
        slack = [
            (width - (max(math.ceil(need / 2), 6) + PADDING), at)
            for at, (width, need) in enumerate(zip(narrowed, breakable, strict=True))
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

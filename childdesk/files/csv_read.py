"""Reads comma, tab or semicolon separated text in the encodings that Chinese offices produce."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from childdesk.domain.errors import Refused
from childdesk.files import grid, sentences
from childdesk.files.grid import Budget, GridBuilder, Plain, SheetBuilder

DELIMITERS = (",", "\t", ";", "|", "，", "；")
SAMPLE = 60
LONGEST_FIELD = 1_000_000
RUNAWAY_LINES = 30
"""A quoted field over more lines than this is a quotation mark that nobody closed."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_GUARDED = re.compile(r'="([^"]*)"')


def read(data: bytes, budget: Budget, step: Callable[[int, int], None]) -> Plain:
    """The text as one sheet of text cells (see `sheets.workbook`). Raises Refused for what is no text."""
    text = decoded(data)
    if _CONTROL.search(text):
        raise Refused(sentences.NOT_A_WORKBOOK)
    text, delimiter = _named_delimiter(text)
    sheet = SheetBuilder("", budget)
    for number, record in enumerate(_records(text, delimiter or sniffed(text)), start=1):
        _put(sheet.grid, number, record)
        if number % 500 == 0:
            step(number, 0)
    return {"kind": "csv", "sheets": [sheet.plain()]}


def _put(builder: GridBuilder, number: int, record: list[str]) -> None:
    builder.begin_row(number)
    for column, field in enumerate(record[:16_384]):
        guarded = _GUARDED.fullmatch(field)
        words = guarded[1] if guarded else field
        if words.strip():
            builder.put(column, builder.word(words, grid.TEXT))


def decoded(data: bytes) -> str:
    """The text: by its mark, else UTF-8, UTF-16 without a mark, GB18030. Raises Refused when none fits.

    UTF-8 with a few damaged bytes stays UTF-8, the damage shown as U+FFFD: read as GB18030 it would turn
    every name into other characters.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    guess = _unmarked_utf16(data)
    if guess:
        return data.decode(guess, "replace")
    mostly = data.decode("utf-8", "replace")
    wide = sum(character > "\x7f" for character in mostly)
    if mostly.count("\ufffd") * 50 < wide:
        return mostly
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        raise Refused(sentences.LETTERS) from None


def _unmarked_utf16(data: bytes) -> str:
    head = data[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < len(head) // 40 + 1 or min(even, odd) * 4 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _named_delimiter(text: str) -> tuple[str, str]:
    """Excel's first line `sep=;` names the delimiter."""
    first, _, rest = text.partition("\n")
    found = re.fullmatch(r"sep=(.)\r?", first)
    return (rest, found[1]) if found else (text, "")


def sniffed(text: str) -> str:
    """The delimiter that cuts most of the first lines into the same number of pieces."""
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = Counter(len(record) for record in _first(_records(text, delimiter)) if any(record))
        if not widths:
            continue
        width, lines = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
        score = lines / sum(widths.values()) * min(width, 12) if width > 1 else 0.0
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _first(records: Iterable[list[str]]) -> Iterator[list[str]]:
    for number, record in enumerate(records):
        if number == SAMPLE:
            return
        yield record


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(LONGEST_FIELD)
    lines = io.StringIO(text, newline="")
    if _runs_away(text, delimiter):
        yield from csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    else:
        yield from csv.reader(lines, delimiter=delimiter)


def _runs_away(text: str, delimiter: str) -> bool:
    """Whether a quotation mark opens a field that swallows rows: very many lines, or one like all others."""
    if '"' not in text:
        return False
    counts = Counter(count for line in text.split("\n", SAMPLE)[:SAMPLE] if (count := line.count(delimiter)))
    wide = counts.most_common(1)[0][0] if counts else 0
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            for field in record:
                if "\n" in field and (
                    field.count("\n") > RUNAWAY_LINES or _swallows(field.split("\n")[1:], delimiter, wide)
                ):
                    return True
    except csv.Error:
        return True
    return False


def _swallows(lines: Iterable[str], delimiter: str, wide: int) -> bool:
    """Whether one of the lines inside a field is cut as often as most lines of the file."""
    return wide > 1 and any(line.count(delimiter) >= wide for line in lines)

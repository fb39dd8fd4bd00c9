"""Reads from a sheet of before 2007 what the library passes over: formulas, drop-downs, page set-up.

Record numbers and layouts: [MS-XLS], Excel Binary File Format (.xls) Structure, 2.3.1, 2.4.89, 2.4.127,
2.4.257 and 2.4.270.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xlrd.book import Book

EOF, FORMULA, HEADER, FOOTER, NOTE, PASSWORD, PROTECT = 0x0A, 0x06, 0x14, 0x15, 0x1C, 0x13, 0x12
SETUP, SHARED, ARRAY, CONDITIONAL, VALIDATION, DRAWING, FILTER = 0xA1, 0x4BC, 0x221, 0x1B0, 0x1BE, 0x5D, 0x9D
BOF, SHEET_FLAGS = 0x809, 0x81
SIDES = {0x26: "left", 0x27: "right", 0x28: "top", 0x29: "bottom"}
"""Margins of the page."""
CENTRE_ACROSS, CENTRE_DOWN = 0x83, 0x84

_STRING = 0x17
"""The token of a text within a formula."""
_EXPRESSION = 0x01
"""The token that leads to a shared formula or an array."""
_LIST = 3
_CELL_FORMULA, _SHARED_FORMULA, _VALIDATION_FORMULA = 1, 2, 16
"""What the library calls the kinds of formula."""
_COMMENT, _FILTER_ARROW = 0x19, 0x14
"""Kinds of drawn objects that are no picture."""

_ONE_CELL = re.compile(r"(\$?[A-Z]{1,3}\$?\d+):\1(?!\d)")
_WHOLE = re.compile(r"(?<![\w.\"])(\d+)\.0(?!\d)")
_NAMES = {FORMULA: "公式", VALIDATION: "下拉选项"}

Place = tuple[int, int]
"""Row and column, from 0."""


@dataclass(slots=True)
class DropDown:
    """Words that may be chosen, or the formula of the place where they stand, and for which cells."""

    words: tuple[str, ...]
    formula: str
    areas: tuple[tuple[int, int, int, int], ...]
    """First and last row, first and last column; from 0, both included."""


@dataclass(slots=True)
class Records:
    """What was found in one sheet; `lost` counts what cannot be carried over, by its name."""

    formulas: dict[Place, str] = field(default_factory=dict)
    drop_downs: list[DropDown] = field(default_factory=list)
    header: str = ""
    footer: str = ""
    paper: int = 0
    landscape: bool = False
    fit: tuple[int, int] = (1, 0)
    fits: bool = False
    scale: int = 100
    margins: dict[str, float] = field(default_factory=dict)
    """Inches by side."""
    across: bool = False
    down: bool = False
    """Whether the page is printed in the middle of the paper."""
    protected: bool = False
    lost: dict[str, int] = field(default_factory=dict)

    def lose(self, name: str) -> None:
        """Counts one thing that cannot be carried over."""
        self.lost[name] = self.lost.get(name, 0) + 1


def of_sheet(book: Book, start: int) -> Records:
    """The records of the sheet whose stream begins at `start`."""
    reader = _Reader(book)
    depth = 0
    for number, data in _records(book.mem, start):
        depth += (number == BOF) - (number == EOF)
        if depth <= 0:
            break
        if depth == 1:  # deeper stands a chart inside the sheet
            reader.take(number, data)
    return reader.done()


class _Reader:
    """Takes the records of one sheet, one by one."""

    def __init__(self, book: Book) -> None:
        self.book, self.found = book, Records()
        self._pending: dict[Place, Place] = {}
        """Cells of a shared formula → the cell where it begins."""
        self._shared: dict[Place, bytes] = {}
        self._how: dict[int, Callable[[bytes], None]] = {
            FORMULA: self._formula,
            SHARED: self._shared_formula,
            ARRAY: lambda _: self.found.lose("数组公式"),
            VALIDATION: self._validation,
            HEADER: lambda data: setattr(self.found, "header", _words(data)[0]),
            FOOTER: lambda data: setattr(self.found, "footer", _words(data)[0]),
            SETUP: self._setup,
            SHEET_FLAGS: self._flags,
            CENTRE_ACROSS: lambda data: setattr(self.found, "across", data[0] != 0),
            CENTRE_DOWN: lambda data: setattr(self.found, "down", data[0] != 0),
            **{number: partial(self._margin, side) for number, side in SIDES.items()},
            PROTECT: lambda data: setattr(self.found, "protected", data[0] != 0),
            CONDITIONAL: lambda _: self.found.lose("条件格式"),
            DRAWING: self._drawing,
            FILTER: lambda _: self.found.lose("筛选按钮"),
        }

    def take(self, number: int, data: bytes) -> None:
        """Takes one record; of those that say nothing here nothing happens."""
        how = self._how.get(number)
        if how is not None and data:
            with _odd(self.found, number):
                how(data)

    def done(self) -> Records:
        """What was found, once the sheet is through."""
        for at, base in self._pending.items():
            tokens = self._shared.get(base)
            with _odd(self.found, FORMULA):
                self._keep(at, _text(self.book, tokens, _SHARED_FORMULA, at) if tokens else "")
        return self.found

    def _formula(self, data: bytes) -> None:
        row, column = struct.unpack_from("<HH", data)
        (size,) = struct.unpack_from("<H", data, 20)
        tokens = data[22 : 22 + size]
        if tokens and tokens[0] == _EXPRESSION:
            top, left = struct.unpack_from("<HH", tokens, 1)
            self._pending[row, column] = top, left
        else:
            self._keep((row, column), _text(self.book, tokens, _CELL_FORMULA, (row, column)))

    def _shared_formula(self, data: bytes) -> None:
        top, _, left, _ = struct.unpack_from("<HHBB", data)
        (size,) = struct.unpack_from("<H", data, 8)
        self._shared[top, left] = data[10 : 10 + size]

    def _keep(self, at: Place, text: str) -> None:
        """A formula that could be read whole; of another only the value is left."""
        if text and "?" not in text and "unk" not in text.casefold():
            self.found.formulas[at] = text
        else:
            self.found.lose("公式")

    def _validation(self, data: bytes) -> None:
        (flags,) = struct.unpack_from("<I", data)
        at = 4
        for _ in range(4):  # title and words of the prompt and of the error
            _, at = _words(data, at)
        first, at = _tokens(data, at)
        _, at = _tokens(data, at)
        (count,) = struct.unpack_from("<H", data, at)
        areas = [struct.unpack_from("<4H", data, at + 2 + 8 * number) for number in range(count)]
        if flags & 0xF != _LIST:
            self.found.lose("数据有效性（不是下拉的）")
            return
        words, formula = _choices(first), ""
        if not words:
            formula = _text(self.book, first, _VALIDATION_FORMULA, (areas[0][0], areas[0][2]))
        if not words and not formula:
            self.found.lose("下拉选项")
            return
        self.found.drop_downs.append(DropDown(words, formula, tuple(areas)))

    def _setup(self, data: bytes) -> None:
        paper, scale, _, wide, high, flags = struct.unpack_from("<6H", data)
        if flags & 0x4:  # nothing of it was ever set
            return
        found = self.found
        found.paper, found.landscape, found.fit = paper, not flags & 0x2, (wide, high)
        found.scale = scale if 10 <= scale <= 400 else 100

    def _margin(self, side: str, data: bytes) -> None:
        (inches,) = struct.unpack_from("<d", data)
        if 0 <= inches < 10:
            self.found.margins[side] = inches

    def _flags(self, data: bytes) -> None:
        self.found.fits = bool(struct.unpack_from("<H", data)[0] & 0x100)

    def _drawing(self, data: bytes) -> None:
        (kind,) = struct.unpack_from("<H", data, 4)
        if kind not in (_COMMENT, _FILTER_ARROW):
            self.found.lose("图片或文本框")


def _text(book: Book, tokens: bytes, kind: int, at: Place) -> str:
    """A formula in words."""
    from xlrd.formula import decompile_formula  # noqa: PLC0415 - old workbooks only

    made = decompile_formula(book, tokens, len(tokens), kind, browx=at[0], bcolx=at[1])
    if not isinstance(made, str):
        return ""
    # One cell of another sheet is written as a range of one, a whole number with a point.
    return _WHOLE.sub(r"\1", _ONE_CELL.sub(r"\1", made))


def _tokens(data: bytes, at: int) -> tuple[bytes, int]:
    """A formula with its length before it, and where it ends."""
    (size,) = struct.unpack_from("<H", data, at)
    return data[at + 4 : at + 4 + size], at + 4 + size


def _choices(tokens: bytes) -> tuple[str, ...]:
    """The words that a drop-down names itself; none when it names a place."""
    if not tokens or tokens[0] != _STRING:
        return ()
    length, wide = tokens[1], tokens[2] & 1
    text = tokens[3 : 3 + length * (2 if wide else 1)].decode("utf-16-le" if wide else "latin-1")
    return tuple(word for word in text.split("\x00") if word)


def _words(data: bytes, at: int = 0) -> tuple[str, int]:
    """A text with its length in two bytes before it, and where it ends."""
    length, flags = struct.unpack_from("<HB", data, at)
    size = length * 2 if flags & 1 else length
    text = data[at + 3 : at + 3 + size].decode("utf-16-le" if flags & 1 else "latin-1")
    return text, at + 3 + size


def _records(mem: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    while at + 4 <= len(mem):
        number, size = struct.unpack_from("<HH", mem, at)
        yield number, bytes(mem[at + 4 : at + 4 + size])
        at += 4 + size


@contextmanager
def _odd(found: Records, number: int) -> Iterator[None]:
    """A record that is not made as the standard says is counted as lost; the rest is still read."""
    try:
        yield
    except (
        struct.error,
        LookupError,
        ValueError,
        AssertionError,
        TypeError,
        AttributeError,
        ArithmeticError,
    ):
        found.lose(_NAMES.get(number, "设置"))

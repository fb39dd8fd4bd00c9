"""Computes what the simple formulas of a form show, so that a preview on a telephone shows the totals too.

Excel, WPS and LibreOffice compute everything anew when they open the form. What stands beside is for those
that do not: a formula that this file does not understand gets no result rather than a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from childdesk.files.filling.form_sheet import area_of
from childdesk.files.filling.refs import unquoted
from childdesk.files.filling.result_functions import (
    OF_VALUES,
    OVER_RANGES,
    Argument,
    Block,
    Unknown,
    Value,
    joined,
    number,
)

VISITS = 3_000_000
"""Cells that may be looked at for the results of one workbook."""
DEEP = 60
"""Formulas that lead to formulas."""


class Cells(Protocol):
    """Where the values of the filled workbook are to be had."""

    def value(self, sheet: str, row: int, column: int) -> Value:
        """What a cell without a formula holds."""

    def formula(self, sheet: str, row: int, column: int) -> str | None:
        """The formula of a cell."""

    def size(self, sheet: str) -> tuple[int, int] | None:
        """(rows, columns) that hold anything; None for a sheet that does not exist."""

    def name(self, name: str) -> str | None:
        """What a defined name stands for."""


_TOKEN = re.compile(
    r"""\s*(?:
    (?P<words>"(?:[^"]|"")*")
  | (?P<ref>(?:(?:'(?:[^']|'')+'|[\w.（）]+)!)?\$?[A-Z]{1,3}\$?[1-9]\d{0,6}
        (?::\$?[A-Z]{1,3}\$?[1-9]\d{0,6})?(?![\w(.!]))
  | (?P<wide>(?:(?:'(?:[^']|'')+'|[\w.（）]+)!)?\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w(.!]))
  | (?P<number>\d+(?:\.\d*)?(?:[Ee][+-]?\d+)?)
  | (?P<call>[A-Za-z][\w.]*)\(
  | (?P<name>[^\W\d][\w.]*)
  | (?P<mark><=|>=|<>|[-+*/^&=<>%(),])
    )\s*""",
    re.VERBOSE,
)
_BINDS = {"=": 1, "<>": 1, "<": 1, ">": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 5}


class Results:
    """The results of a workbook's formulas, each computed once."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self._known: dict[tuple[str, int, int], Value | Unknown] = {}
        self._left = VISITS
        self._open: set[tuple[str, int, int]] = set()

    def of(self, sheet: str, row: int, column: int) -> Value:
        """What a cell shows. Raises Unknown."""
        formula = self.cells.formula(sheet, row, column)
        if formula is None:
            return self.cells.value(sheet, row, column)
        key = (sheet, row, column)
        if key not in self._known:
            self._known[key] = self._computed(key, formula)
        found = self._known[key]
        if isinstance(found, Unknown):
            raise found
        return found

    def _computed(self, key: tuple[str, int, int], formula: str) -> Value | Unknown:
        if key in self._open or len(self._open) > DEEP:
            return Unknown()
        self._open.add(key)
        try:
            found = _Reader(self, key, formula).result()
            return 0.0 if found is None else found
        except Unknown as unknown:
            return unknown
        except (ValueError, OverflowError, ZeroDivisionError, RecursionError, IndexError):
            return Unknown()
        finally:
            self._open.discard(key)

    def visit(self, block: Block) -> Iterator[Value]:
        """The values of a range, row by row; blank rows beyond what is filled are left out."""
        size = self.cells.size(block.sheet)
        if size is None:
            raise Unknown
        bottom, right = min(block.bottom, size[0]), min(block.right, size[1])
        self._left -= max(0, bottom - block.top + 1) * max(0, right - block.left + 1)
        if self._left < 0:
            raise Unknown
        for row in range(block.top, bottom + 1):
            for column in range(block.left, right + 1):
                yield self.of(block.sheet, row, column)


class _Reader:
    """Reads one formula and computes as it goes."""

    def __init__(self, results: Results, key: tuple[str, int, int], formula: str) -> None:
        self.results = results
        self.sheet, self.row, self.column = key
        self._tokens = list(_tokens(formula))
        self._at = 0

    def result(self) -> Value:
        found = self._single(self._expression(0))
        if self._at < len(self._tokens):
            raise Unknown
        return found

    def _peek(self) -> str:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else ""

    def _take(self) -> tuple[str, str]:
        if self._at >= len(self._tokens):
            raise Unknown
        self._at += 1
        return self._tokens[self._at - 1]

    def _want(self, mark: str) -> None:
        if self._take()[1] != mark:
            raise Unknown

    def _expression(self, least: int) -> Argument:
        left = self._operand()
        while True:
            mark = self._peek()
            if mark == "%":
                self._at += 1
                left = number(self._single(left)) / 100
                continue
            binds = _BINDS.get(mark, 0)
            if not binds or binds <= least or self._tokens[self._at][0] != "mark":
                return left
            self._at += 1
            right = self._expression(binds)
            left = joined(mark, self._single(left), self._single(right))

    def _operand(self) -> Argument:
        kind, text = self._take()
        if kind == "words":
            return text[1:-1].replace('""', '"')
        if kind == "number":
            return float(text)
        if kind == "call":
            return self._call(text.removeprefix("_xlfn.").upper())
        if kind in ("ref", "wide"):
            return self._block(text)
        if kind == "name":
            return self._named(text)
        if text == "(":
            found = self._expression(0)
            self._want(")")
            return found
        if text in "+-":
            value = number(self._single(self._expression(5)))
            return -value if text == "-" else value
        raise Unknown

    def _named(self, name: str) -> Argument:
        if name.upper() in ("TRUE", "FALSE"):
            return name.upper() == "TRUE"
        meant = self.results.cells.name(name)
        if meant is None or "!" not in meant:
            raise Unknown
        return self._block(meant)

    def _block(self, text: str) -> Block:
        sheet, _, area = text.rpartition("!")
        wide = re.fullmatch(r"\$?([A-Z]{1,3}):\$?([A-Z]{1,3})", area)
        found = area_of(f"{wide[1]}1:{wide[2]}1048576" if wide else area)
        if found is None:
            raise Unknown
        return Block(unquoted(f"{sheet}!") if sheet else self.sheet, found[0], found[1], found[2], found[3])

    def _single(self, value: Argument) -> Value:
        """One value; a range of one cell is its value."""
        if not isinstance(value, Block):
            return value
        if value.top != value.bottom or value.left != value.right:
            raise Unknown
        if self.results.cells.size(value.sheet) is None:
            raise Unknown
        return self.results.of(value.sheet, value.top, value.left)

    def _call(self, name: str) -> Argument:
        arguments: list[Argument] = []
        if self._peek() == ")":
            self._at += 1
        else:
            while True:
                arguments.append(None if self._peek() in (",", ")") else self._expression(0))
                mark = self._take()[1]
                if mark == ")":
                    break
                if mark != ",":
                    raise Unknown
        if name == "ROW":
            return float(self.row if not arguments else self._corner(arguments[0]).top)
        if name == "COLUMN":
            return float(self.column + 1 if not arguments else self._corner(arguments[0]).left + 1)
        if name in OVER_RANGES:
            return OVER_RANGES[name](self.results, arguments)
        if name in OF_VALUES:
            return OF_VALUES[name]([self._single(value) for value in arguments])
        raise Unknown

    @staticmethod
    def _corner(value: Argument) -> Block:
        if not isinstance(value, Block):
            raise Unknown
        return value


def _tokens(formula: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(formula):
        found = _TOKEN.match(formula, at)
        if found is None or found.lastgroup is None:
            raise Unknown
        yield found.lastgroup, found[found.lastgroup]
        at = found.end()

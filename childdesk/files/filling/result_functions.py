"""Computes single functions of a form's formulas: sums, counts, comparisons, words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

Value = float | str | bool | None


class Unknown(Exception):
    """A formula that is not understood here, or that ends in an error."""


class Block(NamedTuple):
    """A range of cells as an argument."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int


Argument = Value | Block


class Looking(Protocol):
    """What functions ask for the values of cells."""

    def of(self, sheet: str, row: int, column: int) -> Value:
        """What a cell shows. Raises Unknown."""

    def visit(self, block: Block) -> Iterator[Value]:
        """The values of a range, row by row."""


COMPARING = frozenset(("=", "<>", "<", ">", "<=", ">="))


def number(value: Value) -> float:
    """A value as a number. Raises Unknown for words."""
    if value is None:
        return 0.0
    if isinstance(value, str):
        if not re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", value):
            raise Unknown
        return float(value)
    return float(value)


def words(value: Value) -> str:
    """A value as words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
    return value


def joined(mark: str, left: Value, right: Value) -> Value:
    if mark == "&":
        return words(left) + words(right)
    if mark in COMPARING:
        return _compared(mark, left, right)
    one, two = number(left), number(right)
    if mark == "+":
        return one + two
    if mark == "-":
        return one - two
    if mark == "*":
        return one * two
    return one / two if mark == "/" else math.pow(one, two)


def _compared(mark: str, left: Value, right: Value) -> bool:
    one, two = _ranked(left, right), _ranked(right, left)
    return {
        "=": one == two,
        "<>": one != two,
        "<": one < two,
        ">": one > two,
        "<=": one <= two,
        ">=": one >= two,
    }[mark]


def _ranked(value: Value, other: Value) -> tuple[int, float, str]:
    """Numbers stand before words, words before truth, as spreadsheets compare; blank is 0 or ""."""
    if value is None:
        return (1, 0.0, "") if isinstance(other, str) else (0, 0.0, "")
    if isinstance(value, bool):
        return (2, float(value), "")
    if isinstance(value, float):
        return (0, value, "")
    return (1, 0.0, value.casefold())


def _criterion(value: Value) -> Callable[[Value], bool]:
    """What COUNTIF asks: ">=3", "男", "*孤儿*", 5."""
    text = words(value)
    found = re.match(r"(<=|>=|<>|[=<>])", text)
    mark = found[1] if found else "="
    wanted = text[len(mark) :] if found else text
    as_number = float(wanted) if re.fullmatch(r"-?\d+(\.\d+)?", wanted) else None
    if mark in ("=", "<>"):
        parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in wanted)
        shape = re.compile("".join(parts), re.IGNORECASE | re.DOTALL)

        def same(cell: Value) -> bool:
            if as_number is not None:
                return (isinstance(cell, float) and cell == as_number) or words(cell) == wanted
            if not wanted:
                return words(cell) == ""
            return isinstance(cell, str) and shape.fullmatch(cell) is not None

        return same if mark == "=" else lambda cell: not same(cell)
    if as_number is None:
        raise Unknown
    limit = as_number
    return lambda cell: isinstance(cell, float) and _compared(mark, cell, limit)


def _flat(results: Looking, arguments: Sequence[Argument]) -> Iterator[tuple[Value, bool]]:
    """(value, whether it stands in a cell)."""
    for argument in arguments:
        if isinstance(argument, Block):
            for value in results.visit(argument):
                yield value, True
        else:
            yield argument, False


def _numbers(results: Looking, arguments: Sequence[Argument]) -> list[float]:
    found = []
    for value, in_cell in _flat(results, arguments):
        if isinstance(value, float):
            found.append(value)
        elif not in_cell and value is not None:
            found.append(number(value))
    return found


def _chosen(results: Looking, pairs: Sequence[Argument]) -> list[bool]:
    """Which cells meet every (range, criterion)."""
    kept: list[bool] | None = None
    for at in range(0, len(pairs), 2):
        block, asked = pairs[at], pairs[at + 1]
        if not isinstance(block, Block) or (isinstance(asked, Block) and asked.top != asked.bottom):
            raise Unknown
        if isinstance(asked, Block):
            asked = results.of(asked.sheet, asked.top, asked.left)
        meets = _criterion(asked)
        here = [meets(value) for value in results.visit(block)]
        kept = here if kept is None else [a and b for a, b in zip(kept, here, strict=True)]
    return kept or []


def _sum_if(results: Looking, arguments: Sequence[Argument], over: Argument) -> float:
    if not isinstance(over, Block):
        raise Unknown
    chosen = _chosen(results, arguments)
    values = list(results.visit(over))
    pairs = zip(chosen, values, strict=False)
    return math.fsum(value for kept, value in pairs if kept and isinstance(value, float))


def _subtotal(results: Looking, arguments: Sequence[Argument]) -> Value:
    which = {9.0: "SUM", 109.0: "SUM", 3.0: "COUNTA", 103.0: "COUNTA", 2.0: "COUNT", 102.0: "COUNT"}
    name = which.get(arguments[0]) if isinstance(arguments[0], float) else None
    if name is None:
        raise Unknown
    return OVER_RANGES[name](results, arguments[1:])


def _average(results: Looking, arguments: Sequence[Argument]) -> float:
    found = _numbers(results, arguments)
    return math.fsum(found) / len(found)


OVER_RANGES: Mapping[str, Callable[[Looking, Sequence[Argument]], Value]] = {
    "SUM": lambda results, given: math.fsum(_numbers(results, given)),
    "COUNT": lambda results, given: float(len(_numbers(results, given))),
    "COUNTA": lambda results, given: float(sum(value is not None for value, _ in _flat(results, given))),
    "AVERAGE": _average,
    "MAX": lambda results, given: max(_numbers(results, given), default=0.0),
    "MIN": lambda results, given: min(_numbers(results, given), default=0.0),
    "COUNTIF": lambda results, given: float(sum(_chosen(results, given[:2]))),
    "COUNTIFS": lambda results, given: float(sum(_chosen(results, given))),
    "SUMIF": lambda results, given: _sum_if(results, given[:2], given[2] if len(given) > 2 else given[0]),
    "SUMIFS": lambda results, given: _sum_if(results, given[1:], given[0]),
    "SUBTOTAL": _subtotal,
}


def _if(given: Sequence[Value]) -> Value:
    chosen = given[1] if number(given[0]) else given[2] if len(given) > 2 else False
    return 0.0 if chosen is None else chosen


def _rounded(given: Sequence[Value]) -> Value:
    places = int(number(given[1])) if len(given) > 1 else 0
    value = number(given[0]) * math.pow(10, places)
    return math.copysign(math.floor(abs(value) + 0.5), value) / math.pow(10, places)


def _middle(given: Sequence[Value]) -> Value:
    start = int(number(given[1])) - 1
    return words(given[0])[start : start + int(number(given[2]))]


OF_VALUES: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "IF": _if,
    "AND": lambda given: all(number(value) for value in given),
    "OR": lambda given: any(number(value) for value in given),
    "NOT": lambda given: not number(given[0]),
    "ROUND": _rounded,
    "INT": lambda given: float(math.floor(number(given[0]))),
    "ABS": lambda given: abs(number(given[0])),
    "MOD": lambda given: number(given[0]) % number(given[1]),
    "LEN": lambda given: float(len(words(given[0]))),
    "LEFT": lambda given: words(given[0])[: int(number(given[1])) if len(given) > 1 else 1],
    "RIGHT": lambda given: words(given[0])[-(int(number(given[1])) if len(given) > 1 else 1) :],
    "MID": _middle,
    "TRIM": lambda given: " ".join(words(given[0]).split()),
    "CONCATENATE": lambda given: "".join(map(words, given)),
}

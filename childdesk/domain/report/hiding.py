"""Counts of which the small ones are hidden, and what they could be reckoned from as well.

Everything that may ever be printed of one year is looked at together: each month, quarter, half and the
year, the sum and each part of it. Whoever lays two printed tables beside each other (a half and a quarter,
all routes and one) learns no hidden number from them: for every one that is hidden there is another set of
things, one or two of which are otherwise, that prints the very same tables and gives another number there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

SMALL = 3
"""Numbers from 1 up to below this are hidden: in a village everybody knows who it was."""
FEW = f"不到{SMALL}"
KEPT_BACK = "不显示"
"""Stands for a number from which a hidden one could be reckoned; it may be any number, none too."""

Thing = tuple[str, ...]
"""One thing that is counted: its month (2026-03), then its coordinates, such as village and route."""
Face = tuple[int, ...]
"""Which coordinates a table parts the things by; () is the sum of all."""
Cell = tuple[str, Face, tuple[str, ...]]
"""One number: its period (2026, 2026-H1, 2026-Q3, 2026-11), its face, the values there."""

_NEVER = 1_000_000
_WEIGHT = {4: 60, 7: 12}
"""How dear it is to keep back a number of a year or month; halves and quarters are told apart by letter."""
_MOST = 300
"""How many other worlds are tried for one number; the first that costs nothing is taken."""


@lru_cache(1024)
def periods(month: str) -> tuple[str, ...]:
    """The periods in which a month lies: itself, its quarter, half and year."""
    year, number = month[:4], int(month[5:])
    return month, f"{year}-Q{(number + 2) // 3}", f"{year}-H{(number + 5) // 6}", year


@lru_cache(32)
def hidden(things: tuple[Thing, ...], faces: tuple[Face, ...]) -> Hidden:
    """The numbers of one year; the same things are looked at once."""
    return Hidden(things, faces)


class Hidden:
    """The numbers of one year as they may be printed. `faces` are all tables that are ever made of them."""

    def __init__(self, things: Iterable[Thing], faces: Sequence[Face]) -> None:
        self._faces = tuple(dict.fromkeys(((), *faces)))
        self._cells: dict[Thing, tuple[Cell, ...]] = {}
        self._of = Counter(things)
        self._number: Counter[Cell] = Counter()
        for thing, times in self._of.items():
            for cell in self._within(thing):
                self._number[cell] += times
        self._kept: set[Cell] = set()
        self._free: set[Cell] = set()
        self._by: dict[tuple[Thing, int], tuple[Cell, ...]] = {}
        self._with: dict[tuple[int, str], list[Thing]] = {}
        self._values: dict[int, list[str]] = {}
        for thing in self._of:
            for at, value in enumerate(thing):
                self._with.setdefault((at, value), []).append(thing)
        for at, value in self._with:
            self._values.setdefault(at, []).append(value)
        for cell in sorted(self._number, key=lambda one: (len(one[0]), one)):
            if self._few(self._number[cell]) and cell not in self._free:
                self._blur(cell)

    def said(self, period: str, face: Face = (), values: tuple[str, ...] = ()) -> str:
        """What is printed for one number."""
        cell = (period, face, values)
        if cell in self._kept:
            return KEPT_BACK
        number = self._number[cell]
        return FEW if self._few(number) else str(number)

    def number(self, period: str, face: Face = (), values: tuple[str, ...] = ()) -> int:
        """The number itself, for checks of our own; it is never printed."""
        return self._number[period, face, values]

    # ── another world ───────────────────────────────────────────────────────────────────────────────────

    def _blur(self, cell: Cell) -> None:
        """Finds the cheapest world in which this number is another, and keeps back what tells it apart."""
        best: Mapping[Cell, int] = {}
        least = _NEVER
        for tried, change in enumerate(self._changes(cell)):
            if tried > _MOST and least < _NEVER:
                break
            if not change.get(cell):
                continue
            cost = self._cost(change, least)
            if cost < least:
                best, least = change, cost
            if not cost:
                break
        for one, more in best.items():
            if not self._agrees(one, more):
                self._kept.add(one)
            self._free.add(one)

    def _cost(self, change: Mapping[Cell, int], bound: int) -> int:
        total = 0
        for cell, more in change.items():
            if more and not self._agrees(cell, more):
                total += 1 if self._few(self._number[cell]) else _dear(cell)
                if total >= bound:
                    return bound
        return total

    def _agrees(self, cell: Cell, more: int) -> bool:
        """Whether the same words stand there in the other world."""
        if not more or cell in self._kept:
            return True
        number = self._number[cell]
        return self._few(number) and self._few(number + more)

    @staticmethod
    def _few(number: int) -> bool:
        return 0 < number < SMALL

    def _changes(self, cell: Cell) -> Iterator[Mapping[Cell, int]]:
        """Other worlds near to this one in which a number may be another."""
        inside = [one for one in self._of if cell in self._within(one)]
        for one in inside:
            yield self._whole((one,), 1)
            yield self._whole((one,), -1)
        for one in (*inside, *(one for one in self._of if one not in inside)):
            for at, value in self._exchanges(cell, one):
                yield self._moved(one, at, value)
        # In exchange for another thing the sums stay: the nearest one first, which changes the least.
        for one in (*inside, *(one for one in self._of if one not in inside)):
            for at, value in self._exchanges(cell, one):
                partners = self._with.get((at, value), ())
                for two in sorted(partners, key=lambda other: _apart(one, other)):
                    yield self._moved(one, at, value, two)

    def _exchanges(self, cell: Cell, one: Thing) -> Iterator[tuple[int, str]]:
        """(coordinate, value) by which a thing comes into a cell or leaves it."""
        period, face, values = cell
        out = [at for at, value in zip(face, values, strict=True) if one[at] != value]
        out += [] if period in periods(one[0]) else [0]
        if len(out) > 1:
            return
        for at in out or (0, *face):
            for value in self._values[at]:
                there = period in periods(value) if not at else value == values[face.index(at)]
                if there == bool(out):
                    yield at, value

    def _whole(self, things: Sequence[Thing], more: int) -> Mapping[Cell, int]:
        """A thing more, or one less."""
        return {cell: more for thing in things for cell in self._within(thing)}

    def _moved(self, one: Thing, at: int, value: str, two: Thing | None = None) -> Mapping[Cell, int]:
        """How many more are in each cell when a thing has another value, perhaps in exchange with `two`."""
        made: dict[Cell, int] = {}
        for thing, theirs in ((one, value), *(((two, one[at]),) if two is not None else ())):
            for cell in self._touched(thing, at):
                made[cell] = made.get(cell, 0) - 1
            for cell in self._touched(_put(thing, at, theirs), at):
                made[cell] = made.get(cell, 0) + 1
        return made

    def _touched(self, thing: Thing, at: int) -> tuple[Cell, ...]:
        """The cells that count a thing by this coordinate."""
        found = self._by.get((thing, at))
        if found is None:
            found = tuple(cell for cell in self._within(thing) if not at or at in cell[1])
            self._by[thing, at] = found
        return found

    def _within(self, thing: Thing) -> tuple[Cell, ...]:
        """Every cell that counts a thing."""
        found = self._cells.get(thing)
        if found is None:
            parts = [(face, tuple(thing[at] for at in face)) for face in self._faces]
            found = tuple((period, *part) for period in periods(thing[0]) for part in parts)
            self._cells[thing] = found
        return found


def _put(thing: Thing, at: int, value: str) -> Thing:
    return (*thing[:at], value, *thing[at + 1 :])


def _apart(one: Thing, two: Thing) -> int:
    """How little two things have in common; the month counts for more, since it is in every table."""
    shared = sum(mine == theirs for mine, theirs in zip(one[1:], two[1:], strict=True))
    return -shared - sum(period in periods(two[0]) for period in periods(one[0]))


def _dear(cell: Cell) -> int:
    """How dear a number is: the sum of a year is always told, a part of a month gives way first."""
    period, face, _ = cell
    if len(period) == 4 and not face:
        return _NEVER
    weight = _WEIGHT.get(len(period)) or (36 if "H" in period else 24)
    return weight * (4 if not face else 1)

"""How a generated story is told: draws that a seed decides, and ops sorted into dated batches."""

from __future__ import annotations

import bisect
import itertools
import operator
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, NamedTuple, TypeVar

from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set

T = TypeVar("T")

IMPORT, ADD_CHILD, EDIT_CHILD = "import", "add_child", "edit_child"
ADD_VISIT, ADD_REFERRAL, EDIT_REFERRAL = "add_visit", "add_referral", "edit_referral"
ADD_AGENCY, ADD_OBSERVATION = "add_agency", "add_observation"
ADD_REPORT, EDIT_REPORT = "add_mandatory_report", "edit_mandatory_report"
OPERATIONS = (
    IMPORT, ADD_AGENCY, ADD_CHILD, EDIT_CHILD, ADD_VISIT, ADD_OBSERVATION, ADD_REFERRAL, EDIT_REFERRAL,
    ADD_REPORT, EDIT_REPORT,
)  # fmt: skip
"""The operations of a story in the order in which they are done on one day."""

_RANKS = len(OPERATIONS)
_RANK = {operation: rank for rank, operation in enumerate(OPERATIONS)}


@dataclass(frozen=True, slots=True)
class Batch:
    """What was written on one day by one operation: one entry of the journal.

    `ops` go to the writer as they are. A record is new in one batch and set in later ones only.
    """

    day: date
    operation: str
    ops: tuple[Op, ...]


class Span(NamedTuple):
    """From when to when something held; of the beginning perhaps only the month is remembered."""

    begins: date | None = None
    ends: date | None = None
    month_only: bool = False


class Weighted(Generic[T]):
    """Values that are drawn more or less often."""

    def __init__(self, *pairs: tuple[T, float]) -> None:
        self.values = tuple(value for value, _ in pairs)
        self.bounds = tuple(itertools.accumulate(weight for _, weight in pairs))
        self.whole = self.bounds[-1]

    def at(self, part: float) -> T:
        """The value at a part (0 ≤ part < 1) of the whole weight."""
        return self.values[bisect.bisect(self.bounds, part * self.whole)]


class Dice:
    """Draws that depend on nothing but the seed: only `random()` and `getrandbits()` of Python are used,
    whose sequence is the same in every version."""

    __slots__ = ("_bits", "random")

    def __init__(self, seed: str) -> None:
        source = random.Random(seed)
        self.random = source.random
        self._bits = source.getrandbits

    def id(self) -> str:
        """A record id: 32 hexadecimal characters."""
        return f"{self._bits(128):032x}"

    def pick(self, values: Sequence[T]) -> T:
        """One of the values, all equally likely."""
        return values[int(self.random() * len(values))]

    def weighted(self, table: Weighted[T]) -> T:
        """One value of a weighted table."""
        return table.at(self.random())

    def chance(self, part: float) -> bool:
        """True in this part of all cases."""
        return self.random() < part

    def number(self, low: int, high: int) -> int:
        """A whole number from low to high, both included; low where high is smaller."""
        return low + int(self.random() * (high - low + 1)) if high > low else low

    def before(self, day: date, low: int, high: int) -> date:
        """A day that lies low to high days before another."""
        return day - timedelta(self.number(low, high))

    def after(self, day: date, low: int, high: int) -> date:
        """A day that lies low to high days after another."""
        return day + timedelta(self.number(low, high))

    def between(self, first: date, last: date) -> date:
        """A day from first to last, both included; first where last is earlier."""
        return first + timedelta(self.number(0, (last - first).days))


class Story:
    """Collects what one family's file went through and sorts it into batches. `today` is its last day."""

    def __init__(self, dice: Dice, today: date) -> None:
        self.dice = dice
        self.today = today
        self._register = register_day(today)
        self._last = (today.toordinal() + 1) * _RANKS
        self._told: list[tuple[int, Op]] = []

    def new(self, day: date, operation: str, record: str, values: Mapping[str, Scalar], row: str = "") -> str:
        """Tells of a new record; empty values are left out. Returns its id."""
        made = row or self.dice.id()
        if None in values.values():
            values = {key: value for key, value in values.items() if value is not None}
        self._told.append((day.toordinal() * _RANKS + _RANK[operation], New(record, made, values)))
        return made

    def set(self, day: date, operation: str, record: str, row: str, **values: Scalar) -> None:
        """Tells of changed fields of a record that an earlier batch made."""
        at = day.toordinal() * _RANKS + _RANK[operation]
        for key, value in values.items():
            self._told.append((at, Set(record, row, key, value)))

    def dated(
        self,
        arrival: date,
        record: str,
        values: dict[str, Scalar],
        span: Span = Span(),  # noqa: B008 - never changed
        at_end: Mapping[str, Scalar] | None = None,
    ) -> None:
        """Tells of a dated row of a child that came on `arrival`. `values` is completed and kept.

        What began before is written with the child, what began later a few days after it began; an end that
        was not known yet, with what changes at the end, is set when it comes.
        """
        begins, ends = span.begins, span.ends
        day, operation = arrival, self.arriving(arrival)
        source = "导入的表格" if operation == IMPORT else "监护人告知"
        if begins is not None:
            if begins > arrival:
                day, operation = min(self.dice.after(begins, 0, 4), self.today), EDIT_CHILD
                source = "走访" if self.dice.chance(0.6) else "监护人告知"
            values["begins"] = begins.isoformat()[: 7 if span.month_only else None]
        values["checked_on"] = day.isoformat()
        values.setdefault("source", source)
        known = ends is not None and (ends <= day or ends > self.today)
        if ends is not None and known:
            values["ends"] = ends.isoformat()
            if ends <= self.today:
                values.update(at_end or {})
        row = self.new(day, operation, record, values)
        if ends is not None and not known:
            seen = min(self.dice.after(ends, 0, 3), self.today)
            self.set(seen, EDIT_CHILD, record, row, ends=ends.isoformat(), **(at_end or {}))

    def arriving(self, arrival: date) -> str:
        """The operation by which a child came into the register: at its beginning all were imported."""
        return IMPORT if arrival == self._register else ADD_CHILD

    def batches(self) -> list[Batch]:
        """The story in order, one batch for each day and operation. Nothing lies behind today."""
        self._told.sort(key=operator.itemgetter(0))
        parts: dict[int, list[Op]] = {}
        for at, op in self._told:
            if at < self._last:
                parts.setdefault(at, []).append(op)
        return [
            Batch(date.fromordinal(at // _RANKS), OPERATIONS[at % _RANKS], tuple(ops))
            for at, ops in parts.items()
        ]


def register_day(today: date) -> date:
    """The day on which the village's register was imported, about thirteen months ago."""
    return today - timedelta(400)

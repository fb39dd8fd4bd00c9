"""Replays practice villages for the tests, each only once."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from childdesk.domain import current, village
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.plan import New
from childdesk.domain.village import Batch

TODAY = date(2026, 11, 23)
UNIT = "990101101203"
SEEDS = (1, 2, 3)
MANY, SMALL = 400, 60


@dataclass
class Told:
    """A village as it stands at the end, and on which day each row was new."""

    batches: tuple[Batch, ...]
    rows: dict[str, dict[str, dict[str, Scalar]]] = field(default_factory=dict)
    new_on: dict[str, date] = field(default_factory=dict)
    by_child: dict[tuple[str, str], list[dict[str, Scalar]]] = field(default_factory=dict)

    def of(self, record: str, child: str) -> list[dict[str, Scalar]]:
        """The rows of one child."""
        return self.by_child.get((record, child), [])

    def children(self) -> dict[str, dict[str, Scalar]]:
        """All children by id."""
        return self.rows["child"]

    def living(self) -> dict[str, dict[str, Scalar]]:
        """Those who have not left the register."""
        return {key: raw for key, raw in self.children().items() if "exit_on" not in raw}

    def kinds(self, child: str) -> set[str]:
        """The categories that hold today."""
        rows = self.of("category", child)
        return {str(row["kind"]) for row in rows if current.is_valid(row, TODAY) and row["state"] != "已退出"}

    def next_visits(self) -> dict[str, str]:
        """Open child → the day that its last visit named."""
        last: dict[str, dict[str, Scalar]] = {}
        for visit in self.rows["visit"].values():
            child = str(visit["child"])
            if child not in last or str(visit["date"]) > str(last[child]["date"]):
                last[child] = visit
        return {child: str(last[child]["next_date"]) for child in self.living() if child in last}


def replay(batches: tuple[Batch, ...]) -> Told:
    """Does what the batches say, one after the other."""
    told = Told(batches)
    for batch in batches:
        for op in batch.ops:
            if isinstance(op, New):
                told.rows.setdefault(op.record, {})[op.row] = dict(op.values)
                told.new_on[op.row] = batch.day
            elif op.value is None:
                told.rows[op.record][op.row].pop(op.field, None)
            else:
                told.rows[op.record][op.row][op.field] = op.value
    for record, rows in told.rows.items():
        for row in rows.values():
            if "child" in row:
                told.by_child.setdefault((record, str(row["child"])), []).append(row)
    return told


@cache
def made(seed: int, children: int = MANY) -> Told:
    """A village, told and replayed once for all tests."""
    return replay(village.generate(children, seed, TODAY, UNIT).batches)


def earliest(raw: Scalar) -> date:
    return Date().from_db(str(raw)).earliest

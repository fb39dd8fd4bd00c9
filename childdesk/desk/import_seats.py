"""Whose rows are whose where a township takes in a list of several villages.

Each row goes to the village that its column 村 names, else the sheet or the file: written as that village
would have written it, so that its desk gets the children. Who names no village of ours stays here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import import_checks, list_village, villages
from childdesk.desk.households import Households
from childdesk.desk.import_plan import Named, Remark, SheetPlan
from childdesk.desk.list_village import Namer
from childdesk.desk.session import Session
from childdesk.domain.plan import Op, Set
from childdesk.store import reader

MOST = 8
"""Villages that are counted one by one in a sentence."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a row is written: the session as that village's, with its households."""

    session: Session
    households: Households
    name: str = ""

    @property
    def unit(self) -> str:
        """The code of whoever sits here."""
        return self.session.ledger.identity.unit


class Seats:
    """The seats of one workbook, made as its rows need them. At a village there is only its own."""

    def __init__(self, session: Session) -> None:
        self.own = self.now = Seat(session, Households(session))
        self.own_names = villages.own_names(session)
        identity = session.ledger.identity
        self.above = identity.level != "village"
        lines = villages.every(session) if self.above else []
        self._names = {line.unit: line.name for line in lines}
        self._namer = Namer(lines, identity.unit_name if identity.level == "township" else "")
        self._meant: dict[tuple[str, str], Named | None] = {}
        self._seats: dict[str, Seat] = {}
        self._usual = ""
        self._counts: Counter[str] = Counter()

    def begin(self, made: SheetPlan, source: str) -> None:
        """Another sheet: what stands above it may say whose it is."""
        self._usual = list_village.only(made, source, self._namer) if self.above else ""
        self._counts.clear()

    def sit(self, texts: Mapping[str, str]) -> str:
        """Takes the seat of a row, `now`; what is said of a row of no village here, or nothing."""
        self.now = self.own
        if not self.above:
            return import_checks.other_village(texts, self.own_names)
        named = self._named(texts.get("place.town", "").strip(), import_checks.village(texts))
        unit = named.unit if named else self._usual
        if unit:
            self.now = self._seat(unit)
        self._counts[unit] += 1
        if named is None or unit or any(named.name in name for name in self.own_names):
            return ""
        return (
            f"“{named.name}”不在各村的名单里，先归在{self.own_names[0]}。在“各村”里加上它，再收一次就归过去"
        )

    def _named(self, town: str, village: str) -> Named | None:
        if (town, village) not in self._meant:
            found = self._namer.inside(town + village) if town else []
            self._meant[town, village] = found[0] if len(found) == 1 else self._namer.one(village)
        return self._meant[town, village]

    def _seat(self, unit: str) -> Seat:
        if unit not in self._seats:
            there = self.own.session.on_behalf_of(unit, self._names[unit])
            self._seats[unit] = Seat(there, Households(there, self.own.unit), self._names[unit])
        return self._seats[unit]

    def found(self, child: str) -> tuple[str, list[Op]]:
        """(what is said, ops) of a file that is known: one that the township held goes to the village that
        the row names; one of another village stays there, and it is said."""
        seat, connection = self.now, self.own.session.ledger.connection
        raw = {} if seat is self.own else reader.get(connection, "child", child) or {}
        held = str(raw.get("unit") or seat.unit)
        if held == seat.unit:
            return "", []
        if held != self.own.unit:
            where = self._names.get(held, held)
            return f"档案在{where}，表上是{seat.name}。没有转；真的转来了，请在档案里转村", []
        ops: list[Op] = [Set("child", child, "unit", seat.unit)]
        return "", [*ops, *seat.households.take_over(str(raw.get("household") or ""))]

    def told(self, row: int) -> list[Remark]:
        """How the rows of a sheet were shared out, where several villages could be meant."""
        shared = [(self._names[unit], number) for unit, number in self._counts.most_common() if unit]
        if not shared:
            return []
        parts = [f"{name}{number:,}人" for name, number in shared[:MOST]]
        more = f"等{len(shared):,}个村" if len(shared) > MOST else ""
        left = f"；没写村的{self._counts['']:,}人归在{self.own_names[0]}" if self._counts[""] else ""
        level = "doubtful" if left else "note"
        return [Remark(row, None, level, f"按表上写的村归：{'、'.join(parts)}{more}{left}")]

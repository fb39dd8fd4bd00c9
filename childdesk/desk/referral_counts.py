"""Counts the referrals of a period: 发现, 转出, 接收, 反馈, 结案, by route and village; few are hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from childdesk.desk import referral_numbers, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import referral_steps
from childdesk.domain.kinds import Scalar
from childdesk.domain.report.hiding import KEPT_BACK, SMALL, Face
from childdesk.domain.report.period import Period
from childdesk.store import reader

Raw = Mapping[str, Scalar]

ALL = "合计"

SEEN = "seen"
COLUMNS: Mapping[str, str] = {
    SEEN: "发现",
    "date": "写转介",
    "sent_at": "转出",
    "accepted_on": "接收",
    "answered_on": "反馈",
    "closed_on": "结案",
    "went_on": "陪同到诊",
    "back_on": "返校",
}
"""What is counted, by the day that it stands at. 发现 is a look that ended in more than 继续关注."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the counts: a route, a village or all; a cell for each of `COLUMNS`, then median days."""

    label: str
    cells: tuple[str, ...]
    accept_days: str
    answer_days: str


@dataclass(frozen=True, slots=True)
class Counts:
    """The counts of one period. `villages` is empty at a village."""

    period: Period
    total: Line
    routes: tuple[Line, ...]
    villages: tuple[Line, ...]


def counts(session: Session, period: Period) -> Counts:
    """How many were seen, sent, accepted, answered, closed within a period. Raises Refused without right."""
    session.require(Right.S3)
    found = _Found(session, period)
    routes = sorted({referral_numbers.route(raw) for raw in found.rows})
    units = sorted({found.unit(raw) for raw in (*found.rows, *found.looks)})
    named = {unit: found.name(unit) for unit in units} if session.ledger.identity.level != "village" else {}
    return Counts(
        period,
        found.lines({"": ALL}, lambda _raw: "")[0],
        tuple(
            found.lines(
                dict(zip(routes, routes, strict=True)), referral_numbers.route, (referral_numbers.ROUTE,)
            )
        ),
        tuple(found.lines(named, found.unit, (referral_numbers.UNIT,))),
    )


def words(session: Session, period: Period) -> str:
    """本年：发现26　转出22　接收20 … in one line."""
    total = counts(session, period).total
    told = dict(zip(COLUMNS, total.cells, strict=True))
    parts = [f"{COLUMNS[key]}{told[key]}" for key in COLUMNS if key not in ("date", "back_on")]
    return "　".join([*parts, f"接收中位{total.accept_days}", f"返校{told['back_on']}"])


class _Found:
    """Everything that is counted, and whose it is."""

    def __init__(self, session: Session, period: Period) -> None:
        connection = session.ledger.connection
        rows = [raw for _, raw in reader.everyone(connection, "referral")]
        looks = [raw for _, raw in reader.everyone(connection, "observation")]
        whose = {str(raw["child"]) for raw in (*rows, *looks)}
        self._children = reader.many(connection, "child", whose)
        self._identity = session.ledger.identity
        self.period = period
        # A file that was withdrawn is in no table; it would tell itself by the difference of two.
        self.rows: list[Raw] = [raw for raw in rows if str(raw["child"]) in self._children]
        self.looks: list[Raw] = [raw for raw in looks if str(raw["child"]) in self._children]
        self._names = villages.names(session)
        year = period.begins.year
        self._numbers = {
            key: referral_numbers.looks(self.looks, year, self.unit)
            if key == SEEN
            else referral_numbers.numbers(self.rows, key, year, self.unit)
            for key in COLUMNS
        }

    def unit(self, raw: Raw) -> str:
        """The village that answers for the child; a village answers for all of its own."""
        if self._identity.level == "village":
            return self._identity.unit
        return str(self._children[str(raw["child"])].get("unit") or self._identity.unit)

    def name(self, unit: str) -> str:
        """How a village is called here."""
        return village(self._names, unit)

    def lines(self, parts: Mapping[str, str], of: Callable[[Raw], str], face: Face = ()) -> list[Line]:
        """One line for each part (what `of` says → its label)."""
        found = []
        for part, label in parts.items():
            rows = [raw for raw in self.rows if of(raw) == part]
            cells = tuple(
                # A look has no route yet.
                ""
                if key == SEEN and face == (referral_numbers.ROUTE,)
                else self._numbers[key].said(self.period.text, face, (part,) if face else ())
                for key in COLUMNS
            )
            told = dict(zip(COLUMNS, cells, strict=True))
            accepted, answered = (
                # How many there were would show in whether there is a median.
                KEPT_BACK if told[end] == KEPT_BACK else self._median(begin, end, rows)
                for begin, end in (("date", "accepted_on"), ("accepted_on", "answered_on"))
            )
            found.append(Line(label, cells, accepted, answered))
        return found

    def _within(self, day: Scalar) -> bool:
        return bool(day) and self.period.begins.isoformat() <= str(day)[:10] <= self.period.ends.isoformat()

    def _median(self, begin: str, end: str, rows: Sequence[Raw]) -> str:
        """Median days of what came to its `end` within the period; of fewer than three nothing is said."""
        spans = sorted(
            (b - a).days
            for raw in rows
            if self._within(raw.get(end))
            if (a := referral_steps.day_of(raw.get(begin))) and (b := referral_steps.day_of(raw.get(end)))
        )
        if len(spans) < SMALL:
            return "不足3份" if spans else "没有"
        middle = len(spans) // 2
        days = spans[middle] if len(spans) % 2 else (spans[middle - 1] + spans[middle]) / 2
        return f"{days:g}天"


def village(names: Mapping[str, str], unit: str) -> str:
    """A village's name as it is known here, else the last digits of its code."""
    return names.get(unit) or f"{unit[-3:]}村"

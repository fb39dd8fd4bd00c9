"""Counts the referrals of a period: 发现, 转出, 接收, 反馈, 结案, by route and village; few are hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from childdesk.desk.session import Right, Session
from childdesk.domain import referral_steps
from childdesk.domain.kinds import Scalar
from childdesk.domain.report.period import Period
from childdesk.store import links, reader

Raw = Mapping[str, Scalar]

SMALL = 3
"""Numbers of children from 1 up to below this are hidden: in a village everybody knows who it was."""
FEW = f"不到{SMALL}"
KEPT_BACK = "不显示"
"""Stands for a number from which a hidden one beside it could be reckoned."""
NOT_SAID, ALL = "没写去向", "合计"

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
    routes = sorted({_route(raw) for raw in found.rows})
    units = sorted({found.unit(raw) for raw in (*found.rows, *found.looks)} - {""})
    villages = (
        {unit: found.name(unit) for unit in units} if session.ledger.identity.level != "village" else {}
    )
    return Counts(
        period,
        found.lines({"": ALL}, lambda _raw: "")[0],
        tuple(found.lines(dict(zip(routes, routes, strict=True)), _route, looks=False)),
        tuple(found.lines(villages, found.unit)),
    )


def words(session: Session, period: Period) -> str:
    """本年：发现26　转出22　接收20 … in one line."""
    total = counts(session, period).total
    told = dict(zip(COLUMNS, total.cells, strict=True))
    parts = [f"{COLUMNS[key]}{told[key]}" for key in COLUMNS if key not in ("date", "back_on")]
    return "　".join([*parts, f"接收中位{total.accept_days}", f"返校{told['back_on']}"])


def hidden(number: int) -> str:
    """A count that tells of nobody: 0 and from 3 on as it is, else 不到3."""
    return FEW if 0 < number < SMALL else str(number)


def guarded(numbers: Sequence[int]) -> list[str]:
    """The parts of a sum that stands beside them: one that is hidden alone could be reckoned from the rest,

    so the smallest other one goes too.
    """
    said = [hidden(number) for number in numbers]
    if said.count(FEW) == 1:
        others = [(number, at) for at, number in enumerate(numbers) if number >= SMALL]
        if others:
            said[min(others)[1]] = KEPT_BACK
    return said


class _Found:
    """Everything that is counted, and whose it is."""

    def __init__(self, session: Session, period: Period) -> None:
        connection = session.ledger.connection
        self.rows: list[Raw] = [raw for _, raw in reader.everyone(connection, "referral")]
        self.looks: list[Raw] = [
            raw
            for _, raw in reader.everyone(connection, "observation")
            if str(raw.get("result") or "") not in ("", "继续关注")
        ]
        self.period = period
        whose = {str(raw["child"]) for raw in (*self.rows, *self.looks)}
        self._children = reader.many(connection, "child", whose)
        self._names = {one.peer.unit: one.peer.unit_name for one in links.everyone(connection)}

    def unit(self, raw: Raw) -> str:
        """The village that answers for the child."""
        return str(self._children.get(str(raw["child"]), {}).get("unit") or "")

    def name(self, unit: str) -> str:
        """How a village is called here."""
        return village(self._names, unit)

    def lines(self, parts: Mapping[str, str], of: Callable[[Raw], str], *, looks: bool = True) -> list[Line]:
        """One line for each part (what `of` says → its label); what could be reckoned is kept back."""
        by = {part: [raw for raw in self.rows if of(raw) == part] for part in parts}
        columns = [guarded([self._number(key, rows) for rows in by.values()]) for key in COLUMNS]
        seen = [
            sum(of(raw) == part and self._within(raw.get("date")) for raw in self.looks) for part in parts
        ]
        # A look has no route yet.
        columns[0] = guarded(seen) if looks else ["" for _ in parts]
        return [
            Line(
                label,
                tuple(column[at] for column in columns),
                self._median("date", "accepted_on", by[part]),
                self._median("accepted_on", "answered_on", by[part]),
            )
            for at, (part, label) in enumerate(parts.items())
        ]

    def _number(self, key: str, rows: Sequence[Raw]) -> int:
        return sum(self._within(_day_of(raw, key)) for raw in rows)

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
    """A village's name as its pairing says, else the last digits of its code."""
    return names.get(unit) or f"{unit[-3:]}村"


def _route(raw: Raw) -> str:
    return str(raw.get("route") or NOT_SAID).partition("\t")[0]


def _day_of(raw: Raw, key: str) -> Scalar:
    """The day of a step. What was keyed in from paper has no minute: it was sent when it was written."""
    if key != "sent_at" or raw.get("sent_at"):
        return raw.get(key)
    handed = raw.get("accepted_on") or referral_steps.state_of(raw) in (
        "已转出",
        "已接收",
        "服务中",
        "已反馈",
    )
    return raw.get("date") if handed else None

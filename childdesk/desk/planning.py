"""The month of visits: every home on a day, planned by her or proposed; moved with one entry."""

from __future__ import annotations

import calendar as months
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple
from weakref import WeakKeyDictionary

from childdesk.desk import cadences, records, stops, telling, villages
from childdesk.desk.session import Right, Session
from childdesk.domain.cadence import Case
from childdesk.domain.errors import Refused
from childdesk.domain.query import walking
from childdesk.domain.rounds import Home, spread, urgency
from childdesk.domain.workdays import NOT_RECEIVED, DayKind
from childdesk.store import listing
from childdesk.store.ledger import Ledger

LOOK_BACK = 60
"""Days behind a due day after which a plan that was not kept no longer counts."""

PATIENCE = {"红": 0, "黄": 2, "蓝": 4, "绿": 6}
"""Days by which a colour lets others go first where not every home has room: our own choice, no rule's."""
UNGRADED_PATIENCE = 2
"""A child whose colour nobody has set may be any: it waits no longer than a yellow one."""


@dataclass(frozen=True, slots=True)
class Kid:
    """One child of a stop, and why it is seen."""

    child: str
    name: str
    risk: str
    due: str
    reason: str


@dataclass(frozen=True, slots=True)
class StopPlan:
    """One door: whose, in which group, the children behind it, and whether a person chose the day."""

    key: str
    title: str
    group: str
    due: str
    late: bool
    chosen: bool
    kids: tuple[Kid, ...]

    @property
    def beyond(self) -> str:
        """The gravest colour behind the door."""
        return min((kid.risk for kid in self.kids), key=lambda risk: "红黄蓝绿".find(risk or "？") % 9)


@dataclass(frozen=True, slots=True)
class DayPlan:
    """One day: what it is, and the doors of it in walking order."""

    kind: DayKind
    stops: tuple[StopPlan, ...]
    full: bool
    done: int = 0
    """Children who were met on that day."""

    @property
    def iso(self) -> str:
        """The day as ISO text."""
        return self.kind.day.isoformat()


@dataclass(frozen=True, slots=True)
class MonthPlan:
    """A month as the page shows it; `note` says where no arrangement of its year was received."""

    year: int
    month: int
    days: tuple[DayPlan, ...]
    sentence: str
    note: str
    homes_a_day: int
    left: tuple[str, ...] = ()
    """Doors due by the end of the month for which no day has room, the most urgent first."""


class _Card(NamedTuple):
    """What stands on a door for each child."""

    name: str
    risk: str
    group: str
    home: str
    unit: str


_cards: WeakKeyDictionary[Ledger, tuple[int, dict[str, _Card], dict[str, str]]] = WeakKeyDictionary()


def month(session: Session, year: int, number: int) -> MonthPlan:
    """A month of visits. Days that are past show nothing; what is late lies on the first days that come."""
    session.require(Right.VIEW)
    on, version = session.today, listing.version(session.ledger.connection)
    kept = _months.setdefault(session.ledger, {})
    if kept.get("at") != (version, on):
        kept.clear()
        kept["at"] = (version, on)
    found = kept.get((year, number))
    if not isinstance(found, MonthPlan):
        found = kept[year, number] = _month(session, year, number)
    return found


_months: WeakKeyDictionary[Ledger, dict[object, object]] = WeakKeyDictionary()
"""Ledger → the months that were computed since the last change."""


def _month(session: Session, year: int, number: int) -> MonthPlan:
    on = session.today
    a_day = cadences.homes_a_day(session)
    calendar = cadences.calendar(session)
    last = date(year, number, months.monthrange(year, number)[1])
    placed, left = _placed(session, last, a_day)
    first = date(year, number, 1).isoformat()
    done = dict(listing.visits_by_day(session.ledger.connection, first, last.isoformat()))
    days = []
    for kind in calendar.month(year, number):
        there = placed.get(kind.day.toordinal(), ())
        doors = tuple(sorted(there, key=_on_the_way))
        days.append(DayPlan(kind, doors, len(there) >= a_day, done.get(kind.day.isoformat(), 0)))
    note = "" if calendar.known(year) else f"{year}年{NOT_RECEIVED}，节日是推算的"
    told = _sentence(days, on) + (f"；另有{len(left):,}户这个月排不下" if left else "")
    return MonthPlan(year, number, tuple(days), told, note, a_day, left)


def waiting(session: Session, year: int, number: int, first: int, most: int) -> tuple[StopPlan, ...]:
    """A page of the doors for which a month has no room, the most urgent first."""
    keys = month(session, year, number).left[first : first + most]
    last = date(year, number, months.monthrange(year, number)[1])
    doors, kids = _doors(session, last.toordinal())
    today = session.today.toordinal()
    return tuple(
        _stop(session, doors[key][0], kids[key], today, chosen=False) for key in keys if key in doors
    )


def day(session: Session, on: date) -> DayPlan:
    """One day of the plan."""
    found = month(session, on.year, on.month)
    return found.days[on.day - 1]


def move(session: Session, key: str, on: date) -> records.Saved:
    """Puts a door (its key) on another day: all its children at once, one entry that undo takes back."""
    session.require(Right.EDIT)
    if on < session.today:
        raise Refused("请选今天或以后的一天", "day")
    children = _behind(session, key)
    if not children:
        raise Refused("这一户没有要走访的孩子", "key")
    return stops.plan(session, dict.fromkeys(children, on))


def settle(session: Session, year: int, number: int) -> records.Saved:
    """Keeps the proposed month as it stands, so that it stays when other things change."""
    session.require(Right.EDIT)
    chosen = {
        kid.child: day.kind.day
        for day in month(session, year, number).days
        for stop in day.stops
        if not stop.chosen
        for kid in stop.kids
    }
    if not chosen:
        raise Refused("这个月已经都排好了")
    return stops.plan(session, chosen)


def _behind(session: Session, key: str) -> list[str]:
    cards, _ = _known(session)
    following = cadences.board(session)[0]
    return [child for child, card in cards.items() if card.home == key and child in following]


# ── where everything lies ───────────────────────────────────────────────────────────────────────────────


def _placed(session: Session, last: date, a_day: int) -> tuple[dict[int, list[StopPlan]], tuple[str, ...]]:
    """(day → doors, up to the last day; the doors for which no day has room)."""
    today = session.today.toordinal()
    doors, kids = _doors(session, last.toordinal())
    fixed: dict[int, list[Home]] = {}
    for home, chosen in doors.values():
        if chosen:
            fixed.setdefault(chosen, []).append(home)
    calendar = cadences.calendar(session)
    every = range(today, max(last.toordinal(), today) + 1)
    working = [kind for kind in map(calendar.day, map(date.fromordinal, every)) if not kind.free]
    days = [kind.day.toordinal() for kind in working]
    markets = {kind.day.toordinal() for kind in working if kind.market}
    open_doors = [home for home, chosen in doors.values() if not chosen]
    proposed = spread(open_doors, days, a_day, fixed, markets)
    found: dict[int, list[StopPlan]] = {}
    for key, (home, chosen) in doors.items():
        at = chosen or proposed.get(key, 0)
        if at:
            found.setdefault(at, []).append(_stop(session, home, kids[key], today, chosen=bool(chosen)))
    rest = [home for home in open_doors if home.key not in proposed]
    rest.sort(key=lambda home: urgency(home, days[0] if days else today))
    return found, tuple(home.key for home in rest)


def _doors(session: Session, last: int) -> tuple[dict[str, tuple[Home, int]], dict[str, list[str]]]:
    """(key → (door, the day that a person chose or 0), key → children) due up to a day, or planned."""
    cards, heads = _known(session)
    following, cases, _ = cadences.board(session)
    chosen = _chosen(session, cases)
    kids: dict[str, list[str]] = {}
    dues: dict[str, int] = {}
    waits: dict[str, int] = {}
    days: dict[str, int] = {}
    for child, one in following.items():
        picked = chosen.get(child, 0)
        if one.day > last and not 0 < picked <= last:
            continue
        home = cards[child].home
        kids.setdefault(home, []).append(child)
        dues[home] = min(dues.get(home, one.day), one.day)
        wait = PATIENCE.get(cards[child].risk, UNGRADED_PATIENCE)
        waits[home] = min(waits.get(home, wait), wait)
        if picked:
            days[home] = max(days.get(home, 0), picked)
    found = {}
    for key, held in kids.items():
        card = cards[held[0]]
        home_ = Home(key, card.group, dues[key], heads.get(key) or card.name, waits[key])
        found[key] = (home_, days.get(key, 0))
    return found, kids


def _stop(session: Session, home: Home, children: Sequence[str], today: int, *, chosen: bool) -> StopPlan:
    cards, _ = _known(session)
    following = cadences.board(session)[0]
    kids = tuple(
        Kid(
            child,
            cards[child].name,
            cards[child].risk,
            following[child].iso,
            cadences.told(session, following[child]),
        )
        for child in children
    )
    due = date.fromordinal(home.due).isoformat()
    return StopPlan(home.key, home.order, home.group, due, home.due < today, chosen, kids)


def _chosen(session: Session, cases: Mapping[str, Case]) -> dict[str, int]:
    """Child → the day that was planned and is still to come; a visit since then settles it."""
    today = session.today.toordinal()
    found = {}
    for child, (_, day) in stops.planned(session).items():
        at = date.fromisoformat(day).toordinal()
        case = cases.get(child)
        if case is not None and at >= today and max(case.met, case.missed) < at:
            found[child] = at
    return found


def _known(session: Session) -> tuple[dict[str, _Card], dict[str, str]]:
    """(child → card, household → its head), read once per change."""
    connection = session.ledger.connection
    version = listing.version(connection)
    kept = _cards.get(session.ledger)
    if kept is None or kept[0] != version:
        keys = ("name", "risk", "village_group", "household", "unit")
        where = villages.home(session)
        cards = {
            str(raw["id"]): _Card(
                str(raw["name"]),
                str(raw["risk"] or ""),
                where(raw),
                str(raw["household"] or raw["id"]),
                str(raw["unit"] or ""),
            )
            for raw in (
                dict(zip(("id", *keys), row, strict=True)) for row in listing.columns(connection, keys)
            )
        }
        heads = {
            str(row): f"{head}家" for row, head in listing.all_of(connection, "household", ("head",)) if head
        }
        kept = _cards[session.ledger] = (version, cards, heads)
    return kept[1], kept[2]


def _on_the_way(stop: StopPlan) -> tuple[tuple[str, int, str], str]:
    return walking(stop.group), stop.title


def _sentence(days: Sequence[DayPlan], on: date) -> str:
    every = [stop for day in days for stop in day.stops]
    kids = sum(len(stop.kids) for stop in every)
    late = sum(stop.late for stop in every)
    if not every:
        return "这个月没有要走的"
    told = f"还要走{len(every):,}户、看{kids:,}个孩子"
    coming = next((day for day in days if day.stops and day.kind.day >= on), None)
    if late:
        told += f"，{late:,}户已经晚了，排在最前面"
    if coming is not None and coming.kind.day != on:
        told += f"；下一次{telling.day(coming.iso, on)}，{len(coming.stops):,}户"
    return told


# ── looking back ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Coverage:
    """How a month went: homes that should have been seen, homes that were, and visits by day of the year."""

    should: int
    done: int
    strip: tuple[tuple[str, int], ...]
    """(month, visits) for the twelve months up to now, the eldest first."""

    @property
    def sentence(self) -> str:
        """本月应访42户，已访33户."""
        return f"本月应访{self.should:,}户，已访{self.done:,}户"

    @property
    def year(self) -> str:
        """What the strip says, in words: how many visits in twelve months, and in which month most."""
        total = sum(number for _, number in self.strip)
        if not total:
            return "这一年还没有走访"
        month, most = max(self.strip, key=lambda pair: pair[1])
        return f"一年走访{total:,}次，{int(month[5:])}月最多，{most:,}次"


def coverage(session: Session) -> Coverage:
    """This month's homes and the year behind it."""
    homes = covered(session)
    begins = (session.today.replace(day=1) - timedelta(days=330)).replace(day=1)
    counts = dict(listing.visits_by_month(session.ledger.connection, begins.isoformat()))
    strip = []
    for number in range(12):
        at = begins.year * 12 + begins.month - 1 + number
        key = f"{at // 12:04d}-{at % 12 + 1:02d}"
        strip.append((key, counts.get(key, 0)))
    should, done = (sum(pair[at] for pair in homes.values()) for at in (0, 1))
    return Coverage(should, done, tuple(strip))


def covered(session: Session) -> dict[str, tuple[int, int]]:
    """Village → (homes to be seen this month, homes that were seen).

    A home counts as seen once every child in it who was to be seen this month was met.
    """
    session.require(Right.VIEW)
    first = session.today.replace(day=1)
    begun = first.toordinal()
    end = begun + months.monthrange(first.year, first.month)[1] - 1
    cards, _ = _known(session)
    following, cases, _ = cadences.board(session)
    met, open_ = set[tuple[str, str]](), set[tuple[str, str]]()
    for child, one in following.items():
        home = cards[child].unit, cards[child].home
        if cases[child].met >= begun:
            met.add(home)
        elif one.day <= end:
            open_.add(home)
    should, done = Counter(unit for unit, _ in met | open_), Counter(unit for unit, _ in met - open_)
    return {unit: (number, done[unit]) for unit, number in should.items()}

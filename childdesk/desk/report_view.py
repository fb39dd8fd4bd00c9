"""What is asked of a report, and the register as the report sees it: on which day, known until when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from childdesk.desk import places, villages
from childdesk.desk.session import Session
from childdesk.domain.report.period import Period
from childdesk.store import links, reader
from childdesk.store.snapshot import Raw, Snapshot

TOWN = villages.TOWN
BY_VILLAGE, BY_TOWN = ("区域",), ("乡镇", "村")
"""What names the lines of a table: at a county the 乡镇 stands before the village."""
OWN, SUB = "本级", "小计"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which report of which time, about whom. `sealed` is the reason why S3 is in it; empty: it is not.

    `where` are conditions `FIELD=VALUE`: children who meet all of them, and nobody else.
    """

    name: str
    period: Period | None = None
    as_of: date | None = None
    child: str = ""
    sections: tuple[str, ...] = ()
    sealed: str = ""
    where: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """The register for one report. `period` is where it counts what happened, None where a state counts."""

    session: Session
    snapshot: Snapshot
    period: Period | None
    asked: Asked

    @property
    def on(self) -> date:
        """The day of the report."""
        return self.snapshot.on

    @property
    def unit_name(self) -> str:
        """Who reports."""
        return self.session.ledger.identity.unit_name

    @property
    def when(self) -> str:
        """统计时间, as it stands at the right of a sheet."""
        day = self.on.isoformat()
        if self.period is None:
            return f"统计时间：截止到{day}"
        return f"统计时间：{self.period.words}，截止到{day}"

    def known(self) -> str:
        """The note that says whose knowledge it is."""
        return f"截至{self.on.isoformat()}，按本机所知"

    def within(self, raw: Raw, key: str) -> bool:
        """Whether a dated thing lies in the period, up to the day."""
        day = str(raw.get(key) or "")
        begins = self.period.begins.isoformat() if self.period is not None else ""
        return begins <= day <= self.on.isoformat()


def closed(raw: Raw, on: date) -> bool:
    """Whether a child has left the register on a day."""
    left = raw.get("exit_on")
    return bool(left and str(left) <= on.isoformat()) or bool(raw.get("exit_reason") and not left)


@dataclass(frozen=True, slots=True)
class Row:
    """What a line of a table stands for: its labels, and the units whose children it counts. `sub`: the 小计
    of a 乡镇."""

    labels: tuple[str, ...]
    units: frozenset[str]
    sub: bool = False


def labels(view: View) -> tuple[str, ...]:
    """The heads of the labels of `rows`."""
    return BY_TOWN if by_town(view) else BY_VILLAGE


def by_town(view: View) -> bool:
    """Whether the lines are put together by 乡镇: at a county."""
    return view.session.ledger.identity.level == "county"


def rows(view: View, units: set[str]) -> list[Row]:
    """The lines of a table by village; at a county by 乡镇, each with its 小计 below its villages."""
    order = unit_order(view, units)
    if not by_town(view):
        return [Row((name,), frozenset([unit])) for unit, name in order]
    found = []
    names = unit_towns(view.session)
    for town, some in groupby((unit for unit, _ in order), key=lambda unit: unit[:TOWN]):
        # What a township keeps itself has a line where there is something in it, or nothing below it.
        below = list(some)
        shown = [unit for unit in below if len(unit) > TOWN or unit in units] or below
        villages_ = dict(order)
        label = named(town, names)
        found += [Row((label, _within(unit, villages_)), frozenset([unit])) for unit in shown]
        found.append(Row((label, SUB), frozenset(below), sub=True))
    return found


def whence(session: Session, snapshot: Snapshot) -> Callable[[Raw], tuple[str, str]]:
    """Says 乡镇 and village of a child, as a line of a list at a county names them."""
    names, towns = unit_names(session, snapshot), unit_towns(session)

    def told(raw: Raw) -> tuple[str, str]:
        unit = str(raw.get("unit") or session.ledger.identity.unit)
        return named(unit[:TOWN], towns), _within(unit, {unit: named(unit, names)})

    return told


def _within(unit: str, names: Mapping[str, str]) -> str:
    """How a line is called beside the name of its 乡镇."""
    if len(unit) <= TOWN:
        return OWN
    name = names[unit]
    return unit if name.endswith(f"（{unit}）") else villages.within(name)


def unit_towns(session: Session) -> dict[str, str]:
    """At a county: code → name of its townships and of itself; else empty."""
    found, identity = villages.towns(session), session.ledger.identity
    return found | {identity.unit: identity.unit_name} if identity.level == "county" else found


def unit_order(view: View, units: set[str]) -> list[tuple[str, str]]:
    """(code, name) of the lines of a table: in a village itself alone, else every village below that was
    known on the day, every paired desk and every code under which there are children."""
    identity = view.session.ledger.identity
    if identity.level == "village":
        return [(identity.unit, identity.unit_name)]
    told = view.snapshot.rows("village").values()
    living = {str(raw["unit"]) for raw in told if not _ended(raw, view.on)}
    names = unit_names(view.session, view.snapshot)
    # A desk that was paired since says nothing about a past day.
    known = living | (_paired(view.session).keys() if view.snapshot.until is None else set())
    wanted = sorted({*units, *(unit for unit in known if unit and unit != identity.unit)})
    return [(unit, named(unit, names)) for unit in wanted] or [(identity.unit, identity.unit_name)]


def unit_names(session: Session, snapshot: Snapshot) -> dict[str, str]:
    """Code → name of this desk and of every village below it, as it was called on the day."""
    identity = session.ledger.identity
    if identity.level == "village":
        return {identity.unit: villages.within(identity.unit_name)}
    # A village that was written down after the day had its name before.
    since = _listed(raw for _, raw in reader.everyone(session.ledger.connection, "village"))
    names = _listed(snapshot.rows("village").values())
    return {**_paired(session), **since, **names, identity.unit: f"{identity.unit_name}本级"}


def named(unit: str, names: Mapping[str, str]) -> str:
    """How a unit is called: by the unit list, else by its town and code, else by its code alone."""
    if unit in names:
        return names[unit]
    place = places.divisions().place(unit[:TOWN])
    town = place.town or place.county if place is not None else ""
    if not town or len(unit) <= TOWN:
        return town or unit
    return f"{town}（{unit}）"


def _listed(rows: Iterable[Raw]) -> dict[str, str]:
    return {str(raw["unit"]): str(raw["name"]) for raw in rows if raw.get("unit") and raw.get("name")}


def _paired(session: Session) -> dict[str, str]:
    """Code → name of the desks below that this one is paired with."""
    own = session.ledger.identity.unit
    peers = (link.peer for link in links.everyone(session.ledger.connection))
    return {peer.unit: peer.unit_name for peer in peers if peer.unit.startswith(own)}


def _ended(raw: Raw, on: date) -> bool:
    return bool(raw.get("ended_on")) and str(raw["ended_on"]) <= on.isoformat()


def unit_of(view: View, raw: Raw) -> str:
    """The village that answers for a child; in a village always itself."""
    identity = view.session.ledger.identity
    return identity.unit if identity.level == "village" else str(raw.get("unit") or identity.unit)

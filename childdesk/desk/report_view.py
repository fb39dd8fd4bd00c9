"""What is asked of a report, and the register as the report sees it: on which day, known until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from childdesk.desk import places
from childdesk.desk.session import Session
from childdesk.domain.division_names import TOWN_END
from childdesk.domain.report.period import Period
from childdesk.store import links, reader
from childdesk.store.snapshot import Raw, Snapshot

TOWN = 9
"""Digits of the code of a town."""


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
        # 云溪镇河湾村 is 河湾村 in the lists of its town.
        found = re.fullmatch(rf".*?{TOWN_END}(.+)", identity.unit_name)
        return {identity.unit: found[1] if found else identity.unit_name}
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

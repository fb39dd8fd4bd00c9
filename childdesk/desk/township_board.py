"""乡镇总览: every village in one line, with or without ChildDesk: given, late, last package, what waits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from childdesk.desk import cadences, checks, collecting, planning, villages
from childdesk.desk.collecting import PaperLine, Share
from childdesk.desk.session import Right, Session
from childdesk.domain.referral_steps import CLOSED
from childdesk.domain.township_options import NOT_YET, RETURNED
from childdesk.store import links, reader, standings

COUNTY_EMPTY = "还没有村。村由各乡镇同步上来"
QUIET = 14
"""Days without a package after which a village's desk is worth a call. 默认值，请按本县文件修改."""


@dataclass(frozen=True, slots=True)
class Row:
    """One village. `state` is that of the chosen paper, empty where none is chosen; `quiet` counts the days
    since its last package, None for a village without a desk of its own or before the first one."""

    unit: str
    name: str
    desk: bool
    director: str
    phone: str
    state: str
    given_on: str
    told: int | None
    way: str
    words: str
    chases: int
    chased: str
    registered: int
    should: int
    """Homes to be seen this month."""
    done: int
    """Of these, the homes that were seen."""
    overdue: int
    referrals: int
    conflicts: int
    checks: int
    last: str
    quiet: int | None
    gap: str
    town: str = ""
    """At a county the township that the village belongs to, and by whose packages one hears of it."""

    @property
    def owes(self) -> bool:
        """Whether something of the chosen paper is still to come."""
        return self.state in (NOT_YET, RETURNED)

    @property
    def weight(self) -> tuple[int, int, int, str]:
        """What puts a village first: late papers, then visits, then silence."""
        owing = 2 if self.state == RETURNED else int(self.owes)
        return (-owing, -self.overdue, -(self.quiet or 0), self.unit)


@dataclass(frozen=True, slots=True)
class Board:
    """All villages, the papers that may be looked at, and the one that is."""

    rows: tuple[Row, ...]
    papers: tuple[PaperLine, ...]
    paper: PaperLine | None
    own: int
    """Children of this desk's ledger who belong to no village of the list."""
    county: bool = False

    def count(self, state: str) -> int:
        """How many villages stand so with the chosen paper."""
        return sum(row.state == state for row in self.rows)

    @property
    def given(self) -> int:
        """How many have done their part."""
        return self.paper.given if self.paper else 0

    @property
    def told(self) -> int:
        """The children whom those who have given their part told of."""
        return sum(row.told or 0 for row in self.rows if row.state and not row.owes)

    @property
    def registered(self) -> int:
        """The open files of all villages."""
        return sum(row.registered for row in self.rows)


def board(session: Session, paper: str = "") -> Board:
    """Everything in one look; `paper` chooses what is looked at, else the newest that is not complete."""
    session.require(Right.VIEW)
    lines, towns = collecting.papers(session), villages.towns(session)
    chosen = next((line for line in lines if line.id == paper), None)
    if chosen is None:
        chosen = next((line for line in reversed(lines) if line.is_open), lines[0] if lines else None)
    shares = {s.unit: s for s in collecting.every_share(session, chosen.id)} if chosen else {}
    counted = _Counted(session)
    known = villages.every(session)
    made = [_row(session, line, shares.get(line.unit), counted) for line in known]
    rows = sorted((_above(session, row, towns, counted) if towns else row for row in made), key=_weight)
    inside = {line.unit for line in known}
    own = sum(count for unit, count in counted.registered.items() if unit not in inside)
    county = session.ledger.identity.level == "county"
    return Board(tuple(rows), tuple(lines), chosen, own, county)


def _weight(row: Row) -> tuple[int, int, int, str]:
    return row.weight


def _row(session: Session, line: villages.VillageLine, share: Share | None, counted: _Counted) -> Row:
    last, gap = counted.packages.get(line.unit, ("", ""))
    quiet = (session.today - date.fromisoformat(last[:10])).days if last else None
    chased = share.chased if share else ()
    return Row(
        unit=line.unit,
        name=line.name,
        desk=line.desk,
        director=line.director,
        phone=line.phone,
        state=share.state if share else "",
        given_on=share.given_on if share else "",
        told=share.children if share else None,
        way=share.way if share else "",
        words=share.words if share and share.state == RETURNED else "",
        chases=len(chased),
        chased=chased[-1] if chased else "",
        registered=counted.registered.get(line.unit, 0),
        should=counted.covered.get(line.unit, (0, 0))[0],
        done=counted.covered.get(line.unit, (0, 0))[1],
        overdue=counted.overdue[line.unit],
        referrals=counted.referrals[line.unit],
        conflicts=counted.conflicts[line.unit],
        checks=counted.checks[line.unit],
        last=last[:10],
        quiet=max(quiet, 0) if quiet is not None and line.desk else None,
        gap=gap,
    )


def _above(session: Session, row: Row, towns: Mapping[str, str], counted: _Counted) -> Row:
    """A village as its county sees it: what comes from it comes with the packages of its township."""
    town = row.unit[: villages.TOWN]
    last, gap = counted.packages.get(town, ("", ""))
    quiet = (session.today - date.fromisoformat(last[:10])).days if last else None
    day = None if quiet is None else max(quiet, 0)
    return replace(row, town=towns.get(town, town), last=last[:10], quiet=day, gap=gap)


class _Counted:
    """What is counted once for all villages: unit → number."""

    def __init__(self, session: Session) -> None:
        connection = session.ledger.connection
        self.units = standings.units(connection)
        self.registered = standings.open_children(connection)
        self.covered = planning.covered(session)
        self.overdue = self._of(_late(session))
        self.referrals = self._of(_open_referrals(session)) if session.sees_traces else Counter[str]()
        waiting = [(record, row) for record, row, _ in reader.conflicts(connection)]
        self.conflicts = self._of(standings.owners(connection, waiting).values())
        self.checks = Counter(one.unit for one in checks.every(session) if one.is_open)
        self.packages = _packages(session)

    def _of(self, children: Iterable[str]) -> Counter[str]:
        return Counter(self.units[child] for child in children if child in self.units)


def _late(session: Session) -> list[str]:
    """The children whose next visit is late."""
    today = session.today.toordinal()
    following, _, _ = cadences.board(session, session.today)
    return [child for child, one in following.items() if one.day < today]


def _open_referrals(session: Session) -> list[str]:
    rows = reader.everyone(session.ledger.connection, "referral")
    return [str(raw["child"]) for _, raw in rows if raw.get("state") not in (None, CLOSED)]


def _packages(session: Session) -> Mapping[str, tuple[str, str]]:
    """Unit → (when its last package was read, what is wrong with the pairing)."""
    connection = session.ledger.connection
    aside = standings.isolated(connection)
    found: dict[str, tuple[str, str]] = {}
    for link in links.everyone(connection):
        gap = "正在补齐" if link.asking else ""
        if aside.get(link.no):
            gap = f"{aside[link.no]:,}条放一边"
        found[link.peer.unit] = (link.last_read, gap)
    return found


def sentence(found: Board) -> str:
    """How things stand, in one sentence: what is owed comes first, the end is cut off on a small screen."""
    if not found.rows:
        return COUNTY_EMPTY if found.county else "还没有村。把各村加上，就能看谁交了、谁没交"
    desks = sum(row.desk for row in found.rows)
    said = f"{len(found.rows):,}个村，{desks:,}个用童档，在册{found.registered:,}人"
    towns = {row.town for row in found.rows if row.town}
    if towns:
        said = f"{len(towns):,}个乡镇、{len(found.rows):,}个村，在册{found.registered:,}人"
    if found.paper is None:
        return f"{said}。现在没有要收的表"
    left = len(found.rows) - found.given
    late = f"，已经晚了{found.paper.days_late}天" if left and found.paper.days_late > 0 else ""
    back = f"，退回{found.count(RETURNED):,}个" if found.count(RETURNED) else ""
    return f"{found.paper.title}：交了{found.given:,}个，还差{left:,}个{back}{late}。{said}"


def totals(found: Board) -> dict[str, int]:
    """The figures of the last line: they are those of the lines above it."""
    rows = found.rows
    return {
        "villages": len(rows),
        "given": sum(bool(row.state) and not row.owes for row in rows),
        "zero": found.count("零报告"),
        "returned": found.count(RETURNED),
        "waiting": found.count(NOT_YET),
        "told": found.told,
        "registered": found.registered,
        "overdue": sum(row.overdue for row in rows),
        "referrals": sum(row.referrals for row in rows),
        "conflicts": sum(row.conflicts for row in rows),
        "checks": sum(row.checks for row in rows),
    }

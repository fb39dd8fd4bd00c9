"""Two villages each hold a file that may be of one child: found, side by side, joined or left apart."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from childdesk.desk import merging, sameness, settings, shown, villages
from childdesk.desk.conflicts import Taken
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.duplicates import Sketch, Verdict, compare, keys
from childdesk.domain.errors import Refused
from childdesk.store import reader
from childdesk.store.ledger import Ledger

MARK = "twin."
"""How the id of such a question begins."""
APART = "apart."
"""How the name of the setting begins by which a person has said that two are not one."""
NOT_ONE = "不是同一人"
CROWD = 60
"""Children of one key (a name) above which it says nothing: they are only met by another key."""
TOLD = ("name", "sex", "birth", "id_number", "school", "village_group")


@dataclass(frozen=True, slots=True)
class Twin:
    """Two files in two villages, and why they may be one child."""

    first: str
    second: str
    reason: str

    @property
    def id(self) -> str:
        """The id of its question."""
        return f"{MARK}{self.first}.{self.second}"


def pairs(session: Session) -> list[Twin]:
    """The pairs that nobody has decided yet; only where a desk holds several villages."""
    session.require(Right.VIEW)
    if session.ledger.identity.level == "village":
        return []
    raws = dict(reader.everyone(session.ledger.connection, "child"))
    apart = settings.every(session, APART)
    found: dict[tuple[str, str], Twin] = {}
    for first, second in _meeting(sameness.sketches(session, raws).values()):
        one, other = sorted((first, second), key=lambda sketch: sketch.id)
        where = (raws[one.id].get("unit"), raws[other.id].get("unit"))
        settled = (one.id, other.id) in found or f"{APART}{one.id}.{other.id}" in apart
        if where[0] == where[1] or settled:
            continue
        match = compare(one, other)
        if match.verdict is not Verdict.DIFFERENT:
            found[one.id, other.id] = Twin(one.id, other.id, match.reason)
    _counted[session.ledger] = (_as_of(session, len(apart)), len(found))
    return [twin for _, twin in sorted(found.items())]


def waits(session: Session, child: str) -> bool:
    """Whether a pair with this child waits to be decided here; asked of one child alone, which is quick."""
    if session.ledger.identity.level == "village" or not child:
        return False
    apart, near = settings.every(session, APART), [other for other, _ in sameness.near(session, child)]
    raws = reader.many(session.ledger.connection, "child", [child, *near])
    unit = raws.get(child, {}).get("unit")
    pairs_ = ((other, "{}.{}".format(*sorted((child, other)))) for other in near)
    return any(raws[other].get("unit") != unit and f"{APART}{pair}" not in apart for other, pair in pairs_)


def count(session: Session) -> int:
    """How many pairs wait, for a page that asks after every write: all are held against each other anew (two
    seconds for 5,000 children) only once a child came or went, a pair was decided, or the day changed. A name
    that was made alike by hand is seen where one looks at the pairs."""
    if session.ledger.identity.level == "village":
        return 0
    kept = _kept(session)
    return len(pairs(session)) if kept is None else kept


def known(session: Session) -> int:
    """How many pairs wait as far as that was counted since a child came or went: nothing is counted for it,
    so that whoever asks with every entry (the badge) never waits."""
    return _kept(session) or 0


def _kept(session: Session) -> int | None:
    held = _counted.get(session.ledger)
    if held is None or held[0] != _as_of(session, len(settings.every(session, APART))):
        return None
    return held[1]


def _as_of(session: Session, apart: int) -> tuple[object, ...]:
    return reader.count(session.ledger.connection, "child"), apart, session.today


_counted: WeakKeyDictionary[Ledger, tuple[tuple[object, ...], int]] = WeakKeyDictionary()
"""Ledger → (when it was counted, how many)."""


def _meeting(everyone: Iterable[Sketch]) -> Iterable[tuple[Sketch, Sketch]]:
    """Children that have something in common by which two files of one child are known."""
    by_key: dict[str, list[Sketch]] = {}
    for one in everyone:
        for key in keys(one):
            by_key.setdefault(key, []).append(one)
    for group in by_key.values():
        if len(group) <= CROWD:
            yield from itertools.combinations(group, 2)


def told(session: Session, child: str) -> tuple[str, str]:
    """(whose file it is, what stands in it) for the card of one of the two."""
    raw = reader.get(session.ledger.connection, "child", child) or {}
    fields = catalogue.RECORDS["child"].fields()
    words = [shown.one(fields[key], raw.get(key)) for key in TOLD if raw.get(key) is not None]
    unit = str(raw.get("unit") or "")
    return f"{villages.names(session).get(unit, unit)}的档案", "，".join(words)


def settle(session: Session, key: str, taken: Taken) -> str:
    """Joins the two, the chosen one first, or writes down that they are not one. Returns the entry."""
    session.require(Right.EDIT)
    one, _, other = key.removeprefix(MARK).partition(".")
    if taken.value == NOT_ONE:
        return settings.keep(session, f"{APART}{one}.{other}", NOT_ONE).entry
    if taken.number not in (1, 2):
        raise Refused("请选留哪一份，或不是同一人")
    first, second = (one, other) if taken.number == 1 else (other, one)
    return merging.merge(session, first, second, "可能是同一人，合成一份").entry

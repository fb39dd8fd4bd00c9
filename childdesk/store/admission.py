"""What a desk below may send: changes of records that are or were its own. Anything else is put aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from childdesk.domain import link as rules
from childdesk.domain.change import ALIVE, NEW, SEAL, Change
from childdesk.domain.link import Link
from childdesk.store import links, scope
from childdesk.store.connection import Connection
from childdesk.store.scope import At, Places

NOT_THEIRS = "不是这个单位的记录"
NOT_SOUND = "与已有的改动对不上"
FEW = 10
"""Below so many children a fifth of them is nothing unusual."""


def rows(changes: Iterable[Change]) -> set[At]:
    """The rows that some changes belong to."""
    return {(change.record, change.row) for change in changes if change.row}


def sorted_out(
    connection: Connection, unit: str, link: Link, changes: list[Change]
) -> tuple[list[Change], list[Change]]:
    """(what may be applied, what is not the sender's). The desk above may send anything."""
    if not rules.covers(unit, link.peer.unit) or unit == link.peer.unit:
        return changes, []
    touched = rows(changes)
    places = Places(connection)
    places.learn(touched)
    theirs = {at for at in touched if _reaches(link, places.units(at))}
    theirs |= _went_over(connection, link, touched)
    brought = {(c.record, c.row): c for c in changes if c.kind == NEW and c.field != SEAL}
    for at in touched - theirs:
        if not places.units(at) and _is_theirs(link, at, brought, places, theirs):
            theirs.add(at)
    good = [c for c in changes if not c.row or (c.record, c.row) in theirs]
    return good, [c for c in changes if c.row and (c.record, c.row) not in theirs]


def _reaches(link: Link, units: frozenset[str]) -> bool:
    return any(rules.covers(link.peer.unit, unit) for unit in units)


def _is_theirs(link: Link, at: At, brought: Mapping[At, Change], places: Places, theirs: set[At]) -> bool:
    """Whether a record that is new here begins in the sender's unit, or is about a child of theirs."""
    first = brought.get(at)
    if first is None:
        return False
    unit, child = scope.written(first, "unit"), scope.written(first, "child")
    if unit:
        return rules.covers(link.peer.unit, unit)
    if not child:
        return False
    owner = ("child", child)
    return (
        owner in theirs
        or _reaches(link, places.units(owner))
        or (owner in brought and _is_theirs(link, owner, brought, places, theirs))
    )


def _went_over(connection: Connection, link: Link, touched: set[At]) -> set[At]:
    """Rows of which something has gone over this pairing: who moved on is still edited where they were."""
    spans = links.spans(connection, link.no)
    found: set[At] = set()
    for record, row in touched:
        sql = "SELECT arr FROM change WHERE row = ? AND record = ?"
        arrivals = [int(one[0]) for one in connection.execute(sql, (row, record))]
        if any(first <= arr <= last for arr in arrivals for first, last in spans) or any(
            connection.execute("SELECT 1 FROM sent WHERE link = ? AND arr = ?", (link.no, arr)).fetchone()
            for arr in arrivals
        ):
            found.add((record, row))
    return found


def leaving(link: Link, changes: Iterable[Change]) -> set[str]:
    """Children whom some changes withdraw or move out of the sender's unit."""
    found = set()
    for change in changes:
        content = change.content() if change.record == "child" else None
        if change.field == ALIVE and isinstance(content, Mapping) and content.get("alive") is False:
            found.add(change.row)
        if change.field == "unit" and content and not rules.covers(link.peer.unit, str(content)):
            found.add(change.row)
    return found


def living(connection: Connection, unit: str) -> int:
    """How many living children a unit and those below it have here."""
    sql = "SELECT count(*) FROM child WHERE substr(unit, 1, ?) = ?"
    return int(connection.execute(sql, (len(unit), unit)).fetchone()[0])

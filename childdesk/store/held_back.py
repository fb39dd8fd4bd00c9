"""Children who have come back to this desk and are in no list yet: of their history something has not come.

A stub that is told of the return waits until every value is there again (`stubs.returned`). A value that the
desk above lost together with the last copy never comes; nothing here decides, it is only read and counted.
"""

from __future__ import annotations

import json
from typing import TypedDict

from childdesk.domain import link as rules
from childdesk.store.chain import Chain
from childdesk.store.connection import Connection, database, sorted_errors
from childdesk.store.scope import Places

MARK = "held_back"
PATIENCE = 3
"""Packages from above after which it is too long: the first ones may still bring it."""


class Wait(TypedDict):
    """How long a child has been waiting: the epoch in which that was first seen, the present one, and how
    many packages from above were read in that."""

    first: int
    epoch: int
    meetings: int


def children(connection: Connection, unit: str) -> list[str]:
    """Children with a stub who belong to this desk."""
    sql = "SELECT row FROM stub WHERE record = 'child' ORDER BY row"
    stubs = [str(row[0]) for row in connection.execute(sql)]
    places = Places(connection)
    places.learn(("child", child) for child in stubs)
    return [
        child for child in stubs if any(rules.covers(unit, one) for one in places.units(("child", child)))
    ]


def count(connection: Connection, chain: Chain, unit: str, epoch: int) -> None:
    """Counts one more package from above for each of them; begins anew where the pairing has begun anew."""
    before = _marked(connection)
    after = {child: _counted(before.get(child), epoch) for child in children(connection, unit)}
    if after != before:
        with sorted_errors(), database(connection).atomic():
            chain.remember(MARK, json.dumps(after))


def _counted(before: Wait | None, epoch: int) -> Wait:
    if before is None or (before["epoch"] != epoch and not is_late(before)):
        return Wait(first=epoch, epoch=epoch, meetings=1)
    again = before["epoch"] != epoch
    return Wait(first=before["first"], epoch=epoch, meetings=1 if again else before["meetings"] + 1)


def is_late(wait: Wait) -> bool:
    """Whether it has waited too long, before the pairing began anew or since."""
    return wait["first"] < wait["epoch"] or wait["meetings"] >= PATIENCE


def waiting(connection: Connection) -> dict[str, tuple[str, Wait]]:
    """Those who still wait: child → first character of the name, and how long."""
    marked = _marked(connection)
    found = {}
    for child, wait in marked.items():
        row = connection.execute("SELECT told FROM stub WHERE row = ?", (child,)).fetchone()
        if row is not None:
            found[child] = (str(json.loads(str(row[0])).get("initial", "")), wait)
    return found


def _marked(connection: Connection) -> dict[str, Wait]:
    row = connection.execute("SELECT value FROM ledger WHERE key = ?", (MARK,)).fetchone()
    return {} if row is None else dict(json.loads(str(row[0])))

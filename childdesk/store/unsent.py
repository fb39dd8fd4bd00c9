"""Counts what no package has taken along yet, read only: for the status line, with every entry.

The outbox is numbered when somebody is about to send; what has been written since is looked at here without
numbering it.
"""

from __future__ import annotations

from collections.abc import Mapping

from childdesk.domain import link as rules
from childdesk.domain.link import Link
from childdesk.store import links, scope
from childdesk.store.connection import Connection
from childdesk.store.routing import COUNTED, SCANNED
from childdesk.store.scope import At, Places

MANY = 2_000
"""Rows written since the last numbering above which whom each concerns is not looked up: all are counted."""


def count(connection: Connection, unit: str, written: Mapping[int, int]) -> int:
    """How many changes wait to be taken along, over all living pairings. `written` says for a link up to
    which position its last package went; headers and what a change holds sealed count for nothing."""
    hearing = links.everyone(connection)
    found: set[int] = set()
    for link in hearing:
        sql = (
            "SELECT c.arr FROM sent s JOIN change c ON c.arr = s.arr WHERE s.link = ? AND s.pos > ?"
            f" AND {COUNTED}"
        )
        upto = max(link.acked, written.get(link.no, 0))
        found |= {int(row[0]) for row in connection.execute(sql, (link.no, upto))}
    return len(found | _since(connection, unit, hearing))


def _since(connection: Connection, unit: str, hearing: list[Link]) -> set[int]:
    scanned = connection.execute("SELECT value FROM ledger WHERE key = ?", (SCANNED,)).fetchone()
    sql = f"SELECT c.arr, c.record, c.row FROM change c WHERE c.arr > ? AND {COUNTED}"
    rows: dict[At, set[int]] = {}
    for arr, record, row in connection.execute(sql, (int(scanned[0]) if scanned else 0,)):
        if hearing and scope.travels(str(record)):
            rows.setdefault((str(record), str(row)), set()).add(int(arr))
    if len(rows) <= MANY and not any(rules.covers(link.peer.unit, unit) for link in hearing):
        places = Places(connection)
        places.learn(rows)
        rows = {at: arrs for at, arrs in rows.items() if _concerns(hearing, at, places)}
    return set().union(*rows.values())


def _concerns(hearing: list[Link], at: At, places: Places) -> bool:
    down = scope.comes_down(at[0])
    return any(rules.concerns(link.peer.unit, places.units(at), down=down) for link in hearing)

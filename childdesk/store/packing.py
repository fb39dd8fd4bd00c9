"""What comes down to a new desk in its 开户包, and how the new desk begins with it."""

from __future__ import annotations

from collections.abc import Sequence

from childdesk.domain import catalogue
from childdesk.domain import link as rules
from childdesk.domain.change import Change
from childdesk.domain.link import Peer
from childdesk.store import journal, links, scope
from childdesk.store.connection import Connection, database, sorted_errors
from childdesk.store.exchange import Exchange
from childdesk.store.scope import At, Places


def common(connection: Connection, unit: str, *, again: bool) -> list[Change]:
    """Everything of the records that come down which concerns a unit, with its history; of nobody's child.

    With `again` also who worked at the desk of that unit before.
    """
    names = [key for key, cls in catalogue.RECORDS.items() if cls.comes_down]
    sql = f"SELECT DISTINCT record, row FROM change WHERE record IN ({','.join('?' * len(names))})"
    with sorted_errors():
        rows = [(str(a), str(b)) for a, b in connection.execute(sql, names)]
        places = Places(connection)
        places.learn(rows)
        return _changes(connection, {at for at in rows if _concerns(places, at, unit, again=again)})


def _concerns(places: Places, at: At, unit: str, *, again: bool) -> bool:
    units = places.units(at)
    if at[0] == "person" and not again and units & {unit}:
        return False
    return rules.concerns(unit, units, down=True)


def _changes(connection: Connection, rows: set[At]) -> list[Change]:
    arrivals: set[int] = set()
    for part in journal.parts(sorted({row for _, row in rows})):
        marks = ",".join("?" * len(part))
        sql = (
            "SELECT c.record, c.row, c.arr, h.arr FROM change c JOIN entry e ON e.no = c.entry JOIN change h"
            f" ON h.inc = e.inc AND h.seq = e.seq WHERE c.row IN ({marks})"
        )
        for record, row, arr, header in connection.execute(sql, part):
            if (record, row) in rows:
                arrivals |= {int(arr), int(header)}
    found = [change for _, change in journal.numbered(connection, sorted(arrivals))]
    return [change for change in found if not scope.is_sealed(change)]


def introduce(work: Exchange, peer: Peer, *, epoch: int, s3: bool, changes: Sequence[Change]) -> None:
    """Keeps the pairing with the desk above and takes in what it gave; nothing of that is offered back."""
    connection, writer = work.connection, work.writer
    with sorted_errors(), database(connection).atomic():
        link = links.add(connection, peer, epoch=epoch, s3=s3, rid=work.rid)
        first = writer.chain.next_arrival()
        writer.receive(changes)
        links.got(connection, link.no, first, writer.chain.next_arrival() - 1)
        work.router.offer(links.get(connection, link.no))

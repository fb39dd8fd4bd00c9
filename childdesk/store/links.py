"""The pairings of this desk as they stand in the ledger, and what went over each of them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from childdesk.domain.link import Known, Link, Peer
from childdesk.domain.manifest import Manifest
from childdesk.domain.wire import START
from childdesk.store.connection import Connection

_COLUMNS = (
    "no, peer, level, unit, unit_name, recipient, verify, living, s3, rid, peer_rid, epoch, asking, acked,"
    " recv, recv_ch, pos, pos_ch, number, last_sent, last_read"
)


def _link(row: tuple[object, ...]) -> Link:
    no, node, level, unit, name, recipient, verify, living, s3, rid, peer_rid, *cursors = row
    epoch, asking, acked, recv, recv_ch, pos, pos_ch, number, sent, read = cursors
    peer = Peer(str(node), str(level), str(unit), str(name), str(recipient), str(verify))
    return Link(
        no=_whole(no),
        peer=peer,
        living=bool(living),
        s3=bool(s3),
        rid=str(rid),
        peer_rid=str(peer_rid),
        epoch=_whole(epoch),
        asking=bool(asking),
        acked=_whole(acked),
        recv=_whole(recv),
        recv_ch=_chain(recv_ch),
        pos=_whole(pos),
        pos_ch=_chain(pos_ch),
        number=_whole(number),
        last_sent=str(sent),
        last_read=str(read),
    )


def _whole(value: object) -> int:
    return int(str(value))


def _chain(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes) else START


def everyone(connection: Connection, *, living: bool = True) -> list[Link]:
    """All pairings in the order in which they were made; revoked ones only when asked for."""
    where = " WHERE living = 1" if living else ""
    return [_link(row) for row in connection.execute(f"SELECT {_COLUMNS} FROM link{where} ORDER BY no")]


def above(connection: Connection, unit: str) -> list[Link]:
    """The living pairings with desks over `unit`."""
    return [one for one in everyone(connection) if len(one.peer.unit) < len(unit)]


def get(connection: Connection, no: int) -> Link:
    """One pairing as it stands now."""
    return _link(connection.execute(f"SELECT {_COLUMNS} FROM link WHERE no = ?", (no,)).fetchone())


def of_peer(connection: Connection, node: str) -> Link | None:
    """The pairing with a desk, revoked or not."""
    row = connection.execute(f"SELECT {_COLUMNS} FROM link WHERE peer = ?", (node,)).fetchone()
    return None if row is None else _link(row)


def add(connection: Connection, peer: Peer, *, epoch: int, s3: bool, rid: str) -> Link:
    """A new pairing, or the former one with the same desk made new."""
    former = of_peer(connection, peer.node)
    if former is not None:
        clear(connection, former.no)
    about = (peer.node, peer.level, peer.unit, peer.unit_name, peer.recipient, peer.verify)
    connection.execute(
        "INSERT INTO link VALUES (?,?,?,?,?,?,?,1,?,?,'',?,0,0,0,?,0,?,?,'','','','[]')"
        " ON CONFLICT (peer) DO UPDATE SET level = excluded.level, unit = excluded.unit,"
        " unit_name = excluded.unit_name, recipient = excluded.recipient, verify = excluded.verify,"
        " living = 1, s3 = excluded.s3, rid = excluded.rid, epoch = excluded.epoch, asking = 0, acked = 0,"
        " recv = 0, recv_ch = excluded.recv_ch, pos = 0, pos_ch = excluded.pos_ch",
        (former and former.no, *about, int(s3), rid, epoch, START, START, former.number if former else 0),
    )
    made = of_peer(connection, peer.node)
    if made is None:
        raise AssertionError("a pairing that was written is not there")
    return made


def renew(connection: Connection, link: Link, *, epoch: int, asking: bool, rid: str) -> Link:
    """Begins a pairing anew: every cursor forgotten, everything in scope to be offered again."""
    clear(connection, link.no)
    connection.execute(
        "UPDATE link SET epoch = ?, asking = ?, rid = ?, acked = 0, recv = 0, recv_ch = ?, pos = 0,"
        " pos_ch = ?, heads = '' WHERE no = ?",
        (epoch, int(asking), rid, START, START, link.no),
    )
    return get(connection, link.no)


def note_clash(connection: Connection, no: int, known: Known) -> None:
    """Remembers what stands here under a number that the other side uses for something else: it is told."""
    put(
        connection,
        no,
        heads=json.dumps({**heard(connection, no), "clash": [known.rid, known.seq, known.mark]}),
    )


def clash(connection: Connection, no: int) -> Known | None:
    """What the other side is to be told about a number that it uses for something else."""
    found = heard(connection, no).get("clash")
    return Known(str(found[0]), int(found[1]), str(found[2])) if isinstance(found, list) else None


def clear(connection: Connection, no: int) -> None:
    """Forgets what went over a pairing; nothing of the journal is touched."""
    connection.execute("DELETE FROM sent WHERE link = ?", (no,))
    connection.execute("DELETE FROM mile WHERE link = ?", (no,))
    connection.execute("DELETE FROM got WHERE link = ?", (no,))
    connection.execute("DELETE FROM parted WHERE link = ?", (no,))


def put(connection: Connection, no: int, **values: object) -> None:
    """Sets some columns of a pairing."""
    keys = ", ".join(f"{key} = ?" for key in values)
    connection.execute(f"UPDATE link SET {keys} WHERE no = ?", (*values.values(), no))


def hear(connection: Connection, no: int, manifest: Manifest, at: str) -> None:
    """Keeps what the other side said of itself: its chain heads, its incarnation, what it lacks."""
    journal = manifest.journal
    heads = {
        "journal": None if journal is None else [journal.rid, journal.seq, journal.mark],
        "access": list(manifest.access),
        "program": manifest.program,
    }
    put(
        connection,
        no,
        peer_rid=manifest.rid,
        last_read=at,
        heads=json.dumps(heads),
        wants=json.dumps(manifest.wants),
    )


def heard(connection: Connection, no: int) -> Mapping[str, object]:
    """The chain heads that the other side last told."""
    row = connection.execute("SELECT heads FROM link WHERE no = ?", (no,)).fetchone()
    found: Mapping[str, object] = json.loads(str(row[0])) if row and row[0] else {}
    return found


def wanted(connection: Connection, no: int) -> list[str]:
    """Attachments that the other side lacks, by hash."""
    row = connection.execute("SELECT wants FROM link WHERE no = ?", (no,)).fetchone()
    return [str(one) for one in json.loads(str(row[0]))] if row else []


def chain_at(connection: Connection, link: Link, pos: int) -> bytes | None:
    """Our chain at a position where a package ended; None where none did."""
    if pos == 0:
        return START
    if pos == link.pos:
        return link.pos_ch
    row = connection.execute("SELECT ch FROM mile WHERE link = ? AND pos = ?", (link.no, pos)).fetchone()
    return None if row is None else bytes(row[0])


def mile(connection: Connection, no: int, pos: int, chain: bytes) -> None:
    """Keeps our chain where a package ends."""
    connection.execute("INSERT OR IGNORE INTO mile VALUES (?, ?, ?)", (no, pos, chain))


def got(connection: Connection, no: int, first: int, last: int) -> None:
    """Remembers that changes first … last came over this pairing."""
    if last >= first:
        connection.execute("INSERT OR REPLACE INTO got VALUES (?, ?, ?)", (no, first, last))


def spans(connection: Connection, no: int) -> list[tuple[int, int]]:
    """The arrival numbers that came over a pairing, as (first, last), in order."""
    sql = "SELECT first, last FROM got WHERE link = ? ORDER BY first"
    return [(int(a), int(b)) for a, b in connection.execute(sql, (no,))]


def isolate(connection: Connection, no: int, at: str, reason: str, lines: Iterable[str]) -> None:
    """Puts what is not to be applied aside, visible."""
    rows = [(no, at, reason, line) for line in lines]
    connection.executemany("INSERT INTO quarantine (link, at, reason, line) VALUES (?, ?, ?, ?)", rows)


def isolated(connection: Connection) -> int:
    """How many changes were put aside."""
    return int(connection.execute("SELECT count(*) FROM quarantine").fetchone()[0])

"""What an old copy of a ledger wrote under numbers that were already taken: it goes on under new ones.

Somebody put an old file back behind the program's back and wrote on. The other side still knows what stood at
those numbers. What was written since then keeps its place, its author and what its author had seen; it only
gets numbers of a new incarnation, so that both can stand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import replace

from childdesk.domain.change import (
    ALIVE,
    ENTRY,
    ERASE,
    Change,
    Dot,
    canonical,
    canonical_base,
    digest_of,
    link,
)
from childdesk.domain.erasure import emptied_by, is_named
from childdesk.domain.ids import new_rid
from childdesk.domain.link import Known
from childdesk.domain.wire import same
from childdesk.store import journal, links
from childdesk.store.chain import Chain
from childdesk.store.composing import SALT, Tip
from childdesk.store.connection import Connection

DOUBT = "doubt"
"""The mark of an incarnation that began because an older state was found: it asks before it tells."""


def begin_in_doubt(chain: Chain) -> None:
    """A new incarnation, which hears what the others know before it sends anything."""
    rid = new_rid()
    chain.begin_anew(rid)
    chain.remember(DOUBT, rid)


SUSPECT = "suspect"
"""The mark of where another desk begins to know something else: moved when all has been heard."""


def suspect(chain: Chain, known: Known) -> None:
    """Remembers where an incarnation of ours begins to differ from what another desk knows."""
    kept = suspects(chain)
    kept[known.rid] = min(known.seq, kept.get(known.rid, known.seq))
    chain.remember(SUSPECT, json.dumps(kept))


def suspects(chain: Chain) -> dict[str, int]:
    """Incarnation → the first seq that is not believed."""
    found: dict[str, int] = json.loads(chain.recall(SUSPECT, "{}"))
    return found


def shared(connection: Connection, changes: Iterable[Change]) -> frozenset[Dot]:
    """Our changes that the other side knows just so: they stay where they are."""
    own = journal.own_rids(connection)
    named = [change for change in changes if change.rid in own]
    held = journal.several(connection, [change.dot for change in named])
    return frozenset(c.dot for c in named if c.dot in held and same(held[c.dot], c))


def collided(connection: Connection, changes: Iterable[Change]) -> dict[str, int]:
    """Of this desk's incarnations those of which the other side knows something else: rid → first seq."""
    own = journal.own_rids(connection)
    first: dict[str, int] = {}
    named = [change for change in changes if change.rid in own]
    held = journal.several(connection, [change.dot for change in named])
    for change in named:
        if change.dot in held and not same(held[change.dot], change):
            first[change.rid] = min(change.seq, first.get(change.rid, change.seq))
    return first


def move(
    connection: Connection, chain: Chain, first: dict[str, int], stay: frozenset[Dot] = frozenset()
) -> set[tuple[str, str]]:
    """Gives everything from `first` on new numbers, but for what is to stay. Returns the rows that must be
    derived again."""
    chain.remember(SUSPECT, "{}")
    doubt = chain.recall(DOUBT, "")
    if doubt and doubt == chain.recall("rid", "") and not _was_told(connection, doubt):
        first = {**first, doubt: min(1, first.get(doubt, 1))}
    begin_in_doubt(chain)
    tip = chain.tip()
    moving = [
        change
        for rid, seq in first.items()
        for change, _ in journal.chain(connection, rid)
        if change.seq >= seq and change.dot not in stay
    ]
    moving.sort(key=lambda change: _arrival(connection, change.dot))
    places: dict[Dot, Dot] = {change.dot: (tip.rid, number) for number, change in enumerate(moving, 1)}
    for change in moving:
        fresh = _renamed(change, places)
        tip.h = link(tip.h, fresh)
        tip.seq = fresh.seq
        connection.execute(
            "UPDATE change SET inc = ?, seq = ?, base = ?, value = ?, digest = ?, h = ? WHERE arr = ?",
            (
                tip.inc,
                fresh.seq,
                canonical_base(fresh.base),
                fresh.value,
                journal.packed(fresh.digest),
                journal.packed(tip.h),
                _arrival(connection, change.dot),
            ),
        )
        if change.kind == ENTRY:
            sql = "UPDATE entry SET inc = ?, seq = ? WHERE id = ?"
            connection.execute(sql, (tip.inc, fresh.seq, change.entry))
    chain.set_tip(tip.inc, tip.seq, tip.h)
    for rid, seq in first.items():
        chain.cut(rid, seq - 1)
        chain.extend(rid)
    _mark_again(connection, chain, tip, moving, places)
    return {(change.record, change.row) for change in moving if change.row}


def _mark_again(
    connection: Connection, chain: Chain, tip: Tip, moved: Iterable[Change], places: dict[Dot, Dot]
) -> None:
    """Says of what was erased under a number that it has another one now.

    Where the erasure itself stays under its number (it was written after an earlier move, and may have been
    told), its mark goes on naming the former one, under which the others know something else.
    """
    emptied = {c.dot: c for c in moved if c.value is None}
    at = dict.fromkeys((change.record, change.row) for change in emptied.values())
    found: list[Change] = []
    for mark in (change for place in at for change in journal.of_row(connection, *place)):
        field, dots = emptied_by(mark)
        named = [dot for dot in dots if dot in emptied and is_named(emptied[dot], {field: (dot,)})]
        if named:
            value = canonical({"field": field, "changes": sorted(list(places[dot]) for dot in named)})
            salt = os.urandom(SALT)
            seq, digest = tip.seq + len(found) + 1, digest_of(salt, value)
            found.append(replace(mark, rid=tip.rid, seq=seq, base=(), value=value, salt=salt, digest=digest))
    if found:
        chain.mark_day(chain.keep_all(found))
        chain.extend(tip.rid)


def _was_told(connection: Connection, rid: str) -> bool:
    return any(one.rid == rid and not one.asking and one.pos for one in links.everyone(connection))


def _arrival(connection: Connection, dot: Dot) -> int:
    sql = "SELECT c.arr FROM change c JOIN incarnation i ON i.no = c.inc WHERE i.rid = ? AND c.seq = ?"
    return int(connection.execute(sql, dot).fetchone()[0])


def _renamed(change: Change, places: dict[Dot, Dot]) -> Change:
    rid, seq = places[change.dot]
    base = tuple(places.get(dot, dot) for dot in change.base)
    fresh = replace(change, rid=rid, seq=seq, base=base)
    content = change.content()
    if change.field not in (ALIVE, ERASE) or not isinstance(content, Mapping) or change.salt is None:
        return fresh
    value = canonical(_seen(content, places) if change.field == ALIVE else _erased(content, places))
    return replace(fresh, value=value, digest=digest_of(change.salt, value))


def _seen(content: Mapping[str, object], places: dict[Dot, Dot]) -> dict[str, object]:
    """A withdrawal that had seen the row up to some numbers has seen them under their new ones."""
    told = content.get("seen")
    seen = dict(told) if isinstance(told, Mapping) else {}
    for rid, highest in list(seen.items()):
        moved = {old: new for old, new in places.items() if old[0] == rid and old[1] <= highest}
        for new_rid_, new_seq in moved.values():
            seen[new_rid_] = max(new_seq, seen.get(new_rid_, 0))
        if moved:
            seen[rid] = min(old[1] for old in moved) - 1
    return {**content, "seen": {rid: highest for rid, highest in seen.items() if highest > 0}}


def _erased(content: Mapping[str, object], places: dict[Dot, Dot]) -> dict[str, object]:
    dots = content.get("changes")
    named = [(str(dot[0]), int(dot[1])) for dot in dots] if isinstance(dots, list) else []
    return {**content, "changes": sorted(list(places.get(dot, dot)) for dot in named)}

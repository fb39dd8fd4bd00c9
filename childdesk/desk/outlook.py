"""Looks at what a meeting would bring, with or without a stick: nothing is taken in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from childdesk.desk import held_back, meetings, pairing, same_stick, sync
from childdesk.desk.meetings import Meeting
from childdesk.desk.session import Session
from childdesk.desk.sync import Standing
from childdesk.domain.manifest import Manifest
from childdesk.domain.tally import Tally
from childdesk.files import first_look
from childdesk.store import keys, links, routing, stick, tally


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a meeting would bring: how much waits here, in words, and how much lies on the stick."""

    waiting: Tally
    words: str
    packages: int
    arriving: int
    peers: list[Standing]
    past: list[Meeting]
    written: str = ""
    """When the newest package for this desk was written, empty where there is none."""
    warnings: list[str] = field(default_factory=list)
    """What on the stick looks like a virus."""
    held: held_back.Held | None = None
    """Children who have come back and whose history has not."""
    seconds: int = 0
    """How long it will take, by the last meetings; 0 where that is not known."""
    on_way: Tally = field(default_factory=Tally)
    """Of what waits here, what went with a package already."""
    stick: str = ""
    """Whether it is the stick of last time: `same_stick.SAME`, `OTHER`, or empty where nobody knows."""


def outlook(session: Session, folder: Path | None) -> Outlook:
    """Everything that the page 同步 says, with or without a stick. Changes nothing."""
    connection = session.ledger.connection
    peers = sync.status(session)
    fresh: dict[str, int] = {}
    written = []
    for said in _pages(session, folder) if folder is not None and folder.is_dir() else ():
        link = links.of_peer(connection, said.source)
        if link is not None and sync.is_news(session, said) and not sync.why_not(session, link, said):
            held = link.recv if said.span.epoch == link.epoch else 0
            more = _news(said, held)
            fresh[link.peer.node] = max(more, fresh.get(link.peer.node, 0))
            written.append(said.written)
    waiting, words = tally.waiting(connection), _words(session)
    return Outlook(
        waiting,
        words,
        len(fresh),
        sum(fresh.values()),
        [one for one in peers if one.living],
        meetings.past(session),
        max(written, default=""),
        stick.warnings(folder) if folder is not None else [],
        held_back.waiting(session),
        meetings.likely(session, waiting.changes + sum(fresh.values())),
        tally.on_way(connection),
        same_stick.look(session, folder),
    )


def _pages(session: Session, folder: Path) -> Iterator[Manifest]:
    """The first pages of the packages at a place that are for this desk, as their names say. Nothing of the
    others is read."""
    connection = session.ledger.connection
    me, own = pairing.me(session).node, keys.of_ledger(connection)
    known = links.everyone(connection, living=False)
    signers = {one.peer.node: one.peer.verify for one in known}
    ours = {stick.link_name(one.peer.node, me) for one in known}
    for path in stick.candidates(folder):
        said = stick.name_of(path)
        if said is None or said.link not in ours:
            continue
        with contextlib.suppress(OSError), path.open("rb") as source:  # the stick may be gone
            found = first_look.manifest(source, own.identity, signers)
            if found is not None:
                yield found


def _news(said: Manifest, held: int) -> int:
    """How many changes of a package have not come yet. Where a part of it has, what is told of the whole may
    be too much; an older program tells nothing, and its headers are counted with the rest."""
    more = said.span.upto - held
    return more if said.counted is None else min(said.counted, more)


def _words(session: Session) -> str:
    """What the paired desks have not acknowledged, in words."""
    held = routing.waiting(session.ledger.connection)
    names = {"child": "新建{:,}人", "visit": "走访{:,}次", "referral": "转介{:,}件"}
    said = [names[record].format(count) for record, count in held.items() if record in names and count]
    other = sum(count for record, count in held.items() if record not in names)
    if other:
        said.append(f"资料{other:,}处")
    return "、".join(said)

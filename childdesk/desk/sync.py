"""Writes packages for the paired desks and reads theirs: 同步 with a stick, a folder or a file."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from childdesk.desk import backups, conflicts, escrow, held_back, meetings, moved_on, pairing, same_stick, villages
from childdesk.desk.meetings import OWN, Meeting, Met, Read, ReadFile, Written
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.ids import short
from childdesk.domain.link import Link
from childdesk.domain.progress import Progress, Silent
from childdesk.domain.wire import line
from childdesk.files import minisign, package
from childdesk.store import access, aside, attached, keys, links, reader, routing, standings, stick
from childdesk.store.attachments import Attachments
from childdesk.store.connection import database, sorted_errors

REVOKED = "这台电脑已停用，它的包放在一边，没有采用"
PRACTICE = "演练的包不能读进真实档案"
REAL = "真实档案的包不能读进演练"
NOTHING = "这里没有给本机的同步包。请对方先写一份"
ON_THE_STICK = "正在写到U盘（KB）"
NOBODY = "还没有和别的电脑配对。请先配对"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one pairing stands."""

    peer: str
    level: str
    unit: str
    unit_name: str
    last_sent: str
    last_read: str
    unacknowledged: int
    living: bool
    asking: bool
    number: int
    """Of the last package that was written for it."""
    on_way: int = 0
    """Of what is not acknowledged, how much went with a package already."""


class _Undone(Exception):
    """Takes everything back at the end of a trial."""


def status(session: Session) -> list[Standing]:
    """How every pairing stands."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    work, carried = pairing.exchange(session), standings.carried(connection)
    return [
        Standing(
            one.peer.node,
            one.peer.level,
            one.peer.unit,
            one.peer.unit_name,
            one.last_sent,
            one.last_read,
            work.waiting(one.no) if one.living else 0,
            one.living,
            one.asking,
            one.number,
            max(carried.get(one.no, 0) - one.acked, 0) if one.living else 0,
        )
        for one in links.everyone(connection, living=False)
    ]


def last_met(session: Session) -> str:
    """The day of the last exchange with anybody, as it is stored; empty where there was none."""
    session.require(Right.VIEW)
    living = links.everyone(session.ledger.connection)
    return max((max(one.last_read, one.last_sent)[:10] for one in living), default="")


def write(session: Session, folder: Path, to: str = "", progress: Progress | None = None) -> list[Written]:
    """Writes one package for every paired desk, or for one. Raises Refused, Unavailable."""
    session.require(Right.EXPORT)
    connection = session.ledger.connection
    chosen = [pairing.peer(session, to)] if to else links.everyone(connection)
    if not chosen:
        raise Refused(NOBODY)
    watch = progress or Silent()
    found = []
    for number, link in enumerate(chosen):
        watch.step(number, len(chosen), "正在写包")
        found.append(_write(session, folder, link, watch))
    same_stick.note(session, folder)
    return found


def _write(session: Session, folder: Path, link: Link, watch: Progress) -> Written:
    connection = session.ledger.connection
    own = keys.of_ledger(connection)
    work = pairing.exchange(session)
    files = Attachments(session.ledger.home, session.ledger.secret("age"))
    packet = work.compose(link.no, attached.missing(connection, files))
    wanted = [*attached.named(packet.changes), *links.wanted(connection, link.no)]
    sealed = package.seal(
        packet.manifest,
        packet.changes,
        attached.within(files, wanted),
        seed=own.seed,
        recipients=(link.peer.recipient,),
    )
    name = stick.link_name(packet.manifest.source, packet.manifest.target)
    path = stick.write(
        folder,
        name,
        packet.manifest.span.epoch,
        packet.manifest.number,
        sealed,
        lambda done, total: watch.step(
            done // 1024, total // 1024, ON_THE_STICK if done < total else meetings.CHECKING
        ),
    )
    with sorted_errors(), database(connection).atomic():
        links.put(connection, link.no, last_sent=packet.manifest.written)
    told = f"带去{len(packet.changes):,}条"
    peer, seen = link.peer, f"code={meetings.code(str(path))}"
    about = (connection, session.clock, session.person, meetings.WROTE)
    access.note(*about, record=peer.unit, fields=seen, reason=told)
    return Written(str(path), peer.node, peer.unit, peer.unit_name, len(packet.changes), len(sealed))


def read(
    session: Session,
    place: Path,
    *,
    dry_run: bool = False,
    consent: bool = False,
    agreed: Container[str] = (),
    progress: Progress | None = None,
) -> Read:
    """Reads every package at a place, each whole or not at all. With `dry_run` nothing stays changed.

    `consent`: somebody has asked by telephone, so that many children may be withdrawn or moved at once;
    `agreed` says so of the packages with these names alone.
    """
    session.require(Right.IMPORT)
    found = Read(warnings=stick.warnings(place))
    opened = _opened(session, stick.candidates(place), found, progress or Silent())
    if opened and progress is not None:
        progress.step(0, 0, meetings.TAKING)
    opened.sort(key=lambda pair: (pair[1].manifest.span.epoch, pair[1].manifest.number))
    if not dry_run:
        _take_all(session, opened, found, consent=consent, agreed=agreed)
        if any(one.accepted for one in found.files):
            same_stick.note(session, place)
    else:
        try:
            with sorted_errors(), database(session.ledger.connection).atomic():
                _take_all(session, opened, found, consent=consent, trial=True)
                raise _Undone
        except _Undone:
            session.ledger.index.require_recipe(session.ledger.connection)
    if not found.files:
        raise Refused(NOTHING)
    return found


def _opened(
    session: Session, files: Iterable[Path], found: Read, watch: Progress
) -> list[tuple[Path, package.Opened]]:
    """Copies each file into memory first, then opens it: after that the stick may go."""
    connection = session.ledger.connection
    own = keys.of_ledger(connection)
    known = links.everyone(connection, living=False)
    signers = {one.peer.node: one.peer.verify for one in known}
    node = pairing.me(session).node
    mine = {stick.link_name(node, one.peer.node) for one in known}
    wanted = list(files)
    opened = []
    for number, path in enumerate(wanted):
        watch.step(number, len(wanted), meetings.READING)
        said = stick.name_of(path)
        if said is not None and said.link in mine:
            if len(wanted) == 1:
                found.files.append(ReadFile(str(path), "", False, OWN))
            continue
        try:
            sealed = stick.load(path, package.LARGEST)
            opened.append((path, package.unseal(sealed, own.identity, signers)))
        except (Refused, Unavailable) as why:
            sentence = why.sentence
            found.files.append(ReadFile(str(path), "", False, sentence))
    return opened


def _take_all(
    session: Session,
    opened: list[tuple[Path, package.Opened]],
    found: Read,
    *,
    consent: bool,
    agreed: Container[str] = (),
    trial: bool = False,
) -> None:
    connection = session.ledger.connection
    if not trial and any(_is_news(session, one) for _, one in opened) and reader.count(connection, "child"):
        backups.make(session, "sync")
    for path, one in opened:
        found.files.append(_take(session, path, one, found, consent=consent or path.name in agreed))
    found.conflicts = conflicts.count(session)
    if not trial and found.applied:
        escrow.settle(session)
        villages.follow_name(session)
    if not trial:
        held_back.note(session, found.files)
    if not trial and opened:
        told = f"收到{found.applied:,}条"
        access.note(connection, session.clock, session.person, meetings.READ, reason=told)


def _is_news(session: Session, one: package.Opened) -> bool:
    link = links.of_peer(session.ledger.connection, one.manifest.source)
    span = one.manifest.span
    return link is not None and (span.epoch > link.epoch or span.upto > link.recv)


def _take(session: Session, path: Path, one: package.Opened, found: Read, *, consent: bool) -> ReadFile:
    connection = session.ledger.connection
    link = links.of_peer(connection, one.manifest.source)
    if link is None:
        raise AssertionError("a package of nobody we know was opened")
    why = _why_not(session, link, one)
    source = link.peer.unit
    if why:
        if why == REVOKED:
            found.quarantined += _put_aside(session, link, one)
        return ReadFile(str(path), source, False, why)
    shorter = _shorter(session, link, one) if _is_news(session, one) else ""
    taken = pairing.exchange(session).take(one.manifest, one.changes, consent=consent)
    if taken.accepted:
        found.shorter += [shorter] if shorter else []
        meetings.compare_dates(found, link.peer.unit_name, one.manifest.written, session.clock.now())
        files = Attachments(session.ledger.home, session.ledger.secret("age"))
        attached.keep(connection, files, one.blobs)
    found.applied += taken.applied
    found.quarantined += taken.quarantined
    found.changed |= taken.rows - taken.fresh if taken.applied else set()
    found.fresh |= taken.fresh
    return ReadFile(str(path), source, taken.accepted, taken.why_not, taken.applied, taken.needs_consent)


def _shorter(session: Session, link: Link, one: package.Opened) -> str:
    """Said where the other side's access log ends before the place that it told last time: somebody cut it.
    After a restore a new incarnation speaks, and nothing is held against it."""
    told = links.heard(session.ledger.connection, link.no).get("access")
    before = int(told[0]) if isinstance(told, list) and told else 0
    now = one.manifest.access[0]
    if one.manifest.rid != link.peer_rid or now >= before:
        return ""
    return f"{link.peer.unit_name}的访问记录比上次少了{before - now:,}条，请打电话问问"


def _why_not(session: Session, link: Link, one: package.Opened) -> str:
    me = pairing.me(session)
    if one.manifest.target != me.node:
        return package.NOT_FOR_US
    if one.manifest.practice is not me.practice:
        return REAL if me.practice else PRACTICE
    return "" if link.living else REVOKED


def _put_aside(session: Session, link: Link, one: package.Opened) -> int:
    """Puts a package aside once, however often its stick comes by; returns how much it put there."""
    connection = session.ledger.connection
    if aside.holds(connection, link.no, one.manifest.written, REVOKED):
        return 0
    with sorted_errors(), database(connection).atomic():
        links.isolate(connection, link.no, one.manifest.written, REVOKED, map(line, one.changes))
    return len(one.changes)


def meet(
    session: Session, folder: Path, progress: Progress | None = None, agreed: Container[str] = ()
) -> Met:
    """Reads what is for this desk and writes what the others do not have yet: the one big button."""
    watch, since, begun = progress or Silent(), meetings.newest(session), time.monotonic()
    with meetings.watched(session, since):
        before = conflicts.count(session)
        met = _meet(session, folder, watch, agreed)
    torn = max(met.read.conflicts - before, 0)
    meetings.note(session, met, since, torn, time.monotonic() - begun)
    return met


def _meet(session: Session, folder: Path, watch: Progress, agreed: Container[str]) -> Met:
    try:
        found = read(session, folder, agreed=agreed, progress=watch)
    except Refused as none:
        if none.sentence != NOTHING:
            raise
        found = Read(conflicts=conflicts.count(session), warnings=stick.warnings(folder))
    watch.step(0, 0, f"{meetings.WRITING}包")
    try:
        return Met(found, write(session, folder, progress=watch))
    except (Refused, Unavailable) as trouble:
        if not found.applied:
            raise
        return Met(found, [], unwritten=trouble.sentence)


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a meeting would bring: how much waits here, in words, and how much lies on the stick."""

    waiting: int
    words: str
    packages: int
    arriving: int
    conflicts: int
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
    stick: str = ""
    """Whether it is the stick of last time: `same_stick.SAME`, `OTHER`, or empty where nobody knows."""


def outlook(session: Session, folder: Path | None) -> Outlook:
    """Everything that the page 同步 says, with or without a stick. Changes nothing."""
    connection = session.ledger.connection
    peers = status(session)
    opened: list[tuple[Path, package.Opened]] = []
    if folder is not None and folder.is_dir():
        opened = _opened(session, stick.candidates(folder), Read(), Silent())
    fresh: dict[str, int] = {}
    written = []
    for _, one in opened:
        link = links.of_peer(connection, one.manifest.source)
        if link is not None and _is_news(session, one) and not _why_not(session, link, one):
            held = link.recv if one.manifest.span.epoch == link.epoch else 0
            more = one.manifest.span.upto - held
            fresh[link.peer.node] = max(more, fresh.get(link.peer.node, 0))
            written.append(one.manifest.written)
    waiting, words = _waiting(session)
    return Outlook(
        waiting,
        words,
        len(fresh),
        sum(fresh.values()),
        conflicts.count(session),
        [one for one in peers if one.living],
        meetings.past(session),
        max(written, default=""),
        stick.warnings(folder) if folder is not None else [],
        held_back.waiting(session),
        meetings.likely(session, waiting + sum(fresh.values())),
        same_stick.look(session, folder),
    )


def _waiting(session: Session) -> tuple[int, str]:
    """(how many changes, in words) the paired desks have not acknowledged."""
    held = routing.waiting(session.ledger.connection)
    names = {"child": "新建{:,}人", "visit": "走访{:,}次", "referral": "转介{:,}件"}
    said = [names[record].format(count) for record, count in held.items() if record in names and count]
    other = sum(count for record, count in held.items() if record not in names)
    if other:
        said.append(f"资料{other:,}处")
    return sum(held.values()), "、".join(said)


def children(session: Session, found: Read) -> list[dict[str, str]]:
    """What a reading changed, by child: id, name, and whether the file is new here."""
    connection = session.ledger.connection
    touched: dict[str, str] = {}
    for record, row in sorted(found.changed | found.fresh):
        raw = reader.get(connection, record, row) or {}
        child = row if record == "child" else str(raw.get("child") or "")
        if child:
            what = "新来" if (record, row) in found.fresh and record == "child" else "有改动"
            touched[child] = "新来" if "新来" in (what, touched.get(child)) else what
    names = reader.many(connection, "child", touched)
    gone = moved_on.among(session, found.changed | found.fresh)
    left = [{"id": one.child, "short": short(one.child), "name": one.name, "what": one.words} for one in gone]
    return left + [
        {"id": child, "short": short(child), "name": str(names[child]["name"] or ""), "what": what}
        for child, what in touched.items()
        if child in names
    ]


def public_key(session: Session) -> str:
    """This desk's signing key for the stock `minisign` tool."""
    return minisign.public_key(keys.of_ledger(session.ledger.connection).seed)

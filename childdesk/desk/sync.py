"""Writes packages for the paired desks and reads theirs: 同步 with a stick, a folder or a file."""

from __future__ import annotations

import time
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from childdesk.desk import (
    backups,
    conflicts,
    escrow,
    held_back,
    meetings,
    moved_on,
    pairing,
    same_stick,
    villages,
)
from childdesk.desk.meetings import OWN, Met, Read, ReadFile, Written
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.ids import short
from childdesk.domain.link import Link
from childdesk.domain.manifest import Manifest
from childdesk.domain.progress import Progress, Silent
from childdesk.domain.tally import number
from childdesk.domain.wire import line
from childdesk.files import minisign, package
from childdesk.store import access, aside, attached, keys, links, reader, standings, stick, tally
from childdesk.store import unsent as unsent_
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
    lying: bool = False
    """Whether something of it went with a package that is not acknowledged."""


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
            one.living and carried.get(one.no, 0) > one.acked,
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
    for at, link in enumerate(chosen):
        watch.step(at, len(chosen), "正在写包")
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
    told = number(packet.changes)
    sealed = package.seal(
        replace(packet.manifest, counted=told),
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
    session.ledger.bookmark(written_mark(link), str(packet.manifest.span.upto))
    peer, seen = link.peer, f"code={meetings.code(str(path))}"
    about = (connection, session.clock, session.person, meetings.WROTE)
    access.note(*about, record=peer.unit, fields=seen, reason=f"带去{told:,}条")
    return Written(str(path), peer.node, peer.unit, peer.unit_name, told, len(sealed))


def written_mark(link: Link) -> str:
    """The bookmark that says up to which position a package of this pairing was written."""
    return f"written.{link.no}.{link.epoch}"


def unsent(session: Session) -> int:
    """How many changes no package has taken along yet; they would be lost with this computer."""
    session.require(Right.VIEW)
    ledger = session.ledger
    known = links.everyone(ledger.connection)
    written = {one.no: int(ledger.bookmark(written_mark(one)) or 0) for one in known}
    return unsent_.count(ledger.connection, ledger.identity.unit, written)


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
    for at, path in enumerate(wanted):
        watch.step(at, len(wanted), meetings.READING)
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
    news = not trial and any(is_news(session, one.manifest) for _, one in opened)
    if news and reader.count(connection, "child"):
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
        told = f"收到{found.came:,}条"
        access.note(connection, session.clock, session.person, meetings.READ, reason=told)


def is_news(session: Session, said: Manifest) -> bool:
    """Whether a package holds what has not come yet."""
    link = links.of_peer(session.ledger.connection, said.source)
    span = said.span
    return link is not None and (span.epoch > link.epoch or span.upto > link.recv)


def _take(session: Session, path: Path, one: package.Opened, found: Read, *, consent: bool) -> ReadFile:
    connection = session.ledger.connection
    link = links.of_peer(connection, one.manifest.source)
    if link is None:
        raise AssertionError("a package of nobody we know was opened")
    why = why_not(session, link, one.manifest)
    source = link.peer.unit
    if why:
        if why == REVOKED:
            fresh = _put_aside(session, link, one)
            found.quarantined += fresh
            now = fresh or any(one.why_not == REVOKED for one in found.files)
            why = REVOKED if now else meetings.STOPPED_BEFORE
        return ReadFile(str(path), source, False, why)
    shorter = _shorter(session, link, one) if is_news(session, one.manifest) else ""
    before = tally.arrived(connection)
    taken = pairing.exchange(session).take(one.manifest, one.changes, consent=consent)
    if taken.accepted:
        found.shorter += [shorter] if shorter else []
        meetings.compare_dates(found, link.peer.unit_name, one.manifest.written, session.clock.now())
        files = Attachments(session.ledger.home, session.ledger.secret("age"))
        attached.keep(connection, files, one.blobs)
    came = tally.came(connection, link.no, before) if taken.applied else 0
    found.applied += taken.applied
    found.came += came
    found.quarantined += taken.quarantined
    found.changed |= taken.rows - taken.fresh if taken.applied else set()
    found.fresh |= taken.fresh
    return ReadFile(str(path), source, taken.accepted, taken.why_not, came, taken.needs_consent)


def _shorter(session: Session, link: Link, one: package.Opened) -> str:
    """Said where the other side's access log ends before the place that it told last time: somebody cut it.
    After a restore a new incarnation speaks, and nothing is held against it."""
    told = links.heard(session.ledger.connection, link.no).get("access")
    before = int(told[0]) if isinstance(told, list) and told else 0
    now = one.manifest.access[0]
    if one.manifest.rid != link.peer_rid or now >= before:
        return ""
    return f"{link.peer.unit_name}的访问记录比上次少了{before - now:,}条，请打电话问问"


def why_not(session: Session, link: Link, said: Manifest) -> str:
    """Why a package is not taken in whatever it holds; empty where nothing speaks against it."""
    me = pairing.me(session)
    if said.target != me.node:
        return package.NOT_FOR_US
    if said.practice is not me.practice:
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
        written = write(session, folder, progress=watch)
        return Met(found, written, brought=tally.on_way(session.ledger.connection))
    except (Refused, Unavailable) as trouble:
        if not found.applied:
            raise
        return Met(found, [], unwritten=trouble.sentence)


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

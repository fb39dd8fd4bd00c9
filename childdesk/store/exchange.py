"""Composes what goes to a peer and takes in what comes from one: the whole protocol on one ledger.

Both run in one transaction each. Nothing here seals, signs or touches a stick: a packet is a manifest and
changes. What a packet means is decided by the pure rules of `domain/link.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from childdesk.domain.change import SCHEMA, Change
from childdesk.domain.clock import Clock, wall
from childdesk.domain.link import Known, Link, Peer, Span, Verdict, judge
from childdesk.domain.manifest import Manifest
from childdesk.domain.progress import Progress
from childdesk.domain.wire import START, chained, line, mark, same
from childdesk.store import admission, journal, links, reader, salvage, stubs
from childdesk.store.connection import Connection, database, sorted_errors
from childdesk.store.routing import Router
from childdesk.store.writer import Writer

WHY = {
    Verdict.OLD: "这是上次配对以前写的旧文件，不用再读",
    Verdict.BEHIND: "本机的档案比对方知道的旧。已记下，下次同步会补齐",
    Verdict.FORKED: "对方电脑用过旧档案，这份先不收。把本机的包带回去就会补齐",
}
DIFFERS = "这份文件前后对不上，没有收。请对方重写一份"
LARGE = "这份会撤回或转走两成以上的孩子。请先打电话问清楚，再确认"


@dataclass(frozen=True, slots=True)
class Packet:
    """What goes to a peer: the first page (its members still to be filled in) and the changes."""

    manifest: Manifest
    changes: list[Change]


@dataclass(slots=True)
class Taken:
    """What came of a packet. `rows` are the records that it touched, `fresh` those that it brought."""

    accepted: bool
    why_not: str = ""
    applied: int = 0
    known: int = 0
    quarantined: int = 0
    rows: set[tuple[str, str]] = field(default_factory=set)
    fresh: set[tuple[str, str]] = field(default_factory=set)
    needs_consent: bool = False


@dataclass(frozen=True, slots=True)
class Self:
    """This desk as packages name it."""

    node: str
    unit: str
    practice: bool
    program: str = ""


class Exchange:
    """The protocol on one ledger; lives on the writing lane."""

    def __init__(self, connection: Connection, writer: Writer, clock: Clock, me: Self) -> None:
        self.connection = connection
        self.writer = writer
        self.clock = clock
        self.me = me
        self.router = Router(connection, writer.chain, me.unit)

    @property
    def rid(self) -> str:
        """This desk's present incarnation."""
        return self.writer.chain.recall("rid", "")

    # -- out ----------------------------------------------------------------------------------------------

    def compose(self, no: int, wants: Sequence[str] = ()) -> Packet:
        """Everything behind the last position that the peer has acknowledged; it may be nothing."""
        with sorted_errors(), database(self.connection).atomic():
            self.router.extend()
            link = self._present(links.get(self.connection, no))
            frm_ch = links.chain_at(self.connection, link, link.acked)
            if frm_ch is None:
                raise AssertionError("an acknowledged position without its chain")
            links.mile(self.connection, no, link.pos, link.pos_ch)
            links.put(self.connection, no, number=link.number + 1)
            span = Span(
                link.epoch, link.asking, link.acked, frm_ch, link.pos, link.pos_ch, link.recv, link.recv_ch
            )
            manifest = replace(self._page(link, span), wants=tuple(wants))
            return Packet(manifest, self._changes(link))

    def _page(self, link: Link, span: Span) -> Manifest:
        seq, h = journal.tip(self.connection, self.rid)
        access = self.connection.execute("SELECT seq, h FROM access ORDER BY seq DESC LIMIT 1").fetchone()
        return Manifest(
            source=self.me.node,
            target=link.peer.node,
            unit=self.me.unit,
            rid=self.rid,
            number=link.number + 1,
            written=wall(self.clock.now()),
            practice=self.me.practice,
            span=span,
            s3=link.s3,
            program=self.me.program,
            sv=SCHEMA,
            knows=self._knows(link),
            journal=Known(self.rid, seq, h),
            access=(int(access[0]), str(access[1])) if access else (0, ""),
        )

    def _knows(self, link: Link) -> Known | None:
        """What the peer is to compare: the newest of its changes here, or one that it uses for another."""
        newest = journal.newest(self.connection, link.peer_rid) if link.peer_rid else None
        plain = None if newest is None else Known(newest.rid, newest.seq, mark(newest))
        return links.clash(self.connection, link.no) or plain

    def _present(self, link: Link) -> Link:
        """The pairing as it stands for this incarnation: after a restore it begins anew."""
        if link.rid == self.rid:
            return link
        asking = self.writer.chain.recall(salvage.DOUBT, "") == self.rid
        fresh = links.renew(self.connection, link, epoch=link.epoch + 1, asking=asking, rid=self.rid)
        return fresh if asking else self._offered(fresh)

    def _offered(self, link: Link) -> Link:
        self.router.offer(link)
        return links.get(self.connection, link.no)

    def _changes(self, link: Link) -> list[Change]:
        sql = (
            f"SELECT {journal.COLUMNS} FROM sent s JOIN change c ON c.arr = s.arr"
            " JOIN incarnation i ON i.no = c.inc JOIN entry e ON e.no = c.entry"
            " WHERE s.link = ? AND s.pos > ? ORDER BY s.pos"
        )
        return [journal.change_of(row) for row in self.connection.execute(sql, (link.no, link.acked))]

    def waiting(self, no: int) -> int:
        """How many changes the peer has not acknowledged yet."""
        with sorted_errors(), database(self.connection).atomic():
            self.router.extend()
        link = links.get(self.connection, no)
        return link.pos - link.acked

    def begin(self, peer: Peer, *, epoch: int, s3: bool, progress: Progress | None = None) -> None:
        """Keeps a new pairing and offers it everything in its scope. Raises Cancelled: then there is none."""
        with sorted_errors(), database(self.connection).atomic():
            self.router.extend()
            self.router.offer(links.add(self.connection, peer, epoch=epoch, s3=s3, rid=self.rid), progress)

    def relink(self, no: int) -> None:
        """Begins a pairing anew by hand: the universal recovery."""
        with sorted_errors(), database(self.connection).atomic():
            self.router.extend()
            link = links.get(self.connection, no)
            fresh = links.renew(self.connection, link, epoch=link.epoch + 1, asking=False, rid=self.rid)
            self.router.offer(fresh)

    # -- in -----------------------------------------------------------------------------------------------

    def take(self, manifest: Manifest, changes: list[Change], *, consent: bool = False) -> Taken:
        """Takes in one packet of a living peer, whole or not at all; says why not."""
        with sorted_errors(), database(self.connection).atomic():
            link = links.of_peer(self.connection, manifest.source)
            if link is None:
                raise AssertionError("a packet of nobody we know")
            link = self._present(link)
            taken = self._judged(link, manifest, changes, consent=consent)
        self.writer.sweep()
        return taken

    def _judged(self, link: Link, manifest: Manifest, changes: list[Change], *, consent: bool) -> Taken:
        span = manifest.span
        lost = self._lost(manifest.knows)
        verdict = judge(link, span, links.chain_at(self.connection, link, span.ack), lost=lost)
        if verdict is Verdict.BEHIND:
            self._begin_in_doubt(link, manifest)
        if verdict in WHY:
            return Taken(False, WHY[verdict])
        if not _holds_together(span, changes):
            return Taken(False, DIFFERS)
        if verdict is Verdict.TAKE and not self._continues(link, span, changes):
            return Taken(False, WHY[Verdict.FORKED])
        fresh = changes if verdict is Verdict.RENEW else changes[max(0, link.recv - span.frm) :]
        if not consent and self._is_large(link, fresh):
            return Taken(False, LARGE, needs_consent=True)
        if self._clashes(link, fresh):
            return Taken(False, WHY[Verdict.FORKED])
        renewed = verdict is Verdict.RENEW
        if renewed:
            if lost:
                salvage.begin_in_doubt(self.writer.chain)
            asking = lost or link.asking
            link = links.renew(self.connection, link, epoch=span.epoch, asking=asking, rid=self.rid)
        return self._received(link, manifest, fresh, renewed=renewed)

    def _lost(self, knows: Known | None) -> bool:
        """Whether the other side knows a change of ours that we do not, or knows it otherwise."""
        known = None if knows is None else journal.at(self.connection, (knows.rid, knows.seq))
        return knows is not None and (known is None or mark(known) != knows.mark)

    def _begin_in_doubt(self, link: Link, manifest: Manifest) -> None:
        knows = manifest.knows
        if knows is not None and self._is_otherwise(knows):
            salvage.suspect(self.writer.chain, knows)
        salvage.begin_in_doubt(self.writer.chain)
        epoch = max(link.epoch, manifest.span.epoch) + 1
        links.renew(self.connection, link, epoch=epoch, asking=True, rid=self.rid)

    def _is_otherwise(self, knows: Known) -> bool:
        """Whether under a number of ours something else stands here."""
        known = journal.at(self.connection, (knows.rid, knows.seq))
        own = knows.rid in journal.own_rids(self.connection)
        return own and known is not None and mark(known) != knows.mark

    def _clashes(self, link: Link, fresh: list[Change]) -> bool:
        """Whether a desk below uses numbers for something else than what is known of them here."""
        own = journal.own_rids(self.connection)
        held = journal.several(self.connection, [change.dot for change in fresh if change.rid not in own])
        found = [
            Known(known.rid, known.seq, mark(known))
            for change in fresh
            if (known := held.get(change.dot)) is not None and not same(known, change)
        ]
        below = len(link.peer.unit) >= len(self.me.unit)
        if found and below:
            links.note_clash(self.connection, link.no, min(found, key=lambda known: known.seq))
        return bool(found) and below

    def _continues(self, link: Link, span: Span, changes: list[Change]) -> bool:
        """Whether what we have had already says the same, and the chain arrives where it says."""
        before = min(link.recv, span.upto) - span.frm
        held = journal.several(self.connection, [change.dot for change in changes[:before]])
        if any(change.dot in held and not same(held[change.dot], change) for change in changes[:before]):
            return False
        chain = chained(span.frm_ch, map(mark, changes[:before]))
        return span.upto < link.recv or chain == link.recv_ch

    def _received(self, link: Link, manifest: Manifest, fresh: list[Change], *, renewed: bool) -> Taken:
        span = manifest.span
        taken = self._apply(link, fresh, manifest.rid)
        if span.upto > link.recv:
            links.put(self.connection, link.no, recv=span.upto, recv_ch=span.upto_ch)
        links.mile(self.connection, link.no, span.ack, span.ack_ch)
        links.put(self.connection, link.no, acked=max(link.acked, span.ack))
        if span.upto >= link.recv:
            links.hear(self.connection, link.no, manifest, wall(self.clock.now()))
        self._settle_asking(links.get(self.connection, link.no), span, renewed=renewed)
        self.router.tell_left(links.get(self.connection, link.no), admission.rows(fresh))
        self._settle_stubs(manifest, link, admission.rows(fresh))
        return taken

    def _apply(self, link: Link, fresh: list[Change], rid: str) -> Taken:
        now = wall(self.clock.now())
        good, foreign = admission.sorted_out(self.connection, self.me.unit, link, fresh, rid)
        links.isolate(self.connection, link.no, now, admission.NOT_THEIRS, map(line, foreign))
        first = salvage.collided(self.connection, good)
        for rid, seq in salvage.suspects(self.writer.chain).items() if link.asking else ():
            first[rid] = min(seq, first.get(rid, seq))
        again: set[tuple[str, str]] = set()
        if first:
            stay = salvage.shared(self.connection, good)
            again = salvage.move(self.connection, self.writer.chain, first, stay)
            links.put(self.connection, link.no, rid=self.rid)
        elif _has_more_of(self.connection, self.rid, good):
            salvage.begin_in_doubt(self.writer.chain)
            links.put(self.connection, link.no, rid=self.rid)
        known = {at for at in admission.rows(good) if journal.of_row(self.connection, *at)}
        arrival = self.writer.chain.next_arrival()
        report = self.writer.receive(good)
        links.got(self.connection, link.no, arrival, self.writer.chain.next_arrival() - 1)
        if again:
            self.writer.derive(again)
        refused = set(report.forked) | set(report.damaged)
        odd = [change for change in good if change.dot in refused]
        links.isolate(self.connection, link.no, now, admission.NOT_SOUND, map(line, odd))
        rows = admission.rows(good)
        return Taken(
            True, "", report.applied, report.known, len(foreign) + len(odd), rows | again, rows - known
        )

    def _settle_asking(self, link: Link, span: Span, *, renewed: bool) -> None:
        """Who asked and has heard everything tells everything itself; so does who was asked."""
        if link.asking:
            # Where both ask, one of them must begin to tell.
            if span.asking and self.me.node > link.peer.node:
                return
            links.put(self.connection, link.no, asking=0)
        if link.asking or renewed:
            self.router.offer(links.get(self.connection, link.no))

    def _settle_stubs(self, manifest: Manifest, link: Link, rows: set[tuple[str, str]]) -> None:
        connection, unit = self.connection, self.me.unit
        back = stubs.returned(connection, unit)
        self.writer.derive(back)
        self.router.come_back(back)
        above = links.above(connection, unit)
        if link.no in {one.no for one in above}:
            today, number = self.clock.today().isoformat(), manifest.number
            self.writer.derive(stubs.part(connection, unit, above, told=today, number=number))
            anew = stubs.drop(connection, above, number=number, rows=rows)
            self.router.tell_back(links.get(connection, link.no), anew)

    def _is_large(self, link: Link, changes: list[Change]) -> bool:
        """Whether so many children would be withdrawn or moved that it looks like a mistake."""
        gone = admission.leaving(link, changes)
        held = admission.living(self.connection, link.peer.unit)
        return held >= admission.FEW and len(gone) * 5 > held


def _has_more_of(connection: Connection, rid: str, changes: list[Change]) -> bool:
    """Whether some changes bear an incarnation and are not here."""
    ours = {change.dot for change in changes if change.rid == rid}
    return len(journal.several(connection, ours)) < len(ours)


def _holds_together(span: Span, changes: list[Change]) -> bool:
    """Whether the changes are as many as the first page says, and chained as it says."""
    if len(changes) != span.upto - span.frm:
        return False
    return chained(span.frm_ch, map(mark, changes)) == span.upto_ch


def conflicts(connection: Connection) -> int:
    """How many fields wait for a person."""
    return len(reader.conflicts(connection))


__all__ = ["START", "Exchange", "Packet", "Self", "Taken", "conflicts"]

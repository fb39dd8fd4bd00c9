"""What two paired desks know of each other, and what a package that arrives means: pure rules, no storage.

Every link numbers what it sends 1, 2, 3 … (positions) and chains them. A package carries everything behind
the last position that the other side has acknowledged, so a lost stick costs nothing but bytes. Each side
says how far it has received; nothing is ever asked of a clock.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass

from childdesk.domain.wire import START

PROTOCOL = 1
"""The version of the exchange that this program writes."""


@dataclass(frozen=True, slots=True)
class Peer:
    """A desk as pairing made it known: who it is, where it stands, its keys."""

    node: str
    level: str
    unit: str
    unit_name: str
    recipient: str
    verify: str


@dataclass(frozen=True, slots=True)
class Link:
    """One pairing and how far it has come. `rid` is our incarnation that the cursors belong to."""

    no: int
    peer: Peer
    living: bool
    s3: bool
    rid: str
    peer_rid: str
    epoch: int
    asking: bool
    acked: int
    recv: int
    recv_ch: bytes
    pos: int
    pos_ch: bytes
    number: int
    last_sent: str
    last_read: str

    @property
    def fresh(self) -> bool:
        """Whether nothing has been received since the pairing was made or renewed."""
        return self.recv == 0 and self.recv_ch == START


@dataclass(frozen=True, slots=True)
class Known:
    """The newest change of the other's incarnation that a desk has: where it stands and its mark."""

    rid: str
    seq: int
    mark: str


@dataclass(frozen=True, slots=True)
class Span:
    """Where a package stands on its link: from behind `frm` up to `upto`, and what it acknowledges."""

    epoch: int
    asking: bool
    frm: int
    frm_ch: bytes
    upto: int
    upto_ch: bytes
    ack: int
    ack_ch: bytes


class Verdict(enum.Enum):
    """What a package means for the link that it belongs to."""

    TAKE = "take"
    RENEW = "renew"
    OLD = "old"
    BEHIND = "behind"
    FORKED = "forked"


def judge(link: Link, span: Span, ack_ch: bytes | None, *, lost: bool) -> Verdict:
    """What a package means. `ack_ch` is our chain at the position that it acknowledges, None where we have
    none; `lost` is whether the other side knows changes of ours that we do not.

    RENEW: the other side begins the pairing anew. BEHIND: this desk has gone back to an older state.
    FORKED: the other side has. OLD: a pairing that is over.
    """
    if span.epoch < link.epoch:
        return Verdict.OLD
    if span.epoch > link.epoch:
        # It speaks of a pairing that we do not remember: either it is new, or we have forgotten it.
        return Verdict.BEHIND if span.frm > 0 or span.ack > 0 else Verdict.RENEW
    if lost or span.ack > link.pos or ack_ch is None or ack_ch != span.ack_ch:
        return Verdict.BEHIND
    if span.frm > link.recv:
        return Verdict.BEHIND
    if span.frm == link.recv and span.frm_ch != link.recv_ch:
        return Verdict.FORKED
    return Verdict.TAKE


def covers(unit: str, other: str) -> bool:
    """Whether a unit is another one or stands above it: a code is the beginning of those below it."""
    return other.startswith(unit)


def concerns(peer: str, units: frozenset[str], *, down: bool) -> bool:
    """Whether a record of these units is of interest to a peer: its own or below it; with `down`, also one
    of a unit above it."""
    return any(covers(peer, unit) or (down and covers(unit, peer)) for unit in units)

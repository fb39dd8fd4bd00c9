"""The first page of a package: from whom to whom, where it stands on their link, and what lies inside."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from childdesk.domain.link import PROTOCOL, Known, Span

FORMAT = "childdesk-package"
SUITE = "age1+ed25519"
_HEX = re.compile(r"[0-9a-f]*")


class Unsound(ValueError):
    """A first page that is none. Never shown to a person as it stands."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything that stands on the first page."""

    source: str
    target: str
    unit: str
    rid: str
    number: int
    written: str
    practice: bool
    span: Span
    s3: bool = False
    program: str = ""
    protocol: int = PROTOCOL
    reader: int = PROTOCOL
    """The oldest protocol that still understands it."""
    sv: int = 1
    knows: Known | None = None
    journal: Known | None = None
    """Where the sender's own chain stands; its `mark` is the chain's h."""
    access: tuple[int, str] = (0, "")
    recipients: tuple[str, ...] = ()
    wants: tuple[str, ...] = ()
    """Attachments that are missing here, by hash."""
    counted: int | None = None
    """How many changes people are told that it holds; None where an older program has written it."""
    members: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Name inside the package → (bytes, SHA-256)."""


def text(manifest: Manifest) -> str:
    """The first page as it is signed."""
    span = manifest.span
    page = {
        "format": FORMAT,
        "suite": SUITE,
        "protocol": manifest.protocol,
        "reader": manifest.reader,
        "program": manifest.program,
        "sv": manifest.sv,
        "practice": manifest.practice,
        "from": manifest.source,
        "to": manifest.target,
        "unit": manifest.unit,
        "rid": manifest.rid,
        "number": manifest.number,
        "written": manifest.written,
        "epoch": span.epoch,
        "asking": span.asking,
        "frm": [span.frm, span.frm_ch.hex()],
        "upto": [span.upto, span.upto_ch.hex()],
        "ack": [span.ack, span.ack_ch.hex()],
        "s3": manifest.s3,
        "knows": _known(manifest.knows),
        "journal": _known(manifest.journal),
        "access": list(manifest.access),
        "recipients": list(manifest.recipients),
        "wants": list(manifest.wants),
        "counted": manifest.counted,
        "members": {name: list(about) for name, about in sorted(manifest.members.items())},
    }
    return json.dumps(page, ensure_ascii=False, indent=1)


def _known(known: Known | None) -> list[object] | None:
    return None if known is None else [known.rid, known.seq, known.mark]


def read(page: str) -> Manifest:
    """The first page that a text holds. Raises Unsound for anything else; unknown keys are passed over."""
    try:
        found = json.loads(page)
        if not isinstance(found, dict) or found.get("format") != FORMAT or found.get("suite") != SUITE:
            raise Unsound("format")
        return _manifest(found)
    except (KeyError, ValueError, TypeError, RecursionError) as error:
        raise Unsound("manifest") from error


def reader(page: str) -> int:
    """The oldest protocol that understands a page of any suite, one of a later program among them; 0 where it
    does not say so. Raises Unsound for what is no first page at all."""
    try:
        found = json.loads(page)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise Unsound("format")
        return _count(found.get("reader", 0))
    except (ValueError, RecursionError) as error:
        raise Unsound("manifest") from error


def _manifest(page: dict[str, object]) -> Manifest:
    frm, upto, ack = (_place(page[key]) for key in ("frm", "upto", "ack"))
    span = Span(_count(page["epoch"]), page["asking"] is True, *frm, *upto, *ack)
    if span.upto < span.frm:
        raise Unsound("positions")
    access = _list(page["access"], 2)
    return Manifest(
        source=_hex(page["from"]),
        target=_hex(page["to"]),
        unit=_digits(page["unit"]),
        rid=_hex(page["rid"]),
        number=_count(page["number"]),
        written=_word(page["written"]),
        practice=page["practice"] is not False,
        span=span,
        s3=page["s3"] is True,
        program=_word(page["program"]),
        protocol=_count(page["protocol"]),
        reader=_count(page["reader"]),
        sv=_count(page["sv"]),
        knows=_read_known(page["knows"]),
        journal=_read_known(page["journal"]),
        access=(_count(access[0]), _hex(access[1])),
        recipients=tuple(_word(one) for one in _list(page["recipients"])),
        wants=_wants(page["wants"]),
        counted=None if page.get("counted") is None else _count(page["counted"]),
        members=_members(page["members"]),
    )


def _wants(part: object) -> tuple[str, ...]:
    """Attachments that are asked for. One that is no hash is nobody's: it alone is passed over."""
    words = (_word(one) for one in _list(part))
    return tuple(word for word in words if len(word) == 64 and _HEX.fullmatch(word))


def _members(part: object) -> dict[str, tuple[int, str]]:
    if not isinstance(part, dict):
        raise Unsound("members")
    found = {}
    for name, about in part.items():
        size, digest = _list(about, 2)
        found[_word(name)] = (_count(size), _sum(digest))
    return found


def _read_known(part: object) -> Known | None:
    if part is None:
        return None
    rid, seq, mark = _list(part, 3)
    return Known(_hex(rid), _count(seq), _hex(mark))


def _place(part: object) -> tuple[int, bytes]:
    at, chain = _list(part, 2)
    raw = bytes.fromhex(_hex(chain))
    if len(raw) != 16:
        raise Unsound("chain")
    return _count(at), raw


def _list(part: object, length: int | None = None) -> list[object]:
    if not isinstance(part, list) or (length is not None and len(part) != length):
        raise Unsound("list")
    return part


def _count(part: object) -> int:
    if not isinstance(part, int) or isinstance(part, bool) or not 0 <= part < 2**53:
        raise Unsound("number")
    return part


def _word(part: object) -> str:
    if not isinstance(part, str) or len(part) > 500:
        raise Unsound("word")
    part.encode()
    return part


def _hex(part: object) -> str:
    word = _word(part)
    if not _HEX.fullmatch(word):
        raise Unsound("hex")
    return word


def _sum(part: object) -> str:
    word = _hex(part)
    if len(word) != 64:
        raise Unsound("sum")
    return word


def _digits(part: object) -> str:
    word = _word(part)
    if not word.isascii() or not word.isdigit():
        raise Unsound("unit")
    return word

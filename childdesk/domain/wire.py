"""How a change stands in a package: one line of JSON, and the mark by which two desks compare it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable

from childdesk.domain.change import Change, Dot, digest_of, link

START = bytes(16)
"""The chain of a link before its first position."""

_PARTS = 15


class Unreadable(ValueError):
    """A line that is no change. Never shown to a person as it stands."""


def mark(change: Change) -> str:
    """SHA-256 of a change by itself: everything but value and salt, so that an erasure leaves it as it is."""
    return link("", change)


def same(one: Change, other: Change) -> bool:
    """Whether two changes are one, whatever has become of value and salt: what equal marks say, quickly."""
    return one.digest == other.digest and _named(one) == _named(other)


def _named(change: Change) -> tuple[object, ...]:
    about = (change.rid, change.seq, change.entry, change.lam, change.wall, change.person, change.sv)
    return (*about, change.kind, change.record, change.row, change.field, sorted(change.base))


def chained(previous: bytes, marks: Iterable[str]) -> bytes:
    """The chain of a link after some more positions."""
    for one in marks:
        previous = hashlib.sha256(previous + bytes.fromhex(one)).digest()[:16]
    return previous


def line(change: Change) -> str:
    """A change as one line. The digest is left out where value and salt give it again."""
    value = None if change.value is None else json.loads(change.value)
    whole = change.value is not None and change.salt is not None
    salt = base64.b64encode(change.salt).decode().rstrip("=") if change.salt is not None else None
    parts = [
        change.rid,
        change.seq,
        change.entry,
        change.lam,
        change.wall,
        change.person,
        change.sv,
        change.kind,
        change.record,
        change.row,
        change.field,
        [[rid, seq] for rid, seq in sorted(change.base)],
        salt,
        None if whole else change.digest,
        [value] if whole else None,
    ]
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def change_of(text: str) -> Change:
    """The change that a line stands for. Raises Unreadable for anything else."""
    try:
        parts = json.loads(text)
        if not isinstance(parts, list) or len(parts) != _PARTS:
            raise Unreadable("parts")
        return _change(parts)
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise Unreadable("line") from error


def _change(parts: list[object]) -> Change:
    rid, seq, entry, lam, wall, person, sv, kind, record, row, field, base, salt, digest, boxed = parts
    value, raw = None, None
    if isinstance(boxed, list) and len(boxed) == 1 and isinstance(salt, str):
        raw = base64.b64decode(salt + "=" * (-len(salt) % 4), validate=True)
        value = json.dumps(boxed[0], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = digest_of(raw, value)
    elif boxed is not None or salt is not None or not isinstance(digest, str) or len(digest) != 64:
        raise Unreadable("value")
    return Change(
        rid=_word(rid),
        seq=_number(seq),
        entry=_word(entry),
        lam=_number(lam),
        wall=_word(wall),
        person=_word(person),
        sv=_number(sv),
        kind=_word(kind),
        record=_word(record),
        row=_word(row),
        field=_word(field),
        base=_base(base),
        digest=str(digest),
        value=value,
        salt=raw,
    )


def _word(part: object) -> str:
    if not isinstance(part, str):
        raise Unreadable("word")
    part.encode()  # a lone surrogate is no text
    return part


def _number(part: object) -> int:
    if not isinstance(part, int) or isinstance(part, bool) or not 0 <= part < 2**53:
        raise Unreadable("number")
    return part


def _base(part: object) -> tuple[Dot, ...]:
    if not isinstance(part, list):
        raise Unreadable("base")
    dots = []
    for dot in part:
        if not isinstance(dot, list) or len(dot) != 2:
            raise Unreadable("base")
        dots.append((_word(dot[0]), _number(dot[1])))
    return tuple(dots)

"""The unit of journal, sync and conflict: one change, its canonical bytes, and the chain that binds them.

The format is frozen from the first migration; `tests/museum/change_v1.json` pins its bytes.
"""

from __future__ import annotations

import functools
import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from childdesk.domain.kinds import Scalar

SCHEMA = 1
"""`sv` of the changes that this program writes."""

ENTRY, NEW, SET = "entry", "new", "set"
ALIVE, ERASE, SEAL = "_alive", "_erase", "_s3"
"""Pseudo-fields: withdrawn or not; what was erased; the S3 part of a new record."""
GIVES_WAY = 0
"""`lam` of what was written on somebody's behalf: where several stand, it is shown last."""
ITEM = "x."
"""How the key of a county item begins: `x.<item id>`."""

Dot = tuple[str, int]
"""(rid, seq): where a change stands, on every desk the same."""

_ENCODE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

Value = Scalar | Mapping[str, object]
"""One scalar (`set`), or an object (`entry`, `new`, pseudo-fields)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change as it is kept and as it travels.

    `value` is canonical JSON text; once erased, `value` and `salt` are both None.
    """

    rid: str
    seq: int
    entry: str
    lam: int
    wall: str
    person: str
    sv: int
    kind: str
    record: str
    row: str
    field: str
    base: tuple[Dot, ...]
    digest: str
    value: str | None
    salt: bytes | None

    @property
    def dot(self) -> Dot:
        """Where it stands."""
        return self.rid, self.seq

    def content(self) -> object:
        """The value as JSON data, or None when it was erased."""
        text = self.value
        if text is None:
            return None
        # By far most values are plain words: between two quotes without a backslash stands just that.
        return text[1:-1] if text[:1] == '"' and "\\" not in text else json.loads(text)


class Draft(NamedTuple):
    """A change of this desk before it is salted and linked. `base` and `value` are canonical text."""

    seq: int
    lam: int
    kind: str
    record: str
    row: str
    field: str
    base: str
    value: str


def canonical(value: object) -> str:
    """JSON with sorted keys, no spaces, NFC text, integers only. Raises TypeError for a float."""
    _refuse_floats(value)
    text = _ENCODE(value)
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text
    return _ENCODE(_plain(value))


_PLAIN = frozenset((str, int, bool, type(None)))


def _refuse_floats(value: object) -> None:
    if _PLAIN.issuperset(map(type, value.values() if isinstance(value, dict) else (value,))):
        return
    for item in value.values() if isinstance(value, Mapping) else (value,):
        if isinstance(item, float):
            raise TypeError("not a canonical value: float")
        if isinstance(item, list | tuple):
            for inner in item:
                _refuse_floats(inner)
        elif isinstance(item, Mapping):
            _refuse_floats(item)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return value if value.isascii() else unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {str(_plain(str(key))): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"not a canonical value: {type(value).__name__}")


def object_words(values: Mapping[str, Scalar], comma: str = ",", colon: str = ":") -> str:
    """`canonical` of a record's values, all of whose texts are NFC already; the short way of an import."""
    parts = [
        f"{_key(key)}{colon}{_quoted(value) if (value := values[key]).__class__ is str else canonical(value)}"
        for key in sorted(values)
    ]
    return f"{{{comma.join(parts)}}}"


_quoted: Callable[[Any], str] = json.encoder.encode_basestring
_key = functools.lru_cache(maxsize=1 << 12)(_quoted)


def digest_of(salt: bytes, value: str) -> str:
    """SHA-256(salt ‖ canonical value), hexadecimal; the salt keeps a number from being found by trying."""
    return hashlib.sha256(salt + value.encode()).hexdigest()


def canonical_base(base: Iterable[Dot]) -> str:
    """The heads that a change supersedes, sorted, as JSON."""
    return json.dumps(sorted([rid, seq] for rid, seq in base), separators=(",", ":")) if base else "[]"


def link(previous: str, change: Change) -> str:
    """h of a change: SHA-256 over the previous h of its rid and its fields, each prefixed by its length
    (4 bytes, big-endian), as UTF-8, in the frozen order with the digest last. The first previous is empty."""
    parts = (
        _counted(previous),
        _often(change.rid),
        _counted(str(change.seq)),
        _often(change.entry),
        _often(str(change.lam)),
        _often(change.wall),
        _often(change.person),
        _often(str(change.sv)),
        _often(change.kind),
        _often(change.record),
        _counted(change.row),
        _often(change.field),
        _counted(canonical_base(change.base)),
        _counted(change.digest),
    )
    return hashlib.sha256(b"".join(parts)).hexdigest()


class Linker:
    """`link` for the changes of one entry: what they have in common is put into bytes once."""

    def __init__(self, rid: str, entry: str, wall: str, person: str) -> None:
        self._rid = _counted(rid)
        self._entry = _counted(entry)
        self._rest = b"".join(map(_counted, (wall, person, str(SCHEMA))))
        self._shared: dict[tuple[int, str, str], bytes] = {}

    def link(self, previous: str, draft: Draft, digest: str) -> bytes:
        """h of the next change as bytes; `previous` and `digest` in hexadecimal."""
        shared = self._shared.get(draft[1:4])
        if shared is None:
            kinds = _counted(draft.kind) + _counted(draft.record)
            shared = self._entry + _counted(str(draft.lam)) + self._rest + kinds
            self._shared[draft[1:4]] = shared
        before, seq, row = previous.encode(), b"%d" % draft.seq, draft.row.encode()
        parts = (
            _LENGTHS[len(before)],
            before,
            self._rid,
            _LENGTHS[len(seq)],
            seq,
            shared,
            len(row).to_bytes(4, "big"),
            row,
            _often(draft.field),
            _often(draft.base),
            _LENGTHS[len(digest)],
            digest.encode(),
        )
        return hashlib.sha256(b"".join(parts)).digest()


_LENGTHS = [length.to_bytes(4, "big") for length in range(256)]
"""Of the parts that are never long: a link, a number, a digest."""


def _counted(part: str) -> bytes:
    encoded = part.encode()
    return len(encoded).to_bytes(4, "big") + encoded


_often = functools.lru_cache(maxsize=256)(_counted)
"""For parts that one change has in common with the next."""


def is_genuine(change: Change) -> bool:
    """Whether value and salt still fit the digest; an erased change has neither and is genuine."""
    if change.value is None or change.salt is None:
        return change.value is None and change.salt is None
    return digest_of(change.salt, change.value) == change.digest

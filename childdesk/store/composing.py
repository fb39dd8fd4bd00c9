"""Turns the ops of an entry into its changes, one at a time: a large import never stands in memory twice."""

from __future__ import annotations

import hashlib
import os
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from childdesk.domain import catalogue
from childdesk.domain.change import (
    ENTRY,
    GIVES_WAY,
    ITEM,
    NEW,
    SCHEMA,
    SEAL,
    SET,
    Dot,
    Draft,
    Linker,
    canonical,
    canonical_base,
    object_words,
)
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op

SALT = 16
"""Bytes of random salt beside each value."""
BATCH = 2_000
ALIKE = 64
"""Ops whose texts are looked at together."""

Kept = tuple[object, ...]
"""A row of the table `change`; digest, link and salt in hexadecimal, and SQLite makes bytes of them."""
Held = tuple[str, tuple[str, ...], list[tuple[Scalar, ...]]]
"""A record, its columns but the id, and what rows hold there."""


@dataclass(slots=True)
class Tip:
    """Where this desk's own chain stands while a write goes on."""

    inc: int
    rid: str
    seq: int
    h: str
    lam: int


@dataclass(frozen=True, slots=True)
class Act:
    """An entry while it is written: its id and number, when and by whom, its first arrival number."""

    entry: str
    number: int
    moment: str
    person: str
    first: int


class Composer:
    """Makes the changes of one entry; the tip of this desk's chain moves on with each."""

    def __init__(self, tip: Tip, act: Act) -> None:
        self.tip = tip
        self._act = act
        self._latest: dict[tuple[str, str, str], Dot] = {}
        self._linker = Linker(tip.rid, act.entry, act.moment, act.person)
        self._arrival = act.first

    def rows(self, header: Mapping[str, str], ops: Sequence[Op]) -> Iterator[list[Kept]]:
        """The entry's rows of the journal, a batch at a time: salted, digested, linked."""
        for at, part in enumerate(parts(ops)):
            yield self.part(None if at else header, part, salts(part, first=not at))

    def part(self, header: Mapping[str, str] | None, ops: Sequence[Op], drawn: bytes) -> list[Kept]:
        """The rows of some ops, after the entry's header where they are its first."""
        tip, act = self.tip, self._act
        rows: list[Kept] = []
        for number, draft in enumerate(self.drafts(header, ops)):
            salt = drawn[number * SALT : number * SALT + SALT]
            digest = hashlib.sha256(salt + draft.value.encode()).hexdigest()
            tip.h = self._linker.link(tip.h, draft, digest).hex()
            seq, lam, kind, record, row, key, base, value = draft
            where = (kind, record, row, key, base)
            mine = (self._arrival, tip.inc, seq, act.number, lam, act.moment, act.person, SCHEMA)
            rows.append((*mine, *where, digest, tip.h, value, salt.hex()))
            self._arrival += 1
        return rows

    def drafts(self, header: Mapping[str, str] | None, ops: Sequence[Op]) -> Iterator[Draft]:
        """The header, then one change for each op; a new record's S3 part is a second one."""
        if header is not None:
            said = {key: value for key, value in header.items() if value}
            yield self._draft(ENTRY, ("", "", ""), canonical(said))
        for op in ops:
            if isinstance(op, New):
                shown, sealed = parted(op)
                yield self._draft(NEW, (op.record, op.row, ""), object_words(shown))
                if sealed:
                    yield self._draft(NEW, (op.record, op.row, SEAL), object_words(sealed))
                continue
            at = (op.record, op.row, op.field)
            base = (self._latest[at],) if op.base is None else op.base
            self._latest[at] = (self.tip.rid, self.tip.seq + 1)
            lam = GIVES_WAY if op.gives_way else self.tip.lam
            yield self._draft(SET, at, canonical(op.value), canonical_base(base), lam)

    def _draft(
        self, kind: str, at: tuple[str, str, str], value: str, base: str = "[]", lam: int | None = None
    ) -> Draft:
        tip = self.tip
        tip.seq += 1
        return Draft(tip.seq, tip.lam if lam is None else lam, kind, *at, base, value)


def parts(ops: Sequence[Op]) -> list[Sequence[Op]]:
    """The ops a batch at a time."""
    return [ops[start : start + BATCH] for start in range(0, len(ops), BATCH)]


def touched(ops: Iterable[Op]) -> tuple[tuple[str, str], ...]:
    """(record, row) of everything that some ops are about, sorted."""
    rows: dict[str, set[str]] = {}
    for op in ops:
        rows.setdefault(op.record, set()).add(op.row)
    return tuple((record, row) for record in sorted(rows) for row in sorted(rows[record]))


def held(ops: Iterable[Op], records: Collection[str]) -> list[Held]:
    """What the rows of new records of some kinds hold, those of one kind one after the other.

    Only columns that hold something, since the driver takes longer over an empty one than over all the
    others. County items go into one JSON column.
    """
    by_record: dict[str, list[Held]] = {}
    for op in ops:
        if isinstance(op, New) and op.record in records:
            keys, values = row_of(op.record, op.row, op.values)
            alike = by_record.setdefault(op.record, [])
            if not alike or alike[-1][1] != keys:
                alike.append((op.record, keys, []))
            alike[-1][2].append(values)
    return [one for alike in by_record.values() for one in alike]


def row_of(record: str, row: str, values: Mapping[str, Scalar]) -> tuple[tuple[str, ...], tuple[Scalar, ...]]:
    """(columns that hold something, what the id and they hold) of a record's row."""
    stored = catalogue.RECORDS[record].stored()
    if None in values.values():
        values = {key: value for key, value in values.items() if value is not None}
    if values.keys() <= stored.keys():
        return tuple(values), (row, *values.values())
    own = {key: value for key, value in values.items() if key in stored}
    items = {key: value for key, value in values.items() if key not in stored and key.startswith(ITEM)}
    if items:
        own["items"] = object_words(items, comma=", ", colon=": ")
    return tuple(own), (row, *own.values())


def salts(ops: Sequence[Op], *, first: bool) -> bytes:
    """Random bytes for the changes of some ops; with the first goes the entry's header."""
    sealed = {name: cls.sealed() for name, cls in catalogue.RECORDS.items() if cls.sealed()}
    more = sum(
        1 for op in ops if op.record in sealed and isinstance(op, New) and _has_any(op, sealed[op.record])
    )
    return os.urandom(SALT * (len(ops) + more + first))


def _has_any(op: New, keys: frozenset[str]) -> bool:
    return not keys.isdisjoint(op.values) and any(op.values.get(key) is not None for key in keys)


def normal(ops: Sequence[Op]) -> list[Op]:
    """The ops with their texts as they will be read back: NFC. Many are asked about at once: where all that
    they say is normal when it is written in one line, each of it is."""
    made: list[Op] = []
    for start in range(0, len(ops), ALIKE):
        part = ops[start : start + ALIKE]
        made += part if _is_normal(part) else map(_normal, part)
    return made


def _is_normal(ops: Iterable[Op]) -> bool:
    said: list[object] = []
    for op in ops:
        if isinstance(op, New):
            said.extend(op.values.values())
        else:
            said.append(op.value)
    try:
        words = "".join(cast("list[str]", said))
    except TypeError:  # numbers among them, or what an act says of a record
        words = "".join([word for word in said if isinstance(word, str)])
    return words.isascii() or unicodedata.is_normalized("NFC", words)


def _normal(op: Op) -> Op:
    if _is_normal((op,)):
        return op
    if isinstance(op, New):
        return replace(op, values={key: _nfc(value) for key, value in op.values.items()})
    return replace(op, value=_nfc(op.value)) if isinstance(op.value, str) else op


def _nfc(value: Scalar) -> Scalar:
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def parted(op: New) -> tuple[Mapping[str, Scalar], Mapping[str, Scalar]]:
    """(what is not S3, what is S3) of a new record; empty values are left out."""
    keys = catalogue.RECORDS[op.record].sealed()
    held: Mapping[str, Scalar] = op.values
    if None in held.values():
        held = {key: value for key, value in held.items() if value is not None}
    if keys.isdisjoint(held):
        return held, {}
    return (
        {key: value for key, value in held.items() if key not in keys},
        {key: value for key, value in held.items() if key in keys},
    )

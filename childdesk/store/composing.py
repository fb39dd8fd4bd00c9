"""Turns the ops of an entry into its changes, one at a time: a large import never stands in memory twice."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from childdesk.domain import catalogue
from childdesk.domain.change import (
    ENTRY,
    GIVES_WAY,
    NEW,
    SCHEMA,
    SEAL,
    SET,
    Change,
    Dot,
    canonical,
    digest_of,
)
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op
from childdesk.store.chain import Tip

SALT = 16
"""Bytes of random salt beside each value."""


class Composer:
    """Makes the changes of one entry; the tip of this desk's chain moves on with each."""

    def __init__(self, tip: Tip, entry: str, moment: str, person: str) -> None:
        self._tip = tip
        self._entry = entry
        self._moment = moment
        self._person = person
        self._latest: dict[tuple[str, str, str], Dot] = {}

    def changes(self, header: Mapping[str, str], ops: Sequence[Op]) -> Iterator[Change]:
        """The header, then one change for each op; a new record's S3 part is a second one."""
        said = {key: value for key, value in header.items() if value}
        yield self._change(ENTRY, ("", "", ""), (), said)
        for op in ops:
            if isinstance(op, New):
                shown, sealed = parted(op)
                yield self._change(NEW, (op.record, op.row, ""), (), shown)
                if sealed:
                    yield self._change(NEW, (op.record, op.row, SEAL), (), sealed)
                continue
            at = (op.record, op.row, op.field)
            base = (self._latest[at],) if op.base is None else op.base
            self._latest[at] = (self._tip.rid, self._tip.seq + 1)
            yield self._change(SET, at, base, op.value, GIVES_WAY if op.gives_way else None)

    def _change(
        self,
        kind: str,
        at: tuple[str, str, str],
        base: tuple[Dot, ...],
        value: object,
        lam: int | None = None,
    ) -> Change:
        tip = self._tip
        tip.seq += 1
        text = canonical(value)
        salt = os.urandom(SALT)
        return Change(
            tip.rid,
            tip.seq,
            self._entry,
            tip.lam if lam is None else lam,
            self._moment,
            self._person,
            SCHEMA,
            kind,
            *at,
            base,
            digest_of(salt, text),
            text,
            salt,
        )


def normal(op: Op) -> Op:
    """The op with its texts as they will be read back: NFC."""
    values = op.values.values() if isinstance(op, New) else (op.value,)
    words = "".join([value for value in values if isinstance(value, str)])
    if words.isascii() or unicodedata.is_normalized("NFC", words):
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

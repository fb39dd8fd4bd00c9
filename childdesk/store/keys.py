"""The keys by which other desks know this one: an age identity and an Ed25519 seed, kept in the ledger."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass

from childdesk.store.connection import Connection, database, sorted_errors

_AGE, _SEED = "sync_age", "sync_seed"


@dataclass(frozen=True, slots=True)
class Keys:
    """`identity` opens what is sealed to `recipient`; `seed` signs."""

    identity: str
    recipient: str
    seed: bytes


def of_ledger(connection: Connection) -> Keys:
    """This desk's keys; made at the first pairing, the same for ever after."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    with sorted_errors(), database(connection).atomic():
        kept = {
            str(key): str(value)
            for key, value in connection.execute(
                "SELECT key, value FROM ledger WHERE key IN (?, ?)", (_AGE, _SEED)
            )
        }
        if len(kept) < 2:
            kept = {_AGE: str(pyrage.x25519.Identity.generate()), _SEED: secrets.token_hex(32)}
            connection.executemany("INSERT OR REPLACE INTO ledger VALUES (?, ?)", list(kept.items()))
    identity = kept[_AGE]
    recipient = str(pyrage.x25519.Identity.from_str(identity).to_public())
    return Keys(identity, recipient, bytes.fromhex(kept[_SEED]))


def node(recipient: str, verify: str) -> str:
    """A desk's name among desks: from its public keys, 24 hexadecimal characters."""
    return hashlib.sha256(f"{recipient}\n{verify}".encode()).hexdigest()[:24]

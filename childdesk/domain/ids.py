"""Makes the random names of records, entries and incarnations, and shortens them for people."""

from __future__ import annotations

import secrets
from typing import NewType

RowId = NewType("RowId", str)
EntryId = NewType("EntryId", str)
Rid = NewType("Rid", str)

SHOWN = 8
"""How many characters of an id a person sees."""

SHORTEST_PREFIX = 6
"""The shortest prefix that the command line takes for an id."""


def new_id() -> str:
    """A new record or entry id: 128 random bits as 32 hexadecimal characters."""
    return secrets.token_hex(16)


def new_rid() -> Rid:
    """A new incarnation id: 96 random bits as 24 hexadecimal characters; never reused."""
    return Rid(secrets.token_hex(12))


def short(full: str) -> str:
    """The first eight characters, as shown to people."""
    return full[:SHOWN]

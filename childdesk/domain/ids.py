"""Makes the random names of records, entries and incarnations, and shortens them for people."""

from __future__ import annotations

import os
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
    while True:
        try:
            return _drawn.pop()
        except IndexError:
            words = secrets.token_hex(16 * AT_ONCE)
            _drawn.extend(words[at : at + 32] for at in range(len(words) - 32, -1, -32))


AT_ONCE = 64
"""How many ids are drawn at a time: each draw is a call of the system, and another thread goes on."""
_drawn: list[str] = []
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_drawn.clear)  # a twin must not give the same ids


def new_rid() -> Rid:
    """A new incarnation id: 96 random bits as 24 hexadecimal characters; never reused."""
    return Rid(secrets.token_hex(12))


def short(full: str) -> str:
    """The first eight characters, as shown to people."""
    return full[:SHOWN]

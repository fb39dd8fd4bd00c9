"""The one measure in which people are told how much travels: a new record or one written field is one.

Headers of entries count for nothing, nor does what a new record holds sealed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from childdesk.domain.change import ENTRY, SEAL, Change


@dataclass(frozen=True, slots=True)
class Tally:
    """How many changes, and how many children they are about."""

    changes: int = 0
    children: int = 0


def number(changes: Iterable[Change]) -> int:
    """How many of some changes count."""
    return sum(one.kind != ENTRY and one.field != SEAL for one in changes)

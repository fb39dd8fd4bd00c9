"""A problem in the data is a value: how bad, where, and one sentence for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Level = Literal["missing", "doubtful", "impossible", "note"]
"""missing: incomplete without it; doubtful: ask; impossible: cannot be true; note: worth knowing."""

LEVELS: tuple[Level, ...] = ("impossible", "doubtful", "missing", "note")
"""The worst first, as they are listed."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem. `field` is the bare key within its record; `text` carries no sealed value."""

    level: Level
    field: str
    text: str


def worst_first(issues: list[Issue]) -> list[Issue]:
    """The same issues, the worst first, otherwise in their order."""
    return sorted(issues, key=lambda issue: LEVELS.index(issue.level))

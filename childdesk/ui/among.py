"""One of several: which record a page shows, and among which others one walks on with ‹ and ›."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Among:
    """An id and the ids around it, in their order; `back` names where they stand."""

    id: str
    ids: Sequence[str] = ()
    at: int = -1
    back: str = ""

    @classmethod
    def of(cls, argument: object) -> Among:
        """What a page was called with: an Among, or an id alone."""
        return argument if isinstance(argument, Among) else cls(str(argument or ""))

    def step(self, by: int) -> Among | None:
        """The next or the one before; None at the end."""
        at = self.at + by
        return replace(self, id=self.ids[at], at=at) if self.at >= 0 and 0 <= at < len(self.ids) else None

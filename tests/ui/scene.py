"""Says what one look of a page is, wherever it is played."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.ui.stage import Stage


@dataclass(frozen=True)
class Scene:
    """One look of a page. `people` says that it needs children."""

    route: str
    name: str
    play: Callable[[Stage], object]
    people: bool = False

    @property
    def title(self) -> str:
        """How it is called in pictures and faults."""
        return f"{self.route}-{self.name}" if self.name else self.route

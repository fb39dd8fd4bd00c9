"""How long work tells where it is, and learns that somebody wants it to stop."""

from __future__ import annotations

from typing import Protocol

from childdesk.domain.errors import Cancelled


class Progress(Protocol):
    """Called often; raises Cancelled when the person stopped the work."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """`done` of `total` (0 when unknown), in words that may be shown."""
        ...


class Silent:
    """Progress that nobody watches."""

    def step(self, done: int, total: int, text: str = "") -> None:
        """Nothing to tell."""


class Stoppable:
    """Progress with a switch that another thread may turn."""

    def __init__(self) -> None:
        self.stopped = False

    def stop(self) -> None:
        """The next step raises Cancelled."""
        self.stopped = True

    def step(self, done: int, total: int, text: str = "") -> None:
        """Raises Cancelled once stopped."""
        if self.stopped:
            raise Cancelled

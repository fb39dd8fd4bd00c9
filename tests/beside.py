"""A process beside this one for tests: it counts its answers, and dies before one of them when told to."""

from __future__ import annotations

from typing import Any, ClassVar

from childdesk.domain import beside
from childdesk.domain.beside import Beside


class Counted(Beside):
    """Counts its answers; after `lives` of them it is killed."""

    made: ClassVar[list[Counted]] = []
    lives = 1_000_000

    def __init__(self, module: str) -> None:
        super().__init__(module)
        self.answers = 0
        Counted.made.append(self)
        self._may_die()

    @staticmethod
    def put_in_place(monkeypatch: Any) -> None:
        """Every second process is one of these, on a computer of two cores."""
        monkeypatch.setattr(beside, "cores", lambda: 2)
        monkeypatch.setattr(beside, "Beside", Counted)
        monkeypatch.setattr(Counted, "made", [])

    def answer(self, seconds: float) -> bytes | None:
        """An answer; the process may die after it."""
        found = super().answer(seconds)
        self.answers += found is not None
        self._may_die()
        return found

    def _may_die(self) -> None:
        if self.answers == self.lives:
            self.process.kill()
            self.process.wait()

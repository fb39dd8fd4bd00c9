"""Remembers where one has been: back and forward, with what each page needs to look as it did."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST = 50


@dataclass
class Step:
    """One place that was shown: its route, what it showed, and its scroll and selection."""

    route: str
    argument: object = None
    memento: object = None


@dataclass
class Trail:
    """The steps in order, and which one is shown."""

    steps: list[Step] = field(default_factory=list)
    at: int = -1

    def current(self) -> Step | None:
        """The step that is shown."""
        return self.steps[self.at] if 0 <= self.at < len(self.steps) else None

    def push(self, step: Step) -> None:
        """A new place; what lay ahead is forgotten."""
        del self.steps[self.at + 1 :]
        self.steps.append(step)
        if len(self.steps) > MOST:
            del self.steps[: len(self.steps) - MOST]
        self.at = len(self.steps) - 1

    def move(self, step: int) -> Step | None:
        """One back (-1) or forward (1); None where there is nothing."""
        if not 0 <= self.at + step < len(self.steps):
            return None
        self.at += step
        return self.steps[self.at]

    def clear(self) -> None:
        """Nothing is remembered any more, for instance after locking."""
        self.steps.clear()
        self.at = -1

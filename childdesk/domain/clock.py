"""Tells the time to everything below the window; injected, so that a test can stand still or go wrong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol


class Clock(Protocol):
    """What the house needs of a clock."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    def today(self) -> date:
        """Today's date where the desk stands."""
        ...


class SystemClock:
    """The computer's own clock; it may be years off, and nothing orders by it."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """Today's local date."""
        return datetime.now().astimezone().date()


@dataclass
class SetClock:
    """A clock that shows what it was set to."""

    moment: datetime

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def today(self) -> date:
        """The date of that moment."""
        return self.moment.date()


@dataclass(frozen=True)
class OnDay:
    """A clock moved to another day, for `--on`: the date is the given one, moments stay real."""

    day: date
    inner: Clock

    def now(self) -> datetime:
        """The present moment of the clock underneath."""
        return self.inner.now()

    def today(self) -> date:
        """The given day."""
        return self.day


def wall(moment: datetime) -> str:
    """A moment as the journal writes it: `2026-11-23T08:05:09Z`, for display only."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

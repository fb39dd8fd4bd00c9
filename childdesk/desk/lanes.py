"""Gives each lane of an open desk a session on a connection of its own; the window knows no store."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from childdesk.desk import desks
from childdesk.desk.session import Session
from childdesk.domain.clock import Clock
from childdesk.store.connection import Mode, sorted_errors


class Lanes:
    """How the lanes of one desk open, are interrupted and close. `write` comes first: it opens the desk.

    Each function is called on the lane's own thread and the session that it gives stays there.
    """

    def __init__(self, home: Path, clock: Clock, *, person: str, passphrase: str) -> None:
        self.home = home
        self._clock = clock
        self._person = person
        self._passphrase = passphrase
        self._desk: desks.OpenDesk | None = None

    def write(self) -> Session:
        """Opens the desk: lock, key, ledger. Raises Refused (passphrase) or Unavailable."""
        self._desk = desks.open_desk(self.home, self._clock, person=self._person, passphrase=self._passphrase)
        self._passphrase = ""
        return self._desk.session

    def read(self) -> Session:
        """The reading lane's session; it cannot write."""
        return self._beside("read")

    def window(self) -> Session:
        """The window's own session, for bounded questions; it cannot write and hardly waits."""
        return self._beside("window")

    def close(self, session: Session) -> None:
        """Closes one lane's connection; with the writing one goes the lock."""
        if self._desk is not None and session is self._desk.session:
            self._desk.close()
            self._desk = None
        else:
            session.ledger.close()

    @staticmethod
    def guard() -> AbstractContextManager[None]:
        """Round every question of every lane: a full disk or a damaged page is an Unavailable."""
        return sorted_errors()

    @staticmethod
    def interrupt(session: Session) -> None:
        """Ends the statement under way; may be called from any thread."""
        session.ledger.connection.interrupt()

    def _beside(self, mode: Mode) -> Session:
        if self._desk is None:
            raise RuntimeError("the writing lane opens the desk first")
        first = self._desk.session
        return first.on(first.ledger.lane(mode))

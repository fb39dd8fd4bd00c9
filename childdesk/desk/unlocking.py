"""What is known and done before the ledger is open: who may open it, how long to wait, a lost passphrase."""

from __future__ import annotations

from pathlib import Path

from childdesk.desk import desks
from childdesk.desk.session import Session
from childdesk.domain.clock import Clock
from childdesk.domain.errors import Refused
from childdesk.domain.passphrase import judge
from childdesk.store import access, folders, ledger, lock, slots
from childdesk.store.attempts import Attempts


def exists(home: Path) -> bool:
    """Whether a folder holds a desk."""
    return (home / ledger.FILE).exists() or (home / slots.FILE).exists()


def people(home: Path) -> list[tuple[str, str]]:
    """(id, name) of those who can open the desk. Raises Unavailable without one."""
    return desks.people(home)


def seconds_to_wait(home: Path, clock: Clock, person: str) -> int:
    """How long this person has to wait after wrong passphrases; 0 when not at all."""
    return Attempts(home, clock).left(person)


def require_fit(passphrase: str, again: str | None = None, known: tuple[str, ...] = ()) -> None:
    """Raises Refused unless a new passphrase is good enough and, where given, typed twice alike."""
    found = judge(passphrase, known)
    if found.level == 0:
        raise Refused(found.why, "passphrase")
    if again is not None and again != passphrase:
        raise Refused("两次不一样，请再输一次", "again")


def recover(home: Path, person: str, code: str, passphrase: str) -> None:
    """Gives a person a new passphrase by the printed recovery code; key and ledger stay as they are.

    Slow (two key derivations). Raises Refused naming the group that was misread, or Unavailable.
    """
    require_fit(passphrase)
    folders.require_good_folder(home, folders.system_probe())
    with lock.DeskLock(home):
        key = slots.unlock_recovery(home, code)
        slots.set_passphrase(home, key, person, passphrase)


def note_recovery(session: Session) -> None:
    """Writes into the access log that this sign-in came by the recovery code."""
    access.note(session.ledger.connection, session.clock, session.person, "recover")

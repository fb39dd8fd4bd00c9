"""What can still be done for a desk that does not open: its newest good backup, and the slots inside it."""

from __future__ import annotations

from pathlib import Path

from childdesk.domain.errors import Unavailable
from childdesk.store import backup, folders, ledger, lock, slots
from childdesk.store.backup import Backup


def helps(home: Path, trouble: Unavailable) -> bool:
    """Whether a backup is the way out of what keeps a desk from opening."""
    return "备份" in trouble.next_step or not (home / ledger.FILE).exists()


def lost_slots(home: Path) -> bool:
    """Whether nobody can be let in because both copies of the slots are gone, while the ledger is there."""
    return (home / ledger.FILE).exists() and not slots.readable(home)


def newest(home: Path) -> Backup | None:
    """The newest backup beside the ledger that says of itself that it is whole; no key is needed for that."""
    return next((one for one in backup.list_backups(home) if one.whole), None)


def take_back_slots(home: Path) -> Backup:
    """Puts the slots of the newest backup in place of lost ones; the ledger stays as it is.

    Raises Refused while they are readable, Unavailable without a backup.
    """
    folders.require_good_folder(home, folders.system_probe())
    with lock.DeskLock(home):
        return backup.recover_slots(home)

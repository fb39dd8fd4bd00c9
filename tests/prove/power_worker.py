"""The process whose writes `prove_power_loss` records: `python -m tests.prove.power_worker HOME SEED HOW`.

It opens an existing ledger, writes entries small and large, and says after each commit which entry it was.
HOW is `right`, or names the mistake that it makes on purpose.
"""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path

from childdesk.store import connection
from tests.store import living

ENTRIES = 60


def not_waiting() -> None:
    """The log is not brought to the disk before a commit counts."""
    real = connection._set_mode

    def set_mode(opened: connection.Connection, mode: connection.Mode) -> None:
        real(opened, mode)
        opened.execute("PRAGMA synchronous = NORMAL")

    connection._set_mode = set_mode


def never_waiting() -> None:
    """Nothing is ever brought to the disk."""
    real = connection._set_mode

    def set_mode(opened: connection.Connection, mode: connection.Mode) -> None:
        real(opened, mode)
        opened.execute("PRAGMA synchronous = OFF")

    connection._set_mode = set_mode


MISTAKES = {"not waiting": not_waiting, "never waiting": never_waiting}


def main() -> None:
    """Writes, and says what was acknowledged."""
    home, chance, how = Path(sys.argv[1]), random.Random(int(sys.argv[2])), sys.argv[3]
    MISTAKES.get(how, lambda: None)()
    desk = living.reopened(home)
    # The log goes into the ledger often, so that its way there is cut too.
    desk.connection.execute("PRAGMA wal_autocheckpoint = 150")
    child = desk.child("周小禾")
    for number in range(ENTRIES):
        if chance.random() < 0.2:
            entry = desk.write(*living.families(chance.randint(3, 20), chance.randrange(10**6)))
        else:
            entry = desk.set(child, school=f"第{number}小学", note="路" * chance.randint(1, 900))
        os.write(1, f"done {entry}\n".encode())
    desk.close()


if __name__ == "__main__":
    main()

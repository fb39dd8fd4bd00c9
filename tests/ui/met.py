"""Lets a desk meet the desk of a township once, on a folder that stands for a stick."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import shutil
from dataclasses import replace
from pathlib import Path

from childdesk.desk import records, sync
from childdesk.desk.session import Session
from childdesk.domain.clock import SetClock
from childdesk.store import ledger
from tests.desk import paired
from tests.ui import villages
from tests.ui.villages import KEPT, Made

FOLDER = "township"
"""Beside the ledger: the township's desk, and in it the stick."""


def meet(session: Session, folder: Path, *, read: bool = True) -> None:
    """Paired with a township that has something for us and to which we have something to take again.

    Without `read` it has not yet read what we brought, so that all of it is still on the way.
    """
    above = paired.desk(folder, paired.TOWN, practice=session.ledger.identity.practice)
    stick = folder / "stick"
    stick.mkdir()
    paired.pair(above, session, stick)
    sync.meet(session, stick)
    if read:
        sync.read(above, stick)
    sync.write(above, stick)
    records.add(session, "child", {"name": "周小禾"})
    above.ledger.close()


@functools.cache
def met(children: int) -> Made:
    """A desk of very many children with their story after it has met: kept, named by what made it.

    What it brought waits on the stick: reading the story of 5,000 takes the township minutes.
    """
    base = villages.made(children, longest=True)
    home = KEPT / f"{base.home.name}-met-{_recipe()}"
    code = home / "code.txt"
    if not code.is_file():
        shutil.rmtree(home, ignore_errors=True)
        villages.copied(home, base)
        session = villages.opened(home, base, SetClock(villages.NOON))
        with contextlib.closing(session.ledger):
            meet(session, home / FOLDER, read=False)
        code.write_text(base.code, encoding="utf-8")
    return replace(base, home=home)


def _recipe() -> str:
    """Changes when anything that writes or sends does."""
    store = Path(ledger.__file__).parent
    files = sorted([*store.glob("*.py"), *store.parent.joinpath("desk").glob("*.py"), Path(__file__)])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]

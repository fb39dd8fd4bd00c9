"""A real sealed desk for tests of pages: made once, copied for each test, its key derived only once."""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from childdesk.desk import desks, practice
from childdesk.desk.session import Session
from childdesk.domain.clock import SetClock
from childdesk.store import ledger, slots
from childdesk.store.connection import open_ledger
from childdesk.ui.page import Route
from childdesk.ui.tasks import Connections, Tasks
from childdesk.ui.window import Window
from childdesk.ui.workbench import Workbench

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
"""A Monday, noon in China."""
PASSPHRASE = "小溪 石桥 油菜 灯笼"
SEED = 7


@dataclass(frozen=True)
class Made:
    """A desk on disk that nobody opens: only copies of it are used."""

    home: Path
    key: bytes
    person: str
    code: str


@functools.cache
def made(children: int = 0) -> Made:
    """A practice desk with so many generated children."""
    home = Path(tempfile.mkdtemp(prefix="childdesk-test-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    clock = SetClock(NOON)
    new = desks.make(
        home,
        clock,
        level="village",
        unit_name="云溪镇河湾村",
        region="990101001001",
        person="陈桂兰",
        passphrase=PASSPHRASE,
        practice=True,
    )
    key = slots.unlock_recovery(home, new.recovery_code)
    person = desks.people(home)[0][0]
    if children:
        with contextlib.closing(_open(home, key, clock)) as opened:
            practice.fill(desks._seat(opened, person, clock), children, SEED)
    return Made(home, key, person, new.recovery_code)


def _open(home: Path, key: bytes, clock: SetClock) -> ledger.Ledger:
    return ledger.open_for_writing(home, key, clock, desks.INDEX, lambda _connection: None)


@dataclass
class Desk:
    """An open desk under test: lanes that work inside the call, what the status line said, and the clock."""

    home: Path
    clock: SetClock
    tasks: Tasks
    bench: Workbench
    said: dict[str, str] = field(default_factory=dict)
    troubles: list[BaseException] = field(default_factory=list)

    def ask(self, question: Any) -> Any:
        """A question on the reading lane."""
        found: list[Any] = []
        self.tasks.read(lambda session, _progress: question(session), found.append)
        return found[0]

    def do(self, work: Any) -> Any:
        """Work on the writing lane."""
        found: list[Any] = []
        self.tasks.write(lambda session, _progress: work(session), found.append)
        assert found, self.troubles
        return found[0]

    def show(self, window: Window, key: str, page: Any, argument: object = None) -> Any:
        """Registers a page, shows it, gives it."""
        window.add_route(Route(key, lambda host: page(host, self.bench)))
        window.go(key, argument)
        return window.page()


@contextlib.contextmanager
def village(folder: Path, children: int = 0, *, s3: bool = True, role: str = "主任") -> Iterator[Desk]:
    """A copy of a desk, open."""
    base = made(children)
    home = Path(shutil.copytree(base.home, folder / "desk"))
    clock = SetClock(NOON)

    def sit(opened: ledger.Ledger) -> Session:
        first = desks._seat(opened, base.person, clock)
        return Session(opened, first.person, first.name, role, s3, clock)

    def beside(mode: Any) -> Session:
        connection = open_ledger(home / ledger.FILE, base.key, mode)
        return sit(ledger.Ledger(home, base.key, connection, clock, desks.INDEX))

    ways = Connections(
        lambda: sit(_open(home, base.key, clock)),
        lambda: beside("read"),
        lambda: beside("window"),
        lambda session: session.ledger.close(),
        lambda session: session.ledger.connection.interrupt(),
    )
    said: dict[str, str] = {}
    troubles: list[BaseException] = []
    tasks = Tasks(ways, at_once=True)
    tasks.failed.connect(troubles.append)
    tasks.refused.connect(troubles.append)
    bench = Workbench(tasks, lambda key, text, tone="": said.update({key: text}))
    gc.freeze()  # as the program does once a desk is open: what stands is not gone through amid a question
    yield Desk(home, clock, tasks, bench, said, troubles)
    tasks.close()

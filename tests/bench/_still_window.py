"""How long the window stands still while much that waits is numbered and counted beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from childdesk.app import steady
from childdesk.desk import records
from childdesk.desk.session import Session
from childdesk.store import tally
from tests.ui import villages
from tests.ui.stage import Stage

Stood = tuple[float, float]
"""ms by the clock, and what the program itself used of them on any thread: others who use the machine
lengthen only the first."""


def told(home: Path) -> dict[str, object]:
    """U盘同步 opened, looked at again, and a small edit saved on it."""
    there = Stage(home, at_once=False)
    steady(there.app)
    there.sign_in.sign_in(villages.PASSPHRASE)
    _watched(lambda: there.app.bench is not None and not there.app.bench.tasks.busy())
    bench = there.app.bench
    assert bench is not None
    stood = {}

    def watch(name: str, work: Callable[[], object]) -> None:
        stood[name] = max(_one(work), _watched(lambda: not bench.tasks.busy()), key=lambda one: one[1])

    watch("first", lambda: there.window.go("sync"))  # what waits is numbered as well
    page: Any = there.window.page()
    watch("again", lambda: page._again())

    def edit(session: Session) -> records.Saved:
        return records.edit(session, "child", f"{0:032x}", {"school": "二小"})

    watch("edit", lambda: bench.write(lambda session, _p: edit(session), lambda _saved: None))
    counted: list[tuple[int, float]] = []
    bench.tasks.write(lambda session, _p: _counts(session.ledger.connection), counted.append)
    _watched(lambda: bool(counted))
    there.close()
    return {"stood": stood, "changes": counted[0][0], "took": counted[0][1]}


def _counts(connection: Any) -> tuple[int, float]:
    began = time.thread_time()
    found = tally.waiting(connection)
    return found.changes, (time.thread_time() - began) * 1000


def _one(work: Callable[[], object]) -> Stood:
    clock, own = time.perf_counter(), time.process_time()
    work()
    used, took = time.process_time() - own, time.perf_counter() - clock
    return took * 1000, min(used, took) * 1000


def _watched(over: Callable[[], bool], most: float = 300.0) -> Stood:
    """The longest time without an answer until something is over."""
    worst, end = (0.0, 0.0), time.monotonic() + most
    every = QEventLoop.ProcessEventsFlag.AllEvents
    while not over():
        for work in (lambda: QApplication.processEvents(every, 5), lambda: time.sleep(0.001)):
            worst = max(worst, _one(work), key=lambda one: one[1])
        assert time.monotonic() < end, "it is never over"
    return worst

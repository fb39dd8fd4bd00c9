"""Runs work beside the window: one lane that writes, one that reads, answers on the window's thread.

Each lane is a one-thread executor that opens and owns its connection; no connection crosses a thread. What
the window's own thread asks (by id, or one page of ids) goes through `glance`, whose time is measured. One of
the three places that may catch everything: what is not for a person is handed to the crash dialog.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from threading import Event
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

from childdesk.domain.errors import Cancelled, Refused

log = logging.getLogger(__name__)

READING, WRITING = "reading", "writing"
BUDGET = 0.016
"""Seconds that one question on the window's thread may take."""

STEPS_PER_SECOND = 10


class Progress:
    """What running work tells and asks: how far it is, and whether it shall stop."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._stop = Event()
        self._next = 0.0

    def step(self, done: int = 0, total: int = 0, text: str = "") -> None:
        """Says how far the work is, at most ten times a second. Raises Cancelled once it was stopped."""
        self.check()
        now = time.monotonic()
        if now >= self._next:
            self._next = now + 1 / STEPS_PER_SECOND
            self._tell(done, total, text)

    def check(self) -> None:
        """Raises Cancelled once it was stopped; tells nothing."""
        if self._stop.is_set():
            raise Cancelled

    @property
    def stopped(self) -> bool:
        """Whether the person has cancelled."""
        return self._stop.is_set()

    def stop(self) -> None:
        """From now on `step` raises Cancelled."""
        self._stop.set()


Work = Callable[[Any, Progress], Any]
"""Takes the lane's connection and the progress, gives the answer."""


@dataclass
class Connections:
    """How connections are opened, interrupted and closed; handed in, so that the window knows no store."""

    write: Callable[[], Any]
    read: Callable[[], Any]
    glance: Callable[[], Any]
    close: Callable[[Any], None] = lambda connection: connection.close()
    interrupt: Callable[[Any], None] = lambda connection: connection.interrupt()
    guard: Callable[[], AbstractContextManager[object]] = nullcontext
    """Turns what a disk or a damaged file does to any question into an Unavailable."""


@dataclass(eq=False)
class Task:
    """One piece of work under way. `cancel` stops it; nothing half-done stays."""

    lane: Lane | None
    then: Callable[[Any], object]
    refused: Callable[[Refused], object] | None = None
    cancelled: Callable[[], object] | None = None
    failed: Callable[[BaseException], object] | None = None
    """Puts the asker's page back as it was. Unless it answers True, `Tasks.failed` says the trouble too."""
    stepped: Callable[[int, int, str], object] | None = None
    owner: QObject | None = None
    slot: str = ""
    number: int = 0
    progress: Progress = field(init=False)
    over: bool = False

    def cancel(self) -> None:
        """Asks the work to stop, and a statement under way to end."""
        self.progress.stop()
        if self.lane is not None and self.lane.running is self:
            self.lane.interrupt()

    def took(self, trouble: BaseException) -> bool:
        """Tells whoever asked; False when nobody there deals with it."""
        if isinstance(trouble, Cancelled):
            if self.cancelled is not None:
                self.cancelled()
            return True
        if isinstance(trouble, Refused):
            if self.refused is not None:
                self.refused(trouble)
            return self.refused is not None
        return self.failed is not None and self.failed(trouble) is True

    @property
    def wanted(self) -> bool:
        """Whether anybody still waits for the answer."""
        return self.owner is None or shiboken6.isValid(self.owner)


class Lane:
    """One thread with one connection of its own."""

    def __init__(
        self, name: str, opened: Callable[[], Any], ways: Connections, *, here: bool = False
    ) -> None:
        """With `here` work runs on the thread that calls `run`, and the connection is closed there."""
        self.name = name
        self._here = here
        self.running: Task | None = None
        self._open = opened
        self._ways = ways
        self._connection: Any = None
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def submit(
        self, task: Task, work: Work, answer: Callable[[Task, Any, BaseException | None], None]
    ) -> None:
        """Queues work; `answer` is called on the lane's thread."""
        self._executor.submit(self.run, task, work, answer)

    def interrupt(self) -> None:
        """Ends the statement under way; harmless when there is none."""
        if self._connection is not None:
            self._ways.interrupt(self._connection)

    def close(self, seconds: float) -> bool:
        """Closes the connection on its own thread and ends the thread; False when it did not end in time."""
        if self._here:
            self._shut()
        last = self._executor.submit(self._shut)
        self._executor.shutdown(wait=False)
        done, _ = wait([last], timeout=seconds)
        if done:
            self._executor.shutdown(wait=True)
        return bool(done)

    def run(self, task: Task, work: Work, answer: Callable[[Task, Any, BaseException | None], None]) -> None:
        """Runs work on the thread that calls: the lane's own, or in tests of pages the window's."""
        self.running = task
        try:
            task.progress.check()
            if self._connection is None:
                self._connection = self._open()
            with self._ways.guard():
                found, trouble = work(self._connection, task.progress), None
        except BaseException as error:  # noqa: BLE001 a future swallows what it raises
            found, trouble = None, error
        self.running = None
        if trouble is not None and task.progress.stopped:
            trouble = Cancelled()
        answer(task, found, trouble)

    def _shut(self) -> None:
        if self._connection is not None:
            self._ways.close(self._connection)
            self._connection = None


class Tasks(QObject):
    """The lanes of an opened ledger. Answers arrive by one signal on the window's thread."""

    _arrived = Signal(object, object, object)
    _stepped = Signal(object, int, int, str)
    failed = Signal(object)
    """An Unavailable, or an exception that is our own fault; the window shows either."""
    refused = Signal(object)
    """A Refused that nobody who asked has taken."""

    def __init__(
        self, connections: Connections, *, at_once: bool = False, parent: QObject | None = None
    ) -> None:
        """With `at_once` everything runs inside the call, for tests of pages."""
        super().__init__(parent)
        self._ways = connections
        self._at_once = at_once
        self._lanes = {
            WRITING: Lane(WRITING, connections.write, connections, here=at_once),
            READING: Lane(READING, connections.read, connections, here=at_once),
        }
        self._window: Any = None
        self._under_way: list[Task] = []
        self._numbers: dict[str, int] = {}
        self._closed = False
        self.slow: list[tuple[str, float]] = []
        self._arrived.connect(self._arrive)
        self._stepped.connect(self._step)

    def write(self, work: Work, then: Callable[[Any], object], **more: Any) -> Task:  # noqa: ANN401 fields of Task
        """Queues work that changes the ledger. `more`: refused, cancelled, stepped, owner."""
        return self._start(WRITING, work, Task(None, then, **more))

    def read(self, work: Work, then: Callable[[Any], object], **more: Any) -> Task:  # noqa: ANN401 fields of Task
        """Queues work that only reads."""
        return self._start(READING, work, Task(None, then, **more))

    def newest(self, slot: str, work: Work, then: Callable[[Any], object], **more: Any) -> Task:  # noqa: ANN401 fields of Task
        """Reads, and drops every earlier question of the same slot: the newest search wins."""
        for earlier in [task for task in self._under_way if task.slot == slot]:
            earlier.cancel()
        number = self._numbers[slot] = self._numbers.get(slot, 0) + 1
        return self._start(READING, work, Task(None, then, slot=slot, number=number, **more))

    def glance(self, work: Callable[[Any], Any]) -> Any:  # noqa: ANN401 what it answers
        """Asks a bounded question on the window's own thread and connection, and times it."""
        if self._closed:
            raise Cancelled
        if self._window is None:
            self._window = self._ways.glance()
        began = time.thread_time()
        try:
            with self._ways.guard():
                return work(self._window)
        finally:
            # Time of our own: others who use the machine do not count.
            took = time.thread_time() - began
            if took > BUDGET:
                name = f"{work.__module__}.{getattr(work, '__qualname__', '')}"
                self.slow.append((name, took))
                log.warning("glance %s took %d ms", name, took * 1000)

    def busy(self) -> bool:
        """Whether anything is under way."""
        return bool(self._under_way)

    def close(self, seconds: float = 5.0) -> bool:
        """Refuses new work, cancels, closes all three connections; False when a lane did not end in time."""
        self._closed = True
        for task in list(self._under_way):
            task.cancel()
        ended = [lane.close(seconds) for lane in self._lanes.values()]
        self._under_way.clear()
        if self._window is not None:
            self._ways.close(self._window)
            self._window = None
        return all(ended)

    def _start(self, name: str, work: Work, task: Task) -> Task:
        lane = self._lanes[name]
        task.lane = lane
        task.progress = Progress(lambda done, total, text: self._stepped.emit(task, done, total, text))
        if self._closed:
            task.progress.stop()
            task.over = True
            return task
        self._under_way.append(task)
        if self._at_once:
            lane.run(task, work, self._arrive)
        else:
            lane.submit(task, work, self._answer)
        return task

    def _answer(self, task: Task, found: object, trouble: BaseException | None) -> None:
        with contextlib.suppress(RuntimeError):  # the window is gone: nobody waits any more
            self._arrived.emit(task, found, trouble)

    @Slot(object, int, int, str)
    def _step(self, task: Task, done: int, total: int, sentence: str) -> None:
        if task.stepped is not None and not task.over and task.wanted:
            task.stepped(done, total, sentence)

    @Slot(object, object, object)
    def _arrive(self, task: Task, found: object, trouble: BaseException | None) -> None:
        if task.over:
            return
        task.over = True
        if task in self._under_way:
            self._under_way.remove(task)
        late = bool(task.slot) and task.number != self._numbers.get(task.slot)
        if self._closed or late or not task.wanted:
            return
        if trouble is None:
            task.then(found)
        elif not task.took(trouble):
            (self.refused if isinstance(trouble, Refused) else self.failed).emit(trouble)

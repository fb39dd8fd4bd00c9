"""Lanes: one writing, one reading, each with its connection; answers on the window's thread."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject

from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.ui.tasks import BUDGET, Connections, Tasks
from tests.ui.conftest import FROZEN, Slow


@dataclass
class Connection:
    """Knows the thread that opened it and whether it was interrupted or closed."""

    thread: int = field(default_factory=threading.get_ident)
    closed_on: int = 0
    stopped: threading.Event = field(default_factory=threading.Event)

    def interrupt(self) -> None:
        self.stopped.set()

    def close(self) -> None:
        self.closed_on = threading.get_ident()


class Opened(list):
    """All connections that were opened."""

    def __call__(self) -> Connection:
        self.append(Connection())
        return self[-1]


@pytest.fixture
def opened() -> Opened:
    return Opened()


@pytest.fixture
def tasks(qtbot, opened):
    made = Tasks(Connections(opened, opened, opened))
    yield made
    assert made.close()


def test_each_lane_opens_one_connection_on_its_own_thread_and_closes_it_there(qtbot, opened):
    tasks = Tasks(Connections(opened, opened, opened))
    got = []
    for _ in range(3):
        tasks.write(lambda c, p: (c.thread, threading.get_ident()), got.append)
        tasks.read(lambda c, p: (c.thread, threading.get_ident()), got.append)
    qtbot.waitUntil(lambda: len(got) == 6)
    assert len(opened) == 2
    assert all(ours == here for ours, here in got)
    assert {ours for ours, _ in got} == {one.thread for one in opened}
    assert threading.get_ident() not in {ours for ours, _ in got}
    assert tasks.close()
    assert all(one.closed_on == one.thread for one in opened)


def test_answers_arrive_on_the_thread_of_the_window(qtbot, tasks):
    here = []
    tasks.read(lambda c, p: 1, lambda found: here.append(threading.get_ident()))
    qtbot.waitUntil(lambda: here != [])
    assert here == [threading.get_ident()]


def test_a_refusal_goes_to_who_asked_or_else_to_the_window(qtbot, tasks):
    def refuse(connection, progress):
        raise Refused("少1位，现在17位", "id_number")

    got = []
    tasks.write(refuse, got.append, refused=lambda trouble: got.append(trouble.field))
    qtbot.waitUntil(lambda: got == ["id_number"])
    with qtbot.waitSignal(tasks.refused) as told:
        tasks.write(refuse, got.append)
    assert told.args[0].sentence == "少1位，现在17位"


@pytest.mark.parametrize("trouble", [Unavailable("D盘满了，没存上"), ZeroDivisionError("x")])
def test_what_is_not_for_the_form_goes_to_the_window(qtbot, tasks, trouble):
    def fail(connection, progress):
        raise trouble

    with qtbot.waitSignal(tasks.failed) as told:
        tasks.write(fail, lambda found: None)
    assert told.args[0] is trouble
    assert not tasks.busy()


def test_a_cancelled_task_stops_at_its_next_step_and_says_so(qtbot, tasks):
    said = []
    running = threading.Event()

    def long(connection, progress):
        running.set()
        while True:
            progress.step(1, 10, "正在读")
            time.sleep(0.001)

    task = tasks.write(long, said.append, cancelled=lambda: said.append("stopped"))
    assert running.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: said == ["stopped"])


def test_a_statement_under_way_is_interrupted_and_counts_as_cancelled(qtbot, tasks, opened):
    said = []
    running = threading.Event()

    def statement(connection, progress):
        running.set()
        assert connection.stopped.wait(5)
        raise OSError("interrupted")

    task = tasks.read(statement, said.append, cancelled=lambda: said.append("stopped"))
    assert running.wait(5)
    task.cancel()
    qtbot.waitUntil(lambda: said == ["stopped"])


def test_work_that_was_cancelled_before_it_began_never_begins(qtbot, tasks):
    said, gate = [], threading.Event()
    tasks.write(lambda c, p: gate.wait(5), lambda found: said.append("first"))
    second = tasks.write(
        lambda c, p: said.append("ran"), said.append, cancelled=lambda: said.append("stopped")
    )
    second.cancel()
    gate.set()
    qtbot.waitUntil(lambda: said == ["first", "stopped"])


def test_progress_is_told_at_most_ten_times_a_second(qtbot, tasks):
    told, over = [], []

    def count(connection, progress):
        ends = time.monotonic() + 0.35
        while time.monotonic() < ends:
            progress.step(len(told), 5000, "正在读")

    tasks.read(count, over.append, stepped=lambda done, total, text: told.append((total, text)))
    qtbot.waitUntil(lambda: over == [None])
    assert 2 <= len(told) <= 6
    assert set(told) == {(5000, "正在读")}


def test_the_newest_search_wins(qtbot, tasks):
    got, gate = [], threading.Event()

    def first(connection, progress):
        gate.wait(5)
        return "old"

    tasks.newest("find", first, got.append)
    tasks.newest("find", lambda c, p: "new", got.append)
    tasks.newest("other", lambda c, p: "other", got.append)
    gate.set()
    qtbot.waitUntil(lambda: len(got) == 2)
    assert got == ["new", "other"]


def test_an_answer_for_somebody_who_is_gone_is_dropped(qtbot, tasks):
    got, gate = [], threading.Event()
    owner = QObject()
    tasks.read(lambda c, p: gate.wait(5), got.append, owner=owner)
    owner.deleteLater()
    qtbot.wait(20)
    gate.set()
    done = []
    tasks.read(lambda c, p: 1, done.append)
    qtbot.waitUntil(lambda: done == [1])
    assert got == []


def busy(seconds: float) -> None:
    """Works so long; sleeping would cost the window's thread nothing of its own."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_a_glance_over_the_budget_is_noted(qtbot, tasks):
    assert tasks.glance(lambda c: c.thread) == threading.get_ident()
    assert tasks.slow == []
    tasks.glance(lambda c: busy(BUDGET * 1.5))
    assert [took > BUDGET for _, took in tasks.slow] == [True]


@pytest.mark.parametrize(("times", "told"), [(1.2, 1), (0.5, 0)])
def test_a_question_of_a_page_that_holds_the_window_fails_its_test(tasks, times, told):
    def question(_connection):
        busy(FROZEN / 1000 * times)

    question.__module__ = "childdesk.ui.pages.today.page"
    heard, log = Slow(), logging.getLogger("childdesk.ui.tasks")
    # Instead of the watch over this test itself, which would fail it.
    others, log.handlers = log.handlers, [heard]
    tasks.glance(question)
    log.handlers = others
    assert len(heard.told) == told
    assert all(one.startswith("glance childdesk.ui.pages.today.page") for one in heard.told)


def test_after_closing_nothing_begins_and_nothing_arrives(qtbot, opened):
    tasks = Tasks(Connections(opened, opened, opened))
    got = []
    tasks.read(lambda c, p: time.sleep(0.05), got.append)
    assert tasks.close()
    assert tasks.read(lambda c, p: 1, got.append).over
    with pytest.raises(Cancelled):
        tasks.glance(lambda c: 1)
    qtbot.wait(30)
    assert got == []


def test_a_lane_that_does_not_end_in_time_is_told(qtbot, opened):
    tasks = Tasks(Connections(opened, opened, opened, interrupt=lambda c: None))
    gate, running = threading.Event(), threading.Event()

    def stubborn(connection, progress):
        running.set()
        gate.wait(5)

    tasks.write(stubborn, lambda found: None)
    assert running.wait(5)
    assert not tasks.close(0.05)
    gate.set()
    for one in threading.enumerate():
        if one.name.startswith("writing"):
            one.join(5)


def test_pages_are_tested_with_lanes_that_run_at_once(qtbot, opened):
    tasks = Tasks(Connections(opened, opened, opened), at_once=True)
    got = []
    tasks.write(lambda c, p: "done", got.append)
    assert got == ["done"]
    tasks.close()
    assert all(one.closed_on for one in opened)

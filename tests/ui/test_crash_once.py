"""A mistake of ours, wherever it happens in the running program, reaches one dialog once, without a value."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QEventLoop,
    QModelIndex,
    QStringListModel,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QListView, QPushButton, QWidget

from childdesk.ui.page import Page, Route
from tests.ui import stage
from tests.ui.stage import Stage

NUMBER = "990101201603020326"
SECRET = f"周小禾 {NUMBER} 10412345678"


def fail() -> None:
    """What nobody expected; its words quote a child."""
    child = SECRET
    raise LookupError(child)


def turn(milliseconds: int) -> None:
    """Runs the event loop as the program does; any other call into Qt hands a mistake to its caller."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Painted(QWidget):
    """Fails at every repaint."""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 Qt's name
        fail()


class Typed(QLineEdit):
    """Fails at every key, inside an override inside an override."""

    def event(self, event: QEvent) -> bool:
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 Qt's name
        fail()


class Data(QStringListModel):
    """Fails whenever a cell is looked up."""

    def data(self, index: QModelIndex, role: int = 0) -> object:
        fail()


class Faulty(Page):
    """A page with a mistake in every kind of place."""

    told = Signal()

    def __init__(self, host, bench) -> None:
        super().__init__(host, "有错的一页")
        self.bench = bench
        self.slot = QPushButton("点一下", clicked=lambda: fail())
        self.typed = Typed()
        self.list = QListView()
        self.painted = Painted()
        self.timer = QTimer(self)
        self.timer.timeout.connect(fail)
        for part in (self.slot, self.typed, self.list, self.painted):
            self.body.addWidget(part)
        self.painted.hide()


@pytest.fixture
def there(qapp, tmp_path: Path) -> Iterator[Stage]:
    """The program with its hooks set and a faulty page shown."""
    with stage.opened(tmp_path, 0) as made:
        made.app.crash.install(tmp_path)
        # The test runner sets its own hook before every test.
        sys.excepthook = made.app.crash._hook
        made.window.add_route(Route("faulty", lambda host: Faulty(host, made.app.bench)))
        made.go("faulty")
        yield made


def in_a_slot(page: Faulty) -> None:
    page.slot.click()


def in_a_timer(page: Faulty) -> None:
    page.timer.start(0)
    turn(30)
    page.timer.stop()


def at_every_repaint(page: Faulty) -> None:
    page.painted.setFixedSize(40, 40)
    QTimer.singleShot(0, page.painted.show)
    for _ in range(5):
        QTimer.singleShot(0, page.painted.update)
    turn(30)
    page.painted.hide()


def in_nested_overrides(page: Faulty) -> None:
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
    QCoreApplication.postEvent(page.typed, key)
    turn(20)


def in_a_model(page: Faulty) -> None:
    model = Data(["一", "二"], page)
    QTimer.singleShot(0, lambda: page.list.setModel(model))
    turn(30)
    QTimer.singleShot(0, lambda: page.list.setModel(None))
    turn(10)


def on_the_reading_lane(page: Faulty) -> None:
    page.bench.read(lambda _session, _progress: fail(), lambda _found: None)


def on_the_writing_lane(page: Faulty) -> None:
    page.bench.write(lambda _session, _progress: fail(), lambda _found: None)


def in_the_answer_of_a_lane(page: Faulty) -> None:
    QTimer.singleShot(0, lambda: page.bench.read(lambda _s, _p: SECRET, lambda _found: fail()))
    turn(20)


def in_a_glance(page: Faulty) -> None:
    QTimer.singleShot(0, lambda: page.bench.glance(lambda _session: fail()))
    turn(20)


def on_a_thread(page: Faulty) -> None:
    other = threading.Thread(target=fail)
    other.start()
    other.join()
    turn(20)


PLACES: tuple[Callable[[Faulty], None], ...] = (
    in_a_slot,
    in_a_timer,
    at_every_repaint,
    in_nested_overrides,
    in_a_model,
    on_the_reading_lane,
    on_the_writing_lane,
    in_the_answer_of_a_lane,
    in_a_glance,
    on_a_thread,
)


@pytest.mark.parametrize("place", PLACES, ids=lambda one: one.__name__)
def test_a_mistake_reaches_the_dialog_once_and_without_a_value(there, place):
    for _ in range(3):
        place(there.window.page())
    reports = there.ask.said
    assert len(reports) == 1, reports
    assert "test_crash_once.py" in reports[0]
    assert "LookupError" in reports[0]
    assert sum(there.app.crash.counts.values()) >= 3
    for part in SECRET.split():
        assert part not in reports[0]


def test_the_program_goes_on_afterwards(there):
    in_a_slot(there.window.page())
    there.go("today")
    there.go("children")
    assert there.window.trail.current().route == "children"
    assert len(there.ask.said) == 1

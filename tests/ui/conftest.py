"""What the tests of the window share: one look, prepared answers, a watch over what a test leaves behind."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from childdesk.ui import theme
from childdesk.ui.window import Window
from tests.ui import opened
from tests.ui.prepared import PreparedAsk

OFFSCREEN = r"This plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"
"""What the platform without a display says of every window; every other warning of Qt fails a test."""


def pytest_itemcollected(item: pytest.Item) -> None:
    """Marks the tests of this folder."""
    item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN, extend=True))


@pytest.fixture(autouse=True)
def usual_look(qapp: QApplication) -> Iterator[None]:
    """Every test begins with the usual look and ends with it."""
    if qapp.styleSheet() == "" or theme.look() != theme.Look():
        theme.apply(qapp)
    yield
    if theme.look() != theme.Look():
        theme.apply(qapp)


def pytest_collection_finish() -> None:
    """What the collector would go through again and again belongs to the whole run, not to one question."""
    gc.freeze()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[opened.Desk]:
    """A village's desk, empty and open; nothing that is not refused may go wrong on it."""
    with opened.village(tmp_path) as there:
        yield there
        assert there.troubles == []


FROZEN = 50
"""Milliseconds of the processor that no question may take on the window's thread: half of what a person is
ever to wait. What takes longer than a frame the program writes down itself, and `bench_window` holds pages to
a frame; here a frame is too little to tell a slow question from a processor that is slow for a moment."""


class Slow(logging.Handler):
    """Keeps what was asked on the window's thread that took too long."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.told: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Questions of the tests themselves do not count."""
        told = record.getMessage()
        _, took = cast("tuple[str, float]", record.args)
        if told.startswith("glance childdesk.") and took > FROZEN:
            self.told.append(told)


@pytest.fixture(autouse=True)
def nothing_slow() -> Iterator[None]:
    """A question on the window's thread that takes longer than FROZEN fails the test."""
    heard, log = Slow(), logging.getLogger("childdesk.ui.tasks")
    log.addHandler(heard)
    # As the program does once a desk is open: what stands is not gone through in the middle of a question.
    gc.freeze()
    yield
    gc.unfreeze()
    log.removeHandler(heard)
    assert heard.told == []


@pytest.fixture(autouse=True)
def nothing_left(qapp: QApplication) -> Iterator[None]:
    """A test that leaves a thread, a running timer or an open window fails."""
    before = set(threading.enumerate())
    yield
    for widget in qapp.topLevelWidgets():
        if widget.parent() is None and not widget.isHidden():
            widget.close()
    threads = [one.name for one in threading.enumerate() if one not in before and one.is_alive()]
    assert threads == [], f"threads left: {threads}"
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    timers = [one for widget in qapp.topLevelWidgets() for one in running_timers(widget)]
    assert timers == [], f"timers left: {timers}"


def running_timers(root: QObject) -> list[str]:
    """The repeating timers below an object that still run, by their owner."""
    return [
        type(timer.parent()).__name__
        for timer in root.findChildren(QTimer)
        if timer.isActive() and not timer.isSingleShot()
    ]


@pytest.fixture
def ask() -> PreparedAsk:
    """Answers nothing that was not prepared."""
    return PreparedAsk()


@pytest.fixture
def window(qtbot: object, ask: PreparedAsk) -> Window:
    """A shown window of the design size without pages."""
    made = Window(ask)
    qtbot.addWidget(made)
    made.resize(1366, 698)
    made.show()
    return made


@pytest.fixture
def shown(qtbot: object):
    """Shows a widget and has it thrown away after the test."""

    kept: list[QWidget] = []

    def show(widget: QWidget, wide: int = 600, tall: int = 400) -> QWidget:
        kept.append(widget)
        qtbot.addWidget(widget)
        widget.resize(wide, tall)
        widget.show()
        QApplication.processEvents()
        return widget

    return show

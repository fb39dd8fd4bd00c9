"""A program of its own that opens a desk and types into a form, key by key, until somebody pulls the plug.

    python -m tests.stories.typist HOME FORM CHILD

Every key is told on the standard output before it is pressed: how many there were, and when.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from childdesk.app import App
from childdesk.domain.clock import SetClock
from childdesk.ui import theme
from tests.stories.pages import SignInPage
from tests.ui import stage, villages

FORMS = ("file", "new", "visit")
KEYS = "1234567890"
PAUSE = 40
"""Milliseconds between two keys: a fast typist."""


def field(app: App, form: str, child: str) -> QWidget | None:
    """Opens a form and gives the field to type into; None while it is not there yet."""
    page = app.window.page()
    if page is None or app.window.covered():
        return None
    if form == "file":
        if app.window.trail.current().route != "child":
            app.window.go("child", child)
        if page.file is None or not page.isVisible():
            return None
        if not page.forms.editing():
            page.edit("other", "note")
            return None
        return page.forms.parts[-1 - _from_the_end(page)].form.frames["note"].editor.part()
    if form == "new":
        if app.window.trail.current().route != "child":
            app.window.go("child", "+")
            return None
        return page.fresh.form.frames["name"].editor.part()
    if app.window.trail.current().route != "visit":
        app.window.go("visit", child)
        return None
    return page.form.frames["opinion"].editor.part() if page.known is not None else None


def _from_the_end(page: QWidget) -> int:
    keys = [part.section.key for part in page.forms.parts]
    return len(keys) - 1 - keys.index("other")


class Typist:
    """Waits for the form, then types for ever."""

    def __init__(self, find: Callable[[], QWidget | None]) -> None:
        self._find = find
        self._part: QWidget | None = None
        self._count = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._next)
        self._timer.start(PAUSE)

    def _next(self) -> None:
        if self._part is None:
            self._part = self._find()
            if self._part is not None:
                self._part.setFocus()
            return
        self._count += 1
        sys.stdout.write(f"{self._count} {time.monotonic()}\n")
        sys.stdout.flush()
        QTest.keyClick(self._part, KEYS[self._count % 10])


def main(home: Path, form: str, child: str) -> None:
    """Signs in and types."""
    application = QApplication([])
    theme.apply(application)
    app = App(home, SetClock(stage.CLOCK))
    app.start()
    SignInPage(app.entrance.sign_in).sign_in(villages.PASSPHRASE)
    typist = Typist(lambda: field(app, form, child))
    application.exec()
    del typist


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])

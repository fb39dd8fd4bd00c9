"""A program of its own that works off a sweep in the real window until somebody pulls the plug.

    python -m tests.stories.sweeper HOME

It begins a sweep with two questions to be answered in words, answers some children quickly, the next slowly.
On the standard output it tells `done N` when the next child stands there, `key N FIELD` before each slow key.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from childdesk.app import App
from childdesk.domain.clock import SetClock
from childdesk.ui import theme
from tests.stories.pages import SignInPage, press, type_into
from tests.ui import stage, villages

NAME, QUESTIONS = "秋冬安全排查", "家里谁看着孩子\n缺什么"
QUICK = 5
"""Children who are answered before the slow one."""
FIRST, SECOND = "grandmother 13", "coats and shoes for the winter"
PAUSE = 40


def say(*words: object) -> None:
    """Tells what is about to happen."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Sweeper:
    """Goes on a little at every tick, as a person does."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._steps = self._all()
        self._timer = QTimer()
        self._timer.timeout.connect(self._next)
        self._timer.start(PAUSE)

    def _next(self) -> None:
        if next(self._steps, None) is None:
            self._timer.stop()

    def _all(self) -> Iterator[bool]:
        window = self._app.window
        while window.page() is None or window.covered():
            yield True
        window.go("sweep")
        yield True
        page = window.page()
        type_into(page.begin.name, NAME)
        page.begin.questions.setPlainText(QUESTIONS)
        press(page.begin.start)
        while page.opened is None or page.asking.line is None:
            yield True
        for number in range(QUICK):
            line = page.asking.line.id
            page.asking.fields[1].setFocus()
            QTest.keyClicks(page.asking.fields[1], f"a{number}")
            QTest.keyClick(page.asking.fields[1], Qt.Key.Key_Return)
            while page.asking.line.id == line:
                yield True
            say("done", number + 1)
        yield from self._slowly(page.asking.fields)
        while True:
            yield True

    @staticmethod
    def _slowly(fields: dict[int, object]) -> Iterator[bool]:
        """Every key on its own, the fields one after the other by Tab."""
        fields[1].setFocus()
        for number, text in ((1, FIRST), (2, SECOND)):
            for at, letter in enumerate(text, start=1):
                say("key", at, number)
                QTest.keyClick(fields[number], letter)
                yield True
            QTest.keyClick(fields[number], Qt.Key.Key_Tab)
            # Without a desktop no window is the active one, and nobody tells a field that it was left.
            left = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.TabFocusReason)
            QApplication.sendEvent(fields[number], left)


def main(home: Path) -> None:
    """Signs in and works."""
    application = QApplication([])
    theme.apply(application)
    app = App(home, SetClock(stage.CLOCK))
    app.start()
    SignInPage(app.entrance.sign_in).sign_in(villages.PASSPHRASE)
    sweeper = Sweeper(app)
    application.exec()
    del sweeper


if __name__ == "__main__":
    main(Path(sys.argv[1]))

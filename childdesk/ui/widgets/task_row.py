"""Shows that something takes a while: a sentence with numbers, a bar, and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QProgressBar

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import words

STOPPED = "已停下，什么也没改"


class TaskRow(QFrame):
    """One running task. Without a known length the words change and no bar runs."""

    def __init__(self, sentence: str, cancel: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setProperty("role", "info")
        self._text = words(sentence, "small")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.hide()
        self._do = cancel
        self._cancel = button("取消", self._press, kind="small")
        self._cancel.setVisible(cancel is not None)
        words_and_bar = fit.column(self._text, self._bar, spacing=6)
        line = fit.row(words_and_bar, self._cancel, margins=(14, 8, 10, 8), spacing=16)
        line.setStretch(0, 1)
        self.setLayout(line)

    def begin(self, sentence: str) -> None:
        """Another task, which may be stopped again."""
        self._cancel.setVisible(self._do is not None)
        self._cancel.setEnabled(True)
        self.say(sentence)

    def say(self, sentence: str, done: int = 0, total: int = 0) -> None:
        """How far it is; `total` 0 means that nobody knows. Being stopped, it says that."""
        if self._do is not None and not self._cancel.isEnabled():
            return
        self._text.setText(sentence)
        self.setAccessibleName(sentence)
        self._bar.setVisible(total > 0)
        if total > 0:
            self._bar.setRange(0, total)
            self._bar.setValue(min(done, total))

    def sentence(self) -> str:
        """What it says."""
        return self._text.text()

    def stopped(self) -> None:
        """After a cancel: says that nothing happened."""
        self._bar.hide()
        self._cancel.hide()
        self._text.setText(STOPPED)

    def _press(self) -> None:
        self._cancel.setEnabled(False)
        self._text.setText("正在停下…")
        if self._do is not None:
            self._do()


def counted(verb: str, done: int, total: int, unit: str = "行") -> str:
    """“正在读第2,310行，共5,000行”."""
    return f"{verb}第{done:,}{unit}，共{total:,}{unit}"

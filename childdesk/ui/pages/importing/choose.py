"""Where a file is chosen: what can be done, and why the last one was no roster."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.words import say, sign, words


class ChooseFile(QWidget):
    """An empty place with one button; a refusal is said here in large."""

    def __init__(self, choose: Callable[[], object], paste: Callable[[], object]) -> None:
        super().__init__()
        self.choose = button("选文件", choose, kind="primary", icon="folder_open")
        self.paste = button("粘贴复制的几行", paste, icon="note")
        self.why = words("", "strong", wrap=True)
        self._said = Card(role="warn")
        line = fit.row(sign("warning", "yellow", 24), self.why, spacing=12)
        line.setStretch(1, 1)
        self._said.add(line)
        fit.fix(self._said, least=420, most=720)
        self._said.hide()
        empty = Empty(
            "arrow_import",
            "把手头的表拖到这里，或点下面选一份。在别的表里复制了几行，按 Ctrl+V。原文件不会被改动。",
        )
        line = fit.row(None, self.choose, self.paste, None, spacing=10)
        said = fit.row(None, self._said, None)
        said.setStretch(1, 10)
        self.setLayout(fit.column(None, said, empty, line, None, spacing=16))

    def refuse(self, trouble: Refused) -> None:
        """Says why a file was not read."""
        self.why.setText(trouble.sentence)
        self._said.show()
        self.choose.setText(" 选另一份")

    def forget(self) -> None:
        """Another file was read: what was wrong with the last one no longer matters."""
        self._said.hide()


class Steps(QWidget):
    """Where one is on the way: the names of the steps, the present one in bold."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names
        self._labels = [words(name, "second") for name in names]
        line = fit.row(spacing=8)
        for number, label in enumerate(self._labels):
            if number:
                line.addWidget(sign("chevron_right", "ink3", 16))
            line.addWidget(label)
        self.setLayout(line)

    def stand(self, number: int) -> None:
        """At the first, the second, …"""
        for at, label in enumerate(self._labels, 1):
            say(label, self._names[at - 1], "group" if at == number else "second")
        self.setAccessibleName(f"第{number}步，共{len(self._names)}步：{self._names[number - 1]}")


def centred(part: QWidget) -> QWidget:
    """A part alone in the middle of its place."""
    made = QWidget()
    made.setLayout(fit.column(None, part, None))
    return made

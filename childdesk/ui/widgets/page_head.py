"""Opens a page: its title, one sentence that says how things stand, its acts at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import tool
from childdesk.ui.widgets.words import Elided, words


class PageHead(QWidget):
    """Title, sentence, buttons. In compact mode the sentence moves behind the title."""

    def __init__(self, title: str, sentence: str = "", *, back: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.title = words(title, "page")
        self.title.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.sentence = Elided(sentence, "second")
        self.dot = words("●", "soon")
        self.dot.setToolTip("有改动还没保存")
        self.dot.setAccessibleName("有改动还没保存")
        self.dot.hide()
        self._line = fit.row(self.dot, self.title, spacing=8)
        self._line.addStretch(1)
        self._words: QVBoxLayout = fit.column(self._line, self.sentence, spacing=2)
        self._acts = fit.row(spacing=10)
        outer = fit.row(margins=(0, 0, 0, 0), spacing=12)
        if back is not None:
            outer.addWidget(tool("返回", "chevron_left", back))
        outer.addLayout(self._words, 1)
        outer.addLayout(self._acts)
        self.setLayout(outer)
        self._compact = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def say(self, sentence: str, title: str | None = None) -> None:
        """Another sentence, and perhaps another title."""
        self.sentence.say(sentence)
        if title is not None:
            self.title.setText(title)

    def beside(self, *parts: QWidget) -> None:
        """Puts what the page is about behind the title, in one line with it; the sentence then has none."""
        for at, part in enumerate(parts):
            self._line.insertWidget(2 + at, part)
        self.sentence.hide()

    def unsaved(self, dirty: bool) -> None:
        """Shows or hides the dot before the title."""
        self.dot.setVisible(dirty)

    def act(self, part: QWidget, *, first: bool = False) -> QWidget:
        """One more control at the right end, or before the others; the primary button comes last."""
        self._acts.insertWidget(0 if first else self._acts.count(), part)
        return part

    def acts(self) -> tuple[QPushButton, ...]:
        """The buttons from left to right."""
        widgets = (self._acts.itemAt(at).widget() for at in range(self._acts.count()))
        return tuple(one for one in widgets if isinstance(one, QPushButton))

    def set_compact(self, compact: bool) -> None:
        """Moves the sentence behind the title or back below it."""
        if compact == self._compact:
            return
        self._compact = compact
        if compact:
            self._words.removeWidget(self.sentence)
            self._line.insertWidget(2, self.sentence, 1000)
        else:
            self._line.removeWidget(self.sentence)
            self._words.addWidget(self.sentence)

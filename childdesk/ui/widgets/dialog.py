"""Draws a question over the window: what happened, what is safe, verbs as buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.words import sign, words


class Dialog(QDialog):
    """Title, short sentences, perhaps a field, verbs. Esc is always the harmless one."""

    def __init__(
        self, title: str, sentences: Sequence[str], over: QWidget | None = None, *, icon: str = ""
    ) -> None:
        super().__init__(over)
        self.setWindowTitle(title)
        self.setModal(True)
        self._verbs: dict[str, QPushButton] = {}
        self._taken = ""
        self._enter = ""
        self._body = fit.column(spacing=10)
        head = fit.row(spacing=10)
        if icon:
            head.addWidget(sign(icon, "yellow" if icon == "warning" else "ink2", 24))
        head.addWidget(words(title, "head"))
        head.addStretch(1)
        self._body.addLayout(head)
        for sentence in sentences:
            self._body.addWidget(words(sentence, wrap=True))
        self._acts = fit.row(None, spacing=10)
        outer = fit.column(self._body, self._acts, margins=(24, 20, 24, 16), spacing=18)
        self.setLayout(outer)
        fit.fix(self, least=440, most=720)
        self.setAccessibleName(title)
        self.setAccessibleDescription(" ".join(sentences))

    def verb(self, key: str, word: str, *, kind: str = "") -> QPushButton:
        """One more button at the right; none is Qt's default, so that Enter never destroys."""
        made = button(word, lambda: self._take(key), kind=kind)
        self._verbs[key] = made
        self._acts.addWidget(made)
        return made

    def line(self, text: str = "", *, hint: str = "", secret: bool = False) -> QLineEdit:
        """A field for one line; a secret one hides what is typed and asks for Latin letters."""
        made = QLineEdit(text)
        made.setPlaceholderText(hint)
        made.setAccessibleName(self.windowTitle())
        if secret:
            made.setEchoMode(QLineEdit.EchoMode.Password)
            made.setInputMethodHints(
                Qt.InputMethodHint.ImhHiddenText
                | Qt.InputMethodHint.ImhSensitiveData
                | Qt.InputMethodHint.ImhLatinOnly
            )
        made.returnPressed.connect(self._entered)
        self._body.addWidget(made)
        made.setFocus()
        return made

    def suggest(self, field: QLineEdit, usual: Sequence[str]) -> None:
        """Usual answers below a field; one click fills it."""
        if not usual:
            return
        pills = Answers([(word, word) for word in usual])
        pills.changed.connect(lambda: field.setText("、".join(pills.chosen())))
        self._body.addWidget(pills)

    def require(self, field: QLineEdit, key: str, reason: str) -> None:
        """A verb that works only once the field is filled; its tooltip says why."""
        made = self._verbs[key]
        because(made, "" if field.text().strip() else reason)
        field.textChanged.connect(lambda text: because(made, "" if text.strip() else reason))

    def paper(self, text: str) -> None:
        """A longer text that can be read and copied but not changed."""
        made = QPlainTextEdit(text)
        made.setReadOnly(True)
        made.setAccessibleName(self.windowTitle())
        fit.fix(made, height=220)
        self._body.addWidget(made)

    def ask(self, harmless: str, *, enter: str = "") -> str:
        """Waits for an answer. `enter` is the verb of the Enter key inside the field."""
        self._taken, self._enter = harmless, enter
        if not enter:
            self._verbs[harmless].setFocus()
        self.exec()
        self.deleteLater()
        return self._taken

    def _entered(self) -> None:
        if self._enter and self._verbs[self._enter].isEnabled():
            self._take(self._enter)

    def _take(self, key: str) -> None:
        self._taken = key
        self.accept()

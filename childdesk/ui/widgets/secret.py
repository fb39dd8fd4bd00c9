"""Takes passphrases: hidden, with an eye, Latin letters, a word about caps lock, and advice for a new one."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QWidget

from childdesk.domain.passphrase import judge
from childdesk.ui import fit, icons
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import say, sign, words

LATIN = "这里自动用英文输入"
CAPS_ON, CAPS_OFF = "大写锁定开着", "大写锁定没开"


class Secret(QWidget):
    """One hidden field under its label, with 看一眼. `entered` says that Enter was pressed."""

    entered = Signal()
    changed = Signal(str)

    def __init__(self, label: str, *, caps: bool = True) -> None:
        super().__init__()
        self.line = QLineEdit()
        self.line.setAccessibleName(label)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        hidden = Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData
        self.line.setInputMethodHints(hidden | Qt.InputMethodHint.ImhLatinOnly)
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self._edited)
        self.line.installEventFilter(self)
        self.eye = button("看一眼", self._look, icon="eye")
        self.eye.setCheckable(True)
        self._sign = sign("error_circle", "red", 16)
        self._text = words("", "error", wrap=True)
        self._trouble = QWidget()
        trouble = fit.row(self._sign, self._text, spacing=5)
        trouble.setStretch(1, 1)
        self._trouble.setLayout(trouble)
        self._trouble.hide()
        self._keys = sign("keyboard", "ink2", 16)
        self._caps = words(LATIN, "note")
        self._hint = QWidget()
        self._hint.setLayout(fit.row(self._keys, self._caps, None, spacing=5))
        self._hint.setVisible(caps)
        field = fit.row(self.line, self.eye, spacing=8)
        field.setStretch(0, 1)
        self.setLayout(fit.column(words(label, "label"), field, self._trouble, self._hint, spacing=5))
        self.setFocusProxy(self.line)

    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Puts a passphrase there, for instance on a practice desk."""
        self.line.setText(text)

    def wipe(self) -> None:
        """Forgets what was typed and hides again."""
        self.line.clear()
        self.eye.setChecked(False)
        self._look()

    def refuse(self, sentence: str) -> None:
        """A sentence below the field; empty words put it away."""
        fit.mark(self.line, state="invalid" if sentence else "")
        self.line.setAccessibleDescription(sentence)
        self._text.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def trouble(self) -> str:
        """The sentence that stands there."""
        return "" if self._trouble.isHidden() else self._text.text()

    def caps(self) -> str:
        """What is said about caps lock."""
        return self._caps.text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Caps lock is asked on entering where the platform tells, and read from the letters everywhere."""
        if event.type() == QEvent.Type.FocusIn:
            self._say_caps(_caps_lock())
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            self._learn(event)
        return False

    def _learn(self, event: QKeyEvent) -> None:
        told = _caps_lock()
        letter = event.text()
        if told is None and len(letter) == 1 and letter.isascii() and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            told = letter.isupper() != shift
        if told is not None or event.key() == Qt.Key.Key_CapsLock:
            self._say_caps(told)

    def _say_caps(self, on: bool | None) -> None:
        if on is None:
            say(self._caps, LATIN, "note")
        else:
            say(self._caps, CAPS_ON if on else f"{CAPS_OFF}；{LATIN}", "doubt" if on else "note")
        icons.show(self._keys, "warning" if on else "keyboard", "yellow" if on else "ink2", 16)

    def _edited(self, text: str) -> None:
        self.refuse("")
        self.changed.emit(text)

    def _look(self) -> None:
        seen = self.eye.isChecked()
        self.line.setEchoMode(QLineEdit.EchoMode.Normal if seen else QLineEdit.EchoMode.Password)
        self.eye.setText(" 遮住" if seen else " 看一眼")
        self.eye.setAccessibleName("遮住口令" if seen else "看一眼口令")
        icons.put(self.eye, "eye_off" if seen else "eye", "ink2", 20)


class NewSecret(QWidget):
    """A new passphrase, typed twice, with three segments and a word that say how good it is."""

    entered = Signal()
    changed = Signal()

    def __init__(self, label: str = "口令", known: Iterable[str] = ()) -> None:
        """`known` are words that everybody around knows."""
        super().__init__()
        self.known = tuple(known)
        self.first = Secret(label)
        self.again = Secret("再输一次", caps=False)
        self.again.eye.hide()
        self._bars = [QFrame() for _ in range(3)]
        bars = fit.row(spacing=4)
        for one in self._bars:
            one.setProperty("role", "meter")
            fit.fix(one, width=56, height=6)
            bars.addWidget(one)
        self._word = words("", "strong")
        self._why = words("", "second", wrap=True)
        meter = fit.row(bars, self._word, self._why, spacing=10)
        meter.setStretch(2, 1)
        self.setLayout(fit.column(self.first, meter, self.again, spacing=10))
        self.first.changed.connect(lambda _text: self._judge())
        self.again.changed.connect(lambda _text: self.changed.emit())
        self.first.entered.connect(lambda: self.again.setFocus(Qt.FocusReason.TabFocusReason))
        self.again.entered.connect(self.entered)
        self.setFocusProxy(self.first)
        self._judge()

    def text(self) -> str:
        """The passphrase."""
        return self.first.text()

    def level(self) -> int:
        """0 to 3, as the segments show it."""
        return judge(self.text(), self.known).level

    def check(self) -> bool:
        """Whether it is good enough and typed twice alike; says what is wrong where it is wrong."""
        found = judge(self.text(), self.known)
        self.first.refuse("")
        self.again.refuse("")
        if found.level == 0:
            self.first.refuse(found.why)
            self.first.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        if self.again.text() != self.text():
            self.again.refuse("两次不一样，请再输一次")
            self.again.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        return True

    def wipe(self) -> None:
        """Forgets both."""
        self.first.wipe()
        self.again.wipe()
        self._judge()

    def _judge(self) -> None:
        found = judge(self.text(), self.known)
        empty = not self.text()
        for number, one in enumerate(self._bars):
            lit = "" if empty or number >= max(found.level, 1) else str(found.level)
            fit.mark(one, lit=lit)
        self._word.setText("" if empty else found.word)
        self._why.setText("" if empty else found.why)
        self._why.setAccessibleName(f"口令强弱：{found.word}，{found.why}")
        self.changed.emit()


def _caps_lock() -> bool | None:
    """Whether caps lock is on; None where the platform does not say."""
    if sys.platform == "win32":
        return bool(ctypes.windll.user32.GetKeyState(0x14) & 1)
    return None

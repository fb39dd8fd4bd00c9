"""Makes the editor of a kind: which widget a value gets is decided here and nowhere else."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import singledispatch
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QLineEdit

from childdesk.domain.kinds import (
    Address,
    BankCard,
    Code,
    Codes,
    Date,
    DisabilityCertificate,
    IdNumber,
    Kind,
    Link,
    Moment,
    Money,
    Phone,
    Scalar,
    Text,
    Whole,
    Word,
    YesNo,
    today_words,
)
from childdesk.domain.privacy import UNKNOWN
from childdesk.ui import fit
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.editor import AreaEditor, Editor, LineEditor, QuietCombo
from childdesk.ui.widgets.segmented import Segmented

SHORT = 4
"""Up to so many options stand side by side; more open as a list."""

SEARCHED = 12
"""From so many options on one may type into the list."""

CHOOSE = "请选"


class NumberEditor(LineEditor):
    """Identity numbers, telephones, cards: blanks, full width and a small x are mended at once."""

    def mend(self, text: str) -> str:
        """Half width, no blanks, capital X."""
        return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()


class DateEditor(LineEditor):
    """A day in any of the usual ways, also 今天, 昨天, 11-24 and 2016年3月."""

    def __init__(self, kind: Kind[Any], today: date) -> None:
        super().__init__(kind, hint="如：2025-11-24，或写今天", latin=True)
        self.today = today

    def settled(self, text: str) -> str:
        """今天 becomes a date."""
        return today_words(text, self.today)


class SegmentEditor(Editor):
    """Few exclusive words side by side, 未采集 last."""

    def __init__(self, kind: Kind[Any], options: Sequence[tuple[str, str]]) -> None:
        super().__init__(kind)
        self.words = Segmented([*options, (UNKNOWN, UNKNOWN)])
        self.words.chosen.connect(lambda _key: self.taken())
        self._line.addWidget(self.words)
        self._line.addStretch(1)
        self._options = list(options)
        self.setFocusProxy(self.words.part(options[0][0]))

    def text(self) -> str:
        """The chosen word, or nothing."""
        key = self.words.key()
        return dict(self._options).get(key or "", key or "")

    def set_text(self, text: str) -> None:
        """Chooses by word."""
        keys = {word: key for key, word in self._options} | {UNKNOWN: UNKNOWN}
        self.words.choose(keys.get(text))

    def mark(self, state: str, sentence: str = "") -> None:
        """The words keep their look; the sentence below says it."""
        self.setAccessibleDescription(sentence)

    def name(self, label: str) -> None:
        """Every word is read with the label before it."""
        for key, word in [*self._options, (UNKNOWN, UNKNOWN)]:
            self.words.part(key).setAccessibleName(f"{label}，{word}")


class ComboEditor(Editor):
    """One of many words; the wheel never changes it, 未采集 is last, nothing is chosen by itself."""

    def __init__(self, kind: Kind[Any], options: Sequence[tuple[str, str]], *, free: bool = False) -> None:
        """`free` lets other words stand."""
        super().__init__(kind)
        self._options = list(options)
        self._free = free
        self.combo = QuietCombo()
        self.combo.addItems([word for _, word in self._options] + [UNKNOWN])
        self._typing = free or len(self._options) > SEARCHED
        self.combo.setPlaceholderText(CHOOSE)
        self.combo.setCurrentIndex(-1)
        if self._typing:
            self._let_type()
        self.combo.activated.connect(self._picked)
        self.hold(self.combo)

    def text(self) -> str:
        """The chosen or typed word."""
        return self.combo.currentText() if self._typing or self.combo.currentIndex() >= 0 else ""

    def set_text(self, text: str) -> None:
        """Chooses by word; an unknown word of a newer program is kept and shown."""
        at = self.combo.findText(text) if text else -1
        if text and at < 0 and not self._typing:
            self.combo.insertItem(0, text)
            at = 0
        self.combo.setCurrentIndex(at)
        fit.mark(self.combo, empty="" if text else "1")
        if self._typing:
            self.combo.setEditText(text)

    def read(self) -> tuple[Scalar, str | None]:
        """A link reads the id behind the word."""
        if isinstance(self.kind, Link) and self.touched:
            ids = {word: key for key, word in self._options}
            return ids.get(self.text()), None
        return super().read()

    def set_raw(self, raw: Scalar) -> None:
        """A link shows the word of its id."""
        if not isinstance(self.kind, Link):
            super().set_raw(raw)
            return
        self.raw, self.touched = raw, False
        self.set_text(dict(self._options).get(str(raw), "") if raw else "")

    def name(self, label: str) -> None:
        """The line inside is what a screen reader meets."""
        super().name(label)
        line = self.combo.lineEdit()
        if line is not None:
            line.setAccessibleName(label)

    def _picked(self) -> None:
        fit.mark(self.combo, empty="")
        self.taken()

    def _let_type(self) -> None:
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QuietCombo.InsertPolicy.NoInsert)
        line = QLineEdit()
        self.combo.setLineEdit(line)
        completer = QCompleter([word for _, word in self._options], self.combo)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.combo.setCompleter(completer)
        line.setPlaceholderText("选一个，也可自己写" if self._free else "输入几个字来找")
        line.textEdited.connect(lambda _text: self.touch())
        line.editingFinished.connect(self.left)
        self.combo.setEditText("")


class AnswersEditor(Editor):
    """Any number of words as pills; 未采集 stands last and excludes the others."""

    def __init__(self, kind: Kind[Any], options: Sequence[tuple[str, str]]) -> None:
        super().__init__(kind)
        self.pills = Answers(options, several=True, last=UNKNOWN)
        self.pills.changed.connect(self.taken)
        self._words = dict(options)
        self._line.addWidget(self.pills)
        self.setFocusProxy(self.pills.pills()[0])

    def text(self) -> str:
        """The chosen words joined by 、."""
        return "、".join(self._words.get(key, UNKNOWN) for key in self.pills.chosen())

    def set_text(self, text: str) -> None:
        """Chooses by words."""
        wanted = set(text.split("、")) if text else set()
        keys = [key for key, word in self._words.items() if word in wanted]
        self.pills.choose(keys or ([""] if UNKNOWN in wanted else []))

    def mark(self, state: str, sentence: str = "") -> None:
        """The pills keep their look."""
        self.setAccessibleDescription(sentence)

    def name(self, label: str) -> None:
        """The group carries the label."""
        self.pills.setAccessibleName(label)


Links = Sequence[tuple[str, str]]
"""(id, words) of what a link may point to."""


@singledispatch
def editor(kind: Kind[Any], today: date, hint: str = "", links: Links = ()) -> Editor:
    """The editor of a kind. `today` is what 今天 means, `hint` an example, `links` what a link may be."""
    return LineEditor(kind, hint=hint)


@editor.register
def _(kind: Text, today: date, hint: str = "", links: Links = ()) -> Editor:
    return AreaEditor(kind, hint=hint) if kind.lines else LineEditor(kind, hint=hint)


@editor.register(IdNumber)
@editor.register(DisabilityCertificate)
@editor.register(Phone)
@editor.register(BankCard)
def _(kind: Kind[Any], today: date, hint: str = "", links: Links = ()) -> Editor:
    return NumberEditor(kind, hint=hint, latin=True)


@editor.register
def _(kind: Whole, today: date, hint: str = "", links: Links = ()) -> Editor:
    return LineEditor(kind, hint=hint, latin=True)


@editor.register
def _(kind: Money, today: date, hint: str = "", links: Links = ()) -> Editor:
    return LineEditor(kind, hint=hint, latin=True, unit="元")


@editor.register
def _(kind: Date, today: date, hint: str = "", links: Links = ()) -> Editor:
    return DateEditor(kind, today)


@editor.register
def _(kind: Moment, today: date, hint: str = "", links: Links = ()) -> Editor:
    return LineEditor(kind, hint=hint or "如：2025-11-24 09:30", latin=True)


@editor.register
def _(kind: YesNo, today: date, hint: str = "", links: Links = ()) -> Editor:
    return SegmentEditor(kind, [(kind.yes, kind.yes), (kind.no, kind.no)])


@editor.register
def _(kind: Code, today: date, hint: str = "", links: Links = ()) -> Editor:
    options = [(one.code, one.word(today)) for one in kind.options.open(today)]
    short = len(options) <= SHORT and sum(len(word) for _, word in options) <= 16
    return SegmentEditor(kind, options) if short else ComboEditor(kind, options)


@editor.register
def _(kind: Codes, today: date, hint: str = "", links: Links = ()) -> Editor:
    return AnswersEditor(kind, [(one.code, one.word(today)) for one in kind.options.open(today)])


@editor.register
def _(kind: Word, today: date, hint: str = "", links: Links = ()) -> Editor:
    return ComboEditor(kind, [(one.code, one.word(today)) for one in kind.options.open(today)], free=True)


@editor.register
def _(kind: Address, today: date, hint: str = "", links: Links = ()) -> Editor:
    return LineEditor(kind, hint=hint)


@editor.register
def _(kind: Link, today: date, hint: str = "", links: Links = ()) -> Editor:
    return ComboEditor(kind, links)

"""Shows what would happen before it counts: numbers, sheet or list, one question, issues, the way on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import rule, sign, words

SHOWN = 100
"""Issues of one kind that get a line each."""


@dataclass(frozen=True)
class Tile:
    """A number of the plan; `tone` colours it: empty, red, yellow."""

    key: str
    count: int
    label: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Question:
    """One thing that only a person knows: its best answers, and whether it shall be remembered."""

    key: str
    title: str
    note: str
    options: tuple[tuple[str, str], ...]
    remember: str = ""
    more: tuple[tuple[str, str], ...] = ()
    """Everything else that it may be, to be found by typing."""


@dataclass(frozen=True)
class PlanIssue:
    """One thing to look at, with its remedies; `group` is the segment below which it stands."""

    key: str
    group: str
    text: str
    note: str = ""
    where: str = ""
    bad: bool = False
    remedies: tuple[tuple[str, str], ...] = ()


class PlanView(QWidget):
    """The frame that import, sync, merge, bulk edit and restore share."""

    tile_chosen = Signal(str)
    answered = Signal(str, str, bool)
    """Question, option, and whether to remember it."""
    remedied = Signal(str, str)
    issue_shown = Signal(str)
    accepted = Signal()
    cancelled = Signal()

    def __init__(self, body: QWidget, *, undo_words: str) -> None:
        super().__init__()
        self.tiles = TileRow()
        self.tiles.chosen.connect(self.tile_chosen)
        self.question = QuestionCard()
        self.question.answered.connect(self.answered)
        self.issues = IssueCard()
        self.issues.remedied.connect(self.remedied)
        self.issues.shown.connect(self.issue_shown)
        inner = QWidget()
        self._parts = fit.column(self.question, self.issues, spacing=10)
        self._parts.setStretch(1, 1)
        inner.setLayout(self._parts)
        self.side = scrolled(inner)
        fit.fix(self.side, width=332)
        self.middle: QHBoxLayout = fit.row(body, self.side, spacing=12)
        self.middle.setStretch(0, 1)
        self._note = words(undo_words, "small")
        self._cancel = button("取消", self.cancelled.emit)
        self._go = button("", self.accepted.emit, kind="primary", icon="checkmark")
        self._foot = fit.row(sign("arrow_undo"), self._note, None, self._cancel, self._go, spacing=10)
        outer = fit.column(self.tiles, self.middle, self._foot, spacing=10)
        outer.setStretch(1, 1)
        self.setLayout(outer)

    def lead(self, part: QWidget) -> None:
        """A card that stands above the question while it is shown."""
        self._parts.insertWidget(0, part)

    def aside(self, part: QWidget) -> None:
        """Another way on, before 取消."""
        self._foot.insertWidget(self._foot.indexOf(self._cancel), part)

    def say_go(self, verb: str, *, why_not: str = "") -> None:
        """The words of the primary button, such as 导入73人."""
        self._go.setText(f" {verb}")
        self._go.setAccessibleName(verb)
        because(self._go, why_not)

    def say_note(self, text: str) -> None:
        """What undo means here."""
        self._note.setText(text)

    def next_issue(self, step: int = 1) -> None:
        """F8 and Shift+F8."""
        self.issues.walk(step)


class TileRow(QWidget):
    """Five numbers; a click filters by one, a second click shows everything."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._line = fit.row(spacing=10)
        self._tiles: dict[str, QPushButton] = {}
        self.setLayout(self._line)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        """The numbers from left to right."""
        fit.clear(self._line)
        self._tiles.clear()
        for tile in tiles:
            made = QPushButton()
            made.setProperty("kind", "tile")
            made.setCheckable(True)
            made.setCursor(Qt.CursorShape.PointingHandCursor)
            made.setAccessibleName(f"{tile.label}{tile.count}，{tile.note}")
            number = words(f"{tile.count:,}", "figure")
            number.setProperty("tone", tile.tone)
            text = fit.column(words(tile.label, "group"), words(tile.note, "second"), spacing=0)
            made.setLayout(fit.row(number, text, None, margins=(14, 4, 10, 4), spacing=12))
            for part in made.findChildren(QWidget):
                part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            made.clicked.connect(lambda _on=False, key=tile.key: self._press(key))
            fit.fix(made, height=58)
            self._tiles[tile.key] = made
            self._line.addWidget(made, 1)

    def choose(self, key: str) -> None:
        """Marks one, or none when empty."""
        for one, made in self._tiles.items():
            made.setChecked(one == key)

    def part(self, key: str) -> QPushButton:
        """The button of a number."""
        return self._tiles[key]

    def _press(self, key: str) -> None:
        now = key if self._tiles[key].isChecked() else ""
        self.choose(now)
        self.chosen.emit(now)


class QuestionCard(QFrame):
    """The one open question with its best answers."""

    answered = Signal(str, str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "chosen")
        self._question: Question | None = None
        self._title = words("", "group", wrap=True)
        self._count = words("", "second")
        self._note = words("", "second", wrap=True)
        self._options: QVBoxLayout = fit.column(spacing=0)
        self._group = QButtonGroup(self)
        self._more = Picker("其他栏目", "都不是？打字找别的栏目")
        self._more.chosen.connect(self._found)
        self._keep = QCheckBox("")
        self._keep.setProperty("dense", "1")
        self._next = button("下一个", self._answer, kind="small")
        head = fit.row(sign("question_circle", "brand"), self._title, self._count, spacing=8)
        head.setStretch(1, 1)
        foot = fit.row(self._keep, None, self._next)
        parts = (head, self._note, self._options, self._more, foot)
        self.setLayout(fit.column(*parts, margins=(14, 10, 12, 10), spacing=6))
        self.hide()

    def ask(self, question: Question | None, number: int = 1, total: int = 1) -> None:
        """Shows a question, or nothing when all are answered."""
        self._question = question
        self.setVisible(question is not None)
        if question is None:
            return
        self._title.setText(question.title)
        self.setAccessibleName(question.title)
        self._note.setText(question.note)
        self._count.setText(f"{number}/{total}")
        fit.clear(self._options)
        for old in self._group.buttons():
            self._group.removeButton(old)
        for at, (_key, word) in enumerate(question.options):
            made = QRadioButton(word)
            made.setProperty("dense", "1")
            self._group.addButton(made, at)
            self._options.addWidget(made)
        self._more.setVisible(bool(question.more))
        self._more.offer(question.more)
        self._keep.setVisible(bool(question.remember))
        self._keep.setText(question.remember)
        self._keep.setChecked(bool(question.remember))
        because(self._next, "先选一个")
        self._group.idClicked.connect(self._ready)

    def choose(self, key: str) -> None:
        """Takes an answer as a click would."""
        if self._question is not None:
            keys = [one for one, _ in self._question.options]
            self._group.button(keys.index(key)).setChecked(True)
            self._ready()

    def _ready(self) -> None:
        self._more.choose("")
        because(self._next, "")

    def _found(self, _key: str) -> None:
        checked = self._group.checkedButton()
        if checked is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
        because(self._next, "")

    def _answer(self) -> None:
        at = self._group.checkedId()
        if self._question is not None and (at >= 0 or self._more.key()):
            key = self._question.options[at][0] if at >= 0 else self._more.key()
            self.answered.emit(self._question.key, key, self._keep.isChecked() and not self._keep.isHidden())


BESIDE_TITLE, IN_ONE_ROW = 2, 18
"""Kinds of issues that stand beside the title; characters of them that fit into one row of the card."""


class IssueCard(Card):
    """Issues by kind, each with its remedy in place."""

    remedied = Signal(str, str)
    shown = Signal(str)

    def __init__(self) -> None:
        super().__init__("逐条看", tight=False)
        self._issues: list[PlanIssue] = []
        self._counts: dict[str, int] = {}
        self._segments: Segmented | None = None
        self._group = ""
        self._at = -1
        self._kinds = fit.row(spacing=0)
        self._lines = fit.column(spacing=6)
        self.add(self._kinds)
        self.add(self._lines)
        self.add(None)

    def show_issues(self, issues: Sequence[PlanIssue], counts: Mapping[str, int] | None = None) -> None:
        """The first group is shown. `counts` says how many there are of each, where these are not all."""
        self._issues = list(issues)
        counts = self._counts = dict(counts or Counter(issue.group for issue in issues))
        if self._segments is not None:
            self._kinds.removeWidget(self._segments)
            self.head.removeWidget(self._segments)
            self._segments.deleteLater()
            self._segments = None
        if counts:
            kinds = [(group, f"{group} {number:,}") for group, number in list(counts.items())[:4]]
            long = sum(len(word) for _, word in kinds) > IN_ONE_ROW
            self._segments = Segmented(kinds, dense=True, columns=2 if long else 0)
            self._segments.chosen.connect(self.show_group)
            if len(kinds) > BESIDE_TITLE:
                self._kinds.addWidget(self._segments, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self.head.addWidget(self._segments)
        self.show_group(next(iter(counts), ""))

    def show_group(self, group: str) -> None:
        """The issues of one kind; the first hundred have widgets."""
        self._group, self._at = group, -1
        if self._segments is not None:
            self._segments.choose(group)
        fit.clear(self._lines)
        mine = self._mine()
        if not mine:
            self._lines.addWidget(Empty("checkmark_circle", "没有要看的"))
        for number, issue in enumerate(mine[:SHOWN]):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(self._line(issue))
        further = self._counts.get(group, 0) - min(len(mine), SHOWN)
        if further:
            self._lines.addWidget(words(f"还有{further:,}条，先看上面的", "note"))

    def group(self) -> str:
        """The kind that is shown."""
        return self._group

    def walk(self, step: int) -> None:
        """The next or previous issue of this group, round the ends."""
        mine = self._mine()
        if mine:
            start = -1 if self._at < 0 and step > 0 else max(self._at, 0)
            self._at = (start + step) % len(mine)
            self.shown.emit(mine[self._at].key)

    def _mine(self) -> list[PlanIssue]:
        return [issue for issue in self._issues if issue.group == self._group]

    def _line(self, issue: PlanIssue) -> QWidget:
        made = QWidget()
        drawing = sign("error_circle", "red") if issue.bad else sign("info", "brand")
        text = words(issue.text, "small", wrap=True)
        head = fit.row(text, spacing=6)
        head.setStretch(0, 1)
        if issue.where:
            where = button(issue.where, lambda: self.shown.emit(issue.key), kind="quiet")
            head.addWidget(where)
        body = fit.column(head, spacing=2)
        if issue.note:
            body.addWidget(words(issue.note, "note", wrap=True))
        if issue.remedies:
            acts = fit.row(spacing=6)
            for key, word in issue.remedies:
                acts.addWidget(button(word, partial(self.remedied.emit, issue.key, key), kind="small"))
            acts.addStretch(1)
            body.addLayout(acts)
        line = fit.row(drawing, body, spacing=8)
        line.setAlignment(drawing, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        made.setLayout(line)
        return made

"""Narrows a list: groups that fold, words with counts; what is chosen shows as chips above the table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from childdesk.ui import fit, icons, theme
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.chip import risk_mark
from childdesk.ui.widgets.flow import Flow
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import rule, words


@dataclass(frozen=True)
class FilterGroup:
    """One group: key, name, (value, word) pairs; `kind` risk draws the shapes; `folded` starts closed."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    kind: str = ""
    folded: bool = False


Chosen = Mapping[str, tuple[str, ...]]
"""Group key → chosen values: or within a group, and between groups."""


class FilterPane(QFrame):
    """The side bar of a list. `changed` says that a person chose something else."""

    changed = Signal()
    favourite_taken = Signal(str)

    def __init__(self, groups: Sequence[FilterGroup]) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._groups = {group.key: group for group in groups}
        self._boxes: dict[tuple[str, str], QCheckBox] = {}
        self._counts: dict[tuple[str, str], QLabel] = {}
        self._folds: dict[str, tuple[QPushButton, QWidget]] = {}
        self._favourites = fit.column(spacing=0)
        inner = QWidget()
        body = fit.column(self._favourites, margins=(12, 0, 10, 10), spacing=2)
        for number, group in enumerate(groups):
            if number:
                body.addWidget(rule())
            body.addWidget(self._group(group))
        body.addStretch(1)
        inner.setLayout(body)
        self._none = button("全部清除", self.clear, kind="quiet")
        head = fit.row(words("筛选", "group"), None, self._none, margins=(14, 10, 8, 2))
        self.setLayout(fit.column(head, scrolled(inner), spacing=2))
        fit.fix(self, width=184)
        self.setAccessibleName("筛选")

    def chosen(self) -> dict[str, tuple[str, ...]]:
        """What is chosen; groups without a choice are left out."""
        found: dict[str, tuple[str, ...]] = {}
        for (group, value), box in self._boxes.items():
            if box.isChecked():
                found[group] = (*found.get(group, ()), value)
        return found

    def choose(self, chosen: Chosen) -> None:
        """Sets the choice without saying `changed`; a group with a choice is unfolded."""
        for (group, value), box in self._boxes.items():
            box.blockSignals(True)
            box.setChecked(value in chosen.get(group, ()))
            box.blockSignals(False)
        for key in chosen:
            if key in self._folds:
                self.fold(key, folded=False)

    def clear(self) -> None:
        """Nothing is chosen any more."""
        if self.chosen():
            self.choose({})
            self.changed.emit()

    def drop(self, group: str, value: str) -> None:
        """Takes one choice away, as the × of its chip does."""
        box = self._boxes.get((group, value))
        if box is not None:
            box.setChecked(False)

    def count(self, counts: Mapping[str, Mapping[str, int]]) -> None:
        """How many there are of each, given the other groups' choices."""
        for (group, value), label in self._counts.items():
            number = counts.get(group, {}).get(value, 0)
            label.setText(f"{number:,}")
            box = self._boxes[group, value]
            box.setAccessibleName(f"{self._word(group, value)}，{number:,}人")

    def fold(self, key: str, *, folded: bool) -> None:
        """Folds or unfolds a group."""
        head, body = self._folds[key]
        body.setVisible(not folded)
        icons.put(head, "chevron_right" if folded else "chevron_down", "ink2", 16)
        head.setAccessibleDescription("已收起" if folded else "已展开")

    def folded(self, key: str) -> bool:
        """Whether a group is folded; one that is not there counts as folded."""
        return key not in self._folds or self._folds[key][1].isHidden()

    def boxes(self, key: str) -> tuple[QCheckBox, ...]:
        """The boxes of one group in order."""
        return tuple(box for (group, _), box in self._boxes.items() if group == key)

    def favourites(self, names: Sequence[str]) -> None:
        """The saved filters at the top."""
        fit.clear(self._favourites)
        for name in names:
            made = button(name, partial(self.favourite_taken.emit, name), kind="quiet", icon="star")
            self._favourites.addWidget(made)
        if names:
            self._favourites.addWidget(rule())

    def first(self) -> QWidget:
        """Where the focus goes with F4."""
        return next(iter(self._boxes.values()), self._none)

    def word(self, group: str, value: str) -> str:
        """The word of a choice, as its chip says it."""
        return self._word(group, value)

    def _word(self, group: str, value: str) -> str:
        return dict(self._groups[group].options).get(value, value)

    def _group(self, group: FilterGroup) -> QWidget:
        outer = QWidget()
        body = QWidget()
        lines = fit.column(spacing=0)
        for value, word in group.options:
            lines.addLayout(self._line(group, value, word))
        body.setLayout(lines)
        head = button(group.label, kind="fold")
        head.clicked.connect(lambda: self.fold(group.key, folded=not body.isHidden()))
        outer.setLayout(fit.column(head, body, spacing=0))
        self._folds[group.key] = (head, body)
        self.fold(group.key, folded=group.folded)
        return outer

    def _line(self, group: FilterGroup, value: str, word: str) -> QHBoxLayout:
        box = WordBox("" if group.kind == "risk" else word)
        box.setProperty("dense", "1")
        box.setAccessibleName(word)
        box.toggled.connect(lambda _on: self.changed.emit())
        number = words("", "second")
        self._boxes[group.key, value] = box
        self._counts[group.key, value] = number
        if group.kind == "risk":
            shape = risk_mark(value)
            text = words(word, "small")
            text.setBuddy(box)
            line = fit.row(box, shape, text, None, number, spacing=4)
        else:
            line = fit.row(box, None, number, spacing=4)
        return line


class WordBox(QCheckBox):
    """One choice. A word that is too long, such as a village's, gives way to its count and is told whole when
    one points at it."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self._whole = word
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Room for the whole word."""
        return QSize(self._round() + self._wide(self._whole), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for the box and, at a long word, three characters of it."""
        most = theme.look().px(48)
        return QSize(self._round() + min(self._wide(self._whole), most), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shortens anew."""
        super().resizeEvent(event)
        room = max(self.width() - self._round(), 1)
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        if shown != self.text():
            self.setText(shown)
            self.setToolTip(self._whole if shown != self._whole else "")

    def _wide(self, word: str) -> int:
        return self.fontMetrics().horizontalAdvance(word)

    def _round(self) -> int:
        return super().sizeHint().width() - self._wide(self.text())


class FilterChips(QWidget):
    """The active choices above the table, each with ×."""

    dropped = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._flow = Flow(across=8, down=6)
        self.setLayout(self._flow)

    def show_chosen(self, chosen: Sequence[tuple[str, str, str]]) -> None:
        """(group, value, word) of each; nothing shows nothing."""
        fit.clear(self._flow)
        for group, value, word in chosen:
            made = button(word, partial(self.dropped.emit, group, value), kind="filter")
            made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
            made.setText(f"{word} ")
            made.setAccessibleName(f"去掉条件：{word}")
            made.setToolTip("去掉这个条件")
            icons.put(made, "dismiss", "ink2", 16)
            self._flow.addWidget(made)
        self.updateGeometry()

"""The tab 修改记录: every entry that touched this file, what it changed, and the way to take it back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from childdesk.desk import telling
from childdesk.desk.history import Line, Told
from childdesk.domain import catalogue
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, surface, words

BATCH, LINES = 20, 6
HIDDEN = frozenset(("child", "holder", "unit"))


class Changes(QWidget):
    """Newest first, twenty at a time. `undo_asked` carries the entry."""

    undo_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._told: Sequence[Told] = ()
        self._today = date.min
        self._may_undo = False
        self._count = 0
        self._rows = fit.column(spacing=0)
        self._more = button("", self._load, kind="quiet", icon="chevron_down")
        self._empty = Empty("history", "还没有改动")
        inside = QWidget()
        inside.setLayout(fit.column(self._rows, self._more, self._empty, None, spacing=4))
        card = surface("card")
        card.setLayout(fit.column(scrolled(inside), margins=(1, 4, 1, 4)))
        self.setLayout(fit.column(card))

    def show_changes(self, told: Sequence[Told], today: date, *, may_undo: bool) -> None:
        """All entries."""
        fit.clear(self._rows)
        self._told, self._today, self._may_undo, self._count = told, today, may_undo, 0
        self._empty.setVisible(not told)
        self._load()

    def _load(self) -> None:
        batch = self._told[self._count : self._count + BATCH]
        for told in batch:
            row = EntryRow(told, self._today, may_undo=self._may_undo)
            row.undo_asked.connect(self.undo_asked)
            self._rows.addWidget(row)
        self._count += len(batch)
        rest = len(self._told) - self._count
        self._more.setVisible(rest > 0)
        self._more.setText(f" 再看{min(rest, BATCH)}次，还有{rest:,}次")


class EntryRow(QFrame):
    """One entry: when, what, who, why; below it the first lines, the rest behind 展开."""

    undo_asked = Signal(object)

    def __init__(self, told: Told, today: date, *, may_undo: bool) -> None:
        super().__init__()
        self.setProperty("role", "row")
        self._lines = sentences(told.lines)
        when = fit.fix(words(telling.moment(told.when, today), "second"), width=140)
        head = fit.row(when, words(told.what, "group"), words(told.person, "second"), spacing=10)
        why = "　".join(part for part in (told.reason, f"来自{told.source}" if told.source else "") if part)
        head.addWidget(Elided(why, "second"), 1)
        self.undo = button("撤销", lambda: self.undo_asked.emit(told), kind="quiet", icon="arrow_undo")
        self.undo.setAccessibleName(f"撤销：{telling.moment(told.when, today)}{told.what}")
        self.undo.setVisible(may_undo and told.operation not in ("erase", "new_desk", "practice", "import"))
        head.addWidget(self.undo)
        self._body = fit.column(spacing=2, margins=(150, 0, 16, 0))
        self._fold = button("", self._open, kind="quiet")
        self.setLayout(fit.column(head, self._body, margins=(16, 8, 10, 8), spacing=4))
        self._show(self._lines[:LINES])
        left = len(self._lines) - LINES
        if left > 0:
            self._fold.setText(f"展开，还有{left:,}处")
            self._body.addLayout(fit.row(self._fold, None))

    def _show(self, lines: Sequence[str]) -> None:
        for line in lines:
            self._body.addWidget(words(line, "small", wrap=True))

    def _open(self) -> None:
        self._fold.hide()
        self._show(self._lines[LINES:])


def sentences(lines: Sequence[Line]) -> list[str]:
    """One sentence for each change of the child; what came new about somebody else is one sentence."""
    found: list[str] = []
    for (record, _), group in groupby(lines, key=lambda line: (line.record, line.row)):
        kept = [line for line in group if line.field not in HIDDEN]
        label = catalogue.RECORDS[record].label if record in catalogue.RECORDS and record != "child" else ""
        if label and len(kept) > 1 and not any(line.before for line in kept):
            found.append(f"{label}：{'，'.join(f'{line.label}{line.after}' for line in kept)}")
        else:
            found += [f"{label}{said(line)}" for line in kept]
    return found


def said(line: Line) -> str:
    """学校：甲校 → 乙校; what was empty before shows only what came."""
    after = line.after or "未采集"
    return f"{line.label}：{line.before} → {after}" if line.before else f"{line.label}：{after}"

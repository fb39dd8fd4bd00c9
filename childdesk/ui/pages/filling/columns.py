"""The columns of a form below each other: what goes into each, what stays blank, and what is asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.fill_look import ColumnLine, SheetLook
from childdesk.ui import fit
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, sign, words

SIGNS = {"sure": ("checkmark", "green"), "ask": ("question_circle", "yellow"), "left": ("dismiss", "ink3")}
SPOKEN = {"sure": "会填", "ask": "要您定", "left": "先空着"}


class FormColumns(Card):
    """One line a column, sheet by sheet, the open questions first. `answered` carries what an answer is kept
    under (the header, with its sheet where there are several) and the field."""

    answered = Signal(str, str)

    def __init__(self) -> None:
        super().__init__("表里的栏")
        self._lines = fit.column(spacing=4, margins=(0, 0, 4, 0))
        inside = QWidget()
        inside.setLayout(self._lines)
        self.add(scrolled(inside), 1)
        self.pickers: dict[str, Picker] = {}

    def show_sheets(self, looks: Sequence[SheetLook], fields: Sequence[tuple[str, str]]) -> None:
        """Other columns; `fields` are all that a question may be answered with."""
        fit.clear(self._lines)
        self.pickers.clear()
        filled = [look for look in looks if look.chosen]
        for look in filled:
            if len(looks) > 1:
                head = words(f"{look.name}　{look.sentence}", "group")
                self._lines.addLayout(fit.column(head, margins=(0, 8, 0, 0)))
            asked = [line for line in look.lines if line.state == "ask"]
            for line in [*asked, *(line for line in look.lines if line.state != "ask")]:
                self._lines.addWidget(self._line(line, fields))
        self._lines.addStretch(1)
        self.say("表里的栏", f"共{sum(len(look.lines) for look in filled):,}栏")

    def _line(self, line: ColumnLine, fields: Sequence[tuple[str, str]]) -> QWidget:
        made = QWidget()
        name, ink = SIGNS[line.state]
        head = Elided(line.header, "strong" if line.state == "ask" else "")
        fit.fix(head, width=190)
        told: QWidget
        if line.state == "ask":
            told = self._picker(line, fields)
        else:
            text = f"{line.words}　如：{line.sample}" if line.sample else line.words
            told = Elided(text if line.state == "sure" else f"空着：{line.words}", "second")
        row = fit.row(sign(name, ink, 16), head, told, spacing=8)
        row.setStretch(2, 1)
        made.setLayout(row)
        made.setAccessibleName(f"{line.header}，{SPOKEN[line.state]}，{line.words}")
        return made

    def _picker(self, line: ColumnLine, fields: Sequence[tuple[str, str]]) -> Picker:
        made = Picker(f"{line.header}是哪一项", "这一栏是哪一项？")
        known = {key for key, _ in line.options}
        made.offer([*line.options, *(pair for pair in fields if pair[0] not in known)])
        made.chosen.connect(lambda key, answer=line.answer: self.answered.emit(answer, key))
        self.pickers[line.answer] = made
        return made

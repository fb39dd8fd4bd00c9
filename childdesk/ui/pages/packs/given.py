"""The packs that were just written: for each village the 24 digits, and the slip that carries them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.packs import Written
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.words import words

APART = "数字不要和U盘放在一起：打印开户单当面交，或者在电话里念。"


class Given(QWidget):
    """`printed` carries one pack whose slip is wanted, `done` that all have been handed over."""

    printed = Signal(object)
    done = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.card = Card(role="good", icon="checkmark_circle", title="开户包写好了，可以拔出U盘了")
        self.card.add(words(APART, "small", wrap=True))
        self.lines = fit.column(spacing=12)
        self.card.body.addLayout(self.lines)
        self.back = button("回到名单", self.done.emit, kind="primary", icon="chevron_left")
        self.card.add(fit.row(self.back, None))
        fit.fix(self.card, most=760)
        self.setLayout(fit.column(self.card, None))

    def show_packs(self, found: Sequence[Written]) -> None:
        """One line for each."""
        fit.clear(self.lines)
        for one in found:
            digits = words(one.digits, "head")
            digits.setAccessibleName(f"{one.unit_name}的数字：{'，'.join(one.digits.replace(' ', ''))}")
            about = f"文件{Path(one.file).name}"
            about += "，换新电脑" if one.again else ""
            about += f"；这里有它{one.held}个在册孩子的记录，配好后同步一次就有" if one.held else ""
            text = fit.column(
                words(one.unit_name, "strong"), digits, words(about, "second", wrap=True), spacing=1
            )
            line = fit.row(
                text, button("打印开户单", partial(self.printed.emit, one), kind="small", icon="print")
            )
            line.setStretch(0, 1)
            self.lines.addLayout(line)

    def wipe(self) -> None:
        """Takes the digits off the screen."""
        fit.clear(self.lines)

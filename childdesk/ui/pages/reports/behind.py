"""Who is behind a number or a broken check: their names, each leading to the file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk.report_look import Named
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button, tool
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.flow import Flow
from childdesk.ui.widgets.scroll import scrolled

MOST = 200
"""Names at a time; more are counted."""


class Behind(Card):
    """A card below the preview. `opened` carries the id of a child and all of them in order."""

    opened = Signal(str, object)
    turned = Signal(bool)
    """Whether it stands there now."""

    def __init__(self) -> None:
        super().__init__("是哪些孩子")
        self.act(tool("收起", "dismiss", self.put_away))
        self._flow = Flow(6, 6)
        inside = QWidget()
        inside.setLayout(self._flow)
        area = scrolled(inside)
        fit.fix(area, height=76)
        self.add(area)
        self.names: list[QWidget] = []
        self.hide()

    def show_names(self, title: str, people: Sequence[Named]) -> None:
        """Other children."""
        more = f"，先列{MOST}个" if len(people) > MOST else ""
        self.say(title, f"{len(people):,}人{more}" if people else "没有孩子，或不能写明是谁")
        fit.clear(self._flow)
        ids = [one.id for one in people]
        self.names = []
        for one in people[:MOST]:
            made = button(one.name, partial(self.opened.emit, one.id, ids), kind="small")
            made.setToolTip(one.second)
            made.setAccessibleName(f"{one.name}，{one.second}")
            self._flow.addWidget(made)
            self.names.append(made)
        self.show()
        self.turned.emit(True)
        if self.names:
            self.names[0].setFocus()

    def put_away(self) -> None:
        """Gives its room back."""
        self.hide()
        self.turned.emit(False)

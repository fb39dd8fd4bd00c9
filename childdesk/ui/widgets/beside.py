"""Two versions of one thing side by side: field by field ours, theirs, or to be asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import rule, words

WAYS = (("keep", "留台账的"), ("take", "用表里的"), ("ask", "以后核实"))
"""What may be chosen for a field, in words."""


@dataclass(frozen=True)
class Sides:
    """What the two sides are called, and what may be chosen between them. `way` is chosen at first."""

    ours: str = "台账"
    theirs: str = "表里"
    ways: Sequence[tuple[str, str]] = WAYS
    way: str = "take"


LEDGER = Sides()
EARLIER = Sides("前面", "这里", (("keep", "照前面的"), ("take", "照这里的"), ("ask", "以后核实")), "ask")
"""Two rows of one workbook: neither is the newer, so nothing is taken unasked."""
WIDE_LABEL = 150


@dataclass(frozen=True)
class Apart:
    """One field that differs; both values in words, as a person may see them."""

    key: str
    label: str
    ours: str
    theirs: str


class ApartLine(QWidget):
    """One field: its name, both values, and the choice."""

    chosen = Signal(str, str)
    """Field and way."""

    def __init__(
        self,
        apart: Apart,
        ways: Sequence[tuple[str, str]] = WAYS,
        way: str = "take",
        *,
        sides: Sides = LEDGER,
        wide: bool = False,
    ) -> None:
        """`wide` puts everything into one line."""
        super().__init__()
        self.apart = apart
        self.ways = Segmented(ways, dense=True)
        self.ways.choose(way)
        self.ways.chosen.connect(lambda way: self.chosen.emit(apart.key, way))
        said = words(f"{sides.ours}：{apart.ours or '未采集'}", "small", wrap=True)
        told = words(f"{sides.theirs}：{apart.theirs or '没有写'}", "small", wrap=True)
        label = words(apart.label, "strong")
        if wide:
            fit.fix(label, width=WIDE_LABEL)
            line = fit.row(label, said, told, self.ways, spacing=12)
            line.setStretch(1, 1)
            line.setStretch(2, 1)
            self.setLayout(line)
        else:
            self.setLayout(fit.column(fit.row(label, None), said, told, fit.row(self.ways, None), spacing=3))

    def way(self) -> str:
        """What is chosen."""
        return self.ways.key() or "keep"


class BesideCard(Card):
    """Whether a row is a child whom the register knows, and then what of it counts."""

    joined = Signal(dict)
    """Field → way, for one child."""
    parted = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("是不是同一个孩子", role="chosen", icon="branch_compare")
        self._why = words("", "second", wrap=True)
        self._lines = fit.column(spacing=8)
        self.lines: list[ApartLine] = []
        self.join = button("是，合到一起", self._join, kind="small", icon="merge")
        self.part = button("不是，另建一份", self.parted.emit, kind="small")
        self.act(button("先放着", self.left.emit, kind="quiet"))
        self.add(self._why)
        self.add(self._lines)
        self.add(fit.row(self.join, self.part, None, spacing=8))
        self.hide()

    def show_apart(self, why: str, apart: Sequence[Apart], sides: Sides = LEDGER) -> None:
        """Shows what differs."""
        self._why.setText(why)
        fit.clear(self._lines)
        self.lines = [ApartLine(one, sides.ways, sides.way, sides=sides) for one in apart]
        for number, line in enumerate(self.lines):
            if number:
                self._lines.addWidget(rule())
            self._lines.addWidget(line)
        self.show()

    def _join(self) -> None:
        self.joined.emit({line.apart.key: line.way() for line in self.lines})

"""One child in whom list and register differ, and what shall be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from childdesk.desk.comparing import DIFFERENT, GONE, HERE, TASK, THERE, UNSURE, Line
from childdesk.desk.import_beside import KEEP, TAKE
from childdesk.desk.import_plan import Difference
from childdesk.ui import fit
from childdesk.ui.widgets.beside import Apart, ApartLine
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words

FIELD_WAYS = ((KEEP, "留台账的"), (TAKE, "用表里的"), (TASK, "以后核实"))
WAYS = {
    THERE: ((KEEP, "不管"), (TAKE, "新建档案"), (TASK, "以后核实")),
    HERE: ((KEEP, "不动"), (TASK, "核实去向")),
    GONE: ((KEEP, "不动"), (TASK, "核实去向")),
    DIFFERENT: FIELD_WAYS,
    UNSURE: ((KEEP, "先不管"), (TAKE, "就是他，用表里的"), (TASK, "以后核实")),
}
"""What may be done about a line of each kind."""


class LineCard(QFrame):
    """The child, its group, and a choice for the whole or for each field."""

    chosen = Signal(str, str, str)
    """Line, field (empty for the whole), way."""

    def __init__(self, line: Line, choice: dict[str, str], village: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.setAccessibleName(line.name)
        self.line = line
        self.whole: Segmented | None = None
        self.fields: list[ApartLine] = []
        where = f"第{line.row}行" if line.row else ""
        head = fit.row(
            words(line.name, "strong"),
            words("，".join(part for part in (village, line.group) if part), "second"),
            words(where, "note"),
            spacing=10,
        )
        head.addStretch(1)
        parts: list[fit.Part] = [head]
        if line.kind != DIFFERENT:
            # A row that is nobody's cannot be somebody: it can only be looked into.
            ways = [way for way in WAYS[line.kind] if line.kind != UNSURE or line.child or way[0] != TAKE]
            self.whole = Segmented(ways, dense=True)
            self.whole.choose(choice.get("", KEEP))
            self.whole.chosen.connect(lambda way: self.chosen.emit(line.key, "", way))
            head.addWidget(self.whole)
        if line.why:
            parts.append(words(line.why, "second", wrap=True))
        if line.kind != DIFFERENT and line.differences:
            parts.append(words("；".join(map(_told, line.differences)), "second", wrap=True))
        for one in line.differences if line.kind == DIFFERENT else ():
            made = ApartLine(
                Apart(one.field, one.label, one.ours, one.theirs),
                FIELD_WAYS,
                choice.get(one.field, choice.get("", KEEP)),
                wide=True,
            )
            made.chosen.connect(lambda field, way: self.chosen.emit(line.key, field, way))
            self.fields.append(made)
            parts.append(made)
        self.setLayout(fit.column(*parts, margins=(14, 10, 14, 10), spacing=6))


def _told(one: Difference) -> str:
    return f"{one.label}：台账{one.ours or '未采集'}，表里{one.theirs}"

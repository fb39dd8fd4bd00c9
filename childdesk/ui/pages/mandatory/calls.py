"""Is step 1 of the red flow: whom to call now, what to do and what not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk import directory
from childdesk.desk.session import Session
from childdesk.domain import situations
from childdesk.ui import fit
from childdesk.ui.widgets.calls import CallRow, danger, listed
from childdesk.ui.widgets.words import words


class Calls(QWidget):
    """The calls in their order. `reached` carries the field of the one that got through."""

    reached = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = {
            "police_at": CallRow("110", "公安，或派出所", situations.SAY, first=True, verb="记下：打通了"),
            "ambulance_at": CallRow("120", "有人受伤、中毒、昏迷", "先救人"),
            "supervisor_at": CallRow("督导员", "乡镇儿童督导员", "同时报告；名录里还没有电话"),
            "civil_at": CallRow("民政", "民政或未保中心", "同时报告；名录里还没有电话"),
        }
        for key, row in self.rows.items():
            row.done.connect(partial(self.reached.emit, key))
        pair = fit.row(
            listed("要做", situations.DO, "good", "checkmark_circle"),
            listed("不要做", situations.DO_NOT, "bad", "dismiss_circle"),
            spacing=12,
        )
        parts = (words("1　现在就打", "group"), *self.rows.values(), pair, danger(), None)
        self.setLayout(fit.column(*parts, spacing=8, margins=(0, 0, 4, 0)))

    def first(self) -> QWidget | None:
        """The first call that was not made."""
        return next((row.note_it for row in self.rows.values() if not row.note_it.isHidden()), None)

    def show_state(self, stamps: Mapping[str, str], numbers: Mapping[str, str]) -> None:
        """Which calls got through, and whom the directory knows."""
        for key, row in self.rows.items():
            row.stamp(stamps.get(key, ""))
        for key, number in numbers.items():
            self.rows[key].say(f"同时报告：{number}")


def numbers_of(session: Session) -> dict[str, str]:
    """Key of a call → whom the directory knows for it, whole: here numbers are never masked."""
    found = {}
    for one in directory.entries(session):
        key = {"督导员": "supervisor_at", "未保中心": "civil_at"}.get(one.kind)
        if key and key not in found:
            found[key] = " ".join(part for part in (one.person or one.name, one.phone) if part)
    return found

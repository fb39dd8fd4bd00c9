"""Keeps the quiet line at the bottom: who, which unit, saved or not, last backup, last sync."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtWidgets import QFrame, QLabel, QWidget

from childdesk.ui import fit, icons
from childdesk.ui.widgets.words import sign, words

SAVED, SAVING, UNSAVED = "全部已保存", "正在保存", "没存上"

LEFT = ("who", "unit", "saved")
RIGHT = ("backup", "sync")
KEPT = frozenset({"saved", "sync"})
"""What stays in compact mode."""

ICONS: Mapping[str, str] = MappingProxyType(
    {
        "who": "person",
        "unit": "building_government",
        "saved": "save",
        "backup": "archive",
        "sync": "usb_stick",
    }
)
_INKS = {"": "ink2", "soon": "yellow", "late": "red"}


class StatusLine(QFrame):
    """Five short facts, each with its icon; an empty one is not shown."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("statusline")
        self._parts: dict[str, tuple[QWidget, QLabel, QLabel]] = {}
        self._compact = False
        line = fit.row(margins=(16, 0, 20, 0), spacing=18)
        for key in (*LEFT, "", *RIGHT):
            if key:
                line.addWidget(self._part(key))
            else:
                line.addStretch(1)
        self.setLayout(line)
        fit.fix(self, height=26)
        self.say("saved", SAVED)

    def say(self, key: str, text: str, tone: str = "") -> None:
        """One fact: who, unit, saved, backup or sync; `tone` is empty, soon (yellow) or late (red)."""
        part, drawing, label = self._parts[key]
        label.setText(text)
        fit.mark(label, tone=tone)
        icons.show(drawing, ICONS[key], _INKS[tone], 16)
        part.setVisible(self._visible(key))

    def text(self, key: str) -> str:
        """What a fact says."""
        return self._parts[key][2].text()

    def set_compact(self, compact: bool) -> None:
        """Keeps only save and sync, or shows everything."""
        self._compact = compact
        for key, (part, _, _) in self._parts.items():
            part.setVisible(self._visible(key))

    def _visible(self, key: str) -> bool:
        return bool(self.text(key)) and (not self._compact or key in KEPT)

    def _part(self, key: str) -> QWidget:
        made = QWidget()
        drawing = sign("usb_stick" if key == "sync" else ICONS[key], "ink2", 16)
        label = words("")
        made.setLayout(fit.row(drawing, label, spacing=6))
        made.hide()
        self._parts[key] = (made, drawing, label)
        return made

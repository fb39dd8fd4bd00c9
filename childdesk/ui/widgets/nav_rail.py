"""Stands at the left: the mark, the places with what waits in each, 设置 at the foot."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton

from childdesk.ui import fit, icons, theme
from childdesk.ui.widgets.buttons import Push
from childdesk.ui.widgets.words import rule, sign, words

WIDE, NARROW = 164, 56


@dataclass(frozen=True)
class Station:
    """One entry of the rail: key, words, icon; `foot` stands at the bottom."""

    key: str
    label: str
    icon: str
    foot: bool = False


class NavRail(QFrame):
    """The places. `opened` carries the key of the one that a person wants to see."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._stations: dict[str, tuple[Station, NavButton]] = {}
        self._compact = False
        self._mark = sign("mark", "brand", 28)
        self._name = words("童档", "brand")
        self._head = fit.row(self._mark, self._name, None, margins=(10, 0, 0, 0), spacing=10)
        self._top = fit.column(spacing=2)
        self._foot = fit.column(spacing=2)
        self._rule = rule()
        self.setLayout(
            fit.column(
                self._head, 12, self._top, None, self._rule, self._foot, margins=(8, 12, 8, 8), spacing=2
            )
        )
        fit.fix(self, width=WIDE)
        self.setAccessibleName("去处")

    def add(self, station: Station) -> None:
        """One more place at the end of its part."""
        made = NavButton(station)
        made.clicked.connect(lambda: self.opened.emit(station.key))
        made.set_compact(self._compact)
        self._stations[station.key] = (station, made)
        (self._foot if station.foot else self._top).addWidget(made)

    def offer(self, key: str, *, on: bool) -> None:
        """Shows a place, or hides it where it means nothing."""
        self._stations[key][1].setVisible(on)

    def keys(self) -> tuple[str, ...]:
        """The places from top to bottom, the foot last."""
        pairs = [(key, pair) for key, pair in self._stations.items() if not pair[1].isHidden()]
        return tuple(
            [key for key, (one, _) in pairs if not one.foot] + [key for key, (one, _) in pairs if one.foot]
        )

    def stand(self, key: str) -> None:
        """Marks the place that is shown; an unknown key marks none."""
        for one, (_, made) in self._stations.items():
            made.set_active(one == key)

    def badge(self, key: str, number: int, *, late: bool = False) -> None:
        """How many wait there for the person; red as soon as one is late."""
        if key in self._stations:
            self._stations[key][1].set_badge(number, late)

    def part(self, key: str) -> QPushButton:
        """The button of a place."""
        return self._stations[key][1]

    def set_compact(self, compact: bool) -> None:
        """Icons only, with tooltips, or words too."""
        self._compact = compact
        self._name.setVisible(not compact)
        self._mark.setVisible(not compact)
        fit.hold(self._head, (0 if compact else 10, 0, 0, 0))
        fit.fix(self, width=NARROW if compact else WIDE)
        for _, made in self._stations.values():
            made.set_compact(compact)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↑↓ move between the places; Enter opens."""
        keys = self.keys()
        at = next((n for n, key in enumerate(keys) if self.part(key).hasFocus()), None)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if at is not None and step is not None:
            self.part(keys[(at + step) % len(keys)]).setFocus(Qt.FocusReason.TabFocusReason)
        elif at is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(keys[at])
        else:
            super().keyPressEvent(event)


class NavButton(Push):
    """A place: icon, word, and at the right how many wait."""

    def __init__(self, station: Station) -> None:
        super().__init__(f" {station.label}")
        self._station = station
        self._number = 0
        self._late = False
        self._compact = False
        self.setProperty("kind", "nav")
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._badge: QLabel = words("", "count", centred=True)
        self._badge.setParent(self)
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.hide()
        self.set_active(False)
        theme.seat().changed.connect(self._settle)
        self._speak()

    def set_active(self, active: bool) -> None:
        """Whether this is the place that is shown."""
        self.setChecked(active)
        icons.put(self, self._station.icon, "brand" if active else "ink2", 20, filled=active)

    def nextCheckState(self) -> None:
        """A click does not check it; standing there does."""

    def set_badge(self, number: int, late: bool) -> None:
        """How many wait; 0 shows nothing."""
        self._number, self._late = number, late
        self._badge.setText("99+" if number > 99 else str(number))
        fit.mark(self._badge, t="countlate" if late else "count")
        self._badge.setVisible(number > 0)
        self._settle()
        self._speak()

    def set_compact(self, compact: bool) -> None:
        """Only the icon, or the word too."""
        self._compact = compact
        self.setText("" if compact else f" {self._station.label}")
        self.setToolTip(self._station.label if compact else "")
        fit.mark(self, compact="1" if compact else "")
        self._settle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The badge keeps to its corner."""
        super().resizeEvent(event)
        self._settle()

    def _settle(self) -> None:
        self._badge.adjustSize()
        wide, tall = self._badge.width(), self._badge.height()
        if self._compact:
            self._badge.move(self.width() - wide, 0)
        else:
            self._badge.move(self.width() - wide - theme.look().px(10), (self.height() - tall) // 2)

    def _speak(self) -> None:
        waiting = f"，{self._number:,}件在等您" if self._number else ""
        late = "，有晚了的" if self._late and self._number else ""
        self.setAccessibleName(f"{self._station.label}{waiting}{late}")

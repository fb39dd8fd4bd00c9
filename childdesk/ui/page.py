"""Says what a page is to the window, and what the window is to a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from childdesk.ui import fit
from childdesk.ui.ask import Ask
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.drawer import Drawer
from childdesk.ui.widgets.page_head import PageHead
from childdesk.ui.widgets.scroll import scrolled

Acts = Sequence[tuple[str, Callable[[], object]]]


class Host(Protocol):
    """What a page may ask of the window."""

    ask: Ask

    def go(self, route: str, argument: object = None) -> None:
        """Shows another page."""
        ...

    def knows(self, route: str) -> bool:
        """Whether there is such a page: a button that leads nowhere is not shown."""
        ...

    def back(self) -> None:
        """Goes back, scroll and selection kept."""
        ...

    def banner(self, level: str, sentence: str, acts: Acts = ()) -> None:
        """One sentence across the page: good, info, warn, bad."""
        ...

    def clear_banner(self) -> None:
        """Puts the banner away."""
        ...

    def toast(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """What was done, with its undo."""
        ...

    def status(self, key: str, text: str, tone: str = "") -> None:
        """One fact of the status line: who, unit, saved, backup, sync."""
        ...

    def badge(self, place: str, number: int, *, late: bool = False) -> None:
        """How many wait at a place."""
        ...


@dataclass(frozen=True)
class Route:
    """A page that can be shown: with words and icon a place of the rail, else `place` says whose it is."""

    key: str
    make: Callable[[Host], Page]
    label: str = ""
    icon: str = ""
    place: str = ""
    foot: bool = False


class Page(QWidget):
    """One screen: head, body, perhaps a column at either side that becomes a drawer in a small window."""

    def __init__(self, host: Host, title: str, *, back: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.host = host
        self.head = PageHead(title, back=back)
        self.body: QVBoxLayout = fit.column(spacing=12)
        self._middle: QHBoxLayout = fit.row(spacing=12)
        self._middle.addLayout(self.body, 1)
        outer = fit.column(self.head, self._middle, margins=(20, 14, 20, 14), spacing=14)
        outer.setStretch(1, 1)
        self.setLayout(outer)
        self.compact = False
        self._drawer: Drawer | None = None
        self._sides: dict[str, tuple[str, QWidget, int]] = {}
        self._unwanted: set[str] = set()
        self._openers: dict[str, QWidget] = {}

    def arrive(self, argument: object = None) -> None:
        """Is about to be shown for something (a child's id, a filter); loads what it shows."""

    def leave(self) -> None:
        """Is about to be hidden; keeps a draft if there is anything unsaved."""

    def memento(self) -> object:
        """What it needs to look the same again: scroll, selection. No values of persons."""
        return None

    def resume(self, memento: object) -> None:
        """Looks as it did."""

    def take(self, act: str) -> bool:
        """Does an act of `actions.ACTIONS`; False when it means nothing here."""
        if act in ("filter", "pane"):
            return self._pane(act)
        return False

    def first_focus(self) -> QWidget | None:
        """The control of the thing to do next."""
        return None

    def add_side(self, key: str, title: str, widget: QWidget, *, width: int, left: bool = False) -> None:
        """A column beside the body; key is filter (F4) or side (F6)."""
        self._sides[key] = (title, widget, 0 if left else 1)
        fit.fix(widget, width=width)
        opener = button(title, lambda: self.open_side(key), kind="quiet", icon=_ICONS.get(key, "panel_right"))
        opener.hide()
        self._openers[key] = opener
        self.head.act(opener, first=True)
        self._middle.insertWidget(0 if left else self._middle.count(), widget)
        if self.compact:
            self._tuck(key)

    def want_side(self, key: str, wanted: bool) -> None:
        """A column that has nothing to show gives its room away."""
        (self._unwanted.discard if wanted else self._unwanted.add)(key)
        part = self._openers[key] if self.compact else self._sides[key][1]
        part.setVisible(wanted)

    def set_compact(self, compact: bool) -> None:
        """Small or usual; columns move into the drawer and back, nothing disappears."""
        if compact == self.compact:
            return
        self.compact = compact
        self.head.set_compact(compact)
        for key in self._sides:
            self._tuck(key) if compact else self._untuck(key)

    def open_side(self, key: str) -> None:
        """Shows a column: in the drawer, or by focusing it where it stands."""
        title, widget, _ = self._sides[key]
        if self.compact:
            self._keep_drawer().open_with(title, widget)
        else:
            first = widget.nextInFocusChain()
            if first is not None:
                first.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def scrolled(self, widget: QWidget) -> QScrollArea:
        """Puts a form into a scrolling part of the body."""
        area = scrolled(widget)
        self.body.addWidget(area, 1)
        return area

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What nobody inside wanted: PgUp, PgDn, Home, End and ↑↓ move the tallest scrolling part."""
        move = _SCROLLS.get(Qt.Key(event.key()))
        areas = [one for one in self.findChildren(QScrollArea) if one.isVisible()]
        bars = [one.verticalScrollBar() for one in areas if one.verticalScrollBar().maximum() > 0]
        if move is None or not bars:
            super().keyPressEvent(event)
            return
        max(bars, key=lambda bar: bar.maximum()).triggerAction(move)

    def _pane(self, act: str) -> bool:
        key = "filter" if act == "filter" else "side"
        if key not in self._sides:
            return False
        self.open_side(key)
        return True

    def _keep_drawer(self) -> Drawer:
        if self._drawer is None:
            self._drawer = Drawer(self)
        return self._drawer

    def _tuck(self, key: str) -> None:
        _, widget, _ = self._sides[key]
        self._middle.removeWidget(widget)
        widget.hide()
        self._openers[key].setVisible(key not in self._unwanted)

    def _untuck(self, key: str) -> None:
        _, widget, side = self._sides[key]
        if self._drawer is not None and self._drawer.content() is widget:
            self._drawer.close_drawer()
            self._drawer.release()
        self._openers[key].hide()
        self._middle.insertWidget(0 if side == 0 else self._middle.count(), widget)
        widget.setVisible(key not in self._unwanted)


_SCROLLS = {
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
}

_ICONS = {"filter": "filter", "side": "panel_right"}

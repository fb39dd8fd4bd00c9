"""Finds what Tab comes to next: the order in which a page is read, whenever its parts were made.

Qt goes by the order of making, and rows are made long after the buttons below them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, cast, runtime_checkable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QScrollArea,
    QStackedLayout,
    QStackedWidget,
    QWidget,
)


@runtime_checkable
class Ordered(Protocol):
    """A widget that is read in another order than it is laid out."""

    def in_reading_order(self) -> Sequence[QWidget]:
        """Its parts; what is not named is not reached."""
        ...


def stops(root: QWidget) -> list[QWidget]:
    """What Tab reaches below a widget, in reading order."""
    return [one for one in _walk(root) if _takes_focus(one)]


def step(window: QWidget, root: QWidget, *, forward: bool) -> bool:
    """Moves the focus of a window one stop on or back within `root`, round the ends; False without any."""
    places = stops(root)
    if not places:
        return False
    at = _place(window.focusWidget(), places)
    following = (at + (1 if forward else -1)) % len(places) if at is not None else 0 if forward else -1
    there = places[following]
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    there.setFocus(reason)
    _bring_into_view(there)
    return True


def _takes_focus(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    )


def _place(focused: QWidget | None, places: Sequence[QWidget]) -> int | None:
    """Where the focus is, be it on a part of a stop."""
    at = focused
    while at is not None:
        if at in places:
            return places.index(at)
        at = at.parentWidget()
    return None


def _walk(widget: QWidget) -> Iterator[QWidget]:
    if widget.isHidden():
        return
    yield widget
    if isinstance(widget, QComboBox | QAbstractSpinBox | QAbstractItemView):
        return
    for part in _parts(widget):
        yield from _walk(part)


def _parts(widget: QWidget) -> list[QWidget]:
    if isinstance(widget, Ordered):
        return list(widget.in_reading_order())
    if isinstance(widget, QStackedWidget):
        return [shown] if (shown := widget.currentWidget()) is not None else []
    if isinstance(widget, QScrollArea):
        return [inner] if (inner := widget.widget()) is not None else []
    layout = widget.layout()
    laid = list(_laid_out(layout)) if layout is not None else []
    free = [
        one
        for one in widget.children()
        if isinstance(one, QWidget) and not one.isWindow() and one not in laid and not _managed(widget)
    ]
    return laid + free


def _managed(widget: QWidget) -> bool:
    """In a stack the others are hidden, not free."""
    return isinstance(widget.layout(), QStackedLayout)


def _laid_out(layout: QLayout) -> Iterator[QWidget]:
    if isinstance(layout, QStackedLayout):
        shown = layout.currentWidget()
        if shown is not None:
            yield shown
        return
    numbers = range(layout.count())
    order = sorted(numbers, key=lambda at: _cell(layout, at)) if isinstance(layout, QGridLayout) else numbers
    for at in order:
        item = layout.itemAt(at)
        assert item is not None
        # An item is one of the three; the stubs say it is all of them.
        inner, widget = cast("QLayout | None", item.layout()), cast("QWidget | None", item.widget())
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from _laid_out(inner)


def _cell(layout: QGridLayout, at: int) -> tuple[int, int]:
    place = layout.getItemPosition(at)
    assert isinstance(place, tuple)
    return place[0], place[1]


def _bring_into_view(widget: QWidget) -> None:
    at = widget.parentWidget()
    while at is not None:
        if isinstance(at, QScrollArea):
            at.ensureWidgetVisible(widget)
        at = at.parentWidget()

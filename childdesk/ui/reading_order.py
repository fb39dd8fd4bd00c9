"""Finds what Tab comes to next: the order in which a page is read, whenever its parts were made.

Qt goes by the order of making, and rows are made long after the buttons below them. A widget that is read in
another order than it is laid out has a method `in_reading_order` that gives its parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QStackedLayout,
    QStackedWidget,
    QWidget,
)

LEAVES = (QLabel, QAbstractButton, QComboBox, QAbstractSpinBox, QAbstractItemView)
"""What has no stops inside, or is one stop with all its parts."""

Fork = tuple[QWidget, list[QWidget], int]
"""A widget, its parts as they are read, and which of them leads on."""


def stops(root: QWidget) -> list[QWidget]:
    """What Tab reaches below a widget, in reading order."""
    return list(_stops(root))


def step(window: QWidget, root: QWidget, *, forward: bool) -> bool:
    """Moves the focus of a window one stop on or back within `root`, round the ends; False without any."""
    there = _neighbour(_stop_of(window.focusWidget()), root, forward=forward)
    if there is None:
        return False
    there.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _bring_into_view(there)
    return True


def _neighbour(here: QWidget | None, root: QWidget, *, forward: bool) -> QWidget | None:
    """The stop after or before the one `here`, round the ends; looks only at what stands around it."""
    if here is not None and (way := _way_to(here, root)) is not None:
        found = next(_after(here, way) if forward else _before(way), None)
        if found is not None:
            return found
    return next(_stops(root) if forward else _stops_back(root), None)


def _way_to(here: QWidget, root: QWidget) -> list[Fork] | None:
    """From `root` down to `here`: at each widget on the way its parts and which of them leads on."""
    way: list[Fork] = []
    at = root
    while at is not here:
        if at.isHidden() or isinstance(at, LEAVES):
            return None
        parts = _parts(at)
        place = next((n for n, one in enumerate(parts) if one is here or one.isAncestorOf(here)), None)
        if place is None:
            return None
        way.append((at, parts, place))
        at = parts[place]
    return None if at.isHidden() else way


def _after(here: QWidget, way: list[Fork]) -> Iterator[QWidget]:
    if not isinstance(here, LEAVES):
        for part in _parts(here):
            yield from _stops(part)
    for _, parts, place in reversed(way):
        for part in parts[place + 1 :]:
            yield from _stops(part)


def _before(way: list[Fork]) -> Iterator[QWidget]:
    for at, parts, place in reversed(way):
        for part in reversed(parts[:place]):
            yield from _stops_back(part)
        if _takes_focus(at):
            yield at


def _stops_back(root: QWidget) -> Iterator[QWidget]:
    """What `_stops` gives, from its end."""
    if root.isHidden():
        return
    if not isinstance(root, LEAVES):
        for part in reversed(_parts(root)):
            yield from _stops_back(part)
    if _takes_focus(root):
        yield root


def _stop_of(focused: QWidget | None) -> QWidget | None:
    """The focus may be on a part of a stop; where a stop stands in another stop, the inner one is meant."""
    found = None
    while focused is not None:
        if isinstance(focused, LEAVES) or (found is None and _takes_focus(focused)):
            found = focused
        focused = focused.parentWidget()
    return found


def _stops(root: QWidget) -> Iterator[QWidget]:
    return (one for one in _walk(root) if _takes_focus(one))


def _takes_focus(widget: QWidget) -> bool:
    return (
        bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and widget.isVisible()
        and widget.isEnabled()
        and widget.focusProxy() is None
    )


def _walk(widget: QWidget) -> Iterator[QWidget]:
    if widget.isHidden():
        return
    yield widget
    if isinstance(widget, LEAVES):
        return
    for part in _parts(widget):
        yield from _walk(part)


def _parts(widget: QWidget) -> list[QWidget]:
    told = getattr(widget, "in_reading_order", None)
    if told is not None:
        return list(told())
    if isinstance(widget, QStackedWidget):
        return [shown] if (shown := widget.currentWidget()) is not None else []
    if isinstance(widget, QScrollArea):
        return [inner] if (inner := widget.widget()) is not None else []
    layout = widget.layout()
    laid = list(_laid_out(layout)) if layout is not None else []
    if isinstance(layout, QStackedLayout):  # the others are hidden, not free
        return laid
    known = set(laid)
    free = (one for one in widget.children() if isinstance(one, QWidget) and not one.isWindow())
    return laid + [one for one in free if one not in known]


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

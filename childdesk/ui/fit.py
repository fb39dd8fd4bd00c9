"""Lays widgets out in lengths of the 100 % design and stretches them again when the type size changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from childdesk.ui import icons, theme

Part = QWidget | QLayout | int | None
"""What stands in a row or column: a widget, a layout, a gap in px, or None for what takes the rest."""

Margins = tuple[int, int, int, int]


def row(*parts: Part, margins: Margins = (0, 0, 0, 0), spacing: int = 8) -> QHBoxLayout:
    """Parts from left to right; margins are left, top, right, bottom."""
    made = QHBoxLayout()
    _fill(made, parts, margins, spacing)
    return made


def column(*parts: Part, margins: Margins = (0, 0, 0, 0), spacing: int = 8) -> QVBoxLayout:
    """Parts from top to bottom."""
    made = QVBoxLayout()
    _fill(made, parts, margins, spacing)
    return made


def grid(margins: Margins = (0, 0, 0, 0), across: int = 12, down: int = 8) -> QGridLayout:
    """An empty grid whose gaps grow with the type."""
    made = QGridLayout()
    made.setProperty("across", across)
    made.setProperty("down", down)
    hold(made, margins)
    return made


def _fill(layout: QBoxLayout, parts: Sequence[Part], margins: Margins, spacing: int) -> None:
    for part in parts:
        add(layout, part)
    layout.setProperty("gap", spacing)
    hold(layout, margins)


def add(layout: QBoxLayout, part: Part, stretch: int = 0) -> None:
    """One more part at the end."""
    if part is None:
        layout.addStretch(1)
    elif isinstance(part, int):
        spacer = QWidget()
        spacer.setProperty("spacer", part)
        fix(spacer, width=part) if isinstance(layout, QHBoxLayout) else fix(spacer, height=part)
        layout.addWidget(spacer)
    elif isinstance(part, QWidget):
        layout.addWidget(part, stretch)
    else:
        layout.addLayout(part, stretch)


def hold(layout: QLayout, margins: Margins) -> None:
    """Sets a layout's margins in px of the 100 % design and remembers them."""
    layout.setProperty("margins", list(margins))
    _set_layout(layout)


def fix(
    widget: QWidget,
    *,
    width: int | None = None,
    height: int | None = None,
    least: int | None = None,
    most: int | None = None,
    tall: int | None = None,
) -> QWidget:
    """Fixes sizes in px of the 100 % design: width, height, least and most width, least height (tall)."""
    known = [width, height, least, most, tall]
    widget.setProperty("fixed", [-1 if size is None else size for size in known])
    _set_widget(widget)
    return widget


def refit(root: QWidget) -> None:
    """Sizes everything below `root` for the look in force; called once after the sheet was set."""
    for layout in root.findChildren(QLayout):
        _set_layout(layout)
    _set_widget(root)
    for widget in root.findChildren(QWidget):
        _set_widget(widget)
    icons.redraw(root)


def _set_layout(layout: QLayout) -> None:
    px = theme.look().px
    margins = layout.property("margins")
    if margins is not None:
        layout.setContentsMargins(*(px(size) for size in margins))
    gap = layout.property("gap")
    if gap is not None:
        layout.setSpacing(px(gap))
    if isinstance(layout, QGridLayout) and layout.property("across") is not None:
        layout.setHorizontalSpacing(px(layout.property("across")))
        layout.setVerticalSpacing(px(layout.property("down")))


def _set_widget(widget: QWidget) -> None:
    fixed = widget.property("fixed")
    if fixed is None:
        return
    px = theme.look().px
    width, height, least, most, tall = fixed
    if width >= 0:
        widget.setFixedWidth(px(width))
    if height >= 0:
        widget.setFixedHeight(px(height))
    if least >= 0:
        widget.setMinimumWidth(px(least))
    if most >= 0:
        widget.setMaximumWidth(px(most))
    if tall >= 0:
        widget.setMinimumHeight(px(tall))


def restyle(widget: QWidget) -> None:
    """Lets the sheet look again at one widget whose properties have changed; children are not touched."""
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def mark(widget: QWidget, **properties: str) -> None:
    """Sets properties that the sheet knows and restyles the widget if one of them is new."""
    changed = False
    for key, value in properties.items():
        if widget.property(key) != value:
            widget.setProperty(key, value)
            changed = True
    if changed:
        restyle(widget)


def clear(layout: QLayout) -> None:
    """Takes everything out of a layout and throws it away."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget()
        if widget is not None:
            _drop(widget)
        inner = item.layout()
        if inner is not None:
            clear(inner)
            inner.deleteLater()


def _drop(widget: QObject) -> None:
    if isinstance(widget, QWidget):
        widget.hide()
        widget.setParent(None)
    widget.deleteLater()

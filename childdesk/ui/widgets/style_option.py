"""Reads the parts of Qt's style options that its stubs leave out."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRect
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QWidget


def rect_of(option: QStyleOptionViewItem) -> QRect:
    """Where a cell is drawn."""
    known: Any = option
    return known.rect


def widget_of(option: QStyleOptionViewItem) -> QWidget | None:
    """The view that draws it."""
    known: Any = option
    return known.widget


def chosen(option: QStyleOptionViewItem) -> bool:
    """Whether the cell is the chosen one."""
    known: Any = option
    return bool(known.state & QStyle.StateFlag.State_Selected)

"""Lets something taller than its place be scrolled, without a ground or a focus of its own."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QWidget

NEAR = 12
"""What stays free above and below what is brought into sight."""


def scrolled(widget: QWidget, area: QScrollArea | None = None) -> QScrollArea:
    """Puts a widget into a scroll area (a new one unless given) that only moves up and down."""
    made = area or QScrollArea()
    made.setWidgetResizable(True)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidget(widget)
    bare(made)
    return made


def as_tall(layout: QLayout) -> QWidget:
    """Something to be scrolled that is as tall as its wrapped words are at its width; Qt asks for what they
    would take in the narrowest column. Only for what always holds wrapped words."""
    made = QWidget()
    made.setLayout(layout)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
    return made


def bring(area: QScrollArea, part: QWidget) -> None:
    """Scrolls so that a part is seen whole; of one that is too tall, its beginning."""
    inner = area.widget()
    if inner is not None and part.height() > area.viewport().height():
        area.verticalScrollBar().setValue(max(part.mapTo(inner, part.rect().topLeft()).y() - NEAR, 0))
    else:
        area.ensureWidgetVisible(part, 0, NEAR)


def bare(area: QScrollArea) -> None:
    """Qt gives the widget and the viewport a ground of their own; the card below shall show through."""
    area.viewport().setAutoFillBackground(False)
    widget = area.widget()
    if widget is not None:
        widget.setAutoFillBackground(False)

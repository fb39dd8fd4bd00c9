"""Turns drawings into pixmaps, once per name, colour and size: icons, risk shapes, the mark 童."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from childdesk import paths
from childdesk.ui import theme

GRIDS = (16, 20, 24)
"""The grids in which the drawings come; each is crisp at its own size."""

SHAPES = ("diamond", "triangle", "square", "circle", "ring", "down")


def pixmap(name: str, token: str = "ink2", size: int = 20, *, filled: bool = False) -> QPixmap:
    """An icon, a risk shape or the mark as a picture of `size` px of the 100 % design in a token's colour.

    A name that is not shipped is a mistake in the program (FileNotFoundError); a test walks all names in use.
    """
    look = theme.look()
    colour, side = look.colours[token], look.px(size)
    if name in SHAPES:
        return _shape(name, colour, side, _density())
    if name == "mark":
        return _mark(side, colour, look.colours["card" if token != "card" else "brand"], _density())
    return _pixmap(name, colour, side, size, filled, _density())


def icon(name: str, token: str = "ink2", size: int = 20, *, filled: bool = False) -> QIcon:
    """The same as a QIcon, with the disabled picture in the colour of disabled text."""
    made = QIcon(pixmap(name, token, size, filled=filled))
    made.addPixmap(pixmap(name, "off", size, filled=filled), QIcon.Mode.Disabled)
    return made


def put(button: QPushButton, name: str, token: str = "ink2", size: int = 20, *, filled: bool = False) -> None:
    """Gives a button its icon and remembers what it was, so that a change of look draws it again."""
    button.setProperty("drawing", [name, token, size, filled])
    _draw_button(button)


def show(label: QLabel, name: str, token: str = "ink2", size: int = 20, *, filled: bool = False) -> None:
    """Gives a label its icon and remembers what it was."""
    label.setProperty("drawing", [name, token, size, filled])
    _draw_label(label)


def redraw(root: QObject) -> None:
    """Draws every remembered icon below `root` again, after the look has changed."""
    for button in root.findChildren(QPushButton):
        if button.property("drawing"):
            _draw_button(button)
    for label in root.findChildren(QLabel):
        if label.property("drawing"):
            _draw_label(label)


def _draw_button(button: QPushButton) -> None:
    name, token, size, filled = button.property("drawing")
    button.setIcon(icon(name, token, size, filled=filled))
    side = theme.look().px(size)
    button.setIconSize(QSize(side, side))


def _draw_label(label: QLabel) -> None:
    name, token, size, filled = label.property("drawing")
    label.setPixmap(pixmap(name, token, size, filled=filled))


def _density() -> float:
    app = QApplication.instance()
    return app.devicePixelRatio() if isinstance(app, QApplication) else 1.0


@cache
def _drawing(name: str, size: int, filled: bool) -> str:
    """The text of the drawing on the grid nearest to the wanted size; a missing grid gives way to 20."""
    style = "filled" if filled else "regular"
    wanted = min(GRIDS, key=lambda grid: abs(grid - size))
    for grid in (wanted, 20, 24, 16):
        file = paths.resource("icons", f"{name}_{grid}_{style}.svg")
        if file.is_file():
            return file.read_text(encoding="utf-8")
    raise FileNotFoundError(f"icons/{name}_{wanted}_{style}.svg")


@cache
def _pixmap(name: str, colour: str, side: int, size: int, filled: bool, density: float) -> QPixmap:
    text = _drawing(name, size, filled).replace("<svg ", f'<svg fill="{colour}" ', 1)
    return _render(text, side, density)


def _render(text: str, side: int, density: float) -> QPixmap:
    made = QPixmap(round(side * density), round(side * density))
    made.setDevicePixelRatio(density)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return made


@cache
def _mark(side: int, ground: str, ink: str, density: float) -> QPixmap:
    text = paths.resource("icons", "mark.svg").read_text(encoding="utf-8")
    return _render(text.replace("ground", ground).replace("ink", ink), side, density)


def program() -> QIcon:
    """The icon of the window and the task bar in the sizes that desktops ask for."""
    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128, 256):
        made.addPixmap(_mark(side, theme.LIGHT["brand"], theme.LIGHT["white"], 1.0))
    return made


def draw_shape(painter: QPainter, shape: str, box: QRectF, colour: QColor) -> None:
    """Draws one of SHAPES into a square. The shape says the risk where colour cannot."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    if shape == "ring":
        width = max(1.5, box.width() / 7)
        painter.setPen(QPen(colour, width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(box.adjusted(width, width, -width, -width))
    elif shape == "circle":
        painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif shape == "square":
        painter.drawRect(box.adjusted(1, 1, -1, -1))
    else:
        painter.drawPath(_outline(shape, box))
    painter.restore()


def _outline(shape: str, box: QRectF) -> QPainterPath:
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    middle, centre = box.center().x(), box.center().y()
    corners = {
        "diamond": ((middle, top), (right, centre), (middle, bottom), (left, centre)),
        "triangle": ((middle, top + 0.5), (right, bottom - 0.5), (left, bottom - 0.5)),
        "down": ((left, top + 0.5), (right, top + 0.5), (middle, bottom - 0.5)),
    }[shape]
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
    path.closeSubpath()
    return path


@cache
def _shape(shape: str, colour: str, side: int, density: float) -> QPixmap:
    made = QPixmap(round(side * density), round(side * density))
    made.setDevicePixelRatio(density)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    draw_shape(painter, shape, QRectF(0, 0, side, side), QColor(colour))
    painter.end()
    return made

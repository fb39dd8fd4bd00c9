"""Drawings: every name in use is shipped, nothing is drawn twice, shapes differ without colour."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication, QPushButton

from childdesk import paths
from childdesk.ui import icons, risk, theme

UI = Path(icons.__file__).parent
SHIPPED = {
    re.sub(r"_(16|20|24)_(regular|filled)$", "", file.stem) for file in paths.resource("icons").glob("*.svg")
}


def names_in_use() -> set[str]:
    """Strings that are handed to something as its icon."""
    found: set[str] = set()
    for file in UI.rglob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            for keyword in call.keywords:
                if keyword.arg == "icon" and isinstance(keyword.value, ast.Constant):
                    found.add(keyword.value.value)
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            place = {"sign": 0, "tool": 1, "put": 1}.get(name)
            if place is not None and len(call.args) > place and isinstance(call.args[place], ast.Constant):
                found.add(call.args[place].value)
    return {one for one in found if isinstance(one, str) and one}


def test_every_icon_in_use_is_shipped():
    known = SHIPPED | set(icons.SHAPES) | {"mark"}
    assert len(names_in_use()) > 10
    assert names_in_use() - known == set()


@pytest.mark.parametrize("name", sorted(SHIPPED - {"mark", "down", "tick", "dot"}))
def test_every_shipped_icon_draws_something(qapp, name):
    picture = icons.pixmap(name, "ink", 20).toImage()
    assert any(picture.pixelColor(x, y).alpha() > 60 for x in range(20) for y in range(20))


def test_an_icon_that_is_not_shipped_is_a_mistake(qapp):
    with pytest.raises(FileNotFoundError):
        icons.pixmap("unicorn")


def test_a_pixmap_is_drawn_once_per_name_colour_and_size(qapp):
    assert icons.pixmap("print") is icons.pixmap("print")
    assert icons.pixmap("print") is not icons.pixmap("print", "brand")


def test_an_icon_takes_the_colour_of_its_token(qapp):
    picture = icons.pixmap("circle", "red", 20).toImage()
    assert picture.pixelColor(10, 10) == QColor(theme.LIGHT["red"])


def test_icons_grow_with_the_type(qapp):
    button = QPushButton()
    icons.put(button, "print")
    theme.apply(qapp, 150)
    icons.redraw(_parent_of(button))
    assert button.iconSize().width() == 30


def _parent_of(button: QPushButton) -> QPushButton:
    outer = QPushButton()
    button.setParent(outer)
    button.outer = outer
    return outer


def test_the_risk_shapes_differ_without_their_colour(qapp):
    drawn = {level.shape: _black(level.shape) for level in (*risk.LEVELS, risk.ORANGE)}
    shapes = list(drawn)
    for one in shapes:
        for other in shapes:
            if one != other:
                assert _difference(drawn[one], drawn[other]) > 20, (one, other)


def _black(shape: str) -> QImage:
    made = QImage(24, 24, QImage.Format.Format_ARGB32)
    made.fill(Qt.GlobalColor.white)
    painter = QPainter(made)
    icons.draw_shape(painter, shape, QRectF(2, 2, 20, 20), QColor("black"))
    painter.end()
    return made


def _difference(one: QImage, other: QImage) -> int:
    return sum(
        abs(one.pixelColor(x, y).value() - other.pixelColor(x, y).value()) > 128
        for x in range(24)
        for y in range(24)
    )


def test_an_unknown_risk_counts_as_not_judged():
    assert risk.of(None) is risk.NONE
    assert risk.of("紫") is risk.NONE
    assert risk.of("黄") is risk.YELLOW
    assert risk.YELLOW.spoken == "黄色，二级"


def test_the_window_icon_has_all_usual_sizes(qapp):
    assert {size.width() for size in icons.program().availableSizes()} >= {16, 32, 48, 256}
    assert QApplication.instance() is not None

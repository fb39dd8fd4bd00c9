"""Says what everything looks like: colours (only here), type, the sheet for a scale and a contrast."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from PySide6.QtCore import QDir, QObject, Signal
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from childdesk import paths
from childdesk.ui import system_contrast

SCALES = (100, 110, 125, 150)
"""The type sizes that a person may choose, in percent."""

FAMILIES = (
    "Microsoft YaHei UI",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
NOTE, SECOND, TABLE, BODY, HEAD, PAGE, NAME, FIGURE = 12, 13, 14, 15, 17, 21, 24, 28
"""Pixel sizes at 96 dpi and 100 %. Nothing stands below NOTE."""

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "page": "#F5F3EE",
        "card": "#FFFFFF",
        "rail": "#ECE8E0",
        "sunk": "#FAF8F4",
        "zebra": "#FAF8F4",
        "line": "#E2DDD3",
        "edge": "#8A8479",
        "hair": "#EEEAE2",
        "head": "#F1EEE7",
        "grid": "#DAD5CA",
        "headline": "#CFC9BC",
        "badge": "#D9D3C7",
        "thumb": "#C4BDB0",
        "wrong": "#FFFBFA",
        "ink": "#1F2528",
        "ink2": "#4E5559",
        "ink3": "#686D70",
        "off": "#9A968E",
        "white": "#FFFFFF",
        "brand": "#1E5A64",
        "hover": "#174851",
        "press": "#103840",
        "tint": "#E3EEEE",
        "mist": "#F0F6F5",
        "selection": "#DCEBEB",
        "chosen": "#1F2528",
        "brandline": "#B9D0D1",
        "ring": "#1F2528",
        "red": "#A8201A",
        "redmark": "#A8201A",
        "redbg": "#FBEAE7",
        "redline": "#E6B9B3",
        "yellow": "#8A5A00",
        "yellowmark": "#B87400",
        "yellowbg": "#FDF2D8",
        "yellowline": "#E8CF94",
        "blue": "#1D5FA8",
        "bluemark": "#1D5FA8",
        "bluebg": "#E7F0FA",
        "blueline": "#B7CFEA",
        "green": "#2C6E3F",
        "greenmark": "#2C6E3F",
        "greenbg": "#E8F3EA",
        "greenline": "#B5D3BC",
        "orange": "#A34700",
        "orangemark": "#A34700",
        "orangebg": "#FCEBDD",
        "orangeline": "#E9C3A2",
        "none": "#4E5559",
        "nonemark": "#8A8479",
        "nonebg": "#FAF8F4",
        "noneline": "#E2DDD3",
    }
)

_INKS = {"red": "#8B0000", "yellow": "#5C3D00", "blue": "#003E80", "green": "#0B4A1E", "orange": "#6B2E00"}
_BLACK = [
    "ink",
    "ink2",
    "ink3",
    "line",
    "edge",
    "hair",
    "grid",
    "headline",
    "thumb",
    "ring",
    "chosen",
    "none",
    "nonemark",
    "noneline",
    "brandline",
]
_PAPER = [
    "page",
    "card",
    "rail",
    "sunk",
    "zebra",
    "head",
    "badge",
    "wrong",
    "white",
    "tint",
    "mist",
    "nonebg",
]

HIGH: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(_BLACK, "#000000")
    | dict.fromkeys(_PAPER, "#FFFFFF")
    | {"off": "#595959", "brand": "#00363F", "hover": "#000000", "press": "#000000", "selection": "#FFFF00"}
    | {f"{name}{part}": ink for name, ink in _INKS.items() for part in ("", "mark", "line")}
    | {f"{name}bg": "#FFFFFF" for name in _INKS}
)

CONTRAST: tuple[tuple[str, str, float], ...] = (
    ("ink", "card", 7.0),
    ("ink", "page", 7.0),
    ("ink", "selection", 7.0),
    ("chosen", "selection", 7.0),
    ("ink2", "card", 4.5),
    ("ink2", "page", 4.5),
    ("ink2", "rail", 4.5),
    ("ink2", "selection", 4.5),
    ("ink2", "head", 4.5),
    ("ink3", "card", 4.5),
    ("ink3", "page", 4.5),
    ("ink3", "sunk", 4.5),
    ("brand", "card", 7.0),
    ("brand", "page", 4.5),
    ("brand", "tint", 4.5),
    ("brand", "selection", 4.5),
    ("white", "brand", 7.0),
    ("white", "red", 4.5),
    ("white", "ink", 7.0),
    ("press", "tint", 7.0),
    ("red", "card", 4.5),
    ("red", "page", 4.5),
    ("red", "rail", 4.5),
    ("red", "wrong", 4.5),
    ("red", "selection", 4.5),
    ("yellow", "card", 4.5),
    ("yellow", "page", 4.5),
    ("yellow", "rail", 4.5),
    ("yellow", "selection", 4.5),
    *((name, f"{name}bg", 4.5) for name in ("red", "yellow", "blue", "green", "orange", "none")),
    *((f"{name}mark", "card", 3.0) for name in ("red", "yellow", "blue", "green", "orange", "none")),
    ("edge", "card", 3.0),
    ("edge", "page", 3.0),
    ("ring", "card", 3.0),
)
"""(text or mark, ground, least ratio) in both contrasts: WCAG 2.1 AA for text, 3:1 for marks and borders."""


@dataclass(frozen=True)
class Look:
    """One way the window can look: a scale in percent, plain or high contrast."""

    scale: int = 100
    high: bool = False
    colours: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "colours", HIGH if self.high else LIGHT)

    def px(self, size: int) -> int:
        """A length of the 100 % design in pixels of this look. Lines of up to 3 px never grow."""
        return size if -3 <= size <= 3 else round(size * self.scale / 100)

    @property
    def focus(self) -> int:
        """Width of the focus ring in pixels."""
        return 3 if self.high else 2

    def colour(self, token: str) -> QColor:
        """A token's colour; an unknown token is a mistake in the program (KeyError)."""
        return _colour(self.colours[token])

    def font(self, size: int = BODY, *, bold: bool = False) -> QFont:
        """The interface font in a size of the 100 % design."""
        return _font(self.px(size), bold)


class Seat(QObject):
    """Holds the look in force and says when it changes, so that painted widgets measure themselves again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.look = Look()


@cache
def seat() -> Seat:
    """The one seat of this process."""
    return Seat()


def look() -> Look:
    """The look in force."""
    return seat().look


def apply(app: QApplication, scale: int = 100, *, high: bool = False, system: bool | None = None) -> None:
    """Puts a look on the whole application: style, palette, font and one sheet. `scale` is one of SCALES.

    In a high-contrast scheme of the desktop (`system`, asked when None) its palette wins and no sheet is set.
    """
    if scale not in SCALES:
        raise ValueError(f"no such scale: {scale}")
    own = not (system_contrast.in_force() if system is None else system)
    new = Look(scale, high or not own)
    seat().look = new
    QDir.setSearchPaths("icons", [str(paths.resource("icons"))])
    if app.style().name() != "fusion":
        app.setStyle("Fusion")
    app.setPalette(palette(new) if own else app.style().standardPalette())
    app.setFont(new.font())
    app.setStyleSheet(sheet(new) if own else "")
    seat().changed.emit()


def sheet(new: Look) -> str:
    """The style sheet of a look.

    `$token` is a colour, `$focus` the ring's width, `s(34)` a length that grows with the type and may be
    followed by lengths that do not: `s(34)-2*2`. `h(16)+1` is half of one, for round ends: Qt leaves corners
    square whose radius is more than half.
    """
    text = paths.resource("style.qss").read_text(encoding="utf-8")
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    parts = text.split("@high", 1)
    text = "".join(parts) if new.high else parts[0]
    text = text.replace("$focus", str(new.focus)).replace("$chip", "2" if new.high else "1")
    text = re.sub(r"\$([a-z0-9]+)", lambda found: new.colours[found.group(1)], text)
    text = re.sub(
        r"h\((\d+)\)(?:\+(\d))?",
        lambda found: f"{new.px(int(found.group(1))) // 2 + int(found.group(2) or 0)}px",
        text,
    )
    return re.sub(r"s\((\d+)\)((?:-\d+(?:\*\d+)?)*)(?:px)?", lambda found: _length(new, found), text)


def _length(new: Look, found: re.Match[str]) -> str:
    total = new.px(int(found.group(1)))
    for less in found.group(2).split("-")[1:]:
        first, _, times = less.partition("*")
        total -= int(first) * int(times or 1)
    return f"{max(total, 0)}px"


def palette(new: Look) -> QPalette:
    """The colours of what the sheet does not reach: placeholders, disabled text, the caret."""
    made = QPalette()
    for role, token in (
        (QPalette.ColorRole.Window, "page"),
        (QPalette.ColorRole.WindowText, "ink"),
        (QPalette.ColorRole.Base, "card"),
        (QPalette.ColorRole.AlternateBase, "zebra"),
        (QPalette.ColorRole.Text, "ink"),
        (QPalette.ColorRole.Button, "card"),
        (QPalette.ColorRole.ButtonText, "ink"),
        (QPalette.ColorRole.BrightText, "white"),
        (QPalette.ColorRole.Highlight, "brand"),
        (QPalette.ColorRole.HighlightedText, "white"),
        (QPalette.ColorRole.Link, "brand"),
        (QPalette.ColorRole.LinkVisited, "brand"),
        (QPalette.ColorRole.ToolTipBase, "ink"),
        (QPalette.ColorRole.ToolTipText, "white"),
        (QPalette.ColorRole.PlaceholderText, "ink3"),
        (QPalette.ColorRole.Light, "card"),
        (QPalette.ColorRole.Midlight, "line"),
        (QPalette.ColorRole.Mid, "badge"),
        (QPalette.ColorRole.Dark, "edge"),
        (QPalette.ColorRole.Shadow, "edge"),
        (QPalette.ColorRole.Accent, "brand"),
    ):
        made.setColor(role, new.colour(token))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, new.colour("off"))
    return made


def ratio(one: str, other: str) -> float:
    """Contrast of two colours `#RRGGBB` by WCAG 2.1: 1.0 (equal) to 21.0 (black on white)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@cache
def _colour(name: str) -> QColor:
    return QColor(name)


@cache
def _font(size: int, bold: bool) -> QFont:
    made = QFont()
    made.setFamilies(list(FAMILIES))
    made.setPixelSize(size)
    made.setWeight(QFont.Weight.Bold if bold else QFont.Weight.Normal)
    return made

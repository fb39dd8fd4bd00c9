"""Reads how cells are dressed: number formats, strike-out, fill and ink."""

from __future__ import annotations

from typing import TypeVar

from childdesk.files.grid import Look
from childdesk.files.number_look import BUILT_IN
from childdesk.files.xlsx_parts import Container
from childdesk.files.xml_safe import Node

T = TypeVar("T")

INDEXED = {
    2: "FF0000",
    3: "00FF00",
    4: "0000FF",
    5: "FFFF00",
    10: "FF0000",
    13: "FFFF00",
    22: "C0C0C0",
    53: "993300",
}
"""Colours of the old palette that people use as marks."""
MOST = 65_000


def looks(container: Container, part: str) -> list[Look]:
    """The look of every cell style, by its number; at least one."""
    node = container.small(part) if part else None
    root = node.first("styleSheet") if node else None
    if root is None:
        return [Look()]
    codes = dict(BUILT_IN)
    for item in root.all("numFmts", "numFmt"):
        codes[_whole(item.attrs.get("numFmtId"))] = item.attrs.get("formatCode", "")
    fonts = [(_struck(font), _colour(font.first("color"))) for font in root.all("fonts", "font")]
    fills = [_fill(fill) for fill in root.all("fills", "fill")]
    made = []
    for style in root.all("cellXfs", "xf"):
        struck, ink = _at(fonts, _whole(style.attrs.get("fontId")), (False, ""))
        fill = _at(fills, _whole(style.attrs.get("fillId")), "")
        made.append(Look(codes.get(_whole(style.attrs.get("numFmtId")), ""), struck, fill, ink))
    return made[:MOST] or [Look()]


def _at(items: list[T], index: int, other: T) -> T:
    return items[index] if 0 <= index < len(items) else other


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _struck(font: Node) -> bool:
    mark = font.first("strike") or font.first("dstrike")
    return mark is not None and mark.attrs.get("val", "1") not in ("0", "false")


def _fill(fill: Node) -> str:
    pattern = fill.first("patternFill")
    if pattern is None or pattern.attrs.get("patternType", "none") in ("none", "gray125"):
        return ""
    return _colour(pattern.first("fgColor"))


def _colour(node: Node | None) -> str:
    """RRGGBB of a plainly given colour; theme colours and black are no mark."""
    if node is None:
        return ""
    rgb = node.attrs.get("rgb", "")[-6:].upper()
    if len(rgb) != 6:
        rgb = INDEXED.get(_whole(node.attrs.get("indexed")), "")
    return "" if rgb in ("000000", "FFFFFF") else rgb

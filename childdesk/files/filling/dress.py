"""Knows how the cells of a form are dressed: number format, border, ground, for each style."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.files.filling.package import Package
from childdesk.files.filling.patch import Element, with_attribute
from childdesk.files.number_look import BUILT_IN


@dataclass(frozen=True, slots=True)
class Dress:
    """One cell style."""

    code: str = ""
    bordered: bool = False
    fill: str = ""


PLAIN = Dress()


YELLOW = "FFFFFF00"
"""The ground with which offices mark a cell."""


class Marker:
    """Makes styles that differ from those of a form by their yellow ground alone, each once."""

    def __init__(self, package: Package) -> None:
        name = next((r.part for r in package.relations(package.workbook_name) if r.kind == "styles"), "")
        self._part = package.part(name) if name in package else None
        self._made: dict[int, int] = {}
        self._fill = 0

    def style(self, style: int) -> int:
        """The number of the style with a yellow ground; the same one in a workbook without styles."""
        if style not in self._made:
            self._made[style] = self._new(style)
        return self._made[style]

    def _new(self, style: int) -> int:
        part = self._part
        styles = part.root.first("cellXfs") if part else None
        fills = part.root.first("fills") if part else None
        if part is None or styles is None or fills is None:
            return style
        if not self._made:
            self._fill = len(fills.children)
            p = part.root.prefix
            part.set(fills, "count", str(self._fill + 1))
            part.insert_into(
                fills,
                f'<{p}fill><{p}patternFill patternType="solid"><{p}fgColor rgb="{YELLOW}"/>'
                f"</{p}patternFill></{p}fill>".encode(),
            )
        known = list(styles.all("xf"))
        like = known[min(style, len(known) - 1)]
        tag = with_attribute(part.tag(like), "fillId", str(self._fill))
        tag = with_attribute(tag, "applyFill", "1")
        part.insert_into(styles, tag + part.raw(like)[len(part.tag(like)) :])
        return len(known) + len(self._made)


def dresses(package: Package) -> list[Dress]:
    """The cell styles of a workbook by their number; at least one."""
    name = next((r.part for r in package.relations(package.workbook_name) if r.kind == "styles"), "")
    if name not in package:
        return [PLAIN]
    root = package.part(name).root
    codes = dict(BUILT_IN)
    for item in root.all("numFmts", "numFmt"):
        codes[_whole(item.attrs.get("numFmtId"))] = item.attrs.get("formatCode", "")
    borders = [_is_drawn(border) for border in root.all("borders", "border")]
    fills = [_colour(fill) for fill in root.all("fills", "fill")]
    made = []
    for style in root.all("cellXfs", "xf"):
        border = _whole(style.attrs.get("borderId"))
        code = codes.get(_whole(style.attrs.get("numFmtId")), "")
        fill = _whole(style.attrs.get("fillId"))
        colour = fills[fill] if fill < len(fills) else ""
        made.append(Dress(code, border < len(borders) and borders[border], colour))
    return made or [PLAIN]


def _is_drawn(border: Element) -> bool:
    """Whether a border has at least two lines: one alone closes a list or underlines a word."""
    return sum(side.attrs.get("style", "none") != "none" for side in border.children) >= 2


def _colour(fill: Element) -> str:
    """What a cell is filled with, in whatever way the workbook names it; "" for nothing."""
    pattern = fill.first("patternFill")
    if pattern is None or pattern.attrs.get("patternType", "none") in ("none", "gray125"):
        return ""
    ground = pattern.first("fgColor")
    return " ".join(f"{k}={v}" for k, v in sorted(ground.attrs.items())) if ground else "solid"


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0

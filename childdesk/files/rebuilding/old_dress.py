"""Says to the new workbook how a cell of the old one was dressed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from childdesk.files.number_look import BUILT_IN

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.formatting import Font
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_ACROSS = {1: "left", 2: "center", 3: "right", 4: "fill", 5: "justify", 6: "center_across", 7: "distributed"}
_DOWN = {0: "top", 1: "vcenter", 2: "bottom", 3: "vjustify", 4: "vdistributed"}
_SIDES = ("left", "right", "top", "bottom")


BOLD = 600
"""From this weight on a letter is printed bold."""


def usual(book: Book) -> dict[str, Any]:
    """The font of cells that nobody dressed; widths of columns are measured in it."""
    if not book.xf_list or book.xf_list[0].font_index >= len(book.font_list):
        return {}
    font = book.font_list[book.xf_list[0].font_index]
    return {"font_name": font.name, "font_size": font.height / 20}


class Dresser:
    """The formats of a new workbook by the number of the old one's style."""

    def __init__(self, book: Book, made: Workbook) -> None:
        self._book, self._made = book, made
        self._known: dict[int, Format] = {}

    def of(self, style: int) -> Format:
        """The format that looks like an old style."""
        known = self._known.get(style)
        if known is None:
            known = self._known[style] = self._made.add_format(self._said(style))
        return known

    def _said(self, style: int) -> dict[str, Any]:
        book = self._book
        if not 0 <= style < len(book.xf_list):
            return {}
        form = book.xf_list[style]
        said: dict[str, Any] = {
            "num_format": self._code(form.format_key),
            "locked": form.protection.cell_locked,
        }
        if form.font_index < len(book.font_list):
            said |= self._font(book.font_list[form.font_index])
        place = form.alignment
        said |= {
            "align": _ACROSS.get(place.hor_align, ""),
            "valign": _DOWN.get(place.vert_align, "bottom"),
            "text_wrap": place.text_wrapped,
            "shrink": place.shrink_to_fit,
            "indent": place.indent_level,
            "rotation": _turned(place.rotation),
        }
        for side in _SIDES:
            said[side] = getattr(form.border, f"{side}_line_style")
            said |= self._coloured(f"{side}_color", getattr(form.border, f"{side}_colour_index"))
        if form.background.fill_pattern:
            said["pattern"] = form.background.fill_pattern
            said |= self._coloured("fg_color", form.background.pattern_colour_index)
            said |= self._coloured("bg_color", form.background.background_colour_index)
        return {key: value for key, value in said.items() if value not in ("", 0, None)} | {
            "locked": bool(said["locked"])
        }

    def _code(self, key: int) -> str:
        code = BUILT_IN.get(key)
        if code is None:
            own = self._book.format_map.get(key)
            code = own.format_str if own is not None else ""
        return "" if code.lower() == "general" else code

    def _font(self, font: Font) -> dict[str, Any]:
        return {
            "font_name": font.name,
            "font_size": font.height / 20,
            "bold": font.weight >= BOLD,
            "italic": font.italic,
            "underline": font.underline_type,
            "font_strikeout": font.struck_out,
        } | self._coloured("font_color", font.colour_index)

    def _coloured(self, name: str, index: int) -> dict[str, str]:
        rgb = self._book.colour_map.get(index)
        return {name: "#" + "".join(f"{part:02X}" for part in rgb)} if rgb else {}


def _turned(rotation: int) -> int:
    """Degrees of the old format (91–180 are downwards, 255 is stacked) as those of the new one."""
    if rotation == 255:
        return 270
    return 90 - rotation if 90 < rotation <= 180 else rotation

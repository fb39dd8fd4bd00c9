"""Marks cells of a workbook that we wrote with a yellow ground, as offices mark what is new in a table."""

from __future__ import annotations

from collections.abc import Collection

from childdesk.files.filling.dress import Marker, dresses
from childdesk.files.filling.form_sheet import FormSheet
from childdesk.files.filling.package import Package
from childdesk.files.filling.patch import with_attribute


def marked(data: bytes, cells: Collection[tuple[int, int]]) -> bytes:
    """The workbook with these cells of its first sheet in yellow; (row from 1, column from 0)."""
    if not cells:
        return data
    package = Package(data)
    sheet = FormSheet(package, package.sheets()[0], dresses(package))
    marker = Marker(package)
    for row, column in cells:
        line = sheet.lines.get(row)
        cell = line.cells.get(column) if line is not None else None
        if cell is None:
            continue
        tag = sheet.part.tag(cell)
        style = marker.style(sheet.style(row, column))
        rest = sheet.part.raw(cell)[len(tag) :]
        sheet.part.replace(cell, with_attribute(tag, "s", str(style)) + rest)
    return package.bytes()

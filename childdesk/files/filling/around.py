"""Moves what a sheet says about its rows besides the cells: merges, rules, filters, breaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from childdesk.files.filling import refs
from childdesk.files.filling.area import Area
from childdesk.files.filling.form_sheet import FormSheet, area_of, reference, row_of
from childdesk.files.filling.patch import Element, Part, escaped
from childdesk.files.filling.refs import Growth

FORMULAS = frozenset(("f", "formula", "formula1", "formula2", "calculatedColumnFormula", "totalsRowFormula"))
_PLACES = frozenset(("selection", "hyperlink", "pane", "sheetView", "comment", "threadedComment"))
"""Elements whose references are places: they move and never grow."""


def move(form: FormSheet, area: Area, pattern: int, growth: Growth) -> None:
    """Everything of the sheet itself that is no row, after rows were added behind the list."""
    part, root = form.part, form.part.root
    for child in root.children:
        if child.name == "sheetData":
            continue
        if child.name == "mergeCells":
            _merges(form, child, area, pattern, growth)
            continue
        for element in _outside_sparklines(child):
            move_one(part, element, form.place.name, growth)
        for line in (e for e in child.walk() if e.name == "sparklines"):
            _sparklines(form, line, pattern, growth)
    _dimension(form, growth)


def _outside_sparklines(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if child.name != "sparkline":
            yield from _outside_sparklines(child)


def move_one(part: Part, element: Element, own: str, growth: Growth) -> None:
    """One element's references."""
    for key in ("ref", "sqref", "activeCell", "topLeftCell"):
        if key in element.attrs and element.name != "dimension":
            move_all = refs.places if element.name in _PLACES else refs.areas
            part.set(element, key, move_all(element.attrs[key], growth))
    if element.name in FORMULAS and element.text:
        part.say(element, refs.grown(element.text, own, growth))
    elif element.name == "sqref" and element.text:
        part.say(element, refs.areas(element.text, growth))
    elif element.name == "cfvo" and element.attrs.get("type") == "formula":
        part.set(element, "val", refs.grown(element.attrs.get("val", ""), own, growth))
    elif element.name == "brk" and element.parent is not None and element.parent.name == "rowBreaks":
        at = int(element.attrs.get("id", 0))
        part.set(element, "id", str(at + growth.more if at >= growth.last else at))
    elif element.name == "anchor" and element.first("from"):
        anchor(part, element, growth)
    if element.name == "hyperlink" and "location" in element.attrs:
        part.set(element, "location", refs.grown(element.attrs["location"], own, growth))


def anchor(part: Part, element: Element, growth: Growth) -> None:
    """A picture, a text box, a chart or a button: it stays whole and goes with the rows that it stands on.

    What begins in the list and ends below it belongs to the signatures: both ends move, nothing is stretched.
    What spans the whole list from above it grows with the list.
    """
    start, stop = element.first("from", "row"), element.first("to", "row")
    if start is None or element.attrs.get("editAs") == "absolute":
        return
    top = _whole(start) + 1
    bottom = _whole(stop) + 1 if stop is not None else top
    down = growth.more if top > growth.last else 0
    if (
        not down
        and bottom > growth.last
        and (top >= growth.first or element.attrs.get("editAs") == "oneCell")
    ):
        down = growth.more if top >= growth.first else 0
    if down:
        _say_whole(part, start, top - 1 + down)
    if stop is not None and bottom > growth.last and (down or element.attrs.get("editAs") != "oneCell"):
        _say_whole(part, stop, bottom - 1 + growth.more)


def _whole(element: Element) -> int:
    return int(element.text.strip() or 0)


def _say_whole(part: Part, element: Element, value: int) -> None:
    part.say(element, str(value))


def _merges(form: FormSheet, element: Element, area: Area, pattern: int, growth: Growth) -> None:
    """Merges below the list move; those inside the pattern row stand in each new row too."""
    part, count = form.part, 0
    added: list[str] = []
    for merge in element.all("mergeCell"):
        count += 1
        given = merge.attrs.get("ref", "")
        cells = area_of(given)
        if cells is None:
            continue
        if cells.top == cells.bottom:
            part.set(merge, "ref", refs.places(given, growth))
        else:
            part.set(merge, "ref", refs.areas(given, growth))
        if cells.top == cells.bottom == pattern:
            for row in range(area.last + 1, area.last + 1 + growth.more):
                added.append(f"{reference(row, cells.left)}:{reference(row, cells.right)}")
    if added:
        prefix = element.prefix
        part.insert_into(element, "".join(f'<{prefix}mergeCell ref="{one}"/>' for one in added).encode())
        part.set(element, "count", str(count + len(added)))


def _sparklines(form: FormSheet, group: Element, pattern: int, growth: Growth) -> None:
    """A small chart in a row of the list stands in each new row too; one below the list covers all rows."""
    part, own = form.part, form.place.name
    added: list[bytes] = []
    for line in group.all("sparkline"):
        formula, place = line.first("f"), line.first("sqref")
        if formula is None or place is None:
            continue
        row = row_of(place.text)
        if growth.first <= row <= growth.last:
            if row == pattern:
                added += _copies(part, line, formula, place, growth)
            continue
        part.say(formula, refs.grown(formula.text, own, growth))
        part.say(place, refs.places(place.text, growth))
    if added:
        part.insert_into(group, b"".join(added))


def _copies(part: Part, line: Element, formula: Element, place: Element, growth: Growth) -> list[bytes]:
    raw = part.raw(line)
    row = row_of(place.text)
    made = []
    for new in range(growth.last + 1, growth.last + 1 + growth.more):
        text = raw
        for element in (formula, place):
            old = escaped(element.text).encode()
            text = text.replace(
                b">" + old + b"<", b">" + escaped(_below(element.text, new - row)).encode() + b"<"
            )
        made.append(text)
    return made


def _below(text: str, by: int) -> str:
    return refs.translated(text, by) if "!" in text else re.sub(r"\d+", lambda m: str(int(m[0]) + by), text)


def _dimension(form: FormSheet, growth: Growth) -> None:
    element = form.part.root.first("dimension")
    area = area_of(element.attrs.get("ref", "")) if element else None
    if element is None or area is None:
        return
    bottom = max(growth.row(area.bottom), growth.last + growth.more)
    corner = reference(bottom, area.right)
    form.part.set(element, "ref", f"{reference(area.top, area.left)}:{corner}")

"""Reads the formulas of a sheet one by one, shared ones written out, and says how they read afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from childdesk.files.filling import refs
from childdesk.files.filling.form_sheet import FormSheet, area_of, reference
from childdesk.files.filling.patch import Element, attribute, escaped, with_attribute
from childdesk.files.filling.refs import Growth

Place = tuple[int, int]


class Formula(NamedTuple):
    """One formula: its words, its element, whether it belongs to several cells at once."""

    text: str
    element: Element
    shared: bool
    array: str
    """The cells that an array formula fills; empty for others."""


def of_sheet(form: FormSheet) -> dict[Place, Formula]:
    """Every formula by (row, column)."""
    return dict(_all(form))


def _all(form: FormSheet) -> Iterator[tuple[Place, Formula]]:
    masters: dict[str, tuple[Place, str]] = {}
    for line in form.lines.values():
        for column, cell in line.cells.items():
            element = cell.first("f")
            if element is None:
                continue
            kind, group = element.attrs.get("t", ""), element.attrs.get("si", "")
            text = element.text
            place = (line.number, column)
            if kind == "shared" and text:
                masters[group] = (place, text)
            elif kind == "shared" and group in masters:
                (row, first), text = masters[group]
                text = refs.translated(text, place[0] - row, column - first)
            area = element.attrs.get("ref", "") if kind == "array" else ""
            yield place, Formula(text, element, kind == "shared", area)


def element(form: FormSheet, formula: Formula, text: str, growth: Growth | None) -> bytes:
    """The formula's element with these words; shared ones stand for themselves from now on."""
    prefix = form.prefix
    tag = b"<" + f"{prefix}f".encode() + b">" if formula.shared else form.part.tag(formula.element)
    if tag.endswith(b"/>"):
        tag = tag[:-2].rstrip() + b">"
    listed = attribute(tag, "ref")
    if listed and growth is not None:
        tag = with_attribute(tag, "ref", refs.areas(listed, growth))
    for key in ("r1", "r2"):
        place = attribute(tag, key)
        if place and growth is not None:
            tag = with_attribute(tag, key, refs.places(place, growth))
    words = escaped(text).replace("&#10;", "\n").replace("&quot;", '"')
    return tag + words.encode() + f"</{prefix}f>".encode()


def fills_list(formula: Formula, growth: Growth) -> bool:
    """Whether an array formula fills cells of the list: it cannot be carried on by hand."""
    area = area_of(formula.array) if formula.array else None
    return area is not None and area.top <= growth.last and area.bottom >= growth.first


def below(formulas: Mapping[Place, Formula], place: Place, text: str, row: int) -> str:
    """The formula of a list's row, which now reads `text`, as it reads in a new row further down.

    Two rows with the very same words point to one place on purpose; else what has no $ goes along.
    """
    above = formulas.get((place[0] - 1, place[1]))
    if above is not None and above.text == formulas[place].text:
        return text
    return refs.translated(text, row - place[0])


def place_words(place: Place) -> str:
    """B7 for (7, 1)."""
    return reference(*place)

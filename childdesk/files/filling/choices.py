"""Knows the drop-down lists of a form, and says our words in the words of the form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Code, Codes, Kind, Word, YesNo
from childdesk.files.filling.form_sheet import FormSheet, area_of
from childdesk.files.filling.patch import Element
from childdesk.files.filling.refs import unquoted
from childdesk.files.sheets import Sheet

MOST = 2_000
"""Options of a list that are read."""


def of_columns(
    form: FormSheet, row: int, sheets: Mapping[str, Sheet], names: Mapping[str, str]
) -> dict[int, tuple[str, ...]]:
    """The options of each column that has a drop-down list in a row, old and new kinds of rule alike."""
    found: dict[int, tuple[str, ...]] = {}
    for rule in (e for e in form.part.root.walk() if e.name == "dataValidation"):
        if rule.attrs.get("type") != "list":
            continue
        options = _options(form, rule, sheets, names)
        for area in _areas(rule).split():
            cells = area_of(area)
            if cells is not None and cells.top <= row <= cells.bottom and options:
                for column in range(cells.left, min(cells.right, cells.left + 300) + 1):
                    found.setdefault(column, options)
    return found


def _areas(rule: Element) -> str:
    inner = rule.first("sqref")
    return rule.attrs.get("sqref", "") or (inner.text if inner else "")


def _options(
    form: FormSheet, rule: Element, sheets: Mapping[str, Sheet], names: Mapping[str, str]
) -> tuple[str, ...]:
    element = rule.first("formula1")
    inner = element.first("f") if element else None
    text = ((inner.text if inner else element.text) if element else "").strip()
    if text.startswith('"'):
        return tuple(option.strip() for option in text[1:-1].replace('""', '"').split(",") if option.strip())
    meant = names.get(text.casefold(), text)
    sheet, _, place = meant.rpartition("!")
    cells = area_of(place)
    held = sheets.get((unquoted(f"{sheet}!") if sheet else form.place.name).casefold())
    if cells is None or held is None:
        return ()
    bottom = min(cells.bottom, cells.top + MOST)
    found = [
        held.cell(row, column).text.strip()
        for row in held.rows_between(cells.top, bottom)
        for column in range(cells.left, cells.right + 1)
    ]
    return tuple(dict.fromkeys(text for text in found if text))


def chosen(text: str, options: tuple[str, ...], kind: Kind[Any] | None) -> str | None:
    """The form's word for ours, or None when its list has none. Of several of ours the first that it has."""
    if not text or text in options:
        return text
    bare = {_bare(option): option for option in options}
    if _bare(text) in bare:
        return bare[_bare(text)]
    meant = _meanings(text, kind)
    for word in meant:
        for option in options:
            if word in _meanings(_bare(option), kind):
                return option
    parts = re.split("[、，,；;]", text)
    if len(parts) > 1:
        return next((found for part in parts if (found := chosen(part, options, kind))), None)
    close = [option for plain, option in bare.items() if plain and (plain in text or _bare(text) in plain)]
    return close[0] if len(close) == 1 else None


def _bare(text: str) -> str:
    """An option without its number and blanks: 1.男 → 男."""
    words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    return re.sub(r"^(?:\(?\d{1,2}[).、:-]+|[A-Za-z][.、:])", "", words) or words


def _meanings(text: str, kind: Kind[Any] | None) -> tuple[str, ...]:
    """What a kind understands by a word, as codes; nothing where it has no list."""
    if not isinstance(kind, Code | Codes | Word | YesNo):
        return ()
    try:
        value = kind.parse(text)
    except Refused:
        return ()
    if isinstance(value, tuple):
        return value
    return (str(value),)

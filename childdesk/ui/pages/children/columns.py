"""What the table of children knows of its columns: widths, words of an order, which filter is meant."""

from __future__ import annotations

from collections.abc import Sequence

from childdesk.desk import listed
from childdesk.ui.widgets.table_model import Cell, Column

WIDTHS = {
    "name": 96,
    "sex": 44,
    "age": 44,
    "risk": 62,
    "categories": 98,
    "village": 88,
    "village_group": 46,
    "guardian": 104,
    "id_number": 155,
    "school": 114,
    "last": 71,
    "next": 82,
    "live_address": 200,
    "hukou_address": 200,
    "note": 200,
}
"""In px of the 100 % design; other columns are as wide as their label needs, 110 at least."""
OF_COUNTY = {"village": 116, "name": 88, "guardian": 98}
"""At a county the 乡镇 stands before the village, and its neighbours make room for it."""

ORDERS = {
    "name": ("按姓名", "按姓名倒着"),
    "age": ("按年龄从小到大", "按年龄从大到小"),
    "risk": ("按风险从低到高", "按风险从高到低"),
    "village": ("按村", "按村倒着"),
    "village_group": ("按村民组", "按村民组倒着"),
    "last": ("上次走访早的在前", "上次走访近的在前"),
    "next": ("下次走访早的在前", "下次走访晚的在前"),
}
"""Column → the words of the order, upwards and downwards."""

DAYS = ("last", "next")
"""Columns that have room for a day of this year, and little more."""

FILTERS = {
    "risk": "risk",
    "categories": "category",
    "village": "village",
    "village_group": "group",
    "age": "age",
    "birth": "age",
    "school": "schooling",
    "schooling": "schooling",
    "last": "visit",
    "next": "visit",
    "health": "health",
    "id_number": "missing",
    "guardian": "missing",
    "live_address": "missing",
}
"""Column → the group of the filter that “只看…” means."""


def columns(*, above: bool = False, county: bool = False) -> tuple[Column, ...]:
    """Every column of the list as the table takes it; `above` several villages with the village."""
    widths = WIDTHS | (OF_COUNTY if county else {})
    return tuple(
        Column(
            kind.key,
            kind.label,
            widths.get(kind.key, max(110, 14 * len(kind.label) + 24)),
            right=kind.number,
            sortable=kind.sortable,
            private=not kind.usual,
        )
        for kind in listed.kinds(above=above)
    )


def order_words(key: str, *, descending: bool) -> str:
    """By what the list stands, in words."""
    label = next((kind.label for kind in listed.kinds(above=True) if kind.key == key), "")
    return ORDERS.get(key, (f"按{label}", f"按{label}倒着"))[descending]


def cells(rows: Sequence[Sequence[listed.Seen]], keys: Sequence[str]) -> list[tuple[Cell, ...]]:
    """Rows as the desk gives them, as the table draws them; masked numbers are read as hidden."""
    labels = {kind.key: kind.label for kind in listed.kinds(above=True)}
    return [
        tuple(
            Cell(
                _narrow(key, seen.text), seen.tone, seen.tip or _whole(key, seen), _spoken(labels[key], seen)
            )
            for key, seen in zip(keys, row, strict=True)
        )
        for row in rows
    ]


def _narrow(key: str, text: str) -> str:
    """A day of another year in the narrow columns: 27-01-20; the tooltip says it whole."""
    return text[2:] if key in DAYS and _is_day(text) else text


def _whole(key: str, seen: listed.Seen) -> str:
    return seen.text if key in DAYS and _is_day(seen.text) else ""


def _is_day(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-"


def _spoken(label: str, seen: listed.Seen) -> str:
    if seen.tone == "masked":
        return f"{label}，已遮住"
    if seen.tone == "risk":
        return f"风险，{seen.text}色" if seen.text else "风险，还没评"
    return ""

"""Turns what was typed or imported into stored scalars: repairs, issues, and what stays as it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from childdesk.domain import catalogue, identity, kinds
from childdesk.domain.change import ITEM
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Scalar, typed_text
from childdesk.domain.record import Field
from childdesk.domain.words import says_nothing


@dataclass(slots=True)
class Read:
    """Values ready to be written, what is wrong with the rest, and the words that could not be used."""

    values: dict[str, Scalar] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    was: dict[str, dict[str, str]] = field(default_factory=dict)
    """`was` or `was_sealed` → {field key: words as typed}."""

    def unread(self, key: str) -> bool:
        """Whether something was typed for a field that could not be used."""
        return any(key in kept for kept in self.was.values())


def read(record: str, texts: Mapping[str, str], today: date) -> Read:
    """Reads texts by field key. Empty texts become None. Unknown keys raise KeyError: callers check first.

    An impossible value leaves its field empty, is kept under `was`, and becomes an issue.
    """
    fields = catalogue.RECORDS[record].fields()
    got = Read()
    for key, text in texts.items():
        if key.startswith(ITEM):
            got.values[key] = text.strip() or None
            continue
        item = fields[key]
        value, problem = (_unlike if item.kind.name in UNLIKE else _scalar)(item, text, today)
        if problem:
            _unread(got, record, key, text, f"{item.label}：{problem}")
        else:
            got.values[key] = value
    if record in ("child", "father", "mother", "guardian"):
        _from_number(got, record)
    for place, kept in got.was.items():
        got.values[place] = typed_text(kept)
    return got


def _unread(got: Read, record: str, key: str, text: str, problem: str) -> None:
    place = catalogue.kept_as_typed(record, key, text)
    if place:
        got.was.setdefault(place, {})[key] = text
    got.issues.append(Issue("impossible", key, problem))


UNLIKE = frozenset(["id_number", "phone", "name"])
"""Kinds whose values are hardly ever the same: to remember them would make others forgotten."""


def _unlike(item: Field[Any], text: str, today: date) -> tuple[Scalar, str]:
    """(scalar, what is wrong) of one text."""
    if says_nothing(text):
        return None, ""
    typed = kinds.today_words(text, today) if isinstance(item.kind, kinds.Date) else text
    value, problem = item.kind.read(typed)
    if value is None:
        return None, problem or "看不懂"
    return item.kind.to_db(value) or None if isinstance(item.kind, kinds.Codes) else item.kind.to_db(
        value
    ), ""


_scalar = lru_cache(maxsize=1 << 13)(_unlike)
"""The same; a list says 男 a thousand times, and it is read once."""


def _from_number(got: Read, record: str) -> None:
    """A resident number proposes birth and sex of a child where they were not given."""
    number = got.values.get("id_number")
    if record != "child" or not isinstance(number, str) or not identity.is_resident(number):
        return
    born = identity.birth(number)
    if not got.values.get("birth") and not got.unread("birth") and born is not None:
        got.values["birth"] = str(born)
    if not got.values.get("sex") and not got.unread("sex"):
        got.values["sex"] = identity.sex(number)

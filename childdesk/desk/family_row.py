"""What one row of a list says of a child and its family: values by record, and what a person should look at.

Nothing heavy is imported, the driver least of all: the process beside an import starts with this.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from childdesk.desk import reading
from childdesk.domain import catalogue
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Scalar, typed_text, typed_words

ABOUT = ("child", *catalogue.KIN)
PLACES = ("province", "city", "county", "town", "village")
DEFAULT_RELATION = {"father": "父亲", "mother": "母亲"}
Values = dict[str, dict[str, Scalar]]


@dataclass(slots=True)
class Row:
    """One row as it was understood: values by record and key, and the issues with `record.key`."""

    values: Values = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    phones: dict[str, list[str]] = field(default_factory=dict)
    """Further telephones of the child or a grown-up, by record."""
    nobodys: list[str] = field(default_factory=list)
    """What is said of a guardian whose name nobody wrote: a record needs the name."""

    def keep_as_typed(self, words: Mapping[str, str]) -> None:
        """Keeps what could not be read under `was` of the record that it was meant for."""
        for name, typed in words.items():
            record, _, key = name.partition(".")
            place = catalogue.kept_as_typed(record, key, typed) if record in ABOUT else ""
            if place:
                values = self.values.setdefault(record, {})
                values[place] = typed_text({**typed_words(values.get(place)), key: typed})

    @property
    def grown_ups(self) -> list[Mapping[str, Scalar]]:
        """The values of parents and guardian, as far as the row has them."""
        return [self.values[record] for record in catalogue.KIN if record in self.values]

    @property
    def child(self) -> dict[str, Scalar]:
        """The child's own values."""
        return self.values.get("child", {})


def understand(texts: Mapping[str, str], today: date) -> Row:
    """Reads the texts of one row, keyed `record.key`; what cannot be used stays as typed with an issue."""
    parts: dict[str, dict[str, str]] = {}
    for name, text in texts.items():
        record, key = _parted(name)
        parts.setdefault(record, {})[key] = text
    if "place" in parts:
        _join_places(parts)
    row = Row()
    for record in (*ABOUT, "household"):
        if record in parts:
            got = reading.read(record, parts[record], today)
            values: dict[str, Scalar] = {k: value for k, value in got.values.items() if value is not None}
            if values:
                row.values[record] = values
            if got.issues:
                row.issues += [Issue(i.level, f"{record}.{i.field}", i.text) for i in got.issues]
    _complete(row)
    return row


@cache
def _parted(name: str) -> tuple[str, str]:
    record, _, key = name.partition(".")
    return record, key


def _join_places(parts: dict[str, dict[str, str]]) -> None:
    """Columns 省 市 县 乡 村 stand before the address of the same row, as on the forms that split them."""
    places = parts.pop("place")
    words = "".join(places.get(key, "").strip() for key in PLACES)
    if not words:
        return
    child = parts.setdefault("child", {})
    written = child.get("live_address", "").strip()
    child["live_address"] = written if words in written else _overlapping(words, written)


def _overlapping(before: str, address: str) -> str:
    """Two parts of an address as one; what both say stands once."""
    for size in range(min(len(before), len(address)), 0, -1):
        if before.endswith(address[:size]):
            return before + address[size:]
    return before + address


def _complete(row: Row) -> None:
    """A guardian without a relation keeps an open one; father and mother are what their record says."""
    for record, relation in DEFAULT_RELATION.items():
        if record in row.values:
            row.values[record].setdefault("relation", relation)
    guardian = row.values.get("guardian")
    if guardian is not None and not guardian.get("name"):
        # A telephone of nobody in particular is still the family's telephone.
        phone = guardian.get("phone")
        child = row.values.setdefault("child", {})
        if phone and not child.get("phone"):
            child["phone"] = phone
            guardian.pop("phone")
        row.nobodys = [f"guardian.{key}" for key, value in guardian.items() if value is not None]
        del row.values["guardian"]
    elif guardian is not None:
        guardian.setdefault("relation", "其他")

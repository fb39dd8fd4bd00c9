"""The items that this desk has added to the child's file: seen, added, named, kept, taken away again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from childdesk.desk import records
from childdesk.desk.session import Right, Session
from childdesk.domain.change import ITEM
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Text
from childdesk.domain.privacy import S2
from childdesk.domain.record import Field
from childdesk.store import items, reader

LONGEST = 200
"""Letters in a value."""


@dataclass(frozen=True, slots=True)
class Line:
    """One item: its name, where it came from, how many children have it, and whether it is ours to change."""

    id: str
    label: str
    source: str
    options: tuple[str, ...]
    children: int
    kept: bool
    ours: bool

    @property
    def key(self) -> str:
        """How its values are named in a child's file."""
        return f"{ITEM}{self.id}"


def everyone(session: Session) -> list[Line]:
    """All items by name; those that this desk keeps come first."""
    session.require(Right.VIEW)
    connection, unit = session.ledger.connection, session.ledger.identity.unit
    held = items.held(connection)
    found = [
        Line(
            row,
            str(raw["label_words"]),
            str(raw.get("source") or ""),
            _options(raw.get("options")),
            held.get(f"{ITEM}{row}", 0),
            raw.get("kept") == "是",
            raw.get("unit") in (None, unit),
        )
        for row, raw in reader.everyone(connection, "item")
    ]
    return sorted(found, key=lambda one: (not one.kept, one.label, one.id))


def add(session: Session, label: str, options: str = "") -> records.Saved:
    """A new item of this desk, kept from the start. Raises Refused for an empty name or one that is there."""
    name = _name(session, label)
    values = {"label_words": name, "kept": "是", "source": "自己加的"}
    return records.add(session, "item", values | ({"options": options.strip()} if options.strip() else {}))


def rename(session: Session, item: str, label: str) -> records.Saved:
    """Another name; the values stay where they are."""
    _ours(session, item)
    return records.edit(session, "item", item, {"label_words": _name(session, label, item)})


def keep(session: Session, item: str, *, kept: bool) -> records.Saved:
    """Whether it belongs to the village's file for good, as one that an import brought may."""
    _ours(session, item)
    return records.edit(session, "item", item, {"kept": "是" if kept else "否"})


def remove(session: Session, item: str) -> records.Saved:
    """Takes an item away that no child has. Raises Refused where one has a value."""
    _ours(session, item)
    number = items.held(session.ledger.connection).get(f"{ITEM}{item}", 0)
    if number:
        raise Refused(f"还有{number:,}个孩子写着这一项，先留着。可以改名")
    return records.withdraw(session, "item", item, "不用了")


def fields(session: Session) -> dict[str, Field[Any]]:
    """Field key → field of every item, for forms."""
    found: dict[str, Field[Any]] = {}
    for line in everyone(session):
        field: Field[Any] = Field(line.label, Text(LONGEST), privacy=S2, hint=_hint(line.options))
        field.key = line.key
        found[line.key] = field
    return found


def asked(session: Session, values: Mapping[str, str | None]) -> list[Field[Any]]:
    """The items that a child's file asks for: those that are kept, and any in which something stands."""
    known = fields(session)
    return [known[line.key] for line in everyone(session) if line.kept or values.get(line.key)]


def _hint(options: Sequence[str]) -> str:
    return f"如：{'、'.join(options)}" if options else ""


def _options(words: object) -> tuple[str, ...]:
    return tuple(one.strip() for one in str(words or "").splitlines() if one.strip())


def _name(session: Session, label: str, item: str = "") -> str:
    name = " ".join(label.split())
    if not name:
        raise Refused("写上这一项叫什么", "label_words")
    for row, raw in reader.everyone(session.ledger.connection, "item"):
        if raw["label_words"] == name and row != item:
            raise Refused(f"已经有“{name}”这一项", "label_words")
    return name


def _ours(session: Session, item: str) -> None:
    raw = reader.get(session.ledger.connection, "item", item)
    if raw is None:
        raise Refused("这一项已经拿掉了")
    if raw.get("unit") not in (None, session.ledger.identity.unit):
        raise Refused("这一项是上级定的，这里不能改")

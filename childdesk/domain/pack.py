"""The 开户包: what a desk above gives a new desk below before it exists, and the 24 digits that open it.

It holds the unit, the keys of the desk above and everything that comes down from it. It is sealed under its
own 24 digits, which stand for every byte of it: whoever has the right digits has the right pack.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass

from childdesk.domain import pairing, wire
from childdesk.domain.change import Change
from childdesk.domain.fold import cautious, fold
from childdesk.domain.pairing import Paper, grouped

FORMAT = "childdesk-pack"
PACK = "pack"
LEVELS = {6: "county", 9: "township", 12: "village"}
"""Digits of a unit's code → the level of its desk."""


class NotPack(ValueError):
    """A text that is no pack. Never shown to a person as it stands."""


@dataclass(frozen=True, slots=True)
class Pack:
    """`paper` is the desk above with the epoch that it has kept ready; `again` that a lost desk is replaced;
    `held` how many children the new desk will find there."""

    paper: Paper
    unit: str
    unit_name: str
    again: bool
    held: int
    changes: tuple[Change, ...]

    @property
    def level(self) -> str:
        """village, township or county."""
        return LEVELS[len(self.unit)]


@dataclass(frozen=True, slots=True)
class Former:
    """Somebody who worked at the desk that is replaced."""

    id: str
    name: str
    role: str


def people(pack: Pack, today: str) -> list[Former]:
    """Who worked at the desk that is replaced and still does on an ISO day, by name."""
    rows: dict[str, list[Change]] = {}
    for change in pack.changes:
        if change.record == "person" and change.row:
            rows.setdefault(change.row, []).append(change)
    found = []
    for row, changes in rows.items():
        state = fold("person", row, changes, cautious)
        held = {key: str(value or "") for key, value in state.values.items()}
        there = state.born and state.alive and held.get("unit") == pack.unit
        if there and held.get("active") != "否" and (held.get("until") or "9999") >= today:
            found.append(Former(row, held.get("name", ""), held.get("role", "")))
    return sorted(found, key=lambda one: (one.name, one.id))


def text(pack: Pack) -> str:
    """The pack as it is sealed."""
    page = {
        "format": FORMAT,
        "paper": pairing.text(pack.paper),
        "unit": pack.unit,
        "unit_name": pack.unit_name,
        "again": pack.again,
        "held": pack.held,
        "changes": [wire.line(change) for change in pack.changes],
    }
    return json.dumps(page, ensure_ascii=False, indent=1, sort_keys=True)


def read(page: str) -> Pack:
    """The pack that a text holds. Raises NotPack for anything else."""
    try:
        found = json.loads(page)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise NotPack("format")
        paper = pairing.read(_word(found["paper"], 10_000))
        changes = tuple(wire.change_of(_word(line, len(page))) for line in found["changes"])
        unit, name, held = _word(found["unit"], 12), _word(found["unit_name"], 300), found["held"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NotPack("pack") from error
    if paper.kind != PACK or len(unit) not in LEVELS or not re.fullmatch(r"[0-9]+", unit):
        raise NotPack("unit")
    if not name.strip() or not isinstance(held, int):
        raise NotPack("name")
    return Pack(paper, unit, name, found.get("again") is True, held, changes)


def _word(found: object, longest: int) -> str:
    if not isinstance(found, str) or len(found) > longest:
        raise NotPack("word")
    return found


def digits(page: str) -> str:
    """The 24 digits of a pack's text in six groups of four."""
    number = int.from_bytes(hashlib.sha256(page.encode()).digest(), "big") % 10**24
    return grouped(f"{number:024d}")

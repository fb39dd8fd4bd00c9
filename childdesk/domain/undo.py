"""Undo as a plan of inverse changes: newest first, and what others built upon is kept and named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from childdesk.domain.change import ALIVE, ERASE, NEW, SEAL, SET, Change, Dot
from childdesk.domain.fold import RowState
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import Plan, Set, Step

WITHDRAWN = "撤销"


class Ledger(Protocol):
    """What undo asks of the ledger."""

    def state(self, record: str, row: str) -> RowState:
        """The present state of a row."""
        ...

    def at(self, dot: Dot, key: str) -> Scalar:
        """What a change wrote to a field."""
        ...

    def dependents(self, record: str, row: str, entry: str) -> list[tuple[str, str]]:
        """Living rows of later entries that point to this row: (record, row)."""
        ...

    def seen(self, record: str, row: str) -> dict[str, int]:
        """rid → highest seq known on a row."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that stays as it is, and why."""

    record: str
    row: str
    field: str
    why: str


def plan(entry: str, changes: Iterable[Change], ledger: Ledger) -> tuple[Plan, list[Kept]]:
    """The inverse of an entry and what it must leave.

    A `set` that is still the only head goes back to what it replaced; one with newer heads is kept. A
    record that the entry created is withdrawn unless a later entry touched it or points to it.
    """
    made = Plan("undo", undoes=entry)
    kept: list[Kept] = []
    newest_first = sorted(changes, key=lambda c: (c.lam, c.seq), reverse=True)
    created = {(c.record, c.row) for c in newest_first if c.kind == NEW and c.field != SEAL}
    staying = _staying(entry, newest_first, created, ledger)
    done: set[tuple[str, str, str]] = set()
    for change in newest_first:
        at = (change.record, change.row)
        if change.kind == SET and at not in created and change.field != ERASE:
            if (*at, change.field) not in done:
                _undo_set(change, _first(newest_first, change), ledger, made, kept)
            done.add((*at, change.field))
        elif change.kind == NEW and change.field != SEAL:
            if at in staying:
                kept.append(Kept(*at, "", staying[at]))
            else:
                made.steps.append(_withdraw(change, ledger))
    return made, kept


def _staying(
    entry: str, changes: list[Change], created: set[tuple[str, str]], ledger: Ledger
) -> dict[tuple[str, str], str]:
    """The created rows that cannot go: touched later, pointed to later, or needed by one that stays."""
    staying: dict[tuple[str, str], str] = {}
    own = {change.dot for change in changes}
    links = {at: _links(changes, at) for at in created}
    for at in created:
        state = ledger.state(*at)
        touched = any(dot not in own for dots in state.heads.values() for dot in dots)
        if state.alive and touched:
            staying[at] = "后来又改过"
        elif any(after not in created for after in ledger.dependents(*at, entry)):
            staying[at] = "后来的记录用到它"
    growing = True
    while growing:
        needed = {at for at in created - staying.keys() if any(at[1] in links[other] for other in staying)}
        staying.update(dict.fromkeys(needed, "留下的记录用到它"))
        growing = bool(needed)
    return staying


def _links(changes: list[Change], at: tuple[str, str]) -> set[str]:
    """The row ids that a created row names in its values."""
    found: set[str] = set()
    for change in changes:
        content = change.content()
        if (change.record, change.row) == at and change.kind == NEW and isinstance(content, Mapping):
            found.update(value for value in content.values() if isinstance(value, str) and len(value) == 32)
    return found


def _withdraw(change: Change, ledger: Ledger) -> Step:
    at = (change.record, change.row)
    gone = {"alive": False, "reason": WITHDRAWN, "seen": ledger.seen(*at)}
    return Step("change", *at, "撤回新增", (Set(*at, ALIVE, gone, ledger.state(*at).heads.get(ALIVE, ())),))


def _first(newest_first: list[Change], change: Change) -> Change:
    """The entry's first change of the same field: what stood before it is what undo goes back to."""
    place = (change.record, change.row, change.field)
    return [c for c in newest_first if c.kind == SET and (c.record, c.row, c.field) == place][-1]


def _undo_set(change: Change, first: Change, ledger: Ledger, made: Plan, kept: list[Kept]) -> None:
    state = ledger.state(change.record, change.row)
    at = (change.record, change.row)
    if state.heads.get(change.field) != (change.dot,):
        kept.append(Kept(*at, change.field, "后来又改过"))
        return
    if change.field == ALIVE:
        content = change.content()
        alive = isinstance(content, Mapping) and not content.get("alive", True)
        mark = {"alive": alive, "reason": WITHDRAWN, "seen": ledger.seen(*at)}
        made.steps.append(
            Step("change", *at, "恢复" if alive else "撤回", (Set(*at, ALIVE, mark, (change.dot,)),))
        )
        return
    latest = change.base[-1] if change.base else None
    before = None if latest is None else ledger.at(latest, change.field)
    made.steps.append(Step("change", *at, "改回", (Set(*at, change.field, before, (change.dot,)),)))

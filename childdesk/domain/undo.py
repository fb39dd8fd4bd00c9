"""Undo as a plan of inverse changes: newest first, and what others built upon is kept and named."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from childdesk.domain import erasure
from childdesk.domain.change import ALIVE, ERASE, NEW, SEAL, SET, Change, Dot
from childdesk.domain.fold import RowState
from childdesk.domain.plan import Plan, Set, Step

WITHDRAWN = "撤销"
CHANGED_SINCE, USED_SINCE, USED_BY_KEPT = "后来又改过", "后来的记录用到它", "留下的记录用到它"
GONE_SINCE, UNDECIDED = "这份记录已撤回", "写法不一样，要先定下"
ID_LENGTH = 32

At = tuple[str, str]
"""(record, row)."""


class Ledger(Protocol):
    """What undo asks of the ledger."""

    def changes(self, record: str, row: str) -> list[Change]:
        """All changes of a row."""
        ...

    def state(self, record: str, row: str) -> RowState:
        """The present state of a row."""
        ...

    def dependents(self, row: str) -> list[At]:
        """Living rows that point to this row."""
        ...

    def seen(self, record: str, row: str) -> dict[str, int]:
        """rid → highest seq known on a row."""
        ...

    def undoes(self, entry: str) -> str:
        """The entry that an entry took back; empty for an ordinary one."""
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

    A field that stands as the entry left it, or again does, goes back to what it was, be it a conflict;
    one with newer heads is kept. A record that the entry created is withdrawn unless a later entry touched
    it or points to it. What is taken back already is neither.
    """
    return _Undoing(entry, changes, ledger).plan()


class _Undoing:
    """One entry on its way back."""

    def __init__(self, entry: str, changes: Iterable[Change], ledger: Ledger) -> None:
        self.entry = entry
        self.ledger = ledger
        self.newest_first = sorted(changes, key=lambda c: (c.lam, c.seq), reverse=True)
        self.own = {change.dot for change in self.newest_first}
        self.lam = max((change.lam for change in self.newest_first), default=0)
        self.created = {_at(c) for c in self.newest_first if c.kind == NEW and c.field != SEAL}
        self.sets: dict[tuple[str, str, str], list[Change]] = {}
        for change in self.newest_first:
            if change.kind == SET and change.field != ERASE and _at(change) not in self.created:
                self.sets.setdefault((*_at(change), change.field), []).append(change)
        self.free = {place for place in self.sets if self._untouched(*place)}
        self.revived = {
            (r, row): seen for r, row, key in self.free if (seen := self._revived(r, row, key)) is not None
        }

    def plan(self) -> tuple[Plan, list[Kept]]:
        """Steps and what is kept, in the order newest first."""
        made, kept = Plan("undo", undoes=self.entry), []
        staying = self._staying()
        done: set[tuple[str, str, str]] = set()
        for change in self.newest_first:
            at, place = _at(change), (*_at(change), change.field)
            if change.kind == NEW and change.field != SEAL:
                if at in staying:
                    kept.append(Kept(*at, "", staying[at]))
                elif self.ledger.state(*at).alive:
                    made.steps.append(self._withdrawal(at))
            elif place in self.sets and place not in done:
                done.add(place)
                why = self._why_field_stays(place) or (staying.get(at, "") if change.field == ALIVE else "")
                if why:
                    kept.append(Kept(*at, "" if change.field == ALIVE else change.field, why))
                elif place in self.free:
                    made.steps.append(self._reversal(place))
        return made, kept

    def _untouched(self, record: str, row: str, key: str) -> bool:
        heads = self.ledger.state(record, row).heads.get(key, ())
        return bool(heads) and self.own.issuperset(self._all_meant(record, row, key, heads))

    def _why_field_stays(self, place: tuple[str, str, str]) -> str:
        if place in self.free:
            # An edit of a withdrawn record would call it back as a conflict.
            return "" if place[2] == ALIVE or self.ledger.state(*place[:2]).alive else GONE_SINCE
        if self._went_back(place):
            return ""
        state = self.ledger.state(*place[:2])
        return UNDECIDED if place[2] in state.conflicts else CHANGED_SINCE

    def _went_back(self, place: tuple[str, str, str]) -> bool:
        heads = self.ledger.state(*place[:2]).heads.get(place[2], ())
        before = self._all_meant(*place, self.sets[place][-1].base)
        return self._all_meant(*place, heads) <= before

    def _all_meant(self, record: str, row: str, key: str, dots: Iterable[Dot]) -> set[Dot]:
        return set().union(*(self._meant(record, row, key, dot) for dot in dots))

    def _meant(self, record: str, row: str, key: str, dot: Dot) -> set[Dot]:
        """The changes that a head stands for: an undo brings back what the undone entry had replaced."""
        changes = self.ledger.changes(record, row)
        undone = next((self.ledger.undoes(c.entry) for c in changes if c.dot == dot), "")
        sets = [c for c in changes if undone and c.entry == undone and c.kind == SET and c.field == key]
        if dot in self.own or not sets:
            return {dot}
        first = min(sets, key=lambda c: c.seq)
        return self._all_meant(record, row, key, first.base)

    def _revived(self, record: str, row: str, key: str) -> Mapping[str, object] | None:
        """What had been seen of a row when the entry brought it back; None when it did not."""
        content = self.sets[record, row, key][0].content() if key == ALIVE else None
        if not isinstance(content, Mapping) or not content.get("alive", True):
            return None
        seen = content.get("seen")
        return seen if isinstance(seen, Mapping) else {}

    def _staying(self) -> dict[At, str]:
        """The created rows that cannot go: touched later, pointed to later, or needed by one that stays."""
        going = {at for at in (*self.created, *self.revived) if self.ledger.state(*at).alive}
        staying: dict[At, str] = {}
        for at in going:
            if self._touched(at):
                staying[at] = CHANGED_SINCE
            elif any(self._holds_on(other, at[1], going) for other in self.ledger.dependents(at[1])):
                staying[at] = USED_SINCE
        by_row = {at[1]: at for at in going}
        waiting = list(staying)
        while waiting:
            for row in _links(self.ledger.state(*waiting.pop())) & by_row.keys():
                if by_row[row] not in staying:
                    staying[by_row[row]] = USED_BY_KEPT
                    waiting.append(by_row[row])
        return staying

    def _touched(self, at: At) -> bool:
        """Whether a later entry wrote a field of a created or revived row."""
        seen = self.revived.get(at, {})
        heads = self.ledger.state(*at).heads.items()
        meant = (self._meant(*at, key, dot) for key, dots in heads if key != ALIVE for dot in dots)
        later = set().union(*meant) - self.own
        return any(seq > int(str(seen.get(rid, 0))) for rid, seq in later)

    def _holds_on(self, other: At, row: str, going: set[At]) -> bool:
        """Whether a row that points to one that would go, and does so or lives only since, stays."""
        if other in going:
            return False
        state = self.ledger.state(*other)
        pointing = [k for k, value in state.values.items() if value == row and (*other, k) not in self.free]
        alive = state.heads.get(ALIVE, ()) if pointing else ()
        dots = self._all_meant(*other, ALIVE, alive)
        dots = dots.union(*(self._all_meant(*other, key, state.base(key)) for key in pointing))
        return any(c.lam > self.lam for c in self.ledger.changes(*other) if c.dot in dots)

    def _withdrawal(self, at: At) -> Step:
        mark = {"alive": False, "reason": WITHDRAWN, "seen": self.ledger.seen(*at)}
        heads = self.ledger.state(*at).heads.get(ALIVE, ())
        return Step("change", *at, "撤回新增", (Set(*at, ALIVE, mark, heads),))

    def _reversal(self, place: tuple[str, str, str]) -> Step:
        """One field back to what the entry's first change of it replaced: several values were a conflict."""
        record, row, key = place
        heads = self.ledger.state(record, row).heads[key]
        if key == ALIVE:
            content = self.sets[place][0].content()
            alive = isinstance(content, Mapping) and not content.get("alive", True)
            mark = {"alive": alive, "reason": WITHDRAWN, "seen": self.ledger.seen(record, row)}
            return Step("change", record, row, "恢复" if alive else "撤回", (Set(*place, mark, heads),))
        changes = self.ledger.changes(record, row)
        age = {change.dot: (change.lam, change.rid) for change in changes}
        replaced = sorted(self.sets[place][-1].base, key=lambda dot: (age.get(dot, (0, "")), dot))
        values = dict.fromkeys(erasure.written(changes, dot, key) for dot in replaced) or {None: None}
        return Step("change", record, row, "改回", tuple(Set(*place, value, heads) for value in values))


def _at(change: Change) -> At:
    return change.record, change.row


def _links(state: RowState) -> set[str]:
    """The row ids that a row names in its values."""
    return {value for value in state.values.values() if isinstance(value, str) and len(value) == ID_LENGTH}

"""Erasing one value for good: what goes, what is written again, and how every desk comes to the same."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping

from childdesk.domain.change import ALIVE, ERASE, NEW, SET, Change, Dot
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import Set
from childdesk.domain.renumbered import Numbers, numbers, under_all


class Erasures:
    """What the erasures of one row took away, and the changes that keep the rest of what they took.

    A change that held more than the erased value is gone whole; what else it held is written again by the
    entry that erased. Such a copy stands for the change that is gone: what supersedes that one supersedes
    the copy, and an erasure elsewhere that meant that one means the copy too. What stands under two numbers
    goes under both.
    """

    def __init__(self, known: Iterable[Change], same: Numbers | None = None) -> None:
        """`same` says what stands under two numbers, where it is known already."""
        known = list(known)
        held = [c for c in known if c.kind == NEW or (c.kind == SET and c.field not in (ALIVE, ERASE))]
        self._meant: dict[str, dict[str, set[Dot]]] = {}
        for mark in known:
            if mark.kind == SET and mark.field == ERASE:
                key, dots = emptied_by(mark)
                self._meant.setdefault(mark.entry, {}).setdefault(key, set()).update(dots)
        self.gone: frozenset[Dot] = frozenset()
        if self._meant:
            same = numbers(known) if same is None else same
            named = {key: under_all(dots, same) for key, dots in self._named().items()}
            self.gone = frozenset(
                c.dot for c in held if is_named(c, named) or self._is_meant(c.field, self.stands_for(c))
            )

    def _named(self) -> dict[str, set[Dot]]:
        """Field → the changes that are to be without its values."""
        found: dict[str, set[Dot]] = {}
        for meant in self._meant.values():
            for key, dots in meant.items():
                found.setdefault(key, set()).update(dots)
        return found

    def stands_for(self, change: Change) -> Dot | None:
        """The erased change for which this one was written again, or None."""
        meant = self._meant.get(change.entry)
        if meant is None or change.kind != SET or len(change.base) != 1 or change.field in meant:
            return None
        return change.base[0] if any(change.base[0] in dots for dots in meant.values()) else None

    def wrote(self, change: Change) -> bool:
        """Whether an erasure wrote this change: it is nobody's edit."""
        return change.entry in self._meant

    def _is_meant(self, key: str, dot: Dot | None) -> bool:
        return dot is not None and any(dot in meant.get(key, ()) for meant in self._meant.values())


def is_named(change: Change, named: Mapping[str, Container[Dot]]) -> bool:
    """Whether an erasure names a change. What holds another field alone is never meant: an old copy of the
    file gave its number to something else, and named that."""
    if change.kind == SET:
        return change.dot in named.get(change.field, ())
    return any(change.dot in dots for dots in named.values())


def emptied_by(mark: Change) -> tuple[str, list[Dot]]:
    """The field that an erasure empties and the changes that held it; ("", []) of what is no such mark."""
    content = mark.content() if mark.kind == SET and mark.field == ERASE else None
    if not isinstance(content, Mapping) or not isinstance(content.get("changes"), list):
        return "", []
    dots = [dot for dot in content["changes"] if isinstance(dot, list) and len(dot) == 2]
    return str(content.get("field")), [(str(rid), seq) for rid, seq in dots if isinstance(seq, int)]


def plan(record: str, row: str, key: str, changes: Iterable[Change], heads: tuple[Dot, ...]) -> list[Set]:
    """The sets that erase every value that a field ever had on a row; none when it never had one.

    `heads` are the field's own: they are superseded. What else the erased changes held is written again.
    """
    known = list(changes)
    gone = [change for change in known if _holds(change, key)]
    if not gone:
        return []
    ops = [Set(record, row, key, None, heads)]
    for change in gone:
        content = change.content()
        if isinstance(content, Mapping):
            rest = [(other, value) for other, value in content.items() if other != key]
            ops += [Set(record, row, other, value, (change.dot,)) for other, value in rest]
    # A copy is named with what it stands for: another desk may have made one of its own.
    erasures = Erasures(known)
    meant = {c.dot for c in gone} | {dot for c in gone if (dot := erasures.stands_for(c)) is not None}
    dots = sorted([rid, seq] for rid, seq in meant)
    return [*ops, Set(record, row, ERASE, {"field": key, "changes": dots}, ())]


def _holds(change: Change, key: str) -> bool:
    content = change.content()
    if change.kind == SET:
        return change.field == key and content is not None
    return change.kind == NEW and isinstance(content, Mapping) and content.get(key) is not None


def written(changes: Iterable[Change], dot: Dot, key: str) -> Scalar:
    """What a change wrote to a field; after an erasure of something else, what was written again for it."""
    known = list(changes)
    erasures = Erasures(known)
    for change in known:
        if change.dot not in erasures.gone and (
            change.dot == dot or (change.field == key and erasures.stands_for(change) == dot)
        ):
            content = change.content()
            value = content.get(key) if isinstance(content, Mapping) else content
            if isinstance(value, str | int):
                return value
    return None

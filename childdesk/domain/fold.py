"""Makes a record from its changes, in any order, with gaps and repetitions: heads decide."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from childdesk.domain.change import ALIVE, ERASE, GIVES_WAY, NEW, SEAL, SET, Change, Dot
from childdesk.domain.erasure import Erasures
from childdesk.domain.kinds import Scalar
from childdesk.domain.renumbered import Numbers, numbers, under_all

Cautious = Callable[[str, str, list[Scalar]], Scalar]
"""(record, field, distinct values) → the one to show until a person decides, or None for the latest."""


@dataclass(slots=True)
class RowState:
    """One record as its changes make it.

    `heads` names fields whose heads are not simply the change that created them; `conflicts` are the
    fields with more than one distinct value, `ALIVE` among them for delete against edit.
    """

    record: str
    row: str
    born: bool = False
    alive: bool = True
    values: dict[str, Scalar] = field(default_factory=dict)
    origins: dict[str, tuple[Dot, ...]] = field(default_factory=dict)
    heads: dict[str, tuple[Dot, ...]] = field(default_factory=dict)
    conflicts: dict[str, tuple[Dot, ...]] = field(default_factory=dict)
    erased: frozenset[Dot] = frozenset()
    unseen: tuple[Dot, ...] = ()
    """Edits that a withdrawal had not seen: with one of them the record stays visible."""
    emptied: bool = False
    """Whether a change is without its value that no erasure names."""

    def base(self, key: str) -> tuple[Dot, ...]:
        """The heads of a field: what an editor remembers when it opens it."""
        return self.heads.get(key) or self.origins.get(key) or self.origins.get("", ())


def fold(record: str, row: str, changes: Iterable[Change], cautious: Cautious) -> RowState:
    """The state of one row. Commutative, associative and idempotent over `changes`.

    A field's value is a function of its heads: changes not named in the base of another. Equal heads are
    no conflict. What an erasure names counts as empty, whether its value is still at hand or not. One change
    that stands under two numbers is one: what supersedes it under either supersedes it. Nothing here looks
    at a clock; `lam` and `rid` only choose which of several to show.
    """
    known = sorted({change.dot: change for change in changes}.values(), key=_order)
    untouched = _untouched(record, row, known[0]) if len(known) == 1 else None
    return untouched or _folded(record, row, known, cautious)


def _folded(record: str, row: str, known: list[Change], cautious: Cautious) -> RowState:
    same = numbers(known)
    erasures = Erasures(known, same)
    emptied = any(c.value is None and c.dot not in erasures.gone for c in known)
    if erasures.gone:
        known = [replace(c, value=None, salt=None) if c.dot in erasures.gone else c for c in known]
    news = [c for c in known if c.kind == NEW]
    sets: dict[str, list[Change]] = {}
    for change in known:
        if change.kind == SET and change.field != ERASE:
            sets.setdefault(change.field, []).append(change)
    state = RowState(record, row, born=any(c.field != SEAL for c in news), erased=erasures.gone)
    state.emptied = emptied
    covering = _covering(news)
    state.origins = {key: tuple(dot for dot, _ in pairs) for key, pairs in covering.items()}
    for key in (*covering, *(k for k in sets if k not in covering)):
        if key not in ("", ALIVE):
            heads = _heads(covering.get(key) or covering.get("", []), sets.get(key, []), erasures, same)
            _settle(state, key, heads, bool(sets.get(key)), cautious)
    edits = [c for key, found in sets.items() if key != ALIVE for c in found if not erasures.wrote(c)]
    _settle_alive(state, edits, sets.get(ALIVE, []), same)
    return state


def _untouched(record: str, row: str, change: Change) -> RowState | None:
    """A row that was made and never touched again, as nearly all are after an import; None for another."""
    content = change.content() if change.kind == NEW and change.field != SEAL else None
    if not isinstance(content, Mapping) or "" in content or ALIVE in content:
        return None
    origin: tuple[Dot, ...] = (change.dot,)
    origins = dict.fromkeys(("", *content), origin)
    return RowState(record, row, born=True, values=dict(content), origins=origins)


def _order(change: Change) -> tuple[int, str, int]:
    return change.lam, change.rid, change.seq


def _covering(news: list[Change]) -> dict[str, list[tuple[Dot, Scalar]]]:
    """Per key the `new` changes that wrote it; under "" those that cover every key not written."""
    found: dict[str, list[tuple[Dot, Scalar]]] = {}
    for change in news:
        content = change.content()
        if change.field != SEAL:
            found.setdefault("", []).append((change.dot, None))
        if isinstance(content, Mapping):
            for key, value in content.items():
                found.setdefault(key, []).append((change.dot, value))
    return found


def _heads(
    origins: list[tuple[Dot, Scalar]], sets: list[Change], erasures: Erasures, same: Numbers
) -> list[tuple[Dot, Scalar]]:
    """The changes of a field that no other supersedes, with their values, in order."""
    gone = under_all((dot for change in sets for dot in change.base), same)
    edits = (change for change in sets if erasures.stands_for(change) is None)
    edited = under_all((dot for change in edits for dot in change.base), same)
    found = [(dot, value) for dot, value in origins if dot not in gone]
    left = [c for c in sets if c.dot not in gone and erasures.stands_for(c) not in edited]
    # A copy takes the place of what it stands for, before all that was set.
    left.sort(key=lambda c: erasures.stands_for(c) is None)
    # What was written on somebody's behalf gives way even to the values that a record began with.
    behind = [(c.dot, _scalar(c)) for c in left if c.lam == GIVES_WAY]
    return behind + found + [(c.dot, _scalar(c)) for c in left if c.lam != GIVES_WAY]


def _settle(
    state: RowState, key: str, found: list[tuple[Dot, Scalar]], was_set: bool, cautious: Cautious
) -> None:
    if not found:
        return
    heads = tuple(sorted(dot for dot, _ in found))
    distinct = list(dict.fromkeys(value for _, value in found))
    if was_set or len(distinct) > 1:
        state.heads[key] = heads
    if len(distinct) == 1:
        state.values[key] = distinct[0]
        return
    state.conflicts[key] = heads
    careful = cautious(state.record, key, distinct)
    state.values[key] = careful if careful is not None else found[-1][1]


def _scalar(change: Change) -> Scalar:
    content = change.content()
    return content if isinstance(content, str | int) else None


def _settle_alive(state: RowState, edits: list[Change], marks: list[Change], same: Numbers) -> None:
    """A withdrawal that had not seen every edit is a conflict: the record stays visible until decided."""
    gone = under_all((dot for mark in marks for dot in mark.base), same)
    heads = [mark for mark in marks if mark.dot not in gone]
    if not heads:
        return
    told = [(mark.entry, content) for mark in heads if isinstance(content := mark.content(), Mapping)]
    dead: dict[str, list[Mapping[str, object]]] = {}
    for entry, content in told:
        if not content.get("alive", True):
            dead.setdefault(entry, []).append(content)
    state.unseen = tuple(
        edit.dot
        for edit in sorted(edits, key=_order)
        if not all(_saw(contents, same.get(edit.dot, (edit.dot,))) for contents in dead.values())
    )
    state.heads[ALIVE] = tuple(sorted(mark.dot for mark in heads))
    state.alive = sum(map(len, dead.values())) < len(told) or bool(state.unseen)
    if dead and state.alive:
        state.conflicts[ALIVE] = state.heads[ALIVE]


def _saw(contents: list[Mapping[str, object]], dots: tuple[Dot, ...]) -> bool:
    """Whether a withdrawal, under one of its numbers, had seen a change under one of its own."""
    seen = [content["seen"] for content in contents if isinstance(content.get("seen"), Mapping)]
    return any(_upto(one, rid) >= seq for one in seen for rid, seq in dots)


def _upto(seen: object, rid: str) -> int:
    highest = seen.get(rid, 0) if isinstance(seen, Mapping) else 0
    return highest if isinstance(highest, int) else 0


RISK_ORDER = ("红", "黄", "蓝", "绿")


def cautious(record: str, key: str, values: list[Scalar]) -> Scalar:
    """The more careful of several risk colours; None (the latest counts) for every other field."""
    if (record, key) != ("child", "risk"):
        return None
    return next((colour for colour in RISK_ORDER if colour in values), None)

"""Copies of one desk that write apart and then tell each other, in every order in which sticks may arrive.

`rounds(seed)` is one such story on real ledgers; it returns what is wrong at its end, which must be nothing.
The tests tell a few, `tests.prove.prove_copies` as many as asked.
"""

from __future__ import annotations

import contextlib
import itertools
import random
from collections.abc import Iterable
from pathlib import Path
from unittest.mock import patch

from childdesk.domain import erasure, fold
from childdesk.domain.change import ALIVE, ERASE, NEW, SET, Change
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.store import chain, checking, journal, reader, writer
from tests.store.living import PERSON, SCHOOLS, Living, families, made

RISKS = ("红", "黄", "蓝", "绿")
ACTS = ("add", "set", "set", "set", "open", "save", "save", "withdraw", "revive", "erase")
EDITS = {
    "child": ("school", "name", "risk", "note", "village_group", "was_sealed"),
    "father": ("work_place", "name"),
    "phone": ("number", "child"),
    "category": ("ends", "state"),
}
ERASED = {"child": ("note", "name"), "father": EDITS["father"]}
"""Fields whose values are never written twice, so that one that comes back is told apart."""


class Copy:
    """One of the copies, with the forms that somebody has left open at it."""

    def __init__(self, desk: Living, chance: random.Random, acts: tuple[str, ...] = ACTS) -> None:
        self.desk, self.chance, self.acts = desk, chance, acts
        self.forms: list[tuple[str, str, str, tuple]] = []
        self.erased: set[tuple[str, str]] = set()

    def rows(self, record: str) -> list[str]:
        return sorted(row for row, _ in reader.everyone(self.desk.connection, record))

    def act(self) -> None:
        """Something that a person does."""
        chance = self.chance
        act = chance.choice(self.acts)
        record = chance.choice(list(EDITS))
        rows = self.rows(record)
        if act in ("add", "born", "numbered") or not rows:
            self.create(act)
        elif act == "set":
            key = chance.choice(EDITS[record])
            self.desk.write(Set(record, chance.choice(rows), key, self.value(record, key)))
        elif act == "open":
            key, row = chance.choice(EDITS[record]), chance.choice(rows)
            self.forms.append((record, row, key, self.desk.writer.state(record, row).base(key)))
        elif act == "save" and self.forms:
            record, row, key, base = self.forms.pop(chance.randrange(len(self.forms)))
            if self.acts is not ACTS and self.desk.get(row, record) is None:
                return  # as the desk refuses; only what another desk withdrew meets a form that is open
            self.desk.write(Set(record, row, key, self.value(record, key), base))
        elif act == "withdraw":
            self.mark(record, chance.choice(rows), alive=False)
        elif act == "revive" and (gone := reader.withdrawn(self.desk.connection)):
            self.mark(*chance.choice(sorted(gone)), alive=True)
        elif act == "erase" and record in ERASED:
            self.erase(record, chance.choice(rows), chance.choice(ERASED[record]))

    def create(self, act: str) -> None:
        """A child, a telephone of somebody, or both in two entries."""
        child = self.value("phone", "child") if act == "numbered" else new_id()
        if act != "numbered":
            values = {"name": self.value("child", "name"), "was_sealed": "{}"}
            self.desk.write(New("child", child, values))
        if act != "born":
            number = self.value("phone", "number")
            self.desk.write(New("phone", new_id(), {"child": child, "number": number}))

    def value(self, record: str, key: str) -> str | None:
        chance = self.chance
        if key == "child":
            return chance.choice(self.rows("child") or [new_id()])
        if key == "risk":
            return chance.choice(RISKS)
        if key == "school":
            return chance.choice((*SCHOOLS, None))
        if key == "number":
            return f"139{chance.randrange(10**8):08d}"
        if key == "village_group":
            return f"{chance.randint(1, 9)}组"
        return f"{chance.choice('周王李陈')}{chance.randrange(10**6)}"

    def mark(self, record: str, row: str, *, alive: bool) -> None:
        seen = journal.seen(self.desk.connection, record, row)
        self.desk.write(Set(record, row, ALIVE, {"alive": alive, "reason": "试", "seen": seen}))

    def erase(self, record: str, row: str, key: str) -> None:
        held = {
            value
            for change in journal.of_row(self.desk.connection, record, row)
            for value in _held(change, key)
        }
        try:
            self.desk.writer.erase(PERSON, record, row, key, "试")
        except Refused:
            return
        self.erased |= {(row, value) for value in held}


def _held(change: Change, key: str) -> Iterable[str]:
    content = change.content()
    if change.kind == NEW and isinstance(content, dict) and content.get(key):
        yield str(content[key])
    elif change.kind == SET and change.field == key and content:
        yield str(content)


def tell(teller: Copy, hearer: Copy, chance: random.Random, part: float) -> None:
    """Some of what one knows, shuffled, some of it twice, in one or several sittings."""
    known = [change for change in teller.desk.changes() if chance.random() < part]
    known += chance.sample(known, len(known) // 4)
    chance.shuffle(known)
    while known:
        size = chance.randint(1, len(known))
        hearer.desk.writer.receive(known[:size])
        known = known[size:]


def story(folder: Path, seed: int, desks: int, acts: int) -> list[Copy]:
    """Copies after everybody heard everything; on the way parts, gaps, repetitions and edits in between."""
    chance = random.Random(seed)
    first = made(folder / "0")
    first.write(*families(4, seed))
    found = [Copy(first, chance)]
    found += [Copy(first.copy(folder / str(number)), chance) for number in range(1, desks)]
    for _ in range(acts):
        chance.choice(found).act()
        if chance.random() < 0.15:
            tell(*chance.sample(found, 2), chance, part=chance.choice((0.3, 0.7, 1.0)))
        if chance.random() < 0.03:
            _erase_at_once(*chance.sample(found, 2), chance)
    for _ in range(2):
        for teller in chance.sample(found, len(found)):
            for hearer in chance.sample(found, len(found)):
                if teller is not hearer:
                    tell(teller, hearer, chance, part=1.0)
    return found


def _erase_at_once(one: Copy, other: Copy, chance: random.Random) -> None:
    """Two desks erase two fields of one record without knowing of each other."""
    record = chance.choice(list(ERASED))
    shared = sorted(set(one.rows(record)) & set(other.rows(record)))
    if shared:
        row = chance.choice(shared)
        for copy, key in zip((one, other), chance.sample(ERASED[record], 2), strict=True):
            copy.erase(record, row, key)


def wrong(found: list[Copy]) -> list[str]:
    """What does not hold at the end of a story."""
    problems: list[str] = []
    first, *others = found
    tables, answers, sources = first.desk.tables(), first.desk.found(), first.desk.sources()
    for other in others:
        theirs = other.desk.tables()
        problems += [f"{name} differs" for name, rows in tables.items() if theirs[name] != rows]
        if other.desk.found() != answers or other.desk.sources() != sources:
            problems.append("the search differs")
    known = [{(c.dot, c.digest) for c in copy.desk.changes()} for copy in found]
    if any(one != known[0] for one in known):
        problems.append("a change is known to some only")
    problems += [f"a value is lost: {value}" for value in _lost(found)]
    erased = {value for copy in found for value in copy.erased}
    for copy in found:
        kept: dict[str, str] = {}
        for change in copy.desk.changes():
            kept[change.row] = f"{kept.get(change.row, '')}{change.value}"
        problems += [f"{value} came back" for row, value in erased if f'"{value}"' in kept[row]]
        problems += [
            f"check: {problem.where} {problem.text}" for problem in checking.check(copy.desk.connection)
        ]
        before = copy.desk.tables()
        copy.desk.writer.rebuild()
        if copy.desk.tables() != before:
            problems.append("the state is not what the journal makes of it")
    return problems


def _lost(found: list[Copy]) -> list[str]:
    """Changes without a value that no erasure names."""
    lost: list[str] = []
    for copy in found:
        changes = copy.desk.changes()
        meant = {
            tuple(dot) for change in changes if change.field == ERASE for dot in change.content()["changes"]
        }
        meant |= {c.dot for c in changes if c.base and c.base[0] in meant}
        lost += [f"{c.record} {c.field}" for c in changes if c.value is None and c.dot not in meant]
    return lost


def rounds(folder: Path, seed: int, desks: int = 2, acts: int = 25) -> tuple[list[str], dict[str, int]]:
    """(what is wrong, figures) of one story."""
    found = story(folder, seed, desks, acts)
    problems = wrong(found)
    figures = {
        "changes": len(found[0].desk.changes()),
        "conflicts": len(reader.conflicts(found[0].desk.connection)),
        "erased": sum(len(copy.erased) for copy in found),
        "withdrawn": len(reader.withdrawn(found[0].desk.connection)),
    }
    for copy in found:
        copy.desk.close()
    return problems, figures


# ── the same with one rule broken ────────────────────────────────────────────────────────────────────────


def _newest_wins() -> contextlib.AbstractContextManager[object]:
    """Of several heads the newest counts and nobody is asked."""
    whole = fold.fold

    def broken(*about):
        state = whole(*about)
        state.conflicts.clear()
        return state

    return patch.object(writer, "fold", broken)


def _first_come() -> contextlib.AbstractContextManager[object]:
    """A change counts in the order in which it arrived."""
    arrived = itertools.count()
    return patch.object(fold, "_order", lambda change: next(arrived))


def _index_stays() -> contextlib.AbstractContextManager[object]:
    """What is heard does not reach the search."""
    return patch.object(writer, "_children", lambda at, changes: ())


def _erasure_stays() -> contextlib.AbstractContextManager[object]:
    """An erasure is carried out only where it was asked for."""
    return patch.object(writer.erasing, "drop", lambda connection, state: False)


def _copies_are_edits() -> contextlib.AbstractContextManager[object]:
    """What an erasure wrote again counts like any other change."""
    return patch.object(erasure.Erasures, "stands_for", lambda *about: None)


def _gaps_stay() -> contextlib.AbstractContextManager[object]:
    """A gap that was closed is not linked."""
    return patch.object(chain.Chain, "extend", lambda *about: None)


BROKEN = {
    "newest wins": _newest_wins,
    "first come": _first_come,
    "index stays": _index_stays,
    "erasure stays": _erasure_stays,
    "copies are edits": _copies_are_edits,
    "gaps stay": _gaps_stay,
}

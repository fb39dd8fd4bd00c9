"""Invented histories of one record: several desks that write with what they know, and tell each other parts.

What is drawn is what can happen: a desk bases a change on the heads it knew when its form was opened, which
may be long ago; it hears of others' changes in any order, with gaps and repetitions.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

from hypothesis import strategies as st

from childdesk.domain import erasure
from childdesk.domain.change import ALIVE, NEW, SCHEMA, SEAL, SET, Change, canonical, digest_of
from childdesk.domain.fold import RowState, cautious, fold

RECORD, ROW = "child", "c" * 32
KEYS = ("name", "school", "risk", "phone_note")
VALUES = ("红", "黄", "蓝", "绿", "甲", None)


@dataclasses.dataclass
class Desk:
    """One desk: its incarnation and the changes of the record that it knows."""

    number: int
    known: dict[tuple[str, int], Change] = dataclasses.field(default_factory=dict)
    forms: dict[str, tuple[tuple[str, int], ...]] = dataclasses.field(default_factory=dict)
    seq: int = 0
    lam: int = 0
    entries: int = 0

    @property
    def rid(self) -> str:
        return f"{self.number:x}" * 24

    def state(self) -> RowState:
        return fold(RECORD, ROW, self.known.values(), cautious)

    def begin(self) -> str:
        """A new entry."""
        self.entries += 1
        self.lam = 1 + max([self.lam, *(change.lam for change in self.known.values())])
        return f"{self.number:x}{self.entries:031x}"

    def write(self, entry: str, kind: str, field: str, value: object, base: tuple = ()) -> Change:
        self.seq += 1
        text, salt = canonical(value), bytes(15) + bytes([self.number])
        made = Change(
            self.rid, self.seq, entry, self.lam, "", "p", SCHEMA, kind, RECORD, ROW, field,
            tuple(base), digest_of(salt, text), text, salt,
        )  # fmt: skip
        self.known[made.dot] = made
        return made

    def create(self) -> None:
        entry = self.begin()
        self.write(entry, NEW, "", {"name": "毛毛", "school": "甲"})
        self.write(entry, NEW, SEAL, {"risk": "黄"})

    def open(self, key: str) -> None:
        self.forms[key] = self.state().base(key)

    def save(self, key: str, value: object) -> None:
        base = self.forms.pop(key, None)
        self.write(self.begin(), SET, key, value, self.state().base(key) if base is None else base)

    def alive(self, alive: bool) -> None:
        state = self.state()
        seen: dict[str, int] = {}
        for rid, seq in self.known:
            seen[rid] = max(seq, seen.get(rid, 0))
        mark = {"alive": alive, "reason": "", "seen": seen}
        self.write(self.begin(), SET, ALIVE, mark, state.heads.get(ALIVE, ()))

    def erase(self, key: str) -> None:
        ops = erasure.plan(RECORD, ROW, key, self.known.values(), self.state().base(key))
        if ops:
            entry = self.begin()
            for op in ops:
                self.write(entry, SET, op.field, op.value, op.base or ())

    def hear(self, changes: list[Change]) -> None:
        self.known.update((change.dot, change) for change in changes)


@st.composite
def desks(draw: st.DrawFn, erasing: bool = True) -> list[Desk]:
    """Two or three desks after up to twenty steps; the first made the record, not everybody heard of it."""
    found = [Desk(number) for number in range(1, draw(st.integers(3, 4)))]
    found[0].create()
    acts = ["open", "save", "save", "save", "alive", "hear", "hear", "hear"] + ["erase"] * erasing
    for _ in range(draw(st.integers(1, 20))):
        desk = draw(st.sampled_from(found))
        act, key = draw(st.sampled_from(acts)), draw(st.sampled_from(KEYS))
        if act == "open":
            desk.open(key)
        elif act == "save":
            desk.save(key, draw(st.sampled_from(VALUES)))
        elif act == "alive":
            desk.alive(draw(st.booleans()))
        elif act == "erase":
            desk.erase(key)
        else:
            other = draw(st.sampled_from(found))
            told = list(other.known.values())
            desk.hear(draw(st.lists(st.sampled_from(told), unique_by=lambda c: c.dot)) if told else [])
    return found


def everything(found: list[Desk]) -> list[Change]:
    """All changes that any desk wrote, each once, as the desk that wrote it has it."""
    return list({dot: change for desk in found for dot, change in desk.known.items()}.values())


def view(state: RowState) -> Mapping[str, object]:
    """A state as it may be compared: what a person sees and what waits."""
    return {
        "born": state.born,
        "alive": state.alive,
        "values": {key: value for key, value in sorted(state.values.items()) if value is not None},
        "heads": dict(sorted(state.heads.items())),
        "conflicts": dict(sorted(state.conflicts.items())),
        "erased": state.erased,
    }

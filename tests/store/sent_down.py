"""What a township sends down and what comes back for it, over sticks that are lost, old or read twice.

Rules, institutions, items and papers go to every village, tasks to their own; villages answer tasks, say
what they have handed in, ask for moves. A diary keeps what each desk wrote last: at the end it must stand, on
every desk that may see it and on no other. `story(seed)` returns what is wrong and figures.
"""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta

from childdesk.domain.clock import SetClock
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.store import reader
from tests.store.towns import NOW, pair, seat

TOWN = "990101001"
FOR_ALL = {"directive": "value", "agency": "name", "item": "label_words", "collection": "title"}
"""What goes to every village → the field that the township writes again and again."""
BACK = {"task": "answered", "handed": "state", "transfer": "reason"}
"""What a village writes → its field."""
LOST, STALE, TWICE = 0.25, 0.25, 0.15
WEEKS, VILLAGES = 16, 3


class Story:
    """A township, its villages, what lies in drawers, and the diary."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.figures: Counter[str] = Counter()
        self.town = seat(TOWN, self._clock())
        self.below = [seat(f"{TOWN}{number:03d}", self._clock()) for number in range(1, VILLAGES + 1)]
        for one in self.below:
            pair(one, self.town)
        self.diary: dict[tuple[str, str, str], str] = {}
        self.gone: set[tuple[str, str]] = set()
        self.whose: dict[tuple[str, str], str] = {}
        self.drawers: dict[tuple[str, str], list[str]] = {}

    def _clock(self) -> SetClock:
        """Years off."""
        return SetClock(NOW + timedelta(days=self.chance.randrange(-1500, 1500)))

    def write(self, desk, record: str, row: str = "", **fixed: str) -> str:
        """A new record, or its field once more; noted in the diary."""
        key = {**FOR_ALL, **BACK}[record]
        word = f"{record}{len(self.diary)}{self.chance.random()}"
        if row:
            desk.write(Set(record, row, key, word))
        else:
            row = new_id()
            desk.write(New(record, row, {**fixed, key: word}))
        self.diary[record, row, key] = word
        self.figures["written"] += 1
        return row

    def some(self, desk, record: str, unit: str = "") -> str:
        """A living record of one kind that a desk holds, or nothing."""
        rows = [row for row, raw in reader.everyone(desk.connection, record) if unit in ("", raw.get("unit"))]
        return self.chance.choice(sorted(rows)) if rows else ""

    def above(self) -> None:
        """A week of the township: lays down, changes its mind, takes back, gives tasks."""
        record = self.chance.choice(sorted(FOR_ALL))
        row = self.some(self.town, record) if self.chance.random() < 0.5 else ""
        if row and self.chance.random() < 0.2:
            self.town.withdraw(row, record)
            self.gone.add((record, row))
        else:
            row = self.write(self.town, record, row, unit=TOWN)
            self.whose[record, row] = ""
        village = self.chance.choice(self.below).unit
        row = new_id()
        title = f"核对{self.chance.random()}"
        self.town.write(New("task", row, {"unit": village, "title": title, "due": "2026-12-01"}))
        self.diary["task", row, "title"] = title
        self.whose["task", row] = village

    def village(self, desk) -> None:
        """A week of a village: answers a task, hands something in, asks for a move, changes what it said."""
        task = self.some(desk, "task", desk.unit)
        if task:
            self.write(desk, "task", task)
        paper = self.some(desk, "collection")
        if paper and self.chance.random() < 0.6:
            row = self.some(desk, "handed", desk.unit) if self.chance.random() < 0.4 else ""
            row = self.write(desk, "handed", row, unit=desk.unit, collection=paper)
            self.whose["handed", row] = desk.unit
        if self.chance.random() < 0.3:
            child = self.some(desk, "child") or desk.child()
            row = self.some(desk, "transfer") or self.write(desk, "transfer", child=child)
            self.whose["transfer", self.write(desk, "transfer", row)] = desk.unit

    def carry(self, source, target) -> None:
        """One stick: lost, an older one first, or read twice."""
        packet = source.packet(target)
        drawer = self.drawers.setdefault((source.unit, target.unit), [])
        if drawer and self.chance.random() < STALE:
            self.figures["stale"] += 1
            target.take(self.chance.choice(drawer))
        drawer.append(packet)
        if self.chance.random() < LOST:
            self.figures["lost"] += 1
            return
        for _ in range(2 if self.chance.random() < TWICE else 1):
            self.figures["read"] += 1
            target.take(packet)

    def live(self) -> None:
        """All weeks, then sticks that arrive."""
        for _ in range(WEEKS):
            self.above()
            for one in self.below:
                self.village(one)
                self.carry(one, self.town)
                self.carry(self.town, one)
        for _ in range(3):
            for one in self.below:
                one.take(self.town.packet(one))
                self.town.take(one.packet(self.town))

    def wrong(self) -> list[str]:
        """Where the diary does not stand, or stands where it must not."""
        problems = []
        for desk in (self.town, *self.below):
            problems += [f"{desk.unit} asks about {at}" for at in desk.conflicts()]
            for (record, row, key), word in self.diary.items():
                owner = self.whose[record, row]
                held = desk.get(row, record)
                due = (record, row) not in self.gone and (desk is self.town or owner in ("", desk.unit))
                if held is not None and not due:
                    problems.append(f"{desk.unit} holds a {record} that is not for it")
                elif due and (held is None or held[key] != word):
                    problems.append(f"{desk.unit} lacks what was written of a {record}")
        return problems

    def close(self) -> None:
        for one in (self.town, *self.below):
            one.close()


def story(seed: int) -> tuple[list[str], Counter[str]]:
    """One seed from its first week to its last."""
    told = Story(seed)
    try:
        told.live()
        return told.wrong(), told.figures
    finally:
        told.close()

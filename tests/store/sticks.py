"""Years of sticks between villages and their township (and county), through the real writer and exchange.

`years(seed, …)` is one such story: files lost, old ones first, doubled, torn; clocks years off; computers
destroyed, old files copied back, the township restored; moves, withdrawals, erasures, a newer version. It
returns what is wrong at its end, which must be nothing, and figures. `make test` tells a few seeds,
`tests.prove.prove_sync` as many as asked.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import secrets
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from unittest.mock import patch

from childdesk.domain import catalogue, ids
from childdesk.domain.change import ALIVE, ERASE, NEW, SET, Change
from childdesk.domain.errors import Refused
from childdesk.domain.plan import New, Set
from childdesk.store import checking, journal, links, reader, scope
from childdesk.store.connection import database
from tests.store.towns import NOW, SetClock, pair, seat

FIELDS = ("school", "note", "risk", "village_group", "health")
RISKS = ("红", "黄", "蓝", "绿")
TOWN = "990101001"
DRAWER = 6


class World:
    """Everybody, what lies about on sticks, and a diary of what was written."""

    def __init__(self, seed: int, villages: int, towns: int = 1, weeks: int = 52) -> None:
        self.chance = random.Random(seed)
        self.figures: Counter[str] = Counter()
        self.weeks, self.week, self.serial = weeks, 0, 0
        self.clocks: dict[str, SetClock] = {}
        self.drawers: dict[str, list[str]] = {}
        self.backups: dict[str, object] = {}
        self.diary: dict[tuple, str] = {}
        self.excused: set[tuple] = set()
        self.noted: dict[int, int] = {}
        self.erased: dict[str, str] = {}
        self.again: set[str] = set()
        self.heard: set[str] = set()
        self.desks = {}
        units = [f"99010{1 + n // 900:d}{1 + n % 900:03d}" for n in range(towns)]
        self.towns = units
        self.county = "990101" if towns > 1 else ""
        if self.county:
            self.desks[self.county] = self.seat(self.county)
        self.parent: dict[str, str] = {}
        for town in units:
            self.desks[town] = self.seat(town)
            if self.county:
                self.parent[town] = self.county
        for number in range(villages):
            town = units[number % towns]
            unit = f"{town}{1 + number // towns:03d}"
            self.desks[unit] = self.seat(unit)
            self.parent[unit] = town
        self.villages = [unit for unit in self.desks if len(unit) == 12]
        for unit, above in self.parent.items():
            pair(self.desks[unit], self.desks[above])
        for unit in self.villages:
            for _ in range(4):
                self.born(unit)

    def seat(self, unit: str):
        """A fresh computer."""
        return seat(unit, self.clocks.get(unit) or self.clock(unit))

    def clock(self, unit: str) -> SetClock:
        off = self.chance.choice((0, 0, 0, self.chance.uniform(-2200, 2200)))
        self.clocks[unit] = SetClock(NOW + timedelta(days=off))
        return self.clocks[unit]

    def word(self) -> str:
        self.serial += 1
        return f"v{self.serial}"

    def born(self, unit: str) -> str:
        desk, child = self.desks[unit], ids.new_id()
        house = ids.new_id()
        desk.write(
            New("household", house, {"unit": unit, "head": self.word()}),
            New(
                "child", child, {"name": self.word(), "unit": unit, "household": house, "school": self.word()}
            ),
        )
        return child

    # ── people at work ──────────────────────────────────────────────────────────────────────────────────

    def children(self, unit: str) -> list[str]:
        sql = "SELECT id FROM child WHERE substr(unit, 1, ?) = ? ORDER BY id"
        return [str(row[0]) for row in self.desks[unit].connection.execute(sql, (len(unit), unit))]

    def work(self, unit: str, times: int) -> None:
        chance, desk = self.chance, self.desks[unit]
        children = self.children(unit)
        for _ in range(times if children else 0):
            child = chance.choice(children)
            act = chance.random()
            if act < 0.2:
                desk.write(
                    New("visit", ids.new_id(), {"child": child, "date": "2026-11-01", "living": self.word()})
                )
            elif act < 0.25:
                visits = reader.about(desk.connection, "visit", [child]).get(child, [])
                if visits:
                    desk.set(chance.choice(visits)[0], "visit", living=self.word())
            else:
                for key in chance.sample(FIELDS, chance.choice((1, 1, 2))):
                    value = chance.choice(RISKS) if key == "risk" else self.word()
                    desk.set(child, **{key: value})

    def decide(self, unit: str, likely: float) -> None:
        """Some of what waits is decided."""
        chance, desk = self.chance, self.desks[unit]
        for record, row, key in desk.conflicts():
            if chance.random() >= likely:
                continue
            self.figures["resolved"] += 1
            if key == ALIVE:
                desk.withdraw(row, record, alive=chance.random() < 0.5)
                continue
            state = desk.writer.state(record, row)
            self.again.add(str(state.values[key]))
            desk.write(Set(record, row, key, state.values[key], state.conflicts[key]))

    def erase(self, unit: str) -> None:
        desk, key = self.desks[unit], self.chance.choice(("note", "school"))
        for child in self.chance.sample(self.children(unit), 1):
            written = journal.of_row(desk.connection, "child", child)
            held = {scope.written(change, key) for change in written if change.value is not None} - {""}
            try:
                entry = desk.writer.erase(desk.person, "child", child, key, "试").entry
            except Refused:
                return
            self.erased |= dict.fromkeys(held, entry)
            self.figures["erased"] += 1

    def move(self, unit: str) -> None:
        """The desk moves one of its children to some village."""
        children = self.children(unit)
        if children:
            target = self.chance.choice(self.villages)
            self.desks[unit].set(self.chance.choice(children), unit=target)
            self.figures["moves"] += 1

    # ── sticks ──────────────────────────────────────────────────────────────────────────────────────────

    def deliver(self, source: str, target: str) -> bool:
        """One stick on its way; True when what was written now arrived."""
        chance, figures = self.chance, self.figures
        one, other = self.desks[source], self.desks[target]
        text = one.packet(other)
        drawer = self.drawers.setdefault(target, [])
        drawer.append(text)
        del drawer[:-DRAWER]
        figures["packages"] += 1
        luck = chance.random()
        if luck < 0.06:
            figures["lost"] += 1
            return False
        files = [text]
        if luck < 0.20:
            files.insert(0, chance.choice(drawer))
            figures["stale first"] += 1
        elif luck > 0.85:
            files.append(chance.choice(drawer))
            figures["doubled"] += 1
        elif luck < 0.25:
            figures["torn"] += 1
            self.torn(target, text)
        for file in files:
            self.hand(target, file)
        return True

    def ending(self) -> int:
        """Everything that every desk holds at the end, as one number: journal and tables, row for row."""
        found = hashlib.sha256()
        for unit, desk in sorted(self.desks.items()):
            rows = [desk.connection.execute(f"SELECT * FROM {name}").fetchall() for name in catalogue.RECORDS]
            journal_ = [(change.dot, change.digest, change.value, change.base) for change in desk.changes()]
            found.update(repr((unit, rows, journal_)).encode())
        return int(found.hexdigest()[:12], 16)

    def torn(self, target: str, text: str) -> None:
        """A bit has tipped on the stick. In memory there is no seal that could notice; `tests.desk.sealed`
        has one."""

    def hand(self, target: str, text: str) -> None:
        """What the desk floor does before the exchange: whose is it, is that pairing alive."""
        desk = self.desks[target]
        packet = desk.opened(text)
        if packet is None:
            self.figures["not ours"] += 1
            return
        manifest = packet.manifest
        link = links.of_peer(desk.connection, manifest.source)
        if manifest.target != desk.node or link is None or not link.living:
            self.figures["not ours"] += 1
            return
        taken = desk.exchange.take(manifest, packet.changes, consent=True)
        if taken.accepted and self.week > self.weeks * 2 // 3 + 2:
            self.heard.add(manifest.unit)
        if not taken.accepted:
            self.figures[f"refused {taken.why_not[:8]}"] += 1
        self.figures["quarantined"] += taken.quarantined

    # ── what goes wrong with computers ──────────────────────────────────────────────────────────────────

    def excuse(self, unit: str, left=None) -> None:
        """What only a computer knew that is no more may be lost; `left` is the old copy that remains."""
        self.note(unit)
        here = self.held(left) if left else set()
        for other, desk in self.desks.items():
            if other != unit:
                here |= self.held(desk)
        lost = {self.key(change) for change in self.desks[unit].changes()} - here
        self.excused |= {key for key in lost if key in self.diary}

    def destroy(self, unit: str) -> None:
        self.figures["destroyed"] += 1
        self.excuse(unit)
        self.replace(unit, self.seat(unit))
        self.pair_anew(unit)
        self.backups.pop(unit, None)

    def pair_anew(self, unit: str) -> None:
        """Two people pair again; whatever computer the unit had before is revoked."""
        desk, above = self.desks[unit], self.desks[self.parent[unit]]
        former = links.everyone(above.connection, living=False)
        epoch = 1 + max((one.epoch for one in former if one.peer.unit == unit), default=0)
        own = links.of_peer(desk.connection, above.node)
        with database(above.connection).atomic():
            above.connection.execute("UPDATE link SET living = 0 WHERE unit = ?", (unit,))
        pair(desk, above, epoch=max(epoch, own.epoch + 1 if own else 0))

    def replace(self, unit: str, desk) -> None:
        self.desks[unit].close()
        self.desks[unit] = desk
        self.noted[id(desk)] = desk.writer.chain.next_arrival() - 1

    def put_back(self, unit: str) -> None:
        """Somebody copies an old data file back behind the program's back."""
        self.figures["put back"] += 1
        old = self.backups[unit].copy()
        self.excuse(unit, old)
        self.replace(unit, old)

    def restore(self, unit: str) -> None:
        """A backup brought back by the program."""
        self.figures["restored"] += 1
        old = self.backups[unit].copy()
        self.excuse(unit, old)
        self.replace(unit, old.renewed())
        for below, above in self.parent.items():
            if above == unit and links.of_peer(old.connection, self.desks[below].node) is None:
                # A computer that came after the backup: the two pair once more.
                self.pair_anew(below)

    # ── the diary ───────────────────────────────────────────────────────────────────────────────────────

    @staticmethod
    def key(change: Change) -> tuple:
        """A change whatever numbers it has now: salvage renumbers, and rewrites what names numbers."""
        numbered = change.field in (ALIVE, ERASE)
        return change.entry, change.record, change.row, change.field, "" if numbered else change.digest

    def held(self, desk) -> set[tuple]:
        """What a desk has with its value, or knows to be erased: digests alone bring nothing back."""
        changes = desk.changes()
        bare = {(change.record, change.row) for change in changes if change.value is None and change.row}
        gone = {dot for at in bare for dot in desk.writer.state(*at).erased}
        return {self.key(change) for change in changes if change.value is not None or change.dot in gone}

    def note(self, unit: str) -> None:
        desk = self.desks[unit]
        after = self.noted.get(id(desk), 0)
        own = journal.own_rids(desk.connection)
        for change in journal.everything(desk.connection, after):
            if change.rid in own and change.row:
                self.diary.setdefault(self.key(change), unit)
        self.noted[id(desk)] = desk.writer.chain.next_arrival() - 1

    # ── a story ─────────────────────────────────────────────────────────────────────────────────────────

    def live(self) -> None:
        for week in range(self.weeks):
            self.week = week
            for clock in self.clocks.values():
                clock.moment += timedelta(days=7)
            for unit in self.villages:
                self.village_week(unit)
            for unit in self.towns:
                self.town_week(unit)
            if self.county:
                self.county_week()

    def village_week(self, unit: str) -> None:
        chance = self.chance
        self.work(unit, chance.choice((0, 1, 2, 3)))
        if chance.random() < 0.05:
            self.born(unit)
        if chance.random() < 0.02 and (children := self.children(unit)):
            self.desks[unit].withdraw(chance.choice(children))
        if chance.random() < 0.01 and self.children(unit):
            self.erase(unit)
        if chance.random() < 0.01:
            self.move(unit)
        self.decide(unit, 0.2)
        if chance.random() < 0.004:
            self.clocks[unit].moment = NOW + timedelta(days=chance.uniform(-2200, 2200))
        self.note(unit)
        self.mishap(unit)
        if chance.random() < 0.4:
            above = self.parent[unit]
            if self.deliver(unit, above) or chance.random() < 0.5:
                self.deliver(above, unit)

    def mishap(self, unit: str) -> None:
        chance = self.chance
        if chance.random() < 0.05:
            self.backups[unit] = self.desks[unit].copy()
        if chance.random() < 0.004:
            self.destroy(unit)
        elif unit in self.backups and chance.random() < 0.006 and self.township_knows(unit):
            self.put_back(unit)

    def township_knows(self, unit: str) -> bool:
        """Not while the township has itself forgotten what it knew of the village: of both at once only a
        person can make sense (see ARCHITECTURE.md)."""
        backed_up = self.weeks * 2 // 3
        return self.week < backed_up or unit in self.heard

    def town_week(self, unit: str) -> None:
        chance, desk = self.chance, self.desks[unit]
        self.work(unit, 1 + len(self.villages) // (6 * len(self.towns)))
        for _ in range(chance.choice((0, 0, 1))):
            self.move(unit)
        if self.week > self.weeks // 2 and chance.random() < 0.3 and (children := self.children(unit)):
            desk.set(chance.choice(children), of_a_later_version=self.word())
        self.decide(unit, 0.2)
        self.note(unit)
        if self.week == self.weeks * 2 // 3:
            self.backups[unit] = desk.copy()
        if self.week == self.weeks * 2 // 3 + 2:
            self.restore(unit)

    def county_week(self) -> None:
        if self.week % 4 == 3:
            self.work(self.county, 1)
            self.decide(self.county, 0.3)
            self.note(self.county)
            for town in self.towns:
                self.deliver(town, self.county)
                self.deliver(self.county, town)

    def quiet(self) -> None:
        """Everybody stops writing; sticks go round until nothing is new."""
        for unit in self.desks:
            self.note(unit)
        for _ in range(12):
            before = [desk.writer.chain.next_arrival() for desk in self.desks.values()]
            waiting = 0
            for below, above in [*self.parent.items(), *reversed(self.parent.items())]:
                for source, target in ((below, above), (above, below)):
                    self.hand(target, self.desks[source].packet(self.desks[target]))
                    link = self.desks[source].state(self.desks[target])
                    waiting += link.asking or link.pos != link.acked
            if before == [desk.writer.chain.next_arrival() for desk in self.desks.values()] and not waiting:
                return
        self.figures["never quiet"] += 1


# ── the oracle ───────────────────────────────────────────────────────────────────────────────────────────


def wrong(world: World) -> list[str]:
    """What does not hold once everybody is quiet."""
    problems = ["never quiet"] if world.figures["never quiet"] else []
    for below, above in world.parent.items():
        problems += _differences(world, below, above)
    top = world.county or world.towns[0]
    there = world.held(world.desks[top])
    lost = [key for key in world.diary if key not in there and key not in world.excused]
    problems += [f"lost: {key[1]} {key[3]} of {world.diary[key]}" for key in lost if scope.travels(key[1])]
    for unit, desk in world.desks.items():
        problems += _hidden(unit, desk)
        if desk.connection.execute("SELECT count(*) FROM quarantine").fetchone()[0]:
            problems.append(f"{unit} has put something aside")
        text = "".join(str(row[0]) for row in desk.connection.execute("SELECT value FROM change"))
        entries = {str(row[0]) for row in desk.connection.execute("SELECT id FROM entry")}
        problems += [
            f"{unit} still has an erased value"
            for value, entry in world.erased.items()
            if entry in entries and value not in world.again and f'"{value}"' in text
        ]
    for unit in (top, *world.chance.sample(world.villages, min(3, len(world.villages)))):
        connection = world.desks[unit].connection
        found = [*checking.journal_problems(connection), *checking.row_problems(connection)]
        problems += [f"{unit} check: {one.where} {one.text}" for one in found]
    return problems


def _differences(world: World, below: str, above: str) -> list[str]:
    """Rows of the unit below that the two desks see differently, and children who stayed where they left."""
    one, other = world.desks[below], world.desks[above]
    places = scope.Places(other.connection)
    every = {("child", str(row[0])) for row in other.connection.execute("SELECT id FROM child")}
    places.learn(every)
    theirs = [row for _, row in every if any(unit.startswith(below) for unit in places.units(("child", row)))]
    rows = scope.about(other.connection, theirs) if theirs else set()
    problems = []
    for record, row in sorted(rows):
        mine, their = one.writer.state(record, row), other.writer.state(record, row)
        if mine != their:
            problems.append(f"{below} differs from {above}: {record} {_how(mine, their)}")
    shown = set(world.children(below))
    problems += [f"{below} has a child that {above} has not" for _ in shown - set(theirs)]
    for child in theirs:
        state = one.writer.state("child", child)
        only = all(unit.startswith(below) for unit in places.units(("child", child)))
        if state.born and state.alive and only and child not in shown:
            problems.append(f"{below} does not show a child of its own")
    for row, unit in one.connection.execute("SELECT id, unit FROM child"):
        conflict = ("child", row, "unit") in one.conflicts()
        if not str(unit).startswith(below) and not conflict:
            problems.append(f"{below} still has a child of {unit}")
    return problems


def _how(mine, their) -> str:
    return ", ".join(
        f"{name} {getattr(mine, name)} / {getattr(their, name)}"
        for name in ("values", "heads", "conflicts", "alive", "erased", "emptied")
        if getattr(mine, name) != getattr(their, name)
    )[:300]


def _hidden(unit: str, desk) -> list[str]:
    """Fields with several values that nobody is asked about, found by another way than the program's."""
    waiting = set(desk.conflicts())
    stubs = {row for (row,) in desk.connection.execute("SELECT row FROM stub")}
    expected = set()
    rows: dict[tuple[str, str], list[Change]] = {}
    for change in desk.changes():
        if change.row and change.row not in stubs:
            rows.setdefault((change.record, change.row), []).append(change)
    for at, changes in rows.items():
        if any(change.field == ERASE for change in changes):
            waiting -= {one for one in waiting if one[:2] == at}
            continue
        expected |= {(*at, key) for key in _contested(changes)}
    problems = [f"{unit} hides a conflict of {key}" for _, _, key in expected - waiting]
    return problems + [f"{unit} asks about nothing: {key}" for _, _, key in waiting - expected]


def _contested(held: list[Change]) -> set[str]:
    # What a desk wrote anew under other numbers is still what it was: only the first of them counts.
    firsts: dict[tuple[object, ...], Change] = {}
    called = {}
    for one in held:
        called[one.dot] = firsts.setdefault((one.entry, one.kind, one.field, one.lam, one.salt), one).dot
    changes = list(firsts.values())
    numbers: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for dot, meant in called.items():
        numbers.setdefault(meant, []).append(dot)
    first = next((change for change in changes if change.kind == NEW), None)
    values = first.content() if first else {}
    found = set()
    for key in {change.field for change in changes if change.kind == SET} - {ALIVE}:
        sets = [change for change in changes if change.field == key and change.kind == SET]
        bases = [change for change in held if change.field == key and change.kind == SET]
        named = {called.get(dot, dot) for change in bases for dot in change.base}
        heads = [change.content() for change in sets if change.dot not in named]
        if first and first.dot not in named:
            heads.append((values or {}).get(key))
        if len({str(value) for value in heads}) > 1:
            found.add(key)
    marks = [change for change in changes if change.field == ALIVE]
    bases = [change for change in held if change.field == ALIVE]
    named = {called.get(dot, dot) for mark in bases for dot in mark.base}
    heads = [mark.content() for mark in marks if mark.dot not in named]
    dead = [head for head in heads if not head["alive"]]
    edits = [change for change in changes if change.kind == SET and change.field != ALIVE]
    unseen = any(
        all(head["seen"].get(rid, 0) < seq for rid, seq in numbers[edit.dot])
        for head in dead
        for edit in edits
    )
    if dead and (len(dead) < len(heads) or unseen):
        found.add(ALIVE)
    return found


@contextlib.contextmanager
def same_every_time(seed: int):
    """Ids and salts from the seed, so that a story can be told again."""
    chance = random.Random(seed)
    seat(TOWN).close()  # the empty ledger that all are copied from is made once
    aside = random.Random(f"aside {seed}")  # names of files and keys, which only sealed stories need

    def token(size: int = 32) -> str:
        return (chance if size in (12, 16 * ids.AT_ONCE) else aside).randbytes(size).hex()

    with (
        patch.object(secrets, "token_hex", token),
        patch.object(os, "urandom", chance.randbytes),
        patch.object(ids, "_drawn", []),  # ids that another story has drawn and not used
    ):
        yield


def years(
    seed: int, villages: int = 6, weeks: int = 52, towns: int = 1, make: Callable[..., World] = World
) -> tuple[list[str], dict[str, int]]:
    """(what is wrong, figures) of one story."""
    with same_every_time(seed):
        world = make(seed, villages, towns, weeks)
        world.live()
        world.quiet()
        problems = wrong(world)
    top = world.desks[world.county or world.towns[0]]
    world.figures["changes"] = top.writer.chain.next_arrival() - 1
    world.figures["open conflicts"] = len(top.conflicts())
    world.figures["village weeks"] = villages * weeks
    world.figures["ending"] = world.ending()
    for desk in [*world.desks.values(), *world.backups.values()]:
        desk.close()
    return problems, dict(world.figures)

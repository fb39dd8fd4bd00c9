"""Two real practice desks that have been paired, a township above a village, and a folder for a stick.

Their slots are made once and copied: a key derivation costs more than all the rest.
"""

from __future__ import annotations

import contextlib
import functools
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import desks, pairing, sync
from childdesk.desk.session import Session
from childdesk.domain.clock import SetClock
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from childdesk.store import ledger, reader, slots
from tests.desk.made import NOW

TOWN, ONE, TWO = "990101001", "990101001001", "990101001002"
NAMES = {TOWN: "云溪镇", ONE: "河湾村", TWO: "石桥村", "990101": "青禾县", "110101": "东城区"}
LEVELS = {12: "village", 9: "township", 6: "county"}


@functools.cache
def _slots() -> tuple[Path, bytes]:
    home = Path(tempfile.mkdtemp(prefix="childdesk-slots-"))
    return home, slots.create(home, new_id(), "某人", "小溪 石桥 油菜 灯笼")[0]


@dataclass
class Pair:
    """`above` and `below` are sessions on open ledgers; `stick` is a folder."""

    above: Session
    below: Session
    stick: Path


def desk(home: Path, unit: str, *, practice: bool = True, s3: bool = True) -> Session:
    """A session on a fresh ledger."""
    source, key = _slots()
    shutil.copytree(source, home)
    clock = SetClock(NOW)
    about = {"level": LEVELS[len(unit)], "unit": unit, "unit_name": NAMES[unit], "practice": practice}
    made = ledger.create(home, key, slots.ledger_id(home), clock, desks.INDEX, **about)
    who = new_id()
    role = "主任" if len(unit) == 12 else "督导员"
    values = {"name": f"{NAMES[unit]}的人", "role": role, "s3": "是", "active": "是", "unit": unit}
    made.writer.write("new_desk", who, [New("person", who, values)])
    return Session(made, who, values["name"], role, s3, clock)


def again(home: Path) -> Session:
    """A session on a ledger that `desk` has made and that was closed since."""
    clock = SetClock(NOW)
    held = ledger.open_for_writing(home, _slots()[1], clock, desks.INDEX, lambda _connection: None)
    unit = held.identity.unit
    people = dict(reader.everyone(held.connection, "person"))
    who = next(row for row, raw in people.items() if raw["unit"] == unit)
    return Session(held, who, str(people[who]["name"]), str(people[who]["role"]), True, clock)


def carry(source: Session, target: Session, folder: Path) -> sync.Read:
    """What one writes to a folder, the other reads."""
    sync.write(source, folder)
    return sync.read(target, folder)


def pair(above: Session, below: Session, stick: Path, **about) -> None:
    """All three steps, as two people do them."""
    stick.mkdir(exist_ok=True)
    asked = pairing.request(below, stick, **about)
    answer = pairing.accept(above, Path(asked.file), stick, asked.digits)
    pairing.finish(below, Path(answer.file), answer.digits)


@contextlib.contextmanager
def paired(folder: Path):
    """A township and a village that know each other; the stick is empty."""
    above, below = desk(folder / "above", TOWN), desk(folder / "below", ONE)
    stick = folder / "stick"
    try:
        pair(above, below, stick)
        shutil.rmtree(stick)
        stick.mkdir()
        yield Pair(above, below, stick)
    finally:
        above.ledger.close()
        below.ledger.close()

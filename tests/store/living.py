"""A real sealed ledger for tests: its journal, its tables, its index, copies of it, and everything as rows.

Without slots, since a key derivation costs more than all the rest; the key is given.
"""

from __future__ import annotations

import contextlib
import hashlib
import random
import shutil
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from childdesk.desk import desks
from childdesk.domain import catalogue
from childdesk.domain.clock import SetClock
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Op, Set
from childdesk.store import journal, ledger, reader, search

KEY = bytes(range(32))
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
TODAY = date(2026, 11, 23)
PERSON = "a" * 32
UNIT = "990101001001"
DERIVED = ("heads", "conflict", "withdrawn")
NAMES = "周小禾 王梓涵 李思远 欧阳一鸣 阿依古丽·买买提 陈𠮷 刘雨桐 毛毛".split()
SCHOOLS = ("中心小学", "河湾教学点", "镇中学")


class Living:
    """One ledger, open for writing."""

    def __init__(self, home: Path, opened: ledger.Ledger, clock: SetClock) -> None:
        self.home, self.ledger, self.clock = home, opened, clock

    @property
    def connection(self):
        return self.ledger.connection

    @property
    def writer(self):
        return self.ledger.writer

    def write(self, *ops: Op, operation: str = "edit", **about) -> str:
        return self.writer.write(operation, PERSON, ops, **about).entry

    def set(self, row: str, record: str = "child", base=None, **values) -> str:
        return self.write(*(Set(record, row, key, value, base) for key, value in values.items()))

    def child(self, name: str = "周小禾", **values) -> str:
        row = new_id()
        self.write(New("child", row, {"name": name, "unit": UNIT, **values}), operation="add_child")
        return row

    def about(self, record: str, child: str, **values) -> str:
        row = new_id()
        self.write(New(record, row, {"child": child, **values}), operation=f"add_{record}")
        return row

    def get(self, row: str, record: str = "child"):
        return reader.get(self.connection, record, row)

    def changes(self, after: int = 0):
        return list(journal.everything(self.connection, after))

    def tables(self) -> dict[str, list[tuple]]:
        """Every record table and everything derived beside them, row for row."""
        return {
            name: sorted(self.connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in (*catalogue.RECORDS, *DERIVED)
        }

    def records(self) -> dict[str, list[tuple]]:
        """The record tables alone: what a person sees; heads grow with every change."""
        return {name: rows for name, rows in self.tables().items() if name not in DERIVED}

    def found(self, *texts: str) -> dict[str, list[str]]:
        """What the search box answers, in its order."""
        asked = texts or ("", "zxh", "周", "3组", "1111", "mm", "古丽", "𠮷", "13800", "小学")
        return {text: search.Order(self.connection).ids(text) for text in asked}

    def sources(self) -> list[tuple]:
        """What the index holds of each child, without its place."""
        return sorted(self.connection.execute("SELECT child, rank, source FROM search_source"))

    def journal_rows(self) -> list[tuple]:
        """The journal as it stands, entries and incarnations too."""
        rows: list[tuple] = []
        for table in ("change", "entry", "incarnation", "ledger", "day"):
            rows += self.connection.execute(f"SELECT '{table}', * FROM {table}").fetchall()
        return sorted(rows, key=repr)

    def lane(self, mode: str = "read") -> ledger.Ledger:
        return self.ledger.lane(mode)

    def copy(self, home: Path) -> Living:
        """Another desk that knows the same: the file copied, with an incarnation of its own."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        home.mkdir()
        shutil.copy(self.home / "ledger.db", home / "ledger.db")
        other = reopened(home, SetClock(self.clock.moment))
        other.ledger.new_incarnation()
        return other

    def close(self) -> None:
        self.ledger.close()


def made(home: Path, **about) -> Living:
    """A fresh ledger in a new folder."""
    home.mkdir(parents=True, exist_ok=True)
    clock = SetClock(NOW)
    identity = {"level": "village", "unit": UNIT, "unit_name": "河湾村", "practice": False} | about
    return Living(home, ledger.create(home, KEY, "d" * 32, clock, desks.INDEX, **identity), clock)


def reopened(home: Path, clock: SetClock | None = None, *, repair: bool = False) -> Living:
    """The ledger of a folder, opened as the program opens it."""
    clock = clock or SetClock(NOW)
    opened = ledger.open_for_writing(home, KEY, clock, desks.INDEX, lambda _: None, repair=repair)
    return Living(home, opened, clock)


@contextlib.contextmanager
def living(home: Path):
    """A fresh ledger that is closed at the end."""
    opened = made(home)
    try:
        yield opened
    finally:
        opened.close()


# ── families ─────────────────────────────────────────────────────────────────────────────────────────────


def families(count: int, seed: int = 1) -> list[Op]:
    """New records as an import brings them: children with parents, telephone, categories, residence."""
    chance = random.Random(seed)
    ops: list[Op] = []
    for number in range(count):
        child, house = _id(chance), _id(chance)
        born = date(2010, 1, 1) + timedelta(chance.randrange(5000))
        ops += [
            New("household", house, {"head": f"户主{number}", "unit": UNIT, "size": chance.randint(2, 8)}),
            New(
                "child",
                child,
                {
                    "name": f"{chance.choice(NAMES)}{number if number > 40 else ''}",
                    "unit": UNIT,
                    "household": house,
                    "sex": chance.choice("男女"),
                    "birth": born.isoformat(),
                    "id_number": f"9901012{number:08d}{chance.randrange(1000):03d}",
                    "village_group": f"{number % 9 + 1}组",
                    "school": chance.choice(SCHOOLS),
                    "registered_on": "2026-09-01",
                },
            ),
            New("father", _id(chance), {"child": child, "name": f"父{number}", "work_place": "宁波"}),
            New("guardian", _id(chance), {"child": child, "name": f"祖{number}", "relation": "祖母"}),
            New("phone", _id(chance), {"child": child, "holder": child, "number": f"1380000{number:04d}"}),
            New("category", _id(chance), {"child": child, "kind": "留守儿童", "state": "村登记"}),
            New("residence", _id(chance), {"child": child, "place": f"河湾村{number % 9 + 1}组"}),
        ]
    return ops


def _id(chance: random.Random) -> str:
    return f"{chance.getrandbits(128):032x}"


def digest(rows: object) -> str:
    """A short name for many rows, to be compared and printed."""
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]

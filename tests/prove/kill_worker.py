"""The process that `prove_kill_write` kills: `python -m tests.prove.kill_worker HOME KIND HOW`.

It works on the desk in HOME without end and prints `done …` after each act that the program has acknowledged.
HOW is `right`, or names the mistake that it makes on purpose.
"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from childdesk.desk import backups, desks, importing, records
from childdesk.desk.session import Session
from childdesk.domain.clock import SystemClock
from childdesk.domain.plan import New
from childdesk.store import durable, migrations, slots, writer
from childdesk.store.connection import Connection
from tests.desk.made import PASSPHRASE, PERSON
from tests.store.next_version import next_version

TEMPLATE = "older"
"""The desk beside which the migrations' copies lie."""
LIGHT = slots.Parameters(64, 1, 1)
"""A passphrase that costs nothing to try: what is proven here is not its strength."""
ROWS = 150


def say(*words: object) -> None:
    """One line, out at once."""
    print(*words, flush=True)


def roster(path: Path, number: int) -> Path:
    """A list of children whom the ledger does not know yet."""
    lines = ["序号,姓名,性别,出生日期,现住址,监护人姓名,监护人电话"]
    lines += [
        f"{n},孩{number}之{n},{'男女'[n % 2]},2016-03-{n % 28 + 1:02d},河湾村{n % 9 + 1}组,祖{n},1040{n:07d}"
        for n in range(1, ROWS + 1)
    ]
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    return path


# ── the four kinds of work ───────────────────────────────────────────────────────────────────────────────


def write(session: Session, home: Path, how: str) -> Iterator[None]:
    """A child is added, then edited, as from a form; each is one entry."""
    for number in itertools.count():
        if how == "said too early":
            say("done", "f" * 32, 1)
        child = records.add(session, "child", {"name": f"孩{number}", "phone": f"104{number:08d}"})
        say("done", child.entry)
        yield
        school = records.edit(session, "child", child.id, {"school": f"第{number}小学", "risk": "黄"})
        say("done", school.entry)


def bring_in(session: Session, home: Path, how: str) -> Iterator[None]:
    """A workbook of new children becomes a plan, and the plan one entry."""
    for number in itertools.count():
        plan = importing.plan(session, roster(home.parent / f"{number}.csv", number))
        yield
        say("done", importing.apply(session, plan))


def migrate(session: Session, home: Path, how: str) -> Iterator[None]:
    """Copies of an older desk are opened by the next version, one after the other."""
    for number in itertools.count():
        copy = shutil.copytree(home.parent / TEMPLATE, home.parent / f"copy{number}")
        yield
        with next_version():
            desks.open_desk(copy, SystemClock(), person=PERSON, passphrase=PASSPHRASE).close()
        say("done", copy.name)


def back_up(session: Session, home: Path, how: str) -> Iterator[None]:
    """Generations beside the ledger, with something new in each."""
    for number in itertools.count():
        records.add(session, "child", {"name": f"孩{number}"})
        yield
        made = backups.make(session, "manual")
        say("done", made.number, (made.counts or {})["child"])


KINDS: dict[str, Callable[[Session, Path, str], Iterator[None]]] = {
    "write": write,
    "import": bring_in,
    "migration": migrate,
    "backup": back_up,
}


# ── the mistakes ─────────────────────────────────────────────────────────────────────────────────────────


def in_pieces() -> None:
    """An import is written in pieces of ten, each for itself, under the first one's entry."""
    whole = writer.Writer.write

    def pieces(self: writer.Writer, operation: str, person: str, ops: list, **about: object) -> object:
        if operation != "import":
            return whole(self, operation, person, ops, **about)
        new = [op for op in ops if isinstance(op, New)]
        written = [whole(self, operation, person, new[at : at + 10]) for at in range(0, len(new), 10)]
        return written[0]

    writer.Writer.write = pieces


def step_by_step() -> None:
    """A migration is no transaction: what was done stays when the next step does not come."""
    whole = migrations.migrate

    def migrated(connection: Connection) -> bool:
        connection.execute("CREATE TABLE later (row TEXT PRIMARY KEY)")
        for (row,) in connection.execute("SELECT id FROM child").fetchall():
            connection.execute("INSERT INTO later VALUES (?)", (row,))
        connection.execute("DROP TABLE later")
        return whole(connection)

    migrations.migrate = migrated


def in_place() -> None:
    """A backup is written under its own name from the first byte on."""
    durable.CHUNK = 512
    name, opened = durable.part_name, os.open
    durable.part_name = lambda path: path if path.suffix == ".childdesk" else name(path)
    os.open = lambda path, flags, mode=0o777, **more: opened(path, flags & ~os.O_EXCL, mode, **more)


MISTAKES = {"in pieces": in_pieces, "step by step": step_by_step, "in place": in_place}


def main() -> None:
    """Opens the desk and works until somebody kills it."""
    home, kind, how = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    slots.KDF = LIGHT
    MISTAKES.get(how, lambda: None)()
    with desks.open_desk(home, SystemClock(), person=PERSON, passphrase=PASSPHRASE) as session:
        for turn, _ in enumerate(KINDS[kind](session, home, how)):
            if turn == 0:
                say("ready")


if __name__ == "__main__":
    main()

"""A home folder with a sealed ledger of some children, for tests of what happens to its files."""

from __future__ import annotations

import contextlib
import resource
from datetime import UTC, datetime
from pathlib import Path

from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Cancelled, Unavailable
from childdesk.domain.progress import Silent
from childdesk.store import backup, connection, restore, slots

ANNA = "a" * 32
PASSPHRASE = "小溪 石桥 油菜 灯笼"


def verify(opened):
    """What the desk's journal check stands for here: it counts, and refuses a row that should not be."""
    if opened.execute("SELECT count(*) FROM child WHERE name = 'wrong'").fetchone()[0]:
        raise Unavailable("账目对不上。")
    return {"child": opened.execute("SELECT count(*) FROM child").fetchone()[0]}


def new_incarnation(opened):
    with connection.database(opened).atomic():
        opened.execute("UPDATE mark SET rid = 'new'")


class Desk:
    """A home folder with an open ledger of some children."""

    def __init__(self, home, children=300):
        self.home = home
        self.clock = SetClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
        self.key, self.code = slots.create(home, ANNA, "何主任", PASSPHRASE)
        self.opened = connection.new_ledger(home / "ledger.db", self.key)
        with connection.database(self.opened).atomic():
            self.opened.execute("CREATE TABLE child (id TEXT PRIMARY KEY, name TEXT)")
            self.opened.execute("CREATE TABLE mark (rid TEXT)")
            self.opened.execute("INSERT INTO mark VALUES ('old')")
        self.add(children)

    def add(self, count, name="周小禾"):
        start = self.count()
        with connection.database(self.opened).atomic():
            rows = [(f"{start + n}", name * 40 if name == "周小禾" else name) for n in range(count)]
            self.opened.executemany("INSERT INTO child VALUES (?, ?)", rows)

    def count(self):
        return self.opened.execute("SELECT count(*) FROM child").fetchone()[0]

    def backup(self, progress=None, check=verify):
        return backup.make_backup(
            self.opened,
            self.home,
            self.key,
            check,
            reason="daily",
            clock=self.clock,
            progress=progress or Silent(),
        )

    def restore(self, file, home=None, unlock=None, progress=None, check=verify):
        return restore.restore(
            file,
            home or self.home,
            unlock or (lambda stage: slots.unlock(stage, ANNA, PASSPHRASE)),
            check,
            on_restored=new_incarnation,
            clock=self.clock,
            progress=progress or Silent(),
        )


def state(folder: Path):
    """Every file below a folder with its content, but for what SQLite keeps while open and for the tries."""
    passing = ("-wal", "-shm", slots.SECOND, "attempts.json")
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(passing))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def rows(home, key):
    with contextlib.closing(connection.open_ledger(home / "ledger.db", key, "read")) as opened:
        return opened.execute("SELECT count(*), (SELECT rid FROM mark) FROM child").fetchone()


def names(folder: Path):
    """The names in a folder."""
    return {path.name for path in folder.iterdir()}


class StopAfter:
    """Progress that cancels at the given step, and counts."""

    def __init__(self, steps):
        self.left = steps
        self.texts = []

    def step(self, done, total, text=""):
        assert total == 0 or done <= total
        self.texts.append(text)
        self.left -= 1
        if self.left < 0:
            raise Cancelled


@contextlib.contextmanager
def file_limit(size):
    """The kernel refuses to let any file of this process grow beyond `size`."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def harm(path, after, offset):
    """Change one byte `offset` behind the first place of `after`."""
    content = bytearray(path.read_bytes())
    content[content.index(after) + offset] ^= 1
    path.write_bytes(content)

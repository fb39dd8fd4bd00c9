"""The rows of a large list are understood in two processes at once; each takes the next part when free.

What a row says by itself is two thirds of the work; it is done here and in the process beside this one. Who
the child is stays here, row by row in the order of the list. A part that the other process does not bring
(it was ended, or there is none) is done here: the plan is the same to the last remark.
"""

from __future__ import annotations

import marshal
import pickle
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from childdesk.desk import import_rows
from childdesk.desk.import_rows import Asked, Plain, Reader, Understood
from childdesk.domain import beside
from childdesk.domain.beside import Beside
from childdesk.domain.progress import Progress
from childdesk.files import dragged, eaten
from childdesk.files.sheets import Workbook

LARGE = 300_000
"""Bytes of a workbook, or cells of one that is read, from which a second process is begun."""
ROWS = 1_000
"""Rows of a table from which it is asked."""
PART = 128
"""Rows that are asked for at a time."""
OPEN = 4
"""Parts that are asked for at a time: with two of them the other process waited a third of its time."""
FURTHER = 24
"""Parts that are done here while the next one is awaited."""
PATIENCE = 10.0
"""Seconds without an answer after which the other process counts as dead."""
SLICE = 0.2
"""Seconds of waiting between two words of progress."""

Found = list[tuple[int, int]]
_TABLE, _DOUBTS = -2, -1
"""What is asked besides numbers of parts."""


def begun(path: Path, book: Workbook | None) -> AbstractContextManager[Beside | None]:
    """The process beside this one for a workbook, or one that is read already; none for a small one."""
    if book is not None:
        size = sum(len(sheet.grid) for sheet in book.sheets)
    else:
        size = path.stat().st_size if path.exists() else 0  # the reader says what is wrong with it
    return beside.beside(__name__, wanted=size >= LARGE)


class Rows:
    """The rows of one table in their order, understood; None where a row needs the one above it."""

    def __init__(self, reader: Reader, second: Beside | None, progress: Progress) -> None:
        self._reader, self._records = reader, reader.asked.table.records
        self._progress = progress
        self._second = second if len(self._records) >= ROWS else None
        self._parts = range(0, len(self._records), PART)
        self._next = 0
        """The first part that nobody has begun."""
        self._asked: list[int] = []
        self._begun = False
        """Whether the other process knows the table."""
        self._done: dict[int, list[Understood | None]] = {}
        self._doubts: tuple[Found, Found] | None = None

    def __iter__(self) -> Iterator[Understood | None]:
        for part in range(len(self._parts)):
            yield from self._understood(part) if self._second else map(self._reader.alone, self._rows(part))

    def doubts(self) -> tuple[Found, Found]:
        """(row, column) of the days that were dragged and of the numbers that were rounded."""
        while self._doubts is None and _DOUBTS in self._asked:
            self._wait(len(self._parts))
        if self._doubts is None:
            self._doubts = _doubts(self._reader.asked)
        return self._doubts

    def _understood(self, part: int) -> list[Understood | None]:
        while part not in self._done:
            self._say(part)
            self._give()
            if self._take(0.0) or part in self._done:
                continue
            free = self._next < len(self._parts)
            if free and (self._second is None or self._next - part < FURTHER):
                mine, self._next = self._next, self._next + 1
                self._done[mine] = [self._reader.alone(row) for row in self._rows(mine)]
            else:
                self._wait(part)
        return self._done.pop(part)

    def _say(self, part: int) -> None:
        """Where it is: also while one waits for the other process, or does its work."""
        number = min(part * PART, len(self._records))
        self._progress.step(number, len(self._records), f"正在看第{number}行")

    def _wait(self, part: int) -> None:
        """Waits for the next answer; a process that gives none in time is given up."""
        ends = time.monotonic() + PATIENCE
        while self._second is not None and time.monotonic() < ends:
            self._say(part)
            if not self._asked:  # it has not started yet: until then there is work enough here
                time.sleep(SLICE / 10)
                self._give()
                ends = time.monotonic() + PATIENCE
            elif self._take(SLICE):
                return
        if self._second is not None:
            self._give_up(self._second)

    def _rows(self, part: int) -> tuple[int, ...]:
        start = self._parts[part]
        return self._records[start : start + PART]

    def _give(self) -> None:
        """Keeps the other process busy: with the table, with what may be wrong in its columns, with rows."""
        second = self._second
        if second is None or not second.is_ready():
            if second is not None and second.died:
                self._give_up(second)
            return
        if not self._begun:
            self._begun = True
            second.ask(b"T" + pickle.dumps(self._reader.asked, pickle.HIGHEST_PROTOCOL))
            second.ask(b"D")
            self._asked += [_TABLE, _DOUBTS]
        while sum(part >= 0 for part in self._asked) < OPEN and self._next < len(self._parts):
            second.ask(b"R" + marshal.dumps(self._rows(self._next)))
            self._asked.append(self._next)
            self._next += 1

    def _take(self, seconds: float) -> bool:
        """Takes an answer, if there is one; a process that has died is given up."""
        if self._second is None or not self._asked:
            return False
        told = self._second.answer(seconds)
        if told is None:
            if self._second.died:
                self._give_up(self._second)
            return False
        part = self._asked.pop(0)
        if part == _DOUBTS:
            self._doubts = marshal.loads(told)
        elif part >= 0:
            rows: list[Plain | None] = marshal.loads(told)
            self._done[part] = [None if row is None else import_rows.made(row) for row in rows]
        return True

    def _give_up(self, second: Beside) -> None:
        """Does here what was asked of a process that will not answer."""
        second.died = True
        self._second = None
        for part in self._asked:
            if part >= 0:
                self._done[part] = [self._reader.alone(row) for row in self._rows(part)]
        self._asked.clear()


def _doubts(asked: Asked) -> tuple[Found, Found]:
    table, columns = asked.table, asked.columns
    return list(dragged.cells(table, columns)), list(eaten.cells(table, columns))


# ── in the other process ────────────────────────────────────────────────────────────────────────────────


class _Other:
    """What the other process knows: the table that it was last told of."""

    reader: Reader

    def answer(self, body: bytes) -> bytes:
        """Takes a table, says what may be wrong in its columns, or understands some of its rows."""
        if body[:1] == b"T":
            self.reader = Reader(pickle.loads(body[1:]))
            return b""
        if body[:1] == b"D":
            return marshal.dumps(_doubts(self.reader.asked))
        rows = marshal.loads(body[1:])
        return marshal.dumps([import_rows.plain(self.reader.alone(row)) for row in rows])


def answering() -> Callable[[bytes], bytes]:
    """Begins the other process; see `beside`."""
    return _Other().answer

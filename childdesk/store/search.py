"""Finds children by what is typed in one box: an FTS5 index of our own words, its row numbers in list order.

Every row of the index is one child; its row number is its place in the Chinese list of names, so matches come
out in display order without sorting. Nothing is kept in the index but words (no phrases, no text); what a hit
explains itself with stands in `search_source`. The index is derived: it is made anew when RECIPE differs.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from childdesk.domain.pinyin import Pinyin
from childdesk.domain.query import parse
from childdesk.store.connection import Connection, sorted_errors
from childdesk.store.search_words import Placed, SearchRow, expression, placed, unpacked, why

__all__ = [
    "RECIPE",
    "Found",
    "Order",
    "SearchRow",
    "create",
    "find",
    "index_rows",
    "join",
    "purge",
    "rebuild",
    "remove",
]

RECIPE = 2
"""Grows when words, places or tables change (a new pinyin table too): the index is then made anew."""

_STEP = 1 << 16
"""Free places between two children in a new index; small, since distances are stored for every word."""
_ROOMY = 1 << 8
"""Places per child that moving neighbours apart aims at."""
_PART = 500
"""Rows that one statement asks for."""
_MANY = 2_000
"""Children who come together, from which the index is left in pieces at first."""
_PAGES = 1 << 20
"""More pages than any index has."""
_PIECE, _JOINED = 1 << 20, 4
"""What FTS5 has by itself: bytes of words before it writes a piece, pieces of a size that it joins."""

# `ascii` leaves every other character alone, the youngest extension too. Prefixes of 2 to 5 letters are
# stored; longer ones have few words, and every length costs each child's words once more when they come in.
_TABLES = (
    """CREATE VIRTUAL TABLE IF NOT EXISTS search_index USING fts5(
        words, content='', contentless_delete=1, detail=none, tokenize='ascii', prefix='2 3 4 5')""",
    "CREATE TABLE IF NOT EXISTS search_child (position INTEGER PRIMARY KEY, child TEXT NOT NULL)",
    "CREATE UNIQUE INDEX IF NOT EXISTS search_child_child ON search_child (child)",
    """CREATE TABLE IF NOT EXISTS search_source (
        position INTEGER PRIMARY KEY, rank TEXT NOT NULL, child TEXT NOT NULL, source TEXT NOT NULL)""",
    "CREATE INDEX IF NOT EXISTS search_source_rank ON search_source (rank, child)",
)
_DROPPED = (
    "DROP TABLE IF EXISTS search_index",
    "DROP TABLE IF EXISTS search_child",
    "DROP TABLE IF EXISTS search_source",
)
_DELETED = (
    "DELETE FROM search_index WHERE rowid = ?",
    "DELETE FROM search_child WHERE position = ?",
    "DELETE FROM search_source WHERE position = ?",
)


@dataclass(frozen=True, slots=True)
class Found:
    """The exact number of matches, and a page of them in list order as (child id, why it matched)."""

    count: int
    hits: tuple[tuple[str, str], ...]


Place = Callable[[Sequence[SearchRow], Pinyin], list[Placed]]
"""Gives what goes into the index for some children."""


# ── asking ──────────────────────────────────────────────────────────────────────────────────────────────


def _turned(position: str) -> str:
    """A position as a number that Python finds quickly: those of a new index are 1, 2, 3 …, side by side."""
    return f"({position} / {_STEP}) | (({position} % {_STEP}) << 40)"


def find(connection: Connection, text: str, limit: int = 50, offset: int = 0) -> Found:
    """The exact number of matches and `limit` of them from `offset` on; empty text lists everyone."""
    words = parse(text)
    if words is None:
        count = connection.execute("SELECT count(*) FROM search_child").fetchone()[0]
        page = "SELECT child FROM search_child ORDER BY position LIMIT ? OFFSET ?"
        return Found(count, tuple((str(row[0]), "") for row in connection.execute(page, (limit, offset))))
    asked = expression(words)
    if asked is None:
        return Found(0, ())
    counted = "SELECT count(*) FROM search_index WHERE search_index MATCH ?"
    page = """SELECT s.child, s.source FROM (
            SELECT rowid AS position FROM search_index WHERE search_index MATCH ?
            ORDER BY rowid LIMIT ? OFFSET ?) AS hit
        CROSS JOIN search_source AS s ON s.position = hit.position ORDER BY hit.position"""
    count = connection.execute(counted, (asked,)).fetchone()[0]
    found = connection.execute(page, (asked, limit, offset)) if count > offset else ()
    return Found(count, tuple((str(child), why(words, source)) for child, source in found))


class Order:
    """Everybody's place in the list, held in memory: all the ids of a search then cost no row of the file.

    Belongs to one connection and its lane. What was written since, here or elsewhere, is seen at once.
    """

    def __init__(self, connection: Connection) -> None:
        self.everyone: list[str] = []
        self._connection = connection
        self._places: dict[int, int] = {}
        self._stamp: tuple[int, int] | None = None

    def ids(self, text: str) -> list[str]:
        """The ids of all matches in list order; empty text lists everyone."""
        words = parse(text)
        with sorted_errors(), self._steady():
            self.refresh()
            if words is None:
                return list(self.everyone)
            asked = expression(words)
            # One long string costs a quarter of a hundred thousand rows handed over one by one.
            numbers = f"SELECT group_concat({_turned('rowid')}) FROM search_index WHERE search_index MATCH ?"
            joined = self._connection.execute(numbers, (asked,)).fetchone()[0] if asked else None
        places = list(map(self._places.get, json.loads(f"[{joined or ''}]")))
        return list(map(self.everyone.__getitem__, sorted(place for place in places if place is not None)))

    def refresh(self) -> bool:
        """Reads the list anew if anything was written since; says whether it is another list now."""
        elsewhere = int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        stamp = (elsewhere, self._connection.total_changes)
        if stamp == self._stamp:
            return False
        rows = f"SELECT {_turned('position')} AS number, child FROM search_child ORDER BY position"
        joined = f"SELECT group_concat(number), group_concat(child, ' ') FROM ({rows})"
        numbers, children = self._connection.execute(joined).fetchone()
        before, self.everyone = self.everyone, str(children or "").split()
        self._places = dict(zip(json.loads(f"[{numbers or ''}]"), range(len(self.everyone)), strict=True))
        self._stamp = stamp
        return before != self.everyone

    @contextlib.contextmanager
    def _steady(self) -> Iterator[None]:
        """One state of the file for several questions: positions may change hands between two."""
        if self._connection.in_transaction:
            yield
            # What is not committed may yet be taken back, and no number would tell.
            self._stamp = None
            return
        self._connection.execute("BEGIN")
        try:
            yield
        finally:
            self._connection.execute("ROLLBACK")


# ── writing ─────────────────────────────────────────────────────────────────────────────────────────────
# All of it inside the caller's transaction.


def create(connection: Connection) -> None:
    """Makes the empty search tables where they are missing."""
    for statement in _TABLES:
        connection.execute(statement)


def rebuild(connection: Connection, rows: Iterable[SearchRow], pinyin: Pinyin) -> None:
    """Makes the index anew from all rows, evenly spaced and in one piece."""
    for statement in _DROPPED:
        connection.execute(statement)
    create(connection)
    ordered = sorted((placed(row, pinyin) for row in rows), key=_order)
    _insert(connection, ((number * _STEP, row) for number, row in enumerate(ordered, start=1)))
    connection.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")


def index_rows(
    connection: Connection, rows: Iterable[SearchRow], pinyin: Pinyin, place: Place | None = None
) -> None:
    """Puts children into the index or replaces what was there of them; a repeated child counts once, last."""
    latest = {row.child_id: row for row in rows}
    remove(connection, latest)
    ordered = sorted((place or _place)([*latest.values()], pinyin), key=_order)
    with _left_in_pieces(connection, wanted=len(ordered) >= _MANY):
        _put_in(connection, ordered, pinyin)


def _put_in(connection: Connection, ordered: list[Placed], pinyin: Pinyin) -> None:
    start = 0
    while start < len(ordered):
        below, above = _gap(connection, ordered[start])
        end = start + 1
        if above is None:
            end = len(ordered)
        else:
            limit = _order_at(connection, above)
            while end < len(ordered) and _order(ordered[end]) < limit:
                end += 1
        run = ordered[start:end]
        step = _STEP if above is None else (above - below) // (len(run) + 1)
        if step > 0:
            _insert(connection, ((below + number * step, row) for number, row in enumerate(run, start=1)))
        else:
            _make_room(connection, below, run, pinyin)
        start = end


def remove(connection: Connection, child_ids: Iterable[str]) -> None:
    """Takes children out of the index; unknown ids do not matter."""
    wanted = iter(child_ids)
    while part := list(islice(wanted, _PART)):
        marks = ",".join("?" * len(part))
        held = connection.execute(f"SELECT position FROM search_child WHERE child IN ({marks})", part)
        _delete(connection, [int(row[0]) for row in held])


def join(connection: Connection) -> None:
    """Joins the pieces that a large write has left; else one of the next saves would have to."""
    connection.execute("INSERT INTO search_index(search_index, rank) VALUES ('merge', ?)", (_PAGES,))


def purge(connection: Connection) -> None:
    """Writes the index anew without what was removed: after an erasure no word of it may stay in the file."""
    connection.execute("INSERT INTO search_index(search_index) VALUES ('optimize')")


@contextlib.contextmanager
def _left_in_pieces(connection: Connection, *, wanted: bool) -> Iterator[None]:
    """Words that come together are put away in larger pieces, to be joined later (`join`): else some
    words are written three times while somebody waits."""
    if wanted:
        _set(connection, automerge=0, hashsize=2 * _PIECE)
    yield
    if wanted:  # what fails is rolled back whole
        _set(connection, automerge=_JOINED, hashsize=_PIECE)


def _set(connection: Connection, **settings: int) -> None:
    for name, value in settings.items():
        connection.execute("INSERT INTO search_index(search_index, rank) VALUES (?, ?)", (name, value))


def _place(rows: Sequence[SearchRow], pinyin: Pinyin) -> list[Placed]:
    return [placed(row, pinyin) for row in rows]


def _order(row: Placed) -> tuple[str, str]:
    return row.rank, row.child


def _order_at(connection: Connection, position: int) -> tuple[str, str]:
    row = connection.execute(
        "SELECT rank, child FROM search_source WHERE position = ?", (position,)
    ).fetchone()
    return str(row[0]), str(row[1])


def _gap(connection: Connection, row: Placed) -> tuple[int, int | None]:
    """The positions between which a row belongs; 0 below the first, None above the last."""
    after = connection.execute(
        "SELECT position FROM search_source WHERE (rank, child) > (?, ?) ORDER BY rank, child LIMIT 1",
        (row.rank, row.child),
    ).fetchone()
    above = None if after is None else int(after[0])
    before = connection.execute(
        "SELECT max(position) FROM search_child WHERE position < ?", (2**63 - 1 if above is None else above,)
    ).fetchone()
    return int(before[0] or 0), above


def _make_room(connection: Connection, below: int, run: list[Placed], pinyin: Pinyin) -> None:
    """Moves the neighbours of a full gap apart, as many as it needs, and puts the run between them."""
    reach = len(run) + 32
    while True:
        left = _neighbours(connection, "position <= ? ORDER BY position DESC", below, reach)
        right = _neighbours(connection, "position > ? ORDER BY position", below, reach)
        inner = len(left) + len(run) + len(right)
        floor = left.pop() if len(left) > reach else 0
        ceiling = right.pop() if len(right) > reach else floor + (inner + 1) * _STEP
        if ceiling - floor >= _ROOMY * (inner + 1):
            break
        reach *= 2
    moved = [*_sources(connection, [*left, *right])]
    _delete(connection, [*left, *right])
    ordered = sorted([*run, *(placed(row, pinyin) for row in moved)], key=_order)
    step = (ceiling - floor) // (len(ordered) + 1)
    _insert(connection, ((floor + number * step, row) for number, row in enumerate(ordered, start=1)))


def _neighbours(connection: Connection, where: str, position: int, reach: int) -> list[int]:
    """Up to `reach` positions on one side, nearest first, and one more that is the fence."""
    found = connection.execute(
        f"SELECT position FROM search_child WHERE {where} LIMIT ?", (position, reach + 1)
    )
    return [int(row[0]) for row in found]


def _sources(connection: Connection, positions: list[int]) -> Iterator[SearchRow]:
    for start in range(0, len(positions), _PART):
        part = positions[start : start + _PART]
        marks = ",".join("?" * len(part))
        held = connection.execute(
            f"SELECT child, source FROM search_source WHERE position IN ({marks})", part
        )
        for child, source in held.fetchall():
            yield unpacked(child, source)


def _insert(connection: Connection, rows: Iterable[tuple[int, Placed]]) -> None:
    wanted = iter(rows)
    while part := list(islice(wanted, _PART)):
        connection.executemany(
            "INSERT INTO search_index (rowid, words) VALUES (?, ?)", [(at, row.words) for at, row in part]
        )
        connection.executemany(
            "INSERT INTO search_child VALUES (?, ?)", [(at, row.child) for at, row in part]
        )
        connection.executemany(
            "INSERT INTO search_source VALUES (?, ?, ?, ?)",
            [(at, row.rank, row.child, row.source) for at, row in part],
        )


def _delete(connection: Connection, positions: list[int]) -> None:
    # FTS5 writes a new segment whenever row numbers go down within a transaction.
    ordered = [(at,) for at in sorted(positions)]
    for statement in _DELETED:
        connection.executemany(statement, ordered)

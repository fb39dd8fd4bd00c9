"""Checks a ledger from the pages up: seals, chains, digests, every row against a replay of the journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from childdesk.domain import catalogue
from childdesk.domain.change import ENTRY, ITEM, Change, Dot, is_genuine, link
from childdesk.domain.fold import RowState, cautious, fold
from childdesk.domain.kinds import Scalar
from childdesk.domain.progress import Progress, Silent
from childdesk.store import access, indexing, journal, reader, stubs
from childdesk.store.connection import Connection, check_pages
from childdesk.store.search_words import packed

Raw = dict[str, Scalar]
At = tuple[str, str]
"""(record, row)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be: where, and one sentence without values."""

    where: str
    text: str


def check(connection: Connection, progress: Progress | None = None) -> list[Problem]:
    """Everything that is wrong with a ledger; empty is good. Reads all of it."""
    watch = progress or Silent()
    watch.step(0, 5, "正在检查文件")
    found = [_of_pages(text) for text in check_pages(connection)]
    if found:
        return found
    watch.step(1, 5, "正在检查改动记录")
    found += list(journal_problems(connection))
    watch.step(2, 5, "正在核对每一份记录")
    found += list(row_problems(connection))
    watch.step(3, 5, "正在核对查找")
    found += list(index_problems(connection))
    watch.step(4, 5, "正在检查访问记录")
    broken = access.first_broken(connection)
    if broken is not None:
        found.append(Problem("访问记录", f"第{broken}行对不上"))
    return found


def _of_pages(text: str) -> Problem:
    """What the engine says of the file, with the next step; its own words stand behind, for who helps."""
    if text.startswith("fts5"):
        return Problem("查找", f"查找用的表读不完整，重新生成就好（{text[:40]}）")
    return Problem("文件", f"文件有一处读不完整，请从备份恢复（{text[:40]}）")


def journal_problems(connection: Connection) -> Iterator[Problem]:
    """What does not fit in the journal: digests, links, gaps, arrival numbers, who and when of an entry."""
    # Of an incarnation that a restore has ended, some of the last may be lost and later ones come back.
    present = connection.execute("SELECT value FROM ledger WHERE key = 'rid'").fetchone()
    tips = {str(r): (int(s), str(h)) for r, s, h in connection.execute("SELECT rid, seq, h FROM incarnation")}
    for rid, tip in tips.items():
        yield from _chain_problems(connection, rid, tip, whole=bool(present) and rid == present[0])
    count, last = connection.execute("SELECT count(*), coalesce(max(arr), 0) FROM change").fetchone()
    if count != last:
        yield Problem("改动记录", f"到了{last}条，现在只有{count}条")
    yield from _entry_problems(connection)


def _chain_problems(
    connection: Connection, rid: str, tip: tuple[int, str], *, whole: bool
) -> Iterator[Problem]:
    at, previous = 0, ""
    for change, kept in journal.chain(connection, rid):
        if not is_genuine(change):
            yield Problem("改动记录", f"{rid[:8]}第{change.seq}条的内容被改过")
        if change.seq == at + 1:
            at, previous = change.seq, link(previous, change)
            if kept != previous:
                yield Problem("改动记录", f"{rid[:8]}第{change.seq}条接不上")
                break
        elif whole:
            yield Problem("改动记录", f"{rid[:8]}第{at + 1}条不见了")
            break
    if (at, previous) != tip:
        yield Problem("改动记录", f"{rid[:8]}末尾对不上，应到第{tip[0]}条")


def _entry_problems(connection: Connection) -> Iterator[Problem]:
    """The list of entries says again what their first changes say; history is read from it.

    An entry can have its first change twice: a desk whose old file was put back has given it a new number,
    and somebody else already knew it under the former. Both say the same.
    """
    heads = {
        str(row[0]): row[1:]
        for row in connection.execute(
            "SELECT id, person, wall, operation, reason, source, undoes FROM entry WHERE seq IS NOT NULL"
        )
    }
    begun: set[str] = set()
    for change in journal.of_kind(connection, ENTRY):
        begun.add(change.entry)
        content = change.content()
        said = content if isinstance(content, Mapping) else {}
        parts = (str(said.get(key, "")) for key in ("operation", "reason", "source", "undoes"))
        if heads.get(change.entry) != (change.person, change.wall, *parts):
            yield Problem("改动记录", f"{change.entry[:8]}是谁写的对不上")
    for entry in sorted(heads.keys() - begun):
        yield Problem("改动记录", f"{entry[:8]}没有开头")


def row_problems(connection: Connection) -> Iterator[Problem]:
    """Rows, heads and conflicts that differ from what the journal makes of them."""
    tables = {record: dict(reader.everyone(connection, record)) for record in catalogue.RECORDS}
    beside = _Beside(connection)
    moved_on = stubs.rows(connection)
    for state in replayed(connection):
        if state.row in moved_on:
            state = RowState(state.record, state.row)
        if state.record in tables:
            text = _difference(state, tables[state.record].pop(state.row, None)) or beside.difference(state)
            if text:
                yield Problem(state.record, f"{state.row[:8]}{text}")
    for record, left in tables.items():
        for row in left:
            yield Problem(record, f"{row[:8]}没有改动记录")


class _Beside:
    """Heads, conflicts and withdrawn marks as they stand in their tables, by row."""

    def __init__(self, connection: Connection) -> None:
        self._heads: dict[At, dict[str, set[Dot]]] = {}
        for record, row, key, rid, seq in connection.execute("SELECT * FROM heads"):
            self._heads.setdefault((record, row), {}).setdefault(key, set()).add((rid, seq))
        self._waiting: dict[At, set[str]] = {}
        for record, row, key in reader.conflicts(connection):
            self._waiting.setdefault((record, row), set()).add(key)
        self._gone = set(reader.withdrawn(connection))

    def difference(self, state: RowState) -> str:
        """How they differ from what the journal says of a row; empty when they do not."""
        at = (state.record, state.row)
        if set(state.conflicts) != self._waiting.get(at, set()):
            return "待定的地方对不上"
        heads = {key: set(dots) for key, dots in state.heads.items()}
        if heads != self._heads.get(at, {}) or (state.born and not state.alive) != (at in self._gone):
            return "改到哪里对不上"
        return ""


def _difference(state: RowState, found: Raw | None) -> str:
    """How a row in its table differs from what the journal says; empty when it does not."""
    if state.emptied:
        return "有内容不见了，没有删除记录"
    if not (state.born and state.alive):
        return "" if found is None else "已撤回，表里还在"
    if found is None:
        return "表里没有"
    return "" if _filled(found) == _expected(state) else "与改动记录不一致"


def _expected(state: RowState) -> Raw:
    stored = catalogue.RECORDS[state.record].stored()
    return {
        key: value
        for key, value in state.values.items()
        if value is not None and (key in stored or key.startswith(ITEM))
    }


def _filled(raw: Raw) -> Raw:
    return {key: value for key, value in raw.items() if value is not None}


def index_problems(connection: Connection) -> Iterator[Problem]:
    """Children who are not found by what their rows say, or still by what they no longer say."""
    kept = {str(child): str(source) for child, source in connection.execute(_SOURCES)}
    everyone = [row for row, _ in reader.everyone(connection, "child")]
    for row in indexing.rows(connection, everyone):
        if kept.pop(row.child_id, "") != packed(row):
            yield Problem("查找", f"{row.child_id[:8]}的查找内容对不上")
    for child in kept:
        yield Problem("查找", f"{child[:8]}已不在册，还查得到")


_SOURCES = (
    "SELECT c.child, s.source FROM search_child c JOIN search_source s ON s.position = c.position"
    " AND s.child = c.child JOIN search_index i ON i.rowid = c.position"
)


def replayed(connection: Connection) -> Iterator[RowState]:
    """Every row that the journal knows, folded from its changes, one at a time."""
    sql = f"SELECT {journal.COLUMNS} {journal.FROM} WHERE c.row <> '' ORDER BY c.row, c.record, c.arr"
    held: list[Change] = []
    for change in map(journal.change_of, connection.execute(sql)):
        if held and (held[0].record, held[0].row) != (change.record, change.row):
            yield fold(held[0].record, held[0].row, held, cautious)
            held = []
        held.append(change)
    if held:
        yield fold(held[0].record, held[0].row, held, cautious)

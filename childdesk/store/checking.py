"""Checks a ledger from the pages up: seals, chains, digests, every row against a replay of the journal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from childdesk.domain import catalogue
from childdesk.domain.change import Change, is_genuine, link
from childdesk.domain.fold import RowState, cautious, fold
from childdesk.domain.kinds import Scalar
from childdesk.domain.progress import Progress, Silent
from childdesk.store import access, journal, reader
from childdesk.store.connection import Connection, check_pages

Raw = dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it should be: where, and one sentence without values."""

    where: str
    text: str


def check(connection: Connection, progress: Progress | None = None) -> list[Problem]:
    """Everything that is wrong with a ledger; empty is good. Reads all of it."""
    watch = progress or Silent()
    watch.step(0, 4, "正在检查文件")
    found = [Problem("文件", text[:60]) for text in check_pages(connection)]
    if found:
        return found
    watch.step(1, 4, "正在检查改动记录")
    found += list(journal_problems(connection))
    watch.step(2, 4, "正在核对每一份记录")
    found += list(row_problems(connection))
    watch.step(3, 4, "正在检查访问记录")
    broken = access.first_broken(connection)
    if broken is not None:
        found.append(Problem("访问记录", f"第{broken}行对不上"))
    return found


def journal_problems(connection: Connection) -> Iterator[Problem]:
    """Digests that do not fit their values, links that do not fit the chain, gaps in the desk's own chain."""
    own = journal.own_rids(connection)
    tips = {str(r): (int(s), str(h)) for r, s, h in connection.execute("SELECT rid, seq, h FROM incarnation")}
    for rid, (seq, h) in tips.items():
        at, previous = 0, ""
        for change, kept in journal.chain(connection, rid):
            if not is_genuine(change):
                yield Problem("改动记录", f"{rid[:8]}第{change.seq}条的内容被改过")
            if change.seq == at + 1:
                at, previous = change.seq, link(previous, change)
                if kept != previous:
                    yield Problem("改动记录", f"{rid[:8]}第{change.seq}条接不上")
                    break
            elif rid in own:
                yield Problem("改动记录", f"{rid[:8]}第{at + 1}条不见了")
                break
        if (at, previous) != (seq, h):
            yield Problem("改动记录", f"{rid[:8]}末尾对不上，应到第{seq}条")


def row_problems(connection: Connection) -> Iterator[Problem]:
    """Rows, heads and conflicts that differ from what the journal makes of them."""
    tables = {record: dict(reader.everyone(connection, record)) for record in catalogue.RECORDS}
    waiting: dict[tuple[str, str], set[str]] = {}
    for record, row, key in reader.conflicts(connection):
        waiting.setdefault((record, row), set()).add(key)
    for state in replayed(connection):
        if state.record not in tables:
            continue
        text = _difference(state, tables[state.record].pop(state.row, None))
        if text:
            yield Problem(state.record, f"{state.row[:8]}{text}")
        if set(state.conflicts) != waiting.pop((state.record, state.row), set()):
            yield Problem(state.record, f"{state.row[:8]}待定的地方对不上")
    for record, left in tables.items():
        for row in left:
            yield Problem(record, f"{row[:8]}没有改动记录")


def _difference(state: RowState, found: Raw | None) -> str:
    """How a row in its table differs from what the journal says; empty when it does not."""
    if not (state.born and state.alive):
        return "" if found is None else "已撤回，表里还在"
    if found is None:
        return "表里没有"
    differs = any(found.get(key) != value for key, value in _expected(state).items())
    return "与改动记录不一致" if differs else ""


def _expected(state: RowState) -> Raw:
    stored = catalogue.RECORDS[state.record].stored()
    items = {key: value for key, value in state.values.items() if key.startswith("x.")}
    return {**{key: state.values.get(key) for key in stored}, **items}


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

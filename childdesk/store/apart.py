"""What a large write has done in a second process: changes put into bytes, children into rows and words.

SQLite writes here meanwhile. Random bytes are drawn here, and the chain's end is kept here. What a process
that dies does not bring is made here, to the same bytes.
"""

from __future__ import annotations

import json
import marshal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import astuple, fields, replace
from operator import attrgetter
from typing import Any

from childdesk.domain import beside
from childdesk.domain.beside import Beside
from childdesk.domain.kinds import Scalar
from childdesk.domain.pinyin import Pinyin
from childdesk.domain.plan import New, Op
from childdesk.store import composing, made_apart
from childdesk.store.composing import Act, Composer, Held, Kept, Tip
from childdesk.store.connection import Connection
from childdesk.store.search import Place
from childdesk.store.search_words import Placed, SearchRow, placed

LARGE = 12_000
"""Ops from which a second process is begun: what is smaller is written before that one has started."""
OPEN = 12
"""Batches that lie with it, asked or answered: each takes some two megabytes here."""
PATIENCE = 10.0
"""Seconds without an answer after which it counts as dead."""

_TABLE, _ENTRY, _WORDS = "pinyin", "entry", "words"


Batch = tuple[list[Kept], list[Held]]
"""Rows of the journal, and what rows of new records hold."""


class Apart:
    """The work of one write, here or in the second process."""

    def __init__(self, second: Beside | None = None) -> None:
        self._second = second
        self._asked: deque[object] = deque()
        self._told: dict[object, bytes] = {}
        self._rows: list[SearchRow] = []
        """Whose words were asked for."""

    def ask_words(self, ops: Sequence[Op], pinyin: Pinyin) -> None:
        """Has the words of new children made, in the meantime."""
        if self._second is None:
            return
        self._rows = _fresh(ops)
        self._ask(_TABLE, b"P", pinyin.raw())
        self._ask(_WORDS, b"W", [_ROW(row) for row in self._rows])

    @property
    def placing(self) -> Place | None:
        """Who makes the words, where they were asked for."""
        return self.place if self._rows else None

    def all_said(self, connection: Connection, fresh: set[str]) -> list[SearchRow]:
        """What the new children are searched by, where the ops say all of it: nothing about them is here yet.

        Else nothing: then their rows are read, once they stand.
        """
        if not self._rows or fresh != {row.child_id for row in self._rows}:
            return []
        asked = (json.dumps(sorted(fresh)),)
        for record, key in (("child", "id"), ("phone", "child"), ("name", "child")):
            sql = f"SELECT EXISTS (SELECT 1 FROM {record} WHERE {key} IN (SELECT value FROM json_each(?)))"
            if connection.execute(sql, asked).fetchone()[0]:
                return []
        return self._rows

    def place(self, rows: Sequence[SearchRow], pinyin: Pinyin) -> list[Placed]:
        """What goes into the index. Of whom the ledger knows more than these ops it is made here."""
        told = self._take(_WORDS) if self._rows else None
        made = marshal.loads(told) if told is not None else []
        found = {row.child_id: (row, words) for row, words in zip(self._rows, made, strict=bool(made))}
        self._rows = []
        every: list[Placed] = []
        for row in rows:
            known = found.get(row.child_id)
            same = known is not None and known[0] == row
            every.append(Placed(*known[1]) if known is not None and same else placed(row, pinyin))
        return every

    def composed(
        self, tip: Tip, act: Act, header: Mapping[str, str], ops: Sequence[Op], held: frozenset[str]
    ) -> Callable[[], Iterator[Batch]]:
        """What gives the entry's rows of the journal, a batch at a time, and what the rows of new records of
        the kinds in `held` hold. Asked for at once."""
        if self._second is None:
            return lambda: _here(Composer(tip, act), header, ops, held)
        parts = composing.parts(ops)
        salted = [(part, composing.salts(part, first=not at)) for at, part in enumerate(parts)]
        self._ask(_ENTRY, b"E", (astuple(tip), astuple(act), dict(header), held))
        for at in range(min(OPEN, len(salted))):
            self._ask_part(at, salted)
        again = Composer(replace(tip), act)
        return lambda: self._batches(tip, again, header, salted, held)

    def _ask_part(self, at: int, salted: Sequence[tuple[Sequence[Op], bytes]]) -> None:
        part, drawn = salted[at]
        self._ask(at, b"C", ([_plain(op) for op in part], drawn))

    def _batches(
        self,
        tip: Tip,
        again: Composer,
        header: Mapping[str, str],
        salted: list[tuple[Sequence[Op], bytes]],
        held: frozenset[str],
    ) -> Iterator[Batch]:
        brought = 0
        while brought < len(salted) and (told := self._take(brought)) is not None:
            rows, tip.seq, tip.h, stored = marshal.loads(told)
            brought += 1
            if brought + OPEN <= len(salted):
                self._ask_part(brought + OPEN - 1, salted)
            yield rows, stored
        for at, (part, drawn) in enumerate(salted) if brought < len(salted) else ():
            made = again.part(None if at else header, part, drawn)
            if at >= brought:
                tip.seq, tip.h = again.tip.seq, again.tip.h
                yield made, composing.held(part, held)

    def _ask(self, name: object, letter: bytes, data: Any) -> None:  # noqa: ANN401 - whatever goes through a pipe
        if self._second is None:
            return
        try:
            body = letter + marshal.dumps(data)
        except ValueError:  # nothing that goes through a pipe
            self._second = None
            return
        self._second.ask(body)
        self._asked.append(name)

    def _take(self, name: object) -> bytes | None:
        """The answer to a question; None from a process that will give none."""
        while self._second is not None and name not in self._told:
            told = self._second.answer(PATIENCE)
            if told is None:
                self._second = None
            else:
                self._told[self._asked.popleft()] = told
        return self._told.pop(name, None)


HERE = Apart()
"""Everything is done here."""


def _here(
    composer: Composer, header: Mapping[str, str], ops: Sequence[Op], held: frozenset[str]
) -> Iterator[Batch]:
    parts = composing.parts(ops)
    for part, rows in zip(parts, composer.rows(header, ops), strict=True):
        yield rows, composing.held(part, held)


@contextmanager
def begun(ops: int) -> Iterator[Apart]:
    """The second process for a write of so many ops; for a small one everything is done here."""
    with beside.beside(made_apart.__name__, wanted=ops >= LARGE) as second:
        yield Apart(second)


_ROW = attrgetter(*(item.name for item in fields(SearchRow)))


def _fresh(ops: Sequence[Op]) -> list[SearchRow]:
    """What new children are searched by, as far as these ops say; see `indexing.rows`."""
    children: dict[str, Mapping[str, Scalar]] = {}
    words: dict[str, dict[str, list[tuple[str, str]]]] = {"phone": {}, "name": {}}
    for op in ops:
        if isinstance(op, New) and op.record == "child":
            children[op.row] = op.values
        elif isinstance(op, New) and op.record in words:
            word = op.values.get("number" if op.record == "phone" else "name")
            if word:
                words[op.record].setdefault(str(op.values.get("child")), []).append((op.row, str(word)))
    return [
        SearchRow(
            child_id=child,
            name=str(values.get("name") or ""),
            other_names=_in_order(words["name"].get(child)),
            id_number=str(values.get("id_number") or ""),
            phones=_in_order(words["phone"].get(child)),
            village_group=str(values.get("village_group") or ""),
            unit=str(values.get("unit") or ""),
        )
        for child, values in children.items()
    ]


def _in_order(words: list[tuple[str, str]] | None) -> tuple[str, ...]:
    """The words of some rows in the order of their ids."""
    return tuple([word for _, word in sorted(words)]) if words else ()


def _plain(op: Op) -> tuple[object, ...]:
    if isinstance(op, New):
        return op.record, op.row, op.values if op.values.__class__ is dict else dict(op.values)
    return op.record, op.row, op.field, op.value, op.base, op.gives_way

"""Runs in the process beside a large write: puts changes into bytes, children into rows and words.

Nothing heavy is imported, the driver least of all: the writer waits for this process to start.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from typing import Any, cast

from childdesk.domain.pinyin import Pinyin
from childdesk.domain.plan import New, Op, Set
from childdesk.store import composing, search_words
from childdesk.store.composing import Act, Composer, Tip
from childdesk.store.search_words import SearchRow


class _Other:
    """What the other process knows of the write."""

    pinyin: Pinyin
    composer: Composer
    header: Mapping[str, str] | None
    held: frozenset[str]

    def answer(self, body: bytes) -> bytes:
        """Takes the table of readings or the entry; makes words, or changes."""
        data: Any = marshal.loads(body[1:])
        match body[:1]:
            case b"P":
                self.pinyin = Pinyin(lambda: cast("bytes", data))
                self.pinyin.name_rank("")
            case b"E":
                tip, act, self.header, self.held = data
                self.composer = Composer(Tip(*tip), Act(*act))
            case b"W":
                placed = [search_words.placed(SearchRow(*row), self.pinyin) for row in data]
                return marshal.dumps([(one.rank, one.child, one.source, one.words) for one in placed])
            case b"C":
                ops = [_op(parts) for parts in data[0]]
                rows = self.composer.part(self.header, ops, data[1])
                self.header, tip = None, self.composer.tip
                return marshal.dumps((rows, tip.seq, tip.h, composing.held(ops, self.held)))
        return b""


def _op(parts: tuple[Any, ...]) -> Op:
    return New(*parts) if len(parts) == 3 else Set(*parts)


def answering() -> Callable[[bytes], bytes]:
    """Begins the other process; see `beside`."""
    return _Other().answer

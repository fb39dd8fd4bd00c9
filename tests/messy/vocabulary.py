"""The words of one ledger: every field has one, from the seen or from the unseen list, and decorated."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from types import ModuleType

from tests.messy import words_seen, words_unseen

HINTS = {
    "（岁）": ("child.age", "x:adult_age"),
    "（与户口本一致）": ("child.name", "child.id_number", "child.hukou_address", "child.birth"),
    "（可多选）": ("child.categories", "child.relief", "child.disability_type"),
    "（下拉选择）": ("child.sex", "child.nation", "child.health", "child.schooling"),
    "（按身份证填写）": ("child.name", "child.birth", "child.id_number", "guardian.name"),
    "（填到组）": ("child.live_address", "child.hukou_address"),
    "（没有填无）": ("child.illness", "child.former_name", "child.disability_level", "child.wish"),
    "（如实填写）": ("child.id_number", "child.phone", "guardian.phone"),
}
"""Notes that offices put behind a header word, and where they make sense."""


STEADY = 0.85
"""How often a column of a later sheet of one workbook has the same word as in the sheet before."""


def split(text: str) -> tuple[str, ...]:
    """The words of one line of a word list."""
    parts = text.split("|") if "|" in text else text.split()
    return tuple(part.replace("_", " ") for part in parts)


class Vocabulary:
    """One side of the word lists, with the hand of one office."""

    def __init__(self, seed: str, *, unseen: bool) -> None:
        self.seed = seed
        self._rnd = rnd = random.Random(f"{seed}/words")
        self._lists: ModuleType = words_unseen if unseen else words_seen
        self._before: dict[tuple[str, str, int], str] = {}
        self._now: dict[tuple[str, str, int], str] = {}
        self.star = rnd.random() < 0.12
        self.spread = rnd.random() < 0.15
        self.breaks = rnd.random() < 0.2
        self.hints = rnd.random() < 0.15

    def choices(self, table: str, key: str) -> tuple[str, ...]:
        """All words of one line; empty where this side of the list has none."""
        lists: Mapping[str, str] = getattr(self._lists, table)
        return split(lists[key]) if key in lists else ()

    def begin_sheet(self) -> None:
        """From here on, words of the sheet before are mostly kept, but not always."""
        self._before, self._now = {**self._before, **self._now}, {}

    def one(self, table: str, key: str) -> str:
        """A word that no other column of this sheet bears yet, if there is one."""
        number = sum(old[:2] == (table, key) for old in self._now)
        kept = self._before.get((table, key, number))
        taken = set(self._now.values())
        if kept is not None and kept not in taken and self._rnd.random() < STEADY:
            chosen = kept
        else:
            words = self.choices(table, key)
            chosen = self._rnd.choice([word for word in words if word not in taken] or list(words))
        self._now[table, key, number] = chosen
        return chosen

    def any(self, table: str, key: str) -> str:
        """A word that may be used again."""
        return self._rnd.choice(self.choices(table, key))

    def members(self) -> tuple[str, str]:
        """What the two members of a school register are called."""
        first, _, second = self._rnd.choice(split(self._lists.MEMBERS)).partition(",")
        return first, second

    def decorated(self, key: str, word: str) -> str:
        """The word as it is set: starred, spread, broken over lines, with a note, with blanks behind."""
        rnd = self._rnd
        if self.hints and rnd.random() < 0.5:
            fitting = [hint for hint in self.choices("FRAME", "hints") if key in HINTS.get(hint, ())]
            if fitting:
                return f"{word}{rnd.choice(('', chr(10)))}{rnd.choice(fitting)}"
        if self.star and key in ("child.name", "child.sex", "child.id_number", "guardian.name"):
            return f"*{word}" if rnd.random() < 0.5 else f"{word}*"
        if self.spread and re.fullmatch("[\u4e00-\u9fff]{2}", word):
            return f"{word[0]}{rnd.choice((' ', '  ', chr(0x3000)))}{word[1]}"
        if self.breaks and re.fullmatch("[\u4e00-\u9fff]{4,8}", word):
            at = len(word) - 2 if rnd.random() < 0.7 else len(word) // 2
            return f"{word[:at]}\n{word[at:]}"
        if rnd.random() < 0.02:
            return f"{word} "
        return word

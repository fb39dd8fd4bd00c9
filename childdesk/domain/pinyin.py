"""Reads Chinese names aloud: every reading of a character, the spellings of a name, its place in a list."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product
from math import prod

from childdesk.domain.kinds import DOTS
from childdesk.domain.words import tidy

SHORT_NAME = 4
"""Characters; a longer name is a transliteration, whose characters are read the everyday way."""
MOST_READINGS = 32
MOST_READINGS_OF_LONG = 8
"""How many spellings of one name are kept; the rarest readings of the later characters go first."""

_LAST = "~"
"""Sorts behind every letter: characters whose reading is not known."""
_GROUP = re.compile(r"(\d\d)(\D+)")
_KEPT = frozenset("LMN")
_UNKNOWN = frozenset(["Co", "Cn"])
"""Private characters, and those that are younger than this Python."""


def bare(name: str) -> str:
    """A name as it is searched: NFKC, small letters, without dots, blanks and signs; rare characters stay."""
    if not name or (name.isalnum() and unicodedata.is_normalized("NFKC", name)):
        return name.casefold()
    clean = DOTS.sub("", tidy(name)).casefold()
    kinds = ((char, unicodedata.category(char)) for char in clean)
    return "".join(char for char, kind in kinds if kind[0] in _KEPT or kind in _UNKNOWN)


@lru_cache(maxsize=1 << 14)
def _typed(words: tuple[str, ...]) -> tuple[str, str, str, str]:
    """The ways of typing syllables; the end of one name is the end of many."""
    firsts = "".join([word[0] for word in words])
    consonants = "".join([word[:2] if word[1:2] == "h" else word[0] for word in words])
    return "".join(words), firsts, consonants, words[0] + firsts[1:]


@dataclass(frozen=True, slots=True)
class _Table:
    """The parsed table. `order` holds syllable and strokes of a character's everyday reading."""

    readings: dict[str, tuple[str, ...]]
    strokes: dict[str, str]
    surnames: dict[str, tuple[str, ...]]
    doubles: dict[str, tuple[str, ...]]


def _parsed(raw: bytes) -> _Table:
    """Reads what packaging/make_codes.py writes: syllables by strokes, an empty line, surnames."""
    syllables, _, names = raw.decode("utf-8").partition("\n\n")
    lines = [line.split("\t") for line in syllables.splitlines()]
    strokes: dict[str, str] = {}
    readings: dict[str, tuple[str, ...]] = {}
    for word, first, *_ in lines:
        alone = (word,)
        for count, chars in _GROUP.findall(first):
            strokes.update(dict.fromkeys(chars, count))
            readings.update(dict.fromkeys(chars, alone))
    for place in range(2, max(map(len, lines))):
        for line in lines:
            if place < len(line):
                for char in line[place]:
                    readings[char] += (line[0],)
    surnames = [line.split("\t") for line in names.splitlines()]
    return _Table(
        readings,
        strokes,
        {name: tuple(words) for name, *words in surnames if len(name) == 1},
        {name: tuple(words) for name, *words in surnames if len(name) == 2},
    )


class Pinyin:
    """The shipped table of readings. `load` gives its bytes; nothing is read before the first question.

    Syllables are in small letters without tone, ü is v. A character that the table lacks has no reading.
    """

    def __init__(self, load: Callable[[], bytes]) -> None:
        self._load = load
        self._usual: dict[str, tuple[str, ...]] = {}

    def raw(self) -> bytes:
        """The table as it is shipped, for another process."""
        return self._load()

    @cached_property
    def _table(self) -> _Table:
        return _parsed(self._load())

    def readings(self, char: str) -> tuple[str, ...]:
        """Every reading of one character, as a family name first: 单 → shan, dan, chan."""
        return self._merged(char, self._table.surnames.get(char, ()))

    def _merged(self, char: str, first: tuple[str, ...]) -> tuple[str, ...]:
        """`first`, then the everyday readings. Letters and digits read as themselves."""
        if char.isascii():
            return (char.lower(),) if char.isalnum() else ()
        rest = self._table.readings.get(char, ())
        return tuple(dict.fromkeys(first + rest)) if first else rest

    def syllables(self, name: str) -> list[tuple[str, ...]]:
        """The readings of each character of `bare(name)`, the family name's own first; () where unknown."""
        return self._syllables(bare(name))

    def _syllables(self, chars: str) -> list[tuple[str, ...]]:
        known, double = self._usual, self._table.doubles.get(chars[:2])
        found = [known[char] if char in known else self._read_usually(char) for char in chars]
        if double:
            found[:2] = [self._merged(char, (word,)) for char, word in zip(chars, double, strict=False)]
        elif chars:
            found[0] = self.readings(chars[0])
        return found

    def _read_usually(self, char: str) -> tuple[str, ...]:
        """The readings of a character amid a name; there are a few thousand of them, and all are kept."""
        found = self._usual[char] = self._merged(char, ())
        return found

    def name_readings(self, name: str) -> tuple[tuple[str, ...], ...]:
        """All combinations of readings, likeliest first; characters without reading are left out.

        At most MOST_READINGS (8 of a name longer than four characters), and at least one.
        """
        return tuple(product(*self._bounded(name)))

    def _bounded(self, name: str) -> list[tuple[str, ...]]:
        """Drops the rarest reading of the last character that has most readings, until few enough remain."""
        choices = [words for words in self.syllables(name) if words]
        most = MOST_READINGS if len(choices) <= SHORT_NAME else MOST_READINGS_OF_LONG
        while prod(map(len, choices)) > most:
            longest = max(range(len(choices)), key=lambda place: (len(choices[place]), place))
            choices[longest] = choices[longest][:-1]
        return choices

    def spellings(self, name: str) -> set[str]:
        """What may be typed for a name, from any of its characters on; a prefix of one of them is enough.

        zhouxiaohe, xiaohe, he · zxh, xh, h · zhxh for those who type the whole consonant · zhouxh.
        """
        found: set[str] = set()
        for reading in self.name_readings(name):
            for start in range(len(reading)):
                found.update(_typed(reading[start:]))
        return found

    def initials(self, name: str) -> tuple[str, ...]:
        """The first letters of all readings, likeliest first: 单小禾 → sxh, dxh, cxh."""
        return tuple(dict.fromkeys("".join(word[0] for word in r) for r in self.name_readings(name)))

    def name_rank(self, name: str) -> str:
        """A key that sorts by bytes as Chinese lists of names do; it begins with the letter to jump to.

        Character by character: syllable without tone (the family name's own first), strokes, code point.
        Dots do not count; Latin letters stand at their letter; characters without reading come last.
        """
        key = []
        chars, strokes = bare(name), self._table.strokes
        for char, words in zip(chars, self._syllables(chars), strict=True):
            count = strokes.get(char) or ("00" if char.isascii() else "99")
            key.append(f"{words[0] if words else _LAST} {count}{char}")
        return "".join(key)

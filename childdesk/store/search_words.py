"""Turns a child into words of the search index, a search into an FTS5 expression, a hit into its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from childdesk.domain.pinyin import Pinyin, bare
from childdesk.domain.query import By, Way, Word, group_number


@dataclass(frozen=True, slots=True)
class SearchRow:
    """What one child can be found by. `other_names`: former and milk names; `unit`: 12-digit code."""

    child_id: str
    name: str
    other_names: tuple[str, ...] = ()
    id_number: str = ""
    phones: tuple[str, ...] = ()
    village_group: str = ""
    village: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """A row with its place in the list: by rank, then by id."""

    rank: str
    child: str
    source: str
    words: str


# The first letter says what a word is: n name, p pinyin, v place, g group, t tail of the identity number,
# k its beginning, e tail of a telephone, h telephone, u unit.

_LETTER = {
    By.NAME: "n",
    By.PINYIN: "p",
    By.PLACE: "v",
    By.GROUP: "g",
    By.ID_TAIL: "t",
    By.ID: "k",
    By.PHONE_TAIL: "e",
    By.PHONE: "h",
    By.UNIT: "u",
}
_EXACT = frozenset([By.GROUP, By.ID_TAIL, By.PHONE_TAIL])
_TAILS = (4, 5, 6)
_ID_STARTS = frozenset([6, 7, 8, 9, 10, 12, 14])
"""Beginnings of identity numbers that are words of their own, since half the register may share them."""
_UNIT_STARTS = (9, 12)


def words_of(row: SearchRow, pinyin: Pinyin) -> str:
    """Everything a child is found by, as one line of words for the index."""
    found: set[str] = set()
    for name in (row.name, *row.other_names):
        plain = bare(name)
        found.update([f"n{plain[start:]}" for start in range(len(plain))])
        found.update([f"p{spelling}" for spelling in pinyin.spellings(name)])
    found.update(_shared(row.village, row.village_group, row.unit))
    number = bare(row.id_number)
    if number:
        found.update([f"t{number[-size:]}" for size in _TAILS])
        found.update([f"k{number[:size]}" for size in (*_ID_STARTS, len(number))])
    for phone in map(_digits, row.phones):
        if phone:
            found.update((f"h{phone}", f"e{phone[-4:]}"))
    return " ".join(sorted(found))


@lru_cache(maxsize=1 << 10)
def _shared(village: str, village_group: str, unit: str) -> tuple[str, ...]:
    """The words of where a child lives, which many have in common."""
    found = [f"v{place}" for place in map(bare, (village, village_group)) if place]
    group = group_number(village_group)
    if group:
        found.append(f"g{group}")
    return (*found, *(f"u{unit[:size]}" for size in _UNIT_STARTS if unit))


def _digits(phone: str) -> str:
    """A telephone number as it is searched: its digits without country code."""
    digits = phone if phone.isdecimal() else "".join(filter(str.isdecimal, phone))
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _asked(way: Way) -> str:
    """One way as an FTS5 term. The value holds letters and digits only, so quoting is safe."""
    whole = way.by in _EXACT
    whole |= way.by is By.ID and len(way.value) in _ID_STARTS
    whole |= way.by is By.UNIT and len(way.value) in _UNIT_STARTS
    return f'"{_LETTER[way.by]}{way.value}"{"" if whole else "*"}'


def expression(words: Sequence[Word]) -> str | None:
    """The FTS5 expression of a search; None when some word can match nobody."""
    if any(not word.ways for word in words):
        return None
    return " AND ".join(f"({' OR '.join(map(_asked, word.ways))})" for word in words)


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def packed(row: SearchRow) -> str:
    """A row without its id, as it is kept beside the index."""
    parts = [row.name, row.other_names, row.id_number, row.phones, row.village_group, row.village, row.unit]
    return _ENCODE(parts)


def placed(row: SearchRow, pinyin: Pinyin) -> Placed:
    """What goes into the index for a child."""
    return Placed(pinyin.name_rank(row.name), row.child_id, packed(row), words_of(row, pinyin))


def unpacked(child: str, source: str) -> SearchRow:
    """The row of a child that `packed` put away."""
    name, others, number, phones, group, village, unit = json.loads(source)
    return SearchRow(child, name, tuple(others), number, tuple(phones), group, village, unit)


def why(words: Iterable[Word], source: str) -> str:
    """Why a child matched, word by word, with what was typed: 拼音 zxh，3组."""
    row = unpacked("", source)
    return "，".join(_reason(word, row) for word in words)


def _reason(word: Word, row: SearchRow) -> str:
    """The first way of a word that this child matches."""
    way = next((way for way in word.ways if len(word.ways) == 1 or _matches(way, row)), word.ways[-1])
    match way.by:
        case By.NAME:
            return f"{'姓名' if way.value in bare(row.name) else '其他姓名'} {word.typed}"
        case By.GROUP:
            return f"{way.value}组"
        case By.ID_TAIL:
            return f"证件后{len(way.value)}位 {way.value.upper()}"
        case By.PINYIN:
            return f"{way.by} {word.typed}"
        case _:
            return f"{way.by} {word.typed.upper()}"


def _matches(way: Way, row: SearchRow) -> bool:
    """Whether a child matches in one way; pinyin is never in doubt, its word has no other way."""
    match way.by:
        case By.NAME:
            return any(way.value in bare(name) for name in (row.name, *row.other_names))
        case By.PLACE:
            return any(bare(place).startswith(way.value) for place in (row.village, row.village_group))
        case By.GROUP:
            return group_number(row.village_group) == way.value
        case By.ID_TAIL:
            return bare(row.id_number).endswith(way.value)
        case By.ID:
            return bare(row.id_number).startswith(way.value)
        case By.PHONE_TAIL:
            return any(_digits(phone).endswith(way.value) for phone in row.phones)
        case By.PHONE:
            return any(_digits(phone).startswith(way.value) for phone in row.phones)
        case By.UNIT:
            return row.unit.startswith(way.value)
        case By.PINYIN:
            return True

"""Understands the search box: what was typed becomes words, each with the ways it may match a child."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from childdesk.domain.kinds import DOTS
from childdesk.domain.pinyin import bare
from childdesk.domain.words import tidy

MOST_WORDS = 8
"""Words beyond this are not looked at."""
LONGEST = 200
"""Characters beyond this are not looked at."""


class By(StrEnum):
    """What of a child a word is compared with. The value is how a hit explains itself."""

    NAME = "姓名"
    PINYIN = "拼音"
    PLACE = "地点"
    GROUP = "组"
    ID_TAIL = "证件后{}位"
    ID = "证件号"
    PHONE_TAIL = "电话后4位"
    PHONE = "电话"
    UNIT = "单位代码"


@dataclass(frozen=True, slots=True)
class Way:
    """One way: NAME contains the value, PINYIN, PLACE, ID, PHONE, UNIT begin with it, the others equal it."""

    by: By
    value: str


@dataclass(frozen=True, slots=True)
class Word:
    """One word as typed, and the ways of which one has to match. No way: it matches nobody."""

    typed: str
    ways: tuple[Way, ...]


_PIECE = re.compile(
    r"""(?P<group>第?(?P<number>\d{1,3})(?:村民)?小?[组社队])
      | (?P<paper>\b[a-z]{1,2}\d{5,}[a-z]?\b)
      | (?P<digits>\d{3,}x(?![a-z])|\d+)
      | (?P<letters>[a-z]+)
      | (?P<words>[^\sa-z\d]+)""",
    re.VERBOSE,
)
_NUMERAL = re.compile(r"第?([零〇一二两三四五六七八九十百]{1,5})(?:村民)?小?[组社队]")
_LAST_GROUP = re.compile(r"第?(\d{1,3}|[零〇一二两三四五六七八九十百]{1,5})(?:村民)?小?[组社队]?$")
_VILLAGE = re.compile("^.*(?:村(?!民)|社区|嘎查|居委会)")
_IN_NUMBER = re.compile(r"(?<=\d)-(?=\d)")
_SPACED_PHONE = re.compile(r"(?<!\d)(1\d\d) (\d{4}) (\d{4})(?!\d)")
_SPACED_ID = re.compile(r"(?<!\d)(\d{6}) (\d{8}) (\d{3}[\dx])(?![\da-z])")
_COUNTRY = re.compile(r"\+86 ?(?=1\d\d)")
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def _numeral(text: str) -> int:
    """一 … 九百九十九, or digits."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def group_number(words: str) -> str | None:
    """The number of a village group: 3组, 第三村民组, 柳林三队, 3 → 3; None where it has but a name."""
    found = _LAST_GROUP.search(bare(words))
    return str(_numeral(found[1])) if found else None


def walking(words: str) -> tuple[str, int, str]:
    """Where somebody lives (3组, 河湾村3组) as it is walked: by village, then by the number of the group;
    groups that have but a name come last."""
    clean = bare(words)
    found = _LAST_GROUP.search(clean)
    before = clean if found is None else clean[: found.start()]
    village = _VILLAGE.search(before)
    return village[0] if village else "", _numeral(found[1]) if found else 9_999, words


def _plain(char: str) -> str:
    """ǎ → a, ǚ and ü → v; what is not Latin stays."""
    if char.isascii() or char >= "\u0250":
        return char
    parts = unicodedata.normalize("NFD", char)
    return ("v" if "\u0308" in parts else parts[0]) if parts[0].isascii() else char


def _flat(text: str) -> str:
    """What was typed with one blank between words; dots and apostrophes vanish, other signs part words."""
    clean = "".join(map(_plain, tidy(text[:LONGEST]).casefold()))
    clean = _COUNTRY.sub("", _IN_NUMBER.sub("", clean.replace("'", "").replace("’", "")))
    clean = DOTS.sub("", clean)
    parted = "".join(char if unicodedata.category(char)[0] not in "PSZ" else " " for char in clean)
    joined = _SPACED_PHONE.sub(r"\1\2\3", " ".join(parted.split()))
    return _SPACED_ID.sub(r"\1\2\3", joined)


def _of_digits(digits: str) -> tuple[Way, ...]:
    """A number may be a group, the end or beginning of an identity number, a telephone, a unit."""
    size = len(digits)
    if size <= 2:
        return (Way(By.GROUP, str(int(digits))),)
    ways = []
    if 4 <= size <= 6:
        ways.append(Way(By.ID_TAIL, digits))
    if size >= 6:
        ways.append(Way(By.ID, digits))
    if digits.isdecimal():
        if size == 4:
            ways.append(Way(By.PHONE_TAIL, digits))
        ways.append(Way(By.PHONE, digits))
        if size >= 9:
            ways.append(Way(By.UNIT, digits))
    return tuple(ways)


def _of_letters(typed: str) -> tuple[Way, ...]:
    """Pinyin; ü is v, but may be typed as yu after l and n, and as u in lue and nue."""
    other = re.sub("([ln])yu", r"\1v", re.sub("([ln])ue", r"\1ve", typed))
    return tuple(Way(By.PINYIN, value) for value in dict.fromkeys((typed, other)))


def _of_words(words: str) -> tuple[Way, ...]:
    """Chinese words: part of a name; from two characters on also a place; 三组 also a group."""
    ways = [Way(By.NAME, words)]
    if len(words) > 1:
        ways.append(Way(By.PLACE, words))
    numeral = _NUMERAL.fullmatch(words)
    if numeral:
        ways.append(Way(By.GROUP, str(_numeral(numeral[1]))))
    return tuple(ways)


def parse(text: str) -> tuple[Word, ...] | None:
    """The words of a search; None where nothing was typed (that lists everyone).

    Every word has to match; 周3组 and 王小禾0321 are two words. Signs alone match nobody.
    """
    if not text.strip():
        return None
    found = []
    for piece in _PIECE.finditer(_flat(text)):
        typed = piece[0]
        if piece["group"]:
            ways: tuple[Way, ...] = (Way(By.GROUP, str(int(piece["number"]))),)
        elif piece["digits"] or piece["paper"]:
            ways = _of_digits(typed)
        elif piece["letters"]:
            ways = _of_letters(typed)
        else:
            ways = _of_words(bare(typed))
        found.append(Word(typed, ways))
    return tuple(found[:MOST_WORDS]) or (Word(text.strip(), ()),)

"""Judges a new passphrase: long enough, nothing repeated, nothing that everybody tries first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST = 8
"""Characters; the same as everywhere a passphrase is set."""

WEAK, FAIR, GOOD = 7.5, 12.0, 18.0
"""Weights from which on it is weak, fair, good; below WEAK it is guessed too easily."""

WORDS = ("太容易猜", "弱", "中", "好")
ADVICE = "四个不相干的词最好记"

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_BIRTHDAY = re.compile(r"(?:19|20)\d{2}(?:0?[1-9]|1[0-2])(?:0?[1-9]|[12]\d|3[01])")
_PHONE = re.compile(r"1[3-9]\d{9}")
_NUMBER = re.compile(r"\d{17}[\dXx]")
_ROWS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn",
    "一二三四五六七八九十",
)
COMMON = frozenset(
    "password passw0rd admin root woaini iloveyou abc aaa qwe 123 1314 520 521 666 888 5201314 1314520"
    " mima koulin 口令 密码 我爱你 童档 儿童主任 村委会".split()
)
"""What is tried first; found anywhere inside it counts as one sign."""


@dataclass(frozen=True, slots=True)
class Strength:
    """How good a passphrase is: 0 is refused, 1 to 3 are the segments that light up."""

    level: int
    word: str
    why: str
    """One sentence: what is wrong, or what would make it better; empty when nothing."""


def judge(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """Judges a passphrase. `known` are words that everybody around knows: names, the village, a telephone."""
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < SHORTEST:
        return Strength(0, "太短", f"至少{SHORTEST}个字，现在{len(text)}个")
    trouble = _trouble(text, known)
    weight = _weight(_without(text, known))
    if weight < WEAK:
        return Strength(0, WORDS[0], trouble or "再长一点，或换几个不相干的词")
    level = 1 if weight < FAIR else 2 if weight < GOOD else 3
    return Strength(level, WORDS[level], trouble or ("" if level == 3 else ADVICE))


def _trouble(text: str, known: Iterable[str]) -> str:
    """The first thing that makes it easy to guess, in words."""
    low = text.casefold()
    if len(_once(low)) > 1 and _once(low) != low:
        return "同一段重复了，换几个词"
    if len(set(low)) <= 2:
        return "几乎是同一个字，换几个词"
    if any(word and len(word) > 1 and word.casefold() in low for word in known):
        return "名字和村名谁都知道，换几个词"
    if _BIRTHDAY.search(text) or _PHONE.search(text) or _NUMBER.fullmatch(text):
        return "生日、电话容易猜，换几个词"
    if text.isdecimal():
        return "全是数字容易猜，加几个词"
    if any(run(low) for run in (_common, _row)):
        return "这是人人先试的口令，换几个词"
    return ""


def _once(low: str) -> str:
    """The stretch that the whole text only repeats, or the text itself."""
    sizes = (size for size in range(1, len(low) // 2 + 1) if low == low[:size] * (len(low) // size))
    return low[: next(sizes, len(low))]


def _common(low: str) -> bool:
    return any(word in low for word in COMMON if len(word) > 2)


def _row(low: str) -> bool:
    return any(
        low[at : at + 4] in row or low[at : at + 4] in row[::-1]
        for row in _ROWS
        for at in range(len(low) - 3)
    )


def _without(text: str, known: Iterable[str]) -> str:
    """What is left to guess once everything that is known beforehand is taken for one sign each."""
    low = _once(text.casefold())
    for word in sorted({*(one.casefold() for one in known if len(one) > 1), *COMMON}, key=len, reverse=True):
        low = low.replace(word, "\0")
    low = _PHONE.sub("\0", _BIRTHDAY.sub("\0", low))
    return low


def _weight(low: str) -> float:
    """Signs by how many there are of their kind; one that only continues what stands before hardly counts."""
    total = 0.0
    seen: set[str] = set()
    for at, sign in enumerate(low):
        before, three = low[at - 1] if at else "", low[max(at - 2, 0) : at + 1]
        step = before and (sign == before or _follows(three) or three in seen)
        if len(three) == 3:
            seen.add(three)
        total += (0.2 if step else 1.0) * _worth(sign)
    return total


def _follows(three: str) -> bool:
    return len(three) == 3 and any(three in row or three in row[::-1] for row in _ROWS)


def _worth(sign: str) -> float:
    if _HAN.match(sign):
        return 2.5
    if sign.isdecimal():
        return 0.75
    return 1.0 if sign.isalpha() or sign == "\0" else 1.25

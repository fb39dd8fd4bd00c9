"""Understands a header, whose (role) and what (attribute), from its words and those of the headers above."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from childdesk.files.header_words import ATTRIBUTES, FILLERS, KNOWN, ROLES

NO_FIELD = "none"
"""The attribute of headers that are understood and have no field."""

_BRACKETS = re.compile(r"[(\[【〔《<「](.*?)[)）\]】〕》>」]")
_MARKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff、/\\,，.。:：;；\-—_“”\"'‘’·?？!！*★☆●▲#]+")
_ORDER = re.compile(r"^(?:[*★☆▲●#]|\(?\d{1,2}[).、]|[一二三四五六七八九十]{1,2}、)+")
_UNIT = re.compile(r"\(?(\d{1,3}|[A-Za-z]{1,2}|[甲乙丙丁戊己庚辛]|元|万元|人|岁|周岁|个|户|人次|%|栏次)\)?")
_QUESTION = re.compile("是否|有无|能否|需否|可否")
_JOINED = re.compile("[或和及与]")

COMPOSITES = {
    ("name", "phone"),
    ("school", "grade"),
    ("school", "school_class"),
    ("grade", "school_class"),
    ("disability_type", "disability_level"),
}
"""Two things in one column whose first holds the second too, or lets it be taken out of the value."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a header says. `certainty` 0…1 is the share of it that was understood; "" stands for none."""

    role: str
    attribute: str
    certainty: float
    roles: tuple[str, ...] = ()

    @property
    def understood(self) -> bool:
        """Whether it says anything that we know."""
        return bool(self.role or self.attribute) and self.certainty >= 0.5


NOTHING = Header("", "", 0.0)


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A header's words for comparison: half width, no blanks, marks, order numbers or brackets."""
    words = _ORDER.sub("", re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)))
    bare = _MARKS.sub("", _BRACKETS.sub("", words))
    if not bare:
        bare = _MARKS.sub("", words.strip("()[]"))
    if len(bare) >= 4 and bare[::2] == bare[1::2]:
        bare = bare[::2]
    return bare.casefold()


def is_unit(text: str) -> bool:
    """Whether a cell holds only a column number or a unit, as the row below a header does."""
    return _UNIT.fullmatch(re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))) is not None


@lru_cache(maxsize=4096)
def segment(text: str) -> Header:
    """What one header cell says by itself; words in brackets only name a role when the others do not."""
    made = _parsed(folded(text))
    if not made.role:
        words = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
        for inner in _BRACKETS.findall(words):
            role = _parsed(folded(inner)).role
            if role:
                return Header(role, made.attribute, made.certainty, (role,))
    return made


@lru_cache(maxsize=4096)
def path(*segments: str) -> Header:
    """What a column's header says, from the topmost cell to the lowest."""
    read = [segment(text) for text in segments]
    whole = _joined(segments)
    if whole is not None:
        role = next((piece.role for piece in reversed([whole, *read]) if piece.role), "")
        return Header(whole.role or role, whole.attribute, whole.certainty, whole.roles)
    at = next((i for i in range(len(read) - 1, -1, -1) if read[i].attribute), None)
    named = next((piece for piece in reversed(read) if piece.role), NOTHING)
    if at is None:
        alone = named.role and named.certainty >= 0.85
        return Header(named.role, "name", named.certainty * 0.9, named.roles) if alone else NOTHING
    chosen = read[at]
    certainty = chosen.certainty
    if at < len(read) - 1:
        certainty = min(certainty, max(read[-1].certainty, 0.5))
    if chosen.attribute in _LOOSE and any(
        piece.attribute not in ("", chosen.attribute) for piece in read[:at]
    ):
        certainty = min(certainty, 0.6)
    return Header(named.role, chosen.attribute, certainty, named.roles)


_LOOSE = frozenset("categories amount note status row_number live_address registered_on".split())
"""Attributes whose words are so general (类别, 标准, 情况) that the header above may change their meaning."""


def _joined(segments: tuple[str, ...]) -> Header | None:
    """残疾情况 over 类别 is 残疾类别: two cells that together make a listed word."""
    if len(segments) < 2:
        return None
    upper = re.sub("(基本)?(情况|信息|状况)$", "", folded(segments[-2]))
    lower = folded(segments[-1])
    for word in (upper + lower, upper + lower.removeprefix("所在")):
        if upper and word in ATTRIBUTES:
            return Header("", ATTRIBUTES[word], 1.0)
        if upper and word in KNOWN:
            return Header("", NO_FIELD, 1.0)
    return None


class _Piece(NamedTuple):
    """A known word: role, attribute, or a word that changes nothing."""

    word: str
    kind: str
    key: str


_WORDS = {
    **{word: _Piece(word, "word", "") for word in FILLERS},
    **{word: _Piece(word, "role", key) for word, key in ROLES.items()},
    **{word: _Piece(word, "attribute", NO_FIELD) for word in KNOWN},
    **{word: _Piece(word, "attribute", key) for word, key in ATTRIBUTES.items()},
}
_LONGEST = max(map(len, _WORDS))
_SHORT_ROLES = frozenset("父母")


def _parsed(words: str) -> Header:
    if not words or len(words) > 40:
        return NOTHING
    pieces = _cut(words)
    attributes = [piece for piece in pieces if piece.kind == "attribute"]
    if _QUESTION.search(words) and not any(_QUESTION.search(piece.word) for piece in attributes):
        return Header("", NO_FIELD, 0.9)
    roles = tuple(piece.key for piece in pieces if piece.kind == "role")
    certainty = sum(len(piece.word) for piece in pieces) / len(words)
    if not attributes:
        role = _role(words, pieces, None)
        return Header(role, "", certainty if role else 0.0, roles)
    last = attributes[-1]
    role = _role(words, pieces, last)
    keys = tuple(dict.fromkeys(piece.key for piece in attributes))
    if keys in COMPOSITES:
        return Header(role, keys[0], min(certainty, 0.75), roles)
    if len(keys) > 1 and last.key != NO_FIELD:
        certainty = min(certainty, 0.55 if _JOINED.search(words) else 0.7)
    if last.key in _LOOSE and certainty < 0.8:
        return Header(role, NO_FIELD, 0.6, roles)
    return Header(role, last.key, certainty, roles)


def _role(words: str, pieces: list[_Piece], before: _Piece | None) -> str:
    """The person nearest before the attribute: 儿童父亲姓名 is the father's; 父母或监护人 means several."""
    people = [piece for piece in pieces if piece.kind == "role"]
    until = pieces.index(before) if before is not None else len(pieces)
    names = [piece.key for piece in pieces[:until] if piece.kind == "role"] or [piece.key for piece in people]
    if not names:
        return ""
    if len(set(names)) > 1 and _JOINED.search(words):
        return "guardian" if "guardian" in names else "parent" if names[0] != "child" else names[-1]
    return "parent" if {"father", "mother"} <= set(names) else names[-1]


def _cut(words: str) -> list[_Piece]:
    """The cut into known words that covers most characters with the fewest words."""
    best: list[tuple[int, list[_Piece]]] = [(0, [])]
    for end in range(1, len(words) + 1):
        choice = best[end - 1]
        for start in range(max(0, end - _LONGEST), end):
            piece = _WORDS.get(words[start:end])
            if piece is None or (len(piece.word) == 1 and not _counts(piece, words)):
                continue
            covered, pieces = best[start]
            if (covered + len(piece.word), -len(pieces) - 1) > (choice[0], -len(choice[1])):
                choice = (covered + len(piece.word), [*pieces, piece])
        best.append(choice)
    return best[-1][1]


def _counts(piece: _Piece, words: str) -> bool:
    """Words of one character count only where they are the whole header, 父 and 母 excepted."""
    return piece.kind == "word" or piece.word == words or piece.word in _SHORT_ROLES

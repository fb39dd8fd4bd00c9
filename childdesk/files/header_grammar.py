"""Understands a header, whose (role) and what (attribute), from its words and those of the headers above."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from childdesk.files.header_topics import ALIAS, ALONE, HEADS, PAIRS, STRONG, TOPICS
from childdesk.files.header_words import (
    ATTRIBUTES,
    FIELDS,
    FILLERS,
    KIN,
    KNOWN,
    OF_ANYBODY,
    OF_THE_KIN,
    ROLES,
)

NO_FIELD = "none"
"""The attribute of headers that are understood and have no field."""

_BRACKETS = re.compile(r"[(\[【〔《<「](.*?)[)）\]】〕》>」]")
_MARKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff、/\\,，.。:：;；\-—_“”\"'‘’·?？!！*★☆●▲#]+")
_ORDER = re.compile(r"^(?:[*★☆▲●#]|\(?\d{1,2}[).、]|[一二三四五六七八九十]{1,2}、)+")
_UNIT = re.compile(r"\(?(\d{1,3}|[A-Za-z]{1,2}|[甲乙丙丁戊己庚辛]|元|万元|人|岁|周岁|个|户|人次|%|栏次)\)?")
_QUESTION = re.compile("是否|有无|能否|需否|可否")
_JOINED = re.compile("[或和及与]")
_NAME_AND_PHONE = re.compile("(?:人|者|亲|长|父|母)[及和与](?:联系)?(?:电话|方式|手机)")
_NAME_OR_PHONE = re.compile(r"(?:人|者|亲|长|父|母|爸|妈)\s*[/／、,，;；]\s*(?:联系)?(?:电话|方式|手机)")
"""监护人/电话: a name and a number, as 监护人及电话."""
_NAME_AND_RELATION = re.compile("(?:人|者|亲|长|父|母)[及和](?:其?与?儿童的?)?(?:关系|称谓)")
_WHEREABOUTS = re.compile(
    "(?:人|现|现在)?在(?:哪|哪里|哪儿|哪点|何处|啥地方|什么地方)(?:打工|务工|做事|上班|干活|做工)?"
)
_IN_MONEY = re.compile(r"[(（][^()（）]*元[^()（）]*[)）]")
_WHOLE = {"人口": "household_size"}
"""Words that say something only where nothing else stands beside them."""
_WHITHER = re.compile("([^现当去]{1,3}?)(?:现在?|当前|目前)?的?(?:去向|下落|在哪里?|在哪儿)")
"""父亲去向 asks where he works, or what became of him."""
_AT_HOME = re.compile("家庭|家里|家中|屋里|屋头|家属?电|本人|自己|自家")
"""A telephone of the household stands with the child, whoever was named to the left of it."""

COMPOSITES = {
    ("name", "phone"),
    ("work_place", "phone"),
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


def asks(text: str) -> bool:
    """Whether words ask for yes or no: 是否低保."""
    return _QUESTION.search(folded(text)) is not None


@lru_cache(maxsize=4096)
def segment(text: str) -> Header:
    """What one header cell says by itself; words in brackets only name a role when the others do not."""
    made = _parsed(folded(text))
    if made.attribute == "relief" and _IN_MONEY.search(text):
        return replace(made, attribute="amount")  # 救助（元/月）
    if made.attribute == "phone" and made.role in KIN and _NAME_OR_PHONE.search(text):
        return replace(made, attribute="name", certainty=0.75)
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
    named = next((piece for piece in reversed(read) if piece.role), NOTHING)
    chosen = _lowest(segments, read)
    if not chosen.attribute:
        alone = named.role and (read[-1].role or _says_nothing(segments[-1])) and named.certainty >= 0.85
        return Header(named.role, "name", named.certainty * 0.9, named.roles) if alone else NOTHING
    role = chosen.role or named.role
    if role != read[-1].role and _is_the_childs(role, chosen.attribute):
        role = ""
    return Header(role, chosen.attribute, chosen.certainty, named.roles)


def _is_the_childs(role: str, attribute: str) -> bool:
    """Whether a group's person is not the one meant: 监护评价 under 监护人情况, 卡号 under 救助帮扶."""
    return (role, attribute) not in FIELDS and attribute not in OF_ANYBODY


def _lowest(segments: tuple[str, ...], read: list[Header]) -> Header:
    """What the lowest cell asks for; one of few words is read together with the cell above it."""
    last = read[-1]
    if len(segments) > 1 and (not last.attribute or last.attribute in _LOOSE or last.certainty < 0.8):
        whole = _joined(segments)
        if whole is not None and (not last.attribute or whole.certainty >= last.certainty):
            return whole
    if last.attribute:
        return last
    if not last.role and not _says_nothing(segments[-1]):
        return NOTHING
    upper = next((piece for piece in reversed(read[:-1]) if piece.attribute), NOTHING)
    if last.role and upper.attribute not in OF_THE_KIN:
        return NOTHING  # 监护人 under 监护情况 is the name of one
    return Header(last.role, upper.attribute, min(upper.certainty, 0.8)) if upper.attribute else NOTHING


def _says_nothing(text: str) -> bool:
    """Whether a cell holds only words that change nothing."""
    words = folded(text)
    return not words or (words in FILLERS and len(words) < 3)


_LOOSE = frozenset("categories amount note status row_number code live_address registered_on none".split())
"""Attributes whose words are so general (类别, 标准, 情况) that the header above may change their meaning."""


def _joined(segments: tuple[str, ...]) -> Header | None:
    """残疾情况 over 类别 is 残疾类别: two cells that together say what neither says alone."""
    upper = re.sub("(基本|个人)?(情况|信息|状况|资料)$", "", folded(segments[-2]))
    lower = folded(segments[-1])
    for word in (upper + lower, upper + lower.removeprefix("所在")):
        if not upper or _cut_role(upper):
            continue
        if word in ATTRIBUTES:
            return Header("", ATTRIBUTES[word], 1.0)
        if word in KNOWN:
            return Header("", NO_FIELD, 1.0)
    pieces = [piece for piece in _cut(lower) if piece.kind in _SAYING]
    for topic in _topics(upper):
        for piece in reversed(pieces):
            found = PAIRS.get((topic, _key(piece)))
            if found:
                covered = sum(len(one.word) for one in _cut(lower)) / max(1, len(lower))
                return Header("", found, covered)
    return None


def _cut_role(words: str) -> bool:
    """Whether words name a person and nothing else."""
    return all(piece.kind in ("role", "word") for piece in _cut(words)) and bool(_cut(words))


def _topics(words: str) -> list[str]:
    """The topics of a group's label when it has one only: 残疾及患病 leaves it open which is meant."""
    found = [_key(p) for p in _cut(words) if p.kind in ("topic", "attribute") and p.key != NO_FIELD]
    return found if len(set(found)) == 1 else []


class _Piece(NamedTuple):
    """A known word: role, attribute, topic, head, or a word that changes nothing."""

    word: str
    kind: str
    key: str


_SAYING = ("attribute", "topic", "head")
_WORDS = {
    **{word: _Piece(word, "word", "") for word in FILLERS},
    **{word: _Piece(word, "topic", key) for word, key in TOPICS.items()},
    **{word: _Piece(word, "head", key) for word, key in HEADS.items()},
    **{word: _Piece(word, "role", key) for word, key in ROLES.items()},
    **{word: _Piece(word, "attribute", NO_FIELD) for word in KNOWN},
    **{word: _Piece(word, "attribute", key) for word, key in ATTRIBUTES.items()},
}
_LONGEST = max(map(len, _WORDS))
_SHORT_ROLES = frozenset("父母爸妈")
_SOMEBODY = re.compile(
    "(?<!本)(?<!儿童)(?:人|员|长|领导|干部|主任|书记|老师|教师|医生|专干|志愿者|社工|单位|部门)"
    "(?:的?(?:姓名|名字|名|联系电话|联系方式|电话号码|电话|手机号码|手机号|手机|职务|身份证号码?))?"
)


def _parsed(words: str) -> Header:
    if not words or len(words) > 40:
        return NOTHING
    if _WHEREABOUTS.fullmatch(words):  # 父亲 在哪 电话: where he works
        return Header("", "work_place", 1.0)
    if words in _WHOLE:
        return Header("", _WHOLE[words], 1.0)
    pieces = _cut(words)
    whither = _WHITHER.fullmatch(words)
    if whither and ROLES.get(whither[1]) in ("father", "mother"):
        return Header(ROLES[whither[1]], "work_place", 1.0, (ROLES[whither[1]],))
    roles = tuple(piece.key for piece in pieces if piece.kind == "role")
    certainty = sum(len(piece.word) for piece in pieces) / len(words)
    attribute, at = _meaning(words, pieces)
    if not roles and certainty < 1 and attribute in ("", "name", "phone", NO_FIELD) and _of_somebody(words):
        return Header("helper", attribute or "name", 0.9, ("helper",))
    if not attribute:
        role = _role(words, pieces, None)
        return Header(role, "", certainty if role else 0.0, roles)
    role = _role(words, pieces, at)
    keys = tuple(dict.fromkeys(piece.key for piece in pieces if piece.kind == "attribute"))
    if keys in COMPOSITES and attribute in keys:
        return Header(role, keys[0], min(certainty, 0.75), roles)
    if len(keys) > 1 and at is not None and at.kind == "attribute" and attribute == at.key != NO_FIELD:
        certainty = min(certainty, 0.55 if _JOINED.search(words) else 0.7)
    if attribute in _LOOSE and certainty < 0.8:
        return Header(role, NO_FIELD, 0.6, roles)
    return _of_a_household(words, Header(role, attribute, certainty, roles))


def _of_a_household(words: str, read: Header) -> Header:
    """家庭电话 is the child's, 户代表 the head of a household, 监护人及电话 a name and a number."""
    if read.attribute == "phone" and not read.role and _AT_HOME.match(words):
        return replace(read, role="child")
    if read.attribute == "name" and not read.role and "户" in words:
        return replace(read, role="head")
    both = {"phone": _NAME_AND_PHONE, "relation": _NAME_AND_RELATION}.get(read.attribute)
    if both is not None and read.role in KIN and both.search(words):
        return replace(read, attribute="name", certainty=0.75)
    return read


def _of_somebody(words: str) -> bool:
    """Whether the words end in an office that we do not know by name: 核实人, 校长电话."""
    found = _SOMEBODY.search(words)
    return found is not None and found.end() == len(words) and found.start() > 0


def _meaning(words: str, pieces: list[_Piece]) -> tuple[str, _Piece | None]:
    """(attribute, the piece that says it): by a pair of words, else by the last whole word, else a topic."""
    saying = [piece for piece in pieces if piece.kind in _SAYING]
    both = [piece for piece in saying if piece.key == "disability_type"]
    if both and saying[-1].key == "level":
        return "disability_type", both[0]  # 残疾类别及等级: the level is taken out of the value
    asks = _QUESTION.search(words) and not any(
        p.kind == "attribute" and _QUESTION.search(p.word) for p in pieces
    )
    found = "" if _whole(saying) else _paired(saying)
    if found:
        return found, saying[-1]
    if asks:
        return NO_FIELD, saying[-1] if saying else None
    last = next((piece for piece in reversed(saying) if piece.kind == "attribute"), None)
    after = saying[saying.index(last) + 1 :] if last is not None else saying
    strong = [piece for piece in after if piece.kind == "head" and piece.key in STRONG]
    if strong:
        return NO_FIELD, strong[-1]
    if last is not None:
        return last.key, last
    topics = [piece for piece in saying if piece.kind == "topic" and piece.key in ALONE]
    return (ALONE[topics[-1].key], topics[-1]) if topics else ("", None)


def _whole(saying: list[_Piece]) -> bool:
    """Whether one listed word says it all."""
    return len(saying) == 1 and saying[0].kind == "attribute"


def _key(piece: _Piece) -> str:
    return ALIAS.get(piece.key, piece.key)


def _paired(saying: list[_Piece]) -> str:
    """The attribute of the last two words that make one, in either order: 残疾等级, 何种残疾."""
    for at in range(len(saying) - 1, 0, -1):
        for before in range(at - 1, -1, -1):
            one, two = _key(saying[before]), _key(saying[at])
            found = PAIRS.get((one, two)) or PAIRS.get((two, one))
            if found:
                return found
    return ""


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
    if piece.word == "名":
        return words.endswith("名")
    return piece.kind in ("word", "topic", "head") or piece.word == words or piece.word in _SHORT_ROLES

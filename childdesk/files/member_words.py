"""Understands 成员1姓名, 成员1关系 … of school registers: which member, what of him, whom he is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from childdesk.domain import kin_options
from childdesk.files.header_grammar import folded, segment
from childdesk.files.header_words import OF_THE_KIN

RELATION, IS_GUARDIAN = "relation", "is_guardian"
_MEMBER = re.compile(
    r"(?:(?:家庭|主要|家庭主要)?成员|家长|监护人|法定监护人|亲属|家属|家人|亲人|抚养人|联系人)"
    r"([1-9一二三四五])(?!人|方|代)(.+)"
    r"|第?([1-9一二三四五])(?:位|个|号)?(?:家庭成员|成员|家长|监护人|亲属|家属)(.+)"
)
_NO = frozenset("否 不是 0 2 无 n no".split())
_YES = frozenset("是 1 有 y yes √".split())
_NOBODY = frozenset("本人 父母 祖父母 外祖父母 其他".split())
"""Relations that do not name one grown-up."""


def member(path: Sequence[str]) -> tuple[str, str] | None:
    """(number, attribute) of a member's column; None for every other; the attribute "" has no field."""
    found = _MEMBER.fullmatch("".join(folded(part) for part in path))
    if found is None:
        return None
    number, said = found[1] or found[3], found[2] or found[4]
    if said == "是否监护人":
        return number, IS_GUARDIAN
    attribute = segment(said).attribute
    return number, attribute if attribute in OF_THE_KIN and said != "关系说明" else ""


def role(relation: str, is_guardian: str = "") -> str:
    """father, mother, guardian, or "" when the words do not say one of them."""
    option = kin_options.RELATION.find(relation) if relation.strip() else None
    if option is not None and option.code in ("父亲", "母亲"):
        return "father" if option.code == "父亲" else "mother"
    named = option is not None and option.code not in _NOBODY
    denied = is_guardian.strip().casefold() in _NO
    return "guardian" if (named and not denied) or (bool(relation.strip()) and says_yes(is_guardian)) else ""


def says_yes(text: str) -> bool:
    """Whether the answer to 是否监护人 is yes."""
    return text.strip().casefold() in _YES


def usual_roles(relations: Iterable[tuple[str, Sequence[str]]]) -> dict[str, str]:
    """{member: role} by what most of each member's relations say; no role twice."""
    found: dict[str, str] = {}
    for number, said in relations:
        counts = Counter(name for text in said if (name := role(text)))
        best = next((name for name, _ in counts.most_common() if name not in found.values()), "")
        if best:
            found[number] = best
    return found

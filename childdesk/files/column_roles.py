"""Names the person of each column: said by its header, by the numbers in it, or taken from the left."""

from __future__ import annotations

from childdesk.files.column_case import Case
from childdesk.files.column_scores import whose_number
from childdesk.files.header_grammar import folded
from childdesk.files.header_words import KIN, OF_ANYBODY, PERSONAL

_OF_A_PARENT = frozenset(["name", "phone", "id_number"])
"""What is said of 家长 is the guardian's; 父母务工地 is not."""
_OF_ONE = frozenset(["phone", "id_number", "sex", "age"])


def give(cases: list[Case]) -> None:
    """Names the person of each column: said by the header, by the numbers, or taken from the left."""
    cared = {case.header.attribute for case in cases if case.header.role == "guardian"}
    parents = {case.header.attribute for case in cases if case.header.role == "parent"}
    apart = "name" in parents & cared
    only_other = not cared and not parents and {"father", "mother"} <= {case.header.role for case in cases}
    telephones = {c.header.role for c in cases if c.header.attribute == "phone" and c.header.role in KIN}
    left, said_at = "", 0
    had: set[str] = set()
    for at, case in enumerate(cases):
        if left not in KIN and said_at < at - 1:
            left = ""  # 校长电话 says nothing of a telephone further on
        role, attribute = case.header.role, case.header.attribute
        if (only_other and _is_one_more(case)) or (not apart and _of_a_parent(case, cared)):
            role = "guardian"
        if (role == "child" and attribute != "relation") or _leaves(case, had):
            left = ""
        elif not role and attribute == "name" and "name" in had and _beside_relation(cases, case):
            role = "guardian"
        elif not role and attribute == "phone" and left in telephones:
            role = ""  # 监护人电话 has its own column: 联系电话 is the child's
        elif role in ("", "child") and attribute in PERSONAL:
            role = _inherited(case, left, had) or _behind_the_guardian(cases[:at], attribute, left) or role
        if role not in ("", "child", "adult"):
            left, said_at = role, at
        elif attribute:
            had.add(attribute)
        case.role = role


def _of_a_parent(case: Case, cared: set[str]) -> bool:
    """Whether what is said of 家长 is the guardian's, of whom no column says it."""
    header = case.header
    return header.role == "parent" and header.attribute not in cared and header.attribute in _OF_A_PARENT


def _is_one_more(case: Case) -> bool:
    """Whether a column is about 其他监护人: beside father and mother alone, whoever cares besides them."""
    if case.header.role != "other":
        return False
    words = folded("".join(case.path))
    return "其他监护人" in words or "其他照料人" in words


def _beside_relation(cases: list[Case], case: Case) -> bool:
    """Whether a second 姓名 stands beside 关系: it is whoever has that relation to the child."""
    at = cases.index(case)
    behind = cases[at + 1 : at + 4]  # 姓名 身份证号 电话 关系 are one person's
    apart = next((n for n, one in enumerate(behind) if one.header.attribute not in _OF_ONE), len(behind))
    near = [*cases[max(0, at - 1) : at], *behind[: apart + 1]]
    return any(one.header.attribute == "relation" and not one.member for one in near)


def _behind_the_guardian(before: list[Case], attribute: str, left: str) -> str:
    """监护人姓名, 走访人, 与儿童关系, 身份证: a relation leads back to the guardian."""
    names = {one.role for one in before if one.header.attribute == "name"}
    known = attribute == "relation" and "guardian" in names and left not in names - {"guardian"}
    return "guardian" if known else ""


def _leaves(case: Case, had: set[str]) -> bool:
    """Whether a column without a name is the child's own, so that what follows is the child's again."""
    header = case.header
    if header.role or not header.attribute or header.certainty < 0.8:
        return False
    return header.attribute not in OF_ANYBODY or (header.attribute == "name" and "name" not in had)


def _inherited(case: Case, left: str, had: set[str]) -> str:
    attribute = case.header.attribute
    if attribute == "id_number":
        whose = whose_number(case.seen, left)
        return whose or (left if left in KIN and "id_number" in had else "")
    if attribute == "relation":  # of whoever cares for the child: a father's says nothing
        return ""
    if attribute in ("work_place", "status"):  # a grandmother at home has neither
        return left if left in ("father", "mother") else ""
    if attribute == "phone":
        return left if left not in ("head", "relative", "other", "parent") else ""
    grown_up = attribute == "age" and case.seen.share("adult_age") > 0.5  # 监护人, 年龄 over 45 and 62
    return left if grown_up or attribute in had else ""

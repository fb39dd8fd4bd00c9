"""Suggests categories that a person may confirm; a suggestion never changes anything by itself.

The conditions are ours, built on fields with a source (`domain.md` §3); a county's rules go before them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from childdesk.domain import days
from childdesk.domain.kinds import Date, Scalar

Values = Mapping[str, Scalar]
POOR = frozenset(("最低生活保障", "特困供养", "低保边缘家庭", "防止返贫监测对象", "刚性支出困难家庭"))
GRAVE_LEVELS = frozenset(("一级", "二级"))
GRAVE_MILDER = frozenset(("三级", "四级"))
MINDS = frozenset(("智力残疾", "精神残疾"))
LEFT_BEHIND_UNTIL, CHILD_UNTIL = 16, 18


def categories(child: Values, away: frozenset[str], on: date) -> list[tuple[str, str]]:
    """(category, reason) of what a child's values suggest on a day.

    `away` are those of `father` and `mother` who are away now. 留守: both parents away, under 16
    (民发〔2024〕17号 asks for six months across counties, which the dated rows tell).
    """
    years = None if child.get("birth") is None else days.age(Date().from_db(str(child["birth"])), on)
    if child.get("exit_on") or (years is not None and years >= CHILD_UNTIL):
        return []
    found = []
    if {"father", "mother"} <= away and (years is None or years < LEFT_BEHIND_UNTIL):
        found.append(("留守儿童", "父母都在外务工，不满16周岁"))
    poor = sorted(POOR & set(_words(child, "poverty")))
    if poor:
        found.append(("家庭贫困儿童", f"家庭是{'、'.join(poor)}"))
    if _gravely_disabled(child):
        found.append(("重残儿童", f"{child.get('disability_type')}{child.get('disability_level')}"))
    elif _words(child, "disability_type") or child.get("health") == "残疾":
        found.append(("残疾儿童", "填了残疾情况"))
    if child.get("guardianship") == "差":
        found.append(("监护不当儿童", "监护情况是差"))
    return found


def _words(child: Values, key: str) -> list[str]:
    return [word for word in str(child.get(key) or "").split("、") if word and word != "无"]


def _gravely_disabled(child: Values) -> bool:
    """一级、二级 of any kind; 三级、四级 of 智力 or 精神."""
    level = child.get("disability_level")
    kinds = set(_words(child, "disability_type"))
    return bool(kinds) and (level in GRAVE_LEVELS or (level in GRAVE_MILDER and bool(kinds & MINDS)))

"""Understands the lines that part a list by village groups: 桃花村一组, 第二村民组（张家湾）, 三组：."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

_KINDS = "村民小组|村民组|居民小组|居民组|生产队|小组|组|社|队|屯"
_NUMBERED = rf"第?[一二三四五六七八九十\d]{{1,3}}(?:{_KINDS}|片区|片)"
_NAMED = rf"[\u4e00-\u9fff]{{1,6}}(?:{_KINDS}|自然村|院子|湾|塆|寨|坝|坪|冲|塝|垭)"
_ASIDE = r"(?:[（(](?!共|合?计)[\u4e00-\u9fff][^（()）]{0,12}[)）])?"
_COUNT = r"[（(,，、]*(?:共|合?计)?\d+(?:人|户|名|个孩子|名儿童)[)）]?"
_HEAD_OF_IT = r"[（(,，、;；]*(?:村民)?(?:小组长|组长|队长|社长).{0,24}"
_VILLAGE = r"(?!第?[一二三四五六七八九十]{1,3}村民)[\u4e00-\u9fff]{1,8}?(?:村委会|村|社区)"
_LINE = re.compile(
    rf"(?P<village>{_VILLAGE})?(?P<group>(?:{_NUMBERED}|(?P<named>{_NAMED})){_ASIDE})[:：]?(?:{_COUNT}|{_HEAD_OF_IT})?[:：。]?"
)
_OF_A_VILLAGE = re.compile(
    rf"(?:[一二三四五六七八九十\d]{{1,2}}[、.．])?(?P<village>{_VILLAGE})(?:{_COUNT})?[:：]?"
)
_GONE = re.compile(
    r"(?:[一二三四五\d][、.．])?(?:本[月季年]|今年|已)?(?:减少|减员|退出|迁出|转出|转走|注销|取消|核减)(?:的?(?:人员|儿童|名单|对象))?"
    rf"(?:{_COUNT})?[:：]?"
)
_THERE = re.compile(
    r"(?:[一二三四五\d][、.．])?(?:本[月季年]|今年)?(?:新增|增加|转入|迁入|现有|在册|原有)(?:的?(?:人员|儿童|名单|对象))?"
    rf"(?:{_COUNT})?[:：]?"
)
_COUNTED = re.compile(r"(?:共|合?计)\d+(?:人|户|名)?|\d+(?:人|户|名)")
_NO_GROUP = re.compile(
    "领导|工作|儿童|幼儿|小学|初中|高中|学生|男生|女生|帮扶|学习|互助|专班|兴趣|项目|分队|大队|学校|合作社|供销社"
)
_TITLE = re.compile(rf"(?:村|社区)(?P<group>{_NUMBERED})(?![长区])")


def village_group(line: str, *, alone: bool = True) -> str:
    """The village group that a line names, without its village and how many they are; empty for any other.

    `alone` is false where the line stands in the column of names, in which 张家湾 may be somebody.
    """
    words = "".join(line.split())
    found = _LINE.fullmatch(words)
    if found is None or _NO_GROUP.search(words) or (found["named"] and not alone):
        return ""
    return found["group"]


def are_gone(line: str) -> bool:
    """Whether a line between rows says that those below it have left the list: 减少：, 二、退出（2人）."""
    return _GONE.fullmatch("".join(line.split())) is not None


def are_others(line: str) -> bool:
    """Whether a line begins another part of the list by how it changed: 减少, or 新增, 现有, 转入."""
    return are_gone(line) or _THERE.fullmatch("".join(line.split())) is not None


def village(line: str) -> str:
    """The village that a line between rows names, alone or before its group; empty for any other line."""
    words = "".join(line.split())
    found = _LINE.fullmatch(words) or _OF_A_VILLAGE.fullmatch(words)
    return found["village"] or "" if found else ""


def heading(texts: Mapping[int, str], names: frozenset[int] | set[int], *, wide: bool) -> str:
    """The village group that the cells of one row name: its first one, and at most counts beside it."""
    first, *others = sorted(texts)
    if len(others) > 2 or not all(_COUNTED.fullmatch("".join(texts[at].split())) for at in others):
        return ""
    return village_group(texts[first], alone=wide or first not in names)


def usual(above: Sequence[str], sheet: str) -> str:
    """The village group in which a list begins: its sheet is called 一组, a line above its header too, or its
    title says 桃花村一组留守儿童花名册."""
    if named := village_group(sheet):
        return named
    lines = ["".join(line.split()) for line in above]
    titles = {said["group"] for line in lines if (said := _TITLE.search(line))}
    found = {group for line in lines if (group := village_group(line))} or titles
    return found.pop() if len(found) == 1 else ""

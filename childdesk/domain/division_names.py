"""Knows how a division may be written: full, short, with another ending; never which division it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

PSEUDO = frozenset(["市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县"])
"""Levels that stand in the tables and on no address."""

TOWN_END = r"(?:(?<=[^省市区县州盟])镇(?!市)|乡(?![族市县镇]|街道)|街道|苏木)"
"""The word that ends a town's name within a longer one, as a pattern: not that of 东乡族, 宁乡市, 镇江市."""

ROAD = frozenset("路街巷道弄村镇乡社小里庄桥园湾")
"""After a short name these make it a street, a village, an estate: 南京路, 桃源小区."""

_NATION = re.compile(
    r"(?:蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇"
    r"|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固"
    r"|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各)族$"
)
_BARE_NATION = re.compile(r"(?:维吾尔|哈萨克|蒙古|柯尔克孜|塔吉克|锡伯)$")
_ENDINGS = (
    "特别行政区",
    "新区",
    "林区",
    "特区",
    "自治区",
    "自治州",
    "自治县",
    "自治旗",
    "地区",
    "省",
    "市",
    "盟",
    "州",
    "县",
    "区",
    "旗",
)
_OWN = ("自治州", "自治县", "自治旗")
_TOWN = re.compile(r"(?:街道办事处|街道|办事处|地区|镇|乡)$")
_TOWN_ENDINGS = ("街道办事处", "街道", "办事处", "镇", "乡")


@dataclass(frozen=True, slots=True)
class Written:
    """One way of writing a division. `short`: without 省市县区, which words that go on may contradict."""

    text: str
    code: str
    short: bool = False


def short_name(name: str) -> str:
    """湖南省 → 湖南, 靖州苗族侗族自治县 → 靖州; empty where fewer than two characters are left."""
    ending = next((end for end in _ENDINGS if name.endswith(end)), "")
    stem = name[: len(name) - len(ending)]
    if ending in (*_OWN, "自治区"):
        while (cut := _NATION.sub("", stem)) != stem:
            stem = cut
        cut = _BARE_NATION.sub("", stem)
        stem = cut if len(cut) > 1 else stem
    return stem if ending and len(stem) > 1 else ""


def ways(name: str, code: str) -> Iterator[Written]:
    """Full name, short name, and 靖州县, 湘西州 for autonomous ones."""
    yield Written(name, code)
    stem = short_name(name)
    if stem:
        if name.endswith(_OWN):
            yield Written(stem + name[-1], code)
        yield Written(stem, code, short=True)


def town_ways(county: str, towns: Mapping[str, str]) -> Iterator[Written]:
    """Full names of a county's towns (three digits → name), and other endings where no other town bears them.

    漳江镇 stands for 漳江街道: towns become streets faster than people say so.
    """
    full = set(towns.values())
    for town, name in towns.items():
        yield Written(name, county + town)
        stem = _TOWN.sub("", name)
        if stem != name and len(stem) > 1:
            for ending in _TOWN_ENDINGS:
                if stem + ending not in full:
                    yield Written(stem + ending, county + town)


def is_town(name: str) -> bool:
    """Whether a name is a town's by its ending alone (镇, 乡, 街道), not a farm's or a zone's."""
    return _TOWN.search(name) is not None

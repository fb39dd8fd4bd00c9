"""What words say of a parent who is gone: 改嫁, 2019年因病去世, 坐牢去了. Only what is certain is a state."""

from __future__ import annotations

import re
from functools import lru_cache

from childdesk.domain import kin_options

_STATES = {
    "死亡": "去世|过世|病故|病逝|死亡|亡故|已故|身故|逝世|离世|不在人世|不在世|身亡|双亡|死|亡",
    "离家出走": "离家出走|离家|出走|跟人跑|跑掉|跑",
    "再婚": "改嫁|再嫁|另嫁|嫁人|嫁|再婚|另娶|另组家庭|另成家|重组家庭",
    "离异": "离异|离婚|离了婚",
    "服刑在押": "服刑在押|监狱服刑|服刑|坐牢|坐监|在押|羁押|判刑|劳改|蹲监狱|蹲监|在监狱|监狱|看守所",
    "强制隔离戒毒": "强制隔离戒毒|强制戒毒|吸毒强戒|强戒所|强戒|戒毒所|戒毒",
    "失联": "失联|失去联系|联系不上|联系不到|无法联系|没有联系|没得联系|杳无音信|无音讯|没音讯|没有音讯"
    "|无联系|没联系|断联",
    "失踪": "失踪",
}
"""Code of the list → the words for it, as people write them."""
_CODE = {word: code for code, words in _STATES.items() for word in words.split("|")}
_STATE = re.compile("|".join(sorted(_CODE, key=len, reverse=True)))
_NOTHING_MORE = re.compile(
    r"(?:19|20)\d\d年?|\d{1,2}月份?|\d{1,2}[日号]|[\d一二两三四五六七八九十几多好]+年(?:前|了|多)?|去年|前年|今年|早年"
    r"|父亲?|母亲?|爸爸?|妈妈?|其|已经?|现在?|于|因|为|早|就|生?病|车祸|意外|工伤|事故|外出|至今|未归|没回来?|多年|几年"
    r"|后|又|并|和|，|,|、|。|\s|了|的|中|去|掉|在"
)
_NO_STATE = frozenset(("正常", "其他", "外出务工"))
_ABSENT = re.compile(
    "|".join(word for word in sorted(_CODE, key=len, reverse=True) if len(word) > 1)
    + "|死了|跑了|监狱|看守所|走了|不在了|不见了|没了|没得了|不知去向|下落不明|不晓得去向|不管"
)
_PLACE = re.compile(r"(.{2,}?)[（(](.+)[)）]")
_AWAY = re.compile(r"(?:父|母|已|又)*(?:改嫁|再嫁|另嫁)(?:到|去|往|在)?(外[省县地乡村]|[\u4e00-\u9fff]{2,5})")
_AT_HOME = re.compile(
    r"(?:都|常年|一直|现)?(?:在家|在屋|在屋头|在家里)(?:务农|种地|种田|带娃|带孩子|照顾(?:孩子|老人|家庭)|养病|待业|休养)?"
    r"|务农|家|家里|家中|在家中|家庭妇女|家务|无业|待业|没出去|没有外出|未外出|没外出"
)
_MORE = re.compile(r"[\d（(]|[一二两三四五六七八九十]年")
_AT_WORK = re.compile(
    "(?:现|常年|长期|一直|都)?(?:在外面?|出去|外面|外出)?(?:打工|务工|做工|上班|做事)(?:中|去了|了)?|在外面?|出门在外"
)
_WORKS_IN = re.compile(
    "(?:现|常年|长期|一直|都)?[在去到]?([\u4e00-\u9fff]{2,12}?)(?:外出)?(?:打工|务工|做工|上班|做事)(?:了)?"
    "|(?:外出)?(?:务工|打工)[（(:：]([\u4e00-\u9fff]{2,12})[)）]?"
)
_BOTH_ARE = re.compile("^(?:(?:父母|爸妈|双方)?[都均]?|[都均])[在去]|(?:务工|打工)$")
_A_PLACE = re.compile("[\u4e00-\u9fff]{2,20}")
_NO_PLACE = re.compile(
    "[家无未没不否有是村组号]|本[地乡镇县]|情况|[双一]方|外出|务工|打工|父|母|爸|妈|死|亡|离|再婚|一个|各"
)
"""Words and letters of which none stands in the name of a place where somebody works."""
_EDGES = " \t\n，,、;；/。"
_TWO_TO_FOUR = re.compile("[\u4e00-\u9fff]{2,4}")
_NAMED = re.compile(r"(父亲?|爸爸?|母亲?|妈妈?)\s*[:：]\s*([\u4e00-\u9fff·]{2,12})")
_TELEPHONE = re.compile(r"(父亲?|爸爸?|母亲?|妈妈?)\s*[:：]?\s*(1[03-9]\d{9})(?!\d)")
_OF_BOTH = re.compile(
    "(?:父母|爸妈|双亲|父母亲)(?:双亡|双双|[均都])?已?经?(?:双亡|去世|死亡|过世|亡故|病故|死|亡|故|(?P<apart>离异|离婚))了?|双亡|父母双亡"
)
_WHO = re.compile(r"(父亲?|爸爸?|母亲?|妈妈?)([^父母爸妈]+)")


@lru_cache(maxsize=4096)
def state(words: str) -> str:
    """The code of the state that words name and nothing else; empty where they say more, or other things."""
    bare = words.strip()
    option = kin_options.PARENT_STATE.find(bare) if not bare.isdecimal() else None
    if option is not None:
        return "" if option.code in _NO_STATE else option.code
    aside = _PLACE.fullmatch(bare)
    if aside and not _ABSENT.search(aside[2]) and (told := kin_options.PARENT_STATE.find(aside[1])):
        return "" if told.code in _NO_STATE else told.code
    found = [_CODE[one] for one in _STATE.findall(bare)]
    away = _AWAY.fullmatch(bare)
    if away and not _STATE.search(away[1]):
        return "再婚"
    if not found or _NOTHING_MORE.sub("", _STATE.sub("", bare)):
        return ""
    return "死亡" if "死亡" in found else found[-1]


def says_more(words: str) -> bool:
    """Whether words for a state hold a day, a term or a place besides: 判刑7年, 改嫁到湖南."""
    return _MORE.search(words) is not None or _AWAY.fullmatch(words.strip()) is not None


@lru_cache(maxsize=4096)
def at_home(words: str) -> bool:
    """Whether words under a place of work say that somebody is not away: 在家务农."""
    return _AT_HOME.fullmatch("".join(words.split())) is not None


def works(words: str) -> tuple[str, str]:
    """(外出务工, where) of words under 现状况 that say that a parent works elsewhere; empty for any other."""
    bare = "".join(words.split())
    if _AT_WORK.fullmatch(bare):
        return "外出务工", ""
    found = _WORKS_IN.fullmatch(bare)
    where = (found[1] or found[2]) if found else ""
    return ("外出务工", where) if where and _is_place(where) else ("", "")


@lru_cache(maxsize=4096)
def place(words: str) -> tuple[str, str, bool]:
    """(place, state, unclear) of what stands where a place of work is asked: 广东（改嫁） holds both.

    `unclear` means that it speaks of somebody who is not there, in words of which no state is certain.
    """
    if code := state(words):
        return "", code, False
    both = _PLACE.fullmatch(words.strip())
    if both and (code := state(both[2])) and not _ABSENT.search(both[1]):
        return both[1], code, False
    return ("", "", True) if _ABSENT.search(words) else (words, "", False)


def places(words: str) -> dict[str, str]:
    """{father and mother: where they work} of one place for both, or of one for each: 父浙江，母上海.

    Empty for words that say anything else, or that nobody is away.
    """
    bare = re.sub(r"[\s，,、。;；/]", "", words)
    if _WHO.search(bare) is None:
        said = _BOTH_ARE.sub("", bare)
        return dict.fromkeys(("father", "mother"), said) if _is_place(said) else {}
    found = {record: said.lstrip("在去：:") for record, said in _parted(bare)}
    return found if all(map(_is_place, found.values())) else {}


def names(words: str, child: str) -> dict[str, str]:
    """{father and mother: name} of 父：石大勇；母：向春花, or of two names of which the child has the first's
    family name and not the second's; empty for any other words."""
    bare = words.strip()
    labelled = [(who, name) for who, name in _NAMED.findall(bare)]
    if labelled and not _NAMED.sub("", bare).strip(_EDGES):
        found = {_record(who): name for who, name in labelled}
        return found if len(found) == len(labelled) else {}
    two = [name for name in re.split(r"[\s、，,;；/]+", bare) if name]
    if len(two) != 2 or not all(map(_TWO_TO_FOUR.fullmatch, two)) or _ABSENT.search(bare):
        return {}
    theirs = [name[0] == child[:1] for name in two]
    return dict(zip(("father", "mother"), two, strict=True)) if theirs == [True, False] else {}


def telephones(words: str) -> dict[str, str]:
    """{father and mother: telephone} of 父13907360001 母15807360001; empty for any other words."""
    found = _TELEPHONE.findall(words)
    if not found or _TELEPHONE.sub("", words).strip(_EDGES):
        return {}
    told = {_record(who): number for who, number in found}
    return told if len(told) == len(found) else {}


def each(words: str) -> dict[str, str]:
    """{father and mother: what is said of each} of 爸爸在浙江，妈妈死了; empty where more is said."""
    found = _parted(re.sub(r"[\s，,、。;；/]", "", words))
    return dict(found) if len(found) == 2 else {}


def _is_place(said: str) -> bool:
    return _A_PLACE.fullmatch(said) is not None and not (_ABSENT.search(said) or _NO_PLACE.search(said))


def states(words: str) -> dict[str, str]:
    """{father or mother: state} of words that say nothing else: 父亲坐牢, 父亡母改嫁; empty for any other."""
    bare = re.sub(r"[\s，,、。]", "", words)
    if both := _OF_BOTH.fullmatch(bare):
        return dict.fromkeys(("father", "mother"), "离异" if both["apart"] else "死亡")
    found = {record: state(said) for record, said in _parted(bare)}
    return found if all(found.values()) else {}


def _record(who: str) -> str:
    """Of 父亲, 爸 and the like, or of 母亲, 妈."""
    return "father" if who[0] in "父爸" else "mother"


def _parted(bare: str) -> list[tuple[str, str]]:
    """(father or mother, what is said) of words without blanks that say it of each, and nothing else."""
    found = _WHO.findall(bare)
    return [(_record(who), said) for who, said in found] if "".join(map("".join, found)) == bare else []

"""Why families of the practice village are in the register, and the families that every such village has."""

from __future__ import annotations

from typing import NamedTuple

from childdesk.domain.village import words
from childdesk.domain.village.story import Weighted

HOME, AWAY = "在家", "外出"
"""What a parent does when nothing befell him; everything else is a word of 父母现状况."""


class Case(NamedTuple):
    """Why a family is in the register, and what follows from it for every child."""

    name: str
    categories: tuple[str, ...]
    father: str
    mother: str
    carer: str
    family_type: str
    left_type: str | None = None
    care_reason: str | None = None
    risk: str = "usual"


_LEFT = ("留守儿童",)
_HARD = "困境儿童"
_BOTH, _ONE, _ALONE = "父母双方外出", "父母一方外出", "单亲留守"
_BOTH_OUT, _OTHER_CANNOT = "父母双方同时外出", "父母一方外出，另一方无监护能力"

BOTH_AWAY = Case("both away", _LEFT, AWAY, AWAY, "grand", "隔代家庭", _BOTH, _BOTH_OUT)
ORPHAN = Case("orphan", ("社会散居孤儿", _HARD), "死亡", "死亡", "kin", "其他", risk="grave")
LOST = Case("lost", ("社会散居事实无人抚养儿童", _HARD), "死亡", "失联", "grand", "隔代家庭", risk="grave")
HELD = Case(
    "held", ("社会散居事实无人抚养儿童", _HARD), "服刑在押", "失联", "grand", "隔代家庭", risk="grave"
)
FLOATING = Case("floating", ("流动儿童",), HOME, HOME, "mother", "正常家庭", risk="calm")
POOR = Case("poor", (_HARD, "家庭贫困儿童"), "患病", HOME, "mother", "正常家庭", risk="calm")
NEGLECT = Case("neglect", ("监护不当儿童", _HARD), HOME, "离家出走", "father", "单亲家庭", risk="grave")
DISABLED = Case("disabled", (_HARD,), HOME, HOME, "mother", "正常家庭", risk="grave")

CASES = Weighted(
    (BOTH_AWAY, 58),
    (Case("one away", (*_LEFT, _HARD), AWAY, "重病", "grand", "正常家庭", _ONE, _OTHER_CANNOT), 7),
    (Case("one away", _LEFT, "重残", AWAY, "grand", "正常家庭", _ONE, _OTHER_CANNOT), 4),
    (Case("alone", (*_LEFT, "单亲家庭儿童"), AWAY, "离异", "grand", "单亲家庭", _ALONE), 8),
    (Case("alone", (*_LEFT, "单亲家庭儿童"), "死亡", AWAY, "grand", "单亲家庭", _ALONE), 3),
    (FLOATING, 6),
    (POOR, 6),
    (ORPHAN, 1.5),
    (LOST, 1.5),
    (HELD, 1.2),
    (Case("gone", LOST.categories, "失联", "再婚", "grand", "隔代家庭", risk="grave"), 0.8),
    (NEGLECT, 2.5),
    (Case("single", ("单亲家庭儿童",), HOME, "离异", "father", "单亲家庭", risk="calm"), 2),
    (Case("ill", (_HARD, "重病儿童"), HOME, HOME, "mother", "正常家庭", risk="grave"), 1.5),
    (DISABLED, 3),
)


class Part(NamedTuple):
    """What one child of a prepared family must be; everything else falls as it likes."""

    oddity: str = ""
    name: str = ""
    sex: str = ""
    age: int | None = None
    risk: str = ""


class Script(NamedTuple):
    """A family that every village has, so that nobody meets the rarer cases for the first time at work."""

    case: Case
    parts: tuple[Part, ...]
    father: str = ""
    mother: str = ""
    carer: str = ""
    nation: str = ""


SCRIPTS = (
    Script(
        BOTH_AWAY, (Part("", "周小禾", "女", 9, "黄"), Part("", "", "男", 6)), "周建军", "刘晓琴", "黄秀英"
    ),
    Script(BOTH_AWAY, (Part("disabled", age=10), Part(age=7))),
    Script(POOR, (Part("", "", "女", 5), Part("newborn", "毛毛", "男"))),
    Script(BOTH_AWAY, (Part("twin", "程大川", "男", 7), Part("twin", "程小川", "男", 7))),
    Script(ORPHAN, (Part(age=12),)),
    Script(
        FLOATING,
        (Part("", "阿依努尔·买买提", "女", 8), Part("", "艾力·买买提", "男", 5)),
        "买买提·吐尔逊",
        "古丽·阿卜杜拉",
        nation="维吾尔族",
    ),
    Script(BOTH_AWAY, (Part("", "陈思\U00024a7d", "女", 11),)),
    Script(BOTH_AWAY, (Part("sixteen"), Part(age=12))),
    Script(LOST, (Part("", "", "", 8, "黄"),)),
    Script(BOTH_AWAY, (Part("grown"), Part(age=14))),
    Script(BOTH_AWAY, (Part("bare", age=4), Part("bare", age=7))),
    Script(NEGLECT, (Part("dropout", "", "男", 14, "红"), Part(age=9, risk="红"))),
    Script(BOTH_AWAY, (Part("closed", age=10), Part("renamed", "", "女", 8))),
    Script(HELD, (Part("", "", "", 13, "黄"),)),
)
"""𤩽 is a character of CJK extension B."""

STRAY = frozenset(["失联", "离家出走"])
"""States in which nobody knows where the parent is; their last telephone is dead."""

APART = frozenset(["死亡", "失联", "离家出走", "服刑在押", "离异", "再婚"])
"""States that can only have begun after the youngest child was there."""

SIZES = Weighted((1, 52), (2, 37), (3, 11))
RISKS = {
    "usual": Weighted(("红", 3), ("黄", 7), ("蓝", 57), ("绿", 28), (None, 5)),
    "calm": Weighted(("红", 1.5), ("黄", 7), ("蓝", 44), ("绿", 42.5), (None, 5)),
    "grave": Weighted(("红", 18), ("黄", 36), ("蓝", 41), ("绿", 1), (None, 4)),
}
CHANGED = {"红": 0.7, "黄": 0.4, "绿": 0.15}
"""How many of a colour came to it within the year."""

HEALTH = Weighted(("健康", 80), ("慢性病", 8), (None, 12))
OLD_HEALTH = Weighted(("健康", 42), ("慢性病", 32), ("一般或较弱", 16), (None, 10))
SICK = {"重病": "重病", "重残": "残疾", "患病": "慢性病"}
EDUCATION = Weighted(("小学", 20), ("初中", 52), ("高中", 10), ("大专", 2), (None, 16))
OLD_EDUCATION = Weighted(("文盲或半文盲", 26), ("小学", 46), ("初中", 12), (None, 16))

GRAND = Weighted(("祖母", 48), ("祖父", 24), ("外祖母", 20), ("外祖父", 8))
KIN = Weighted(("祖母", 34), ("祖父", 16), ("伯父", 16), ("叔父", 14), ("姑姑", 10), ("舅舅", 10))
NATION = Weighted(*words.NATIONS)
POVERTY = Weighted(("无", 58), ("最低生活保障", 12), ("建档立卡户", 13), ("防止返贫监测对象", 5), (None, 12))
CARE = Weighted(("较好", 55), ("一般", 36), ("差", 3), (None, 6))

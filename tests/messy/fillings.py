"""What stands in the columns that are no field: teachers, helpers, distances, yes and no."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.messy.grid import Value
from tests.messy.people import TODAY, Facts, grown_name

TEXTS = (
    "唱歌", "跑步", "画画", "无", "本县", "平房三间", "性格内向", "步行", "校车接送", "需要课外书",
    "成绩中等", "每周视频一次", "已入户走访", "情况正常", "家庭和睦", "缺少陪伴", "愿意参加活动",
    "已接种", "未发现问题",
)  # fmt: skip
BANKS = ("农村信用社", "农商银行云溪支行", "邮政储蓄银行")
PARENT_OF = {"父亲": "father", "母亲": "mother", "监护人": "guardian", "照料人": "guardian"}


def fill(rnd: random.Random, kind: str, word: str, facts: Facts, *, style: str) -> Value:
    """The cell of a column that is no field. `style` is drawn once for the column."""
    if rnd.random() < 0.12:
        return None
    maker = {
        "person": lambda: _person(facts, word),
        "person_phone": lambda: _phone(rnd, facts, word),
        "adult_id": lambda: _adult_number(facts, word),
        "adult_age": lambda: _adult_age(facts, word),
        "adult_birth": lambda: _parent(facts, word, "birth").replace("-", "."),
        "adult_sex": lambda: (
            "女" if facts["guardian.relation"] in ("祖母", "外祖母", "姑姑", "母亲") else "男"
        ),
        "adult_address": lambda: facts["child.live_address"],
        "adult_nation": lambda: facts["child.nation"],
        "head_relation": lambda: rnd.choice(("孙子", "孙女", "长子", "长女", "次子", "之子", "之女")),
        "date": lambda: _date(rnd, style),
        "yesno": lambda: _yes_no(rnd, word, facts, style),
        "number": lambda: _number(rnd, word),
        "code": lambda: _code(rnd, style),
        "empty": lambda: None,
        "bank": lambda: rnd.choice(BANKS),
        "scope": lambda: rnd.choice(word.split("/")),
        "blood": lambda: rnd.choice(("A", "B", "O", "AB", "A型", "O型")),
        "term": lambda: "2026年秋季学期",
        "politics": lambda: rnd.choice(("群众", "少先队员", "共青团员", "群众")),
    }.get(kind, lambda: rnd.choice(TEXTS))
    made: Value = maker()
    return made or None


def _parent(facts: Facts, word: str, attribute: str) -> str:
    record = next((record for said, record in PARENT_OF.items() if said in word), "guardian")
    return facts.get(f"{record}.{attribute}", "")


def _person(facts: Facts, word: str) -> str:
    """The same few helpers of a village come again; grandparents are the family's own."""
    own = random.Random(f"{word}/{facts['child.village_group']}")
    sex = "女" if "母" in word or "妈" in word else "男"
    return grown_name(own, sex, old="祖" in word)


def _phone(rnd: random.Random, facts: Facts, word: str) -> Value:
    own = random.Random(f"{word}/{facts['child.village_group']}")
    number = f"1049{own.randrange(10**7):07d}"
    return int(number) if rnd.random() < 0.4 else number


def _adult_number(facts: Facts, word: str) -> str:
    if "户主" in word and facts["household.head"] == facts["father.name"]:
        return facts["father.id_number"]
    return facts["guardian.id_number"]


def _adult_age(facts: Facts, word: str) -> Value:
    born = _parent(facts, word, "birth")
    return TODAY.year - date.fromisoformat(born).year if born else None


def _date(rnd: random.Random, style: str) -> Value:
    day = TODAY - timedelta(rnd.randrange(20, 1400))
    if style == "cell":
        return day
    return f"{day.year}.{day.month}.{day.day}" if style == "points" else day.isoformat()


def _yes_no(rnd: random.Random, word: str, facts: Facts, style: str) -> Value:
    categories = facts["child.categories"]
    told = {
        "是否留守儿童": "留守儿童" in categories,
        "是否单亲": "单亲" in categories,
        "是否困境儿童": "困境" in categories,
        "是否事实无人抚养": "事实无人" in categories,
        "是否孤儿": False,
        "是否低保": facts["child.poverty"] == "最低生活保障",
        "是否脱贫户": facts["child.poverty"] == "建档立卡户",
        "是否残疾": facts["child.health"] == "残疾",
        "是否残疾幼儿": facts["child.health"] == "残疾",
        "是否患有重病": facts["child.health"] == "重病",
    }
    yes = told.get(word, rnd.random() < 0.3)
    return {"words": "是" if yes else "否", "codes": 1 if yes else 2, "ticks": "√" if yes else None}[
        style if style in ("words", "codes", "ticks") else "words"
    ]


def _number(rnd: random.Random, word: str) -> Value:
    if "收入" in word:
        return rnd.randrange(30, 800) * 100
    if "身高" in word:
        return rnd.randrange(90, 175)
    if "距离" in word:
        return round(rnd.uniform(0.3, 20), 1)
    if "金" in word or "费" in word or "钱" in word:
        return rnd.randrange(1, 60) * 10
    return rnd.randrange(1, 80)


def _code(rnd: random.Random, style: str) -> Value:
    if style == "whole":
        return rnd.randrange(10**5, 10**6)
    return f"{rnd.choice(('LS', 'KJ', 'YX'))}{2026}{rnd.randrange(10**4):04d}"


def style_of(rnd: random.Random, kind: str) -> str:
    """How one column of this kind is filled, from top to bottom."""
    choices = {
        "date": ("cell", "points", "iso"),
        "yesno": ("words", "words", "codes", "ticks"),
        "code": ("whole", "text"),
    }
    return rnd.choice(choices.get(kind, ("",)))

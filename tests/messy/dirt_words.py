"""Writes names, options, addresses and free words as offices do: spaced, shortened, joined, with notes."""

from __future__ import annotations

import re

from childdesk.domain.nations import NATION
from tests.messy.pen import Facts, Made, Pen
from tests.messy.truth import Want

NOTES = ("已迁出", "孤儿", "随母", "双胞胎", "转学", "低保", "新增", "大的")
ALIASES = {
    "health": {
        "健康": ("健康", "良好", "正常", "健康"),
        "残疾": ("残疾", "有残疾"),
        "重病": ("重病", "大病"),
        "慢性病": ("慢性病", "慢性疾病"),
        "一般或较弱": ("一般", "较弱", "一般或较弱", "体弱"),
    },
    "status": {
        "外出务工": ("外出务工", "务工", "打工", "外出打工"),
        "死亡": ("死亡", "去世", "已故", "亡故"),
        "失联": ("失联", "失去联系", "联系不上"),
        "正常": ("正常", "健在"),
        "服刑在押": ("服刑", "服刑在押"),
        "离异": ("离异", "离婚"),
    },
    "poverty": {
        "最低生活保障": ("低保", "低保户", "最低生活保障", "农村低保"),
        "建档立卡户": ("脱贫户", "建档立卡户", "建档立卡"),
        "特困供养": ("特困", "特困供养"),
        "低保边缘家庭": ("低保边缘", "低保边缘家庭", "低保边缘户"),
    },
    "relief": {
        "最低生活保障": ("低保", "最低生活保障"),
        "建档立卡贫困户": ("建档立卡", "建档立卡贫困户"),
        "特困供养": ("特困供养", "特困"),
    },
    "hukou_kind": {
        "农村居民户口": ("农村", "农业", "农业户口", "农村居民户口"),
        "城镇居民户口": ("城镇", "非农业", "非农", "城镇居民户口"),
    },
    "hukou_class": {"本辖区户口": ("本辖区户口", "本地户口"), "无户口": ("无户口", "没有户口")},
    "left_type": {
        "父母双方外出": ("父母双方外出", "双方外出", "父母均外出"),
        "父母一方外出": ("父母一方外出", "一方外出"),
        "单亲留守": ("单亲留守",),
    },
    "care_reason": {"父母双方同时外出": ("父母双方同时外出", "双方同时外出", "父母双方外出务工")},
    "guardianship": {"较好": ("较好", "好", "良好"), "一般": ("一般",), "差": ("差", "较差")},
    "risk": {"红": ("红", "红色"), "黄": ("黄", "黄色"), "蓝": ("蓝", "蓝色"), "绿": ("绿", "绿色")},
    "family_type": {
        "隔代家庭": ("隔代家庭", "隔代抚养"),
        "单亲家庭": ("单亲家庭", "单亲"),
        "正常家庭": ("正常家庭", "双亲家庭"),
    },
    "income_source": {"打工收入": ("打工", "务工收入", "打工收入"), "种养殖业": ("种养殖业", "务农", "种植")},
    "insurance": {
        "自费参保": ("自费参保", "已参保", "参保"),
        "政府资助参保": ("政府资助参保", "资助参保"),
        "未参保": ("未参保",),
    },
    "study_state": {"在读": ("在读", "在校", "在学"), "学龄前": ("学龄前",)},
    "schooling": {"小学": ("小学",), "初中": ("初中",), "幼儿园": ("幼儿园",), "高中": ("高中", "普通高中")},
    "education": {"文盲或半文盲": ("文盲", "半文盲以下"), "小学": ("小学",), "初中": ("初中",)},
    "disability_level": {
        "一级": ("一级", "1级", "壹级", "1"),
        "二级": ("二级", "2级", "贰级", "2"),
        "三级": ("三级", "3级", "叁级", "3"),
        "四级": ("四级", "4级", "肆级", "4"),
    },
    "id_type": {"内地居民身份证": ("居民身份证", "身份证"), "户口本": ("户口本", "户口簿")},
}
CATEGORY_WORDS = {
    "留守儿童": ("留守儿童", "留守", "农村留守儿童"),
    "困境儿童": ("困境儿童", "困境"),
    "单亲家庭儿童": ("单亲家庭儿童", "单亲", "单亲家庭"),
    "事实无人抚养儿童": ("事实无人抚养儿童", "事实无人抚养"),
    "家庭贫困儿童": ("家庭贫困儿童", "贫困家庭", "家庭贫困"),
}
SPOKEN = {
    "祖母": "奶奶", "祖父": "爷爷", "外祖母": "外婆", "外祖父": "外公", "父亲": "爸爸", "母亲": "妈妈",
    "伯父": "大伯", "姑姑": "姑妈", "舅舅": "舅父",
}  # fmt: skip
PAIRED = {"祖母": "祖孙", "祖父": "祖孙", "外祖母": "外祖孙", "外祖父": "外祖孙"}
OLD_HAN = "\ue816\ue831"
"""Private characters of old Chinese Windows and what the standard calls them today."""
TODAYS_HAN = {"\ue816": "\U00020087", "\ue831": "\U000215d7"}


def plain(pen: Pen, field: str, facts: Facts) -> Made:
    """An option by one of its usual words, or the words as they are."""
    fact = facts[field]
    words = ALIASES.get(field.partition(".")[2], {}).get(fact)
    if field.endswith(".education") and fact == "文盲或半文盲":
        words = ("文盲", "文盲或半文盲")
    return (pen.rnd.choice(words) if words else fact), "", Want((fact,))


def as_is(pen: Pen, field: str, facts: Facts) -> Made:
    """The words as they are."""
    return facts[field], "", Want((facts[field],))


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────


def _spelled(pen: Pen, name: str) -> tuple[str, tuple[str, ...]]:
    """(as written, the readings that are right)."""
    right = (name,)
    modern = name.translate(str.maketrans(TODAYS_HAN))
    if modern != name:
        right = (name, modern)
    if "·" in name:
        dot = pen.habits.dot if pen.rnd.random() < 0.8 else pen.rnd.choice("・•‧∙⋅．.·")
        blanks = " " if pen.often(0.05) else ""
        return name.replace("·", f"{blanks}{dot}{blanks}"), right
    style = pen.habits.name_style
    if style == "spread" and len(name) == 2 and pen.rnd.random() < 0.9:
        return pen.rnd.choice(
            (f"{name[0]} {name[1]}", f"{name[0]}\u3000{name[1]}", f"{name[0]}  {name[1]}")
        ), right
    if style == "trailing" and pen.rnd.random() < 0.5:
        return f"{name} ", right
    return name, right


def child_name(pen: Pen, field: str, facts: Facts) -> Made:
    """The child's name, now and then with a note beside it."""
    name, right = _spelled(pen, facts[field])
    if pen.often(0.02):
        note = pen.rnd.choice(NOTES)
        left, closing = pen.rnd.choice((("（", "）"), ("(", ")"), ("【", "】")))
        return f"{name}{left}{note}{closing}", "", Want(right, kept=(note,), why="note beside name")
    return name, "", Want(right, why="private character" if len(right) > 1 else "")


def grown_name(pen: Pen, field: str, facts: Facts) -> Made:
    """A grown-up's name, now and then with the relation or a word beside it."""
    name, right = _spelled(pen, facts[field])
    relation = facts.get("guardian.relation", "")
    if field == "guardian.name" and relation and pen.often(0.015):
        said = SPOKEN.get(relation, relation)
        return f"{name}（{said}）", "", Want(right, kept=(said,), why="relation beside name")
    dead = facts.get(field.replace(".name", ".status")) == "死亡"
    if dead and field.endswith(".name") and "status" not in field and pen.rnd.random() < 0.3:
        return f"{name}（已故）", "", Want(right, kept=("已故",), why="note beside name")
    return name, "", Want(right)


# ── options ─────────────────────────────────────────────────────────────────────────────────────────────


def sex(pen: Pen, field: str, facts: Facts) -> Made:
    """男 or 女, or what stands for them; now and then against the identity number."""
    fact = facts[field]
    numbered = "child.id_number" in pen.fields and bool(facts.get("child.id_number"))
    if numbered and pen.often(0.008):
        return (
            ("女" if fact == "男" else "男"),
            "",
            Want(("男", "女"), asks=True, why="sex against number", against="child.id_number"),
        )
    style = pen.habits.sex_style
    if style == "code":
        return (1 if fact == "男" else 2), "", Want((fact,))
    word = {"child": f"{fact}孩", "long": f"{fact}性"}.get(style, fact)
    return word, "", Want((fact,))


def nation(pen: Pen, field: str, facts: Facts) -> Made:
    """With or without 族, or by its number."""
    fact = facts[field]
    if pen.often(0.01):
        return f"{NATION.codes().index(fact) + 1:02d}", "text", Want((fact,))
    return (fact if pen.habits.with_nation else fact.removesuffix("族")), "", Want((fact,))


def categories(pen: Pen, field: str, facts: Facts) -> Made:
    """Several categories, joined by whatever the office likes."""
    fact = facts[field]
    separator = pen.habits.separator if pen.rnd.random() < 0.8 else pen.rnd.choice("、，,；;/|\n")
    said = separator.join(pen.rnd.choice(CATEGORY_WORDS.get(part, (part,))) for part in fact.split("、"))
    if pen.often(0.006):
        return "失依儿童", "", Want((), asks=True, why="no such category")
    return said, "", Want((fact,), why="several" if "、" in fact else "")


def disability(pen: Pen, field: str, facts: Facts) -> Made:
    """A kind of disability, perhaps with its level in the same cell."""
    fact = facts[field]
    word = fact.removesuffix("残疾") if pen.rnd.random() < 0.6 else fact
    if pen.habits.level_with_kind and "child.disability_level" not in pen.fields:
        level = facts["child.disability_level"]
        return f"{word}{level}", "", Want((fact,), kept=(level,), why="kind and level in one cell")
    return word, "", Want((fact,))


def yes_no(pen: Pen, field: str, facts: Facts) -> Made:
    """是 or 否 by the office's marks; an empty cell may stand for no."""
    fact = facts[field]
    word = pen.habits.yes[0 if fact == "是" else 1]
    return (word or None), "", Want((fact,) if word else (), optional=not word)


def boarding(pen: Pen, field: str, facts: Facts) -> Made:
    """寄宿 or not, in words or as yes and no."""
    fact = facts[field]
    lives_in = fact == "寄宿生"
    pair = pen.rnd.choice(
        (("住校", "走读"), ("寄宿生", "非寄宿生"), ("寄宿", "走读"), ("是", "否"), ("是", "否"))
    )
    return pair[0 if lives_in else 1], "", Want((fact,))


def relation(pen: Pen, field: str, facts: Facts) -> Made:
    """What the guardian is to the child: as people say it, as forms say it, or as a pair."""
    fact = facts[field]
    style = pen.habits.relation_style
    if style == "pair" and fact in PAIRED:
        said = PAIRED[fact]
        return said, "", Want((fact, said), why="a pair")
    if style == "pair" and fact in ("父亲", "母亲"):
        child = "女" if facts.get("child.sex") == "女" else "子"
        return f"{fact[0]}{child}", "", Want((fact,), why="a pair")
    return (SPOKEN.get(fact, fact) if style == "spoken" else fact), "", Want((fact,))


# ── school ──────────────────────────────────────────────────────────────────────────────────────────────


def grade(pen: Pen, field: str, facts: Facts) -> Made:
    """A grade as schools write it, perhaps with the class beside it."""
    fact = facts[field]
    style = pen.habits.grade_style
    found = re.fullmatch("([一二三四五六七八九])年级", fact)
    if not found:
        return fact, "", Want((fact,))
    number = "一二三四五六七八九".index(found[1]) + 1
    if style == "with class" and facts.get("child.school_class") and "child.school_class" not in pen.fields:
        at = facts["child.school_class"]
        said = pen.rnd.choice((f"{fact}{at}", f"{fact}（{at.removesuffix('班')}）班"))
        return said, "", Want((fact, said), kept=(at.removesuffix("班"),), why="grade and class")
    if style == "middle" and number > 6:
        return f"初{'一二三'[number - 7]}", "", Want((fact,))
    if style == "number":
        return number, "", Want((fact,))
    said = {"figure": f"{number}年级", "short": found[1]}.get(style, fact)
    return said, "", Want((fact,))


def school(pen: Pen, field: str, facts: Facts) -> Made:
    """A school, perhaps with the grade in the same cell."""
    fact = facts[field]
    together = facts.get("child.grade", "")
    if pen.habits.school_with_grade and together and "child.grade" not in pen.fields:
        said = f"{fact}{together}"
        return said, "", Want((fact, said), kept=(together,), why="school and grade")
    return fact, "", Want((fact,))


# ── addresses ───────────────────────────────────────────────────────────────────────────────────────────


def live_address(pen: Pen, field: str, facts: Facts) -> Made:
    """The address, whole or from the village down, or that it is the registered one."""
    fact = facts[field]
    same = facts.get("child.hukou_address") == fact
    if same and "child.hukou_address" in pen.fields and pen.often(0.04):
        said = pen.rnd.choice(("同户籍", "同户籍地", "同户籍地址"))
        return said, "", Want((fact, fact.removeprefix("云溪镇")), why="as registered")
    return _address(pen, fact)


def hukou_address(pen: Pen, field: str, facts: Facts) -> Made:
    """The registered address; a newborn follows a parent."""
    if pen.often(0.01):
        return (
            pen.rnd.choice(("随父", "随母")),
            "",
            Want((), optional=True, asks=True, why="follows a parent"),
        )
    return _address(pen, facts[field])


def _address(pen: Pen, fact: str) -> Made:
    if pen.habits.short_address:
        short = fact.removeprefix("云溪镇")
        return short, "", Want((short, fact))
    return fact, "", Want((fact,))

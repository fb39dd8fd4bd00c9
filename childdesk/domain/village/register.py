"""Writes the file of every child of a practice family: household, record, father, mother and carer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from childdesk.domain import identity, rules
from childdesk.domain.kinds import Scalar, typed_text
from childdesk.domain.village import rows, school, words
from childdesk.domain.village.cases import AWAY, FLOATING, HOME, SICK
from childdesk.domain.village.people import Family, Grown, Kid
from childdesk.domain.village.school import Track
from childdesk.domain.village.story import EDIT_CHILD, Dice, Span, Story, Weighted

HEALTH = Weighted(("健康", 86), ("一般或较弱", 6), ("慢性病", 3), ("患病", 2), (None, 3))
INSURANCE = Weighted(("自费参保", 78), ("政府资助参保", 14), ("未参保", 1), (None, 7))
KINDS_BY_DIGIT = Weighted(("1", 10), ("2", 12), ("3", 8), ("4", 34), ("5", 22), ("6", 6), ("7", 8))
LEVELS = Weighted(("1", 18), ("2", 26), ("3", 30), ("4", 26))
DROPPED_OUT_MONTHS = 5
OFTEN_EMPTY = (
    "school_class", "insurance", "boarding", "health", "hukou_kind", "guardianship", "nation",
    "student_number", "grade", "school", "family_type", "poverty", "relief", "income_source", "focus",
    "village_group",
)  # fmt: skip
STAYS_IN_BARE = frozenset(
    ["unit", "household", "name", "sex", "birth", "id_type", "village_group", "registered_on", "was"]
)
RELIEF_OF_POVERTY = {"最低生活保障": "最低生活保障", "建档立卡户": "建档立卡贫困户"}


def write(story: Story, family: Family, ways: Mapping[str, Track]) -> None:
    """Tells how the family's children came into the register, and how their dated rows went on.

    `ways` maps a child's id to its way through school.
    """
    first = min(kid.arrival for kid in family.kids)
    family.household = story.new(first, story.arriving(first), "household", _household(story.dice, family))
    for kid in family.kids:
        _child(story, family, kid, ways[kid.id])
        for record, grown in (("father", family.father), ("mother", family.mother)):
            kid.kin[record] = _kin(story, family, kid, record, grown)
        kid.kin["guardian"] = _kin(story, family, kid, "guardian", family.carer)
        rows.write(story, family, kid)


def way(dice: Dice, family: Family, kid: Kid, today: date) -> Track:
    """The child's way through school, as far as its oddity decides it."""
    dropped = today - timedelta(30 * DROPPED_OUT_MONTHS) if kid.oddity == "dropout" else None
    special = kid.oddity == "disabled" and dice.chance(0.4)
    late = 1 if kid.oddity == "grown" else 0
    return school.track(dice, kid.born, kid.number, late=late, special=special, dropped=dropped)


def _household(dice: Dice, family: Family) -> dict[str, Scalar]:
    parents = sum(parent.state == HOME for parent in (family.father, family.mother))
    old = family.carer not in (family.father, family.mother)
    return {
        "unit": family.unit or None,
        "number": f"{family.index + 1:04d}",
        "head": family.carer.name if old else family.father.name,
        "size": len(family.kids) + parents + (dice.number(1, 2) if old else 0),
        "village_group": family.group,
        "address": family.home,
        "poverty": family.poverty,
    }


# -- the record itself ------------------------------------------------------------------------------


def _child(story: Story, family: Family, kid: Kid, way: Track) -> None:
    dice, case = story.dice, family.case
    values: dict[str, Scalar] = {
        "unit": family.unit or None,
        "household": family.household,
        "name": kid.imported_as,
        "sex": kid.sex,
        "birth": _birth(dice, kid),
        "nation": family.nation,
        "hukou_kind": family.hukou_kind,
        "hukou_class": "外省市户口" if case is FLOATING else "本辖区户口",
        "hukou_address": family.hukou,
        "village_group": family.group,
        "guardianship": family.care,
        "risk": kid.risk_then,
        "focus": "是" if kid.risk_then == "红" else "否",
        "health": dice.weighted(HEALTH),
        "insurance": dice.weighted(INSURANCE),
        "poverty": family.poverty,
        "wish": dice.pick(words.WISHES) if dice.chance(0.15) else None,
        "note": dice.pick(words.NOTES) if dice.chance(0.06) else None,
        "registered_on": _registered(dice, kid, story).isoformat(),
    }
    values.update(_papers(dice, kid))
    values.update(school.on(way, kid.arrival))
    values.update(_illness(dice, family, kid))
    values.update(_means(dice, family, kid, values))
    since = family.left_since(kid)
    left: dict[str, Scalar] = {
        "left_type": case.left_type,
        "care_reason": case.care_reason,
        "family_type": case.family_type,
    }
    if since is None or since <= kid.arrival:
        values.update(left)
    _forget(dice, kid, values)
    story.new(kid.arrival, story.arriving(kid.arrival), "child", values, kid.id)
    if since is not None and since > kid.arrival:
        story.set(min(since + timedelta(2), story.today), EDIT_CHILD, "child", kid.id, **left)


def _birth(dice: Dice, kid: Kid) -> str:
    """As the family says it: of children without a number perhaps only the month, or the lunar day."""
    if kid.number is None and kid.oddity == "bare":
        if dice.chance(0.5):
            return kid.born.isoformat()[:7]
        lunar = kid.born - timedelta(33)
        return f"农历{lunar.year}-{lunar.month:02d}-{min(lunar.day, 29):02d}"
    return kid.born.isoformat()


def _registered(dice: Dice, kid: Kid, story: Story) -> date:
    if story.arriving(kid.arrival) != "import":
        return kid.arrival
    return dice.between(max(kid.born + timedelta(15), kid.arrival - timedelta(900)), kid.arrival)


def _papers(dice: Dice, kid: Kid) -> dict[str, Scalar]:
    if kid.oddity == "newborn":
        return {"id_type": "无证件", "hukou_class": "无户口", "hukou_kind": None, "hukou_address": None}
    if kid.number:
        return {"id_type": "内地居民身份证", "id_number": kid.number}
    return {"id_type": dice.pick(("出生医学证明", "户口本"))}


def _illness(dice: Dice, family: Family, kid: Kid) -> dict[str, Scalar]:
    if kid.oddity == "ill":
        return {"health": "重病", "illness": dice.pick(words.ILLNESSES)}
    if kid.oddity != "disabled":
        return {"illness": dice.pick(words.CHRONIC)} if dice.chance(0.02) else {}
    digit, level = dice.weighted(KINDS_BY_DIGIT), dice.weighted(LEVELS)
    if kid.number is None or (kid.born.year + 3 > kid.arrival.year):
        return {"health": "残疾", "disability_type": "肢体残疾", "disability_level": "未评级"}
    kind = identity.DISABILITY_BY_DIGIT[digit]
    types = rules.with_multiple((kind,) if digit != "7" else ("听力残疾", "智力残疾"))
    return {
        "health": "残疾",
        "disability_type": "、".join(types),
        "disability_level": identity.LEVEL_BY_DIGIT[level],
        "disability_certificate": f"{kid.number}{digit}{level}",
    }


def _means(dice: Dice, family: Family, kid: Kid, values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """Relief, income and, where there is a benefit, the account: numbers that begin with 99 are no bank's."""
    relief = [RELIEF_OF_POVERTY[family.poverty]] if family.poverty in RELIEF_OF_POVERTY else []
    if kid.oddity == "disabled" and values.get("disability_certificate"):
        relief.append("困难残疾人生活补助")
        relief += ["重度残疾人护理补助"] if values.get("disability_level") in ("一级", "二级") else []
    amount = 0
    if "社会散居孤儿" in family.case.categories:
        amount = dice.number(28, 34) * 5_000
        relief.append("孤儿津贴")
    elif "社会散居事实无人抚养儿童" in family.case.categories:
        amount = dice.number(26, 32) * 5_000
        relief.append("事实无人抚养儿童基本生活补贴")
    income = ["打工收入"] if AWAY in (family.father.state, family.mother.state) else ["种养殖业"]
    income += ["政府救助"] if relief else []
    return {
        "relief": "、".join(relief) or "无",
        "income_source": "、".join(income),
        "amount": amount or None,
        "bank_account": f"99{dice.number(10**14, 10**15)}" if amount else None,
    }


def _forget(dice: Dice, kid: Kid, values: dict[str, Scalar]) -> None:
    """Leaves out what nobody has asked yet, so that 未采集 is seen."""
    if kid.oddity == "bare":
        values["was"] = typed_text({"id_number": "还在办"})
        for key in [key for key in values if key not in STAYS_IN_BARE]:
            del values[key]
    elif dice.chance(0.3):
        for _ in range(dice.number(1, 4)):
            values.pop(dice.pick(OFTEN_EMPTY), None)


# -- father, mother, carer --------------------------------------------------------------------------


def _kin(story: Story, family: Family, kid: Kid, record: str, grown: Grown) -> str:
    old = grown.relation not in ("父亲", "母亲")
    values: dict[str, Scalar] = {
        "child": kid.id,
        "name": grown.name,
        "id_number": grown.number,
        "relation": grown.relation,
        "work_place": grown.place[0] if grown.state == AWAY else None,
        "health": grown.health,
        "education": grown.education,
        "live_together": "是" if old or grown.state in (HOME, *SICK) else "否",
    }
    if record == "guardian":
        return _guardian(story, family, kid, values, old=old)
    made = story.new(kid.arrival, story.arriving(kid.arrival), record, values)
    if grown.state not in (HOME, AWAY):
        _state(story, kid, made, grown)
    if grown.moved is not None and grown.moved > kid.arrival:
        story.set(grown.moved + timedelta(3), EDIT_CHILD, record, made, work_place=grown.moved_to[0])
    return made


def _guardian(story: Story, family: Family, kid: Kid, values: dict[str, Scalar], *, old: bool) -> str:
    """Somebody in whose care parents who are away gave the child has their written word, now or later."""
    arrival, signed = kid.arrival, family.signed
    entrusted = old and family.case.left_type is not None
    agreed = {"agreement": "是", "agreement_date": None if signed is None else signed.isoformat()}
    values["kind"] = "受委托照料人" if entrusted else "监护人"
    if entrusted and (signed is None or signed > arrival):
        values["agreement"] = "否"
    elif entrusted:
        values.update(agreed)
    made = story.new(arrival, story.arriving(arrival), "guardian", values)
    if entrusted and signed is not None and arrival < signed < (kid.left_on or story.today):
        story.set(signed, EDIT_CHILD, "guardian", made, **agreed)
    return made


def _state(story: Story, kid: Kid, holder: str, grown: Grown) -> None:
    """What became of a parent; a sentence has its end. The words stand in a sealed record."""
    dice = story.dice
    values: dict[str, Scalar] = {
        "child": kid.id,
        "holder": holder,
        "state": grown.state,
        "source": "村（居）民委员会",
    }
    span = Span(max(grown.since or kid.born, kid.born))
    if grown.state == "服刑在押":
        span = span._replace(ends=dice.after(story.today, 150, 900))
        values["proof"] = "判决书复印件在镇民政办"
    if grown.state == "死亡":
        values["proof"] = "死亡证明复印件"
    story.dated(kid.arrival, "parent_state", values, span)

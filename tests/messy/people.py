"""The invented families of a generated ledger: every child as facts by field, in canonical form.

Nobody is real: numbers and telephones come from ranges that were never given out.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from childdesk.domain import days, identity
from childdesk.domain.village import words
from childdesk.domain.village.numbers import Numbers

TODAY = date(2026, 11, 23)
TOWN, VILLAGE = "云溪镇", "河湾村"
OTHER_VILLAGES = ("石桥村", "大坪村", "柳沟村", "新庙村")
UYGHUR = (
    "阿依努尔 买买提 吐尔逊 古丽 艾力 热依汗 阿卜杜拉 帕提古丽 库尔班 玉素甫 努尔买买提 阿孜古丽 "
    "迪丽努尔 木合塔尔 依米提 凯丽比努尔"
).split()
RARE_GIVEN = ("\U00024a7d", "㛃", "䶮", "\U0002b386", "\ue816", "\ue831", "堃", "喆", "\u9fb4")
"""Given names of extension B and E, of later additions, and of the private range of old Chinese Windows."""
SCHOOLS = {
    "幼儿园": ("云溪镇中心幼儿园", "河湾村幼儿园", "小太阳幼儿园"),
    "小学": ("云溪镇中心小学", "河湾小学", "云溪镇第二小学"),
    "初中": ("云溪镇初级中学", "县第三中学"),
    "高中": ("县第一中学", "县实验高中"),
}
GRADES = {
    "幼儿园": ("小班", "中班", "大班"),
    "小学": ("一年级", "二年级", "三年级", "四年级", "五年级", "六年级"),
    "初中": ("七年级", "八年级", "九年级"),
    "高中": ("高一", "高二", "高三"),
}
KINDS = ("视力残疾", "听力残疾", "言语残疾", "肢体残疾", "智力残疾", "精神残疾")
LEVELS = ("一级", "二级", "三级", "四级")
DIGIT_OF_KIND = {kind: digit for digit, kind in identity.DISABILITY_BY_DIGIT.items()}
RELATIONS = ("祖母", "祖母", "祖父", "外祖母", "外祖父", "伯父", "姑姑", "舅舅", "母亲", "父亲")
FEMALE = frozenset(("祖母", "外祖母", "姑姑", "母亲"))
GRANDPARENTS = frozenset(("祖母", "祖父", "外祖母", "外祖父"))
AWAY, DEAD, GONE, ILL, HOME = "外出务工", "死亡", "失联", "重病", "正常"
STATES = (
    ((AWAY, AWAY), 60),
    ((AWAY, ILL), 6),
    ((DEAD, AWAY), 4),
    ((DEAD, GONE), 4),
    (("服刑在押", "离异"), 2),
    ((HOME, HOME), 16),
    ((AWAY, "离异"), 8),
)
CASES = {
    (AWAY, AWAY): ("留守儿童", "父母双方外出", "父母双方同时外出", "隔代家庭"),
    (AWAY, ILL): (
        "留守儿童、困境儿童",
        "父母一方外出",
        "父母一方外出，另一方无监护能力",
        "正常家庭",
    ),
    (DEAD, AWAY): ("留守儿童、单亲家庭儿童", "单亲留守", "", "单亲家庭"),
    (DEAD, GONE): ("事实无人抚养儿童、困境儿童", "", "", "隔代家庭"),
    ("服刑在押", "离异"): ("困境儿童", "", "父母双方无监护能力", "单亲家庭"),
    (HOME, HOME): ("家庭贫困儿童", "", "", "正常家庭"),
    (AWAY, "离异"): ("留守儿童、单亲家庭儿童", "单亲留守", "", "单亲家庭"),
}
Facts = dict[str, str]


@dataclass(slots=True)
class Family:
    """One household: its number within the ledger and the facts of each child."""

    index: int
    group: str
    kids: list[Facts] = field(default_factory=list)


def weighted(rnd: random.Random, pairs: tuple[tuple[object, float], ...]) -> object:
    """One value by its weight."""
    return rnd.choices([value for value, _ in pairs], [weight for _, weight in pairs])[0]


def families(
    rnd: random.Random, children: int, groups: tuple[str, ...], *, uyghur: float, oldest: float = 16.5
) -> list[Family]:
    """Families with so many children together, in the order of their groups."""
    first = rnd.randrange(0, 800_000)
    made: list[Family] = []
    count = 0
    while count < children:
        size = min(int(str(weighted(rnd, ((1, 56), (2, 34), (3, 10))))), children - count)
        group = groups[min(len(groups) - 1, count * len(groups) // children)]
        made.append(_family(rnd, first + len(made), group, size, uyghur, oldest))
        count += size
    return made


def _family(rnd: random.Random, index: int, group: str, size: int, uyghur: float, oldest: float) -> Family:
    numbers = Numbers(index)
    states = weighted(rnd, STATES)
    assert isinstance(states, tuple)
    foreign = rnd.random() < uyghur
    surname = rnd.choice(words.SURNAMES)
    births = _births(rnd, size, oldest)
    shared = _shared(rnd, numbers, states, surname, births[0], foreign=foreign)
    home = f"{TOWN}{VILLAGE}{group}{rnd.randrange(1, 120)}号"
    shared |= _household(rnd, index, group, home, shared, size)
    family = Family(index, group)
    taken: set[str] = set()
    for order, born in enumerate(births):
        sex = rnd.choice("男女")
        name = _child_name(rnd, surname, sex, taken, foreign=foreign, father=shared["father.name"])
        family.kids.append(
            _child(rnd, numbers, {**shared, "child.name": name, "child.sex": sex}, born, order)
        )
    return family


def _births(rnd: random.Random, size: int, oldest: float) -> list[date]:
    age = rnd.uniform(0.6, oldest) if rnd.random() < 0.3 else rnd.uniform(min(3.5, oldest / 2), oldest)
    births = [TODAY - timedelta(int(age * 365.25))]
    while len(births) < size:
        if rnd.random() < 0.12:
            births.append(births[-1])
            continue
        later = births[-1] + timedelta(rnd.randrange(430, 1900))
        births.append(later if later < TODAY - timedelta(60) else births[-1])
    return births


# ── names ───────────────────────────────────────────────────────────────────────────────────────────────


def _child_name(
    rnd: random.Random, surname: str, sex: str, taken: set[str], *, foreign: bool, father: str
) -> str:
    while True:
        if foreign:
            name = f"{rnd.choice(UYGHUR)}·{father.split('·')[0]}"
        elif rnd.random() < 0.03:
            name = surname + rnd.choice("思子文一") + rnd.choice(RARE_GIVEN)
        elif rnd.random() < 0.15:
            name = surname + rnd.choice(words.BOY_SHORT if sex == "男" else words.GIRL_SHORT)
        elif sex == "男":
            name = surname + rnd.choice(words.BOY_FIRST) + rnd.choice(words.BOY_SECOND)
        else:
            name = surname + rnd.choice(words.GIRL_FIRST) + rnd.choice(words.GIRL_SECOND)
        if name not in taken:
            taken.add(name)
            return name


def grown_name(rnd: random.Random, sex: str, surname: str = "", *, old: bool = False) -> str:
    """The name of a grown-up."""
    if sex == "男":
        given = words.GRANDFATHERS if old else words.FATHERS
    else:
        given = words.GRANDMOTHERS if old else words.MOTHERS
    return (surname or rnd.choice(words.SURNAMES)) + rnd.choice(given)


# ── grown-ups ───────────────────────────────────────────────────────────────────────────────────────────


def _shared(
    rnd: random.Random,
    numbers: Numbers,
    states: tuple[str, str],
    surname: str,
    eldest: date,
    *,
    foreign: bool,
) -> Facts:
    """What the children of one family have in common."""
    facts: Facts = {"child.nation": "维吾尔族" if foreign else _nation(rnd)}
    born = {"mother": eldest - timedelta(rnd.randrange(20 * 365, 32 * 365))}
    born["father"] = born["mother"] - timedelta(rnd.randrange(-200, 6 * 365))
    for record, state, sex in (("father", states[0], "男"), ("mother", states[1], "女")):
        if foreign:
            name = f"{rnd.choice(UYGHUR)}·{rnd.choice(UYGHUR)}"
        else:
            name = grown_name(rnd, sex, surname if record == "father" else "")
        facts |= _grown(rnd, numbers, record, name, sex, born[record], state)
    relation = rnd.choice(RELATIONS if states[1] in (HOME, ILL) else RELATIONS[:8])
    facts |= _guardian(rnd, numbers, relation, facts, born, surname)
    category, left, reason, family_type = CASES[states]
    facts |= {"child.left_type": left, "child.care_reason": reason, "child.family_type": family_type}
    facts["child.categories"] = category
    return facts


def _nation(rnd: random.Random) -> str:
    return str(weighted(rnd, words.NATIONS))


def _grown(
    rnd: random.Random,
    numbers: Numbers,
    record: str,
    name: str,
    sex: str,
    born: date,
    state: str,
) -> Facts:
    lost = state in (DEAD, GONE)
    return {
        f"{record}.name": name,
        f"{record}.id_number": numbers.identity(born, sex) if rnd.random() < 0.93 else "",
        f"{record}.phone": "" if lost or state == "服刑在押" else numbers.phone(),
        f"{record}.relation": "父亲" if record == "father" else "母亲",
        f"{record}.work_place": rnd.choice(words.WORK_PLACES)[0] if state == AWAY else "",
        f"{record}.status": state,
        f"{record}.health": "" if lost else "重病" if state == ILL else "健康",
        f"{record}.education": rnd.choice(("小学", "初中", "初中", "高中", "")),
        f"{record}.birth": born.isoformat(),
    }


def _guardian(
    rnd: random.Random,
    numbers: Numbers,
    relation: str,
    facts: Facts,
    born: dict[str, date],
    surname: str,
) -> Facts:
    made: Facts = {"guardian.relation": relation, "guardian.live_together": "是"}
    if relation in ("父亲", "母亲"):
        parent = "father" if relation == "父亲" else "mother"
        keys = ("name", "id_number", "phone", "health", "education", "birth")
        made |= {f"guardian.{key}": facts[f"{parent}.{key}"] for key in keys}
        return made | {"guardian.agreement": "否", "guardian.agreement_date": ""}
    sex = "女" if relation in FEMALE else "男"
    line = "mother" if relation.startswith("外") or relation == "舅舅" else "father"
    old = relation in GRANDPARENTS
    birth = born[line] - timedelta(rnd.randrange(19 * 365, 27 * 365) if old else rnd.randrange(-2000, 2500))
    own = surname if relation in ("祖父", "伯父", "姑姑") else ""
    if "·" in facts["father.name"]:
        name = f"{rnd.choice(UYGHUR)}·{rnd.choice(UYGHUR)}"
    else:
        name = grown_name(rnd, sex, own, old=old)
    agreed = rnd.random() < 0.5
    signed = TODAY - timedelta(rnd.randrange(30, 900))
    return made | {
        "guardian.name": name,
        "guardian.id_number": numbers.identity(birth, sex) if rnd.random() < 0.9 else "",
        "guardian.phone": numbers.phone() if rnd.random() < 0.93 else "",
        "guardian.health": rnd.choice(("健康", "健康", "慢性病", "一般或较弱")),
        "guardian.education": rnd.choice(("小学", "文盲或半文盲", "初中", "")),
        "guardian.birth": birth.isoformat(),
        "guardian.agreement": "是" if agreed else "否",
        "guardian.agreement_date": signed.isoformat() if agreed else "",
    }


def _household(rnd: random.Random, index: int, group: str, home: str, shared: Facts, size: int) -> Facts:
    grand = shared["guardian.relation"] in ("祖父", "祖母")
    poverty = str(
        weighted(
            rnd, (("", 55), ("最低生活保障", 22), ("建档立卡户", 15), ("特困供养", 3), ("低保边缘家庭", 5))
        )
    )
    relief = {"最低生活保障": "最低生活保障", "建档立卡户": "建档立卡贫困户", "特困供养": "特困供养"}.get(
        poverty, ""
    )
    return {
        "household.number": f"{index % 9000 + 1:04d}",
        "household.head": shared["guardian.name"] if grand else shared["father.name"],
        "household.size": str(size + rnd.randrange(2, 5)),
        "child.village_group": group,
        "child.live_address": home,
        "child.hukou_address": home if rnd.random() < 0.9 else f"{TOWN}{rnd.choice(OTHER_VILLAGES)}二组",
        "child.poverty": poverty,
        "child.relief": relief,
        "child.income_source": "打工收入" if "外出务工" in shared.values() else "种养殖业",
        "child.guardianship": rnd.choice(("较好", "较好", "一般", "差")),
        "place.town": TOWN,
        "place.village": VILLAGE,
    }


# ── the child ───────────────────────────────────────────────────────────────────────────────────────────


def _child(rnd: random.Random, numbers: Numbers, shared: Facts, born: date, order: int) -> Facts:
    age = days.years_between(born, TODAY)
    number = numbers.identity(born, shared["child.sex"]) if age >= 1 and rnd.random() < 0.97 else ""
    facts = {
        **shared,
        "child.id_number": number,
        "child.id_type": "内地居民身份证" if number else "户口本",
        "child.birth": born.isoformat(),
        "child.age": str(age),
        "child.former_name": rnd.choice(words.NICKNAMES) if rnd.random() < 0.25 else "",
        "child.hukou_class": "本辖区户口" if number else "无户口",
        "child.hukou_kind": "农村居民户口" if rnd.random() < 0.9 else "城镇居民户口",
        "child.phone": numbers.phone() if rnd.random() < 0.8 and order < 3 else "",
        "child.risk": rnd.choice("红黄蓝蓝绿绿"),
        "child.focus": rnd.choice(("是", "否", "否")),
        "child.wish": rnd.choice(words.WISHES) if rnd.random() < 0.4 else "",
        "child.note": rnd.choice(words.NOTES) if rnd.random() < 0.15 else "",
        "child.registered_on": (max(born, TODAY - timedelta(rnd.randrange(30, 1500)))).isoformat(),
        "child.last_contact": (TODAY - timedelta(rnd.randrange(1, 60))).isoformat(),
        "child.insurance": rnd.choice(("自费参保", "自费参保", "政府资助参保", "未参保")),
        "child.birth_certificate": f"{rnd.choice('RTX')}{rnd.randrange(10**8, 10**9)}" if age < 4 else "",
        "child.exit_on": "",
        "child.exit_reason": "",
        "child.welfare_card": "",
    }
    facts |= _health(rnd, number) | _school(rnd, age, number)
    if "事实无人抚养" in facts["child.categories"]:
        facts["child.amount"] = str(rnd.randrange(260, 340) * 500)
        facts["child.bank_account"] = f"99{rnd.randrange(10**16, 10**17)}"
        facts["child.welfare_card"] = f"ETFL{rnd.randrange(10**6, 10**7)}"
    return facts


def _health(rnd: random.Random, number: str) -> Facts:
    health = str(weighted(rnd, (("健康", 82), ("一般或较弱", 5), ("慢性病", 4), ("残疾", 6), ("重病", 3))))
    facts = {"child.health": health, "child.illness": ""}
    facts |= {f"child.disability_{key}": "" for key in ("type", "level", "certificate")}
    if health == "重病":
        facts["child.illness"] = rnd.choice(("先天性心脏病", "白血病", "肾病综合征", "地中海贫血"))
    if health == "残疾":
        kind, level = rnd.choice(KINDS), rnd.choice(LEVELS)
        facts |= {"child.disability_type": kind, "child.disability_level": level}
        if number:
            digits = f"{DIGIT_OF_KIND[kind]}{LEVELS.index(level) + 1}"
            facts["child.disability_certificate"] = number + digits
    return facts


def _school(rnd: random.Random, age: int, number: str) -> Facts:
    if age < 3:
        return {"child.schooling": "学龄前", "child.study_state": "学龄前"}
    stage = "幼儿园" if age < 6 else "小学" if age < 12 else "初中" if age < 15 else "高中"
    grades = GRADES[stage]
    at = {"幼儿园": age - 3, "小学": age - 6, "初中": age - 12, "高中": age - 15}[stage]
    boards = stage in ("初中", "高中") and rnd.random() < 0.6
    return {
        "child.schooling": stage,
        "child.study_state": "在读",
        "child.school": rnd.choice(SCHOOLS[stage]),
        "child.grade": grades[min(at, len(grades) - 1)],
        "child.school_class": f"{rnd.randrange(1, 5)}班" if stage != "幼儿园" else "",
        "child.student_number": f"G{number}" if number and stage in ("小学", "初中") else "",
        "child.boarding": "寄宿生" if boards else "非寄宿生",
    }

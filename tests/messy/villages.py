"""Two successive lists of one village, and which rows of them are one child: twins, newborns, new names."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from childdesk.domain import identity
from tests.messy import people, writers
from tests.messy.grid import Grid
from tests.messy.people import TODAY, Facts

COLUMNS = (
    ("row.number", "序号"), ("child.name", "儿童姓名"), ("child.sex", "性别"),
    ("child.id_number", "身份证号码"), ("child.birth", "出生日期"), ("father.name", "父亲姓名"),
    ("mother.name", "母亲姓名"), ("guardian.name", "监护人姓名"), ("guardian.relation", "与儿童关系"),
    ("guardian.phone", "监护人电话"), ("child.birth_certificate", "出生医学证明号"),
    ("child.village_group", "村民组"), ("child.live_address", "现住址"), ("child.note", "备注"),
)  # fmt: skip
NAMELESS = ("毛毛", "宝宝", "未取名", "{}宝宝", "{}毛毛")
NEW_TOWN = "云溪街道"


@dataclass(slots=True)
class Line:
    """One row: its facts, the child it is about, and what happened between the two years."""

    facts: Facts
    child: str
    event: str = ""


@dataclass(slots=True)
class Years:
    """Two lists. `missing` are the children of the first who are not in the second."""

    first: list[Line] = field(default_factory=list)
    second: list[Line] = field(default_factory=list)

    @property
    def missing(self) -> list[Line]:
        """Who is gone in the second year."""
        there = {line.child for line in self.second}
        return [line for line in self.first if line.child not in there]


def village(seed: int) -> Years:
    """Two years of the village of a seed."""
    rnd = random.Random(f"village/{seed}")
    families = people.families(rnd, rnd.randrange(18, 34), ("一组", "二组", "三组", "四组"), uyghur=0.06)
    years = Years()
    for family in families:
        for number, facts in enumerate(family.kids):
            _live(rnd, years, dict(facts), f"{family.index}/{number}")
    _twins(rnd, years)
    _newborns(rnd, years)
    _namesakes(rnd, years)
    _share_telephones(rnd, years)
    if rnd.random() < 0.3:
        for line in years.second:
            key = "child.live_address"
            line.facts[key] = line.facts[key].replace(people.TOWN, NEW_TOWN)
    rnd.shuffle(years.second)
    return years


def file(lines: Sequence[Line], name: str) -> bytes:
    """One year's list as a workbook."""
    grid = Grid("花名册")
    grid.put(1, 0, f"河湾村留守儿童花名册（{name}）", bold=True)
    grid.merge(1, 0, 1, len(COLUMNS) - 1)
    for at, (_, word) in enumerate(COLUMNS):
        grid.put(2, at, word, bold=True)
    for number, line in enumerate(lines, 1):
        for at, (key, _) in enumerate(COLUMNS):
            grid.put(2 + number, at, number if key == "row.number" else line.facts.get(key, ""), "text")
    return writers.write([grid], "xlsx", random.Random(0))[0]


# ── what happens to a child in a year ───────────────────────────────────────────────────────────────────


def _live(rnd: random.Random, years: Years, facts: Facts, child: str) -> None:
    """One child in both years, or gone in the second."""
    before, after = dict(facts), dict(facts)
    number = facts["child.id_number"]
    part = rnd.random()
    event = ""
    if part < 0.05:
        years.first.append(Line(before, child, "moved away"))
        return
    if part < 0.10 and number:
        event = "new surname"
        after["child.name"] = rnd.choice(people.words.SURNAMES) + facts["child.name"][1:]
    elif part < 0.13 and number:
        event = "new given name"
        after["child.name"] = facts["child.name"][0] + rnd.choice("乐远安宁") + rnd.choice("之行然")
    elif part < 0.17 and number:
        event = "number corrected"
        before["child.id_number"] = _other_number(rnd, number)
    elif part < 0.24:
        event = "number came later"
        before["child.id_number"] = ""
    elif part < 0.28 and number:
        event = "step-family"
        after["mother.name"] = people.grown_name(rnd, "女")
        after["guardian.name"], after["guardian.relation"] = after["mother.name"], "母亲"
        after["guardian.phone"] = f"1047{rnd.randrange(10**7):07d}"
    elif part < 0.32 and number:
        event = "number damaged"
        after["child.id_number"] = number[:17]
    elif part < 0.36:
        event = "new guardian"
        after["guardian.name"] = people.grown_name(rnd, "男", facts["father.name"][0])
        after["guardian.relation"] = "伯父"
    if event in ("new surname", "new given name") and after["child.name"] == facts["child.name"]:
        event = ""
    years.first.append(Line(before, child))
    years.second.append(Line(after, child, event))


def _other_number(rnd: random.Random, number: str) -> str:
    """A wrong number that is well formed: the order code is another, far away."""
    order = (int(number[14:17]) + 2 * rnd.randrange(60, 400)) % 1000
    first17 = f"{number[:14]}{order:03d}"
    return first17 + identity.check_digit(first17)


# ── twins, newborns, namesakes ──────────────────────────────────────────────────────────────────────────


def _family_of(rnd: random.Random, years: Years) -> Line:
    return rnd.choice(years.first)


def _twins(rnd: random.Random, years: Years) -> None:
    """Twins whose names differ in one character, with neighbouring numbers or with none; of some the list
    only says behind one name who is big and who is small."""
    for pair in range(rnd.randrange(1, 4)):
        model = _family_of(rnd, years)
        born = date(2026, 1, 5) - timedelta(rnd.randrange(900, 4500))
        sex, given = rnd.choice("男女"), rnd.choice("川海林月")
        numbered = rnd.random() < 0.6
        surname = model.facts["father.name"][0]
        marks = rnd.choice((("大", "小"), ("一", "二"), ("子", "梓"), ("雨", "语")))
        order = rnd.randrange(100, 900)
        late = rnd.random() < 0.3
        behind = marks[0] == "大" and random.Random(f"{born}/{given}/{order}").random() < 0.5
        for at, mark in enumerate(marks):
            first17 = f"{'990777'}{born:%Y%m%d}{order // 2 * 2 + (sex == '男') + at * 2:03d}"
            name = f"{surname}{given}（{mark}）" if behind else f"{surname}{mark}{given}"
            facts = _child_of(model.facts, name, sex, born)
            facts["child.id_number"] = first17 + identity.check_digit(first17) if numbered else ""
            line = Line(facts, f"twin {pair}/{at}", "twin")
            if not (late and at == 1):
                years.first.append(replace(line, facts=dict(facts)))
            years.second.append(replace(line, event="twin new" if late and at == 1 else "twin"))


def _child_of(model: Facts, name: str, sex: str, born: date) -> Facts:
    """A child of the same parents as another."""
    facts = dict(model)
    facts |= {"child.name": name, "child.sex": sex, "child.birth": born.isoformat(), "child.id_number": ""}
    facts |= {"child.birth_certificate": "", "child.note": "", "child.former_name": ""}
    return facts


def _newborns(rnd: random.Random, years: Years) -> None:
    """A nameless newborn who has name and number a year later; and one who is new."""
    for number in range(rnd.randrange(1, 4)):
        model = _family_of(rnd, years)
        surname = model.facts["father.name"][0]
        born = date(2025, 11, 1) - timedelta(rnd.randrange(5, 160))
        sex = rnd.choice("男女")
        facts = _child_of(model.facts, rnd.choice(NAMELESS).format(surname), sex, born)
        facts["child.birth_certificate"] = f"T{rnd.randrange(10**8, 10**9)}" if rnd.random() < 0.6 else ""
        years.first.append(Line(facts, f"newborn {number}"))
        named = dict(facts)
        named["child.name"] = surname + rnd.choice("子梓思") + rnd.choice("涵轩怡")
        first17 = f"990778{born:%Y%m%d}{rnd.randrange(100, 450) * 2 + (sex == '男'):03d}"
        named["child.id_number"] = first17 + identity.check_digit(first17)
        if rnd.random() < 0.3:
            named["child.birth_certificate"] = ""
        years.second.append(Line(named, f"newborn {number}", "newborn named"))
    for number in range(rnd.randrange(0, 3)):
        model = _family_of(rnd, years)
        born = TODAY - timedelta(rnd.randrange(10, 200))
        facts = _child_of(model.facts, rnd.choice(NAMELESS).format(model.facts["father.name"][0]), "女", born)
        years.second.append(Line(facts, f"new {number}", "new"))


def _namesakes(rnd: random.Random, years: Years) -> None:
    """Two children of one name: in two families, born on different days or on the same."""
    if rnd.random() < 0.6:
        one = rnd.choice(years.first)
        born = date.fromisoformat(one.facts["child.birth"])
        if rnd.random() < 0.7:
            born -= timedelta(rnd.randrange(200, 900))
        strangers = people.families(rnd, 1, ("三组",), uyghur=0)[0].kids[0]
        sex = one.facts["child.sex"]
        facts = _child_of(strangers, one.facts["child.name"], sex, born)
        first17 = f"990779{born:%Y%m%d}{rnd.randrange(100, 450) * 2 + (sex == '男'):03d}"
        facts["child.id_number"] = first17 + identity.check_digit(first17)
        years.first.append(Line(dict(facts), "namesake"))
        years.second.append(Line(facts, "namesake", "namesake"))


def _share_telephones(rnd: random.Random, years: Years) -> None:
    """One telephone, of the village's cadre, stands for several families."""
    number = f"1046{rnd.randrange(10**7):07d}"
    children = sorted({line.child for line in years.first})
    sharing = set(rnd.sample(children, min(len(children), rnd.randrange(3, 9))))
    for line in (*years.first, *years.second):
        if line.child in sharing:
            line.facts["guardian.phone"] = number

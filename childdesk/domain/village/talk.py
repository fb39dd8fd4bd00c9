"""What is said and seen on a visit to a practice family: short sentences put together from parts.

What befell a parent is never said in these words: the sealed record knows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from childdesk.domain import days
from childdesk.domain.kinds import Scalar
from childdesk.domain.village import words
from childdesk.domain.village.cases import AWAY, FLOATING, HOME, SICK
from childdesk.domain.village.people import Family, Grown
from childdesk.domain.village.story import Dice

OLD = 55
AT_SCHOOL = frozenset(["小学", "初中", "高中", "中职", "技工学校", "特殊教育"])


def pupil(at_school: Mapping[str, Scalar]) -> bool:
    """Whether a child goes to a school with homework."""
    return at_school["schooling"] in AT_SCHOOL


def nobody_home(dice: Dice) -> str:
    """Why nobody opened."""
    return dice.pick(words.NOBODY)


class Talk:
    """The conversations with one family: what stays the same is decided once, the rest at each visit."""

    def __init__(self, dice: Dice, family: Family) -> None:
        self.dice = dice
        self.family = family
        parents = (family.father, family.mother)
        gone = [parent for parent in parents if parent.state == AWAY]
        self.away = bool(gone)
        self.unsigned = self.away and family.signed is None
        self.lost = self.away or not any(_is_there(parent) for parent in parents)
        self.needy = family.case.risk == "grave" or family.poverty == "最低生活保障"
        self.income = dice.pick(words.SENT if self.away else words.AID if self.needy else words.FARM)
        self.house = dice.pick(words.RENTED if family.case is FLOATING else words.HOUSES)
        self.way = dice.pick(words.WAYS)
        self.opinions = self._opinions()
        self.month = 1
        self.spoken: dict[str, str | int] = {
            "who": family.who,
            "age": 0,
            "gone": "父母" if len(gone) == 2 else _called(gone[0]) if gone else "",
            "place": gone[0].place[2] if gone else "",
            "minutes": dice.number(2, 8) * 5,
            "yuan": dice.number(4, 10) * 10,
            "money": dice.number(6, 18) * 100,
        }

    def _opinions(self) -> tuple[str, ...]:
        family = self.family
        found: tuple[str, ...] = words.OPINIONS
        if self.away:
            found += words.AWAY_OPINIONS
        if self.unsigned:
            found += words.SIGN_OPINIONS
        if family.carer.relation not in ("父亲", "母亲"):
            found += words.OLD_OPINIONS
        if self.needy:
            found += words.AID_OPINIONS
        if any(kid.oddity == "disabled" for kid in family.kids):
            found += words.CARE_OPINIONS
        return found

    def visit(self, day: date) -> None:
        """Begins the conversation of a day."""
        self.month = day.month
        self.spoken["age"] = days.years_between(self.family.carer.born, day)
        self.spoken["dish"] = self.dice.pick(words.DISHES)
        self.spoken["back"] = self.dice.pick(words.BACK_BEFORE if 2 <= day.month <= 7 else words.BACK_LATER)

    def family_words(self) -> str:
        """家庭状况: who is there, health, where the parents are, what the family lives on."""
        bodies = words.BODIES if int(self.spoken["age"]) >= OLD else words.STRONG
        said = words.FAMILY.replace("{body}", self.dice.pick(bodies)).replace("{parents}", self._parents())
        return said.replace("{income}", self.income).replace("{house}", self.house).format_map(self.spoken)

    def opinion(self) -> str:
        """监护人意见."""
        return self.dice.pick(self.opinions).format_map(self.spoken)

    def next_step(self, pupils: bool) -> str:
        """下一步; `pupils` says whether a child of the family goes to school."""
        steps = words.NEXT_STEPS + (words.PUPIL_NEXT if pupils else ())
        steps += words.SIGN_NEXT if self.unsigned else ()
        steps += (words.AWAY_NEXT if self.away else ()) + (words.AID_NEXT if self.needy else ())
        return self.dice.pick(steps).format_map(self.spoken)

    def findings(self, kind: str, pupils: bool) -> str:
        """走访情况 in a few lines."""
        if kind == "电话走访":
            return self.dice.pick(words.CALL_FINDINGS).format_map(self.spoken)
        seen = words.FINDINGS + (words.PUPIL_FINDINGS if pupils else ())
        seen += words.AWAY_FINDINGS if self.away and pupils else ()
        return self.dice.pick(seen).format_map(self.spoken)

    def living(self, age: int, at_school: Mapping[str, Scalar]) -> str:
        """生活状况: eating, clothes, bed, the way to school, danger in and around the house."""
        dice, month = self.dice, self.month
        cold, warm = month in (11, 12, 1, 2, 3), 6 <= month <= 9
        clothes = words.COLD_CLOTHES if cold else words.WARM_CLOTHES if warm else words.MILD_CLOTHES
        said = [f"{dice.pick(words.SMALL_MEALS if age < 2 else words.MEALS)}；{dice.pick(clothes)}"]
        said.append(dice.pick(words.BEDS if age >= 5 else words.BEDS[::2]))
        if at_school["school"]:
            said.append(self._way(at_school))
        if dice.chance(0.6):
            said.append(dice.pick(words.WATER if 5 <= month <= 9 and age >= 4 else words.SAFE))
        return f"{'。'.join(said)}。".format_map(self.spoken)

    def _way(self, at_school: Mapping[str, Scalar]) -> str:
        if self.month in (7, 8) and pupil(at_school):
            return self.dice.pick(words.HOLIDAYS)
        return self.dice.pick(words.BOARDING_WAYS) if at_school["boarding"] == "寄宿生" else self.way

    def mind(self, age: int) -> str:
        """儿童精神状况: what was seen and heard, no judgement."""
        if age >= 4 and self.lost and self.dice.chance(0.25):
            missing = words.AWAY_MINDS if self.away else words.MISSING_MINDS
            return f"{self.dice.pick(missing)}。".format_map(self.spoken)
        minds: tuple[str, ...] = words.TEEN_MINDS if age >= 12 else words.MINDS
        if age < 7:
            minds = words.BABY_MINDS if age < 3 else words.SMALL_MINDS
        return f"{self.dice.pick(minds)}。".format_map(self.spoken)

    def _parents(self) -> str:
        father, mother = self.family.father, self.family.mother
        there = [parent for parent in (father, mother) if _is_there(parent)]
        if father.state == mother.state == AWAY:
            return self.dice.pick(words.BOTH_AWAY)
        if self.away:
            one, other = (father, mother) if father.state == AWAY else (mother, father)
            said = self.dice.pick(words.ONE_AWAY if there else words.ALONE_AWAY)
            return said.replace("{one}", _called(one)).replace("{other}", _called(other))
        if len(there) == 2:
            return self.dice.pick(words.HOME)
        if there:
            return self.dice.pick(words.ONE_HOME).replace("{one}", _called(there[0]))
        return self.dice.pick(words.NONE_HOME)


def _is_there(parent: Grown) -> bool:
    return parent.state == HOME or parent.state in SICK


def _called(parent: Grown) -> str:
    return words.SPOKEN[parent.relation]

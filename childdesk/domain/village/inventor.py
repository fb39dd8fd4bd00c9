"""Invents the families of the practice village: how old they are, what befell them, what they are called."""

from __future__ import annotations

from datetime import date, timedelta

from childdesk.domain import days
from childdesk.domain.village import words
from childdesk.domain.village.cases import (
    APART,
    AWAY,
    CARE,
    CASES,
    CHANGED,
    EDUCATION,
    FLOATING,
    GRAND,
    HEALTH,
    HOME,
    KIN,
    NATION,
    NEGLECT,
    OLD_EDUCATION,
    OLD_HEALTH,
    POOR,
    POVERTY,
    RISKS,
    SCRIPTS,
    SICK,
    SIZES,
    STRAY,
    Case,
    Part,
    Script,
)
from childdesk.domain.village.numbers import Numbers
from childdesk.domain.village.people import Family, Grown, Kid
from childdesk.domain.village.story import Dice, register_day

GOLDEN = (5**0.5 - 1) / 2


class Inventor:
    """Makes families one after the other. The same dice make the same family.

    `phase` (0 to 1) says where the turns of the cases begin: they are not drawn but take turns by the golden
    section, so that a village of sixty has its share of each as a village of thousands has.
    """

    def __init__(self, today: date, unit: str, phase: float) -> None:
        self.today = today
        self.unit = unit
        self.phase = phase
        self.register = register_day(today)

    def family(self, dice: Dice, index: int, room: int) -> Family:
        """The village's nth family, with at most `room` children."""
        script = SCRIPTS[index] if index < len(SCRIPTS) else None
        case = script.case if script else CASES.at((self.phase + index * GOLDEN) % 1)
        kids = self._kids(dice, case, script)[:room]
        surname = self._surname(dice, script)
        father, mother = self._parents(dice, case, kids, surname, script)
        carer = self._carer(dice, case, father, mother, surname)
        if script and script.carer:
            carer.name, carer.sex, carer.relation = script.carer, "女", "祖母"
            carer.born = date(self.today.year - 72, 5, 12)
        group = "3组" if index == 0 else f"{dice.number(1, 8)}组"
        words_home = f"{words.TOWN}{words.VILLAGE}{group}{dice.number(1, 96)}号"
        made = Family(
            index, case, group, _address(words_home, self.unit), dice.weighted(NATION), None, None,
            father, mother, carer, kids, self.unit,
        )  # fmt: skip
        made.nation = script.nation if script and script.nation else made.nation
        made.poverty = "最低生活保障" if case is POOR else dice.weighted(POVERTY)
        made.care = "差" if case is NEGLECT else dice.weighted(CARE)
        made.hukou = made.home
        if case is FLOATING:
            made.hukou = _address(*dice.pick(words.WORK_PLACES)[:2])
        made.hukou_kind = "农村居民户口" if dice.chance(0.94) else "居民户口"
        made.reported = dice.chance(0.55)
        self._entrust(dice, made)
        self._name_and_number(dice, made, surname)
        return made

    def _surname(self, dice: Dice, script: Script | None) -> str:
        named = (
            next((part.name for part in script.parts if part.name != "毛毛" and part.name), "")
            if script
            else ""
        )
        return named[0] if named and "·" not in named else dice.pick(words.SURNAMES)

    # -- children -----------------------------------------------------------------------------------

    def _kids(self, dice: Dice, case: Case, script: Script | None) -> list[Kid]:
        """The children, the eldest first; those left behind are weaned, others may be very young."""
        if script:
            parts = script.parts
            births = [self._birth_of(dice, part) for part in parts]
            if parts[0].oddity == "twin":
                births[1] = births[0]
        else:
            births = self._births(dice, _youngest(case))
            parts = tuple(Part(self._oddity(dice, case, at)) for at in range(len(births)))
        early = dice.chance(0.9) or case.left_type is not None
        settled = self.register if early or script else dice.before(self.today, 40, 330)
        return [
            Kid(
                dice.id(), part.name, part.sex or dice.pick("男女"), born, part.oddity,
                part.risk or dice.weighted(RISKS[case.risk]), self._arrival(dice, born, settled),
            )
            for part, born in zip(parts, births, strict=True)
        ]  # fmt: skip

    def _births(self, dice: Dice, youngest: int) -> list[date]:
        oldest = 365 * 18 - 20
        age = youngest + int((oldest - youngest) * dice.random())
        births = [self.today - timedelta(age)]
        for _ in range(dice.weighted(SIZES) - 1):
            age -= dice.number(430, 2000)
            if age < youngest:
                break
            births.append(self.today - timedelta(age))
        return births

    def _birth_of(self, dice: Dice, part: Part) -> date:
        if part.oddity == "newborn":
            return self.today - timedelta(20)
        if part.oddity == "sixteen":
            return _years_before(days.plus_months(self.today, 1), 16)
        years = 18 if part.oddity == "grown" else part.age or 8
        return dice.before(_years_before(self.today, years), 20, 300 if part.oddity != "grown" else 120)

    def _oddity(self, dice: Dice, case: Case, at: int) -> str:
        if at == 0 and case.name in ("disabled", "ill"):
            return case.name
        part = dice.random()
        for bound, oddity in ((0.018, "closed"), (0.036, "disabled"), (0.052, "bare"), (0.062, "renamed")):
            if part < bound:
                return oddity
        return ""

    def _arrival(self, dice: Dice, born: date, settled: date) -> date:
        """When the child came into the register: with its family, or some weeks after birth."""
        known = dice.after(born, 15, 45)
        return settled if known <= settled else min(known, self.today - timedelta(1))

    # -- grown-ups ----------------------------------------------------------------------------------

    def _parents(
        self, dice: Dice, case: Case, kids: list[Kid], surname: str, script: Script | None
    ) -> tuple[Grown, Grown]:
        mother_born = dice.before(kids[0].born, 20 * 365, 32 * 365)
        father_born = dice.before(mother_born, -200, 6 * 365)
        father = Grown("父亲", surname + dice.pick(words.FATHERS), "男", father_born, case.father)
        mother = Grown(
            "母亲", dice.pick(words.SURNAMES) + dice.pick(words.MOTHERS), "女", mother_born, case.mother
        )
        if script and script.father:
            father.name, mother.name = script.father, script.mother
        place = dice.pick(words.WORK_PLACES)
        for parent in (father, mother):
            parent.place = place if dice.chance(0.8) else dice.pick(words.WORK_PLACES)
            self._fate(dice, parent, kids[-1].born + timedelta(40))
        return father, mother

    def _fate(self, dice: Dice, parent: Grown, earliest: date) -> None:
        """When the present state began. People leave after the Spring Festival, and some change the place."""
        if parent.state == HOME:
            return
        if parent.state != AWAY:
            since = dice.before(self.today, 430, 2600)
            parent.since = max(since, earliest) if parent.state in APART else since
            return
        parent.visits_home = "春节回家" if dice.chance(0.5) else None
        parent.month_only = dice.chance(0.33)
        lately = dice.chance(0.05)
        if lately:
            parent.since = dice.before(self.today, 30, 170)
        else:
            spring = date(self.register.year - dice.number(0, 6), 2, 12) + timedelta(dice.number(0, 45))
            parent.since = spring if spring < self.register else days.plus_months(spring, -12)
        if lately or dice.chance(0.2):
            back = dice.before(parent.since, 15, 60)
            parent.earlier = (dice.before(back, 700, 1800), back)
        elif parent.since < self.register and dice.chance(0.06):
            parent.moved = dice.between(self.register + timedelta(20), self.today - timedelta(10))
            parent.moved_to = dice.pick(words.WORK_PLACES)

    def _carer(self, dice: Dice, case: Case, father: Grown, mother: Grown, surname: str) -> Grown:
        if case.carer in ("father", "mother"):
            return father if case.carer == "father" else mother
        relation = dice.weighted(KIN if case.carer == "kin" else GRAND)
        line = mother if relation.startswith("外") or relation == "舅舅" else father
        if relation in ("伯父", "叔父", "姑姑", "舅舅"):
            born = line.born + timedelta((-1 if relation == "伯父" else 1) * dice.number(400, 2500))
            given = words.MOTHERS if relation == "姑姑" else words.FATHERS
            name = line.name[0] + dice.pick(given)
            grown_up = _years_before(self.today, 24)
            return Grown(relation, name, "女" if relation == "姑姑" else "男", min(born, grown_up), HOME)
        born = dice.before(line.born, 20 * 365, 28 * 365)
        if relation.endswith("父"):
            name = line.name[0] + dice.pick(words.GRANDFATHERS)
            return Grown(relation, name, "男", dice.before(born, 0, 1500), HOME)
        return Grown(relation, dice.pick(words.SURNAMES) + dice.pick(words.GRANDMOTHERS), "女", born, HOME)

    # -- names and numbers --------------------------------------------------------------------------

    def _name_and_number(self, dice: Dice, made: Family, surname: str) -> None:
        numbers = Numbers(made.index)
        taken: set[str] = set()
        for kid in made.kids:
            while not kid.name or kid.name in taken:
                kid.name = surname + _given(dice, kid.sex)
            taken.add(kid.name)
            nameless = kid.oddity in ("newborn", "bare") or (kid.age(self.today) < 1 and dice.chance(0.4))
            if not nameless and dice.chance(0.97):
                kid.number = numbers.identity(kid.born, kid.sex)
            self._changes(dice, made, kid)
        for grown in {id(one): one for one in (made.father, made.mother, made.carer)}.values():
            if dice.chance(0.8):
                grown.number = numbers.identity(grown.born, grown.sex)
            self._telephones(dice, grown, numbers)
            old = grown.relation not in ("父亲", "母亲")
            grown.education = dice.weighted(OLD_EDUCATION if old else EDUCATION)
            grown.health = SICK.get(grown.state) or dice.weighted(OLD_HEALTH if old else HEALTH)
            if grown.state == "死亡" or grown.state in STRAY:
                grown.health = None

    def _telephones(self, dice: Dice, grown: Grown, numbers: Numbers) -> None:
        """The number of today, and the one before; who has gone left a dead one behind."""
        if grown.state in STRAY and grown.since is not None:
            grown.old_phone, grown.phone_change = numbers.phone(), dice.after(grown.since, 5, 90)
        elif grown.state not in ("死亡", "服刑在押"):
            grown.phone = numbers.phone()
            if dice.chance(0.16):
                grown.old_phone, grown.phone_change = numbers.phone(), dice.before(self.today, 20, 700)

    def _entrust(self, dice: Dice, made: Family) -> None:
        """Half of those who are away signed before the register was made, others at the Spring Festival."""
        if made.case.left_type is None:
            return
        spring = date(self.today.year, 2, 14) + timedelta(dice.number(0, 12))
        if dice.chance(0.5):
            made.signed = dice.before(self.register, 5, 400)
        elif dice.chance(0.4) and self.register < spring < self.today:
            made.signed = spring

    def _changes(self, dice: Dice, made: Family, kid: Kid) -> None:
        """Decides whether the child has left the register, and whether its risk was another one before."""
        kid.risk_then = kid.risk
        first = max(kid.arrival + timedelta(30), kid.born + timedelta(130))
        if kid.oddity == "closed" and first < self.today - timedelta(5):
            kid.left_on = dice.between(first, self.today - timedelta(5))
            kid.why_left = self._why(dice, made, kid.age(kid.left_on))
            return
        since = dice.before(self.today, 15, 150)
        if kid.arrival + timedelta(10) < since and dice.chance(CHANGED.get(kid.risk or "", 0)):
            kid.risk_since, kid.risk_then = since, "蓝"

    def _why(self, dice: Dice, made: Family, age: int) -> str:
        if age >= 16:
            return "儿童超龄"
        if made.case.left_type is None:
            return "户籍迁出"
        # parents who came home came home to all of their children
        return dice.pick(("随父母生活", "父母返乡")) if len(made.kids) == 1 else "随父母生活"


def _youngest(case: Case) -> int:
    """How many days old a child is at least: weaned where parents are away, older where one was lost."""
    if {case.father, case.mother} - {HOME, AWAY, "患病"}:
        return 560
    return 330 if case.left_type else 25


def _given(dice: Dice, sex: str) -> str:
    if dice.chance(0.14):
        return dice.pick(words.BOY_SHORT if sex == "男" else words.GIRL_SHORT)
    if sex == "男":
        return dice.pick(words.BOY_FIRST) + dice.pick(words.BOY_SECOND)
    return dice.pick(words.GIRL_FIRST) + dice.pick(words.GIRL_SECOND)


def _address(place: str, code: str) -> str:
    """The words with the division's code behind a tab, as an address is stored."""
    return f"{place}\t{code}" if code else place


def _years_before(day: date, years: int) -> date:
    return days.plus_months(day, -12 * years)

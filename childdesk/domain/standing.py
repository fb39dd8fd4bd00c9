"""What is known about a child and its parents on a day: the plain values that suggestions are made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from childdesk.domain import days
from childdesk.domain.days import Day
from childdesk.domain.kinds import Date, Scalar

Values = Mapping[str, Scalar]
DEAD = frozenset(("死亡", "宣告死亡"))
LOST_BY_COURT = frozenset(("宣告失踪",))
GRAVE_LEVELS, MILDER = frozenset(("一级", "二级")), frozenset(("三级", "四级"))
MINDS = frozenset(("智力残疾", "精神残疾"))
OLD_CARER = 70


@dataclass(frozen=True, slots=True)
class State:
    """What became of a parent (现状况), from when to when."""

    word: str
    begins: Day | None = None
    ends: Day | None = None


@dataclass(frozen=True, slots=True)
class Away:
    """A parent's absence: since when, and whether across counties (None where nobody wrote it)."""

    begins: Day | None = None
    cross_county: bool | None = None


@dataclass(frozen=True, slots=True)
class Parent:
    """Father or mother: whether anybody wrote them down, where they are, and what became of them."""

    word: str
    known: bool = False
    away: Away | None = None
    states: tuple[State, ...] = ()
    health: str = ""

    def words(self) -> set[str]:
        """The states that hold, and the health where nothing graver is written."""
        found = {state.word for state in self.states}
        return found | ({"重病"} if self.health == "重病" else set())


@dataclass(frozen=True, slots=True)
class Standing:
    """One child on one day. `held` are its categories in force with their state (村登记, 已认定 …)."""

    values: Values
    on: date
    father: Parent
    mother: Parent
    held: Mapping[str, str] = field(default_factory=dict)
    carers: Sequence[Values] = ()
    with_whom: str = ""
    here_since: Day | None = None
    hukou_code: str = ""
    live_code: str = ""
    same_city_districts: frozenset[str] = frozenset()
    """Codes of districts among which moving does not count (a county's own list)."""
    visit: Values = field(default_factory=dict)
    """The last visit."""
    missed: int = 0
    """How many of the last visits in a row met nobody."""

    @property
    def parents(self) -> tuple[Parent, Parent]:
        """Father and mother."""
        return self.father, self.mother

    @property
    def age(self) -> int | None:
        """Completed years; None where the birth is not known."""
        born = self.values.get("birth")
        return None if born is None else days.age(Date().from_db(str(born)), self.on)

    @property
    def open(self) -> bool:
        """Whether the file is open."""
        return not self.values.get("exit_on") and not self.values.get("exit_reason")

    def words(self, key: str) -> set[str]:
        """A field of several words, without 无."""
        return {word for word in str(self.values.get(key) or "").split("、") if word and word != "无"}

    @property
    def gravely_disabled(self) -> bool:
        """一级、二级 of any kind; 三级、四级 of 智力 or 精神."""
        level, kinds = self.values.get("disability_level"), self.words("disability_type")
        return bool(kinds) and (level in GRAVE_LEVELS or (level in MILDER and bool(kinds & MINDS)))

    @property
    def special_care(self) -> bool:
        """In need of special care by body or mind (未成年人保护法 第二十一条)."""
        return self.gravely_disabled or self.values.get("health") == "重病"

    def under(self, years: int) -> bool:
        """Whether certainly or possibly younger: an unknown age counts as younger."""
        return self.age is None or self.age < years

    @property
    def entrusted(self) -> bool:
        """Whether somebody was entrusted with the care, or cares by agreement."""
        return any(one.get("kind") == "受委托照料人" or one.get("agreement") == "是" for one in self.carers)


def months_since(day: Day | None, on: date) -> int | None:
    """Whole months since a day, counted from its latest possible date; None where it is not known."""
    if day is None:
        return None
    begun = day.latest
    months = (on.year - begun.year) * 12 + on.month - begun.month
    return months - (days.plus_months(begun, months) > on)

"""The people of the practice village as they are today: grown-ups, children, families."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from childdesk.domain import days
from childdesk.domain.village import words
from childdesk.domain.village.cases import AWAY, HOME, Case


@dataclass(slots=True)
class Grown:
    """A grown-up of the family. `since` is when the present state began; `earlier` a stay away before."""

    relation: str
    name: str
    sex: str
    born: date
    state: str
    number: str | None = None
    phone: str | None = None
    old_phone: str | None = None
    phone_change: date | None = None
    since: date | None = None
    place: tuple[str, ...] = ("", "", "")
    moved: date | None = None
    moved_to: tuple[str, ...] = ("", "", "")
    earlier: tuple[date, date] | None = None
    health: str | None = None
    education: str | None = None
    visits_home: str | None = None
    month_only: bool = False
    """Whether people remember only the month of leaving."""

    @property
    def first(self) -> date | None:
        """Since when the state holds; some weeks at home between two stays away do not count."""
        return self.earlier[0] if self.earlier is not None else self.since


@dataclass(slots=True)
class Kid:
    """A child of the family, as it is today. `risk` is of today; where it changed, `risk_then` was before."""

    id: str
    name: str
    sex: str
    born: date
    oddity: str
    risk: str | None
    arrival: date
    number: str | None = None
    left_on: date | None = None
    why_left: str = ""
    risk_then: str | None = None
    risk_since: date | None = None
    referral: str = ""
    kin: dict[str, str] = field(default_factory=dict)
    """father, mother, guardian → row id."""

    def age(self, on: date) -> int:
        """Completed years."""
        return days.years_between(self.born, on)

    @property
    def imported_as(self) -> str:
        """The name under which the child came into the register; one was renamed since."""
        if self.oddity != "renamed":
            return self.name
        return self.name[0] + ("招弟" if self.sex == "女" else "石生")


@dataclass(slots=True)
class Family:
    """One household with everybody in it."""

    index: int
    case: Case
    group: str
    home: str
    nation: str
    poverty: str | None
    care: str | None
    father: Grown
    mother: Grown
    carer: Grown
    kids: list[Kid]
    unit: str
    household: str = ""
    hukou: str = ""
    hukou_kind: str = "农村居民户口"
    reported: bool = True
    signed: date | None = None
    """When the parents entrusted the carer in writing; None where they have not."""

    @property
    def who(self) -> str:
        """The carer as the family says it: 奶奶, 外公, 妈妈."""
        return words.SPOKEN.get(self.carer.relation, self.carer.relation)

    def left_since(self, kid: Kid) -> date | None:
        """Since when a child is left behind, at the earliest when weaned; None where no parent is away."""
        if self.case.left_type is None:
            return None
        begun = [parent.first for parent in (self.father, self.mother) if parent.first is not None]
        return max([*begun, kid.born + timedelta(110)])

    def hard_since(self, kid: Kid) -> date:
        """Since when a hardship counts: what befell the last parent, else soon after birth."""
        parents = (self.father, self.mother)
        befallen = [one.since for one in parents if one.since and one.state not in (HOME, AWAY)]
        return max([*befallen, kid.born + timedelta(15)])

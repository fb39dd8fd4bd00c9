"""How often a child is visited, and which day is proposed next, always with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from childdesk.desk import records, settings
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.seen import RECHECK_DAYS

DEFAULT: Mapping[str, int] = {"红": 7, "黄": 15, "蓝": 30, "绿": 90, "": 30}
"""Days between visits by risk. No national source: 默认值，请按本县文件修改."""

SPOKEN = {7: "每周1次", 15: "每月2次", 30: "每月1次", 60: "每2个月1次", 90: "每季度1次", 180: "每半年1次"}
USUAL = tuple(sorted((3, 10, *SPOKEN)))
"""Days that are offered to choose from."""

NOTICE = "默认值，请按本县文件修改"
SETTING = "visit.days."
NOBODY_DAYS = 3
MEET = frozenset(["红", "黄"])
"""With these a call by telephone does not count as having seen the child."""

SWIMMING = range(6, 10)
"""Months in which left-behind children are seen at least monthly because of the water."""


@dataclass(frozen=True, slots=True)
class Rule:
    """How often for one colour, whether it is still the shipped one, and who above has laid it down."""

    risk: str
    days: int
    usual: bool
    by: str = ""

    @property
    def words(self) -> str:
        """每月2次, or 每10天1次."""
        return spoken(self.days)


def spoken(days: int) -> str:
    """So many days between two visits, as people say it."""
    return SPOKEN.get(days, f"每{days}天1次")


@dataclass(frozen=True, slots=True)
class Met:
    """What decides about the next day: what kind of visit this is and what came of it."""

    on: date
    risk: str = ""
    nobody: bool = False
    by_phone: bool = False
    recheck: bool = False
    danger: bool = False
    soon: bool = False
    left_behind: bool = False
    last_met: date | None = None
    """The last time that somebody saw the child, before this visit."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A day for the next visit and why."""

    day: date
    why: str


def rules(session: Session) -> dict[str, Rule]:
    """By colour, empty for a child whose risk nobody has judged; a county's own numbers win."""
    session.require(Right.VIEW)
    own = {name.removeprefix(SETTING): days for name, days in settings.every(session, SETTING).items()}
    above = settings.from_above(session, SETTING)
    found = {}
    for risk, days in DEFAULT.items():
        kept = own.get(risk, "")
        chosen = int(kept) if kept.isdecimal() and 0 < int(kept) <= 366 else days
        found[risk] = Rule(risk, chosen, chosen == days, above.get(f"{SETTING}{risk}", ""))
    return found


def change(session: Session, risk: str, days: int) -> records.Saved:
    """Another number of days for one colour. Raises Refused outside 1–366."""
    session.require(Right.EDIT)
    if risk not in DEFAULT or not 0 < days <= 366:
        raise Refused("天数要在1到366之间", "days")
    return settings.keep(session, f"{SETTING}{risk}", str(days))


def reset(session: Session) -> records.Saved:
    """Back to the shipped numbers for all colours, in one entry."""
    session.require(Right.EDIT)
    above = settings.from_above(session, SETTING)
    names = (f"{SETTING}{risk}" for risk in DEFAULT)
    return settings.keep_all(session, {name: "" for name in names if name not in above})


def propose(met: Met, known: Mapping[str, Rule]) -> Proposal:
    """The earliest of the days that speak for themselves; always after the visit."""
    found = [_by_risk(met, known.get(met.risk) or known[""])]
    if met.nobody:
        found.append(Proposal(met.on + timedelta(NOBODY_DAYS), f"没见到人，{NOBODY_DAYS}天内再去一次"))
    if met.danger:
        found.append(Proposal(met.on + timedelta(1), "有危险信号，第二天就再看"))
    if met.recheck:
        found.append(Proposal(met.on + timedelta(RECHECK_DAYS), f"有安全隐患，{RECHECK_DAYS}天内复查"))
    if met.soon:
        found.append(Proposal(met.on + timedelta(RECHECK_DAYS), "七日内再看"))
    if met.left_behind and met.on.month in SWIMMING:
        found.append(Proposal(met.on + timedelta(30), f"防溺水期，留守儿童每月1次（{NOTICE}）"))
    return min(found, key=lambda one: one.day)


def _by_risk(met: Met, rule: Rule) -> Proposal:
    colour = f"{met.risk}色" if met.risk else "还没评风险"
    notice = f"（{NOTICE}）" if rule.usual else ""
    if met.by_phone and met.risk in MEET:
        start = met.last_met or met.on
        day = max(start + timedelta(rule.days), met.on + timedelta(1))
        return Proposal(day, f"电话不算见到人，{colour}要{rule.words}见面{notice}")
    return Proposal(met.on + timedelta(rule.days), f"{colour}，{rule.words}{notice}")

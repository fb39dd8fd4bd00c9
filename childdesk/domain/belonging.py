"""Items that many records have in the same words: whose child, which unit, who said so, when."""

from __future__ import annotations

from childdesk.domain import options
from childdesk.domain.days import Day
from childdesk.domain.kinds import Date, Link, Region, Word
from childdesk.domain.privacy import OPEN, S1, Privacy
from childdesk.domain.record import Field


def of_child() -> Field[str]:
    """The child whose record it is."""
    return Field("儿童", Link("child"), privacy=OPEN, required=True)


def of_unit() -> Field[str]:
    """The unit that answers for it."""
    return Field("负责单位", Region(), privacy=OPEN, hint="12位村级区划代码")


def said_by(privacy: Privacy = S1) -> Field[str]:
    """Where a fact comes from."""
    return Field("来源", Word(options.SOURCE, 100), privacy=privacy)


def last_checked() -> Field[Day]:
    """The day on which somebody last made sure of it."""
    return Field("核实日期", Date(exact=True), privacy=S1)

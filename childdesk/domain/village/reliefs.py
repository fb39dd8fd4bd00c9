"""Which relief a practice child receives: what its category leads to, a few months after it began."""

from __future__ import annotations

from datetime import timedelta

from childdesk.domain.kinds import Scalar
from childdesk.domain.village.people import Family, Kid
from childdesk.domain.village.story import Span, Story

GIVEN = {
    "家庭贫困儿童": "最低生活保障",
    "残疾儿童": "困难残疾人生活补助",
    "社会散居孤儿": "孤儿津贴",
    "社会散居事实无人抚养儿童": "事实无人抚养儿童基本生活补贴",
}
"""Category → the measure that practice children receive by it; no amounts, since these are the county's."""
AFTER = timedelta(70)
"""So long after the hardship began the first payment comes."""


def write(story: Story, family: Family) -> None:
    """The relief rows of a family's children. They come last, so that everything else stays as it was."""
    for kid in family.kids:
        kinds = [*family.case.categories, *(["残疾儿童"] if kid.oddity == "disabled" else [])]
        for kind in dict.fromkeys(kinds):
            if kind in GIVEN:
                _give(story, family, kid, GIVEN[kind])


def _give(story: Story, family: Family, kid: Kid, measure: str) -> None:
    begins = family.hard_since(kid) + AFTER
    if begins >= story.today or (kid.left_on is not None and begins >= kid.left_on):
        return
    values: dict[str, Scalar] = {
        "child": kid.id,
        "kind": measure,
        "state": "已救助",
        "cycle": "每月",
        "way": "银行转账",
        "payee": family.carer.name,
    }
    story.dated(kid.arrival, "relief", values, Span(begins, kid.left_on), {"state": "已结束"})

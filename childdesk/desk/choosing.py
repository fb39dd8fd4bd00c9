"""Finds the child that is meant where one must be chosen: by name, number, or the code on a printed sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import finding, naming
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused

MOST = 8
"""How many children are offered at a time."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One child that may be chosen: name, who that is, the colour, and why it is offered."""

    child: str
    name: str
    second: str
    risk: str
    why: str


def look_up(session: Session, text: str) -> list[Chosen]:
    """Children by name, pinyin or number tail; where none is found, by the first characters of the code."""
    session.require(Right.VIEW)
    if not text.strip():
        return []
    found = finding.find(session, text, MOST).hits
    if not found:
        try:
            _, row = naming.record(session, text.replace(" ", ""), kind="child")
        except Refused:
            return []
        found = tuple(finding.hits(session, {row: "编号"}))
    return [_chosen(hit, hit.why) for hit in found]


def offered(session: Session, why: Mapping[str, str]) -> list[Chosen]:
    """Some children (id → why they are offered) in the given order."""
    return [_chosen(hit, hit.why) for hit in finding.hits(session, why)]


def _chosen(hit: finding.Hit, why: str) -> Chosen:
    age = "" if hit.age is None else f"{hit.age}岁"
    second = "，".join(part for part in (hit.sex, age, hit.village_group) if part)
    return Chosen(hit.id, hit.name, second, hit.risk, why)

"""Ledgers that keep each kind of children in a sheet of its own: many a child stands in two of them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.messy.people import Facts, Family
from tests.messy.recipes import Recipe

SHARE = 0.08
"""How many ledgers are cut by kinds."""
NAMES_SEEN = {
    "留守儿童": ("留守儿童", "留守", "留守儿童花名册"),
    "困境儿童": ("困境儿童", "困境", "困境儿童名单"),
    "孤儿": ("孤儿", "孤儿名册"),
    "残疾儿童": ("残疾儿童", "残疾"),
}
NAMES_UNSEEN = {
    "留守儿童": ("1.留守儿童", "农村留守儿童台账", "表一 留守儿童"),
    "困境儿童": ("2.困境儿童", "困境儿童明细", "表二 困境儿童"),
    "事实无人抚养儿童": ("事实无人抚养", "事实无人抚养儿童", "3.事实无人抚养儿童"),
    "流动儿童": ("流动儿童", "流动儿童登记表"),
}
"""Kind → what its sheet may be called."""
AGAIN = 0.3
"""How many children stand in a second sheet."""
OTHERWISE = 0.15
"""How many of these with another value there, as one of the sheets is older."""
MOVING = ("guardian.phone", "child.school", "child.health", "guardian.name")
"""What may be otherwise in an older sheet."""
ANCHORS = ("child.name", "child.id_number", "child.birth", "guardian.name")


@dataclass(slots=True)
class Part:
    """One sheet: its name and the families of whom some children stand in it."""

    name: str
    families: list[Family]


def is_cut(key: str) -> bool:
    """Whether the office of a seed cuts its ledger by kinds."""
    return random.Random(f"{key}/kinds").random() < SHARE


def parts(key: str, rnd: random.Random, families: Sequence[Family], *, unseen: bool) -> list[Part]:
    """The sheets: every child stands in one, some in two; their categories are those of the sheets."""
    shape = random.Random(f"{key}/sheets of kinds")
    names = NAMES_UNSEEN if unseen else NAMES_SEEN
    kinds = shape.sample(sorted(names), shape.choice((2, 2, 3)))
    made = [Part(shape.choice(names[kind]), []) for kind in kinds]
    for family in families:
        held: list[list[Facts]] = [[] for _ in kinds]
        for facts in family.kids:
            first = rnd.randrange(len(kinds))
            which = {first} | ({rnd.randrange(len(kinds))} if rnd.random() < AGAIN * 1.5 else set())
            whole = {**facts, "child.categories": "、".join(kinds[at] for at in sorted(which))}
            for number, at in enumerate(sorted(which)):
                held[at].append(_older(rnd, whole) if number else whole)
        for part, kids in zip(made, held, strict=True):
            part.families += [replace(family, kids=kids)] if kids else []
    return [part for part in made if part.families]


def _older(rnd: random.Random, facts: Facts) -> Facts:
    """What an older sheet says of a child."""
    if rnd.random() >= OTHERWISE:
        return facts
    key = rnd.choice(MOVING)
    other = {
        "guardian.phone": f"139{rnd.randrange(10**7, 10**8)}",
        "child.school": "石门中心学校",
        "child.health": "患病",
        "guardian.name": "向大妹",
    }
    return {**facts, key: other[key]} if facts.get(key) else facts


def recipe(number: int, first: Recipe, other: Recipe) -> Recipe:
    """The columns of a sheet: the first has its own; another has other columns, and tells who a child is."""
    if number == 0 or other.blocks > 1 or "members" in other.tags:
        return first
    said = {entry[0] for entry in other.entries}
    missing = [(anchor, "") for anchor in ANCHORS if anchor in dict(first.entries) and anchor not in said]
    return replace(other, entries=[*other.entries, *missing])

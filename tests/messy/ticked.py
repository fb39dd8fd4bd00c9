"""Offices that tick of what kinds a child is, a column for each kind, instead of writing them."""

from __future__ import annotations

import random

from tests.messy.people import Facts
from tests.messy.recipes import Entry, Recipe
from tests.messy.truth import Want

SHARE = 0.15
"""How many ledgers of those that do not write the kinds out."""
KEY = "x:tick "
KINDS = ("留守儿童", "困境儿童", "事实无人抚养儿童", "单亲家庭儿童")


def with_ticks(recipe: Recipe, seed: str) -> None:
    """Gives some recipes columns of ticks behind the others."""
    rnd = random.Random(f"{seed}/ticks")
    keys = {key for key, _ in recipe.entries}
    if recipe.blocks == 1 and not keys & {"child.categories", "x:yesno"} and rnd.random() < SHARE:
        recipe.entries += [(f"{KEY}{kind}", "") for kind in _some(rnd)]


def _some(rnd: random.Random) -> list[str]:
    return [KINDS[0], *rnd.sample(KINDS[1:], rnd.randrange(1, 4))]


def written(seed: str, kind: str, entries: list[Entry], facts: Facts) -> tuple[str | None, Want]:
    """(what stands in a cell, what it says together with the other ticks of its row)."""
    mine = {*facts["child.categories"].split("、")}
    ticked = [key.removeprefix(KEY) for key, _ in entries if key.startswith(KEY)]
    said = "、".join(one for one in ticked if one in mine)
    sign = random.Random(f"{seed}/tick").choice("√√✔是1")
    return (sign if kind in mine else None), Want((said,) if said else (), why="ticks")

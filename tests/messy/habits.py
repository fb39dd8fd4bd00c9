"""How one office fills its cells: the styles that stay the same through a whole ledger."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.messy.people import weighted

DIRT = {"clean": 0.15, "usual": 1.0, "filthy": 2.5}
"""How much more often than usual a single cell goes its own way."""
ID_STYLES = (("text", 74), ("spaces", 4), ("mark", 6), ("number", 4), ("tab", 3), ("mixed", 9))
BIRTH_STYLES = (
    ("cell:iso", 12), ("cell:slash", 12), ("cell:chinese", 8), ("cell:month", 4), ("cell:written", 2),
    ("cell:points", 4), ("iso", 12), ("points", 12), ("slash", 5), ("chinese", 9), ("tight", 12),
    ("wholes", 6), ("month points", 4), ("month number", 3), ("month chinese", 4), ("serial", 2),
    ("mixed", 9),
)  # fmt: skip
DAY_STYLES = (
    ("cell:iso", 22), ("cell:slash", 22), ("cell:chinese", 10), ("iso", 14), ("points", 16), ("chinese", 8),
    ("tight", 8),
)  # fmt: skip
PHONE_STYLES = (("text", 50), ("number", 38), ("spaced", 6), ("dashed", 6))
NAME_STYLES = (("plain", 82), ("spread", 12), ("trailing", 6))
SEX_STYLES = (("word", 88), ("code", 5), ("child", 4), ("long", 3))
GRADE_STYLES = (("word", 45), ("figure", 18), ("short", 12), ("number", 8), ("with class", 9), ("middle", 8))
RELATION_STYLES = (("spoken", 60), ("written", 30), ("pair", 10))
SEPARATORS = "、，,；;/|\n"
ABSENT = ("", "", "", "", "无", "—", "/", "不详", "-", "未采集")
DOTS = "・•‧∙⋅．.·"


@dataclass(frozen=True, slots=True)
class Habits:
    """The styles of one office. `dirt` multiplies the chance that a single cell deviates."""

    dirt: float
    id_style: str
    birth_style: str
    day_style: str
    phone_style: str
    name_style: str
    sex_style: str
    grade_style: str
    relation_style: str
    separator: str
    absent: str
    dot: str
    with_nation: bool
    yes: tuple[str, str]
    short_address: bool
    ditto: bool
    merged: bool
    old_ages: bool
    school_with_grade: bool
    level_with_kind: bool


def draw(rnd: random.Random) -> Habits:
    """The habits of one office."""

    def pick(pairs: tuple[tuple[object, float], ...]) -> str:
        return str(weighted(rnd, pairs))

    level = pick((("clean", 25), ("usual", 55), ("filthy", 20)))
    return Habits(
        dirt=DIRT[level],
        id_style=pick(ID_STYLES),
        birth_style=pick(BIRTH_STYLES),
        day_style=pick(DAY_STYLES),
        phone_style=pick(PHONE_STYLES),
        name_style=pick(NAME_STYLES),
        sex_style=pick(SEX_STYLES),
        grade_style=pick(GRADE_STYLES),
        relation_style=pick(RELATION_STYLES),
        separator=rnd.choice(SEPARATORS),
        absent=rnd.choice(ABSENT),
        dot=rnd.choice(DOTS),
        with_nation=rnd.random() < 0.7,
        yes=rnd.choice((("是", "否"), ("是", "否"), ("√", ""), ("有", "无"), ("是", ""), ("1", "2"))),
        short_address=rnd.random() < 0.3,
        ditto=rnd.random() < 0.25,
        merged=rnd.random() < 0.35,
        old_ages=rnd.random() < 0.1,
        school_with_grade=rnd.random() < 0.05,
        level_with_kind=rnd.random() < 0.15,
    )

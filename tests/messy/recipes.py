"""Which columns a ledger has, in which order and under which groups: forms of offices, and invented ones.

Seen and unseen ledgers take different forms and invent by different rules. An entry is (key, group):
a key is `record.key`, `x:<kind of extra>`, or `m1.name` … of a school register's two members; a group is the
name of a block in words_*.GROUPS, or empty.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

Entry = tuple[str, str]


@dataclass(slots=True)
class Recipe:
    """The columns of a sheet. `depth` is the number of header lines; `blocks` how many stand side by side."""

    style: str
    entries: list[Entry]
    depth: int = 1
    blocks: int = 1
    tags: frozenset[str] = field(default_factory=frozenset)


def parsed(text: str) -> list[Entry]:
    """`group: key key; key` → entries; `;` ends a group."""
    found: list[Entry] = []
    for part in text.split(";"):
        group, colon, keys = part.rpartition(":") if ": " in part else ("", "", part)
        found += [(key, group.strip() if colon else "") for key in keys.split()]
    return found


FORMS_SEEN = {
    "village": (
        "row.number child.name child.sex child.id_number child.birth child.age guardian.name"
        " guardian.relation guardian.phone child.live_address child.school child.grade child.note"
    ),
    "vl": (
        "child.village_group household.number child.name child.sex child.id_number child.birth child.age"
        " child.school child.grade guardian.name guardian.relation guardian.phone child.left_type child.risk"
        " x:date x:text child.note"
    ),
    "mca left": (
        "row.number child.live_address child.name child.sex child.id_number child.registered_on x:code"
        " child.exit_on"
    ),
    "form 2016": (
        "row.number; child: child.name child.sex child.birth child.nation child.id_number"
        " child.hukou_address child.health child.schooling child.school;"
        " father: father.name father.id_number father.phone father.work_place father.status;"
        " mother: mother.name mother.id_number mother.phone mother.work_place mother.status;"
        " guardian: guardian.name guardian.relation guardian.phone guardian.health child.guardianship;"
        " relief: child.income_source child.relief; child.note"
    ),
    "school register": (
        "x:code child.name child.sex child.birth x:text child.nation child.id_type child.id_number"
        " child.health x:politics child.hukou_kind child.school_class x:date child.boarding"
        " child.live_address child.phone x:yesno x:yesno x:yesno x:text x:yesno child.student_number"
        " child.disability_type m1.name m1.relation m1.phone m1.id_number m2.name m2.relation m2.phone"
        " m2.id_number x:yesno"
    ),
    "hardship": (
        "row.number child.name child.id_number child.sex child.age child.health child.categories"
        " child.poverty child.amount child.disability_type child.disability_level child.registered_on"
        " guardian.name guardian.phone child.note"
    ),
}
FORMS_UNSEEN = {
    "village by family": (
        "row.number household.head household.size child.village_group guardian.name guardian.phone child.name"
        " guardian.relation child.sex child.birth child.id_number child.schooling child.school child.phone"
        " child.note"
    ),
    "mca orphan": (
        "row.number x:code child.name child.sex child.birth child.categories child.registered_on"
        " child.hukou_address x:date guardian.name guardian.phone child.bank_account child.amount"
    ),
    "city export": (
        "row.number child.name child.id_number child.sex child.age child.health child.categories child.amount"
        " x:number x:yesno child.illness x:yesno child.disability_type child.disability_level"
        " child.disability_certificate child.registered_on x:date x:person"
    ),
    "student aid": (
        "x:term place.province place.city place.county place.town place.village child.village_group"
        " child.name child.id_number x:yesno household.number household.head child.poverty child.phone"
        " child.school child.schooling child.grade child.school_class child.student_number"
        " child.boarding x:yesno child.disability_certificate x:scope child.note"
    ),
    "kindergarten": (
        "child.name child.former_name child.sex child.birth child.id_type child.id_number child.nation"
        " x:text child.hukou_kind child.hukou_address child.live_address x:date x:yesno x:yesno x:yesno"
        " child.disability_type child.boarding x:yesno guardian.name guardian.phone"
    ),
    "general control": (
        "child.id_number child.name child.former_name child.sex child.birth child.nation x:text x:politics"
        " child.phone child.hukou_address child.live_address child.health x:number x:yesno child.left_type"
        " guardian.name guardian.id_number guardian.relation guardian.phone x:text"
    ),
    "form 2016 deep": (
        "row.number; child: child.name child.sex child.id_number child.birth child.hukou_kind child.health;"
        " father: father.name father.status father.work_place father.phone;"
        " mother: mother.name mother.status mother.work_place mother.phone;"
        " guardian: guardian.name guardian.id_number guardian.relation guardian.phone guardian.agreement"
        " guardian.agreement_date; school: child.school child.grade child.boarding;"
        " address: child.hukou_address child.live_address; child.wish child.note"
    ),
    "school register grouped": (
        "row.number child.school child.grade child.school_class child.name child.sex child.id_number"
        " child.student_number child.birth child.nation child.boarding child.live_address x:yesno x:yesno"
        " m1.name m1.relation m1.id_number m1.phone m2.name m2.relation m2.id_number m2.phone child.note"
    ),
    "guardianship watch": (
        "row.number child.village_group child.name child.birth child.sex guardian.name guardian.relation"
        " guardian.phone guardian.agreement child.guardianship child.risk child.focus child.last_contact"
        " father.name father.phone mother.name mother.phone x:person x:person_phone x:text"
    ),
}


def form(rnd: random.Random, *, unseen: bool) -> Recipe:
    """One of the offices' forms, now and then with a column left out."""
    forms = FORMS_UNSEEN if unseen else FORMS_SEEN
    style = rnd.choice(sorted(forms))
    entries = parsed(forms[style])
    anchors = {"child.name", "child.id_number", "guardian.name"}
    entries = [e for e in entries if e[0] in anchors or e[0].startswith("m") or rnd.random() > 0.05]
    depth = 2 if any(group for _, group in entries) else 1
    if style == "form 2016 deep":
        depth = 3
    return Recipe(style, entries, depth, tags=frozenset({"members"} if "register" in style else ()))


# ── invented forms ──────────────────────────────────────────────────────────────────────────────────────

NUMBERS = ["row.number"]
PLACES = ["place.town", "place.village"]
HOUSEHOLD = ["household.head", "household.number", "household.size"]
WHO = ["child.sex", "child.birth", "child.age", "child.nation", "child.former_name", "child.hukou_kind"]
PARENT = ["name", "id_number", "phone", "work_place", "status", "health", "education"]
CARE = [
    "relation",
    "phone",
    "id_number",
    "health",
    "education",
    "live_together",
    "agreement",
    "agreement_date",
]
SCHOOL = ["child.schooling", "child.school", "child.grade", "child.school_class", "child.boarding"]
HEALTH = ["child.health", "child.illness", "child.disability_type", "child.disability_level",
          "child.disability_certificate", "child.insurance"]  # fmt: skip
CASE = ["child.categories", "child.left_type", "child.care_reason", "child.guardianship", "child.family_type",
        "child.risk", "child.focus", "child.last_contact"]  # fmt: skip
MONEY = ["child.poverty", "child.relief", "child.income_source", "child.bank_account", "child.amount"]
END = ["child.wish", "child.registered_on", "child.note"]
EXTRAS = ["x:text", "x:person", "x:person_phone", "x:date", "x:yesno", "x:number",
          "x:adult_age", "x:adult_id", "x:adult_birth", "x:adult_sex", "x:adult_address", "x:adult_nation",
          "x:head_relation", "x:empty", "x:bank", "x:code", "x:blood", "x:politics"]  # fmt: skip


def _some(rnd: random.Random, keys: list[str], share: float) -> list[str]:
    return [key for key in keys if rnd.random() < share]


def _plain(keys: list[str]) -> list[Entry]:
    return [(key, "") for key in keys]


def _under(group: str, keys: list[str]) -> list[Entry]:
    return [(key, group) for key in keys]


def _parents(rnd: random.Random, share: float) -> list[Entry]:
    if rnd.random() > share:
        return []
    attributes = ["name", *_some(rnd, PARENT[1:], 0.45)]
    if rnd.random() < 0.3:
        # 父亲姓名 母亲姓名 父亲电话 母亲电话: attribute by attribute
        return [(f"{record}.{key}", "") for key in attributes for record in ("father", "mother")]
    return [(f"{record}.{key}", record) for record in ("father", "mother") for key in attributes]


def _guardian(rnd: random.Random) -> list[Entry]:
    return _under("guardian", [f"guardian.{key}" for key in ["name", *_some(rnd, CARE, 0.4)]])


def _own(rnd: random.Random) -> list[Entry]:
    keys = _some(rnd, WHO, 0.5)
    if rnd.random() < 0.88:
        keys.insert(rnd.randrange(0, len(keys) + 1), "child.id_number")
    return _under("child", ["child.name", *keys])


def _with_extras(rnd: random.Random, entries: list[Entry], most: int) -> list[Entry]:
    made = list(entries)
    for _ in range(rnd.randrange(0, most + 1)):
        made.insert(rnd.randrange(len(made) // 2, len(made) + 1), (rnd.choice(EXTRAS), ""))
    return made


def _blocks_seen(rnd: random.Random) -> list[list[Entry]]:
    """Child first, then family, school, the case; addresses in the middle."""
    return [
        _own(rnd),
        _plain(_some(rnd, ["child.hukou_address", "child.live_address", "child.phone"], 0.5)),
        _parents(rnd, 0.4),
        _guardian(rnd) if rnd.random() < 0.75 else [],
        _under("school", _some(rnd, SCHOOL, 0.35)),
        _under("health", _some(rnd, HEALTH, 0.2)),
        _plain(_some(rnd, CASE, 0.2)),
        _under("relief", _some(rnd, MONEY, 0.15)),
    ]


def _blocks_unseen(rnd: random.Random) -> list[list[Entry]]:
    """Any order: the family may stand before the child, the school before the name."""
    blocks = [
        _under("household", _some(rnd, HOUSEHOLD, 0.3)),
        _own(rnd),
        _under("address", _some(rnd, ["child.live_address", "child.hukou_address"], 0.5)),
        _guardian(rnd) if rnd.random() < 0.75 else [],
        _parents(rnd, 0.4),
        _plain(_some(rnd, CASE, 0.2)),
        _under("school", _some(rnd, SCHOOL, 0.35)),
        _under("health", _some(rnd, HEALTH, 0.2)),
        _under("relief", _some(rnd, MONEY, 0.15)),
    ]
    if rnd.random() < 0.35:
        rnd.shuffle(blocks)
    return blocks


def invented(rnd: random.Random, *, unseen: bool) -> Recipe:
    """A form that a township thought of itself."""
    entries = _plain([*NUMBERS] if rnd.random() < 0.8 else [])
    entries += _plain(_some(rnd, PLACES, 0.2))
    if rnd.random() < 0.35:
        entries.append(("child.village_group", ""))
    if not unseen and rnd.random() < 0.25:
        entries += _plain(_some(rnd, HOUSEHOLD, 0.5))
    blocks: Callable[[random.Random], list[list[Entry]]] = _blocks_unseen if unseen else _blocks_seen
    for block in blocks(rnd):
        entries += block
    entries = _with_extras(rnd, entries, 4)
    entries += _plain(_some(rnd, END, 0.35))
    depth = rnd.choices((1, 2, 3), (62, 30, 8))[0]
    if depth == 1 or not any(group for _, group in entries):
        depth, entries = 1, [(key, "") for key, _ in entries]
    return Recipe("invented", entries, depth)


def narrow(rnd: random.Random) -> Recipe:
    """Few columns, two or three times side by side on one wide page."""
    keys = ["row.number", "child.name", "child.sex", rnd.choice(("child.birth", "child.age"))]
    keys += _some(rnd, ["child.id_number", "guardian.name", "child.phone", "child.school"], 0.5)
    return Recipe("side by side", _plain(keys), 1, rnd.choice((2, 2, 3)))


def choose(rnd: random.Random, *, unseen: bool) -> Recipe:
    """The form of one ledger."""
    part = rnd.random()
    if part < 0.05:
        return narrow(rnd)
    if part < 0.45:
        return form(rnd, unseen=unseen)
    return invented(rnd, unseen=unseen)

"""Where each field stands in a file: sections, and within them short related fields in one row.

The table is keyed by the field objects; a test says which field stands nowhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from childdesk.domain import catalogue, fieldsets
from childdesk.domain.change import ITEM
from childdesk.domain.child import Child
from childdesk.domain.kin import Father, Guardian, Kin, Mother
from childdesk.domain.record import Field
from childdesk.domain.relief import Relief

Lines = Sequence[Sequence[Field[Any]]]


@dataclass(frozen=True)
class Section:
    """One section: permanent key, title, whose record, its lines; `word` names it in a list."""

    key: str
    title: str
    record: str
    lines: Lines
    word: str = ""

    @property
    def label(self) -> str:
        """Its name where there is little room."""
        return self.word or self.title

    def names(self) -> tuple[str, ...]:
        """The keys of its fields in order."""
        return tuple(field.key for line in self.lines for field in line)


def _kin(cls: type[Kin]) -> list[list[Field[Any]]]:
    """The lines of a grown-up; what became of a parent is among the protected."""
    fields = cls.fields()
    lines = ["name relation", "phone id_number", "work_place health", "education live_together"]
    if cls is Guardian:
        lines.insert(1, "kind agreement agreement_date")
    return [[fields[key] for key in line.split()] for line in [*lines, "note"]]


def _relief() -> list[list[Field[Any]]]:
    """The lines of one measure of relief: what, since when, how much and how paid, who asked for it."""
    fields = Relief.fields()
    lines = ("kind state", "begins ends", "amount cycle", "way payee", "applied_on decided_on")
    more = ("applicant given_by", "basis", "source checked_on", "note")
    return [[fields[key] for key in line.split()] for line in (*lines, *more)]


SECTIONS: tuple[Section, ...] = (
    Section(
        "base",
        "基本情况",
        "child",
        [
            [Child.name, Child.former_name],
            [Child.sex, Child.birth, Child.nation],
            [Child.id_type, Child.id_number],
            [Child.birth_certificate, Child.welfare_card],
        ],
    ),
    Section(
        "home",
        "户籍与住址",
        "child",
        [
            [Child.hukou_class, Child.hukou_kind],
            [Child.hukou_address],
            [Child.live_address],
            [Child.village_group, Child.phone],
        ],
    ),
    Section(
        "care",
        "类别与监护",
        "child",
        [
            [Child.categories],
            [Child.left_type, Child.care_reason],
            [Child.guardianship, Child.last_contact],
            [Child.family_type, Child.focus],
        ],
    ),
    Section("guardian", "监护人、照料人", "guardian", _kin(Guardian), "监护人"),
    Section("father", "父亲", "father", _kin(Father)),
    Section("mother", "母亲", "mother", _kin(Mother)),
    Section(
        "health",
        "健康与残疾",
        "child",
        [
            [Child.health],
            [Child.illness],
            [Child.disability_type],
            [Child.disability_level],
            [Child.disability_certificate, Child.insurance],
        ],
    ),
    Section(
        "school",
        "就学",
        "child",
        [
            [Child.schooling, Child.study_state],
            [Child.school],
            [Child.grade, Child.school_class],
            [Child.boarding, Child.student_number],
        ],
    ),
    Section(
        "support",
        "保障",
        "child",
        [[Child.poverty], [Child.relief], [Child.income_source], [Child.amount, Child.bank_account]],
    ),
    Section("relief", "救助", "relief", _relief()),
    Section("other", "其他", "child", [[Child.wish], [Child.note]]),
    Section(
        "register", "在册情况", "child", [[Child.registered_on], [Child.exit_reason, Child.exit_on]], "在册"
    ),
)

SEVERAL = frozenset({"relief"})
"""Sections of which one may always add another below those that are there."""

FIRST = Section(
    "first",
    "先填这几项，其余可以以后补",
    "child",
    [
        [Child.name, Child.id_number],
        [Child.sex, Child.birth],
        [Child.nation, Child.hukou_class],
        [Child.village_group, Child.live_address],
        [Child.categories],
    ],
)
"""What a new file asks for: a number proposes birth and sex."""

ELSEWHERE = frozenset({"unit", "household", "risk", "was", "was_sealed", "child", "status"})
"""Keys that stand in the head, below their section, or among the protected; never in a form."""


def section_of(record: str, key: str) -> str:
    """The section in which a field stands; empty for none."""
    return next((one.key for one in SECTIONS if one.record == record and key in one.names()), "")


def usual(section: Section, filled: frozenset[str]) -> Section:
    """A section without the extended fields in which nothing stands: a county switches those on."""
    lines = [
        [field for field in line if _usual(section.record, field.key) or field.key in filled]
        for line in section.lines
    ]
    return Section(section.key, section.title, section.record, [line for line in lines if line], section.word)


def own_items(fields: Sequence[Field[Any]]) -> Section:
    """The section of what this village or its county records besides; one item in a line."""
    return Section("items", "本村项目", "child", [[field] for field in fields])


def _usual(record: str, key: str) -> bool:
    return key.startswith(ITEM) or fieldsets.set_of(f"{record}.{key}") == fieldsets.BASIC


def placed() -> frozenset[str]:
    """`record.key` of everything that stands in some section."""
    return frozenset(f"{one.record}.{key}" for one in SECTIONS for key in one.names())


def unplaced() -> list[str]:
    """`record.key` of the fields of a file that stand nowhere; a test holds that there is none."""
    records = ("child", *catalogue.KIN)
    return [
        f"{record}.{key}"
        for record in records
        for key in catalogue.RECORDS[record].fields()
        if key not in ELSEWHERE and f"{record}.{key}" not in placed()
    ]

"""Puts a fact into a cell as offices do, and says what a person would read there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.messy import dirt_days, dirt_numbers, dirt_words
from tests.messy.grid import Value
from tests.messy.pen import Facts, Made, Pen
from tests.messy.truth import Want


@dataclass(frozen=True, slots=True)
class Written:
    """A cell and its truth."""

    value: Value
    form: str
    want: Want


def write(pen: Pen, field: str, facts: Facts) -> Written:
    """The cell of one field for one child."""
    fact = facts.get(field, "")
    if not fact:
        return Written(*_absent(pen, field, facts))
    maker = _makers().get(field) or _makers().get(field.partition(".")[2]) or dirt_words.plain
    value, form, want = maker(pen, field, facts)
    if pen.often(0.004) and isinstance(value, str) and "\n" not in value:
        value = pen.rnd.choice((f" {value}", f"{value} ", f"{value}\u3000", f"{value}\n"))
    return Written(value, form, want)


_WITHOUT_WORD = frozenset(
    "child.name child.sex child.age child.nation child.birth child.hukou_class household.size row.number "
    "child.poverty child.relief guardian.agreement child.boarding".split()
)
"""Where 无 and 否 would answer the question instead of leaving it open, or nobody writes them."""
_PROSE = frozenset("child.illness child.note child.wish child.exit_reason child.school_class".split())


def _absent(pen: Pen, field: str, facts: Facts) -> Made:
    if field == "child.id_number" and pen.rnd.random() < 0.5:
        word = pen.rnd.choice(("未上户", "正在办理", "无", "户口未落"))
        return word, "", Want((), optional=True, why="no number yet")
    word = pen.habits.absent
    if pen.often(0.05):
        word = pen.rnd.choice(("—", "/", "不详", "无", "未采集", "\u3000"))
    if not word or field in _WITHOUT_WORD or (word == "无" and field.endswith((".health", ".status"))):
        return None, "", Want((), optional=True)
    values = (word,) if field in _PROSE and word == "无" else ()
    return word, "", Want(values, optional=True, why="says that there is none")


_Maker = Callable[[Pen, str, Facts], Made]


def _makers() -> Mapping[str, _Maker]:
    return {
        "child.name": dirt_words.child_name,
        "name": dirt_words.grown_name,
        "head": dirt_words.grown_name,
        "id_number": dirt_numbers.identity_number,
        "disability_certificate": dirt_numbers.certificate,
        "phone": dirt_numbers.telephone,
        "bank_account": dirt_numbers.account,
        "amount": dirt_numbers.amount,
        "age": dirt_numbers.age,
        "size": dirt_numbers.size,
        "student_number": dirt_numbers.as_text,
        "number": dirt_numbers.as_text,
        "birth": dirt_days.birth,
        "registered_on": dirt_days.day,
        "agreement_date": dirt_days.day,
        "last_contact": dirt_days.day,
        "exit_on": dirt_days.day,
        "sex": dirt_words.sex,
        "nation": dirt_words.nation,
        "live_address": dirt_words.live_address,
        "hukou_address": dirt_words.hukou_address,
        "village_group": dirt_words.as_is,
        "categories": dirt_words.categories,
        "grade": dirt_words.grade,
        "school": dirt_words.school,
        "relation": dirt_words.relation,
        "disability_type": dirt_words.disability,
        "agreement": dirt_words.yes_no,
        "focus": dirt_words.yes_no,
        "live_together": dirt_words.yes_no,
        "boarding": dirt_words.boarding,
    }

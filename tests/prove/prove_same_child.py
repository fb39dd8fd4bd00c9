"""Writes down newborns without name and number, and twins; later names and numbers come.

`python -m tests.prove.prove_same_child [--cases N] [--seed S] [--broken NAME]`, see `proof`. A 毛毛 who gets
both by an edit stays one file, whose history knows what it was called. One whose named and numbered self is
typed as somebody new is offered. Twins, with any of their numbers, never are.
"""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

from childdesk.desk import finding, history, records, sameness
from childdesk.desk.session import Session
from childdesk.domain import duplicates, identity
from childdesk.domain.duplicates import Verdict
from childdesk.store import reader
from tests.desk import made
from tests.prove import proof

PET = ("毛毛", "小毛", "宝宝", "妞妞")
OFFER, PHONE = "可能已有", "10400000001"
GIVEN = "子轩梓涵浩宇欣怡俊杰雨萱"


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One village with a newborn and a pair of twins."""
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="childdesk-same-"))
    session = made.session_in(folder / "home")
    try:
        wrong = named_later(session, chance) + twins(session, chance)
        return wrong, {"newborns": 1, "twins": 2}
    finally:
        session.ledger.close()
        shutil.rmtree(folder)


def number(day: date, order: int) -> str:
    """A number of nobody: there is no province 99."""
    first = f"990101{day:%Y%m%d}{order:03d}"
    return first + identity.check_digit(first)


def name(chance: random.Random) -> str:
    return chance.choice("张陈黄") + "".join(chance.sample(GIVEN, 2))


def named_later(session: Session, chance: random.Random) -> list[str]:
    """The newborn gets name and number and stays one file, found by all three."""
    day = made.TODAY - timedelta(chance.randint(5, 300))
    pet, whole, digits = chance.choice(PET), name(chance), number(day, chance.randrange(900))
    child = records.add(session, "child", {"name": pet, "birth": day.isoformat(), "live_address": "3组"}).id
    records.add(session, "mother", {"child": child, "name": "王秀英", "phone": PHONE})
    count = reader.count(session.ledger.connection, "child")
    wrong = offered(session, whole, day, digits)
    records.edit(session, "child", child, {"name": whole, "id_number": digits})
    if reader.count(session.ledger.connection, "child") != count:
        wrong.append("a second file")
    raw = reader.whole(session.ledger.connection, "child", child, session.today) or {}
    if (raw["name"], raw["id_number"]) != (whole, digits):
        wrong.append("name or number is missing")
    told = history.of_record(session, child, 50)
    if not any(line.before == pet and line.after == whole for one in told for line in one.lines):
        wrong.append("the history does not know what it was called")
    for text in (whole, digits[-6:]):
        if child not in [hit.id for hit in finding.find(session, text, 50).hits]:
            wrong.append("not found by its name or number")
    return wrong


def offered(session: Session, whole: str, day: date, digits: str) -> list[str]:
    """Another newborn, then its named and numbered self typed as somebody new: a person is asked."""
    other = day - timedelta(400)
    born = {"name": "毛毛", "birth": other.isoformat(), "phone": "10400000009"}
    pet = records.add(session, "child", born).id
    typed = {**born, "name": f"{whole}旦", "id_number": number(other, int(digits[14:17]))}
    asked = records.add(session, "child", typed)
    wrong = [] if any(OFFER in issue.text for issue in asked.issues) else ["the named newborn is not offered"]
    for row in (asked.id, pet):
        records.withdraw(session, "child", row, "试")
    return wrong


def twins(session: Session, chance: random.Random) -> list[str]:
    """Two children of one family and day, with both numbers, one, or none."""
    day = made.TODAY - timedelta(chance.randint(400, 5000))
    order, surname = chance.randrange(900), chance.choice("张陈黄")
    numbers = [number(day, order), number(day, order + chance.randint(1, 9))]
    having = chance.choice(((), (0,), (1,), (0, 1)))
    found = []
    for at, given in enumerate(chance.sample(GIVEN, 2)):
        texts = {"name": surname + given, "birth": day.isoformat(), "phone": "10400000005"}
        texts |= {"id_number": numbers[at]} if at in having else {}
        saved = records.add(session, "child", texts)
        found += [f"a twin is offered: {issue.text[-8:]}" for issue in saved.issues if OFFER in issue.text]
    return found


BROKEN = {
    "nobody is asked": lambda: patch.object(sameness, "find", lambda new, candidates: []),
    "one family and day are one child": lambda: patch.object(duplicates, "compare", _by_family_and_day),
}


def _by_family_and_day(new: duplicates.Sketch, old: duplicates.Sketch) -> duplicates.Match:
    alike = new.birth == old.birth and bool(new.family & old.family)
    return duplicates.Match(Verdict.MAYBE if alike else Verdict.DIFFERENT, "家人和生日相同", old)


if __name__ == "__main__":
    proof.main("prove_same_child", case, BROKEN, cases=200)

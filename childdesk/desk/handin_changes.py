"""Says what has changed about the children of a hand-in since it was handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from childdesk.desk import forms, handins
from childdesk.desk.filling import FillPlan, SheetPlan
from childdesk.desk.handins import HandInLine
from childdesk.desk.session import Right, Session
from childdesk.store import reader

COME, GONE = "新增", "不在名单里了"


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed about a child since a version: head, then and now; "" for a child come or gone."""

    child: str
    head: str
    before: str
    now: str


def since(session: Session, row: str, number: int = 0) -> list[Change]:
    """What has changed since the version that was handed in last (or version `number`). Raises Refused."""
    session.require(Right.VIEW)
    line = handins.one(session, row)
    before = contents(session, line, number)
    if before is None or not line.form:
        return []
    now = handins.plan(session, row).contents
    return _compared(before, now)


def contents(session: Session, line: HandInLine, number: int = 0) -> dict[str, dict[str, str]] | None:
    """Child → head → words of the version that was handed in last (or version `number`); None for none."""
    given = [v for v in line.versions if (v.number == number if number else bool(v.given_at))]
    raw = reader.get(session.ledger.connection, "version", given[0].id) if given else None
    if raw is None or not raw.get("content"):
        return None
    before: dict[str, dict[str, str]] = json.loads(forms.files(session).get(str(raw["content"])))
    return before


def mark(session: Session, row: str, made: FillPlan) -> int:
    """Marks in the next version what differs from the one that was handed in; how many cells.

    Of a child who is new every cell is marked; where nothing was handed in yet nothing is.
    """
    before = contents(session, handins.one(session, row))
    if before is None:
        return 0
    several = len(made.sheets) > 1
    return sum(_mark(sheet, before, f"{sheet.name}：" if several else "") for sheet in made.sheets)


def _mark(sheet: SheetPlan, before: Mapping[str, Mapping[str, str]], begin: str) -> int:
    heads = {column.index: f"{begin}{column.header}" for column in sheet.columns}
    numbers = {column.index for column in sheet.columns if column.field == "row.number"}
    fresh = sheet.children[len(sheet.children) - len(sheet.people) :]
    count = 0
    for child, person in zip(fresh, sheet.people, strict=True):
        was = before.get(child)
        for index, said in person.items():
            head = heads[index]
            if index in numbers or (was is not None and was.get(head, "") == said.text):
                continue
            person[index] = replace(said, marked=True)
            count += 1
    return count


def _compared(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[Change]:
    found: list[Change] = []
    for child, held in now.items():
        was = before.get(child)
        if was is None:
            found.append(Change(child, COME, "", next(iter(held.values()), "")))
            continue
        for head in dict.fromkeys((*was, *held)):
            if was.get(head, "") != held.get(head, ""):
                found.append(Change(child, head, was.get(head, ""), held.get(head, "")))
    for child, was in before.items():
        if child not in now:
            found.append(Change(child, GONE, next(iter(was.values()), ""), ""))
    return found

"""Says what has changed about the children of a hand-in since it was handed in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import forms, handins
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
    given = [v for v in line.versions if (v.number == number if number else bool(v.given_at))]
    if not given:
        return []
    raw = reader.get(session.ledger.connection, "version", given[0].id) or {}
    if not raw.get("content"):
        return []
    before: dict[str, dict[str, str]] = json.loads(forms.files(session).get(str(raw["content"])))
    if not line.form:
        return []
    now = handins.plan(session, row).contents
    return _compared(before, now)


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

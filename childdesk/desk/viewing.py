"""One record as it is shown: masked values, what is missing, what does not fit, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import shown, traces
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, days, rules
from childdesk.domain.change import ITEM
from childdesk.domain.errors import Refused
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Date, Scalar
from childdesk.store import reader


@dataclass(frozen=True, slots=True)
class View:
    """A record ready to be shown. `related` names the ids of what is about it, by record."""

    id: str
    record: str
    label: str
    unit: str
    fields: Mapping[str, str | None]
    labels: Mapping[str, str]
    missing: tuple[str, ...]
    issues: tuple[Issue, ...]
    related: Mapping[str, list[str]]


def view(session: Session, record: str, row: str) -> View:
    """One living record. Raises Refused when it was withdrawn or is unknown."""
    session.require(Right.VIEW)
    raw = reader.whole(session.ledger.connection, record, row, session.today)
    if raw is None:
        raise Refused("没有找到这份记录")
    cls = catalogue.RECORDS[record]
    values = shown.fields(record, raw)
    labels = {key: item.label for key, item in cls.fields().items()}
    for key, item in cls.derived().items():
        labels[key] = item.label
        value = _derived(raw, key, session)
        values[key] = None if value is None else str(value)
    for key, kept in raw.items():
        if key.startswith(ITEM) and kept is not None:
            labels[key] = item_label(session, key)
            values[key] = shown.item(labels[key], kept)
    found = rules.check_new(record, raw, session.today, session.ledger.identity.level)
    missing = tuple(issue.field for issue in found if issue.level == "missing")
    others = tuple(issue for issue in found if issue.level != "missing")
    unit = unit_of(session, raw)
    return View(row, record, cls.label, unit, values, labels, missing, others, related(session, record, row))


def _derived(raw: Mapping[str, Scalar], key: str, session: Session) -> int | None:
    born = raw.get("birth")
    if key != "age" or born is None:
        return None
    return days.age(Date().from_db(born), session.today)


def item_label(session: Session, key: str) -> str:
    """The name of a county's or this desk's own item."""
    raw = reader.get(session.ledger.connection, "item", key.removeprefix(ITEM))
    return str(raw["label_words"]) if raw else "补充项目"


def unit_of(session: Session, raw: Mapping[str, Scalar]) -> str:
    """The code of the village that answers for a record: its own, or its child's."""
    if raw.get("unit"):
        return str(raw["unit"])
    child = reader.get(session.ledger.connection, "child", str(raw.get("child") or ""))
    return str((child or {}).get("unit") or session.ledger.identity.unit)


def related(session: Session, record: str, row: str) -> dict[str, list[str]]:
    """The ids of living records that point to this one, by record."""
    found: dict[str, list[str]] = {}
    for name, other in reader.dependents(session.ledger.connection, row):
        if not traces.seen(session, name):
            continue
        found.setdefault(name, []).append(other)
    return found

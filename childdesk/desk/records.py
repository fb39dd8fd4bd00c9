"""Adds and changes single records: read, check, find the ops, write one entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from childdesk.desk import naming, places, reading, sameness
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, current, rules, steps
from childdesk.domain.change import ALIVE, ITEM, Dot
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Link, Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.store import journal, reader

HOLDERS = ("child", "father", "mother", "guardian")
"""Records whose dated rows name them as holder."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What was written: the record, the entry (empty when nothing differed) and what waits for a person."""

    id: str
    entry: str
    issues: tuple[Issue, ...] = field(default=())


def add(session: Session, record: str, texts: Mapping[str, str], *, reason: str = "") -> Saved:
    """Creates one record from typed texts. Raises Refused without its anchor or for a child already there."""
    session.require_to_write(record)
    _known(record, texts)
    got = reading.read(record, linked(session, record, texts), session.today)
    _readable(record, got)
    _anchored(record, got.values)
    _only_one(session, record, got.values)
    values = steps.obeyed(record, {}, got.values, session.clock.now())
    ops, row = creation(session, record, values, source="")
    level = session.ledger.identity.level
    issues = [*got.issues, *rules.check_new(record, values, session.today, level)]
    issues += _beside_child(session, record, values)
    _refuse_forbidden(issues)
    if record == "child":
        issues += sameness.beside_register(session, values)
    written = session.ledger.writer.write(f"add_{record}", session.person, ops, reason=reason)
    return Saved(row, written.entry, tuple(issues))


def edit(
    session: Session,
    record: str,
    row: str,
    texts: Mapping[str, str],
    *,
    bases: Mapping[str, tuple[Dot, ...]] | None = None,
    reason: str = "",
) -> Saved:
    """Changes the touched fields of one record. `bases` are the heads that its form saw when it was opened.

    Nothing is written when one of the texts is impossible: Refused names the field.
    """
    session.require_to_write(record)
    if record in catalogue.PROTECTED:
        session.require(Right.S3)
    _known(record, texts)
    stored = reader.whole(session.ledger.connection, record, row, session.today)
    if stored is None:
        raise Refused("这份记录已经撤回，不能再改")
    got = reading.read(record, linked(session, record, texts), session.today)
    if got.issues:
        raise Refused(got.issues[0].text, got.issues[0].field)
    patch = {key: got.values[key] for key in texts if key in got.values}
    patch = steps.obeyed(record, stored, patch, session.clock.now())
    _anchored(record, {**stored, **patch})
    issues = rules.check_edit(
        record, {**stored, **patch}, patch, session.today, session.ledger.identity.level
    )
    issues += _beside_child(session, record, {**stored, **patch})
    _refuse_forbidden(issues)
    if record == "child" and patch.get("id_number"):
        sameness.refuse_same_number(session, str(patch["id_number"]), row)
    ops = changes(session, record, row, stored, patch, bases or {})
    if record == "child" and patch.get("risk") and patch["risk"] != stored.get("risk"):
        ops.append(_grading(session, row, stored, patch, reason))
    written = session.ledger.writer.write(f"edit_{record}", session.person, ops, reason=reason)
    return Saved(row, written.entry, tuple(issues))


def _grading(
    session: Session, child: str, stored: Mapping[str, Scalar], patch: Mapping[str, Scalar], reason: str
) -> New:
    """A colour that changes leaves a line in its history, whichever form it was changed in."""
    values: dict[str, Scalar] = {"child": child, "date": session.today.isoformat(), "risk": patch["risk"]}
    values |= {"before": stored.get("risk"), "method": "自己判断", "confirmed_by": session.name}
    kept = {key: value for key, value in values.items() if value is not None}
    return New("grading", new_id(), kept | ({"reasons": reason} if reason else {}))


def withdraw(session: Session, record: str, row: str, reason: str) -> Saved:
    """Takes a record back; it can be brought back by undo."""
    session.require_to_write(record)
    seen = session.ledger.writer.state(record, row)
    if not seen.born or not seen.alive:
        raise Refused("这份记录已经撤回")
    mark = {"alive": False, "reason": reason, "seen": journal.seen(session.ledger.connection, record, row)}
    op = Set(record, row, ALIVE, mark, seen.heads.get(ALIVE, ()))
    written = session.ledger.writer.write(f"withdraw_{record}", session.person, [op], reason=reason)
    return Saved(row, written.entry)


def creation(
    session: Session, record: str, values: Mapping[str, Scalar], *, source: str, row: str = ""
) -> tuple[list[Op], str]:
    """The ops that create a record and the dated rows behind its through-fields; (ops, new id)."""
    cls = catalogue.RECORDS[record]
    made = row or new_id()
    through = cls.through()
    own = dict(values)
    rows = {key: own.pop(key) for key in through.keys() & own.keys()}
    if None in own.values():
        own = {key: value for key, value in own.items() if value is not None}
    unit, today = session.ledger.identity.unit, session.today
    if "unit" in cls.stored():
        own.setdefault("unit", unit)
    if record == "child":
        own.setdefault("registered_on", today.isoformat())
    ops: list[Op] = [New(record, made, places.recognised(record, own, unit))]
    child = made if record == "child" else str(values.get("child") or "")
    for key, field_ in through.items() if rows else ():
        if rows.get(key) is not None:
            new = places.one(field_.kind, rows[key], unit)
            ops += current.write(field_, (), new, child=child, holder=made, on=today, source=source)
    return ops, made


def changes(
    session: Session,
    record: str,
    row: str,
    stored: Mapping[str, Scalar],
    patch: Mapping[str, Scalar],
    bases: Mapping[str, tuple[Dot, ...]],
    source: str = "",
) -> list[Op]:
    """The ops that turn `stored` into `stored` with `patch`."""
    through = catalogue.RECORDS[record].through()
    child = row if record == "child" else str(stored.get("child") or "")
    ops: list[Op] = []
    for key, value in patch.items():
        field_ = through.get(key)
        if field_ is None:
            kind = None if key.startswith(ITEM) else catalogue.RECORDS[record].fields()[key].kind
            ops.append(
                Set(record, row, key, places.one(kind, value, session.ledger.identity.unit), bases.get(key))
            )
            continue
        held = reader.dated(session.ledger.connection, field_.rows, record, [row]).get(row, [])
        new = places.one(field_.kind, value, session.ledger.identity.unit)
        ops += current.write(field_, held, new, child=child, holder=row, on=session.today, source=source)
    return ops


def linked(session: Session, record: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts with id prefixes of links made whole."""
    fields = catalogue.RECORDS[record].fields()
    whole = dict(texts)
    for key, text in texts.items():
        kind = fields[key].kind if key in fields else None
        if isinstance(kind, Link) and text.strip():
            whole[key] = naming.record(session, text, kind=kind.record)[1]
    return whole


def _known(record: str, texts: Mapping[str, str]) -> None:
    if record not in catalogue.RECORDS:
        raise Refused(f"没有“{record}”这种记录")
    fields = catalogue.RECORDS[record].fields()
    for key in texts:
        if key not in fields and not key.startswith(ITEM):
            raise Refused(f"没有“{key}”这一项", key)


def _anchored(record: str, values: Mapping[str, Scalar]) -> None:
    cls = catalogue.RECORDS[record]
    for group in cls.anchors:
        if not any(values.get(key) for key in group):
            label = cls.fields()[group[0]].label
            raise Refused(f"没有{label}，存不下来。请填上{label}", group[0])


def _readable(record: str, got: reading.Read) -> None:
    """What a record hangs on cannot be kept as typed: said as what is wrong with it, not as missing."""
    for issue in got.issues:
        if got.unread(issue.field) and any(
            issue.field in group for group in catalogue.RECORDS[record].anchors
        ):
            raise Refused(f"{issue.text}。没有存", issue.field)


def _only_one(session: Session, record: str, values: Mapping[str, Scalar]) -> None:
    """A child has one father and one mother; who takes their place is a guardian."""
    child = str(values.get("child") or "")
    if record in ("father", "mother") and reader.where(session.ledger.connection, record, "child", child):
        label = catalogue.RECORDS[record].label
        raise Refused(f"这个孩子已有{label}的记录。请改那一份；继父母、养父母记作监护人", "child")


def _beside_child(session: Session, record: str, values: Mapping[str, Scalar]) -> list[Issue]:
    """What does not fit between a record and its child; a closed child takes no new visits or referrals."""
    child = str(values.get("child") or "")
    raw = reader.whole(session.ledger.connection, "child", child, session.today) if child else None
    return [] if raw is None else rules.beside_child(record, values, raw)


def _refuse_forbidden(issues: list[Issue]) -> None:
    for issue in issues:
        if issue.level == "impossible" and issue.text in rules.FORBIDDEN:
            raise Refused(issue.text, issue.field)

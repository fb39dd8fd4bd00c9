"""A form over one record: what it sees when it is opened, and saving so that nobody's work is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from childdesk.desk import conflicts, items, records, shown, viewing
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.change import ITEM, Dot
from childdesk.domain.errors import Refused
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Scalar, typed_text, typed_words
from childdesk.domain.privacy import S3
from childdesk.domain.record import Field
from childdesk.store import reader


@dataclass(frozen=True, slots=True)
class Opened:
    """What a form saw. Masked fields carry only their mask; `bases` are the heads that saving names."""

    record: str
    row: str
    values: Mapping[str, Scalar]
    masked: Mapping[str, str]
    bases: Mapping[str, tuple[Dot, ...]]
    was: Mapping[str, str] = field(default_factory=dict)
    """Field key → what was typed and could not be read, masked."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What saving did: record, entry (empty when nothing differed), doubts, and what now disagrees."""

    id: str
    entry: str
    issues: tuple[Issue, ...]
    conflicts: tuple[conflicts.Conflict, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One record of a file for reading: what is shown of each field, what is missing, wrong or unread."""

    record: str
    row: str
    title: str
    shown: Mapping[str, str | None]
    missing: tuple[str, ...]
    issues: tuple[Issue, ...]
    was: Mapping[str, str]
    items: tuple[tuple[str, str], ...]
    """(name, value) of the items that a county or this desk has added."""


def parts(session: Session, child: str) -> list[Part]:
    """The child and the grown-ups, ready to be read. Raises Refused for a withdrawn child."""
    session.require(Right.VIEW)
    found = [_part(session, "child", child)]
    for record in (*catalogue.KIN, "relief"):
        rows = reader.about(session.ledger.connection, record, [child]).get(child, ())
        found += [_part(session, record, row) for row, _ in sorted(rows)]
    return found


def _part(session: Session, record: str, row: str) -> Part:
    seen = viewing.view(session, record, row)
    raw = reader.get(session.ledger.connection, record, row) or {}
    items = [
        (seen.labels[key], value) for key, value in seen.fields.items() if key.startswith(ITEM) and value
    ]
    title = str(seen.fields.get("name") or seen.fields.get("kind") or seen.label)
    was = shown.typed(record, raw.get("was"))
    return Part(record, row, title, seen.fields, seen.missing, seen.issues, was, tuple(items))


def opened(session: Session, record: str, row: str, keys: Sequence[str]) -> Opened:
    """The fields of one record for editing; an empty `row` is a record that does not exist yet.

    A bounded question. Sealed fields are never among them. Raises Refused for a withdrawn record.
    """
    session.require(Right.VIEW)
    if not row:
        return Opened(record, "", dict.fromkeys(keys), {}, {})
    raw = reader.whole(session.ledger.connection, record, row, session.today)
    if raw is None:
        raise Refused("这份记录已经撤回，不能再改")
    fields = dict(catalogue.RECORDS[record].fields())
    if any(key.startswith(ITEM) for key in keys):
        fields |= items.fields(session)
    open_keys = [key for key in keys if fields[key].privacy is not S3]
    masked = {key: words for key in open_keys if (words := _masked(key, fields[key], raw.get(key)))}
    return Opened(
        record,
        row,
        {key: raw.get(key) for key in open_keys if key not in masked},
        masked,
        {key: _heads(session, record, row, key) for key in open_keys},
        {key: words for key, words in shown.typed(record, raw.get("was")).items() if key in open_keys},
    )


def _masked(key: str, field: Field[Any], raw: Scalar) -> str:
    """A value as its mask where it has one: a number, or an item in which somebody's number stands."""
    if not raw:
        return ""
    if key.startswith(ITEM):
        words = shown.item(field.label, raw)
        return words if words != str(raw) else ""
    return shown.one(field, raw) if field.kind.mask else ""


def save(
    session: Session, seen: Opened, patch: Mapping[str, Scalar], *, child: str = "", reason: str = ""
) -> Kept:
    """Writes the touched fields of a form. What somebody else wrote meanwhile becomes a conflict, never lost.

    `child` is whose a new record is. Raises Refused naming the field.
    """
    texts = {key: _typed(seen.record, key, value) for key, value in patch.items()}
    if not texts:
        return Kept(seen.row, "", (), ())
    if not seen.row:
        saved = records.add(
            session, seen.record, {"child": child, **texts} if child else texts, reason=reason
        )
        return Kept(saved.id, saved.entry, saved.issues, ())
    _require_unchanged(session, seen, patch)
    texts |= _settled_was(session, seen, patch)
    saved = records.edit(session, seen.record, seen.row, texts, bases=seen.bases, reason=reason)
    torn = {(record, row, key) for record, row, key in reader.conflicts(session.ledger.connection)}
    mine = {(seen.record, seen.row, key) for key in patch}
    found = []
    if torn & mine:
        found = [
            one
            for one in conflicts.waiting(session)
            if (one.record, one.row, one.field.partition(".")[2]) in mine
        ]
    return Kept(seen.row, saved.entry, saved.issues, tuple(found))


def _typed(record: str, key: str, value: Scalar) -> str:
    """A stored scalar as a person would type it."""
    if key.startswith(ITEM):
        return str(value or "")
    return "" if value is None else catalogue.RECORDS[record].fields()[key].kind.shown(value)


def _require_unchanged(session: Session, seen: Opened, patch: Mapping[str, Scalar]) -> None:
    """Facts that begin and end have no heads of their own: one that changed meanwhile is looked at first."""
    through = catalogue.RECORDS[seen.record].through()
    touched = [key for key in patch if key in through and key in seen.bases]
    if not touched:
        return
    raw = reader.whole(session.ledger.connection, seen.record, seen.row, session.today) or {}
    for key in touched:
        same = key in seen.values and raw.get(key) == seen.values[key]
        if same or raw.get(key) == patch[key]:
            continue
        if _heads(session, seen.record, seen.row, key) != seen.bases[key]:
            now = shown.one(through[key], raw.get(key)) or "未采集"
            raise Refused(f"刚才别处改成了“{now}”。请看一眼再存", key)


def _heads(session: Session, record: str, row: str, key: str) -> tuple[Dot, ...]:
    """The heads of a field; of one that is kept as dated rows, those of all its rows."""
    through = catalogue.RECORDS[record].through()
    if key not in through:
        return session.ledger.writer.state(record, row).base(key)
    name, column = through[key].rows, through[key].column
    held = reader.dated(session.ledger.connection, name, record, [row]).get(row, [])
    states = session.ledger.writer.states((name, at) for at, _ in held)
    return tuple(sorted(dot for s in states.values() for at in (column, "ends") for dot in s.base(at)))


def _settled_was(session: Session, seen: Opened, patch: Mapping[str, Scalar]) -> dict[str, str]:
    """What was typed once and could not be read is let go as soon as its field is filled."""
    done = {key for key in seen.was if patch.get(key) is not None}
    if not done:
        return {}
    raw = reader.get(session.ledger.connection, seen.record, seen.row) or {}
    left = {key: words for key, words in typed_words(raw.get("was")).items() if key not in done}
    return {"was": typed_text(left) if left else ""}

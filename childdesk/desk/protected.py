"""The protected records of one child: opened whole with the right and a reason, each opening noted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import shown, telling
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Link, Scalar, Typed
from childdesk.domain.privacy import S3
from childdesk.store import access, reader

USUAL_REASONS = ("核对转介材料", "准备走访", "镇里要情况")


@dataclass(frozen=True, slots=True)
class Opened:
    """One protected record in words: what it is, on which day, label and value of what is filled."""

    record: str
    row: str
    title: str
    when: str
    lines: tuple[tuple[str, str], ...]


def opened(session: Session, child: str, reason: str) -> list[Opened]:
    """Everything protected about one child, newest first. One note in the access log for each record.

    Raises Refused without the right or without a reason.
    """
    session.require(Right.VIEW)
    if not session.may(Right.S3):
        raise Refused("这些受保护，您现在不能看。请找督导员")
    if not reason.strip():
        raise Refused("打开保密记录要写明理由", "reason")
    found = [*_whole(session, child), *_parts(session, child)]
    for one in found:
        access.note(
            session.ledger.connection,
            session.clock,
            session.person,
            "reveal",
            record=one.row,
            fields=f"{one.record}.*",
            reason=reason.strip(),
        )
    return found


def read_one(
    session: Session, record: str, row: str, reason: str, *, to_print: bool = False
) -> Mapping[str, Scalar]:
    """One sealed record as it is kept; who opened or printed it and why is noted.

    Raises Refused without right or reason, and for a record that is not there.
    """
    session.require(Right.S3)
    if not reason.strip():
        raise Refused(f"{'打印' if to_print else '打开'}保密记录要写明理由", "reason")
    raw = reader.get(session.ledger.connection, record, row)
    if raw is None:
        raise Refused("没有找到这份记录。可能已经撤回")
    access.note(
        session.ledger.connection,
        session.clock,
        session.person,
        "print_s3" if to_print else "open_s3",
        record=row,
        fields=record,
        reason=reason.strip(),
    )
    return raw


def _whole(session: Session, child: str) -> list[Opened]:
    """Records of which nearly everything is sealed."""
    found: list[tuple[str, Opened]] = []
    for record, day in catalogue.PROTECTED.items():
        for row, raw in reader.about(session.ledger.connection, record, [child]).get(child, ()):
            found.append(
                (str(raw.get(day) or ""), _opened(session, record, row, raw, day, sealed_only=False))
            )
    return [one for _, one in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _parts(session: Session, child: str) -> list[Opened]:
    """The sealed fields of records that are otherwise open: what a visit saw of the mind, odd words."""
    connection = session.ledger.connection
    found: list[tuple[str, Opened]] = []
    rows = [("child", child, reader.get(connection, "child", child) or {})]
    for record in (*catalogue.KIN, "visit"):
        rows += [(record, row, raw) for row, raw in reader.about(connection, record, [child]).get(child, ())]
    for record, row, raw in rows:
        if any(raw.get(key) is not None for key in catalogue.RECORDS[record].sealed()):
            day = "date" if record == "visit" else ""
            made = _opened(session, record, row, raw, day, sealed_only=True)
            found.append((str(raw.get("date") or ""), made))
    return [one for _, one in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _opened(
    session: Session, record: str, row: str, raw: Mapping[str, Scalar], day: str, *, sealed_only: bool
) -> Opened:
    cls = catalogue.RECORDS[record]
    lines = []
    for key, field in cls.stored().items():
        if raw.get(key) is None or isinstance(field.kind, Link) or (sealed_only and field.privacy is not S3):
            continue
        if isinstance(field.kind, Typed):
            kept = shown.typed(record, raw[key])
            lines.append((field.label, "；".join(f"{cls.fields()[k].label}：{w}" for k, w in kept.items())))
        else:
            lines.append((field.label, shown.text(field, raw[key])))
    when = telling.day(str(raw[day])[:10], session.today) if day and raw.get(day) else ""
    return Opened(record, row, cls.label, when, tuple(lines))

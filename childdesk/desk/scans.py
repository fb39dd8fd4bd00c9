"""Scans of what was signed for a referral: sealed beside the ledger, and guarded like the referral."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import records
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.files import saving
from childdesk.store import access, reader
from childdesk.store.attachments import Attachments

RECORD = "consent_scan"
TITLE = "知情同意书"
MOST = 6
"""Scans of one referral."""
GONE = "没有找到这份转介。可能已经撤回"


@dataclass(frozen=True, slots=True)
class Scan:
    """One signed paper that was scanned: what it is and when it was taken in."""

    id: str
    title: str
    day: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One scan as it is shown: its picture is in memory only."""

    title: str
    day: str
    picture: bytes


def keep(session: Session, referral: str, picture: bytes, title: str = TITLE) -> records.Saved:
    """Seals a picture that was made small and plain, and says so in the referral. Raises Refused."""
    session.require(Right.EDIT)
    session.require(Right.S3)
    connection, on = session.ledger.connection, session.today.isoformat()
    raw = reader.get(connection, "referral", referral)
    if raw is None:
        raise Refused(GONE)
    child = str(raw["child"])
    held = reader.about(connection, RECORD, [child]).get(child, [])
    if sum(one.get("referral") == referral for _, one in held) >= MOST:
        raise Refused(f"一份转介最多收{MOST}张扫描，已经够了", "consent_proof")
    digest = hashlib.sha256(picture).hexdigest()
    if any(one.get("digest") == digest for _, one in held):
        raise Refused("这张扫描已经收过了", "consent_proof")
    _files(session).put(picture)
    values: dict[str, Scalar] = {
        "child": child, "referral": referral, "title": title, "digest": digest, "size": len(picture),
        "taken_on": on,
    }  # fmt: skip
    row = new_id()
    ops: list[Op] = [New(RECORD, row, values)]
    if not raw.get("consent_proof"):
        ops.append(Set("referral", referral, "consent_proof", f"{title}，{on}已扫描"))
    return records.Saved(row, session.ledger.writer.write(f"add_{RECORD}", session.person, ops).entry)


def of_referral(session: Session, referral: str) -> list[Scan]:
    """What was scanned for a referral, in the order in which it came. Raises Refused without the right."""
    session.require(Right.S3)
    connection = session.ledger.connection
    found = [
        (row, reader.get(connection, RECORD, row) or {})
        for row in reader.where(connection, RECORD, "referral", referral)
    ]
    found.sort(key=lambda pair: (str(pair[1].get("taken_on") or ""), pair[0]))
    return [Scan(row, str(raw.get("title") or ""), str(raw.get("taken_on") or "")) for row, raw in found]


def look(session: Session, referral: str, reason: str) -> list[Seen]:
    """Opens the scans of a referral, to be shown and nothing else; who did and why is noted for each.

    Raises Refused without right or reason, and where there is none.
    """
    found = of_referral(session, referral)
    if not found:
        raise Refused("这份转介还没有签字扫描。签好字后拍一张，点“加签字扫描”")
    return [Seen(one.title, one.day, _opened(session, one.id, reason, "open_s3")) for one in found]


def take_out(session: Session, scan: str, path: Path, reason: str) -> None:
    """Writes one scan to a file; who did and why is noted. Raises Refused without right or reason."""
    saving.save(path, _opened(session, scan, reason, "print_s3"))


def _opened(session: Session, scan: str, reason: str, act: str) -> bytes:
    session.require(Right.S3)
    if not reason.strip():
        raise Refused("打开保密记录要写明理由", "reason")
    raw = reader.get(session.ledger.connection, RECORD, scan)
    if raw is None:
        raise Refused("没有找到这张扫描。可能已经撤回")
    content = _files(session).get(str(raw["digest"]))
    access.note(
        session.ledger.connection,
        session.clock,
        session.person,
        act,
        record=scan,
        fields=RECORD,
        reason=reason.strip(),
    )
    return content


def _files(session: Session) -> Attachments:
    return Attachments(session.ledger.home, session.ledger.secret("age"))

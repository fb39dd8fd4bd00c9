"""What came of a paper outside this program: its scan with signature and seal, and our copies of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from childdesk.desk import forms, handins, leaving
from childdesk.desk.leaving import Copy
from childdesk.desk.session import Right, Session
from childdesk.domain import handin_options as steps
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Op, Set
from childdesk.files import saving
from childdesk.store import access, reader

MOST = 12
"""Pages of one version."""
NOT_FILLED = "还没有填过这份表，没有什么可扫描的"


def keep(session: Session, row: str, picture: bytes) -> str:
    """Seals one page of the signed paper, made small and plain before; the paper is 已扫描; the entry.

    A paper that was handed in stays as it is: its scan is only kept with it. Raises Refused.
    """
    session.require_to_write("handin")
    line = handins.one(session, row)
    if not line.versions:
        raise Refused(NOT_FILLED, "state")
    newest = line.versions[0]
    if len(newest.scans) >= MOST:
        raise Refused(f"一份表最多收{MOST}页扫描，已经够了", "scan")
    if hashlib.sha256(picture).hexdigest() in newest.scans:
        raise Refused("这一页已经收过了", "scan")
    digest = forms.files(session).put(picture)
    ops: list[Op] = [Set("version", newest.id, "scans", "\n".join((*newest.scans, digest)))]
    if line.state in steps.WORKING:
        ops += [
            Set("handin", row, "state", steps.SCANNED),
            Set("handin", row, "state_on", session.today.isoformat()),
        ]
    return session.ledger.writer.write("scan_handin", session.person, ops).entry


def pages(session: Session, version: str) -> list[bytes]:
    """The scanned pages of a version as pictures, in order. Raises Unavailable when one is gone."""
    session.require(Right.VIEW)
    raw = reader.get(session.ledger.connection, "version", version) or {}
    kept = forms.files(session)
    return [kept.get(digest) for digest in str(raw.get("scans") or "").splitlines()]


def take_out(session: Session, version: str, page: int, path: Path) -> None:
    """Writes one scanned page to a file; it is noted that it left. `page` counts from 1. Raises Refused."""
    session.require(Right.EXPORT)
    found = pages(session, version)
    if not 1 <= page <= len(found):
        raise Refused("没有这一页扫描", "page")
    leaving.require_place(path)
    saving.save(path, found[page - 1])
    access.note(
        session.ledger.connection, session.clock, session.person, "export", record=version, fields="签字扫描"
    )


def copies(session: Session, row: str) -> list[Copy]:
    """Our copies of a request's versions that still lie beside the ledger, or where they were written."""
    versions = [version for version in handins.one(session, row).versions if version.digest]
    digests, names = {version.digest for version in versions}, {version.file for version in versions}
    ours = [copy for copy in leaving.copies(session, uncleared=True) if copy.there]
    # One that was written with a password has other bytes than the frozen copy.
    return [copy for copy in ours if copy.digest in digests or copy.path.name in names]

"""Reports upward: which there are, and making one for a day, checked and written beside the ledger's home."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from childdesk.desk import village_roster
from childdesk.desk.rosters import Check, Sheet
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Progress, Silent
from childdesk.files import roster_write
from childdesk.store import access
from childdesk.store.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Report:
    """One report that can be made. `periods` says which words for a period it takes."""

    name: str
    label: str
    periods: tuple[str, ...]
    format: str
    s3: bool
    make: Callable[[Session, Snapshot], Sheet]


@dataclass(frozen=True, slots=True)
class Made:
    """A written report: rows of children, and the checks with the children behind a broken one."""

    path: Path
    rows: int
    checks: tuple[Check, ...]
    holds: dict[str, int] = field(default_factory=dict)


REPORTS: dict[str, Report] = {
    "village-roster": Report(
        "village-roster", "村级儿童台账", ("as-of",), "xlsx", s3=False, make=village_roster.sheet
    ),
}


def make(  # noqa: PLR0913 - which, when, where, for whom
    session: Session,
    name: str,
    out: Path,
    *,
    as_of: date | None = None,
    purpose: str = "",
    recipient: str = "",
    masked: bool = False,
    progress: Progress | None = None,
) -> Made:
    """Writes one report as known at the end of a day (now when None); the export is noted with its purpose.

    Raises Refused for an unknown report, a day to come, or a file that cannot be written; nothing is left.
    """
    session.require(Right.EXPORT)
    report = REPORTS.get(name)
    if report is None:
        raise Refused(f"没有叫“{name}”的报表。可选：{'、'.join(REPORTS)}", "name")
    if as_of is not None and as_of > session.today:
        raise Refused("截止日期还没到。请选今天或以前", "as_of")
    on = as_of or session.today
    snapshot = Snapshot(session.ledger.connection, on, as_of)
    made = report.make(session, snapshot)
    sheet = made.masked() if masked else made
    roster_write.write_roster(out, sheet.roster(session.ledger.identity.practice), progress or Silent())
    access.note(
        session.ledger.connection,
        session.clock,
        session.person,
        "export",
        record=name,
        fields=f"{len(sheet.rows)}行，{recipient}",
        reason=purpose,
    )
    return Made(out, len(sheet.rows), made.checks, made.holds())


def last_day(period: str, as_of: date | None) -> date | None:
    """The day that a period (`2026`, `2026-H1`, `2026-Q3`, `2026-11`) ends on. Raises Refused otherwise."""
    if not period:
        return as_of
    found = re.fullmatch(r"(\d{4})(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?", period)
    if found is None:
        raise Refused("期间看不懂。请写成2026-Q3或2026-11", "period")
    year, half, quarter, month = found.groups()
    last = int(half) * 6 if half else int(quarter) * 3 if quarter else int(month) if month else 12
    return date(int(year), last, calendar.monthrange(int(year), last)[1])

"""Requests and their versions as they are read: how far each paper is, when it came back and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from childdesk.desk.session import Session
from childdesk.domain import handin_options as steps
from childdesk.store import reader

Raw = reader.Raw


@dataclass(frozen=True, slots=True)
class Returned:
    """One place that was sent back: whose row, under which head, and what the sender wrote."""

    child: str
    head: str
    words: str


@dataclass(frozen=True, slots=True)
class VersionLine:
    """One version that was made: when, how many children, handed to whom, and why it came back."""

    id: str
    number: int
    made_at: str
    as_of: str
    file: str
    children: int
    given_at: str
    given_to: str
    receipt: str
    returned_on: str
    returned_words: str
    returned: tuple[Returned, ...] = ()
    digest: str = ""
    """The hash of the very file."""
    scans: tuple[str, ...] = ()
    """The pages that were signed, sealed and scanned."""


@dataclass(frozen=True, slots=True)
class HandInLine:
    """One request as it is shown. `versions` are the newest first."""

    id: str
    title: str
    asked_by: str
    due: str
    hour: str
    cycle: str
    state: str
    form: str
    scope: tuple[str, ...]
    zero: bool
    note: str
    days_late: int
    report: str = ""
    """The name of our own report, where one is asked for."""
    period: str = ""
    """Of when: a period, a day, or nothing for the day on which it is written."""
    versions: tuple[VersionLine, ...] = field(default=())

    @property
    def is_open(self) -> bool:
        """Whether somebody here still has to do something."""
        return self.state in steps.OPEN

    @property
    def when(self) -> str:
        """The day and hour by which it is wanted."""
        return f"{self.due} {self.hour}".strip()


def line_of(session: Session, row: str, raw: Raw, versions: Sequence[VersionLine]) -> HandInLine:
    """One request."""
    words = defaultdict(str, {key: str(raw[key]) for key in raw if raw[key]})
    due = date.fromisoformat(words["due"])
    return HandInLine(
        row,
        words["title"],
        words["asked_by"],
        words["due"],
        words["hour"],
        words["cycle"],
        words["state"] or steps.TO_FILL,
        words["form"],
        tuple(words["scope"].splitlines()),
        words["zero"] == "是",
        words["note"],
        (session.today - due).days,
        words["report"],
        words["period"],
        tuple(versions),
    )


def versions_of(session: Session) -> dict[str, list[VersionLine]]:
    """Request → its versions, the newest first."""
    found: dict[str, list[VersionLine]] = {}
    for row, raw in reader.everyone(session.ledger.connection, "version"):
        found.setdefault(str(raw["handin"]), []).append(version_of(row, raw))
    for held in found.values():
        held.sort(key=lambda version: -version.number)
    return found


def version_of(row: str, raw: Raw) -> VersionLine:
    """One version."""
    words = {key: str(raw.get(key) or "") for key in raw}
    places = [line.split("\t") for line in words["returned_rows"].splitlines()]
    return VersionLine(
        row,
        int(raw.get("number") or 1),
        words["made_at"],
        words["as_of"],
        words["file"],
        int(raw.get("children") or 0),
        words["given_at"],
        words["given_to"],
        words["receipt"],
        words["returned_on"],
        words["returned_words"],
        tuple(Returned(*place) for place in places if len(place) == 3),
        words["digest"],
        tuple(words["scans"].splitlines()),
    )

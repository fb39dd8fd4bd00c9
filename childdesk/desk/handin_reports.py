"""A request that wants one of our own reports: looked at, checked and written with one click, then frozen."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import filling, handin_changes, handin_papers, handins, leaving, report_look, reports
from childdesk.desk.handin_lines import HandInLine, VersionLine
from childdesk.desk.leaving import Load, Terms
from childdesk.desk.report_look import Named
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import WHOLE, Check, Sheet
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.files import marking

MOST_NAMES = 60
"""Children behind a broken check who are named at once."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What writing the report would give now: its rows and checks, what it holds, what differs from the last.

    `names` are the children behind the checks that do not hold.
    """

    asked: Asked
    label: str
    when: str
    rows: int
    load: Load
    checks: tuple[Check, ...]
    marked: int
    level: str
    names: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A version that was written: with the checks, what the file holds, how many cells are marked."""

    version: VersionLine
    path: Path
    rows: int
    load: Load
    checks: tuple[Check, ...]
    marked: int
    level: str
    copy: str
    """The id of what is noted of the file."""


def draft(session: Session, row: str, level: str = "") -> Draft:
    """Looks at the report of a request; nothing is written. Raises Refused."""
    line = handins.one(session, row)
    asked, used = handin_papers.asked(line), level or leaving.usual_level(line.asked_by)
    whole = reports.produce(session, asked)
    checks = reports.checks_of(whole)
    behind = dict.fromkeys(child for check in checks if not check.holds for child in check.children)
    before = handin_changes.contents(session, line)
    return Draft(
        asked,
        reports.REPORTS[asked.name].label,
        handin_papers.when(line),
        reports.rows_of(whole),
        reports.load_of(whole.at(used) if isinstance(whole, Sheet) else whole, used),
        checks,
        len(handin_changes.differing(before, whole)),
        used,
        tuple(report_look.names(session, list(behind)[:MOST_NAMES])),
    )


def make(session: Session, row: str, out: Path, terms: Terms | None = None) -> Written:
    """Writes the report of a request, marks what differs from the version handed in last, and freezes it as
    the next version: 待核. What left is noted. Raises Refused when it cannot be written there.
    """
    session.require(Right.EXPORT)
    session.require_to_write("handin")
    line = handins.one(session, row)
    if out.suffix.casefold() != ".xlsx":
        raise Refused("报表写成 .xlsx。请把文件名改成以 .xlsx 结尾", "out")
    leaving.require_place(out)
    asked = handin_papers.asked(line)
    leaves = terms or usual(line)
    whole = reports.produce(session, asked)
    product = whole if leaves.level == WHOLE else reports.produce(session, asked, leaves.level)
    cells = handin_changes.differing(handin_changes.contents(session, line), whole)
    first = reports.first_row(product)
    content = marking.marked(
        reports.content(session, product), [(first + at, column) for at, column in cells]
    )
    filling.save(out, content)
    load, on = reports.load_of(product, leaves.level), reports.view(session, asked).on
    period = asked.period.text if asked.period is not None else ""
    copy = leaving.note(
        session, out, content, report=asked.name, as_of=on, period=period, terms=leaves, load=load
    )
    told = handin_papers.contents(whole)
    children = len(told) - (handin_papers.WHOLE_TABLE in told)
    packed = handin_papers.packed(told)
    version = handins.freeze(session, row, out.name, on, content, packed, children)
    return Written(
        version,
        out,
        reports.rows_of(product),
        load,
        reports.checks_of(product),
        len(cells),
        leaves.level,
        copy,
    )


def usual(line: HandInLine) -> Terms:
    """For whom, why, and how much of a person, when nobody says otherwise."""
    return Terms(leaving.usual_level(line.asked_by), line.asked_by, line.title)


def place(session: Session, row: str) -> Path:
    """Where the next version is written when nobody says: beside the ledger, named as offices name it."""
    return leaving.folder(session) / handins.file_name(session, row)


def broken(session: Session, line: HandInLine) -> tuple[Check, ...]:
    """The checks of a request's report that do not hold: said before 待核 is left. It warns, it does not
    forbid."""
    if not line.report:
        return ()
    product = reports.produce(session, handin_papers.asked(line))
    return tuple(check for check in reports.checks_of(product) if not check.holds)

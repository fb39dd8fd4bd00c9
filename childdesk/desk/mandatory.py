"""Mandatory report and temporary care: written down in the first minute, followed until it is settled.

Nobody's consent is asked. Whoever may write may make one; opening one needs the right and a reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import clocks, drafting, listed, protected, reading, records, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import mandatory_steps
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.domain.referral_steps import minute
from childdesk.store import reader

REPORT, CARE = "mandatory_report", "temporary_care"
PAGE = "report"
"""The name under which drafts of the report are kept."""
CARE_PAGE = "care"
NEW = "new"
"""A draft without a child."""

STAMPS = ("police_at", "ambulance_at", "supervisor_at", "civil_at", "school_at")


@dataclass(frozen=True, slots=True)
class Line:
    """One report or care in the list of those with the right: family name only, and what is not done."""

    record: str
    id: str
    title: str
    since: str
    undone: tuple[str, ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class Opened:
    """One report or care, opened with a reason."""

    record: str
    id: str
    child: str
    name: str
    values: Mapping[str, Scalar]
    since: str
    undone: tuple[str, ...]


def now(session: Session) -> str:
    """This minute, as it is written into a record."""
    return minute(session.clock.now())


def since(session: Session, found_at: str) -> str:
    """发现至今12分钟; empty while nobody has said when."""
    got = reading.read(REPORT, {"found_at": found_at}, session.today).values.get("found_at")
    if got is None or len(str(got)) < 16:
        return ""
    return mandatory_steps.since(mandatory_steps.minutes({"found_at": got}, session.clock.now()))


def undone(session: Session, record: str, values: Mapping[str, Scalar]) -> tuple[str, ...]:
    """What is not done yet, in words."""
    after = clocks.of_reports(session)
    lacks = mandatory_steps.undone_of_report if record == REPORT else mandatory_steps.undone_of_care
    return tuple(one.words for one in lacks(values, after, session.today))


def passed(session: Session, values: Mapping[str, Scalar], found_at: str) -> tuple[str, tuple[str, ...]]:
    """(how long ago, what is not done): of a report that is being written, or of one that is kept."""
    if values.get("closed_on"):
        return "已办结", ()
    told = since(session, found_at)
    calls = undone(session, REPORT, values)
    if not values.get("written_at"):
        # While it is being written only the calls count; paper comes after them.
        calls = tuple(one for one in calls if one.startswith("还没"))
    return told, calls


def save(session: Session, record: str, texts: Mapping[str, str], row: str = "") -> records.Saved:
    """Writes a new one, or what was touched of one that was opened. Raises Refused at the field.

    What was typed in the window goes nowhere else: nothing is written when one text cannot be read.
    """
    given = {key: text for key, text in texts.items() if text.strip() or row}
    if not row:
        given = {**_beginning(session, record), **given}
        got = reading.read(record, records.linked(session, record, given), session.today)
        if got.issues:
            raise Refused(got.issues[0].text, got.issues[0].field)
        _require(record, given)
        saved = records.add(session, record, given)
    else:
        saved = records.edit(session, record, row, given, reason="强制报告跟进")
    drafting.drop(session, PAGE if record == REPORT else CARE_PAGE, row or NEW)
    return saved


def _beginning(session: Session, record: str) -> dict[str, str]:
    if record == REPORT:
        return {"found_at": now(session), "reporter": session.name}
    return {"begins_at": now(session)}


def _require(record: str, texts: Mapping[str, str]) -> None:
    if not texts.get("child") and not texts.get("who"):
        raise Refused("先选孩子；不在台账的，写怎么称呼", "who")
    if record == CARE:
        for key, sentence in (("carer", "请写由谁照料"), ("place", "请写住在哪里")):
            if not texts.get(key):
                raise Refused(sentence, key)


def lines(session: Session) -> list[Line]:
    """All reports and cares, what is not settled first. Raises Refused without the right."""
    session.require(Right.S3)
    connection, found = session.ledger.connection, []
    for record, begins in ((REPORT, "found_at"), (CARE, "begins_at")):
        for row, raw in reader.everyone(connection, record):
            lacks = undone(session, record, raw)
            passed = mandatory_steps.minutes({"found_at": raw.get(begins)}, session.clock.now())
            title = f"{_surname(session, raw)}　{'强制报告' if record == REPORT else '临时生活照料'}"
            told = mandatory_steps.since(passed) if lacks else "已办结"
            found.append(Line(record, row, title, told, lacks, not lacks))
    return sorted(found, key=lambda line: (line.settled, line.record, line.id))


def open_one(session: Session, record: str, row: str, reason: str) -> Opened:
    """One report or care whole; who opened it and why is noted. Raises Refused without right or reason."""
    raw = protected.read_one(session, record, row, reason)
    begun = raw.get("found_at" if record == REPORT else "begins_at")
    passed = mandatory_steps.minutes({"found_at": begun}, session.clock.now())
    lacks = undone(session, record, raw)
    child = str(raw.get("child") or "")
    who = whose(session, child) if child else str(raw.get("who") or "")
    told = mandatory_steps.since(passed) if lacks else "已办结"
    return Opened(record, row, child, who, raw, told, lacks)


def whose(session: Session, child: str) -> str:
    """王梓涵，男，13岁，1组."""
    raw = reader.whole(session.ledger.connection, "child", child, session.today)
    if raw is None:
        raise Refused("没有找到这份档案。可能已经撤回")
    years = listed.age(raw, session.today)
    age = None if years is None else f"{years}岁"
    words = [raw["name"], raw.get("sex"), age, villages.home(session)(raw)]
    return "，".join(str(word) for word in words if word)


def _surname(session: Session, raw: Mapping[str, Scalar]) -> str:
    child = reader.get(session.ledger.connection, "child", str(raw.get("child") or ""))
    return f"{str(child['name'])[:1]}〇〇" if child and child.get("name") else "不在台账的孩子"

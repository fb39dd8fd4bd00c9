"""What is due: visits by their date, referrals that wait for somebody; late ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from childdesk.desk import cadences, matters
from childdesk.desk.session import Right, Session
from childdesk.domain.days import Day
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.privacy import SEALED
from childdesk.store import matters as rows_of
from childdesk.store import reader

ACCEPT_DAYS = {"紧急": 0, "加急": 3, "一般": 7}
ANSWER_DAYS = 30
"""Days for a receiver to accept, by urgency, and to answer. No national source: 默认值，请按本县文件修改."""

CLOSED = "结案"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do. `days_late` is negative while there is time."""

    kind: str
    child: str
    due: str
    days_late: int
    reason: str
    record: str


def due(session: Session, on: date | None = None, days: int = 0) -> list[Item]:
    """Everything due by `on` (today) and within `days` after it; the latest first."""
    session.require(Right.VIEW)
    day = on or session.today
    until = day + timedelta(days=days)
    items = [
        *_visits(session, day, until),
        *_matters(session, day, until),
        *_sweeps(session, day, until),
        *_referrals(session, day, until),
    ]
    return sorted(items, key=lambda item: (-item.days_late, item.kind, item.child))


def _visits(session: Session, day: date, until: date) -> list[Item]:
    """The next visit of every open child by the rules, with the day that the last one named."""
    found: list[Item] = []
    first, last = day.toordinal(), until.toordinal()
    following, cases, _ = cadences.board(session, day)
    for child, one in following.items():
        if one.day <= last:
            found.append(Item("visit", child, one.iso, first - one.day, one.reason, cases[child].last))
    return found


def _matters(session: Session, day: date, until: date) -> list[Item]:
    """Alarms, exits and tasks; `record` is the task, or the key of what speaks up by itself."""
    return [
        Item(one.kind, one.child, one.day.isoformat(), (day - one.day).days, one.reason, one.row or one.key)
        for one in matters.every(session, day)
        if one.day <= until
    ]


def _sweeps(session: Session, day: date, until: date) -> list[Item]:
    """Sweeps that are going on, with how many were asked: one line each, about no single child."""
    found = []
    for row, name, when, hour, every, asked, unreached in rows_of.sweeps(session.ledger.connection):
        left = date.fromisoformat(when)
        if left <= until:
            told = f"{name}：已问{asked}/{every}" + (f"，联系不上{unreached}" if unreached else "")
            found.append(Item("task", "", when, (day - left).days, f"{told}，{hour or '当天'}前", row))
    return found


def _referrals(session: Session, day: date, until: date) -> list[Item]:
    found: list[Item] = []
    may = session.may(Right.S3)
    for row, raw in reader.everyone(session.ledger.connection, "referral"):
        state = str(raw.get("state") or "草稿")
        if state == CLOSED:
            continue
        kind, when, why = _clock(raw, state)
        if when is not None and when <= until:
            reason = why if may else SEALED
            late = (day - when).days
            found.append(Item(kind, str(raw["child"]), when.isoformat(), late, reason, row))
    return found


def _clock(raw: dict[str, Scalar], state: str) -> tuple[str, date | None, str]:
    """(kind of item, due day, reason) of an open referral. A draft has a clock too."""
    sent = _day(raw.get("date"))
    follow = _day(raw.get("next_date"))
    if follow is not None:
        return "referral.follow_up", follow, "转介约好的跟进"
    if sent is None:
        return "referral", None, ""
    accepted = _day(raw.get("accepted_on"))
    if accepted is not None or state in ("已接收", "服务中"):
        due_on = (accepted or sent) + timedelta(days=ANSWER_DAYS)
        return "referral.answer", due_on, f"接收满{ANSWER_DAYS}天要有反馈（默认值）"
    allowed = ACCEPT_DAYS.get(str(raw.get("urgency")), ACCEPT_DAYS["一般"])
    words = {"草稿": "还没转出", "已告知监护人": "还没转出"}.get(state, "还没人接收")
    limit = f"应在{allowed}天内" if allowed else "应在当天"
    return "referral.accept", sent + timedelta(days=allowed), f"{words}，{limit}（默认值）"


def _day(raw: Scalar) -> date | None:
    day: Day | None = None if raw is None else Date().from_db(raw)
    return None if day is None else day.exact


def names(session: Session, items: list[Item]) -> dict[str, str]:
    """Child id → name of the children that items are about."""
    rows = reader.many(session.ledger.connection, "child", {item.child for item in items})
    return {child: str(raw["name"]) for child, raw in rows.items()}

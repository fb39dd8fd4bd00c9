"""What is due: visits by their date, referrals, reports and care until they are settled; late ones first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from childdesk.desk import cadences, collecting, handins, matters
from childdesk.desk import clocks as clocks_
from childdesk.desk.session import Right, Session
from childdesk.domain import mandatory_steps, referral_steps
from childdesk.domain.errors import Refused
from childdesk.domain.privacy import SEALED
from childdesk.store import matters as rows_of
from childdesk.store import reader

LAST_YEAR = 2200
"""A day after it was mistyped."""


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
    if day.year > LAST_YEAR:
        raise Refused("这一天太远了。请写近一些的日期", "on")
    until = day + timedelta(days=days)
    items = [*_visits(session, day, until), *_matters(session, day, until), *_sweeps(session, day, until)]
    items += _handins(session, day, until)
    if session.sees_traces:
        items += _reports(session, day, until)
        items += [*_referrals(session, day, until), *_observations(session, day, until)]
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


def _handins(session: Session, day: date, until: date) -> list[Item]:
    """Papers that somebody waits for, until they are handed in."""
    found = []
    for line in handins.every(session):
        due_on = date.fromisoformat(line.due)
        if line.is_open and due_on <= until:
            told = f"{line.asked_by or '上面'}要“{line.title}”，{line.hour or '当天'}前，{line.state}"
            found.append(Item("handin", "", line.due, (day - due_on).days, told, line.id))
    if session.ledger.identity.level == "village":
        found += _owed(session, day, until)
    return found


def _owed(session: Session, day: date, until: date) -> list[Item]:
    """What the township has asked all villages for, until it was given; what came back says why."""
    found = []
    for line, share in collecting.owed(session):
        due_on = date.fromisoformat(line.due)
        if not share.is_in and due_on <= until:
            told = f"镇里要“{line.title}”" + (f"，退回：{share.words}" if share.words else "，还没交")
            found.append(Item("handin", "", line.due, (day - due_on).days, told, line.id))
    return found


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
    """Every clock of every referral that has run out or does so in time, drafts included."""
    clocks = clocks_.of_referrals(session)
    found: list[Item] = []
    for row, raw in reader.everyone(session.ledger.connection, "referral"):
        for one in referral_steps.running(raw, clocks):
            if one.due <= until:
                found.append(_item(session, one.kind, raw, one.due, day, (one.why, row)))
    return found


def _observations(session: Session, day: date, until: date) -> list[Item]:
    """七日内再看 of the newest look at each child, until it was looked at again or met on a later visit."""
    newest: dict[str, tuple[str, str, reader.Raw]] = {}
    for row, raw in reader.everyone(session.ledger.connection, "observation"):
        at = (str(raw.get("date") or ""), row, raw)
        if at[:2] > newest.get(str(raw["child"]), ("", "", {}))[:2]:
            newest[str(raw["child"])] = at
    visits = reader.about(session.ledger.connection, "visit", list(newest))
    found = []
    for on, row, raw in newest.values():
        again = raw.get("next_date")
        met = any(
            str(visit.get("date") or "") > on and visit.get("nobody_home") != "是"
            for _, visit in visits.get(str(raw["child"]), ())
        )
        if again and not met and date.fromisoformat(str(again)) <= until:
            why = ("上次看过，约好再看", row)
            found.append(_item(session, "referral.observe", raw, date.fromisoformat(str(again)), day, why))
    return found


def _reports(session: Session, day: date, until: date) -> list[Item]:
    """What a mandatory report or temporary care still lacks; never a period, only what is not done yet."""
    after = clocks_.of_reports(session)
    found = []
    for record, lacks in (
        ("mandatory_report", mandatory_steps.undone_of_report),
        ("temporary_care", mandatory_steps.undone_of_care),
    ):
        for row, raw in reader.everyone(session.ledger.connection, record):
            for one in lacks(raw, after, day):
                if one.due <= until:
                    found.append(_item(session, one.kind, raw, one.due, day, (one.words, row)))
    return found


def _item(session: Session, kind: str, raw: reader.Raw, when: date, day: date, why: tuple[str, str]) -> Item:
    reason = why[0] if session.may(Right.S3) else SEALED
    child = str(raw.get("child") or "")
    return Item(kind, child, when.isoformat(), (day - when).days, reason, why[1])


def names(session: Session, items: list[Item]) -> dict[str, str]:
    """Child id → name of the children that items are about."""
    rows = reader.many(session.ledger.connection, "child", {item.child for item in items if item.child})
    return {child: str(raw["name"]) for child, raw in rows.items()}

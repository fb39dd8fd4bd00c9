"""Alarms, exits and tasks of everybody: what speaks up by itself, and what a person wrote down to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from childdesk.desk.session import Right, Session
from childdesk.domain import alarms, days
from childdesk.domain.alarms import Alarm
from childdesk.domain.kinds import Date
from childdesk.domain.plan_options import TASK_OPEN
from childdesk.domain.privacy import SEALED
from childdesk.domain.standing import Parent, Standing
from childdesk.store import listing, matters
from childdesk.store.connection import Connection
from childdesk.store.ledger import Ledger

NOBODY = Parent("")


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to do: an alarm, an exit, or a task (`row` is the task's own record)."""

    kind: str
    child: str
    day: date
    reason: str
    key: str
    row: str = ""


_kept: WeakKeyDictionary[Ledger, tuple[int, date, list[Matter]]] = WeakKeyDictionary()


def every(session: Session, on: date | None = None) -> list[Matter]:
    """All that is open on a day; what a person has done with, or put off, is heeded."""
    session.require(Right.VIEW)
    day, connection = on or session.today, session.ledger.connection
    version = listing.version(connection)
    kept = _kept.get(session.ledger)
    if kept is None or kept[:2] != (version, day):
        kept = _kept[session.ledger] = (version, day, list(_every(connection, day)))
    may = session.may(Right.S3)
    return [one if may or not one.key.startswith("alarm.release") else _hidden(one) for one in kept[2]]


def _hidden(one: Matter) -> Matter:
    """Without the right only that there is something, and when."""
    return replace(one, kind="alarm", reason=SEALED)


def _every(connection: Connection, on: date) -> Iterator[Matter]:
    answered: dict[str, tuple[str, str, str]] = {}
    for row, child, title, due, state, key, _ in matters.tasks(connection):
        if key:
            answered[key] = (state, due, row)
        elif state == TASK_OPEN and due:
            yield Matter("task", child, date.fromisoformat(due), title, "", row)
    for alarm in _alarms(connection, on):
        state, due, row = answered.get(alarm.key, ("", "", ""))
        if state in ("", TASK_OPEN):
            day = date.fromisoformat(due) if due else alarm.day
            yield Matter(alarm.kind, alarm.child, day, alarm.reason, alarm.key, row)


def _alarms(connection: Connection, on: date) -> Iterator[Alarm]:
    day = on.isoformat()
    for child, row, since, birth in matters.alone(connection, day):
        if _age(birth, on) < alarms.LEFT_ENDS:
            yield alarms.alone(child, row, _exact(since), on)
    for child, visit, when, birth, *health in matters.unattended(connection, day):
        values = dict(zip(("health", "disability_type", "disability_level"), health, strict=True))
        special = Standing(values, on, NOBODY, NOBODY).special_care
        if special or _age(birth, on) < 8:
            yield alarms.unattended(child, visit, date.fromisoformat(when), special=special)
    yield from _findings(connection, on, day)


def _findings(connection: Connection, on: date, day: str) -> Iterator[Alarm]:
    """Parents away, out of contact or released, and birthdays."""
    for child, since, birth in matters.both_away(connection, day):
        if _age(birth, on) < alarms.GROWN:
            yield alarms.not_entrusted(child, _exact(since), on)
    for child, visit, when, contact in matters.out_of_contact(connection, day):
        yield alarms.no_contact(child, visit, date.fromisoformat(when), date.fromisoformat(contact))
    for child, row, word, parent, ends in matters.terms(connection, day):
        yield from alarms.releases(child, row, word, parent, date.fromisoformat(ends), on)
    # A year ahead: whoever asks for fewer days leaves the rest out.
    latest = days.plus_months(on, 12 - 12 * alarms.LEFT_ENDS).isoformat()
    for child, born, kinds in matters.births(connection, latest):
        if kinds:
            yield alarms.grown(child, date.fromisoformat(born), alarms.LEFT_ENDS, kinds)
        if born <= days.plus_months(on, 12 - 12 * alarms.GROWN).isoformat():
            yield alarms.grown(child, date.fromisoformat(born), alarms.GROWN)


def _age(birth: str | None, on: date) -> int:
    """Completed years; an unknown age counts as young, so that nobody is left out for want of a date."""
    years = None if birth is None else days.age(Date().from_db(birth), on)
    return 0 if years is None else years


def _exact(raw: str | None) -> date | None:
    return None if raw is None else Date().from_db(raw).latest

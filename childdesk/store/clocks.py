"""Reads what decides about the next visits: a handful of plain values of every child, or of some."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from childdesk.domain.cadence import Case
from childdesk.domain.current import NOT_IN_FORCE
from childdesk.store.connection import Connection, sorted_errors

READ = frozenset(("child", "visit", "category", "referral", "mandatory_report", "stop", "grading"))
"""The records whose changes move a next visit."""

_OPEN = "SELECT id, risk, registered_on FROM child WHERE exit_on IS NULL AND exit_reason IS NULL {where}"
_VISITS = (
    "SELECT child,"
    " max(CASE WHEN nobody_home IS NOT '是' AND visit_type IS NOT '电话走访' THEN date END),"
    " max(CASE WHEN nobody_home IS NOT '是' THEN date END),"
    " max(CASE WHEN nobody_home IS '是' THEN date END),"
    " max(date || id || coalesce(next_date, ''))"
    " FROM visit WHERE date <= ? {where} GROUP BY child"
)
_CATEGORIES = (
    "SELECT child, kind FROM category WHERE (begins IS NULL OR begins <= ?) AND (ends IS NULL OR ends > ?)"
    f" AND (state IS NULL OR state NOT IN ({','.join('?' * len(NOT_IN_FORCE))})) {{where}} ORDER BY kind"
)
_REFERRED = (
    "SELECT child, date FROM referral WHERE date <= ? AND state IS NOT NULL"
    " AND state NOT IN ('草稿', '已告知监护人', '结案') {where}"
)
_REPORTED = "SELECT child, substr(found_at, 1, 10) FROM mandatory_report WHERE found_at < ? || '~' {where}"
_PUT_OFF = "SELECT child, day, made_on, reason FROM stop WHERE kind = '推后' {where} ORDER BY made_on, id"
_GRADED = "SELECT child, max(date) FROM grading WHERE date <= ? {where} GROUP BY child"


def cases(
    connection: Connection, limit: date, kinds: Iterable[str], children: Sequence[str] | None = None
) -> dict[str, Case]:
    """Child → what decides, of the open files. A visit dated after `limit` (a wrong clock) does not count.

    `kinds` are the categories that a rule names; others make no difference.
    """
    day = limit.isoformat()
    with sorted_errors():
        found = {
            child: Case(child, risk or "", begun=_day(begun))
            for child, risk, begun in _some(connection, _OPEN, (), children, "id")
        }
        _add_visits(connection, found, day, children)
        _add_kinds(connection, found, day, frozenset(kinds), children)
        _add_events(connection, found, day, children)
    return found


def _add_kinds(
    connection: Connection,
    found: dict[str, Case],
    day: str,
    wanted: frozenset[str],
    children: Sequence[str] | None,
) -> None:
    for child, kind in _some(connection, _CATEGORIES, (day, day, *NOT_IN_FORCE), children):
        case = found.get(child) if kind in wanted else None
        if case is not None and kind not in case.kinds:
            case.kinds = (*case.kinds, kind)


def _add_events(
    connection: Connection, found: dict[str, Case], day: str, children: Sequence[str] | None
) -> None:
    for words, sql in (("转介", _REFERRED), ("报告", _REPORTED)):
        for child, on in _some(connection, sql, (day,), children):
            if child in found:
                found[child].events = (*found[child].events, (_day(on), words))
    for child, to, made, why in _some(connection, _PUT_OFF, (), children):
        if child in found:
            case = found[child]
            case.put_to, case.put_on, case.put_why = _day(to), _day(made), why or ""
    for child, on in _some(connection, _GRADED, (day,), children):
        if child in found:
            found[child].graded = _day(on)


def _add_visits(
    connection: Connection, found: dict[str, Case], day: str, children: Sequence[str] | None
) -> None:
    for child, met, talked, missed, last in _some(connection, _VISITS, (day,), children):
        case = found.get(child)
        if case is not None:
            case.met, case.talked, case.missed = _day(met), _day(talked), _day(missed)
            case.agreed_on, case.last, case.agreed = _day(last[:10]), last[10:42], _day(last[42:52])


def _some(
    connection: Connection,
    sql: str,
    values: tuple[str, ...],
    children: Sequence[str] | None,
    key: str = "child",
) -> Iterable[tuple[str, ...]]:
    if children is None:
        return connection.execute(sql.format(where=""), values)
    marks = ",".join("?" * len(children))
    return connection.execute(sql.format(where=f"AND {key} IN ({marks})"), (*values, *children))


@functools.lru_cache(8192)
def _day(iso: str | None) -> int:
    """An ISO day as an ordinal; 0 for none, or for one of which only the month is known."""
    return date.fromisoformat(iso).toordinal() if iso and len(iso) == 10 else 0


def touched(connection: Connection, since: int) -> set[str] | None:
    """The children whose next visit may have moved behind an arrival number; None where it may be anybody.

    A row that is gone no longer says whose it was, and another rule moves everybody.
    """
    found: set[str] = set()
    with sorted_errors():
        rows = connection.execute(
            "SELECT DISTINCT record, row FROM change WHERE arr > ?", (since,)
        ).fetchall()
        for record, row in rows:
            if record in ("setting", "directive"):
                return None
            if record == "child":
                found.add(str(row))
            elif record in READ:
                owner = connection.execute(f"SELECT child FROM {record} WHERE id = ?", (row,)).fetchone()
                if owner is None:
                    return None
                found.add(str(owner[0]))
    return found if len(found) <= 400 else None


@dataclass(frozen=True, slots=True)
class Laid:
    """One thing that a county or a township has laid down: by whom, its name, its value."""

    unit: str
    name: str
    value: str


def directives(connection: Connection, prefix: str) -> list[Laid]:
    """What holds here of all that is laid down, the desk furthest above last: it has the last word."""
    sql = (
        "SELECT d.unit, d.name, d.value FROM directive d JOIN ledger l ON l.key = 'unit'"
        " WHERE substr(d.name, 1, ?) = ? AND substr(l.value, 1, length(d.unit)) = d.unit AND d.value <> ''"
        " ORDER BY length(d.unit) DESC, d.id"
    )
    with sorted_errors():
        rows = connection.execute(sql, (len(prefix), prefix))
        return [Laid(str(unit), str(name), str(value)) for unit, name, value in rows]


def settings(connection: Connection, prefix: str) -> dict[str, str]:
    """Name → value of what is set under names that begin so: by this desk, and above that by those above."""
    with sorted_errors():
        rows = connection.execute(
            "SELECT name, value FROM setting WHERE substr(name, 1, ?) = ? ORDER BY id", (len(prefix), prefix)
        )
        own = {str(name): str(value or "") for name, value in rows}
    return own | {one.name: one.value for one in directives(connection, prefix)}

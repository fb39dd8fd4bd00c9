"""One child's file for its page: who, risk and next visit with their reasons, kin, care, what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from childdesk.desk import (
    cadences,
    conflicts,
    listed,
    moved_on,
    overview,
    shown,
    suggesting,
    telling,
    traces,
    villages,
)
from childdesk.desk.listed import Seen
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, rules, suggestion
from childdesk.domain.errors import Refused
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Scalar
from childdesk.store import access, journal, reader

Raw = Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Label:
    """A category: in force, or only suggested with its reason."""

    text: str
    suggested: bool
    why: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A grown-up of the child: which record, which row, in words."""

    record: str
    row: str
    label: str
    name: str


@dataclass(frozen=True, slots=True)
class File:
    """The head and the overview of one file."""

    id: str
    name: str
    who: str
    number: str
    categories: tuple[Label, ...]
    risk: str
    risk_why: tuple[str, ...]
    next: Seen
    next_why: str
    closed: str
    """When and why the file was closed; empty for an open one."""
    facts: tuple[overview.Facts, ...]
    kin: tuple[Kin, ...]
    missing: tuple[tuple[str, str], ...]
    """(record:key, label) of what is still to be collected."""
    issues: tuple[Issue, ...]
    conflicts: tuple[conflicts.Conflict, ...]
    visits: int
    sealed: int
    last_change: str


def file(session: Session, child: str) -> File:
    """The file of one child. Raises Refused when it was withdrawn or is unknown."""
    session.require(Right.VIEW)
    raw = reader.whole(session.ledger.connection, "child", child, session.today)
    if raw is None:
        raise Refused(moved_on.why_gone(session, child))
    kin = _kin(session, child)
    visits = sorted(
        (visit for _, visit in reader.about(session.ledger.connection, "visit", [child]).get(child, [])),
        key=lambda visit: str(visit["date"]),
    )
    last = visits[-1] if visits else {}
    closed = _closed(raw, session.today)
    when, why = _next(session, child)
    issues = rules.check_new("child", raw, session.today, session.ledger.identity.level)
    return File(
        id=child,
        name=str(raw["name"]),
        who=_who(session, raw),
        number=shown.one(catalogue.FIELDS["child.id_number"], raw["id_number"]),
        categories=_labels(session, child, raw, kin),
        risk=str(raw["risk"] or ""),
        risk_why=(*_risk_why(session, child, raw), *(() if closed else _proposed(session, child))),
        next=when,
        next_why=why,
        closed=closed,
        facts=overview.facts(raw, kin, last, session.today),
        kin=tuple(
            Kin(record, row, catalogue.RECORDS[record].label, str(r["name"] or "")) for record, row, r in kin
        ),
        missing=_missing(issues, kin),
        issues=tuple(issue for issue in issues if issue.level != "missing"),
        conflicts=tuple(waiting(session, child, [row for _, row, _ in kin])),
        visits=len(visits),
        sealed=sealed(session, child),
        last_change=_last_change(session, child),
    )


def sealed(session: Session, child: str) -> int:
    """How many protected records there are about a child; a number, never what they are."""
    connection = session.ledger.connection
    if not session.sees_traces:
        return 0
    found = sum(len(reader.about(connection, name, [child]).get(child, ())) for name in catalogue.PROTECTED)
    visits = reader.about(connection, "visit", [child]).get(child, ())
    found += sum(bool(raw.get("mind") or raw.get("was_sealed")) for _, raw in visits)
    own = [reader.get(connection, "child", child) or {}]
    for record in catalogue.KIN:
        own += [raw for _, raw in reader.about(connection, record, [child]).get(child, ())]
    return found + sum(bool(raw.get("was_sealed")) for raw in own)


def waiting(session: Session, child: str, kin: list[str]) -> list[conflicts.Conflict]:
    """What about this child waits for a person: the same thing, said differently at two places."""
    waits = reader.conflicts(session.ledger.connection)
    if not waits:
        return []
    about = {child, *kin, *(row for _, row in reader.dependents(session.ledger.connection, child))}
    if not any(row in about for _, row, _ in waits):
        return []
    return [one for one in conflicts.waiting(session) if one.row in about]


@dataclass(frozen=True, slots=True)
class Number:
    """One telephone to be dialled: its row, whose it is, the whole number, the best hour, what is wrong."""

    row: str
    whose: str
    number: str
    hour: str
    state: str


def numbers(session: Session, child: str) -> list[tuple[str, str]]:
    """(who, whole number) of every telephone about a child, to be dialled now; noted in the access log."""
    return [
        (f"{one.whose}（{one.state}）" if one.state else one.whose, one.number)
        for one in dialling(session, child)
    ]


def dialling(session: Session, child: str) -> list[Number]:
    """Every telephone about a child, whole; noted in the access log."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    names = {
        row: str(raw["name"] or catalogue.RECORDS[record].label) for record, row, raw in _kin(session, child)
    }
    rows = reader.about(connection, "phone", [child]).get(child, [])
    found = []
    for row, raw in sorted(rows, key=lambda pair: (str(pair[1].get("state") or ""), pair[0])):
        if raw.get("ends") and str(raw["ends"]) <= session.today.isoformat():
            continue
        whose = str(raw.get("whose") or names.get(str(raw.get("holder"))) or "孩子")
        state = str(raw["state"]) if raw.get("state") not in (None, "可用") else ""
        found.append(Number(row, whose, str(raw["number"]), str(raw.get("best_hour") or ""), state))
    if found:
        access.note(
            connection,
            session.clock,
            session.person,
            "reveal",
            record=child,
            fields="phone.number",
            reason="打电话",
        )
    return found


# ── who ─────────────────────────────────────────────────────────────────────────────────────────────


def _kin(session: Session, child: str) -> list[tuple[str, str, reader.Raw]]:
    """(record, row, values) of the grown-ups, those who care first."""
    connection = session.ledger.connection
    found: list[tuple[str, str, reader.Raw]] = []
    for record in ("guardian", "father", "mother"):
        rows = dict(reader.about(connection, record, [child]).get(child, ()))
        reader.with_current(connection, record, rows, session.today)
        found += [(record, row, raw) for row, raw in sorted(rows.items())]
    return found


def _who(session: Session, raw: Raw) -> str:
    years = listed.age(raw, session.today)
    parts = [raw.get("sex"), None if years is None else f"{years}岁", raw.get("nation")]
    group = raw.get("village_group")
    own = session.ledger.identity
    place = own.unit_name
    if own.level != "village":
        place = villages.names(session).get(str(raw.get("unit") or ""), place)
    where = f"　{place}{group or ''}" if group or own.level != "village" else ""
    return "，".join(str(part) for part in parts if part) + where


def _labels(
    session: Session, child: str, raw: Raw, kin: list[tuple[str, str, reader.Raw]]
) -> tuple[Label, ...]:
    held = [kind for kind in str(raw.get("categories") or "").split("、") if kind]
    rows = reader.about(session.ledger.connection, "category", [child]).get(child, ())
    states = {str(row["kind"]): str(row["state"] or "") for _, row in rows if not row.get("ends")}
    found = [Label(kind, False, states.get(kind) or "没写认定情况") for kind in held]
    away = [record for record, row, _ in kin if any(not one.get("ends") for one in _absences(session, row))]
    for kind, why in suggestion.categories(raw, frozenset(away), session.today):
        if kind not in held:
            found.append(Label(kind, True, why))
    return tuple(found)


def _absences(session: Session, holder: str) -> list[reader.Raw]:
    rows = reader.dated(session.ledger.connection, "absence", "father", [holder])
    return [raw for _, raw in rows.get(holder, ())]


def _closed(raw: Raw, today: date) -> str:
    if not raw.get("exit_on") and not raw.get("exit_reason"):
        return ""
    on = telling.day(str(raw["exit_on"]), today) if raw.get("exit_on") else "日期没写"
    return f"{on}退出" + (f"（{raw['exit_reason']}）" if raw.get("exit_reason") else "")


# ── reasons ─────────────────────────────────────────────────────────────────────────────────────────


def _risk_why(session: Session, child: str, raw: Raw) -> tuple[str, ...]:
    """Who set the colour, when, and why."""
    if not raw.get("risk"):
        return ("还没有评。走访后按看到的情况选一个颜色",)
    state = session.ledger.writer.state("child", child)
    change = next(
        (found for dot in state.base("risk")[-1:] if (found := journal.at(session.ledger.connection, dot))),
        None,
    )
    head = None if change is None else journal.header(session.ledger.connection, change.entry)
    if change is None or head is None:
        return ()
    person = reader.get(session.ledger.connection, "person", change.person) or {}
    day = telling.day(telling.local_day(change.wall), session.today)
    how = "登记时填的" if change.kind == "new" else "改的"
    return tuple(
        part for part in (head.reason, f"{day}{how}，{person.get('name') or traces.ELSEWHERE}") if part
    )


def _proposed(session: Session, child: str) -> tuple[str, ...]:
    """What the light rules propose where it differs, or what would change the colour; a person decides."""
    found = suggesting.suggest(session, child).risk
    if not found.confirmed:
        return (f"建议{found.proposed}色：{'；'.join(found.reasons)}",)
    return found.changes[:1]


def _next(session: Session, child: str) -> tuple[Seen, str]:
    """The day of the next visit and why; a file that is open always has one."""
    one = cadences.some(session, [child]).get(child)
    if one is None:
        return Seen("不用再走访", "plain"), "已退出在册"
    when = listed.due_words(one.iso, session.today)
    day = telling.day(one.iso, session.today) if when.tone == "" else when.text
    return Seen(day, when.tone or "plain"), cadences.told(session, one)


def _last_change(session: Session, child: str) -> str:
    heads = journal.headers(session.ledger.connection, limit=1, rows=[child])
    if not heads:
        return ""
    person = reader.get(session.ledger.connection, "person", heads[0].person) or {}
    when = telling.moment(heads[0].wall, session.today)
    return f"最近改动：{when}，{person.get('name') or traces.ELSEWHERE}"


def _missing(issues: list[Issue], kin: list[tuple[str, str, reader.Raw]]) -> tuple[tuple[str, str], ...]:
    labels = catalogue.RECORDS["child"].fields()
    found = [
        (f"child:{issue.field}", labels[issue.field].label) for issue in issues if issue.level == "missing"
    ]
    if not any(record == "guardian" for record, _, _ in kin):
        found.append(("guardian:name", "监护人"))
    return tuple(found)

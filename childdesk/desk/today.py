"""What to do now: late, today, the rest of the week; the month so far, what others owe, days that come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from childdesk.desk import (
    arrived,
    birthdays,
    cadences,
    drafting,
    due,
    listed,
    moved_on,
    planning,
    telling,
    torn,
    villages,
)
from childdesk.desk.listed import Seen
from childdesk.desk.session import Right, Session
from childdesk.domain import days
from childdesk.domain.kinds import Scalar
from childdesk.domain.query import walking
from childdesk.store import listing, matters, reader

SOON = 3
"""Days before its day on which a task shows."""
MOST = 400
"""Rows of one group that are made ready; the rest is counted."""

Raw = dict[str, Scalar]


@dataclass(frozen=True, slots=True)
class Line:
    """One child to see: who, why, which group, what, and how late; `visit` named the day."""

    child: str
    name: str
    who: str
    risk: str
    why: str
    group: str
    what: str
    due: Seen
    day: str
    visit: str
    stop: str
    """The household, or the child where no household is known: one stop of a round."""


@dataclass(frozen=True, slots=True)
class Part:
    """Late, today, or the rest of the week: the first lines, and how many children and stops there are."""

    lines: tuple[Line, ...]
    children: int
    stops: int


@dataclass(frozen=True, slots=True)
class Month:
    """Stops that were made this month, that should be, and days left."""

    done: int
    all: int
    left: int


@dataclass(frozen=True, slots=True)
class Wait:
    """What is followed to its end: the family name only, what it is, its clock, the child and the record."""

    title: str
    what: str
    why: str
    due: Seen
    child: str
    record: str


@dataclass(frozen=True, slots=True)
class Matter:
    """Something to do besides visits: whose, what, and when; `row` is a task, `key` what speaks by itself."""

    title: str
    why: str
    due: Seen
    child: str
    kind: str
    row: str
    key: str

    @property
    def alarm(self) -> bool:
        """Whether the law does not let it wait."""
        return self.kind.startswith("alarm")

    @property
    def grave(self) -> bool:
        """Whether a report may be due at once."""
        return self.kind in ("alarm.alone", "alarm.unattended")

    @property
    def sweep(self) -> bool:
        """Whether it is a sweep that is going on."""
        return self.kind == "sweep"


@dataclass(frozen=True, slots=True)
class Today:
    """The page 今日."""

    day: str
    sentence: str
    late: Part
    now: Part
    week: Part
    week_words: str
    next_words: str
    month: Month
    waiting: tuple[Wait, ...]
    ahead: tuple[birthdays.Ahead, ...]
    drafts: tuple[drafting.Waiting, ...]
    matters: tuple[Matter, ...]
    children: int
    torn: int
    moving: tuple[tuple[str, str], ...]
    came: tuple[arrived.Came, ...]
    ungraded: int
    """Open files whose risk nobody has judged: their visits go by the usual interval."""


def today(session: Session) -> Today:
    """Everything that the page 今日 shows. A longer question."""
    session.require(Right.VIEW)
    on = session.today
    sunday = on + timedelta(days=6 - on.weekday())
    items = due.due(session, on, max((_month_end(on) - on).days, (sunday - on).days))
    visits = [item for item in items if item.kind == "visit"]
    stops = _stops(session, visits)
    parts = [
        _part(session, [item for item in visits if wanted(item)], stops)
        for wanted in (_late, _now, _until(sunday, on))
    ]
    waiting = _waiting(session, [item for item in items if item.kind.startswith(("referral", "report"))])
    known = _Known(session)
    return Today(
        day=telling.whole_day(on),
        sentence=_sentence(parts[0], parts[1], waiting, known.open),
        late=parts[0],
        now=parts[1],
        week=parts[2],
        week_words=_weekdays(parts[2].lines),
        next_words=_next_words(visits, stops, on),
        month=_month(session),
        waiting=tuple(waiting),
        ahead=tuple(birthdays.ahead(session)),
        drafts=tuple(drafting.waiting(session)),
        matters=tuple(_matters(session, items)),
        children=known.open,
        torn=torn.count(session),
        moving=tuple(moved_on.news(session)),
        came=arrived.lately(session),
        ungraded=known.ungraded,
    )


def waits(session: Session) -> tuple[int, bool]:
    """(how many children are late or due today, whether one is late): the badge of 今日."""
    visits = [item for item in due.due(session) if item.kind == "visit"]
    return len(visits), any(item.days_late > 0 for item in visits)


# ── the visits ──────────────────────────────────────────────────────────────────────────────────────


def _late(item: due.Item) -> bool:
    return item.days_late > 0


def _now(item: due.Item) -> bool:
    return item.days_late == 0


def _until(sunday: date, on: date) -> Callable[[due.Item], bool]:
    left = (sunday - on).days
    return lambda item: 0 < -item.days_late <= left


def _stops(session: Session, visits: Iterable[due.Item]) -> dict[str, str]:
    """Child → its household, or itself."""
    ids = [item.child for item in visits]
    rows = listing.some(session.ledger.connection, "child", "id", ids, ["household"])
    return {str(raw["id"]): str(raw["household"] or raw["id"]) for raw in rows}


def _part(session: Session, visits: Sequence[due.Item], stops: dict[str, str]) -> Part:
    shown = visits[:MOST]
    lines = _lines(session, shown, stops)
    return Part(tuple(lines), len(visits), len({stops.get(item.child, item.child) for item in visits}))


def _lines(session: Session, items: Sequence[due.Item], stops: dict[str, str]) -> list[Line]:
    connection, on = session.ledger.connection, session.today
    keys = ["name", "sex", "birth", "risk", "village_group"]
    ids = [item.child for item in items]
    children = {str(raw["id"]): raw for raw in listing.some(connection, "child", "id", ids, keys)}
    about = ["date", "nobody_home", "visit_type"]
    rows = listing.some(connection, "visit", "id", [item.record for item in items], about)
    visits = {str(raw["id"]): raw for raw in rows}
    above = villages.of_children(session, ids)
    for child, raw in children.items():
        raw["village"] = above.get(child)
    made = [
        _line(item, children[item.child], visits.get(item.record, {}), stops[item.child], on)
        for item in items
        if item.child in children
    ]
    made.sort(key=lambda line: (line.day >= on.isoformat(), *_place(line)))
    seen: set[str] = set()
    lines = []
    for line in made:
        together = line.stop in seen and line.stop != line.child
        seen.add(line.stop)
        lines.append(_together(line) if together else line)
    return lines


def _place(line: Line) -> tuple[int, str, tuple[str, int, str], str, str]:
    """Late ones by risk, then by their day; others by village group, household, name."""
    late = line.due.tone == "late"
    grave = "红黄蓝绿".find(line.risk or "？") if late else 0
    day = line.day if late else ""
    return grave % 5, day, walking(line.group), line.stop, line.name


def _line(item: due.Item, child: Raw, visit: Raw, stop: str, on: date) -> Line:
    years = listed.age(child, on)
    who = [str(child["sex"] or ""), "" if years is None else f"{years}岁", str(child["village"] or "")]
    last = telling.day(str(visit["date"]), on) if visit.get("date") else ""
    away = visit.get("nobody_home") == "是"
    risk = str(child["risk"] or "")
    agreed = item.reason.startswith("上次")
    rule = cadences.ISO.sub(lambda found: telling.day(found[0], on), item.reason)
    why = f"{last}去过，家里没人" if away else f"{last}走访时约好" if agreed else rule
    return Line(
        child=item.child,
        name=str(child["name"]),
        who="，".join(word for word in who if word),
        risk=risk,
        why=f"{risk}色；{why}" if risk and not why.startswith(risk) else why,
        group=str(child["village_group"] or ""),
        what="再去一次" if away else "约好走访" if agreed else "该走访了" if last else "第一次走访",
        due=listed.due_words(item.due, on),
        day=item.due,
        visit=item.record,
        stop=stop,
    )


def _together(line: Line) -> Line:
    """The second child of a household on the same round."""
    return replace(line, why=f"同户，一起走；{line.why.rpartition('；')[2]}")


def _weekdays(lines: Iterable[Line]) -> str:
    """周三3户、周四2户."""
    by_day: dict[str, set[str]] = {}
    for line in lines:
        by_day.setdefault(line.day, set()).add(line.stop)
    words = [
        f"周{telling.WEEKDAYS[date.fromisoformat(day).weekday()]}{len(stops):,}户"
        for day, stops in sorted(by_day.items())
    ]
    return "、".join(words)


def _next_words(visits: Sequence[due.Item], stops: dict[str, str], on: date) -> str:
    """The next day on which something is due, for a page on which nothing is: 周三，3户."""
    coming = [item for item in visits if item.days_late < 0]
    if not coming:
        return ""
    first = min(item.due for item in coming)
    number = len({stops.get(item.child, item.child) for item in coming if item.due == first})
    weekday = f"周{telling.WEEKDAYS[date.fromisoformat(first).weekday()]}"
    soon = (date.fromisoformat(first) - on).days <= 6 - on.weekday()
    return f"{weekday if soon else telling.day(first, on)}，{number}户"


def _sentence(late: Part, now: Part, waiting: Sequence[Wait], children: int) -> str:
    if not children:
        return "还没有孩子。先把手头的表导进来"
    said = f"今天要走{now.stops:,}户、看{now.children:,}个孩子" if now.children else "今天没有到期的走访"
    if late.children:
        said += f"，另有{late.children:,}个已经晚了" if now.children else f"，有{late.children:,}个已经晚了"
    behind = sum(wait.due.tone == "late" and wait.what != "强制报告" for wait in waiting)
    said = f"{said}；{behind:,}份转介到期了" if behind else said
    going = len({wait.record for wait in waiting if wait.what == "强制报告"})
    return f"{going:,}份强制报告还没办结；{said}" if going else said


# ── the month, and what comes ───────────────────────────────────────────────────────────────────────


class _Known:
    """Who is open, and whose risk nobody has judged."""

    def __init__(self, session: Session) -> None:
        connection = session.ledger.connection
        gone = listing.closed(connection)
        self.open = reader.count(connection, "child") - len(gone)
        risks = listing.columns(connection, ["risk"])
        self.ungraded = sum(risk is None and child not in gone for child, risk in risks)


def _month_end(on: date) -> date:
    return days.plus_months(on.replace(day=1), 1) - timedelta(days=1)


def _month(session: Session) -> Month:
    """The same homes as the plan counts."""
    homes = planning.covered(session).values()
    should, done = sum(pair[0] for pair in homes), sum(pair[1] for pair in homes)
    return Month(done, should, (_month_end(session.today) - session.today).days)


def _waiting(session: Session, items: Sequence[due.Item]) -> list[Wait]:
    """Referrals whose clock has run out or runs; without the right only that there is one."""
    names = due.names(session, list(items))
    found = []
    for item in sorted(items, key=lambda item: not item.kind.startswith("report")):
        when = listed.due_words(item.due, session.today)
        name = names.get(item.child, "")
        shown = f"{name[:1]}〇〇" if name else "不在台账的孩子"
        what = "转介" if item.kind.startswith("referral") else "强制报告"
        if not session.may(Right.S3):
            shown, what = "受保护的记录", ""
        found.append(Wait(shown, what, item.reason, when, item.child, item.record))
    return found[:6]


def _matters(session: Session, items: Sequence[due.Item]) -> list[Matter]:
    """Alarms first, then what is latest; a task shows a week before its day, everything else from it on."""
    chosen = [
        item
        for item in items
        if item.kind.startswith(("alarm", "exit", "task", "handin"))
        and item.days_late >= (-SOON if item.kind in ("task", "handin") else 0)
    ]
    names = due.names(session, [item for item in chosen if item.child])
    above = villages.of_children(session, names)
    sweeps = {row for row, *_ in matters.sweeps(session.ledger.connection)}
    found = []
    for item in chosen:
        speaks = ":" in item.record
        other = "专项排查" if item.record in sweeps else "上报" if item.kind == "handin" else "任务"
        title = names.get(item.child, "") or other
        found.append(
            Matter(
                title,
                "，".join(filter(None, (above.get(item.child), item.reason))),
                listed.due_words(item.due, session.today),
                item.child,
                "sweep" if item.record in sweeps else item.kind,
                "" if speaks else item.record,
                item.record if speaks else "",
            )
        )
    return sorted(found, key=lambda one: (not one.alarm, one.due.tip, one.title))

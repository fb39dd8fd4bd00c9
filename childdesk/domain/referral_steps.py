"""The way of a referral as data: its states, where one may go, what a step needs, and which clock runs.

Whoever changes a referral, be it the window, the command line or a form that comes back, obeys this table.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar

Values = Mapping[str, Scalar]

DRAFT, TOLD, SENT, TAKEN, SERVED, ANSWERED, CLOSED = (
    "草稿", "已告知监护人", "已转出", "已接收", "服务中", "已反馈", "结案",
)  # fmt: skip
BACK, REFUSED, LOST = "退回", "拒绝", "失联"


@dataclass(frozen=True, slots=True)
class Need:
    """What must stand in a field before a step; `among` are the only values that will do."""

    key: str
    sentence: str
    among: tuple[str, ...] = ()
    unless: str = ""
    """Another field that will do instead."""
    only_if: tuple[str, str] | None = None
    """(field, value) that makes it needed at all."""

    def met(self, values: Values) -> bool:
        """Whether the values have it."""
        if self.only_if is not None and values.get(self.only_if[0]) != self.only_if[1]:
            return True
        found = values.get(self.key) or (self.unless and values.get(self.unless))
        return bool(found) and (not self.among or found in self.among)


@dataclass(frozen=True, slots=True)
class State:
    """One state: the ways on, what one must have to come here, the verb, whose turn it is, its clock."""

    word: str
    ways: tuple[str, ...]
    verb: str
    turn: str
    clock: str
    """leave, accept, answer, close, again, or empty: what is waited for."""
    needs: tuple[Need, ...] = ()
    stamps: tuple[str, ...] = ()
    """Fields that take the day of the step (or its minute, where the field is a moment)."""
    beside: bool = False
    """Not on the way, but beside it."""


_TOLD_NEEDS = (
    Need("consent", "请写监护人的意见"),
    Need("consent_ground", "免于同意要写依据：危及生命或正受侵害", only_if=("consent", "免于同意")),
)
_SENT_NEEDS = (
    Need("consent", "监护人同意或免于同意后才能转出", among=("同意", "免于同意")),
    _TOLD_NEEDS[1],
    Need("route", "请写转到哪里", unless="receiver"),
)
_CLOSE_NEEDS = (
    Need("close_reason", "结案要写明原因"),
    Need("second_look_on", "结案前要再看一次孩子，写哪天看的"),
    Need("second_look", "结案前要再看一次孩子，写谁看的、怎么样"),
)

STATES: Mapping[str, State] = {
    one.word: one
    for one in (
        State(DRAFT, (TOLD, REFUSED, LOST, CLOSED), "写成草稿", "告知监护人", "leave"),
        State(TOLD, (SENT, REFUSED, LOST, CLOSED), "已告知监护人", "转出", "leave", _TOLD_NEEDS),
        State(SENT, (TAKEN, BACK, LOST, CLOSED), "转出了", "打电话催问", "accept", _SENT_NEEDS, ("sent_at",)),
        State(TAKEN, (SERVED, ANSWERED, BACK, CLOSED), "对方接收了", "催问", "answer", (), ("accepted_on",)),
        State(SERVED, (ANSWERED, BACK, LOST, CLOSED), "开始服务", "催问", "answer"),
        State(ANSWERED, (SERVED, SENT, CLOSED), "收到反馈", "看后结案", "close", (), ("answered_on",)),
        State(BACK, (TOLD, SENT, CLOSED), "对方退回", "换一家", "again", beside=True),
        State(REFUSED, (TOLD, CLOSED), "监护人拒绝", "再劝一次", "again", beside=True),
        State(LOST, (TOLD, SENT, CLOSED), "联系不上", "再找一次", "again", beside=True),
        State(CLOSED, (SERVED,), "结案", "", "", _CLOSE_NEEDS, ("closed_on",)),
    )
}
"""Every state in the order of the paper. A step that is not in `ways` is forbidden."""

BEGINNINGS = {"同意": TOLD, "免于同意": TOLD, "拒绝": REFUSED, "联系不上": LOST}
REOPENS = (CLOSED, SERVED)
ENDED = ("close_reason", "closed_on", "second_look_on", "second_look")
"""What is put by when a closed referral is opened again; it is kept in words."""

ORDER = ("date", "accepted_on", "answered_on", "closed_on")
PAST = (
    "accepted_on", "answered_on", "closed_on", "went_on", "back_on", "look_1_on", "look_2_on", "look_3_on",
    "second_look_on", "chased_on", "help_on", "date",
)  # fmt: skip
"""Days that cannot lie ahead."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """How long each thing may take. No national source: 默认值，请按本县文件修改."""

    urgent_hours: int = 2
    soon_days: int = 3
    usual_days: int = 7
    answer_days: int = 30
    close_days: int = 7
    looks: tuple[int, int, int] = (7, 30, 90)
    changed: frozenset[str] = field(default=frozenset())
    """Names of those that the county has set itself."""

    def notice(self, *names: str) -> str:
        """（默认值） behind a number that nobody has set, else nothing."""
        return "" if set(names) & self.changed else "（默认值）"


USUAL = Clocks()
CLOCK_NAMES = {"紧急": "urgent_hours", "加急": "soon_days", "一般": "usual_days"}
LOOK_KEYS = ("look_1_on", "look_2_on", "look_3_on")
NO_LOOKS = ("误报", "转出辖区")
"""Closed for these reasons a child is not looked at again by us."""


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: what is waited for, since when, until when, and why in words."""

    kind: str
    since: date
    due: date
    why: str
    until: datetime | None = None
    """The minute, where the clock counts hours and its beginning is known to the minute."""


# ── steps ───────────────────────────────────────────────────────────────────────────────────────────


def state_of(values: Values) -> str:
    """The state of a referral; one that says none is a draft."""
    found = str(values.get("state") or DRAFT)
    return found if found in STATES else DRAFT


def patch(before: Values, changes: Mapping[str, Scalar], now: datetime) -> dict[str, Scalar]:
    """The changes with what a step brings along: its day, and what is put by when it is opened again."""
    made = dict(changes)
    old, new = state_of(before), state_of({**before, **changes})
    if not before:
        made.setdefault("state", new)
        made["written_at"] = minute(now)
        made.setdefault("state_on", made.get("date"))
        # One that is keyed in from older paper was sent when it was sent, not in this minute.
        if new != SENT or str(made.get("date")) != _today(now):
            return made
    elif old == new:
        return made
    for key in STATES[new].stamps:
        if not made.get(key) and (not before.get(key) or key == "closed_on"):
            made[key] = minute(now) if key.endswith("_at") else _today(now)
    made.setdefault("state_on", _today(now))
    if new == REFUSED and not (made.get("consent") or before.get("consent") == "拒绝"):
        made["consent"] = "拒绝"
    if before and (old, new) == REOPENS:
        told = _ended(before, made, now)
        made["earlier"] = "\n".join(part for part in (str(before.get("earlier") or ""), told) if part)
        made.update(dict.fromkeys(ENDED))
    return made


def refuse(before: Values, after: Values, now: datetime) -> None:
    """Raises Refused at the field for a forbidden step, for what a step needs, for days that cannot be.

    A new one may be keyed in from paper in any state; but nothing is closed without its reason.
    """
    old, new = state_of(before), state_of(after)
    if not before:
        if new == CLOSED and not after.get("close_reason"):
            raise Refused(_CLOSE_NEEDS[0].sentence, _CLOSE_NEEDS[0].key)
        return
    stepped = old != new
    if stepped and new not in STATES[old].ways:
        ways = "、".join(STATES[old].ways)
        raise Refused(f"{old}之后不能直接到{new}，可以到：{ways}", "state")
    if (old, new) == REOPENS and not after.get("reopened_why"):
        raise Refused("重新办理要写明原因", "reopened_why")
    if stepped or new == CLOSED:
        for need in STATES[new].needs:
            if not need.met(after):
                raise Refused(need.sentence, need.key)
    _refuse_days(before, after, _today(now))


def _refuse_days(before: Values, after: Values, today: str) -> None:
    touched = [key for key in PAST if after.get(key) and after.get(key) != before.get(key)]
    for key in touched:
        if str(after[key]) > today:
            raise Refused("这一天还没有到，请看一眼", key)
    known = [(key, str(after[key])) for key in ORDER if after.get(key)]
    for (_, earlier), (key, later) in itertools.pairwise(known):
        if later < earlier and key in touched:
            raise Refused("这一天早于前一步，请看一眼", key)


def _ended(before: Values, made: Mapping[str, Scalar], now: datetime) -> str:
    closed = f"{before.get('closed_on') or ''}结案（{before.get('close_reason') or '没写原因'}）"
    look = before.get("second_look")
    seen = f"，{before.get('second_look_on') or ''}再看：{look}" if look else ""
    return f"{closed}{seen}；{_today(now)}重新办理：{made.get('reopened_why') or ''}"


def minute(now: datetime) -> str:
    """A moment as a `Moment` field keeps it, where the desk stands."""
    return now.astimezone().strftime("%Y-%m-%d %H:%M")


def _today(now: datetime) -> str:
    return minute(now)[:10]


# ── clocks ──────────────────────────────────────────────────────────────────────────────────────────


def running(values: Values, clocks: Clocks) -> list[Running]:
    """Every clock that runs for a referral: its state's, the follow-up that was agreed, the looks after it.

    An open referral always has one, whatever is missing in it; a closed one only the looks.
    """
    state = state_of(values)
    found = []
    if state != CLOSED:
        found.append(_of_state(values, STATES[state].clock, clocks))
        follow = day_of(values.get("next_date"))
        if follow is not None:
            found.append(Running("referral.follow_up", follow, follow, "转介约好的跟进"))
    return [*found, *_looks(values, state, clocks)]


def _of_state(values: Values, clock: str, clocks: Clocks) -> Running:
    since = _since(values, clock)
    if clock == "answer":
        why = f"接收满{clocks.answer_days}天要有反馈{clocks.notice('answer_days')}"
        return Running("referral.answer", since, _later(since, clocks.answer_days), why)
    if clock == "close":
        why = f"收到反馈{clocks.close_days}天内看后结案{clocks.notice('close_days')}"
        return Running("referral.close", since, _later(since, clocks.close_days), why)
    words = {"leave": "还没转出", "accept": "还没人接收", "again": "停在一边，要有下一步"}[clock]
    allowed, limit, until = _allowed(values, clock, clocks)
    why = f"{words}，应在{limit}"
    return Running(f"referral.{clock}", since, _later(since, allowed), why, until)


def _allowed(values: Values, clock: str, clocks: Clocks) -> tuple[int, str, datetime | None]:
    """(days, limit in words, the minute) by urgency."""
    urgency = str(values.get("urgency") or "一般")
    name = CLOCK_NAMES.get(urgency, "usual_days")
    notice = clocks.notice(name)
    if name != "urgent_hours":
        days = getattr(clocks, name)
        return days, f"{days}天内{notice}", None
    begun = values.get({"accept": "sent_at", "leave": "written_at"}.get(clock, ""))
    hours = clocks.urgent_hours
    since = _since(values, clock)
    if isinstance(begun, str) and len(begun) == 16 and begun[:10] == since.isoformat():
        until = datetime.fromisoformat(begun) + timedelta(hours=hours)
        return max((until.date() - since).days, 0), f"{hours}小时内{notice}", until
    return hours // 24, f"{hours}小时内{notice}", None


_SINCE = {
    "leave": ("date",),
    "accept": ("sent_at", "state_on", "date"),
    "answer": ("accepted_on", "state_on", "date"),
    "close": ("answered_on", "state_on", "date"),
    "again": ("state_on", "date"),
}


def _since(values: Values, clock: str) -> date:
    for key in (*_SINCE[clock], "date"):
        found = day_of(values.get(key) or None)
        if found is not None:
            return found
    # A referral without any day is as old as can be: it stands at the head of the list until it has one.
    return date(2000, 1, 1)


def _looks(values: Values, state: str, clocks: Clocks) -> list[Running]:
    """The next of the three looks after the answer; one at a time."""
    answered = day_of(values.get("answered_on"))
    if answered is None or state not in (ANSWERED, CLOSED) or values.get("close_reason") in NO_LOOKS:
        return []
    for number, (key, days) in enumerate(zip(LOOK_KEYS, clocks.looks, strict=True), 1):
        if not values.get(key):
            why = f"反馈后第{number}次回看，满{days}天{clocks.notice('looks')}"
            return [Running("referral.look", answered, _later(answered, days), why)]
    return []


def _later(since: date, days: int) -> date:
    """So many days later; a day at the end of the calendar stays there."""
    return since + min(timedelta(days), date.max - since)


def day_of(raw: Scalar) -> date | None:
    """The day of a stored date or moment; None where there is none."""
    try:
        return None if raw is None else date.fromisoformat(str(raw)[:10])
    except ValueError:
        return None

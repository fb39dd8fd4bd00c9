"""The evening round on the telephone (电话访): whom to call and why, what to say, what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from childdesk.desk import (
    cadences,
    drafting,
    file,
    homecomings,
    listed,
    reading,
    records,
    telling,
    villages,
    visits,
)
from childdesk.desk.session import Right, Session
from childdesk.domain import current, lunar, seen
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.plan_options import CALL_AGAIN, TASK_OPEN
from childdesk.domain.query import walking
from childdesk.domain.rules import CONTACT_DAYS
from childdesk.store import listing, reader

PAGE = "calls"
"""The name under which drafts of a call are kept; the record is the child."""

AGREED, AWAY, TALK, DUE, HOMECOMING = "约好的电话", "上次没见到人", "父母联系", "该走访了", "返乡"
ORDER = (AGREED, AWAY, TALK, DUE, HOMECOMING)
AHEAD = 7
"""Days before a due day on which a call may stand in for a visit."""
BEFORE_NEW_YEAR = 45
"""Days before 春节 from which parents are asked when they come home."""

REACHED, NOBODY_ANSWERED = "通了", "没人接"
WRONG = ("空号", "停机", "不是本人")
RESULTS = (REACHED, NOBODY_ANSWERED, *WRONG)


@dataclass(frozen=True, slots=True)
class Call:
    """One child whose family is called this evening: why, and whether it was tried today."""

    child: str
    name: str
    who: str
    group: str
    risk: str
    why: tuple[tuple[str, str], ...]
    """(kind, in words), the most urgent first."""
    tried: str

    @property
    def kinds(self) -> frozenset[str]:
        """Why, without the words."""
        return frozenset(kind for kind, _ in self.why)


@dataclass(frozen=True, slots=True)
class Opened:
    """One call as the page shows it: numbers whole, what to say, whose parents may come home."""

    call: Call
    numbers: tuple[file.Number, ...]
    script: tuple[str, ...]
    parents: tuple[tuple[str, str], ...]
    """(parent, in words) who is away."""


@dataclass(frozen=True, slots=True)
class Said:
    """What came of a call; days as typed. `number` is the row of the telephone that was called."""

    result: str = REACHED
    number: str = ""
    words: str = ""
    contact: str = ""
    mind: str = ""
    next_step: str = ""
    again: str = ""
    hour: str = ""
    home: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Parent → (comes home, leaves)."""


# ── whom to call ────────────────────────────────────────────────────────────────────────────────────────


def round_of(session: Session) -> list[Call]:
    """Everybody whom a call would help this evening: agreed ones first, then in walking order."""
    session.require(Right.VIEW)
    connection, on = session.ledger.connection, session.today
    following, cases, engine = cadences.board(session)
    why = _Reasons(session)
    for child, one in following.items():
        case = cases[child]
        if case.missed > max(case.met, case.talked):
            day = telling.day(date.fromordinal(case.missed).isoformat(), on)
            why.add(child, AWAY, f"{day}去过，没见到人，先约时间")
        elif one.day <= on.toordinal() + AHEAD and not engine.meets(case):
            why.add(child, DUE, f"{telling.day(one.iso, on)}前看一次，打电话也算")
    keys = ("name", "sex", "birth", "village_group", "unit", "risk", "last_contact")
    found = []
    for row in listing.columns(connection, keys):
        raw = dict(zip(("id", *keys), row, strict=True))
        if raw["id"] in following and (call := why.call(raw)) is not None:
            found.append(call)
    return sorted(found, key=_order)


def _order(call: Call) -> tuple[bool, int, str, int, str, str]:
    village, number, _ = walking(call.group)
    return bool(call.tried), ORDER.index(call.why[0][0]), village, number, call.name, call.child


class _Reasons:
    """What speaks for a call, child by child; read once for everybody."""

    def __init__(self, session: Session) -> None:
        self.session, self.on, self.home = session, session.today, villages.home(session)
        connection = session.ledger.connection
        self.why: dict[str, list[tuple[str, str]]] = {}
        self.tried: dict[str, str] = {}
        self.away: dict[str, set[str]] = {}
        for _, raw in reader.everyone(connection, "absence"):
            if current.is_valid(raw, self.on):
                self.away.setdefault(str(raw["child"]), set()).add(str(raw["holder"]))
        self.asked = {
            str(raw["holder"])
            for _, raw in reader.everyone(connection, "homecoming")
            if not raw.get("ends") or str(raw["ends"]) >= self.on.isoformat()
        }
        for _, raw in reader.everyone(connection, "task"):
            if raw.get("kind") == CALL_AGAIN and (raw.get("state") or TASK_OPEN) == TASK_OPEN:
                self._agreed(str(raw.get("child") or ""), raw)
        self.called = set(listing.called_on(connection, self.on.isoformat()))

    def _agreed(self, child: str, raw: reader.Raw) -> None:
        due = date.fromisoformat(str(raw["due"]))
        if due <= self.on:
            self.add(child, AGREED, str(raw.get("reason") or "") or "说好再打一次")
        else:
            self.tried[child] = f"{telling.day(due.isoformat(), self.on)}再打"

    def add(self, child: str, kind: str, words: str) -> None:
        """One reason more."""
        self.why.setdefault(child, []).append((kind, words))

    def call(self, raw: Mapping[str, Scalar]) -> Call | None:
        """The call about one child, or none: nothing speaks for it, or it was made today."""
        child = str(raw["id"])
        away = self.away.get(child, set())
        contact = str(raw.get("last_contact") or "")
        if away and (not contact or (self.on - date.fromisoformat(contact)).days > CONTACT_DAYS):
            told = f"上次联系{telling.day(contact, self.on)}" if contact else "还没问过父母多久联系一次"
            self.add(child, TALK, told)
        if away - self.asked and _near_new_year(self.on):
            self.add(child, HOMECOMING, "问问哪天回家过年")
        why = sorted(self.why.get(child, ()), key=lambda one: ORDER.index(one[0]))
        agreed = bool(why) and why[0][0] == AGREED
        if not why or (child in self.called and not agreed):
            return None
        years = listed.age(raw, self.on)
        who = "，".join(str(one) for one in (raw["sex"], None if years is None else f"{years}岁") if one)
        name, risk = str(raw["name"] or ""), str(raw["risk"] or "")
        return Call(
            child, name, who, self.home(raw), risk, tuple(why), "" if agreed else self.tried.get(child, "")
        )


def _near_new_year(on: date) -> bool:
    days = (lunar.new_year(year) for year in (on.year, on.year + 1))
    return any(day is not None and 0 <= (day - on).days <= BEFORE_NEW_YEAR for day in days)


# ── one call ────────────────────────────────────────────────────────────────────────────────────────────


def opened(session: Session, call: Call) -> Opened:
    """One call with its numbers whole, which is noted, and the words to say."""
    session.require(Right.VIEW)
    parents = homecomings.away(session, call.child)
    return Opened(call, tuple(file.dialling(session, call.child)), script(session, call), tuple(parents))


def script(session: Session, call: Call) -> tuple[str, ...]:
    """What to say, in order; short sentences that can be read out."""
    unit = session.ledger.identity.unit_name
    lines = [f"您好，我是{unit}的儿童主任{session.name}，想问问{call.name}的情况"]
    kinds = call.kinds
    if AWAY in kinds:
        lines.append("前几天上门没见到人，哪天在家方便？")
    if TALK in kinds:
        lines.append("这一周和孩子通过电话、视频吗？上一次是哪天？")
    lines.append("孩子吃饭、睡觉、上学怎么样？身体好不好？谁在照看？")
    if HOMECOMING in kinds:
        lines.append("今年哪天到家过年，哪天走？有几样材料要您签字")
    lines.append("有什么要村里帮忙的？下次什么时候打方便？")
    return tuple(lines)


def save(session: Session, child: str, said: Said) -> records.Saved:
    """Writes a call as one entry: what was said as a visit by telephone, the hour, when to call again.

    Not reached is no visit: a wrong number is marked, otherwise it is called again. Raises Refused.
    """
    session.require(Right.EDIT)
    if said.result not in RESULTS:
        raise Refused("请选通了没有", "result")
    ops, row = [*_number(session, child, said)], ""
    if said.result == REACHED:
        if not (said.words.strip() or said.mind):
            raise Refused("写一句电话里说了什么", "words")
        made, row, _ = visits.written(session, child, _answers(said), {})
        ops += made
        for parent, (begins, ends) in said.home.items():
            ops += homecomings.told(session, child, parent, begins, ends)
    ops += _again(session, child, said)
    entry = session.ledger.writer.write("add_call", session.person, ops).entry
    drafting.drop(session, PAGE, child)
    return records.Saved(row, entry)


def _answers(said: Said) -> visits.Answers:
    more = {"findings": said.words.strip()} if said.words.strip() else {}
    return visits.Answers(
        date="今天", way=visits.PHONE, last_contact=said.contact, mind=said.mind, next_step=said.next_step,
        more=more,
    )  # fmt: skip


def _number(session: Session, child: str, said: Said) -> list[Op]:
    """What is known now about the number that was called."""
    held = dict(reader.about(session.ledger.connection, "phone", [child]).get(child, ()))
    raw = held.get(said.number)
    if raw is None:
        return []
    state = said.result if said.result in WRONG else "可用" if said.result == REACHED else raw.get("state")
    wanted = {"state": state, "best_hour": said.hour.strip()[:40] or raw.get("best_hour")}
    if said.result != NOBODY_ANSWERED:
        wanted["checked_on"] = session.today.isoformat()
    return [Set("phone", said.number, key, value) for key, value in wanted.items() if value != raw.get(key)]


def _again(session: Session, child: str, said: Said) -> list[Op]:
    """The call that was agreed is done with; a new one on the day that was said, or tomorrow."""
    ops: list[Op] = []
    for row, raw in reader.about(session.ledger.connection, "task", [child]).get(child, ()):
        if raw.get("kind") == CALL_AGAIN and (raw.get("state") or TASK_OPEN) == TASK_OPEN:
            ops += [Set("task", row, "state", "已办"), Set("task", row, "done_on", session.today.isoformat())]
    day = _day(session, said)
    if not day:
        return ops
    hour = f"，{said.hour.strip()}方便" if said.hour.strip() else ""
    why = "说好再打一次" if said.result == REACHED else said.result
    values: dict[str, Scalar] = {
        "unit": session.ledger.identity.unit, "child": child, "title": f"再打一次电话{hour}"[:200],
        "kind": CALL_AGAIN, "due": day, "state": TASK_OPEN,
        "reason": f"{telling.whole_day(session.today).partition(' ')[0]}{why}{hour}"[:200],
    }  # fmt: skip
    return [*ops, New("task", new_id(), values)]


def _day(session: Session, said: Said) -> str:
    if not said.again.strip():
        again = said.result == NOBODY_ANSWERED
        return (session.today + timedelta(1)).isoformat() if again else ""
    got = reading.read("task", {"due": said.again}, session.today)
    if got.issues:
        raise Refused(got.issues[0].text, "again")
    day = str(got.values["due"])
    if day <= session.today.isoformat():
        raise Refused("下次再打，请选今天以后的一天", "again")
    return day


def lead(said: Said) -> visits.Answers:
    """What a referral begins with when somebody heard a danger signal on the telephone."""
    return visits.Answers(way=visits.PHONE, mind=said.mind, mind_words=said.words)


def danger(said: Said) -> bool:
    """Whether a danger signal was heard."""
    return said.result == REACHED and said.mind == seen.DANGER

"""The board of referrals: by state, how long each has waited, what is stuck, whose turn it is.

Family names only, and only to those with the right; everybody else sees a number or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from childdesk.desk import clocks as clocks_
from childdesk.desk import referral_counts, telling, villages
from childdesk.desk.listed import Seen
from childdesk.desk.session import Right, Session
from childdesk.domain import referral_steps, slip
from childdesk.domain.kinds import Scalar
from childdesk.domain.referral_steps import CLOSED, STATES, Clocks, Running
from childdesk.store import reader

COLUMNS = tuple(one.word for one in STATES.values() if not one.beside and one.word != CLOSED)
SIDES = tuple(one.word for one in STATES.values() if one.beside)
SOON_DAYS = 3
_GRAVE = {"late": 0, "soon": 1}

Raw = Mapping[str, Scalar]


@dataclass(frozen=True, slots=True)
class Card:
    """One referral on the board: family name only."""

    id: str
    child: str
    title: str
    state: str
    urgency: str
    route: str
    clock: Seen
    turn: str
    mine: bool
    waited: int
    code: str = ""
    village: str = ""
    """Where the child lives, at a desk that answers for several villages."""


@dataclass(frozen=True, slots=True)
class Board:
    """All open referrals by state, and the closed ones."""

    sentence: str
    columns: Mapping[str, tuple[Card, ...]]
    sides: Mapping[str, tuple[Card, ...]]
    closed: tuple[Card, ...]
    sealed: int
    """How many there are for somebody who may not see any of them."""

    @property
    def open(self) -> tuple[Card, ...]:
        """Everything that is under way: late ones, those that soon will be, then the longest waiting."""
        cards = [card for part in (*self.columns.values(), *self.sides.values()) for card in part]
        return tuple(sorted(cards, key=lambda card: (_GRAVE.get(card.clock.tone, 2), -card.waited, card.id)))

    @property
    def mine(self) -> tuple[Card, ...]:
        """What waits for the village."""
        return tuple(card for card in self.open if card.mine)


def board(session: Session) -> Board:
    """All referrals. Without the right only their number; a role that meets no trace sees an empty board."""
    session.require(Right.VIEW)
    rows = list(reader.everyone(session.ledger.connection, "referral")) if session.sees_traces else []
    if not session.may(Right.S3):
        number = sum(referral_steps.state_of(raw) != CLOSED for _, raw in rows)
        said = f"有{number:,}份受保护的转介在办" if number else "没有在办的转介"
        return Board(said, {}, {}, (), number)
    children = reader.many(session.ledger.connection, "child", {str(raw["child"]) for _, raw in rows})
    making = _Making(session, clocks_.of_referrals(session), children, villages.names(session))
    cards = [making.card(row, raw) for row, raw in rows]
    cards.sort(key=lambda card: (-card.waited, card.id))
    by = {state: tuple(card for card in cards if card.state == state) for state in STATES}
    open_ = [card for card in cards if card.state != CLOSED]
    late = sum(card.clock.tone == "late" for card in open_)
    mine = sum(card.mine for card in open_)
    parts = [f"在办{len(open_):,}份", f"{late:,}份超期" if late else "", f"{mine:,}份轮到您" if mine else ""]
    said = "　".join(part for part in parts if part) if open_ else "没有在办的转介"
    return Board(said, {one: by[one] for one in COLUMNS}, {one: by[one] for one in SIDES}, by[CLOSED], 0)


@dataclass(frozen=True, slots=True)
class _Making:
    session: Session
    clocks: Clocks
    children: Mapping[str, Raw]
    villages: Mapping[str, str]

    def card(self, row: str, raw: Raw) -> Card:
        child = self.children.get(str(raw["child"]), {})
        state = referral_steps.state_of(raw)
        clock, turn, waited = clock_of(raw, self.clocks, self.session)
        name = str(child.get("name") or "")
        identity = self.session.ledger.identity
        return Card(
            id=row,
            child=str(raw["child"]),
            title=f"{name[:1]}〇〇" if name else "（已撤回）",
            state=state,
            urgency=str(raw.get("urgency") or "一般"),
            route=str(raw.get("receiver") or raw.get("route") or "还没选去哪里"),
            clock=clock,
            turn=turn,
            mine=turn.startswith("您："),
            waited=waited,
            code=slip.shown(row)[:4],
            village="" if identity.level == "village" else self._village(child),
        )

    def _village(self, child: Raw) -> str:
        return referral_counts.village(self.villages, str(child.get("unit") or ""))


RECEIVES = ("未成年人", "未保", "督导员", "民政")
"""Words in a receiver's name by which a township or county knows that a child was sent to itself."""


def clock_of(raw: Raw, clocks: Clocks, session: Session) -> tuple[Seen, str, int]:
    """(clock in words, whose turn it is, days waited in this state) of one referral, as this desk sees it."""
    clock, turn, waited = _from_village(raw, clocks, session)
    if session.ledger.identity.level == "village":
        return clock, turn, waited
    ours = {"accept": "您：接收", "answer": "您：反馈"}.get(STATES[referral_steps.state_of(raw)].clock)
    if ours is not None and sent_here(raw, session):
        return clock, ours, waited
    return clock, turn.replace("您：", "村里："), waited


def sent_here(raw: Raw, session: Session) -> bool:
    """Whether this desk, above the villages, is the one that a child was sent to."""
    where = f"{raw.get('receiver') or ''}{raw.get('route') or ''}"
    return any(word in where for word in (*RECEIVES, session.ledger.identity.unit_name))


def _from_village(raw: Raw, clocks: Clocks, session: Session) -> tuple[Seen, str, int]:
    state, today = referral_steps.state_of(raw), session.today
    if state == CLOSED:
        closed = telling.day(_text(raw.get("closed_on")), today)
        days = (today - (referral_steps.day_of(raw.get("date")) or today)).days
        return Seen(f"{closed}结案" if closed else "已结案"), str(raw.get("close_reason") or ""), days
    one = referral_steps.running(raw, clocks)[0]
    waited = max((today - one.since).days, 0)
    late = _late(one, session)
    if late:
        return Seen(f"{_words(raw, state, waited)}，{late}", "late"), f"您：{STATES[state].turn}", waited
    left, allowed = (one.due - today).days, (one.due - one.since).days
    where = str(raw.get("receiver") or raw.get("route") or "对方")
    theirs = {"accept": f"{where}：接收", "answer": f"{where}：反馈"}.get(STATES[state].clock)
    if theirs is None:
        return _resting(raw, state, waited, today), f"您：{STATES[state].turn}", waited
    if left <= SOON_DAYS < allowed:
        return Seen(f"{_words(raw, state, waited)}，快到{allowed}天", "soon"), "您：先问一声", waited
    limit = f"限{clocks.urgent_hours}小时" if one.until is not None or not allowed else f"限{allowed}天"
    return Seen(f"{_words(raw, state, waited)}，{limit}"), theirs, waited


def _late(one: Running, session: Session) -> str:
    """超1天, or 超3小时 where minutes are known; empty while there is time."""
    if one.until is not None:
        now = datetime.fromisoformat(referral_steps.minute(session.clock.now()))
        over = int((now - one.until).total_seconds())
        if over <= 0:
            return ""
        return (
            f"超{over // 3600}小时"
            if 3600 <= over < 86_400
            else f"超{max(over // 60, 1)}分钟"
            if (over < 3600)
            else f"超{over // 86_400}天"
        )
    over = (session.today - one.due).days
    return f"超{over}天" if over > 0 else ""


def _words(raw: Raw, state: str, waited: int) -> str:
    words = {"已转出": "等接收", "服务中": "服务", "草稿": "写下", "已告知监护人": "没转出"}.get(state, state)
    return f"{words}第{waited}天"


def _resting(raw: Raw, state: str, waited: int, today: date) -> Seen:
    """What stands on a card that waits for the village and is not late."""
    said = {
        "草稿": Seen(f"{telling.day(_text(raw.get('date')), today)}写的"),
        "已告知监护人": Seen(
            f"监护人{raw.get('consent') or '还没表态'}", "good" if raw.get("consent") else ""
        ),
        "已反馈": Seen(f"{telling.day(_text(raw.get('answered_on')), today)}收到反馈", "good"),
    }
    return said.get(state, Seen(f"第{waited}天", "soon"))


def _text(raw: Scalar) -> str | None:
    return None if raw is None else str(raw)

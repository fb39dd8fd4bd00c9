"""Refers a child and follows it until it is closed; everything but child and day is sealed.

A board shows family names and clocks to those with the right; one referral is opened with a reason that the
access log keeps. Steps go forward as the paper does, with 退回, 拒绝 and 失联 beside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from childdesk.desk import drafting, due, listed, reading, records, telling
from childdesk.desk.listed import Seen
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Date, Scalar
from childdesk.store import access, reader

PAGE = "refer"
"""The name under which drafts of the form are kept."""

COLUMNS = ("草稿", "已告知监护人", "已转出", "已接收", "服务中", "已反馈")
SIDES = ("退回", "拒绝", "失联")
CLOSED = "结案"

NEXT: Mapping[str, tuple[str, ...]] = {
    "草稿": ("已告知监护人", "拒绝", "失联", CLOSED),
    "已告知监护人": ("已转出", "拒绝", CLOSED),
    "已转出": ("已接收", "退回", CLOSED),
    "已接收": ("服务中", "退回", CLOSED),
    "服务中": ("已反馈", "失联", CLOSED),
    "已反馈": ("服务中", CLOSED),
    "退回": ("已转出", CLOSED),
    "拒绝": ("已告知监护人", CLOSED),
    "失联": ("已告知监护人", CLOSED),
    CLOSED: ("服务中",),
}
"""Where one may go from a state; closing is always allowed, with its reason."""

VERBS = {
    "已告知监护人": "已告知监护人",
    "已转出": "转出了",
    "已接收": "对方接收了",
    "服务中": "开始服务",
    "已反馈": "收到反馈",
    "退回": "对方退回",
    "拒绝": "监护人拒绝",
    "失联": "联系不上",
    CLOSED: "结案",
}
STAMPS = {"已接收": "accepted_on", "已反馈": "answered_on", CLOSED: "closed_on"}
"""The day that a step brings with it."""

YOURS = {
    "草稿": "告知监护人",
    "已告知监护人": "转出",
    "已反馈": "看后结案",
    "退回": "换一家",
    "拒绝": "再劝一次",
    "失联": "再找一次",
}
ASK_WISH, CONSENT_BELOW = 8, 14
"""From 8 the child's own wish is heard; below 14 the guardian's consent is needed."""

SOON_DAYS = 3
_GRAVE = {"late": 0, "soon": 1}
_DIAGNOSIS = re.compile(r"抑郁症|焦虑症|自闭症|孤独症|多动症|精神病|精神分裂|双相|强迫症|创伤后应激|人格障碍")
_NUMBERS = re.compile(r"\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)")


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


@dataclass(frozen=True, slots=True)
class Whose:
    """The child that a referral is about, as the form needs it."""

    child: str
    name: str
    who: str
    age: int | None
    guardian: str
    notes: tuple[str, ...]

    @property
    def asks_wish(self) -> bool:
        """Whether the child's own wish is heard."""
        return self.age is None or self.age >= ASK_WISH

    @property
    def needs_consent(self) -> bool:
        """Whether the guardian must agree, unless life or safety is at stake."""
        return self.age is None or self.age < CONSENT_BELOW


@dataclass(frozen=True, slots=True)
class Opened:
    """One referral, opened with a reason: whose, its values by key, and where it may go from here."""

    id: str
    whose: Whose
    values: Mapping[str, Scalar]
    """The stored scalars by key, whole."""
    state: str
    clock: Seen
    turn: str
    steps: tuple[str, ...]


# ── the board ───────────────────────────────────────────────────────────────────────────────────────


def board(session: Session) -> Board:
    """All referrals. Without the right to sealed records only their number."""
    session.require(Right.VIEW)
    rows = list(reader.everyone(session.ledger.connection, "referral"))
    if not session.may(Right.S3):
        number = sum(raw.get("state") != CLOSED for _, raw in rows)
        said = f"有{number}份受保护的转介在办" if number else "没有在办的转介"
        return Board(said, {}, {}, (), number)
    children = reader.many(session.ledger.connection, "child", {str(raw["child"]) for _, raw in rows})
    cards = [_card(session, row, raw, children.get(str(raw["child"]), {})) for row, raw in rows]
    cards.sort(key=lambda card: (-card.waited, card.id))
    by = {state: tuple(card for card in cards if card.state == state) for state in (*COLUMNS, *SIDES, CLOSED)}
    open_ = [card for card in cards if card.state != CLOSED]
    late = sum(card.clock.tone == "late" for card in open_)
    mine = sum(card.mine for card in open_)
    parts = [f"在办{len(open_)}份", f"{late}份超期" if late else "", f"{mine}份轮到您" if mine else ""]
    said = "　".join(part for part in parts if part) if open_ else "没有在办的转介"
    return Board(said, {one: by[one] for one in COLUMNS}, {one: by[one] for one in SIDES}, by[CLOSED], 0)


def _card(session: Session, row: str, raw: Mapping[str, Scalar], child: Mapping[str, Scalar]) -> Card:
    state = str(raw.get("state") or "草稿")
    clock, turn, waited = _clock(raw, state, session.today)
    name = str(child.get("name") or "")
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
    )


def _clock(raw: Mapping[str, Scalar], state: str, today: date) -> tuple[Seen, str, int]:
    """(clock in words, whose turn it is, days waited) of one referral."""
    sent = _day(raw.get("date"))
    days = (today - sent).days if sent else 0
    where = str(raw.get("receiver") or raw.get("route") or "对方")
    if state == "已转出":
        allowed = due.ACCEPT_DAYS.get(str(raw.get("urgency")), due.ACCEPT_DAYS["一般"])
        return _running(days, allowed, "等接收", where, "接收", "打电话催问")
    if state in ("已接收", "服务中"):
        since = _day(raw.get("accepted_on")) or sent
        days = (today - since).days if since else days
        words = "已接收" if state == "已接收" else "服务"
        return _running(days, due.ANSWER_DAYS, words, where, "反馈", "催问")
    if state == CLOSED:
        closed = telling.day(_text(raw.get("closed_on")), today)
        return Seen(f"{closed}结案" if closed else "已结案"), str(raw.get("close_reason") or ""), days
    said = {
        "草稿": Seen(f"{telling.day(_text(raw.get('date')), today)}写的"),
        "已告知监护人": Seen(
            f"监护人{raw.get('consent') or '还没表态'}", "good" if raw.get("consent") else ""
        ),
        "已反馈": Seen(f"{telling.day(_text(raw.get('answered_on')), today)}收到回执", "good"),
    }.get(state, Seen(f"第{days}天", "soon"))
    return said, f"您：{YOURS.get(state, '看一眼')}", days


def _running(
    days: int, allowed: int, words: str, where: str, theirs: str, yours: str
) -> tuple[Seen, str, int]:
    if days > allowed:
        return Seen(f"{words}第{days}天，超{days - allowed}天", "late"), f"您：{yours}", days
    if allowed - days <= SOON_DAYS and allowed > SOON_DAYS:
        return Seen(f"{words}第{days}天，快到{allowed}天", "soon"), "您：先问一声", days
    return Seen(f"{words}第{days}天，限{allowed}天"), f"{where}：{theirs}", days


def _day(raw: Scalar) -> date | None:
    found = None if raw is None else Date().from_db(raw)
    return None if found is None else found.exact


def _text(raw: Scalar) -> str | None:
    return None if raw is None else str(raw)


# ── one referral ────────────────────────────────────────────────────────────────────────────────────


def whose(session: Session, child: str, without: str = "") -> Whose:
    """The child a referral is about; `without` is the one that is open. Raises Refused for an unknown one."""
    session.require(Right.VIEW)
    raw = reader.whole(session.ledger.connection, "child", child, session.today)
    if raw is None:
        raise Refused("没有找到这份档案。可能已经撤回")
    years = listed.age(raw, session.today)
    words = [raw.get("sex"), None if years is None else f"{years}岁", raw.get("village_group")]
    guardians = reader.about(session.ledger.connection, "guardian", [child]).get(child, [])
    first = guardians[0][1] if guardians else {}
    said = "，".join(str(one) for one in (first.get("name"), first.get("relation")) if one)
    notes = ["写看到、听到的，不写诊断"]
    if years is None or years >= ASK_WISH:
        notes.append("满8岁的孩子，先听听他自己的意思")
    if years is None or years < CONSENT_BELOW:
        notes.append("不满14岁，要监护人同意；有生命危险或正受侵害的，先救人、先报告")
    others = reader.about(session.ledger.connection, "referral", [child]).get(child, [])
    going = sum(one.get("state") != CLOSED and row != without for row, one in others)
    if going:
        notes.append(f"这个孩子另有{going}份转介在办")
    who = "，".join(str(word) for word in words if word)
    return Whose(child, str(raw["name"]), who, years, said, tuple(notes))


def open_one(session: Session, row: str, reason: str) -> Opened:
    """One referral whole; who opened it and why is noted. Raises Refused without right or reason."""
    session.require(Right.S3)
    if not reason.strip():
        raise Refused("打开保密记录要写明理由", "reason")
    raw = reader.get(session.ledger.connection, "referral", row)
    if raw is None:
        raise Refused("没有找到这份转介。可能已经撤回")
    access.note(
        session.ledger.connection,
        session.clock,
        session.person,
        "open_s3",
        record=row,
        fields="referral",
        reason=reason,
    )
    state = str(raw.get("state") or "草稿")
    clock, turn, _ = _clock(raw, state, session.today)
    return Opened(
        row, whose(session, str(raw["child"]), row), raw, state, clock, turn, NEXT.get(state, (CLOSED,))
    )


def state_of(texts: Mapping[str, str]) -> str:
    """The state in which a new referral begins, by what the guardian has said."""
    consent = texts.get("consent", "")
    return {"同意": "已告知监护人", "免于同意": "已告知监护人", "拒绝": "拒绝", "联系不上": "失联"}.get(
        consent, "草稿"
    )


def save_new(session: Session, child: str, texts: Mapping[str, str]) -> records.Saved:
    """Writes a new referral in the state that the consent gives it. Raises Refused."""
    written = {
        "date": session.today.isoformat(),
        "urgency": "一般",
        "from_person": session.name,
        **{key: text for key, text in texts.items() if text.strip()},
        "child": child,
        "state": state_of(texts),
    }
    got = reading.read("referral", written, session.today)
    if got.issues:
        # Nothing that was typed in the window goes where nobody looks for it.
        raise Refused(got.issues[0].text, got.issues[0].field)
    saved = records.add(session, "referral", written)
    drafting.drop(session, PAGE, draft_of(child))
    return saved


def save_changes(session: Session, row: str, texts: Mapping[str, str], reason: str) -> records.Saved:
    """Changes fields of a referral that was opened. Raises Refused naming the field."""
    session.require(Right.S3)
    return _edited(session, row, texts, reason)


def step(session: Session, row: str, state: str, texts: Mapping[str, str], reason: str = "") -> records.Saved:
    """Goes on to another state, with what was typed beside it and the day that belongs to it.

    Raises Refused for a step that is not allowed, a handing over without consent, a closing without reason.
    """
    session.require(Right.S3)
    raw = reader.get(session.ledger.connection, "referral", row)
    if raw is None:
        raise Refused("没有找到这份转介。可能已经撤回")
    now = str(raw.get("state") or "草稿")
    if state not in NEXT.get(now, (CLOSED,)):
        raise Refused(f"{now}之后不能直接到{state}", "state")
    patch = dict(texts)
    stamp = STAMPS.get(state)
    if stamp and not patch.get(stamp) and not raw.get(stamp):
        patch[stamp] = session.today.isoformat()
    after = {**raw, **patch}
    if state == "已转出" and after.get("consent") not in ("同意", "免于同意"):
        raise Refused("监护人同意或免于同意后才能转出", "consent")
    if state == "已告知监护人" and not after.get("consent"):
        raise Refused("请写监护人的意见", "consent")
    if state == CLOSED and not after.get("close_reason"):
        raise Refused("结案要写明原因", "close_reason")
    return _edited(session, row, {**patch, "state": state}, reason)


def _edited(session: Session, row: str, texts: Mapping[str, str], reason: str) -> records.Saved:
    raw = reader.get(session.ledger.connection, "referral", row) or {}
    saved = records.edit(session, "referral", row, texts, reason=reason)
    drafting.drop(session, PAGE, draft_of(str(raw.get("child") or ""), row))
    return saved


def draft_of(child: str, row: str = "") -> str:
    """The name under which a draft is kept: the child, and the referral if it is there already."""
    return f"{child}:{row}" if row else child


def warnings(texts: Mapping[str, str], who: Whose) -> dict[str, str]:
    """Doubts by field: a diagnosis, a number in free words, consent or wish that is missing."""
    found = {}
    for key in ("reason", "done_before", "child_wish", "follow_up"):
        if _DIAGNOSIS.search(texts.get(key, "")):
            found[key] = "这像是诊断。写看到、听到的就好"
        elif _NUMBERS.search(texts.get(key, "")):
            found[key] = "这里有证件号或电话，不写更好"
    if who.asks_wish and not texts.get("child_wish", "").strip():
        found["child_wish"] = "满8岁，先听听孩子自己的意思"
    if who.needs_consent and texts.get("consent") == "免于同意" and texts.get("danger") != "有":
        found["consent"] = "免于同意只用于有危险或受侵害"
    return found

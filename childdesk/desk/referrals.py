"""Refers a child and follows it until it is closed; everything but child and day is sealed.

A board shows family names and clocks to those with the right; one referral is opened with a reason that the
access log keeps. Steps go forward as the paper does, with 退回, 拒绝 and 失联 beside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import clocks as clocks_
from childdesk.desk import drafting, listed, protected, reading, records, referral_board, villages
from childdesk.desk.listed import Seen
from childdesk.desk.session import Right, Session
from childdesk.domain import illness, referral_steps, slip
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.store import reader

PAGE = "refer"
"""The name under which drafts of the form are kept."""

CLOSED = referral_steps.CLOSED
VERBS = {one.word: one.verb for one in referral_steps.STATES.values()}
BY_SLIP = "录反馈单"
"""The reason with which one is opened by the code of its slip."""
ANSWERABLE = (referral_steps.SENT, referral_steps.TAKEN, referral_steps.SERVED)
"""States in which a slip may come back."""
ASK_WISH, CONSENT_BELOW = 8, 14
"""From 8 the child's own wish is heard; below 14 the guardian's consent is needed."""

_NUMBERS = re.compile(r"\d{17}[\dXx]|(?<!\d)1[3-9]\d{9}(?!\d)")


@dataclass(frozen=True, slots=True)
class Whose:
    """The child that a referral is about, as the form needs it."""

    child: str
    name: str
    who: str
    age: int | None
    guardian: str
    notes: tuple[str, ...]
    clocks: str = ""
    """How long somebody may take to accept, as it holds here."""

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


# ── one referral ────────────────────────────────────────────────────────────────────────────────────


def whose(session: Session, child: str, without: str = "") -> Whose:
    """The child a referral is about; `without` is the one that is open. Raises Refused for an unknown one."""
    session.require(Right.VIEW)
    raw = reader.whole(session.ledger.connection, "child", child, session.today)
    if raw is None:
        raise Refused("没有找到这份档案。可能已经撤回")
    years = listed.age(raw, session.today)
    words = [raw.get("sex"), None if years is None else f"{years}岁", villages.home(session)(raw)]
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
        notes.append(f"这个孩子另有{going:,}份转介在办")
    who = "，".join(str(word) for word in words if word)
    return Whose(child, str(raw["name"]), who, years, said, tuple(notes), clocks_.words(session))


def open_one(session: Session, row: str, reason: str) -> Opened:
    """One referral whole; who opened it and why is noted. Raises Refused without right or reason."""
    raw = protected.read_one(session, "referral", row, reason)
    state = referral_steps.state_of(raw)
    clock, turn, _ = referral_board.clock_of(raw, clocks_.of_referrals(session), session)
    ways = referral_steps.STATES[state].ways
    return Opened(row, whose(session, str(raw["child"]), row), raw, state, clock, turn, ways)


def state_of(texts: Mapping[str, str]) -> str:
    """The state in which a new referral begins, by what the guardian has said."""
    return referral_steps.BEGINNINGS.get(texts.get("consent", ""), referral_steps.DRAFT)


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

    Raises Refused for a step that is not allowed, and at its field for what the step needs.
    """
    session.require(Right.S3)
    if reader.get(session.ledger.connection, "referral", row) is None:
        raise Refused("没有找到这份转介。可能已经撤回")
    return _edited(session, row, {**texts, "state": state}, reason)


def chase(session: Session, row: str, words: str) -> records.Saved:
    """Notes that somebody was asked again, and what they said. Raises Refused without words."""
    session.require(Right.S3)
    raw = reader.get(session.ledger.connection, "referral", row)
    if raw is None:
        raise Refused("没有找到这份转介。可能已经撤回")
    if not words.strip():
        raise Refused("写一句问了谁、怎么说", "chases")
    line = f"{referral_steps.minute(session.clock.now())} {session.name}：{words.strip()}"
    told = "\n".join(part for part in (str(raw.get("chases") or ""), line) if part)
    return _edited(session, row, {"chases": told, "chased_on": session.today.isoformat()}, "催问")


def by_code(session: Session, text: str) -> str:
    """The referral whose feedback slip carries this code. Raises Refused."""
    session.require(Right.S3)
    clean = slip.read(text)
    for row, _ in reader.everyone(session.ledger.connection, "referral"):
        if slip.code(row) == clean:
            return row
    raise Refused("本机没有这个短码的转介。是不是别村的单子", "code")


def keyed(session: Session, text: str, texts: Mapping[str, str]) -> records.Saved:
    """Takes a feedback slip in by its code: the receiver's words, and the step to 已反馈. Raises Refused."""
    row = by_code(session, text)
    raw = reader.get(session.ledger.connection, "referral", row) or {}
    if not texts.get("answer", "").strip():
        raise Refused("请照单子写对方的处置摘要", "answer")
    state = referral_steps.state_of(raw)
    if state == referral_steps.SENT:
        # A slip that comes back says that somebody has taken the child on, whatever nobody told us.
        day = texts.get("accepted_on") or texts.get("answered_on") or session.today.isoformat()
        _edited(session, row, {"state": referral_steps.TAKEN, "accepted_on": day}, "反馈单")
    return step(session, row, referral_steps.ANSWERED, texts, "反馈单")


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
        if illness.DIAGNOSIS.search(texts.get(key, "")):
            found[key] = "这像是诊断。写看到、听到的就好"
        elif _NUMBERS.search(texts.get(key, "")):
            found[key] = "这里有证件号或电话，不写更好"
    if who.asks_wish and not texts.get("child_wish", "").strip():
        found["child_wish"] = "满8岁，先听听孩子自己的意思"
    exempt = texts.get("consent") == "免于同意"
    if exempt and texts.get("danger") != "有" and not texts.get("consent_ground"):
        found["consent"] = "免于同意只用于有危险或受侵害"
    return found

"""What a visit leads on to: a referral or a report that begins with what was seen; a person judges."""

from __future__ import annotations

from childdesk.desk import drafting, mandatory, referrals, visits
from childdesk.desk.session import Right, Session
from childdesk.desk.visits import Answers
from childdesk.domain import seen
from childdesk.store import reader

FOUND_HOW = "走访"


def refer(session: Session, child: str, answers: Answers) -> None:
    """Puts what was seen into the referral of this child; what somebody has begun to write stays as it is."""
    session.require(Right.EDIT)
    place = referrals.draft_of(child)
    if drafting.load(session, referrals.PAGE, place):
        return
    texts = {
        "reason": _seen(answers),
        "done_before": _done(session, answers),
        "urgency": "紧急" if answers.danger else "一般",
        "danger": "有" if set(answers.changes) & set(seen.SIGNALS) else "",
    }
    drafting.keep(session, referrals.PAGE, place, {key: text for key, text in texts.items() if text})


def report(session: Session, child: str, answers: Answers) -> None:
    """Puts what was seen into a report that is not begun yet; the calls come first there, as always."""
    session.require(Right.EDIT)
    if drafting.load(session, mandatory.PAGE, mandatory.NEW):
        return
    raw = reader.get(session.ledger.connection, "child", child) or {}
    texts = {
        "child": child,
        "found_at": mandatory.now(session),
        "found_how": FOUND_HOW,
        "facts": _seen(answers),
        "found_place": str(raw.get("live_address") or "").partition("\t")[0],
    }
    drafting.keep(session, mandatory.PAGE, mandatory.NEW, {key: text for key, text in texts.items() if text})


def _seen(answers: Answers) -> str:
    """What was seen and heard, without the verdict of the form."""
    signs = [one for one in (*seen.CHANGES, *seen.SIGNALS) if one in answers.changes]
    bad = [seen.BY_KEY[key] for key, tick in answers.ticks.items() if tick.verdict == seen.BAD]
    hazards = [
        f"{item.short}：{answers.ticks[item.key].note}"
        if answers.ticks[item.key].note
        else f"{item.short}有问题"
        for item in bad
    ]
    return "；".join(part for part in ("、".join(signs), answers.mind_words.strip(), *hazards) if part)


def _done(session: Session, answers: Answers) -> str:
    """On which day one was there, and with whom one talked."""
    day = answers.date or session.today.isoformat()
    asked = "、".join(f"{one.name}（{one.relation}）" for one in answers.asked)
    where = {visits.PHONE: "打过电话", visits.SCHOOL: "到学校看过"}.get(answers.way, "入户走访")
    return f"{day}{where}" + (f"，问了{asked}" if asked else "")

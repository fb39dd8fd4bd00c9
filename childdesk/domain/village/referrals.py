"""How a referral of a practice child went: from the first note through its states to where it stands."""

from __future__ import annotations

from datetime import date, timedelta

from childdesk.domain.kinds import Scalar
from childdesk.domain.village import care, matters, words
from childdesk.domain.village.matters import Matter
from childdesk.domain.village.people import Family, Kid
from childdesk.domain.village.story import ADD_REFERRAL, EDIT_REFERRAL, Dice, Story

EVERY, AT = 16, 5
"""Of so many children one is referred: the one that stands here."""
CONTACT = "10409000000"
"""Where a receiver can be reached; nobody has this number."""


def assign(family: Family, first: int, today: date) -> None:
    """Gives a child of the family the referral that falls due among the village's children, and a fitting
    risk. `first` is the ordinal of the family's first child. Children who left or have just come get none."""
    for ordinal in range(first, first + len(family.kids)):
        turn, part = divmod(ordinal, EVERY)
        fit = [kid for kid in family.kids if not kid.left_on and kid.arrival <= today - timedelta(100)]
        if part == AT and fit:
            kid = fit[0]
            kid.referral = matters.STANDING[turn % len(matters.STANDING)]
            if kid.risk not in ("红", "黄"):
                kid.risk, kid.risk_then, kid.risk_since = "黄", "蓝", today - timedelta(60)


def write(story: Story, family: Family, kid: Kid, beside: Dice) -> None:
    """Tells of the child's referral, if it has one, and of what was noticed before it (drawn by `beside`).

    Its content is sealed, all but the child and the day.
    """
    if not kid.referral:
        return
    dice, path = story.dice, matters.PATHS[kid.referral]
    steps = [story.today - timedelta(dice.number(1, 3))]
    for _ in path:
        steps.append(dice.before(steps[-1], 2, 6))
    if kid.referral == "结案":
        steps = [day - timedelta(30) for day in steps]
    start, *days_of_path = reversed(steps)
    matter = _matter(dice, kid, start)
    care.looked(story, beside, family, kid, matter, start)
    row = story.new(start, ADD_REFERRAL, "referral", _opening(dice, family, kid, matter, start))
    for state, day in zip(path, days_of_path, strict=True):
        changed = _step(dice, family, matter, state, day)
        if state == "已转出":
            changed["sent_at"] = f"{day.isoformat()} {beside.number(9, 17):02d}:{beside.number(0, 59):02d}"
        story.set(day, EDIT_REFERRAL, "referral", row, state=state, state_on=day.isoformat(), **changed)


def _matter(dice: Dice, kid: Kid, day: date) -> Matter:
    age = kid.age(day)
    return dice.pick(
        [one for one in matters.MATTERS if one.ages[0] <= age <= max(one.ages[1], 17 * (age > 17))]
    )


def _opening(dice: Dice, family: Family, kid: Kid, matter: Matter, day: date) -> dict[str, Scalar]:
    draft = kid.referral in ("草稿", "拒绝", "失联")
    made: dict[str, Scalar] = {
        "child": kid.id,
        "date": day.isoformat(),
        "state": "草稿" if draft else "已告知监护人",
        "urgency": matter.urgency,
        "route": matter.route,
        "from_person": words.VISITORS[0],
        "reason": matter.reason.format(who=family.who),
        "done_before": dice.pick(matters.DONE_BEFORE).format(who=family.who),
        "danger": "是" if matter.urgency == "紧急" else "否",
        "child_wish": matter.wish if kid.age(day) >= 8 and matter.wish else None,
        "receiver": matter.receiver,
    }
    return made if draft else {**made, **_consent(dice, family, day, "同意")}


def _consent(dice: Dice, family: Family, day: date, consent: str) -> dict[str, Scalar]:
    way = dice.pick(("当面", "电话", "当面、电话"))
    return {
        "consent": consent,
        "consent_way": way if consent != "联系不上" else "电话",
        "consent_at": f"{day.isoformat()} {dice.number(8, 19):02d}:{dice.number(0, 59):02d}",
        "consent_by": family.carer.name if consent != "联系不上" else None,
    }


def _step(dice: Dice, family: Family, matter: Matter, state: str, day: date) -> dict[str, Scalar]:
    """What changes with the state."""
    if state in ("拒绝", "失联"):
        consent = {"拒绝": "拒绝", "失联": "联系不上"}[state]
        return {**_consent(dice, family, day, consent), "next_date": (day + timedelta(7)).isoformat()}
    if state == "已接收":
        return {"accepted_on": day.isoformat(), "receiver_contact": "值班室", "receiver_phone": CONTACT}
    if state == "服务中":
        following = (day + timedelta(dice.number(4, 9))).isoformat()
        return {"follow_up": dice.pick(matters.FOLLOW_UPS), "next_date": following}
    if state == "已反馈":
        return {"answer": matter.answer.format(who=family.who), "answered_on": day.isoformat()}
    if state == "结案":
        return {"close_reason": dice.pick(matters.CLOSING), "closed_on": day.isoformat(), "next_date": None}
    return {}

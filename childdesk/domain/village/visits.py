"""What was seen on visits to a practice family: days by risk, short texts put together from parts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from childdesk.domain import days
from childdesk.domain.kinds import Scalar
from childdesk.domain.village import school
from childdesk.domain.village.people import Family, Kid
from childdesk.domain.village.school import Track
from childdesk.domain.village.story import ADD_VISIT, EDIT_CHILD, Dice, Story, Weighted
from childdesk.domain.village.talk import Talk, nobody_home, pupil
from childdesk.domain.village.words import VISITORS

INTERVAL = {"红": 7, "黄": 14, "蓝": 30, "绿": 90, None: 60}
"""Days between visits; no national source: 默认值，请按本县文件修改."""
STEPS = {"红": (40, 60), "黄": (50, 75), "蓝": (70, 100), "绿": (95, 130), None: (90, 120)}
"""Days between visits longer ago."""
MOST = 14
ROUND = 25
"""Of so many families one is late; of twice as many one is due today; five or four fall due this week."""
LATE, THIS_WEEK = 1, (4, 9, 16, 21)

VISIT_TYPE = Weighted(("定期回访", 46), ("日常走访", 40), ("电话走访", 10), ("特殊走访", 4))
CARE_SEEN = {
    "较好": Weighted(("较好", 88), ("一般", 12)),
    "一般": Weighted(("一般", 82), ("较好", 14), ("差", 4)),
    "差": Weighted(("差", 80), ("一般", 20)),
    None: Weighted(("一般", 50), ("较好", 50)),
}
ADVICE = Weighted(
    (None, 34), ("监护指导", 20), ("心理关爱", 12), ("生活照料、监护指导", 8), ("就学帮扶", 10),
    ("经济帮扶", 8), ("监护指导、心理关爱", 6), ("其他", 2),
)  # fmt: skip
GRAVITY = ("红", "黄", "蓝", None, "绿")


def write(story: Story, family: Family, ways: Mapping[str, Track]) -> None:
    """Tells of the visits of the last twelve months and of the day that the last one named for the next."""
    dice = story.dice
    dates, following = _dates(story, family)
    talk = Talk(dice, family)
    for day in dates:
        there = [
            kid for kid in family.kids if kid.arrival <= day and (kid.left_on is None or kid.left_on > day)
        ]
        if not there:
            continue
        last = day == dates[-1]
        at_school = {kid.id: school.on(ways[kid.id], day) for kid in there}
        common = _common(dice, family, talk, day, any(pupil(found) for found in at_school.values()))
        nobody = common.get("nobody_home") == "是"
        for kid in there:
            interval = INTERVAL[_risk_on(kid, day)]
            named = dice.after(day, 3, 7) if nobody else dice.after(day, interval, interval + 4)
            values = {**common, "child": kid.id}
            values["next_date"] = _named(kid, following if last else named)
            if not nobody:
                values.update(_seen(dice, family, talk, kid, day, at_school[kid.id]))
            story.new(day, ADD_VISIT, "visit", values)
            if last and values.get("last_contact") and kid.oddity != "bare":
                story.set(day, EDIT_CHILD, "child", kid.id, last_contact=values["last_contact"])


def _named(kid: Kid, day: date) -> str | None:
    """The day named for the next visit; none for a child that had left by then."""
    return None if kid.left_on is not None and kid.left_on <= day else day.isoformat()


def _risk_on(kid: Kid, day: date) -> str | None:
    return kid.risk if kid.risk_since is None or kid.risk_since <= day else kid.risk_then


# -- when -------------------------------------------------------------------------------------------


def _dates(story: Story, family: Family) -> tuple[list[date], date]:
    """The days of the visits in order, and the day that the last of them named for the next."""
    dice, today = story.dice, story.today
    risk = min((kid.risk for kid in family.kids if kid.left_on is None), key=GRAVITY.index, default="绿")
    arrival = min(kid.arrival for kid in family.kids)
    following = _following(dice, family.index, INTERVAL[risk], today)
    last = min(following - timedelta(INTERVAL[risk] - dice.number(0, 2)), today)
    if last <= arrival:
        last = dice.after(arrival, 2, 6)
        following = max(following, last + timedelta(3))
    raised = max((kid.risk_since for kid in family.kids if kid.risk_since), default=None)
    dates: list[date] = []
    first = max(arrival, today - timedelta(365))
    while first < last <= today and len(dates) < MOST:
        dates.append(last)
        often = risk in ("红", "黄") and raised is not None and last > raised and len(dates) < MOST // 2
        low, high = (INTERVAL[risk] - 1, INTERVAL[risk] + 2) if often else STEPS[risk]
        last = dice.before(last, low, high)
    return dates[::-1], following


def _following(dice: Dice, index: int, interval: int, today: date) -> date:
    turn, part = divmod(index, ROUND)
    if part == LATE:
        return dice.before(today, 1, 24)
    if part == 0 and turn % 2 == 0:
        return today
    if part in (0, *THIS_WEEK):
        return dice.after(today, 1, 6)
    return dice.after(today, 1 if interval < 10 else 3, interval)


# -- what -------------------------------------------------------------------------------------------


def _common(dice: Dice, family: Family, talk: Talk, day: date, pupils: bool) -> dict[str, Scalar]:
    """What the visit's sheets have in common for all children of the family."""
    kind = dice.weighted(VISIT_TYPE)
    made: dict[str, Scalar] = {
        "date": day.isoformat(),
        "visit_type": kind,
        "visitor": dice.pick(VISITORS),
        "place": None if kind == "电话走访" else family.home,
    }
    if kind != "电话走访" and dice.chance(0.03):
        return {**made, "nobody_home": "是", "findings": nobody_home(dice), "next_step": "改天再去"}
    talk.visit(day)
    return {
        **made,
        "nobody_home": "否",
        "asked_person": family.carer.name,
        "asked_relation": family.carer.relation,
        "asked_address": family.home,
        "family": talk.family_words(),
        "guardianship": dice.weighted(CARE_SEEN[family.care]),
        "opinion": talk.opinion(),
        "advice": dice.weighted(ADVICE),
        "next_step": talk.next_step(pupils),
        "findings": talk.findings(kind, pupils) if kind == "电话走访" or dice.chance(0.25) else None,
    }


def _seen(
    dice: Dice, family: Family, talk: Talk, kid: Kid, day: date, at_school: Mapping[str, Scalar]
) -> dict[str, Scalar]:
    """What was seen of one child. Who is eight is sometimes asked itself."""
    age = days.years_between(kid.born, day)
    made: dict[str, Scalar] = {
        "living": talk.living(age, at_school),
        "mind": talk.mind(age),
        "study_state": at_school["study_state"],
        "schooling": at_school["schooling"],
        "focus": "是" if _risk_on(kid, day) == "红" else "否",
    }
    if talk.away:
        contact = dice.before(day, 0, 7) if dice.chance(0.85) else dice.before(day, 8, 32)
        made["last_contact"] = max(contact, kid.born).isoformat()
    if age >= 8 and kid.oddity != "renamed" and dice.chance(0.12):
        made["asked_person"], made["asked_relation"] = kid.name, "本人"
    return made

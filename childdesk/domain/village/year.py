"""What changed in the files of a practice family during the year: school, risk, leaving the register."""

from __future__ import annotations

from datetime import date, timedelta

from childdesk.domain.kinds import Scalar
from childdesk.domain.village import school
from childdesk.domain.village.people import Kid
from childdesk.domain.village.school import Track
from childdesk.domain.village.story import EDIT_CHILD, Story


def write(story: Story, kid: Kid, way: Track) -> None:
    """Tells the changes of one child in the order in which they came."""
    if kid.oddity != "bare":
        _school_years(story, kid, way)
    if kid.risk_since is not None:
        changed: dict[str, Scalar] = {"risk": kid.risk}
        if kid.risk == "红":
            changed["focus"] = "是"
        story.set(kid.risk_since, EDIT_CHILD, "child", kid.id, **changed)
    if kid.left_on is not None:
        day = min(story.dice.after(kid.left_on, 0, 4), story.today)
        left: dict[str, Scalar] = {"exit_reason": kid.why_left, "exit_on": kid.left_on.isoformat()}
        story.set(day, EDIT_CHILD, "child", kid.id, **left)


def _school_years(story: Story, kid: Kid, way: Track) -> None:
    """In the first days of September the whole village goes up one class; some leave school in between."""
    until = min(story.today, kid.left_on or story.today)
    moments = [date(year, 9, 6) for year in range(kid.arrival.year, until.year + 1)]
    if way.dropped is not None:
        moments.append(way.dropped + timedelta(3))
    before = school.on(way, kid.arrival)
    for day in sorted(moments):
        if kid.arrival < day <= until:
            after = school.on(way, day)
            changed = {key: value for key, value in after.items() if value != before[key]}
            story.set(day, EDIT_CHILD, "child", kid.id, **changed)
            before = after

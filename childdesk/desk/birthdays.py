"""Days that come: who is soon 16 or 18, and what that may end."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from childdesk.desk import telling, villages
from childdesk.desk.session import Session
from childdesk.domain import days
from childdesk.store import agenda, reader

AHEAD = 60
"""Days that are looked ahead."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """A day that comes: whose, what, what it may mean, and in how many days."""

    child: str
    title: str
    why: str
    when: str


def ahead(session: Session) -> list[Ahead]:
    """Children who are 16 (留守, 流动 end) or 18 within the next weeks, the nearest first."""
    on, connection = session.today, session.ledger.connection
    found: list[tuple[int, Ahead]] = []
    for years, why in ((16, "留守、流动到16周岁为止"), (18, "请看是否退出在册")):
        first, last = (days.plus_months(day, -12 * years) for day in (on, on + timedelta(days=AHEAD)))
        born = agenda.born(connection, first.isoformat(), last.isoformat())
        rows = reader.many(connection, "child", [child for child, _ in born])
        reader.with_current(connection, "child", rows, on, only=frozenset(("categories",)))
        above = villages.of_children(session, rows)
        for child, birth in born:
            held = str(rows[child].get("categories") or "")
            if years == 16 and not {"留守儿童", "流动儿童"} & set(held.split("、")):
                continue
            day = _birthday(birth, years)
            title = f"{rows[child]['name']} {telling.day(day.isoformat(), on)}满{years}周岁"
            left = (day - on).days
            said = "，".join(filter(None, (above.get(child), why)))
            found.append((left, Ahead(child, title, said, f"{left}天后" if left else "今天")))
    return [one for left, one in sorted(found, key=lambda pair: pair[0]) if left >= 0][:6]


def _birthday(birth: str, years: int) -> date:
    """The day on which somebody becomes so old; born on 29 February it is 1 March in common years."""
    born = date.fromisoformat(birth)
    year = born.year + years
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)

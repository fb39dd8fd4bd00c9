"""What the law does not let wait (未成年人保护法 21–23条), release dates, birthdays: as of a day."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

CARE = "未成年人保护法第二十一条"
ENTRUST = "未成年人保护法第二十二条"
CONTACT = "未成年人保护法第二十三条"
BEFORE_RELEASE = (60, 30, 7)
"""Days before a parent is released: 默认值."""
LEFT_ENDS, GROWN = 16, 18


@dataclass(frozen=True, slots=True)
class Alarm:
    """One matter that speaks up by itself. `key` stays the same until the fact behind it changes."""

    kind: str
    child: str
    key: str
    day: date
    reason: str
    sealed: bool = False


def alone(child: str, row: str, since: date | None, on: date) -> Alarm:
    """Under 16 and living alone."""
    text = f"不满16周岁独自居住，马上去看并报告（{CARE}）"
    return Alarm("alarm.alone", child, f"alarm.alone:{row}", since or on, text)


def unattended(child: str, visit: str, day: date, *, special: bool) -> Alarm:
    """Under 8, or in need of special care, and nobody there."""
    who = "需要特别照顾" if special else "不满8周岁"
    text = f"{who}，走访时没有大人看护，马上去看（{CARE}）"
    return Alarm("alarm.unattended", child, f"alarm.unattended:{visit}", day, text)


def not_entrusted(child: str, since: date | None, on: date) -> Alarm:
    """Both parents away and nobody entrusted with the care."""
    text = f"父母都在外，没有委托照护，请补确认书（{ENTRUST}）"
    return Alarm("alarm.entrust", child, f"alarm.entrust:{since or ''}", since or on, text)


def no_contact(child: str, visit: str, day: date, contact: date) -> Alarm:
    """A finding of a visit, done with by a week later; never a daily alarm."""
    gap = (day - contact).days
    text = f"走访时父母已{gap}天没和孩子联系，请劝一劝（{CONTACT}）"
    return Alarm("task", child, f"contact:{visit}", day + timedelta(7), text)


def releases(child: str, row: str, word: str, parent: str, ends: date, on: date) -> list[Alarm]:
    """Reminders before a parent's term ends: the newest that has begun, and the one that comes."""
    made = [
        Alarm(
            "alarm.release",
            child,
            f"alarm.release:{row}:{before}",
            ends - timedelta(before),
            f"{parent}{word}，{ends}期满，还有{before}天时提醒（默认值）",
            sealed=True,
        )
        for before in BEFORE_RELEASE
    ]
    begun = [alarm for alarm in made if alarm.day <= on]
    return [*begun[-1:], *[alarm for alarm in made if alarm.day > on][:1]]


def birthday(born: date, years: int) -> date:
    """The day on which somebody becomes so old; born on 29 February it is 1 March in common years."""
    year = born.year + years
    if (born.month, born.day) == (2, 29) and not calendar.isleap(year):
        return date(year, 3, 1)
    return born.replace(year=year)


def grown(child: str, born: date, years: int, kinds: str = "") -> Alarm:
    """16: 留守 and 流动 end. 18: the file is looked at (orphans and 事实无人抚养 who study go on)."""
    if years == LEFT_ENDS:
        text = f"满16周岁，{kinds}到期，请看是否退出"
    else:
        text = "满18周岁，请看是否退出在册；还在读的可续发"
    return Alarm(f"exit.{years}", child, f"exit.{years}:{born}", birthday(born, years), text)

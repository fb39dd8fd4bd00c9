"""Says days and moments as people say them: 今天, 11月9日, 今天 09:20; and lists cut short."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from childdesk.domain import days
from childdesk.domain.kinds import Date

WEEKDAYS = "一二三四五六日"


def day(raw: str | None, today: date) -> str:
    """A stored day in a sentence: 今天, 昨天, 明天, 11月9日, 2025年11月9日, 2025年11月; empty for none."""
    if not raw:
        return ""
    known = Date().from_db(raw)
    exact = known.exact
    if exact is not None and (near := {0: "今天", 1: "昨天", -1: "明天"}.get((today - exact).days)):
        return near
    words = f"{known.month}月{known.day}日" if known.day else f"{known.month}月"
    if known.year != today.year or not known.day:
        words = f"{known.year}年{words}"
    return f"农历{words}" if known.lunar else words


def whole_day(on: date) -> str:
    """11月24日 星期一."""
    return f"{on.month}月{on.day}日 星期{WEEKDAYS[on.weekday()]}"


def local_day(wall: str) -> str:
    """The ISO day of a moment of the journal, where the desk stands."""
    return _local(wall).date().isoformat()


def moment(wall: str, today: date) -> str:
    """A moment of the journal: 今天 09:20, 昨天 17:26, 11月9日 10:12."""
    at = _local(wall)
    return f"{day(at.date().isoformat(), today)} {at:%H:%M}"


def moment_of(wall: str) -> str:
    """A moment of the journal on a line of text: 2025-11-09 10:12."""
    return f"{_local(wall):%Y-%m-%d %H:%M}"


def stamp(wall: str) -> str:
    """A moment of the journal in a table: 11-09 10:12."""
    return f"{_local(wall):%m-%d %H:%M}"


def _local(wall: str) -> datetime:
    return datetime.fromisoformat(wall.replace("Z", "+00:00")).astimezone()


def span(begins: str | None, ends: str | None, today: date) -> str:
    """From when to when a dated row holds: 2025年3月1日起, 2024年9月1日到2025年3月1日, 到2025年3月1日."""
    begun, ended = day(begins, today), day(ends, today)
    if begun and ended:
        return f"{begun}到{ended}"
    return f"{begun}起" if begun else f"到{ended}" if ended else "从什么时候起没有记"


def about(seconds: int) -> str:
    """About how long, never told finer than it is known: 约10秒, 约2分钟."""
    if seconds > 50:
        return f"约{-(-seconds // 60)}分钟"
    step = 5 if seconds <= 20 else 10
    return f"约{-(-seconds // step) * step}秒"


def apart(one: date, other: date) -> str:
    """How far two days lie apart, as people say it: 3天, 40天, 5个多月, 2年, 2年多."""
    first, last = sorted((one, other))
    away = (last - first).days
    years = days.years_between(first, last)
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    if years:
        return f"{years}年" if days.plus_months(first, years * 12) == last else f"{years}年多"
    if away < 60 or months < 2:
        return f"{away}天"
    return f"{months}个月" if days.plus_months(first, months) == last else f"{months}个多月"


def some(words: Sequence[str], most: int = 3, unit: str = "项") -> str:
    """A list joined by 、, cut short with how many there are: 甲、乙、丙等5项."""
    shown = "、".join(words[:most])
    return shown if len(words) <= most else f"{shown}等{len(words)}{unit}"

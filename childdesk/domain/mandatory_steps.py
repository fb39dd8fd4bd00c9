"""What a mandatory report and temporary care still lack, and what in them can never be changed.

The law says 立即: nothing here is a period in which a call may be made. Minutes are counted, and what has not
been done yet is said until it is done. Only the written report afterwards has a county's number of days.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.domain.referral_steps import minute

Values = Mapping[str, Scalar]

STAMPS = ("written_at", "police_at", "ambulance_at", "supervisor_at", "civil_at", "school_at")
"""Times that stand as they were first written."""
FROZEN: Mapping[str, tuple[str, ...]] = {
    "mandatory_report": ("found_at", *STAMPS),
    "temporary_care": ("begins_at", "supervisor_at", "civil_at"),
}
PAST: Mapping[str, tuple[str, ...]] = {
    "mandatory_report": ("found_at", *STAMPS, "written_on", "receipt_on", "looked_on", "closed_on"),
    "temporary_care": ("begins_at", "supervisor_at", "civil_at", "looked_on", "handed_on", "ended_on"),
}
BEGINS = {"mandatory_report": "found_at", "temporary_care": "begins_at"}


@dataclass(frozen=True, slots=True)
class After:
    """What a county has set for the time after the call: 默认值，请按本县文件修改."""

    written_days: int = 1
    look_days: int = 1
    changed: frozenset[str] = field(default=frozenset())

    def notice(self, name: str) -> str:
        """（默认值，请按本县文件修改） behind a number that nobody has set."""
        return "" if name in self.changed else "（默认值，请按本县文件修改）"


USUAL = After()


@dataclass(frozen=True, slots=True)
class Undone:
    """Something that is not done yet: its kind for the due list, since which day, in words."""

    kind: str
    due: date
    words: str


def patch(record: str, before: Values, changes: Mapping[str, Scalar], now: datetime) -> dict[str, Scalar]:
    """The changes of a record with the minute in which it was written down, whoever says another."""
    made = dict(changes)
    if not before and record == "mandatory_report":
        made["written_at"] = minute(now)
    return made


def refuse(record: str, before: Values, after: Values, now: datetime) -> None:
    """Raises Refused at the field: what was stamped is not changed, nothing lies ahead or before it began."""
    for key in FROZEN[record]:
        if before.get(key) and after.get(key) != before.get(key):
            raise Refused("写下的时间不能改。要更正，请写在“后来怎样”里", key)
    begun = str(after.get(BEGINS[record]) or "")
    for key in PAST[record]:
        value = str(after.get(key) or "")
        if not value or value == before.get(key):
            continue
        if value > minute(now)[: len(value)]:
            raise Refused("这个时间还没有到，请看一眼", key)
        if begun and value[: len(begun)] < begun[: len(value)]:
            raise Refused("早于发现的时间，请看一眼", key)
    _refuse_ends(record, before, after)


def _refuse_ends(record: str, before: Values, after: Values) -> None:
    if record == "mandatory_report" and after.get("closed_on") and not before.get("closed_on"):
        if not after.get("receipt"):
            raise Refused("还没有公安的回执，不能办结", "receipt")
        if not after.get("close_reason"):
            raise Refused("办结要写明情况", "close_reason")
    if record == "temporary_care" and after.get("ended_on") and not before.get("ended_on"):
        if not after.get("civil_at"):
            raise Refused("还没告诉民政，不能结束", "civil_at")
        if not after.get("end_reason"):
            raise Refused("结束要写明孩子交给了谁", "end_reason")


def minutes(values: Values, now: datetime) -> int:
    """Whole minutes since it was discovered; 0 where the clock stands before that."""
    found = str(values.get("found_at") or "")
    if len(found) < 16:
        return 0
    passed = datetime.fromisoformat(minute(now)) - datetime.fromisoformat(found)
    return max(int(passed.total_seconds()) // 60, 0)


def since(count: int) -> str:
    """发现至今12分钟, 发现至今3小时5分钟, 发现至今2天4小时: what has passed, never what may pass."""
    hours, left = divmod(count, 60)
    days, hours_left = divmod(hours, 24)
    if days:
        return f"发现至今{days}天{hours_left}小时"
    return f"发现至今{hours}小时{left}分钟" if hours else f"发现至今{count}分钟"


def undone_of_report(values: Values, after: After, today: date) -> list[Undone]:
    """What a report still lacks, the gravest first; empty only when it is settled."""
    if values.get("closed_on"):
        return []
    begun = _day(values.get("found_at")) or _day(values.get("written_at")) or date(2000, 1, 1)
    found = []
    for key, kind, words in (
        ("police_at", "report.police", "还没打110"),
        ("supervisor_at", "report.supervisor", "还没告诉儿童督导员"),
        ("civil_at", "report.civil", "还没告诉民政或未保中心"),
    ):
        if not values.get(key):
            found.append(Undone(kind, begun, words))
    if not values.get("written_on"):
        due = _later(begun, after.written_days)
        found.append(Undone("report.written", due, f"书面报告还没交{after.notice('written_days')}"))
    if not values.get("receipt"):
        looked = _day(values.get("looked_on"))
        due = _later(looked, after.look_days) if looked else begun
        found.append(Undone("report.look", due, f"没收到回执，每天看看孩子{after.notice('look_days')}"))
    else:
        found.append(
            Undone("report.close", _day(values.get("receipt_on")) or begun, "回执收到了，看后写办结情况")
        )
    return found


def undone_of_care(values: Values, after: After, today: date) -> list[Undone]:
    """What temporary care still lacks."""
    if values.get("ended_on"):
        return []
    begun = _day(values.get("begins_at")) or date(2000, 1, 1)
    found = []
    if not values.get("supervisor_at"):
        found.append(Undone("report.care", begun, "临时照料：还没告诉儿童督导员"))
    if not values.get("civil_at"):
        found.append(Undone("report.care", begun, "临时照料：还没告诉民政"))
    looked = _day(values.get("looked_on"))
    due = _later(looked, after.look_days) if looked else begun
    until = _day(values.get("until"))
    if until is not None and until <= today and not values.get("handed_on"):
        found.append(Undone("report.care", until, "临时照料到期了，还没交给民政"))
    found.append(Undone("report.care_look", due, f"临时照料中，每天看看孩子{after.notice('look_days')}"))
    return found


def _later(since: date, days: int) -> date:
    return since + min(timedelta(days), date.max - since)


def _day(raw: Scalar) -> date | None:
    try:
        return None if raw is None else date.fromisoformat(str(raw)[:10])
    except ValueError:
        return None

"""去向核对: one answer for each child, twice a year; what was said is written into the dated rows at once."""

from __future__ import annotations

from datetime import timedelta

from childdesk.desk import records
from childdesk.desk.session import Session
from childdesk.domain import current
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.store import reader

STAYS, WITH_PARENTS, PARENTS_BACK = "留下", "跟父母走了", "父母回来了"
BOARDING, LEFT, UNKNOWN = "转学住校", "离开", "不清楚"
QUESTION = f"去向：{STAYS}/{WITH_PARENTS}/{PARENTS_BACK}/{BOARDING}/{LEFT}/{UNKNOWN}"
LATER = 7
"""Days until somebody looks after what is not clear yet: 默认值."""


def name(session: Session) -> str:
    """去向核对（2026年秋季开学）, or of the coming 春节."""
    on = session.today
    if on.month in (8, 9, 10):
        return f"去向核对（{on.year}年秋季开学）"
    if on.month in (11, 12):
        return f"去向核对（{on.year + 1}年春节）"
    return f"去向核对（{on.year}年{'春节' if on.month < 3 else '春季开学' if on.month < 6 else '暑假'}）"


def ops(session: Session, child: str, answer: str, note: str) -> list[Op]:
    """What an answer changes in the child's dated rows, and the tasks that it leaves."""
    on = session.today.isoformat()
    homes = _valid(session, "residence", child)
    if answer == WITH_PARENTS:
        place = note.strip()
        values: dict[str, Scalar] = {
            "child": child, "place": place or "外地（地址待补）", "begins": on, "with_whom": "父母双方",
            "source": "监护人告知", "checked_on": on,
        }  # fmt: skip
        found: list[Op] = [Set("residence", row, "ends", on) for row, _ in homes]
        found.append(New("residence", new_id(), values))
        return found if place else [*found, _task(session, child, "跟父母去了哪里，问清地址")]
    if answer == PARENTS_BACK:
        away = _valid(session, "absence", child)
        return [Set("absence", row, "ends", on) for row, _ in away]
    if answer == BOARDING:
        raw = reader.get(session.ledger.connection, "child", child) or {}
        patch = {"boarding": "寄宿生"} | ({"school": note.strip()} if note.strip() else {})
        return records.changes(session, "child", child, raw, patch, {})
    if answer == LEFT:
        return [
            _task(session, child, f"已离开{f'（{note.strip()}）' if note.strip() else ''}，看是否退出在册")
        ]
    if answer == UNKNOWN:
        return [_task(session, child, "去向不清楚，再问一次")]
    return [Set("residence", row, "checked_on", on) for row, _ in homes]


def _valid(session: Session, record: str, child: str) -> list[tuple[str, reader.Raw]]:
    rows = reader.about(session.ledger.connection, record, [child]).get(child, [])
    return [(row, raw) for row, raw in rows if current.is_valid(raw, session.today)]


def _task(session: Session, child: str, title: str) -> New:
    values: dict[str, Scalar] = {
        "unit": session.ledger.identity.unit, "child": child, "title": title[:200], "kind": "核实",
        "due": (session.today + timedelta(LATER)).isoformat(), "state": "待办", "reason": "去向核对",
    }  # fmt: skip
    return New("task", new_id(), values)

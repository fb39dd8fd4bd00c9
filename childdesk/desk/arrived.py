"""What desks above have sent down lately: tasks, rules, institutions, items; told on 今日 and when met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from childdesk.desk import telling
from childdesk.desk.session import Right, Session
from childdesk.domain.plan_options import TASK_OPEN
from childdesk.store import journal, reader
from childdesk.store.reader import Raw

NEWS = 7
"""Days during which it is said."""
UNITS = {"task": "{:,}件任务", "directive": "{:,}项规定", "agency": "{:,}家机构", "item": "{:,}个补充项目"}
"""What is told, in this order; papers to be handed in and moves have their own place."""
RULES = (
    ("rules.visits", "走访频次"),
    ("visit.", "走访频次"),
    ("rules.risk", "风险建议"),
    ("calendar.", "放假安排"),
    ("clock.", "办理期限"),
    ("scale", "评分量表"),
    ("observation.", "识别用的题"),
    ("form.", "常用表"),
)
"""How the name of something laid down begins, and what it is about; a key for the lock is not told."""


@dataclass(frozen=True, slots=True)
class Came:
    """What came of one kind: how many, in words, and which."""

    record: str
    number: int
    what: str
    whose: str


def lately(session: Session) -> tuple[Came, ...]:
    """What came from above within the last days and still holds."""
    session.require(Right.VIEW)
    if session.ledger.identity.level == "county":
        return ()
    since = (session.today - timedelta(days=NEWS)).isoformat()
    return among(session, journal.received(session.ledger.connection, since, UNITS))


def among(session: Session, rows: Iterable[tuple[str, str]]) -> tuple[Came, ...]:
    """What of some records came from above, in the order of `UNITS`."""
    by_record: dict[str, list[str]] = {record: [] for record in UNITS}
    for record, row in sorted(rows):
        if record in by_record:
            by_record[record].append(row)
    found = []
    for record, ids in by_record.items():
        held = reader.many(session.ledger.connection, record, ids).values()
        names = [name for raw in held if (name := _name(session, record, raw))]
        if names:
            said = telling.some(list(dict.fromkeys(names)), 3, "项")
            found.append(Came(record, len(names), UNITS[record].format(len(names)), said))
    return tuple(found)


def _name(session: Session, record: str, raw: Raw) -> str:
    """What a record is called; empty where it is not from above, or is done with."""
    unit, own = str(raw.get("unit") or ""), session.ledger.identity.unit
    if record == "task":
        return str(raw["title"]) if unit == own and raw.get("state") in (None, TASK_OPEN) else ""
    if len(unit) >= len(own):
        return ""
    if record == "directive":
        return next((words for begin, words in RULES if str(raw["name"]).startswith(begin)), "")
    return str(raw.get("name") or raw.get("label_words") or "")

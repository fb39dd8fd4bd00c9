"""What a visit leaves to be done: hazards become tasks, and those that were mended are done with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from childdesk.desk.session import Session
from childdesk.domain import seen
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.plan_options import TASK_OPEN
from childdesk.store import reader

HAZARD = "隐患整改"


def refuse_impossible(session: Session, values: Mapping[str, Scalar], issues: Sequence[Issue]) -> None:
    """A visit of a day to come, or before the child was born, is not written. Raises Refused."""
    if str(values["date"]) > session.today.isoformat():
        raise Refused("走访日期在今天以后，请看一眼日期", "date")
    if str(values.get("last_contact") or "") > session.today.isoformat():
        raise Refused("联系的日子在今天以后，请看一眼", "last_contact")
    bad = next((issue for issue in issues if issue.level == "impossible"), None)
    if bad is not None:
        look = "" if "请" in bad.text else "，请看一眼日期"
        raise Refused(f"{bad.text}{look if bad.field == 'date' else ''}", bad.field)


def ops(session: Session, child: str, visit: str, on: date, ticks: Mapping[str, seen.Tick]) -> list[Op]:
    """The tasks of a visit's findings, in the same entry as the visit.

    A hazard that is to be looked at again is one task until it is mended, however often it is ticked.
    """
    held = {
        str(raw["title"]).partition("：")[0]: (row, raw)
        for row, raw in reader.about(session.ledger.connection, "task", [child]).get(child, ())
        if raw.get("kind") == HAZARD and (raw.get("state") or TASK_OPEN) == TASK_OPEN
    }
    found: list[Op] = []
    for key, tick in ticks.items():
        item = seen.BY_KEY[key]
        known = held.get(item.short)
        if tick.verdict == seen.BAD and tick.recheck and known is None:
            found.append(_task(session, child, visit, on, item, tick))
        elif tick.verdict == seen.GOOD and known is not None:
            found.append(Set("task", known[0], "state", "已办"))
            found.append(Set("task", known[0], "done_on", on.isoformat()))
    return found


def _task(session: Session, child: str, visit: str, on: date, item: seen.Item, tick: seen.Tick) -> New:
    values: dict[str, Scalar] = {
        "unit": session.ledger.identity.unit,
        "child": child,
        "title": f"{item.short}：{tick.note}" if tick.note else f"{item.short}：有问题，看改了没有",
        "kind": HAZARD,
        "due": (on + timedelta(seen.RECHECK_DAYS)).isoformat(),
        "state": TASK_OPEN,
        "about": visit,
        "reason": f"走访时看到，{seen.RECHECK}",
    }
    return New("task", new_id(), values)

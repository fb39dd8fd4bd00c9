"""The scored questionnaire of a county: off until it is switched on; its answers are sealed."""

from __future__ import annotations

import functools
from collections.abc import Mapping

from childdesk.desk import cadences, records
from childdesk.desk.session import Right, Session
from childdesk.domain import scale
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.scale import Result, Scale
from childdesk.paths import resource_bytes
from childdesk.store import clocks, reader

SHIPPED = "scales/four-colours.toml"
PAGE = "scale"
"""The name under which drafts of a scale are kept; the record is the child."""
FILE, ON = "scale.file", "scale.on"


@functools.lru_cache(4)
def _read(name: str, text: str) -> Scale:
    return scale.read(name, text)


def known(session: Session) -> Scale:
    """The county's scale, or the shipped one for reference."""
    session.require(Right.VIEW)
    kept = clocks.settings(session.ledger.connection, FILE).get(FILE, "")
    return _read("量表", kept) if kept else _read(SHIPPED, resource_bytes(SHIPPED).decode("utf-8"))


def is_on(session: Session) -> bool:
    """Whether the county uses it."""
    return clocks.settings(session.ledger.connection, ON).get(ON) == "是"


def switch(session: Session, *, on: bool) -> records.Saved:
    """On or off."""
    session.require(Right.EDIT)
    return cadences.keep(session, ON, "是" if on else "否")


def load(session: Session, name: str, text: str) -> records.Saved:
    """Takes a county's scale and switches it on. Raises Refused naming line and reason; the old one stays."""
    session.require(Right.EDIT)
    scale.read(name, text)
    cadences.keep(session, FILE, text)
    return switch(session, on=True)


def save(
    session: Session,
    child: str,
    answers: Mapping[int, int],
    overrides: frozenset[int] = frozenset(),
    *,
    assessor: str = "",
) -> tuple[records.Saved, Result]:
    """A filled scale: its colour and score beside the child, the answers sealed; an override makes a task.

    It never opens a report. Raises Refused where the scale is off, unknown or not filled in.
    """
    session.require(Right.EDIT)
    if not is_on(session):
        raise Refused("评分量表没有打开。由县里定用不用", "scale")
    found = known(session)
    result = scale.score(found, answers, overrides)
    if not result.colour or (result.unanswered and not result.overrides):
        raise Refused(f"还有{len(result.unanswered)}题没答", "answers")
    raw = reader.get(session.ledger.connection, "child", child)
    if raw is None:
        raise Refused("没有找到这份档案。可能已经撤回")
    told = "，".join(f"{found.parts[part]}{total}分" for part, total in result.scores.items())
    why = f"量表有直接定红的事项{len(result.overrides):,}条" if result.overrides else told
    lines = [f"{number}\t{option}" for number, option in sorted(answers.items())]
    lines += [f"!\t{number}" for number in sorted(overrides)]
    values: dict[str, Scalar] = {
        "child": child, "date": session.today.isoformat(), "risk": result.colour, "before": raw.get("risk"),
        "proposed": result.colour, "method": "量表", "reasons": why, "confirmed_by": assessor or session.name,
        "scale": f"{found.title} {found.version}", "score": min(result.scores.values(), default=None),
        "answers": "\n".join(lines) or None,
    }  # fmt: skip
    row = new_id()
    ops: list[Op] = [New("grading", row, {key: value for key, value in values.items() if value is not None})]
    ops.append(Set("child", child, "risk", result.colour))
    if result.overrides:
        ops.append(_task(session, child, row))
    written = session.ledger.writer.write("grade_child", session.person, ops, reason=why)
    return records.Saved(row, written.entry), result


def _task(session: Session, child: str, row: str) -> New:
    values: dict[str, Scalar] = {
        "unit": session.ledger.identity.unit, "child": child, "title": "量表定为红色，当天商量怎么办",
        "kind": "跟进", "due": session.today.isoformat(), "state": "待办", "about": row,
        "reason": "量表里有直接定红的事项；是否强制报告由人判断",
    }  # fmt: skip
    return New("task", new_id(), values)

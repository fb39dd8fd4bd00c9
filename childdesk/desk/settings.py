"""What this desk holds to: what it has set for itself, and above that what a desk above has laid down.

A township or a county that sets one of `DOWN` lays it down for everybody below: the value goes with the next
package. What a village has set for itself before is kept, and holds again when nothing is laid down.
"""

from __future__ import annotations

from collections.abc import Mapping

from childdesk.desk import records
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Op, Set
from childdesk.store import clocks, reader
from childdesk.store.clocks import Laid

DOWN = (
    "rules.",
    "visit.days.",
    "visit.demand",
    "calendar.",
    "clock.",
    "observation.",
    "scale",
    "form.",
    "escrow.",
)
"""Beginnings of the names of what a township decides for its villages; everything else is this desk's own."""

NATIONAL = "form.national"
"""The order of the national system's fields: no form that is filled."""

LEVELS = {6: "县", 9: "乡镇"}


def every(session: Session, prefix: str = "") -> dict[str, str]:
    """Name → the value that holds, of everything whose name begins so."""
    return clocks.settings(session.ledger.connection, prefix)


def value(session: Session, name: str) -> str:
    """The value that holds; empty where nothing is set."""
    return every(session, name).get(name, "")


def keep(session: Session, name: str, text: str) -> records.Saved:
    """Sets one value; empty goes back to what is shipped. Raises Refused for what a desk above decides."""
    return keep_all(session, {name: text})


def keep_all(session: Session, values: Mapping[str, str]) -> records.Saved:
    """Sets several values as one entry. Raises Refused; then nothing of it has changed."""
    session.require_to_write("setting")
    ops: list[Op] = []
    for name, text in values.items():
        above = from_above(session, name).get(name)
        if above:
            raise Refused(f"这一项由{above}统一定，本机改不了。原来的没有动，要改请找{above}", "name")
        ops += _ops(session, name, text)
    row = ops[-1].row if ops else ""
    return records.Saved(row, session.ledger.writer.write("edit_setting", session.person, ops).entry)


def goes_down(session: Session, name: str) -> bool:
    """Whether a value that is set here is laid down for the desks below."""
    return session.ledger.identity.level != "village" and name.startswith(DOWN)


def laid_down(session: Session) -> list[Laid]:
    """Everything that desks above and this one have decided for those below, as it holds here, by name."""
    session.require(Right.VIEW)
    held = {one.name: one for one in clocks.directives(session.ledger.connection, "") if _is_decided(one)}
    return [one for _, one in sorted(held.items())]


def from_above(session: Session, prefix: str = "") -> dict[str, str]:
    """Name → 县 or 乡镇, of what a desk above has laid down under names that begin so."""
    own = session.ledger.identity.unit
    held = clocks.directives(session.ledger.connection, prefix)
    return {
        one.name: LEVELS.get(len(one.unit), "上级") for one in held if one.unit != own and _is_decided(one)
    }


def _is_decided(one: Laid) -> bool:
    """Whether something that went down is a decision: what headers mean is only remembered."""
    return one.name.startswith(DOWN)


def _ops(session: Session, name: str, text: str) -> list[Op]:
    connection, unit = session.ledger.connection, session.ledger.identity.unit
    own = reader.where(connection, "setting", "name", name)
    if not goes_down(session, name):
        return _put("setting", own[:1], {"name": name, "value": text})
    there = [
        row
        for row in reader.where(connection, "directive", "name", name)
        if (reader.get(connection, "directive", row) or {}).get("unit") == unit
    ]
    # What this desk had set before it laid anything down would otherwise come back with an empty value.
    earlier: list[Op] = [Set("setting", row, "value", None) for row in own]
    return earlier + _put("directive", there, {"unit": unit, "name": name, "value": text})


def _put(record: str, rows: list[str], values: dict[str, str]) -> list[Op]:
    if rows:
        return [Set(record, row, "value", values["value"] or None) for row in rows]
    given = {key: text for key, text in values.items() if text}
    return [New(record, new_id(), given)] if values["value"] else []

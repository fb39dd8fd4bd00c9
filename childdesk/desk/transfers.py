"""Moves a child to another village: a change of `unit` and nothing else; the whole history goes along."""

from __future__ import annotations

from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Region
from childdesk.domain.plan import Op, Set
from childdesk.store import links, reader

DIGITS = 12


def transfer(session: Session, child: str, unit: str, reason: str = "") -> str:
    """Moves one child; the household goes along when nobody of it stays behind. Returns the entry."""
    session.require(Right.EDIT)
    raw = reader.get(session.ledger.connection, "child", child)
    if raw is None:
        raise Refused("没有找到这个孩子", "id")
    code = _code(session, unit)
    if raw.get("unit") == code:
        raise Refused("这个孩子已经在那个村", "unit")
    ops: list[Op] = [Set("child", child, "unit", code)]
    house = str(raw.get("household") or "")
    if house and not _others(session, house, child):
        ops.append(Set("household", house, "unit", code))
    return session.ledger.writer.write("transfer", session.person, ops, reason=reason).entry


def _code(session: Session, words: str) -> str:
    named = [
        one.peer.unit
        for one in links.everyone(session.ledger.connection)
        if one.peer.unit_name == words.strip()
    ]
    code = named[0] if len(named) == 1 else Region().parse(words)
    if len(code) != DIGITS:
        raise Refused(f"村的区划代码要{DIGITS}位，现在{len(code)}位", "unit")
    return code


def _others(session: Session, house: str, child: str) -> bool:
    connection = session.ledger.connection
    rows = [row for row in reader.where(connection, "child", "household", house) if row != child]
    return any(not raw.get("exit_on") for raw in reader.many(connection, "child", rows).values())

"""Tasks: written down, done with one click, put off or dropped with a reason; alarms are answered alike."""

from __future__ import annotations

from childdesk.desk import matters, records
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.store import reader

DONE, DROPPED = "已办", "不办"


def add(
    session: Session, title: str, due: str, *, child: str = "", kind: str = "其他", reason: str = ""
) -> records.Saved:
    """One thing to do by a day. Raises Refused without words or for a day that is past."""
    session.require(Right.EDIT)
    if due < session.today.isoformat():
        raise Refused("期限请选今天或以后", "due")
    texts = {"title": title, "due": due, "kind": kind, "state": "待办", "reason": reason}
    return records.add(session, "task", texts | ({"child": child} if child else {}))


def finish(session: Session, row: str = "", key: str = "", *, why: str = "") -> records.Saved:
    """Done. With `why` it is dropped instead: not needed, and why."""
    session.require(Right.EDIT)
    state = DROPPED if why.strip() else DONE
    texts = {"state": state, "done_on": session.today.isoformat(), "put_off": why}
    return _answer(session, row, key, texts, why)


def put_off(session: Session, day: str, why: str, row: str = "", key: str = "") -> records.Saved:
    """Until a later day, with the reason. Raises Refused."""
    session.require(Right.EDIT)
    if not why.strip():
        raise Refused("推后要写一句理由", "reason")
    if day <= session.today.isoformat():
        raise Refused("请选今天以后的一天", "due")
    return _answer(session, row, key, {"due": day, "state": "待办", "put_off": why}, why)


def _answer(session: Session, row: str, key: str, texts: dict[str, str], why: str) -> records.Saved:
    """Changes the task, or writes the one that answers an alarm."""
    if row:
        return records.edit(session, "task", row, texts, reason=why)
    found = next((one for one in matters.every(session) if one.key and one.key == key), None)
    if found is None:
        raise Refused("这件事已经不在了，不用再办", "key")
    title = "处理提醒" if found.key.startswith("alarm.release") else found.reason
    fresh = {"title": title, "due": found.day.isoformat(), "kind": "提醒"}
    fresh |= {"key": found.key, "child": found.child}
    return records.add(session, "task", fresh | texts, reason=why)


def of_child(session: Session, child: str) -> list[matters.Matter]:
    """What is open about one child, the earliest first."""
    return sorted((one for one in matters.every(session) if one.child == child), key=lambda one: one.day)


def raw(session: Session, row: str) -> reader.Raw:
    """One task. Raises Refused for an unknown one."""
    session.require(Right.VIEW)
    found = reader.get(session.ledger.connection, "task", row)
    if found is None:
        raise Refused("没有找到这个任务")
    return found

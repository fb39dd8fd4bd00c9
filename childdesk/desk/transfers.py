"""Moves a child to another village: a change of `unit` and nothing else; the whole history goes along.

A village that has a desk above asks it, and that desk agrees or does not. Without one it moves the child.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from childdesk.desk import places, records, telling, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import link as rules
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Region
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.township_options import AGREED, ASKED, DECLINED, TAKEN_BACK
from childdesk.store import journal, links, reader
from childdesk.store.connection import Connection

DIGITS, TOWN_DIGITS = 12, 9
NEWS = 14
"""Days during which an answer is said on 今日."""
GONE = "没有这份申请，或者已经答复过"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request: whose child, from where to where, why, and what came of it."""

    id: str
    child: str
    name: str
    unit: str
    unit_name: str
    target: str
    target_name: str
    reason: str
    state: str
    asked_on: str
    decided_on: str
    words: str
    called: str = ""
    """How the village calls the other one."""
    whence: str = ""
    """The village that answered for the child when it was asked."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state == ASKED

    def is_refused(self, unit: str) -> bool:
        """Whether it was this village that asked, and in vain."""
        return self.state == DECLINED and self.unit == self.whence == unit


@dataclass(frozen=True, slots=True)
class Moved:
    """What came of asking for a move: the entry, and the request where somebody else decides."""

    entry: str
    unit: str
    request: str = ""


def transfer(session: Session, child: str, unit: str, reason: str = "") -> str:
    """Moves one child; the household goes along when nobody of it stays behind. Returns the entry."""
    session.require(Right.EDIT)
    code = _checked(session, child, unit)
    ops = _ops(session, child, code)
    return session.ledger.writer.write("transfer", session.person, ops, reason=reason).entry


def move(session: Session, child: str, unit: str, reason: str = "") -> Moved:
    """Moves one child where this desk may decide; a village below a desk asks it instead. `unit` is a code or
    a name; a village may also give the township's 9 digits and the name of the village: 990101002 柳林村."""
    if not asks(session):
        return Moved(transfer(session, child, unit, reason), _code(session, unit))
    session.require(Right.EDIT)
    code, name = _wanted(session, child, unit)
    if any(one.child == child and one.is_open for one in every(session)):
        raise Refused("已经申请过，还在等答复。要改，请先撤回", "id")
    if not reason.strip():
        raise Refused("请写为什么转，镇里要看", "reason")
    row = new_id()
    values = {
        "child": child,
        "target": code,
        "target_name": name,
        "reason": reason.strip(),
        "state": ASKED,
        "asked_on": session.today.isoformat(),
    }
    made = New("transfer", row, {key: text for key, text in values.items() if text})
    entry = session.ledger.writer.write("ask_transfer", session.person, [made], reason=reason).entry
    return Moved(entry, code, row)


def _wanted(session: Session, child: str, words: str) -> tuple[str, str]:
    """(code, name) of what a village asks for. It need not know the other's code: the desk above does."""
    clean = words.strip()
    begins, _, name = clean.partition(" ")
    town = begins if len(begins) == TOWN_DIGITS and begins.isdigit() else ""
    known = [one.code for one in offers(session) if one.name == clean]
    if town and name.strip():
        return town, name.strip()
    if clean and not clean[0].isdigit() and not known:
        if villages.bare(clean) == villages.bare(session.ledger.identity.unit_name):
            raise Refused("这个孩子已经在那个村", "unit")
        return session.ledger.identity.unit[:TOWN_DIGITS], clean
    code = _checked(session, child, known[0] if known else clean)
    return code, "" if clean == code else clean


@dataclass(frozen=True, slots=True)
class Offer:
    """A place that can be picked as the target: its code and its name."""

    code: str
    name: str


def offers(session: Session) -> list[Offer]:
    """The villages that this desk knows: those below it; for a village those that it once asked for."""
    own = session.ledger.identity.unit
    if session.ledger.identity.level != "village":
        called_ = villages.names(session)
        return [Offer(line.unit, called_[line.unit]) for line in villages.every(session)]
    known = {one.peer.unit: one.peer.unit_name for one in links.everyone(session.ledger.connection)}
    known |= {one.target: one.target_name for one in every(session) if one.target_name != one.target}
    return [Offer(unit, name) for unit, name in sorted(known.items()) if len(unit) == DIGITS and unit != own]


def called(session: Session) -> dict[str, str]:
    """Code → name of every place that this desk can name: its own, those below it, those that it is paired
    with, and those that somebody once asked for."""
    asked = {one.target: one.target_name for one in every(session) if one.target_name}
    peers = {one.peer.unit: one.peer.unit_name for one in links.everyone(session.ledger.connection)}
    return asked | peers | villages.names(session)


def name_of(session: Session, child: str) -> str:
    """The name of the child that is to move, empty for one that is not here."""
    session.require(Right.VIEW)
    raw = reader.get(session.ledger.connection, "child", child)
    return str(raw["name"] or "") if raw else ""


def matched(session: Session, asked: Asked) -> str:
    """The village of this desk that a request means: by its code, else by its name where only one fits."""
    if len(asked.target) == DIGITS:
        return asked.target
    inside = [line for line in villages.every(session) if line.unit.startswith(asked.target)]
    return villages.Finder(inside).unit(asked.called)


def asks(session: Session) -> bool:
    """Whether a desk above decides."""
    identity = session.ledger.identity
    above = links.above(session.ledger.connection, identity.unit)
    return identity.level == "village" and bool(above)


def every(session: Session) -> list[Asked]:
    """All requests that this desk knows of, those that wait first, then the newest."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    rows = list(reader.everyone(connection, "transfer"))
    children = reader.many(connection, "child", {str(raw["child"]) for _, raw in rows})
    names = villages.names(session)
    whence = _whence(connection, {row: str(raw["child"]) for row, raw in rows})
    found = []
    for row, raw in rows:
        child = children.get(str(raw["child"]))
        if child is not None:
            found.append(_asked(row, raw, child, names, whence.get(row, "")))
    came = journal.begun(connection, "transfer", [one.id for one in found])
    found.sort(key=lambda one: (one.asked_on, came.get(one.id, 0)), reverse=True)
    return sorted(found, key=lambda one: not one.is_open)


def _whence(connection: Connection, rows: Mapping[str, str]) -> dict[str, str]:
    """Request → the unit of its child when it was made, by the journal: the child may have moved since."""
    asked: dict[str, tuple[int, str]] = {}
    units: defaultdict[str, list[tuple[int, str, object]]] = defaultdict(list)
    wanted = {*rows, *rows.values()}
    for one in journal.of_rows(connection, wanted, ("unit",)) if rows else ():
        content = one.content()
        if one.row in rows:
            asked.setdefault(one.row, (one.lam, one.rid))
        elif isinstance(content, Mapping):
            units[one.row].append((one.lam, one.rid, content.get("unit")))
        elif one.field == "unit":
            units[one.row].append((one.lam, one.rid, content))
    found = {}
    for row, when in asked.items():
        before = [one for one in units[rows[row]] if one[:2] < when and isinstance(one[2], str)]
        if before:
            found[row] = str(max(before)[2])
    return found


def waiting(session: Session) -> int:
    """How many requests wait for an answer."""
    return sum(one.is_open for one in every(session))


def news(session: Session) -> list[tuple[str, str]]:
    """What 今日 says of moves, as (what, whose): those that wait, and answers of the last days."""
    found = every(session)
    above, own = session.ledger.identity.level != "village", session.ledger.identity.unit
    since = (session.today - timedelta(days=NEWS)).isoformat()
    fresh = [one for one in found if one.decided_on >= since]
    wait = "{}份转村申请等您批准" if above else "{}份转村申请等镇里答复"
    told = [(wait, [one for one in found if one.is_open and (above or one.target != own)])]
    if not above:
        told.append(("{}份转村申请镇里没同意", [one for one in _last(fresh) if one.is_refused(own)]))
        came = [one for one in fresh if one.state == AGREED and one.unit == own]
        told.append(("转来了{}个孩子", came))
    return [
        (words.format(len(some)), telling.some([one.name for one in some], 3, "人"))
        for words, some in told
        if some
    ]


def _last(found: Iterable[Asked]) -> list[Asked]:
    """The newest request of each child; `found` has the newest first."""
    newest: dict[str, Asked] = {}
    for one in found:
        newest.setdefault(one.child, one)
    return list(newest.values())


def _asked(row: str, raw: reader.Raw, child: reader.Raw, names: Mapping[str, str], whence: str) -> Asked:
    held = {key: str(value or "") for key, value in raw.items()}
    unit = str(child.get("unit") or "")
    target = held["target"]
    typed = held["target_name"] if len(target) == TOWN_DIGITS else ""
    named = typed or names.get(target) or held["target_name"] or target
    if len(target) == TOWN_DIGITS and target != unit[:TOWN_DIGITS]:
        named = f"{named}（{names.get(target) or places.words(target) or target}）"
    name = str(child["name"] or "")
    since = whence or unit
    about = (row, held["child"], name, unit, names.get(since, f"别的村（{since}）"), target, named)
    decided = (held["reason"], held["state"] or ASKED, held["asked_on"], held["decided_on"], held["words"])
    return Asked(*about, *decided, held["target_name"], since)


def one(session: Session, row: str) -> Asked:
    """One request that waits. Raises Refused when it does not any more."""
    found = next((one for one in every(session) if one.id == row and one.is_open), None)
    if found is None:
        raise Refused(GONE, "id")
    return found


def approve(session: Session, row: str, words: str = "", target: str = "") -> records.Saved:
    """Agrees: the child goes over with its whole history, as one entry with the answer. `target` is the
    village where the request names none by its code."""
    asked = _to_decide(session, row)
    code = _code(session, target) if target.strip() else matched(session, asked)
    if not code:
        raise Refused(f"“{asked.called}”对不上本单位的一个村。请选一个村", "target")
    if asked.unit == code:
        raise Refused("这个孩子已经在那个村", "id")
    if not rules.covers(session.ledger.identity.unit, code):
        raise Refused("那个村不归本单位管，要上一级来批。没有改动", "id")
    fixed = [Set("transfer", row, "target", code)] if code != asked.target else []
    ops = [*_ops(session, asked.child, code), *fixed, *_answer(session, row, AGREED, words)]
    saved = session.ledger.writer.write("approve_transfer", session.person, ops, reason=asked.reason)
    return records.Saved(row, saved.entry)


def decline(session: Session, row: str, words: str) -> records.Saved:
    """Does not agree, and says why; the child stays where it is."""
    _to_decide(session, row)
    if not words.strip():
        raise Refused("请写一句为什么不同意，村里要看", "words")
    ops = _answer(session, row, DECLINED, words)
    saved = session.ledger.writer.write("decline_transfer", session.person, ops, reason=words)
    return records.Saved(row, saved.entry)


def withdraw(session: Session, row: str) -> records.Saved:
    """The village does not want it any more."""
    session.require(Right.EDIT)
    one(session, row)
    ops = [Set("transfer", row, "state", TAKEN_BACK)]
    return records.Saved(row, session.ledger.writer.write("withdraw_transfer", session.person, ops).entry)


def _to_decide(session: Session, row: str) -> Asked:
    session.require(Right.PEOPLE)
    if session.ledger.identity.level == "village":
        raise Refused("转村由镇里批准。没有改动", "id")
    return one(session, row)


def _answer(session: Session, row: str, state: str, words: str) -> list[Op]:
    values = {"state": state, "decided_on": session.today.isoformat(), "words": words.strip()}
    return [Set("transfer", row, key, text) for key, text in values.items() if text]


def _checked(session: Session, child: str, unit: str) -> str:
    raw = reader.get(session.ledger.connection, "child", child)
    if raw is None:
        raise Refused("没有找到这个孩子", "id")
    code = _code(session, unit)
    if raw.get("unit") == code:
        raise Refused("这个孩子已经在那个村", "unit")
    return code


def _ops(session: Session, child: str, code: str) -> list[Op]:
    raw = reader.get(session.ledger.connection, "child", child) or {}
    ops: list[Op] = [Set("child", child, "unit", code)]
    house = str(raw.get("household") or "")
    if house and not _others(session, house, child):
        ops.append(Set("household", house, "unit", code))
    return ops


def _code(session: Session, words: str) -> str:
    named = [
        one.peer.unit
        for one in links.everyone(session.ledger.connection)
        if one.peer.unit_name == words.strip()
    ]
    if not named and session.ledger.identity.level != "village":
        named = [line.unit for line in villages.meant(session, words)]
    code = named[0] if len(named) == 1 else Region().parse(words)
    if len(code) != DIGITS:
        raise Refused(f"村的区划代码要{DIGITS}位，现在{len(code)}位", "unit")
    return code


def _others(session: Session, house: str, child: str) -> bool:
    connection = session.ledger.connection
    rows = [row for row in reader.where(connection, "child", "household", house) if row != child]
    return any(not raw.get("exit_on") for raw in reader.many(connection, "child", rows).values())

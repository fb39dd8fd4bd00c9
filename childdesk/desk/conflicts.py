"""What waits for a person: fields with several values, side by side with what they were before."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from childdesk.desk import reading, shown, traces, transfers, viewing
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.change import ALIVE, ITEM, Change, Dot
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Region, Scalar
from childdesk.domain.plan import Set
from childdesk.domain.privacy import S3, SEALED, hidden, mask_apart
from childdesk.store import journal, reader
from childdesk.store.connection import Connection

NOT_THEIRS = "这一处的几个写法都是本机写的，没有对方的。请按编号选一个"
NOT_OURS = "这一处的几个写法都不是本机写的。请按编号选一个"
SEVERAL = "对方有好几个写法。请按编号选一个"
ABOVE_DECIDES = "转到哪个村，由镇里定。定下来之前，两个村都留着这份档案"
GONE, KEPT, THERE = "撤回", "留着", "在册"


@dataclass(frozen=True, slots=True)
class Value:
    """One of the values: shown, who wrote it, at which unit, when, and whether it is this desk's own."""

    value: str
    person: str
    unit: str
    when: str
    own: bool
    dot: Dot
    raw: Scalar
    reason: str = ""
    """Why it was written, where the writer said so and the viewer may know."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """One field that waits. `field` is `record.key`; `base` what stood there before, as shown."""

    id: str
    record: str
    row: str
    field: str
    label: str
    base: str
    values: tuple[Value, ...]
    base_by: str = ""
    """Who wrote what stood there before."""
    base_when: str = ""
    base_reason: str = ""


def waiting(session: Session) -> list[Conflict]:
    """Everything that waits. Sealed fields are listed only to those with the right."""
    return [_conflict(session, *at) for at in _seen(session)]


def count(session: Session) -> int:
    """How many fields wait for a person, of those that this one may see."""
    return len(_seen(session))


def _seen(session: Session) -> list[tuple[str, str, str]]:
    """What waits for this person. Of a withdrawn record nothing does until somebody brings it back."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    torn = reader.conflicts(connection)
    gone = set(reader.withdrawn(connection)) if torn else set()
    found = []
    for record, row, key in torn:
        if record not in catalogue.RECORDS:
            continue  # a newer program's; its own conflicts are shown after the upgrade
        field = catalogue.RECORDS[record].fields().get(key)
        if field is not None and field.privacy is S3 and not session.may(Right.S3):
            continue
        if gone and _is_gone(connection, record, row, gone):
            continue
        found.append((record, row, key))
    return found


def _is_gone(connection: Connection, record: str, row: str, gone: set[tuple[str, str]]) -> bool:
    """Whether a record, or the child that it is about, was withdrawn."""
    if (record, row) in gone:
        return True
    child = (reader.get(connection, record, row) or {}).get("child") if record != "child" else None
    return child is not None and ("child", str(child)) in gone


def _id(record: str, row: str, key: str) -> str:
    return hashlib.sha256(f"{record}\n{row}\n{key}".encode()).hexdigest()[:32]


def _conflict(session: Session, record: str, row: str, key: str) -> Conflict:
    connection = session.ledger.connection
    state = session.ledger.writer.state(record, row)
    dots = state.heads.get(key, ())
    if key == ALIVE and state.unseen:
        dots += state.unseen[-1:]
    heads = [change for dot in dots if (change := journal.at(connection, dot)) is not None]
    own = journal.own_rids(connection)
    raws = [_written(change, key) for change in heads]
    words = _apart(session, record, key, raws)
    values = tuple(
        Value(
            word, _person(session, c.person), _unit(session, c, own), c.wall, c.rid in own, c.dot, raw,
            _reason(session, c),
        )
        for word, c, raw in zip(words, heads, raws, strict=True)
    )  # fmt: skip
    fields = catalogue.RECORDS[record].fields()
    label = fields[key].label if key in fields else "撤回与修改"
    label = viewing.item_label(session, key) if key.startswith(ITEM) else label
    if key == ALIVE:
        edited = _edited(session, record, state.unseen)
        values = tuple(replace(one, reason=edited) if one.value == KEPT and edited else one for one in values)
    base, *before = _base(session, heads, record, key)
    return Conflict(_id(record, row, key), record, row, f"{record}.{key}", label, base, values, *before)


def _edited(session: Session, record: str, dots: tuple[Dot, ...]) -> str:
    """Which fields were still written while somebody else withdrew the record."""
    fields = catalogue.RECORDS[record].fields()
    written = journal.several(session.ledger.connection, dots).values()
    labels = [
        fields[one.field].label
        for one in written
        if one.field in fields and (fields[one.field].privacy is not S3 or session.may(Right.S3))
    ]
    return f"还在改{'、'.join(dict.fromkeys(labels))}" if labels else ""


def _reason(session: Session, change: Change) -> str:
    """What the entry gives as its reason; not where it touched something protected."""
    head = journal.header(session.ledger.connection, change.entry)
    told = head.reason if head is not None else ""
    return told if told and (session.may(Right.S3) or not traces.protected(session, change.entry)) else ""


def _written(change: Change, key: str) -> Scalar:
    content = change.content()
    if key == ALIVE:
        gone = change.field == ALIVE and isinstance(content, Mapping) and not content.get("alive", True)
        return GONE if gone else KEPT
    value = content.get(key) if isinstance(content, Mapping) else content
    return value if isinstance(value, str | int) else None


def _apart(session: Session, record: str, key: str, raws: list[Scalar]) -> list[str]:
    """The values as shown; a mask never hides a position in which they differ."""
    fields = catalogue.RECORDS[record].fields()
    if key.startswith(ITEM):
        told, masked = [str(raw or "") for raw in raws], [hidden(str(raw or "")) for raw in raws]
        return masked if len(set(masked)) == len(set(told)) else told
    if key not in fields:
        return [str(raw or "") for raw in raws]
    if fields[key].privacy is S3:
        return [SEALED if raw is not None else "" for raw in raws]
    if isinstance(fields[key].kind, Region):
        return [_place(session, raw) for raw in raws]
    words = [shown.text(fields[key], raw) for raw in raws]
    way = fields[key].kind.mask
    return mask_apart(words, way) if way and all(words) else [shown.one(fields[key], raw) for raw in raws]


def _place(session: Session, raw: Scalar) -> str:
    """A unit by its name, where this desk knows one."""
    code = str(raw or "")
    return transfers.called(session).get(code, code)


def _base(session: Session, heads: list[Change], record: str, key: str) -> tuple[str, str, str, str]:
    """(what stood there before, who wrote it, when, why); empty where nothing did."""
    if key == ALIVE:
        return THERE, "", "", ""
    for head in heads:
        for dot in head.base:
            earlier = journal.at(session.ledger.connection, dot)
            if earlier is not None and key in catalogue.RECORDS[record].fields():
                (words,) = _apart(session, record, key, [_written(earlier, key)])
                who = _person(session, earlier.person)
                return words, who, earlier.wall, _reason(session, earlier)
    return "", "", "", ""


def _person(session: Session, person: str) -> str:
    raw = reader.get(session.ledger.connection, "person", person)
    return str(raw["name"]) if raw else person[:8]


def _unit(session: Session, change: Change, own: frozenset[str]) -> str:
    """Where a change was written: at this desk, or at the unit that its person belongs to."""
    if change.rid in own:
        return session.ledger.identity.unit
    raw = reader.get(session.ledger.connection, "person", change.person)
    return str((raw or {}).get("unit") or "")


def resolve(
    session: Session, prefix: str, *, side: str = "", take: int | None = None, value: str | None = None
) -> str:
    """Settles one conflict: an ordinary change whose base are all its heads. Returns the entry.

    `side` is mine or theirs, `take` counts from 1, `value` is typed. Raises Refused.
    """
    session.require(Right.EDIT)
    found = [one for one in waiting(session) if one.id.startswith(prefix)]
    if len(found) != 1:
        raise Refused("没有找到这一处，请再看一眼编号" if not found else "编号对得上好几处，请多写几位")
    op = _op(session, found[0], Taken(side, take, value))
    return session.ledger.writer.write("resolve", session.person, [op]).entry


@dataclass(frozen=True, slots=True)
class Taken:
    """What a person takes: a side (mine, theirs), a value by its number from 1, or another one as typed."""

    side: str = ""
    number: int | None = None
    value: str | None = None


def settle(session: Session, taken: Mapping[str, Taken]) -> str:
    """Settles several conflicts, whole id → what is taken, as one entry that one undo takes back.

    Whatever is settled elsewhere meanwhile is passed over. Returns the entry, empty when nothing was left.
    Raises Refused, and then nothing is settled.
    """
    session.require(Right.EDIT)
    ops = [_op(session, one, taken[one.id]) for one in waiting(session) if one.id in taken]
    # What else of a withdrawn record were settled would count as an edit that the withdrawal did not know.
    gone = {(op.record, op.row) for op in ops if op.field == ALIVE and _withdraws(op)}
    ops = [op for op in ops if op.field == ALIVE or (op.record, op.row) not in gone]
    return session.ledger.writer.write("resolve", session.person, ops).entry if ops else ""


def _withdraws(op: Set) -> bool:
    return isinstance(op.value, Mapping) and not op.value["alive"]


def _op(session: Session, one: Conflict, taken: Taken) -> Set:
    session.require_to_write(one.record)
    key = one.field.partition(".")[2]
    if key == "unit" and transfers.asks(session):
        raise Refused(ABOVE_DECIDES)
    heads = session.ledger.writer.state(one.record, one.row).heads.get(key, ())
    op = Set(
        one.record,
        one.row,
        key,
        _settled(session, one, key, taken.side, taken.number, taken.value),
        heads,
    )
    if key == ALIVE:
        keep = op.value == KEPT
        seen = journal.seen(session.ledger.connection, one.record, one.row)
        op = Set(one.record, one.row, ALIVE, {"alive": keep, "reason": "定下", "seen": seen}, heads)
    return op


def _settled(
    session: Session, one: Conflict, key: str, side: str, take: int | None, value: str | None
) -> Scalar:
    if value is not None:
        got = reading.read(one.record, {key: value}, session.today) if key != ALIVE else None
        if got is None or got.issues:
            raise Refused(got.issues[0].text if got else "这一处只能选一个", key)
        return got.values[key]
    chosen = [v for v in one.values if v.own == (side == "mine")] if side else list(one.values)
    if side and not chosen:
        raise Refused(NOT_OURS if side == "mine" else NOT_THEIRS)
    if side == "theirs" and len({v.value for v in chosen}) > 1:
        raise Refused(SEVERAL)
    number = (take or 1) - 1
    if number >= len(chosen):
        raise Refused(f"没有第{number + 1}个，只有{len(chosen)}个可选")
    return chosen[number].raw

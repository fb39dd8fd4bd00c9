"""The history of the whole desk as a person reads it: what, whose, by whom; its details; undoing seen first.

Of a protected record neither name nor kind is told here: it is opened on its own page, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from childdesk.desk import history, shown, telling, traces
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue
from childdesk.domain.change import ALIVE, NEW
from childdesk.domain.clock import wall
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Link, Scalar
from childdesk.domain.plan import New, Set
from childdesk.domain.privacy import S3, SEALED, hidden
from childdesk.store import chronicle, journal, reader

SEALED_OPERATIONS = tuple(f"%_{record}" for record in catalogue.PROTECTED)
KINDS: Mapping[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "": ("全部", (), ()),
    "import": ("导入", ("import",), ()),
    "visit": ("走访", ("%_visit",), ()),
    "file": (
        "资料",
        (),
        (
            "import",
            "%_visit",
            *SEALED_OPERATIONS,
            "undo",
            "restore_%",
            "%_person",
            "%_setting",
            "new_desk",
            "export",
        ),
    ),
    "sealed": ("受保护", SEALED_OPERATIONS, ()),
    "undo": ("撤销和恢复", ("undo", "restore_%"), ()),
    "desk": ("本机", ("new_desk", "%_person", "%_setting", "practice", "export"), ()),
}
"""Key → words, and the operations that are meant or left out."""

SPANS = {"": "全部时间", "1": "今天", "7": "7天", "30": "30天"}
PAGE, NAMES, SOME, MOST = 100, 2, 40, 60
"""Entries at a time; names told of one; records looked at for them; changes that are told one by one."""

PROTECTED = frozenset(catalogue.PROTECTED)
SEALED_EVENT = "受保护的改动"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: a kind, a person's id, the last so many days."""

    kind: str = ""
    person: str = ""
    days: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One entry in the list."""

    id: str
    icon: str
    when: str
    what: str
    whose: str
    why: str
    who: str
    undone: bool
    arrived: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: its events, how many there are in all, whether more follow."""

    events: tuple[Event, ...]
    total: int
    more: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What an entry did to one record: heading, then (label, before, after)."""

    title: str
    lines: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """One entry opened. `undone_by` is the entry that took it back, `refuses` why it cannot be undone."""

    event: Event
    groups: tuple[Group, ...]
    more: str
    undone_by: str
    refuses: str


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What undoing would do: what goes back as (whose, what, from, to), what stays as (whose, what, why)."""

    back: tuple[tuple[str, str, str, str], ...]
    stays: tuple[tuple[str, str, str], ...]
    steps: int
    kept: int


# ── the list ────────────────────────────────────────────────────────────────────────────────────────


def page(session: Session, wanted: Filter, before: int | None = None, limit: int = PAGE) -> Page:
    """The newest entries that are wanted; page on with the `arrived` of the last event."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    asked = _asked(session, wanted)
    heads = chronicle.entries(connection, asked, limit + 1, before)
    undone = chronicle.undone_by(connection, [head.id for head in heads])
    names = _Names(session)
    events = tuple(_event(session, head, names, head.id in undone) for head in heads[:limit])
    return Page(events, chronicle.number(connection, asked), len(heads) > limit)


def people(session: Session) -> list[tuple[str, str]]:
    """(id, name) of everybody who may have written something."""
    session.require(Right.VIEW)
    return sorted(
        ((row, str(raw["name"])) for row, raw in reader.everyone(session.ledger.connection, "person")),
        key=lambda pair: pair[1],
    )


def _asked(session: Session, wanted: Filter) -> chronicle.Wanted:
    _, like, unlike = KINDS.get(wanted.kind, KINDS[""])
    since = ""
    if wanted.days.isdecimal() and int(wanted.days) > 0:
        day = session.today - timedelta(days=int(wanted.days) - 1)
        since = wall(datetime(day.year, day.month, day.day).astimezone())
    if not session.sees_traces:
        unlike = (*unlike, *SEALED_OPERATIONS, "undo")
    return like, unlike, wanted.person, since


def _event(session: Session, head: journal.Header, names: _Names, undone: bool) -> Event:
    sealed, whose = names.of_entry(head.id)
    operation = head.operation
    what = SEALED_EVENT if sealed else history.operation_words(operation)
    if operation == "undo" and not sealed:
        first = journal.header(session.ledger.connection, head.undoes)
        again = first is not None and first.operation == "undo"
        what = "重做" if again else f"撤销：{history.operation_words(first.operation)}" if first else "撤销"
    return Event(
        id=head.id,
        icon=_icon(operation, sealed),
        when=telling.moment(head.wall, session.today),
        what=what,
        whose="" if sealed else whose,
        why="" if sealed else "，".join(part for part in (head.source, head.reason) if part),
        who=names.person(head.person),
        undone=undone,
        arrived=head.arrived,
    )


def _icon(operation: str, sealed: bool) -> str:
    if sealed:
        return "lock_closed"
    known = {"import": "arrow_import", "undo": "arrow_undo", "new_desk": "building_government"}
    ends = {"visit": "person_walking", "person": "person", "setting": "settings", "child": "person_note"}
    return known.get(operation) or ends.get(operation.rpartition("_")[2], "edit")


class _Names:
    """Names of children and persons, each asked for once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._names: dict[tuple[str, str], str] = {}

    def person(self, row: str) -> str:
        """A person's name; where the child came from for somebody who is not known."""
        return self._name("person", row) or traces.ELSEWHERE

    def of_entry(self, entry: str) -> tuple[bool, str]:
        """(whether the entry is about something protected, whose it is in words)."""
        connection = self._session.ledger.connection
        rows = chronicle.touched(connection, entry, SOME)
        if rows and all(record in PROTECTED for record, _ in rows):
            return True, ""
        found = list(dict.fromkeys(name for record, row in rows if (name := self.whose(record, row))))
        total = len(found)
        if len(rows) >= SOME:
            counts = chronicle.counted(connection, entry)
            total = max(
                total, sum(count for record, kind, count in counts if (record, kind) == ("child", NEW))
            )
        if not found:
            return False, ""
        said = "、".join(found[:NAMES])
        return False, said if total <= NAMES else f"{said}等{total:,}人"

    def whose(self, record: str, row: str) -> str:
        """The child that a record is about, or what the record itself is called."""
        if record in ("child", "person"):
            return self._name(record, row)
        if record == "household":
            return ""
        child = self._owner(record, row)
        return self._name("child", child) if child else ""

    def _owner(self, record: str, row: str) -> str:
        if record not in catalogue.RECORDS or "child" not in catalogue.RECORDS[record].fields():
            return ""
        raw = reader.get(self._session.ledger.connection, record, row)
        values: Mapping[str, Scalar] = raw or self._session.ledger.writer.state(record, row).values
        return str(values.get("child") or "")

    def _name(self, record: str, row: str) -> str:
        if (record, row) not in self._names:
            raw = reader.get(self._session.ledger.connection, record, row)
            values: Mapping[str, Scalar] = raw or self._session.ledger.writer.state(record, row).values
            self._names[record, row] = str(values.get("name") or "")
        return self._names[record, row]


# ── one entry ───────────────────────────────────────────────────────────────────────────────────────


def detail(session: Session, entry: str) -> Detail:
    """One entry with what it changed; a large one is counted, its first changes told. Raises Refused."""
    session.require(Right.VIEW)
    connection = session.ledger.connection
    head = journal.header(connection, entry)
    if head is None:
        raise Refused("没有找到这次改动")
    names = _Names(session)
    undone = chronicle.undone_by(connection, [entry]).get(entry, "")
    event = _event(session, head, names, bool(undone))
    changes = chronicle.first_changes(connection, entry, MOST)
    lines = [line for change in changes for line in history.lines(session, change)]
    groups = _grouped(session, lines, names)
    counts = chronicle.counted(connection, entry)
    whole = sum(count for _, _, count in counts)
    more = _counted(counts) if whole > MOST or len(changes) >= MOST else ""
    return Detail(event, groups, more, undone, _refuses(session, head))


def _grouped(session: Session, lines: Iterable[history.Line], names: _Names) -> tuple[Group, ...]:
    by: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for line in lines:
        by.setdefault((line.record, line.row), []).append(_told(line, names))
    groups = []
    for (record, row), told in by.items():
        if record in PROTECTED:
            groups.append(Group(SEALED_EVENT, (("", "", "打开那份记录时才能看"),)))
            continue
        label = catalogue.RECORDS[record].label if record in catalogue.RECORDS else record
        whose = names.whose(record, row)
        groups.append(Group(f"{label}　{whose}" if whose else label, tuple(one for one in told if one[0])))
    return tuple(dict.fromkeys(groups))


def _told(line: history.Line, names: _Names) -> tuple[str, str, str]:
    """Links say a name instead of an id; the link to the child stands in the heading already."""
    fields = catalogue.RECORDS[line.record].fields() if line.record in catalogue.RECORDS else {}
    kind = fields[line.field].kind if line.field in fields else None
    if line.field == "child" or line.field == "unit":
        return "", "", ""
    if isinstance(kind, Link):
        return line.label, "", names.whose(kind.record, line.after) if kind.record else ""
    return line.label, line.before, line.after


def _counted(counts: Iterable[tuple[str, str, int]]) -> str:
    said = []
    for record, kind, number in counts:
        if record in catalogue.RECORDS and record not in PROTECTED:
            said.append(f"{'新增' if kind == NEW else '改动'}{catalogue.RECORDS[record].label}{number:,}")
    return "、".join(said)


def _refuses(session: Session, head: journal.Header) -> str:
    """Why an entry cannot be undone, if it cannot."""
    if head.operation == "erase":
        return "彻底删除的不能撤销"
    if head.operation == "new_desk":
        return "新建档案不能撤销"
    if not session.may(Right.EDIT):
        return f"您的身份是{session.role}，只能看"
    return ""


# ── undoing ─────────────────────────────────────────────────────────────────────────────────────────


def plan(session: Session, entry: str) -> UndoPlan:
    """What undoing an entry would do, before it is done. Raises Refused."""
    made, kept = history.plan_undo(session, entry)
    names = _Names(session)
    back = []
    for step in made.steps[:MOST]:
        for op in step.ops:
            if isinstance(op, Set):
                back.append(_back(session, op, names))
            elif isinstance(op, New):
                back.append((_whose(op.record, op.row, names), "恢复", "", ""))
    stays = [
        (_whose(one.record, one.row, names), _label(one.record, one.field), one.why) for one in kept[:MOST]
    ]
    return UndoPlan(tuple(dict.fromkeys(back)), tuple(dict.fromkeys(stays)), len(made.steps), len(kept))


def _back(session: Session, op: Set, names: _Names) -> tuple[str, str, str, str]:
    whose = _whose(op.record, op.row, names)
    if op.record in PROTECTED:
        return SEALED_EVENT, "", "", ""
    if op.field == ALIVE:
        alive = isinstance(op.value, Mapping) and op.value.get("alive", True)
        return whose, "恢复到原处" if alive else "撤回这份记录", "", ""
    now = session.ledger.writer.state(op.record, op.row).values.get(op.field)
    then = op.value if isinstance(op.value, str | int) else None
    return whose, _label(op.record, op.field), _value(op, now), _value(op, then)


def _value(op: Set, raw: Scalar) -> str:
    fields = catalogue.RECORDS[op.record].fields() if op.record in catalogue.RECORDS else {}
    item = fields.get(op.field)
    if item is None or raw is None:
        return hidden(str(raw or ""))
    return SEALED if item.privacy is S3 else shown.one(item, raw)


def _whose(record: str, row: str, names: _Names) -> str:
    if record in PROTECTED:
        return SEALED_EVENT
    label = catalogue.RECORDS[record].label if record in catalogue.RECORDS else record
    name = names.whose(record, row)
    return f"{label}　{name}" if name else label


def _label(record: str, key: str) -> str:
    if record in PROTECTED:
        return ""
    fields = catalogue.RECORDS[record].fields() if record in catalogue.RECORDS else {}
    return fields[key].label if key in fields else ""

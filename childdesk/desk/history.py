"""What happened: entries with their changes in words, of everything or of one record, and undoing them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from childdesk.desk import shown, traces, viewing
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, erasure, undo
from childdesk.domain.change import ALIVE, ENTRY, ERASE, ITEM, NEW, SET, Change
from childdesk.domain.errors import Refused
from childdesk.domain.fold import RowState, cautious, fold
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import Plan
from childdesk.domain.privacy import S3, SEALED
from childdesk.store import journal, reader

OPERATIONS = {
    "new_desk": "新建档案",
    "import": "导入表格",
    "compare": "比对名单",
    "undo": "撤销",
    "practice": "生成演练村",
    "erase": "彻底删除",
    "export": "写出文件",
    "fill": "填表",
    "fill_handin": "填上报的表",
    "step_handin": "上报往前走一步",
    "give_handin": "交表",
    "zero_handin": "零报告",
    "return_handin": "表被退回",
    "resolve": "定下不一致",
    "transfer": "转到别的村",
    "ask_transfer": "申请转村",
    "approve_transfer": "同意转村",
    "decline_transfer": "不同意转村",
    "withdraw_transfer": "撤回转村申请",
    "join_villages": "村合并",
    "import_behalf": "镇代录",
    "ask_villages": "向各村收表",
    "mark_handed": "登记交表",
    "chase_handed": "催办",
    "give_collection": "交表给镇里",
    "type_on": "记录入进度",
    "merge": "合并档案",
    "add_call": "打电话",
    "plan_visits": "安排走访",
    "grade_child": "评风险",
    "print_sheets": "打印走访单",
}
_VERBS = {"add": "新增", "edit": "修改", "withdraw": "撤回", "restore": "恢复"}
FACTS = frozenset((*catalogue.DATED, *catalogue.KIN))
"""Records whose changes belong to the story of the child that they are about."""
ERASED = "（已彻底删除）"
SEALED_ENTRY = "受保护的改动"


@dataclass(frozen=True, slots=True)
class Line:
    """One change in words, masked."""

    record: str
    row: str
    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Told:
    """One entry as history shows it."""

    id: str
    operation: str
    what: str
    person: str
    when: str
    reason: str
    source: str
    undoes: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did, or would do: how many changes went back, and what stays with the reason."""

    entry: str
    reverted: int
    kept: tuple[undo.Kept, ...]


def operation_words(operation: str) -> str:
    """An operation's name in words: `add_visit` → 新增走访."""
    if operation in OPERATIONS:
        return OPERATIONS[operation]
    verb, _, record = operation.partition("_")
    label = catalogue.RECORDS[record].label if record in catalogue.RECORDS else ""
    return f"{_VERBS.get(verb, verb)}{label}"


def of_record(session: Session, row: str, limit: int = 200) -> list[Told]:
    """The entries that touched one record or the dated facts about it, newest first."""
    session.require(Right.VIEW)
    about = [at for record, at in reader.dependents(session.ledger.connection, row) if record in FACTS]
    rows = (row, *about[:400])
    heads = journal.headers(session.ledger.connection, limit=limit, rows=rows)
    # An import writes thousands of rows in one entry: only the changes of these rows are read.
    written: dict[str, list[Change]] = {}
    for change in journal.of_rows(session.ledger.connection, rows):
        written.setdefault(change.entry, []).append(change)
    return [_told(session, head, written.get(head.id, ())) for head in heads]


def latest(session: Session, limit: int = 100, before: int | None = None) -> list[Told]:
    """The newest entries, without their lines."""
    session.require(Right.VIEW)
    heads = journal.headers(session.ledger.connection, limit=limit, before=before)
    return [_head(session, head, ()) for head in heads if traces.of(session, head.id)]


def of_entry(session: Session, entry: str) -> Told:
    """One entry with all its lines. Raises Refused for an unknown one."""
    session.require(Right.VIEW)
    head = journal.header(session.ledger.connection, entry)
    if head is None:
        raise Refused("没有找到这次改动")
    return _told(session, head, journal.of_entry(session.ledger.connection, entry))


def _told(session: Session, head: journal.Header, changes: Iterable[Change]) -> Told:
    found: list[Line] = []
    for change in changes:
        if change.kind != ENTRY:
            found += lines(session, change)
    return _head(session, head, tuple(found))


def _head(session: Session, head: journal.Header, lines: tuple[Line, ...]) -> Told:
    raw = reader.get(session.ledger.connection, "person", head.person)
    name = str(raw["name"]) if raw else traces.ELSEWHERE
    told = Told(
        head.id, head.operation, operation_words(head.operation), name, head.wall, head.reason, head.source,
        head.undoes, lines,
    )  # fmt: skip
    if session.may(Right.S3) or not traces.protected(session, head.id):
        return told
    return replace(told, operation="sealed", what=SEALED_ENTRY, reason="")


def lines(session: Session, change: Change) -> list[Line]:
    """One change in words: fields with their values before and after, or a record taken or brought back."""
    content = change.content()
    at = (change.record, change.row)
    if change.field == ALIVE:
        alive = isinstance(content, Mapping) and content.get("alive", True)
        return [Line(*at, ALIVE, "在册", "", "恢复" if alive else "撤回")]
    if change.field == ERASE:
        return [Line(*at, ERASE, "彻底删除", "", ERASED)]
    if change.kind == NEW:
        values = content if isinstance(content, Mapping) else {}
        if change.value is None:
            return [Line(*at, "", "新建", "", ERASED)]
        return [
            Line(*at, key, _label(session, change.record, key), "", _words(session, change.record, key, v))
            for key, v in values.items()
        ]
    before = _before(session, change)
    gone, value = change.value is None, _scalar(content)
    after = ERASED if gone else _words(session, change.record, change.field, value)
    return [Line(*at, change.field, _label(session, change.record, change.field), before, after)]


def _before(session: Session, change: Change) -> str:
    if not change.base:
        return ""
    earlier = journal.at(session.ledger.connection, change.base[-1])
    if earlier is None:
        return ""
    row = journal.of_row(session.ledger.connection, change.record, change.row)
    value = erasure.written(row, change.base[-1], change.field)
    if value is None and earlier.value is None:
        return ERASED
    return _words(session, change.record, change.field, value)


def _scalar(content: object) -> Scalar:
    return content if isinstance(content, str | int) else None


def _label(session: Session, record: str, key: str) -> str:
    if key.startswith(ITEM):
        return viewing.item_label(session, key)
    fields = catalogue.RECORDS[record].fields() if record in catalogue.RECORDS else {}
    return fields[key].label if key in fields else key


def _words(session: Session, record: str, key: str, value: object) -> str:
    """A value as history shows it: sealed or masked by its field."""
    fields = catalogue.RECORDS[record].fields() if record in catalogue.RECORDS else {}
    if key in ("was", "was_sealed") and isinstance(value, str):
        return SEALED if key == "was_sealed" else f"{len(json.loads(value)):,}项"
    if key.startswith(ITEM):
        return shown.item(viewing.item_label(session, key), _scalar(value))
    if key not in fields:
        return str(value or "")
    if fields[key].privacy is S3 and value is not None:
        return SEALED
    return shown.one(fields[key], _scalar(value))


# ── undo ────────────────────────────────────────────────────────────────────────────────────────────


class _Books:
    """What undo asks of the ledger; an entry's rows are read at once, others when asked for."""

    def __init__(self, session: Session, rows: Iterable[str]) -> None:
        self._connection = session.ledger.connection
        self._changes: dict[tuple[str, str], list[Change]] = {}
        wanted = set(rows)
        for change in journal.of_rows(self._connection, wanted):
            self._changes.setdefault((change.record, change.row), []).append(change)
        self._states: dict[tuple[str, str], RowState] = {}
        self._dependents = reader.dependents_of(self._connection, wanted)
        self._linked = journal.linked(self._connection)
        self._undoes: dict[str, str] = {}

    def changes(self, record: str, row: str) -> list[Change]:
        """All changes of a row."""
        if (record, row) not in self._changes:
            self._changes[record, row] = journal.of_row(self._connection, record, row)
        return self._changes[record, row]

    def state(self, record: str, row: str) -> RowState:
        """The present state of a row."""
        if (record, row) not in self._states:
            self._states[record, row] = fold(record, row, self.changes(record, row), cautious)
        return self._states[record, row]

    def dependents(self, row: str) -> list[tuple[str, str]]:
        """Living rows that point to this row."""
        return self._dependents.get(row, [])

    def seen(self, record: str, row: str) -> dict[str, int]:
        """rid → highest seq on a row known without a gap before it."""
        found: dict[str, int] = {}
        for change in self.changes(record, row):
            if change.seq <= self._linked.get(change.rid, 0):
                found[change.rid] = max(change.seq, found.get(change.rid, 0))
        return found

    def undoes(self, entry: str) -> str:
        """The entry that an entry took back; empty for an ordinary one."""
        if entry not in self._undoes:
            head = journal.header(self._connection, entry)
            self._undoes[entry] = "" if head is None else head.undoes or ""
        return self._undoes[entry]


def plan_undo(session: Session, entry: str) -> tuple[Plan, list[undo.Kept]]:
    """What undoing an entry would do. Raises Refused for an erasure or another desk's entry."""
    session.require(Right.EDIT)
    head = journal.header(session.ledger.connection, entry)
    if head is None:
        raise Refused("没有找到这次改动")
    if head.operation == "erase":
        raise Refused("彻底删除的不能撤销")
    if head.operation == "new_desk":
        raise Refused("新建档案不能撤销")
    changes = journal.of_entry(session.ledger.connection, entry)
    own = journal.own_rids(session.ledger.connection)
    if any(change.rid not in own for change in changes):
        raise Refused("这次改动是别处写的，不能整个撤销。请逐项改回")
    written = [change for change in changes if change.kind in (NEW, SET)]
    for record in {change.record for change in written}:
        session.require_to_write(record)
    return undo.plan(entry, written, _Books(session, (change.row for change in written)))


def apply_undo(session: Session, entry: str) -> Undone:
    """Undoes an entry as far as later ones allow; one new entry, which can itself be undone."""
    made, kept = plan_undo(session, entry)
    written = session.ledger.writer.write("undo", session.person, made.ops(), undoes=entry)
    return Undone(written.entry, len(made.steps) if written.entry else 0, tuple(kept))

"""镇代录: a township takes in the workbook of a village that has no ChildDesk, as if it sat at the village.

New files belong to the village; what the village's own desk wrote is never replaced: the workbook's word
stands beside it, gives way to it, and a person decides. Headers are remembered for each village by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from childdesk.desk import collecting, villages
from childdesk.desk.import_plan import ImportPlan, Remark, RowPlan, SheetPlan
from childdesk.desk.session import Session
from childdesk.desk.villages import VillageLine
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.plan import New, Op, Set
from childdesk.store import journal, reader

MARK = "镇代录"


def seat(session: Session, words: str) -> tuple[Session, VillageLine | None]:
    """The session as the village's that the words mean; without words one's own. Raises Refused."""
    if not words:
        return session, None
    if session.ledger.identity.level == "village":
        raise Refused("代录是镇里的事，村里请直接导入", "village")
    line = villages.one(session, words)
    return session.on_behalf_of(line.unit, line.name), line


def told(line: VillageLine | None) -> tuple[str, str]:
    """(operation, reason) under which the entry stands in the history."""
    return ("import", "") if line is None else ("import_behalf", f"{MARK}：{line.name}")


def keep_apart(session: Session, made: ImportPlan, line: VillageLine | None) -> None:
    """Leaves rows out whose child has a file in another village, and says in which."""
    if line is None:
        return
    names = villages.names(session)
    for sheet in made.sheets:
        known = [row for row in sheet.rows if row.child and row.outcome in ("change", "same")]
        raws = reader.many(session.ledger.connection, "child", (row.child for row in known))
        for row in known:
            unit = str((raws.get(row.child) or {}).get("unit") or line.unit)
            if unit != line.unit:
                _leave_out(sheet, row, names.get(unit, unit))
        _say_kept(session, sheet, line)


def _say_kept(session: Session, sheet: SheetPlan, line: VillageLine) -> None:
    """Says of every dated fact of the village's own desk that the workbook has otherwise: it stays."""
    sets = {(op.record, op.row) for row in sheet.rows for op in row.ops if _is_dated(op)}
    states = session.ledger.writer.states(sets) if sets else {}
    own = _Own(session, line.unit)
    for row in sheet.rows:
        wrote = (
            op.record
            for op in row.ops
            if isinstance(op, Set)
            and (op.record, op.row) in states
            and own.wrote(states[op.record, op.row].base(op.field))
        )
        for record in dict.fromkeys(wrote):
            what = catalogue.DATED[record].label
            text = f"{row.name}的{what}{line.name}自己写过，和这份表不同，仍照村里的。要改请先问村里"
            sheet.issues.append(Remark(row.row, None, "doubtful", text))


def _is_dated(op: Op) -> bool:
    return isinstance(op, Set) and op.record in catalogue.DATED


def _leave_out(sheet: SheetPlan, row: RowPlan, where: str) -> None:
    row.outcome, row.ops = "reject", []
    text = f"{row.name}的档案在{where}。真的转来了，先在他的档案里转村，再收这份表"
    sheet.issues.append(Remark(row.row, None, "doubtful", text))


def ops(session: Session, made: ImportPlan, line: VillageLine | None) -> list[Op]:
    """The ops of a plan with what the village's own desk wrote left to stand beside the workbook's word.

    Where the workbook is the village's part of a paper that all owe, that is written down, too.
    """
    every = made.ops()
    if line is None:
        return every
    paper = made.said.paper
    count = sum(row.outcome != "reject" for sheet in made.sheets if sheet.is_roster for row in sheet.rows)
    handed = collecting.taken_in(session, paper, line.unit, count, made.file) if paper else []
    return [*_beside(session, every, line), *handed]


def _beside(session: Session, every: list[Op], line: VillageLine) -> list[Op]:
    states = session.ledger.writer.states({(op.record, op.row) for op in every if isinstance(op, Set)})
    own = _Own(session, line.unit)
    found: list[Op] = []
    kept: set[tuple[str, str]] = set()
    for op in every:
        if isinstance(op, Set):
            heads = states[op.record, op.row].base(op.field)
            if own.wrote(heads):
                if op.record in catalogue.DATED:
                    kept.add((op.record, _holder(states[op.record, op.row].values)))
                    continue
                op = replace(op, base=())
            op = replace(op, gives_way=True)
        found.append(op)
    return [op for op in found if not (isinstance(op, New) and _began_after(op, kept))]


def _holder(values: Mapping[str, object]) -> str:
    return str(values.get("holder") or values.get("child") or "")


def _began_after(op: New, kept: set[tuple[str, str]]) -> bool:
    """Whether a dated row would take the place of one that the village wrote, which stays."""
    return (op.record, _holder(op.values)) in kept


class _Own:
    """Tells whether heads were written by the village's own people at a desk of their own."""

    def __init__(self, session: Session, unit: str) -> None:
        self._connection = session.ledger.connection
        self._here = journal.own_rids(self._connection)
        people = reader.everyone(self._connection, "person")
        self._people = {row for row, raw in people if raw.get("unit") == unit}

    def wrote(self, heads: Iterable[tuple[str, int]]) -> bool:
        """Whether one of the heads is theirs."""
        changes = (journal.at(self._connection, dot) for dot in heads if dot[0] not in self._here)
        return any(change is not None and change.person in self._people for change in changes)

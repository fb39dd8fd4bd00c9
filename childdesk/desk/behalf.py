"""镇代录: a township takes in the workbook of a village that has no ChildDesk, as if it sat at the village.

New files belong to the village; what the village's own desk wrote is never replaced: the workbook's word
stands beside it, gives way to it, and a person decides. Headers are remembered for each village by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from childdesk.desk import collecting, list_village, villages
from childdesk.desk.import_plan import ImportPlan, Named, Remark, RowPlan, SheetPlan
from childdesk.desk.session import Session
from childdesk.desk.villages import VillageLine
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.fold import RowState
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


def told(made: ImportPlan, line: VillageLine | None) -> tuple[str, str]:
    """(operation, reason) under which the entry stands in the history."""
    if line is None:
        return "import", ""
    named = f"（表上写的是{made.named.name}）" if made.named else ""
    return "import_behalf", f"{MARK}：{line.name}{named}"


def require_its_own(made: ImportPlan, line: VillageLine | None = None) -> None:
    """Raises Refused where the workbook says that it is another village's, unless a person said it is not."""
    if made.named is not None and not made.said.sure:
        raise Refused(another_words(made.named, line.name if line else ""), "village")


def another_words(named: Named, name: str) -> str:
    """That a workbook which is to be taken in for a village, or the township, says that it is another's."""
    return f"这份表上写的是{named.name}，不是{name or '本镇的'}。还没有收，台账没有动"


def keep_apart(session: Session, made: ImportPlan, line: VillageLine | None) -> None:
    """Leaves rows out whose child has a file in another village, and says in which; looks whose it says it
    is."""
    made.named = _named(session, made, line)
    if line is None:
        for sheet in made.sheets if session.ledger.identity.level != "village" else ():
            _say_kept(session, sheet, "", "村里")
        return
    names = villages.names(session)
    for sheet in made.sheets:
        known = [row for row in sheet.rows if row.child and row.outcome in ("change", "same")]
        raws = reader.many(session.ledger.connection, "child", (row.child for row in known))
        for row in known:
            unit = str((raws.get(row.child) or {}).get("unit") or line.unit)
            if unit != line.unit:
                _leave_out(sheet, row, names.get(unit, unit))
        _say_kept(session, sheet, line.unit, line.name)


def _named(session: Session, made: ImportPlan, line: VillageLine | None) -> Named | None:
    identity = session.ledger.identity
    if identity.level == "village":
        return None
    town = identity.unit_name if identity.level == "township" else ""
    namer = list_village.Namer(villages.every(session), town)

    def other(sheet: SheetPlan) -> Named | None:
        if line is None:
            return list_village.of_another_town(sheet, made.file, namer)
        return list_village.another(sheet, made.file, namer, line)

    found = (other(sheet) for sheet in made.sheets if sheet.is_roster)
    return next((one for one in found if one is not None), None)


def _say_kept(session: Session, sheet: SheetPlan, unit: str, name: str) -> None:
    """Says of every dated fact of the village's own desk that the workbook has otherwise: both are kept."""
    sets = {(op.record, op.row) for row in sheet.rows for op in row.ops if _is_dated(op)}
    states = session.ledger.writer.states(sets) if sets else {}
    own = _Own(session, unit)
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
            text = f"{row.name}的{what}{name}自己写过，和这份表不同。两样都留着，先照村里的，请您定"
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
        below = session.ledger.identity.level != "village"
        return _beside(session, every) if below else every
    paper = made.said.paper
    rows = (row for sheet in made.sheets if sheet.is_roster for row in sheet.rows)
    count = len({row.child for row in rows if row.outcome != "reject"})
    handed = collecting.taken_in(session, paper, line.unit, count, made.file) if paper else []
    return [*_beside(session, every, line.unit), *handed]


def _beside(session: Session, every: list[Op], unit: str = "") -> list[Op]:
    """What the village's own desk wrote stands first; the workbook's other word waits beside it."""
    states = session.ledger.writer.states({(op.record, op.row) for op in every if isinstance(op, Set)})
    own = _Own(session, unit)
    found: list[Op] = []
    beside: list[tuple[Set, RowState]] = []
    for op in every:
        if isinstance(op, Set) and op.field != "unit":  # whose it is, no list says beside the village
            state = states[op.record, op.row]
            if own.wrote(state.base(op.field)):
                beside.append((op, state))
                continue
            op = replace(op, gives_way=True)
        found.append(op)
    for op, state in beside:
        for other in _other_words(op, state.values, found):
            if other.value not in own.said(state.base(other.field), other.field):
                found.append(replace(other, base=(), gives_way=True))
    return found


def _other_words(op: Set, values: Mapping[str, object], fresh: list[Op]) -> list[Set]:
    """What the workbook says instead of one field, as values of the row that the village wrote.

    A dated row that would end because another takes its place is not ended: the other's words are put beside
    its own, and the other is taken out of `fresh`. Categories stand side by side, so there the end is meant.
    """
    if op.record not in catalogue.DATED or op.record == "category" or op.field != "ends":
        return [op]
    instead = next((one for one in fresh if isinstance(one, New) and _takes_the_place(one, op, values)), None)
    if instead is None:
        return [op]
    fresh.remove(instead)
    return [
        Set(op.record, op.row, key, value)
        for key, value in instead.values.items()
        if key not in _OF_THE_ROW and value is not None and value != values.get(key)
    ]


_OF_THE_ROW = frozenset(("child", "holder", "begins", "ends", "checked_on", "source"))
"""Fields that say whose and since when, not what."""


def _takes_the_place(new: New, op: Set, values: Mapping[str, object]) -> bool:
    return new.record == op.record and _holder(new.values) == _holder(values)


def _holder(values: Mapping[str, object]) -> str:
    return str(values.get("holder") or values.get("child") or "")


class _Own:
    """Tells whether heads were written by the village's own people at a desk of their own; without a village
    by those of any."""

    def __init__(self, session: Session, unit: str = "") -> None:
        self._connection = session.ledger.connection
        self._here = journal.own_rids(self._connection)
        people = reader.everyone(self._connection, "person")
        units = ((row, str(raw.get("unit") or "")) for row, raw in people)
        self._people = {row for row, of in units if of == unit or (not unit and len(of) == villages.DIGITS)}

    def wrote(self, heads: Iterable[tuple[str, int]]) -> bool:
        """Whether one of the heads is theirs."""
        changes = (journal.at(self._connection, dot) for dot in heads if dot[0] not in self._here)
        return any(change is not None and change.person in self._people for change in changes)

    def said(self, heads: Iterable[tuple[str, int]], key: str) -> set[object]:
        """The values that stand there already, so that the same workbook says nothing a second time."""
        found: set[object] = set()
        for dot in heads:
            content = change.content() if (change := journal.at(self._connection, dot)) is not None else None
            found.add(content.get(key) if isinstance(content, Mapping) else content)
        return found

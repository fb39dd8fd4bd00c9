"""Holds a list that is not hers (a school's, 残联's) against the register: only there, only here, different.

Nothing of it is taken in by itself: each difference is taken over, left as it is, or becomes a task.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from childdesk.desk import import_beside, import_missing, importing
from childdesk.desk.import_beside import KEEP, TAKE, Difference
from childdesk.desk.import_plan import ImportPlan, RowPlan, SheetPlan
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain import plan_options
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Op
from childdesk.store import reader

THERE, HERE, DIFFERENT, UNSURE = "there", "here", "different", "unsure"
WORDS = {THERE: "只在这份表里", HERE: "只在台账里", DIFFERENT: "两边不一样", UNSURE: "像是同一个孩子"}
"""What a line of a comparison is, in the order in which they are looked at."""
TASK = "task"
TASK_DAYS = 7
"""Days until a difference should be looked into. No national source: 默认值，请按本县文件修改."""


@dataclass(frozen=True, slots=True)
class Line:
    """One child in whom list and register differ. `key` names the line; `group` is 班级 or 村民组."""

    key: str
    kind: str
    name: str
    group: str
    child: str = ""
    sheet: str = ""
    row: int = 0
    why: str = ""
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came of it: lines that differ, and how many rows say the same as the register."""

    made: ImportPlan
    lines: tuple[Line, ...]
    same: int
    rows: int

    def of(self, kind: str) -> list[Line]:
        """The lines of one kind."""
        return [line for line in self.lines if line.kind == kind]


def compare(session: Session, made: ImportPlan) -> Comparison:
    """The comparison that an import's plan holds; only children of the list's own kind count as missing."""
    session.require(Right.VIEW)
    rosters = [sheet for sheet in made.sheets if sheet.is_roster]
    lines = [line for sheet in rosters for line in _lines(session, sheet)]
    for one in import_missing.missing(session, rosters, anyway=True):
        lines.append(Line(f"{HERE}:{one.child}", HERE, one.name, one.group, one.child))
    order = list(WORDS)
    lines.sort(key=lambda line: (order.index(line.kind), line.group, line.sheet, line.row))
    rows = sum(len(sheet.rows) for sheet in rosters)
    same = rows - sum(1 for line in lines if line.row)
    return Comparison(made, tuple(lines), same, rows)


def _lines(session: Session, sheet: SheetPlan) -> Iterator[Line]:
    why = {remark.row: remark.text for remark in sheet.issues if remark.column is None}
    for row in sheet.rows:
        line = Line(
            f"{sheet.name}:{row.row}",
            THERE,
            row.name or "（没有姓名）",
            _group(row),
            row.child,
            sheet.name,
            row.row,
        )
        if row.outcome == "add":
            yield replace(line, child="")
        elif row.outcome == "reject":
            known = tuple(import_beside.differences(session, row)) if row.child else ()
            yield replace(line, kind=UNSURE, why=why.get(row.row, "这一行没有收"), differences=known)
        elif row.outcome == "change":
            found = tuple(import_beside.differences(session, row))
            if found:
                yield replace(line, kind=DIFFERENT, differences=found)


def _group(row: RowPlan) -> str:
    """What the lines are grouped by: grade and class of a school's list, else the village group."""
    school = [row.texts.get("child.grade", ""), row.texts.get("child.school_class", "")]
    return "".join(part.strip() for part in school) or row.texts.get("child.village_group", "").strip()


Choice = Mapping[str, str]
"""Field of a difference → TAKE, KEEP or TASK; "" stands for the line as a whole."""


def settle(session: Session, found: Comparison, choices: Mapping[str, Choice]) -> Saved:
    """Writes what was chosen as one entry: values and children taken over, tasks for what is to be asked.

    `choices` maps the key of a line to what was chosen for it; what is not named stays as it is. To take over
    a doubtful line says that it is that child. A task for several fields of one child is one task. Nothing
    chosen writes nothing.
    """
    session.require(Right.IMPORT)
    by_key = {line.key: line for line in found.lines}
    taken = {key: choice for key, choice in choices.items() if TAKE in choice.values() and by_key[key].row}
    picks = {
        (by_key[key].sheet, by_key[key].row): _kept(by_key[key], choice) for key, choice in taken.items()
    }
    said = replace(found.made.said, picks={**found.made.said.picks, **picks})
    meant = {(line.sheet, line.row): line.child for key in taken if (line := by_key[key]).kind == UNSURE}
    made = replace(found.made, said=said, decisions={**found.made.decisions, **meant})
    ops: list[Op] = _taken(session, made, {by_key[key] for key in taken})
    for key, choice in choices.items():
        if TASK in choice.values():
            ops.append(_task(session, by_key[key], choice, found.made.file))
    if not ops:
        return Saved("", "")
    written = session.ledger.writer.write("compare", session.person, ops, source=found.made.file)
    return Saved("", written.entry)


def _kept(line: Line, choice: Choice) -> dict[str, str]:
    """The fields of a line that stay as they are: all that were not taken."""
    whole = choice.get("") == TAKE
    return {d.field: KEEP for d in line.differences if choice.get(d.field, TAKE if whole else KEEP) != TAKE}


def _taken(session: Session, made: ImportPlan, lines: set[Line]) -> list[Op]:
    """The ops of the rows that are taken over, planned anew with what stays."""
    if not lines:
        return []
    wanted = {(line.sheet, line.row) for line in lines}
    again = importing.again(session, made)
    rows = [row for sheet in again.sheets for row in sheet.rows if (sheet.name, row.row) in wanted]
    ops = [op for row in rows for op in row.ops]
    return [*again.items, *ops] if ops else []


def _task(session: Session, line: Line, choice: Choice, source: str) -> New:
    labels = [d.label for d in line.differences if choice.get(d.field, choice.get("")) == TASK]
    title = {
        THERE: f"核实{line.name}：{source}里有，台账里没有",
        HERE: f"核实{line.name}的去向：{source}里没有",
        UNSURE: f"核实{line.name}是不是同一个孩子",
    }.get(line.kind, f"核实{line.name}的{'、'.join(labels)}：和{source}不一样")
    values = {
        "unit": session.ledger.identity.unit,
        "title": title[:200],
        "kind": "核实",
        "due": (session.today + timedelta(TASK_DAYS)).isoformat(),
        "state": plan_options.TASK_OPEN,
        "reason": f"对照{source}",
    }
    if line.child and reader.get(session.ledger.connection, "child", line.child) is not None:
        values["child"] = line.child
    return New("task", new_id(), dict(values))

"""Who stands in the register and not in a newer list of the same children: listed, never closed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from childdesk.desk import list_kind
from childdesk.desk.import_plan import ImportPlan, Missing, Remark, SheetPlan
from childdesk.desk.list_kind import Kind
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain import plan_options
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New
from childdesk.store import reader

ENOUGH = 3
"""Known children that a list must name before anything is said about those whom it does not name."""
NOT_THERE = "表里没有："
"""How a remark about somebody who is missing begins."""
TASK_DAYS = 7
"""Days until a difference should be looked into. No national source: 默认值，请按本县文件修改."""

Raw = dict[str, Scalar]


def missing(session: Session, sheets: Sequence[SheetPlan], source: str = "") -> list[Missing]:
    """The open children of this desk whom the sheets do not name though they name most of their kind.

    Nothing is said when the list is about other children: fewer than half of its rows are known here, or
    more are missing than named. A list of one school, group or category is compared with those alone.
    """
    rosters = [sheet for sheet in sheets if sheet.is_roster]
    rows = sum(len(sheet.rows) - sheet.joined for sheet in rosters)
    named, known = named_in(rosters)
    if len(known) < ENOUGH or 2 * len(named) < rows:
        return []
    held = everyone(session)
    inside = {child: held[child] for child in known & held.keys()}
    kind = list_kind.kind_of(rosters, inside, source, [held[child] for child in held.keys() - named])
    absent = [
        Missing(child, str(raw["name"]), str(raw.get("village_group") or ""))
        for child, raw in kept_out(rosters, held, kind)
    ]
    return sorted(absent, key=lambda one: (one.group, one.name)) if len(absent) <= len(known) else []


def named_in(rosters: Sequence[SheetPlan]) -> tuple[set[str], set[str]]:
    """The children of the register whom the rows name, and those of them of whom it is certain."""
    every = [row for sheet in rosters for row in sheet.rows if row.child]
    new = {row.child for row in every if row.outcome == "add"}
    rows = [row for row in every if row.child not in new]
    return {row.child for row in rows}, {row.child for row in rows if row.outcome in ("change", "same")}


def kept_out(rosters: Sequence[SheetPlan], held: Mapping[str, Raw], kind: Kind) -> list[tuple[str, Raw]]:
    """(id, values) of the open children of the list's kind whom it does not name; `held` is everybody."""
    named, _ = named_in(rosters)
    if not named and not kind.sure:
        return []
    return [
        (child, raw)
        for child, raw in held.items()
        if child not in named and not raw.get("exit_reason") and not raw.get("exit_on") and kind.holds(raw)
    ]


def everyone(session: Session) -> dict[str, Raw]:
    """Every child of the register with its categories and what help its household has."""
    connection = session.ledger.connection
    held = reader.with_current(
        connection,
        "child",
        dict(reader.everyone(connection, "child")),
        session.today,
        only=frozenset(("categories",)),
    )
    poor = {
        row: raw["poverty"] for row, raw in reader.everyone(connection, "household") if raw.get("poverty")
    }
    for raw in held.values() if poor else ():
        raw["household.poverty"] = poor.get(str(raw.get("household") or ""))
    return held


def add_to(made: ImportPlan, session: Session) -> None:
    """Lists in a plan whom its sheets do not name."""
    made.missing = missing(session, made.sheets, made.file)
    if made.missing:
        last = [sheet for sheet in made.sheets if sheet.is_roster][-1]
        last.issues += remarks(made.missing, last.header_rows[-1])


def remarks(found: Collection[Missing], row: int) -> list[Remark]:
    """One line for each of them, at the header of the list."""
    return [
        Remark(
            row,
            None,
            "note",
            f"{NOT_THERE}{one.name}{f'（{one.group}）' if one.group else ''}。他的档案没有动",
            child=one.child,
        )
        for one in found
    ]


def look_for(session: Session, missing: Collection[Missing], source: str) -> Saved:
    """Makes it a task of each of them to ask where the child is; nobody's file is touched.

    Who has that task already gets no second one. Writes one entry, or nothing.
    """
    session.require(Right.EDIT)
    ops = [task(session, one.child, title(one.name, source), source) for one in missing]
    fresh = [op for op in ops if not is_open(session, op)]
    if not fresh:
        return Saved("", "")
    written = session.ledger.writer.write("add_task", session.person, fresh, source=source)
    return Saved(fresh[0].row, written.entry)


def title(name: str, source: str) -> str:
    """What is to be done about a child whom a list does not name."""
    return f"核实{name}的去向：{source}里没有"


def task(session: Session, child: str, words: str, source: str, unit: str = "", told: str = "") -> New:
    """Something about a list that a person shall look into; `child` may be nobody known.

    `unit` is the village whose task it is; the desk's own when it is empty. `told` is what the list says:
    whoever is asked does not have the list.
    """
    values: dict[str, Scalar] = {
        "unit": unit or session.ledger.identity.unit,
        "title": words[:200],
        "kind": "核实",
        "due": (session.today + timedelta(TASK_DAYS)).isoformat(),
        "state": plan_options.TASK_OPEN,
        "reason": (told or against(source))[:200],
        "listed": source[:200],
    }
    if child and reader.get(session.ledger.connection, "child", child) is not None:
        values["child"] = child
    return New("task", new_id(), values)


def against(source: str) -> str:
    """Why a task is there of which a list says nothing."""
    return f"对照{source}"


def is_open(session: Session, wanted: New) -> bool:
    """Whether the child has this very task already, still to be done."""
    child = str(wanted.values.get("child") or "")
    tasks = reader.about(session.ledger.connection, "task", [child]).get(child, []) if child else []
    words, state = wanted.values["title"], plan_options.TASK_OPEN
    return any(raw.get("title") == words and raw.get("state") == state for _, raw in tasks)

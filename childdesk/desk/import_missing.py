"""Who stands in the register and not in a newer list of the same children: listed, never closed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

from childdesk.desk.import_plan import ImportPlan, Missing, Remark, SheetPlan
from childdesk.desk.session import Session
from childdesk.domain.kinds import Scalar
from childdesk.store import reader

ENOUGH = 3
"""Known children that a list must name before anything is said about those whom it does not name."""
NOT_THERE = "表里没有："
"""How a remark about somebody who is missing begins."""
SAME_FOR_ALL = ("unit", "school", "grade", "school_class", "village_group")
"""Where all known children of a list agree in one of these, it is a list of that school, class or group."""

Raw = Mapping[str, Scalar]


def missing(session: Session, sheets: Collection[SheetPlan], *, anyway: bool = False) -> list[Missing]:
    """The open children of this desk whom the sheets do not name though they name most of their kind.

    Nothing is said when the list is about other children: fewer than half of its rows are known here, or
    more are missing than named; `anyway` says it all the same. A list of one school, group or category is
    compared with those alone.
    """
    rows = [row for sheet in sheets if sheet.is_roster for row in sheet.rows]
    named = {row.child for row in rows if row.child and row.outcome != "add"}
    known = {row.child for row in rows if row.outcome in ("change", "same")}
    enough = known and (anyway or (len(known) >= ENOUGH and 2 * len(named) >= len(rows)))
    if not enough:
        return []
    everyone = dict(reader.everyone(session.ledger.connection, "child"))
    held = reader.with_current(
        session.ledger.connection, "child", everyone, session.today, only=frozenset(("categories",))
    )
    alike = _kind_of([held[child] for child in known if child in held])
    absent = [
        Missing(child, str(raw["name"]), str(raw.get("village_group") or ""))
        for child, raw in held.items()
        if child not in named and not raw.get("exit_reason") and alike(raw)
    ]
    return (
        sorted(absent, key=lambda one: (one.group, one.name)) if anyway or len(absent) <= len(known) else []
    )


def _kind_of(inside: Collection[Raw]) -> Callable[[Raw], bool]:
    """Tells of a child whether it is of the kind that the list is about."""
    agreed: dict[str, set[Scalar]] = {}
    for key in SAME_FOR_ALL:
        values = {one.get(key) for one in inside}
        if (key == "village_group" or len(values) == 1) and None not in values:
            agreed[key] = values
    common = set.intersection(*(_categories(one) for one in inside))

    def alike(raw: Raw) -> bool:
        apart = (key for key in agreed if raw.get(key) is not None)
        return all(raw[key] in agreed[key] for key in apart) and common <= _categories(raw)

    return alike


def _categories(raw: Raw) -> set[str]:
    return {*str(raw.get("categories") or "").split("、")} - {""}


def add_to(made: ImportPlan, session: Session) -> None:
    """Lists in a plan whom its sheets do not name."""
    made.missing = missing(session, made.sheets)
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
        )
        for one in found
    ]

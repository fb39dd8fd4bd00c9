"""Plans that are spoilt on purpose, each in one way: the figure that watches it has to fall."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from childdesk.desk.import_plan import ImportPlan, SheetPlan
from childdesk.domain.plan import New, Op


def shifted(plan: ImportPlan) -> None:
    """Every column has the field of its left neighbour."""
    for sheet in _rosters(plan):
        fields = [column.field for column in sheet.columns]
        moved = [fields[-1], *fields[:-1]]
        sheet.columns = tuple(
            replace(column, field=field, decided="auto")
            for column, field in zip(sheet.columns, moved, strict=True)
        )


def deaf(plan: ImportPlan) -> None:
    """Nothing is asked, and what was known becomes an item: the matcher knows no word."""
    for sheet in _rosters(plan):
        sheet.columns = tuple(
            column if column.field == "child.name" else replace(column, field=None, decided="extra")
            for column in sheet.columns
        )


def short(plan: ImportPlan) -> None:
    """The first child of every sheet is gone."""
    for sheet in _rosters(plan):
        sheet.rows = sheet.rows[1:]


def greedy(plan: ImportPlan) -> None:
    """The last child of every sheet comes twice, as a total does that is taken for a child."""
    for sheet in _rosters(plan):
        if sheet.rows:
            last = sheet.rows[-1]
            sheet.rows = [*sheet.rows, replace(last, row=last.row + 1, outcome="add")]


def leaky(plan: ImportPlan) -> None:
    """One cell of every sheet is counted nowhere."""
    for sheet in _rosters(plan):
        sheet.stored -= 1


def slipped(plan: ImportPlan) -> None:
    """The last digit of every identity number is another, and nobody is told."""
    for sheet in _rosters(plan):
        for row in sheet.rows:
            row.ops = [_slipped(op) for op in row.ops]


def _slipped(op: Op) -> Op:
    number = str(op.values.get("id_number") or "") if isinstance(op, New) else ""
    if not isinstance(op, New) or not number:
        return op
    other = "2" if number.endswith("1") else "1"
    return New(op.record, op.row, {**op.values, "id_number": number[:-1] + other})


def mute(plan: ImportPlan) -> None:
    """Nothing is told about any cell."""
    for sheet in _rosters(plan):
        sheet.issues = []


def schooled(plan: ImportPlan) -> None:
    """Two columns carry words of the register of pupils, and nothing is left that only her lists have."""
    for sheet in _rosters(plan):
        kept = [column for column in sheet.columns if column.field == "child.name"]
        others = [replace(kept[0], field=None, header=head, decided="extra") for head in PUPILS if kept]
        sheet.columns = (*kept, *others)


def parted(plan: ImportPlan) -> None:
    """Whoever stands in a second row gets a second file."""
    for sheet in _rosters(plan):
        for row in sheet.rows:
            if row.is_joined:
                row.outcome, row.child, row.earlier = "add", f"{row.child}+", None


def crowded(plan: ImportPlan) -> None:
    """The last child of every sheet is taken for the first."""
    for sheet in _rosters(plan):
        sheet.rows[-1].outcome, sheet.rows[-1].child = "change", sheet.rows[0].child


PUPILS = ("学籍辅号", "班内学号")


def unnoted(plan: ImportPlan) -> None:
    """What hangs on cells is forgotten with every other item."""
    for sheet in _rosters(plan):
        for row in sheet.rows:
            row.ops = [_bare(op) for op in row.ops]


def _bare(op: Op) -> Op:
    if not isinstance(op, New):
        return op
    return New(
        op.record, op.row, {key: value for key, value in op.values.items() if not key.startswith("x.")}
    )


def _rosters(plan: ImportPlan) -> list[SheetPlan]:
    return [sheet for sheet in plan.sheets if sheet.is_roster and sheet.columns]


VARIANTS: dict[str, tuple[Callable[[ImportPlan], None], str]] = {
    "shifted": (shifted, "silent wrong columns"),
    "deaf": (deaf, "core columns found"),
    "short": (short, "record sets exact"),
    "greedy": (greedy, "record sets exact"),
    "leaky": (leaky, "files conserved"),
    "slipped": (slipped, "silent value errors"),
    "mute": (mute, "silent value errors"),
    "parted": (parted, "further rows put to their child"),
    "crowded": (crowded, "rows put to another child"),
    "unnoted": (unnoted, "notes beside children lost"),
    "schooled": (schooled, "her own that open as a comparison"),
}
"""Name → (how the plan is spoilt, the figure that must get worse)."""

"""The columns of the board and what a village shows in each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from childdesk.desk.session import Session
from childdesk.desk.township_board import QUIET, Row
from childdesk.domain.township_options import AGAIN, GIVEN, NOT_YET, RETURNED, ZERO
from childdesk.ui.widgets.table_model import Cell, Column

COLUMNS = (
    Column("name", "村", 96),
    Column("state", "交表", 82),
    Column("given_on", "交表日期", 72),
    Column("told", "交来人数", 70, right=True),
    Column("registered", "在册", 52, right=True),
    Column("walked", "本月走访", 74, right=True),
    Column("overdue", "晚了", 52, right=True),
    Column("referrals", "转介", 48, right=True),
    Column("conflicts", "待定", 48, right=True),
    Column("checks", "核查", 48, right=True),
    Column("last", "上次收到", 98),
    Column("chased", "催办", 104),
)
TOWN = Column("town", "乡镇", 72)
"""Comes first at a county, in the place of the day on which a paper was given."""
SIGNS = {
    NOT_YET: ("○ 未交", "second"),
    RETURNED: ("▲ 退回", "late"),
    GIVEN: ("● 已交", "good"),
    AGAIN: ("● 再交", "good"),
    ZERO: ("● 零报告", "good"),
}
"""Shape and word come before the colour."""


def columns(session: Session) -> tuple[Column, ...]:
    """What the board of a township has, or of a county."""
    if session.ledger.identity.level != "county":
        return COLUMNS
    return (TOWN, *(one for one in COLUMNS if one.key != "given_on"))


def ordered(rows: Iterable[Row], key: str, *, descending: bool) -> list[Row]:
    """By one column; what is equal there stays in the order of the board, the worst first. What is empty
    stands last either way."""
    found = list(rows)
    full = [row for row in found if _rank(row, key) is not None]
    empty = [row for row in found if _rank(row, key) is None]
    return sorted(full, key=lambda row: _rank(row, key) or (0, ""), reverse=descending) + empty


def _rank(row: Row, key: str) -> tuple[float, str] | None:
    """What a village is sorted by in one column: a number, then words."""
    if key == "name":
        return 0, row.unit
    if key == "walked":
        return (row.done / row.should, "") if row.should else None
    if key == "state":
        return (list(SIGNS).index(row.state), "") if row.state in SIGNS else None
    if key == "chased":
        return (row.chases, row.chased) if row.chases else None
    value = getattr(row, key)
    if isinstance(value, int):
        return value, ""
    return (0, str(value)) if value else None


def cells(row: Row, keys: Sequence[str], *, late: bool) -> list[Cell]:
    """One row of cells."""
    return [_cell(row, key, late=late) for key in keys]


def _cell(row: Row, key: str, *, late: bool) -> Cell:
    if key in ("name", "town"):
        return Cell(row.name, "name") if key == "name" else Cell(row.town, "second")
    if key == "state":
        text, role = SIGNS.get(row.state, ("", ""))
        return Cell(text, "late" if late and row.owes else role, row.words)
    if key == "given_on":
        return Cell(row.given_on[5:], "second")
    if key == "told":
        return Cell("" if row.told is None else f"{row.told:,}", "" if row.told == row.registered else "soon")
    if key == "walked":
        told = f"本月应访{row.should:,}户，已访{row.done:,}户"
        return Cell(f"{row.done:,}/{row.should:,}" if row.should else "", "", told)
    if key == "last":
        return _last(row)
    if key == "chased":
        return Cell(f"催{row.chases:,}次，{row.chased[5:10]}" if row.chases else "", "second", row.chased)
    number = int(getattr(row, key))
    role = "late" if key == "overdue" and number else "soon" if key == "conflicts" and number else ""
    return Cell(f"{number:,}" if number or key == "registered" else "", role)


def _last(row: Row) -> Cell:
    if row.gap:
        return Cell(row.gap, "soon")
    if row.quiet is None:
        return Cell("还没同步过" if row.desk or row.town else "用表格", "unset")
    words = f"{row.quiet:,}天前" if row.quiet else "今天"
    return Cell(words, "late" if row.quiet > QUIET else "second", row.last)

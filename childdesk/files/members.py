"""Places the members of a school register row by row: 成员1 is the father here, the mother there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from childdesk.files import member_words
from childdesk.files.column_scores import field_of
from childdesk.files.columns import Column
from childdesk.files.member_words import IS_GUARDIAN, RELATION
from childdesk.files.sheets import Cell

KIND = "guardian.kind"
"""What a guardian is to the child: 是 under 是否监护人 says it."""


def related(columns: Sequence[Column]) -> list[Column]:
    """The columns that say what a member is to the child: without any, all rows mean the same."""
    return [column for column in columns if column.member and column.attribute == RELATION]


def in_row(columns: Sequence[Column], cells: Mapping[int, Cell]) -> Sequence[Column]:
    """The columns as they are meant in one row.

    A member whose relation is not said, or whose place is taken by another member, is kept as items. That
    somebody else than a parent is the guardian says what he is to the child.
    """
    telling = related(columns)
    if not telling:
        return columns
    flags = {column.member: column.index for column in columns if column.attribute == IS_GUARDIAN}
    roles: dict[str, str] = {}
    for column in telling:
        is_guardian = _text(cells, flags.get(column.member))
        role = member_words.role(_text(cells, column.index), is_guardian)
        roles[column.member] = role if role not in roles.values() else ""
    fixed = {column.field for column in columns if column.field and column.member not in roles}
    sure = {member for member, at in flags.items() if member_words.says_yes(_text(cells, at))}
    return [_placed(column, roles, fixed, sure) for column in columns]


def _placed(column: Column, roles: Mapping[str, str], fixed: set[str], sure: set[str]) -> Column:
    if column.attribute == IS_GUARDIAN and column.decided == "extra":
        told = roles.get(column.member) == "guardian" and column.member in sure and KIND not in fixed
        return replace(column, field=KIND, extra=None) if told else column
    if column.field is None or column.member not in roles:
        return column
    role = roles[column.member]
    field = field_of(role, column.attribute) if role else ""
    if field and field not in fixed:
        return replace(column, field=field)
    return replace(column, field=None, extra=column.header)


def _text(cells: Mapping[int, Cell], index: int | None) -> str:
    cell = cells.get(index) if index is not None else None
    return cell.text if cell is not None else ""

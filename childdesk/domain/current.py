"""Reads a day's value out of dated rows, and turns a new value into rows that end and begin."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from childdesk.domain import kinds
from childdesk.domain.days import LUNAR
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.record import Current

Raw = Mapping[str, Scalar]
NOT_IN_FORCE = frozenset(("已退出", "不予认定"))
"""States of a category in which it no longer counts as one."""


def is_valid(raw: Raw, on: date) -> bool:
    """Whether a dated row holds on a day: begun (or nobody knows when), and not ended on or before it.

    A month stands for its first day, a lunar day for its number: it is never earlier.
    """
    day = on.isoformat()
    return _day(raw, "begins") <= day and (raw.get("ends") is None or _day(raw, "ends") > day)


def _day(raw: Raw, key: str) -> str:
    return str(raw.get(key) or "").removeprefix(LUNAR)


def is_current(field: Current[Any], raw: Raw, on: date) -> bool:
    """Whether a row speaks for the field on a day."""
    if field.rows == "name":
        return raw.get("kind") != "现名"
    in_force = field.rows != "category" or raw.get("state") not in NOT_IN_FORCE
    return in_force and raw.get(field.column) is not None and is_valid(raw, on)


def value(field: Current[Any], rows: Iterable[tuple[str, Raw]], on: date) -> Scalar:
    """The field's stored scalar on a day: all that hold for lists, else the one that began last."""
    valid = sorted((pair for pair in rows if is_current(field, pair[1], on)), key=_rank)
    if not valid:
        return None
    if isinstance(field.kind, kinds.Codes):
        return "、".join(field.kind.options.sort(str(raw[field.column]) for _, raw in valid)) or None
    if field.rows == "name":
        return "、".join(dict.fromkeys(str(raw[field.column]) for _, raw in valid))
    return valid[-1][1][field.column]


def _rank(pair: tuple[str, Raw]) -> tuple[bool, str, str]:
    """A telephone that is 空号 or 停机 stands behind every working one; then what began last counts."""
    row, raw = pair
    return raw.get("state") not in ("空号", "停机", "不是本人"), _day(raw, "begins"), row


def write(
    field: Current[Any],
    rows: Iterable[tuple[str, Raw]],
    new: Scalar,
    *,
    child: str,
    holder: str,
    on: date,
    source: str = "",
) -> list[Op]:
    """The ops that make `new` the field's value from `on`.

    What held until now ends on that day; a row that began the same day is corrected in place, so that
    a slip of the pen does not become history. The very first value begins at an unknown day.
    """
    rows = list(rows)
    if not rows and new is not None and field.rows != "name" and not isinstance(field.kind, kinds.Codes):
        return [_row(field, new, begins=None, child=child, holder=holder, on=on, source=source)]
    begins = on.isoformat() if rows else None
    row = functools.partial(_row, field, begins=begins, child=child, holder=holder, on=on, source=source)
    valid = [pair for pair in rows if is_current(field, pair[1], on)]
    if isinstance(field.kind, kinds.Codes):
        return _write_several(field, field.kind, valid, new, on, row)
    if field.rows == "name":
        return _write_names(field, valid, new, child)
    valid.sort(key=_rank)
    if valid and valid[-1][1][field.column] == new:
        return []
    if valid and new is not None and valid[-1][1].get("begins") == on.isoformat():
        return [Set(field.rows, valid[-1][0], field.column, new)]
    ops: list[Op] = [Set(field.rows, valid[-1][0], "ends", on.isoformat())] if valid else []
    return ops if new is None else [*ops, row(new)]


def _write_several(
    field: Current[Any],
    kind: kinds.Codes,
    valid: list[tuple[str, Raw]],
    new: Scalar,
    on: date,
    row: Callable[[str], New],
) -> list[Op]:
    wanted = set(str(new).split("、")) if new else set()
    have = {str(raw[field.column]) for _, raw in valid}
    ops: list[Op] = [
        Set(field.rows, at, "ends", on.isoformat()) for at, raw in valid if raw[field.column] not in wanted
    ]
    return ops + [row(code) for code in kind.options.sort(wanted - have)]


def _write_names(field: Current[Any], valid: list[tuple[str, Raw]], new: Scalar, child: str) -> list[Op]:
    """Former names are only ever added: a name once borne stays."""
    have = {str(raw[field.column]) for _, raw in valid}
    names = [part for part in str(new or "").split("、") if part and part not in have]
    return [New("name", new_id(), {"child": child, "name": name, "kind": "曾用名"}) for name in names]


def _row(
    field: Current[Any], new: Scalar, *, begins: str | None, child: str, holder: str, on: date, source: str
) -> New:
    values: dict[str, Scalar] = {
        "child": child,
        field.column: new,
        "begins": begins,
        "checked_on": on.isoformat(),
        "source": source or None,
    }
    if field.rows in ("phone", "parent_state", "absence"):
        values["holder"] = holder
    if field.rows == "category":
        values["state"] = "村登记"
    return New(field.rows, new_id(), values)

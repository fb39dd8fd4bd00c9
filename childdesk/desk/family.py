"""One row of a list becomes a child with its family: which records are made, which fields differ."""

from __future__ import annotations

from collections.abc import Mapping

from childdesk.desk import records
from childdesk.desk.family_row import DEFAULT_RELATION, Row
from childdesk.desk.session import Session
from childdesk.domain import catalogue, kinds, options, school_words
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op
from childdesk.store import reader

__all__ = ["Row", "create", "differs", "same_grown_up", "says_less", "update"]


def create(
    session: Session, row: Row, source: str, household: str = "", child: str = ""
) -> tuple[str, list[Op]]:
    """(child id, ops) that make the child, its grown-ups and the dated rows behind them.

    `child` is the id of one whom a plan makes already, and now otherwise.
    """
    values = dict(row.child)
    if household:
        values["household"] = household
    ops, child = records.creation(session, "child", values, source=source, row=child)
    ops += _further(session, row, "child", child, child, source)
    for record in catalogue.KIN:
        if record in row.values:
            whole = {**row.values[record], "child": child}
            more, made = records.creation(session, record, whole, source=source)
            ops += [*more, *_further(session, row, record, child, made, source)]
    return child, ops


def _further(session: Session, row: Row, record: str, child: str, holder: str, source: str) -> list[Op]:
    """Rows for the second and third telephone in one cell, unless they are known already."""
    if not row.phones.get(record):
        return []
    there = reader.dated(session.ledger.connection, "phone", record, [holder]).get(holder, [])
    known = {raw["number"] for _, raw in there} | {row.values.get(record, {}).get("phone")}
    ops: list[Op] = []
    for text in row.phones[record]:
        number, _ = catalogue.field("phone.number").kind.read(text)
        if number is not None and number not in known:
            known.add(number)
            values: dict[str, Scalar] = {
                "child": child,
                "holder": holder,
                "number": number,
                "checked_on": session.today.isoformat(),
                "source": source,
            }
            ops.append(New("phone", new_id(), values))
    return ops


def update(session: Session, child: str, row: Row, source: str) -> list[Op]:
    """The ops that bring what a row says into an existing file; empty cells never erase."""
    ops = _differing(session, "child", child, row.child, source)
    ops += _further(session, row, "child", child, child, source)
    for record in catalogue.KIN:
        values = row.values.get(record)
        if not values:
            continue
        there = reader.about(session.ledger.connection, record, [child]).get(child, [])
        known = same_grown_up(there, values)
        if known:
            ops += _differing(session, record, known, values, source, dict(there)[known])
            ops += _further(session, row, record, child, known, source)
        else:
            ops += records.creation(session, record, {**values, "child": child}, source=source)[0]
    return ops


def same_grown_up(there: list[tuple[str, reader.Raw]], values: Mapping[str, Scalar]) -> str:
    """The row of the grown-up meant: by number, by name, or the one whose name is not known yet."""
    for key in ("id_number", "name"):
        for row, raw in there:
            if values.get(key) and raw.get(key) == values[key]:
                return row
    return next((row for row, raw in there if not raw.get("name") or not values.get("name")), "")


def _differing(
    session: Session,
    record: str,
    row: str,
    values: Mapping[str, Scalar],
    source: str,
    held: reader.Raw | None = None,
) -> list[Op]:
    asked, connection, today = frozenset(values), session.ledger.connection, session.today
    if held is None:
        stored = reader.whole(connection, record, row, today, only=asked) or {}
    else:
        stored = reader.with_current(connection, record, {row: held}, today, only=asked)[row]
    patch = {key: value for key, value in values.items() if differs(stored.get(key), value)}
    unit = session.ledger.identity.unit_name
    less = {k for k, value in patch.items() if says_less(record, k, stored.get(k), value, unit)}
    patch = {key: value for key, value in patch.items() if key not in less}
    if record == "child" and "phone" in patch and _of_family(session, row, patch["phone"]):
        del patch["phone"]
    if "phone" in patch and patch["phone"] in _open_numbers(session, record, row):
        del patch["phone"]  # one of several telephones: which stands first is no news
    if record == "child" and "categories" in patch:
        # A list that names one category does not end the others: only a person does.
        patch["categories"] = _union(stored.get("categories"), patch["categories"])
        if patch["categories"] == stored.get("categories"):
            del patch["categories"]
    return records.changes(session, record, row, stored, patch, {}, source)


def differs(stored: Scalar, new: Scalar) -> bool:
    """Whether two values differ. Addresses are compared by their words: the code beside them is ours."""
    old = str(stored).partition("\t")[0] if isinstance(stored, str) else stored
    return old != (str(new).partition("\t")[0] if isinstance(new, str) else new)


def says_less(record: str, key: str, stored: Scalar, new: Scalar, unit: str) -> bool:
    """Whether a list only says less than is known, or the same in other words.

    Our own village as an address, 其他 as a relation, 1 for 1班, 中心小学 for 云溪镇中心小学.
    """
    if record in catalogue.KIN and key == "relation":
        return (bool(stored) and new == "其他") or (not stored and new == DEFAULT_RELATION.get(record))
    if record == "child" and key in ("school", "school_class") and stored and new:
        old, words = str(stored), str(new)
        if key == "school_class":
            return school_words.class_number(old) == school_words.class_number(words)
        return len(words) <= len(old) and school_words.same_school(old, words)
    item = catalogue.RECORDS[record].fields().get(key)
    if item is None or not isinstance(item.kind, kinds.Address):
        return False
    return str(new).partition(kinds.ADDRESS_MARK)[0] in str(stored or unit).partition(kinds.ADDRESS_MARK)[0]


def _of_family(session: Session, child: str, number: Scalar) -> bool:
    """Whether a telephone of nobody in particular is already known as somebody's of the family."""
    rows = reader.about(session.ledger.connection, "phone", [child]).get(child, [])
    return any(raw["number"] == number for _, raw in rows)


def _open_numbers(session: Session, record: str, row: str) -> set[Scalar]:
    """The telephones of somebody that have not ended."""
    there = reader.dated(session.ledger.connection, "phone", record, [row]).get(row, [])
    return {raw["number"] for _, raw in there if raw.get("number") and not raw.get("ends")}


def _union(stored: Scalar, new: Scalar) -> Scalar:
    codes = {*str(stored or "").split("、"), *str(new or "").split("、")} - {""}
    return "、".join(options.CATEGORY.sort(codes))

"""A row and the file that it belongs to side by side: what differs, and whose word counts field by field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from childdesk.desk import family, family_row, shown, villages
from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Difference, Remark, RowPlan, SheetPlan
from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.domain.change import ITEM
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op
from childdesk.domain.privacy import S3, SEALED, hidden, mask, mask_apart
from childdesk.store import reader

KEEP, ASK, TAKE = "keep", "ask", "take"
OTHERS = "*"
"""In picks: everything of the row that is not named."""
NOT_COMPARED = frozenset(["was", "was_sealed"])
"""What a list has that could not be read is nothing to compare."""


class Beside:
    """The files of some children, read once, and what rows say otherwise."""

    def __init__(self, session: Session, children: Iterable[str]) -> None:
        self.session = session
        self._names = villages.names(session)
        connection, today, wanted = session.ledger.connection, session.today, sorted(children)
        self._children = reader.with_current(
            connection, "child", reader.many(connection, "child", wanted), today
        )
        phones = reader.about(connection, "phone", wanted)
        self._phones = {child: {raw["number"] for _, raw in rows} for child, rows in phones.items()}
        self._kin: dict[str, dict[str, list[tuple[str, reader.Raw]]]] = {}
        for record in catalogue.KIN:
            about = reader.about(connection, record, wanted)
            rows = {row: raw for held in about.values() for row, raw in held}
            reader.with_current(connection, record, rows, today)
            self._kin[record] = about

    def held(self, child: str, record: str, values: Mapping[str, Scalar]) -> reader.Raw:
        """What a child's file has of itself, or of the grown-up whom some values mean."""
        if record == "child":
            return self._children.get(child, {})
        there = self._kin[record].get(child, [])
        meant = family.same_grown_up(there, values)
        return next((raw for row, raw in there if row == meant), {})

    def differences(self, row: RowPlan) -> list[Difference]:
        """The fields in which a row says something else than the file of `row.child`, what it lacks too.

        Numbers are masked on both sides, never in a position in which they differ. Sealed fields say only
        that there is something. Fields of grown-ups are compared with the one that the row means.
        """
        found: list[Difference] = []
        for record, values in family_row.understand(row.texts, self.session.today).values.items():
            if record != "child" and record not in catalogue.KIN:
                continue
            held = self.held(row.child, record, values)
            fields = catalogue.RECORDS[record].fields()
            for key, new in values.items():
                old = held.get(key)
                if (
                    key in fields
                    and key not in NOT_COMPARED
                    and self._is_news(row.child, record, key, old, new)
                ):
                    found.append(difference(record, key, old, new))
        return found

    def _is_news(self, child: str, record: str, key: str, old: Scalar, new: Scalar) -> bool:
        """Whether a value would change the file: what is known in other words, or as another's, would not."""
        if not family.differs(old, new):
            return False
        if key == "phone" and new in self._phones.get(child, ()):
            return False
        if record == "child" and key == "categories":
            return not {*str(new).split("、")} <= {*str(old or "").split("、")}
        unit = str(self._children.get(child, {}).get("unit") or "")
        ours = self._names.get(unit) or self.session.ledger.identity.unit_name
        return not family.says_less(record, key, old, new, ours)


def difference(record: str, key: str, old: Scalar, new: Scalar) -> Difference:
    """What two say of one field, as it may be seen. The label of an item is its key."""
    if key.startswith(ITEM):
        ours, theirs = (_LONG.sub(_as_id, hidden(str(value or ""))) for value in (old, new))
        return Difference(f"{record}.{key}", key, ours, theirs)
    field = catalogue.RECORDS[record].fields()[key]
    ours, theirs = shown.text(field, old), shown.text(field, new)
    if field.privacy is S3:
        ours, theirs = (SEALED if ours else ""), SEALED
    elif field.kind.mask:
        ours, theirs = mask_apart([ours, theirs], field.kind.mask)
    return Difference(f"{record}.{key}", label(record, key), ours, theirs)


_LONG = re.compile(r"\d(?:[\s-]?\d){10,}[\dXx]?")
"""What may be somebody's number, wherever it stands."""


def _as_id(found: re.Match[str]) -> str:
    return mask(found[0], "id")


def differences(session: Session, row: RowPlan) -> list[Difference]:
    """What one row says otherwise than the file of `row.child`."""
    return Beside(session, [row.child]).differences(row)


def in_unit(op: Op, unit: str) -> Op:
    """A new record of a row with the village that answers for it, where that is known."""
    if unit and isinstance(op, New) and "unit" in op.values:
        return replace(op, values={**op.values, "unit": unit})
    return op


def label(record: str, key: str) -> str:
    """父亲联系电话, 姓名."""
    cls = catalogue.RECORDS[record]
    words = cls.fields()[key].label
    return words if record == "child" or words.startswith(cls.label) else f"{cls.label}{words}"


def pick(made: SheetPlan, books: Books, row: family_row.Row, picks: Mapping[str, str]) -> None:
    """Leaves out of a row what a person wants kept as it is, or decided later; both are listed.

    With `OTHERS` only what was taken is left, and nothing more is said of the rest.
    """
    if picks.get(OTHERS) == KEEP:
        kept = {name for name, choice in picks.items() if choice == KEEP}
        _only(row, {name for name, choice in picks.items() if choice == TAKE}, kept)
        return
    for name, choice in picks.items():
        record, _, key = name.partition(".")
        if choice not in (KEEP, ASK) or row.values.get(record, {}).pop(key, None) is None:
            continue
        at = books.places.get(name)
        if at is not None:
            books.listed.add(at)
        words = "按您的意思，留台账里的" if choice == KEEP else "两边不一样，先留台账里的，待核实"
        level = "note" if choice == KEEP else "doubtful"
        made.issues.append(Remark(books.number, at, level, words, books.texts.get(name, "")))


def _only(row: family_row.Row, taken: Collection[str], kept: Collection[str]) -> None:
    """Leaves of a row the fields that were taken, and whose they are where both sides agree on that."""
    for record, values in row.values.items():
        mine = {key for key in values if f"{record}.{key}" in taken}
        if mine and record in catalogue.KIN:
            mine |= {key for key in ("name", "id_number") if f"{record}.{key}" not in kept}
        row.values[record] = {key: value for key, value in values.items() if key in mine}
    row.phones = {record: held for record, held in row.phones.items() if f"{record}.phone" in taken}

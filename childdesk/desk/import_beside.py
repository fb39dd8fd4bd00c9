"""A row and the file that it belongs to side by side: what differs, and whose word counts field by field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from childdesk.desk import family, shown
from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark, RowPlan, SheetPlan
from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.domain.kinds import Scalar
from childdesk.domain.plan import New, Op
from childdesk.domain.privacy import S3, SEALED, mask_apart
from childdesk.store import reader

KEEP, ASK, TAKE = "keep", "ask", "take"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a list and a file differ; `field` is `record.key`, values as they may be seen."""

    field: str
    label: str
    ours: str
    theirs: str


class Beside:
    """The files of some children, read once, and what rows say otherwise."""

    def __init__(self, session: Session, children: Iterable[str]) -> None:
        self.session = session
        connection, today, wanted = session.ledger.connection, session.today, sorted(children)
        self._children = reader.with_current(
            connection, "child", reader.many(connection, "child", wanted), today
        )
        self._kin: dict[str, dict[str, list[tuple[str, reader.Raw]]]] = {}
        for record in catalogue.KIN:
            about = reader.about(connection, record, wanted)
            rows = {row: raw for held in about.values() for row, raw in held}
            reader.with_current(connection, record, rows, today)
            self._kin[record] = about

    def _held(self, child: str, record: str, values: Mapping[str, Scalar]) -> reader.Raw:
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
        for record, values in family.understand(self.session, row.texts).values.items():
            if record != "child" and record not in catalogue.KIN:
                continue
            held = self._held(row.child, record, values)
            fields = catalogue.RECORDS[record].fields()
            for key, new in values.items():
                old = held.get(key)
                if key not in fields or not family.differs(old, new):
                    continue
                if not family.says_less(record, key, old, new, self.session.ledger.identity.unit_name):
                    found.append(_difference(record, key, old, new))
        return found


def _difference(record: str, key: str, old: Scalar, new: Scalar) -> Difference:
    field = catalogue.RECORDS[record].fields()[key]
    ours, theirs = shown.text(field, old), shown.text(field, new)
    if field.privacy is S3:
        ours, theirs = (SEALED if ours else ""), SEALED
    elif field.kind.mask:
        ours, theirs = mask_apart([ours, theirs], field.kind.mask)
    return Difference(f"{record}.{key}", label(record, key), ours, theirs)


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
    return words if record == "child" else f"{cls.label}{words}"


def pick(made: SheetPlan, books: Books, row: family.Row, picks: Mapping[str, str]) -> None:
    """Leaves out of a row what a person wants kept as it is, or decided later; both are listed."""
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

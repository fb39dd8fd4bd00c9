"""A row and the file that it belongs to side by side: what differs, and whose word counts field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.desk import family, shown
from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark, RowPlan, SheetPlan
from childdesk.desk.session import Session
from childdesk.domain import catalogue
from childdesk.domain.privacy import S3, SEALED, mask_apart

KEEP, ASK, TAKE = "keep", "ask", "take"


@dataclass(frozen=True, slots=True)
class Difference:
    """One field in which a list and a file differ; `field` is `record.key`, values as they may be seen."""

    field: str
    label: str
    ours: str
    theirs: str


def differences(session: Session, row: RowPlan) -> list[Difference]:
    """The fields in which a row says something else than the file of `row.child`; what the file lacks too.

    Numbers are masked on both sides, never in a position in which they differ. Sealed fields say only that
    there is something. Fields of grown-ups are compared with the one that the row means.
    """
    told = family.understand(session, row.texts)
    found: list[Difference] = []
    for record, values in told.values.items():
        if record != "child" and record not in catalogue.KIN:
            continue
        held = family.held(session, row.child, record, values)
        for key, new in values.items():
            fields = catalogue.RECORDS[record].fields()
            if key not in fields or not family.differs(held.get(key), new):
                continue
            field = fields[key]
            ours, theirs = shown.text(field, held.get(key)), shown.text(field, new)
            if field.privacy is S3:
                ours, theirs = (SEALED if ours else ""), SEALED
            elif field.kind.mask:
                ours, theirs = mask_apart([ours, theirs], field.kind.mask)
            found.append(Difference(f"{record}.{key}", label(record, key), ours, theirs))
    return found


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

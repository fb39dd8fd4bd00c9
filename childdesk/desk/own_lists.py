"""Lists that this program wrote itself and that come back: what it put together for them is nothing new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from childdesk.desk import category_rosters, event_reports, listed, reports, sweeps, village_roster
from childdesk.desk.family_row import Row
from childdesk.desk.import_cells import Books
from childdesk.desk.import_items import Items
from childdesk.desk.import_plan import Remark, SheetPlan
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import EVENTS, FACTS, WHOLE, Sheet, of_county
from childdesk.desk.session import Session
from childdesk.files.columns import Column
from childdesk.store import reader

NOT_NEW = "是本程序写在表上的，档案里本来就有，不再收"
NEW_FOR_SOME = "是本程序写在表上的：已有的孩子不再收，新来的孩子作为补充项目留着"
CHANGED = "这一栏由本程序从档案里取来，表里改过了，没有收。请在孩子的档案里改"
_NOBODY = frozenset(("auto", "extra"))
"""How a column may be decided that no person spoke about."""


@dataclass(frozen=True, slots=True)
class OwnList:
    """One kind of list of ours: its headers, and what the program puts together in it."""

    name: str
    headers: tuple[str, ...]
    made: Mapping[str, str]


@cache
def _lists() -> tuple[OwnList, ...]:
    styles = [("village-roster", village_roster.COLUMNS), ("visit-list", event_reports.LIST_COLUMNS)]
    styles += [
        (name, tuple(column for column, _ in style.columns))
        for name, style in category_rosters.STYLES.items()
    ]
    styles += [(name, of_county(columns)) for name, columns in styles]
    styles += [("village-roster", columns) for columns in village_roster.OLDER]
    return tuple(
        OwnList(name, tuple(c.header for c in columns), {c.header: c.made for c in columns if c.made})
        for name, columns in styles
    )


def known(headers: Sequence[str], title: str = "") -> OwnList | None:
    """Which of our lists a table is: it begins with all headers of one in their order; None for none.

    Layouts that earlier versions wrote are ours as well.
    """
    told = tuple(headers)
    for one in _lists():
        if told[: len(one.headers)] == one.headers:
            return one
    if title.endswith(listed.TITLE):
        seen = [header for header in told if header not in listed.WHO]
        return OwnList("listing", told, dict.fromkeys(seen, EVENTS))
    before, after = sweeps.HEADS_BEFORE, sweeps.HEADS_AFTER
    if told[: len(before)] == before and told[-len(after) :] == after:
        return OwnList("sweep", told, dict.fromkeys((before[-1], *told[len(before) :]), EVENTS))
    return None


def recognised(columns: Sequence[Column], title: str) -> tuple[tuple[Column, ...], OwnList | None]:
    """The columns as they count, and which of our lists it is that they belong to."""
    own = known([column.header for column in columns], title)
    return (tuple(columns), None) if own is None else (settled(columns, own), own)


def settled(columns: Sequence[Column], own: OwnList) -> tuple[Column, ...]:
    """The columns with those that we put together left out, unless a person said what they are.

    Nor is anything asked about a list of ours: only a column whose numbers are masked is unclear in it.
    """
    return tuple(
        replace(column, field=None, extra=None, decided="auto", confidence=1.0, candidates=())
        if column.decided == "ask" or (column.header in own.made and column.decided in _NOBODY)
        else column
        for column in columns
    )


def why(made: SheetPlan) -> str:
    """What is said of a column that we put together."""
    return NEW_FOR_SOME if made.added else NOT_NEW


def keep_for_a_new_child(books: Books, row: Row, items: Items) -> None:
    """Another desk's list tells something new about a child that is not known here: kept as items."""
    for at, (header, words) in books.ours.items():
        row.values["child"][items.key(header)] = words
        books.listed.discard(at)
        books.extra.add(at)


def changed_cells(session: Session, own: OwnList | None, made: SheetPlan) -> Iterator[Remark]:
    """What somebody wrote over what we had put together: such a cell is not taken, and it is said.

    Only facts are held against today's list; what happens goes on, and an older list says less. What an
    earlier import kept as an item is known too.
    """
    if own is None:
        return
    facts = [c for c in made.columns if own.made.get(c.header) == FACTS and c.field is None and not c.extra]
    if not facts or made.sheet is None:
        return
    fresh = _fresh(session, own)
    for row in made.rows:
        today = fresh.get(row.child, {})
        for column in facts if row.child in fresh else ():
            text = made.sheet.cell(row.row, column.index).text.strip()
            if not text or "*" in text or text == str(today.get(column.header) or "").strip():
                continue
            if column.header not in today:
                continue
            if text not in (reader.get(session.ledger.connection, "child", row.child) or {}).values():
                yield Remark(row.row, column.index, "doubtful", CHANGED, text)


def _fresh(session: Session, own: OwnList) -> dict[str, Mapping[str, object]]:
    """{child: header → value} of the list as it would be written today."""
    product = reports.produce(session, Asked(own.name), WHOLE)
    if not isinstance(product, Sheet):
        return {}
    heads = [column.header for column in product.columns]
    return {
        child: dict(zip(heads, row, strict=True))
        for child, row in zip(product.children, product.rows, strict=True)
    }

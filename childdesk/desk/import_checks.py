"""What a person should look at in a row that was read: conflicts of its columns, and its marks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Sized
from dataclasses import replace
from datetime import date

from childdesk.desk import import_births, import_words
from childdesk.desk.family_row import Row
from childdesk.desk.import_cells import Books
from childdesk.desk.import_plan import Remark, RowPlan, SheetPlan
from childdesk.domain import catalogue, days, identity, rules
from childdesk.domain.errors import Refused
from childdesk.domain.issue import Issue
from childdesk.domain.kinds import Date, Phone
from childdesk.files.columns import Column
from childdesk.files.header_grammar import folded
from childdesk.files.layout import Layout
from childdesk.files.sheets import Sheet

STRUCK = "这一行划掉了，像是已迁走。照样收，请您看"
RED = "这一行涂了红色，像是已迁走。照样收，请您看"
HIDDEN = "这一行在表里是隐藏的，照样收"
OTHER_AGE = "年龄与出生日期不一致，按出生日期算"
GROWN_UP = "这是一户人的名册，这一行是大人，没有收"
ADULT, SURELY = 18, 25
"""Ages from which somebody in a register of households is grown up: 户主 or 妻, anybody at all."""
MOST_ROWS = 50_000
"""Children of one list that are planned at once: more than a county has, and what memory holds."""
PHONES = tuple(f"{record}.phone" for record in ("child", *catalogue.KIN))
MANY = 3
"""Families of one list with whom one telephone stands before it is asked whose it is."""
FEW_ROWS = 4
"""Rows of a list below which their colours are no habit."""


def require_not_too_long(rows: Sized) -> None:
    """Raises Refused for a list that no desk's memory holds as a plan."""
    if len(rows) > MOST_ROWS:
        why = f"这张表有{len(rows):,}行，一次最多看{MOST_ROWS:,}行"
        raise Refused(f"{why}。没有改动。请按乡镇或村分成几份再导入")


def conflicts(row: Row, books: Books, on: date, level: str) -> Iterator[Issue]:
    """Issues with `record.key`: number ↔ birth ↔ sex ↔ age, certificate ↔ kind, relation ↔ sex …

    A number or a day that cannot be taken still says something of birth and sex.
    """
    for record in ("child", *catalogue.KIN):
        values = row.values.get(record)
        for issue in rules.contradictions(record, values, on, level) if values else ():
            if issue.level in ("impossible", "doubtful"):
                yield Issue("doubtful", f"{record}.{issue.field}", issue.text)
    if books.age:
        yield from _age(row, books, on)
    if row.child.get("id_number") is None:
        yield from _harmed_number(row, identity.clean_number(books.number_typed))


def _harmed_number(row: Row, typed: str) -> Iterator[Issue]:
    """What a number says that is not taken: with a wrong or missing end it still holds a birthday."""
    held = row.child.get("birth")
    day = Date().from_db(held).exact if held is not None else None
    short, long = import_births.SHORT.fullmatch(typed), import_births.LONG.fullmatch(typed)
    said = short or long
    if day is not None and said and said[1] != day.strftime("%y%m%d" if short else "%Y%m%d"):
        yield Issue("doubtful", "child.birth", "出生日期与证件号里的不一致，证件号也不对")
    # Of 19 digits one among the order code stands twice: what says the sex is still the last but one.
    at = {17: 16, 18: 16, 19: 17}.get(len(typed))
    order = short[2] if short else typed[at] if long and at is not None else ""
    sex = row.child.get("sex")
    if sex is not None and order.isdigit() and sex != ("男" if int(order) % 2 else "女"):
        yield Issue("doubtful", "child.sex", "性别与证件号里的不一致，证件号也不对")


def _age(row: Row, books: Books, on: date) -> Iterator[Issue]:
    said, born = import_births.age(books.age), import_births.stored(row.child)
    if said is None:
        return
    if born is None:
        left = import_births.damaged(books, on)
        apart = left is not None and not left.fits(said, on)
    else:
        years = days.age(born, on)
        apart = years is not None and abs(years - said) >= import_births.AGES_APART
    if apart:
        yield Issue("doubtful", "child.age", OTHER_AGE)


def other_village(texts: Mapping[str, str], names: Sequence[str]) -> str:
    """What is said of a row of another village than the desk, as it is or was called; empty for its own."""
    village_ = village(texts)
    own = any(village_ in name or name in village_ for name in names)
    return f"不是本村：{village_}" if village_ and not own else ""


def village(texts: Mapping[str, str]) -> str:
    """The village of a row, by its column or by the line above it."""
    return texts.get("place.village", "").strip() or texts.get(import_words.VILLAGE, "")


def with_ages(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """An age is kept as an item where no column says when a child was born."""
    births = ("child.birth", "child.id_number")
    if any(
        column.field in births
        or (column.decided == "ask" and any(one.field in births for one in column.candidates))
        for column in columns
    ):
        return columns
    return tuple(replace(c, extra=c.header) if c.field == "child.age" else c for c in columns)


def told_together(table: Layout) -> Iterator[Remark]:
    """One remark for each line that only names one more parent of the child above it."""
    for row, lines in table.further.items():
        for one in lines:
            who = catalogue.RECORDS[one.record].label
            yield Remark(one.row, None, "note", f"和第{row}行是一个孩子，记到{who}")


def relation_to_head(columns: Sequence[Column]) -> str:
    """The item 与户主关系 of a register that lists whole households; empty in any other list."""
    kept = (column.extra for column in columns if column.extra and "户主关系" in folded(column.header))
    return next(kept, "")


def is_grown_up(row: Row, books: Books, item: str, on: date) -> bool:
    """Whether a row of a register of households is one of its grown-ups."""
    said = books.extras.get(item, "") if item else ""
    born = import_births.stored(row.child) if said else None
    years = days.age(born, on) if born is not None else None
    return years is not None and years >= (SURELY if _OF_THE_YOUNG.search(said) else ADULT)


_OF_THE_YOUNG = re.compile("子|女|儿|孙|侄|甥|弟|妹|其他|非亲属")


def shared_phones(made: SheetPlan) -> Iterator[Remark]:
    """One remark for each telephone that stands with several families of a list, at the first of them.

    Often it is that of whoever filled in the list. A family has one telephone, cousins their grandmother's.
    """
    at = {column.field: column.index for column in made.columns}
    seen: dict[str, dict[int, tuple[str, RowPlan]]] = {}
    for row in made.rows:
        for field in PHONES:
            if number := row.texts.get(field):
                seen.setdefault(number, {}).setdefault(row.row, (field, row))
    for number, there in seen.items():
        if len(there) < MANY or Phone().read(number)[0] is None:
            continue
        holders = {_named(row, field.partition(".")[0]) for field, row in there.values()}
        families = min(len(holders), len({_household(row) for _, row in there.values()}))
        if families >= MANY:
            (first, (field, _)) = next(iter(there.items()))
            text = f"这个电话写在{len(there)}行里，像是{families}家的。请问清是谁的"
            yield Remark(first, at.get(field), "doubtful", text, number)


def _household(row: RowPlan) -> str:
    """What the children of one household share: its number, its head, else their parents."""
    told = row.texts.get("household.number") or row.texts.get("household.head")
    return told or _named(row, "father", "mother")


def _named(row: RowPlan, *records: str) -> str:
    """The name of the first of these that a row has, else of who cares for the child, or its own."""
    order = (*(one for one in records if one != "child"), "guardian", "father", "mother")
    return next(filter(None, (row.texts.get(f"{one}.name", "") for one in order)), "") or row.name


def red_counts(sheet: Sheet, rows: Collection[int]) -> bool:
    """Whether red rows are crossed out: not where half of the table is red, which is how it is dressed."""
    red = sum(map(sheet.red, rows))
    return red * 2 < len(rows) or len(rows) < FEW_ROWS


def marks(sheet: Sheet, row: int, name_at: int | None, *, red_counts: bool) -> Iterator[tuple[str, str]]:
    """(level, sentence) of how a row is dressed; a name alone that is struck through counts too."""
    if sheet.struck(row) or (name_at is not None and sheet.struck_at(row, name_at)):
        yield "doubtful", STRUCK
    elif red_counts and sheet.red(row):
        yield "doubtful", RED
    if row in sheet.hidden_rows:
        yield "note", HIDDEN

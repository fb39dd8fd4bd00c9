"""Says what has changed about the children of a hand-in since it was handed in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from childdesk.desk import forms, handin_papers, handins, reports
from childdesk.desk.filling import FillPlan, SheetPlan
from childdesk.desk.handin_lines import HandInLine
from childdesk.desk.handin_papers import WHOLE_TABLE, Contents
from childdesk.desk.reports import Product
from childdesk.desk.rosters import Sheet
from childdesk.desk.session import Right, Session
from childdesk.domain.report.grid import of_tally
from childdesk.domain.report.tally import Tally
from childdesk.store import reader

COME, GONE, MOVED = "新增", "不在名单里了", "数到别的格里了"
ANOTHER = "换了一张表，不逐格比"
NOBODY = ""
"""In place of a child where a figure of a table has changed."""
SHARED = 2 / 3
"""Two papers that share fewer of their heads than this are two tables, and not one that has changed."""
FEW = 3
"""Heads that are told of a child that counts elsewhere now."""


@dataclass(frozen=True, slots=True)
class Change:
    """What has changed about a child since a version: head, then and now; "" for a child come or gone."""

    child: str
    head: str
    before: str
    now: str


def since(session: Session, row: str, number: int = 0) -> list[Change]:
    """What has changed since the version that was handed in last (or version `number`). Raises Refused."""
    session.require(Right.VIEW)
    line = handins.one(session, row)
    before = contents(session, line, number)
    if before is None or not (line.form or line.report):
        return []
    if line.report:
        now = handin_papers.contents(reports.produce(session, handin_papers.asked(line)))
    else:
        now = handins.plan(session, row).contents
    return _instead(before, now) if is_another(before, now) else _told(before, now)


def contents(session: Session, line: HandInLine, number: int = 0) -> dict[str, dict[str, str]] | None:
    """Child → head → words of the version that was handed in last (or version `number`); None for none."""
    given = [v for v in line.versions if (v.number == number if number else bool(v.given_at))]
    raw = reader.get(session.ledger.connection, "version", given[0].id) if given else None
    if raw is None or not raw.get("content"):
        return None
    return handin_papers.unpacked(forms.files(session).get(str(raw["content"])))


def mark(session: Session, row: str, made: FillPlan) -> int:
    """Marks in the next version what differs from the one that was handed in; how many cells.

    Of a child who is new every cell is marked; where nothing was handed in yet nothing is.
    """
    before = contents(session, handins.one(session, row))
    if before is None:
        return 0
    several = len(made.sheets) > 1
    return sum(_mark(sheet, before, f"{sheet.name}：" if several else "") for sheet in made.sheets)


def _mark(sheet: SheetPlan, before: Mapping[str, Mapping[str, str]], begin: str) -> int:
    heads = {column.index: f"{begin}{column.header}" for column in sheet.columns}
    numbers = {column.index for column in sheet.columns if column.field == "row.number"}
    fresh = sheet.children[len(sheet.children) - len(sheet.people) :]
    count = 0
    for child, person in zip(fresh, sheet.people, strict=True):
        was = before.get(child)
        for index, said in person.items():
            head = heads[index]
            if index in numbers or (was is not None and was.get(head, "") == said.text):
                continue
            person[index] = replace(said, marked=True)
            count += 1
    return count


def differing(before: Contents | None, product: Product) -> list[tuple[int, int]]:
    """(line, column) of the cells of a report that say something else than the version that was handed in.

    Lines and columns count from 0 at the first line below the head; the sum is a line too. Of a child who is
    new every cell differs; where nothing was handed in yet nothing does.
    """
    if before is None or is_another(before, handin_papers.contents(product)):
        return []
    if isinstance(product, Tally):
        was = before.get(WHOLE_TABLE, {})
        now = handin_papers.contents(product)[WHOLE_TABLE]
        grid = of_tally(product)
        return [(line, at) for line, at, name in handin_papers.cells(grid) if was.get(name) != now[name]]
    if not isinstance(product, Sheet):
        return []
    found = []
    heads = [column.header for column in product.columns]
    for line, (child, row, turn) in enumerate(
        zip(product.children, product.rows, handin_papers.turns(product), strict=True)
    ):
        held = before.get(child, {})
        for at, (head, value) in enumerate(zip(heads, row, strict=True)):
            text = "" if value is None else str(value)
            if head != handin_papers.NUMBER and held.get(f"{head}{turn}") != text:
                found.append((line, at))
    return found


def is_another(before: Contents, now: Contents) -> bool:
    """Whether the request wants another table by now than the one that was handed in."""
    if (WHOLE_TABLE in before) != (WHOLE_TABLE in now):
        return bool(before and now)
    was, has = _heads(before), _heads(now)
    return bool(was and has) and len(was & has) < SHARED * min(len(was), len(has))


def _heads(told: Contents) -> set[str]:
    """The heads of a list; of a table of counts the heads over its cells, whatever the lines are called."""
    if WHOLE_TABLE in told:
        return {name.partition("，")[2] for name in told[WHOLE_TABLE]}
    return {head for held in told.values() for head in held}


def _instead(before: Contents, now: Contents) -> list[Change]:
    """Cell by cell nothing can be said of two tables: how many children stand in each, who came, who went."""
    was, has = ([child for child in told if child != WHOLE_TABLE] for told in (before, now))
    found = [Change(NOBODY, ANOTHER, f"上次{len(was):,}人", f"现在{len(has):,}人")]
    found += [Change(child, COME, "", "") for child in has if child not in before]
    return found + [Change(child, GONE, "", "") for child in was if child not in now]


def _told(before: Contents, now: Contents) -> list[Change]:
    """What has changed in a report: figures first, then the children behind them."""
    if WHOLE_TABLE not in now:
        return _compared(before, now)
    was, has = before.get(WHOLE_TABLE, {}), now[WHOLE_TABLE]
    names = dict.fromkeys((*was, *has))
    found = [
        Change(NOBODY, name, was.get(name, ""), has.get(name, ""))
        for name in names
        if was.get(name) != has.get(name)
    ]
    counted, counts = counts_in(before), counts_in(now)
    for child in dict.fromkeys((*now, *before)):
        if child == WHOLE_TABLE:
            continue
        then, today = counted(child), counts(child)
        if child not in before:
            found.append(Change(child, COME, "", _few(today)))
        elif child not in now:
            found.append(Change(child, GONE, _few(then), ""))
        elif then != today:
            found.append(Change(child, MOVED, _few(then - today), _few(today - then)))
    return found


def counts_in(told: Contents) -> Callable[[str], frozenset[str]]:
    """Child → the names of the cells in which it counts."""
    names = list(told.get(WHOLE_TABLE, {}))

    def of(child: str) -> frozenset[str]:
        places = told.get(child, {}).get("", "")
        return frozenset(names[int(place)] for place in places.split(",") if place)

    return of


def _few(names: frozenset[str]) -> str:
    last = sorted({name.rpartition("，")[2] for name in names})
    return "、".join(last[:FEW]) + (f"等{len(last)}格" if len(last) > FEW else "")


def _compared(before: Mapping[str, Mapping[str, str]], now: Mapping[str, Mapping[str, str]]) -> list[Change]:
    found: list[Change] = []
    for child, held in now.items():
        was = before.get(child)
        if was is None:
            found.append(Change(child, COME, "", next(iter(held.values()), "")))
            continue
        for head in dict.fromkeys((*was, *held)):
            if was.get(head, "") != held.get(head, ""):
                found.append(Change(child, head, was.get(head, ""), held.get(head, "")))
    for child, was in before.items():
        if child not in now:
            found.append(Change(child, GONE, next(iter(was.values()), ""), ""))
    return found

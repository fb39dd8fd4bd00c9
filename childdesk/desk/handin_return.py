"""Says which children a return means: by yellow cells and comments in the workbook, or by the words typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from childdesk.desk import filling, forms, handin_changes, handin_papers, handins, reports
from childdesk.desk.fill_values import People
from childdesk.desk.handin_lines import HandInLine, Returned
from childdesk.desk.handin_papers import WHOLE_TABLE, Contents
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.progress import Silent
from childdesk.domain.report.tally import Tally
from childdesk.files import columns as columns_
from childdesk.files import read
from childdesk.files.filling import form, source
from childdesk.files.filling.dress import dresses
from childdesk.files.filling.form_sheet import FormSheet, column_of, row_of
from childdesk.files.filling.package import Package, SheetPlace

MARKED = "标了颜色"
MOST_BEHIND = 20
"""Children who are named behind one figure that was marked."""
_PARTS = re.compile(r"[，。；;、,!！?？\n]+")
_PLACE = re.compile(r"(?:第(?P<row>\d+)行|(?:序号|第)(?P<number>\d+)号?)")


def places(session: Session, row: str, path: Path) -> list[Returned]:
    """The places marked in a workbook that came back, against the version that was handed in.

    A cell counts when its ground is not what we sent, or a comment stands on it. Raises Refused.
    """
    session.require(Right.VIEW)
    line = handins.one(session, row)
    sent = next((v for v in line.versions if v.given_at and v.digest), None)
    if sent is None:
        raise Refused("本机没有交过这份表，对不上退回来的。请写上对方说了什么")
    back = source.read_form(read.contents(path), Silent())
    ours = Package(forms.files(session).get(sent.digest))
    if line.report:
        told = handin_changes.contents(session, line, sent.number) or {}
        if WHOLE_TABLE in told:
            return list(_figures(session, line, back, ours, told))
    return list(_marked(session, back, ours))


def named(session: Session, row: str, words: str) -> list[Returned]:
    """The places that the sender's words mean: names of children, 第5行, 序号3, with the head spoken of.

    Against the version that was handed in last; nothing where it was not made here.
    """
    session.require(Right.VIEW)
    line = handins.one(session, row)
    sent = next((v for v in line.versions if v.given_at and v.digest), None)
    if sent is None:
        return []
    contents = handin_changes.contents(session, line, sent.number) or {}
    rows: dict[tuple[str, str], str] = {}
    if WHOLE_TABLE in contents:
        heads = {name.rpartition("，")[2] for name in contents[WHOLE_TABLE]}
    else:
        rows, heads = _rows(session, forms.files(session).get(sent.digest))
    names = {name: child for child, name in handins.names(session, list(contents)).items()}
    found: dict[tuple[str, str], Returned] = {}
    for part in _PARTS.split(words):
        meant = [child for name, child in names.items() if name in part]
        for place in _PLACE.finditer(part.replace(" ", "")):
            key = ("行", place["row"]) if place["row"] else ("号", place["number"])
            meant += [rows[key]] if key in rows else []
        for child in dict.fromkeys(meant):
            head = _head(heads, _PLACE.sub("", part))
            found.setdefault((child, head), Returned(child, head, part.strip()))
    return list(found.values())


def _head(heads: Iterable[str], words: str) -> str:
    """The head that some words speak of, the longest of several; "" for none."""
    spoken = [head for head in heads if head.rpartition("/")[2] in words]
    return max(spoken, key=len, default="")


def _rows(session: Session, data: bytes) -> tuple[dict[tuple[str, str], str], set[str]]:
    """(行 or 号, its number) → child, and the heads, of the lists of a workbook that we made."""
    given = source.read_form(data, Silent())
    known = filling.Known(People(session, None).everyone())
    found: dict[tuple[str, str], str] = {}
    heads: set[str] = set()
    for sheet in given.book.sheets:
        table = form.tables(sheet)[0]
        columns = columns_.read_columns(table, session.today) if table.records else ()
        heads |= {column.header for column in columns}
        for number, row in enumerate(table.records, start=1):
            child = known.in_row(table.cells(row), columns)
            if child is not None:
                found.setdefault(("行", str(row)), child[0])
                found.setdefault(("号", str(number)), child[0])
    return found, heads


def _marked(session: Session, back: source.Given, ours: Package) -> Iterator[Returned]:
    package = Package(back.package)
    for sheet in back.book.sheets:
        table = form.tables(sheet)[0]
        place = next((p for p in package.sheets() if p.name == sheet.name), None)
        if place is None or not table.records:
            continue
        columns = columns_.read_columns(table, session.today)
        heads = {column.index: column.header for column in columns}
        known = filling.Known(People(session, None).everyone())
        marks = _marks(package, place, ours)
        for at in sorted(marks):
            if at[0] not in table.records:
                continue
            child = known.in_row(table.cells(at[0]), columns)
            if child is not None:
                yield Returned(child[0], heads.get(at[1], ""), marks[at])


def _figures(
    session: Session, line: HandInLine, back: source.Given, ours: Package, told: Contents
) -> Iterator[Returned]:
    """Marked figures of a table of counts, each with the children who counted in it."""
    product = reports.produce(session, handin_papers.asked(line))
    if not isinstance(product, Tally):
        return
    package = Package(back.package)
    place = next((p for p in package.sheets() if p.name == ours.sheets()[0].name), None)
    marks = _marks(package, place, ours) if place is not None else {}
    first, labels, wide = reports.first_row(product), len(product.labels), len(product.leaves())
    names, counts = list(told[WHOLE_TABLE]), handin_changes.counts_in(told)
    for (row, column), words in sorted(marks.items()):
        at = (row - first) * wide + column - labels
        if column < labels or row < first or column >= labels + wide or at >= len(names):
            continue
        yield Returned(handin_changes.NOBODY, names[at], words)
        counted = [child for child in told if child != WHOLE_TABLE and names[at] in counts(child)]
        for child in counted[:MOST_BEHIND]:
            yield Returned(child, names[at], words)


def _marks(package: Package, place: SheetPlace, ours: Package) -> dict[tuple[int, int], str]:
    """Cells of a sheet that came back with another ground, or another comment, than we sent them."""
    marks = _grounds(package, place.part, ours, place.name)
    there = next((p.part for p in ours.sheets() if p.name == place.name), "")
    known_words = _comments(ours, there) if there else {}
    said = _comments(package, place.part)
    return marks | {at: text for at, text in said.items() if known_words.get(at) != text}


def _grounds(package: Package, part: str, ours: Package, name: str) -> dict[tuple[int, int], str]:
    """Cells whose ground is another than in the copy that we keep."""
    mine = next((p for p in ours.sheets() if p.name == name), None)
    if mine is None:
        return {}
    sent = FormSheet(ours, mine, dresses(ours))
    place = next(p for p in package.sheets() if p.part == part)
    came = FormSheet(package, place, dresses(package))
    found = {}
    for number, line in came.lines.items():
        for column in line.cells:
            fill = came.dress(number, column).fill
            if fill and fill != sent.dress(number, column).fill:
                found[number, column] = MARKED
    return found


def _comments(package: Package, part: str) -> dict[tuple[int, int], str]:
    """Comments of a sheet, old and threaded ones."""
    found: dict[tuple[int, int], str] = {}
    for relation in package.relations(part):
        if relation.kind not in ("comments", "threadedComment") or relation.part not in package:
            continue
        for element in package.part(relation.part).root.walk():
            if element.name in ("comment", "threadedComment") and "ref" in element.attrs:
                words = "".join(e.text for e in element.walk() if e.name in ("t", "text"))
                place = element.attrs["ref"]
                found[row_of(place), column_of(place)] = " ".join(words.split())[:200]
    return found

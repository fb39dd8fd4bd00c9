"""A form as a person looks at it before it is written: every column with what goes in, and whom it is for."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.desk import import_view
from childdesk.desk.filling import ASKED, COMPUTED, FillPlan
from childdesk.domain import catalogue
from childdesk.domain.paper import Footer, Paper, Table, roster
from childdesk.domain.privacy import S3

SCOPES = (
    ("", "全部在册的孩子"),
    ("child.categories=留守儿童", "只填留守儿童"),
    ("child.categories=流动儿童", "只填流动儿童"),
    ("child.categories=困境儿童", "只填困境儿童"),
    ("child.categories=孤儿", "只填孤儿"),
    ("child.categories=事实无人抚养儿童", "只填事实无人抚养儿童"),
)
"""Whom a form is usually for."""


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """One column of the form. `state` is sure, ask or left; `sample` is what the first child gets."""

    header: str
    state: str
    words: str
    sample: str = ""
    options: tuple[tuple[str, str], ...] = ()


def lines(made: FillPlan) -> list[ColumnLine]:
    """The columns in their order; those that wait for an answer carry the best three."""
    left = {one.index: one for one in made.unfilled}
    found = []
    for column in made.columns:
        one = left.get(column.index)
        if one is None:
            text = import_view.words(column.field) if column.field else column.header
            found.append(ColumnLine(column.header, "sure", text, _sample(made, column.index)))
        elif one.asks:
            options = [(c.field, import_view.words(c.field)) for c in column.candidates if c.field]
            found.append(ColumnLine(column.header, "ask", ASKED, "", (*options, ("drop", "这一列不填"))))
        else:
            state = "sure" if one.why == COMPUTED else "left"
            found.append(ColumnLine(column.header, state, one.why))
    return found


def _sample(made: FillPlan, index: int) -> str:
    """The first words in a column; numbers of persons and what is sealed are not shown here."""
    field = next((column.field for column in made.columns if column.index == index), None)
    item = catalogue.FIELDS.get(field or "")
    if item is not None and (item.kind.mask or item.privacy is S3):
        return ""
    texts = (person[index].text for person in made.people if index in person)
    return next((text for text in texts if text), "")


def sentence(made: FillPlan) -> str:
    """How it stands, in one line."""
    asks = sum(left.asks for left in made.unfilled)
    blank = sum(not left.asks and left.why != COMPUTED for left in made.unfilled)
    said = f"{made.rows}个孩子，{len(made.columns)}栏"
    if asks:
        said += f"，{asks}栏要您定"
    return f"{said}，{blank}栏先空着" if blank else said


def paper(made: FillPlan, title: str, who: str, when: str, *, practice: bool) -> Paper:
    """The list as it can be printed at once, for a form that was only heads."""
    columns = [column for column in made.columns if any(column.index in person for person in made.people)]
    rows = tuple(tuple(person[c.index].text for c in columns) for person in made.people)
    table = Table((tuple(c.header for c in columns),), rows)
    facts = (("填报单位", made.words.unit), ("统计时间", f"截止到{made.words.as_of}"))
    made_ = roster(title, table, facts=facts, footer=Footer(who, when, masked=made.wish.masked))
    return Paper(made_.title, made_.blocks, made_.style, made_.sheet, made_.footer, practice)

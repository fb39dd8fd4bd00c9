"""A form as a person looks at it before it is written: every column with what goes in, and whom it is for."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.desk import import_view
from childdesk.desk.filling import ASKED, COMPUTED, FillPlan, SheetPlan
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
    answer: str = ""
    """What an answer about it is kept under."""


@dataclass(frozen=True, slots=True)
class SheetLook:
    """One sheet that asks for children: whom it is for, and its columns when it is filled."""

    name: str
    chosen: bool
    why: str
    scope: str
    rows: int
    lines: tuple[ColumnLine, ...] = ()

    @property
    def sentence(self) -> str:
        """How it stands."""
        if not self.chosen:
            return f"不填：{self.why}" if self.why else "不填"
        asks = sum(line.state == "ask" for line in self.lines)
        return f"{self.rows:,}个孩子" + (f"，{asks:,}栏要您定" if asks else "")


def sheets(made: FillPlan) -> list[SheetLook]:
    """The sheets in their order, those that are not filled among them."""
    plans = {sheet.name: sheet for sheet in made.sheets}
    several = len(made.offered) > 1
    found = []
    for offer in made.offered:
        plan = plans.get(offer.name)
        scope = offer.where[0] if offer.where else ""
        told = tuple(lines(plan, f"{offer.name}!" if several else "")) if plan else ()
        rows = len(plan.children) if plan else 0
        found.append(SheetLook(offer.name, offer.chosen, offer.why, scope, rows, told))
    return found


def lines(made: SheetPlan, begin: str = "") -> list[ColumnLine]:
    """The columns in their order; those that wait for an answer carry the best three.

    `begin` stands before the header in what an answer is kept under.
    """
    left = {one.index: one for one in made.unfilled}
    found = []
    for column in made.columns:
        one = left.get(column.index)
        if one is None:
            text = import_view.words(column.field) if column.field else column.header
            found.append(ColumnLine(column.header, "sure", text, _sample(made, column.index)))
        elif one.asks:
            options = [(c.field, import_view.words(c.field)) for c in column.candidates if c.field]
            answers = (*options, ("drop", "这一列不填"))
            found.append(ColumnLine(column.header, "ask", ASKED, "", answers, f"{begin}{column.header}"))
        else:
            state = "sure" if one.why == COMPUTED else "left"
            found.append(ColumnLine(column.header, state, one.why))
    return found


def _sample(made: SheetPlan, index: int) -> str:
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
    pages = f"{len(made.sheets)}页，" if len(made.sheets) > 1 else ""
    said = f"{pages}{len(made.children):,}个孩子，{len(made.columns):,}栏"
    if asks:
        said += f"，{asks:,}栏要您定"
    return f"{said}，{blank:,}栏先空着" if blank else said


def paper(made: FillPlan, title: str, who: str, when: str, *, practice: bool) -> Paper:
    """The list as it can be printed at once, for a form that was only heads."""
    people = made.first.people
    columns = [c for c in made.first.columns if any(c.index in person for person in people)]
    rows = tuple(tuple(person[c.index].text for c in columns) for person in people)
    table = Table((tuple(c.header for c in columns),), rows)
    facts = (("填报单位", made.words.unit), ("统计时间", f"截止到{made.words.as_of}"))
    made_ = roster(title, table, facts=facts, footer=Footer(who, when, masked=made.wish.masked))
    return Paper(made_.title, made_.blocks, made_.style, made_.sheet, made_.footer, practice)

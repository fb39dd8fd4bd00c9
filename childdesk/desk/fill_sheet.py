"""What one sheet of somebody else's form gets: whom, what in each column, what stays open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from childdesk.desk.fill_values import People, Person
from childdesk.desk.rosters import NAMELESS, WHOLE
from childdesk.desk.session import Right
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.privacy import S3, mask
from childdesk.files import values
from childdesk.files.columns import Column
from childdesk.files.filling import choices
from childdesk.files.filling.cards.card import CardForm
from childdesk.files.filling.cells import Said
from childdesk.files.filling.form import Form
from childdesk.files.header_grammar import folded
from childdesk.files.sheets import Cell

NOT_KNOWN = "台账里没有这一项"
ASKED = "不知道是哪一项，请您定"
DROPPED = "按您的意思不填"
COMPUTED = "表里自己算"
SEALED = "是保密内容，没有写"


@dataclass(frozen=True, slots=True)
class Left:
    """A column that is not filled, and why; `asks` when a person can say what it is."""

    index: int
    header: str
    why: str
    asks: bool = False
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants in a form: whom, as of when, and how much of it may be seen."""

    where: tuple[str, ...] = ()
    """`FIELD=VALUE` for every sheet, `SHEET!FIELD=VALUE` for one, `SHEET!` for a sheet that is wanted."""
    as_of: date | None = None
    level: str = WHOLE
    """How much of a person may be seen: 全文, 部分遮盖, 去标识."""
    with_s3: bool = False
    reason: str = ""
    only: frozenset[str] | None = None
    """These children; None for everybody who is open."""
    said: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Header of a column, folded → child → what stands there, whatever the register says."""

    @property
    def masked(self) -> bool:
        """Whether numbers are hidden, in part or whole."""
        return self.level != WHOLE


@dataclass(slots=True)
class SheetPlan:
    """What filling one sheet would do."""

    name: str
    columns: tuple[Column, ...]
    children: tuple[str, ...]
    unfilled: tuple[Left, ...]
    warnings: list[str]
    form: Form | CardForm = field(repr=False)
    people: list[dict[int, Said]] = field(repr=False)
    held: dict[int, dict[int, Said]] = field(repr=False)
    contents: dict[str, dict[str, str]] = field(repr=False)
    """Child → header → what is said; what is compared with the last hand-in."""
    where: tuple[str, ...] = ()
    """Whom it is for."""
    holds: dict[str, int] = field(default_factory=dict)
    """How many values of each masked kind it would carry, S3 among them."""


class Filler:
    """Says for every column and every child what is written."""

    def __init__(
        self, people: People, found: Form | CardForm, columns: tuple[Column, ...], wish: Wish
    ) -> None:
        self.people, self.form, self.columns, self.wish = people, found, columns, wish
        self.left: list[Left] = []
        self.without: dict[tuple[int, str], int] = {}
        """(column, our word) → how many children have a word that the form's list lacks."""
        self.filled = [c for c in columns if c.index in found.columns and self._is_filled(c)]
        self.holds: dict[str, int] = {}

    def _is_filled(self, column: Column) -> bool:
        why, asks = "", False
        if self._told(column) is not None:
            return not self.form.has_formula(column.index)
        if self.form.has_formula(column.index):
            why = COMPUTED
        elif column.decided == "ask":
            why, asks = ASKED, True
        elif column.field is None and column.extra is None:
            why = DROPPED
        elif column.field is None and not self._can_answer(column):
            why = NOT_KNOWN
        elif column.field in catalogue.FIELDS and catalogue.FIELDS[column.field].privacy is S3:
            why = "" if self._may_s3() else SEALED
        if why:
            self.left.append(Left(column.index, column.header, why, asks, self.form.sheet.place.name))
        return not why

    def _told(self, column: Column) -> Mapping[str, str] | None:
        """What somebody said about every child for this very column."""
        whole, last = folded(column.header), folded(column.header.rpartition("/")[2])
        return self.wish.said.get(whole) or self.wish.said.get(last)

    def _can_answer(self, column: Column) -> bool:
        return self.people.answer(("", {}), column.header) is not None

    def _may_s3(self) -> bool:
        if not self.wish.with_s3:
            return False
        self.people.session.require(Right.S3)
        if not self.wish.reason.strip():
            raise Refused("写出保密内容要写明理由", "reason")
        return True

    def plan(self, children: Sequence[Person], where: tuple[str, ...]) -> SheetPlan:
        """The plan for these children, who are those of `where`."""
        held, there, strangers = self._held(children)
        fresh = [child for child in children if child[0] not in there]
        contents = {child[0]: self._content(child) for child in children}
        people = [
            self._row(child, number) for number, child in enumerate(fresh, len(self.form.area.people) + 1)
        ]
        return SheetPlan(
            name=self.form.sheet.place.name,
            columns=self.columns,
            children=tuple([*there, *(child[0] for child in fresh)]),
            unfilled=tuple(self.left),
            warnings=[*strangers, *self._lacking()],
            form=self.form,
            people=people,
            held=held,
            contents=contents,
            where=where,
            holds=self.holds,
        )

    def _content(self, child: Person) -> dict[str, str]:
        """What is said of a child, by header; its number in the list is no fact about it."""
        held, without = dict(self.holds), dict(self.without)
        made = {c.header: self._said(child, c, 0).text for c in self.filled if c.field != "row.number"}
        self.holds, self.without = held, without
        return {header: text for header, text in made.items() if text}

    def _row(self, child: Person, number: int, only: frozenset[int] | None = None) -> dict[int, Said]:
        made: dict[int, Said] = {}
        for column in self.filled:
            if only is None or column.index in only:
                made[column.index] = self._said(child, column, number)
        return made

    def _said(self, child: Person, column: Column, number: int) -> Said:
        told = self._told(column)
        if told is not None:
            said = Said(told.get(child[0], ""))
        elif column.field is None:
            said = self.people.answer(child, column.header) or Said("")
        else:
            said = self.people.said(child, column.field, number)
        item = catalogue.FIELDS.get(column.field or "")
        if self.wish.level == NAMELESS:
            said = _nameless(column, said, known=item is not None)
        way = item.kind.mask if item is not None else None
        if item is not None and item.privacy is S3 and said.text:
            self.holds["s3"] = self.holds.get("s3", 0) + 1
        if way and said.text:
            self.holds[way] = self.holds.get(way, 0) + 1
            if self.wish.masked:
                return Said(mask(said.text, way))
        options = self.form.options.get(column.index)
        if not options or not said.text:
            return said
        word = choices.chosen(said.text, options, item.kind if item else None)
        if word is None:
            key = (column.index, said.text)
            self.without[key] = self.without.get(key, 0) + 1
            return Said("")
        return said if word == said.text else Said(word)

    def _lacking(self) -> list[str]:
        heads = {column.index: column.header for column in self.columns}
        return [
            f"“{heads[index]}”的下拉选项里没有“{word}”，{count:,}人先空着"
            for (index, word), count in self.without.items()
        ]

    # -- people who stand in the form already --------------------------------------------------------

    def _held(self, children: Sequence[Person]) -> tuple[dict[int, dict[int, Said]], list[str], list[str]]:
        """(row → what is added to it, children who stand there, rows of nobody whom we know)."""
        known = Known(children)
        added: dict[int, dict[int, Said]] = {}
        there: list[str] = []
        strangers: list[str] = []
        for number, row in enumerate(self.form.area.people, start=1):
            cells = self.form.table.cells(row)
            child = known.in_row(cells, self.columns)
            if child is None:
                strangers.append(f"第{row}行的人不在这次要填的名单里，原样留着")
                continue
            there.append(child[0])
            blank = frozenset(c.index for c in self.filled if not cells.get(c.index, Cell()).text.strip())
            added[row] = {k: v for k, v in self._row(child, number, blank).items() if v.text}
        return added, there, strangers


_CODED = frozenset(("code", "codes", "yesno", "whole", "date", "money"))
"""Kinds by which nobody is recognised."""
_PLAIN = frozenset(f"child.{key}" for key in "village_group school grade nation".split()) | {
    "guardian.relation"
}
"""Words that stand on the lists without names of our own reports too."""


def _nameless(column: Column, said: Said, *, known: bool) -> Said:
    """What is left of some words when nobody may be recognised."""
    name = column.field or ""
    if not said.text or name == "row.number" or name.startswith("place."):
        return said
    if not known:
        # A yes or no, an age, a day of ours may stand; an item of the desk is anybody's words.
        return said if name == "child.age" or said.text in ("是", "否") or said.day else Said("")
    kind = catalogue.FIELDS[name].kind
    if kind.name == "name":
        return Said(f"{said.text[:1]}某")
    if name.endswith(".birth"):
        return Said(said.text[:4])
    plain = kind.name in _CODED or name in _PLAIN
    return said if plain and not kind.mask else Said("")


class Known:
    """The children of the list by identity number and by name."""

    def __init__(self, children: Sequence[Person]) -> None:
        self.by_number = {str(raw["id_number"]): (row, raw) for row, raw in children if raw.get("id_number")}
        self.by_name: dict[str, list[Person]] = {}
        for row, raw in children:
            self.by_name.setdefault(str(raw.get("name") or ""), []).append((row, raw))

    def in_row(self, cells: Mapping[int, Cell], columns: Sequence[Column]) -> Person | None:
        """Who stands in a row of a form."""
        by_field = {column.field: column.index for column in columns if column.field}
        number = _text(cells, by_field.get("child.id_number"), "id_number")
        return self.find(number, _text(cells, by_field.get("child.name"), "name"))

    def find(self, number: str, name: str) -> Person | None:
        """Who is meant: by number, else by a name that only one child has."""
        if number in self.by_number:
            return self.by_number[number]
        named = self.by_name.get(name, []) if name and not number else []
        return named[0] if len(named) == 1 else None


def _text(cells: Mapping[int, Cell], index: int | None, shape: str) -> str:
    cell = cells.get(index) if index is not None else None
    return values.read(cell, shape).text if cell is not None else ""

"""One row of a sheet while it is read: what each cell says, what was mended, and what is listed instead."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from childdesk.desk.import_plan import Remark
from childdesk.domain import catalogue, options, parent_words
from childdesk.files import faults, legends, members, name_look, ticks, values
from childdesk.files.columns import Column
from childdesk.files.sheets import Cell, Row


@dataclass(slots=True)
class Books:
    """What is kept about one row while it is read: texts by field, columns by field, and each cell's fate."""

    number: int
    texts: dict[str, str] = field(default_factory=dict)
    extras: dict[str, str] = field(default_factory=dict)
    """What becomes an item, by the header of its column."""
    age: str = ""
    places: dict[str, int] = field(default_factory=dict)
    above: Mapping[str, str] = field(default_factory=dict)
    phones: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    """What could not be read, by field, as it stood in its cell."""
    cells: int = 0
    extra: set[int] = field(default_factory=set)
    listed: set[int] = field(default_factory=set)
    ours: dict[int, tuple[str, str]] = field(default_factory=dict)
    """(header, words) of the cells that this program had put together, by column."""
    remarks: list[Remark] = field(default_factory=list)
    """What is to be said of the row, in its order."""

    @property
    def number_typed(self) -> str:
        """The child's number as the list has it; of one that a spreadsheet rounded, what still stands."""
        name = "child.id_number"
        born = self.kept.get("child.birth", "").replace("-", "")
        typed = self.texts.get(name) or ("0" * 6 + born if born else "")
        return typed or self.unread.get(name, "")


NOT_KEPT = {"row.number": "序号会变", "child.age": "年龄由出生日期算出"}
"""Recognised columns that are no fact about a child, and why; their cells are listed once."""


class Ways:
    """The columns of a sheet by what becomes of their cells, and the plain cells that were read already."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._by_row = bool(members.related(columns))
        self._plain: dict[str, dict[int, str]] = {}
        """Field → cell → what it says, nothing where more is to be said of it."""
        self._sort(columns)

    def _sort(self, columns: Sequence[Column]) -> None:
        self._ticks = [c for c in columns if c.kind and c.field is not None]
        kept = [c for c in columns if c.field is not None and c.field not in NOT_KEPT and not c.kind]
        self._fields = [self._way(column, str(column.field)) for column in kept]
        self._legends = {c.index: said for c in kept if (said := legends.legend(c.header))}
        others = [c for c in columns if c.field is None or c.field in NOT_KEPT]
        self._extras = [(c.index, c.extra) for c in others if c.extra is not None]
        self._ages = [c.index for c in others if c.field == "child.age" and c.extra is not None]
        self._others = [c for c in others if c.extra is None]

    def _way(self, column: Column, name: str) -> tuple[Column, str, str, dict[int, str]]:
        return column, name, _shape(name), self._plain.setdefault(name, {})

    def take(self, books: Books, cells: Row) -> None:
        """Takes the filled cells of a row into its books."""
        if self._by_row:
            self._sort(members.in_row(self._columns, cells))
        texts = cells.texts()
        held, places = books.texts, books.places
        for column, name, shape, known in self._fields:
            index = column.index
            if text := texts.get(index):
                books.cells += 1
                if self._legends and (word := self._legends.get(index, {}).get(text)):
                    _decoded(books, column, text, word)
                    continue
                at = cells.plain(index)
                plain = known.get(at)
                if plain is None:
                    plain = self._said(name, shape, text, cells, index) if at >= 0 else ""
                    known[at] = plain
                if plain and name not in held:
                    held[name] = plain
                    places.setdefault(name, index)
                else:
                    read_cell(books, column, cells[index])
        self._take_ticks(books, texts)
        self._take_items(books, texts)
        self._look_at_ages(books, texts)
        for column in self._others:
            if text := texts.get(column.index):
                _leave(books, column, text)

    def _take_items(self, books: Books, texts: Mapping[int, str]) -> None:
        kept, at, said = books.extras, books.extra, texts.get
        for index, header in self._extras:
            if text := said(index):
                if text in values.DITTO:
                    text = books.above.get(header, "") or text
                if text[0] in faults.FIRST:
                    _keep(books, index, header, text)
                else:
                    kept[header] = text
                    at.add(index)
        books.cells += len(at)

    def _take_ticks(self, books: Books, texts: Mapping[int, str]) -> None:
        """A tick is the category of its column; other words in it are kept as they stand."""
        for column in self._ticks:
            text = texts.get(column.index)
            said = ticks.answer(text) if text else ""
            if text and not said:
                _keep(books, column.index, column.header, text)
            elif text:
                books.cells += 1
                if said == "yes":
                    _belongs(books, str(column.field), column)
                else:
                    why = f"写的是“{text[:8]}”，不记作{column.kind}"
                    books.listed.add(column.index)
                    books.remarks.append(Remark(books.number, column.index, "note", why, text))

    def _look_at_ages(self, books: Books, texts: Mapping[int, str]) -> None:
        """An age that is kept as an item still says something of the birth."""
        for index in self._ages:
            if text := texts.get(index):
                books.age, books.places["child.age"] = text, index

    @staticmethod
    def _said(name: str, shape: str, text: str, cells: Row, index: int) -> str:
        """What a cell of the file says that says one thing only; nothing for one that needs a closer look."""
        if cells.is_text(index) and values.is_usual(text, shape):
            plain = text
        else:
            value = values.read(cells[index], shape)
            plain = value.text if value.is_plain else ""
        return "" if _NONE.fullmatch(plain) and _is_no_option(name, plain) else plain


def _decoded(books: Books, column: Column, figure: str, word: str) -> None:
    """A figure that the header itself explains."""
    name = str(column.field)
    if name in books.texts:
        books.listed.add(column.index)
    else:
        books.texts[name] = word
        books.places.setdefault(name, column.index)
    books.remarks.append(Remark(books.number, column.index, "note", BY_LEGEND, figure, word))


def _belongs(books: Books, name: str, column: Column) -> None:
    """The child is of one more kind."""
    held = books.texts.get(name, "")
    known = {option.code for word in held.split("、") if (option := options.CATEGORY.find(word))}
    if column.kind not in known:
        books.texts[name] = f"{held}、{column.kind}" if held else column.kind
    books.places.setdefault(name, column.index)


def _keep(books: Books, index: int, header: str, text: str) -> None:
    """A cell of an item; one that holds nothing to keep is listed."""
    if why := faults.why(text):
        books.cells += 1
        books.listed.add(index)
        books.remarks.append(Remark(books.number, index, "impossible", why, text))
    else:
        books.extras[header] = text
        books.extra.add(index)


def _leave(books: Books, column: Column, text: str) -> None:
    """A cell that is listed and not taken."""
    books.cells += 1
    books.listed.add(column.index)
    if column.field is None and column.decided == "auto":
        books.ours[column.index] = (column.header, text)
    if column.field == "child.age":
        books.age, books.places["child.age"] = text, column.index


def read_cell(books: Books, column: Column, cell: Cell) -> None:
    """Takes one cell into the row: repaired, or listed with what is wrong."""
    name = str(column.field)
    value = values.read(cell, _shape(name))
    if _NONE.fullmatch(value.text) and _is_no_option(name, value.text):
        value = values.Reading(meaning="nothing")

    if value.is_plain and name not in books.texts:
        books.texts[name] = value.text
    else:
        _odd(books, column, cell, value)
    books.places.setdefault(name, column.index)


def _odd(books: Books, column: Column, cell: Cell, value: values.Reading) -> None:
    """A cell of which something is to be said, or the second one of its field."""
    name = str(column.field)

    def remark(level: str, text: str, was: str = "", became: str = "") -> None:
        books.remarks.append(Remark(books.number, column.index, level, text, was, became))

    if name == "child.name" and value.doubt == values.MANY_NAMES:
        value = values.Reading(problem=TWO_CHILDREN)
    text = value.text
    if value.meaning == "ditto":
        text = books.above.get(name, "")
    elif value.meaning == "as_registered":
        text = books.texts.get("child.hukou_address", "")
    elif value.meaning in ("as_father", "as_mother"):
        record = value.meaning.removeprefix("as_")
        text = books.texts.get(f"{record}.{name.partition('.')[2]}", "")
    # What somebody masked is nobody's number, and an error no word of anybody's.
    if value.problem and "*" not in cell.text and cell.kind != "error" and not faults.why(cell.text):
        books.unread[name] = cell.text.strip()
    if value.problem or not text:
        books.listed.add(column.index)
        why = value.problem or f"写的是“{cell.text.strip()[:8]}”，{_OTHERS.get(value.meaning, '按没有记')}"
        remark("impossible" if value.problem else "note", why, cell.text)
    for repair in value.repairs:
        remark("note", repair.why, repair.was, repair.became)
    if value.doubt:
        remark("doubtful", value.doubt, cell.text, text)
    _take(books, name, text, value)


def _take(books: Books, name: str, text: str, value: values.Reading) -> None:
    """Puts what a cell says into its row; what stands beside it (a note, a second number) is kept too."""
    record = name.partition(".")[0]
    held = books.texts.get(name)
    if held and text and name.endswith(".phone"):  # a second column of the same person's
        books.phones.setdefault(record, []).extend({text} - {held})
        text = ""
    books.texts[name] = f"{held}、{text}" if held and text not in ("", held) else text or held or ""
    if value.more and name.endswith((".phone", ".name")):
        books.phones.setdefault(record, []).extend(value.more)
    elif value.more:
        books.notes.extend(value.more)
    if value.note:
        _beside(books, name, value.note)
    for attribute, kept in value.kept.items():
        if f"{record}.{attribute}" in catalogue.FIELDS:
            books.kept.setdefault(f"{record}.{attribute}", kept)


def _beside(books: Books, name: str, note: str) -> None:
    """What stood in brackets behind a name, or beside a number: a former name, who it is, else a remark."""
    record, _, key = name.partition(".")
    former = _FORMER.fullmatch(note)
    relation = (
        name_look.relation(note) if record != "child" and key == "name" and name_look.is_kin(note) else ""
    )
    if name == "child.name" and former:
        books.kept.setdefault("child.former_name", former[1])
    elif relation:
        books.kept.setdefault(f"{record}.relation", relation)
    elif name in _PARENTS_NAMES and (state := parent_words.state(note)):
        books.kept.setdefault(f"{record}.status", state)
    elif name in _PARENTS_NAMES and (works := parent_words.works(note))[0]:
        books.kept.setdefault(f"{record}.status", works[0])
        if works[1]:
            books.kept.setdefault(f"{record}.work_place", works[1])
    elif name == "child.name":
        books.notes.append(note)
    else:
        books.notes.append(f"{_label(name)}：{note}")


def _label(name: str) -> str:
    """A field in words, with whose it is: 监护人姓名."""
    record = name.partition(".")[0]
    label = catalogue.FIELDS[name].label
    whose = catalogue.RECORDS[record].label
    return label if record == "child" or label.startswith(whose) else f"{whose}{label}"


BY_LEGEND = "照表头写的说明记"
TWO_CHILDREN = "一格里像是几个孩子，请分成几行"
_OTHERS = {"as_father": "表里没有父亲的这一项，没有记", "as_mother": "表里没有母亲的这一项，没有记"}
_PARENTS_NAMES = frozenset(("father.name", "mother.name"))
_FORMER = re.compile(r"(?:曾用名|原名|又名)[:：\s]*([\u4e00-\u9fff·]{2,8})")
_NONE = re.compile("暂?无|没有|[无非]残疾|无疾?病|无重病|无此?情况|正常")


@cache
def _is_no_option(name: str, word: str) -> bool:
    """Whether a list of options has no such answer, so that 无 only says that there is nothing."""
    return name in catalogue.FIELDS and catalogue.FIELDS[name].kind.read(word)[0] is None


@cache
def _shape(name: str) -> str:
    return catalogue.FIELDS[name].kind.name if name in catalogue.FIELDS else "text"

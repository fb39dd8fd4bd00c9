"""An import plan as a person looks at it: numbers, the sheet as it is, open questions, what to look at."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from childdesk.desk.import_missing import NOT_THERE
from childdesk.desk.import_plan import ImportPlan, Remark, RowPlan, SheetPlan
from childdesk.domain import catalogue, privacy
from childdesk.domain.privacy import mask
from childdesk.files.columns import Column as Taken

GROUPS = {"impossible": "不收", "doubtful": "要您看", "note": "整理过"}
MISSING = "表里没有"
NOT_DATA = "不是孩子："
SHOWN_ROWS = 200_000
_NUMBER = re.compile(r"[(（]?\d(?:[\s)）-]?\d){9,}[\dXx]?")
"""Ten figures and more: an identity number, an account."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the sheet as it stands. `ground` is used, mended, refused, none or title, or
    out: in a row that is refused for something else.

    `text` hides the middle of a number, as every list does; `whole` is what is mended in place.
    """

    text: str
    ground: str
    tip: str = ""
    struck: bool = False
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is taken for; `state` is sure, ask, extra or unused; `index` counts from 0."""

    index: int
    label: str
    state: str


@dataclass(frozen=True, slots=True)
class Question:
    """An open column: its header, what stands in it, the best answers as (answer, words)."""

    header: str
    title: str
    note: str
    options: tuple[tuple[str, str], ...]


class Preview:
    """One sheet of a plan, ready to be painted: every look-up is by row and column and cannot fail."""

    def __init__(self, made: ImportPlan, sheet: SheetPlan) -> None:
        self.made = made
        self.plan = sheet
        self.columns = tuple(_column(column) for column in sheet.columns)
        self.every = tuple(_rows(sheet))
        self.rows = self.every
        """The rows that are shown."""
        self._remarks = _by_cell(sheet)
        self._plans = {row.row: row for row in sheet.rows}
        self._sorted = _sorted(sheet)
        self._texts: dict[int, dict[int, str]] = {}
        self._data = frozenset(sheet.table_rows)
        self._refused = {row.row for row in sheet.rows if row.outcome == "reject"}
        self._name_at = next((c.index for c in sheet.columns if c.field == "child.name"), 0)
        """Where the reason of a row that is not taken is shown, and where a missing name is to be put."""
        self._ways: dict[int | None, str] = {
            column.index: way for column in sheet.columns if (way := _way_to_hide(column))
        }

    def cell(self, at: int, column: int) -> Cell:
        """The cell in the `at`-th row shown and the `column`-th column shown."""
        if not (0 <= at < len(self.rows) and 0 <= column < len(self.columns)):
            return Cell("", "none")
        row, index = self.rows[at], self.columns[column].index
        whole = self.made.said.fixes.get((self.plan.name, row, index), self._row(row).get(index, ""))
        if row not in self._data:
            return Cell(whole, "title" if row in self.plan.header_rows else "none", whole=whole)
        struck = self.plan.sheet is not None and self.plan.sheet.cell(row, index).struck
        return Cell(self.hidden(index, whole), *self._ground(row, column), struck, whole)

    def _ground(self, row: int, column: int) -> tuple[str, str]:
        """The ground of a cell of data, and what is to be said of it."""
        index = self.columns[column].index
        remark = self._remarks.get((row, index))
        unused = "none" if self.columns[column].state == "unused" else "used"
        if remark is None and row in self._refused:
            return ("refused" if index == self._name_at else "out"), ""
        if remark is None:
            return unused, ""
        if remark.level == "note":
            return ("mended" if remark.became else "none"), self.change(remark) or remark.text
        return ("refused" if remark.level == "impossible" else "mended"), remark.text

    def hidden(self, index: int | None, text: str) -> str:
        """What stands in a column, its long numbers with their middle hidden."""
        way = self._ways.get(index)
        if way and way != "phone":
            return _NUMBER.sub(lambda found: mask(found[0], way), text)
        return privacy.hidden(text, telephone=way == "phone")

    def change(self, remark: Remark) -> str:
        """What a cell was and became; empty where it did not become anything."""
        was, became = (self.hidden(remark.column, words) for words in (remark.was, remark.became))
        return f"{was} → {became}" if became else ""

    def _row(self, row: int) -> dict[int, str]:
        if row not in self._texts:
            if len(self._texts) > 512:
                self._texts.clear()
            self._texts[row] = {} if self.plan.sheet is None else self.plan.sheet.texts(row)
        return self._texts[row]

    def alone(self) -> list[int]:
        """Where rows are shown that hold one line of words only: titles, units, notes."""
        first = self.columns[0].index if self.columns else 0
        return [at for at, row in enumerate(self.rows[:200]) if self._is_alone(row, first)]

    def _is_alone(self, row: int, first: int) -> bool:
        texts = self._row(row)
        return row not in self._data and list(texts) == [first]

    def only(self, key: str) -> None:
        """Shows the rows behind one of the five numbers below the header; every row for no key."""
        if key == "look":
            wanted = {remark.row for group, remark in self._sorted if group == GROUPS["doubtful"]}
        else:
            wanted = {row.row for row in self.plan.rows if row.outcome == key}
        kept = wanted & self._data | set(self.plan.header_rows)
        self.rows = tuple(row for row in self.every if row in kept) if key else self.every

    def at(self, row: int) -> int:
        """Where a row of the sheet is shown; -1 when it is not."""
        return self.rows.index(row) if row in self.rows else -1

    def place(self, remark: Remark) -> tuple[int, int]:
        """Where a remark stands among what is shown; the name of its row where it is about the row."""
        return self.at(remark.row), self.column_at(self._name_at if remark.column is None else remark.column)

    def written(self, remark: Remark) -> str:
        """What stands in the cell of a remark; in that of the name where it is about the row."""
        at = self._name_at if remark.column is None else remark.column
        return self._row(remark.row).get(at, "").strip()

    def column_at(self, index: int | None) -> int:
        """Where a column of the sheet is shown; 0 when it is not."""
        return next((n for n, column in enumerate(self.columns) if column.index == index), 0)

    def questions(self) -> list[Question]:
        """The columns that wait for an answer."""
        return [_question(self, column) for column in self.plan.columns if column.decided == "ask"]

    def remarks(self) -> list[tuple[str, Remark]]:
        """(group, remark), the worst group first; rows that are no data are left to the sheet's grounds."""
        return self._sorted

    def apart(self, field: str) -> int:
        """In how many rows a field differs from what an earlier row of the same child says."""
        return sum(remark.field == field for remark in self.plan.issues)

    def row(self, number: int) -> RowPlan | None:
        """The plan of a row of the sheet; None for one that is no data."""
        return self._plans.get(number)

    def is_data(self, at: int) -> bool:
        """Whether the `at`-th row shown is one of data."""
        return 0 <= at < len(self.rows) and self.rows[at] in self._data

    def samples(self, index: int, most: int = 6) -> list[str]:
        """The different values of a column with how often they stand there, the usual first."""
        counts: dict[str, int] = {}
        for row in self.plan.table_rows[:500]:
            text = self.hidden(index, self._row(row).get(index, "").strip()) or "空"
            counts[text] = counts.get(text, 0) + 1
        best = sorted(counts.items(), key=lambda pair: -pair[1])[:most]
        return [f"{text[:10]}{number}" for text, number in best]


def _rows(sheet: SheetPlan) -> Iterator[int]:
    if sheet.sheet is not None:
        for number, row in enumerate(sheet.sheet.rows):
            if number >= SHOWN_ROWS:
                return
            yield row


def _way_to_hide(column: Taken) -> str:
    """How numbers of a column are hidden: by the field that it is, or most likely is."""
    name = column.field or next((candidate.field for candidate in column.candidates), "")
    field = catalogue.FIELDS.get(name)
    if field is None:
        return "phone" if privacy.asks_telephone(column.header) else ""
    return field.kind.mask or ""


def _sorted(sheet: SheetPlan) -> list[tuple[str, Remark]]:
    found = [(_group(r), r) for r in sheet.issues if not r.text.startswith(NOT_DATA)]
    order = {group: at for at, group in enumerate((*GROUPS.values(), MISSING))}
    return sorted(found, key=lambda pair: order[pair[0]])


def _group(remark: Remark) -> str:
    return MISSING if remark.text.startswith(NOT_THERE) else GROUPS[remark.level]


def _by_cell(sheet: SheetPlan) -> dict[tuple[int, int], Remark]:
    """The gravest remark of each cell."""
    order = list(GROUPS)
    found: dict[tuple[int, int], Remark] = {}
    for remark in sheet.issues:
        if remark.column is not None:
            at = (remark.row, remark.column)
            if at not in found or order.index(remark.level) < order.index(found[at].level):
                found[at] = remark
    return found


def _column(column: Taken) -> Column:
    if column.field and not column.extra:
        unused = column.field in ("row.number", "child.age")
        label = column.kind or words(column.field)
        return Column(column.index, "不用" if unused else label, "unused" if unused else "sure")
    if column.extra:
        return Column(column.index, f"补充：{column.extra}", "extra")
    return Column(column.index, "请选", "ask" if column.decided == "ask" else "unused")


PLACE_WORDS = {
    "place.province": "省",
    "place.city": "市",
    "place.county": "县",
    "place.town": "乡镇",
    "place.village": "村",
    "row.number": "序号",
    "child.age": "年龄",
}


def words(field: str) -> str:
    """A field in words: 父亲联系电话, 姓名."""
    if field in PLACE_WORDS:
        return PLACE_WORDS[field]
    item = catalogue.FIELDS.get(field)
    if item is None:
        return field
    record = catalogue.RECORDS[field.partition(".")[0]]
    named = record.record == "child" or item.label.startswith(record.label)  # 户号 is no 户户号
    return item.label if named else f"{record.label}{item.label}"


def _question(preview: Preview, column: Taken) -> Question:
    options = [(c.field, words(c.field)) for c in column.candidates if c.field]
    options += [("extra", "都不是，作为补充项目留着"), ("drop", "这一列不要")]
    inside = "、".join(preview.samples(column.index))
    title = f"第{column.index + 1}列“{column.header}”是什么？"
    return Question(column.header, title, f"里面是：{inside}", tuple(options))


def all_fields() -> list[tuple[str, str]]:
    """Every field that a column may be mapped to, as (field, words), for choosing by hand."""
    records = ("child", "father", "mother", "guardian", "household")
    found = [
        (name, words(name))
        for name in catalogue.FIELDS
        if name.partition(".")[0] in records and not name.endswith((".was", ".was_sealed", ".unit", ".child"))
    ]
    return [*found, *((name, label) for name, label in PLACE_WORDS.items() if name.startswith("place."))]

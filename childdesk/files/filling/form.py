"""An opened form: where its list is, what its columns may hold, and the workbook with everybody in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from childdesk.domain.errors import Refused
from childdesk.files import blocks, layout
from childdesk.files.filling import around, cells, choices, elsewhere, formulas, lines, rows
from childdesk.files.filling.area import Area
from childdesk.files.filling.area import find as find_area
from childdesk.files.filling.cells import Said, as_stored
from childdesk.files.filling.dress import dresses
from childdesk.files.filling.filled_cells import FilledCells
from childdesk.files.filling.form_sheet import FormSheet
from childdesk.files.filling.formulas import Formula, Place
from childdesk.files.filling.lines import Words
from childdesk.files.filling.package import Package
from childdesk.files.filling.refs import Growth, grown
from childdesk.files.filling.result_functions import Unknown, Value
from childdesk.files.filling.results import Results
from childdesk.files.filling.rows import Filling, RowWriter
from childdesk.files.layout import Layout
from childdesk.files.sheets import Sheet, Workbook

LAST_ROW = 1_048_000


@dataclass(frozen=True, slots=True)
class Filled:
    """The filled workbook, its parts that are not as they were given, and what a person should know."""

    data: bytes
    changed: tuple[str, ...]
    rows: int
    warnings: tuple[str, ...] = ()


@dataclass(slots=True)
class Form:
    """One sheet of a form that is to be filled. `tables` has more than one where lists stand side by side."""

    package: Package
    book: Workbook
    sheet: FormSheet
    tables: tuple[Layout, ...]
    area: Area
    columns: tuple[int, ...]
    """The columns of the first list that may be written, without those that a merge covers."""
    options: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    @property
    def table(self) -> Layout:
        """The first of its lists."""
        return self.tables[0]

    def offset(self, block: int) -> int:
        """How many columns a list stands right of the first."""
        first = self.tables[0].columns[0] if self.tables[0].columns else 0
        return self.tables[block].columns[0] - first

    def has_formula(self, column: int) -> bool:
        """Whether the form computes a column itself."""
        row = rows.pattern_row(self.sheet, self.area)
        return bool(row) and self.sheet.formula(row, column) is not None


def tables(sheet: Sheet) -> tuple[Layout, ...]:
    """The lists of a sheet, several when they stand side by side."""
    return tuple(layout.layout(part) for part in blocks.parts(sheet))


def opened(package: Package, book: Workbook, sheet: Sheet, found: tuple[Layout, ...]) -> Form:
    """The form in a workbook's sheet. Raises Refused when it cannot be filled."""
    place = next((p for p in package.sheets() if p.name == sheet.name), None)
    if place is None:
        raise Refused("这一页找不到了。原表没有动，请用WPS另存后再试")
    form = FormSheet(package, place, dresses(package))
    every = [column for table in found for column in table.columns]
    area = find_area(form, found[0], every)
    if any(table.records for table in found[1:]):
        raise Refused("并排的表里已经有人，请先用空表。原表没有动")
    first = max(area.first, 1)
    shown = tuple(c for c in found[0].columns if not _covered(form, first, c))
    names = _names(package)
    sheets = {one.name.casefold(): one for one in book.sheets}
    return Form(package, book, form, found, area, shown, choices.of_columns(form, first, sheets, names))


def _covered(form: FormSheet, row: int, column: int) -> bool:
    merge = form.covering(row, column)
    return merge is not None and merge.left < column


def _names(package: Package) -> dict[str, str]:
    found = package.workbook.root.all("definedNames", "definedName")
    return {name.attrs.get("name", "").casefold(): name.text for name in found}


def fill(
    form: Form,
    people: Sequence[Mapping[int, Said]],
    held: Mapping[int, Mapping[int, Said]],
    words: Words,
) -> Filled:
    """The workbook with these people in its free rows, and what is added to rows that hold somebody already.

    Columns are those of the first list. Raises Refused when there are more than a sheet has rows.
    """
    filling, growth = _placed(form, people, held)
    texts = _texts_outside(form)
    filling.lines = lines.find(form.sheet, texts, words)
    warnings = _write(form, filling, growth)
    return Filled(form.package.bytes(), tuple(form.package.changed()), len(people), tuple(warnings))


def _placed(
    form: Form, people: Sequence[Mapping[int, Said]], held: Mapping[int, Mapping[int, Said]]
) -> tuple[Filling, Growth]:
    area, number = form.area, len(form.tables)
    free = area.free
    deep = max(len(free), -(-len(people) // number))
    more = deep - len(free)
    if area.last + more > LAST_ROW:
        raise Refused("人太多，一张表放不下。原表没有动")
    places = [*free, *range(area.last + 1, area.last + 1 + more)]
    every = frozenset(c + form.offset(b) for b in range(number) for c in form.columns)
    filling = Filling(area, every)
    for at, person in enumerate(people):
        block, row = divmod(at, deep)
        shift = form.offset(block)
        line = filling.rows.setdefault(places[row], {})
        line.update({column + shift: said for column, said in person.items()})
    for row, added in held.items():
        filling.rows.setdefault(row, {}).update(added)
    return filling, Growth(form.sheet.place.name, area.first, area.last, more)


def _texts_outside(form: Form) -> dict[Place, str]:
    """The words that stand outside the list and its header."""
    sheet = next(one for one in form.book.sheets if one.name == form.sheet.place.name)
    heads = set(form.table.header.rows) if form.table.header else set()
    inside = range(form.area.first, form.area.last + 1)
    return {
        (row, column): text
        for row in sheet.rows
        if row not in heads and row not in inside
        for column, text in sheet.texts(row).items()
    }


def _write(form: Form, filling: Filling, growth: Growth) -> list[str]:
    package, sheet = form.package, form.sheet
    pattern = rows.pattern_row(sheet, form.area)
    before = formulas.of_sheet(sheet)
    after = _after(before, growth, pattern)
    others = _other_sheets(form, growth)
    texts = {sheet.place.name: after, **{o.place.name: new for o, _, new in others}}
    named = {name: grown(meant, "", growth) for name, meant in _names(package).items()}
    held = {one.name: one for one in form.book.sheets}
    results = Results(FilledCells(held, growth, _written(form, filling, before, pattern), texts, named))
    shown = _Shown(results)
    RowWriter(
        sheet,
        filling,
        growth,
        before,
        after,
        lambda row, column: shown.of(sheet.place.name, row, column),
        epoch_1904=_epoch_1904(package),
    ).write()
    if growth.more:
        around.move(sheet, form.area, pattern, growth)
        elsewhere.move(sheet, growth)
        for place in package.sheets():
            if place.part != sheet.place.part:
                elsewhere.move_sheet(package, place.part, place.name, growth)
        elsewhere.drop_chain(package)
    for other, olds, new in others:
        _refresh(other, olds, new, shown)
    if any(texts.values()):
        elsewhere.compute_on_load(package)
    arrays = [formula for formula in before.values() if formulas.fills_list(formula, growth)]
    return ["有数组公式跨在名单上，请打开后看一眼"] if arrays and growth.more else []


def _after(before: Mapping[Place, Formula], growth: Growth, pattern: int) -> dict[Place, str]:
    """Every formula of the sheet at its place afterwards, with those of the new rows."""
    own = growth.sheet
    after = {
        (growth.row(row), column): grown(formula.text, own, growth, row)
        for (row, column), formula in before.items()
    }
    for (row, column), formula in before.items():
        if row != pattern:
            continue
        for new in range(growth.last + 1, growth.last + 1 + growth.more):
            text = grown(formula.text, own, growth, row)
            after[new, column] = formulas.below(before, (row, column), text, new)
    return after


_Other = tuple[FormSheet, dict[Place, Formula], dict[Place, str]]


def _other_sheets(form: Form, growth: Growth) -> list[_Other]:
    """The other sheets that hold formulas, and how these read afterwards."""
    found: list[_Other] = []
    for place in form.package.sheets():
        if place.part == form.sheet.place.part or b"<f" not in form.package.given[place.part].replace(
            b"<x:f", b"<f"
        ):
            continue
        other = FormSheet(form.package, place, form.sheet.dresses)
        olds = formulas.of_sheet(other)
        found.append((other, olds, {at: grown(f.text, place.name, growth) for at, f in olds.items()}))
    return found


def _refresh(
    other: FormSheet, olds: Mapping[Place, Formula], new: Mapping[Place, str], shown: _Shown
) -> None:
    """Writes the formulas of another sheet that read or show something else now."""
    for place, formula in olds.items():
        cell = other.lines[place[0]].cells[place[1]]
        value = shown.of(other.place.name, *place)
        kept = cell.first("v")
        same = kept is not None and value is not None and kept.text == _as_kept(value)
        if new[place] == formula.text and (same or (value is None and not shown.touched(new[place]))):
            continue
        element = formulas.element(other, formula, new[place], None)
        tag = other.part.tag(cell)
        word = formulas.place_words(place)
        other.part.replace(cell, cells.with_formula(tag, word, other.prefix, element, value))


def _as_kept(value: Value) -> str:
    if isinstance(value, bool):
        return str(int(value))
    return value if isinstance(value, str) else cells.shown_number(value or 0.0)


class _Shown:
    """What formulas show, or None where that is not known."""

    def __init__(self, results: Results) -> None:
        self.results = results

    def of(self, sheet: str, row: int, column: int) -> Value:
        try:
            return self.results.of(sheet, row, column)
        except Unknown:
            return None

    @staticmethod
    def touched(formula: str) -> bool:
        """Whether a formula that is not understood may depend on what was filled."""
        return "!" in formula or "(" in formula


def _written(
    form: Form, filling: Filling, before: Mapping[Place, Formula], pattern: int
) -> dict[Place, Value]:
    epoch = _epoch_1904(form.package)
    made: dict[Place, Value] = {}
    for row, said in filling.rows.items():
        like = row if row <= form.area.last else pattern or row
        for column, value in said.items():
            if (like, column) not in before:
                stored = as_stored(value, form.sheet.dress(like, column).code, epoch)
                made[row, column] = None if stored == "" else stored
    return made


def _epoch_1904(package: Package) -> bool:
    properties = package.workbook.root.first("workbookPr")
    return properties is not None and properties.attrs.get("date1904", "0") in ("1", "true")

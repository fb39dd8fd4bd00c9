"""An opened card form, and the workbook with a card for everybody in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Kind
from childdesk.files.filling import cells, choices, elsewhere, lines
from childdesk.files.filling.area import Area
from childdesk.files.filling.cards import places
from childdesk.files.filling.cards.copies import Copier
from childdesk.files.filling.cards.places import BOXES, TICKED, Cards, Slot
from childdesk.files.filling.cells import Said, as_stored
from childdesk.files.filling.dress import Marker, dresses
from childdesk.files.filling.form import Filled
from childdesk.files.filling.form_sheet import FormSheet, column_of, reference
from childdesk.files.filling.lines import Words
from childdesk.files.filling.package import Package
from childdesk.files.filling.patch import Element, Part
from childdesk.files.layout import Layout
from childdesk.files.sheets import Sheet, Workbook

MOST_SHEETS = 300
"""Cards of one workbook: more than an old PC opens in comfort."""
TOO_MANY = f"一次最多做{MOST_SHEETS}张卡。请按组或类别分几次填。原表没有动"
_OTHER = re.compile("^其[他它]")

Place = tuple[int, int]


@dataclass(slots=True)
class CardForm:
    """One sheet of a form with a card on it. Answers the same questions as a list (`form.Form`)."""

    package: Package
    sheet: FormSheet
    cards: Cards
    table: Layout
    options: Mapping[int, tuple[str, ...]]
    texts: Mapping[Place, str] = field(repr=False)
    """What stands on the sheet."""
    kinds: Mapping[int, Kind[Any]] = field(default_factory=dict)
    """The kind of each blank's field: what the words beside boxes may mean."""
    shown: Mapping[int, str] = field(default_factory=dict)
    """The label of each blank."""

    @property
    def area(self) -> Area:
        """A card has no rows of people."""
        return Area(1, 0)

    @property
    def columns(self) -> tuple[int, ...]:
        """The blanks of one card, numbered."""
        return tuple(range(len(self.cards.slots)))

    def has_formula(self, index: int) -> bool:
        """Whether the form computes a blank itself."""
        slot = self.cards.slots[index]
        return self.sheet.formula(slot.row, slot.column) is not None

    @property
    def name_at(self) -> int | None:
        """The blank of the child's name."""
        return next((i for i, slot in enumerate(self.cards.slots) if places.is_name(slot)), None)


def opened(package: Package, book: Workbook, sheet: Sheet) -> CardForm | None:
    """The card of a sheet, or None where there is none."""
    found = places.find(sheet)
    place = next((p for p in package.sheets() if p.name == sheet.name), None)
    if found is None or place is None:
        return None
    form = FormSheet(package, place, dresses(package))
    sheets = {one.name.casefold(): one for one in book.sheets}
    named = {
        e.attrs.get("name", "").casefold(): e.text
        for e in package.workbook.root.all("definedNames", "definedName")
    }
    options = {}
    for index, slot in enumerate(found.slots):
        listed = choices.of_columns(form, slot.row, sheets, named).get(slot.column)
        if listed and slot.way == "cell":
            options[index] = listed
    texts = {(row, column): text for row in sheet.rows for column, text in sheet.texts(row).items()}
    return CardForm(package, form, found, places.as_table(sheet, found), options, texts)


def fill(form: CardForm, people: Sequence[Mapping[int, Said]], words: Words) -> Filled:
    """The workbook with a card for each of these people, a sheet after the other, the form's own first.

    Raises Refused when there are more than a workbook opens in comfort.
    """
    deep = len(form.cards.blocks)
    groups = [people[at : at + deep] for at in range(0, len(people), deep)]
    if len(groups) > MOST_SHEETS:
        raise Refused(TOO_MANY)
    filler = _Filler(form, words)
    given = form.package.given[form.sheet.place.part]
    copier = Copier(form.package, form.sheet.place)
    for number, group in enumerate(groups):
        made = filler.card(Part(given), group)
        if number == 0:
            form.package.overwrite(form.sheet.place.part, made)
            copier.rename(_name(form, group[0], number))
        else:
            copier.add(made, copier.free_name(_name(form, group[0], number)))
    copier.close()
    elsewhere.drop_chain(form.package)
    elsewhere.compute_on_load(form.package)
    warnings = [
        f"“{form.shown.get(index, '')}”没有“{word}”的方框，{count}人没有勾"
        for (index, word), count in filler.without.items()
    ]
    return Filled(form.package.bytes(), tuple(form.package.changed()), len(people), tuple(warnings))


def _name(form: CardForm, person: Mapping[int, Said], number: int) -> str:
    at = form.name_at
    said = person.get(at) if at is not None else None
    return said.text if said and said.text else str(number + 1)


class _Filler:
    """Writes cards."""

    def __init__(self, form: CardForm, words: Words) -> None:
        self.form = form
        self.without: dict[tuple[int, str], int] = {}
        self._marker = Marker(form.package)
        blanks = {(slot.row, slot.column) for block in form.cards.blocks for slot in block}
        around = {place: text for place, text in form.texts.items() if place not in blanks}
        self._around = lines.find(form.sheet, around, words)
        properties = form.package.workbook.root.first("workbookPr")
        self._epoch = properties is not None and properties.attrs.get("date1904", "0") in ("1", "true")

    def card(self, part: Part, people: Sequence[Mapping[int, Said]]) -> bytes:
        """The sheet with these people on its cards."""
        said: dict[Place, bytes] = {}
        for place, inner in self._around.items():
            said[place] = self._cell(place, inner)
        for block, person in zip(self.form.cards.blocks, people, strict=False):
            said |= self._of_person(block, person)
        _write(part, said)
        return part.bytes()

    def _of_person(self, block: Sequence[Slot], person: Mapping[int, Said]) -> dict[Place, bytes]:
        whole: dict[Place, bytes] = {}
        texts: dict[Place, list[tuple[Slot, Said]]] = {}
        for index, slot in enumerate(block):
            said = person.get(index)
            if said is None or not said.text:
                continue
            place = slot.row, slot.column
            if slot.way == "cell":
                sheet = self.form.sheet
                stored = as_stored(said, sheet.dress(*place).code, self._epoch)
                style = self._style(place, said.marked)
                whole[place] = cells.cell(sheet.prefix, reference(*place), style, stored)
            elif slot.way == "behind":
                texts.setdefault(place, []).append((slot, said))
            else:
                ticked = self._ticked(index, slot, said.text)
                whole[place] = self._words(place, ticked, marked=said.marked)
        for place, answers in texts.items():
            marked = any(said.marked for _, said in answers)
            whole[place] = self._words(place, _behind(answers), marked=marked)
        return whole

    def _style(self, place: Place, marked: bool) -> int:
        style = self.form.sheet.style(*place)
        return self._marker.style(style) if marked else style

    def _words(self, place: Place, text: str, *, marked: bool) -> bytes:
        return cells.cell(self.form.sheet.prefix, reference(*place), self._style(place, marked), text)

    def _cell(self, place: Place, inner: bytes) -> bytes:
        sheet = self.form.sheet
        style = f' s="{sheet.style(*place)}"'
        begin = f'<{sheet.prefix}c r="{reference(*place)}"{style} t="inlineStr">'
        return begin.encode() + inner + f"</{sheet.prefix}c>".encode()

    def _ticked(self, index: int, slot: Slot, text: str) -> str:
        found = places.boxes(slot.text)
        options = tuple(words for _, words in found)
        kind = self.form.kinds.get(index)
        wanted: set[str] = set()
        for word in re.split("[、，,；;]", text):
            meant = choices.chosen(word, options, kind)
            if meant is None:
                other = next((option for option in options if _OTHER.match(option)), None)
                key = (index, word)
                if other is None:
                    self.without[key] = self.without.get(key, 0) + 1
                else:
                    wanted.add(other)
            else:
                wanted.add(meant)
        letters = list(slot.text)
        for at, words in found:
            if words in wanted and letters[at] in BOXES:
                letters[at] = TICKED[letters[at]]
        return "".join(letters)


def _behind(answers: list[tuple[Slot, Said]]) -> str:
    """Words of a cell with each answer behind its label; blanks that are needed no more go."""
    text = answers[0][0].text
    for slot, answer in sorted(answers, key=lambda one: one[0].at, reverse=True):
        said = answer.text
        start, end = slot.at
        left = max(0, end - start - sum(2 if ord(c) > 0x2E7F else 1 for c in said))
        gap = " " * max(left, 1) if end < len(text) else ""
        text = text[:start] + said + gap + text[end:]
    return text


def _write(part: Part, said: Mapping[Place, bytes]) -> None:
    """Puts cells into a sheet: in the place of what stands there, or between its neighbours."""
    data = part.root.first("sheetData")
    if data is None:
        return
    rows: dict[int, Element] = {}
    for row in data.all("row"):
        rows[int(row.attrs.get("r", len(rows) + 1))] = row
        for cell in row.all("c"):
            if cell.first("f") is not None and (value := cell.first("v")) is not None:
                part.replace(value, b"")
    for number in sorted({row for row, _ in said}):
        mine = {column: content for (row, column), content in said.items() if row == number}
        line = rows.get(number)
        if line is None:
            inner = b"".join(mine[column] for column in sorted(mine))
            prefix = part.root.prefix
            made = f'<{prefix}row r="{number}">'.encode() + inner + f"</{prefix}row>".encode()
            _put_row(part, data, rows, number, made)
        else:
            _put_cells(part, line, mine)


def _put_row(part: Part, data: Element, rows: Mapping[int, Element], number: int, made: bytes) -> None:
    after = min((row for row in rows if row > number), default=None)
    if after is None:
        part.insert_into(data, made)
    else:
        at = rows[after].start
        part.splice(at, at, made)


def _put_cells(part: Part, line: Element, mine: Mapping[int, bytes]) -> None:
    there: dict[int, Element] = {}
    for cell in line.all("c"):
        there[_column(cell, len(there))] = cell
    fresh: list[bytes] = []
    for column in sorted(mine):
        found = there.get(column)
        if found is not None:
            part.replace(found, mine[column])
            continue
        after = min((other for other in there if other > column), default=None)
        if after is None:
            fresh.append(mine[column])
        else:
            at = there[after].start
            part.splice(at, at, mine[column])
    if fresh:
        part.insert_into(line, b"".join(fresh))


def _column(cell: Element, default: int) -> int:
    place = cell.attrs.get("r")
    return column_of(place) if place else default

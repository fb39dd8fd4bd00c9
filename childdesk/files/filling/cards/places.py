"""Finds the blanks of a card: each with the words that ask for it and the way it is answered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from childdesk.files import header_grammar
from childdesk.files.header_block import HeaderBlock, is_meta
from childdesk.files.layout import Layout
from childdesk.files.sheets import Merge, Sheet

Way = Literal["cell", "behind", "boxes"]

BOXES = "□☐○◯"
TICKED = {"□": "☑", "☐": "☑", "○": "●", "◯": "●"}
MOST = 400
"""Labels of a card that are read."""
FEWEST, FEWEST_ROWS = 4, 3
"""Blanks of a card, and rows that hold one."""
WIDE = 4
"""A cell over more columns is a title, no label."""
_INLINE = re.compile(r"([^\s:：_＿（）()]{2,14})[:：]([ \t\u3000_＿]*)(?=$|[^\s_＿])")
_BY_HAND = re.compile(r"签|盖章|印章|意见|审核|审批|填表|填报|制表|^日期|^单位|照片|相片")
"""What a pen, a stamp or the lines of the form answer."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One blank: where it is, what asks for it from the outermost words to the label, and how it is answered.

    `cell` is written whole; `behind` is written behind its label at `at` within the words of the cell;
    `boxes` are ticked.
    """

    row: int
    column: int
    path: tuple[str, ...]
    way: Way
    label: str
    at: tuple[int, int] = (0, 0)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Cards:
    """The blanks of a sheet, one tuple for each child that stands on it."""

    blocks: tuple[tuple[Slot, ...], ...]

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The blanks of one child."""
        return self.blocks[0]


def find(sheet: Sheet) -> Cards | None:
    """The cards of a sheet; None when it has no blank for a name and three others, on three rows.

    The heads of a list have no blanks beside them, so that a list is never taken for a card.
    """
    slots = list(_slots(sheet))
    starts = [at for at, slot in enumerate(slots) if is_name(slot)]
    if not starts or len(slots) < FEWEST or len({slot.row for slot in slots}) < FEWEST_ROWS:
        return None
    blocks = [tuple(slots[: starts[1]] if len(starts) > 1 else slots)]
    for at, begin in enumerate(starts[1:], start=1):
        end = starts[at + 1] if at + 1 < len(starts) else len(slots)
        blocks.append(tuple(slots[begin:end]))
    same = [block for block in blocks if [_asks(s) for s in block] == [_asks(s) for s in blocks[0]]]
    return Cards(tuple(same if len(same) == len(blocks) else blocks[:1]))


def as_table(sheet: Sheet, cards: Cards) -> Layout:
    """The blanks as the columns of a list without rows, so that one grammar reads both kinds of form."""
    paths = {index: slot.path for index, slot in enumerate(cards.slots)}
    return Layout(sheet, HeaderBlock((cards.slots[0].row,), paths))


def boxes(text: str) -> list[tuple[int, str]]:
    """The boxes of a text: where each is, and the words behind it."""
    found = [at for at, letter in enumerate(text) if letter in BOXES]
    ends = [*found[1:], len(text)]
    made = [
        (at, re.sub(r"[\s_＿、,，;；]+$", "", text[at + 1 : end]).strip())
        for at, end in zip(found, ends, strict=True)
    ]
    return [(at, words) for at, words in made if words]


def _asks(slot: Slot) -> str:
    return header_grammar.folded(slot.label)


def is_name(slot: Slot) -> bool:
    """Whether a blank asks for the child's own name."""
    read = header_grammar.path(*slot.path)
    return read.attribute == "name" and read.role in ("", "child") and read.certainty >= 0.8


def _slots(sheet: Sheet) -> Iterator[Slot]:
    """Every blank from the top down, from the left to the right."""
    tops = {(merge.top, merge.left): merge for merge in sheet.merges}
    covered = {
        (row, column)
        for merge in sheet.merges
        if merge.bottom - merge.top < 200 and merge.right - merge.left < 200
        for row in range(merge.top, merge.bottom + 1)
        for column in range(merge.left, merge.right + 1)
    } - set(tops)
    sections = [merge for merge in sheet.merges if merge.bottom > merge.top and _words(sheet, merge)]
    count = 0
    for row in sheet.rows:
        texts = {c: text.strip() for c, text in sheet.texts(row).items() if text.strip()}
        whose: tuple[str, ...] = ()
        for column, text in sorted(texts.items()):
            if (row, column) in covered or count > MOST:
                continue
            place = tops.get((row, column), Merge(row, column, row, column))
            if place.bottom == place.top and place.right + 1 in texts and _names_somebody(text):
                whose = (re.sub(r"\s+", "", text),)
                continue
            section = (*_section(sheet, sections, place), *whose)
            for slot in _of_label(sheet, texts, place, text, section, tops):
                count += 1
                yield slot


def _words(sheet: Sheet, merge: Merge) -> str:
    return re.sub(r"\s+", "", sheet.cell(merge.top, merge.left).text)


def _section(sheet: Sheet, sections: list[Merge], place: Merge) -> tuple[str, ...]:
    """The words that stand left of a label over several rows: 父亲, 监护人情况."""
    left = [m for m in sections if m.top <= place.top <= m.bottom and m.right < place.left]
    return tuple(_words(sheet, merge) for merge in sorted(left, key=lambda merge: merge.left))


def _of_label(
    sheet: Sheet,
    texts: dict[int, str],
    place: Merge,
    text: str,
    section: tuple[str, ...],
    tops: dict[tuple[int, int], Merge],
) -> Iterator[Slot]:
    label = re.sub(r"\s+", "", text)
    beside = place.right + 1
    raw = sheet.cell(place.top, place.left).text
    if not any(box in text for box in BOXES):
        inline = [found for found in _INLINE.finditer(raw) if _asks_something(found[1])]
        if inline:
            for found in inline:
                yield Slot(
                    place.top, place.left, (*section, found[1]), "behind", found[1], found.span(2), raw
                )
            return
    head = label.rstrip(":：")
    if place.right - place.left >= WIDE or not _asks_something(head):
        begun = re.match(rf"([^\s:：{BOXES}]{{2,14}})[:：]\s*[{BOXES}]", raw.strip())
        if begun and _asks_something(begun[1]):
            yield Slot(place.top, place.left, (*section, begun[1]), "boxes", begun[1], text=raw)
        return
    answer = sheet.cell(place.top, beside).text
    if any(box in answer for box in BOXES):
        yield Slot(place.top, beside, (*section, head), "boxes", head, text=answer)
    elif beside not in texts and _stands(tops, place.top, beside):
        yield Slot(place.top, beside, (*section, head), "cell", head)


def _stands(tops: dict[tuple[int, int], Merge], row: int, column: int) -> bool:
    """Whether a cell is one of its own, or where a merge begins."""
    if (row, column) in tops:
        return True
    return not any(m.top <= row <= m.bottom and m.left <= column <= m.right for m in tops.values())


def _names_somebody(label: str) -> bool:
    """Whether words only say whom the labels behind them are about: 监护人 | 姓名 | __ | 电话 | __."""
    read = header_grammar.segment(label)
    return bool(read.role) and not read.attribute and read.certainty >= 0.7


def _asks_something(label: str) -> bool:
    """Whether words are a label that the register may answer."""
    if _BY_HAND.search(label) or len(label) > 20 or is_meta(label):
        return False
    read = header_grammar.segment(label)
    return bool(read.attribute or read.role) and read.certainty >= 0.7

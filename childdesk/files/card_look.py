"""Tells a card from a list: each label has the blank or the answer of one person beside it, row after row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from childdesk.files.header_block import is_meta, is_value
from childdesk.files.header_grammar import segment
from childdesk.files.sheets import Sheet

ROWS = 60
"""Filled rows that are looked at."""
SURE = 0.8
LABELS = 4
"""Labels that a card has at least; and with one label in a row, the rows."""

WORD = 16
"""Letters of a word that says what belongs behind it."""


@dataclass(slots=True)
class Card:
    """What was counted: labels, those with a place of their own behind them, rows of such, and answers."""

    labels: int = 0
    apart: int = 0
    rows: int = 0
    answers: int = 0

    def is_card(self) -> bool:
        """Whether it is one: labels with a place behind nearly each, in two rows or more."""
        return self.labels >= LABELS and self.rows >= 2 and self.apart * 10 >= self.labels * 8

    def is_blank(self) -> bool:
        """Whether nobody has written in it."""
        return self.answers == 0


def look(sheet: Sheet) -> Card:
    """Counts labels and answers in the first rows of a sheet."""
    found = Card()
    spans = {(merge.top, merge.left): merge.right for merge in sheet.merges}
    for row in sheet.rows[:ROWS]:
        texts = {at: text.strip() for at, text in sheet.texts(row).items() if text.strip()}
        labels = [at for at in sorted(texts) if _is_label(texts[at])]
        if len(texts) == 1 and not labels:
            continue  # a title, or who fills it in
        ends = [spans.get((row, at), at) for at in labels]
        apart = sum(end + 1 not in labels for end in ends)
        found.labels += len(labels)
        found.apart += apart
        found.rows += apart > 0
        found.answers += _answers(texts, labels)
    return found


def is_form(sheet: Sheet) -> bool:
    """Whether rows are a word and a wide place to write behind it, whatever the words: a checklist, say."""
    wide = {(merge.top, merge.left): merge.right for merge in sheet.merges if merge.right > merge.left}
    rows = places = 0
    for row in sheet.rows[:ROWS]:
        texts = {at: text.strip() for at, text in sheet.texts(row).items() if text.strip()}
        first = min(texts, default=None)
        if first is None or (row, first) in wide:
            continue  # a title, or a remark across the table
        rows += 1
        free = [at for top, at in wide if top == row and at > first]
        word = len("".join(texts[first].split())) <= WORD and not is_value(texts[first])
        places += word and len(texts) <= 2 and bool(free)
    return places >= LABELS and places * 10 >= rows * 7


def _answers(texts: Mapping[int, str], labels: list[int]) -> int:
    """Texts behind a label that are none themselves and no line to sign on."""
    if not labels:
        return 0
    return sum(at > labels[0] and at not in labels and not is_meta(text) for at, text in texts.items())


def _is_label(text: str) -> bool:
    bare = text.rstrip(":： _＿")
    if not bare or len(bare) > 12 or is_value(bare):
        return False
    read = segment(bare)
    return read.understood and read.certainty >= SURE

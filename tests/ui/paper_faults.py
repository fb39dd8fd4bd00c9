"""What is wrong with a drawn paper, by its lines: cut at a page's end, over another, too wide, alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextBlock

from childdesk.domain.paper import Paragraph, Signature
from childdesk.ui.paper import Drawn

SLACK = 1.5
"""Points by which a letter may lean out of its box."""


@dataclass(frozen=True)
class Line:
    """One printed line: its words, where it stands in the document, whether it is in a table."""

    text: str
    place: QRectF
    cell: bool

    def page(self, height: float) -> int:
        """The page on which it begins."""
        return int((self.place.top() + SLACK) // height)


def lines(drawn: Drawn) -> Iterator[Line]:
    """Every line that has ink, in the order of the document."""
    layout = drawn.document.documentLayout()
    block = drawn.document.begin()
    while block.isValid():
        origin = layout.blockBoundingRect(block).topLeft()
        for at in range(block.layout().lineCount()):
            line = block.layout().lineAt(at)
            text = block.text()[line.textStart() : line.textStart() + line.textLength()]
            if text.strip():
                yield Line(text, line.naturalTextRect().translated(origin), _in_table(drawn, block))
        block = block.next()


def _in_table(drawn: Drawn, block: QTextBlock) -> bool:
    frame = drawn.document.frameAt(block.position())
    return frame is not drawn.document.rootFrame()


def faults(drawn: Drawn) -> list[str]:
    """Everything that a reader would stumble over."""
    height, wide = drawn.inner.height(), drawn.inner.width()
    found, seen = [], list(lines(drawn))
    for one in seen:
        if one.place.left() < -SLACK or one.place.right() > wide + SLACK:
            found.append(f"out of the margins: {one.text[:20]}")
        if one.page(height) != int((one.place.bottom() - SLACK) // height):
            found.append(f"cut at the end of a page: {one.text[:20]}")
    for at, one in enumerate(seen):
        for other in seen[at + 1 :]:
            common = one.place.intersected(other.place)
            if common.width() > SLACK and common.height() > one.place.height() / 3:
                found.append(f"one over the other: {one.text[:20]} / {other.text[:20]}")
    return found + _alone(drawn, seen, height)


def _alone(drawn: Drawn, seen: list[Line], height: float) -> list[str]:
    """A page without words, a head at the foot of a page, a signature with nothing above it."""
    found = [
        f"page {number + 1} is empty"
        for number in range(drawn.pages())
        if not any(one.page(height) == number for one in seen)
    ]
    heads = {
        block.text
        for block in drawn.paper.blocks
        if isinstance(block, Paragraph) and block.voice == "heading"
    }
    for one, following in pairwise(seen):
        if one.text.strip() in heads and one.page(height) != following.page(height):
            found.append(f"a head without its text: {one.text}")
    signed = {
        line.strip() for block in drawn.paper.blocks if isinstance(block, Signature) for line in block.lines
    }
    last = [one for one in seen if one.page(height) == drawn.pages() - 1]
    if signed and drawn.pages() > 1 and all(one.text.strip() in signed for one in last):
        found.append("a signature stands alone on its page")
    return found

"""Writes the blocks of a paper into a text document: printing fonts, tables with hairlines, boxes, blanks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatch
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from childdesk.domain.paper import (
    Blank,
    Block,
    Boxes,
    Code,
    Facts,
    Gap,
    PageBreak,
    Paragraph,
    Signature,
    Style,
    Table,
    Voice,
)

SERIF = (
    "方正小标宋简体",
    "FZXiaoBiaoSong-B05S",
    "宋体",
    "SimSun",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
)
SONG = ("仿宋_GB2312", "仿宋", "FangSong", "FangSong_GB2312", "Noto Serif CJK SC", "WenQuanYi Micro Hei")
BLACK = ("黑体", "SimHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei")

FACES: Mapping[Voice, tuple[str, ...]] = MappingProxyType(
    {"title": (*SERIF, "WenQuanYi Micro Hei"), "heading": BLACK, "body": SONG, "small": SONG, "note": SONG}
)
MM = 72 / 25.4
"""Points in a millimetre."""

INK = "black"


@dataclass(frozen=True)
class Measure:
    """Sizes of one style in points, margins in millimetres: top, bottom, left, right."""

    points: Mapping[str, float]
    margins: tuple[float, float, float, float]
    line: float
    """Line height in points; 0 leaves it to the font."""


def measure(points: tuple[float, ...], margins: tuple[float, float, float, float], line: float) -> Measure:
    """Sizes of title, heading, body, small and note in this order."""
    return Measure(dict(zip(FACES, points, strict=True)), margins, line)


MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "letter": measure((22, 16, 16, 12, 9), (37, 35, 28, 26), 28),
        "roster": measure((18, 10.5, 11, 10.5, 9), (18, 16, 14, 14), 0),
        "sheet": measure((20, 14, 14, 12, 9), (18, 16, 18, 18), 0),
        "file": measure((22, 14, 12, 10.5, 9), (22, 20, 22, 20), 20),
    }
)


class Pen:
    """Writes blocks into a document one after the other, in a column so many points wide."""

    def __init__(self, style: Style, wide: float, cursor: QTextCursor) -> None:
        self.style = style
        self.measure = MEASURES[style]
        self.wide = wide
        self.cursor = cursor
        self._fresh = True
        self.breaking = False
        self.together: list[tuple[int, int]] = []
        """Blocks, from and to, that stay on one page: a head with its text, who signs with words."""

    def block(self, shape: QTextBlockFormat) -> None:
        """Begins a block; the document's first one is there already."""
        if self.breaking:
            shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            self.breaking = False
        line = self.measure.line
        if line and shape.property(int(QTextFormat.Property.LineHeight)) is None:
            shape.setLineHeight(line, int(QTextBlockFormat.LineHeightTypes.MinimumHeight.value))
        if self._fresh:
            self.cursor.setBlockFormat(shape)
            self._fresh = False
        else:
            self.cursor.insertBlock(shape)

    def words(
        self,
        text: str,
        voice: Voice = "body",
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        *,
        indent: bool = False,
        bold: bool = False,
    ) -> None:
        """One paragraph."""
        shape = QTextBlockFormat()
        shape.setAlignment(align)
        if indent:
            shape.setTextIndent(2 * self.measure.points[voice])
        self.block(shape)
        self.cursor.insertText(text, self.char(voice, bold=bold))

    def font(self, voice: Voice, *, bold: bool = False) -> QFont:
        """The printing font of a voice; its size is in pixels, since a point is the unit."""
        return print_font(voice, self.measure.points[voice], bold=bold or voice == "title")

    def char(self, voice: Voice, *, bold: bool = False) -> QTextCharFormat:
        """How characters of a voice look."""
        made = QTextCharFormat()
        made.setFont(self.font(voice, bold=bold))
        made.setForeground(QColor(INK))
        return made

    def gap(self, millimetres: float) -> None:
        """Empty space."""
        shape = QTextBlockFormat()
        shape.setLineHeight(millimetres * MM, int(QTextBlockFormat.LineHeightTypes.FixedHeight.value))
        self.block(shape)

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self.breaking = True

    def table(self, shape: QTextTableFormat, rows: int, columns: int) -> QTextTable:
        """A table; its first block may have to begin a page."""
        if self.breaking:
            shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            self.breaking = False
        self._fresh = False
        return self.cursor.insertTable(rows, columns, shape)

    def at(self) -> int:
        """The number of the block in which the pen stands."""
        return self.cursor.block().blockNumber()

    def out(self) -> None:
        """Leaves a table: what follows stands below it."""
        self.cursor.movePosition(QTextCursor.MoveOperation.End)


@singledispatch
def put(block: Block, pen: Pen) -> None:
    """Writes one block; an unknown kind is a mistake in the program."""
    raise TypeError(type(block).__name__)


@put.register
def _(block: Paragraph, pen: Pen) -> None:
    align = {
        "left": Qt.AlignmentFlag.AlignLeft,
        "centre": Qt.AlignmentFlag.AlignHCenter,
        "right": Qt.AlignmentFlag.AlignRight,
        "both": Qt.AlignmentFlag.AlignJustify,
    }[block.align]
    for line in block.text.split("\n"):
        pen.words(line, block.voice, align, indent=block.indent, bold=block.bold)
    if block.keep or block.voice == "heading":
        pen.together.append((pen.at(), pen.at() + 1))


@put.register
def _(block: Facts, pen: Pen) -> None:
    rows = -(-len(block.pairs) // block.columns)
    shape = bare_table()
    table = pen.table(shape, rows, block.columns)
    for at, (label, value) in enumerate(block.pairs):
        cell = table.cellAt(at // block.columns, at % block.columns).firstCursorPosition()
        last = at % block.columns == block.columns - 1 and block.columns == 2
        align = Qt.AlignmentFlag.AlignRight if last else Qt.AlignmentFlag.AlignLeft
        flat = QTextBlockFormat()
        flat.setAlignment(align)
        cell.setBlockFormat(flat)
        cell.insertText(f"{label}：{value}", pen.char("body" if pen.style == "roster" else "small"))
    pen.out()


@put.register
def _(block: Table, pen: Pen) -> None:
    rows = (*block.head, *block.rows)
    shape = QTextTableFormat()
    shape.setBorder(0)
    shape.setBorderCollapse(True)
    shape.setCellSpacing(0)
    shape.setHeaderRowCount(len(block.head))
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    shares = block.widths or (1,) * block.columns
    shape.setColumnWidthConstraints(
        [QTextLength(QTextLength.Type.PercentageLength, 100 * share / sum(shares)) for share in shares]
    )
    table = pen.table(shape, len(rows), block.columns)
    for merge in block.merges:
        table.mergeCells(*merge)
    covered = {
        (y, x)
        for top, left, deep, wide in block.merges
        for y in range(top, top + deep)
        for x in range(left, left + wide)
        if (y, x) != (top, left)
    }
    for y, row in enumerate(rows):
        header = y < len(block.head)
        summed = (block.total and y == len(rows) - 1) or y - len(block.head) in block.subs
        for x in range(block.columns):
            if (y, x) in covered:
                continue
            table.cellAt(y, x).setFormat(ruled_cell(middle=pen.style == "roster" or header))
            cell = table.cellAt(y, x).firstCursorPosition()
            flat = QTextBlockFormat()
            side = Qt.AlignmentFlag.AlignRight if x in block.right else Qt.AlignmentFlag.AlignLeft
            flat.setAlignment(Qt.AlignmentFlag.AlignHCenter if header else side)
            cell.setBlockFormat(flat)
            cell.insertText(
                row[x] if x < len(row) else "", pen.char("heading" if header else "small", bold=summed)
            )
    pen.out()


@put.register
def _(block: Boxes, pen: Pen) -> None:
    number = f"{block.number}．" if block.number else ""
    pen.words(f"{number}{block.question}　", "body")
    box = pen.char("body")
    box.setFont(print_font("body", 6 * MM))
    for at, option in enumerate(block.options):
        pen.cursor.insertText("☑" if at in block.ticked else "□", box)
        pen.cursor.insertText(f"{option}　", pen.char("body"))


@put.register
def _(block: Blank, pen: Pen) -> None:
    number = f"{block.number}．" if block.number else ""
    room = pen.wide
    label = f"{number}{block.label}　"
    metrics = QFontMetricsF(pen.font("body"))
    first = room - metrics.horizontalAdvance(label) - 4
    each = metrics.horizontalAdvance("　")
    under = pen.char("body")
    under.setFontUnderline(True)
    pen.words(label, "body")
    pen.cursor.insertText("　" * max(int(first / each), 4), under)
    for _ in range(block.lines - 1):
        pen.words("", "body")
        pen.cursor.insertText("　" * int(room / each), under)


@put.register
def _(block: Code, pen: Pen) -> None:
    pen.words(f"{block.label}　" if block.label else "", "body")
    large = pen.char("heading", bold=True)
    large.setFont(print_font("heading", 18, bold=True))
    pen.cursor.insertText(block.groups, large)


@put.register
def _(block: Signature, pen: Pen) -> None:
    above, parted = pen.at(), pen.breaking
    pen.gap(45 if block.seal else 12)
    for line in block.lines:
        pen.words(f"{line}　　", "body", Qt.AlignmentFlag.AlignRight)
    if not parted:
        pen.together.append((above, pen.at()))


@put.register
def _(block: PageBreak, pen: Pen) -> None:
    pen.new_page()


@put.register
def _(block: Gap, pen: Pen) -> None:
    pen.gap(block.millimetres)


def ruled_cell(*, middle: bool = True) -> QTextTableCellFormat:
    """A cell with hairlines of half a point. Words in the middle of a row are cut where a page ends in it."""
    made = QTextTableCellFormat()
    made.setBorder(0.5)
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBorderBrush(QColor(INK))
    made.setPadding(2.5)
    where = QTextCharFormat.VerticalAlignment
    made.setVerticalAlignment(where.AlignMiddle if middle else where.AlignTop)
    return made


def bare_table() -> QTextTableFormat:
    """A table without lines, for labels beside each other."""
    shape = QTextTableFormat()
    shape.setBorder(0)
    shape.setCellPadding(1)
    shape.setCellSpacing(0)
    shape.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    return shape


def print_font(voice: Voice, points: float, *, bold: bool = False) -> QFont:
    """A printing font; one point is one pixel of the document."""
    made = QFont()
    made.setFamilies(list(FACES[voice]))
    made.setPixelSize(max(round(points), 1))
    made.setBold(bold)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made

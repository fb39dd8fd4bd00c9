"""Draws a paper: the same pages for the preview, the printer and a PDF. Screen fonts never print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
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
    Paper,
    Paragraph,
    Signature,
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

SIZES: Mapping[str, tuple[QPageSize.PageSizeId, QPageLayout.Orientation]] = MappingProxyType(
    {
        "A4": (QPageSize.PageSizeId.A4, QPageLayout.Orientation.Portrait),
        "A4 landscape": (QPageSize.PageSizeId.A4, QPageLayout.Orientation.Landscape),
        "A3 landscape": (QPageSize.PageSizeId.A3, QPageLayout.Orientation.Landscape),
    }
)


class Drawn:
    """A paper laid out on pages, in points. Needs a QGuiApplication, offscreen too."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.measure = MEASURES[paper.style]
        self.layout = page_layout(paper)
        full = self.layout.fullRect(QPageLayout.Unit.Point)
        top, bottom, left, right = (size * MM for size in self.measure.margins)
        self.page = QSizeF(full.width(), full.height())
        self.inner = QRectF(left, top, full.width() - left - right, full.height() - top - bottom)
        self.document = self._compose()

    def pages(self) -> int:
        """How many sheets it fills."""
        return max(self.document.pageCount(), 1)

    def draw(self, painter: QPainter, number: int) -> None:
        """Draws one page (from 0) into a painter whose unit is a point."""
        height = self.inner.height()
        painter.save()
        painter.translate(self.inner.topLeft() - QPointF(0, number * height))
        clip = QRectF(-1, number * height, self.inner.width() + 2, height)
        painter.setClipRect(clip)
        self.document.drawContents(painter, clip)
        painter.restore()
        self._foot(painter, number)

    def image(self, number: int, wide: int) -> QImage:
        """One page as a picture of a width in pixels, for the preview."""
        scale = wide / self.page.width()
        made = QImage(wide, round(self.page.height() * scale), QImage.Format.Format_RGB32)
        made.fill(Qt.GlobalColor.white)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        painter.scale(scale, scale)
        self.draw(painter, number)
        painter.end()
        return made

    def onto(self, device: QPagedPaintDevice, resolution: int) -> None:
        """Draws all pages on a printer or PDF writer that has so many dots per inch."""
        device.setPageLayout(self.layout)
        painter = QPainter(device)
        painter.scale(resolution / 72, resolution / 72)
        for number in range(self.pages()):
            if number:
                device.newPage()
            self.draw(painter, number)
        painter.end()

    def pdf(self, file: Path) -> int:
        """Writes a PDF; returns the number of pages. The file is written by Qt, in place."""
        writer = QPdfWriter(str(file))
        writer.setResolution(300)
        writer.setTitle(self.paper.title)
        writer.setCreator("童档")
        self.onto(writer, 300)
        return self.pages()

    def font(self, voice: Voice, *, bold: bool = False) -> QFont:
        """The printing font of a voice; its size is in pixels, since a point is the unit."""
        return print_font(voice, self.measure.points[voice], bold=bold or voice == "title")

    def _compose(self) -> QTextDocument:
        made = QTextDocument()
        made.setDocumentMargin(0)
        made.setDefaultFont(self.font("body"))
        made.setUseDesignMetrics(True)
        made.setPageSize(self.inner.size())
        cursor = QTextCursor(made)
        pen = Pen(self, cursor)
        if self.paper.title:
            pen.words(self.paper.title, "title", Qt.AlignmentFlag.AlignHCenter)
            pen.gap(3)
        for block in self.paper.blocks:
            put(block, pen)
        return made

    def _foot(self, painter: QPainter, number: int) -> None:
        painter.save()
        painter.setFont(print_font("note", 9))
        painter.setPen(QColor(INK))
        line = QRectF(self.inner.left(), self.inner.bottom() + 4 * MM, self.inner.width(), 5 * MM)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignLeft, self.paper.footer.words)
        told = f"第{number + 1}页，共{self.pages()}页"
        painter.drawText(line, middle | Qt.AlignmentFlag.AlignRight, told)
        if self.paper.practice:
            painter.setFont(print_font("heading", 14, bold=True))
            painter.drawText(
                QRectF(self.inner.left(), 6 * MM, self.inner.width(), 8 * MM),
                Qt.AlignmentFlag.AlignRight,
                "演练，不是真实档案",
            )
        painter.restore()


class Pen:
    """Writes blocks into a document one after the other."""

    def __init__(self, drawn: Drawn, cursor: QTextCursor) -> None:
        self.drawn = drawn
        self.cursor = cursor
        self._fresh = True
        self._break = False

    def block(self, shape: QTextBlockFormat) -> None:
        """Begins a block; the document's first one is there already."""
        if self._break:
            shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            self._break = False
        line = self.drawn.measure.line
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
            shape.setTextIndent(2 * self.drawn.measure.points[voice])
        self.block(shape)
        self.cursor.insertText(text, self.char(voice, bold=bold))

    def char(self, voice: Voice, *, bold: bool = False) -> QTextCharFormat:
        """How characters of a voice look."""
        made = QTextCharFormat()
        made.setFont(self.drawn.font(voice, bold=bold))
        made.setForeground(QColor(INK))
        return made

    def gap(self, millimetres: float) -> None:
        """Empty space."""
        shape = QTextBlockFormat()
        shape.setLineHeight(millimetres * MM, int(QTextBlockFormat.LineHeightTypes.FixedHeight.value))
        self.block(shape)

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self._break = True

    def table(self, shape: QTextTableFormat, rows: int, columns: int) -> QTextTable:
        """A table; its first block may have to begin a page."""
        if self._break:
            shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            self._break = False
        self._fresh = False
        return self.cursor.insertTable(rows, columns, shape)

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
        cell.insertText(
            f"{label}：{value}", pen.char("body" if pen.drawn.paper.style == "roster" else "small")
        )
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
    for y, row in enumerate(rows):
        header = y < len(block.head)
        summed = block.total and y == len(rows) - 1
        for x in range(block.columns):
            table.cellAt(y, x).setFormat(ruled_cell())
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
    room = pen.drawn.inner.width()
    label = f"{number}{block.label}　"
    metrics = QFontMetricsF(pen.drawn.font("body"))
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
    pen.gap(45 if block.seal else 12)
    for line in block.lines:
        pen.words(f"{line}　　", "body", Qt.AlignmentFlag.AlignRight)


@put.register
def _(block: PageBreak, pen: Pen) -> None:
    pen.new_page()


@put.register
def _(block: Gap, pen: Pen) -> None:
    pen.gap(block.millimetres)


def ruled_cell() -> QTextTableCellFormat:
    """A cell with hairlines of half a point."""
    made = QTextTableCellFormat()
    made.setBorder(0.5)
    made.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    made.setBorderBrush(QColor(INK))
    made.setPadding(2.5)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
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


def page_layout(paper: Paper) -> QPageLayout:
    """Size and orientation; margins are ours, so the device has none."""
    size, orientation = SIZES[paper.sheet]
    made = QPageLayout(QPageSize(size), orientation, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    made.setMode(QPageLayout.Mode.FullPageMode)
    return made


def pdf(paper: Paper, file: Path) -> int:
    """Writes a paper as PDF; returns the number of pages."""
    return Drawn(paper).pdf(file)

"""Draws a paper: the same pages for the preview, the printer and a PDF. Screen fonts never print."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextBlock,
    QTextCursor,
    QTextDocument,
    QTextFormat,
)

from childdesk.domain.paper import Paper
from childdesk.ui.paper_pen import INK, MEASURES, MM, Pen, print_font, put

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

    def _compose(self) -> QTextDocument:
        made = QTextDocument()
        made.setDocumentMargin(0)
        made.setDefaultFont(print_font("body", self.measure.points["body"]))
        made.setUseDesignMetrics(True)
        made.setPageSize(self.inner.size())
        cursor = QTextCursor(made)
        pen = Pen(self.paper.style, self.inner.width(), cursor)
        if self.paper.title:
            pen.words(self.paper.title, "title", Qt.AlignmentFlag.AlignHCenter)
            pen.gap(3)
        for block in self.paper.blocks:
            put(block, pen)
        for first, last in pen.together:
            self._keep(made, first, last)
        return made

    def _keep(self, made: QTextDocument, first: int, last: int) -> None:
        """What belongs together and would be parted by the end of a page begins the next one."""
        above, below = made.findBlockByNumber(first), made.findBlockByNumber(last)
        if not below.isValid() or self._page_of(made, above) == self._page_of(made, below):
            return
        cursor = QTextCursor(above)
        if cursor.currentTable() is None:
            shape = above.blockFormat()
            shape.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
            cursor.setBlockFormat(shape)

    def _page_of(self, made: QTextDocument, block: QTextBlock) -> int:
        return int((made.documentLayout().blockBoundingRect(block).bottom() - 1) / self.inner.height())

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


def page_layout(paper: Paper) -> QPageLayout:
    """Size and orientation; margins are ours, so the device has none."""
    size, orientation = SIZES[paper.sheet]
    made = QPageLayout(QPageSize(size), orientation, QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    made.setMode(QPageLayout.Mode.FullPageMode)
    return made


def pdf_bytes(paper: Paper) -> bytes:
    """A paper as the bytes of a PDF: whoever writes them does it whole or not at all."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(300)
    writer.setTitle(paper.title)
    writer.setCreator("童档")
    Drawn(paper).onto(writer, 300)
    del writer
    return bytes(buffer.data().data())


def pdf(paper: Paper, file: Path) -> int:
    """Writes a paper as PDF; returns the number of pages."""
    return Drawn(paper).pdf(file)

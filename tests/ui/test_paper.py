"""Papers: the same pages in preview and PDF, head rows on each, a footer that says who and when."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextTable

from childdesk.domain.paper import (
    Blank,
    Boxes,
    Code,
    Facts,
    Footer,
    Gap,
    PageBreak,
    Paper,
    Paragraph,
    Signature,
    Table,
    roster,
)
from childdesk.ui.paper import Drawn, pdf
from childdesk.ui.paper_pen import FACES, MEASURES
from childdesk.ui.widgets.paper_view import PaperView

FOOTER = Footer("陈桂兰", "2025-11-24 15:42")
HEAD = (("序号", "姓名", "性别", "身份证号", "风险", "年龄"),)


def a_table(rows: int, columns: int = 6) -> Table:
    line = ("1", "周小禾", "女", "3205**********0321", "黄", "9", *[""] * columns)[:columns]
    return Table(
        tuple(tuple((*head, *[""] * columns)[:columns]) for head in HEAD), (line,) * rows, right=(0, 5)
    )


def every_block() -> tuple:
    return (
        Facts((("填报单位", "河湾村"), ("统计时间", "2025-11-24"))),
        Paragraph("正文。\n第二段。", indent=True),
        Paragraph("一、标题", "heading", "left", keep=True),
        Table(HEAD, (("1", "周小禾"),), total=True),
        Boxes("吃穿、住处", ("没问题", "有问题"), 1, (0,)),
        Blank("看到什么", 2, 2),
        Code("AB12CD34EF56", "编号"),
        Gap(5),
        PageBreak(),
        Signature(("河湾村民委员会", "2025年11月24日"), seal=True),
    )


def test_a_code_is_written_in_groups_of_four():
    assert Code("AB12CD34EF56").groups == "AB12 CD34 EF56"


def test_the_footer_says_who_when_which_copy_and_whether_masked():
    assert FOOTER.words == "陈桂兰打印　2025-11-24 15:42　第1份，共1份　号码已遮住"
    assert Footer(masked=False).words == "第1份，共1份　号码没有遮住"


def test_a_wide_roster_stands_on_a3():
    assert roster("花名册", a_table(3), footer=FOOTER).sheet == "A4 landscape"
    assert roster("花名册", a_table(3, 15), footer=FOOTER).sheet == "A3 landscape"


@pytest.mark.parametrize("style", MEASURES)
def test_every_block_is_drawn_in_every_style(qapp, style):
    drawn = Drawn(Paper("标题", every_block(), style, "A4", FOOTER, practice=True))
    assert drawn.pages() == 2
    text = drawn.document.toPlainText()
    for word in (
        "河湾村",
        "正文。",
        "第二段。",
        "一、标题",
        "周小禾",
        "吃穿、住处",
        "看到什么",
        "AB12 CD34 EF56",
    ):
        assert word in text


def test_an_unknown_block_is_a_mistake(qapp):
    with pytest.raises(TypeError):
        Drawn(Paper("x", ("words",)))  # type: ignore[arg-type]


def test_a_long_roster_fills_pages_and_repeats_its_head(qapp):
    drawn = Drawn(roster("花名册", a_table(120), footer=FOOTER))
    assert drawn.pages() >= 4
    table = drawn.document.rootFrame().childFrames()[0]
    assert table.format().toTableFormat().headerRowCount() == 1
    picture = drawn.image(1, 800)
    top = QRectF(drawn.inner).top() / drawn.page.height() * picture.height()
    dark = [
        picture.pixelColor(x, y).value() < 100
        for y in range(round(top), round(top) + 16)
        for x in range(40, 760)
    ]
    assert any(dark)


def test_an_empty_paper_still_has_one_page(qapp):
    assert Drawn(Paper("", ())).pages() == 1


def test_a_pdf_has_the_pages_of_the_preview(qapp, tmp_path):
    paper = roster(
        "花名册", a_table(60), facts=(("填报单位", "河湾村"), ("统计时间", "2025-11-24")), footer=FOOTER
    )
    file = tmp_path / "roster.pdf"
    pages = pdf(paper, file)
    raw = file.read_bytes()
    assert raw.startswith(b"%PDF-")
    assert pages == Drawn(paper).pages() == len(re.findall(rb"/Type\s*/Page\b", raw))
    width, height = map(float, re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)", raw).groups())
    assert (round(width), round(height)) == (842, 595)


def test_nothing_is_drawn_in_the_margins_but_the_footer(qapp):
    drawn = Drawn(Paper("函", (Paragraph("正文。" * 400, indent=True),), "letter", "A4", FOOTER))
    picture = drawn.image(0, 595)
    left = round(drawn.inner.left()) - 3
    column = [picture.pixelColor(x, y).value() for x in range(left) for y in range(0, 760, 3)]
    assert min(column) == 255


def test_screen_fonts_never_print():
    for families in FACES.values():
        assert not any("YaHei" in family for family in families)


def test_the_view_lists_the_pages_and_turns_them(shown, qtbot):
    view = PaperView()
    shown(view, 800, 600)
    view.show_pages(Drawn(roster("花名册", a_table(60), footer=FOOTER)))
    assert view.list.count() == 3
    with qtbot.waitSignal(view.turned) as told:
        view.list.setCurrentRow(2)
    assert told.args == [2]
    assert view._sheet.accessibleName() == "第3页，共3页"
    wide = view._sheet.pixmap().width()
    view.zoom(200)
    assert view._sheet.pixmap().width() == wide * 2


def test_a_head_of_three_rows_is_printed_with_its_cells_joined_and_none_written_twice():
    head = (("区域", "年龄段", "", "", "数量"), ("", "0-5周岁", "", "未采集", ""), ("", "男", "女", "", ""))
    merges = ((0, 0, 3, 1), (0, 1, 1, 3), (0, 4, 3, 1), (1, 1, 1, 2), (1, 3, 2, 1))
    made = Table(head, (("河湾村", "1", "2", "3", "6"),), merges=merges)
    document = Drawn(Paper("汇总", (made,))).document
    table = next(frame for frame in document.rootFrame().childFrames() if isinstance(frame, QTextTable))
    spans = {
        (table.cellAt(y, x).row(), table.cellAt(y, x).column()): (
            table.cellAt(y, x).rowSpan(),
            table.cellAt(y, x).columnSpan(),
        )
        for y in range(3)
        for x in range(5)
    }
    assert spans[0, 0] == (3, 1)
    assert spans[0, 1] == (1, 3)
    assert spans[1, 1] == (1, 2)
    assert spans[1, 3] == (2, 1)
    for word in ("区域", "年龄段", "0-5周岁", "未采集", "男", "女", "数量", "河湾村"):
        assert document.toPlainText().count(word) == 1, word

"""报表上报 as a person uses it: choose, look, ask who is behind a number, write it, take it back."""

from __future__ import annotations

from datetime import timedelta

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from childdesk.desk import leaving, records, report_look, reports
from childdesk.store import access, folders
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.reports import ReportsPage
from childdesk.ui.widgets.banner import Banner
from tests.stories.pages import press
from tests.ui import opened


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path, 12) as made:
        yield made
        assert made.troubles == []


@pytest.fixture
def page(desk, window):
    window.add_route(Route("child", lambda host: Child(host)))
    return desk.show(window, "reports", ReportsPage)


class Child(Page):
    """Stands for a child's file: keeps what it was called with."""

    def __init__(self, host):
        super().__init__(host, "儿童档案")
        self.called = None

    def arrive(self, argument=None):
        self.called = argument


def number(page, label, head):
    cells = page.preview.sheet.table.cells
    grid = cells.grid
    row = next(at for at in range(cells.rowCount()) if cells.label(at) == label)
    column = next(at for at in range(grid.labels, grid.columns) if grid.path(at).endswith(head))
    return row, column, cells.text(row, column - grid.labels)


def test_every_report_is_offered_once_and_shows_itself_without_a_word_of_trouble(page, window):
    offered = [name for _, names in report_look.GROUPS for name in names]
    assert sorted(offered) == sorted(reports.REPORTS)
    for name in offered[:-1]:
        press(page.shelf.parts[name])
        assert page.look.asked.name == name
        assert page.look.grid.title
        assert page.side.write.isEnabled()


def test_the_checks_lead_to_the_children(page, desk, window):
    row = next(
        child
        for child in desk.ask(lambda s: reports.produce(s, report_look.Asked("village-roster")).children)
    )
    desk.do(lambda s: records.edit(s, "child", row, {"sex": ""}))
    page.arrive()
    ask = next(one for one in page.side.findChildren(QPushButton) if "每人都有性别" in one.accessibleName())
    press(ask)
    assert page.behind.isVisible()
    press(page.behind.names[0])
    assert window.page().called.id == row
    assert window.page().called.back == "报表上报"


def test_a_number_says_who_is_behind_it_with_the_keyboard_too(page, window):
    press(page.shelf.parts["age"])
    row, column, text = number(page, "合计", "合计")
    table = page.preview.sheet.table
    table.setCurrentIndex(table.cells.index(row, column - 1))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert len(page.behind.names) == int(text)
    assert "合计" in page.behind.title.text()


def test_a_row_of_a_roster_opens_the_file(page, window):
    table = page.preview.sheet.table
    table.setCurrentIndex(table.cells.index(2, 3))
    QTest.keyClick(table, Qt.Key.Key_Return)
    called = window.page().called
    assert called.id == page.look.grid.behind[2][0][0]
    assert called.at == 2


def test_the_list_is_walked_with_the_arrows(page):
    page.shelf.parts["village-roster"].setFocus()
    QTest.keyClick(page.shelf.parts["village-roster"], Qt.Key.Key_Down)
    assert page.look.asked.name == "left-behind-roster"


def test_without_a_recipient_personal_sheets_do_not_leave(page, desk, window):
    press(page.side.write)
    assert "先写交给谁" in window.findChild(Banner).sentence()
    assert desk.ask(leaving.copies) == []


def test_a_sheet_is_written_beside_the_ledger_remembered_and_taken_back(page, desk, window):
    page.side.recipient.setEditText("云溪镇民政办")
    page.side.purpose.setEditText("月度动态更新")
    press(page.side.level.part("部分遮盖"))
    assert "（中间已遮住）" in page.side.holds.text()
    press(page.side.write)
    [copy] = desk.ask(leaving.copies)
    assert copy.path.parent.name == leaving.FOLDER
    assert (copy.recipient, copy.purpose, copy.level) == ("云溪镇民政办", "月度动态更新", "部分遮盖")
    assert openpyxl.load_workbook(copy.path).active["A1"].value
    assert copy.id in page.shelf.copies
    window.ask.prepare("clear")
    press(page.shelf.copies[copy.id])
    assert not copy.path.exists()
    assert [line.act for line in desk.ask(lambda s: access.lines(s.ledger.connection))][:2] == [
        "clear",
        "export",
    ]


def test_a_place_that_cannot_be_written_is_said_with_the_way_to_another(page, desk, window, tmp_path):
    page.side.recipient.setEditText("镇里")
    window.ask.prepare(tmp_path / "nowhere" / "a.xlsx")
    press(page.side.elsewhere)
    assert "换一个地方存" in window.findChild(Banner).sentence()
    cloud = tmp_path / "OneDrive"
    cloud.mkdir()
    assert folders.synced_by(cloud, folders.system_probe())
    window.ask.prepare(cloud / "a.xlsx")
    press(page.side.elsewhere)
    assert "传到网上" in window.findChild(Banner).sentence()
    assert desk.ask(leaving.copies) == []


def test_a_table_is_compared_with_what_was_written_before(page, desk):
    press(page.shelf.parts["age"])
    press(page.side.write)
    desk.clock.moment += timedelta(days=2)
    desk.do(lambda s: records.add(s, "child", {"name": "新来的", "birth": "2016-01-01"}))
    page.arrive("age")
    assert page.preview.which.isVisible()
    press(page.preview.which.part("before"))
    _, _, text = number(page, "合计", "合计")
    changed = {page.look.grid.path(column) for _, column in page.look.changed}
    assert changed == {"合计", "7-13岁"}
    assert int(text) == int(next(iter(page.look.changed.values()))) + 1 or page.look.changed
    assert "写出的不同" in page.preview.note.text()


def test_one_childs_file_asks_whose_and_binds_the_chosen_parts(page, desk, window):
    press(page.shelf.parts["case-file"])
    assert page.preview.stack.currentIndex() == 2
    assert not page.side.write.isEnabled()
    child = desk.ask(lambda s: reports.produce(s, report_look.Asked("village-roster")).children)[0]
    page.preview.pick.taken.emit(child)
    before = page.preview.pages.list.count()
    assert before > 5
    page.side.boxes["visits"].click()
    assert page.preview.pages.list.count() < before
    window.ask.prepare("个案会商")
    page.side.boxes["sealed"].click()
    assert page.look.asked.sealed == "个案会商"
    page.side.recipient.setEditText("县未保中心")
    press(page.side.write)
    [copy] = desk.ask(leaving.copies)
    assert copy.path.read_bytes().startswith(b"%PDF")


def test_sealed_records_stay_out_when_no_reason_is_given(page, desk, window):
    child = desk.ask(lambda s: reports.produce(s, report_look.Asked("village-roster")).children)[0]
    page.arrive(("case-file", child))
    window.ask.prepare(None)
    page.side.boxes["sealed"].click()
    assert not page.side.boxes["sealed"].isChecked()
    assert page.look.asked.sealed == ""


def test_times_are_those_of_the_report(page):
    press(page.shelf.parts["monthly-change"])
    assert page.time.currentText() == "本月（2026年11月）"
    press(page.shelf.parts["yearly"])
    assert [page.time.itemText(at) for at in range(page.time.count())] == ["今年（2026年）", "去年（2025年）"]
    press(page.shelf.parts["age"])
    assert page.time.currentText() == "截止今天"
    page.time.setCurrentIndex(1)
    page.time.activated.emit(1)
    assert "截止到2026-10-31" in page.preview.when.whole()


def test_a_deputy_looks_but_writes_nothing(tmp_path, window):
    with opened.village(tmp_path, 5, role="副手") as desk:
        page = desk.show(window, "reports", ReportsPage)
        assert page.look.grid is not None
        assert not page.side.write.isVisible()


def test_the_preview_is_made_smaller_and_larger_where_it_is_looked_at(desk, page):
    page._choose("left-behind-summary")
    sheet, zoom = page.preview.sheet, page.preview.zoom
    at = sheet.table.model().index(0, 3)
    sheet.table.setCurrentIndex(at)
    wide, tall = sheet.head.length(), sheet.head.height()
    for _ in range(4):
        press(zoom.less)
    assert zoom.percent == 50
    assert not zoom.less.isEnabled()
    assert sheet.head.height() < tall
    assert sheet.table.rowHeight(0) < 20
    assert sheet.head.length() < wide
    assert (sheet.table.currentIndex().row(), sheet.table.currentIndex().column()) == (0, 3)
    for _ in range(7):
        press(zoom.more)
    assert zoom.percent == 200
    assert sheet.head.length() > wide
    page.child = desk.ask(lambda s: s.ledger.connection.execute("SELECT id FROM child").fetchone()[0])
    page._choose("case-file")
    before = page.preview.pages._sheet.pixmap().width()
    press(zoom.less)
    assert page.preview.pages._sheet.pixmap().width() < before


def test_a_label_too_long_for_its_place_ends_in_dots_and_is_whole_in_its_tooltip(page):
    press(page.shelf.parts["overview"])
    header, model = page.preview.sheet.table.verticalHeader(), page.preview.sheet.table.model()
    assert header.textElideMode() == Qt.TextElideMode.ElideRight
    whole = Qt.ItemDataRole.ToolTipRole
    assert model.headerData(0, Qt.Orientation.Vertical, whole) == model.label(0) != ""

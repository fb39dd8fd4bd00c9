"""儿童台账 as a person uses it: narrowing, ordering, choosing several, taking away what is seen."""

from __future__ import annotations

import gc
import time

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from childdesk.desk import children as children_
from childdesk.desk import listed, listing, records
from childdesk.desk.listing import Filter
from childdesk.store import access
from childdesk.ui.among import Among
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.children import ChildrenPage
from childdesk.ui.pages.children.columns import ORDERS, columns, order_words
from childdesk.ui.seat import Seat
from childdesk.ui.tasks import BUDGET
from childdesk.ui.widgets.banner import Banner
from tests.desk import made
from tests.stories.pages import ChildrenStory, press
from tests.ui import opened


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path) as there:
        there.bench.seat = Seat(tmp_path / "seat.ini")
        yield there
        assert there.troubles == []


@pytest.fixture
def gone(window):
    """Where the page has led: (route, argument)."""
    led = []

    class Elsewhere(Page):
        def arrive(self, argument=None):
            led.append((self.head.title.text(), argument))

    for key in ("visit", "refer", "child", "importing"):
        window.add_route(Route(key, lambda host, key=key: Elsewhere(host, key)))
    return led


@pytest.fixture
def story(desk, window, gone):
    def show(argument=None):
        page = desk.show(window, "children", ChildrenPage, argument)
        QApplication.processEvents()
        return ChildrenStory(page)

    return show


@pytest.fixture
def village(desk):
    """Five children of whom one has left."""
    names = {"李安然": "黄", "周小禾": "黄", "赵一鸣": "蓝", "孙雨桐": "绿", "吴思远": ""}

    def add(session):
        ids = {}
        for at, (name, risk) in enumerate(names.items(), start=1):
            kinds = "留守儿童" if at < 4 else "困境儿童"
            ids[name] = made.child(
                session, name, risk=risk, categories=kinds, village_group=f"{at}组", birth=f"201{at}-03-02"
            )
        children_.close(session, ids["吴思远"], "随父母生活")
        return ids

    return desk.do(add)


def test_an_empty_desk_says_how_to_fill_it(story, gone):
    there = story()
    assert there.sentence() == "台账是空的"
    press(there.page._start.act)
    assert gone[-1][0] == "importing"
    assert not there.page.new.isVisible()


def test_who_left_is_not_shown_and_the_sentence_counts(story, village):
    there = story()
    assert there.sentence() == "登记在册4人，现在显示4人"
    assert there.names() == ["李安然", "孙雨桐", "赵一鸣", "周小禾"]
    assert there.chips() == []


def test_ticking_narrows_at_once_and_the_counts_follow(story, village):
    there = story()
    there.tick("risk", "黄")
    assert there.names() == ["李安然", "周小禾"]
    assert (there.count("category", "留守儿童"), there.count("category", "困境儿童")) == (2, 0)
    there.tick("risk", "蓝")
    assert there.names() == ["李安然", "赵一鸣", "周小禾"]
    assert there.chips() == ["黄", "蓝"]
    there.drop("黄")
    assert there.names() == ["赵一鸣"]


def test_nobody_left_says_so_and_leads_back(story, village):
    there = story()
    there.tick("risk", "红")
    assert there.page._nobody.isVisible()
    press(there.page._nobody.act)
    assert there.sentence() == "登记在册4人，现在显示4人"


def test_words_from_the_search_box_are_one_more_condition(story, village):
    there = story("z")
    assert there.chips() == ["找：z"]
    assert there.names() == ["赵一鸣", "周小禾"]
    there.drop("找：z")
    assert len(there.names()) == 4


def test_a_filter_that_leads_here_is_shown(story, village):
    assert story(Filter.of({"category": ("困境儿童",)})).names() == ["孙雨桐"]


def test_a_head_orders_and_turns_round_and_says_so(story, village):
    there = story()
    there.page.table.sort_asked.emit("risk", True)
    assert there.names()[:2] == ["李安然", "周小禾"]
    assert there.page._by.text() == "按风险从高到低"
    there.page.table.sort_asked.emit("age", False)
    assert there.names()[0] == "孙雨桐"
    assert there.page._by.text() == "按年龄从小到大"


def test_enter_opens_the_file_among_those_shown(story, village, gone):
    there = story()
    there.page.table.view.go(1)
    QTest.keyClick(there.page.table.view, Qt.Key.Key_Return)
    route, among = gone[-1]
    assert (route, among.id, among.at, len(among.ids)) == ("child", village["孙雨桐"], 1, 4)
    assert among.step(1).id == village["赵一鸣"]
    assert among.step(-2) is None
    assert isinstance(among, Among)


def test_letters_jump_to_a_name(story, village):
    there = story()
    there.page.table.jump_asked.emit("z")
    assert there.page.table.current() == village["赵一鸣"]
    there.page.table.jump_asked.emit("周")
    assert there.page.table.current() == village["周小禾"]
    assert there.page._letter(3) == "Z"


def test_the_only_of_a_column_opens_its_filter(story, village):
    page = story().page
    assert page.narrowing.pane.folded("group")
    page.table.only_asked.emit("village_group")
    assert not page.narrowing.pane.folded("group")


def test_planning_for_several_says_what_it_does_and_can_be_taken_back(desk, story, village, window, ask):
    desk.do(lambda s: made.visit(s, village["李安然"], "2026-11-09", next_date="2026-11-20"))
    there = story()
    there.select(0, 1)
    ask.prepare("11月24日", "yes")
    press(there.page.plan)
    assert window._toast.sentence() == "已把1个孩子排在明天，1个还没走访过，没排"
    assert there.page.table.model.cell(0, "next").text == "明天"
    window.undo()
    assert there.page.table.model.cell(0, "next").text == "晚了3天"


def test_a_day_that_is_past_plans_nothing(desk, story, village, window, ask):
    desk.do(lambda s: made.visit(s, village["李安然"], "2026-11-09", next_date="2026-11-20"))
    there = story()
    there.select(0)
    ask.prepare("2026-11-01", "yes")
    press(there.page.plan)
    assert window.findChild(Banner).sentence() == "请选今天或以后的一天"
    assert there.page.table.model.cell(0, "next").text == "晚了3天"


def test_what_is_seen_goes_on_a_sheet_masked(desk, story, village, ask, tmp_path, window):
    desk.do(
        lambda s: records.edit(
            s, "child", village["周小禾"], {"id_number": made.NUMBER, "birth": "2017-03-02"}
        )
    )
    there = story()
    there.tick("risk", "黄")
    ask.prepare(tmp_path / "所见.xlsx")
    press(there.page.exporting)
    cells = [
        cell.value
        for line in openpyxl.load_workbook(tmp_path / "所见.xlsx").active.iter_rows()
        for cell in line
    ]
    assert "周小禾" in cells
    assert "赵一鸣" not in cells
    assert "9901**********0326" in cells
    assert made.NUMBER not in cells
    assert desk.ask(lambda s: access.lines(s.ledger.connection, 1))[0].act == "export"
    assert window._toast.sentence().startswith("已导出2人到“所见.xlsx”")


def test_only_those_chosen_go_on_the_sheet(story, village, ask, tmp_path):
    there = story()
    there.select(3)
    ask.prepare(tmp_path / "一人.xlsx")
    press(there.page.export_some)
    cells = [
        cell.value
        for line in openpyxl.load_workbook(tmp_path / "一人.xlsx").active.iter_rows()
        for cell in line
    ]
    assert "周小禾" in cells
    assert "李安然" not in cells


def test_nothing_is_written_when_nobody_says_where(story, village, ask):
    there = story()
    ask.prepare(None)
    press(there.page.exporting)
    assert ask.answers == []


def test_columns_order_and_filter_are_remembered_without_a_name(desk, story, village, window, tmp_path):
    there = story()
    there.page.table.choose_columns(["name", "risk", "school"])
    there.page.table.sort_asked.emit("risk", True)
    there.tick("risk", "黄")
    desk.bench.seat.flush()
    kept = (tmp_path / "seat.ini").read_text(encoding="utf-8")
    assert "周小禾" not in kept
    window.forget_pages()
    window.go("children")
    again = ChildrenStory(window.page())
    assert [column.key for column in again.page.table.model.columns] == ["name", "risk", "school"]
    assert again.page._by.text() == "按风险从高到低"
    assert again.chips() == ["黄"]


def test_a_kept_filter_is_one_click_away(story, village, ask, window):
    there = story()
    there.tick("risk", "黄")
    ask.prepare("黄色的")
    press(there.page.keep)
    there.drop("黄")
    assert len(there.names()) == 4
    there.page.narrowing.pane.favourite_taken.emit("黄色的")
    assert there.names() == ["李安然", "周小禾"]
    assert window._toast.sentence() == "已存为“黄色的”"


def test_a_damaged_memory_counts_as_never_chosen(desk, story, village):
    desk.bench.seat.keep("columns/children", "{")
    desk.bench.seat.keep("filter/children.last", "[1]")
    assert len(story().names()) == 4


def test_news_from_elsewhere_changes_the_rows(desk, story, village):
    there = story()
    desk.bench.write(
        lambda s, _p: records.edit(s, "child", village["周小禾"], {"risk": "红"}), lambda _done: None
    )
    assert there.page.table.model.cell(3, "risk").text == "红"
    assert there.count("risk", "红") == 1


def test_a_new_group_of_the_village_appears_in_the_filter(desk, story, village):
    there = story()
    desk.bench.write(
        lambda s, _p: records.edit(s, "child", village["周小禾"], {"village_group": "12组"}),
        lambda _done: None,
    )
    assert there.count("group", "12组") == 1


def test_visit_and_referral_go_to_the_row_where_one_stands(story, village, gone):
    there = story()
    there.page.table.view.go(3)
    assert there.page.take("visit")
    assert gone[-1] == ("visit", village["周小禾"])


def test_coming_back_stands_on_the_same_row(story, village, window):
    there = story()
    there.page.table.view.go(2)
    window.go("child", village["周小禾"])
    window.back()
    assert window.page().table.current() == village["赵一鸣"]


def test_a_helper_may_not_export_or_import(tmp_path, window, gone):
    with opened.village(tmp_path / "helper", role="副手") as there:
        there.do(lambda s: made.child(s, "周小禾"))
        page = there.show(window, "children", ChildrenPage)
        QApplication.processEvents()
        assert not page.exporting.isVisible()
        assert not page.importing.isVisible()
        assert page.new.isVisible()


def test_every_order_of_the_list_has_words():
    for column in columns(above=True):
        if column.sortable:
            assert order_words(column.key, descending=False) != order_words(column.key, descending=True)
    assert set(ORDERS) <= {column.key for column in columns(above=True)}


def test_many_are_scrolled_within_the_budget(desk, story):
    desk.do(lambda session: made.fill(session, 1200))
    gc.collect()
    gc.freeze()  # as when the desk is opened with them: the collector does not go through them meanwhile
    # The very first question also reads the file's pages from the disk, once: that is no scrolling.
    keys = [column.key for column in columns()]
    desk.tasks.glance(lambda session: listed.rows(session, listing.ids(session, Filter())[:64], keys))
    page = story().page
    desk.tasks.slow.clear()
    took = []
    for row in range(0, len(page.table.model.ids), 97):
        began = time.process_time()
        page.table.view.go(row)
        took.append(time.process_time() - began)
    took.sort()
    assert took[len(took) // 2] < BUDGET
    assert page.table.model.loaded(row)


def test_a_hidden_column_asks_for_nothing(desk, story, village):
    page = story().page
    page.table.choose_columns(["name"])
    assert desk.ask(lambda s: listing.ids(s, Filter()))
    assert page.table.model.cell(0, "name").text == "李安然"


def test_a_full_list_fits_its_columns_and_a_day_of_another_year_is_short_there(desk, window, story):
    def many(session):
        for at in range(30):
            child = made.child(session, f"周小禾{at}", id_number="", birth="2015-03-02")
            made.visit(session, child, "2025-11-13")

    desk.do(many)
    window.resize(1366, 698)
    page = story().page
    QApplication.processEvents()
    view = page.table.view
    assert view.verticalScrollBar().maximum() > 0
    assert view.horizontalScrollBar().maximum() == 0
    cell = page.table.model.cell(0, "last")
    assert (cell.text, cell.tip) == ("25-11-13", "2025-11-13")

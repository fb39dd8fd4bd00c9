"""走访 as a person meets it: the month, the chosen day, a door moved to another day, the week."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from childdesk.desk import cadences, due, planning, records
from childdesk.paths import resource_bytes
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.plan import PlanPage
from childdesk.ui.pages.plan.grid import MIME
from tests.desk import made
from tests.stories.pages import press


@pytest.fixture
def gone(window):
    led = []

    class Elsewhere(Page):
        def arrive(self, argument=None):
            led.append((self.head.title.text(), argument))

    for key in ("visit", "child", "sweep"):
        window.add_route(Route(key, lambda host, key=key: Elsewhere(host, key)))
    return led


@pytest.fixture
def page(desk, window, gone):
    def add(session):
        home = records.add(session, "household", {"number": "1", "head": "周大有"}).id
        kids = [
            made.child(session, name, birth=f"2015-0{at}-02", household=home, risk="黄")
            for at, name in enumerate(("周小禾", "周小满"), 1)
        ]
        for kid in kids:
            made.visit(session, kid, "2026-11-12")
        late = made.child(session, "吴思远", risk="红", village_group="5组")
        made.visit(session, late, "2026-11-01")
        return home, late

    desk.homes = desk.do(add)
    shown = desk.show(window, "plan", PlanPage)
    QApplication.processEvents()
    return shown


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def drop(cell, key):
    data = QMimeData()
    data.setData(MIME, key.encode())
    copy, left, none = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    cell.dropEvent(QDropEvent(QPointF(3, 3), copy, data, left, none))


def test_the_month_shows_doors_late_ones_first_and_a_household_once(page):
    assert page.head.sentence.whole() == "还要走2户、看3个孩子，1户已经晚了，排在最前面"
    today = page.grid.cell(date(2026, 11, 23))
    assert any("吴思远" in door.whole() for door in today.doors())
    days = [cell.plan for cell in page.grid.cells if cell.plan is not None]
    assert sum("周大有家" in stop.title for day in days for stop in day.stops) == 1
    assert "见了2个孩子" in texts(page.grid.cell(date(2026, 11, 12)))


def test_a_door_is_dragged_with_all_its_children_and_one_undo_takes_it_back(page, desk, window):
    home, _ = desk.homes
    drop(page.grid.cell(date(2026, 11, 26)), home)
    [stop] = desk.ask(lambda s: planning.day(s, date(2026, 11, 26))).stops
    assert (stop.title, stop.chosen, len(stop.kids)) == ("周大有家", True, 2)
    assert "周大有家排到11月26日" in window._toast.sentence()
    window.undo()
    assert not any(stop.chosen for day in page._plan.days for stop in day.stops)
    drop(page.grid.cell(date(2026, 11, 20)), home)
    assert desk.ask(lambda s: planning.day(s, date(2026, 11, 20))).stops == ()


def test_planning_later_than_the_rule_is_said_and_the_day_by_which_to_go_stays(page, desk, window):
    home, _ = desk.homes
    before = desk.ask(lambda s: [one.due for one in due.due(s, days=30) if one.kind == "visit"])
    drop(page.grid.cell(date(2026, 11, 30)), home)
    assert window._toast.sentence().startswith("周大有家排到11月30日，比该去的11月27日晚")
    assert desk.ask(lambda s: [one.due for one in due.due(s, days=30) if one.kind == "visit"]) == before


def test_the_side_names_the_children_of_the_chosen_day_with_reasons_and_leads_to_the_visit(page, gone):
    assert "11月23日 星期一" in texts(page.side)
    assert any(text.startswith("红色，每周1次（默认值）；上次见到11月1日") for text in texts(page.side))
    menu = page.side.menu(page._plan.days[22].stops[0], page._offered(), date(2026, 11, 23))
    menu.actions()[0].trigger()
    assert page.grid.cell(date(2026, 11, 24)).plan.stops[0].chosen
    page._choose(date(2026, 11, 24))
    press(page.side.acts[0])
    assert gone[-1][0] == "visit"


def test_tab_leaves_the_chosen_day_and_comes_back_to_it_wherever_the_arrows_went(page):
    window = page.window()
    page.first_focus().setFocus()
    QTest.keyClick(page.first_focus(), Qt.Key.Key_Right)
    here = window.focusWidget()
    assert here is page.grid.cell(date(2026, 11, 24))
    QTest.keyClick(here, Qt.Key.Key_Tab)
    assert window.focusWidget() not in page.grid.cells
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    assert window.focusWidget() is here


def test_keys_move_over_days_and_the_week_shows_the_same_doors(page):
    cell = page.grid.cell(date(2026, 11, 23))
    cell.setFocus()
    QTest.keyClick(cell, Qt.Key.Key_Right)
    assert page.day == date(2026, 11, 24)
    page.span.choose("week")
    page._paint()
    assert [cell.plan.kind.day.day for cell in page.grid.cells] == list(range(23, 30))
    press(page.after)
    assert page.day == date(2026, 12, 1)
    page.span.choose("month")
    page._paint()
    press(page.before)
    press(page.now)
    assert page.day == date(2026, 11, 23)


def test_the_proposed_month_is_settled_in_one_entry(page, desk, window):
    press(page.settle)
    assert all(stop.chosen for day in page._plan.days for stop in day.stops)
    assert not page.settle.isVisible()
    window.undo()
    assert page.settle.isVisible()


def test_next_year_says_that_its_holidays_are_computed(page, desk):
    page.arrive("2027-02-06")
    assert "2027年未收到放假安排，节日是推算的" in texts(page)
    assert "春节" in texts(page.grid.cell(date(2027, 2, 6)))
    shipped = resource_bytes("rules/calendar-2026.toml").decode("utf-8")
    desk.do(lambda s: cadences.load_calendar(s, "2027.toml", shipped.replace("2026", "2027")))
    page.arrive("2027-02-06")
    assert page._note.text() == ""


def test_the_first_look_asks_what_the_county_demands_and_never_again(page, desk, window):
    card = page.side.demand
    assert card.isVisibleTo(page)
    card.how.choose("其他")
    card._show_days()
    press(card.done)
    assert card.isVisibleTo(page), "a number of days is wanted"
    card.days.setText("10")
    card.homes.setText("2")
    card.market.setText("农历逢3、8")
    press(card.done)
    assert not card.isVisibleTo(page)
    assert window._toast.sentence() == "县里的要求记下了：其他"
    assert page._plan.homes_a_day == 2
    assert desk.ask(lambda s: cadences.rules(s).every) == 10
    assert page.grid.cell(date(2026, 11, 21)).plan.kind.market
    page.arrive()
    assert not card.isVisibleTo(page)
    [change] = [one for one in page.side.year.findChildren(QPushButton) if one.text() == "改县里的要求"]
    press(change)
    shown = (card.how.key(), card.days.text(), card.homes.text(), card.market.text())
    assert shown == ("其他", "10", "2", "农历逢3、8")
    card.market.setText("")
    press(card.done)
    assert not page.grid.cell(date(2026, 11, 21)).plan.kind.market


def test_a_demand_that_was_told_in_the_first_use_is_not_asked_again_only_homes_and_market(page, desk):
    desk.do(lambda s: cadences.demand(s, "每月一次"))
    page.arrive()
    card = page.side.demand
    assert card.isVisibleTo(page)
    assert card.how.key() == "每月一次"
    press(card.done)
    assert not card.isVisibleTo(page)
    assert desk.ask(cadences.demanded) == cadences.Demand("每月一次", 0, 6, "", True)


def test_what_a_month_has_no_room_for_is_counted_and_reached(page, desk, window):
    def crowd(session):
        cadences.homes_a_day(session, 1)
        return [made.child(session, f"孩子{at:02}", risk="红", birth="2016-01-02") for at in range(23)]

    desk.do(crowd)
    page.arrive("2026-11-23")
    left = page._plan.left
    shown = {stop.key for day in page._plan.days for stop in day.stops}
    assert len(shown) + len(left) == 25
    assert not shown & set(left)
    assert page.head.sentence.whole().endswith(f"；另有{len(left)}户这个月排不下")
    assert page.side.rest.isVisibleTo(page)
    page.side.show_rest([], 0, 1509, page._plan.days[0].kind.day, [])
    assert page.side.minimumSizeHint().width() <= 310, "nothing stands out to the right"
    page.arrive("2026-11-23")
    seen = set()
    for _ in range(len(left)):
        seen |= {
            act.accessibleName() for act in page.side.rest.findChildren(QPushButton) if "记走访" in act.text()
        }
        if not page.side.after.isEnabled():
            break
        press(page.side.after)
    assert len(seen) == len(left) + 1, "two children of one door among them"
    assert not page.side.after.isEnabled()
    press(page.side.before)
    assert page.side.after.isEnabled()

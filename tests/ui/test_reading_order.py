"""Tab goes as one reads: rows made last come where they stand, and keys move what is scrolled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QStackedWidget, QWidget

from childdesk.ui import fit, reading_order
from childdesk.ui.page import Page, Route
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.words import words


class Late(Page):
    """A page whose rows are made after everything else, as lists of people are."""

    def __init__(self, host) -> None:
        super().__init__(host, "晚来的行")
        self.rows = fit.column()
        self.body.addLayout(self.rows)
        self.body.addWidget(button("行下面"))
        self.head.act(button("页头"))
        side = QWidget()
        side.setLayout(fit.column(button("侧栏里"), None))
        self.add_side("side", "侧栏", side, width=200)

    def arrive(self, argument=None) -> None:
        for number in range(2):
            self.rows.addWidget(button(f"第{number}行"))


class Long(Page):
    """A page to be read, with nothing in it to stop at."""

    def __init__(self, host) -> None:
        super().__init__(host, "长的话", back=host.back)
        inner = QWidget()
        inner.setLayout(fit.column(*(words(f"第{number}句") for number in range(200))))
        self.area = self.scrolled(inner)


@pytest.fixture
def late(window):
    window.add_route(Route("late", Late, "晚", "calendar_day"))
    window.offer("help")
    window.go("late")
    window.activateWindow()
    QApplication.processEvents()
    return window


def told(window) -> list[str]:
    """The words of everything that Tab comes to, from the page on."""
    window.page().setFocus()
    found: list[str] = []
    for _ in range(20):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Tab)
        name = window.focusWidget().accessibleName()
        if name in found:
            break
        found.append(name)
    return found


def test_tab_goes_head_rows_foot_side_places_and_round_to_the_top(late):
    expected = ["页头", "第0行", "第1行", "行下面", "侧栏里", "晚", "找人", "这一页的帮助（F1）"]
    assert told(late) == expected


def test_shift_tab_goes_back_the_same_way(late):
    forward = told(late)
    back = []
    for _ in range(len(forward)):
        QTest.keyClick(late.focusWidget(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
        back.append(late.focusWidget().accessibleName())
    assert back == [*reversed(forward)]


def test_a_hidden_part_of_a_stack_and_a_disabled_button_are_passed_over(shown):
    stack = QStackedWidget()
    first, second = button("见得到"), button("见不到")
    stack.addWidget(first)
    stack.addWidget(second)
    off = button("停用")
    off.setEnabled(False)
    host = QWidget()
    host.setLayout(fit.column(off, stack))
    shown(host)
    assert reading_order.stops(host) == [first]


def test_a_grid_is_read_line_by_line(shown):
    host, grid = QWidget(), QGridLayout()
    fields = {place: QLineEdit() for place in ((1, 1), (0, 1), (1, 0), (0, 0))}
    for place, field in fields.items():
        grid.addWidget(field, *place)
    host.setLayout(grid)
    shown(host)
    assert reading_order.stops(host) == [fields[place] for place in ((0, 0), (0, 1), (1, 0), (1, 1))]


def test_a_page_to_be_read_is_moved_by_keys(window):
    window.add_route(Route("long", Long))
    window.go("long")
    window.activateWindow()
    QApplication.processEvents()
    bar = window.page().area.verticalScrollBar()
    assert window.focusWidget() is not None
    places = [bar.value()]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(window.focusWidget(), key)
        places.append(bar.value())
    assert places[0] == 0 < places[1] < places[2] < places[3] == bar.maximum()
    assert places[4] == 0


def test_a_stop_that_is_scrolled_away_comes_into_view(window):
    class Tall(Page):
        def __init__(self, host) -> None:
            super().__init__(host, "高")
            inner = QWidget()
            self.last = button("最后一个")
            self.first = button("第一个")
            inner.setLayout(fit.column(self.first, 2000, self.last))
            self.scrolled(inner)

    window.add_route(Route("tall", Tall))
    window.go("tall")
    window.activateWindow()
    page = window.page()
    page.first.setFocus()
    QTest.keyClick(page.first, Qt.Key.Key_Tab)
    assert page.last.hasFocus()
    assert not page.last.visibleRegion().isEmpty()


def test_tab_goes_on_from_inside_a_part_that_is_a_stop_itself(shown):
    part = QWidget()
    part.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    one, other, below = button("一"), button("二"), button("下面")
    part.setLayout(fit.column(one, other))
    host = QWidget()
    host.setLayout(fit.column(part, below))
    shown(host)
    host.activateWindow()
    part.setFocus()
    for wanted in (one, other, below, part):
        reading_order.step(host, host, forward=True)
        assert host.focusWidget() is wanted
    for wanted in (below, other, one, part):
        reading_order.step(host, host, forward=False)
        assert host.focusWidget() is wanted

"""The window: places, trail, keys, compact mode, live type size; nothing heavy is loaded at start."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget

from childdesk.ui import fit, theme
from childdesk.ui.actions import ACTIONS, PAGE, WINDOW, keys_of
from childdesk.ui.page import Page, Route
from childdesk.ui.trail import MOST, Step, Trail
from childdesk.ui.widgets.words import words

ROOT = Path(__file__).resolve().parents[2]


class Sample(Page):
    """Remembers what happened to it."""

    def __init__(self, host) -> None:
        super().__init__(host, "样子")
        self.log: list[object] = []
        self.field = QLineEdit()
        self.body.addWidget(self.field)
        self.body.addStretch(1)
        side = QWidget()
        side.setLayout(fit.column(QPushButton("里面"), words("侧栏里的话"), None))
        self.add_side("side", "侧栏", side, width=322)
        pane = QWidget()
        pane.setLayout(fit.column(QPushButton("筛"), None))
        self.add_side("filter", "筛选", pane, width=184, left=True)

    def arrive(self, argument=None) -> None:
        self.log.append(("arrive", argument))

    def leave(self) -> None:
        self.log.append("leave")

    def memento(self):
        return self.field.text()

    def resume(self, memento) -> None:
        self.field.setText(memento)

    def take(self, act: str) -> bool:
        if act == "save":
            self.log.append("save")
            return True
        return super().take(act)

    def first_focus(self) -> QWidget:
        return self.field


@pytest.fixture
def desk(window):
    for key, label, icon in (("today", "今日", "calendar_day"), ("ledger", "儿童台账", "people_list")):
        window.add_route(Route(key, Sample, label, icon))
    window.add_route(Route("settings", Sample, "设置", "settings", foot=True))
    window.add_route(Route("file", Sample, place="ledger"))
    window.activateWindow()
    window.go("today")
    QApplication.processEvents()
    return window


def test_a_place_appears_with_its_route_and_its_page_is_made_when_it_is_shown(desk):
    assert desk.rail.keys() == ("today", "ledger", "settings")
    assert desk.made("today") is not None
    assert desk.made("ledger") is None
    desk.go("ledger", "late")
    assert desk.made("ledger").log == [("arrive", "late")]
    assert desk.made("today").log[-1] == "leave"


def test_a_page_without_words_stands_below_its_place(desk):
    desk.go("file", "c1")
    assert desk.rail.part("ledger").isChecked()
    places = desk.rail.keys()
    assert "file" not in places


def test_back_and_forward_keep_what_a_page_looked_like(desk):
    desk.page().field.setText("滚到这里")
    desk.go("ledger")
    desk.made("today").field.setText("")
    desk.back()
    assert desk.page() is desk.made("today")
    assert desk.page().field.text() == "滚到这里"
    desk.forward()
    assert desk.page() is desk.made("ledger")
    desk.forward()
    assert desk.page() is desk.made("ledger")


def test_the_trail_forgets_what_lay_ahead_and_what_is_very_old():
    trail = Trail()
    for number in range(MOST + 10):
        trail.push(Step(f"p{number}"))
    assert len(trail.steps) == MOST
    assert trail.move(-1).route == f"p{MOST + 8}"
    trail.push(Step("new"))
    assert trail.move(1) is None
    assert trail.current().route == "new"
    trail.clear()
    assert trail.current() is None


def test_focus_begins_at_the_thing_to_do_next(desk):
    assert desk.page().field.hasFocus()


def test_every_act_has_words_and_no_key_stands_twice():
    keys = Counter(key for act in ACTIONS for key in act.keys)
    assert [key for key, number in keys.items() if number > 1] == []
    assert all(act.label and act.keys and act.where in (WINDOW, PAGE) for act in ACTIONS)
    assert len({act.key for act in ACTIONS}) == len(ACTIONS)
    assert keys_of("find") == "Ctrl+F"


def test_no_letter_alone_is_a_key():
    lonely = [key for act in ACTIONS for key in act.keys if len(key) == 1 and key != "/"]
    assert lonely == []


def test_keys_reach_places_search_page_and_program(desk, qtbot):
    QTest.keyClick(desk, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert desk.page() is desk.made("ledger")
    QTest.keyClick(desk, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert desk.page().log[-1] == "save"
    QTest.keyClick(desk, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert desk.finder.hasFocus()
    QTest.keyClick(desk.finder, Qt.Key.Key_Escape)
    for key, modifier, act in (
        (Qt.Key.Key_F12, Qt.KeyboardModifier.NoModifier, "report"),
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier, "lock"),
        (Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier, "new"),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "help"),
    ):
        with qtbot.waitSignal(desk.acted) as told:
            QTest.keyClick(desk, key, modifier)
        assert told.args == [act]
    QTest.keyClick(desk, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert desk.page() is desk.made("today")


def test_a_slash_in_a_field_is_a_slash(desk):
    desk.page().field.setFocus()
    QTest.keyClicks(desk.page().field, "3/4")
    assert desk.page().field.text() == "3/4"


def test_undo_takes_the_last_act_back_once_even_after_its_toast(desk):
    undone = []
    desk.toast("已保存", lambda: undone.append("visit"))
    desk.act("undo")
    desk.act("undo")
    assert undone == ["visit"]
    desk.toast("已保存", lambda: undone.append("again"))
    desk._toast.put_away()
    desk.act("undo")
    assert undone == ["visit", "again"]


@pytest.mark.parametrize(
    ("wide", "tall", "scale", "compact"),
    [
        (1366, 698, 100, False),
        (1366, 698, 110, False),
        (1093, 558, 100, True),
        (1366, 698, 125, True),
        (1366, 600, 100, True),
        (1920, 1000, 150, False),
    ],
)
def test_the_window_is_compact_when_it_is_small_for_its_type(desk, qapp, wide, tall, scale, compact):
    desk.set_look(scale, False)
    desk.resize(wide, tall)
    QApplication.processEvents()
    assert desk.compact() is compact
    assert desk.page().compact is compact
    desk.set_look(100, False)


def test_side_columns_move_into_the_drawer_and_back(desk):
    page = desk.page()
    side = page._sides["side"][1]
    assert side.isVisible()
    desk.resize(1000, 600)
    QApplication.processEvents()
    assert not side.isVisible()
    assert page._openers["side"].isVisible()
    QTest.keyClick(desk, Qt.Key.Key_F6)
    assert side.isVisible()
    QTest.keyClick(page._drawer, Qt.Key.Key_Escape)
    assert not side.isVisible()
    QTest.keyClick(desk, Qt.Key.Key_F4)
    assert page._sides["filter"][1].isVisible()
    desk.resize(1366, 698)
    QApplication.processEvents()
    assert side.isVisible()
    assert page._sides["filter"][1].isVisible()
    assert page._sides["filter"][1].x() < page.field.x() < side.x()


def test_f6_puts_the_focus_into_a_column_that_stands_there(desk):
    QTest.keyClick(desk, Qt.Key.Key_F6)
    assert desk.page()._sides["side"][1].isAncestorOf(desk.focusWidget())


def test_always_compact_is_a_choice(desk):
    desk.set_always_compact(True)
    assert desk.compact()
    desk.set_always_compact(False)
    assert not desk.compact()


def test_type_size_changes_at_once_and_is_told(desk, qtbot):
    with qtbot.waitSignal(desk.look_changed) as told:
        QTest.keyClick(desk, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert told.args == [110, False]
    assert desk.rail.width() == theme.Look(110).px(164)
    QTest.keyClick(desk, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(desk, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert theme.look().scale == 100
    desk.set_look(150, True)
    QTest.keyClick(desk, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert theme.look() == theme.Look(100, True)


def test_one_page_may_cover_everything_and_then_only_its_keys_work(desk, qtbot):
    cover = QWidget()
    desk.show_whole(cover)
    assert desk.covered()
    desk.act("place2")
    assert desk.made("ledger") is None
    with qtbot.waitSignal(desk.acted):
        desk.act("report")
    desk.show_whole(None)
    assert not desk.covered()


def test_locking_leaves_nothing_of_the_ledger_in_the_window(desk):
    desk.finder.setText("周小禾")
    desk.banner("warn", "王梓涵的转介超期")
    desk.toast("已保存周小禾的走访", lambda: None)
    desk.forget_pages()
    assert desk.made("today") is None
    assert desk.finder.text() == ""
    assert desk._frame.bar.sentence() == ""
    assert desk._toast.sentence() == ""
    assert desk.trail.current() is None
    desk.act("undo")


def test_a_practice_desk_shows_that_it_is_one(desk):
    desk.say_title("云溪镇河湾村", practice=True)
    assert desk.windowTitle() == "童档 — 云溪镇河湾村（演练）"
    assert any("演练" in one.text() for one in desk.findChildren(QLabel) if one.isVisible())


def test_a_button_appears_when_somebody_answers_it(desk):
    assert not desk._frame.buttons["report"].isVisible()
    desk.offer("report", "lock")
    assert desk._frame.buttons["report"].isVisible()
    assert not desk._frame.buttons["help"].isVisible()


def test_a_banner_that_is_put_away_leaves_no_gap(desk):
    top = desk.pages.y()
    desk.banner("warn", "晚了的太多？")
    QApplication.processEvents()
    assert desk.pages.y() > top
    desk._frame.bar.put_away()
    QApplication.processEvents()
    assert desk.pages.y() == top


def test_closing_lets_the_page_keep_its_draft(desk):
    page = desk.page()
    desk.close()
    assert page.log[-1] == "leave"


def test_a_banner_goes_with_its_page(desk):
    desk.banner("warn", "晚了的太多？")
    desk.go("ledger")
    assert desk._frame.bar.sentence() == ""


START = """
import sys
import childdesk.ui.window, childdesk.ui.ask, childdesk.ui.crash, childdesk.ui.tasks
import childdesk.ui.widgets.data_table, childdesk.ui.widgets.section_form, childdesk.ui.widgets.plan_view
heavy = {"openpyxl", "lxml", "xlsxwriter", "pyrage", "sqlcipher3", "sqlite_utils", "argon2", "asyncio"}
found = sorted(heavy & {name.split(".")[0] for name in sys.modules})
found += [name for name in sys.modules if "pinyin" in name or name == "PySide6.QtNetwork"]
print(found)
"""


def test_the_window_loads_nothing_heavy():
    done = subprocess.run(
        [sys.executable, "-c", START], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"

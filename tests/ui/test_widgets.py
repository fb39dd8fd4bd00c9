"""The small widgets: what they say, what keys do, what a screen reader hears."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QWidget,
)

from childdesk.ui import fit, theme
from childdesk.ui.widgets.banner import Banner
from childdesk.ui.widgets.buttons import because, button, tool
from childdesk.ui.widgets.card import Card, fact
from childdesk.ui.widgets.chip import Answers, RiskChip, chip, count
from childdesk.ui.widgets.drawer import Drawer
from childdesk.ui.widgets.filter_pane import FilterChips, FilterPane
from childdesk.ui.widgets.find_box import DEBOUNCE, FindBox
from childdesk.ui.widgets.flow import Flow
from childdesk.ui.widgets.nav_rail import NavRail, Station
from childdesk.ui.widgets.page_head import PageHead
from childdesk.ui.widgets.plan_sheet import PlanSheet
from childdesk.ui.widgets.plan_view import PlanView
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.status_line import StatusLine
from childdesk.ui.widgets.task_row import STOPPED, TaskRow, counted
from childdesk.ui.widgets.timeline import Clamped, Moment, Timeline
from childdesk.ui.widgets.toast import SECONDS, Toast
from childdesk.ui.widgets.wizard import StepWords, Wizard
from childdesk.ui.widgets.words import Elided
from tests.ui import samples


def texts(widget: QWidget) -> list[str]:
    """The words of all labels that are shown."""
    QApplication.processEvents()
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


# rail


@pytest.fixture
def rail(shown) -> NavRail:
    made = NavRail()
    for key, label, icon in (("today", "今日", "calendar_day"), ("ledger", "儿童台账", "people_list")):
        made.add(Station(key, label, icon))
    made.add(Station("settings", "设置", "settings", foot=True))
    shown(made, 164, 600)
    return made


def test_the_rail_says_how_many_wait_and_whether_one_is_late(rail):
    rail.badge("today", 7, late=True)
    rail.badge("ledger", 120)
    assert rail.part("today").accessibleName() == "今日，7件在等您，有晚了的"
    assert "99+" in texts(rail)
    rail.badge("today", 0, late=True)
    assert rail.part("today").accessibleName() == "今日"
    rail.badge("nowhere", 3)


def test_arrows_walk_the_rail_round_its_ends_and_enter_opens(rail, qtbot):
    rail.part("today").setFocus()
    QTest.keyClick(rail.part("today"), Qt.Key.Key_Up)
    assert rail.part("settings").hasFocus()
    with qtbot.waitSignal(rail.opened) as told:
        QTest.keyClick(rail.part("settings"), Qt.Key.Key_Return)
    assert told.args == ["settings"]
    with qtbot.waitSignal(rail.opened) as told:
        rail.part("ledger").click()
    assert told.args == ["ledger"]


def test_a_click_opens_and_standing_there_marks(rail):
    rail.part("ledger").click()
    assert not rail.part("ledger").isChecked()
    rail.stand("ledger")
    assert rail.part("ledger").isChecked()
    assert not rail.part("today").isChecked()


def test_a_narrow_rail_keeps_words_in_tooltips(rail):
    rail.set_compact(True)
    assert rail.width() == 56
    assert rail.part("ledger").text() == ""
    assert rail.part("ledger").toolTip() == "儿童台账"
    rail.set_compact(False)
    assert rail.part("ledger").text().strip() == "儿童台账"
    assert rail.width() == 164


# search


@pytest.fixture
def search(shown):
    host = QWidget()
    box = FindBox()
    other = QPushButton("别处")
    host.setLayout(fit.column(box, other, None))
    shown(host, 600, 600)
    host.activateWindow()
    other.setFocus()
    return box


def ask(qtbot, box: FindBox, text: str) -> int:
    """Types and waits for the question; returns its number."""
    with qtbot.waitSignal(box.asked, timeout=1000) as told:
        QTest.keyClicks(box, text)
    return told.args[1]


def test_a_question_is_asked_after_a_rest_and_only_once(search, qtbot):
    asked = []
    search.asked.connect(lambda text, number: asked.append(text))
    search.seize()
    QTest.keyClicks(search, "zxh")
    assert asked == []
    qtbot.waitUntil(lambda: asked == ["zxh"], timeout=1000)
    assert search._timer.interval() == DEBOUNCE == 60


def test_letters_under_way_in_the_input_method_are_no_question(search, qtbot):
    asked = []
    search.asked.connect(lambda text, number: asked.append(text))
    search.seize()
    QApplication.sendEvent(search, QInputMethodEvent("zhou", []))
    qtbot.wait(DEBOUNCE * 2)
    assert asked == []
    done = QInputMethodEvent("", [])
    done.setCommitString("周")
    QApplication.sendEvent(search, done)
    qtbot.waitUntil(lambda: asked == ["周"], timeout=1000)


def test_only_the_answer_to_the_newest_question_is_shown(search, qtbot):
    search.seize()
    first = ask(qtbot, search, "z")
    second = ask(qtbot, search, "h")
    search.deliver(first, samples.HITS, 4)
    assert search.popup() is None or search.popup().isHidden()
    search.deliver(second, samples.HITS, 34)
    assert search.popup().lines()[-1] == "在台账中看全部34人"
    assert "风险黄色，二级" in search.popup().lines()[0]


def test_arrows_enter_and_ctrl_enter_walk_open_and_record(search, qtbot):
    search.seize()
    search.deliver(ask(qtbot, search, "z"), samples.HITS, 34)
    QTest.keyClick(search, Qt.Key.Key_Down)
    with qtbot.waitSignal(search.opened) as told:
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert told.args == ["c2"]
    search.deliver(search._number, samples.HITS, 34)
    with qtbot.waitSignal(search.visit_asked) as told:
        QTest.keyClick(search, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert told.args == ["c1"]


def test_tab_goes_to_the_whole_list(search, qtbot):
    search.seize()
    search.deliver(ask(qtbot, search, "z"), samples.HITS, 34)
    with qtbot.waitSignal(search.all_asked) as told:
        QTest.keyClick(search, Qt.Key.Key_Tab)
    assert told.args == ["z"]


def test_nobody_found_offers_a_new_file(search, qtbot):
    search.seize()
    search.deliver(ask(qtbot, search, "q"), (), 0)
    assert search.popup().lines() == ["没有找到“q”。换拼音首字母试试", "新建档案：q"]
    with qtbot.waitSignal(search.new_asked) as told:
        QTest.keyClick(search, Qt.Key.Key_Return)
    assert told.args == ["q"]


def test_escape_clears_and_then_gives_the_focus_back(search, qtbot):
    other = search.window().findChild(QPushButton)
    search.seize()
    search.deliver(ask(qtbot, search, "z"), samples.HITS, 4)
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert search.popup().isHidden()
    assert search.hasFocus()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert other.hasFocus()


def test_escape_goes_nowhere_when_what_had_the_focus_was_made_anew(search):
    other = search.window().findChild(QPushButton)
    other.setFocus()
    search.seize()
    shiboken6.delete(other)
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.hasFocus()


def test_at_most_eight_hits_are_listed(search, qtbot):
    search.seize()
    search.deliver(ask(qtbot, search, "z"), samples.HITS * 5, 20)
    assert len(search.popup().lines()) == 9


# head, banner, toast, rows


def test_a_small_window_moves_the_sentence_behind_the_title(shown):
    head = PageHead("今日", "今天要走4户")
    shown(head, 800, 60)
    below = head.sentence.y()
    head.set_compact(True)
    QApplication.processEvents()
    assert head.sentence.geometry().left() > head.title.geometry().right()
    head.set_compact(False)
    QApplication.processEvents()
    assert head.sentence.y() == below


def test_the_dot_of_unsaved_work_has_a_name(shown):
    head = PageHead("改资料")
    shown(head)
    head.unsaved(True)
    assert head.dot.accessibleName() == "有改动还没保存"
    assert head.dot.isVisible()


def test_the_graver_banner_wins(shown):
    banner = Banner()
    shown(banner)
    banner.put_away()
    assert banner.say("warn", "转介超期")
    assert not banner.say("info", "有新的包")
    assert banner.sentence() == "转介超期"
    assert banner.say("bad", "没存上")
    banner.put_away()
    assert banner.say("info", "有新的包")


def test_a_banner_has_at_most_two_buttons(shown):
    banner = Banner()
    shown(banner)
    pressed = []
    banner.say(
        "warn",
        "晚了的太多？",
        [("一", lambda: pressed.append(1)), ("二", lambda: None), ("三", lambda: None)],
    )
    words = [one.text() for one in banner.findChildren(QPushButton) if one.text()]
    assert words == ["一", "二"]
    next(one for one in banner.findChildren(QPushButton) if one.text() == "一").click()
    assert pressed == [1]


@pytest.fixture
def toast(shown) -> Toast:
    host = QWidget()
    shown(host, 800, 500)
    return Toast(host)


def test_a_toast_goes_after_eight_seconds_and_keeps_its_undo_till_then(toast):
    undone = []
    toast.say("已保存周小禾的走访", lambda: undone.append(1))
    assert toast._timer.interval() == SECONDS * 1000 == 8000
    assert toast.sentence() == "已保存周小禾的走访"
    assert toast.undo()
    assert undone == [1]
    assert not toast.undo()
    toast.say("已移到“退出在册”")
    toast._timer.timeout.emit()
    assert toast.sentence() == ""


def test_a_toast_stays_while_its_button_has_the_focus(toast):
    toast.say("已保存", lambda: None)
    toast.window().activateWindow()
    toast._undo.setFocus()
    QApplication.processEvents()
    assert not toast._timer.isActive()
    toast.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    toast._undo.clearFocus()
    QApplication.processEvents()
    assert toast._timer.isActive()
    toast.put_away()


def test_a_toast_keeps_to_the_bottom_when_the_window_changes(toast):
    toast.say("已保存", None)
    host = toast.parentWidget()
    host.resize(500, 400)
    QApplication.processEvents()
    assert abs(toast.geometry().center().x() - 250) <= 1
    assert toast.geometry().bottom() < 400
    toast.put_away()


def test_progress_has_numbers_and_cancel_says_that_nothing_happened(shown):
    stopped = []
    row = TaskRow("正在读", lambda: stopped.append(1))
    shown(row)
    row.say(counted("正在读", 2310, 5000), 2310, 5000)
    assert row.sentence() == "正在读第2,310行，共5,000行"
    assert not row._bar.isHidden()
    row._cancel.click()
    assert stopped == [1]
    row.stopped()
    assert row.sentence() == STOPPED
    row.say("正在合并", 0, 0)
    assert row._bar.isHidden()


def test_the_status_line_keeps_save_and_sync_in_a_small_window(shown):
    line = StatusLine()
    shown(line, 900, 26)
    line.say("who", "陈桂兰")
    line.say("sync", "上次同步 12天前", "soon")
    line.set_compact(True)
    assert texts(line) == ["全部已保存", "上次同步 12天前"]
    line.set_compact(False)
    assert texts(line) == ["陈桂兰", "全部已保存", "上次同步 12天前"]


def test_the_save_bar_names_what_is_missing_and_goes_there(shown):
    saved, went = [], []
    bar = SaveBar("保存走访", lambda: saved.append(1))
    shown(bar)
    bar.lacks(["监护人意见", "下一步"], [lambda: went.append("opinion"), lambda: went.append("next")], 1)
    assert bar._missing.text() == "还差2项：监护人意见、下一步；1处要改"
    bar._missing.click()
    assert went == ["opinion"]
    bar.busy("正在保存…")
    assert not bar.save.isEnabled()
    bar.busy()
    assert bar.save.text().strip() == "保存走访"
    bar.unsaved(True)
    assert bar.note.text() == "有改动还没保存"
    bar.lacks([], [])
    assert bar._missing.isHidden()
    assert saved == []


def test_a_disabled_button_says_why(shown):
    made = button("转出")
    shown(made)
    because(made, "选好接收机构后才能转出")
    assert not made.isEnabled()
    assert made.toolTip() == made.accessibleDescription() == "选好接收机构后才能转出"
    because(made, "")
    assert made.isEnabled()


def test_a_button_with_only_an_icon_has_a_name(qapp):
    made = tool("打印", "print")
    assert made.accessibleName() == made.toolTip() == "打印"
    made.deleteLater()


# choices


def test_segments_are_moved_by_arrows_and_chosen_by_digits(shown):
    made = Segmented([("a", "没问题"), ("b", "有问题"), ("c", "没看到")], bad=["b"])
    shown(made)
    told = []
    made.chosen.connect(told.append)
    made.part("a").setFocus()
    QTest.keyClick(made.part("a"), Qt.Key.Key_2)
    assert made.key() == "b"
    QTest.keyClick(made.part("b"), Qt.Key.Key_Right)
    assert made.key() == "c"
    QTest.keyClick(made.part("c"), Qt.Key.Key_Right)
    QTest.keyClick(made.part("c"), Qt.Key.Key_9)
    assert made.key() == "c"
    assert told == ["b", "c"]
    assert made.part("b").property("bad") == "1"


def test_one_tab_stop_leads_into_the_segments_where_the_choice_stands(shown):
    made = Segmented([("a", "一"), ("b", "二")])
    shown(made)
    made.choose("b")
    stops = [key for key in "ab" if made.part(key).focusPolicy() == Qt.FocusPolicy.StrongFocus]
    assert stops == ["b"]
    made.choose(None)
    assert made.key() is None


def test_one_answer_at_a_time_unless_several(shown):
    one = Answers([("a", "一"), ("b", "二")])
    shown(one)
    one.pills()[0].click()
    one.pills()[1].click()
    assert one.chosen() == ("b",)
    several = Answers([("a", "一"), ("b", "二")], several=True)
    shown(several)
    several.pills()[0].click()
    several.pills()[1].click()
    assert several.chosen() == ("a", "b")
    several.pills()[0].setFocus()
    QTest.keyClick(several.pills()[0], Qt.Key.Key_Right)
    assert several.pills()[1].hasFocus()


def test_risk_is_read_aloud_with_its_level(shown):
    made = RiskChip("红", whole=True)
    shown(made)
    assert made.accessibleName() == "风险，红色，一级"
    made.set_level(None)
    assert made.accessibleName() == "风险，还没评"


def test_counts_stop_at_ninety_nine(qapp):
    made = count(100, late=True)
    assert made.text() == "99+"
    made.deleteLater()


# filter


@pytest.fixture
def pane(shown) -> FilterPane:
    made = FilterPane(samples.GROUPS)
    shown(made, 184, 600)
    return made


def test_choices_come_back_by_group(pane, qtbot):
    with qtbot.waitSignal(pane.changed):
        pane._boxes["risk", "红"].click()
    pane._boxes["risk", "黄"].click()
    pane._boxes["category", "孤儿"].click()
    assert pane.chosen() == {"risk": ("红", "黄"), "category": ("孤儿",)}
    pane.drop("risk", "红")
    assert pane.chosen()["risk"] == ("黄",)
    with qtbot.waitSignal(pane.changed):
        pane.clear()
    assert pane.chosen() == {}


def test_a_folded_group_opens_when_it_has_a_choice(pane):
    assert pane._folds["group"][1].isHidden()
    pane.choose({"group": ("3组",)})
    assert not pane._folds["group"][1].isHidden()
    pane._folds["group"][0].click()
    assert pane._folds["group"][1].isHidden()


def test_counts_are_read_aloud_with_their_word(pane):
    pane.count(samples.COUNTS)
    assert pane._boxes["risk", "蓝"].accessibleName() == "蓝，31人"


def test_saved_filters_stand_on_top(pane, qtbot):
    pane.favourites(["红黄留守"])
    made = next(one for one in pane.findChildren(QPushButton) if one.text().strip() == "红黄留守")
    with qtbot.waitSignal(pane.favourite_taken) as told:
        made.click()
    assert told.args == ["红黄留守"]


def test_a_chip_takes_its_condition_away(shown, qtbot):
    chips = FilterChips()
    shown(chips)
    chips.show_chosen([("risk", "黄", "黄"), ("category", "孤儿", "孤儿")])
    made = chips.findChildren(QPushButton)
    assert made[0].accessibleName() == "去掉条件：黄"
    with qtbot.waitSignal(chips.dropped) as told:
        made[1].click()
    assert told.args == ["category", "孤儿"]


# drawer, timeline, wizard


def test_escape_closes_the_drawer_and_gives_the_focus_back(shown):
    host = QWidget()
    inner = QPushButton("里面")
    outer = QPushButton("外面")
    host.setLayout(fit.column(outer, None))
    shown(host, 900, 500)
    host.activateWindow()
    outer.setFocus()
    drawer = Drawer(host)
    drawer.open_with("侧栏", inner)
    assert drawer.geometry().right() == 899
    QTest.keyClick(drawer, Qt.Key.Key_Escape)
    assert drawer.isHidden()
    assert outer.hasFocus()
    assert drawer.release() is inner


def test_the_drawer_closes_when_what_had_the_focus_was_made_anew(shown):
    host, inner, outer = QWidget(), QPushButton("里面"), QPushButton("外面")
    host.setLayout(fit.column(outer, None))
    shown(host, 900, 500)
    host.activateWindow()
    outer.setFocus()
    drawer = Drawer(host)
    drawer.open_with("侧栏", inner)
    shiboken6.delete(outer)
    QTest.keyClick(drawer, Qt.Key.Key_Escape)
    assert drawer.isHidden()


def test_a_column_of_any_width_has_room_in_the_drawer(shown):
    host, inner = QWidget(), QWidget()
    fit.fix(inner, width=322, tall=2000)
    shown(host, 900, 500)
    drawer = Drawer(host)
    drawer.open_with("侧栏", inner)
    QApplication.processEvents()
    area = drawer.findChild(QScrollArea)
    assert area.verticalScrollBar().isVisible()
    assert area.viewport().width() >= 322


def test_a_long_list_of_hits_stays_inside_the_window_and_follows_the_choice(shown, qtbot):
    host, search = QWidget(), FindBox()
    host.setLayout(fit.column(search, None))
    shown(host, 700, 300)
    search.seize()
    search.deliver(ask(qtbot, search, "z"), samples.HITS * 5, 20)
    popup = search.popup()
    assert popup.geometry().bottom() <= host.height()
    for _ in range(8):
        QTest.keyClick(search, Qt.Key.Key_Down)
    view = popup.findChild(QListView)
    assert view.viewport().rect().contains(view.visualRect(view.currentIndex()).center())


def moments(number: int) -> list[Moment]:
    """So many invented moments."""
    return [
        Moment(f"m{n}", "11月9日", "入户走访", "去过。", "陈桂兰", year=str(2025 - n // 40))
        for n in range(number)
    ]


def test_the_timeline_draws_thirty_at_a_time(shown):
    line = Timeline()
    shown(line)
    line.show_moments(moments(70))
    assert line.shown() < 30
    QApplication.processEvents()
    assert line.shown() == 30
    assert line._more.text().strip() == "再看30条，还有40条"
    for _ in range(2):
        line._more.click()
        QApplication.processEvents()
    assert line.shown() == 70
    assert line._more.isHidden()
    assert "2024" in texts(line)


def test_an_empty_timeline_says_what_to_do(shown):
    line = Timeline()
    shown(line)
    line.show_moments([])
    assert "还没有记录。先去看看孩子" in texts(line)


def test_a_sealed_moment_shows_neither_kind_nor_person(shown, qtbot):
    line = Timeline()
    shown(line)
    line.show_moments([Moment("m1", "9月18日", "强制报告", "", "陈桂兰", tag=("红", "red"), sealed=True)])
    assert texts(line) == ["9月18日", "受保护的记录"]
    see = next(one for one in line.findChildren(QPushButton) if one.text() == "查看")
    with qtbot.waitSignal(line.opened) as told:
        see.click()
    assert told.args == ["m1"]


def test_long_text_has_three_lines_until_it_is_unfolded(shown):
    whole = "孩子想妈妈，说话比上次少。" * 30
    made = Clamped(whole)
    shown(made, 300, 400)
    assert made._label.text().endswith("…")
    assert made._label.accessibleName() == whole
    assert len(made._label.text()) < 100
    assert not made._fold.isHidden()
    made._fold.click()
    assert made._label.text() == whole
    short = Clamped("去过。")
    shown(short, 300, 100)
    assert short._fold.isHidden()


def test_the_wizard_goes_on_and_back_and_keeps_what_was_typed(shown, qtbot):
    wizard = Wizard("童档")
    fields = [QLineEdit(), QLineEdit()]
    wizard.add(StepWords("a", "您在哪一级", "您在哪里工作？", "村和镇看到的不一样。"), fields[0])
    wizard.add(StepWords("b", "您是谁", "您叫什么名字？"), fields[1])
    shown(wizard, 1000, 600)
    assert wizard.back.isHidden()
    fields[0].setText("村")
    wizard.next.click()
    assert wizard.key() == "b"
    assert wizard.next.text() == "完成"
    wizard.back.click()
    assert fields[0].text() == "村"
    wizard.block("先选一级")
    assert not wizard.next.isEnabled()
    wizard.block("")
    wizard.next.click()
    with qtbot.waitSignal(wizard.finished):
        wizard.next.click()
    wizard.show_step("nowhere")
    assert wizard.key() == "b"


# plan


@pytest.fixture
def plan(shown) -> PlanView:
    sheet = PlanSheet()
    sheet.show_sheet(samples.SHEET_COLUMNS, samples.NUMBERS, samples.sheet_cell)
    made = PlanView(sheet, undo_words="可以整批撤销")
    made.tiles.show_tiles(samples.TILES)
    made.issues.show_issues(samples.ISSUES)
    made.say_go("导入73人")
    shown(made, 1162, 560)
    made.sheet = sheet
    return made


def test_a_tile_filters_and_a_second_click_shows_everything(plan):
    told = []
    plan.tile_chosen.connect(told.append)
    plan.tiles.part("skip").click()
    plan.tiles.part("add").click()
    plan.tiles.part("add").click()
    assert told == ["skip", "add", ""]
    assert plan.tiles.part("skip").accessibleName() == "不收2，写明原因"


def test_a_question_is_answered_only_after_a_choice(plan, qtbot):
    plan.question.ask(samples.QUESTION, 1, 3)
    assert plan.question._next.toolTip() == "先选一个"
    plan.question.findChildren(QRadioButton)[1].click()
    with qtbot.waitSignal(plan.answered) as told:
        plan.question._next.click()
    assert told.args == ["q7", "health", True]
    plan.question.ask(samples.QUESTION, 2, 3)
    plan.question.choose("study")
    plan.question.findChild(QCheckBox).setChecked(False)
    with qtbot.waitSignal(plan.answered) as told:
        plan.question._next.click()
    assert told.args == ["q7", "study", False]
    plan.question.ask(None)
    assert plan.question.isHidden()


def test_issues_are_walked_and_mended_in_place(plan, qtbot):
    told = []
    plan.issue_shown.connect(told.append)
    plan.next_issue(1)
    plan.next_issue(1)
    plan.next_issue(1)
    plan.next_issue(-1)
    assert told == ["i8", "i53", "i8", "i53"]
    with qtbot.waitSignal(plan.remedied) as told:
        next(one for one in plan.issues.findChildren(QPushButton) if one.text() == "补上号码").click()
    assert told.args == ["i8", "fill"]


def test_the_primary_button_works_with_questions_open(plan, qtbot):
    plan.question.ask(samples.QUESTION, 1, 3)
    with qtbot.waitSignal(plan.accepted):
        plan._go.click()
    with qtbot.waitSignal(plan.cancelled):
        plan._cancel.click()


def test_the_sheet_says_what_a_column_is_and_lets_it_be_changed(plan, qtbot):
    sheet = plan.sheet
    assert sheet.sheet.headerData(1, Qt.Orientation.Horizontal) == "姓名 ✓"
    assert sheet.sheet.headerData(6, Qt.Orientation.Horizontal) == "请选？"
    assert sheet.sheet.headerData(0, Qt.Orientation.Vertical) == "3"
    sheet.go(4, 6)
    with qtbot.waitSignal(sheet.map_asked) as told:
        QTest.keyClick(sheet, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert told.args == [6]


def test_a_mended_cell_says_what_it_was(plan):
    index = plan.sheet.sheet.index(2, 3)
    assert index.data() == "2017-06-11"
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "写的是2017.6.11"


def test_a_very_large_sheet_is_only_looked_up(shown):
    looked = []

    def look(row, column):
        looked.append(row)
        return samples.sheet_cell(1, column)

    sheet = PlanSheet()
    sheet.show_sheet(samples.SHEET_COLUMNS, range(1, 100_001), look)
    shown(sheet, 900, 500)
    sheet.grab()
    assert len(set(looked)) < 40


# words and layout


def test_a_shortened_label_says_the_whole_in_its_tooltip(shown):
    made = Elided("登记在册86人，现在显示34人")
    shown(made, 80, 20)
    assert made.text().endswith("…")
    assert made.toolTip() == made.accessibleName() == "登记在册86人，现在显示34人"
    made.resize(400, 20)
    assert made.text() == "登记在册86人，现在显示34人"
    assert made.toolTip() == ""


def test_a_line_of_widgets_breaks_where_it_is_full(shown):
    host = QWidget()
    flow = Flow(8, 8)
    for number in range(12):
        flow.addWidget(chip(f"第{number}个标签"))
    host.setLayout(flow)
    shown(host, 300, 300)
    assert flow.heightForWidth(300) > flow.heightForWidth(2000)
    assert flow.count() == 12
    assert flow.itemAt(99) is None
    assert flow.takeAt(99) is None


def test_gaps_and_sizes_grow_with_the_type_and_shrink_back(shown, qapp):
    host = Card("卡片")
    spacer = fit.fix(QLabel("x"), width=100, height=34)
    host.add(spacer)
    host.add(fact("标签", "值"))
    shown(host)
    theme.apply(qapp, 150)
    fit.refit(host)
    assert (spacer.width(), spacer.height()) == (150, 51)
    assert host.layout().contentsMargins().left() == 24
    theme.apply(qapp, 100)
    fit.refit(host)
    assert spacer.width() == 100
    assert host.layout().contentsMargins().left() == 16


def test_a_changed_property_restyles_only_its_widget(shown):
    made = QLabel("x")
    shown(made)
    fit.mark(made, t="late")
    assert made.font().bold()
    fit.mark(made, t="note")
    assert not made.font().bold()
    assert made.font().pixelSize() == 12


def test_clearing_a_layout_throws_everything_away(shown):
    host = QWidget()
    layout = fit.column(QLabel("a"), fit.row(QLabel("b"), 8, None))
    host.setLayout(layout)
    shown(host)
    fit.clear(layout)
    assert layout.count() == 0
    assert texts(host) == []
    assert host.childAt(QPoint(5, 5)) is None

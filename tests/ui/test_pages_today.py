"""今日 as a person meets it in the morning: rows, menu, keys, what stands beside them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from childdesk.desk import children, drafting, due, listing, records, tasks
from childdesk.desk.listing import Filter
from childdesk.store import access
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.today import TodayPage
from childdesk.ui.pages.today.rows import FIRST, MORE, later_days
from childdesk.ui.widgets.banner import Banner
from tests.desk import made
from tests.stories.pages import TodayStory, press


@pytest.fixture
def gone(window):
    """Where the page has led: (route, argument)."""
    led = []

    class Elsewhere(Page):
        def arrive(self, argument=None):
            led.append((self.head.title.text(), argument))

    for key in ("visit", "child", "children", "importing", "referral"):
        window.add_route(Route(key, lambda host, key=key: Elsewhere(host, key)))
    return led


@pytest.fixture
def story(desk, window, gone):
    def show():
        page = desk.show(window, "today", TodayPage)
        QApplication.processEvents()
        return TodayStory(page)

    return show


def child(desk, name, following="", *, last="2026-11-09", **texts):
    def add(session):
        number = records.add(
            session,
            "child",
            {"name": name, "sex": "女", "birth": f"2016-0{len(name)}-{ord(name[-1]) % 27 + 1}"} | texts,
        ).id
        if following:
            made.visit(session, number, last, next_date=following)
        return number

    return desk.do(add)


def said(window):
    """What the banner says."""
    return window.findChild(Banner).sentence()


def words(page):
    return [one.text() for one in page.findChildren(QLabel) if one.isVisible() and one.text()]


def test_a_new_desk_shows_three_steps_and_one_button_to_begin(story, gone):
    page = story().page
    assert page.begin.isVisible()
    assert not page.record.isVisible()
    assert [word for word in words(page) if word[:2] in ("1　", "2　", "3　")] == [
        "1　导入",
        "2　评风险",
        "3　排走访",
    ]
    press(page.begin)
    assert gone[-1][0] == "importing"


def test_the_sentence_says_how_the_day_stands_and_the_first_row_has_the_focus(desk, story, window):
    child(desk, "王晚", "2026-11-20")
    child(desk, "李今日", "2026-11-23")
    today = story()
    assert today.sentence() == "11月23日 星期一　今天要走1户、看1个孩子，另有1个已经晚了"
    assert (today.names("late"), today.names("now")) == (["王晚"], ["李今日"])
    assert today.page.first_focus() is today.row("王晚").act
    assert window.focusWidget() is today.row("王晚").act


def test_recording_a_visit_begins_at_the_row(desk, story, gone):
    one = child(desk, "王晚", "2026-11-20")
    press(story().row("王晚").act)
    assert gone[-1] == ("visit", one)


def test_the_sheets_of_those_who_are_late_and_due_are_printed_from_here(desk, story, ask, window, tmp_path):
    today = story()
    assert not today.page.sheets.isVisible()
    child(desk, "王晚", "2026-11-20")
    child(desk, "李今日", "2026-11-23")
    today.page.arrive()
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "走访单.pdf"))
    ask.prepare(printer)
    press(today.page.sheets)
    assert "2张走访单送去打印了" in window._toast.sentence()
    assert (tmp_path / "走访单.pdf").stat().st_size > 1000


def test_arrows_walk_the_rows_and_enter_acts(desk, story, gone, window):
    child(desk, "王晚", "2026-11-20")
    two = child(desk, "李今日", "2026-11-23")
    today = story()
    QTest.keyClick(today.row("王晚").act, Qt.Key.Key_Down)
    assert window.focusWidget() is today.row("李今日").act
    QTest.keyClick(today.row("李今日").act, Qt.Key.Key_Return)
    assert gone[-1] == ("visit", two)
    QTest.keyClick(today.row("李今日").act, Qt.Key.Key_Up)
    assert window.focusWidget() is today.row("王晚").act


def test_putting_off_asks_why_moves_the_row_and_can_be_taken_back(desk, story, window, ask):
    child(desk, "王晚", "2026-11-20")
    today = story()
    ask.prepare("下雨路断了")
    today.choose("王晚", "推后", "明天")
    assert ask.asked == [("words", "王晚推后到明天")]
    assert today.names("late") == []
    assert today.page.week.isVisible()
    assert window._toast.sentence() == "王晚推后到明天"
    window.undo()
    assert today.names("late") == ["王晚"]


def test_del_puts_off_to_a_day_that_is_typed(desk, story, ask):
    child(desk, "王晚", "2026-11-20")
    today = story()
    ask.prepare("12月3日", "家里有事")
    QTest.keyClick(today.row("王晚").act, Qt.Key.Key_Delete)
    assert today.names("late") == []
    assert today.page._shown.next_words == ""


def test_a_day_that_is_past_or_unreadable_moves_nothing_and_is_said(desk, story, window, ask):
    child(desk, "王晚", "2026-11-20")
    today = story()
    ask.prepare("下下周")
    today.choose("王晚", "推后", "选日子…")
    assert "日期看不懂" in said(window)
    ask.prepare("11月20日", "家里有事")
    today.choose("王晚", "推后", "选日子…")
    assert said(window) == "请选今天以后的一天"
    assert today.names("late") == ["王晚"]


def test_calling_shows_whole_numbers_once_and_notes_it(desk, story, ask):
    one = child(desk, "王晚", "2026-11-20")
    desk.do(
        lambda s: records.add(
            s, "guardian", {"child": one, "name": "黄秀英", "relation": "祖母", "phone": "10400005678"}
        )
    )
    ask.prepare("ok")
    story().choose("王晚", "打电话")
    assert ask.asked == [("choose", "给王晚家打电话")]
    assert desk.ask(lambda s: access.lines(s.ledger.connection, 1))[0].reason == "打电话"


def test_late_ones_stand_by_risk_and_a_household_goes_together(desk, story):
    home = desk.do(lambda s: records.add(s, "household", {"number": "1", "head": "周大有"})).id
    child(desk, "绿绿", "2026-11-01", last="2026-10-20", risk="绿")
    child(desk, "红红", "2026-11-20", risk="红")
    child(desk, "小禾", "2026-11-23", household=home)
    child(desk, "小满", "2026-11-23", household=home)
    today = story()
    assert today.names("late") == ["红红", "绿绿"]
    assert [row.line.why.startswith("同户，一起走") for row in today.page.now.rows] == [False, True]


def test_very_many_late_ones_are_drawn_a_few_at_a_time(desk, story):
    desk.do(lambda session: made.fill(session, 400))
    page = story().page
    everybody = page._shown.late.children
    assert everybody > FIRST + MORE
    assert len(page.late.rows) == FIRST
    assert page.late._more.text().strip() == f"还有{everybody - FIRST}个"
    press(page.late._more)
    assert len(page.late.rows) == FIRST + MORE


def test_the_rest_of_the_week_is_folded_with_its_days(desk, story):
    child(desk, "周小三", "2026-11-25")
    child(desk, "周小四", "2026-11-26")
    page = story().page
    assert page.week._note.text() == "周三1户、周四1户"
    assert page.week.rows == []
    press(page.week._fold)
    assert len(page.week.rows) == 2


def test_a_quiet_day_names_the_next_and_leads_to_the_week(desk, story, gone):
    child(desk, "周小三", "2026-11-25")
    page = story().page
    assert page._quiet._text.text() == "今天没有到期的事。下一次：周三，1户"
    press(page._quiet.act)
    assert gone[-1][0] == "children"
    assert gone[-1][1].chosen["visit"] == ("week",)


def test_what_was_left_half_written_waits_at_the_side(desk, story, gone):
    one = child(desk, "周小禾")
    desk.do(lambda s: drafting.keep(s, "child", f"{one}:school", {"school": "云溪"}))
    page = story().page
    assert "没写完的" in words(page.side)
    page._resume(page._shown.drafts[0])
    assert gone[-1] == ("child", one)


def test_children_whose_risk_nobody_has_judged_are_a_click_away(desk, story, gone):
    child(desk, "周小禾", risk="")
    page = story().page
    assert "1个孩子还没评风险" in words(page.side)
    page.side._ungraded(page._shown, lambda: page.host.go("children", Filter.of({"risk": ("未评",)})))
    assert desk.ask(lambda s: listing.ids(s, Filter.of({"risk": ("未评",), "state": ("open",)})))


def test_news_from_elsewhere_changes_the_rows_and_keeps_the_place(desk, story, window):
    one = child(desk, "王晚", "2026-11-20")
    child(desk, "李今日", "2026-11-23")
    today = story()
    today.row("李今日").act.setFocus()
    desk.bench.write(lambda s, _p: children.close(s, one, "随父母生活"), lambda _done: None)
    assert today.names("late") == []
    assert window.focusWidget() is today.row("李今日").act


def test_a_referral_at_the_side_shows_neither_name_nor_route(desk, story):
    one = child(desk, "王梓涵")
    texts = {"child": one, "date": "2026-11-19", "state": "已转出", "urgency": "加急", "route": "12355"}
    desk.do(lambda s: records.add(s, "referral", texts | {"reason": "说话变少", "consent": "同意"}))
    told = "　".join(words(story().page.side))
    assert "王〇〇　转介" in told
    assert "梓涵" not in told
    assert "12355" not in told


def test_days_to_put_off_to_are_to_come_and_differ():
    for day in range(1, 15):
        on = made.TODAY.replace(day=day)
        days = later_days(on)
        assert len(days) == len(set(days))
        assert all(one > on for one in days)


def test_in_a_small_window_the_side_becomes_a_drawer(desk, story, window):
    child(desk, "王晚", "2026-11-20")
    page = story().page
    assert page.side.isVisible()
    window.resize(1093, 558)
    QApplication.processEvents()
    assert not page.side.isVisible()
    window.act("pane")
    assert page.side.isVisible()


def alone(desk):
    one = child(desk, "周小禾", "2026-12-20", risk="绿")
    row = {"child": one, "place": "云溪镇河湾村3组", "with_whom": "独自居住", "begins": "2026-11-20"}
    desk.do(lambda s: records.add(s, "residence", row))
    return one


def test_an_alarm_stands_on_top_and_is_done_with_one_click(desk, story, window):
    alone(desk)
    page = story().page
    [row] = page.matters.rows
    assert (row.matter.title, row.matter.due.text) == ("周小禾", "晚了3天")
    assert [action.text() for action in row.menu().actions()] == ["推后…", "不用办…", "打开档案"]
    press(row.act)
    assert page.matters.rows == []
    assert window._toast.sentence() == "周小禾：办好了"
    window.undo()
    assert len(page.matters.rows) == 1


def test_an_alarm_is_put_off_only_with_a_day_and_a_reason(desk, story, ask):
    alone(desk)
    page = story().page
    ask.prepare("12月1日", "奶奶明天回来")
    page.matters.rows[0].menu().actions()[0].trigger()
    assert page.matters.rows == []
    assert [one.due for one in desk.ask(lambda s: due.due(s, days=30)) if one.kind == "alarm.alone"] == [
        "2026-12-01"
    ]


def test_a_task_shows_when_its_day_is_near_and_dropping_it_needs_a_reason(desk, story, ask, gone):
    one = child(desk, "周小禾", "2026-12-20", risk="绿")
    desk.do(lambda s: tasks.add(s, "插座换好了没有", "2026-11-26", child=one))
    desk.do(lambda s: tasks.add(s, "以后的事", "2026-11-27", child=one))
    page = story().page
    assert [row.matter.why for row in page.matters.rows] == ["插座换好了没有"]
    ask.prepare(None)
    page.matters.rows[0].menu().actions()[1].trigger()
    assert len(page.matters.rows) == 1
    page.matters.rows[0].menu().actions()[2].trigger()
    assert gone[-1] == ("child", one)

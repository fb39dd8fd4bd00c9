"""修改记录 as a person uses it: filters, what an entry changed, undo seen first, redo, the recycle bin."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from childdesk.desk import finding, history, people, records, referrals
from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.history import HistoryPage
from childdesk.ui.widgets.event_list import EventList, Happened
from tests.stories.pages import HistoryStory
from tests.ui import opened


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path, 12) as made:
        yield made
        assert made.troubles == []


@pytest.fixture
def child(desk):
    return desk.ask(lambda s: finding.find(s, "", 1)).hits[0]


@pytest.fixture
def edited(desk, child):
    """An edit of two fields of which one was changed again later."""
    entry = desk.do(
        lambda s: records.edit(
            s, "child", child.id, {"school": "石桥小学", "note": "转学"}, reason="核对学籍"
        )
    ).entry
    desk.do(lambda s: records.edit(s, "child", child.id, {"note": "已转学"}))
    return entry


@pytest.fixture
def story(desk, window, edited):
    window.add_route(Route("today", lambda host: Page(host, "今日")))
    window.go("today")
    made = desk.show(window, "history", HistoryPage, edited)
    window.activateWindow()
    QApplication.processEvents()
    return HistoryStory(made)


def raw(desk, child):
    return desk.ask(lambda s: reader.get(s.ledger.connection, "child", child.id))


def test_an_entry_is_told_with_whose_why_before_and_after(story, child):
    assert f"修改儿童，{child.name}，核对学籍，陈桂兰" in story.told()[1]
    said = story.said()
    for part in ("修改儿童", child.name, "核对学籍", "学校", "→ 石桥小学", "备注"):
        assert part in said


def test_kinds_narrow_the_list_and_say_how_many(story):
    every = len(story.told())
    story.kind("走访")
    assert 0 < len(story.told()) < every
    assert all(line.startswith(("新增走访", "修改走访")) for line in story.told())
    assert story.page.head.sentence.whole().startswith("选出")
    story.kind("本机")
    assert [line.partition("，")[0] for line in story.told()] == ["新建档案"]
    story.kind("撤销和恢复")
    assert story.page._stack.currentWidget() is story.page.empty


def test_days_and_people_narrow_too(desk, story):
    story.page.spans.choose("1")
    story.page.spans.chosen.emit("1")
    assert all("今天" in line for line in story.told())
    assert not story.page.people.isVisible()
    desk.do(lambda s: people.add(s, "何兰", "副手", "白菜 雨伞 电灯 石桥"))
    story.page.arrive()
    assert story.page.people.isVisible()
    other = next(key for key in story.page.people.all_keys() if key not in ("", desk.bench.session().person))
    story.page.people.choose(other)
    story.page.people.chosen.emit(other)
    assert story.told() == []


def test_undo_shows_first_what_goes_back_and_what_stays_and_why(desk, story, child, window):
    before = raw(desk, child)
    story.act("撤销这一次")
    said = story.said()
    assert "先看一遍，还没有改" in said
    assert "会退回1处" in said
    assert "1处留着不动" in said
    assert "备注：后来又改过" in said
    assert raw(desk, child) == before
    story.act("退回1处")
    assert (raw(desk, child)["school"], raw(desk, child)["note"]) != ("石桥小学", "转学")
    assert raw(desk, child)["note"] == "已转学"
    assert story.told()[0].startswith(f"撤销：修改儿童，{child.name}")
    window.undo()
    assert raw(desk, child)["school"] == "石桥小学"


def test_thinking_better_of_it_changes_nothing_and_the_focus_stays_in_the_page(desk, story, child, window):
    before = raw(desk, child)
    story.act("撤销这一次")
    story.act("不撤了")
    assert raw(desk, child) == before
    assert "撤销这一次…" in [one.text().strip() for one in [story.page.entry.first()]]
    assert window.focusWidget() is story.page.list


def test_what_was_undone_can_be_done_again(desk, story, child, edited):
    story.act("撤销这一次")
    story.act("退回")
    story.page.list.go(edited)
    assert any("已撤销" in line for line in story.told())
    story.act("重做")
    assert raw(desk, child)["school"] == "石桥小学"
    assert story.told()[0].startswith("重做")


def test_a_protected_change_tells_nothing(desk, window, child):
    desk.do(lambda s: referrals.save_new(s, child.id, {"reason": "近三周话变少", "route": "12355"}))
    story = HistoryStory(desk.show(window, "history", HistoryPage))
    story.kind("受保护")
    everything = " ".join(story.told()) + story.said()
    for word in (child.name, "话变少", "转介", "12355"):
        assert word not in everything
    assert "打开那份记录时才能看" in story.said()


def test_the_bin_lists_what_was_taken_back_and_brings_it_back(desk, story, child, window):
    row = desk.do(lambda s: records.add(s, "visit", {"child": child.id, "date": "今天"}))
    story.bin()
    assert story.page._stack.currentWidget() is story.page.empty
    desk.do(lambda s: history.apply_undo(s, row.entry))
    story.page.arrive("bin")
    assert story.told()[0].startswith(f"走访，{child.name}")
    assert not story.page.kinds.isVisible()
    story.act("恢复")
    assert desk.ask(lambda s: reader.get(s.ledger.connection, "visit", row.id)) is not None
    assert story.told() == []
    assert window._toast.sentence() == f"已恢复{child.name}"


def test_what_others_write_appears_without_losing_ones_place(desk, story, child, edited):
    assert story.page.list.current() == edited
    desk.bench.write(
        lambda s, _p: records.edit(s, "child", child.id, {"grade": "三年级"}), lambda _saved: None
    )
    assert story.page.list.current() == edited
    assert story.told()[0].startswith("修改儿童")
    assert len(story.page.list.ids()) == len(set(story.page.list.ids()))


def test_enter_goes_into_the_entry_and_a_small_window_opens_the_drawer(story, window):
    QTest.keyClick(story.page.list, Qt.Key.Key_Return)
    assert window.focusWidget() is story.page.entry.first()
    window.resize(1093, 558)
    QApplication.processEvents()
    assert not story.page.entry.isVisible()
    QTest.keyClick(story.page.list, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert story.page.entry.isVisible()


def test_coming_back_shows_the_same_list_at_the_same_place(story, window):
    story.kind("走访")
    place = story.page.list.ids()[2]
    story.page.list.go(place)
    window.go("today")
    window.back()
    assert story.page.kinds.key() == "visit"
    assert story.page.list.current() == place


def test_an_assistant_who_only_looks_finds_no_button(tmp_path, window):
    with opened.village(tmp_path, 12, role="审计员") as desk:
        story = HistoryStory(desk.show(window, "history", HistoryPage))
        assert "您的身份是审计员，只能看" in story.said()
        assert story.page.entry.first() is None


def test_more_is_brought_when_the_end_is_seen(shown, qtbot):
    view = shown(EventList("改动"), 600, 200)
    view.show_events([Happened(str(n), "edit", f"第{n}次") for n in range(20)])
    with qtbot.waitSignal(view.end_reached):
        view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.add_events([Happened("20", "edit", "第20次")])
    assert view.current() == "0"
    view.go("20")
    assert view.current() == "20"

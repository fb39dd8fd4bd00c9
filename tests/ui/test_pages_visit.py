"""The visit form as a person fills it: whose, what was seen, draft, save, undo, one after the other."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from childdesk.desk import drafting, records, referrals, trips, visits
from childdesk.domain.errors import Unavailable
from childdesk.store import access, reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.visit import VisitPage
from childdesk.ui.pages.visit.memory import FIRST
from tests.files import handmade
from tests.stories.pages import VisitStory, press, type_into
from tests.ui import opened


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path, 12) as made:
        yield made
        assert made.troubles == []


@pytest.fixture
def story(desk, window):
    window.add_route(Route("today", lambda host: Page(host, "今日"), "今日", "calendar_day"))
    window.add_route(Route("refer", lambda host: Page(host, "转介")))
    window.go("today")
    return VisitStory(desk.show(window, "visit", VisitPage, next_child(desk)))


def next_child(desk) -> str:
    return desk.ask(visits.queue)[0].child


def stored(desk, child):
    rows = desk.ask(lambda s: reader.about(s.ledger.connection, "visit", [child]))[child]
    return max(rows, key=lambda pair: (pair[1]["date"], pair[1]["living"] or ""))[1]


def count(desk):
    return desk.ask(lambda s: reader.count(s.ledger.connection, "visit"))


def settle():
    for _ in range(3):
        QApplication.processEvents()


# ── whose ───────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_child_it_offers_those_who_are_due_and_finds_anybody(desk, window):
    story = VisitStory(desk.show(window, "visit", VisitPage))
    page = story.page
    assert page.first_focus() is page.chooser.line
    due = desk.ask(visits.queue)
    assert page.chooser.children_offered() == tuple(one.child for one in due)
    story.look_for("没有这个人")
    assert page.chooser.note.text() == "没有找到“没有这个人”。换拼音首字母试试"
    story.look_for(due[1].child[:8])
    assert page.known.child == due[1].child
    assert page.first_focus() is page.form.way.part("入户")


def test_a_choice_among_several_is_made_with_the_arrows(desk, window):
    page = desk.show(window, "visit", VisitPage)
    QTest.keyClick(page.chooser.line, Qt.Key.Key_Down)
    QTest.keyClick(page.chooser.list, Qt.Key.Key_Return)
    assert page.known.child == desk.ask(visits.queue)[0].child


# ── filling in ──────────────────────────────────────────────────────────────────────────────────────


def test_a_whole_visit_is_recorded_and_can_be_taken_back(desk, story, window):
    child, before = story.page.known.child, count(desk)
    story.ask()
    story.tick("food", "没问题")
    story.tick("safety", "有问题", "灶台边柴草没隔开", recheck=True)
    story.tick("carer", "没问题")
    story.guardianship("一般")
    story.mind("有些变化", "话变少")
    story.write("opinion", "同意")
    assert story.lacks() == ""
    assert story.page.form.frames["next_date"].editor.text() == "2026-11-30"
    story.save()
    row = stored(desk, child)
    assert row["living"] == "吃穿住处没问题；水电火和防溺水有问题（灶台边柴草没隔开，7天内复查）"
    assert (row["date"], row["guardianship"], row["mind"]) == ("2026-11-23", "一般", "有些变化：话变少")
    assert row["next_date"] == "2026-11-30"
    assert window.trail.current().route == "today"
    assert "已保存" in window._toast.sentence()
    window.undo()
    assert count(desk) == before


def test_what_is_missing_is_said_leads_there_and_does_not_keep_one_from_saving(desk, story, window):
    assert story.lacks().startswith("还差6项：问了谁、生活状况、家庭状况")
    story.ask()
    assert story.lacks().startswith("还差5项：生活状况")
    press(story.page.bar._missing)
    assert window.focusWidget() in story.page.form.ticks.rows["food"].verdict.findChildren(
        type(story.page.bar.save)
    )
    story.save()
    assert window._toast.sentence().endswith("还差5项可以补")


def test_a_day_that_is_none_is_said_at_its_field_and_nothing_is_written(desk, story):
    before = count(desk)
    story.write("last_contact", "2026-11-31")
    frame = story.page.form.frames["last_contact"]
    assert frame.trouble() == "2026年11月没有31日"
    story.save()
    assert count(desk) == before
    assert story.lacks().endswith("1处要改")


def test_nobody_met_folds_the_form_to_a_reason_and_a_new_day(desk, story):
    child = story.page.known.child
    story.way("没见到人")
    assert not story.page.form.ticks.isVisible()
    assert story.lacks() == "还差1项：原因"
    story.write("findings", "邻居说去了外婆家")
    assert story.page.form.frames["next_date"].editor.text() == "2026-11-26"
    story.save()
    row = stored(desk, child)
    assert (row["nobody_home"], row["findings"]) == ("是", "邻居说去了外婆家")


def test_a_danger_signal_says_what_to_do_first_keeps_the_draft_and_leads_on(desk, story, window):
    child = story.page.known.child
    story.mind("有危险信号", "说不想活")
    danger = story.page.form.mind.danger
    assert danger.isVisible()
    spoken = " ".join(label.text() for label in danger.findChildren(type(story.page._name)))
    assert "不要让孩子一个人" in spoken
    assert "110" in spoken
    press(story.page.form.mind.urgent.refer)
    assert (window.trail.current().route, window.trail.current().argument) == ("refer", child)
    kept = desk.ask(lambda s: drafting.load(s, visits.PAGE, child))
    assert visits.thaw(kept).changes == ("说不想活",)


def test_ticks_take_one_key_each_and_the_rest_stay_as_last_time(desk, story, window):
    child = story.page.known.child
    story.tick("food", "没问题")
    story.tick("school", "没看到")
    story.save()
    desk.clock.moment += timedelta(days=7)
    window.go("visit", child)
    page = story.page
    rows = page.form.ticks.rows
    assert [key for key, row in rows.items() if row.isVisible()] == ["food", "safety", "school"]
    press(page.form.ticks.rest)
    assert (rows["food"].verdict.key(), rows["school"].verdict.key(), rows["safety"].verdict.key()) == (
        "没问题", "没看到", None,
    )  # fmt: skip
    rows["safety"].verdict.part("没问题").setFocus()
    QTest.keyClick(rows["safety"].verdict, Qt.Key.Key_2)
    assert rows["safety"].tick().verdict == "有问题"


def test_the_wheel_and_enter_change_nothing_by_accident(story):
    form = story.page.form
    before = form.answers()
    for _ in range(3):
        QTest.keyClick(form.frames["next_step"].editor.part(), Qt.Key.Key_Return)
    assert form.answers() == before


# ── memory ──────────────────────────────────────────────────────────────────────────────────────────


def test_sealed_words_of_the_last_visit_are_shown_for_a_reason_and_noted(desk, story, window, ask):
    child = story.page.known.child
    story.mind("有些变化", "想父母")
    story.save()
    window.go("visit", child)
    memory = story.page.memory
    told = [label.text() for label in memory.last.findChildren(type(story.page._name))]
    assert "受保护的记录" in told
    assert not any("想父母" in text for text in told)
    ask.prepare(None)
    look = memory.last.findChild(type(story.page.bar.save))
    press(look)
    ask.prepare("走访前看一眼")
    press(look)
    lines = desk.do(lambda s: [(one.act, one.reason) for one in access.lines(s.ledger.connection)])
    assert lines[0] == ("reveal", "走访前看一眼")
    assert "想父母" in window._frame.bar.sentence()


def test_a_first_visit_opens_all_ticks_and_says_so(desk, window):
    child = desk.do(lambda s: records.add(s, "child", {"name": "新来的"}).id)
    page = desk.show(window, "visit", VisitPage, child)
    assert all(row.isVisible() for row in page.form.ticks.rows.values())
    assert FIRST in [label.text() for label in page.memory.last.findChildren(type(page._name))]


# ── drafts ──────────────────────────────────────────────────────────────────────────────────────────


def test_two_seconds_after_the_first_key_the_draft_is_kept_however_fast_one_types(qtbot, desk, story):
    child = story.page.known.child
    story.page.draft._soon.setInterval(40)
    for _ in range(4):
        type_into(story.page.form.frames["next_step"].editor.part(), "abc")
        qtbot.wait(15)
    qtbot.waitUntil(lambda: desk.ask(lambda s: drafting.load(s, visits.PAGE, child)) != {}, timeout=500)
    assert story.page._kept.text() == "草稿已自动存好"


def test_leaving_keeps_what_was_typed_and_coming_back_shows_it(desk, story, window):
    child = story.page.known.child
    story.ask(1)
    story.tick("safety", "有问题", "灶台边柴草没隔开")
    story.write("opinion", "说好再看")
    left = story.page.form.answers()
    window.go("today")
    window.back()
    assert story.page.known.child == child
    assert story.page.form.answers() == left
    assert story.page._kept.text() == "接着上次没存的写"
    story.save()
    assert desk.ask(lambda s: drafting.load(s, visits.PAGE, child)) == {}


def test_putting_it_by_goes_back_and_keeps_it(desk, story, window):
    child = story.page.known.child
    story.guardianship("差")
    press(story.page.bar.acts.itemAt(0).widget())
    assert window.trail.current().route == "today"
    assert visits.thaw(desk.ask(lambda s: drafting.load(s, visits.PAGE, child))).guardianship == "差"


def test_a_full_disk_loses_nothing_that_was_typed(desk, story, monkeypatch):
    story.guardianship("差")

    def full(*_args):
        raise Unavailable("磁盘满了，没存上。", "删些文件后再点保存。")

    with monkeypatch.context() as broken:
        broken.setattr(trips, "save", full)
        story.save()
    assert isinstance(desk.troubles.pop(), Unavailable)
    assert story.page.form.answers().guardianship == "差"
    assert story.page.bar.save.isEnabled()


# ── one after the other ─────────────────────────────────────────────────────────────────────────────


def test_a_pile_of_sheets_is_keyed_without_leaving_the_page(desk, story, window):
    first = story.page.known.child
    press(story.page.series)
    story.guardianship("一般")
    window.act("save")
    page = story.page
    assert page.known is None
    assert page.series.text() == "连着录（已录1份）"
    assert first not in page.chooser.children_offered()
    assert window.focusWidget() is page.chooser.line
    following = page.chooser.children_offered()[0]
    story.look_for(following[:8])
    assert page.known.child == following
    story.save()
    assert page.series.text() == "连着录（已录2份）"


def test_a_small_window_moves_the_memory_into_the_drawer(desk, story, window):
    window.resize(1093, 558)
    settle()
    assert not story.page.memory.isVisible()
    assert window.act("pane") is None
    settle()
    assert story.page.memory.isVisible()


def test_a_photo_is_kept_at_once_and_what_is_none_leaves_the_form_as_it_was(
    desk, story, ask, window, tmp_path
):
    there, child = story, story.page.known.child
    before = desk.ask(lambda s: reader.about(s.ledger.connection, "attachment", [child])).get(child, [])
    there.write("living", "床铺整洁")
    wrong, large, good = (tmp_path / name for name in ("不是照片.jpg", "大.png", "照片.png"))
    wrong.write_bytes(b"no picture at all")
    large.write_bytes(handmade.png(8_000, 10_000))
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0)
    assert image.save(str(good))
    ask.prepare(wrong, large, good)
    for words in ("不是照片", "有8,000万像素，太大，没有收。填好的都在"):
        press(button_of(there.page, "加照片"))
        assert words in window._frame.bar.sentence()
    press(button_of(there.page, "加照片"))
    held = desk.ask(lambda s: reader.about(s.ledger.connection, "attachment", [child]))[child]
    assert len(held) == len(before) + 1
    assert there.page.form.answers().living == "床铺整洁"


def button_of(page, text):
    return next(one for one in page.findChildren(QPushButton) if one.text() == text)


# ── one door, several children ──────────────────────────────────────────────────────────────────────


@pytest.fixture
def door(desk, window):
    def family(session):
        home = records.add(session, "household", {"number": "77", "head": "欧阳大有"}).id
        return [
            records.add(
                session, "child", {"name": name, "birth": f"201{at}-05-02", "household": home, "risk": "黄"}
            ).id
            for at, name in enumerate(("欧阳一", "欧阳二", "欧阳三"), 4)
        ]

    kids = desk.do(family)
    window.add_route(Route("today", lambda host: Page(host, "今日"), "今日", "calendar_day"))
    window.add_route(Route("refer", lambda host: Page(host, "转介")))
    window.go("today")
    story = VisitStory(desk.show(window, "visit", VisitPage, kids[0]))

    return story, kids


def test_the_children_of_a_door_are_filled_in_one_after_the_other_and_saved_at_once(desk, door, window):
    story, kids = door
    page, parts = story.page, story.page.together.kids.parts
    assert [part.text() for part in parts.values()] == ["欧阳一", "＋欧阳二", "＋欧阳三"]
    story.tick("food", "没问题")
    page.form.door.second.editor.set_text("何兰")
    press(page.form.door.signed.part("手印"))
    press(parts[kids[1]])
    assert page.known.child == kids[1]
    assert page.form.ticks.ticks() == {}, "another child begins empty"
    assert page.form.door.second.editor.text() == "何兰"
    story.tick("safety", "有问题", "水缸没有盖", recheck=True)
    press(page.form.door.cared.part("否"))
    press(parts[kids[0]])
    assert set(page.form.ticks.ticks()) == {"food"}
    press(parts[kids[2]])
    press(page.together.kids.out)
    assert page.together.house.seen() == kids[:2]
    story.save()
    assert "已保存欧阳一、欧阳二的走访" in window._toast.sentence()
    first, second = stored(desk, kids[0]), stored(desk, kids[1])
    assert first["trip"]
    assert first["trip"] == second["trip"]
    assert (first["attended"], second["attended"]) == (None, "否")
    trip = desk.ask(lambda s: reader.get(s.ledger.connection, "trip", first["trip"]))
    assert (trip["second_visitor"], trip["signed"], trip["outcome"]) == ("何兰", "手印", "见到人")
    window.undo()
    assert desk.ask(lambda s: reader.about(s.ledger.connection, "visit", kids)) == {}


def test_a_half_filled_door_is_there_again_after_leaving(desk, door, window):
    story, kids = door
    story.tick("food", "没问题")
    press(story.page.together.kids.parts[kids[1]])
    story.write("next_step", "过年前签确认书")
    window.go("today")
    window.go("visit", kids[0])
    assert story.page.together.house.seen() == kids[:2]
    assert set(story.page.form.ticks.ticks()) == {"food"}
    press(story.page.together.kids.parts[kids[1]])
    assert story.page.form.frames["next_step"].editor.text() == "过年前签确认书"


def test_what_stood_at_the_door_is_chosen_and_comes_back(desk, door):
    story, kids = door
    story.way("没见到人")
    assert story.page.form.door.away.isVisible()
    assert not story.page.form.door.met.isVisible()
    press(story.page.form.door.outcome.part("有狗没进去"))
    story.write("findings", "狗没拴")
    story.save()
    known = desk.ask(lambda s: visits.opening(s, kids[1]))
    assert known.attention[0] == "上门提醒：2026-11-23：有狗没进去"


def test_danger_leads_to_a_referral_that_begins_with_what_was_seen(desk, door, window):
    story, kids = door
    press(story.page.together.kids.parts[kids[1]])
    story.mind("有危险信号", "说不想活")
    story.save()
    assert (window.trail.current().route, window.trail.current().argument) == ("refer", kids[1])
    draft = desk.ask(lambda s: drafting.load(s, "refer", referrals.draft_of(kids[1])))
    assert (draft["reason"], draft["urgency"]) == ("说不想活", "紧急")

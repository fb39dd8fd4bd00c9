"""U盘同步 as a person uses it: pairing read aloud, one big button, what came of it, what is refused."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel

from childdesk.app import _sync_words
from childdesk.desk import conflicts, finding, pairing, records, sync
from childdesk.desk.held_back import NEXT, RELINK, Held
from childdesk.store import held_back as store
from childdesk.store import links, volume
from childdesk.store.connection import database
from childdesk.ui import sticks
from childdesk.ui.pages.sync import SyncPage
from childdesk.ui.pages.today import TodayPage
from childdesk.ui.widgets.card import Card
from tests.desk import paired
from tests.ui import opened, scenes, stage, townships


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path, 5) as made:
        yield made
        assert made.troubles == []


@pytest.fixture
def above(tmp_path):
    made = paired.desk(tmp_path / "above", paired.TOWN)
    yield made
    made.ledger.close()


@pytest.fixture
def stick(tmp_path):
    made = tmp_path / "stick"
    made.mkdir()
    return made


def said(page):
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def pair(desk, above, stick):
    asked = desk.do(lambda session: pairing.request(session, stick))
    answer = pairing.accept(above, pairing.Path(asked.file), stick, asked.digits)
    desk.do(lambda session: pairing.finish(session, pairing.Path(answer.file), answer.digits))


@pytest.fixture
def page(desk, window, above, stick):
    pair(desk, above, stick)
    made = desk.show(window, "sync", SyncPage)
    made.chosen = stick
    made.arrive()
    return made


def test_without_a_pairing_the_three_steps_are_said_and_the_digits_are_shown_large(
    desk, window, above, stick
):
    made = desk.show(window, "sync", SyncPage)
    assert "24位数字" in said(made)
    assert not made.panel.isVisible()
    window.ask.prepare(stick)
    made.pairing.request()
    assert len(made.pairing.digits.text().replace(" ", "")) == 24
    file = next(stick.glob("CP-REQ-*"))
    answer = pairing.accept(above, file, stick, made.pairing.digits.text())
    window.ask.prepare(pairing.Path(answer.file))
    window.ask.prepare("1" * 24)
    made.pairing.finish()
    assert "数字对不上" in made.pairing.told.text()
    window.ask.prepare(pairing.Path(answer.file))
    window.ask.prepare(answer.digits)
    made.pairing.finish()
    assert made.panel.isVisible()
    assert not made.pairing.isVisible()


def test_the_digits_of_a_request_that_waits_are_there_again_the_next_day(desk, window, above, stick):
    asked = desk.do(lambda session: pairing.request(session, stick))
    made = desk.show(window, "sync", SyncPage)
    assert made.pairing.digits.text() == asked.digits
    assert made.pairing.told.text() == "请求写好了。请打电话给镇里，念这24位数字："
    answer = pairing.accept(above, pairing.Path(asked.file), stick, asked.digits)
    window.ask.prepare(pairing.Path(answer.file), answer.digits)
    made.pairing.finish()
    assert desk.ask(pairing.asked) == ""


def test_the_digits_to_read_aloud_are_in_sight_on_an_enlarged_screen(qapp, tmp_path, above, stick):
    with stage.opened_copy(tmp_path, townships.made(0), stage.ENLARGED) as there:
        papers = []
        for unit in (paired.ONE, paired.TWO):
            below = paired.desk(tmp_path / unit, unit, practice=False)
            papers.append(pairing.request(below, stick))
            below.ledger.close()
        made = there.go("sync")
        for asked in papers:
            there.ask.prepare(pairing.Path(asked.file), asked.digits)
            made.pairing.answer()
            there.settle()
            digits = made.pairing.digits
            assert len(digits.text().replace(" ", "")) == 24
            assert digits.visibleRegion().boundingRect() == digits.rect()


def test_a_pairing_that_is_stopped_says_so_and_can_be_made_again(desk, window, above, stick, monkeypatch):
    made = desk.show(window, "sync", SyncPage)
    asked = desk.do(lambda session: pairing.request(session, stick))
    answer = pairing.accept(above, pairing.Path(asked.file), stick, asked.digits)
    real, seen = pairing.finish, []

    def stopped(session, file, digits, progress):
        seen.append(made.pairing.stop.isVisible())
        progress.stop()
        return real(session, file, digits, progress)

    for finish in (stopped, real):
        monkeypatch.setattr(pairing, "finish", finish)
        window.ask.prepare(pairing.Path(answer.file))
        window.ask.prepare(answer.digits)
        made.pairing.finish()
        if finish is stopped:
            assert seen == [True]
            assert "已停下" in made.pairing.told.text()
            assert not made.pairing.stop.isVisible()
            assert made.pairing.isVisible()
    assert made.panel.isVisible()


def test_one_button_takes_ours_along_and_says_that_the_stick_may_go(desk, above, stick, page):
    assert int(page.out.number.text()) > 0
    page.start.click()
    assert page.done.isVisible()
    assert "可以拔出U盘了" in said(page)
    found = sync.read(above, stick)
    assert found.applied > 0
    assert finding.find(above, "", 50).count == 5


def test_a_meeting_that_is_stopped_leaves_nothing_half_done_and_can_be_begun_again(
    desk, above, stick, page, monkeypatch
):
    real, seen = sync.write, []

    def stopped(session, folder, to="", progress=None):
        seen.append(page.stop.isVisible())
        progress.stop()
        return real(session, folder, to, progress)

    monkeypatch.setattr(sync, "write", stopped)
    page.start.click()
    assert seen == [True]
    assert not page.done.isVisible()
    assert not page.stop.isVisible()
    assert list(stick.rglob("CS-*")) == []
    monkeypatch.setattr(sync, "write", real)
    page.start.click()
    assert page.done.isVisible()
    assert sync.read(above, stick).applied > 0


def test_what_was_written_since_the_receipt_is_not_on_the_way(desk, above, stick, page):
    page.start.click()
    went = int(page.way.number.text().replace(",", ""))
    child = finding.find(above, "", 1).hits or desk.ask(lambda session: finding.find(session, "", 1).hits)
    desk.do(lambda session: records.edit(session, "child", child[0].id, {"school": "丙校"}))
    page.arrive()
    assert int(page.way.number.text().replace(",", "")) == went > 0
    assert "上次带去还没有回执的也在内" in page.out.note.text()

    sync.read(above, stick)
    sync.write(above, stick)
    page.start.click()
    sync.read(above, stick)
    sync.write(above, stick)
    page.start.click()
    desk.do(lambda session: records.edit(session, "child", child[0].id, {"school": "丁校"}))
    page.arrive()
    assert (page.way.number.text(), page.out.number.text()) == ("0", "1")
    assert "对方已收到" in page.way.note.text()
    assert "以来：" in page.out.note.text()


def test_what_came_is_named_by_child_and_what_waits_for_a_person_is_counted(desk, above, stick, page):
    page.start.click()
    sync.read(above, stick)
    child = finding.find(above, "", 1).hits[0]
    records.edit(above, "child", child.id, {"school": "乙校"})
    desk.do(lambda session: records.edit(session, "child", child.id, {"school": "丙校"}))
    sync.write(above, stick)
    page.arrive()
    assert int(page.come.number.text()) > 0
    page.start.click()
    assert child.name in page.report.text()
    assert "1处两边改得不一样" in page.report.text()
    assert len(desk.ask(conflicts.waiting)) == 1


def test_both_windows_end_equal_once_somebody_has_decided(desk, above, stick, page):
    page.start.click()
    sync.read(above, stick)
    child = finding.find(above, "", 1).hits[0]
    records.edit(above, "child", child.id, {"school": "乙校"})
    desk.do(lambda session: records.edit(session, "child", child.id, {"school": "丙校"}))
    sync.write(above, stick)
    page.start.click()
    waiting = desk.ask(conflicts.waiting)[0]
    desk.do(lambda session: conflicts.resolve(session, waiting.id, side="theirs"))
    page.start.click()
    sync.read(above, stick)
    assert conflicts.waiting(above) == []
    mine = desk.ask(lambda s: s.ledger.writer.state("child", child.id))
    assert mine == above.ledger.writer.state("child", child.id)
    assert mine.values["school"] == "乙校"


def test_a_stick_that_looks_infected_is_said_and_left_alone(desk, stick, page):
    (stick / "autorun.inf").write_text("x")
    page.start.click()
    assert page.warning.isVisible()
    assert "自动运行" in page.viruses.text()
    assert (stick / "autorun.inf").exists()


def test_a_folder_that_went_away_changes_nothing_and_is_said(desk, stick, page, window):
    page.chosen = stick / "gone"
    page._show_stick()
    page.start.click()
    assert not page.done.isVisible()
    assert page.start.isEnabled()


def test_the_status_line_says_how_long_ago_a_stick_was_here(qapp, tmp_path):
    with stage.opened(tmp_path, 5) as there:
        line = there.window._frame.status
        assert line.text("sync") == ""
        scenes._met_once(there)
        for days, words in ((0, "上次同步 今天"), (1, "上次同步 昨天"), (12, "上次同步 12天前")):
            there.clock.moment = stage.CLOCK + timedelta(days=days)
            there.app._heard("")
            there.settle()
            assert line.text("sync") == f"{words}，未同步1条", "one child was written down since"
        assert _sync_words(there.app.bench.session())[1] == "soon"
        there.clock.moment = stage.CLOCK + timedelta(days=30)
        assert _sync_words(there.app.bench.session())[1] == "late"


class Heard:
    """Progress that tells the page, as the lane does."""

    def __init__(self, page):
        self.page, self.told = page, []

    def step(self, done, total, text=""):
        self.told.append(text)
        self.page._stepped(done, total, text)


def test_the_four_steps_are_ticked_as_the_work_says_where_it_is_and_none_goes_back(
    desk, above, page, stick, monkeypatch
):
    sync.write(above, stick)
    heard, at = Heard(page), []
    reach = page.steps.reach
    monkeypatch.setattr(page.steps, "reach", lambda text: (reach(text), at.append(page.steps.at)))
    page._begin_steps()
    assert page.start.text() == " 正在同步…"
    desk.do(lambda session: sync.meet(session, stick, heard))
    assert list(dict.fromkeys(at)) == [0, 1, 2, 3], heard.told
    assert [not tick.isHidden() for tick in page.steps.ticks] == [True, True, True, False]
    page._rest()
    assert page.start.text() == " 开始同步"
    assert page.steps.isHidden()


def waits_whole(session, wait):
    """As `tests.desk.test_held_back` makes it with real packages."""
    sql = "INSERT OR IGNORE INTO stub VALUES ('x', 'child', 'x', '{\"initial\": \"周\"}')"
    with database(session.ledger.connection).atomic():
        session.ledger.connection.execute(sql)
        session.ledger.writer.chain.remember(store.MARK, json.dumps({"x": wait} if wait else {}))
    return True


def test_a_child_who_came_back_in_part_is_said_on_both_pages_and_one_button_begins_anew(desk, window, page):
    wait = {"first": 1, "epoch": 1, "meetings": 3}
    desk.do(lambda session: waits_whole(session, wait))
    day = desk.show(window, "today", TodayPage)
    assert "转回来还没到齐的" in [card.title.text() for card in day.side.findChildren(Card)]
    window.go("sync")
    assert "没有丢" in page.held.told.text()
    assert "重新对一遍" in page.held.next.text()
    page.held.begin.click()
    assert [one.epoch for one in desk.ask(lambda one: links.everyone(one.ledger.connection))] == [2]
    assert not page.held.begin.isVisible()
    assert "请照常同步" in page.held.next.text()
    desk.do(lambda session: waits_whole(session, None))
    page.arrive()
    assert not page.held.isVisible()


def test_how_long_it_takes_is_said_once_a_meeting_was_timed(desk, page):
    assert page.progress.text().startswith("先收对方的")
    page.go()
    assert page.progress.text().startswith("约5秒。先收对方的")


@pytest.mark.parametrize(
    ("marks", "words"), [("aa", "；上次用的也是这只"), ("ab", "；不像上次用的那只"), (("", ""), "")]
)
def test_whether_it_is_the_stick_of_last_time_is_said_beside_its_room(
    desk, page, stick, monkeypatch, marks, words
):
    now = [marks[0]]
    monkeypatch.setattr(volume, "mark", lambda _folder, _probe: now[0])
    monkeypatch.setattr(sticks, "found", lambda: [sticks.Stick(stick, "办公U盘（F:）", 2 * 1024**3, True)])
    page.chosen = None
    page.arrive()
    assert page.about.text() == "空闲2.0 GB"
    page.go()
    now[0] = marks[1]
    page.arrive()
    assert page.about.text() == f"空闲2.0 GB{words}"


WAITS = Held(("a",), "1个孩子转回来了，资料还没到齐", "周〇〇已经转回本村。", NEXT[RELINK], RELINK, "")


def test_the_big_button_is_in_sight_on_an_enlarged_screen_whatever_else_is_said(desk, window, page):
    window.resize(*stage.ENLARGED)
    page._warn(["U盘上有自动运行文件（autorun.inf），像是病毒"])
    page.held.show_held(WAITS)
    stage.Stage.settle()
    assert page.held.isVisible()
    assert not page.start.visibleRegion().isEmpty()
    assert page.start.visibleRegion().boundingRect() == page.start.rect(), "the whole of it"
    page.go()
    page.held.show_held(WAITS)
    stage.Stage.settle()
    assert page.done.visibleRegion().boundingRect() == page.done.rect(), "that the stick may go is seen"


def test_a_lost_stick_is_written_down_where_former_meetings_stand(desk, window, page):
    assert not page.beside.lost.isVisible(), "none was used yet"
    page.go()
    window.ask.prepare("赶集时丢的")
    page.beside.lost.click()
    assert page.beside.past.lines()[0][1:3] == ("U盘丢了：赶集时丢的", "记下了")
    assert "只有对方的电脑打得开" in window._frame.bar.sentence()

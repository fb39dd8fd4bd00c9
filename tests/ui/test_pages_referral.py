"""Referrals as a person works with them: a board without names, opening with a reason, form and steps."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from childdesk.desk import drafting, finding, referral_board, referrals, scans
from childdesk.store import access, reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.referral import ReferPage, ReferralPage, ScanPage, aside
from childdesk.ui.pages.referral.cards import Board, CardList
from tests.desk import made
from tests.stories.pages import BoardStory, ReferStory, press, type_into
from tests.ui import opened
from tests.ui.scenes_filling import sheet

TEXTS = {
    "route": "12355",
    "receiver": "县青少年服务台",
    "reason": "近三周话变少",
    "urgency": "加急",
    "child_wish": "愿意",
}


def routes(window, desk):
    window.add_route(Route("today", lambda host: Page(host, "今日"), "今日", "calendar_day"))
    window.add_route(Route("referral", lambda host: ReferralPage(host, desk.bench), "转介", "arrow_routing"))
    window.add_route(Route("refer", lambda host: ReferPage(host, desk.bench), place="referral"))
    window.go("today")
    window.activateWindow()
    QApplication.processEvents()


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path, 12) as there:
        yield there
        assert there.troubles == []


@pytest.fixture
def children(desk):
    return [hit.id for hit in desk.ask(lambda s: finding.find(s, "", 6)).hits]


@pytest.fixture
def board(desk, window, children):
    """One draft, one told, one sent."""
    for child, consent in zip(children, ("", "同意", "同意"), strict=False):
        desk.do(lambda s, c=child, w=consent: referrals.save_new(s, c, {**TEXTS, "consent": w}))
    told = desk.ask(referral_board.board).columns["已告知监护人"]
    desk.do(lambda s: referrals.step(s, told[0].id, "已转出", {}))
    routes(window, desk)
    window.go("referral")
    return BoardStory(window.page())


def names(desk):
    return {hit.name for hit in desk.ask(lambda s: finding.find(s, "", 50)).hits}


def stored(desk, row):
    return desk.ask(lambda s: reader.get(s.ledger.connection, "referral", row))


# ── the board ───────────────────────────────────────────────────────────────────────────────────────


def test_the_board_shows_family_names_only_and_whose_turn_it_is(desk, board):
    said = [label.text() for label in board.page.findChildren(QLabel)]
    assert not any(name in text for name in names(desk) for text in said)
    assert not any("话变少" in text for text in said)
    assert all(name.endswith("〇〇") for state in ("草稿", "已转出") for name in board.names(state))
    assert "您：告知监护人" in said
    sent = board.page.board.cards["已转出"]
    assert any(card.accessibleName().endswith("县青少年服务台：接收") for card in sent)


def test_a_referral_is_opened_with_a_reason_and_the_log_keeps_it(desk, board, window, ask):
    ask.prepare(None)
    board.open("草稿")
    assert window.trail.current().route == "referral"
    ask.prepare("跟进转介")
    board.open("草稿")
    assert window.trail.current().route == "refer"
    story = ReferStory(window.page())
    assert story._frame("reason").editor.text() == "近三周话变少"
    line = desk.do(lambda s: access.lines(s.ledger.connection)[0])
    assert (line.act, line.reason) == ("open_s3", "跟进转介")


def test_arrows_go_between_columns_and_cards(board):
    first, last = board.page.board.cards["草稿"][0], board.page.board.cards["已转出"][0]
    first.setFocus()
    QTest.keyClick(first, Qt.Key.Key_Right)
    QTest.keyClick(board.page.board.cards["已告知监护人"][0], Qt.Key.Key_Right)
    assert board.page.window().focusWidget() is last


def test_the_list_has_what_waits_for_the_village_and_what_is_closed(desk, board):
    page = board.page
    press(page.which.part("mine"))
    assert len(page.list.cards) == len(desk.ask(referral_board.board).mine) > 0
    assert not page.way.isVisible()
    press(page.which.part("closed"))
    assert len(page.list.cards) == len(desk.ask(referral_board.board).closed)
    press(page.which.part("all"))
    press(page.way.part("list"))
    assert len(page.list.cards) == len(desk.ask(referral_board.board).open)


def test_counts_are_of_the_period_that_is_picked_and_hide_few(desk, board):
    page = board.page
    press(page.way.part("counts"))
    view = page.numbers
    assert view.isVisible()

    def said():
        return [one.text() for one in view.findChildren(QLabel) if one.isVisible()]

    assert "2026年" in said()
    assert {"按去向", "12355青少年服务台", "发现", "结案", "返校", "4", "不到3"} <= set(said())
    assert not {"1", "2"} & set(said())
    press(view.kind.part("month"))
    assert "2026年11月" in said()
    press(view.before)
    assert "2026年10月" in said()
    assert "4" not in said()
    assert view.after.isEnabled()
    press(view.after)
    assert not view.after.isEnabled()


def test_a_small_window_begins_with_the_list(board, window):
    window.resize(1093, 558)
    QApplication.processEvents()
    assert isinstance(board.page._stack.currentWidget(), CardList)
    window.resize(1366, 698)
    QApplication.processEvents()
    assert isinstance(board.page._stack.currentWidget(), Board)


def test_without_the_right_there_is_a_number_and_nothing_else(tmp_path, window):
    with opened.village(tmp_path, 12, s3=False, role="副手") as desk:
        child = desk.ask(lambda s: finding.find(s, "", 1)).hits[0].id
        desk.do(lambda s: referrals.save_new(s, child, TEXTS))
        routes(window, desk)
        window.go("referral")
        said = " ".join(label.text() for label in window.page().findChildren(QLabel) if label.isVisible())
        assert "受保护的转介在办" in said
        assert "〇〇" not in said
        assert "县青少年服务台" not in said
        assert window.page().new.isVisible()


def test_nothing_under_way_says_what_a_referral_is_and_leads_to_one(tmp_path, window):
    with opened.village(tmp_path) as desk:
        routes(window, desk)
        window.go("referral")
        page = window.page()
        assert "交给能帮上忙的人" in " ".join(label.text() for label in page.empty.findChildren(QLabel))
        press(page.empty.findChild(QPushButton))
        assert window.focusWidget() is page.pick.line


def test_a_new_one_begins_with_the_child(desk, board, window):
    press(board.page.new)
    type_into(board.page.pick.line, next(iter(names(desk))))
    QTest.keyClick(board.page.pick.line, Qt.Key.Key_Return)
    if window.trail.current().route == "referral":
        QTest.keyClick(board.page.pick.list, Qt.Key.Key_Return)
    assert window.trail.current().route == "refer"


# ── the form ────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def story(desk, window, children):
    routes(window, desk)
    window.go("refer", children[0])
    return ReferStory(window.page())


def test_a_new_referral_is_written_in_the_state_that_consent_gives_it(desk, story, window, children):
    assert story.page.bar.note.text() == "存好后是“草稿”"
    story.write("reason", "近三周话变少，夜里醒两三次")
    story.write("route", "12355")
    story.choose("urgency", "加急")
    story.choose("consent", "同意")
    assert story.page.bar.note.text() == "存好后是“已告知监护人”"
    story.save()
    assert window.trail.current().route == "today"
    told = desk.ask(referral_board.board)
    (card,) = [one for one in told.columns["已告知监护人"] if one.child == children[0]]
    row = stored(desk, card.id)
    assert (row["route"], row["urgency"], row["consent"]) == ("12355青少年服务台", "加急", "同意")
    window.undo()
    assert stored(desk, card.id) is None


def test_a_small_childs_wish_is_heard_too_and_from_eight_on_its_lack_is_said(desk, window):
    small = desk.do(lambda s: made.child(s, "周小满", birth="2021-03-02", id_number=""))
    routes(window, desk)
    window.go("refer", small)
    QApplication.processEvents()
    assert window.page().form.sections["consent"].frames["child_wish"].isVisible()
    who = desk.ask(lambda s: referrals.whose(s, small))
    assert "child_wish" not in referrals.warnings({"consent": "同意"}, who)
    old = desk.do(lambda s: made.child(s, "周大满", birth="2015-03-02", id_number=""))
    assert "child_wish" in referrals.warnings(
        {"consent": "同意"}, desk.ask(lambda s: referrals.whose(s, old))
    )


def test_a_press_on_what_was_seen_writes_it_into_the_reason(story):
    pills = story.page.form.sections["why"].findChildren(QPushButton)
    press(next(one for one in pills if one.text() == "话变少"))
    press(next(one for one in pills if one.text() == "睡不好"))
    assert story._frame("reason").editor.text() == "话变少、睡不好"


def test_a_diagnosis_is_doubted_where_it_was_written_and_may_be_saved(desk, story):
    story.write("reason", "像是抑郁症")
    assert story.trouble("reason") == "这像是诊断。写看到、听到的就好"
    story.save()
    assert any(one.route == "还没选去哪里" for one in desk.ask(referral_board.board).columns["草稿"])


def test_what_cannot_be_read_stays_on_the_page_with_its_sentence(desk, story):
    before = desk.ask(lambda s: reader.count(s.ledger.connection, "referral"))
    story.write("receiver_phone", "12")
    story.save()
    assert story.trouble("receiver_phone")
    assert desk.ask(lambda s: reader.count(s.ledger.connection, "referral")) == before


def test_leaving_keeps_the_draft_takes_it_off_the_screen_and_coming_back_shows_it(
    desk, story, window, children
):
    story.write("reason", "近三周话变少")
    window.go("today")
    assert story.page.form.texts() == {}
    kept = desk.ask(lambda s: drafting.load(s, referrals.PAGE, children[0]))
    assert kept["reason"] == "近三周话变少"
    window.back()
    assert story._frame("reason").editor.text() == "近三周话变少"
    story.save()
    assert desk.ask(lambda s: drafting.load(s, referrals.PAGE, children[0])) == {}


def test_steps_go_on_with_what_was_typed_and_a_missing_reason_is_said(desk, board, window, ask):
    ask.prepare("跟进转介")
    board.open("已转出")
    story = ReferStory(window.page())
    row = story.page.opened.id
    story.step("结案")
    assert story.trouble("close_reason") == "结案要写明原因"
    story.step("对方接收了")
    assert (stored(desk, row)["state"], stored(desk, row)["accepted_on"]) == ("已接收", "2026-11-23")
    assert window.trail.current().route == "referral"
    window.undo()
    assert stored(desk, row)["state"] == "已转出"


def test_only_touched_fields_of_an_opened_one_are_written(desk, board, window, ask):
    ask.prepare("核对转介材料")
    board.open("草稿")
    story = ReferStory(window.page())
    row, before = story.page.opened.id, None
    before = stored(desk, row)
    story.write("follow_up", "下周再看一次")
    story.save()
    after = stored(desk, row)
    assert {key for key in after if after[key] != before[key]} == {"follow_up"}


def test_a_page_without_anybody_leads_to_the_board(story, window):
    window.go("refer")
    assert window.trail.current().route == "referral"


def test_what_was_signed_is_seen_with_a_reason_and_put_away_on_leaving(desk, window, children, tmp_path):
    routes(window, desk)
    window.add_route(Route("scan", lambda host: ScanPage(host, desk.bench), place="referral"))
    row = desk.do(lambda s: referrals.save_new(s, children[0], {**TEXTS, "consent": "同意"})).id
    aside.looked_at(desk.bench, window, row)
    assert window.trail.current().route == "today"
    desk.do(lambda s: scans.keep(s, row, sheet("知情同意书")))
    before = sorted(path.name for path in tmp_path.rglob("*"))
    window.go("scan", (row, "核对转介材料"))
    page = window.page()
    assert not page.view._sheet.pixmap().isNull()
    assert any("知情同意书" in one.text() for one in page.head.findChildren(QLabel))
    last = desk.ask(lambda s: access.lines(s.ledger.connection))[0]
    assert (last.act, last.reason) == ("open_s3", "核对转介材料")
    assert sorted(path.name for path in tmp_path.rglob("*")) == before
    page._timer.timeout.emit()
    assert window.trail.current().route == "today"
    assert page.view._sheet.pixmap().isNull()
    window.go("scan", (row, " "))
    assert page.view._sheet.pixmap().isNull()


def test_a_list_of_very_many_shows_the_first_and_brings_the_others_when_asked(desk, board):
    cards = desk.ask(referral_board.board).open
    page = board.page
    press(page.which.part("all"))
    press(page.way.part("list"))
    assert not page.list.more.isVisible()
    page.list.show_cards([cards[at % len(cards)] for at in range(100)])
    QApplication.processEvents()
    assert len(page.list.cards) == 40
    assert page.list.more.accessibleName() == "再看40份，还有60份"
    press(page.list.more)
    QApplication.processEvents()
    assert len(page.list.cards) == 80
    assert page.window().focusWidget() is page.list.cards[40]
    press(page.list.more)
    assert len(page.list.cards) == 100
    assert not page.list.more.isVisible()

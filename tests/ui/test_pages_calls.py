"""电话访 as a person meets it: the list, the number large, what was said, the next one, the draft."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from childdesk.desk import calls, drafting, records, referrals
from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.calls import CallsPage
from tests.desk import made
from tests.stories.pages import press, type_into


@pytest.fixture
def kids(desk):
    def add(session):
        found = []
        for at, name in enumerate(("周小满", "周小禾"), 1):
            child = made.child(session, name, birth=f"2015-0{at}-02", risk="绿", last_contact="2026-11-02")
            made.visit(session, child, "2026-11-13")
            father = records.add(session, "father", {"child": child, "name": "周建军"}).id
            records.add(session, "absence", {"child": child, "holder": father, "begins": "2026-02-20"})
            phone = {"child": child, "holder": father, "number": f"1040000123{at}", "best_hour": "晚上9点"}
            records.add(session, "phone", phone)
            found.append(child)
        return found

    return desk.do(add)


@pytest.fixture
def page(desk, window, kids):
    for key in ("refer", "plan"):
        window.add_route(Route(key, lambda host, key=key: Page(host, key)))
    shown = desk.show(window, "calls", CallsPage)
    QApplication.processEvents()
    return shown


def figures(page):
    return [one.text() for one in page.form.findChildren(QLabel) if one.property("t") == "figure"]


def test_the_round_shows_the_number_large_and_goes_on_with_the_next(page, desk, window, kids):
    assert page.head.sentence.whole() == "今晚打2家；最要紧的在最前面"
    assert figures(page) == ["10400001231"]
    press(page.form.result.part("通了"))
    assert window.focusWidget() is page.form.said
    type_into(page.form.said, "爸爸说下月回来")
    QTest.keyClick(page.form.said, Qt.Key.Key_Return)
    assert "周小满：通了" in window._toast.sentence()
    assert figures(page) == ["10400001232"]
    assert [call.child for call in page.round] == [kids[1]]
    window.undo()
    page.arrive()
    assert [call.child for call in page.round] == kids


def test_who_did_not_answer_goes_to_the_end_and_a_wrong_number_is_marked(page, desk, kids):
    press(page.form.result.part("没人接"))
    assert not page.form.said.isVisible()
    press(page.form.save)
    assert [call.child for call in page.round] == [kids[1], kids[0]]
    press(page.form.result.part("空号"))
    assert not page.form.again.isVisible()
    press(page.form.save)
    phones = desk.ask(lambda s: reader.about(s.ledger.connection, "phone", kids))
    assert [raw["state"] for _, raw in phones[kids[1]]] == ["空号"]


def test_what_was_typed_is_there_again_after_leaving(page, desk, window, kids):
    press(page.form.result.part("通了"))
    type_into(page.form.said, "说孩子发烧")
    window.go("plan")
    kept = desk.ask(lambda s: drafting.load(s, calls.PAGE, kids[0]))
    assert kept["words"] == "说孩子发烧"
    window.go("calls", kids[0])
    assert page.form.said.text() == "说孩子发烧"


def test_a_day_that_is_past_is_said_at_its_field_and_nothing_is_lost(page, desk, kids):
    press(page.form.result.part("通了"))
    type_into(page.form.said, "都好")
    page.form.again.editor.set_text("2026-11-20")
    press(page.form.save)
    assert page.form.again.trouble() == "下次再打，请选今天以后的一天"
    assert page.form.said.text() == "都好"
    page.form.hour.clear()
    press(page.form.hours["周末"])
    assert page.form.hour.text() == "周末"


def test_a_danger_signal_on_the_telephone_leads_to_a_referral(page, desk, window, kids):
    press(page.form.result.part("通了"))
    type_into(page.form.said, "奶奶说孩子说不想活")
    press(page.form.mind.part("有危险信号"))
    press(page.form.save)
    assert (window.trail.current().route, window.trail.current().argument) == ("refer", kids[0])
    draft = desk.ask(lambda s: drafting.load(s, "refer", referrals.draft_of(kids[0])))
    assert draft["reason"] == "奶奶说孩子说不想活"


def test_an_evening_without_calls_says_so_and_leads_on(desk, window):
    window.add_route(Route("plan", lambda host: Page(host, "走访")))
    page = desk.show(window, "calls", CallsPage)
    assert page.head.sentence.whole() == "还没有要打的"
    assert page._pages.currentIndex() == 0

"""建议 and 评分量表 as a person meets them: what is proposed and why, taken, another one, scored, off."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from childdesk.desk import drafting, records, scoring, suggesting
from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.suggest import ScalePage, SuggestPage
from tests.desk import made
from tests.stories.pages import press, type_into


@pytest.fixture
def child(desk):
    """Both parents away, no written agreement: yellow is proposed, 留守儿童 is suggested."""

    def add(session):
        row = made.child(session, "周小禾", risk="绿", categories="")
        for record, name in (("father", "周建军"), ("mother", "刘晓琴")):
            parent = records.add(session, record, {"child": row, "name": name}).id
            away = {"child": row, "holder": parent, "begins": "2026-02-20", "cross_county": "是"}
            records.add(session, "absence", away)
        return row

    return desk.do(add)


@pytest.fixture
def elsewhere(window):
    for key in ("children", "scale", "rulefile", "today"):
        window.add_route(Route(key, lambda host, key=key: Page(host, key)))


def texts(widget):
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisibleTo(widget)]


def risk_of(desk, child):
    return desk.ask(lambda s: reader.get(s.ledger.connection, "child", child))["risk"]


def test_a_colour_is_proposed_with_reason_and_change_and_one_click_takes_it(desk, window, child, elsewhere):
    page = desk.show(window, "suggest", SuggestPage, child)
    told = desk.ask(lambda s: suggesting.suggest(s, child)).risk
    assert told.proposed == "黄"
    QApplication.processEvents()
    said = texts(page.risk)
    assert any(text == f"因为：{told.reasons[0]}" for text in said)
    assert any(change in said for change in told.changes)
    assert page.accept.text().strip() == "就按建议，定黄色"
    press(page.accept)
    assert risk_of(desk, child) == "黄"
    assert not page.accept.isVisible()
    assert any("绿色改成黄色（建议采纳，陈桂兰）" in text for text in texts(page.history))
    window.undo()
    assert risk_of(desk, child) == "绿"


def test_another_colour_wants_a_sentence(desk, window, child, elsewhere):
    page = desk.show(window, "suggest", SuggestPage, child)
    press(page.colours.part("红"))
    assert not page.other.isEnabled()
    type_into(page.why, "奶奶住院，夜里没人")
    press(page.other)
    assert risk_of(desk, child) == "红"
    assert "奶奶住院，夜里没人" in texts(page.history)
    assert page.why.text() == ""


def test_a_category_is_registered_with_one_click(desk, window, child, elsewhere):
    page = desk.show(window, "suggest", SuggestPage, child)
    press(page.takes["留守儿童"])
    [(_, raw)] = desk.ask(lambda s: reader.about(s.ledger.connection, "category", [child]))[child]
    assert (raw["kind"], raw["state"]) == ("留守儿童", "村登记")
    assert "留守儿童" not in page.takes


def test_a_closed_file_is_only_looked_at(desk, window, child, elsewhere):
    desk.do(lambda s: records.edit(s, "child", child, {"exit_on": "2026-11-01", "exit_reason": "随父母生活"}))
    page = desk.show(window, "suggest", SuggestPage, child)
    assert not page.accept.isVisible()
    assert not page.colours.isVisible()
    assert page.takes == {}


def test_the_scale_is_off_until_the_county_wants_it(desk, window, child, elsewhere):
    page = desk.show(window, "scale", ScalePage, child)
    assert page.head.sentence.whole().startswith("评分量表没有打开")
    assert not page.bar.isVisible()
    suggest = desk.show(window, "suggest", SuggestPage, child)
    assert not suggest.scale.isVisible()


def test_the_scale_scores_while_it_is_filled_in_and_keeps_a_draft(desk, window, child, elsewhere):
    desk.do(lambda s: scoring.switch(s, on=True))
    window.go("today")
    page = desk.show(window, "scale", ScalePage, child)
    for pills in page.pills.values():
        press_best(pills)
    QApplication.processEvents()
    assert page.bar._missing.isHidden() or not page.bar._missing.text()
    assert any("监护风险　100分，绿色" in text for text in texts(page.result))
    window.go("today")
    assert desk.ask(lambda s: drafting.load(s, scoring.PAGE, child))["1"] == "1"
    window.go("scale", child)
    assert len(page.answers()) == len(page.pills)
    next(iter(page.reds.values())).click()
    page.save()
    assert risk_of(desk, child) == "红"
    assert "量表定为红色，当天要商量怎么办" in window._toast.sentence()
    tasks = desk.ask(lambda s: reader.about(s.ledger.connection, "task", [child]))[child]
    assert len(tasks) == 1
    assert desk.ask(lambda s: reader.count(s.ledger.connection, "mandatory_report")) == 0


def press_best(pills):
    pills.pills()[0].click()

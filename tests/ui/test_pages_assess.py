"""专业评估 as an assessor meets it: items of a loaded table, danger at once, nothing lost, no SDQ."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from childdesk.desk import assessments, drafting
from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.observation import AssessPage
from childdesk.ui.pages.rulefile import RuleFilePage
from tests.desk import made
from tests.desk.test_assessments import PHQ
from tests.stories.pages import press, type_into
from tests.ui import opened


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path) as there:
        yield there
        assert there.troubles == []


@pytest.fixture
def child(desk):
    desk.do(lambda s: assessments.load(s, "县.toml", PHQ))
    desk.do(lambda s: assessments.switch(s, on=True))
    return desk.do(lambda s: made.child(s, "周小禾", risk="绿"))


@pytest.fixture
def page(desk, window, child):
    for key in ("referral", "refer", "report", "child"):
        window.add_route(Route(key, lambda host, key=key: Page(host, key)))
    return desk.show(window, "assess", AssessPage, (child, ""))


def settle():
    QApplication.processEvents()


def answer(page, given):
    press(next(one for one in page.tools.pills() if one.text() == "PHQ-9"))
    for number, option in given.items():
        press(page.items.pills[number].pills()[option - 1])


def who(page):
    type_into(page.form.frames["assessor"].editor.part(), "李老师")
    type_into(page.form.frames["organisation"].editor.part(), "县未保中心")


def test_a_table_is_filled_by_its_assessor_and_kept_as_a_finding(page, desk, child):
    assert not page.items.isVisible()
    answer(page, dict.fromkeys(range(1, 9), 2))
    assert page.items.isVisible()
    assert not page.form.frames["band"].isVisible()
    who(page)
    page.save()
    settle()
    assert any("还有1题没答" in one.text() for one in page.items.findChildren(QLabel))
    assert desk.ask(lambda s: list(reader.everyone(s.ledger.connection, "assessment"))) == []
    press(page.items.pills[9].pills()[0])
    assert page.urgent.isHidden()
    page.save()
    settle()
    [(_, found)] = desk.ask(lambda s: list(reader.everyone(s.ledger.connection, "assessment")))
    assert (found["child"], found["score"], found["band"]) == (child, 8, "8分，共27分，第2段")
    assert desk.ask(lambda s: drafting.load(s, assessments.PAGE, child)) == {}


def test_danger_opens_the_urgent_path_before_anything_is_saved_and_then_the_form(page, desk, window, child):
    answer(page, {9: 2})
    assert page.urgent.isVisible()
    assert any("不离开孩子" in one.text() for one in page.urgent.findChildren(QLabel))
    press(page.urgent.refer)
    assert window.page() is window.made("refer")
    window.back()
    page.arrive((child, ""))
    assert page.items.answers() == {9: 2}
    for _twice in range(2):
        press(next(one for one in page.tools.pills() if one.text() == "PHQ-9"))
    assert page.items.answers() == {9: 2}
    for number in range(1, 9):
        press(page.items.pills[number].pills()[0])
    who(page)
    page.save()
    settle()
    assert window.page() is window.made("refer")
    [(_, look)] = desk.ask(lambda s: list(reader.everyone(s.ledger.connection, "observation")))
    assert look["result"] == "立即行动"


def test_what_was_answered_is_there_again_after_leaving(page, desk, window, child):
    answer(page, {1: 3, 2: 1})
    who(page)
    page.leave()
    settle()
    assert page.items.tool is None
    page.arrive((child, ""))
    settle()
    assert page.items.answers() == {1: 3, 2: 1}
    assert page.form.frames["assessor"].editor.text() == "李老师"


def test_a_tool_without_a_table_is_only_named(page, desk, child):
    press(next(one for one in page.tools.pills() if one.text() == "GAD-7"))
    assert not page.items.isVisible()
    assert page.form.frames["tool"].editor.text() == "GAD-7"
    page.form.frames["band"].editor.set_text("重度焦虑")
    page.form.frames["band"].editor.touch()
    who(page)
    page.save()
    settle()
    assert page.form.frames["band"].trouble() == "这里不写病名。写分数和第几段就可以"


def test_the_tables_stand_among_the_rules_with_the_reason_why_there_is_no_sdq(desk, window, tmp_path):
    page = desk.show(window, "rulefile", RuleFilePage, "items")
    assert assessments.WHY_NOT in page.state.text()
    assert "程序不带题目" in page.state.text()
    page.text.setPlainText(PHQ.replace("第3句话", ""))
    page.save()
    assert "PHQ-9第3题还没写" in page.trouble.text()
    page.text.setPlainText(PHQ)
    page.save()
    settle()
    assert "评估题表（PHQ-9）" in page.state.text()
    assert page.switch.text() == "打开题表"
    press(page.switch)
    settle()
    assert page.switch.text() == "关上题表"
    assert desk.ask(assessments.scales_on)

"""核查任务 as a person uses it: one question after the other, an answer each, taken back by one press."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QLabel

from childdesk.desk import checks, comparing, importing, records
from childdesk.desk.comparing import TASK
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from childdesk.ui.pages.checks import ChecksPage
from tests.desk.test_comparing import CHANGED, NEW
from tests.desk.test_import_identity import THIRD
from tests.desk.test_importing import FIRST, SECOND, workbook
from tests.stories.pages import press, type_into
from tests.ui import opened


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path) as made:
        mine = workbook(tmp_path / "a.xlsx", FIRST, SECOND, THIRD)
        made.do(lambda s: importing.apply(s, importing.plan(s, mine)))
        yield made
        assert made.troubles == []


@pytest.fixture
def page(desk, window, tmp_path):
    def ask(session):
        theirs = workbook(tmp_path / "学校.xlsx", NEW, FIRST, CHANGED)
        found = comparing.compare(session, importing.plan(session, theirs))
        return comparing.settle(session, found, {line.key: {"": TASK} for line in found.lines})

    desk.do(ask)
    return desk.show(window, "checks", ChecksPage)


def pill(page, word):
    return next(one for one in page.results.pills() if one.text().strip() == word)


def test_each_question_says_whose_it_is_and_without_a_result_nothing_can_be_answered(page):
    assert page.head.sentence.text() == "1份名单，要核查3件，还有3件没答"
    assert len(page.list.parts) == 3
    assert not page.go.isEnabled()
    assert "先选" in page.go.toolTip()


def test_an_answer_leads_to_the_next_question_and_one_press_takes_it_back(desk, window, page):
    first = page.chosen
    press(pill(page, "名单不对"))
    type_into(page.told, "问过班主任")
    press(page.go)

    assert page.chosen not in ("", first)
    assert page.head.sentence.text() == "1份名单，要核查3件，还有2件没答"
    told = {one.id: (one.answer, one.words) for one in desk.ask(checks.every)}
    assert told[first] == ("名单不对", "问过班主任")

    window.undo()
    assert all(one.is_open for one in desk.ask(checks.every))


def test_what_kind_of_other_has_to_be_said(page):
    press(pill(page, "其他"))
    press(page.go)
    assert page.asked.trouble() == "选“其他”要写一句是什么情况"


def test_whether_two_are_one_child_has_answers_of_its_own_that_lead_on(desk, window, page, monkeypatch):
    about = {"title": f"核实周六{checks.WHETHER}", "listed": "学籍.xlsx", "due": "2026-11-24"}
    row = desk.do(lambda session: records.add(session, "task", about)).id
    page.arrive(row)
    shown = [one.text().strip() for one in page.given().pills() if one.isVisible()]
    assert shown == ["是同一个孩子", "不是同一个孩子", "还不清楚", "其他"]
    assert not page.results.isVisible()
    press(next(one for one in page.given().pills() if one.text().strip() == "是同一个孩子"))
    press(page.go)
    told = {one.id: one.answer for one in desk.ask(checks.every)}
    assert told[row] == "是同一个孩子"

    page.above = True
    monkeypatch.setattr(window, "knows", lambda _route: True)
    page.arrive(row)
    assert page.decide.isVisible()
    assert page.decide.text().strip() == "再比对一次，用表里的"
    other = next(one for one in desk.ask(checks.every) if one.id != row)
    page.arrive(other.id)
    assert not page.decide.isVisible()
    assert page.results.isVisible()


def test_an_answer_that_only_a_newer_program_knows_is_told_in_its_words_and_may_be_answered_anew(desk, page):
    about = {"title": "核实周六：学籍.xlsx里有，台账里没有", "listed": "学籍.xlsx", "due": "2026-11-24"}
    op = New("task", new_id(), {**about, "state": "待办", "answer": "转到邻县", "answered": "打过电话"})
    desk.do(lambda session: session.ledger.writer.write("import", session.person, [op]))
    page.arrive(op.row)
    QApplication.processEvents()
    shown = [one.text() for one in page.card.findChildren(QLabel) if not one.isHidden()]
    assert "转到邻县" in shown and shown[shown.index("转到邻县") - 1] == "答过"
    assert not page.given().chosen()
    assert page.told.text() == "打过电话"
    press(pill(page, "已迁走"))
    press(page.go)
    assert {one.id: one.answer for one in desk.ask(checks.every)}[op.row] == "已迁走"

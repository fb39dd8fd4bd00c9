"""对照名单 as a person uses it: looked at by kind, each difference chosen, done in one act, taken back."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton

from childdesk.desk import importing
from childdesk.store import reader
from childdesk.ui.pages.comparing.page import ComparePage
from childdesk.ui.pages.importing.page import ImportPage
from tests.desk.test_comparing import CHANGED, NEW
from tests.desk.test_import_identity import FOURTH, THIRD
from tests.desk.test_importing import FIRST, SECOND, workbook
from tests.desk.test_list_owner import PUPIL_HEAD, PUPILS, book
from tests.stories.pages import press
from tests.ui import opened


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path) as made:
        mine = workbook(tmp_path / "a.xlsx", FIRST, SECOND, THIRD, FOURTH)
        made.do(lambda s: importing.apply(s, importing.plan(s, mine)))
        yield made
        assert made.troubles == []


@pytest.fixture
def page(desk, window, tmp_path):
    shown = desk.show(window, "comparing", ComparePage)
    theirs = workbook(tmp_path / "学校.xlsx", NEW, FIRST, CHANGED, THIRD)
    window.go("comparing", desk.ask(lambda s: importing.plan(s, theirs)))
    return shown


def count(desk, record):
    return desk.ask(lambda s: reader.count(s.ledger.connection, record))


def test_the_sentence_says_how_things_stand_and_each_kind_its_number(page):
    assert page.head.sentence.text() == "学校.xlsx共4行，2行和台账一样。不会自动改台账"
    assert {made.text() for made in page.kinds._buttons.values()} == {
        "疑似漏报 1",
        "疑似多报 1",
        "不一致 1",
    }


def test_without_a_choice_nothing_can_be_done_and_the_button_says_why(page):
    assert not page.go.isEnabled()
    assert "先选" in page.go.toolTip()


def test_what_was_chosen_is_done_in_one_act_and_taken_back_by_one(desk, window, page):
    page.cards[0].whole.part("take").click()
    press(page.kinds.part("different"))
    line = next(one for one in page.cards[0].fields if one.apart.key == "guardian.phone")
    line.ways.part("take").click()
    press(page.kinds.part("here"))
    page.cards[0].whole.part("task").click()
    assert page.go.text().strip() == "照这样办3人"

    press(page.go)

    assert (count(desk, "child"), count(desk, "task")) == (5, 1)
    assert "3行和台账一样" in page.head.sentence.text()

    window.undo()

    assert (count(desk, "child"), count(desk, "task")) == (4, 0)
    assert "2行和台账一样" in page.head.sentence.text()


def test_one_press_chooses_for_everybody_of_a_kind(desk, page):
    press(page.all_ask)
    press(page.go)

    assert (count(desk, "child"), count(desk, "task")) == (4, 1)


def test_a_doubtful_line_can_be_said_to_be_that_child(desk, window, page, tmp_path):
    nearly = ["1", "周甲禾", "女", "", "2016-03-02", "周建军", "父亲", "", "35"]
    theirs = workbook(tmp_path / "残联.xlsx", nearly, SECOND, THIRD, FOURTH)
    window.go("comparing", desk.ask(lambda s: importing.plan(s, theirs)))
    assert page.kinds.key() == "unsure"

    page.cards[0].whole.part("take").click()
    press(page.go)

    assert count(desk, "child") == 4
    assert "4行和台账一样" in page.head.sentence.text()


def test_a_list_that_others_keep_opens_as_a_comparison_and_is_taken_in_only_if_asked(desk, window, tmp_path):
    importing_page = desk.show(window, "importing", ImportPage)
    shown = desk.show(window, "comparing", ComparePage)
    theirs = workbook(tmp_path / "县残联名单.xlsx", NEW, FIRST, CHANGED, THIRD)

    window.go("importing", theirs)

    assert window.page() is shown
    assert shown.found.rows == 4
    press(next(one for one in window.findChildren(QPushButton) if one.text().strip() == "整份导入"))
    assert window.page() is importing_page
    assert importing_page.stack.currentIndex() == 2
    assert importing_page.preview is not None

    window.go("importing", workbook(tmp_path / "河湾村台账.xlsx", NEW, FIRST, CHANGED, THIRD))
    assert window.page() is importing_page

    pupils = book(tmp_path / "名单.xlsx", "学生名册", PUPIL_HEAD, PUPILS)
    window.go("importing", pupils)
    assert window.page() is shown
    assert "这像是学校的名单：写着“学生”" in window._frame.bar.sentence()

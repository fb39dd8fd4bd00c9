"""两边都改了，请您定: as a person decides it, by click and by key; every decision can be taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from childdesk.desk import conflicts, form, records, torn
from childdesk.store import reader
from childdesk.ui.pages.conflicts import ConflictsPage
from tests.desk.made import child
from tests.stories.pages import press
from tests.ui import opened


def differ(session, row, **fields):
    """Two forms, opened on the same, both saved."""
    for key, values in fields.items():
        bases = form.opened(session, "child", row, [key]).bases
        for value in values:
            records.edit(session, "child", row, {key: value}, bases=bases)


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path) as made:

        def tear(session):
            first = child(session, "周小禾", school="中心小学", risk="蓝")
            second = child(session, "赵一鸣", school="中心小学", birth="2015-05-06", id_number="")
            differ(session, first, risk=("黄", "绿"), school=("镇中学", "教学点"))
            differ(session, second, school=("镇中学", "教学点"))
            return first, second

        made.children = made.do(tear)
        yield made
        assert made.troubles == []


@pytest.fixture
def page(desk, window):
    return desk.show(window, "conflicts", ConflictsPage)


def take(card, value):
    """The button of a value."""
    return next(t for t, side in zip(card.takes, card.question.sides, strict=True) if side.value == value)


def waiting(desk):
    return len(desk.ask(conflicts.waiting))


def stored(desk, row, key):
    return desk.ask(lambda s: reader.get(s.ledger.connection, "child", row)[key])


def test_the_child_whose_risk_waits_stands_first_and_the_careful_colour_holds_meanwhile(desk, page):
    assert [case.name for case in page.cases] == ["周小禾", "赵一鸣"]
    assert page.cases[0].about == "风险等级、学校"
    risk = next(card for card in page.cards if card.question.risk)
    assert risk.question.note == "定下来之前，按较谨慎的黄色办"
    assert (risk.question.base, {side.value for side in risk.question.sides}) == ("蓝", {"黄", "绿"})
    assert stored(desk, desk.children[0], "risk") == "黄"
    writers = {words.partition("，")[0] for words in (risk.question.base_who, risk.question.sides[0].who)}
    assert len(writers) == 1, "who wrote what stood there before is said too"


def test_nothing_is_chosen_beforehand_and_the_button_says_so(page):
    assert all(card.choice is None for card in page.cards)
    assert not page.go.isEnabled()
    assert "先选一个" in page.go.toolTip()


def test_what_was_chosen_is_settled_the_next_child_follows_and_undo_brings_it_back(desk, window, page):
    risk = next(card for card in page.cards if card.question.risk)
    school = next(card for card in page.cards if card.question.label == "学校")
    press(next(t for t, side in zip(risk.takes, risk.question.sides, strict=True) if side.value == "绿"))
    press(
        next(t for t, side in zip(school.takes, school.question.sides, strict=True) if side.value == "教学点")
    )

    press(page.go)

    assert (stored(desk, desk.children[0], "risk"), stored(desk, desk.children[0], "school")) == (
        "绿",
        "教学点",
    )
    assert (waiting(desk), page.cases[page.at].name) == (1, "赵一鸣")

    window.undo()

    assert waiting(desk) == 3


def test_a_choice_can_be_taken_back_before_it_is_settled(page):
    card = page.cards[0]
    press(card.takes[0])
    assert not card.again.isHidden()

    press(card.again)

    assert card.choice is None
    assert not page.go.isEnabled()


def test_the_keys_one_two_and_three_decide_the_open_cards_in_their_order(desk, ask, page):
    ask.prepare("完全小学")
    QTest.keyClick(page, Qt.Key.Key_1)
    QTest.keyClick(page, Qt.Key.Key_3)

    assert [card.choice is not None for card in page.cards] == [True, True]
    page.take("save")

    assert waiting(desk) == 1
    assert "完全小学" in {stored(desk, desk.children[0], "school"), stored(desk, desk.children[0], "risk")}


def test_all_of_the_other_sides_values_are_taken_at_once_but_no_risk_colour(desk):
    cases = desk.ask(torn.cases)
    other = [
        torn.Case(c.child, c.name, c.words, c.risk, c.about, tuple(_foreign(q) for q in c.questions))
        for c in cases
    ]

    taken = torn.theirs(other)

    assert len(taken) == 2
    assert not any(q.id in taken for c in other for q in c.questions if q.risk)


def _foreign(question):
    sides = (question.sides[0], torn.Side("对方改成", question.sides[1].value, "", False, 2))
    return torn.Question(
        question.id, question.label, question.base, sides, question.note, question.risk, "", question.typed
    )


def test_without_anything_to_decide_the_page_says_so(tmp_path, window):
    with opened.village(tmp_path / "empty") as empty:
        page = empty.show(window, "conflicts", ConflictsPage)
        assert not page.cards
        assert page.go.isHidden()


def test_a_chosen_value_stands_out_the_buttons_go_and_the_list_counts_who_is_done(desk, window, page):
    assert page.list.note.text() == "已定0，共2"
    for card in list(page.cards):
        press(card.takes[0])
        assert card.takes[0].isHidden() or not card.takes[0].isVisible()
        roles = sorted(frame.property("role") for frame in card._frames.values())
        assert roles == ["chosen", "sunk"]
    press(page.go)
    assert page.list.note.text() == "已定1，共2"
    window.undo()
    page.arrive()
    assert page.list.note.text() == "已定0，共2"


def test_the_union_of_two_sets_has_a_key_of_its_own(desk, window):
    def tear(session):
        differ(session, desk.children[1], poverty=("低保户", "脱贫不稳定户"))

    desk.do(tear)
    page = desk.show(window, "conflicts", ConflictsPage)
    page.show_case(next(at for at, case in enumerate(page.cases) if case.child == desk.children[1]))
    card = next(card for card in page.cards if card.question.both)
    assert card.press(3)
    assert card.choice.value == card.question.both


def test_one_decides_by_keys_alone_and_always_stands_at_what_comes_next(desk, window, page):
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    page.first_focus().setFocus()
    assert page.cards[0].isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    assert page.cards[1].isAncestorOf(QApplication.focusWidget()), "not at the way back"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    assert QApplication.focusWidget() is page.go
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert [case.name for case in page.cases] == ["赵一鸣"]
    assert page.cards[0].isAncestorOf(QApplication.focusWidget())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_1)
    page.cards[0].again.click()
    assert page.cards[0].isAncestorOf(QApplication.focusWidget()), "where one thinks better of it one chooses"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_2)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert waiting(desk) == 0

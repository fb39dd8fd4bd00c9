"""录入走访单 as a person meets it: the code, number keys down the sheet, words, the next sheet."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from childdesk.desk import drafting, due, records, story, visit_sheets
from childdesk.domain import visit_sheet as form
from childdesk.store import reader
from childdesk.ui.pages.keying import KeyingPage
from tests.desk import made
from tests.files import handmade
from tests.stories.pages import press, type_into


@pytest.fixture
def sheet(desk):
    """A printed sheet of a household of three."""

    def add(session):
        home = records.add(session, "household", {"number": "1", "head": "周大有"}).id
        kids = [
            made.child(session, name, birth=f"2015-0{at}-02", household=home)
            for at, name in enumerate(("周小禾", "周小满", "周小麦"), 1)
        ]
        return visit_sheets.print_children(session, kids, session.today).doors[0]

    return desk.do(add)


@pytest.fixture
def page(desk, window):
    shown = desk.show(window, "keying", KeyingPage)
    QApplication.processEvents()
    return shown


def key(page, text):
    QTest.keyClicks(page.keys, text)
    QApplication.processEvents()


def test_three_children_are_keyed_with_their_number_keys_and_enter(page, desk, sheet, window):
    QTest.keyClicks(page.code, f"{sheet.code[:4]} {sheet.code[4:8]} {sheet.code[8:]}")
    assert page.door.title == "周大有家"
    keys = "11" + "11111021131" + "12111111112" + "11111100100"
    key(page, keys)
    assert page.head.sentence.whole() == "按完了，回车保存"
    type_into(page.words[1]["note"], "灶台边柴草没隔开")
    QTest.keyClick(page.keys, Qt.Key.Key_Return)
    assert window._toast.sentence() == "已录入周大有家，3个孩子"
    assert (page.door, page.code.text()) == (None, "")
    rows = [desk.ask(lambda s, k=kid.child: story.visits(s, k)) for kid in sheet.kids]
    assert [len(one) for one in rows] == [1, 1, 1]
    second = desk.ask(lambda s: reader.get(s.ledger.connection, "visit", rows[1][0].row))
    assert second["living"].startswith("灶台边柴草没隔开；吃穿住处没问题；水电火和防溺水有问题（7天内复查）")
    tasks = [one for one in desk.ask(lambda s: due.due(s, days=9)) if one.kind == "task"]
    assert [one.child for one in tasks] == [sheet.kids[1].child]
    window.undo()
    assert desk.ask(lambda s: story.visits(s, sheet.kids[0].child)) == []


def test_the_question_that_is_next_is_marked_and_a_wrong_key_is_said(page, sheet):
    page.arrive(sheet.code)
    key(page, "1")
    assert page.head.sentence.whole() == "下一题：监护人签字"
    assert page.questions.rows[1][1].property("role") == "picked"
    key(page, "9")
    assert page.head.sentence.whole() == "第2个数字不对：监护人签字"
    press(page.save_button)
    assert page.door is not None
    QTest.keyClick(page.keys, Qt.Key.Key_Backspace)
    key(page, "2")
    assert page.questions.rows[1][1].accessibleName() == "监护人签字：手印"


def test_a_code_with_a_slip_is_said_and_a_keyed_sheet_is_not_keyed_twice(page, desk, sheet):
    slip = next(
        code
        for char in form.LETTERS
        if (code := char + sheet.code[1:]) != sheet.code and form._check(code[:-1]) != code[-1]
    )
    page.arrive(slip)
    assert page._told.text() == "编号有一位不对，请再看一眼单子"
    desk.do(lambda s: visit_sheets.save(s, sheet.code, form.keyed("1", 3)))
    page.arrive(sheet.code)
    assert page._told.text() == "这张单子今天已经录过"


def test_what_was_keyed_and_not_saved_stays(page, desk, sheet):
    page.arrive(sheet.code)
    key(page, "112")
    type_into(page.words[0]["opinion"], "同意")
    page.leave()
    kept = desk.ask(lambda s: drafting.load(s, "keying", sheet.code))
    assert kept["keys"] == "112"
    page._forget()
    page.arrive(sheet.code)
    assert (page.keys.text(), page.words[0]["opinion"].text()) == ("112", "同意")


def test_a_day_that_cannot_be_is_refused_and_nothing_is_lost(page, sheet, window):
    page.arrive(sheet.code)
    key(page, "11")
    page.day.setText("2026-12-24")
    press(page.save_button)
    assert page.keys.text() == "11"
    assert page.door is not None


def test_a_photo_of_the_paper_belongs_to_the_trip_and_what_is_none_leaves_the_keys(
    page, desk, sheet, window, tmp_path
):
    assert not page.photo_button.isEnabled()
    page.arrive(sheet.code)
    key(page, "11" + "1" * 11)
    none, large, picture = (tmp_path / name for name in ("花名册.jpg", "大.png", "单子.jpg"))
    none.write_bytes("花名册".encode())
    large.write_bytes(handmade.png(10_000, 8_000))
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    assert image.save(str(picture))
    window.ask.prepare(none, large, picture)
    for words in ("不是照片", "有8,000万像素，太大，没有收。填好的都在"):
        press(page.photo_button)
        assert words in window._frame.bar.sentence()
        assert page.keys.text() == "11" + "1" * 11
    press(page.photo_button)
    assert "照片选好了" in page.photo_button.text()
    QTest.keyClick(page.keys, Qt.Key.Key_Return)
    kept = desk.ask(lambda s: list(reader.everyone(s.ledger.connection, "attachment")))
    trips = desk.ask(lambda s: [row for row, _ in reader.everyone(s.ledger.connection, "trip")])
    assert [(raw["about"], raw["title"]) for _, raw in kept] == [(trips[0], f"走访单{sheet.code}")]
    assert "附单子照片" in page.photo_button.text()

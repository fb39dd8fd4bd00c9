"""专项排查 and 去向核对 as a person meets them: number keys, a power cut, the table, a key for each child."""

from __future__ import annotations

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from childdesk.desk import drafting, due, records, referrals, sweeps
from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.sweep import SweepPage
from tests.desk import made
from tests.stories.pages import press, type_into

CHILDREN = 61


@pytest.fixture
def crowd(desk):
    def add(session):
        ids = made.fill(session, CHILDREN + 12)
        return [
            one for one in ids if not (reader.get(session.ledger.connection, "child", one) or {})["exit_on"]
        ]

    return desk.do(add)


def show(desk, window, argument=None):
    page = desk.show(window, "sweep", SweepPage, argument)
    QApplication.processEvents()
    return page


def key(page, *keys):
    for one in keys:
        QTest.keyClick(page.asking, one)


def begun(desk, window, questions="有没有单独下河玩水：没有/有*\n去没去学校：去了/没去"):
    page = show(desk, window)
    type_into(page.begin.name, "防溺水排查")
    type_into(page.begin.hour, "17:00")
    page.begin.questions.setPlainText(questions)
    press(page.begin.start)
    return page


def test_a_sweep_begins_in_a_minute_and_number_keys_work_it_off(desk, window, crowd):
    page = begun(desk, window)
    total = len(crowd)
    assert page.head.sentence.whole() == f"已问0/{total}，今天17:00前"
    first, second = page.opened.lines[:2]
    key(page, Qt.Key.Key_1, Qt.Key.Key_1)
    assert page.head.sentence.whole() == f"已问1/{total}，今天17:00前"
    assert page.asking.line.id == second.id
    key(page, Qt.Key.Key_0)
    assert page.head.sentence.whole() == f"已问1/{total}，联系不上1，今天17:00前"
    third = page.asking.line
    key(page, Qt.Key.Key_2, Qt.Key.Key_Backspace, Qt.Key.Key_2, Qt.Key.Key_1)
    tasks = desk.ask(lambda s: [one for one in due.due(s) if one.kind == "task" and one.child == third.child])
    assert [one.reason for one in tasks] == ["防溺水排查：有没有单独下河玩水：有"]
    window.undo()
    assert desk.ask(lambda s: sweeps.opened(s, page.opened.status.id)).status.danger == 0
    assert first.id != third.id


def test_a_power_cut_costs_the_field_being_typed_at_most(desk, window, crowd):
    page = begun(desk, window, "家里谁看着孩子\n缺什么")
    for number in range(30):
        type_into(page.asking.fields[1], f"a{number}")
        press(page.asking.done)
    type_into(page.asking.fields[1], "grandma")
    page.draft.keep()
    type_into(page.asking.fields[2], "half wri")
    sweep, line = page.opened.status.id, page.asking.line.id
    # The program is gone; another one opens the same ledger.
    status = desk.ask(lambda s: sweeps.opened(s, sweep)).status
    assert status.asked == 30
    again = desk.show(window, "again", SweepPage, sweep)
    assert again.asking.line.id == line
    assert again.asking.fields[1].text() == "grandma"


def test_what_cannot_be_is_said_and_the_form_stays(desk, window, crowd):
    page = show(desk, window)
    press(page.begin.start)
    assert page.opened is None
    type_into(page.begin.name, "防溺水排查")
    page.begin.questions.setPlainText("有没有下河：没有/有*")
    type_into(page.begin.day, "2026-11-01")
    press(page.begin.start)
    assert page.opened is None
    assert page.begin.name.text() == "防溺水排查"


def test_the_result_is_written_and_a_whole_sweep_counts_as_told(desk, window, ask, tmp_path):
    desk.do(lambda s: made.child(s, "周小禾"))
    page = begun(desk, window)
    key(page, Qt.Key.Key_1, Qt.Key.Key_1)
    ask.prepare(tmp_path / "结果.xlsx")
    press(page.tell)
    assert (tmp_path / "结果.xlsx").exists()
    assert window._toast.sentence() == "已写好结果.xlsx，1行，没有发现，零报告"
    assert desk.ask(sweeps.waits) == []


def test_where_sixty_children_are_takes_one_key_each(desk, window, crowd):
    page = show(desk, window, "whereabouts")
    total = len(crowd)
    assert total >= 60
    assert page.head.title.text() == "去向核对（2027年春节）"
    pressed = 0
    while page.opened.status.left:
        key(page, Qt.Key.Key_1)
        pressed += 1
    assert pressed == total
    assert pressed * 60 <= 70 * total


def test_an_answer_writes_residence_absence_and_what_is_not_clear(desk, window):
    def add(session):
        ids = [made.child(session, name, birth=f"2015-0{at}-02") for at, name in enumerate("甲乙丙丁", 1)]
        father = records.add(session, "father", {"child": ids[1], "name": "周大"}).id
        away = {"child": ids[1], "holder": father, "begins": "2026-03-01"}
        return ids, records.add(session, "absence", away).id

    ids, absence = desk.do(add)
    page = show(desk, window, "whereabouts")
    names = [line.child for line in page.opened.lines]
    keys = {ids[0]: "2", ids[1]: "3", ids[2]: "4", ids[3]: "6"}
    for child in names:
        QTest.keyClicks(page.asking, keys[child])
    raw = desk.ask(lambda s: reader.get(s.ledger.connection, "absence", absence))
    assert raw["ends"] == "2026-11-23"
    homes = desk.ask(lambda s: reader.about(s.ledger.connection, "residence", [ids[0]]))[ids[0]]
    assert {(one["with_whom"], one["ends"]) for _, one in homes} == {(None, "2026-11-23"), ("父母双方", None)}
    assert desk.ask(lambda s: reader.get(s.ledger.connection, "child", ids[2]))["boarding"] == "寄宿生"
    tasks = desk.ask(lambda s: [(one.child, one.reason) for one in due.due(s, days=7) if one.kind == "task"])
    assert (ids[3], "去向不清楚，再问一次") in tasks
    assert (ids[0], "跟父母去了哪里，问清地址") in tasks


def test_the_senders_form_gives_the_questions_and_takes_the_answers(desk, window, ask, tmp_path):
    desk.do(lambda s: [made.child(s, f"周{at}", birth=f"2015-0{at}-02") for at in (1, 2)])
    book = openpyxl.Workbook()
    book.active.append(["序号", "姓名", "身份证号", "是否单独下河", "家里谁看着"])
    for _ in range(4):
        book.active.append([])
    form, out = tmp_path / "镇里发的表.xlsx", tmp_path / "已填.xlsx"
    book.save(form)
    page = show(desk, window)
    ask.prepare(form)
    press(page.begin.form)
    assert page.begin.questions.toPlainText() == "是否单独下河\n家里谁看着"
    assert page.begin.name.text() == "镇里发的表"
    press(page.begin.start)
    for _ in range(2):
        for field, text in zip(page.asking.fields.values(), ("没有", "奶奶"), strict=True):
            type_into(field, text)
        press(page.asking.done)
    ask.prepare(form, "everybody", out)
    press(page.into)
    rows = list(openpyxl.load_workbook(out).active.iter_rows(min_row=2, values_only=True))
    assert [row[3:] for row in rows[:2]] == [("没有", "奶奶")] * 2
    assert "已写好已填.xlsx，2行" in window._toast.sentence()
    assert desk.ask(sweeps.waits) == []


def test_a_danger_answer_leads_to_a_referral_that_begins_with_it(desk, window):
    window.add_route(Route("refer", lambda host: Page(host, "转介")))
    child = desk.do(lambda s: made.child(s, "周小禾"))
    page = begun(desk, window)
    type_into(page.asking.note, "邻居看见的")
    key(page, Qt.Key.Key_2, Qt.Key.Key_1)
    banner = window._frame.bar
    assert banner.sentence() == "周小禾：有没有单独下河玩水：有；邻居看见的。已记成今天的任务"
    [go] = [one for one in banner.findChildren(QPushButton) if one.text() == "写转介"]
    press(go)
    assert (window.trail.current().route, window.trail.current().argument) == ("refer", child)
    draft = desk.ask(lambda s: drafting.load(s, "refer", referrals.draft_of(child)))
    assert draft["reason"] == "有没有单独下河玩水：有；邻居看见的"

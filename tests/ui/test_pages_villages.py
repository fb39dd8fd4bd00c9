"""各村 as a supervisor uses it: asks for a paper, marks, returns, takes a workbook in, opens one village."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QGuiApplication

from childdesk.desk import township_board
from childdesk.store import reader
from tests.desk.test_importing import FIRST, SECOND, workbook
from tests.stories.pages import press, type_into
from tests.ui import scenes_township, townships
from tests.ui.stage import DESIGN, ENLARGED
from tests.ui.test_every_page import faults_of, play, told


@pytest.fixture
def stage(qapp, tmp_path):
    with scenes_township.opened(tmp_path / "town", 76) as there:
        yield there
        assert there.ask.said == []


def board(stage):
    return stage.app.bench.glance(township_board.board)


def row(stage, name):
    return next(one for one in board(stage).rows if one.name == name)


def test_a_month_is_asked_for_taken_in_sent_back_and_taken_in_again(stage, tmp_path):
    page = stage.go("villages")
    press(page.collect)
    type_into(page.paper_form.title, "11月花名册")
    type_into(page.paper_form.due, "11-25")
    press(page.paper_form.go)
    stage.settle()
    assert "交了0个，还差38个" in page.head.sentence.text()

    page.table.go(townships.unit(1))
    stage.ask.prepare(workbook(tmp_path / "石桥.xlsx", FIRST, SECOND))
    press(page.one.parts["behalf"])
    stage.settle()
    shown = stage.window.page()
    assert shown.head.sentence.text().startswith("镇代录：石桥村")
    shown.plan.accepted.emit()
    stage.settle()
    assert stage.window.page() is page
    line = row(stage, "石桥村")
    assert (line.state, line.told, line.way, line.registered) == ("已交", 2, "镇代录", 4)

    page.table.go(townships.unit(1))
    stage.ask.prepare("少了监护人电话")
    press(page.one.parts["return"])
    stage.settle()
    assert row(stage, "石桥村").words == "少了监护人电话"
    assert page.table.model.ids[0] == townships.unit(1), "what came back stands first"

    stage.window.undo()
    stage.settle()
    assert row(stage, "石桥村").state == "已交"

    units = [townships.unit(at) for at in (4, 5)]
    page.table.model.tick_none()
    page._mark("零报告", units)
    stage.settle()
    assert {row(stage, f"{townships.NAMES[at]}村").state for at in (4, 5)} == {"零报告"}
    stage.ask.prepare("明天送来")
    page.acts.chase([townships.unit(7)])
    stage.settle()
    assert row(stage, f"{townships.NAMES[7]}村").chased == "2026-11-23 明天送来"
    press(page.which.part("in"))
    assert set(units) <= set(page.table.model.ids)
    press(page.which.part("all"))


def test_one_key_copies_the_next_value_ticks_it_and_what_is_pressed_again_is_open(stage):
    page = stage.go("typing", townships.unit(1))
    first = page.sheet
    assert page.item().label == "儿童姓名"
    press(page.go)
    stage.settle()
    assert QGuiApplication.clipboard().text() == first.name
    assert (page.item().label, page.sheet.left) == ("性别", first.left - 1)
    assert page.waiting[0].left == first.left - 1
    press(page.rows["child.name"])
    stage.settle()
    assert page.sheet.left == first.left
    while page.item() is not None:
        press(page.go)
        stage.settle()
    press(page.go)
    stage.settle()
    assert page.sheet.child != first.child
    page.leave()
    assert QGuiApplication.clipboard().text() == ""


def test_one_village_opens_as_its_register_and_is_joined_to_another_only_after_a_look(stage):
    page = stage.go("villages")
    page.table.go(townships.unit(3))
    press(page.one.parts["register"])
    stage.settle()
    shown = stage.window.page().table.model.ids
    rows = stage.app.bench.glance(lambda s: reader.many(s.ledger.connection, "child", shown))
    assert len(shown) == 2
    assert {raw["unit"] for raw in rows.values()} == {townships.unit(3)}

    stage.go("villages")
    page.table.go(townships.unit(9))
    stage.ask.prepare("青山", "no")
    press(page.one.parts["join"])
    stage.settle()
    assert len(board(stage).rows) == 38
    page.table.go(townships.unit(9))
    stage.ask.prepare("青山", "yes")
    press(page.one.parts["join"])
    stage.settle()
    assert len(board(stage).rows) == 37
    assert row(stage, "青山村").registered == 4


@pytest.mark.parametrize(("size", "people"), [(DESIGN, False), (ENLARGED, True)])
def test_the_pages_of_a_township_are_whole(qapp, tmp_path, size, people):
    with scenes_township.opened(tmp_path, 76 if people else 0, size) as there:
        found = {}
        for scene in scenes_township.SCENES:
            if people or not scene.people:
                play(there, scene)
                found[scene.title] = faults_of(there)
        wrong = {title: faults for title, faults in found.items() if faults}
        assert not wrong, told(wrong)

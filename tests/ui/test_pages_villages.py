"""各村 as a supervisor uses it: asks for a paper, marks, returns, takes a workbook in, opens one village."""

from __future__ import annotations

from itertools import groupby

import openpyxl
import pytest
from PySide6.QtGui import QGuiApplication

from childdesk.desk import collecting, forms, settings, township_board
from childdesk.store import reader
from tests.desk.test_importing import FIRST, SECOND, workbook
from tests.stories.pages import press, type_into
from tests.ui import scenes_township, townships
from tests.ui.stage import DESIGN, ENLARGED, opened_copy
from tests.ui.test_every_page import faults_of, play, told

pytestmark = pytest.mark.long


@pytest.fixture
def stage(qapp, tmp_path):
    with scenes_township.opened(tmp_path / "town", 76) as there:
        yield there
        assert there.ask.said == []


def board(stage):
    return stage.app.bench.glance(lambda session: township_board.board(session))


def row(stage, name):
    return next(one for one in board(stage).rows if one.name == name)


def test_a_month_is_asked_for_taken_in_sent_back_and_taken_in_again(stage, tmp_path):
    page = stage.go("villages")
    press(page.collect)
    type_into(page.paper_form.title, "11月花名册")
    type_into(page.paper_form.due, "11-25")
    press(page.paper_form.go)
    stage.settle()
    assert page.head.sentence.text().startswith("11月花名册：交了0个，还差38个")

    page.table.go(townships.unit(1))
    stage.ask.prepare(workbook(tmp_path / "石桥.xlsx", FIRST, SECOND, title="石桥村花名册"))
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
    page.acts.mark(units, "零报告")
    stage.settle()
    assert {row(stage, f"{townships.NAMES[at]}村").state for at in (4, 5)} == {"零报告"}
    stage.ask.prepare("明天送来")
    page.acts.chase([townships.unit(7)])
    stage.settle()
    assert row(stage, f"{townships.NAMES[7]}村").chased == "2026-11-23 明天送来"
    press(page.which.part("in"))
    assert set(units) <= set(page.table.model.ids)
    press(page.which.part("all"))


def test_a_list_titled_for_another_village_asks_whose_it_is_and_goes_where_one_says(stage, tmp_path):
    path = workbook(tmp_path / "11月.xlsx", FIRST, SECOND)
    page = stage.go("villages")
    for answer, taken in (("no", ""), ("sure", "石桥村"), ("other", "河湾村")):
        before = {name: row(stage, name).registered for name in ("石桥村", "河湾村")}
        page.table.go(townships.unit(1))
        stage.ask.prepare(path, answer)
        press(page.one.parts["behalf"])
        stage.settle()
        assert stage.ask.asked[-1] == ("choose", "这份表像是河湾村的")
        if taken:
            shown = stage.window.page()
            assert shown.head.sentence.text().startswith(f"镇代录：{taken}")
            shown.plan.accepted.emit()
            stage.settle()
        assert stage.window.page() is page
        after = {name: row(stage, name).registered for name in ("石桥村", "河湾村")}
        assert after == before | ({taken: before[taken] + 2} if taken else {})
        if taken:
            stage.window.undo()
            stage.settle()


def test_a_click_on_a_head_sorts_the_board_and_what_is_empty_stands_last_either_way(stage):
    page = stage.go("villages")
    worst = list(page.table.model.ids)
    for key in ("registered", "overdue", "name"):
        section = next(at for at, one in enumerate(page.table.model.columns, 1) if one.key == key)
        for descending in (False, True):
            page.table._clicked(section)
            stage.settle()
            values = [
                page.rows[unit].unit if key == "name" else getattr(page.rows[unit], key)
                for unit in page.table.model.ids
            ]
            assert values == sorted(values, reverse=descending), key
    section = next(at for at, one in enumerate(page.table.model.columns, 1) if one.key == "walked")
    page.table._clicked(section)
    stage.settle()
    empty = [not page.rows[unit].should for unit in page.table.model.ids]
    assert empty == sorted(empty)
    assert sorted(page.table.model.ids) == sorted(worst)


def test_what_is_marked_as_given_by_hand_keeps_how_many_children_it_told_of(stage):
    page = stage.go("villages")
    stage.app.bench.tasks.write(
        lambda session, _p: collecting.ask(session, {"title": "花名册", "due": "2026-11-25"}), lambda _s: None
    )
    stage.go("villages")
    stage.ask.prepare("5")
    page.acts.mark([townships.unit(1)], "已交")
    stage.settle()
    assert (row(stage, "石桥村").told, row(stage, "石桥村").registered) == (5, 2)
    stage.ask.prepare("五个")
    page.acts.mark([townships.unit(2)], "已交")
    stage.settle()
    assert row(stage, "上坪村").state == "未交"
    page.acts.mark([townships.unit(2), townships.unit(3)], "已交")
    stage.settle()
    assert [row(stage, name).told for name in ("上坪村", "下坪村")] == [2, 2]
    page.acts.mark([townships.unit(1)], "未交")
    stage.settle()
    assert row(stage, "石桥村").told is None


def test_a_form_is_handed_out_after_a_look_and_a_file_that_is_there_is_not_overwritten(qapp, tmp_path):
    form = workbook(tmp_path / "花名册.xlsx", head=["序号", "姓名", "性别", "出生日期"])
    out, other = tmp_path / "stick", tmp_path / "other"
    for folder in (out, other):
        folder.mkdir()
    (other / "石桥村_花名册.xlsx").write_bytes(b"theirs")
    with opened_copy(tmp_path, townships.made(6, 3)) as stage:
        page = stage.go("villages")
        for answers in (("no",), ("yes", other)):
            stage.ask.prepare(form, *answers)
            press(page.hand)
            stage.settle()
        assert [path.read_bytes() for path in other.iterdir()] == [b"theirs"]
        assert "没有动" in stage.window._frame.bar.sentence()
        stage.ask.prepare(form, "yes", out)
        press(page.hand)
        stage.settle()
        rows = stage.app.bench.glance(lambda s: dict(reader.everyone(s.ledger.connection, "child")))
        assert stage.ask.said == []
    assert sorted(path.name for path in out.iterdir()) == [
        f"{name}村_花名册.xlsx" for name in sorted(townships.NAMES[:3])
    ]
    book = openpyxl.load_workbook(out / "石桥村_花名册.xlsx").active
    told = {str(cell.value) for line in book.iter_rows() for cell in line}
    assert told >= {raw["name"] for raw in rows.values() if raw["unit"] == townships.unit(1)}
    assert not told & {raw["name"] for raw in rows.values() if raw["unit"] == townships.unit(0)}


def test_a_kept_form_is_sent_to_every_village_by_its_button(stage, tmp_path):
    stage.app.bench.tasks.write(
        lambda session, _p: forms.keep_heads(session, "暑期摸底表", "姓名、性别、现住址"), lambda _s: None
    )
    page = stage.go("filling", "new")
    (send,) = page.ways.sends.values()
    press(send)
    stage.settle()
    sent = stage.app.bench.glance(lambda session: settings.value(session, "form.暑期摸底表"))
    assert "现住址" in sent
    stage.window.undo()
    stage.settle()
    assert stage.app.bench.glance(lambda session: settings.value(session, "form.暑期摸底表")) == ""


def test_the_order_of_the_national_system_is_saved_changed_loaded_and_put_back(stage, tmp_path):
    page = stage.go("typing", townships.unit(1))
    first = [item.label for item in page.sheet.items]
    stage.ask.prepare("save", tmp_path / "顺序.toml")
    press(page.place)
    stage.settle()
    text = (tmp_path / "顺序.toml").read_text("utf-8")
    (tmp_path / "改.toml").write_text(text.replace('"儿童姓名"', '"孩子姓名"'), "utf-8")
    stage.ask.prepare("load", tmp_path / "改.toml")
    press(page.place)
    stage.settle()
    assert [item.label for item in page.sheet.items] == ["孩子姓名", *first[1:]]
    (tmp_path / "坏.toml").write_bytes(b"\xff\xfe\x00")
    stage.ask.prepare("load", tmp_path / "坏.toml")
    press(page.place)
    stage.settle()
    assert page.sheet.items[0].label == "孩子姓名"
    stage.ask.prepare("usual")
    press(page.place)
    stage.settle()
    assert [item.label for item in page.sheet.items] == first


def test_two_villages_files_of_one_child_become_one_by_one_key_and_undo_parts_them(stage):
    scenes_township.twins(stage)
    page = stage.window.page()
    assert [case.about for case in page.cases] == ["可能是同一人"]
    assert page.head.sentence.text().startswith("像是一个孩子有两份档案")
    (card,) = page.cards
    assert card.press(1)
    press(page.go)
    stage.settle()
    assert page.cases == []
    names = stage.app.bench.glance(
        lambda s: [r["name"] for _, r in reader.everyone(s.ledger.connection, "child")]
    )
    assert names.count("林小舟") == 1
    stage.window.undo()
    stage.settle()
    (card,) = stage.go("conflicts").cards
    assert card.press(3)
    press(stage.window.page().go)
    stage.settle()
    assert stage.go("conflicts").cases == []
    names = stage.app.bench.glance(
        lambda s: [r["name"] for _, r in reader.everyone(s.ledger.connection, "child")]
    )
    assert names.count("林小舟") == 2


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
                side = there.window.page()._sides.get("side")
                assert people or side is None or side[1].isHidden(), "it has nothing to show"
                found[scene.title] = faults_of(there)
        wrong = {title: faults for title, faults in found.items() if faults}
        assert not wrong, told(wrong)


def test_the_list_of_a_township_says_whose_child_each_is_and_stands_by_village(stage):
    page = stage.go("children")
    keys = [column.key for column in page.table.model.columns]
    page._sort("village", False)
    stage.settle()
    ids = page.table.model.ids
    named = [row[0].text for row in page._rows(ids, ["village"])]
    assert "village" in keys
    assert "school" not in keys, "its room is the village's; it can be chosen"
    assert named[0].endswith("村")
    assert len([name for name, _ in groupby(named)]) == len(set(named)) > 1, "side by side"
    assert set(named) == {row(stage, name).name for name in set(named)}
    assert faults_of(stage) == []

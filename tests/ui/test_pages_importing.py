"""导入表格 as a person uses it: read, looked at, asked, taken in, taken back; nothing is lost on the way."""

from __future__ import annotations

import io
import re

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from childdesk.desk import finding
from childdesk.store import reader
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.importing import look
from childdesk.ui.pages.importing.page import ImportPage
from tests.desk.test_import_identity import FOURTH, THIRD
from tests.desk.test_importing import FIRST, HEAD, SECOND, number, workbook
from tests.files import people
from tests.stories.pages import ImportStory, press
from tests.ui import opened

WORD = "青山村2026"
FIFTH = ["5", "孙戊", "男", number("20130911", 71), "2013-09-11", "孙老五", "祖父", "13900000915", "37"]


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path) as made:
        yield made
        assert made.troubles == []


@pytest.fixture
def story(desk, window):
    window.add_route(Route("children", lambda host: Page(host, "儿童台账")))
    return ImportStory(desk.show(window, "importing", ImportPage))


def children(desk) -> int:
    return desk.ask(lambda s: reader.count(s.ledger.connection, "child"))


def test_an_empty_page_says_what_to_do(story):
    assert story.page.file.choose.isVisible()
    assert not story.seen()


def test_a_roster_is_looked_at_before_anything_is_written(desk, story, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND))

    assert story.seen()
    assert story.numbers() == {"新增": 2, "更新": 0, "相同": 0, "不收": 0, "要您看": 0}
    assert children(desk) == 0


def test_what_was_taken_in_goes_back_with_one_click(desk, window, story, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND))
    story.take_in()
    assert children(desk) == 2
    assert window.trail.current().route == "children"

    window.undo()

    assert children(desk) == 0


def test_a_file_chosen_by_the_button_is_read(ask, story, tmp_path):
    ask.prepare(workbook(tmp_path / "a.xlsx", FIRST))
    story.choose()
    assert story.numbers()["新增"] == 1


def test_an_open_column_is_asked_and_the_answer_counts(desk, story, tmp_path):
    head = [*HEAD[:7], "联系方式", "状况"]
    rows = [[*FIRST[:8], "一般"], [*SECOND[:8], "较好"]]
    story.page.read(workbook(tmp_path / "a.xlsx", *rows, head=head))
    column = next(c for c in story.page.preview.plan.columns if c.header == "状况")

    story.page._map(column.index)
    story.page.plan.question.choose("extra")
    press(story.page.plan.question._next)

    taken = next(c for c in story.page.preview.plan.columns if c.header == "状况")
    assert (taken.extra, taken.decided) == ("状况", "answer")


def test_a_likely_double_can_be_joined_or_kept_apart(desk, story, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST))
    story.take_in()
    nearly = ["1", "周甲禾", "女", "", "2016-03-02", "周建军", "父亲", "", "35"]
    story.page.read(workbook(tmp_path / "b.xlsx", nearly))
    assert story.numbers()["不收"] == 1
    assert [one.note for one in look.tiles(story.page.preview) if one.key == "reject"] == ["1行等您定"]
    issue = next(one for one in story.page.plan.issues._issues if one.remedies)

    story.page.deciding.remedied(issue.key, issue.remedies[0][0])

    assert story.numbers()["更新"] == 1
    assert desk.ask(lambda s: finding.find(s, "周甲禾")).count == 1


def test_a_workbook_with_a_password_asks_for_it_and_a_wrong_one_again(desk, ask, story, tmp_path):
    plain, sealed = workbook(tmp_path / "a.xlsx", FIRST), io.BytesIO()
    with plain.open("rb") as file:
        OOXMLFile(file).encrypt(WORD, sealed)
    locked = tmp_path / "b.xlsx"
    locked.write_bytes(sealed.getvalue())
    ask.prepare("不对的密码", WORD)

    story.page.read(locked)

    assert [kind for kind, _ in ask.asked] == ["passphrase", "passphrase"]
    assert story.numbers()["新增"] == 1


def test_without_the_password_the_page_says_so_and_nothing_happened(desk, ask, story, tmp_path):
    plain, sealed = workbook(tmp_path / "a.xlsx", FIRST), io.BytesIO()
    with plain.open("rb") as file:
        OOXMLFile(file).encrypt(WORD, sealed)
    locked = tmp_path / "b.xlsx"
    locked.write_bytes(sealed.getvalue())
    ask.prepare(None)

    story.page.read(locked)

    assert "密码" in story.why_not()
    assert children(desk) == 0


def test_a_workbook_that_is_no_roster_says_why_and_offers_another(story, tmp_path):
    book = openpyxl.Workbook()
    for row in (["项目", "数量"], ["电脑", 3], ["桌子", 12], ["椅子", 30]):
        book.active.append(row)
    book.save(tmp_path / "c.xlsx")

    story.page.read(tmp_path / "c.xlsx")

    assert "没有儿童名册" in story.why_not()
    assert story.page.file.choose.isVisible()


def test_issues_lead_to_their_cells(story, tmp_path):
    odd = ["3", "吴丁远", "男", "123", "2015-02-30", "陈玉梅", "外祖母", "", ""]
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND, odd))
    assert any("2015年2月没有30日" in line for line in story.issues())

    assert story.page.take("next_issue")

    row = story.page.sheet.currentIndex().row()
    assert story.page.preview.rows[row] == 5


def test_a_likely_double_is_looked_at_side_by_side_and_joined_field_by_field(desk, story, window, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST))
    story.take_in()
    nearly = ["1", "周甲禾", "女", "", "2016-03-02", "周建军", "父亲", "", "35"]
    window.back()
    story.page.read(workbook(tmp_path / "b.xlsx", nearly))
    issue = next(one for one in story.page.plan.issues._issues if one.remedies)
    card = story.page.deciding.beside

    story.page.deciding.remedied(issue.key, "beside")
    assert not card.isHidden()
    assert {line.apart.label for line in card.lines} >= {"监护人姓名"}
    for line in card.lines:
        line.ways.choose("keep")
    press(card.join)

    assert card.isHidden()
    assert story.numbers()["不收"] == 0
    assert any("留台账里的" in line for line in story.issues())


def test_a_child_whom_the_list_does_not_name_is_opened_asked_after_or_left_and_never_closed(
    desk, window, story, tmp_path
):
    window.add_route(Route("child", lambda host: Page(host, "儿童档案")))
    rows = [FIRST, SECOND, THIRD, FOURTH, FIFTH]
    story.page.read(workbook(tmp_path / "a.xlsx", *rows))
    story.take_in()
    window.back()
    story.page.read(workbook(tmp_path / "b.xlsx", *rows[:3]))

    def gone():
        return [one for one in story.page.plan.issues._issues if "表里没有" in one.text]

    assert [word for _, word in gone()[0].remedies] == ["打开档案", "记下要核对去向", "先不管"]
    first, second = gone()
    story.page.deciding.remedied(first.key, "look_for")
    tasks = desk.ask(lambda s: [raw for _, raw in reader.everyone(s.ledger.connection, "task")])
    assert [raw["title"] for raw in tasks] == ["核实孙戊的去向：b.xlsx里没有"]
    assert len(gone()) == 1

    story.page.deciding.remedied(second.key, "open")
    assert window.trail.current().route == "child"
    window.back()
    story.page.deciding.remedied(second.key, "leave")

    assert gone() == []
    raws = desk.ask(lambda s: [raw for _, raw in reader.everyone(s.ledger.connection, "child")])
    assert not any(raw.get("exit_reason") for raw in raws)


def test_the_number_of_doubts_says_where_they_stand_and_never_nought_columns(story, tmp_path):
    odd = [*FIRST[:3], FIRST[3][:17], *FIRST[4:]]
    story.page.read(workbook(tmp_path / "a.xlsx", odd, SECOND))
    notes = {tile.accessibleName() for tile in story.page.plan.tiles._tiles.values()}
    assert not any("0列" in note for note in notes)


def test_a_cell_is_mended_in_place_by_the_key_f2_and_counts(desk, story, qtbot, tmp_path):
    odd = [*FIRST[:3], FIRST[3][:17], *FIRST[4:]]
    story.page.read(workbook(tmp_path / "a.xlsx", odd, SECOND))
    assert any("17位" in line for line in story.issues())
    sheet, preview = story.page.sheet, story.page.preview
    sheet.go(preview.at(3), preview.column_at(3))

    assert story.page.take("edit")
    editor = sheet.viewport().findChild(QLineEdit)
    assert editor.geometry() == sheet.visualRect(sheet.currentIndex()), "it stands over its cell alone"
    editor.setText(FIRST[3])
    QTest.keyClick(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: not any("17位" in line for line in story.issues()))
    cell = story.page.preview.cell(preview.at(3), preview.column_at(3))
    assert (cell.whole, cell.text) == (FIRST[3], f"{FIRST[3][:4]}{'*' * 10}{FIRST[3][-4:]}")


def test_numbers_are_hidden_in_the_sheet_and_in_what_is_said_and_whole_where_one_mends(story, tmp_path):
    odd = [
        "3",
        "吴丁远",
        "男",
        f"{SECOND[3][:17]}０",
        "2015-02-03",
        "陈玉梅",
        "外祖母",
        "139-0000-0812",
        SECOND[3],
    ]
    far = [*FIFTH[:7], "(0736)5212345", ""]
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND, odd, far, head=[*HEAD[:8], "备用"]))
    model = story.page.sheet.model()
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
    cells = [model.index(r, c) for r in range(model.rowCount()) for c in range(model.columnCount())]
    seen = "\n".join(str(model.data(at, role)) for at in cells for role in roles)
    seen += "\n".join(one.text + one.note for one in story.page.plan.issues._issues)
    numbers = (FIRST[3], SECOND[3], odd[3], odd[7], "13900000812", SECOND[7], "5212345")
    assert [number for number in numbers if number in seen] == []
    assert f"{FIRST[3][:4]}{'*' * 10}{FIRST[3][-4:]}" in seen and "139******0812" in seen
    at = model.index(2, story.page.preview.column_at(3))
    assert model.data(at, Qt.ItemDataRole.EditRole) == FIRST[3]


def test_titles_and_headers_of_a_sheet_are_not_mended(story, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST))
    story.page.sheet.go(0, 0)

    story.page.take("edit")

    assert story.page.sheet.viewport().findChild(QLineEdit) is None


def test_a_meaning_is_dragged_to_the_column_that_has_it(story, tmp_path):
    head = [*HEAD[:8], "备用"]
    story.page.read(workbook(tmp_path / "a.xlsx", [*FIRST[:8], "13700000001"], head=head))
    columns = story.page.preview.columns
    phone = next(at for at, column in enumerate(columns) if "电话" in column.label)
    header = story.page.sheet.horizontalHeader()
    last = len(columns) - 1
    story.page.sheet.scrollTo(story.page.sheet.sheet.index(0, last))

    def middle(at):
        return QPoint(header.sectionViewportPosition(at) + 12, header.height() // 2)

    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=middle(phone))
    QTest.mouseMove(header.viewport(), middle(last))
    header.mouseMoveEvent(_moved(header, middle(last)))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=middle(last))

    taken = {c.header: c for c in story.page.preview.plan.columns}
    assert taken["备用"].field == "guardian.phone"
    assert taken["监护人电话"].extra is not None


def _moved(header, at):
    place = QPointF(at)
    return QMouseEvent(
        QMouseEvent.Type.MouseMove,
        place,
        header.viewport().mapToGlobal(place),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )


def test_any_field_can_be_found_by_typing_when_a_column_is_none_of_the_best(story, tmp_path):
    head = [*HEAD[:8], "备用"]
    story.page.read(workbook(tmp_path / "a.xlsx", [*FIRST[:8], "好"], head=head))
    story.page._map(next(c.index for c in story.page.preview.plan.columns if c.header == "备用"))
    card = story.page.plan.question

    card._more.choose("child.illness")
    card._found("child.illness")
    press(card._next)

    assert {c.header: c.field for c in story.page.preview.plan.columns}["备用"] == "child.illness"


def test_rows_copied_out_of_another_table_are_pasted(desk, story):
    words = "\n".join("\t".join(row) for row in (HEAD, FIRST, SECOND))
    QGuiApplication.clipboard().setText(words)

    press(story.page.file.paste)

    assert story.page.told.text() == "共2行", "what was copied has no sheet with a name"
    assert story.numbers()["新增"] == 2
    story.take_in()
    assert children(desk) == 2


def test_words_that_are_no_table_are_refused_where_one_pasted_them(story):
    QGuiApplication.clipboard().setText("周甲禾")

    press(story.page.file.paste)

    assert "不是表格" in story.why_not()


def shown(page):
    return [page.preview.rows[at] for at in range(page.sheet.model().rowCount())]


def test_a_number_shows_its_rows_alone_and_an_issue_elsewhere_brings_the_others_back(story, window, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND))
    story.take_in()
    window.back()
    nameless = ["4", "", *FOURTH[2:]]
    moved = [*SECOND[:7], "13900000999", SECOND[8]]
    story.page.read(workbook(tmp_path / "b.xlsx", FIRST, moved, THIRD, nameless))
    every = shown(story.page)
    wanted = {"add": [2, 5], "change": [2, 4], "same": [2, 3], "reject": [2, 6]}
    for key, rows in wanted.items():
        press(story.page.plan.tiles.part(key))
        assert shown(story.page) == rows
        assert "只看其中1行" in story.page.told.text()
    press(story.page.plan.tiles.part("reject"))
    assert shown(story.page) == every

    press(story.page.plan.tiles.part("same"))
    press(story.page.plan.tiles.part("reject"))
    press(story.page.plan.tiles.part("reject"))
    press(story.page.plan.tiles.part("same"))
    story.page.plan.issues.show_group("不收")
    assert story.page.take("next_issue")
    assert shown(story.page) == every
    assert not story.page.plan.tiles.part("same").isChecked()
    assert story.page.preview.rows[story.page.sheet.currentIndex().row()] == 6


def test_a_great_number_of_one_kind_hides_no_other(story, tmp_path):
    many = people.children(420)
    rows = [[str(n), one.name, "", one.id_number, "2015-02-30", "", "", "", ""] for n, one in enumerate(many)]
    words = "\n".join("\t".join(row) for row in [HEAD, *rows, [*FIRST[:2], "男", *FIRST[3:]]])
    QGuiApplication.clipboard().setText(words)
    press(story.page.file.paste)
    card = story.page.plan.issues
    labels = [part.text() for part in card._segments.findChildren(QPushButton)]
    assert "不收 420" in labels
    assert len(card._mine()) < 420
    assert any(word.startswith("要您看 ") for word in labels)
    press(story.page.plan.tiles.part("look"))
    assert any("性别与证件号不一致" in one.text for one in card._mine())


def test_the_head_says_how_many_rows_and_how_long_and_the_file_at_hand(story, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND))
    said = story.page.head.sentence.whole()
    assert re.fullmatch(r"a\.xlsx　2行　用时\d+\.\d秒　原文件不会被改动", said)
    assert story.page.head.title.text() == "导入预览"
    took = story.page.told_so_far.took
    story.page.replan()
    assert story.page.told_so_far.took == took

    (tmp_path / "b.txt").write_text("各位主任：请上报花名册。", encoding="utf-8")
    story.page.read(tmp_path / "b.txt")
    assert story.page.head.sentence.whole().startswith("b.txt")
    assert story.page.head.title.text() == "导入表格"


def test_a_sheet_that_is_no_roster_is_named_with_its_reason_and_of_many_sheets_every_one_can_be_seen(
    story, tmp_path
):
    book = openpyxl.Workbook()
    book.active.title = "一组"
    for group in "一二三四五六七":
        sheet = book.active if group == "一" else book.create_sheet(f"{group}组")
        sheet.append(["姓名", "身份证号"])
        for at in range(2):
            sheet.append(
                [f"周{group}{'甲乙'[at]}", number(f"2015030{at + 1}", 2 * "一二三四五六七".index(group))]
            )
    summary = book.create_sheet("汇总")
    for row in (["村名", "留守儿童数", "男", "女"], ["河湾村", 23, 12, 11], ["大坪村", 11, 6, 5]):
        summary.append(row)
    book.save(tmp_path / "a.xlsx")

    story.page.read(tmp_path / "a.xlsx")

    assert story.page.told.whole() == "一组，第1张，共8张；“汇总”没收：这是汇总数字，不是名单"
    assert story.page.sheets.all_keys() == tuple(f"{group}组" for group in "一二三四五六七")
    story.page.sheets.choose("七组")
    story.page.sheets.activated.emit(6)
    assert story.page.preview.plan.name == "七组"
    assert "7张共14" in story.page.plan.tiles.part("add").accessibleName()


def test_a_row_that_is_not_taken_bears_one_sign_where_the_reason_is_and_leads_to_that_cell(
    story, desk, qtbot, tmp_path
):
    nameless = ["4", "", *FOURTH[2:]]
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, nameless))
    preview = story.page.preview
    grounds = [preview.cell(preview.at(4), at).ground for at in range(len(preview.columns))]
    name = next(at for at, column in enumerate(preview.columns) if column.label == "姓名")
    assert grounds[name] == "refused"
    assert set(grounds[:name] + grounds[name + 1 :]) == {"out"}
    (issue,) = [one for one in story.page.plan.issues._issues if one.group == "不收"]
    assert [word for _, word in issue.remedies] == ["补上"]

    story.page.deciding.remedied(issue.key, "edit")
    editor = story.page.sheet.viewport().findChild(QLineEdit)
    editor.setText(FOURTH[1])
    QTest.keyClick(editor, Qt.Key.Key_Return)

    qtbot.waitUntil(lambda: story.numbers()["新增"] == 2)
    assert not any(one.group == "不收" for one in story.page.plan.issues._issues)


def test_a_doubt_that_was_looked_at_is_asked_no_more_also_when_the_file_is_planned_anew(story, tmp_path):
    odd = [*FIRST[:2], "男", *FIRST[3:]]
    story.page.read(workbook(tmp_path / "a.xlsx", odd, SECOND))
    (issue,) = [one for one in story.page.plan.issues._issues if one.group == "要您看"]
    assert [word for _, word in issue.remedies] == ["改这一格", "就这样"]

    story.page.deciding.remedied(issue.key, "seen")

    assert story.numbers()["要您看"] == 0
    story.page.replan()
    assert not [one for one in story.page.plan.issues._issues if one.group == "要您看"]
    assert story.numbers()["新增"] == 2


def test_an_update_says_how_many_values_would_change(story, window, tmp_path):
    story.page.read(workbook(tmp_path / "a.xlsx", FIRST, SECOND))
    story.take_in()
    window.back()
    story.page.read(workbook(tmp_path / "b.xlsx", FIRST, [*SECOND[:6], SECOND[6], "13900000999", SECOND[8]]))
    assert story.page.plan.tiles.part("change").accessibleName() == "更新1，共改1处"


def test_a_list_is_taken_in_with_keys_alone(desk, ask, window, story, tmp_path, qtbot):
    odd = [*FIRST[:3], FIRST[3][:17], *FIRST[4:]]
    ask.prepare(workbook(tmp_path / "a.xlsx", odd, SECOND))
    window.activateWindow()
    QApplication.processEvents()
    story.page.file.choose.setFocus()
    key(window, Qt.Key.Key_Space)
    assert story.seen()
    key(window, Qt.Key.Key_F8)
    assert story.page.preview.rows[story.page.sheet.currentIndex().row()] == 3
    key(window, Qt.Key.Key_F2)
    editor = story.page.sheet.viewport().findChild(QLineEdit)
    editor.setText(FIRST[3])
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not any("17位" in line for line in story.issues()))
    story.page.sheet.setFocus()
    key(window, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert story.page.plan.question.isVisible()
    for _ in range(60):
        if window.focusWidget() is story.page.plan._go:
            break
        key(window, Qt.Key.Key_Tab)
    key(window, Qt.Key.Key_Space)
    assert children(desk) == 2


def key(window, which, modifier=Qt.KeyboardModifier.NoModifier):
    """A key as the window gets it: to what has the focus, else to itself."""
    QTest.keyClick(window.focusWidget() or window, which, modifier)

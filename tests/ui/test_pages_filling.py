"""填表 and 上报 as a person uses them: from pasted heads to paper, a month of papers, what goes wrong."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Border, Side
from PySide6.QtPrintSupport import QPrinter

from childdesk.desk import filling, forms, handin_scans, handins, leaving
from childdesk.domain import handin_options as steps
from childdesk.files import sniff
from childdesk.ui.page import Page, Route
from childdesk.ui.pages.filling import FillPage
from childdesk.ui.pages.handins import HandInsPage
from childdesk.ui.pages.today import TodayPage
from childdesk.ui.pages.today.matters import MatterRow
from tests.desk.test_filling_sheets import ALL, HARD, LEFT, names, three
from tests.files import feature_form
from tests.stories.pages import press
from tests.ui import opened
from tests.ui.test_photo import jpeg, with_place


@pytest.fixture
def desk(tmp_path):
    with opened.village(tmp_path, 5) as made:
        yield made
        assert made.troubles == []


@pytest.fixture
def places(desk, window):
    """Both pages and the file of a child, in one window."""
    window.add_route(Route("child", lambda host: Page(host, "儿童档案")))
    window.add_route(Route("filling", lambda host: FillPage(host, desk.bench)))
    window.add_route(Route("handins", lambda host: HandInsPage(host, desk.bench)))
    return window


class Clicks:
    """Counts what a person presses; words that are typed or pasted are no clicks."""

    def __init__(self) -> None:
        self.number = 0

    def __call__(self, button) -> None:
        self.number += 1
        press(button)


def told(window) -> str:
    """What the banner says."""
    return window._frame.bar.sentence()


def shown(window, route: str, argument: object = None):
    window.go(route, argument)
    return window.page()


def pasted(page: FillPage, name: str, heads: str, click=press) -> None:
    page.ways.name.setText(name)
    page.ways.area.setPlainText(heads)
    click(page.ways.go)


def test_from_pasted_heads_to_a_printed_sheet_in_less_than_ten_clicks(desk, places, window, tmp_path):
    click = Clicks()
    page = shown(places, "filling", "new")
    click.number += 2  # 上报 in the rail, 填一张表
    pasted(page, "暑期摸底表", "姓名\n性别\n身份证号\n监护人姓名\n监护人电话", click)
    assert page.made.rows == 5
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "sheet.pdf"))
    window.ask.prepare(printer)
    click(page.print)
    click.number += 1  # 打印 in the dialog of the printer
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    click(page.go)
    assert "交给谁" in told(window)
    page.terms.recipient.setEditText("镇民政办")
    window.ask.prepare(tmp_path / "o.xlsx")
    click(page.go)
    click.number += 2  # into the line of the receiver; 保存 in the dialog of the file
    assert click.number <= 10
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    assert [cell.value for cell in sheet[3]] == ["姓名", "性别", "身份证号", "监护人姓名", "监护人电话"]
    assert [kept.name for kept in desk.ask(forms.kept)] == ["暑期摸底表"]


def test_the_townships_form_is_looked_at_and_written_beside_it(desk, places, window, tmp_path):
    form = tmp_path / "附件2.xlsx"
    given = feature_form.make()
    form.write_bytes(given)
    page = shown(places, "filling", form)
    assert page.go.text() == "填好5人并存"
    page.whom.picker.chosen.emit("child.categories=留守儿童")
    some = page.made.rows
    assert 0 < some < 5
    page.terms.recipient.setEditText("镇民政办")
    window.ask.prepare(tmp_path / "o.xlsx")
    press(page.go)
    assert feature_form.lost((tmp_path / "o.xlsx").read_bytes(), feature_form.LAST) == []
    assert form.read_bytes() == given
    assert "原表没有动" in told(window)


def test_what_goes_into_a_group_names_nobody_until_somebody_says_otherwise(desk, places, window, tmp_path):
    page = shown(places, "filling", "new")
    pasted(page, "摸底表", "姓名、性别、出生日期、身份证号、年龄、现住址")
    assert "5个身份证号" in page.load.text()
    page.terms.recipient.setEditText("村干部工作群")
    assert page.made.wish.level == filling.NAMELESS
    assert "没有身份证号和电话" in page.load.text()
    window.ask.prepare(tmp_path / "o.xlsx")
    press(page.go)
    sheet = openpyxl.load_workbook(tmp_path / "o.xlsx").active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4, max_row=8)]
    assert all(str(row[0]).endswith("某") for row in rows)
    assert [row[3] or row[5] for row in rows] == [None] * 5
    assert all(len(str(row[2])) == 4 for row in rows)
    assert desk.ask(leaving.copies)[0].level == filling.NAMELESS
    page = shown(places, "filling", "new")
    pasted(page, "表", "姓名、身份证号")
    page.terms.recipient.setEditText("外面打印店")
    press(page.terms.level.part(filling.WHOLE))
    assert page.made.wish.level == filling.WHOLE


def test_a_kept_form_is_one_click_next_month(desk, places, window, tmp_path):
    row = desk.do(lambda session: forms.keep_heads(session, "月报", "姓名、性别"))
    page = shown(places, "filling", "new")
    press(page.ways.parts[row])
    assert page.made.rows == 5
    assert "月报" in page.head.sentence.whole()


def test_a_question_is_answered_at_its_column(desk, places):
    page = shown(places, "filling", "new")
    pasted(page, "表", "姓名、性别、身份证号、监护情况或就读学校")
    picker = page.columns.pickers["监护情况或就读学校"]
    picker.chosen.emit("child.school")
    assert page.columns.pickers == {}
    assert page.made.unfilled == ()


def test_a_workbook_of_several_forms_is_filled_in_one_go_each_sheet_for_whom_it_is(
    desk, places, window, tmp_path
):
    form, out = three(tmp_path / "季度表.xlsx"), tmp_path / "o.xlsx"
    page = shown(places, "filling", form)
    assert list(page.whom.ticks) == [LEFT, HARD, ALL]
    assert [page.whom.pickers[name].key() for name in (LEFT, HARD, ALL)] == [
        "child.categories=留守儿童", "child.categories=困境儿童", "",
    ]  # fmt: skip
    press(page.whom.ticks[HARD])
    assert [sheet.name for sheet in page.made.sheets] == [LEFT, ALL]
    page.whom.pickers[LEFT].chosen.emit("")
    assert [len(sheet.children) for sheet in page.made.sheets] == [5, 5]
    for name in (LEFT, ALL):
        press(page.whom.ticks[name])
    assert [sheet.name for sheet in page.made.sheets] == [ALL]
    press(page.whom.ticks[HARD])
    page.terms.recipient.setEditText("镇民政办")
    window.ask.prepare(out)
    press(page.go)
    assert names(out, LEFT) == []
    assert len(names(out, ALL)) == 5
    kept = next(one for one in desk.ask(forms.kept) if one.name == "季度表")
    page = shown(places, "filling", "new")
    press(page.ways.parts[kept.id])
    assert [sheet.name for sheet in page.made.sheets] == [HARD, ALL]


def test_too_few_heads_are_said_at_their_place_and_what_was_typed_stays(places):
    page = shown(places, "filling", "new")
    pasted(page, "表", "姓名")
    assert "表头" in page.ways.asked.trouble()
    assert page.ways.area.toPlainText() == "姓名"


def test_a_file_that_is_no_form_is_said_and_another_can_be_chosen(places, window, tmp_path):
    wrong = tmp_path / "通知.xlsx"
    wrong.write_bytes(b"nothing")
    page = shown(places, "filling", wrong)
    assert page.ways.file.isVisible()
    assert told(window)


def test_a_form_with_a_password_asks_for_it(desk, places, window, tmp_path):
    plain = desk.ask(lambda session: forms.from_heads(session, "表", "姓名、性别"))
    sealed = tmp_path / "s.xlsx"
    sealed.write_bytes(filling.source.sealed(plain.package, "油菜"))
    window.ask.prepare("油菜")
    page = shown(places, "filling", sealed)
    assert page.made is not None
    assert page.made.rows == 5


def test_a_filled_form_can_leave_with_a_password_and_our_copy_is_still_found(desk, places, window, tmp_path):
    row = desk.do(lambda session: handins.ask(session, {"title": "月报", "due": "2026-11-24"})).id
    page = shown(places, "filling", ("handin", row))
    pasted(page, "月报", "姓名、性别、身份证号")
    page.seal.setText("油菜")
    window.ask.prepare(tmp_path / "o.xlsx")
    press(page.go)
    assert page.seal.text() == ""
    assert sniff.kind((tmp_path / "o.xlsx").read_bytes()) == "sealed"
    made = desk.ask(
        lambda session: filling.plan(session, tmp_path / "o.xlsx", filling.Wish(), password="油菜")
    )
    assert made.rows == 5
    assert [copy.path.name for copy in desk.ask(lambda s: handin_scans.copies(s, row))] == ["o.xlsx"]


def test_where_the_file_is_open_elsewhere_another_name_is_offered(places, window, tmp_path):
    page = shown(places, "filling", "new")
    pasted(page, "表", "姓名、性别")
    out = tmp_path / "o.xlsx"
    out.write_bytes(b"theirs")
    Path(tmp_path / "~$o.xlsx").write_bytes(b"")
    page.terms.recipient.setEditText("镇民政办")
    window.ask.prepare(out)
    press(page.go)
    assert "o（2）.xlsx" in told(window)
    assert page.go.isEnabled()
    assert out.read_bytes() == b"theirs"


def without_header(sheet):
    sheet["A1"] = "各村于25日前报送，谢谢配合"


def over_several_rows(sheet):
    sheet.append(["儿童名册"])
    sheet.append(["序号", "姓名", "性别", "身份证号", "监护人姓名"])
    line = Side(style="thin")
    for row in range(3, 9):
        for column in range(1, 6):
            sheet.cell(row, column).border = Border(line, line, line, line)
    sheet.merge_cells("B3:B6")


@pytest.mark.parametrize(
    ("write", "sentence"), [(without_header, "没有名单的表头"), (over_several_rows, "上下合并的格子")]
)
def test_a_form_that_cannot_be_filled_is_said_and_stays_as_it_is(places, window, tmp_path, write, sentence):
    book = openpyxl.Workbook()
    write(book.active)
    path = tmp_path / "对方的表.xlsx"
    book.save(path)
    before = path.read_bytes()
    page = shown(places, "filling", path)
    if page.made is not None:
        page.terms.recipient.setEditText("镇民政办")
        window.ask.prepare(tmp_path / "o.xlsx")
        press(page.go)
    assert sentence in told(window)
    assert path.read_bytes() == before
    assert not (tmp_path / "o.xlsx").exists()


@pytest.mark.parametrize(
    ("folder", "sentence"), [("没有了", "换一个地方存"), ("坚果云", "比如档案旁边的“写出的表”")]
)
def test_a_place_that_is_no_good_is_said_and_the_filled_form_waits(
    places, window, tmp_path, folder, sentence
):
    (tmp_path / "坚果云").mkdir()
    page = shown(places, "filling", "new")
    pasted(page, "表", "姓名、性别")
    page.terms.recipient.setEditText("镇民政办")
    window.ask.prepare(tmp_path / folder / "o.xlsx")
    press(page.go)
    assert sentence in told(window)
    assert not (tmp_path / folder / "o.xlsx").exists()
    window.ask.prepare(tmp_path / "o.xlsx")
    press(page.go)
    assert (tmp_path / "o.xlsx").exists(), "nothing had to be done again"


# ── papers ───────────────────────────────────────────────────────────────────────────────────────


def written_down(page: HandInsPage, title: str, due: str, **more: str) -> None:
    press(page.new)
    page.form.title.setText(title)
    page.form.due.setText(due)
    page.form.hour.setText(more.get("hour", ""))
    page.form.cycle.choose(more.get("cycle", "临时"))
    press(page.form.go)


def states(desk) -> dict[str, str]:
    return {line.title: line.state for line in desk.ask(lambda session: handins.every(session, filed=True))}


def test_an_empty_page_says_what_to_do(places):
    page = shown(places, "handins")
    assert page.nothing.act.isVisible()


def test_what_is_missing_is_said_at_its_field(places):
    page = shown(places, "handins")
    written_down(page, "月报", "")
    assert "哪天" in page.form.asked.trouble()


def test_a_month_three_requests_one_return_one_zero_report_one_seal_trip(desk, places, window, tmp_path):
    page = shown(places, "handins")
    written_down(page, "11月花名册", "2026-11-25", hour="17:00", cycle="月")
    press(page.detail.acts["fill"])
    filler = window.page()
    pasted(filler, "11月花名册", "姓名、性别、身份证号")
    window.ask.prepare(tmp_path / "1.xlsx")
    press(filler.go)
    page = window.page()
    assert states(desk) == {"11月花名册": steps.TO_CHECK}
    for act in (steps.TO_PRINT, steps.TO_SIGN, steps.TO_SEAL):
        press(page.detail.acts[act])
    assert "1份要带到镇上盖章" in page.head.sentence.whole()
    press(page.seal)
    assert len(page.papers.parts) == 1
    press(page.seal)
    press(page.detail.acts["give"])
    written_down(page, "溺水隐患", "2026-11-24")
    press(page.detail.acts["zero"])
    written_down(page, "困境表", "2026-11-26")
    first = next(line.id for line in page.lines if line.title == "11月花名册")
    page._choose(first)
    window.ask.prepare("缺两个人的号码", "no")
    press(page.detail.acts["return"])
    assert states(desk)["11月花名册"] == steps.RETURNED
    press(page.detail.acts["fill"])
    window.ask.prepare(tmp_path / "2.xlsx")
    press(window.page().go)
    page = window.page()
    press(page.detail.acts[steps.TO_PRINT])
    press(page.detail.acts["give"])
    assert states(desk) == {
        "11月花名册": steps.GIVEN_AGAIN,
        "12月花名册": steps.TO_FILL,
        "溺水隐患": steps.GIVEN,
        "困境表": steps.TO_FILL,
    }


def test_a_paper_goes_through_every_state_of_its_life_by_clicks(desk, places, window, tmp_path):
    page = shown(places, "handins")
    written_down(page, "11月花名册", "2026-11-25")
    seen = [steps.TO_FILL]

    def done(*acts: str) -> None:
        for act in acts:
            press(window.page().detail.acts[act])
            seen.append(states(desk)["11月花名册"])

    def filled(name: str) -> None:
        window.ask.prepare(tmp_path / name)
        press(window.page().go)
        seen.append(states(desk)["11月花名册"])

    press(page.detail.acts["fill"])
    window.page().ways.name.setText("花名册")
    window.page().ways.area.setPlainText("姓名、性别、身份证号")
    press(window.page().ways.go)
    filled("1.xlsx")
    done(steps.TO_PRINT, steps.TO_SIGN, steps.TO_SEAL)
    picture = tmp_path / "scan.jpg"
    picture.write_bytes(with_place(jpeg(600, 800)))
    window.ask.prepare(picture)
    done("scan")
    page = window.page()
    done("give")
    assert (tmp_path / "1.xlsx").exists()
    press(window._frame.bar._buttons.itemAt(0).widget())
    assert not (tmp_path / "1.xlsx").exists()
    name = desk.ask(lambda session: session.ledger.connection.execute("SELECT name FROM child").fetchone()[0])
    window.ask.prepare(f"{name}的身份证号不对", "no")
    done("return")
    assert [one.text() for one in page.detail.children_shown] == [name]
    press(page.detail.acts["fill"])
    filled("2.xlsx")
    done(steps.TO_PRINT, "give", steps.FILED)
    assert seen == [
        steps.TO_FILL, steps.TO_CHECK, steps.TO_PRINT, steps.TO_SIGN, steps.TO_SEAL, steps.SCANNED,
        steps.GIVEN, steps.RETURNED, steps.TO_CHECK, steps.TO_PRINT, steps.GIVEN_AGAIN, steps.FILED,
    ]  # fmt: skip
    assert page.lines == []
    press(page.filed)
    assert [line.state for line in page.lines] == [steps.FILED]


def test_the_scan_of_a_signed_paper_is_seen_smaller_and_larger(desk, places, window, tmp_path):
    page = shown(places, "handins")
    written_down(page, "11月花名册", "2026-11-25")
    window.ask.prepare("3")
    press(page.detail.acts["by-hand"])
    picture = tmp_path / "scan.jpg"
    picture.write_bytes(with_place(jpeg(600, 800)))
    window.ask.prepare(picture)
    press(page.detail.acts["scan"])
    press(page.detail.scans_shown[0])
    assert page.stack.currentWidget() is page.scans
    before = page.scans.view._sheet.pixmap().width()
    press(page.scans.zoom.more)
    assert page.scans.view._sheet.pixmap().width() > before
    press(page.scans.back)
    assert page.stack.currentWidget() is page.detail


def test_a_paper_that_was_made_elsewhere_keeps_its_number_of_children(desk, places, window):
    page = shown(places, "handins")
    written_down(page, "溺水隐患", "2026-11-24")
    window.ask.prepare("很多")
    press(page.detail.acts["by-hand"])
    assert states(desk) == {"溺水隐患": steps.TO_FILL}
    window.ask.prepare("12人")
    press(page.detail.acts["by-hand"])
    assert states(desk) == {"溺水隐患": steps.GIVEN}
    assert page.lines[0].versions[0].children == 12


def test_a_step_is_taken_back_with_one_click(desk, places, window):
    page = shown(places, "handins")
    written_down(page, "溺水隐患", "2026-11-24")
    press(page.detail.acts["zero"])
    window.undo()
    assert states(desk) == {"溺水隐患": steps.TO_FILL}


def test_a_paper_that_is_due_stands_on_today_and_leads_to_its_page(desk, places, window):
    from_desk = {"title": "月报", "due": "2026-11-24", "asked_by": "妇联", "hour": "17:00"}
    row = desk.do(lambda session: handins.ask(session, from_desk)).id
    window.add_route(Route("today", lambda host: TodayPage(host, desk.bench)))
    page = shown(places, "today")
    line = next(one for one in page.findChildren(MatterRow) if one.matter.kind == "handin")
    assert "妇联要“月报”，17:00前，待填" in line.matter.why
    press(line.act)
    assert window.page().chosen == row

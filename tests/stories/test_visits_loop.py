"""Visits through the real window: a yellow child from its file to red, a household of three on one sheet."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from childdesk.domain import visit_sheet as form
from childdesk.store import reader
from childdesk.ui.pages.plan.grid import MIME
from tests.stories.pages import ImportStory, NewFileStory, TodayStory, VisitStory, press, type_into
from tests.ui.stage import opened

NAME, THREE = "欧阳小溪", ("欧阳一", "欧阳二", "欧阳三")


@pytest.fixture
def stage(qapp, tmp_path: Path):
    with opened(tmp_path, 5) as there:
        yield there


def a_printer(path: Path) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def button_of(page, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text().strip() == text)


def said(page) -> str:
    return " ".join(one.text() for one in page.findChildren(QLabel) if one.isVisibleTo(page))


def grade(stage, child: str, colour: str, why: str) -> None:
    """A person gives a colour, with a reason."""
    page = stage.go("suggest", child)
    press(page.colours.part(colour))
    type_into(page.why, why)
    press(page.other)
    stage.settle()


def plan_for_today(stage, title: str) -> None:
    """The door stands in the month, and is dragged onto today."""
    plan = stage.go("plan")
    [door] = [stop for day in plan._plan.days for stop in day.stops if title in stop.title]
    data = QMimeData()
    data.setData(MIME, door.key.encode())
    move, left, none = Qt.DropAction.MoveAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    today = plan.grid.cell(stage.app.bench.today)
    today.dropEvent(QDropEvent(QPointF(3, 3), move, data, left, none))
    stage.settle()
    assert title in stage.window._toast.sentence()
    assert any(title in one.whole() for one in plan.grid.cell(stage.app.bench.today).doors())


def print_today(stage, paper: Path, child: str) -> str:
    """The sheets of the day on paper; the code that stands on the one of this child."""
    stage.ask.prepare(a_printer(paper))
    press(button_of(stage.window.page().side, "打印这天的走访单"))
    stage.settle()
    assert paper.stat().st_size > 1000
    [code] = stage.app.bench.glance(
        lambda s: [
            str(raw["code"])
            for _, raw in reader.everyone(s.ledger.connection, "sheet")
            if child in str(raw["children"])
        ]
    )
    return code


def key_in(stage, code: str, keys: str) -> None:
    """The code and the number keys in the order of the sheet, from the plan on."""
    press(button_of(stage.go("plan").side, "录入走访单"))
    stage.settle()
    page = stage.window.page()
    QTest.keyClicks(page.code, code)
    stage.settle()
    QTest.keyClicks(page.keys, keys)
    QTest.keyClick(page.keys, Qt.Key.Key_Return)
    stage.settle()
    assert stage.window._toast.sentence().startswith("已录入")


def file_of(stage, name: str) -> str:
    """Found by the search box's own question."""
    return stage.app.bench.glance(
        lambda s: next(
            row for row, raw in reader.everyone(s.ledger.connection, "child") if raw["name"] == name
        )
    )


def test_yellow_planned_printed_keyed_in_hazard_red_due_tomorrow(stage, tmp_path):
    # A new file, a colour with its reason, the first visit.
    there = NewFileStory(stage.go("child", "+"))
    there.fill(name=NAME, birth="2015-03-02")
    there.make()
    stage.settle()
    child = file_of(stage, NAME)
    grade(stage, child, "黄", "父母都在外，奶奶年纪大了")
    visit = VisitStory(stage.go("visit", child))
    visit.tick("food", "没问题")
    visit.tick("safety", "没问题")
    visit.save()
    stage.settle()

    # Fifteen days later it stands in the month; it is put on today, printed, walked, keyed in.
    stage.clock.moment += timedelta(15)
    plan_for_today(stage, NAME)
    code = print_today(stage, tmp_path / "走访单.pdf", child)
    key_in(stage, code, "11" + "1211111111" + "1")

    # The hazard is a task of seven days, and the child's story tells of it.
    page = stage.go("child", child)
    assert "有问题（7天内复查）" in said(page)

    # Red: a person gives the colour, and tomorrow the child is due.
    grade(stage, child, "红", "灶台边堆柴草，照料人顾不过来")
    assert "明天" in said(stage.go("child", child))
    today = TodayStory(stage.go("today"))
    press(today.page.week._fold)
    row = today.row(NAME)
    assert (row.line.due.text, row.line.risk) == ("明天", "红")

    # Seven days after the hazard the task is due, whatever else was done.
    stage.clock.moment += timedelta(7)
    assert NAME in said(stage.go("today").matters)


def test_a_household_of_three_is_one_door_one_sheet_one_trip_and_one_undo(stage, tmp_path):
    brought = tmp_path / "名单.csv"
    rows = [f"{name},女,201{at}-05-02,3组,77,欧阳大有" for at, name in enumerate(THREE, 4)]
    brought.write_text("\n".join(["姓名,性别,出生日期,村民组,户编号,户主姓名", *rows]), "utf-8")
    stage.ask.prepare(brought)
    look = ImportStory(stage.go("importing"))
    look.choose()
    stage.settle()
    look.take_in()
    stage.settle()
    kids = [file_of(stage, name) for name in THREE]

    plan_for_today(stage, "欧阳大有家")
    code = print_today(stage, tmp_path / "走访单.pdf", kids[0])
    each = ["1" * len(form.CHILD) for _ in kids]
    key_in(stage, code, "11" + "".join(each))
    assert stage.window._toast.sentence() == "已录入欧阳大有家，3个孩子"
    trips = stage.app.bench.glance(lambda s: list(reader.everyone(s.ledger.connection, "trip")))
    assert [raw["sheet"] for _, raw in trips] == [code]
    assert [visits(stage, kid) for kid in kids] == [1, 1, 1]
    stage.window.undo()
    stage.settle()
    assert [visits(stage, kid) for kid in kids] == [0, 0, 0]


def visits(stage, child: str) -> int:
    return len(
        stage.app.bench.glance(lambda s: reader.about(s.ledger.connection, "visit", [child])).get(child, [])
    )

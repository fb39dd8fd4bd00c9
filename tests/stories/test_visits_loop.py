"""A yellow child through the real window: planned, printed, keyed in, a hazard, red, due tomorrow."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from childdesk.desk import cadences, due, file, records, visit_sheets
from childdesk.domain import visit_sheet as form
from childdesk.store import reader
from tests.desk import made
from tests.stories.pages import press, type_into
from tests.ui.stage import opened


@pytest.fixture
def stage(qapp, tmp_path: Path):
    with opened(tmp_path, 5) as there:
        yield there


def write(stage, work):
    found = []
    stage.app.bench.write(lambda session, _p: work(session), found.append)
    stage.settle()
    return found[0]


def glance(stage, ask):
    return stage.app.bench.glance(ask)


def a_printer(path: Path) -> QPrinter:
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def test_yellow_planned_printed_keyed_in_hazard_red_due_tomorrow(stage, tmp_path):
    today = stage.app.bench.today
    child = write(stage, lambda s: made.child(s, "欧阳小溪", birth="2015-03-02", risk="黄", categories=""))
    write(stage, lambda s: made.visit(s, child, (today - timedelta(15)).isoformat()))

    # Planned: the month shows the door, and it is put on today.
    plan = stage.go("plan")
    stage.settle()
    assert any("欧阳小溪" in stop.title for day in plan._plan.days for stop in day.stops)
    plan._move(child, today)
    stage.settle()

    # Printed: a sheet with a code for each door of the day.
    paper = tmp_path / "走访单.pdf"
    stage.ask.prepare(a_printer(paper))
    plan.print_day()
    stage.settle()
    assert paper.stat().st_size > 1000
    codes = glance(stage, lambda s: codes_of(s, child))
    assert len(codes) == 1

    # Keyed in: the numbers that somebody ticked at the door.
    keying = stage.go("keying", codes[0])
    stage.settle()
    QTest.keyClicks(keying.keys, "11" + "1211111111" + "1")
    QTest.keyClick(keying.keys, Qt.Key.Key_Return)
    stage.settle()

    # A hazard became a task, seen on 今日 when its day is near.
    tasks = glance(stage, lambda s: [one for one in due.due(s, days=9) if one.child == child])
    assert [(one.kind, one.due) for one in tasks if one.kind == "task"] == [
        ("task", (today + timedelta(7)).isoformat())
    ]

    # Red: a person gives the colour, with a reason, and tomorrow the child is due.
    page = stage.go("suggest", child)
    press(page.colours.part("红"))
    type_into(page.why, "灶台边堆柴草，照料人顾不过来")
    press(page.other)
    stage.settle()
    following = glance(stage, lambda s: cadences.some(s, [child])[child])
    assert following.iso == (today + timedelta(1)).isoformat()
    stage.go("child", child)
    assert glance(stage, lambda s: file.file(s, child)).next.text == "明天"
    assert any("明天" in label.text() for label in stage.window.page().findChildren(QLabel))


def codes_of(session, child):
    return [
        str(raw["code"])
        for _, raw in reader.everyone(session.ledger.connection, "sheet")
        if child in str(raw["children"])
    ]


def test_a_household_of_three_is_one_sheet_one_trip_and_one_undo(stage, tmp_path):
    def family(session):
        home = records.add(session, "household", {"number": "77", "head": "欧阳大有"}).id
        return [
            made.child(session, name, birth=f"201{4 + at}-05-02", household=home, risk="黄", categories="")
            for at, name in enumerate(("欧阳一", "欧阳二", "欧阳三"))
        ]

    kids = write(stage, family)
    printed = write(stage, lambda s: visit_sheets.print_children(s, kids, s.today))
    [door] = printed.doors
    keying = stage.go("keying", door.code)
    stage.settle()
    keys = "11" + "".join("1" * len(form.CHILD) for _ in kids)
    QTest.keyClicks(keying.keys, keys.replace("11111111111", "11111121111", 1))
    press(keying.save_button)
    stage.settle()
    seen = glance(stage, lambda s: [cadences.some(s, [kid])[kid].base for kid in kids])
    assert seen == [stage.app.bench.today.toordinal()] * 3
    stage.window.undo()
    stage.settle()
    seen = glance(stage, lambda s: [cadences.some(s, [kid])[kid].base for kid in kids])
    assert seen == [0, 0, 0]

"""61 children through the real window: a sweep that a power cut interrupts, where they are in 70 keys."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from childdesk.desk import drafting, sweeps
from childdesk.domain.plan_options import ANSWERED
from tests.stories import sweeper, workbooks
from tests.stories.pages import ImportStory, press, type_into
from tests.ui import stage
from tests.ui.stage import Stage

pytestmark = pytest.mark.long

CHILDREN = 61
TOO_LATE = 12
"""Keys of the second field after which the plug is pulled: half a second, far less than a draft waits."""


@pytest.fixture(scope="module")
def brought(qapp, tmp_path_factory) -> Path:
    """A desk whose 61 children came in through the window."""
    folder = tmp_path_factory.mktemp("sweep")
    with stage.opened(folder, 5) as there:
        list_ = folder / "花名册.xlsx"
        workbooks.roster(list_, CHILDREN - len(there.ids()) + 1)
        there.ask.prepare(list_)
        look = ImportStory(there.go("importing"))
        look.choose()
        there.settle()
        look.take_in()
        there.settle()
        assert len(there.ids()) == CHILDREN
    return folder / "desk"


@pytest.fixture
def home(brought: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(brought, tmp_path / "desk"))


def opened(home: Path) -> Stage:
    there = Stage(home)
    there.enter()
    return there


def button_of(page, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text().strip() == text)


def work_and_pull_the_plug(home: Path) -> list[list[str]]:
    """What the program said until, in the midst of the second field, everything stopped."""
    command = [sys.executable, "-m", "tests.stories.sweeper", str(home)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    said: list[list[str]] = []
    latest = time.monotonic() + 60
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        while said[-1:] != [["key", str(TOO_LATE), "2"]]:
            line = program.stdout.readline()
            assert line, "the program has gone"
            assert time.monotonic() < latest
            said.append(line.split())
        os.kill(program.pid, signal.SIGKILL)
        program.wait()
    return said


def test_a_sweep_of_61_goes_on_after_a_power_cut_and_loses_at_most_the_field_being_typed(home, tmp_path):
    said = work_and_pull_the_plug(home)
    assert ["done", str(sweeper.QUICK)] in said
    there = opened(home)
    try:
        page = there.go("sweep")
        press(button_of(page, "接着问"))
        there.settle()
        assert page.head.sentence.whole().startswith(f"已问{sweeper.QUICK}/{CHILDREN}")
        assert [line.state for line in page.opened.lines].count(ANSWERED) == sweeper.QUICK
        assert page.asking.fields[1].text() == sweeper.FIRST
        assert sweeper.SECOND.startswith(page.asking.fields[2].text())
        while page.opened.status.left:
            line = page.asking.line.id
            type_into(page.asking.fields[2], "x")
            QTest.keyClick(page.asking.fields[2], Qt.Key.Key_Return)
            assert page.asking.line.id != line or not page.opened.status.left
        assert page.head.sentence.whole().startswith(f"已问{CHILDREN}/{CHILDREN}")
        assert (
            there.app.bench.glance(lambda s: [one for one in drafting.waiting(s) if one.page == "sweep"])
            == []
        )
        there.ask.prepare(tmp_path / "结果.xlsx")
        press(page.tell)
        there.settle()
        rows = list(openpyxl.load_workbook(tmp_path / "结果.xlsx").active.values)
        assert sum(sweeper.FIRST in map(str, row) for row in rows) == 1
        assert there.app.bench.glance(sweeps.waits) == []
    finally:
        there.close()


def test_where_61_children_are_takes_at_most_70_keys_from_the_plan_on(home):
    there = opened(home)
    try:
        plan = there.go("plan")
        press(button_of(plan.side.year, "去向核对"))
        there.settle()
        page, pressed = there.window.page(), 1
        while page.opened.status.left:
            assert pressed < 70, page.head.sentence.whole()
            QTest.keyClick(QApplication.focusWidget() or page.asking, Qt.Key.Key_1)
            there.settle()
            pressed += 1
        assert page.opened.status.asked == CHILDREN
        assert pressed == CHILDREN + 1
    finally:
        there.close()

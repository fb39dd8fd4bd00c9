"""From the first start to a roster on disk, through the real window with lanes of its own, in 25 clicks."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from tests.stories import workbooks
from tests.stories.effort import Effort
from tests.stories.pages import ChildrenStory, FirstUsePage, ImportStory
from tests.ui.stage import Stage
from tests.ui.test_every_page import next_steps

MOST = 25
WAIT = 20_000
CHILDREN = 84


@pytest.fixture
def start(qapp, tmp_path: Path):
    """The program as it starts in an empty folder."""
    made = Stage(tmp_path / "desk", at_once=False)
    effort = Effort(qapp, made.ask)
    yield made, effort
    effort.stop()
    made.close()


def a_printer(path: Path) -> QPrinter:
    """A printer that leaves a file, as the system's dialog gives one."""
    made = QPrinter()
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    return made


def test_a_newcomer_has_her_roster_on_disk_within_25_clicks(start, qtbot, tmp_path: Path):
    stage, effort = start
    paper, brought, roster = tmp_path / "恢复单.pdf", tmp_path / "花名册.xlsx", tmp_path / "台账.xlsx"
    people = workbooks.roster(brought, CHILDREN)
    stage.ask.prepare(a_printer(paper), brought, roster)

    use = FirstUsePage(stage.app.entrance.first.page)
    use.level("village")
    qtbot.waitUntil(lambda: bool(use.page.flow.search("漆河")), timeout=WAIT)
    use.unit("桃源 漆河", "河湾村")
    use.person("陈桂兰")
    use.demand()
    use.passphrase("雨伞 稻田 邮局 竹篮")
    qtbot.waitUntil(lambda: use.page.key() == "recovery", timeout=WAIT)
    use.print_sheet()
    use.sheet(use.page.flow.made.recovery_code[-4:])
    use.begin("import")
    qtbot.waitUntil(lambda: not stage.window.covered(), timeout=WAIT)
    no_dead_end(stage)

    look = ImportStory(stage.window.page())
    look.choose()
    qtbot.waitUntil(look.seen, timeout=WAIT)
    no_dead_end(stage)
    assert look.numbers()["新增"] == CHILDREN - 1, "the one without a name stays out"
    look.take_in()
    qtbot.waitUntil(lambda: stage.window.trail.current().route == "children", timeout=WAIT)
    ledger = ChildrenStory(stage.window.page())
    qtbot.waitUntil(lambda: f"{CHILDREN - 1}人" in ledger.sentence(), timeout=WAIT)
    no_dead_end(stage)
    ledger.export()
    qtbot.waitUntil(roster.is_file, timeout=WAIT)
    qtbot.waitUntil(lambda: "已导出" in stage.window._toast.sentence(), timeout=WAIT)

    assert stage.ask.said == []
    assert effort.clicks <= MOST, effort.steps
    assert paper.stat().st_size > 1000
    names = {str(cell) for row in openpyxl.load_workbook(roster).active.values for cell in row}
    assert {one.name for at, one in enumerate(people) if at != 3} <= names


def no_dead_end(stage: Stage) -> None:
    """There is always something that leads on."""
    QApplication.processEvents()
    assert next_steps(stage.window), stage.window.trail.current()


def test_one_click_more_than_allowed_would_be_seen(start, qtbot):
    stage, effort = start
    use = FirstUsePage(stage.app.entrance.first.page)
    before = effort.clicks
    for key in ("village", "township") * 13:
        use.choose_level(key)
    assert effort.clicks - before == 26 > MOST

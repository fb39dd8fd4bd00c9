"""A workbook that is dropped on any page is looked at first; nothing else is taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from childdesk.desk.session import Right
from tests.stories import workbooks
from tests.ui import stage

COPY, NONE, PLAIN = Qt.DropAction.CopyAction, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def there(qapp, tmp_path: Path):
    with stage.opened(tmp_path, 0) as made:
        yield made


def carried(path: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    return mime


def welcome(there, path: Path) -> bool:
    """Whether the window would take it."""
    mime = carried(path)
    event = QDragEnterEvent(QPoint(600, 300), COPY, mime, NONE, PLAIN)
    event.ignore()
    QApplication.sendEvent(there.window, event)
    return event.isAccepted()


def drop(there, path: Path) -> None:
    mime = carried(path)
    QApplication.sendEvent(there.window, QDropEvent(QPointF(600, 300), COPY, mime, NONE, PLAIN))
    there.settle()


@pytest.mark.parametrize("route", ["today", "children", "help"])
def test_a_roster_dropped_on_any_page_is_looked_at_before_it_counts(there, tmp_path: Path, route: str):
    roster = tmp_path / "花名册.xlsx"
    workbooks.roster(roster, 6)
    there.go(route)
    assert welcome(there, roster)
    drop(there, roster)
    assert there.window.trail.current().route == "importing"
    assert there.window.page().preview is not None
    assert there.ids() == []


def test_other_files_are_not_taken_nor_anything_while_locked_or_by_who_may_not_import(
    there, tmp_path: Path, monkeypatch
):
    roster, note = tmp_path / "花名册.xlsx", tmp_path / "说明.txt"
    assert not welcome(there, note)
    assert welcome(there, roster)
    bench = there.app.bench
    monkeypatch.setattr(type(bench), "may", lambda _self, right: right is not Right.IMPORT)
    assert not welcome(there, roster)
    monkeypatch.undo()
    there.window.act("lock")
    there.settle()
    assert not welcome(there, roster)

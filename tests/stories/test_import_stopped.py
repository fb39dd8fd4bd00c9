"""Reading and writing of a list is stopped by its button, on the window's real lanes, and begun again."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest

from tests.stories import workbooks
from tests.stories.pages import ImportStory, press
from tests.ui import villages
from tests.ui.stage import Stage

ROWS = 400


@pytest.fixture
def there(tmp_path, qtbot):
    """A desk with five children, open, its lanes on threads of their own."""
    made = Stage(villages.copied(tmp_path / "desk", villages.made(5)), at_once=False)
    made.sign_in.sign_in(villages.PASSPHRASE)
    qtbot.waitUntil(lambda: made.app.bench is not None and made.window.page() is not None, timeout=20_000)
    yield made
    made.close()


def stopped(page) -> str:
    """Presses 取消 as soon as it can be pressed; what the row says of it."""
    row = page.working
    for _ in range(1000):
        if row.isVisible() and row._cancel.isEnabled():
            break
        QTest.qWait(2)
    press(row._cancel)
    return row.sentence()


def test_a_list_is_stopped_while_it_is_read_and_while_it_is_written_and_then_comes_in(there, tmp_path, qtbot):
    path = tmp_path / "花名册.xlsx"
    workbooks.roster(path, ROWS)
    story = ImportStory(there.go("importing"))
    page = story.page
    for _ in range(2):
        page.read(path)
        assert stopped(page) == "正在停下…"
        qtbot.waitUntil(page.file.choose.isVisible, timeout=20_000)
        assert not story.seen()
    page.read(path)
    qtbot.waitUntil(story.seen, timeout=60_000)
    new = story.numbers()["新增"]
    assert new > ROWS / 2
    story.take_in()
    assert stopped(page) == "正在停下…"
    qtbot.waitUntil(story.seen, timeout=60_000)
    assert len(there.ids()) == 5, "nothing was written, and what was looked at is still there"
    story.take_in()
    qtbot.waitUntil(lambda: len(there.ids()) == 5 + new, timeout=60_000)

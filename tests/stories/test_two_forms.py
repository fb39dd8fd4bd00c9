"""Two forms open on the same child: nobody's work is overwritten, and a person decides what stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from childdesk.desk import file
from childdesk.ui.pages.child import ChildPage
from tests.stories.pages import FileStory, press
from tests.ui import stage
from tests.ui.stage import Stage

MINE, THEIRS = "石桥镇初级中学", "县第一中学"


@pytest.fixture
def there(qapp, tmp_path: Path) -> Iterator[Stage]:
    """A desk with five children, open."""
    with stage.opened(tmp_path, 5) as made:
        yield made


@pytest.fixture
def forms(there: Stage, qtbot) -> tuple[FileStory, FileStory]:
    """The same child's file in the window and in a second form beside it, both opened for editing."""
    child = there.child()
    first = there.go("child", child)
    second = ChildPage(there.window, there.app.bench)
    qtbot.addWidget(second)
    second.resize(*stage.DESIGN)
    second.show()
    second.arrive(child)
    there.settle()
    both = FileStory(first), FileStory(second)
    for story in both:
        story.edit("school")
        there.settle()
    return both


def school(there: Stage) -> str:
    """What the ledger shows."""
    bench = there.app.bench
    assert bench is not None
    told = bench.glance(lambda session: file.file(session, there.child()))
    return "　".join(line.text for section in told.facts for line in section.lines)


def said(there: Stage) -> str:
    """What the banner says."""
    bar = there.window._frame.bar
    return "　".join(one.text() for one in bar.findChildren(QLabel) if bar.isVisible())


def choices(story: FileStory) -> list[QPushButton]:
    """The values that may be taken."""
    QApplication.processEvents()
    return [one for one in story.page.torn.findChildren(QPushButton) if one.isVisible()]


def test_one_field_saved_in_both_becomes_a_conflict_and_one_click_settles_it(there, forms):
    mine, theirs = forms
    theirs.fill("school", school=THEIRS)
    theirs.save()
    mine.fill("school", school=MINE)
    mine.save()
    there.settle()
    assert "“学校”刚才别处也改过。两个说法都留着，请您定" in said(there)
    assert mine.page.torn.isVisible()
    words = " ".join(one.text() for one in choices(mine))
    assert MINE in words
    assert THEIRS in words
    press(next(one for one in choices(mine) if THEIRS in one.text()))
    there.settle()
    assert not mine.page.torn.isVisible()
    assert THEIRS in school(there)
    assert MINE not in school(there)
    assert there.ask.said == []


def test_both_values_stay_in_the_history_whichever_was_taken(there, forms):
    mine, theirs = forms
    theirs.fill("school", school=THEIRS)
    theirs.save()
    mine.fill("school", school=MINE)
    mine.save()
    there.settle()
    press(next(one for one in choices(mine) if MINE in one.text()))
    mine.tab("changes")
    there.settle()
    told = " ".join(one.text() for one in mine.page.file_body.changes.findChildren(QLabel))
    assert MINE in told
    assert THEIRS in told


def test_different_fields_saved_in_both_both_stand(there, forms):
    mine, theirs = forms
    theirs.fill("school", school=THEIRS)
    theirs.save()
    mine.fill("school", grade="八年级")
    mine.save()
    there.settle()
    assert not mine.page.torn.isVisible()
    assert "八年级" in school(there)
    assert THEIRS in school(there)


def test_the_same_value_saved_in_both_is_no_conflict(there, forms):
    for story in forms:
        story.fill("school", school=MINE)
        story.save()
    there.settle()
    assert not forms[0].page.torn.isVisible()
    assert MINE in school(there)

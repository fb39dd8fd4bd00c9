"""A new computer, an old desk: first use leads to a backup or to another folder, and no step is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from childdesk.desk import backups
from tests.stories.pages import press
from tests.ui import stage, villages
from tests.ui.stage import Stage


@pytest.fixture
def backup(qapp, tmp_path: Path) -> Path:
    """A backup on a stick, made by the computer that is gone."""
    made: list[Path] = []
    with stage.opened(tmp_path / "old", 5) as there:
        there.app.bench.write(
            lambda session, progress: backups.make_elsewhere(session, tmp_path, progress), made.append
        )
    return made[0]


@pytest.fixture
def there(qapp, tmp_path: Path):
    """First use on an empty folder."""
    made = Stage(tmp_path / "new")
    yield made
    made.close()


def first(there: Stage):
    """The wizard."""
    page = there.app.entrance.first.page
    assert page.isVisible()
    return page


def test_a_backup_from_the_old_computer_becomes_the_desk(there, backup):
    there.ask.prepare(backup, villages.PERSON, villages.PASSPHRASE)
    press(first(there).bring)
    there.settle()
    there.enter()
    assert len(there.ids()) == 5
    assert there.ask.said == []


@pytest.mark.parametrize("name", ["陈桂", ""], ids=["nobody-of-that-name", "no-name"])
@pytest.mark.parametrize("secret", ["不是这个口令"])
def test_a_wrong_passphrase_or_name_is_said_and_first_use_is_still_there(there, backup, name, secret):
    there.ask.prepare(backup, name, secret)
    press(first(there).bring)
    there.settle()
    assert len(there.ask.said) == 1
    assert "什么也没有改" in there.ask.said[0]
    assert first(there).key() == "level"


def test_thinking_better_of_it_changes_nothing(there):
    there.ask.prepare(None)
    press(first(there).bring)
    there.settle()
    assert first(there).key() == "level"


def test_a_desk_in_another_folder_is_opened(there, tmp_path):
    other = villages.copied(tmp_path / "there", villages.made(5))
    there.ask.prepare(tmp_path, other)
    press(first(there).open)
    assert "没有档案" in there.ask.said[0]
    press(first(there).open)
    there.settle()
    there.enter()
    assert len(there.ids()) == 5

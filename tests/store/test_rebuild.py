"""Everything derived is made again from the journal, row for row, whatever of it was lost."""

from __future__ import annotations

import random
import shutil
from unittest.mock import patch

import pytest

from childdesk.domain import catalogue
from childdesk.domain.errors import Cancelled, Unavailable
from childdesk.store import checking, migrations, reader
from childdesk.store import writer as writer_module
from tests.store.copies import Copy
from tests.store.living import DERIVED, Living, families, living, reopened

SEARCH = ("search_index", "search_child", "search_source")


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A filled ledger with conflicts, erasures, withdrawn records; closed."""
    folder = tmp_path_factory.mktemp("filled") / "home"
    with living(folder) as desk:
        desk.write(*families(60), operation="import")
        person = Copy(desk, random.Random(5))
        for _ in range(60):
            person.act()
        child = person.rows("child")[0]
        opened = desk.writer.state("child", child).base("risk")
        desk.set(child, base=opened, risk="红")
        desk.set(child, base=opened, risk="绿")
        assert reader.conflicts(desk.connection)
        assert reader.withdrawn(desk.connection)
        assert person.erased
    return folder


@pytest.fixture
def home(filled, tmp_path):
    return shutil.copytree(filled, tmp_path / "home")


def everything(desk: Living):
    return desk.tables(), desk.found(), desk.sources()


def state(home):
    desk = reopened(home)
    found = everything(desk)
    desk.close()
    return found


def harm(home, *statements):
    desk = reopened(home)
    for statement in statements:
        desk.connection.execute(statement)
    desk.connection.commit()
    desk.close()


def rebuilt(home) -> Living:
    """As `check --rebuild` does it."""
    desk = reopened(home, repair=True)
    desk.writer.rebuild()
    desk.ledger.index.rebuild(desk.connection)
    return desk


def test_every_record_table_and_index_dropped_comes_back_row_for_row(home):
    before = state(home)
    desk = reopened(home)
    indexes = [row[0] for row in desk.connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN"
        f" ({','.join('?' * len(OURS))})", OURS
    )]  # fmt: skip
    assert len(indexes) > 20
    desk.close()
    harm(home, *(f"DROP INDEX {name}" for name in indexes), *(f"DROP TABLE {name}" for name in OURS))
    with pytest.raises(Unavailable, match="内部结构"):
        reopened(home)
    desk = rebuilt(home)
    assert everything(desk) == before
    assert migrations.fingerprint(desk.connection) == migrations.expected_fingerprint()
    assert checking.check(desk.connection) == []
    desk.close()
    assert state(home) == before


OURS = (*catalogue.RECORDS, *DERIVED)


@pytest.mark.parametrize("table", OURS)
def test_any_one_table_dropped_comes_back(home, table):
    before = state(home)
    harm(home, f"DROP TABLE {table}")
    desk = rebuilt(home)
    assert everything(desk) == before
    desk.close()


@pytest.mark.parametrize("gone", [SEARCH, *((name,) for name in SEARCH)], ids=lambda gone: "+".join(gone))
def test_a_search_that_was_dropped_is_made_again_when_the_ledger_is_opened(home, gone):
    before = state(home)
    harm(home, *(f"DROP TABLE {name}" for name in gone))
    assert state(home) == before


def test_a_search_made_by_another_recipe_is_made_again(home):
    before = state(home)
    harm(home, "UPDATE ledger SET value = '0' WHERE key = 'search_recipe'", "DELETE FROM search_source")
    assert state(home) == before


def test_wrong_rows_become_right_again(home):
    before = state(home)
    harm(
        home,
        "UPDATE child SET school = '改过的'",
        "DELETE FROM father",
        "INSERT INTO visit (id, child) VALUES ('f', 'e')",
        "DELETE FROM conflict",
        "DELETE FROM heads",
    )
    desk = reopened(home)
    assert checking.check(desk.connection) != []
    desk.close()
    desk = rebuilt(home)
    assert everything(desk) == before
    assert checking.check(desk.connection) == []
    desk.close()


def test_a_stop_in_the_middle_leaves_everything_as_it_was(home):
    harm(home, "UPDATE child SET school = '改过的'")
    desk = reopened(home)
    before = everything(desk)

    class Stop:
        def step(self, done, total, text=""):
            raise Cancelled

    with pytest.raises(Cancelled):
        desk.writer.rebuild(Stop())
    assert everything(desk) == before
    desk.close()


def test_the_journal_is_not_touched_by_a_rebuild(home):
    desk = reopened(home)
    before = desk.journal_rows()
    desk.writer.rebuild()
    assert desk.journal_rows() == before
    desk.close()


def forgets_marks_of_life(whole):
    def fold(*about):
        made = whole(*about)
        made.alive = True
        return made

    return fold


def takes_the_last_written(whole):
    def fold(record, row, changes, careful):
        return whole(record, row, changes, lambda *about: None)

    return fold


@pytest.mark.parametrize("broken", [forgets_marks_of_life, takes_the_last_written])
def test_a_rebuild_by_another_rule_would_be_seen(home, broken):
    before = state(home)
    desk = reopened(home)
    with patch.object(writer_module, "fold", broken(writer_module.fold)):
        desk.writer.rebuild()
    assert everything(desk) != before
    assert checking.check(desk.connection) != []
    desk.close()

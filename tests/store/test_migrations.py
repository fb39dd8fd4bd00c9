"""An older ledger is brought up whole or not at all, after a backup; a newer one stays as it is."""

from __future__ import annotations

import contextlib

import pytest

from childdesk.desk import desks
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Unavailable
from childdesk.store import checking, ledger, migrations
from childdesk.store.connection import Migrations, database, memory_ledger, new_ledger, open_ledger
from tests.store.living import KEY, NOW, families, living, reopened
from tests.store.next_version import a_table_and_a_column_more, next_version

VERSION = migrations.VERSION
SECOND = "82abebf066c32c9a61557f35bf27c01b9987dcb705adc38983de7782ea6f233c"
FIFTH = "f15efc51e399fd5afeae635bab2eabd1daed09c9d58e831559b9e39d6067297a"
THIRD = "4cb6d99e6a6f545f03c7019fcabbbe82b6f3913434b20f48c4aa40f0500b980b"
FINGERPRINT = "d656047dc298fa811a6a42609aa8863966b0035adbb4880ccc1c921f33dc0cf1"
"""Of version 1. It may never change: a ledger that was written once is opened by this for ever."""


@pytest.fixture
def home(tmp_path):
    with living(tmp_path / "home") as desk:
        desk.write(*families(5), operation="import")
    return tmp_path / "home"


def state(home):
    with contextlib.closing(open_ledger(home / "ledger.db", KEY, "read")) as opened:
        names = [row[0] for row in opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {
            name: sorted(opened.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for name in names
            if not name.startswith("search_index")
        }
        return rows, opened.execute("PRAGMA user_version").fetchone()[0]


def test_the_tables_of_version_1_are_frozen():
    fresh = database(memory_ledger())
    steps = Migrations("childdesk")
    steps(name="m001_journal_and_records")(migrations.m001_journal_and_records)
    with fresh.atomic():
        steps.apply(fresh)
    assert migrations.fingerprint(fresh.conn) == FINGERPRINT
    fresh.conn.close()


def test_the_tables_of_version_2_are_frozen():
    fresh = database(memory_ledger())
    steps = Migrations("childdesk")
    for name in ("m001_journal_and_records", "m002_followed_to_the_end"):
        steps(name=name)(getattr(migrations, name))
    with fresh.atomic():
        steps.apply(fresh)
    assert migrations.fingerprint(fresh.conn) == SECOND
    fresh.conn.close()


def test_the_tables_of_version_3_are_frozen():
    fresh = database(memory_ledger())
    steps = Migrations("childdesk")
    for name in ("m001_journal_and_records", "m002_followed_to_the_end", "m003_planned_visits"):
        steps(name=name)(getattr(migrations, name))
    with fresh.atomic():
        steps.apply(fresh)
    assert migrations.fingerprint(fresh.conn) == THIRD
    fresh.conn.close()


def test_the_tables_of_version_5_are_frozen():
    fresh = database(memory_ledger())
    steps = Migrations("childdesk")
    for name in sorted(name for name in vars(migrations) if "m001" <= name[:4] <= "m005"):
        steps(name=name)(getattr(migrations, name))
    with fresh.atomic():
        steps.apply(fresh)
    assert migrations.fingerprint(fresh.conn) == FIFTH
    fresh.conn.close()


def test_a_ledger_of_today_needs_nothing(home):
    before = state(home)
    asked = []
    desk = ledger.open_for_writing(home, KEY, SetClock(NOW), desks.INDEX, asked.append)
    desk.close()
    assert asked == []
    assert state(home) == before


def test_an_older_ledger_is_brought_up_after_the_guard_has_seen_it_as_it_was(home):
    seen = []

    def guard(opened):
        seen.append(opened.execute("PRAGMA user_version").fetchone()[0])

    with next_version():
        desk = ledger.open_for_writing(home, KEY, SetClock(NOW), desks.INDEX, guard)
        assert seen == [VERSION]
        assert desk.connection.execute("SELECT count(*) FROM later").fetchone()[0] == 5
        assert checking.check(desk.connection) == []
        desk.close()
        desk = ledger.open_for_writing(home, KEY, SetClock(NOW), desks.INDEX, guard)
        desk.close()
    assert seen == [VERSION]
    assert state(home)[1] == VERSION + 1


def test_a_guard_that_cannot_make_its_backup_keeps_the_ledger_as_it_is(home):
    before = state(home)

    def guard(opened):
        raise Unavailable("磁盘满了。")

    with next_version(), pytest.raises(Unavailable, match="磁盘满了"):
        ledger.open_for_writing(home, KEY, SetClock(NOW), desks.INDEX, guard)
    assert state(home) == before


@pytest.mark.parametrize("statements", range(5))
def test_a_step_that_fails_at_any_point_leaves_the_older_ledger_whole(home, statements):
    before = state(home)

    class Broken(Exception):
        pass

    def step(db):
        a_table_and_a_column_more(Counting(db))

    class Counting:
        def __init__(self, db):
            self.db, self.left = db, statements

        def execute(self, sql):
            self.left -= 1
            if self.left < 0:
                raise Broken
            return self.db.execute(sql)

    with next_version(step), contextlib.suppress(Broken):
        ledger.open_for_writing(home, KEY, SetClock(NOW), desks.INDEX, lambda _: None).close()
        assert statements == 4
    assert (state(home) == before) == (statements < 4)
    if statements < 4:
        desk = reopened(home)
        assert checking.check(desk.connection) == []
        desk.close()


def test_a_newer_ledger_is_refused_with_the_next_step_and_not_written(home):
    with next_version():
        reopened(home).close()
    before = state(home), (home / "ledger.db").read_bytes()
    with pytest.raises(Unavailable) as refused:
        reopened(home)
    assert "新版本" in refused.value.sentence
    assert "升级" in refused.value.next_step
    assert (state(home), (home / "ledger.db").read_bytes()) == before


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TRIGGER t AFTER INSERT ON child BEGIN DELETE FROM father; END",
        "CREATE TABLE strange (a)",
        "CREATE VIEW strange AS SELECT 1",
        "ALTER TABLE child ADD COLUMN strange TEXT",
        "DROP TABLE father",
        "DROP INDEX child_name",
        "CREATE INDEX strange ON child (school)",
    ],
)
def test_a_ledger_with_other_tables_is_refused_and_not_written(home, change):
    with contextlib.closing(open_ledger(home / "ledger.db", KEY, "write")) as opened:
        opened.execute(change)
    before = state(home)
    with pytest.raises(Unavailable, match="内部结构"):
        reopened(home)
    assert state(home) == before


def test_what_the_search_and_sqlite_keep_for_themselves_does_not_count(home):
    with contextlib.closing(open_ledger(home / "ledger.db", KEY, "write")) as opened:
        opened.execute("ANALYZE")
        opened.execute("DROP TABLE search_source")
    reopened(home).close()


def test_a_ledger_without_its_beginnings_is_refused(tmp_path):
    new_ledger(tmp_path / "ledger.db", KEY).close()
    with contextlib.closing(open_ledger(tmp_path / "ledger.db", KEY, "write")) as opened:
        opened.execute("CREATE TABLE x (a)")
    with pytest.raises(Unavailable):
        reopened(tmp_path)

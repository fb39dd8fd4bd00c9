"""One writes, others read: nobody sees half a write, and no thread uses another's lane."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from childdesk.domain.errors import Cancelled, Unavailable
from childdesk.domain.plan import Set
from childdesk.store import reader, search
from childdesk.store.connection import sorted_errors
from childdesk.store.snapshot import Snapshot
from tests.store.living import TODAY, families, living, reopened


@pytest.fixture
def desk(tmp_path):
    with living(tmp_path / "home") as opened:
        opened.write(*families(30), operation="import")
        yield opened


class Watch:
    """A lane that keeps looking until it is told to stop, and says what it saw that cannot be."""

    def __init__(self, desk, mode, look):
        self.done, self.wrong, self.looks = threading.Event(), [], 0
        self.desk, self.mode, self.look = desk, mode, look

    def __call__(self):
        lane = self.desk.lane(self.mode)
        try:
            while not self.done.is_set():
                self.wrong += self.look(lane.connection)
                self.looks += 1
        finally:
            lane.close()


def half_a_write(connection):
    """Every write below changes the school of all children at once: two schools are half of one."""
    schools = {raw["school"] for _, raw in reader.everyone(connection, "child")}
    return [] if len(schools) == 1 else [schools]


def rows_without_words(connection):
    """Asked in one transaction: the number of rows and what the search knows are of one moment."""
    connection.execute("BEGIN")
    try:
        rows = reader.count(connection, "child")
        found = search.find(connection, "").count
    finally:
        connection.execute("ROLLBACK")
    return [] if rows == found else [(rows, found)]


@pytest.mark.parametrize("mode", ["read", "window"])
def test_nobody_sees_half_a_write(desk, mode):
    children = [row for row, _ in reader.everyone(desk.connection, "child")]

    def to_one_school(number):
        desk.write(*(Set("child", child, "school", str(number)) for child in children))

    to_one_school(0)
    watches = [Watch(desk, mode, half_a_write), Watch(desk, mode, rows_without_words)]
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(watch) for watch in watches]
        try:
            for number in range(1, 30):
                to_one_school(number)
        finally:
            watches[0].done.set()
        running[0].result()
        try:
            for number in range(5):
                desk.write(*families(3, seed=1000 + number))
        finally:
            watches[1].done.set()
        running[1].result()
    assert [watch.wrong for watch in watches] == [[], []]
    assert min(watch.looks for watch in watches) > 3


def test_a_report_sees_one_moment_however_long_it_takes(desk):
    lane = desk.lane("read")
    lane.connection.execute("BEGIN")
    before = Snapshot(lane.connection, TODAY).rows("child")
    child = next(iter(before))
    desk.set(child, name="后来改的")
    later = Snapshot(lane.connection, TODAY)
    assert later.rows("child") == before
    lane.connection.execute("ROLLBACK")
    assert Snapshot(lane.connection, TODAY).rows("child")[child]["name"] == "后来改的"
    lane.close()


@pytest.mark.parametrize("mode", ["read", "window"])
def test_a_reading_lane_writes_nothing_whatever_it_is_told(desk, mode):
    lane = desk.lane(mode)
    before = desk.journal_rows()
    with pytest.raises(Unavailable):
        lane.writer.write("edit", "p", families(1))
    assert desk.journal_rows() == before
    lane.close()


def test_a_second_writer_waits_and_is_then_told_in_words(desk):
    other = reopened(desk.home)
    other.connection.execute("PRAGMA busy_timeout = 50")
    desk.connection.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="窗口"):
        other.child()
    desk.connection.execute("ROLLBACK")
    child = other.child("周小禾")
    desk.set(child, name="王梓涵")
    assert other.get(child)["name"] == "王梓涵"
    other.close()


def test_two_writers_one_after_the_other_keep_one_chain(desk):
    other = reopened(desk.home)
    for number in range(5):
        desk.child(f"甲{number}")
        other.child(f"乙{number}")
    seqs = [change.seq for change in desk.changes()]
    assert seqs == list(range(1, len(seqs) + 1))
    other.close()


def test_a_connection_belongs_to_its_thread(desk):
    with ThreadPoolExecutor(1) as pool, pytest.raises(Exception, match="thread"):
        pool.submit(desk.get, "c" * 32).result()


def test_a_long_question_can_be_interrupted_from_another_thread(desk):
    lane = desk.lane("read")
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    timer = threading.Timer(0.1, lane.connection.interrupt)
    timer.start()
    with pytest.raises(Cancelled), sorted_errors():
        lane.connection.execute(endless).fetchone()
    timer.join()
    assert reader.count(lane.connection, "child") == 30
    lane.close()


def test_a_write_that_was_interrupted_leaves_nothing(desk):
    before = desk.tables(), desk.journal_rows()
    done = threading.Event()

    def interrupt():
        # An interruption between two statements is not felt, so it is repeated.
        while not done.wait(0.01):
            desk.connection.interrupt()

    other = threading.Thread(target=interrupt)
    other.start()
    try:
        with pytest.raises(Cancelled):
            desk.write(*families(1000, seed=3))
    finally:
        done.set()
        other.join()
    assert (desk.tables(), desk.journal_rows()) == before
    desk.child("之后")
    assert reader.count(desk.connection, "child") == 31

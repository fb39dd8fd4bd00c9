"""The access log: who did what to which fields and why, in a chain, and never a value."""

from __future__ import annotations

from datetime import timedelta

import pytest

from childdesk.domain.clock import SetClock
from childdesk.store import access
from tests.store.living import NOW, PERSON, living


@pytest.fixture
def desk(tmp_path):
    with living(tmp_path / "home") as opened:
        yield opened


def note(desk, act, **about):
    access.note(desk.connection, desk.clock, PERSON, act, **about)


def test_lines_come_newest_first_with_who_when_what_and_why(desk):
    note(desk, "sign_in")
    desk.clock.moment += timedelta(hours=1)
    note(desk, "reveal", record="c" * 32, fields="child.id_number", reason="填表")
    latest, first = access.lines(desk.connection)
    assert (latest.seq, latest.act, latest.fields, latest.reason) == (2, "reveal", "child.id_number", "填表")
    assert (latest.at, latest.person, latest.record) == ("2026-11-23T09:00:00Z", PERSON, "c" * 32)
    assert (first.seq, first.act) == (1, "sign_in")


def test_an_empty_log_and_a_whole_one_are_not_broken(desk):
    assert access.first_broken(desk.connection) is None
    for number in range(20):
        note(desk, "search", reason=str(number))
    assert access.first_broken(desk.connection) is None


@pytest.mark.parametrize("column", ["at", "person", "act", "record", "fields", "reason", "h"])
def test_a_line_changed_later_is_found(desk, column):
    for number in range(9):
        note(desk, "search", reason=str(number))
    desk.connection.execute(f"UPDATE access SET {column} = 'x' WHERE seq = 4")
    assert access.first_broken(desk.connection) == 4


def test_a_line_taken_out_or_put_in_is_found(desk):
    for number in range(9):
        note(desk, "search", reason=str(number))
    desk.connection.execute("DELETE FROM access WHERE seq = 4")
    assert access.first_broken(desk.connection) == 5
    desk.connection.execute("UPDATE access SET seq = seq - 1 WHERE seq > 4")
    assert access.first_broken(desk.connection) == 4


def test_words_cannot_move_from_one_part_of_a_line_to_the_next(desk):
    note(desk, "reveal", record="ab", fields="c")
    desk.connection.execute("UPDATE access SET record = 'a', fields = 'bc'")
    assert access.first_broken(desk.connection) == 1


def test_a_clock_that_goes_back_does_not_break_the_chain(desk):
    note(desk, "sign_in")
    access.note(desk.connection, SetClock(NOW - timedelta(900)), PERSON, "sign_in")
    assert access.first_broken(desk.connection) is None


def test_as_many_lines_as_asked_for(desk):
    for number in range(9):
        note(desk, "search", reason=str(number))
    assert [line.reason for line in access.lines(desk.connection, 3)] == ["8", "7", "6"]

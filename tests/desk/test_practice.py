"""A practice desk is filled once, the same for the same seed; a real one never."""

from __future__ import annotations

import contextlib

import pytest

from childdesk.desk import checking, practice
from childdesk.domain.errors import Cancelled, Refused
from childdesk.domain.progress import Stoppable
from childdesk.store import journal, ledger, reader
from tests.desk.made import session_in
from tests.store.living import digest


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def village(session):
    return {
        record: sorted(reader.everyone(session.ledger.connection, record), key=repr)
        for record in ("child", "father", "guardian", "phone", "visit", "referral")
    }


def test_the_same_seed_makes_the_same_village(tmp_path, session):
    counts = practice.fill(session, 40, 7)
    assert counts["child"] == 40
    other = session_in(tmp_path / "other")
    practice.fill(other, 40, 7)
    assert digest(village(other)) == digest(village(session))
    other.ledger.close()
    third = session_in(tmp_path / "third")
    practice.fill(third, 40, 8)
    assert digest(village(third)) != digest(village(session))
    third.ledger.close()


def test_its_entries_stand_on_their_days_and_the_ledger_is_sound(session):
    practice.fill(session, 30, 1)
    assert checking.check(session) == []
    days = [row[0] for row in session.ledger.connection.execute("SELECT day FROM day ORDER BY last")]
    assert days == sorted(days)
    assert len(days) > 10
    assert journal.arrivals_until(session.ledger.connection, days[3]) > 0


def test_a_desk_with_children_is_not_filled_again(session):
    practice.fill(session, 10, 1)
    before = village(session)
    with pytest.raises(Refused, match="已有孩子"):
        practice.fill(session, 10, 1)
    assert village(session) == before


def test_a_real_desk_lets_no_invented_child_in(session):
    with contextlib.closing(session.ledger):
        session.ledger.connection.execute("UPDATE ledger SET value = '' WHERE key = 'practice'")
        session.ledger.connection.commit()
        session.ledger.identity = ledger.read_identity(session.ledger.connection)
        with pytest.raises(Refused, match="真实"):
            practice.fill(session, 10, 1)
        assert reader.count(session.ledger.connection, "child") == 0


def test_a_stop_in_the_middle_leaves_a_sound_ledger(session):
    watch = Stoppable()
    watch.stop()
    with pytest.raises(Cancelled):
        practice.fill(session, 30, 1, watch)
    assert checking.check(session) == []

"""What was typed and not saved is kept sealed, one for each place, and forgotten after thirty days."""

from __future__ import annotations

from datetime import timedelta

import pytest

from childdesk.domain.clock import SetClock
from childdesk.store import drafts
from tests.store.living import NOW, living, reopened

ANNA, BEN = "a" * 32, "b" * 32
BODY = {"name": "周小", "note": "夜里\n常哭", "school": ""}


@pytest.fixture
def desk(tmp_path):
    with living(tmp_path / "home") as opened:
        yield opened


def save(desk, person=ANNA, page="child", record="c" * 32, body=None, on=NOW):
    drafts.save(desk.connection, SetClock(on), person, page, record, body or BODY)


def test_a_draft_comes_back_as_it_was_typed(desk):
    save(desk)
    assert drafts.load(desk.connection, ANNA, "child", "c" * 32) == BODY


def test_it_comes_back_after_the_ledger_was_closed_without_a_word(tmp_path):
    with living(tmp_path / "home") as desk:
        save(desk)
    again = reopened(tmp_path / "home")
    assert drafts.load(again.connection, ANNA, "child", "c" * 32) == BODY
    again.close()


def test_the_later_draft_of_a_place_replaces_the_earlier(desk):
    save(desk)
    save(desk, body={"name": "周小禾"})
    assert drafts.load(desk.connection, ANNA, "child", "c" * 32) == {"name": "周小禾"}
    assert len(drafts.places(desk.connection, ANNA)) == 1


@pytest.mark.parametrize("place", [(BEN, "child", "c" * 32), (ANNA, "visit", "c" * 32), (ANNA, "child", "")])
def test_nobody_elses_draft_and_no_other_places(desk, place):
    save(desk)
    assert drafts.load(desk.connection, *place) is None


def test_a_saved_form_leaves_no_draft(desk):
    save(desk)
    save(desk, page="visit")
    drafts.drop(desk.connection, ANNA, "child", "c" * 32)
    assert drafts.load(desk.connection, ANNA, "child", "c" * 32) is None
    assert drafts.load(desk.connection, ANNA, "visit", "c" * 32) == BODY


def test_places_are_listed_newest_first(desk):
    save(desk, page="child")
    save(desk, page="visit", on=NOW + timedelta(hours=1))
    save(desk, person=BEN)
    assert [page for page, _, _ in drafts.places(desk.connection, ANNA)] == ["visit", "child"]


def test_a_draft_is_forgotten_after_thirty_days_and_not_before(desk):
    save(desk, page="old")
    save(desk, page="new", on=NOW + timedelta(minutes=1))
    drafts.expire(desk.connection, SetClock(NOW + timedelta(days=30)))
    assert len(drafts.places(desk.connection, ANNA)) == 2
    drafts.expire(desk.connection, SetClock(NOW + timedelta(days=30, seconds=1)))
    assert [page for page, _, _ in drafts.places(desk.connection, ANNA)] == ["new"]


def test_a_draft_is_never_in_the_journal(desk):
    save(desk)
    assert desk.changes() == []

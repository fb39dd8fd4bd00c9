"""A file is closed with a reason and a day, stays readable, and can be opened again."""

from __future__ import annotations

import pytest

from childdesk.desk import children, history
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk.made import child, session_in


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def left(session, row):
    raw = reader.get(session.ledger.connection, "child", row)
    return raw["exit_on"], raw["exit_reason"]


@pytest.mark.parametrize(("on", "day"), [("", "2026-11-23"), ("2026-10-31", "2026-10-31")])
def test_a_file_is_closed_on_a_day_for_a_reason(session, on, day):
    row = child(session, "周小禾")
    children.close(session, row, "随父母生活", on)
    assert left(session, row) == (day, "随父母生活")


def test_it_needs_a_reason_and_is_closed_once(session):
    row = child(session, "周小禾")
    with pytest.raises(Refused, match="原因"):
        children.close(session, row, " ")
    children.close(session, row, "年满十八")
    with pytest.raises(Refused, match="已退出"):
        children.close(session, row, "年满十八")


def test_it_is_opened_again_by_hand_or_by_undo(session):
    row = child(session, "周小禾")
    children.close(session, row, "随父母生活")
    children.reopen(session, row, "又回来了")
    assert left(session, row) == (None, None)
    entry = children.close(session, row, "随父母生活").entry
    history.apply_undo(session, entry)
    assert left(session, row) == (None, None)


def test_a_child_that_is_not_there_is_said(session):
    with pytest.raises(Refused, match="没有找到"):
        children.close(session, "0" * 32, "x")

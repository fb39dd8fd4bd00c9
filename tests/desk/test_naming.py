"""A record or an entry is meant by the beginning of its id, if only one begins so."""

from __future__ import annotations

import pytest

from childdesk.desk import naming, records
from childdesk.domain.errors import Refused
from childdesk.domain.plan import New
from childdesk.store import journal
from tests.desk.made import child, session_in


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def made(session, row, record="child"):
    session.ledger.writer.write("x", "p", [New(record, row, {"name": "周小禾"})])
    return row


@pytest.mark.parametrize("typed", ["abcdef", "ABCDEF12", "  abcdef1234 "])
def test_six_characters_are_enough_in_any_case(session, typed):
    row = made(session, "abcdef1234" + "0" * 22)
    assert naming.record(session, typed) == ("child", row)
    assert naming.record(session, row) == ("child", row)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [("abcde", "6位"), ("", "数字和a到f"), ("周小禾", "数字和a到f"), ("ffffff", "没有找到")],
)
def test_what_is_too_short_or_unknown_is_said(session, typed, sentence):
    made(session, "abcdef" + "0" * 26)
    with pytest.raises(Refused, match=sentence):
        naming.record(session, typed)


def test_two_that_begin_alike_are_not_guessed_between(session):
    made(session, "abcdef00" + "0" * 24)
    made(session, "abcdef01" + "0" * 24, "father")
    with pytest.raises(Refused, match="多写几位"):
        naming.record(session, "abcdef")
    assert naming.record(session, "abcdef", kind="father")[0] == "father"
    assert naming.record(session, "abcdef00")[0] == "child"


def test_a_withdrawn_record_is_found_only_where_it_is_asked_for(session):
    row = child(session, "周小禾")
    records.withdraw(session, "child", row, "重复")
    with pytest.raises(Refused):
        naming.record(session, row[:8])
    assert naming.record(session, row[:8], withdrawn=True) == ("child", row)


def test_an_entry_is_named_the_same_way(session):
    child(session, "周小禾")
    [head] = journal.headers(session.ledger.connection, limit=1)
    assert naming.entry(session, head.id[:6]) == head.id
    with pytest.raises(Refused, match="没有找到"):
        naming.entry(session, "ffffff" if not head.id.startswith("ffffff") else "000000")

"""Erasing needs the right and a reason, spares what a file stands on, and is noted without the value."""

from __future__ import annotations

import pytest

from childdesk.desk import erasing, records
from childdesk.domain.errors import Refused
from childdesk.store import access, checking, reader
from tests.desk.made import NUMBER, child, session_in
from tests.store.pages import opened


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def test_a_value_goes_for_good_and_it_is_noted_who_erased_what_and_why(session):
    row = child(session, "周小禾", id_number=NUMBER)
    erasing.erase(session, "child", row, "id_number", "监护人书面要求")
    assert reader.get(session.ledger.connection, "child", row)["id_number"] is None
    [line] = access.lines(session.ledger.connection, 1)
    assert (line.act, line.record, line.fields, line.reason) == (
        "erase",
        row,
        "child.id_number",
        "监护人书面要求",
    )
    assert opened(session.ledger.home / "ledger.db", session.ledger.key).count(NUMBER.encode()) == 0
    assert checking.check(session.ledger.connection) == []


@pytest.mark.parametrize(
    ("key", "reason", "sentence"),
    [
        ("id_number", " ", "理由"),
        ("name", "要求", "立着"),
        ("phone", "要求", "它自己的那条"),
        ("colour", "要求", "不能在这里"),
        ("bank_account", "要求", "空的"),
    ],
)
def test_what_cannot_be_erased_is_said_and_nothing_changes(session, key, reason, sentence):
    row = child(session, "周小禾", id_number=NUMBER, phone="13800001111")
    with pytest.raises(Refused, match=sentence):
        erasing.erase(session, "child", row, key, reason)
    assert reader.get(session.ledger.connection, "child", row)["id_number"] == NUMBER
    assert access.lines(session.ledger.connection) == []


def test_only_whoever_has_the_right_erases(tmp_path):
    session = session_in(tmp_path / "home", role="副手")
    row = child(session, "周小禾", id_number=NUMBER)
    with pytest.raises(Refused, match="不能彻底删除"):
        erasing.erase(session, "child", row, "id_number", "要求")
    session.ledger.close()


def test_a_telephone_is_erased_in_its_own_record_which_goes_with_it(session):
    row = child(session, "周小禾", phone="13800001111")
    [(phone, _)] = reader.about(session.ledger.connection, "phone", [row])[row]
    erasing.erase(session, "phone", phone, "number", "要求")
    assert reader.get(session.ledger.connection, "phone", phone) is None
    assert reader.whole(session.ledger.connection, "child", row, session.today)["phone"] is None
    assert opened(session.ledger.home / "ledger.db", session.ledger.key).count(b"13800001111") == 0
    assert checking.check(session.ledger.connection) == []


def test_a_name_is_erased_once_its_file_was_withdrawn(session):
    row = child(session, "阿卯酉")
    records.withdraw(session, "child", row, "登记错了")
    erasing.erase(session, "child", row, "name", "要求")
    assert opened(session.ledger.home / "ledger.db", session.ledger.key).count("阿卯酉".encode()) == 0
    assert checking.check(session.ledger.connection) == []

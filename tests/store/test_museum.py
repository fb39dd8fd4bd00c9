"""What earlier releases wrote is opened by this one, on a copy: nothing lost, nothing changed."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from childdesk.desk import checking, desks, finding, viewing
from childdesk.domain.clock import SetClock
from childdesk.store import reader

MUSEUM = Path(__file__).parent.parent / "museum"
PASSPHRASE, PERSON = "第一份 档案 的 口令", "陈桂兰"
COUNTS = {
    "child": 9,
    "father": 8,
    "mother": 8,
    "guardian": 8,
    "household": 4,
    "visit": 43,
    "referral": 2,
    "phone": 27,
    "category": 11,
}
"""Living records of the first ledger."""


@pytest.fixture
def first(tmp_path):
    home = Path(shutil.copytree(MUSEUM / "ledger_v1", tmp_path / "first"))
    clock = SetClock(datetime(2026, 11, 23, 4, tzinfo=UTC))
    with desks.open_desk(home, clock, person=PERSON, passphrase=PASSPHRASE) as session:
        yield session


def counts(session):
    kept = ("child", "father", "mother", "guardian", "household", "visit", "referral", "phone", "category")
    return {record: reader.count(session.ledger.connection, record) for record in kept}


def test_the_first_ledger_opens_with_everything_in_it(first):
    assert counts(first) == COUNTS
    assert checking.check(first) == []


def test_a_child_of_the_first_ledger_is_as_it_was_written(first):
    hit = finding.find(first, "zxh").hits[0]
    view = viewing.view(first, "child", hit.id)
    assert (hit.name, view.fields["school"], view.fields["phone"]) == ("周小禾", "石桥小学", "104****9999")
    assert finding.find(first, "撤回一").count == 0
    assert finding.find(first, "迁走一").hits[0].closed


def test_the_tables_of_the_first_ledger_are_made_again_from_its_journal_as_they_are(first):
    before = {
        name: dict(reader.everyone(first.ledger.connection, name)) for name in ("child", "visit", "phone")
    }
    checking.rebuild(first)
    assert before == {name: dict(reader.everyone(first.ledger.connection, name)) for name in before}
    assert checking.check(first) == []

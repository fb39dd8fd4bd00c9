"""Copies of one desk that wrote apart end equal when they hear of each other, in whatever order."""

from __future__ import annotations

import dataclasses
from unittest.mock import patch

import pytest

from childdesk.domain.change import ALIVE, SET, canonical, digest_of
from childdesk.domain.plan import Set
from childdesk.store import checking, journal, reader
from childdesk.store.chain import Chain
from tests.store.copies import BROKEN, rounds
from tests.store.living import SCHOOLS, families, made, reopened

pytestmark = pytest.mark.long


@pytest.fixture
def pair(tmp_path):
    """Two copies that knew the same."""
    one = made(tmp_path / "one")
    one.write(*families(3))
    other = one.copy(tmp_path / "other")
    yield one, other
    one.close()
    other.close()


def tell(teller, hearer):
    return hearer.writer.receive(teller.changes())


def child_of(desk):
    return min(row for row, _ in reader.everyone(desk.connection, "child"))


@pytest.mark.parametrize("seed", range(12))
def test_copies_that_wrote_apart_end_equal_row_for_row(tmp_path, seed):
    problems, _ = rounds(tmp_path, seed, desks=2 + seed % 2)
    assert problems == []


@pytest.mark.parametrize("variant", BROKEN)
def test_a_rule_that_is_broken_is_seen(tmp_path, variant):
    with BROKEN[variant]():
        for seed in range(60):
            if rounds(tmp_path / str(seed), seed, desks=2 + seed % 2)[0]:
                break
        else:
            pytest.fail(f"nobody saw: {variant}")


def test_both_copies_show_the_same_conflict_and_keep_both_values(pair):
    one, other = pair
    child = child_of(one)
    one.set(child, school="甲校")
    other.set(child, school="乙校")
    tell(one, other)
    tell(other, one)
    assert one.tables() == other.tables()
    for desk in pair:
        assert reader.conflicts(desk.connection) == [("child", child, "school")]
        heads = desk.writer.state("child", child).heads["school"]
        assert {journal.at(desk.connection, dot).content() for dot in heads} == {"甲校", "乙校"}


def test_changes_heard_twice_change_nothing(pair):
    one, other = pair
    one.set(child_of(one), school="甲校")
    assert tell(one, other).applied == 2
    before = other.journal_rows(), other.tables()
    again = tell(one, other)
    assert (again.applied, again.forked, again.damaged) == (0, [], [])
    assert again.known == len(one.changes())
    assert (other.journal_rows(), other.tables()) == before


def test_a_gap_waits_and_closes(pair):
    one, other = pair
    child = child_of(one)
    for school in SCHOOLS:
        one.set(child, school=school)
    *early, header, last = one.changes()
    other.writer.receive([header, last])
    linked = journal.linked(other.connection)[last.rid]
    other.writer.receive(early)
    assert linked < journal.linked(other.connection)[last.rid] == last.seq
    assert one.tables() == other.tables()
    assert checking.check(other.connection) == []


def test_what_stands_behind_a_gap_does_not_count_as_seen(pair):
    one, other = pair
    child = child_of(one)
    one.set(child, school="甲校")
    one.set(child, note="急")
    first, second = [c for c in one.changes() if c.kind == SET]
    other.writer.receive([second])
    seen = journal.seen(other.connection, "child", child)
    other.write(Set("child", child, ALIVE, {"alive": False, "reason": "", "seen": seen}))
    other.writer.receive([first])
    # It was withdrawn by somebody who had not read the school: that waits for a person.
    assert other.get(child) is not None
    assert ("child", child, ALIVE) in reader.conflicts(other.connection)


def test_a_withdrawal_against_an_edit_waits_for_a_person_on_both_desks(pair):
    one, other = pair
    child = child_of(one)
    seen = journal.seen(one.connection, "child", child)
    one.write(Set("child", child, ALIVE, {"alive": False, "reason": "", "seen": seen}))
    other.set(child, note="看病去了")
    tell(one, other)
    tell(other, one)
    assert one.tables() == other.tables()
    assert one.get(child)["note"] == "看病去了"
    assert ("child", child, ALIVE) in reader.conflicts(one.connection)


def test_a_fork_is_reported_and_not_applied(pair):
    one, other = pair
    child = child_of(one)
    one.set(child, school="甲校")
    tell(one, other)
    mine = one.changes()[-1]
    text = canonical("乙校")
    forked = dataclasses.replace(mine, value=text, digest=digest_of(mine.salt, text))
    before = other.tables(), other.journal_rows()
    report = other.writer.receive([forked])
    assert (report.forked, report.applied) == ([mine.dot], 0)
    assert (other.tables(), other.journal_rows()) == before


@pytest.mark.parametrize(
    "harm",
    [
        {"value": canonical("乙校")},
        {"salt": bytes(16)},
        {"salt": None},
        {"digest": "0" * 64},
    ],
    ids=lambda harm: next(iter(harm)),
)
def test_a_damaged_change_is_reported_and_the_others_go_in(pair, harm):
    one, other = pair
    one.set(child_of(one), school="甲校", note="好")
    *_, header, school, note = one.changes()
    report = other.writer.receive([header, dataclasses.replace(school, **harm), note])
    assert (report.damaged, report.applied) == ([school.dot], 2)
    assert other.get(child_of(one))["note"] == "好"
    # Once it comes undamaged it closes the gap.
    assert other.writer.receive([school]).applied == 1
    assert one.tables() == other.tables()


@pytest.mark.parametrize("text", ['{"b":1,"a":2}', "1.5", '"e\u0301"', "nonsense", ""])
def test_a_value_that_is_not_in_the_canonical_form_is_damage(pair, text):
    one, other = pair
    one.set(child_of(one), school="甲校")
    mine = one.changes()[-1]
    report = other.writer.receive([dataclasses.replace(mine, value=text, digest=digest_of(mine.salt, text))])
    assert report.damaged == [mine.dot]


def test_all_of_a_stick_or_nothing_of_it(pair):
    one, other = pair
    one.write(*families(5, seed=2))
    before = other.tables(), other.journal_rows(), other.sources()

    class Broken(Exception):
        pass

    with patch.object(Chain, "extend", side_effect=Broken), pytest.raises(Broken):
        tell(one, other)
    assert (other.tables(), other.journal_rows(), other.sources()) == before
    tell(one, other)
    assert one.tables() == other.tables()


def test_a_desk_that_hears_of_its_own_forgotten_changes_begins_anew(tmp_path):
    one = made(tmp_path / "one")
    one.write(*families(2))
    child = child_of(one)
    other = one.copy(tmp_path / "other")
    # The file of this moment is put back behind the program's back after more was written and told.
    one.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    old = (one.home / "ledger.db").read_bytes()
    one.set(child, school="甲校")
    one.set(child, note="写过就忘了")
    tell(one, other)
    one.close()
    (one.home / "ledger.db").write_bytes(old)
    from_old = reopened(one.home)
    rid = from_old.ledger.identity.rid
    from_old.set(child, school="乙校")
    report = tell(other, from_old)
    # The first lost change met another of the same number: a fork. The later ones come back.
    assert report.forked != []
    assert from_old.get(child)["note"] == "写过就忘了"
    from_old.set(child, school="丙校")
    changes = from_old.changes()
    assert changes[-1].rid != rid
    assert rid in journal.own_rids(from_old.connection)
    assert len({change.dot for change in changes}) == len(changes)
    for desk in (other, from_old):
        desk.close()


def test_lamport_time_runs_ahead_of_everything_heard(pair):
    one, other = pair
    child = child_of(one)
    for number in range(9):
        one.set(child, note=str(number))
    tell(one, other)
    other.set(child, note="后来")
    assert other.changes()[-1].lam > max(change.lam for change in one.changes())

"""The one writer: changes first, rows second, all or nothing."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from childdesk.domain import catalogue
from childdesk.domain.change import ALIVE, ENTRY, NEW, SEAL, SET
from childdesk.domain.errors import Cancelled, Unavailable
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.domain.progress import Stoppable
from childdesk.domain.undo import WITHDRAWN
from childdesk.store import checking, journal, reader
from childdesk.store.writer import Writer
from tests.store.living import PERSON, SCHOOLS, families, living, reopened


@pytest.fixture
def desk(tmp_path):
    with living(tmp_path / "home") as opened:
        yield opened


def test_an_entry_begins_with_its_header_and_one_change_makes_one_record(desk):
    row = new_id()
    values = {"name": "周小禾", "sex": "女", "birth": "2016-03-05", "school": None}
    entry = desk.write(New("child", row, values), operation="add_child", reason="村里登记", source="走访")
    header, new = desk.changes()
    assert (header.kind, header.row, header.entry) == (ENTRY, "", entry)
    assert header.content() == {"operation": "add_child", "reason": "村里登记", "source": "走访"}
    assert (new.kind, new.field, new.base) == (NEW, "", ())
    assert new.content() == {"name": "周小禾", "sex": "女", "birth": "2016-03-05"}
    assert (header.person, header.wall) == (PERSON, "2026-11-23T08:00:00Z")
    assert desk.get(row)["birth"] == "2016-03-05"


@pytest.mark.parametrize("record", catalogue.RECORDS)
def test_sealed_values_of_a_new_record_are_a_change_of_their_own(desk, record):
    cls = catalogue.RECORDS[record]
    values = {key: f"写在{key}" for key in cls.stored()}
    row = new_id()
    desk.write(New(record, row, values))
    parts = {change.field: change.content() for change in desk.changes() if change.kind == NEW}
    assert set(parts.get(SEAL, {})) == cls.sealed()
    assert set(parts[""]) == set(values) - cls.sealed()
    assert {key: value for key, value in desk.get(row, record).items() if value} == values


def test_numbers_of_a_desk_are_dense_and_its_time_only_grows(desk):
    child = desk.child()
    for school in SCHOOLS:
        desk.set(child, school=school)
    changes = desk.changes()
    assert [change.seq for change in changes] == list(range(1, len(changes) + 1))
    assert {change.rid for change in changes} == {desk.ledger.identity.rid}
    assert [change.lam for change in changes] == sorted(change.lam for change in changes)
    assert len({change.lam for change in changes}) == len({change.entry for change in changes})


def test_what_stands_there_already_is_not_written_again(desk):
    child = desk.child(school=SCHOOLS[0])
    before = desk.journal_rows()
    assert desk.set(child, school=SCHOOLS[0], grade=None) == ""
    assert desk.journal_rows() == before


def two_forms(desk):
    """Two forms opened on one field, and both saved."""
    child = desk.child(school=SCHOOLS[0])
    opened = desk.writer.state("child", child).base("school")
    desk.set(child, base=opened, school=SCHOOLS[1])
    desk.set(child, base=opened, school=SCHOOLS[2])
    return child, reader.conflicts(desk.connection)


def test_two_forms_opened_on_one_field_and_both_saved_are_a_conflict_not_an_overwrite(desk):
    child, conflicts = two_forms(desk)
    assert conflicts == [("child", child, "school")]
    heads = desk.writer.state("child", child).heads["school"]
    assert {journal.at(desk.connection, dot).content() for dot in heads} == set(SCHOOLS[1:])


def test_a_writer_that_forgot_what_the_form_saw_would_overwrite(desk):
    whole = Writer._needed

    def forgetful(writer, ops):
        return whole(
            writer, [Set(op.record, op.row, op.field, op.value) if isinstance(op, Set) else op for op in ops]
        )

    with patch.object(Writer, "_needed", forgetful):
        assert two_forms(desk)[1] == []


def test_a_form_that_saw_an_older_value_and_says_the_same_is_no_conflict(desk):
    child = desk.child(school=SCHOOLS[0])
    opened = desk.writer.state("child", child).base("school")
    desk.set(child, base=opened, school=SCHOOLS[1])
    desk.set(child, base=opened, school=SCHOOLS[1])
    assert reader.conflicts(desk.connection) == []
    assert len(desk.writer.state("child", child).heads["school"]) == 2


def test_two_sets_of_one_field_in_an_entry_follow_each_other_and_both_stay_in_history(desk):
    child = desk.child(school=SCHOOLS[0])
    desk.write(Set("child", child, "school", SCHOOLS[1]), Set("child", child, "school", SCHOOLS[2]))
    assert desk.get(child)["school"] == SCHOOLS[2]
    assert reader.conflicts(desk.connection) == []
    written = [c.content() for c in desk.changes() if c.kind == SET]
    assert written == [SCHOOLS[1], SCHOOLS[2]]


def test_a_record_that_is_new_is_written_whole(desk):
    row = new_id()
    with pytest.raises(ValueError, match="written whole"):
        desk.write(New("child", row, {"name": "毛毛"}), Set("child", row, "sex", "女"))
    assert desk.changes() == []


def test_both_ways_of_writing_a_letter_are_one_in_row_and_journal(desk):
    child = desk.child("Jose\u0301", school="e\u0301cole")
    assert desk.get(child)["name"] == "Jos\u00e9"
    desk.set(child, note="cafe\u0301")
    assert desk.set(child, note="caf\u00e9") == ""
    assert checking.check(desk.connection) == []


def test_an_item_of_the_county_is_kept_beside_the_fields_and_read_with_them(desk):
    child = desk.child(**{"x.0a1b": "爱画画"})
    assert desk.get(child)["x.0a1b"] == "爱画画"
    desk.write(Set("child", child, "x.0a1b", None), Set("child", child, "x.2c3d", "会游泳"))
    assert "x.0a1b" not in desk.get(child)
    assert desk.get(child)["x.2c3d"] == "会游泳"
    assert checking.check(desk.connection) == []


def withdrawal(desk, record, row):
    mark = {"alive": False, "reason": WITHDRAWN, "seen": journal.seen(desk.connection, record, row)}
    return Set(record, row, ALIVE, mark)


def test_a_withdrawn_record_leaves_its_table_and_the_search_and_stays_in_the_journal(desk):
    child = desk.child("周小禾")
    desk.write(withdrawal(desk, "child", child))
    assert desk.get(child) is None
    assert desk.found("zxh") == {"zxh": []}
    assert reader.withdrawn(desk.connection) == [("child", child)]
    assert "周小禾" in repr([change.content() for change in desk.changes()])


# ── the index follows ────────────────────────────────────────────────────────────────────────────────────


def test_a_child_is_found_by_what_was_just_written_and_no_more_by_what_it_replaced(desk):
    child = desk.child("周小禾", village_group="3组")
    phone = desk.about("phone", child, number="13800001111")
    assert desk.found("zxh", "3组", "1111") == {"zxh": [child], "3组": [child], "1111": [child]}
    desk.set(child, name="王梓涵", village_group="4组")
    desk.set(phone, "phone", number="13900002222")
    assert desk.found("zxh", "3组", "1111", "wzh", "4组", "2222") == (
        {"zxh": [], "3组": [], "1111": [], "wzh": [child], "4组": [child], "2222": [child]}
    )


def test_a_telephone_that_goes_to_another_child_goes_with_its_number(desk):
    one, other = desk.child("周小禾"), desk.child("王梓涵")
    phone = desk.about("phone", one, number="13800001111")
    desk.set(phone, "phone", child=other)
    assert desk.found("1111") == {"1111": [other]}
    desk.write(withdrawal(desk, "phone", phone))
    assert desk.found("1111") == {"1111": []}


# ── all or nothing ───────────────────────────────────────────────────────────────────────────────────────


class Broken(Exception):
    pass


def everything(desk):
    return desk.tables(), desk.journal_rows(), desk.sources(), desk.found()


def test_a_stop_at_any_step_of_a_large_write_leaves_nothing_of_it(desk):
    desk.write(*families(5))
    before = everything(desk)

    class Stop(Stoppable):
        steps = 0

        def step(self, done, total, text=""):
            self.steps += 1
            self.stopped = self.steps > self.at
            super().step(done, total, text)

    stopped = 0
    for at in range(10):
        watch = Stop()
        watch.at = at
        try:
            desk.write(*families(700, seed=2), progress=watch)
        except Cancelled:
            stopped += 1
            assert everything(desk) == before
        else:
            break
    assert stopped == watch.steps == 3
    assert reader.count(desk.connection, "child") == 705


def test_an_index_that_cannot_follow_takes_the_write_back(desk):
    child = desk.child("周小禾")
    before = everything(desk)

    def fail(connection, children):
        raise Broken

    with patch.object(desk.writer, "refresh", fail), pytest.raises(Broken):
        desk.set(child, name="王梓涵")
    assert everything(desk) == before
    desk.set(child, name="王梓涵")
    assert desk.found("wzh") == {"wzh": [child]}


def test_a_full_ledger_refuses_in_words_at_whatever_page_it_is_full(desk):
    desk.write(*families(20))
    desk.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = everything(desk)
    pages = desk.connection.execute("PRAGMA page_count").fetchone()[0]
    refused = 0
    for room in range(0, 600, 4):
        desk.connection.execute(f"PRAGMA max_page_count = {pages + room}")
        try:
            desk.write(*families(60, seed=2))
        except Unavailable as full:
            refused += 1
            assert "空间" in full.sentence or "满" in full.sentence
            assert everything(desk) == before
        else:
            break
    desk.connection.execute("PRAGMA max_page_count = 1000000")
    assert refused > 10
    assert reader.count(desk.connection, "child") == 80
    assert checking.check(desk.connection) == []


def test_what_was_written_is_there_when_the_ledger_is_opened_again(tmp_path):
    with living(tmp_path / "home") as desk:
        desk.write(*families(10))
        before = everything(desk)
    again = reopened(tmp_path / "home")
    assert everything(again) == before
    again.close()

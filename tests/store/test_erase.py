"""What is erased is gone from every page, with its salt; all else stays, the chain holds, and it travels."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from childdesk.domain.change import ERASE, NEW, SET
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Set
from childdesk.store import checking, drafts, erasing, journal
from tests.store.living import KEY, NOW, PERSON, Living, living
from tests.store.pages import opened

NUMBER, NAME, NOTE, SCHOOL = "990101201603050321", "阿卯酉", "夜里常哭", "云溪中心小学"

INDEX, END = "search_index_data", NUMBER[-5:]
"""The index keeps what begins alike once, so that of a word only its end may be there."""


@pytest.fixture
def desk(tmp_path):
    with living(tmp_path / "home") as found:
        yield found


def child_with_everything(desk: Living) -> str:
    child = desk.child(NAME, id_number=NUMBER, note="先写的", school=SCHOOL, was_sealed='{"mind":"怕黑"}')
    desk.set(child, note=NOTE)
    desk.about("phone", child, number="13812345678")
    drafts.save(desk.connection, SetClock(NOW), PERSON, "child", child, {"id_number": NUMBER})
    return child


def erase(desk: Living, child: str, key: str) -> str:
    return desk.writer.erase(PERSON, "child", child, key, "本人要求").entry


def everywhere(desk: Living, *words: str) -> dict[str, int]:
    """How often words stand in the decrypted pages of ledger and log, free pages included."""
    pages = opened(desk.home / "ledger.db", KEY)
    return {word: pages.count(word.encode()) for word in words}


def rows_with(desk: Living, word: str) -> list[str]:
    """The tables, the index's own among them, in which some value holds a word."""
    tables = [
        row[0] for row in desk.connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    ]
    found = []
    for table in tables:
        for row in desk.connection.execute(f"SELECT * FROM {table}"):
            parts = (part if isinstance(part, bytes) else str(part).encode() for part in row)
            if any(word.encode() in part for part in parts):
                found.append(table)
    return sorted(set(found))


def test_before_it_is_erased_a_value_is_in_all_the_places_that_are_searched_here(desk):
    child_with_everything(desk)
    assert rows_with(desk, NUMBER) == ["change", "child", "draft", "search_source"]
    assert INDEX in rows_with(desk, END)
    assert min(everywhere(desk, NUMBER, NAME, NOTE, "先写的").values()) > 0


def test_an_erased_value_is_gone_from_every_table_and_every_page(desk):
    child = child_with_everything(desk)
    salts = [c.salt for c in desk.changes() if c.kind == NEW and c.row == child and not c.field]
    erase(desk, child, "id_number")
    assert rows_with(desk, NUMBER) == []
    assert INDEX not in rows_with(desk, END)
    assert everywhere(desk, NUMBER, NUMBER[-6:], NUMBER[:12]) == {NUMBER: 0, NUMBER[-6:]: 0, NUMBER[:12]: 0}
    pages = opened(desk.home / "ledger.db", KEY)
    assert not any(salt in pages for salt in salts)
    assert desk.found(NUMBER, NUMBER[-4:]) == {NUMBER: [], NUMBER[-4:]: []}
    assert desk.get(child)["id_number"] is None


def test_every_value_that_the_field_ever_had_goes(desk):
    child = child_with_everything(desk)
    erase(desk, child, "note")
    assert everywhere(desk, NOTE, "先写的") == {NOTE: 0, "先写的": 0}


def test_all_else_stays_in_row_search_and_history(desk):
    child = child_with_everything(desk)
    desk.set(child, school="镇中学")
    before = desk.get(child)
    erase(desk, child, "id_number")
    assert desk.get(child) == before | {"id_number": None}
    assert desk.found("卯酉", "5678") == {"卯酉": [child], "5678": [child]}
    written = [c.content() for c in desk.changes() if c.kind == SET and c.field == "school"]
    assert set(written) == {"镇中学", SCHOOL}


def test_the_chain_still_holds_and_the_digest_stays(desk):
    child = child_with_everything(desk)
    before = {change.dot: change.digest for change in desk.changes()}
    erase(desk, child, "id_number")
    after = {change.dot: change for change in desk.changes()}
    assert {dot: after[dot].digest for dot in before} == before
    assert sum(change.value is None for change in after.values()) == 1
    assert checking.check(desk.connection) == []


def test_a_sealed_value_goes_without_the_open_ones(desk):
    child = child_with_everything(desk)
    erase(desk, child, "was_sealed")
    assert everywhere(desk, "怕黑") == {"怕黑": 0}
    assert desk.get(child)["name"] == NAME


def test_what_was_never_there_cannot_be_erased(desk):
    child = desk.child()
    before = desk.journal_rows()
    with pytest.raises(Refused, match="空"):
        erase(desk, child, "bank_account")
    assert desk.journal_rows() == before


def test_an_erased_field_can_be_filled_again_and_erased_again(desk):
    child = child_with_everything(desk)
    erase(desk, child, "note")
    desk.set(child, note="另写的")
    assert desk.get(child)["note"] == "另写的"
    erase(desk, child, "note")
    assert everywhere(desk, "另写的", NOTE) == {"另写的": 0, NOTE: 0}
    assert checking.check(desk.connection) == []


def test_the_value_of_a_withdrawn_record_can_be_erased_too(desk):
    child = child_with_everything(desk)
    mark = {"alive": False, "reason": "", "seen": journal.seen(desk.connection, "child", child)}
    desk.write(Set("child", child, "_alive", mark))
    erase(desk, child, "id_number")
    assert desk.get(child) is None
    assert everywhere(desk, NUMBER) == {NUMBER: 0}


# ── it travels ───────────────────────────────────────────────────────────────────────────────────────────


def test_a_copy_that_hears_of_it_erases_too(tmp_path, desk):
    child = child_with_everything(desk)
    other = desk.copy(tmp_path / "other")
    erase(desk, child, "id_number")
    drafts.save(other.connection, SetClock(NOW), PERSON, "child", child, {"id_number": NUMBER})
    assert everywhere(other, NUMBER)[NUMBER] > 0
    other.writer.receive(desk.changes())
    assert rows_with(other, NUMBER) == []
    assert everywhere(other, NUMBER, NUMBER[-6:]) == {NUMBER: 0, NUMBER[-6:]: 0}
    assert other.tables() == desk.tables()
    assert checking.check(other.connection) == []
    other.close()


def test_a_value_that_arrives_after_its_erasure_is_not_kept(tmp_path, desk):
    other = desk.copy(tmp_path / "other")
    child = child_with_everything(desk)
    whole = desk.changes()
    erase(desk, child, "id_number")
    marks = [change for change in desk.changes() if change.field == ERASE]
    other.writer.receive(marks)
    # The change as it stood before the erasure comes from somewhere that has not heard of it.
    other.writer.receive(whole)
    assert rows_with(other, NUMBER) == []
    assert everywhere(other, NUMBER) == {NUMBER: 0}
    other.writer.receive(desk.changes())
    assert other.tables() == desk.tables()
    assert checking.check(other.connection) == []
    other.close()


def test_an_edit_elsewhere_of_another_field_is_no_conflict_with_the_erasure(tmp_path, desk):
    child = child_with_everything(desk)
    other = desk.copy(tmp_path / "other")
    erase(desk, child, "id_number")
    other.set(child, school="镇中学")
    desk.writer.receive(other.changes())
    other.writer.receive(desk.changes())
    for one in (desk, other):
        assert one.get(child)["school"] == "镇中学"
        assert one.tables()["conflict"] == []
    other.close()


def test_a_mark_that_names_changes_of_another_record_empties_none_of_them(desk):
    one, another = desk.child(NAME), desk.child("周小禾")
    dot = next(c.dot for c in desk.changes() if c.row == another and c.kind == NEW)
    desk.write(Set("child", one, ERASE, {"field": "name", "changes": [list(dot)]}, ()))
    assert desk.get(another)["name"] == "周小禾"
    assert checking.check(desk.connection) == []


# ── each part is needed ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("place", "name"), [("drop", "value and salt"), ("empty_log", "the log"), ("purge", "the index")]
)
def test_without_one_part_of_it_something_is_left(desk, place, name):
    child = child_with_everything(desk)
    if place == "purge":
        mutant = patch.object(desk.writer, "purge", None)
    else:
        mutant = patch.object(erasing, place, lambda *about: False)
    with mutant:
        erase(desk, child, "id_number")
    if place == "purge":
        assert INDEX in rows_with(desk, END), name
    else:
        assert everywhere(desk, NUMBER)[NUMBER] > 0, name

"""What happened, in words: who, what, before and after, masked; and taking one entry back."""

from __future__ import annotations

import pytest

from childdesk.desk import erasing, history, records
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Set
from childdesk.domain.privacy import SEALED
from childdesk.store import journal, reader
from tests.desk.made import NUMBER, PERSON, child, session_in, visit


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def lines(told):
    return {line.field: (line.before, line.after) for line in told.lines}


def test_an_entry_says_who_what_and_when(session):
    row = child(session, "周小禾")
    saved = records.edit(session, "child", row, {"school": "镇中学"}, reason="开学")
    [told, added] = history.of_record(session, row)
    assert (told.id, told.what, told.person, told.reason) == (saved.entry, "修改儿童", PERSON, "开学")
    assert lines(told) == {"school": ("", "镇中学")}
    assert added.what == "新增儿童"
    assert lines(added)["name"] == ("", "周小禾")


def test_before_and_after_stand_side_by_side(session):
    row = child(session, "周小禾", school="中心小学")
    records.edit(session, "child", row, {"school": "镇中学"})
    records.edit(session, "child", row, {"school": ""})
    first, second = history.of_record(session, row)[:2]
    assert lines(first) == {"school": ("镇中学", "")}
    assert lines(second) == {"school": ("中心小学", "镇中学")}


def test_numbers_are_masked_and_sealed_values_are_not_shown(session):
    row = child(session, "周小禾", id_number=NUMBER, phone="13800001111")
    one = visit(session, row, "2026-11-20", mind="怕黑", living="好")
    texts = repr([history.of_record(session, row), history.of_record(session, one), history.latest(session)])
    assert NUMBER not in texts
    assert "13800001111" not in texts
    assert "怕黑" not in texts
    assert lines(history.of_record(session, one)[0])["mind"] == ("", SEALED)


def test_the_story_of_a_child_holds_its_dated_facts_and_its_family(session):
    row = child(session, "周小禾", phone="13800001111")
    records.edit(session, "child", row, {"phone": "13900002222"})
    records.add(session, "father", {"child": row, "name": "周建军"})
    told = history.of_record(session, row)
    assert "新增父亲" in [one.what for one in told]
    assert any(line.record == "phone" for one in told for line in one.lines)


def test_an_erased_value_is_said_to_be_erased_and_what_was_written_again_is_not(session):
    row = child(session, "周小禾", id_number=NUMBER, school="中心小学")
    records.edit(session, "child", row, {"school": "镇中学"})
    erasing.erase(session, "child", row, "id_number", "本人要求")
    [erased, edited, _] = history.of_record(session, row)
    assert erased.what == "彻底删除"
    assert lines(edited) == {"school": ("中心小学", "镇中学")}


def test_a_withdrawal_and_its_undo_are_told(session):
    row = child(session, "周小禾")
    entry = records.withdraw(session, "child", row, "重复登记").entry
    history.apply_undo(session, entry)
    undone, withdrawn = history.of_record(session, row)[:2]
    assert (withdrawn.what, withdrawn.reason) == ("撤回儿童", "重复登记")
    assert (undone.what, undone.undoes) == ("撤销", entry)
    assert reader.get(session.ledger.connection, "child", row) is not None


def test_an_unknown_entry_is_refused(session):
    with pytest.raises(Refused):
        history.of_entry(session, "0" * 32)
    with pytest.raises(Refused):
        history.apply_undo(session, "0" * 32)


def test_the_beginning_of_a_desk_is_not_undone(session):
    first = journal.headers(session.ledger.connection, limit=100)[-1]
    assert first.operation == "new_desk"
    with pytest.raises(Refused, match="新建档案"):
        history.apply_undo(session, first.id)


def test_what_a_director_said_about_persons_is_not_undone_by_a_deputy(tmp_path, session):
    entry = records.add(session, "person", {"name": "李副", "role": "副手"}).entry
    deputy = session_in(session.ledger.home, role="副手")
    with pytest.raises(Refused, match="不能管人员"):
        history.apply_undo(deputy, entry)
    deputy.ledger.close()
    assert history.apply_undo(session, entry).reverted == 1


def test_an_entry_of_a_later_program_does_not_stop_the_telling(session):
    row = child(session, "周小禾")
    session.ledger.writer.write("dance", session.person, [Set("child", row, "x.new", "会跳舞")])
    assert history.of_record(session, row)[0].what == "dance"

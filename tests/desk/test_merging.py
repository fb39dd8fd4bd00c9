"""One child with two files in two villages: the township makes one of them, with both histories."""

from __future__ import annotations

import pytest

from childdesk.desk import conflicts, history, merging, sync
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.store import checking, reader
from tests.desk import made
from tests.desk.paired import TWO, desk, pair, paired


@pytest.fixture
def town(tmp_path):
    """(township, the village 河湾, the village 石桥, a stick)"""
    with paired(tmp_path) as found:
        two = desk(tmp_path / "two", TWO)
        pair(found.above, two, tmp_path / "other stick")
        yield found.above, found.below, two, found.stick
        two.ledger.close()


def meet(above, villages, stick, rounds=2):
    for _ in range(rounds):
        for village in villages:
            sync.write(village, stick)
            sync.read(above, stick)
        sync.write(above, stick)
        for village in villages:
            sync.read(village, stick)


def about(session, record, child, **values):
    row = new_id()
    ops = [New(record, row, {"child": child, **values})]
    session.ledger.writer.write(f"add_{record}", session.person, ops)
    return row


def twice(above, one, two, stick):
    """The same child written down in both villages, each with its own history."""
    first = made.child(one, "周小禾", school="甲校", phone="13800000001")
    second = made.child(two, "周小禾", school="乙校", health="健康")
    for session, child, told in ((one, first, "一村看的"), (two, second, "二村看的")):
        about(session, "visit", child, date="2026-11-01", living=told)
        about(session, "father", child, name="周大山")
    about(two, "guardian", second, name="李奶奶", relation="祖母")
    meet(above, (one, two), stick)
    return first, second


def told(session, child):
    found = reader.about(session.ledger.connection, "visit", [child]).get(child, [])
    return sorted(str(raw["living"]) for _, raw in found)


def names(session):
    return [str(raw["name"]) for _, raw in reader.everyone(session.ledger.connection, "child")]


def rows(session):
    connection = session.ledger.connection
    return {name: sorted(map(repr, reader.everyone(connection, name))) for name in ("visit", "father")}


def sound(*sessions):
    for session in sessions:
        assert checking.check(session.ledger.connection) == []


def test_two_files_become_one_with_both_histories_and_what_differs_is_listed(town):
    above, one, two, stick = town
    first, second = twice(above, one, two, stick)
    done = merging.merge(above, first, second, "同一个孩子")
    assert "child.school" in done.differs
    assert told(above, first) == ["一村看的", "二村看的"]
    kept = reader.get(above.ledger.connection, "child", first)
    assert (kept["school"], kept["health"]) == ("甲校", "健康")
    connection = above.ledger.connection
    fathers = reader.about(connection, "father", [first])[first]
    assert [raw["name"] for _, raw in fathers] == ["周大山"]
    assert [raw["name"] for _, raw in reader.about(connection, "guardian", [first])[first]] == ["李奶奶"]
    assert names(above) == ["周小禾"]
    sound(above)


def test_the_village_that_keeps_the_child_has_both_histories_and_the_other_has_no_file_left(town):
    above, one, two, stick = town
    first, second = twice(above, one, two, stick)
    merging.merge(above, first, second)
    meet(above, (one, two), stick)
    assert told(one, first) == ["一村看的", "二村看的"]
    assert names(one) == ["周小禾"]
    assert names(two) == []
    assert reader.count(two.ledger.connection, "visit") == 0
    assert all(conflicts.waiting(session) == [] for session in (above, one, two))
    sound(above, one, two)


def test_what_the_other_village_wrote_meanwhile_is_not_lost_and_somebody_is_asked(town):
    above, one, two, stick = town
    first, second = twice(above, one, two, stick)
    merging.merge(above, first, second)
    [(visit, _)] = reader.about(two.ledger.connection, "visit", [second])[second]
    two.ledger.writer.write("edit", two.person, [Set("visit", visit, "living", "又去看了")])
    two.ledger.writer.write("edit", two.person, [Set("child", second, "note", "刚写的")])
    late = about(two, "visit", second, date="2026-11-20", living="后来看的")
    meet(above, (two, one), stick)
    assert told(one, first) == ["一村看的", "又去看了"]
    assert [(one_.record, one_.field) for one_ in conflicts.waiting(above)] == [("child", "child._alive")]
    assert reader.get(above.ledger.connection, "visit", late)["living"] == "后来看的"
    assert reader.get(above.ledger.connection, "child", second)["note"] == "刚写的"
    # The township merges once more: now everything is in one file.
    merging.merge(above, first, second)
    meet(above, (one, two), stick)
    assert told(one, first) == sorted(["一村看的", "后来看的", "又去看了"])
    assert all(conflicts.waiting(session) == [] for session in (above, one, two))
    assert names(two) == []
    sound(above, one, two)


def test_a_merge_is_taken_back_in_one_step_and_both_villages_have_their_own_again(town):
    above, one, two, stick = town
    first, second = twice(above, one, two, stick)
    before = rows(above)
    entry = merging.merge(above, first, second).entry
    meet(above, (one, two), stick)
    history.apply_undo(above, entry)
    assert rows(above) == before
    meet(above, (one, two), stick)
    assert (told(one, first), told(two, second)) == (["一村看的"], ["二村看的"])
    assert reader.get(two.ledger.connection, "child", second)["school"] == "乙校"
    sound(above, one, two)


def test_a_file_is_not_merged_into_itself_nor_into_one_that_is_withdrawn(town):
    above, one, two, stick = town
    first, second = twice(above, one, two, stick)
    with pytest.raises(Refused, match="同一份"):
        merging.merge(above, first, first)
    merging.merge(above, first, second)
    with pytest.raises(Refused, match="已经撤回"):
        merging.merge(above, first, second)

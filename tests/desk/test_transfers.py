"""A village asks that a child be moved; the township agrees or not; the whole history goes, a stub stays."""

from __future__ import annotations

import pytest

from childdesk.desk import file, history, moved_on, records, story, sync, traces, transfers
from childdesk.domain.errors import Refused
from childdesk.domain.township_options import AGREED, ASKED, DECLINED, TAKEN_BACK
from childdesk.store import checking, reader
from tests.desk import made
from tests.desk.paired import ONE, TWO, carry, desk, pair, paired


@pytest.fixture
def three(tmp_path):
    """(township, village A with 周小禾, village B, the stick, the child)."""
    with paired(tmp_path) as both:
        two = desk(tmp_path / "two", TWO)
        pair(both.above, two, tmp_path / "papers")
        child = made.child(both.below, "周小禾")
        made.visit(both.below, child, "2026-10-02")
        carry(both.below, both.above, both.stick)
        yield both.above, both.below, two, both.stick, child
        two.ledger.close()


def states(session):
    return [one.state for one in transfers.every(session)]


def unit(session, child):
    raw = reader.get(session.ledger.connection, "child", child)
    return raw and raw["unit"]


def test_a_request_goes_up_is_agreed_and_the_child_goes_over_with_all_that_was_written(three):
    town, one, two, stick, child = three
    asked = transfers.move(one, child, TWO, "全家搬走")
    assert asked.request and unit(one, child) == ONE, "nothing moves before somebody agrees"
    carry(one, town, stick)
    [waiting] = transfers.every(town)
    assert (waiting.name, waiting.unit, waiting.target_name) == ("周小禾", ONE, "石桥村")
    assert (waiting.reason, waiting.state, transfers.waiting(town)) == ("全家搬走", ASKED, 1)
    transfers.approve(town, asked.request, "同意")
    sync.write(town, stick)
    sync.read(two, stick)
    sync.read(one, stick)
    assert unit(two, child) == TWO and reader.count(two.ledger.connection, "visit") == 1
    assert unit(one, child) is None and states(one) == []
    assert states(town) == states(two) == [AGREED]
    for session in (town, one, two):
        assert checking.check(session.ledger.connection) == []


def test_what_was_agreed_by_mistake_is_taken_back_whole(three):
    town, one, _, stick, child = three
    asked = transfers.move(one, child, TWO, "全家搬走")
    carry(one, town, stick)
    saved = transfers.approve(town, asked.request)
    assert unit(town, child) == TWO
    history.apply_undo(town, saved.entry)
    assert unit(town, child) == ONE and states(town) == [ASKED]


def test_a_refusal_has_a_reason_and_comes_back_to_the_village(three):
    town, one, _, stick, child = three
    asked = transfers.move(one, child, TWO, "全家搬走")
    carry(one, town, stick)
    with pytest.raises(Refused, match="为什么不同意"):
        transfers.decline(town, asked.request, " ")
    transfers.decline(town, asked.request, "户口没有迁")
    with pytest.raises(Refused, match="已经答复过"):
        transfers.approve(town, asked.request)
    carry(town, one, stick)
    [told] = transfers.every(one)
    assert (told.state, told.words, unit(one, child)) == (DECLINED, "户口没有迁", ONE)
    transfers.move(one, child, TWO, "户口已迁")
    assert states(one) == [ASKED, DECLINED]


def test_a_village_neither_decides_nor_asks_twice_and_may_take_its_request_back(three):
    town, one, _, _, child = three
    with pytest.raises(Refused, match="为什么转"):
        transfers.move(one, child, TWO)
    with pytest.raises(Refused, match="已经在那个村"):
        transfers.move(one, child, ONE, "搬家")
    asked = transfers.move(one, child, TWO, "搬家")
    with pytest.raises(Refused, match="已经申请过"):
        transfers.move(one, child, TWO, "搬家")
    with pytest.raises(Refused, match="由镇里批准"):
        transfers.approve(one, asked.request)
    transfers.withdraw(one, asked.request)
    assert states(one) == [TAKEN_BACK] and transfers.waiting(town) == 0


def test_a_township_moves_by_name_and_leaves_to_the_county_what_is_not_its_own(three):
    town, one, _, stick, child = three
    asked = transfers.move(one, child, "990102001001", "搬到别的镇")
    carry(one, town, stick)
    with pytest.raises(Refused, match="上一级"):
        transfers.approve(town, asked.request)
    assert transfers.move(town, child, "石桥").request == "" and unit(town, child) == TWO


def test_a_village_without_a_desk_above_moves_the_child_itself(tmp_path):
    alone = desk(tmp_path / "alone", ONE)
    child = records.add(alone, "child", {"name": "周小禾"}).id
    assert transfers.move(alone, child, TWO).request == ""
    alone.ledger.close()


def test_a_village_names_the_other_one_without_knowing_its_code_and_the_township_knows_which_it_is(three):
    town, one, _, stick, child = three
    asked = transfers.move(one, child, "石桥村", "全家搬走")
    assert [(r.target, r.target_name) for r in transfers.every(one)] == [
        (one.ledger.identity.unit[:9], "石桥村")
    ]
    carry(one, town, stick)
    [waiting] = transfers.every(town)
    assert waiting.target_name == "石桥村", "and not the name of the township, whose code stands for it"
    assert transfers.matched(town, waiting) == TWO
    transfers.approve(town, asked.request)
    assert unit(town, child) == TWO
    assert transfers.every(town)[0].target == TWO


def test_a_name_that_fits_no_village_is_not_agreed_to_before_somebody_has_picked_one(three):
    town, one, _, stick, child = three
    asked = transfers.move(one, child, "石板村", "全家搬走")
    carry(one, town, stick)
    with pytest.raises(Refused, match="请选一个村"):
        transfers.approve(town, asked.request)
    assert unit(town, child) == ONE
    transfers.approve(town, asked.request, target=TWO)
    assert unit(town, child) == TWO


def test_a_village_of_another_township_is_shown_with_its_township_and_decided_above_both(three):
    town, one, _, stick, child = three
    asked = transfers.move(one, child, "110101001 长安街村", "全家搬走")
    carry(one, town, stick)
    assert "东华门街道" in transfers.every(town)[0].target_name
    with pytest.raises(Refused):
        transfers.approve(town, asked.request)
    with pytest.raises(Refused, match="上一级"):
        transfers.approve(town, asked.request, target="110101001001")


def test_what_waits_and_what_was_answered_stands_on_today(three):
    town, one, two, stick, child = three
    asked = transfers.move(one, child, TWO, "全家搬走")
    assert transfers.news(one) == [("1份转村申请等镇里答复", "周小禾")]
    carry(one, town, stick)
    assert transfers.news(town) == [("1份转村申请等您批准", "周小禾")]
    transfers.decline(town, asked.request, "户口还没有迁")
    assert transfers.news(town) == []
    carry(town, one, stick)
    assert transfers.news(one) == [("1份转村申请镇里没同意", "周小禾")]
    again = transfers.move(one, child, TWO, "户口已迁")
    carry(one, town, stick)
    transfers.approve(town, again.request)
    sync.write(town, stick)
    sync.read(two, stick)
    assert transfers.news(two)[-1] == ("转来了1个孩子", "周小禾")


def test_the_former_village_sees_where_the_child_went_and_the_new_one_who_came(three):
    town, one, two, stick, child = three
    declined = transfers.move(one, child, "石桥村", "亲戚在那边")
    carry(one, town, stick)
    transfers.decline(town, declined.request, "户口没有迁")
    carry(town, one, stick)
    asked = transfers.move(one, child, "石桥村", "全家搬走")
    carry(one, town, stick)
    transfers.approve(town, asked.request)
    assert [line.unit_name for line in transfers.every(town)] == ["河湾村", "河湾村"], "not where it is now"
    assert "　石桥村" in file.file(town, child).who, "the child's village, not the township"
    sync.write(town, stick)
    assert sync.children(two, sync.read(two, stick))[0]["what"] == "新来"
    met = sync.read(one, stick)
    assert [(line["name"], line["what"]) for line in sync.children(one, met)] == [("周〇〇", "已转到石桥村")]
    assert moved_on.news(one) == [("转走了1个孩子", "周〇〇已转到石桥村")]
    with pytest.raises(Refused, match="周〇〇已转到石桥村，档案在那边"):
        file.file(one, child)
    assert moved_on.news(two) == [("转来了1个孩子", "周小禾")], "its own village was refused, not this one"
    assert "由别的村改为" in next(
        line.text for line in story.happenings(two, child) if "负责单位" in line.text
    )
    moved_here = [line for line in history.of_record(two, child) if line.person == traces.ELSEWHERE]
    assert moved_here, "who wrote it is not known here, and no id is shown for a name"

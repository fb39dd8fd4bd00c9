"""What two desks wrote differently, as a person decides it: whose, why, what was put together by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from childdesk.desk import conflicts, form, records, suggesting, sync, torn, villages
from childdesk.desk.conflicts import Taken
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Set
from childdesk.store import reader
from tests.desk import paired
from tests.desk.made import child


@pytest.fixture
def pair(tmp_path):
    with paired.paired(tmp_path) as made:
        yield made


@pytest.fixture
def both(pair):
    """A child that both desks hold, and how they meet again."""
    row = child(pair.below, "周小禾", risk="蓝", school="中心小学", poverty="无")
    sync.meet(pair.below, pair.stick)
    sync.meet(pair.above, pair.stick)

    def met():
        for one in (pair.below, pair.above, pair.below):
            sync.meet(one, pair.stick)
        return [torn.cases(one) for one in (pair.below, pair.above)]

    return row, met


def edit(session, row, **texts):
    bases = form.opened(session, "child", row, list(texts)).bases
    records.edit(session, "child", row, texts, bases=bases)


def question(case, label):
    return next(one for one in case.questions if one.label == label)


def test_each_colour_stands_with_its_reason_and_whose_it_is_and_comes_first(pair, both):
    row, met = both
    suggesting.grade(pair.below, row, "黄", reason="父母联系变少")
    suggesting.grade(pair.above, row, "绿", reason="按旧表填")
    for one, name in ((pair.below, "甲校"), (pair.above, "乙校")):
        edit(one, row, school=name)
    [[mine], [theirs]] = met()
    assert [one.label for one in mine.questions] == ["风险等级", "学校"]
    told = [(side.where, side.value, side.reason, side.take) for side in mine.questions[0].sides]
    assert told == [
        ("我们村改成", "黄", "父母联系变少", "用我们的"),
        ("镇里改成", "绿", "按旧表填", "用镇里的"),
    ]
    told = [(side.where, side.take) for side in theirs.questions[0].sides]
    assert told == [("我们镇改成", "用我们的"), ("河湾村改成", "用河湾村的")]
    assert "镇里云溪镇的人也改了" in mine.others
    assert "河湾村河湾村的人也改了" in theirs.others


def test_what_else_came_and_disagreed_with_nothing_is_counted(pair, both):
    row, met = both
    for one, name in ((pair.below, "甲校"), (pair.above, "乙校")):
        edit(one, row, school=name)
    edit(pair.above, row, grade="三年级", village_group="7组")
    records.add(pair.above, "guardian", {"child": row, "name": "何秀英", "relation": "祖母"})
    [[mine], [theirs]] = met()
    assert mine.merged == 3
    assert theirs.merged == 0, "nothing else came from the village"


def test_a_protected_record_is_counted_only_for_those_with_the_right(pair, both):
    row, met = both
    for one, name in ((pair.below, "甲校"), (pair.above, "乙校")):
        edit(one, row, school=name)
    father = records.add(pair.above, "father", {"child": row, "name": "周大山"}).id
    records.add(pair.above, "parent_state", {"child": row, "holder": father, "state": "服刑"})
    [[mine], _] = met()
    assert mine.merged == 2
    assert torn.cases(replace(pair.below, s3=False))[0].merged == 1


def test_two_sets_of_kinds_offer_their_union_and_it_is_equal_on_both(pair, both):
    row, met = both
    edit(pair.below, row, poverty="低保户")
    edit(pair.above, row, poverty="脱贫不稳定户")
    [[mine], _] = met()
    asked = question(mine, "贫困类型")
    assert set(asked.both.split("、")) == {side.value for side in asked.sides}
    torn.settle(pair.below, {asked.id: Taken(value=asked.both)})
    assert met() == [[], []]
    held = [reader.get(one.ledger.connection, "child", row)["poverty"] for one in (pair.below, pair.above)]
    assert held[0] == held[1]
    assert set(held[0].split("、")) == set(asked.both.split("、"))


def test_withdrawn_there_and_edited_here_says_both_and_keeps_the_file_meanwhile(pair, both):
    row, met = both
    records.withdraw(pair.above, "child", row, "名单上没有")
    edit(pair.below, row, school="甲校")
    [[mine], _] = met()
    assert mine.name == "周小禾"
    assert mine.others == "镇里云溪镇的人撤回了，这里还在改"
    (asked,) = mine.questions
    assert (asked.base, asked.typed) == ("在册", False)
    told = {(side.value, side.reason, side.take) for side in asked.sides}
    assert told == {("撤回", "名单上没有", "撤回这份"), ("留着", "还在改学校", "留着这份")}
    keep = next(side.number for side in asked.sides if side.value == "留着")
    torn.settle(pair.below, {asked.id: Taken(number=keep)})
    assert met() == [[], []]
    assert reader.get(pair.above.ledger.connection, "child", row)["school"] == "甲校"


def test_a_file_that_is_withdrawn_after_all_is_so_whatever_else_of_it_was_decided_beside(pair, both):
    row, met = both
    records.withdraw(pair.above, "child", row, "名单上没有")
    base = pair.below.ledger.writer.state("child", row).base("school")
    for name in ("甲校", "乙校"):
        op = Set("child", row, "school", name, base)
        pair.below.ledger.writer.write("edit", pair.below.person, [op])
    [[mine], _] = met()
    gone, school = mine.questions
    assert (gone.label, school.label) == ("撤回与修改", "学校")
    number = next(side.number for side in gone.sides if side.value == "撤回")
    torn.settle(pair.below, {gone.id: Taken(number=number), school.id: Taken(number=1)})
    assert met() == [[], []]
    assert [reader.get(one.ledger.connection, "child", row) for one in (pair.below, pair.above)] == [None] * 2


def moved_twice(session, row):
    base = session.ledger.writer.state("child", row).base("unit")
    for unit, why in ((paired.TWO, "随外祖父母住"), ("990101001003", "买了房")):
        move = Set("child", row, "unit", unit, base)
        session.ledger.writer.write("transfer", session.person, [move], reason=why)
    [case] = torn.cases(session)
    return case.questions[0]


def test_two_moves_at_once_are_named_by_village_and_decided_above(pair, both):
    row, met = both
    villages.take_in(pair.above, villages.look(pair.above, f"{paired.TWO} 石桥村"))
    asked = moved_twice(pair.above, row)
    assert (asked.label, asked.base, asked.here, asked.typed) == ("转到哪个村", "河湾村", True, False)
    told = {(side.value, side.reason) for side in asked.sides}
    assert told == {("石桥村", "随外祖父母住"), ("990101001003", "买了房")}
    met()
    torn.settle(pair.above, {asked.id: Taken(number=1)})
    assert torn.cases(pair.above) == []


def test_a_village_under_a_township_does_not_decide_where_a_child_goes(pair, both):
    asked = moved_twice(pair.below, both[0])
    assert not asked.here
    assert "由镇里定" in asked.note
    with pytest.raises(Refused, match="由镇里定"):
        torn.settle(pair.below, {asked.id: Taken(number=1)})
    assert torn.count(pair.below) == 1


def test_why_is_not_told_where_the_entry_touched_something_protected(pair, both):
    row, met = both
    base = pair.above.ledger.writer.state("child", row).base("school")
    father = records.add(pair.above, "father", {"child": row, "name": "周大山"}).id
    ops = [Set("child", row, "school", "乙校", base)]
    ops += records.creation(
        pair.above, "parent_state", {"child": row, "holder": father, "state": "服刑"}, source=""
    )[0]
    pair.above.ledger.writer.write("edit", pair.above.person, ops, reason="父亲服刑，换了学校")
    edit(pair.below, row, school="甲校")
    met()
    assert "父亲服刑，换了学校" in {value.reason for value in conflicts.waiting(pair.below)[0].values}
    [one] = conflicts.waiting(replace(pair.below, s3=False))
    assert {value.reason for value in one.values} == {""}

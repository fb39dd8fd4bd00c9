"""A township holds a list against all of its villages; each village answers for its own."""

from __future__ import annotations

import pytest

from childdesk.desk import checks, comparing, history, importing, records, sync, villages
from childdesk.desk.comparing import DIFFERENT, GONE, HERE, TASK, THERE, UNSURE
from childdesk.desk.import_beside import TAKE
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import paired
from tests.desk.test_importing import number, workbook

HEAD = ["学校", "姓名", "性别", "身份证号", "出生日期", "村", "年级"]
LIST = "河湾村 陈桂兰 10400001234\n990101001002 石桥村\n上坪"


def pupil(name, at, village, sex="女", grade="三年级", card=True):
    return ["中心小学", name, sex, number("20160301", at) if card else "", "2016-03-01", village, grade]


@pytest.fixture
def pair(tmp_path):
    with paired.paired(tmp_path) as made:
        villages.take_in(made.above, villages.look(made.above, LIST))
        yield made


def child(session, name, at, unit=paired.TWO, **more):
    texts = {"name": name, "sex": "女", "id_number": number("20160301", at), "birth": "2016-03-01"}
    texts |= {
        "unit": unit,
        "grade": "三年级",
        "school": "中心小学",
        "live_address": f"{paired.NAMES[unit]}3组",
    }
    return records.add(session, "child", texts | more).id


@pytest.fixture
def found(pair, tmp_path):
    session = pair.above
    child(session, "周一", 11, paired.ONE)
    child(session, "周二", 12)
    child(session, "周三", 13, grade="二年级")
    child(session, "周四", 14, exit_reason="户籍迁出", exit_on="2026-08-01")
    child(session, "周五", 15, paired.ONE)
    child(session, "周六", 16)
    child(session, "周七", 17)
    rows = [
        pupil("周一", 11, "河湾"),
        pupil("周二", 12, "石桥村"),
        pupil("周三", 13, "石桥村"),
        pupil("周四", 14, "石桥村"),
        pupil("周五", 15, "石桥村"),
        pupil("周六", 16, "石桥村", card=False),
        pupil("钱新", 18, "上坪村"),
    ]
    path = workbook(tmp_path / "学籍.xlsx", *rows, head=HEAD)
    return comparing.compare(session, importing.plan(session, path))


def test_every_row_is_the_same_or_a_line_and_each_line_has_its_village(found):
    told = {line.name: (line.kind, found.units.get(line.unit, "")) for line in found.lines}
    assert told == {
        "钱新": (THERE, "上坪"),
        "周七": (HERE, "石桥村"),
        "周三": (DIFFERENT, "石桥村"),
        "周四": (GONE, "石桥村"),
        "周五": (GONE, "河湾村"),
        "周六": (UNSURE, "石桥村"),
    }
    assert (found.rows, found.same) == (7, 2)
    assert [line.why for line in found.of(GONE)] == [
        "表里写石桥村，台账里现在在河湾村",
        "2026-08-01退出（户籍迁出）",
    ]


def test_who_has_the_same_name_and_birthday_is_never_matched_in_silence(found):
    assert [line.name for line in found.of(UNSURE)] == ["周六"]


def test_a_new_child_that_is_taken_over_goes_to_its_village(pair, found):
    there = found.of(THERE)[0]
    comparing.settle(pair.above, found, {there.key: {"": TAKE}})
    rows = dict(reader.everyone(pair.above.ledger.connection, "child"))
    assert {str(raw["unit"]) for raw in rows.values() if raw["name"] == "钱新"} == {there.unit}


def test_tasks_go_to_each_village_and_its_answers_come_back(pair, found):
    comparing.settle(pair.above, found, {line.key: {"": TASK} for line in found.lines})
    asked = {one.village: one.asked for one in checks.by_village(checks.every(pair.above))}
    assert asked == {"石桥村": 4, "上坪": 1, "河湾村": 1}

    sync.write(pair.above, pair.stick)
    sync.read(pair.below, pair.stick)
    (mine,) = checks.every(pair.below)
    assert (mine.title, mine.village) == ("核实周五是不是已经走了：学籍.xlsx里还有", "河湾村")
    checks.answer(pair.below, mine.id, "名单不对", "一直住在河湾，问过班主任")
    sync.write(pair.below, pair.stick)
    sync.read(pair.above, pair.stick)

    (back,) = [one for one in checks.every(pair.above) if not one.is_open]
    assert (back.answer, back.words, back.done_on) == ("名单不对", "一直住在河湾，问过班主任", "2026-11-23")
    standing = {one.village: (one.asked, one.answered) for one in checks.by_village(checks.every(pair.above))}
    assert standing["河湾村"] == (1, 1)
    assert checks.lists(checks.every(pair.above)) == [("学籍.xlsx", 6, 1)]


def test_an_answer_needs_a_result_and_can_be_asked_again(pair, found):
    comparing.settle(pair.above, found, {line.key: {"": TASK} for line in found.lines})
    one = checks.every(pair.above)[0]
    for result, words in (("不知道", ""), ("其他", " ")):
        with pytest.raises(Refused):
            checks.answer(pair.above, one.id, result, words)
    checks.answer(pair.above, one.id, "其他", "在外婆家")
    assert not next(c for c in checks.every(pair.above) if c.id == one.id).is_open
    checks.reopen(pair.above, one.id)
    again = next(c for c in checks.every(pair.above) if c.id == one.id)
    assert (again.is_open, again.answer) == (True, "")


def test_whether_two_are_one_child_has_answers_of_its_own_and_not_clear_yet_leaves_it_open(pair, found):
    comparing.settle(pair.above, found, {line.key: {"": TASK} for line in found.lines})
    every = checks.every(pair.above)
    (asked,) = [one for one in every if one.title == "核实周六是不是同一个孩子"]
    assert asked.answers == ("是同一个孩子", "不是同一个孩子", "还不清楚", "其他")
    other = next(one for one in every if one.id != asked.id)
    assert "是同一个孩子" not in other.answers
    for one, wrong in ((asked, "查无此人"), (other, "是同一个孩子")):
        with pytest.raises(Refused, match="核查结果请选一个"):
            checks.answer(pair.above, one.id, wrong)
    checks.answer(pair.above, asked.id, "还不清楚", "奶奶不在家")
    again = next(one for one in checks.every(pair.above) if one.id == asked.id)
    assert (again.is_open, again.answer, again.words) == (True, "还不清楚", "奶奶不在家")
    checks.answer(pair.above, asked.id, "是同一个孩子")
    assert not next(one for one in checks.every(pair.above) if one.id == asked.id).is_open


# ── villages ──────────────────────────────────────────────────────────────────────────────────────────


def test_a_pasted_list_gives_every_village_a_code_and_says_what_it_leaves(pair):
    found = villages.look(
        pair.above, "河湾村\n110101001001 别处村\n  \n990101001300 双河社区 李四 010-1234567"
    )
    assert (found.same, found.left) == (1, ((2, "代码不以990101001开头"),))
    assert [dict(one) for one in found.add] == [
        {"unit": "990101001300", "name": "双河社区", "director": "李四", "phone": "010-1234567"}
    ]
    assert [one.name for one in villages.every(pair.above) if one.desk] == ["河湾村"]


def test_a_village_that_was_renamed_is_known_by_its_former_name(pair):
    villages.rename(pair.above, "石桥", "新石村")
    assert villages.one(pair.above, "石桥村民委员会").name == "新石村"
    with pytest.raises(Refused, match="没有“大坝”这个村"):
        villages.one(pair.above, "大坝")


def test_a_village_that_joins_another_takes_every_child_along_and_undo_brings_them_back(pair):
    one, two = child(pair.above, "周二", 12), child(pair.above, "周三", 13)
    plan = villages.joining(pair.above, "石桥村", "上坪")
    assert (plan.children, plan.told[0]) == (2, "2个孩子、0户归到上坪，记录都跟着去")

    saved = villages.join(pair.above, plan, "撤并")
    rows = reader.many(pair.above.ledger.connection, "child", (one, two))
    assert {raw["unit"] for raw in rows.values()} == {plan.new.unit}
    assert villages.one(pair.above, "石桥").unit == plan.new.unit

    history.apply_undo(pair.above, saved.entry)
    rows = reader.many(pair.above.ledger.connection, "child", (one, two))
    assert {raw["unit"] for raw in rows.values()} == {paired.TWO}
    assert villages.one(pair.above, "石桥").name == "石桥村"


def test_a_code_of_another_township_is_refused(pair):
    for unit in ("110101001001", "990101001", paired.TWO):
        with pytest.raises(Refused):
            villages.save(pair.above, {"unit": unit, "name": "某村"})

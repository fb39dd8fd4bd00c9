"""A sweep: made in a minute, answered child by child, told with what was found or as a zero report."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import due, history, listing, sweeps
from childdesk.domain import questions
from childdesk.domain.errors import Refused
from childdesk.domain.plan_options import UNREACHED
from tests.desk import made

ASKED = "有没有单独下河玩水：没有/有！\n家里谁看着孩子\n暑假去哪儿：在家/外地"


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def begun(desk, number=3, **more):
    for at in range(number):
        made.child(desk, f"王小{'甲乙丙丁'[at]}", birth=f"2015-0{at + 1}-02", village_group=f"{9 - at}组")
    given = {"asker": "镇民政办", "hour": "17点"} | more
    saved, count = sweeps.new(desk, "防溺水排查", ASKED, "2026-11-23", **given)
    return saved.id, count


def test_questions_are_lines_and_a_mark_means_danger():
    found = questions.read(ASKED)
    assert [question.line for question in found] == ASKED.replace("！", "！").splitlines()
    assert found[0].answers == ("没有", "有")
    assert found[0].danger == {"有"}
    assert found[1].answers == ()
    assert questions.thaw(questions.write({2: "奶奶", 1: "没有"})) == {1: "没有", 2: "奶奶"}
    for wrong in ("", "\n".join(f"第{n}题" for n in range(13)), "一样\n一样", "：有/没有"):
        with pytest.raises(Refused):
            questions.read(wrong)


def test_a_sweep_is_worked_off_in_walking_order_and_says_how_far_it_is(desk):
    row, count = begun(desk)
    found = sweeps.opened(desk, row)
    assert (count, [line.group for line in found.lines]) == (3, ["7组", "8组", "9组"])
    assert found.sentence == "已问0/3，今天17:00前"
    first, second, _ = found.lines
    sweeps.answer(desk, first.id, {1: "1", 2: "奶奶", 3: "在家"})
    sweeps.answer(desk, second.id, {}, state=UNREACHED)
    again = sweeps.opened(desk, row)
    assert again.sentence == "已问1/3，联系不上1，今天17:00前"
    assert again.lines[0].answers == {1: "没有", 2: "奶奶", 3: "在家"}
    assert [line.name for line in sweeps.next_lines(again)] == ["王小甲", "王小乙"]
    [item] = [one for one in due.due(desk) if one.kind == "task"]
    assert item.reason == "防溺水排查：已问1/3，联系不上1，17:00前"


def test_a_danger_answer_makes_a_task_for_today_once_and_one_undo_takes_both_back(desk):
    row, _ = begun(desk)
    line = sweeps.opened(desk, row).lines[0]
    saved = sweeps.answer(desk, line.id, {1: "2"})
    sweeps.answer(desk, line.id, {1: "有", 2: "没人"})
    tasks = [one for one in due.due(desk) if one.kind == "task" and one.child == line.child]
    assert [one.reason for one in tasks] == ["防溺水排查：有没有单独下河玩水：有"]
    other = sweeps.opened(desk, row).lines[1]
    entry = sweeps.answer(desk, other.id, {1: "有"}).entry
    history.apply_undo(desk, entry)
    again = sweeps.opened(desk, row)
    assert (again.status.asked, again.status.danger) == (1, 1)
    assert [one.child for one in due.due(desk) if one.kind == "task" and one.child == other.child] == []
    assert saved.entry


@pytest.mark.parametrize("given", [{1: "也许"}, {4: "有"}, {}])
def test_an_answer_that_cannot_be_is_refused_and_nothing_is_written(desk, given):
    row, _ = begun(desk)
    line = sweeps.opened(desk, row).lines[0]
    with pytest.raises(Refused):
        sweeps.answer(desk, line.id, given)
    assert sweeps.opened(desk, row).status.asked == 0


@pytest.mark.parametrize(
    "wrong", [{"hour": "下午"}, {"hour": "25:00"}, {"scope": listing.Filter.of({"risk": ("红",)})}]
)
def test_a_sweep_without_children_or_with_an_unreadable_hour_is_refused(desk, wrong):
    with pytest.raises(Refused):
        begun(desk, **wrong)
    with pytest.raises(Refused):
        sweeps.new(desk, " ", ASKED, "2026-11-23")
    with pytest.raises(Refused):
        sweeps.new(desk, "排查", ASKED, "2026-11-22")


def test_the_result_is_a_table_and_a_zero_report_says_so(desk, tmp_path):
    row, _ = begun(desk)
    out = tmp_path / "结果.xlsx"
    found = sweeps.opened(desk, row)
    sweeps.answer(desk, found.lines[0].id, {1: "没有", 2: "奶奶"})
    told = sweeps.report(desk, row, out)
    assert (told.rows, told.left, told.zero) == (3, 2, False)
    for line in found.lines[1:]:
        sweeps.answer(desk, line.id, {}, state=UNREACHED)
    told = sweeps.report(desk, row, out, done=True)
    assert (told.left, told.zero) == (0, True)
    sheet = openpyxl.load_workbook(out).active
    words = [[cell for cell in one if cell is not None] for one in sheet.iter_rows(values_only=True)]
    assert "零报告" in words[0][0]
    assert words[2][4:7] == ["有没有单独下河玩水", "家里谁看着孩子", "暑假去哪儿"]
    assert words[3][1:6] == ["7组", "王小丙", "女，11岁", "没有", "奶奶"]
    assert any("零报告：3个孩子" in str(cell) for one in words for cell in one)
    with pytest.raises(Refused, match="已经报出"):
        sweeps.answer(desk, found.lines[0].id, {1: "有"})
    assert sweeps.waits(desk) == []

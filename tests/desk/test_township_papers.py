"""收表 and 镇代录: who has given what, workbooks taken in for a village, whose word counts."""

from __future__ import annotations

import pytest

from childdesk.desk import (
    collecting,
    conflicts,
    due,
    history,
    importing,
    records,
    sync,
    torn,
    township_board,
    villages,
)
from childdesk.desk.import_plan import Said
from childdesk.domain.errors import Refused
from childdesk.domain.township_options import AGAIN, GIVEN, NOT_YET, RETURNED, ZERO
from childdesk.store import reader
from tests.desk import paired
from tests.desk import test_importing as rosters
from tests.desk.test_importing import FIRST, SECOND

LIST = "河湾村 990101001001\n石桥村 990101001002 李四 10400005678\n上坪村 990101001003"
THREE = "990101001003"


@pytest.fixture
def pair(tmp_path):
    with paired.paired(tmp_path) as made:
        villages.take_in(made.above, villages.look(made.above, LIST))
        yield made


@pytest.fixture
def paper(pair):
    return collecting.ask(pair.above, {"title": "11月花名册", "due": "2026-11-25", "period": "2026-11"}).id


def workbook(path, *rows, **more):
    """A village's roster that does not say which village it is from."""
    return rosters.workbook(path, *rows, **{"title": "留守儿童花名册", **more})


def take(session, path, village, paper="", **more):
    made = importing.plan(session, path, said=Said(village=village, paper=paper), **more)
    return made, importing.apply(session, made)


def children(session, unit=""):
    found = dict(reader.everyone(session.ledger.connection, "child"))
    return {row: raw for row, raw in found.items() if unit in ("", raw["unit"])}


def row_of(session, name, paper=""):
    return next(row for row in township_board.board(session, paper).rows if row.name == name)


def phones(session, child):
    guardians = {
        row for row, raw in reader.everyone(session.ledger.connection, "guardian") if raw["child"] == child
    }
    found = reader.everyone(session.ledger.connection, "phone")
    return {str(raw["number"]) for _, raw in found if raw["holder"] in guardians and not raw.get("ends")}


def meet(pair, first, second):
    for one in (first, second, first, second):
        if list(pair.stick.iterdir()):
            sync.read(one, pair.stick)
        sync.write(one, pair.stick)
    sync.read(first, pair.stick)


# ── a workbook on a village's behalf ──────────────────────────────────────────────────────────────


def test_a_workbook_belongs_to_its_village_and_says_so_in_the_history(pair, tmp_path, paper):
    _, entry = take(pair.above, workbook(tmp_path / "a.xlsx", FIRST, SECOND), "石桥", paper)
    assert len(children(pair.above, paired.TWO)) == 2
    houses = dict(reader.everyone(pair.above.ledger.connection, "household"))
    assert {raw["unit"] for raw in houses.values()} <= {paired.TWO}
    told = history.of_entry(pair.above, entry)
    assert (told.what, told.reason, told.source) == ("镇代录", "镇代录：石桥村", "a.xlsx")
    line = row_of(pair.above, "石桥村")
    assert (line.state, line.told, line.way, line.registered) == (GIVEN, 2, "镇代录", 2)


def test_the_same_workbook_again_changes_nobody_and_still_counts_as_given(pair, tmp_path, paper):
    path = workbook(tmp_path / "a.xlsx", FIRST, SECOND)
    take(pair.above, path, "石桥")
    assert row_of(pair.above, "石桥村").state == NOT_YET
    made, _ = take(pair.above, path, "石桥", paper)
    assert (made.sheets[0].same, row_of(pair.above, "石桥村").told) == (2, 2)


def test_a_child_who_has_a_file_in_another_village_is_left_out_and_said(pair, tmp_path):
    take(pair.above, workbook(tmp_path / "a.xlsx", FIRST), "上坪村")
    made, _ = take(pair.above, workbook(tmp_path / "b.xlsx", FIRST, SECOND), "石桥村")
    assert (made.sheets[0].added, made.sheets[0].rejected) == (1, 1)
    assert any("档案在上坪村" in remark.text for remark in made.sheets[0].issues)
    assert len(children(pair.above, THREE)) == 1


def test_each_village_remembers_what_its_own_headers_meant(pair, tmp_path):
    head = ["序号", "姓名", "性别", "身份证号", "出生日期", "带娃的", "关系", "联系电话", "年龄"]
    first = workbook(tmp_path / "a.xlsx", FIRST, head=head)
    take(pair.above, first, "石桥村", answers={"带娃的": "guardian.name"})

    def decided(village):
        made = importing.plan(pair.above, first, said=Said(village=village))
        return next(column.decided for column in made.sheets[0].columns if column.header == "带娃的")

    assert (decided("石桥村"), decided("上坪村")) == ("memory", "extra")


def test_a_village_by_no_known_name_is_refused_and_a_village_cannot_act_for_another(pair, tmp_path):
    path = workbook(tmp_path / "a.xlsx", FIRST)
    with pytest.raises(Refused, match="没有“大坝”这个村"):
        take(pair.above, path, "大坝")
    with pytest.raises(Refused, match="代录是镇里的事"):
        take(pair.below, path, "河湾村")


def test_what_the_villages_own_desk_wrote_stays_until_a_person_decides(pair, tmp_path):
    path = workbook(tmp_path / "a.xlsx", FIRST)
    importing.apply(pair.below, importing.plan(pair.below, path))
    meet(pair, pair.below, pair.above)
    (child,) = children(pair.above, paired.ONE)
    other = [*FIRST[:2], "男", *FIRST[3:5], "黄秀兰", *FIRST[6:]]

    take(pair.above, workbook(tmp_path / "b.xlsx", other), "河湾村")

    raw = reader.get(pair.above.ledger.connection, "child", child)
    assert raw["sex"] == "女"
    waits = {one.field: {v.value for v in one.values} for one in conflicts.waiting(pair.above)}
    assert waits["child.sex"] == {"女", "男"}
    meet(pair, pair.above, pair.below)
    assert reader.get(pair.below.ledger.connection, "child", child)["sex"] == "女"
    one = next(one for one in conflicts.waiting(pair.below) if one.field == "child.sex")
    conflicts.resolve(pair.below, one.id, side="mine")
    meet(pair, pair.below, pair.above)
    for session in (pair.above, pair.below):
        assert reader.get(session.ledger.connection, "child", child)["sex"] == "女"
        assert "child.sex" not in {one.field for one in conflicts.waiting(session)}


def test_a_dated_fact_of_the_village_wins_until_a_person_decides_and_the_workbooks_is_kept(pair, tmp_path):
    path = workbook(tmp_path / "a.xlsx", FIRST)
    importing.apply(pair.below, importing.plan(pair.below, path))
    meet(pair, pair.below, pair.above)
    (child,) = children(pair.above, paired.ONE)
    before = phones(pair.above, child)
    other = [*FIRST[:7], "13700001234", *FIRST[8:]]

    made, _ = take(pair.above, workbook(tmp_path / "b.xlsx", other), "河湾村")

    said = [issue.text for sheet in made.sheets for issue in sheet.issues if "先照村里的" in issue.text]
    assert len(said) == 1
    assert made.sheets[0].rows[0].name in said[0]
    assert phones(pair.above, child) == before
    meet(pair, pair.above, pair.below)
    for session in (pair.above, pair.below):
        (one,) = (one for one in conflicts.waiting(session) if one.record == "phone")
        assert (one.field, len(one.values)) == ("phone.number", 2)
        assert phones(session, child) == before
        assert [case.child for case in torn.cases(session)] == [child]
    changes = pair.above.ledger.connection.execute("SELECT count(*) FROM change WHERE lam = 0").fetchone()
    take(pair.above, tmp_path / "b.xlsx", "河湾村")
    again = pair.above.ledger.connection.execute("SELECT count(*) FROM change WHERE lam = 0").fetchone()
    assert again == changes, "the same workbook says nothing new"

    conflicts.resolve(pair.below, one.id, value="13700001234")
    meet(pair, pair.below, pair.above)
    for session in (pair.above, pair.below):
        assert phones(session, child) == {"13700001234"}
        assert conflicts.waiting(session) == []
    fresh, _ = take(pair.above, tmp_path / "b.xlsx", "河湾村")
    assert not [i for sheet in fresh.sheets for i in sheet.issues if "先照村里的" in i.text]


def test_what_a_village_writes_at_the_same_time_is_shown_at_both_desks(pair, tmp_path):
    take(pair.above, workbook(tmp_path / "a.xlsx", FIRST), "河湾村")
    meet(pair, pair.above, pair.below)
    (child,) = children(pair.below)
    records.edit(pair.below, "child", child, {"village_group": "5组"})
    for times in range(3):  # the township's clock of changes runs far ahead
        records.edit(pair.above, "child", child, {"school": f"第{times}小学"})
    more = [[*FIRST, "7组"]]
    head = [
        "序号",
        "姓名",
        "性别",
        "身份证号",
        "出生日期",
        "监护人姓名",
        "与儿童关系",
        "联系电话",
        "年龄",
        "村民组",
    ]
    take(pair.above, workbook(tmp_path / "b.xlsx", *more, head=head), "河湾村")
    meet(pair, pair.above, pair.below)
    for session in (pair.above, pair.below):
        assert reader.get(session.ledger.connection, "child", child)["village_group"] == "5组"
        assert "child.village_group" in {one.field for one in conflicts.waiting(session)}


# ── papers ────────────────────────────────────────────────────────────────────────────────────────


def test_every_village_owes_a_paper_and_the_board_puts_first_what_is_late(pair, paper):
    board = township_board.board(pair.above)
    assert [(row.name, row.state) for row in board.rows] == [
        ("河湾村", NOT_YET),
        ("石桥村", NOT_YET),
        ("上坪村", NOT_YET),
    ]
    collecting.mark(pair.above, paper, [paired.ONE], "零报告")
    collecting.mark(pair.above, paper, [paired.TWO], "已交")
    collecting.mark(pair.above, paper, [paired.TWO], "退回", words="缺监护人电话")
    names = [(row.name, row.state) for row in township_board.board(pair.above).rows]
    assert names == [("石桥村", RETURNED), ("上坪村", NOT_YET), ("河湾村", ZERO)]
    assert "交了1个，还差2个，退回1个" in township_board.sentence(township_board.board(pair.above))


def test_a_return_says_what_is_wrong_and_only_what_was_given_can_come_back(pair, paper):
    for state, words in (("退回", "有错"), ("退回", ""), ("丢了", "")):
        with pytest.raises(Refused):
            collecting.mark(pair.above, paper, [paired.TWO], state, words=words)
    with pytest.raises(Refused, match="不在这次收表里"):
        collecting.mark(pair.above, paper, ["990101001999"], "已交")


def test_a_paper_that_is_being_collected_is_not_asked_for_twice_and_is_known_by_its_title(pair, paper):
    again = {"title": "11月花名册", "due": "2026-11-27", "period": "2026-11"}
    with pytest.raises(Refused, match="“11月花名册”正在收"):
        collecting.ask(pair.above, again)
    collecting.ask(pair.above, again | {"title": "12月花名册"})
    assert collecting.meant(pair.above, "11月花名册") == collecting.meant(pair.above, paper[:6]) == paper
    with pytest.raises(Refused, match="没有收过“花名册”。收过的有：12月花名册、11月花名册"):
        collecting.meant(pair.above, "花名册")
    every = [line.unit for line in villages.every(pair.above)]
    collecting.mark(pair.above, paper, every, "已交")
    assert collecting.ask(pair.above, again).id != paper, "the earlier one is in"


def test_chasing_is_written_down_day_by_day(pair, paper):
    collecting.chase(pair.above, paper, [paired.TWO, THREE], "李四说明天交")
    collecting.chase(pair.above, paper, [paired.TWO])
    line = row_of(pair.above, "石桥村", paper)
    assert (line.chases, line.chased) == (2, "2026-11-23 打过电话")
    assert row_of(pair.above, "河湾村").chases == 0


def test_a_village_with_a_desk_gives_by_stick_gets_it_back_and_gives_again(pair, paper):
    for name in ("周甲", "李乙"):
        records.add(pair.below, "child", {"name": name, "sex": "女", "birth": "2016-03-02"})
    meet(pair, pair.above, pair.below)
    ((line, share),) = collecting.owed(pair.below)
    assert (line.title, share.state) == ("11月花名册", NOT_YET)

    collecting.give(pair.below, line.id)
    meet(pair, pair.below, pair.above)
    mine = row_of(pair.above, "河湾村")
    assert (mine.state, mine.told, mine.way, mine.registered) == (GIVEN, 2, "村里同步", 2)
    assert (mine.last, mine.quiet) == ("2026-11-23", 0)

    collecting.mark(pair.above, paper, [paired.ONE], "退回", words="少一个孩子")
    meet(pair, pair.above, pair.below)
    assert collecting.owed(pair.below)[0][1].words == "少一个孩子"
    records.add(pair.below, "child", {"name": "赵丙", "sex": "男", "birth": "2017-03-02"})
    collecting.give(pair.below, line.id)
    meet(pair, pair.below, pair.above)
    again = row_of(pair.above, "河湾村")
    assert (again.state, again.told) == (AGAIN, 3)
    assert township_board.totals(township_board.board(pair.above))["told"] == 3


def test_a_paper_without_villages_title_or_day_is_refused(tmp_path):
    alone = paired.desk(tmp_path / "alone", paired.TOWN)
    for texts in ({"title": "表", "due": "2026-11-25"}, {"title": "", "due": "2026-11-25"}, {"title": "表"}):
        with pytest.raises(Refused):
            collecting.ask(alone, texts)
    alone.ledger.close()


def test_what_is_owed_is_due_at_the_village_until_it_was_given_and_again_when_it_comes_back(pair, paper):
    meet(pair, pair.above, pair.below)

    def waits():
        return [item.reason for item in due.due(pair.below, days=7) if item.kind == "handin"]

    assert waits() == ["镇里要“11月花名册”，还没交"]
    assert collecting.owed_one(pair.below, paper).children == 0
    collecting.give(pair.below, paper)
    assert waits() == []
    meet(pair, pair.below, pair.above)
    assert row_of(pair.above, "河湾村").state == ZERO
    collecting.mark(pair.above, paper, [paired.ONE], "退回", words="不会没有孩子")
    meet(pair, pair.above, pair.below)
    assert waits() == ["镇里要“11月花名册”，退回：不会没有孩子"]
    assert [item for item in due.due(pair.above, days=7) if item.kind == "handin"] == []

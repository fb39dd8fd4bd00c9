"""Reports of a village: the numbers are those of its children, on the day, as known then."""

from __future__ import annotations

from datetime import date, timedelta

import openpyxl
import pytest

from childdesk.desk import (
    children,
    leaving,
    records,
    referral_counts,
    report_look,
    report_view,
    reports,
    villages,
)
from childdesk.desk.leaving import Terms
from childdesk.desk.report_view import Asked
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.domain.link import Peer
from childdesk.domain.report import period
from childdesk.domain.report.tally import Cell, Tally
from childdesk.store import access, folders, links, reader
from tests.desk.made import NOW, NUMBER, TODAY, child, fill, session_in, visit
from tests.ui import townships

NOVEMBER = period.parse("2026-11")


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    yield made
    made.ledger.close()


def number(tally: Tally, key: str, line: int = 0) -> int:
    return tally.lines[line].cells[tally.at(key)].number


def behind(tally: Tally, key: str, line: int = 0) -> set[str]:
    return set(tally.lines[line].cells[tally.at(key)].children)


def at(session, days):
    """The same desk so many days later."""
    return session_in(session.ledger.home, SetClock(NOW + timedelta(days=days)))


# ── states ──────────────────────────────────────────────────────────────────────────────────────────


def test_the_summary_counts_left_behind_children_by_everything_that_is_known(session):
    one = child(
        session,
        "周小禾",
        boarding="寄宿生",
        care_reason="父母双方同时外出",
        guardianship="较好",
        relief="低保",
    )
    records.add(session, "guardian", {"child": one, "name": "王秀英", "relation": "奶奶"})
    two = child(session, "毛毛", birth="", sex="男", schooling="")
    child(session, "不留守", categories="流动儿童")
    made = reports.produce(session, Asked("left-behind-summary"))
    assert number(made, "count") == 2
    assert behind(made, "age.6-13.女") == {one}
    assert behind(made, "age.未采集") == {two}
    assert behind(made, "schooling.未采集") == {two}
    assert behind(made, "carer.祖父母、外祖父母") == {one}
    assert behind(made, "carer.无委托照料人") == {two}
    assert behind(made, "relief.最低生活保障") == {one}
    broken = [check for check in made.checks() if not check.holds]
    assert [(check.rule, check.children) for check in broken] == [("每人都填了救助措施（可多项）", (two,))]


def test_a_table_says_in_which_words_of_which_day_and_whose_knowledge_it_is(session):
    made = reports.produce(session, Asked("left-behind-summary", as_of=TODAY))
    assert made.when == "统计时间：截止到2026-11-23"
    assert "截至2026-11-23，按本机所知" in made.notes


def test_relief_that_is_paid_counts_beside_what_is_ticked_and_what_ended_does_not(session):
    one = child(session, "周小禾", relief="无")
    records.add(session, "relief", {"child": one, "kind": "临时救助", "begins": "2026-11", "amount": "500"})
    records.add(session, "relief", {"child": one, "kind": "医疗救助", "begins": "2026-01", "ends": "2026-06"})
    records.add(session, "relief", {"child": one, "kind": "住房救助", "state": "申请中"})
    made = reports.produce(session, Asked("relief"))
    assert {leaf.key for leaf in made.leaves() if number(made, leaf.key)} == {"count", "relief.临时救助"}


def test_hardship_is_counted_by_person_and_who_stands_in_two_kinds_is_named(session):
    both = child(session, "周小禾", categories="家庭贫困儿童、残疾儿童", poverty="低保")
    child(session, "毛毛", birth="2018-01-01", categories="事实无人抚养儿童")
    made = reports.produce(session, Asked("hardship-summary"))
    assert [number(made, key) for key in ("count", "kind.unsupported", "kind.poor", "kind.disabled")] == [
        2,
        1,
        1,
        1,
    ]
    assert behind(made, "poor.最低生活保障") == {both}
    [check] = [check for check in made.checks() if not check.holds]
    assert check.children == (both,)


def test_several_disabilities_are_one_multiple_one(session):
    one = child(session, "周小禾", disability_type="听力残疾、言语残疾")
    made = reports.produce(session, Asked("disability"))
    assert behind(made, "disability.多重残疾") == {one}
    assert number(made, "disability.听力残疾") == 0
    assert all(check.holds for check in made.checks())


def test_ages_are_those_of_the_day(session):
    child(session, "周小禾", birth="2022-11-24")
    young = reports.produce(session, Asked("age"))
    later = reports.produce(at(session, 1), Asked("age"))
    assert (number(young, "age.0-3"), number(later, "age.0-3"), number(later, "age.4-6")) == (1, 0, 1)


@pytest.mark.parametrize(
    "name", ["left-behind-summary", "overview", "age", "disability", "relief", "hardship-summary"]
)
def test_a_table_of_a_random_village_agrees_with_itself(session, name):
    fill(session, 120, seed=5)
    made = reports.produce(session, Asked(name))
    [line] = made.lines
    assert [cell.number for cell in line.cells] == [cell.number for cell in made.total.cells]
    assert all(cell.number == len(set(cell.children)) for cell in line.cells)
    open_ = sum(raw["exit_on"] is None for _, raw in reader.everyone(session.ledger.connection, "child"))
    if name in ("overview", "age", "disability", "relief"):
        assert number(made, "count") == open_


@pytest.mark.parametrize("name", [name for name in reports.REPORTS if name != "case-file"])
def test_a_report_of_a_past_day_is_the_same_whenever_it_is_made(session, name):
    ids = fill(session, 40, seed=9)
    asked = Asked(name, as_of=TODAY)
    then = reports.produce(session, asked)
    later = at(session, 40)
    records.edit(later, "child", ids[0], {"schooling": "高中", "health": "重病", "birth": "2009-09-09"})
    children.close(later, ids[1], "随父母生活", "2026-11-20")
    child(later, "后来的", birth="2015-01-01")
    visit(later, ids[2], "2026-11-21")
    records.withdraw(later, "child", ids[3], "重复")
    assert reports.produce(later, asked) == then
    later.ledger.close()


# ── rosters ─────────────────────────────────────────────────────────────────────────────────────────


def told(sheet):
    heads = [column.header for column in sheet.columns]
    return [dict(zip(heads, row, strict=True)) for row in sheet.rows]


def test_a_roster_has_the_columns_of_the_ministrys_screen(session):
    child(session, "周小禾")
    made = reports.produce(session, Asked("left-behind-roster"))
    heads = "序号 现住址 姓名 性别 上报日期 儿童编号 退出日期"
    assert [column.header for column in made.columns] == heads.split()
    assert told(made)[0]["姓名"] == "周小禾"


def test_who_left_in_the_period_still_stands_on_it_with_the_day(session):
    row = child(session, "周小禾")
    children.close(session, row, "随父母生活", "2026-11-20")
    assert reports.produce(session, Asked("left-behind-roster")).rows == ()
    [one] = told(reports.produce(session, Asked("left-behind-roster", period=NOVEMBER)))
    assert one["退出日期"] == "2026-11-20"


def test_what_is_paid_stands_on_the_roster_of_hardship(session):
    one = child(session, "周小禾", categories="残疾儿童", health="残疾")
    paid = {
        "child": one,
        "kind": "困难残疾人生活补助",
        "begins": "2026-01",
        "amount": "80.50",
        "applicant": "王秀英",
    }
    records.add(session, "relief", paid)
    records.add(
        session, "relief", {"child": one, "kind": "重度残疾人护理补助", "begins": "2026-01", "amount": "70"}
    )
    [row] = told(reports.produce(session, Asked("hardship-roster")))
    assert (row["残疾人生活补贴"], row["申请人"], row["是否患有残疾"]) == ("150.50", "王秀英", "是")


def test_a_left_behind_child_of_sixteen_is_named(session):
    old = child(session, "周小禾", birth="2009-01-01")
    made = reports.produce(session, Asked("left-behind-roster"))
    [check] = [check for check in made.checks if check.rule == "都不满16周岁"]
    assert check.children == (old,)


def test_the_number_that_the_county_gave_is_taken_from_its_item(session):
    item = records.add(session, "item", {"label_words": "儿童编号"}).id
    row = child(session, "周小禾", categories="孤儿")
    records.edit(session, "child", row, {f"x.{item}": "4300001"})
    assert told(reports.produce(session, Asked("orphan-roster")))[0]["儿童编号"] == "4300001"


# ── what happened ───────────────────────────────────────────────────────────────────────────────────


def line_of(tally, kind):
    [found] = [at for at, line in enumerate(tally.lines) if line.labels[-1] == kind]
    return {key: number(tally, key, found) for key in ("all", "came", "changed", "left", "now")}


def test_a_month_says_who_came_was_changed_and_left(session):
    stays, goes = child(session, "留下的"), child(session, "走了的", birth="2016-01-01")
    december = at(session, 20)
    child(december, "新来的", birth="2015-05-05")
    records.edit(december, "child", stays, {"school": "中心小学"})
    children.close(december, goes, "随父母生活", "2026-12-10")
    made = reports.produce(december, Asked("monthly-change", period=period.parse("2026-12")))
    assert line_of(made, "留守儿童") == {"all": 3, "came": 1, "changed": 1, "left": 1, "now": 2}
    assert all(check.holds for check in made.checks())
    november = reports.produce(december, Asked("monthly-change", period=NOVEMBER))
    assert line_of(november, "留守儿童") == {"all": 2, "came": 2, "changed": 0, "left": 0, "now": 2}
    december.ledger.close()


def test_a_child_that_came_between_hand_in_and_month_end_is_named_against_the_hand_in(session, tmp_path):
    child(session, "早来的")
    asked = Asked("monthly-change", period=NOVEMBER)
    reports.make(session, asked, tmp_path / "11.xlsx", Terms(recipient="镇里"))
    between = child(at(session, 3), "漏报的", birth="2015-01-01")
    december = at(session, 20)
    made = reports.produce(december, Asked("monthly-change", period=period.parse("2026-12")))
    [check] = [check for check in made.checks() if not check.holds]
    assert check.rule == "留守儿童：上次（2026-11-23交）1＋新增0－退出0＝1，现在2"
    assert check.children == (between,)


def test_a_visit_is_no_change_of_the_file(session):
    one = child(session, "周小禾")
    december = at(session, 20)
    visit(december, one, "2026-12-05")
    made = reports.produce(december, Asked("monthly-change", period=period.parse("2026-12")))
    assert line_of(made, "留守儿童")["changed"] == 0


def test_visits_are_counted_by_kind_and_who_was_not_seen_is_known(session):
    met, unmet, away = (
        child(session, name, birth=f"201{n}-01-01") for n, name in enumerate(("见", "没", "外"))
    )
    visit(session, met, "2026-11-02", guardianship="较好")
    visit(session, met, "2026-11-20", visit_type="电话走访", guardianship="说不好")
    visit(session, away, "2026-11-20", nobody_home="是")
    visit(session, unmet, "2026-10-30")
    made = reports.produce(session, Asked("visit-summary", period=NOVEMBER))
    assert [number(made, key) for key in ("registered", "visits", "met", "unmet", "nobody")] == [
        3,
        3,
        1,
        2,
        1,
    ]
    assert behind(made, "unmet") == {unmet, away}
    assert (number(made, "care.较好"), number(made, "care.未填")) == (1, 1)
    assert all(check.holds for check in made.checks())


def test_the_list_of_visits_says_nothing_of_a_childs_mind(session):
    one = child(session, "周小禾")
    visit(session, one, "2026-11-20", living="床铺整洁", mind="夜里哭")
    made = reports.produce(session, Asked("visit-list", period=NOVEMBER))
    assert "床铺整洁" in str(made.rows)
    assert "夜里哭" not in str(made)


def test_a_visit_keyed_in_later_belongs_to_the_month_in_which_it_was(session):
    one = child(session, "周小禾")
    december = at(session, 20)
    visit(december, one, "2026-11-29")
    asked = Asked("visit-list", period=NOVEMBER)
    assert len(reports.produce(december, asked).rows) == 1
    assert reports.produce(december, Asked("visit-list", NOVEMBER, date(2026, 11, 30))).rows == ()


def referral(session, whose):
    values = {"child": whose, "date": "2026-11-10", "state": "已转出", "urgency": "加急", "route": "12355"}
    return records.add(session, "referral", values | {"reason": "夜里惊醒", "consent": "同意"}).id


def test_referrals_are_told_by_count_and_of_nobody_by_name(session):
    for name in ("周小禾", "周小麦", "周小稻"):
        referral(session, child(session, name))
    made = reports.produce(session, Asked("referral-ledger"))
    assert (number(made, "count"), number(made, "state.已转出"), number(made, "urgency.加急")) == (3, 3, 3)
    assert made.children() == ()
    assert "夜里惊醒" not in str(made)


def test_a_small_number_of_referrals_is_hidden_in_table_workbook_and_year(session, tmp_path):
    referral(session, child(session, "周小禾"))
    asked = Asked("referral-ledger")
    made = reports.produce(session, asked)
    told = {leaf.key: cell for leaf, cell in zip(made.leaves(), made.total.cells, strict=True)}
    assert told["count"] == told["state.已转出"] == told["urgency.加急"] == Cell(said="不到3")
    assert told["state.结案"] == Cell(0)
    assert all(one.holds for one in made.checks())
    assert "不到3" in str(report_look.look(session, asked, "全文").grid.total)
    reports.make(session, asked, tmp_path / "转介.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "转介.xlsx").worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert values.count("不到3") == 6
    assert not {1, 2} & set(values)
    assert not [one for one in values if isinstance(one, str) and one.startswith("=SUM") and "B" in one]
    year = {line.labels[-1]: line.cells for line in reports.produce(session, Asked("yearly")).lines}
    assert [cell.said for cell in year["转介（份，只报个数）"]] == ["不到3", "", "不显示"]


def test_board_report_and_year_tell_the_same_numbers_of_referrals(session):
    """What one hides none of the others tells, whichever period is asked for."""
    days = ("2026-02-03", "2026-02-09", "2026-05-04", "2026-05-06", "2026-05-07", "2026-09-01", "2026-10-02")
    routes = ("12355", "12355", "学校", "学校", "12355", "学校", "12355")
    for at, (day, route) in enumerate(zip(days, routes, strict=True)):
        whose = child(session, f"周小{at}")
        records.add(session, "referral", {"child": whose, "date": day, "route": route, "urgency": "一般"})
    for text in ("2026", "2026-H1", "2026-H2", "2026-Q2", "2026-02", "2026-05", "2026-10"):
        asked = period.parse(text)
        made = reports.produce(session, Asked("referral-ledger", asked))
        told = [cell.said or str(cell.number) for cell in made.total.cells]
        assert told[0] == referral_counts.counts(session, asked).total.cells[1]
        assert not {"1", "2"} & set(told)
    year = {line.labels[-1]: line.cells for line in reports.produce(session, Asked("yearly")).lines}
    assert year["转介（份，只报个数）"][0] == Cell(7)


def test_a_village_head_meets_no_trace_of_referrals_in_any_report(session, tmp_path):
    head = session_in(tmp_path / "head", s3=False, role="村干部")
    with pytest.raises(Refused, match="没有这张表"):
        reports.produce(head, Asked("referral-ledger"))
    assert "转介" not in str(reports.produce(head, Asked("yearly")))
    with pytest.raises(Refused, match="不能导出"):
        report_look.shelf(head)
    head.ledger.close()


def test_referrals_by_name_need_right_and_reason(session, tmp_path):
    one = child(session, "周小禾")
    referral(session, one)
    made = reports.produce(session, Asked("referral-ledger", sealed="督导检查"))
    assert "夜里惊醒" in str(made.rows)
    assert reports.load_of(made, "全文").sealed > 0
    without = session_in(tmp_path / "other", s3=False)
    with pytest.raises(Refused, match="不能看保密记录"):
        reports.produce(without, Asked("referral-ledger", sealed="督导检查"))
    without.ledger.close()
    with pytest.raises(Refused, match="没有保密内容"):
        reports.produce(session, Asked("age", sealed="督导检查"))


def test_the_year_stands_beside_the_year_before(session):
    one = child(session, "周小禾", risk="红")
    visit(session, one, "2026-11-20")
    made = reports.produce(session, Asked("yearly"))
    lines = {line.labels[-1]: [cell.number for cell in line.cells] for line in made.lines}
    assert lines["走访（人次）"] == [1, 0, 1]
    assert lines["留守儿童"] == [1, 0, 1]
    assert lines["风险红色"] == [1, 0, 1]
    assert [line.labels[0] for line in made.lines] == sorted(
        (line.labels[0] for line in made.lines),
        key=["基本生活", "医疗康复", "基本公共教育", "心理健康关爱", "人身安全保护", "法定监护责任"].index,
    )


# ── one child's file ────────────────────────────────────────────────────────────────────────────────


def test_a_file_says_which_originals_are_missing(session):
    one = child(session, "周小禾", id_number=NUMBER)
    records.add(session, "attachment", {"child": one, "title": "户口本首页", "digest": "a" * 64})
    made = reports.produce(session, Asked("case-file", child=one))
    assert "身份证或户口本复印件" not in made.missing
    assert "委托照护协议（委托监护确认书）" in made.missing
    assert NUMBER in str(made.paper.blocks)
    hidden = reports.produce(session, Asked("case-file", child=one), "部分遮盖")
    assert NUMBER not in str(hidden.paper.blocks)
    assert hidden.paper.footer.masked


def test_a_file_takes_the_chosen_sections_and_sealed_ones_only_with_a_reason(session):
    one = child(session, "周小禾")
    visit(session, one, "2026-11-20", mind="夜里哭")
    whole = reports.produce(session, Asked("case-file", child=one))
    assert "夜里哭" not in str(whole.paper)
    part = reports.produce(session, Asked("case-file", child=one, sections=("visits",)))
    assert "走访记录" in str(part.paper.blocks)
    assert "健康与残疾" not in str(part.paper.blocks)
    sealed = reports.produce(session, Asked("case-file", child=one, sealed="个案会商"))
    assert "夜里哭" in str(sealed.paper)
    assert any(line.reason == "个案会商" for line in access.lines(session.ledger.connection))


@pytest.mark.parametrize(
    ("asked", "level", "sentence"),
    [
        (Asked("case-file"), "全文", "哪个孩子"),
        (Asked("case-file", child="ff"), "全文", "还没有这份档案"),
        (Asked("age"), "半文", "这一档"),
        (Asked("age", period=period.parse("2027-01")), "全文", "还没有开始"),
        (Asked("yearly", period=period.parse("2026-11")), "全文", "这种期间"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_a_sentence(session, asked, level, sentence):
    with pytest.raises(Refused, match=sentence):
        reports.produce(session, asked, level)


def test_a_file_cannot_be_made_nameless_and_knows_its_sections(session):
    one = child(session, "周小禾")
    with pytest.raises(Refused, match="不能去标识"):
        reports.produce(session, Asked("case-file", child=one), "去标识")
    with pytest.raises(Refused, match="没有“蛋糕”"):
        reports.produce(session, Asked("case-file", child=one, sections=("蛋糕",)))
    with pytest.raises(Refused, match="理由"):
        reports.produce(session, Asked("case-file", child=one, sections=("sealed",)))


# ── leaving the house ───────────────────────────────────────────────────────────────────────────────


def test_before_it_leaves_a_sheet_says_what_it_holds(session):
    child(session, "周小禾", id_number=NUMBER, phone="13800001111")
    made = reports.produce(session, Asked("mobile-roster"))
    assert reports.load_of(made, "全文").sentence == "只有数字，没有姓名和身份证号"
    made = reports.produce(session, Asked("village-roster"))
    assert reports.load_of(made, "全文").sentence == "这份表里有1个孩子，1个身份证号"
    hidden = reports.produce(session, Asked("village-roster"), "部分遮盖")
    assert reports.load_of(hidden, "部分遮盖").sentence.endswith("（中间已遮住）")
    assert reports.load_of(reports.produce(session, Asked("age")), "全文").children == 0


def test_nameless_means_that_nobody_is_recognised(session, tmp_path):
    row = child(session, "周小禾", id_number=NUMBER, phone="13800001111", note="爱吃糖")
    records.add(
        session, "guardian", {"child": row, "name": "王秀英", "relation": "祖母", "phone": "13800001111"}
    )
    reports.make(session, Asked("village-roster"), tmp_path / "a.xlsx", Terms("去标识"))
    words = " ".join(
        str(c.value) for line in openpyxl.load_workbook(tmp_path / "a.xlsx").active for c in line
    )
    for secret in ("周小禾", NUMBER, "13800001111", "王秀英", "3组12号", "爱吃糖", "2017-03-02"):
        assert secret not in words
    assert "周某" in words


def test_what_left_is_remembered_and_our_copy_can_be_taken_back(session, tmp_path):
    child(session, "周小禾", id_number=NUMBER)
    out = tmp_path / "a.xlsx"
    made = reports.make(session, Asked("village-roster"), out, Terms("全文", "云溪镇民政办", "季报"))
    [copy] = leaving.copies(session)
    assert (copy.id, copy.recipient, copy.purpose, copy.children, copy.there) == (
        made.id,
        "云溪镇民政办",
        "季报",
        1,
        True,
    )
    assert leaving.clear(session, made.id)
    assert not out.exists()
    [copy] = leaving.copies(session)
    assert (copy.cleared_on, copy.there) == ("2026-11-23", False)
    assert leaving.copies(session, uncleared=True) == []
    assert [line.act for line in access.lines(session.ledger.connection)] == ["clear", "export"]


def test_a_copy_that_was_changed_since_is_not_deleted(session, tmp_path):
    made = reports.make(session, Asked("age"), tmp_path / "a.xlsx")
    made.path.write_bytes(b"somebody's work")
    with pytest.raises(Refused, match="又改过"):
        leaving.clear(session, made.id)
    assert made.path.exists()
    made.path.unlink()
    assert not leaving.clear(session, made.id)


def test_nothing_is_written_where_a_cloud_looks(session, tmp_path):
    cloud = tmp_path / "OneDrive"
    cloud.mkdir()
    assert folders.synced_by(cloud, folders.system_probe())
    with pytest.raises(Refused, match="传到网上"):
        reports.make(session, Asked("age"), cloud / "a.xlsx")
    assert list(cloud.iterdir()) == []
    assert leaving.copies(session) == []


@pytest.mark.parametrize("out", ["nowhere/a.xlsx", "."])
def test_a_place_that_cannot_be_written_leaves_nothing_behind(session, tmp_path, out):
    with pytest.raises(Refused):
        reports.make(session, Asked("age"), tmp_path / out)
    assert leaving.copies(session) == []
    assert [one.name for one in tmp_path.iterdir()] == ["home"]


def test_a_file_that_is_open_elsewhere_stays_as_it_is(session, tmp_path):
    out = tmp_path / "a.xlsx"
    out.write_bytes(b"open")
    (tmp_path / ".~lock.a.xlsx#").touch()
    with pytest.raises(Refused, match="正开着"):
        reports.make(session, Asked("age"), out)
    assert out.read_bytes() == b"open"


def test_files_are_named_as_offices_name_them_and_the_next_is_another_version(session, tmp_path):
    def name():
        return leaving.file_name(session, "儿童年龄统计表", "age", TODAY, ".xlsx")

    assert name() == "云溪镇河湾村儿童年龄统计表_20261123_v1.xlsx"
    reports.make(session, Asked("age"), tmp_path / "a.xlsx")
    assert name() == "云溪镇河湾村儿童年龄统计表_20261123_v2.xlsx"


def test_a_township_counts_by_village_with_a_sum(tmp_path):
    session = session_in(tmp_path / "home")
    one, two = child(session, "甲", birth="2016-01-01"), child(session, "乙", birth="2015-01-01")
    records.edit(session, "child", two, {"unit": "990101001002"})
    identity = session.ledger.identity
    object.__setattr__(identity, "level", "township")
    object.__setattr__(identity, "unit", "990101001")
    for code, name in (("990101001002", "石桥村"), ("990101001003", "柳湾村")):
        peer = Peer(name, "village", code, name, "", "")
        links.add(session.ledger.connection, peer, epoch=1, s3=False, rid=identity.rid)
    made = reports.produce(session, Asked("age"))
    assert [line.labels for line in made.lines] == [("990101001001",), ("石桥村",), ("柳湾村",)]
    assert [line.cells[0].children for line in made.lines] == [(one,), (two,), ()]
    assert made.total.cells[0].number == 2
    assert all(check.holds for check in made.checks())
    session.ledger.close()


def test_villages_without_a_desk_stand_by_their_names_and_a_past_day_keeps_its_lines(tmp_path):
    base = townships.made()
    session = townships.opened(townships.copied(tmp_path / "town", base), base, SetClock(NOW))
    townships.fill(session, 4, many=2)
    [first, second] = villages.every(session)
    made = reports.produce(session, Asked("age"))
    assert [line.labels for line in made.lines] == [(first.name,), (second.name,)]
    assert [line.cells[0].number for line in made.lines] == [2, 2]
    later = townships.opened(session.ledger.home, base, SetClock(NOW + timedelta(days=3)))
    villages.take_in(later, villages.look(later, f"{townships.unit(7)} 白水村 王小一 10400000001"))
    records.edit(later, "village", second.id, {"ended_on": (NOW + timedelta(days=2)).date().isoformat()})
    later_view = reports.view(later, Asked("age", as_of=NOW.date()))
    past = reports.produce(later, Asked("age", as_of=NOW.date()))
    assert [line.labels for line in past.lines] == [line.labels for line in made.lines]
    now = reports.produce(later, Asked("age"))
    assert [line.labels for line in now.lines] == [(first.name,), (second.name,), ("白水村",)]
    # Of a unit that stands on no list the town is told, never a bare number.
    names = report_view.unit_names(later, later_view.snapshot)
    assert "白水村" in names.values(), "a village written down since had its name before"
    assert report_view.named("430725103009", names) == "热市镇（430725103009）"
    assert report_view.named("430725103", names) == "热市镇"
    later.ledger.close()

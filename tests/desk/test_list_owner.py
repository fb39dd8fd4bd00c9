"""Whose a list is: a school's and 低保's are compared, her own is taken in, however it is called."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import comparing, importing, list_owner
from childdesk.desk.list_owner import RELIEF, SCHOOL
from tests.desk import made
from tests.desk.test_importing import FIRST, SECOND, number, workbook

BOY, GIRL = number("20160302", 11), number("20170612", 22)
MAN, WOMAN = number("19850302", 31), number("19860612", 42)

PUPILS = (
    ["1", "石一禾", "男", BOY, "三年级", "1", "石大勇", "10400001111"],
    ["2", "龙思雨", "女", GIRL, "三年级", "1", "龙安平", "10400002222"],
)
NUMBERED = tuple([*row, f"G{row[3]}"] for row in PUPILS)
PUPIL_HEAD = "序号 姓名 性别 身份证号 年级 班级 家长姓名 家长电话".split()
HOUSEHOLD_HEAD = "序号 户主姓名 低保证号 姓名 与户主关系 性别 身份证号 享受人口 月保障金额".split()
HOUSEHOLD = (
    ["1", "石大勇", "D0101", "石大勇", "户主", "男", MAN, "4", "1200"],
    ["2", "石大勇", "D0101", "龙小妹", "配偶", "女", WOMAN, "4", "1200"],
    ["3", "石大勇", "D0101", "石一禾", "之子", "男", BOY, "4", "1200"],
    ["4", "石大勇", "D0101", "石思雨", "之女", "女", GIRL, "4", "1200"],
)

THEIRS = [
    ("学生名册", PUPIL_HEAD, PUPILS, SCHOOL),
    ("河湾小学三年级1班花名册", PUPIL_HEAD, PUPILS, SCHOOL),
    ("2026年秋季在校生花名册", PUPIL_HEAD, PUPILS, SCHOOL),
    ("河湾小学留守学生名单", PUPIL_HEAD, PUPILS, SCHOOL),
    ("", [*PUPIL_HEAD, "学籍号"], tuple([*row, f"G{row[3]}"] for row in PUPILS), SCHOOL),
    ("", [*PUPIL_HEAD, "学籍号", "是否留守儿童"], tuple([*row, "否"] for row in NUMBERED), SCHOOL),
    ("河湾村农村低保花名册", HOUSEHOLD_HEAD, HOUSEHOLD, RELIEF),
    ("城乡最低生活保障对象明细表", HOUSEHOLD_HEAD, HOUSEHOLD, RELIEF),
    ("特困供养人员名册", HOUSEHOLD_HEAD, HOUSEHOLD, RELIEF),
    ("", HOUSEHOLD_HEAD, HOUSEHOLD, RELIEF),
]
THIRD = ["3", "石思雨", "女", number("20210506", 28), "", "", "石大勇", "10400001111", ""]
MANY_SCHOOLS = tuple(
    [*row, school]
    for row, school in zip((*NUMBERED, THIRD), ("河湾小学", "云溪镇中心小学", "小太阳幼儿园"), strict=True)
)
OWN_HEAD = "序号 姓名 性别 身份证号 学籍号 年级 班级 监护人姓名 监护关系 留守类型 外出地点".split()
OWN = (
    ["1", "石一禾", "男", BOY, "", "三年级", "1班", "石老太", "奶奶", "父母双方外出", "广东省东莞市"],
    ["2", "龙思雨", "女", GIRL, "", "三年级", "1班", "龙老汉", "爷爷", "父母双方外出", "浙江省宁波市"],
)
POOR_HEAD = "序号 户主 享受人口 姓名 性别 身份证号 监护人姓名 监护关系 儿童类别 月保障金额".split()
POOR = (
    ["1", "石大勇", "4", "石一禾", "男", BOY, "石老太", "奶奶", "困境儿童", "420"],
    ["2", "龙安平", "3", "龙思雨", "女", GIRL, "龙老汉", "爷爷", "困境儿童", "420"],
)
HERS = [
    ("留守儿童花名册", OWN_HEAD, OWN),
    ("留守学生花名册", PUPIL_HEAD, PUPILS),
    ("在校学生摸底表", PUPIL_HEAD, PUPILS),
    ("", OWN_HEAD, OWN),
    ("", PUPIL_HEAD, PUPILS),
    ("云溪镇河湾村0—16岁儿童名单", [*PUPIL_HEAD, "学籍号"], NUMBERED),
    ("", ["流动儿童姓名" if word == "姓名" else word for word in [*PUPIL_HEAD, "学籍号"]], NUMBERED),
    ("", [*PUPIL_HEAD, "学籍号", "就读学校"], MANY_SCHOOLS),
    ("河湾村困境儿童（低保家庭）花名册", POOR_HEAD, POOR),
    ("河湾村低保家庭儿童台账", POOR_HEAD, POOR),
    ("", POOR_HEAD, POOR),
    ("留守儿童参保情况登记表", [*OWN_HEAD[:10], "参保情况"], OWN),
]


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    opened = made.session_in(tmp_path_factory.mktemp("owners") / "home")
    yield opened
    opened.ledger.close()


def book(path, title, head, rows):
    made_ = openpyxl.Workbook()
    sheet = made_.active
    if title:
        sheet.append([title])
    for row in (head, *rows):
        sheet.append(row)
    made_.save(path)
    return path


def owner(session, path):
    plan = importing.plan(session, path)
    return list_owner.owner(plan.sheets, plan.file, session.today)


@pytest.mark.parametrize(("title", "head", "rows", "who"), THEIRS)
def test_a_list_that_somebody_else_keeps_is_known_by_its_words_and_columns(
    empty, tmp_path, title, head, rows, who
):
    found = owner(empty, book(tmp_path / "表.xlsx", title, head, rows))

    assert found.who == who
    assert "“" in found.why


@pytest.mark.parametrize(("title", "head", "rows"), HERS)
def test_her_own_list_is_never_taken_for_somebody_elses(empty, tmp_path, title, head, rows):
    assert owner(empty, book(tmp_path / "表.xlsx", title, head, rows)) is None


def test_a_village_that_sent_a_list_of_pupils_keeps_it(empty, tmp_path):
    path = book(tmp_path / "表.xlsx", "学生名册", ["填报单位：云溪镇河湾村"], (PUPIL_HEAD, *PUPILS))

    assert owner(empty, path) is None


def test_with_nobody_in_the_register_there_is_nothing_to_compare_with(session, tmp_path):
    path = book(tmp_path / "表.xlsx", "学生名册", PUPIL_HEAD, PUPILS)
    assert comparing.keeper(session, importing.plan(session, path)) is None

    importing.apply(session, importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST, SECOND)))

    assert comparing.keeper(session, importing.plan(session, path)).who == SCHOOL


def test_grown_ups_of_a_list_are_counted_and_not_compared(session, tmp_path):
    importing.apply(session, importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST, SECOND)))
    path = book(tmp_path / "表.xlsx", "农村低保花名册", HOUSEHOLD_HEAD, HOUSEHOLD)

    found = comparing.compare(session, importing.plan(session, path))

    assert [line.name for line in found.of(comparing.THERE)] == ["石一禾", "石思雨"]
    assert (found.rows, found.grown, found.same) == (4, 2, 0)

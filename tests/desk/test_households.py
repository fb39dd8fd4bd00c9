"""Which household a row means: heads of one name are told apart, a known household keeps its children."""

from __future__ import annotations

import pytest

from childdesk.desk import importing, villages
from childdesk.store import reader
from tests.desk import made, paired
from tests.desk.test_importing import workbook

HEAD = ["村民组", "户主姓名", "家庭人口", "儿童姓名", "出生日期", "父亲姓名"]
ONE = ["2组", "艾力·热依汗", "5人", "吐尔逊·艾力", "2018-03-02", "艾力·热依汗"]
TWO = ["2组", "艾力·热依汗", "3", "阿依努尔·凯丽", "2016-07-19", "凯丽·依米提"]


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


def brought_in(session, path, *rows, head=HEAD):
    """(number of households, child → (head, size)) after a list is imported; and the plan."""
    plan = importing.plan(session, workbook(path, *rows, head=head))
    importing.apply(session, plan)
    homes = dict(reader.everyone(session.ledger.connection, "household"))
    lives = {
        raw["name"]: (homes[raw["household"]]["head"], homes[raw["household"]]["size"])
        for _, raw in reader.everyone(session.ledger.connection, "child")
    }
    return len(homes), lives, plan.sheets[0]


def test_two_families_whose_heads_bear_one_name_are_two_households(session, tmp_path):
    number, lives, _ = brought_in(session, tmp_path / "a.xlsx", ONE, TWO)

    assert number == 2
    assert lives == {"吐尔逊·艾力": ("艾力·热依汗", 5), "阿依努尔·凯丽": ("艾力·热依汗", 3)}

    again = brought_in(session, tmp_path / "a.xlsx", ONE, TWO)
    assert (again[0], again[2].same) == (2, 2)


def test_children_of_one_father_live_together_whatever_number_stands_beside_them(session, tmp_path):
    brother = [*ONE[:2], "4", "木合塔尔·艾力", "2020-01-05", ONE[5]]

    number, lives, _ = brought_in(session, tmp_path / "a.xlsx", ONE, brother)

    assert number == 1
    assert set(lives.values()) == {("艾力·热依汗", 5)}


def test_what_a_newer_list_says_of_a_household_is_taken(session, tmp_path):
    brought_in(session, tmp_path / "a.xlsx", ONE, TWO)
    baby = [*ONE[:2], "6", "木合塔尔·艾力", "2026-01-05", ONE[5]]

    number, lives, sheet = brought_in(session, tmp_path / "b.xlsx", [*ONE[:2], "6", *ONE[3:]], TWO, baby)

    assert number == 2
    assert lives["吐尔逊·艾力"] == lives["木合塔尔·艾力"] == ("艾力·热依汗", 6)
    assert lives["阿依努尔·凯丽"] == ("艾力·热依汗", 3)
    assert (sheet.added, sheet.changed, sheet.same) == (1, 1, 1)


def test_a_list_without_household_numbers_finds_the_household_that_has_one(session, tmp_path):
    head = ["户编号", *HEAD]
    brought_in(session, tmp_path / "a.xlsx", ["17", *ONE], head=head)

    number, _, sheet = brought_in(session, tmp_path / "b.xlsx", ONE)
    assert (number, sheet.same) == (1, 1)

    number, _, sheet = brought_in(session, tmp_path / "c.xlsx", ["17", *ONE], ["18", *TWO], head=head)
    assert (number, sheet.same, sheet.added) == (2, 1, 1)


NUMBERED = ["户号", "户主姓名", "家庭人口", "儿童姓名", "出生日期", "父亲姓名"]
FIRST = ["0556", "陶秀珍", "6", "于家豪", "2020-08-11", "于朝阳"]
SISTER = ["0556", "陶秀珍", "6", "于雨洁", "2024-09-09", "于朝阳"]
SAME_NUMBER = ["0556", "龚兴旺", "5", "龚志航", "2017-04-06", "龚林"]


@pytest.mark.parametrize("rows", [(FIRST, SISTER, SAME_NUMBER), (SAME_NUMBER, FIRST, SISTER)])
def test_one_number_under_two_heads_who_share_no_child_is_two_households(session, tmp_path, rows):
    """Each group counts its households from 1, and a list of all groups does not always name the group."""
    number, lives, _ = brought_in(session, tmp_path / "a.xlsx", *rows, head=NUMBERED)

    assert number == 2
    assert lives["于家豪"] == lives["于雨洁"] == ("陶秀珍", 6)
    assert lives["龚志航"] == ("龚兴旺", 5)

    baby = ["0556", "龚兴旺", "5", "龚小北", "2025-01-06", "龚林"]
    number, lives, sheet = brought_in(session, tmp_path / "b.xlsx", *reversed(rows), baby, head=NUMBERED)
    assert (number, sheet.same, sheet.added) == (2, 3, 1)
    assert lives["龚小北"] == ("龚兴旺", 5)


def test_a_household_that_has_another_head_this_year_stays_one(session, tmp_path):
    brought_in(session, tmp_path / "a.xlsx", FIRST, SISTER, head=NUMBERED)
    rows = [[one[0], "于朝阳", "5", *one[3:]] for one in (FIRST, SISTER)]

    number, lives, sheet = brought_in(session, tmp_path / "b.xlsx", *rows, head=NUMBERED)

    assert (number, sheet.added) == (1, 0)
    assert set(lives.values()) == {("于朝阳", 5)}


def test_of_two_groups_that_count_from_one_each_keeps_its_households(session, tmp_path):
    head = ["户号", "村民组", "户主姓名", "家庭人口", "儿童姓名", "出生日期"]
    rows = [
        ["1", "1组", "陶秀珍", "6", "于家豪", "2020-08-11"],
        ["1", "2组", "龚兴旺", "5", "龚志航", "2017-04-06"],
    ]
    brought_in(session, tmp_path / "a.xlsx", rows[0], head=head)

    number, lives, _ = brought_in(session, tmp_path / "b.xlsx", *rows, head=head)

    assert number == 2
    assert lives == {"于家豪": ("陶秀珍", 6), "龚志航": ("龚兴旺", 5)}


TOGETHER = ["姓名", "性别", "出生日期", "村", "户号", "户主姓名", "父亲姓名"]
MOVED = (
    ["钱一一", "男", "2015-03-04", "河湾村", "12", "钱大山", "钱大山"],
    ["钱二二", "女", "2017-03-04", "河湾村", "12", "钱大山", "钱大山"],
    ["孙三三", "女", "2016-01-04", "石桥村", "12", "孙大水", "孙大水"],
    ["孙五五", "男", "2020-01-04", "石桥村", "12", "孙大水", "孙大水"],
)


def test_a_household_that_stood_with_the_township_goes_to_its_village_and_is_not_made_twice(tmp_path):
    town = paired.desk(tmp_path / "town", paired.TOWN)

    def taken(*rows: list[str]) -> list[tuple[str, str, int]]:
        path = tmp_path / "全镇花名册.xlsx"
        importing.apply(town, importing.plan(town, workbook(path, *rows, head=TOGETHER)))
        connection = town.ledger.connection
        lives = [raw["household"] for _, raw in reader.everyone(connection, "child")]
        return sorted(
            (str(raw["head"]), str(raw["unit"]), lives.count(row))
            for row, raw in reader.everyone(connection, "household")
        )

    assert taken(*MOVED[:3]) == [("孙大水", paired.TOWN, 1), ("钱大山", paired.TOWN, 2)]
    villages.take_in(town, villages.look(town, f"河湾村 {paired.ONE}"))
    assert taken(*MOVED[:3]) == [("孙大水", paired.TOWN, 1), ("钱大山", paired.ONE, 2)]
    villages.take_in(town, villages.look(town, f"石桥村 {paired.TWO}"))
    assert taken(MOVED[3], *MOVED[:3]) == [("孙大水", paired.TWO, 2), ("钱大山", paired.ONE, 2)], (
        "a new sister comes first"
    )
    assert taken(*MOVED) == [("孙大水", paired.TWO, 2), ("钱大山", paired.ONE, 2)]
    town.ledger.close()

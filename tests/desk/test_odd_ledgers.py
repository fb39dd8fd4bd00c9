"""Holds the import to ledgers as villages keep them, each written by hand and checked cell by cell."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.styles import Font, PatternFill

from childdesk.desk import importing
from childdesk.domain.errors import Refused
from childdesk.domain.identity import check_digit


def number(birth: str, order: int) -> str:
    """An identity number of a province that does not exist."""
    digits = f"990101{birth}{order:03d}"
    return digits + check_digit(digits)


YU, RAN, SI = number("20150312", 122), number("20170809", 131), number("20120130", 248)
DAYONG, ANPING = number("19850101", 117), number("19830505", 233)


def fields(made):
    return [column.field for column in made.sheets[0].columns]


def rows(made):
    return [row.texts for row in made.sheets[0].rows]


def remarks(made, row):
    return [(one.column, one.level, one.text) for one in made.sheets[0].issues if one.row == row]


def test_a_township_list_with_villages_and_three_telephones(planned):
    made = planned(
        [
            ["附件3"],
            ["云溪镇2026年农村留守儿童花名册"],
            ["填报单位（盖章）：", None, None, None, "填报时间：2026年11月"],
            "序号 所在村 组别 儿童姓名 身份证号码 父亲姓名 联系电话 母亲姓名 联系电话 现在由谁照看 与儿童关系"
            " 联系电话 就读学校及年级 备注".split(),
            [
                1,
                "河湾村",
                "一组",
                "石雨桐",
                YU,
                "石大勇",
                "13907360001",
                "向春花",
                "15807360001",
                "石老太",
                "奶奶",
                "15207360009",
                "河湾小学三年级",
                "家庭困难",
            ],
            [2, "大坪村", "二组", "龙思雨", SI, "龙安平", "13907360002", "向春花", "15807360001"],
            ["合计", None, None, 2],
            ["填表人：张三", None, None, None, "审核人：李四"],
        ]
    )
    assert (
        fields(made)
        == (
            "row.number place.village child.village_group child.name child.id_number father.name father.phone"
            " mother.name mother.phone guardian.name guardian.relation guardian.phone child.school child.note"
        ).split()
    )
    first, second = rows(made)
    assert (first["guardian.name"], first["guardian.phone"]) == ("石老太", "15207360009")
    assert (second["child.name"], second.get("guardian.name")) == ("龙思雨", None)
    assert (1, "doubtful", "不是本村：大坪村") in remarks(made, 6)
    assert remarks(made, 5) == []


def test_father_and_mother_over_name_telephone_and_number(planned):
    made = planned(
        [
            ["困境儿童信息登记表"],
            ["序号", "儿童基本信息", None, None, "父亲", None, None, "母亲", None, None, "困境类型"],
            [None, "姓名", "民族", "身份证号", *("姓名", "电话", "身份证") * 2],
            [1, "石雨桐", "土家", YU, "石大勇", "13907360001", DAYONG, "向春花", "15807360001", None, "低保"],
            [
                2,
                "石浩然",
                "土家",
                RAN,
                "石大勇",
                "13907360001",
                DAYONG,
                "向春花",
                "15807360001",
                None,
                "重残",
            ],
        ],
        *"A1:K1 A2:A3 B2:D2 E2:G2 H2:J2 K2:K3".split(),
    )
    assert fields(made)[1:7] == (
        "child.name child.nation child.id_number father.name father.phone father.id_number".split()
    )
    assert fields(made)[7:10] == ["mother.name", "mother.phone", "mother.id_number"]
    assert rows(made)[1]["father.id_number"] == DAYONG
    assert made.sheets[0].added == 2
    assert not [one for one in made.sheets[0].issues if one.level == "impossible"]


def test_numbers_and_days_that_excel_and_people_have_spoilt(planned):
    head = "姓名 身份证号码 出生日期 监护人 监护人身份证 手机号".split()
    made = planned(
        [
            head,
            ["石雨桐", float(YU[:15] + "000"), "2015-03-12", "石大勇", DAYONG, 13907360001],
            ["石浩然", "990101170809131", "2017.8.9", "石大勇", None, "13907360001/15807360001"],
            ["龙思雨", "9.90101E+17", "2012年1月30日", "龙安平", ANPING[:17] + "Y", "139-0736-0002"],
            [
                "麻小军（已迁出）",
                f" {YU[:14]} {YU[14:]} ",
                "20150312",
                "麻金贵",
                "同上",
                "13907360003（爷爷）",
            ],
            ["吴佳怡", "待补", "农历二〇一二年五月廿一", "吴长生", "—", "无"],
            ["王*五", SI, "", "王老五", None, None],
        ]
    )
    texts = rows(made)
    assert (texts[0]["child.id_number"], texts[0]["child.birth"]) == ("", "2015-03-12")
    assert "后三位被表格损坏" in remarks(made, 2)[0][2]
    assert any("孩子没有15位证件号" in text for _, _, text in remarks(made, 3))
    assert (texts[1]["guardian.phone"], texts[2]["guardian.phone"]) == ("13907360001", "13907360002")
    assert (texts[3]["child.name"], texts[3]["child.id_number"]) == ("麻小军", YU)
    assert (2, "doubtful", "这是农历生日，先照农历记，请问清公历是哪一天") in remarks(made, 6)
    assert texts[4]["child.birth"] == "农历2012-05-21"
    assert (0, "impossible", "名字被星号遮住了，请看证件") in remarks(made, 7)
    assert [row.outcome for row in made.sheets[0].rows] == ["add"] * 5 + ["reject"]


def test_a_household_merged_over_its_children_and_a_certificate_that_says_it_all(planned):
    made = planned(
        [
            "户主姓名 户口本编号 家庭人口 儿童姓名 与户主关系 残疾人证号 残疾类别及等级 监护人及电话".split(),
            ["石大勇", "0012", 5, "石雨桐", "长女", YU + "42", "肢体二级", "石大勇 13907360001"],
            [None, None, None, "石浩然", "长子", None, "无残疾", "石大勇 13907360001"],
            ["小计", None, None, 2],
            ["注：本表一式两份"],
        ],
        *"A2:A3 B2:B3 C2:C3".split(),
    )
    assert [name or "item" for name in fields(made)] == (
        "household.head household.number household.size child.name item child.disability_certificate"
        " child.disability_type guardian.name".split()
    )
    first, second = rows(made)
    assert (first["child.disability_type"], first["child.disability_level"]) == ("肢体", "二级")
    assert (first["guardian.name"], first["guardian.phone"]) == ("石大勇", "13907360001")
    assert (second["household.number"], second["child.disability_type"]) == ("0012", "")
    assert [passed.text for passed in made.sheets[0].issues if passed.row > 3 and passed.column is None] == [
        "不是孩子：合计",
        "不是孩子：表尾",
    ]


def test_rows_that_are_struck_out_red_or_hidden_are_told(planned):
    def dress(sheet):
        for column in range(1, 4):
            sheet.cell(2, column).font = Font(strike=True)
            sheet.cell(3, column).fill = PatternFill("solid", fgColor="FFFF0000")
        sheet.row_dimensions[4].hidden = True

    made = planned(
        [
            ["姓名", "身份证号", "学校"],
            ["石雨桐", YU, "河湾小学"],
            ["石浩然", RAN, "河湾小学"],
            ["龙思雨", SI, "河湾小学"],
            ["田一鸣", number("20160215", 579), "河湾小学"],
        ],
        dress=dress,
    )
    assert [remarks(made, row)[-1:] for row in (2, 3, 4, 5)] == [
        [(None, "doubtful", "这一行划掉了，像是已迁走。照样收，请您看")],
        [(None, "doubtful", "这一行涂了红色，像是已迁走。照样收，请您看")],
        [(None, "note", "这一行在表里是隐藏的，照样收")],
        [],
    ]


def test_a_name_struck_out_and_a_red_row_with_one_plain_cell_are_told_a_red_table_is_not(planned):
    rows = [["石雨桐", YU, "河湾小学", "汉族", "女", "无"], ["石浩然", RAN, "河湾小学", "汉族", "男", "无"]]
    head = ["姓名", "身份证号", "学校", "民族", "性别", "备注"]
    others = [[f"田一{sign}", number("20160215", 100 + at), *rows[0][2:]] for at, sign in enumerate("甲乙丙")]

    def dress(sheet):
        sheet.cell(2, 1).font = Font(strike=True)
        for column in range(1, 6):
            sheet.cell(3, column).fill = PatternFill("solid", fgColor="FFFF0000")

    def all_red(sheet):
        for row in range(2, 7):
            for column in range(1, 7):
                sheet.cell(row, column).fill = PatternFill("solid", fgColor="FFFF0000")

    def told(made):
        return [row for row in range(2, 7) if any("像是已迁走" in text for _, _, text in remarks(made, row))]

    assert told(planned([head, *rows, *others], dress=dress)) == [2, 3]
    assert told(planned([head, *rows, *others], dress=all_red)) == []


def test_a_telephone_beside_several_people_is_asked_about_once(planned):
    head = ["姓名", "出生日期", "监护人姓名", "监护人电话"]
    others = [[f"王{a}", f"2015-0{n}-02", f"张{a}", "10400000001"] for n, a in enumerate("甲乙丙", 1)]
    brothers = [[f"李{a}", f"2016-0{n}-02", "赵秀英", "10400000002"] for n, a in enumerate("丁戊己庚", 1)]

    made = planned([head, *others, *brothers])
    family = [["姓名", "父亲姓名", "父亲电话", "母亲姓名", "母亲电话", "监护人姓名", "监护人电话"]]
    family += [
        [f"王{a}", "王大", "10400000003", "张二", "10400000003", "李奶", "10400000003"] for a in "甲乙丙"
    ]
    cousins = [[f"周{a}", f"周大{a}", "", "", "", "李奶", "10400000003"] for a in "丁戊己庚"]
    assert not [one for one in planned([*family, *cousins]).sheets[0].issues if "这个电话" in one.text]

    told = [
        (row, column) for row in range(1, 9) for column, _, text in remarks(made, row) if "这个电话" in text
    ]
    assert told == [(2, 3)]
    assert remarks(made, 2)[-1][2] == "这个电话写在3行里，像是3家的。请问清是谁的"


def test_columns_that_contradict_each_other_are_told(planned):
    made = planned(
        [
            ["姓名", "性别", "身份证号", "出生日期", "年龄"],
            ["石雨桐", "男", YU, "2015-03-12", 11],
            ["石浩然", "男", RAN, "2017-09-08", 9],
            ["龙思雨", "女", SI, "2012-01-30", 9],
        ]
    )
    assert remarks(made, 2) == [(1, "doubtful", "性别与证件号不一致")]
    assert remarks(made, 3) == [(3, "doubtful", "出生日期与证件号不一致")]
    assert remarks(made, 4) == [(4, "doubtful", "年龄与出生日期不一致，按出生日期算")]


@pytest.mark.parametrize(
    ("born", "said", "told"),
    [
        (2019.1, 14, True),
        (2019.1, 8, False),
        (2019.1, 7, False),
        (2019.1, 5, False),
        (2019.1, 4, True),
        ("2019年13月", 14, True),
        ("不清楚", 14, False),
    ],
)
def test_an_age_is_held_against_what_stands_of_a_birthday_that_is_not_taken(planned, born, said, told):
    made = planned([["姓名", "出生年月", "年龄"], ["石雨桐", born, said], ["龙思雨", "2012-01-30", 14]])
    assert any(text.startswith("年龄与出生日期不一致") for _, _, text in remarks(made, 2)) is told


def test_an_age_is_held_against_the_day_in_a_harmed_number(planned):
    lines = [
        ["姓名", "身份证号", "年龄"],
        ["石雨桐", YU[:17], 5],
        ["石浩然", RAN[:17], 9],
        ["龙思雨", SI, 14],
    ]
    made = planned(lines)
    assert "年龄与出生日期不一致，按出生日期算" in [text for _, _, text in remarks(made, 2)]
    assert "年龄与出生日期不一致，按出生日期算" not in [text for _, _, text in remarks(made, 3)]


def test_a_second_name_beside_the_relation_is_the_guardians(planned):
    made = planned(
        [
            ["姓名", "关系", "姓名", "电话", "住址"],
            ["石雨桐", "父女", "石大勇", "13907360001", "一组"],
            ["龙思雨", "父女", "龙安平", "13907360002", "一组"],
        ]
    )
    assert fields(made) == (
        "child.name guardian.relation guardian.name guardian.phone child.live_address".split()
    )


def test_ages_behind_a_guardian_that_are_a_grown_ups_are_not_the_childs(planned):
    names = ["石雨桐", "石浩然", "龙思雨", "田一鸣"]
    people = ["石大勇", "石老太", "龙安平", "田老汉"]
    bare = [[name, "男", who, 38 + 9 * at] for at, (name, who) in enumerate(zip(names, people, strict=True))]
    made = planned([["姓名", "性别", "监护人", "年龄"], *bare])
    assert [row.outcome for row in made.sheets[0].rows] == ["add"] * 4
    assert (made.sheets[0].columns[3].field, made.sheets[0].columns[3].extra) == (None, "年龄")
    own = [[name, "男", who, 8 + at] for at, (name, who) in enumerate(zip(names, people, strict=True))]
    assert fields(planned([["姓名", "性别", "监护人", "年龄"], *own]))[3] == "child.age"


def test_headers_whose_merges_were_lost_and_a_line_of_units(planned):
    made = planned(
        [
            ["序号", "儿童信息", None, "父亲", None, "监护人情况", None, "保障情况"],
            [None, "姓名", "身份证号", "姓名", "电话", "姓名", "与儿童关系", "月补助金额"],
            [None, None, None, None, None, None, None, "元"],
            [1, "石雨桐", YU, "石大勇", "13907360001", "石老太", "奶奶", 400],
            [2, "龙思雨", SI, "龙安平", "13907360002", "龙老汉", "爷爷", 400],
        ]
    )
    assert fields(made) == (
        "row.number child.name child.id_number father.name father.phone guardian.name guardian.relation"
        " child.amount".split()
    )
    assert made.sheets[0].header_rows == (1, 2, 3)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (
            [
                ["困境儿童登记表"],
                ["姓名", "石雨桐", "性别", "女"],
                ["身份证号", YU, "出生日期", "2015-03-12"],
                ["家庭住址", "一组", "监护人", "石大勇"],
                ["健康状况", "健康", "就读学校", "河湾小学"],
            ],
            "这是一人一张的登记表",
        ),
        (
            [
                ["村名", "留守儿童数", "男", "女"],
                ["河湾村", 23, 12, 11],
                ["大坪村", 11, 6, 5],
                ["合计", 34, 18, 16],
            ],
            "这是汇总数字，不是名单",
        ),
        (
            [
                ["姓名", "性别", "身份证号", "职务"],
                ["石大勇", "男", DAYONG, "委员"],
                ["龙安平", "男", ANPING, "主任"],
                ["石二勇", "男", DAYONG, "委员"],
            ],
            "名单里都是成年人",
        ),
        (
            [
                ["序号", "考核项目", "考核内容", "分值", "得分"],
                [1, "阵地建设", "有固定场所", 10, None],
                [2, "队伍建设", "配备儿童主任", 10, None],
            ],
            "这是项目、指标或任务的表，不是名单",
        ),
    ],
)
def test_what_is_no_roster_is_refused_with_its_reason(planned, lines, why):
    with pytest.raises(Refused, match=why):
        planned(lines)


def test_a_township_is_asked_once(planned, session):
    head = ["姓名", "身份证号", "星光类别"]
    lines = [head, ["石雨桐", YU, "留守儿童"], ["龙思雨", SI, "留守儿童"]]
    answered = planned(lines, answers={"星光类别": "child.categories"})
    importing.apply(session, answered)
    again = planned([head, ["石浩然", RAN, "留守儿童"], ["田一鸣", number("20160215", 579), "孤儿"]])
    column = again.sheets[0].columns[2]
    assert (column.field, column.decided) == ("child.categories", "memory")


def test_two_telephones_in_a_cell_change_nothing_the_second_time(planned, session):
    lines = [["姓名", "身份证号", "监护人", "手机号"]]
    lines += [
        ["石雨桐", YU, "石大勇", "13907360001/15807360001"],
        ["龙思雨", SI, "龙安平", "0736-5212345、13907360004"],
    ]
    importing.apply(session, planned(lines))
    again = planned(lines).sheets[0]
    assert (again.added, again.changed, again.same, again.rejected) == (0, 0, 2, 0)


def test_namesakes_of_one_list_are_two_children_when_all_else_differs(planned):
    head = ["姓名", "性别", "组别", "学校", "年级"]
    lines = [
        head,
        ["石雨桐", "女", "一组", "河湾小学", "三年级"],
        ["龙思雨", "女", "二组", "河湾小学", "四年级"],
    ]
    made = planned(
        [*lines, ["石雨桐", "女", "三组", "镇中学", "七年级"], ["石雨桐", "女", "一组", "河湾小学", "三年级"]]
    )
    assert [row.outcome for row in made.sheets[0].rows][:3] == ["add", "add", "add"]
    assert made.sheets[0].rows[3].outcome != "add"
    assert remarks(made, 4) == [(0, "doubtful", "与第2行同名，别的不一样，当两个孩子收。请您看")]


@pytest.mark.parametrize(
    ("head", "one", "other", "two"),
    [
        # no number and no birthday: the ages tell
        (["年龄"], ["", 3], ["正在办理", 0], True),
        (["年龄"], ["", 3], ["", 2], False),
        (["年龄"], [YU, 11], ["正在办理", 0], True),
        (["年龄"], [YU, 11], ["正在办理", 10], False),
        # a number that is not taken still holds a birthday
        (["父亲姓名"], [YU, "石大勇"], [SI[:6] + SI[8:17], "石大勇"], True),
        (["父亲姓名"], [YU, "石大勇"], [SI[:17], "石大勇"], True),
        (["父亲姓名"], [YU, "石大勇"], [YU[:17], "石大勇"], False),
        (["父亲姓名"], [YU, "石大勇"], [YU[:13] + "3" + YU[14:17], "石大勇"], False),
        (["父亲姓名"], [YU[:17], "石大勇"], [SI[:17], "石大勇"], True),
        # a day that may be one of two holds its year
        (["出生年月"], ["", 2012.1], ["", 2015.1], True),
        (["出生年月"], ["", 2012.1], ["", 2012.1], False),
    ],
)
def test_two_of_one_name_in_one_list_are_two_where_their_births_cannot_be_one(planned, head, one, other, two):
    """Also where the number or the day is not taken; where it could be one child, a person is asked."""
    made = planned([["姓名", "身份证号", *head], ["石雨桐", *one], ["石雨桐", *other]]).sheets[0]
    assert [row.outcome for row in made.rows] == ["add", "add" if two else "reject"]
    said = [issue.text for issue in made.issues if issue.row == 3]
    assert ("与第2行同名，别的不一样，当两个孩子收。请您看" in said) is two


def test_two_namesakes_of_one_birthday_and_the_cadres_telephone_are_two_children_for_good(planned, session):
    head = ["姓名", "身份证号", "出生日期", "父亲姓名", "监护人", "监护人电话", "组别", "现住址"]
    one = ["石雨桐", "", "2015-03-12", "石大勇", "石大勇", "13907360001", "一组", "一组65号"]
    other = ["石雨桐", YU, "2015-03-12", "覃金龙", "覃金龙", "13907360001", "三组", "三组40号"]
    first = planned([head, one, other])
    assert [row.outcome for row in first.sheets[0].rows] == ["add", "add"]
    importing.apply(session, first)
    numbered = [one[0], number("20150312", 462), *one[2:]]
    for lines in ([one, other], [other, one], [other, numbered], [numbered, other]):
        again = planned([head, *lines]).sheets[0]
        children = {row.texts["father.name"]: row.child for row in again.rows}
        assert children == {row.texts["father.name"]: row.child for row in first.sheets[0].rows}
        assert again.added == 0


def test_namesakes_in_the_sheets_of_two_groups_are_two_children(session, tmp_path):
    book = openpyxl.Workbook()
    for at, name in enumerate(("一组", "二组")):
        sheet = book.active if at == 0 else book.create_sheet()
        sheet.title = name
        sheet.append(["姓名", "性别", "学校", "现住址"])
        sheet.append(["石雨桐", "女", ("河湾小学", "镇中学")[at], f"{name}{at}号"])
        sheet.append([("石浩然", "龙思雨")[at], "男", "河湾小学", f"{name}9号"])
    book.save(tmp_path / "ledger.xlsx")
    made = importing.plan(session, tmp_path / "ledger.xlsx")
    assert [row.outcome for sheet in made.sheets for row in sheet.rows] == ["add"] * 4

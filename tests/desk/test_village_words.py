"""Holds the import to lists as a tired cadre writes them: in the words of the village, remarks astray."""

from __future__ import annotations

import pytest

from childdesk.desk import form, history, importing, shown
from childdesk.desk.import_view import Preview
from childdesk.desk.import_words import LEFT, NO_FIGURES, NO_PLACE, TO_CHOOSE, TWO_STATES, UNCLEAR
from childdesk.store import reader
from tests.desk.test_import_ticks import categories
from tests.desk.test_odd_ledgers import RAN, SI, YU, fields, number, remarks, rows

FOURTH = number("20160215", 579)


def texts_of(made, name):
    return [row.texts.get(name) for row in made.sheets[0].rows]


def said(made, *levels):
    return [one.text for one in made.sheets[0].issues if one.level in (levels or ("note", "doubtful"))]


def test_lines_that_name_a_village_group_fill_it_for_the_rows_below_them(planned, session):
    made = planned(
        [
            ["桃花村留守儿童花名册"],
            ["姓名", "身份证号"],
            ["桃花村一组"],
            ["石雨桐", YU],
            ["桃花村第二村民组（张家湾）"],
            ["石浩然", RAN],
            ["三组："],
            ["龙思雨", SI],
            ["第四村民小组（1人）"],
            ["麻小军", FOURTH],
        ]
    )
    groups = ["一组", "第二村民组（张家湾）", "三组", "第四村民小组"]
    assert texts_of(made, "child.village_group") == groups
    assert not [text for text in said(made) if "表尾" in text]
    told = "、".join(f"{group}1人" for group in groups)
    assert f"村民组照表里分组的行、标题或页名记：{told}" in said(made, "note")
    importing.apply(session, made)
    kept = {
        raw["name"]: raw["village_group"] for _, raw in reader.everyone(session.ledger.connection, "child")
    }
    assert kept["石浩然"] == "第二村民组（张家湾）"
    assert categories(session, made) == ["留守儿童"] * 4


def test_a_line_of_a_village_group_leaves_the_kind_above_it_and_another_line_ends_the_group(planned):
    made = planned(
        [
            ["姓名", "身份证号"],
            ["一、留守儿童"],
            ["一组"],
            ["石雨桐", YU],
            ["二、困境儿童"],
            ["石浩然", RAN],
        ]
    )
    assert texts_of(made, "child.village_group") == ["一组", None]
    assert [text.partition("”")[0] for text in said(made) if "来自标题" in text] == [
        "标题是“一、留守儿童",
        "标题是“二、困境儿童",
    ]


def test_a_column_of_village_groups_counts_more_than_the_line_above_the_row(planned):
    made = planned(
        [
            ["组别", "姓名", "身份证号"],
            ["一组"],
            ["五组", "石雨桐", YU],
            [None, "石浩然", RAN],
        ]
    )
    assert texts_of(made, "child.village_group") == ["五组", "一组"]


@pytest.mark.parametrize(
    "line", ["领导小组：", "小学组", "审批：", "备注：", "第一批", "续表", "小学", "桃花村"]
)
def test_other_lines_between_rows_give_nobody_a_village_group(planned, line):
    made = planned([["序号", "姓名", "身份证号"], [line], [1, "石雨桐", YU], [2, "石浩然", RAN]])
    assert texts_of(made, "child.village_group") == [None, None]


def test_a_year_of_two_figures_is_told_as_that_and_what_was_typed_is_kept(planned, session):
    made = planned(
        [
            ["姓名", "出生年月", "监护人姓名"],
            ["石雨桐", "15年3月", "石老太"],
            ["石浩然", "17.8.9", "石老太"],
            ["龙思雨", "一二年", "龙安平"],
            ["麻小军", "12.3", "龙安平"],
        ]
    )
    assert [text for text in said(made, "impossible")] == ["年份只写了两位，请写全"] * 4
    assert texts_of(made, "child.birth") == [""] * 4
    importing.apply(session, made)
    children = dict(reader.everyone(session.ledger.connection, "child"))
    assert "15年3月" in str(children[made.sheets[0].rows[0].child]["was"])


def test_who_left_works_nowhere_and_that_stands_where_it_belongs(planned, session):
    head = ["姓名", "身份证号", "妈妈姓名", "妈妈在哪打工"]
    made = planned(
        [
            head,
            ["石雨桐", YU, "向春花", "改嫁"],
            ["石浩然", RAN, "向秋菊", "离家出走多年"],
            ["龙思雨", SI, "龙春花", "广东（离婚）"],
            ["麻小军", FOURTH, "麻春花", "不知去向"],
        ]
    )
    assert texts_of(made, "mother.work_place") == ["", "", "广东", ""]
    assert texts_of(made, "mother.status") == ["再婚", "离家出走", "离异", None]
    at = 3
    for row in (2, 3, 4):
        assert (at, "doubtful", NO_PLACE.format(who="母亲")) in remarks(made, row)
    assert (at, "doubtful", UNCLEAR.format(who="母亲")) in remarks(made, 5)
    importing.apply(session, made)
    mothers = {raw["name"]: raw for _, raw in reader.everyone(session.ledger.connection, "mother")}
    assert mothers["向春花"]["work_place"] is None
    assert "不知去向" in str(mothers["麻春花"]["was"])
    assert {raw["state"] for _, raw in reader.everyone(session.ledger.connection, "parent_state")} == {
        "再婚", "离家出走", "离异",
    }  # fmt: skip


def test_a_state_beside_a_name_or_in_the_place_of_a_telephone_is_the_parents(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "母亲姓名", "母亲电话"],
            ["石雨桐", YU, "2019年因病去世", "向春花（改嫁）", "改嫁"],
            ["石浩然", RAN, "坐牢去了", "跑了", None],
        ]
    )
    assert texts_of(made, "father.status") == ["死亡", "服刑在押"]
    assert texts_of(made, "mother.status") == ["再婚", "离家出走"]
    assert texts_of(made, "mother.name") == ["向春花", ""]
    assert not said(made, "impossible")


SPOKEN = """
哪个组 娃儿叫啥 男娃女娃 啥时候生的 哪个在带 是娃儿的啥人 打得通的电话 在哪里读书 爸在哪打工 妈电话
一组 石雨桐 女娃 2015-03-12 石老太 奶奶 13907360001 河湾小学 广东 15807360001
二组 石浩然 男娃 2017-08-09 石老太 奶奶 13907360001 河湾小学 浙江 15807360001
二组 龙思雨 女娃 2012-01-30 龙安平 爷爷 13907360002 河湾中学 广东
"""


def test_the_words_of_the_village_stand_over_the_columns(planned):
    made = planned([line.split() for line in SPOKEN.strip().splitlines()])
    assert (
        fields(made)
        == (
            "child.village_group child.name child.sex child.birth guardian.name guardian.relation"
            " guardian.phone child.school father.work_place mother.phone"
        ).split()
    )
    assert rows(made)[0]["child.sex"] == "女娃"
    assert not said(made, "impossible", "doubtful")


HARD = [
    ["石雨桐", YU, "父亲坐牢"],
    ["石浩然", RAN, "家里穷"],
    ["龙思雨", SI, "腿不好"],
    ["麻小军", FOURTH, "肢体残疾二级，低保"],
]


def test_hardship_in_free_words_gives_the_category_where_it_is_certain_and_asks_once_for_the_rest(
    planned, session
):
    made = planned([["儿童情况表"], ["姓名", "身份证号", "困境情形"], *HARD])
    assert texts_of(made, "child.categories") == ["", "家庭贫困儿童", "", "家庭贫困儿童、重残儿童"]
    assert texts_of(made, "father.status") == ["服刑在押", None, None, None]
    assert [text for text in said(made, "doubtful")] == [f"“困境情形”第3、5行{TO_CHOOSE}"]
    assert not said(made, "impossible")
    importing.apply(session, made)
    assert categories(session, made) == [None, "家庭贫困儿童", None, "家庭贫困儿童、重残儿童"]
    children = dict(reader.everyone(session.ledger.connection, "child"))
    first, second, third, _ = (children[row.child] for row in made.sheets[0].rows)
    assert "父亲坐牢" not in str(first["was"]) + str(first["note"])
    assert second["note"] == "家里穷"
    assert "腿不好" in str(third["was"])
    again = planned([["儿童情况表"], ["姓名", "身份证号", "困境情形"], *HARD])
    assert again.sheets[0].same == 4


def test_a_title_gives_its_kind_where_the_column_of_categories_holds_free_words(planned, session):
    made = planned([["桃花村困境儿童花名册"], ["姓名", "身份证号", "困境情形"], *HARD])
    importing.apply(session, made)
    assert categories(session, made) == ["困境儿童", "家庭贫困儿童", "困境儿童", "家庭贫困儿童、重残儿童"]


def test_short_telephones_are_masked_in_the_sheet_and_telephones_in_items_on_the_childs_page(
    planned, session
):
    made = planned(
        [
            ["姓名", "身份证号", "监护人电话", "班主任电话", "其他要求"],
            ["石雨桐", YU, "6223456", "62234567", "有事打座机6223456或13907360001"],
        ]
    )
    seen = Preview(made, made.sheets[0])
    assert [seen.cell(1, column).text for column in (2, 3, 4)] == [
        "*******", "****4567", "有事打座机*******或139****0001",
    ]  # fmt: skip
    importing.apply(session, made)
    child = made.sheets[0].rows[0].child
    items = dict(form.parts(session, child)[0].items)
    assert items == {"班主任电话": "****4567", "其他要求": "有事打座机*******或139****0001"}
    told = {line.label: line.after for one in history.of_record(session, child) for line in one.lines}
    assert {label: told[label] for label in items} == items
    keys = [key for key in form.parts(session, child)[0].shown if key.startswith("x.")]
    opened = form.opened(session, "child", child, keys)
    assert set(opened.masked.values()) == set(items.values())
    assert {shown.reveal(session, "child", child, key, "") for key in keys} == {
        "62234567", "有事打座机6223456或13907360001",
    }  # fmt: skip


def test_a_sum_of_children_in_the_villages_words_is_no_child(planned):
    for sum_ in (["合计", "4个娃"], ["合计", "2个孩子"], ["", "共2人"], ["总计", "2名儿童"]):
        made = planned([["户主", "姓名", "身份证号"], ["石建国", "石雨桐", YU], ["", "石浩然", RAN], sum_])
        assert [row.name for row in made.sheets[0].rows] == ["石雨桐", "石浩然"]
        assert "不是孩子：合计" in said(made, "note")


def test_a_remark_behind_a_name_and_a_blank_is_no_part_of_the_name(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "母亲姓名", "监护人姓名"],
            ["石浩然 休学", RAN, "石大勇 坐牢", "向春花 离异", "他奶"],
            ["石 雨 桐", YU, "石大勇", "欧阳 娜娜", "石老太"],
        ]
    )
    first, second = rows(made)
    assert [first[f"{who}.name"] for who in ("child", "father", "mother")] == ["石浩然", "石大勇", "向春花"]
    assert (first["father.status"], first["mother.status"]) == ("服刑在押", "离异")
    assert first["guardian.relation"] == "祖母"
    assert (second["child.name"], second["mother.name"]) == ("石雨桐", "欧阳娜娜")


def test_a_column_without_a_header_that_holds_village_groups_is_theirs(planned):
    made = planned(
        [["", "姓名", "身份证号"], ["一组", "石雨桐", YU], ["", "石浩然", RAN], ["二组", "龙思雨", SI]],
        "A2:A3",
    )
    assert texts_of(made, "child.village_group") == ["一组", "一组", "二组"]


def test_lines_of_a_village_say_whose_the_rows_below_them_are_and_are_no_address(planned, session):
    own = session.ledger.identity.unit_name
    made = planned(
        [
            ["姓名", "身份证号"],
            [own],
            ["石雨桐", YU],
            ["大坪村（1人）"],
            ["石浩然", RAN],
            ["大坪村一组"],
            ["龙思雨", SI],
        ]
    )
    assert [(one.row, one.text) for one in made.sheets[0].issues if one.level == "doubtful"] == [
        (5, "不是本村：大坪村"),
        (7, "不是本村：大坪村"),
    ]
    assert texts_of(made, "child.live_address") == [None] * 3
    importing.apply(session, made)
    assert not list(reader.everyone(session.ledger.connection, "residence"))


def test_how_parents_are_is_read_in_the_villages_words(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲情况", "母亲现状况", "父母情况"],
            ["石雨桐", YU, "坐牢3年", "改嫁到湖南", ""],
            ["石浩然", RAN, "病死", "跑了", ""],
            ["龙思雨", SI, "健在", "", "父在，母改嫁"],
            ["麻小军", FOURTH, "", "", "父亡母改嫁"],
        ]
    )
    assert texts_of(made, "father.status") == ["服刑在押", "死亡", "健在", "死亡"]
    assert texts_of(made, "mother.status") == ["再婚", "离家出走", None, "再婚"]
    assert not said(made, "impossible")


def test_where_both_parents_work_is_written_with_each_who_is_known(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "母亲姓名", "父母打工地方"],
            ["石雨桐", YU, "石大勇", "向春花", "广东东莞"],
            ["石浩然", RAN, "石建军", "", "父浙江，母上海"],
            ["龙思雨", SI, "龙大海", "麻小凤", "都在家"],
            ["麻小军", FOURTH, "麻建国", "吴桂花", "父亲外出，母亲在家"],
        ]
    )
    assert texts_of(made, "father.work_place") == ["广东东莞", "浙江", None, None]
    assert texts_of(made, "mother.work_place") == ["广东东莞", None, None, None]
    assert made.sheets[0].extra == 4
    assert "照写的话记母亲的务工地点" in said(made, "note")


def test_where_both_parents_live_is_no_place_of_work(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "父母地址", "父母外出地"],
            ["石雨桐", YU, "石大勇", "云溪镇", "河湾村三组"],
        ]
    )
    assert texts_of(made, "father.work_place") == [None]


def test_who_is_away_under_words_about_both_parents_is_the_kind_of_being_left_behind(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父母外出务工情况"],
            ["石雨桐", YU, "双方外出"],
            ["石浩然", RAN, "父亲外出"],
            ["龙思雨", SI, "都在家"],
            ["麻小军", FOURTH, "单亲"],
        ]
    )
    assert texts_of(made, "child.left_type") == ["父母双方外出", "父母一方外出", None, None]
    assert made.sheets[0].extra == 4


def test_a_column_of_its_own_comes_before_what_is_said_of_both_parents(planned):
    made = planned(
        [
            ["姓名", "身份证号", "留守类型", "父亲姓名", "父亲务工地", "父母外出情况", "父母务工地点"],
            ["石雨桐", YU, "父母一方外出", "石大勇", "郑州", "双方外出", "广东"],
        ]
    )
    assert texts_of(made, "child.left_type") == ["父母一方外出"]
    assert texts_of(made, "father.work_place") == ["郑州"]


def test_a_telephone_without_area_code_beside_a_mobile_one_is_kept(planned, session):
    made = planned(
        [["姓名", "身份证号", "家长电话", "月补助"], ["石雨桐", YU, "15807360002 / 6223456", "1100/月"]]
    )
    assert rows(made)[0]["child.amount"] == "1100"
    importing.apply(session, made)
    held = {raw["number"] for _, raw in reader.everyone(session.ledger.connection, "phone")}
    assert held == {"15807360002", "6223456"}


def test_who_stands_below_a_line_of_those_who_left_is_told_and_gets_no_category_by_the_title(planned):
    made = planned(
        [
            ["桃花村留守儿童花名册"],
            ["姓名", "身份证号"],
            ["减少："],
            ["石雨桐", YU],
            ["新增（1人）"],
            ["石浩然", RAN],
            ["主任签字", "审核"],
        ]
    )
    assert [one.row for one in made.sheets[0].issues if one.level == "doubtful"] == [4]
    assert "写在减少下面的1人没有照标题记类别" in said(made, "note")
    assert not said(made, "impossible")


def test_whereabouts_beside_a_parent_are_where_he_works_and_the_telephone_behind_them_is_his(planned):
    made = planned(
        [
            [
                "姓名",
                "父亲姓名",
                "在哪",
                "电话",
                "母亲姓名",
                "在哪",
                "电话",
                "现在跟谁",
                "跟娃啥关系",
                "电话",
            ],
            ["石雨桐", "石大勇", "郑州", "13907360001", "向春花", "改嫁", "", "石建国", "爷", "13907360005"],
        ]
    )
    assert (
        fields(made)
        == (
            "child.name father.name father.work_place father.phone mother.name mother.work_place mother.phone"
            " guardian.name guardian.relation guardian.phone"
        ).split()
    )
    assert rows(made)[0]["mother.status"] == "再婚"


def test_a_grade_an_illness_and_a_category_in_a_neighbouring_column_are_what_they_are(planned):
    made = planned(
        [
            ["姓名", "身份证号", "文化程度", "健康", "救助类型"],
            ["石雨桐", YU, "三年级", "好", "事实无人抚养"],
            ["石浩然", RAN, "初二（1）班", "有心脏病", "低保"],
            ["龙思雨", SI, "没上学", "弱", "重残（智力二级）"],
        ]
    )
    assert texts_of(made, "child.schooling") == ["小学", "初中", "没上学"]
    assert texts_of(made, "child.grade") == ["三年级", "八年级", None]
    assert texts_of(made, "child.health") == ["好", "患病", "弱"]
    assert texts_of(made, "child.illness") == [None, "心脏病", None]
    assert texts_of(made, "child.categories") == ["事实无人抚养儿童", None, "重残儿童"]
    assert texts_of(made, "child.relief") == ["", "低保", ""]
    assert not said(made, "impossible")


def test_a_name_and_a_number_under_one_header_are_both_taken(planned):
    made = planned(
        [
            ["姓名", "身份证号", "监护人/电话", "公婆电话"],
            ["石雨桐", YU, "石老太 15207360009", "6223456"],
            ["石浩然", RAN, "龙安平15807360003", "6223456"],
        ]
    )
    assert texts_of(made, "guardian.name") == ["石老太", "龙安平"]
    assert texts_of(made, "guardian.phone") == ["15207360009", "15807360003"]
    assert texts_of(made, "child.phone") == [None, None]


def test_a_year_of_two_figures_is_taken_where_a_valid_number_beside_it_says_the_same_day(planned):
    made = planned(
        [
            ["姓名", "身份证号", "出生年月"],
            ["石雨桐", YU, "15年3月"],
            ["石浩然", RAN, "17.8.9"],
            ["龙思雨", SI, "13.1"],
            ["麻小军", FOURTH[:17] + ("1" if FOURTH[17] != "1" else "2"), "16.2"],
        ]
    )
    assert texts_of(made, "child.birth") == ["2015-03-12", "2017-08-09", "", ""]
    assert [one.row for one in made.sheets[0].issues if one.text == "年份只写了两位，请写全"] == [4, 5]


def test_a_title_with_a_village_group_gives_it_and_one_with_a_numbered_community_does_not(planned):
    table = [["姓名", "身份证号"], ["石雨桐", YU], ["石浩然", RAN]]
    made = planned([["桃花村三组留守儿童花名册"], *table])
    assert texts_of(made, "child.village_group") == ["三组"] * 2
    made = planned([["幸福新村1社区留守儿童花名册"], *table])
    assert texts_of(made, "child.village_group") == [None] * 2


def test_what_stands_beside_a_name_in_its_cell_is_the_relation_or_a_telephone_and_no_part_of_it(
    planned, session
):
    cells = [
        "李秀英 奶奶", "王铁柱，爷，13907360001", "舒大妈：伯母", "他婆婆 王桂珍 13907360002",
        "15807360001 石老太", "石老汉 15807360002（外公）", "龙老太 13907360003/15807360003",
        "麻老太 6223456",
    ]  # fmt: skip
    numbers = [number("20150312", 300 + at) for at in range(len(cells))]
    names = "石雨桐 石浩然 龙思雨 麻小军 吴佳怡 田一鸣 向小禾 张欣怡".split()
    lines = [list(one) for one in zip(names, numbers, cells, strict=True)]
    made = planned([["姓名", "身份证号", "监护人（姓名 关系 电话）"], *lines])
    assert texts_of(made, "guardian.name") == (
        "李秀英 王铁柱 舒大妈 王桂珍 石老太 石老汉 龙老太 麻老太".split()
    )
    assert texts_of(made, "guardian.relation") == ["祖母", "祖父", "伯母", "婆婆", None, "外祖父", None, None]
    assert texts_of(made, "guardian.phone") == (
        [None, "13907360001", None, "13907360002", "15807360001", "15807360002", "13907360003", "6223456"]
    )
    importing.apply(session, made)
    held = {raw["number"] for _, raw in reader.everyone(session.ledger.connection, "phone")}
    assert "15807360003" in held


def test_a_second_person_with_a_telephone_of_his_own_is_told_and_kept_in_the_remark(planned, session):
    told = "石老汉13907360001，奶奶李秀英15807360001"
    made = planned([["姓名", "身份证号", "监护人"], ["石雨桐", YU, told], ["石浩然", RAN, "石老太"]])
    assert (2, "doubtful", "一格里写了几个名字，先记第一个") in remarks(made, 2)
    importing.apply(session, made)
    children = dict(reader.everyone(session.ledger.connection, "child"))
    assert "奶奶李秀英15807360001" in str(children[made.sheets[0].rows[0].child]["note"])
    held = [raw["number"] for _, raw in reader.everyone(session.ledger.connection, "phone")]
    assert held == ["13907360001"]


def test_who_has_a_parents_name_is_that_parent_and_parents_who_mind_the_child_are_nobodys_name(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "母亲姓名", "监护人"],
            ["石雨桐", YU, "石大勇", "向春花", "向春花"],
            ["石浩然", RAN, "石建军", "（去世）", "爸妈自己带"],
            ["龙思雨", SI, "龙大海", "（改嫁）", "奶奶带"],
        ]
    )
    assert texts_of(made, "guardian.relation") == ["母亲", "父母", "祖母"]
    assert texts_of(made, "mother.name") == ["向春花", "", ""]
    assert texts_of(made, "mother.status") == [None, "死亡", "再婚"]
    assert [one.row for one in made.sheets[0].issues if one.level == "doubtful"] == [3, 4]


def test_how_a_parent_is_keeps_the_term_the_year_and_the_place_that_no_list_has(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "父亲情况", "母亲姓名", "母亲情况"],
            ["石雨桐", YU, "石大勇", "判刑7年", "向春花", "改嫁失联"],
            ["石浩然", RAN, "石建军", "吸毒强戒", "向秋菊", "改嫁到湖南"],
            ["龙思雨", SI, "龙大海", "重残（肢体一级）", "麻小凤", "在家务农"],
            ["麻小军", FOURTH, "麻建国", "在广东打工", "吴桂花", "在外打工"],
        ]
    )
    assert texts_of(made, "father.status") == ["服刑在押", "强制隔离戒毒", "重残", "外出务工"]
    assert texts_of(made, "mother.status") == ["失联", "再婚", "正常", "外出务工"]
    assert texts_of(made, "father.work_place") == [None, None, None, "广东"]
    assert not said(made, "impossible")
    importing.apply(session, made)
    kept = {raw["name"]: raw for who in ("father", "mother") for raw in dict(
        reader.everyone(session.ledger.connection, who)).values()}  # fmt: skip
    for name, words in {"石大勇": "判刑7年", "向秋菊": "改嫁到湖南", "龙大海": "肢体一级"}.items():
        assert words in str(kept[name]["was_sealed"]) and words not in str(kept[name]["was"])
    assert kept["麻小凤"]["note"] == "在家务农"
    assert kept["石建军"]["was_sealed"] is None


def test_who_is_at_home_works_nowhere_and_who_is_gone_has_no_name(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "父亲务工地", "母亲姓名", "母亲务工地"],
            ["石雨桐", YU, "石大勇", "深圳", "向春花", "在家"],
            ["石浩然", RAN, "不在了", None, "走了", None],
            ["龙思雨", SI, "龙大海", "离了婚", "麻小凤", "跟他爸一起"],
        ]
    )
    assert texts_of(made, "mother.work_place") == ["", None, ""]
    assert texts_of(made, "father.name") == ["石大勇", "", "龙大海"]
    assert texts_of(made, "father.status") == [None, None, "离异"]
    assert texts_of(made, "mother.name") == ["向春花", "", "麻小凤"]
    assert (2, "doubtful", UNCLEAR.format(who="父亲")) in remarks(made, 3)
    importing.apply(session, made)
    mothers = {raw["name"]: raw for _, raw in reader.everyone(session.ledger.connection, "mother")}
    assert mothers["向春花"]["note"] == "在家"


SAID_AT_HOME = """
户主 人口 娃名 哪年哪月生 浩特 爸爸在哪里做事 现在跟哪个住 属于哪类困境 来源地（户籍） 上学没有 救助(元/月)
石大勇 4 石雨桐 2015.3 东浩特 东莞 石老太 事无 贵州省毕节市 读着 1100
石建军 3 石浩然 2017.8 东浩特 温州 满叔 重残一级 四川省巴中市 读着 500
龙大海 5 龙思雨 2012.12 西浩特 深圳 龙老汉 孤儿 湖南省永州市 读着 1100
"""


def test_more_words_of_the_village_stand_over_the_columns(planned):
    made = planned([line.split() for line in SAID_AT_HOME.strip().splitlines()])
    assert (
        fields(made)
        == (
            "household.head household.size child.name child.birth child.village_group father.work_place"
            " guardian.name child.categories child.hukou_address child.study_state child.amount"
        ).split()
    )
    assert texts_of(made, "child.categories") == ["事实无人抚养儿童", "重残儿童", "孤儿"]
    assert texts_of(made, "guardian.relation") == [None, "满叔", None]
    assert not said(made, "impossible")


def test_how_well_off_a_household_is_and_a_school_with_any_grade_are_not_asked_about(planned):
    made = planned(
        [
            ["姓名", "身份证号", "家庭类别", "儿童类型", "就读学校及班级"],
            ["石雨桐", YU, "脱贫户", "留守儿童", "乡中心小学六年级2班"],
            ["石浩然", RAN, "监测户", "困境儿童", "乡中心小学四（1）班"],
            ["龙思雨", SI, "一般户", "困境儿童", "镇中学初二3班"],
        ]
    )
    assert fields(made)[2:] == ["child.poverty", "child.categories", "child.school"]


def test_a_further_guardian_beside_father_and_mother_alone_is_whoever_cares(planned):
    people = ["父亲", "", "母亲", "", "其他监护人", ""]
    lines = [
        ["姓名", "身份证号", *people],
        ["", "", "姓名", "电话", "姓名", "电话", "姓名", "与儿童关系"],
        ["石雨桐", YU, "石大勇", "13907360001", "向春花", "15807360001", "石老太", "奶奶"],
        ["石浩然", RAN, "石建军", "13907360002", "向秋菊", "15807360002", "石大伯", "伯父"],
    ]
    made = planned(lines, "C1:D1", "E1:F1", "G1:H1", "A1:A2", "B1:B2")
    assert fields(made)[6:] == ["guardian.name", "guardian.relation"]
    named = [[*line, who] for line, who in zip(lines, ("监护人", "", "石老汉", "石大娘"), strict=True)]
    made = planned(named, "C1:D1", "E1:F1", "G1:H1", "A1:A2", "B1:B2", "I1:I2")
    assert fields(made)[6:] == [None, None, "guardian.name"]


def test_both_parents_in_one_column_are_named_where_it_is_certain_whose_each_name_is(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父母姓名", "父母电话", "父母务工地点", "监护人姓名"],
            ["石雨桐", YU, "父：石大勇；母：向春花", "父13907360001 母15807360001", "广东东莞", "石老太"],
            ["石浩然", RAN, "石建军、向秋菊", "13907360002", "浙江", "石老汉"],
            ["龙思雨", SI, "龙大海、龙小凤", "13907360003", "上海", "龙老太"],
            ["麻小军", FOURTH, "麻建国", "", "", "麻老太"],
        ]
    )
    assert texts_of(made, "father.name") == ["石大勇", "石建军", None, None]
    assert texts_of(made, "mother.name") == ["向春花", "向秋菊", None, None]
    assert texts_of(made, "father.phone") == ["13907360001", None, None, None]
    assert texts_of(made, "mother.work_place") == ["广东东莞", "浙江", None, None]
    assert texts_of(made, "guardian.name") == ["石老太", "石老汉", "龙老太", "麻老太"]


def test_ages_are_kept_where_nothing_else_tells_a_birth_though_something_else_is_asked(planned, session):
    made = planned(
        [
            ["姓名", "年龄", "学校", "类别", "困境类型"],
            ["石雨桐", "10岁", "河湾小学", "留守儿童", "孤儿"],
            ["石浩然", "7", "河湾小学", "留守儿童", "孤儿"],
            ["龙思雨", "14", "镇中学", "困境儿童", "孤儿"],
        ]
    )
    assert [column.decided for column in made.sheets[0].columns][3:] == ["ask", "ask"]
    assert made.sheets[0].columns[1].extra == "年龄"


def test_figures_that_a_header_explains_are_its_words(planned):
    made = planned(
        [
            [
                "姓名",
                "身份证号",
                "健康状况（1健康2患病3残疾）",
                "是否住校(1.是 2.否)",
                "性别（1女2男）",
                "几班（1班2班）",
            ],
            ["石雨桐", YU, 1, 1, 1, 1],
            ["石浩然", RAN, 3, 2, 2, 2],
            ["龙思雨", SI, 2, 2, 1, 1],
        ]
    )
    assert texts_of(made, "child.health") == ["健康", "残疾", "患病"]
    assert texts_of(made, "child.boarding") == ["是", "否", "否"]
    assert texts_of(made, "child.sex") == ["女", "男", "女"]
    assert not said(made, "impossible", "doubtful")


def test_what_is_no_school_is_how_schooling_stands_or_is_asked(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "就读学校", "是否签订委托协议", "监护人姓名"],
            ["石雨桐", YU, "没上学", "已签", "石老太"],
            ["石浩然", RAN, "打工去了", "未签", "石老汉"],
            ["龙思雨", SI, "不知名小学", "是", "龙老太"],
        ]
    )
    assert texts_of(made, "child.school") == ["", "", "不知名小学"]
    assert texts_of(made, "child.schooling") == ["未入园", None, None]
    assert [one.row for one in made.sheets[0].issues if one.level == "doubtful"] == [3]
    assert not said(made, "impossible")
    importing.apply(session, made)
    children = dict(reader.everyone(session.ledger.connection, "child"))
    assert "打工去了" in str(children[made.sheets[0].rows[1].child]["was"])
    assert [raw["agreement"] for _, raw in reader.everyone(session.ledger.connection, "guardian")] == [
        "是", "否", "是",
    ]  # fmt: skip


def test_a_level_that_holds_the_kind_gives_both_and_words_for_a_number_are_called_that(planned):
    made = planned(
        [
            ["姓名", "身份证号", "残疾证号", "残疾等级"],
            ["石雨桐", YU, YU + "42", "肢体二级"],
            ["石浩然", RAN, "办理中", "智力一级"],
            ["龙思雨", "待补", None, "三级"],
        ]
    )
    assert texts_of(made, "child.disability_level") == ["二级", "一级", "三级"]
    assert texts_of(made, "child.disability_type") == ["肢体残疾", "智力", None]
    assert said(made, "impossible") == [NO_FIGURES] * 2


def test_the_same_as_above_in_an_item_is_what_stands_above(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "屋头人"],
            ["石雨桐", YU, "石老太和石老汉"],
            ["石浩然", RAN, "同上"],
            ["龙思雨", SI, "″"],
        ]
    )
    importing.apply(session, made)
    items = [dict(form.parts(session, row.child)[0].items) for row in made.sheets[0].rows]
    assert items == [{"屋头人": "石老太和石老汉"}] * 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("转走了", True),
        ("已迁出", True),
        ("全家搬走了", True),
        ("在册", False),
        ("父亲去世", False),
        ("转学", False),
    ],
)
def test_who_has_left_by_the_words_of_the_row_is_told(planned, words, told):
    for header in ("现在情况", "备注"):
        made = planned([["姓名", "身份证号", header], ["石雨桐", YU, words], ["石浩然", RAN, "在校"]])
        assert (LEFT.format(words=words) in said(made, "doubtful")) is told
    made = planned([["姓名", "身份证号"], [f"石雨桐（{words}）", YU], ["石浩然", RAN]])
    assert (LEFT.format(words=words) in said(made, "doubtful")) is told


def test_a_birth_in_three_columns_is_one_day_and_what_is_no_day_stays(planned, session):
    made = planned(
        [
            ["姓名", "出生年", "月", "日", "学校"],
            ["石雨桐", 2013, 8, 15, "河湾小学"],
            ["石浩然", "2010年", "12月", None, "河湾小学"],
            ["龙思雨", 2018, 13, 30, "河湾小学"],
            ["麻小军", "不详", 3, 5, "河湾小学"],
        ]
    )
    assert texts_of(made, "child.birth") == ["2013-08-15", "2010-12", None, None]
    importing.apply(session, made)
    items = [dict(form.parts(session, row.child)[0].items) for row in made.sheets[0].rows]
    assert items == [
        {},
        {},
        {"出生年": "2018", "月": "13", "日": "30"},
        {"出生年": "不详", "月": "3", "日": "5"},
    ]


def test_year_month_and_day_of_something_else_are_no_birth(planned):
    made = planned(
        [
            ["姓名", "入册年", "月", "日"],
            ["石雨桐", 2013, 8, 15],
            ["石浩然", 2014, 8, 15],
            ["龙思雨", 2015, 1, 2],
        ]
    )
    assert texts_of(made, "child.birth") == [None] * 3


def test_a_word_behind_a_birthday_is_kept_and_one_that_changes_it_is_not_passed_over(planned, session):
    made = planned(
        [
            ["姓名", "出生年月", "监护人"],
            ["石雨桐", "2016年7月双胞胎", "石老太"],
            ["石浩然", "2016.7.3（双胞胎）", "石老太"],
            ["龙思雨", "2016年7月左右", "龙老汉"],
        ]
    )
    assert texts_of(made, "child.birth") == ["2016-07", "2016-07-03", ""]
    assert len(said(made, "impossible")) == 1
    importing.apply(session, made)
    notes = [raw["note"] for _, raw in reader.everyone(session.ledger.connection, "child")]
    assert sorted(map(str, notes)) == ["None", "出生日期：双胞胎", "出生日期：双胞胎"]


def test_a_school_with_grade_and_class_in_one_cell_gives_each(planned):
    made = planned(
        [
            ["姓名", "身份证号", "就读学校及班级"],
            ["石雨桐", YU, "乡中心小学六年级2班"],
            ["石浩然", RAN, "镇二小（四年级）"],
            ["龙思雨", SI, "实验学校小学部三年级"],
            ["麻小军", FOURTH, "县一中高二（12）班"],
        ]
    )
    assert texts_of(made, "child.school") == ["乡中心小学", "镇二小", "实验学校小学部三年级", "县一中"]
    assert texts_of(made, "child.grade") == ["六年级", "四年级", None, "高二"]
    assert texts_of(made, "child.school_class") == ["2班", None, None, "12班"]
    made = planned([["姓名", "身份证号", "学校", "年级"], ["石雨桐", YU, "河湾小学三年级", "四年级"]])
    assert (texts_of(made, "child.school"), texts_of(made, "child.grade")) == (["河湾小学三年级"], ["四年级"])


def test_where_one_parent_is_and_that_the_other_has_died_stand_in_one_column(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "母亲姓名", "父母现在哪里"],
            ["石雨桐", YU, "石大勇", "", "爸爸在浙江，妈妈死了"],
            ["石浩然", RAN, "石建军", "向秋菊", "父坐牢，母在广东"],
            ["龙思雨", SI, "龙大海", "麻小凤", "爸爸在浙江，妈妈不晓得"],
        ]
    )
    assert texts_of(made, "father.work_place") == ["浙江", None, None]
    assert texts_of(made, "mother.work_place") == [None, "广东", None]
    assert texts_of(made, "mother.status") == ["死亡", None, None]
    assert texts_of(made, "father.status") == [None, "服刑在押", None]


def test_two_children_of_one_family_with_a_blank_between_them_are_not_one_name(planned):
    made = planned(
        [
            ["户主", "姓名", "出生日期"],
            ["石大勇（女户主）", "石招娣 石盼娣（双胞胎）", "2015-03-12"],
            ["龙大海", "龙 思 雨", "2012-01-30"],
            ["欧阳大海", "欧阳 娜娜", "2013-01-30"],
        ]
    )
    assert [row.outcome for row in made.sheets[0].rows] == ["reject", "add", "add"]
    assert texts_of(made, "child.name")[1:] == ["龙思雨", "欧阳娜娜"]
    assert (1, "impossible", "一格里像是几个孩子，请分成几行") in remarks(made, 2)


def test_what_stands_behind_a_parents_name_is_how_he_is_or_where_he_works(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "爹", "娘", "谁带", "联系方式"],
            ["石雨桐", YU, "石大勇（韩国打工）", "向春花 改嫁无联系", "大爷石令民", "13907360001"],
            ["石浩然", RAN, "石建军 已故", "向秋菊，智力残疾", "林奶奶", "13907360002"],
            ["龙思雨", SI, "龙大海", "麻小凤", "外婆家带", "13907360003"],
        ]
    )
    assert texts_of(made, "father.name") == ["石大勇", "石建军", "龙大海"]
    assert texts_of(made, "mother.name") == ["向春花", "向秋菊", "麻小凤"]
    assert texts_of(made, "father.status") == ["外出务工", "死亡", None]
    assert texts_of(made, "mother.status") == ["失联", None, None]
    assert texts_of(made, "father.work_place") == ["韩国", None, None]
    assert texts_of(made, "guardian.name") == ["石令民", "林奶奶", "外婆家带"]
    assert texts_of(made, "guardian.relation") == ["大爷", "祖母", "外祖母"]
    assert [one.row for one in made.sheets[0].issues if one.level == "doubtful"] == [3, 4]
    importing.apply(session, made)
    notes = [str(raw["note"]) for _, raw in reader.everyone(session.ledger.connection, "child")]
    assert "母亲姓名：智力残疾" in notes


def test_where_a_parent_went_is_asked_in_one_column_with_his_telephone_or_alone(planned):
    made = planned(
        [
            ["姓名", "身份证号", "父亲外出地及电话", "母亲去向", "父母情况"],
            ["石雨桐", YU, "广东中山13907360001", "新疆", ""],
            ["石浩然", RAN, "浙江义乌 13907360002", "监狱", "父母离异"],
            ["龙思雨", SI, "", "", "父母双亡"],
            ["麻小军", FOURTH, "温州", "在家", ""],
        ]
    )
    assert fields(made)[2:4] == ["father.work_place", "mother.work_place"]
    assert texts_of(made, "father.work_place") == ["广东中山", "浙江义乌", None, "温州"]
    assert texts_of(made, "father.phone") == ["13907360001", "13907360002", None, None]
    assert texts_of(made, "mother.work_place") == ["新疆", "", None, ""]
    assert texts_of(made, "mother.status") == [None, "服刑在押", "死亡", None]
    assert texts_of(made, "father.status") == [None, "离异", "死亡", None]


def test_how_a_child_lives_is_no_address_and_help_with_its_amount_is_the_help(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "居住情况", "享受政策", "困难类型", "就读情况", "年级班级"],
            ["石雨桐", YU, "与奶奶同住", "孤儿费1000", "孤儿", "在读", "三（2）"],
            ["石浩然", RAN, "自建房", "低保二类", "留守", "在读", "六年级1班"],
            ["龙思雨", SI, "租房", "低保", "困境", "初中", "初二"],
        ]
    )
    assert fields(made)[2] is None
    assert fields(made)[4] == "child.categories"
    assert texts_of(made, "child.relief") == ["孤儿费", "低保", "低保"]
    assert texts_of(made, "child.study_state") == ["在读", "在读", None]
    assert texts_of(made, "child.grade") == ["三年级", "六年级", "初二"]
    assert texts_of(made, "child.school_class") == ["2班", "1班", None]
    importing.apply(session, made)
    notes = [str(raw["note"]) for _, raw in reader.everyone(session.ledger.connection, "child")]
    assert sorted(notes) == ["None", "救助措施：低保二类", "救助措施：孤儿费1000"]


def test_the_sum_below_its_ticks_makes_no_item_of_them(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "孤儿", "留守", "困境"],
            ["石雨桐", YU, "", "√", ""],
            ["石浩然", RAN, "", "√", "√"],
            ["龙思雨", SI, "√", "", ""],
            ["", "", 1, 2, 1],
        ]
    )
    assert [column.kind for column in made.sheets[0].columns[2:]] == ["孤儿", "留守儿童", "困境儿童"]


def test_a_second_thing_said_of_a_parent_is_kept_sealed_and_never_in_the_childs_remarks(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "父亲姓名", "父亲情况", "父亲务工地"],
            ["石雨桐", YU, "石大勇", "失联", "坐牢"],
            ["石浩然", RAN, "石建军", "外出务工", "浙江"],
        ]
    )
    importing.apply(session, made)
    assert (4, "doubtful", TWO_STATES.format(who="父亲", held="失联")) in remarks(made, 2)
    fathers = {raw["name"]: raw for _, raw in reader.everyone(session.ledger.connection, "father")}
    assert "坐牢" in str(fathers["石大勇"]["was_sealed"])
    children = reader.everyone(session.ledger.connection, "child")
    assert not [raw for _, raw in children if "坐牢" in str(raw["note"]) + str(raw["was"])]


def test_two_columns_of_telephones_are_one_persons_without_a_question(planned, session):
    made = planned(
        [
            ["姓名", "身份证号", "监护人姓名", "电话1", "电话2"],
            ["石雨桐", YU, "石老太", "13907360001", "15807360001"],
            ["石浩然", RAN, "石老汉", "13907360002", ""],
            ["龙思雨", SI, "龙老太", "", "15807360003"],
            ["麻小军", FOURTH, "麻老太", "13907360004", "没有"],
        ]
    )
    assert fields(made)[3:] == ["guardian.phone"] * 2
    importing.apply(session, made)
    held = {raw["number"] for _, raw in reader.everyone(session.ledger.connection, "phone")}
    assert held == {"13907360001", "15807360001", "13907360002", "15807360003", "13907360004"}
    assert (
        planned(
            [
                ["姓名", "身份证号", "监护人姓名", "电话1", "电话2"],
                ["石雨桐", YU, "石老太", "13907360001", "15807360001"],
            ]
        )
        .sheets[0]
        .same
        == 1
    )


@pytest.mark.parametrize("header", ["祖父状况", "低保情况", "家庭成员去向"])
def test_who_else_has_died_or_what_has_ended_is_not_said_of_the_child(planned, header):
    for words in ("去世", "退出", "搬走"):
        made = planned([["姓名", "身份证号", header], ["石雨桐", YU, words], ["石浩然", RAN, "正常"]])
        assert LEFT.format(words=words) not in said(made, "doubtful")

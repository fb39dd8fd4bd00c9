"""Holds columns to their fields: by header, by values, by what a person answered, never by two at once."""

from __future__ import annotations

import random
from datetime import date

import pytest

from childdesk.domain.errors import Refused
from childdesk.files.column_names import letters
from childdesk.files.columns import known_field, read_columns
from childdesk.files.header_grammar import folded, path, segment
from childdesk.files.header_words import FIELDS
from childdesk.files.layout import layout
from tests.files.handmade import table
from tests.files.messy import messy
from tests.files.people import TODAY, a_name, a_phone, an_id, children


def decide(rows, **more):
    return read_columns(layout(table(rows)), TODAY, **more)


def fields(rows, **more):
    return [column.field for column in decide(rows, **more)]


def test_every_field_of_the_header_words_exists():
    assert [name for name in FIELDS.values() if not known_field(name)] == []


@pytest.mark.parametrize(
    ("words", "role", "attribute"),
    [
        ("父亲身份证号码", "father", "id_number"),
        ("留守儿童监护人联系电话", "guardian", "phone"),
        ("监护人与儿童关系", "guardian", "relation"),
        ("户主\n姓名", "head", "name"),
        ("联系电话（监护人）", "guardian", "phone"),
        ("父亲/母亲姓名", "parent", "name"),
        ("* 出 生\n年 月", "", "birth"),
        ("3.性别", "", "sex"),
        ("班主任及电话", "helper", "phone"),
        ("残疾人证号", "", "disability_certificate"),
        ("姓姓名名", "", "name"),
        ("本学期是否享受资助", "", "none"),
        ("何种残疾", "", "disability_type"),
        ("残疾类别及等级", "", "disability_type"),
        ("户口本住址", "", "hukou_address"),
        ("户口属性", "", "hukou_kind"),
        ("最近一次与父母联系时间", "", "last_contact"),
        ("学校代码", "", "code"),
        ("返校时间", "", "none"),
        ("核实人", "helper", "name"),
        ("现在由谁照看", "guardian", ""),
        ("监护人及电话", "guardian", "name"),
        ("家庭电话", "child", "phone"),
        ("户代表姓名", "head", "name"),
    ],
)
def test_a_header_says_whose_and_what(words, role, attribute):
    read = segment(words)
    assert (read.role, read.attribute) == (role, attribute)


def test_upper_headers_say_whose_the_lower_ones_are():
    assert path("监护人情况", "姓名").role == "guardian"
    assert path("残疾情况", "类别").attribute == "disability_type"
    assert path("家庭成员", "父亲").attribute == "name"
    assert folded("身份证号（18位）") == "身份证号"


def test_a_group_lends_its_topic_and_its_person_only_where_they_are_meant():
    assert path("残疾情况", "几级").attribute == "disability_level"
    assert path("监护情况", "监护人") == path("监护人")
    care = path("监护人情况", "监护评价")
    assert (care.role, care.attribute) == ("", "guardianship")
    relief = path("救助帮扶", "银行卡号")
    assert (relief.role, relief.attribute) == ("", "bank_account")


def test_a_bare_telephone_belongs_to_the_person_on_its_left():
    rows = [["姓名", "联系电话", "监护人", "联系电话"]]
    rows += [[c.name, c.phone, c.guardian, c.phone] for c in children(5)]
    assert fields(rows) == ["child.name", "child.phone", "guardian.name", "guardian.phone"]


@pytest.mark.parametrize("role", ["监护人", "父亲", "母亲"])
def test_a_bare_telephone_is_the_childs_where_the_one_on_its_left_has_a_column_of_its_own(role):
    field = {"监护人": "guardian", "父亲": "father", "母亲": "mother"}[role]
    rows = [["儿童姓名", f"{role}电话", f"{role}姓名", "性别", "联系电话"]]
    rows += [[c.name, c.phone, c.guardian, "男", c.phone] for c in children(5)]
    found = fields(rows)
    assert (found[1], found[4]) == (f"{field}.phone", "child.phone")


def test_of_two_bare_telephones_the_nearer_is_the_guardians_and_the_other_is_asked_about():
    for further in (["住址", "联系电话"], ["住址", "手机"], ["备用电话"], ["联系电话2"]):
        rows = [["姓名", "监护人", "关系", "电话", *further]]
        rows += [
            [c.name, c.guardian, "祖母", c.phone, *["青山村一组3号"][: len(further) - 1], c.phone]
            for c in children(5)
        ]
        decided = decide(rows)
        assert decided[3].field == "guardian.phone"
        assert decided[-1].field is None
        assert decided[-1].decided in ("ask", "extra")
    twice = [
        ["姓名", "监护人", "电话", "电话"],
        *[[c.name, c.guardian, c.phone, c.phone] for c in children(5)],
    ]
    assert [one.field for one in decide(twice)][2:] == ["guardian.phone", None]


@pytest.mark.parametrize("codes", [("1", "2"), ("1", "1"), ("2", ""), ("0", "1"), (1, 2)])
@pytest.mark.parametrize(
    "words",
    [
        "是否患病",
        "有无疾病",
        "患病情况",
        "患病情况（1是2否）",
        "是否低保",
        "是否上学",
        "是否寄宿",
        "有无户口",
    ],
)
def test_figures_under_a_question_are_nobodys_illness_and_no_kind_of_help(words, codes):
    rows = [["姓名", words], *[[c.name, codes[at % 2]] for at, c in enumerate(children(6))]]
    decided = decide(rows)[1]
    assert (decided.field, decided.decided) in ((None, "extra"), (None, "ask"))


def test_the_ages_inside_the_numbers_say_whose_they_are():
    rows = [["姓名", "身份证号", "监护人", "身份证号"]]
    rows += [[c.name, c.id_number, c.guardian, c.guardian_id] for c in children(6)]
    assert fields(rows) == ["child.name", "child.id_number", "guardian.name", "guardian.id_number"]
    swapped = [["姓名", "监护人", "身份证号"], *[[c.name, c.guardian, c.id_number] for c in children(6)]]
    assert fields(swapped) == ["child.name", "guardian.name", "child.id_number"]


def test_values_that_contradict_the_header_are_asked_about():
    rows = [["姓名", "联系电话"], *[[c.name, c.id_number] for c in children(5)]]
    column = decide(rows)[1]
    assert column.decided == "ask"
    assert (column.field, column.extra) == (None, None)
    assert "child.id_number" in [candidate.field for candidate in column.candidates]


def test_two_columns_for_one_field_are_never_both_given_it():
    rows = [["姓名", "户类型", "困难类型"], *[[c.name, "低保", "特困"] for c in children(4)]]
    decided = decide(rows)
    assert [column.decided for column in decided[1:]] == ["ask", "ask"]
    labelled = [["姓名", "户类型", "贫困类型"], *[[c.name, "低保", "特困"] for c in children(4)]]
    assert fields(labelled)[2] == "child.poverty"


@pytest.mark.parametrize("at", [1, 2])
def test_an_empty_column_beside_one_that_could_be_the_same_is_no_question(at):
    head = ["姓名", "户类型", "困难类型"]
    rows = [head, *[[c.name, *(["低保", ""] if at == 1 else ["", "低保"])] for c in children(4)]]
    decided = decide(rows)
    assert decided[at].field == "child.poverty"
    assert decided[3 - at].extra == head[3 - at]


@pytest.mark.parametrize("word", ["与儿童关系", "关系"])
def test_a_relation_leads_back_to_the_guardian_over_what_is_said_of_a_parent(word):
    head = ["姓名", "监护人姓名", "父亲外出时间", word, "手机"]
    rows = [head, *([c.name, c.guardian, "2024-09-04", "祖父", c.phone] for c in children(4))]
    assert fields(rows)[3:] == ["guardian.relation", "guardian.phone"]


def test_an_empty_column_never_takes_the_field_of_a_filled_one():
    """Also where its words are the surer ones, because some values of the other are no options."""
    said = ["外出家庭", "困境儿童", "双外出", "留守儿童"]
    rows = [
        ["姓名", "困境类型", "儿童类别"],
        *([c.name, "", w] for c, w in zip(children(4), said, strict=True)),
    ]
    assert fields(rows) == ["child.name", None, "child.categories"]


def test_whether_there_is_one_is_no_rival_of_what_it_is():
    words = ["白血病", "先天性心脏病", "地中海贫血", "无"]
    for coded in (["1", "2", "", "2"], ["是", "否", "", "否"]):
        rows = [
            ["姓名", "是否患病", "疾病名称"],
            *zip((c.name for c in children(4)), coded, words, strict=True),
        ]
        decided = decide([list(row) for row in rows])
        assert decided[2].field == "child.illness"
        assert (decided[1].field, decided[1].decided) == (None, "extra")


def test_unknown_columns_become_items_and_nothing_is_dropped():
    rows = [["姓名", "鞋码", "星愿墙位置", None], *[[c.name, 31, "第1排", "好"] for c in children(4)]]
    decided = decide(rows)
    assert [column.extra for column in decided] == [None, "鞋码", "星愿墙位置", "D列"]
    assert {column.decided for column in decided[1:]} == {"extra"}


def test_an_answer_counts_more_than_memory_and_memory_more_than_the_header():
    rows = [["姓名", "类别", "鞋码"], *[[c.name, "孤儿", 31] for c in children(4)]]
    column = decide(rows)[1]
    assert (column.field, column.decided) == ("child.categories", "auto")
    remembered = decide(rows, memory={column.key: "child.poverty"})[1]
    assert (remembered.field, remembered.decided) == ("child.poverty", "memory")
    answered = decide(rows, memory={column.key: "child.poverty"}, answers={"类别": "extra", "2": "drop"})
    assert (answered[1].field, answered[1].extra, answered[1].decided) == (None, "类别", "answer")
    assert (answered[2].field, answered[2].extra, answered[2].decided) == (None, None, "answer")


def test_an_answer_that_names_no_field_is_refused():
    with pytest.raises(Refused):
        decide([["姓名", "性别"], ["王一", "男"]], answers={"姓名": "child.nonsense"})


def test_a_serial_number_counts_and_a_code_does_not():
    running = [["编号", "姓名"], *[[n, c.name] for n, c in enumerate(children(6), 1)]]
    coded = [["编码", "姓名"], *[[f"QS{n * 37}", c.name] for n, c in enumerate(children(6), 1)]]
    assert fields(running)[0] == "row.number"
    assert fields(coded)[0] in (None, "row.number")


def test_letters_name_columns_as_a_person_sees_them():
    assert [letters(n) for n in (0, 25, 26, 701, 702, 16383)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]


def test_the_village_roster_is_understood_without_a_question():
    header = (
        "村民组 户号 姓名* 性别* 身份证号码* 出生日期 年龄 就读学校 年级 监护人姓名* 监护关系 监护人电话* "
        "外出务工家长 家长电话 务工地址 留守类型 关爱级别 最近走访 走访记录 备注"
    ).split()
    decided = decide([header, *[["一组", 1, c.name, c.sex, c.id_number] for c in children(3)]])
    assert [column.field for column in decided] == [
        "child.village_group",
        "household.number",
        "child.name",
        "child.sex",
        "child.id_number",
        "child.birth",
        "child.age",
        "child.school",
        "child.grade",
        "guardian.name",
        "guardian.relation",
        "guardian.phone",
        None,
        None,
        None,
        "child.left_type",
        "child.risk",
        None,
        None,
        "child.note",
    ]
    assert "ask" not in {column.decided for column in decided}


@pytest.mark.parametrize("seed", range(10, 3000, 75))
def test_columns_of_a_messy_ledger_are_right_or_asked_about(seed):
    ledger = messy(seed)
    decided = {column.index: column for column in read_columns(layout(ledger.sheet), TODAY)}
    for index, truth in ledger.fields.items():
        column = decided.get(index)
        if column is not None and column.decided != "ask":
            assert column.field in (truth, None), ledger.headers[index]
    named = [column.field for column in decided.values() if column.field]
    assert len(named) == len(set(named))


def test_adults_are_told_from_children_by_sex_too():
    chance = random.Random(3)
    rows = [["姓名", "父亲姓名", "身份证号"]]
    for child in children(6):
        father = an_id(chance, date(1985, 3, 4), male=True)
        rows.append([child.name, a_name(chance), father])
    assert fields(rows) == ["child.name", "father.name", "father.id_number"]
    assert a_phone(chance)


@pytest.mark.parametrize("word", ["身份证号", "公民身份号码", "儿童身份证号码", "身份证件号"])
@pytest.mark.parametrize("bad", ["待补", "4.30722E+17", "43072220110520403"])
def test_an_exact_word_for_the_identity_number_needs_no_good_values(word, bad):
    rows = [["姓名", word, "性别"], ["王小明", bad, "男"], ["李红", bad, "女"], ["张芳", bad, "女"]]
    found = decide(rows)
    assert (found[1].field, found[1].decided) == ("child.id_number", "auto")


def test_telephones_under_the_word_for_the_identity_number_are_asked_about():
    rows = [["姓名", "身份证号", "性别"]]
    rows += [[c.name, c.phone, c.sex] for c in children(4)]
    assert decide(rows)[1].field is None


def test_many_bad_values_under_the_word_for_the_identity_number_are_asked_about():
    rows = [["姓名", "身份证号", "性别"]]
    rows += [[c.name, "待补", c.sex] for c in children(8)]
    assert decide(rows)[1].decided == "ask"


def test_names_under_half_understood_words_are_nobodys_answer():
    rows = [["姓名", "签约医生", "委托协议"]]
    rows += [[f"周{a}", f"张{b}", "有"] for a, b in zip("甲乙丙丁", "学国建卫", strict=True)]
    assert fields(rows) == ["child.name", None, "guardian.agreement"]
    assert [column.decided for column in decide(rows)] == ["auto", "extra", "auto"]


def test_kinds_of_help_are_told_by_what_stands_under_them():
    rows = [["姓名", "保障类别"], ["周甲", "农村低保"], ["周乙", "特困供养"]]
    assert fields(rows) == ["child.name", "child.poverty"]
    assert fields([rows[0], ["周甲", "孤儿"], ["周乙", "留守儿童"]]) == ["child.name", "child.categories"]


def test_exact_words_over_two_values_of_which_one_is_right_are_no_question():
    head = ["姓名", "证件号码", "性别"]
    rows = [["王小明", "99407620211220761912", "男"], ["李小红", "9.94076E+17", "女"]]
    assert fields([head, *rows])[1] == "child.id_number"
    rows[1][1] = "13807360001"
    assert fields([head, *rows])[1] is None


def test_exact_words_over_a_handful_of_bad_values_are_no_question():
    rows = [
        ["姓名", "父亲电话", "出生日期"],
        ["周甲", "1380", "不记得"],
        ["周乙", "1390", "正月"],
        ["周丙", "〃", "〃"],
    ]
    assert fields(rows) == ["child.name", "father.phone", "child.birth"]
    assert not [column for column in decide(rows) if column.decided == "ask"]


def test_what_a_school_says_of_disabled_pupils_is_no_schooling():
    rows = [["姓名", "随班就读"], ["周甲", "非随班就读"], ["周乙", ""], ["周丙", "随班就读"]]
    assert fields(rows) == ["child.name", None]

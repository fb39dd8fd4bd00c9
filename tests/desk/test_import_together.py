"""A child that stands in two sheets of one workbook: one file with what both say, each cell counted once."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import comparing, history, import_dated, import_document, importing, viewing
from childdesk.desk.import_beside import KEEP, TAKE
from childdesk.desk.import_plan import Said, SheetPlan, of_row
from childdesk.store import reader
from tests.desk.test_importing import number

LEFT, HARD = "留守儿童", "困境儿童"
HEAD_LEFT = ["序号", "姓名", "身份证号", "监护人姓名", "监护关系", "监护人电话", "学校"]
HEAD_HARD = ["序号", "姓名", "身份证号", "监护人姓名", "困境类型", "健康状况", "学校", "鞋码"]
ZHOU, LI, WU = number("20160302", 12), number("20170611", 21), number("20150811", 42)
LEFT_ROWS = [
    ["1", "周甲禾", ZHOU, "黄秀英", "祖母", "13800005678", "云溪小学"],
    ["2", "李乙然", LI, "李大有", "祖父", "13900000812", "云溪小学"],
]
HARD_ROWS = [
    ["1", "吴丙和", WU, "吴老三", "重残", "残疾", "", ""],
    ["2", "周甲禾", ZHOU, "黄秀英", "家庭贫困", "健康", "云溪小学", "34"],
]


@pytest.fixture
def bring(session, tmp_path):
    """{sheet: rows with their header} → the plan of a workbook with them; `more` goes to the plan."""

    def plan(sheets=None, **more):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for name, rows in (sheets or {LEFT: [HEAD_LEFT, *LEFT_ROWS], HARD: [HEAD_HARD, *HARD_ROWS]}).items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(row)
        book.save(tmp_path / "台账.xlsx")
        return importing.plan(session, tmp_path / "台账.xlsx", **more)

    return plan


def counts(plan):
    return [(one.added, one.changed, one.same, one.rejected) for one in plan.sheets]


def outcomes(plan):
    return [[row.outcome for row in one.rows] for one in plan.sheets]


def told(plan, sheet, row):
    return [one.text for one in plan.sheets[sheet].issues if one.row == row]


def is_conserved(plan):
    """Whether every filled cell below the headers is counted once, and every row has one outcome."""
    for one in plan.sheets:
        filled = sum(bool(t.strip()) for row in one.table_rows for t in one.sheet.texts(row).values())
        if one.stored + one.extra + one.listed != filled or sum(counts(plan)[plan.sheets.index(one)]) != len(
            one.table_rows
        ):
            return False
    return True


def files(session):
    """Everybody as (values, today's values) by name."""
    connection = session.ledger.connection
    rows = dict(reader.everyone(connection, "child"))
    return {
        raw["name"]: (row, reader.whole(connection, "child", row, session.today)) for row, raw in rows.items()
    }


def with_cell(rows, row, column, text):
    return [[*one[:column], text, *one[column + 1 :]] if at == row else one for at, one in enumerate(rows)]


def test_a_child_of_two_sheets_gets_one_file_with_what_both_say(session, bring):
    plan = bring()
    assert counts(plan) == [(2, 0, 0, 0), (1, 1, 0, 0)]
    assert (plan.people, plan.sheets[1].joined) == (3, 1)
    assert "和“留守儿童”第2行是同一个孩子，并成一份：添上" in told(plan, 1, 3)[0]
    assert is_conserved(plan)
    assert not plan.waits
    before = {name: dict(reader.everyone(session.ledger.connection, name)) for name in ("child", "category")}

    entry = importing.apply(session, plan)

    held = files(session)
    assert sorted(held) == ["吴丙和", "周甲禾", "李乙然"]
    row, child = held["周甲禾"]
    assert child["categories"] == "留守儿童、家庭贫困儿童"
    assert (child["school"], child["health"]) == ("云溪小学", "健康")
    view = viewing.view(session, "child", row)
    assert {view.labels[key]: value for key, value in view.fields.items() if key.startswith("x.")} == {
        "鞋码": "34"
    }
    (guardian,) = view.related["guardian"]
    assert viewing.view(session, "guardian", guardian).fields["phone"] == "138****5678"

    again = bring()
    assert counts(again) == [(0, 0, 2, 0), (0, 0, 2, 0)]
    assert importing.apply(session, again) == ""

    assert not history.apply_undo(session, entry).kept
    for name, rows in before.items():
        assert dict(reader.everyone(session.ledger.connection, name)) == rows


def test_the_second_row_counts_once_in_the_document_of_the_command_line(bring):
    first, second = import_document.document(bring(), records=True)
    assert [
        (one["rows"], one["added"], one["changed"], one["same"], one["rejected"], one["joined"])
        for one in (first, second)
    ] == [(2, 2, 0, 0, 0, 0), (2, 1, 1, 0, 0, 1)]
    assert second["records"][1]["joins"] == {"sheet": LEFT, "row": 2}
    assert second["records"][0]["joins"] is None
    assert second["records"][1]["id"] == first["records"][0]["id"]


def test_where_the_sheets_differ_a_person_is_asked_and_the_first_stands(session, bring):
    hard = with_cell(HARD_ROWS, 1, 6, "石桥小学")
    plan = bring({LEFT: [HEAD_LEFT, *LEFT_ROWS], HARD: [HEAD_HARD, *hard]})
    (asked,) = [one for one in plan.sheets[1].issues if one.level == "doubtful"]
    assert (asked.row, asked.column, asked.field) == (3, 6, "child.school")
    assert "石桥小学" in asked.text and "云溪小学" in asked.text and "“留守儿童”第2行" in asked.text
    assert [(one.ours, one.theirs) for one in plan.sheets[1].rows[1].apart] == [("云溪小学", "石桥小学")]
    assert is_conserved(plan) and plan.waits
    importing.apply(session, plan)
    assert files(session)["周甲禾"][1]["school"] == "云溪小学"
    again = bring({LEFT: [HEAD_LEFT, *LEFT_ROWS], HARD: [HEAD_HARD, *hard]})
    assert outcomes(again) == [["same", "same"], ["same", "same"]]
    assert importing.apply(session, again) == ""


@pytest.mark.parametrize(("way", "school"), [(KEEP, "云溪小学"), (TAKE, "石桥小学")])
def test_what_was_chosen_stands_and_the_same_file_does_not_turn_it_back(session, bring, way, school):
    sheets = {LEFT: [HEAD_LEFT, *LEFT_ROWS], HARD: [HEAD_HARD, *with_cell(HARD_ROWS, 1, 6, "石桥小学")]}
    plan = bring(sheets, said=Said(picks={(HARD, 3): {"child.school": way}}))
    assert not plan.waits and is_conserved(plan)
    (left_out,) = [
        one for sheet in plan.sheets for one in sheet.issues if one.text.startswith(("照您", "学校照"))
    ]
    assert left_out.was == ({"云溪小学", "石桥小学"} - {school}).pop()
    importing.apply(session, plan)
    assert files(session)["周甲禾"][1]["school"] == school
    again = bring(sheets)
    assert outcomes(again) == [["same", "same"], ["same", "same"]]
    assert importing.apply(session, again) == ""
    assert is_conserved(again)
    assert files(session)["周甲禾"][1]["school"] == school


def test_a_child_of_the_register_takes_what_both_sheets_say(session, bring):
    importing.apply(session, bring({"名单": [HEAD_LEFT[:4], LEFT_ROWS[0][:4]]}))
    plan = bring()
    assert outcomes(plan) == [["change", "add"], ["add", "change"]]
    importing.apply(session, plan)
    _, child = files(session)["周甲禾"]
    assert (child["categories"], child["school"], child["health"]) == (
        "留守儿童、家庭贫困儿童",
        "云溪小学",
        "健康",
    )
    assert reader.count(session.ledger.connection, "guardian") == 3
    assert importing.apply(session, bring()) == ""


def test_three_sheets_make_one_file_and_the_third_names_who_said_what(session, bring):
    orphan = [["姓名", "身份证号", "学校", "健康状况"], ["周甲禾", ZHOU, "", "残疾"]]
    sheets = {LEFT: [HEAD_LEFT, *LEFT_ROWS], HARD: [HEAD_HARD, *HARD_ROWS], "孤儿": orphan}
    plan = bring(sheets)
    assert outcomes(plan) == [["add", "add"], ["add", "change"], ["change"]]
    (asked,) = [one for one in plan.sheets[2].issues if one.level == "doubtful"]
    assert "“困境儿童”第3行“健康”" in asked.text
    assert is_conserved(plan)
    importing.apply(session, plan)
    assert files(session)["周甲禾"][1]["categories"] == "留守儿童、孤儿、家庭贫困儿童"
    assert importing.apply(session, bring(sheets)) == ""


def test_another_guardian_is_somebody_else_and_is_asked_about_with_all_that_is_said_of_him(session, bring):
    head = ["姓名", "身份证号", "监护人姓名", "监护关系", "监护人电话"]
    other = [head, ["周甲禾", ZHOU, "周建军", "父亲", "13800009999"]]
    sheets = {LEFT: [HEAD_LEFT, *LEFT_ROWS], HARD: other}
    plan = bring(sheets)
    (asked,) = [one for one in plan.sheets[1].issues if one.level == "doubtful"]
    assert (asked.field, asked.column) == ("guardian.name", 2)
    assert plan.sheets[1].listed == 3 and is_conserved(plan)
    taken = bring(sheets, said=Said(picks={(HARD, 2): {"guardian.name": TAKE}}))
    assert is_conserved(taken)
    importing.apply(session, taken)
    guardians = {
        raw["name"]: raw["relation"] for _, raw in reader.everyone(session.ledger.connection, "guardian")
    }
    assert guardians == {"周建军": "父亲", "李大有": "祖父"}
    again = bring(sheets)
    assert outcomes(again) == [["same", "same"], ["same"]]
    assert importing.apply(session, again) == ""
    assert is_conserved(again)


def test_one_name_alone_makes_nobody_one_and_twins_stay_two(session, bring):
    head = ["姓名", "性别", "出生日期", "监护人姓名"]
    left = [["赵大双", "男", "2018-05-06", "赵德厚"], ["王小明", "男", "2015-01-02", "王老大"]]
    hard = [["赵小双", "男", "2018-05-06", "赵德厚"], ["王小明", "男", "2016-07-08", "王老二"]]
    plan = bring({LEFT: [head, *left], HARD: [head, *hard]})
    assert outcomes(plan) == [["add", "add"], ["add", "add"]]


def test_one_number_under_two_names_is_put_to_a_person(session, bring):
    hard = [HEAD_HARD, ["1", "周乙禾", ZHOU, "黄秀英", "", "健康", "", ""]]
    sheets = {LEFT: [HEAD_LEFT, *LEFT_ROWS], HARD: hard}
    plan = bring(sheets)
    row = plan.sheets[1].rows[0]
    assert (row.outcome, row.earlier) == ("reject", (LEFT, 2))
    assert any("名字不一样" in text for text in told(plan, 1, 2))
    joined = bring(sheets, decisions={(HARD, 2): of_row((LEFT, 2))})
    assert outcomes(joined)[1] == ["change"]
    assert any("周乙禾" in text and "周甲禾" in text for text in told(joined, 1, 2))


def test_who_may_be_a_child_of_another_sheet_is_asked_and_put_to_it(session, bring):
    sheets = {
        LEFT: [HEAD_LEFT, *LEFT_ROWS],
        HARD: [["姓名", "监护人姓名", "健康状况"], ["周甲禾", "黄秀英", "残疾"]],
    }
    plan = bring(sheets)
    row = plan.sheets[1].rows[0]
    assert (row.outcome, row.earlier) == ("reject", (LEFT, 2))
    assert any("像是“留守儿童”第2行的周甲禾" in text for text in told(plan, 1, 2))
    meant = bring(sheets, decisions={(HARD, 2): of_row((LEFT, 2))})
    assert outcomes(meant)[1] == ["change"]
    importing.apply(session, meant)
    assert files(session)["周甲禾"][1]["health"] == "残疾"
    assert reader.count(session.ledger.connection, "child") == 2


def test_a_number_that_only_the_second_sheet_has_finds_the_child_in_the_third(session, bring):
    head = ["姓名", "出生日期", "监护人姓名", "身份证号", "学校"]
    sheets = {
        LEFT: [head, ["周甲禾", "2016-03-02", "黄秀英", "", ""]],
        HARD: [head, ["周甲禾", "2016-03-02", "黄秀英", ZHOU, ""]],
        "孤儿": [head, ["周甲禾", "", "", ZHOU, "云溪小学"]],
    }
    assert outcomes(bring(sheets)) == [["add"], ["change"], ["change"]]


def test_two_sheets_with_one_household_and_two_notes_keep_both(session, bring):
    head = ["户主", "姓名", "身份证号", "备注"]
    sheets = {
        LEFT: [head, ["周老汉", "周甲禾", ZHOU, "住校"]],
        HARD: [[*head, "家庭人口"], ["周老汉", "周甲禾", ZHOU, "常感冒", "5"]],
    }
    importing.apply(session, bring(sheets))
    _, child = files(session)["周甲禾"]
    home = reader.get(session.ledger.connection, "household", child["household"])
    assert (child["note"], home["head"], home["size"]) == ("住校；常感冒", "周老汉", 5)
    assert importing.apply(session, bring(sheets)) == ""


def test_a_sheet_gives_its_kind_only_where_the_workbook_is_cut_by_kinds(session, bring):
    head, row = ["姓名", "身份证号", "儿童类别"], ["周甲禾", ZHOU, ""]
    said = {LEFT: [head, row, ["李乙然", LI, "孤儿"]], "说明": [["怎么填"]]}
    importing.apply(session, bring(said))
    assert {name: child["categories"] for name, (_, child) in files(session).items()} == {
        "周甲禾": None,
        "李乙然": "孤儿",
    }
    plan = bring({LEFT: [head, row], HARD: [head, ["李乙然", LI, "孤儿"], ["吴丙和", WU, ""]]})
    importing.apply(session, plan)
    assert {name: child["categories"] for name, (_, child) in files(session).items()} == {
        "周甲禾": "留守儿童",
        "李乙然": "孤儿",
        "吴丙和": "困境儿童",
    }
    assert any("这一页叫“困境儿童”" in one.text for one in plan.sheets[1].issues)


def test_a_comparison_has_one_line_for_a_child_of_two_sheets(session, bring):
    first = comparing.compare(session, bring())
    assert sorted(line.name for line in first.of(comparing.THERE)) == ["吴丙和", "周甲禾", "李乙然"]
    assert (first.same, first.again, first.rows) == (0, 1, 4)
    importing.apply(session, bring({"名单": [HEAD_LEFT[:4], LEFT_ROWS[0][:4]]}))
    found = comparing.compare(session, bring())
    (line,) = found.of(comparing.DIFFERENT)
    lines = [one for one in found.lines if one.name == "周甲禾"]
    assert len(lines) == 1
    comparing.settle(session, found, {line.key: {"": TAKE}})
    _, child = files(session)["周甲禾"]
    assert (child["school"], child["health"]) == ("云溪小学", "健康")


def test_lists_of_three_years_taken_in_again_count_as_the_same(session, bring):
    head = ["姓名", "身份证号", "年级"]
    sheets = {
        f"{year}年": [head, ["周甲禾", ZHOU, grade]]
        for year, grade in zip((2024, 2025, 2026), ("一年级", "二年级", "三年级"), strict=True)
    }
    importing.apply(session, bring(sheets))
    assert files(session)["周甲禾"][1]["grade"] == "三年级"
    again = bring(sheets)
    assert outcomes(again) == [["same"], ["same"], ["same"]]
    assert is_conserved(again)


def yearly(order=(2024, 2025)):
    head = ["姓名", "身份证号", "年级", "监护人姓名", "监护人电话"]
    said = {
        2024: [head, ["周甲禾", ZHOU, "一年级", "黄秀英", "13800005678"]],
        2025: [head, ["周甲禾", ZHOU, "二年级", "黄秀英", "13800009999"]],
    }
    return {f"{year}年": said[year] for year in order}


@pytest.mark.parametrize("order", [(2024, 2025), (2025, 2024)])
def test_of_sheets_that_bear_their_year_the_newer_counts_and_a_grade_moves_on_without_a_question(
    session, bring, order
):
    plan = bring(yearly(order))
    doubts = [one for sheet in plan.sheets for one in sheet.issues if one.level == "doubtful"]
    assert [one.field for one in doubts] == ["guardian.phone"]
    assert "先照较新的" in doubts[0].text
    (moved,) = [one for one in plan.sheets[1].issues if "年级" in one.text and "照较新的" in one.text]
    assert (moved.was, moved.became) == (("一年级", "二年级") if order == (2024, 2025) else ("一年级", ""))
    assert is_conserved(plan)
    importing.apply(session, plan)
    row, child = files(session)["周甲禾"]
    (guardian,) = viewing.view(session, "child", row).related["guardian"]
    assert child["grade"] == "二年级"
    assert viewing.view(session, "guardian", guardian).fields["phone"] == "138****9999"
    again = bring(yearly(order))
    assert outcomes(again) == [["same"], ["same"]]
    assert importing.apply(session, again) == ""


def test_a_newer_sheet_brings_the_file_of_last_year_up_to_date(session, bring):
    importing.apply(session, bring(yearly((2024,))))
    plan = bring(yearly((2025, 2024)))
    assert outcomes(plan) == [["change"], ["same"]]
    importing.apply(session, plan)
    assert files(session)["周甲禾"][1]["grade"] == "二年级"
    assert importing.apply(session, bring(yearly())) == ""


@pytest.mark.parametrize(
    ("one", "other", "newer"),
    [
        ("2025年", "2024年", 1),
        ("2024.3月", "2024.11月", -1),
        ("三月", "十二月", -1),
        ("上半年", "下半年", -1),
        ("2025年第一季度", "2024年第四季度", 1),
        ("2025春季", "2025秋季", -1),
        ("3月", "2024年", 0),
        ("一组", "二组", 0),
        ("留守儿童", "困境儿童", 0),
    ],
)
def test_which_of_two_sheets_is_the_newer_is_told_by_their_names(one, other, newer):
    def named(name):
        return SheetPlan(name, True, "", (1,), ())

    assert import_dated.age(named(one), named(other)) == newer
    assert import_dated.age(named(other), named(one)) == -newer


def test_of_two_days_the_more_exact_one_counts(session, bring):
    head = ["姓名", "身份证号", "出生日期", "监护人姓名"]
    sheets = {
        LEFT: [head[:1] + head[2:], ["周甲禾", "2016年3月", "黄秀英"]],
        HARD: [head, ["周甲禾", ZHOU, "2016-03-02", "黄秀英"]],
    }
    plan = bring(sheets, decisions={(HARD, 2): of_row((LEFT, 2))})
    assert not [one for one in plan.sheets[1].issues if one.level == "doubtful"]
    importing.apply(session, plan)
    assert files(session)["周甲禾"][1]["birth"] == "2016-03-02"


def made_households(plan):
    return [op.values["number"] for op in plan.ops() if op.record == "household"]


@pytest.mark.parametrize(("brother", "households"), [("8", ["12", "8"]), ("7", ["7", "12"])])
def test_a_household_that_a_later_line_leaves_is_made_only_where_somebody_stays(
    session, bring, brother, households
):
    head = ["姓名", "身份证号", "户号"]
    sheets = {
        LEFT: [head, ["周甲禾", ZHOU, "7"], ["李乙然", LI, brother]],
        HARD: [head, ["周甲禾", ZHOU, "12"]],
    }
    said = Said(picks={(HARD, 2): {"household.number": TAKE}})
    plan = bring(sheets, said=said)
    assert made_households(plan) == households
    importing.apply(session, plan)
    again = bring(sheets, said=said)
    assert outcomes(again) == [["same", "same"], ["same"]] and made_households(again) == []


NEWBORN = ["姓名", "联系电话", "父亲姓名", "母亲姓名", "出生日期"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (["石念安", "13800005678"], ["石念安", "13900000812"]),
        (["石念安", "13800005678", "石大勇"], ["石念安", "13900000812", None, "向春花"]),
        (["石念安", None, "石大勇"], ["石念安", "13900000812"]),
        (["石念安", "13800005678", None, None, "2026-10-02"], ["石念安", "13900000812"]),
    ],
)
def test_a_newborn_of_whom_only_the_name_is_known_is_asked_where_the_telephones_differ(bring, first, second):
    plan = bring({LEFT: [NEWBORN, first], HARD: [NEWBORN, second]})
    assert outcomes(plan) == [["add"], ["reject"]]
    (asked,) = told(plan, 1, 2)
    assert asked.startswith("像是“留守儿童”第2行的石念安：") and asked.endswith("先没收，请您定")
    joined = bring(
        {LEFT: [NEWBORN, first], HARD: [NEWBORN, second]}, decisions={(HARD, 2): of_row((LEFT, 2))}
    )
    assert joined.people == 1

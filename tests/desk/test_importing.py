"""Importing a workbook: everything in it is stored, kept or listed; the same file again changes nothing."""

from __future__ import annotations

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from childdesk.desk import finding, history, import_document, import_whose, importing, viewing
from childdesk.desk.import_plan import OWN_FILE
from childdesk.domain.errors import Refused
from childdesk.domain.identity import check_digit
from childdesk.files import dragged
from childdesk.store import reader
from tests.desk import made

HEAD = ["序号", "姓名", "性别", "身份证号", "出生日期", "监护人姓名", "监护关系", "监护人电话", "鞋码"]


def number(birth: str, order: int) -> str:
    """An identity number that was never given out, with a right check digit."""
    first = f"990101{birth}{order:03d}"
    return first + check_digit(first)


FIRST = ["1", "周甲禾", "女", number("20160302", 12), "2016-03-02", "黄秀英", "祖母", "13800005678", "34"]
SECOND = ["2", "李乙然", "男", number("20170611", 21), "2017.6.11", "李大有", "祖父", "13900000812", "33"]


def workbook(path, *rows, head=None, title="河湾村留守儿童花名册"):
    """A small roster with a title above the header and signatures below the rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append([title])
    sheet.append(head or HEAD)
    for row in rows:
        sheet.append(row)
    sheet.append(["填表人：", "", "", "审核："])
    book.save(path)
    return path


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


def only(plan):
    """The one sheet of a plan."""
    assert len(plan.sheets) == 1
    return plan.sheets[0]


def test_every_child_of_a_roster_gets_a_file_with_its_family(session, tmp_path):
    plan = importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST, SECOND))
    assert (only(plan).added, only(plan).rejected) == (2, 0)

    entry = importing.apply(session, plan)

    hit = finding.find(session, "周甲禾").hits[0]
    view = viewing.view(session, "child", hit.id)
    assert view.fields["birth"] == "2016-03-02"
    guardian = view.related["guardian"][0]
    assert viewing.view(session, "guardian", guardian).fields["phone"] == "138****5678"
    assert history.of_entry(session, entry).source == "a.xlsx"


def test_a_column_that_nobody_knows_becomes_an_item_and_is_not_lost(session, tmp_path):
    importing.apply(session, importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST)))

    view = viewing.view(session, "child", finding.find(session, "周甲禾").hits[0].id)

    kept = {view.labels[key]: value for key, value in view.fields.items() if key.startswith("x.")}
    assert kept == {"鞋码": "34"}


def test_the_same_file_again_changes_nothing(session, tmp_path):
    path = workbook(tmp_path / "a.xlsx", FIRST, SECOND)
    importing.apply(session, importing.plan(session, path))

    again = importing.plan(session, path)

    assert (only(again).same, only(again).added, only(again).changed) == (2, 0, 0)
    assert importing.apply(session, again) == ""


def test_every_filled_cell_is_stored_kept_or_listed(session, tmp_path):
    nameless = ["3", "", "男", number("20120422", 31), "2012-04-22", "罗四喜", "伯父", "", ""]
    odd = ["4", "吴丁远", "男", "123", "2015-13-40", "陈玉梅", "外祖母", "12", "—"]
    path = workbook(tmp_path / "a.xlsx", FIRST, SECOND, nameless, odd)

    sheet = only(importing.plan(session, path))

    rows = openpyxl.load_workbook(path)["台账"].iter_rows(min_row=3, values_only=True)
    filled = sum(1 for row in rows for value in row if value not in (None, ""))
    assert sheet.stored + sheet.extra + sheet.listed == filled
    assert len(sheet.rows) == sheet.added + sheet.changed + sheet.same + sheet.rejected


def test_a_row_without_a_name_is_refused_with_its_reason_and_the_others_go_in(session, tmp_path):
    nameless = ["3", "", "男", "", "2012-04-22", "罗四喜", "伯父", "", ""]
    plan = importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST, nameless))

    importing.apply(session, plan)

    assert (only(plan).added, only(plan).rejected) == (1, 1)
    assert any("没有姓名" in remark.text for remark in only(plan).issues)
    assert reader.count(session.ledger.connection, "child") == 1


def test_an_impossible_number_is_kept_as_typed_and_listed(session, tmp_path):
    odd = ["1", "吴丁远", "男", "123", "2015-02-30", "陈玉梅", "外祖母", "", ""]
    plan = importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST, SECOND, odd))
    importing.apply(session, plan)

    view = viewing.view(session, "child", finding.find(session, "吴丁远").hits[0].id)

    listed = {(remark.column, remark.level) for remark in only(plan).issues}
    assert {(3, "impossible"), (4, "impossible")} <= listed
    assert view.fields["id_number"] is None
    assert "2015-02-30" in str(view.fields["was"])


def test_the_same_child_twice_in_one_file_is_taken_once_and_said(session, tmp_path):
    twice = ["9", *FIRST[1:]]
    sheet = only(importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST, twice)))

    assert (sheet.added, sheet.same, sheet.joined) == (1, 1, 1)
    assert any("和第3行是同一个孩子，并成一份：没有新的内容" in remark.text for remark in sheet.issues)


def test_in_a_list_too_long_to_keep_the_second_line_of_a_child_is_said_and_left_out(
    session, tmp_path, monkeypatch
):
    monkeypatch.setattr(import_whose, "MOST", 2)
    rows = [FIRST, SECOND, ["9", *FIRST[1:]]]
    sheet = only(importing.plan(session, workbook(tmp_path / "a.xlsx", *rows)))

    assert (sheet.added, sheet.rejected) == (2, 1)
    assert any("与第3行是同一个孩子" in remark.text for remark in sheet.issues)


def test_twins_are_two_children(session, tmp_path):
    big = ["1", "赵大双", "男", "", "2018-05-06", "赵德厚", "祖父", "13500002290", ""]
    small = ["2", "赵小双", "男", "", "2018-05-06", "赵德厚", "祖父", "13500002290", ""]
    sheet = only(importing.plan(session, workbook(tmp_path / "a.xlsx", big, small)))

    assert (sheet.added, sheet.rejected) == (2, 0)


def test_a_likely_double_waits_until_a_person_says_whose_row_it_is(session, tmp_path):
    importing.apply(session, importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST)))
    nearly = ["1", "周甲禾", "女", "", "2016-03-02", "周建军", "父亲", "", "35"]
    path = workbook(tmp_path / "b.xlsx", nearly)
    asked = only(importing.plan(session, path))
    assert asked.rejected == 1
    row = asked.rows[0]

    joined = only(importing.plan(session, path, decisions={("台账", row.row): row.child}))
    apart = only(importing.plan(session, path, decisions={("台账", row.row): OWN_FILE}))

    assert (joined.changed, joined.rejected) == (1, 0)
    assert (apart.added, apart.rejected) == (1, 0)


def test_an_answer_is_remembered_for_the_next_file_of_the_same_kind(session, tmp_path):
    head = [*HEAD[:8], "情形代码"]
    path = workbook(tmp_path / "a.xlsx", [*FIRST[:8], "甲"], head=head)
    answered = importing.plan(session, path, answers={"情形代码": "child.note"})
    importing.apply(session, answered)

    second = importing.plan(session, workbook(tmp_path / "b.xlsx", [*SECOND[:8], "乙"], head=head))

    column = only(second).columns[8]
    assert (column.field, column.decided) == ("child.note", "memory")


def test_undo_takes_a_whole_import_back(session, tmp_path):
    before = dict(reader.everyone(session.ledger.connection, "child"))
    entry = importing.apply(session, importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST, SECOND)))

    done = history.apply_undo(session, entry)

    assert not done.kept
    assert dict(reader.everyone(session.ledger.connection, "child")) == before
    assert finding.find(session, "周甲禾").count == 0


def test_a_list_of_adults_is_no_roster_and_says_so(session, tmp_path):
    rows = [
        [str(n), f"王{c}", "男", number(f"19{60 + n}0101", n + 1), "", "", "", "", ""]
        for n, c in enumerate("甲乙丙丁戊")
    ]
    with pytest.raises(Refused) as refused:
        importing.plan(session, workbook(tmp_path / "a.xlsx", *rows))
    assert "成年人" in refused.value.sentence
    assert reader.count(session.ledger.connection, "child") == 0


def test_the_document_names_every_key_of_the_command_line(session, tmp_path):
    plan = importing.plan(session, workbook(tmp_path / "a.xlsx", FIRST))
    sheet = import_document.document(plan, records=True)[0]

    wanted = (
        "name is_roster why_not header_rows columns rows added changed same rejected cells issues records"
    )
    assert set(wanted.split()) <= set(sheet)
    assert set(sheet["columns"][0]) == {"index", "header", "field", "extra", "confidence", "decided"}
    assert set(sheet["cells"]) == {"stored", "extra", "listed"}


def test_a_workbook_with_a_password_comes_in_with_it(session, tmp_path):
    plain = workbook(tmp_path / "a.xlsx", FIRST, SECOND)
    sealed = tmp_path / "b.xlsx"
    with plain.open("rb") as source, sealed.open("wb") as target:
        OOXMLFile(source).encrypt("山水2026", target)
    with pytest.raises(Refused) as refused:
        importing.plan(session, sealed)
    assert refused.value.field == "password"
    assert only(importing.plan(session, sealed, password="山水2026")).added == 2


def test_two_tables_side_by_side_bring_in_the_children_of_both(session, tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "一组"
    sheet.append([*HEAD, None, *HEAD])
    sheet.append([*FIRST, None, *SECOND])
    book.save(tmp_path / "a.xlsx")
    plan = importing.plan(session, tmp_path / "a.xlsx")
    assert [(part.name, part.added, part.rejected) for part in plan.sheets] == [
        ("一组（1）", 1, 0),
        ("一组（2）", 1, 0),
    ]
    importing.apply(session, plan)
    assert reader.count(session.ledger.connection, "child") == 2


@pytest.mark.parametrize(
    ("typed", "birth", "sex", "told"),
    [
        ("990101201603020127", "2017-03-02", "女", ["出生日期"]),
        ("990101201603020127", "2016-03-02", "男", ["性别"]),
        ("99010120160302012", "2016-03-20", "男", ["出生日期", "性别"]),
        ("990101160302012", "2015-03-02", "女", ["出生日期"]),
        ("990101201603020127", "2016-03-02", "女", []),
        ("9.90101E+17", "2015-03-02", "男", []),
        ("9901012016030200127", "2016-03-02", "男", ["性别"]),
        ("9901012016030200127", "2016-03-02", "女", []),
    ],
)
def test_a_number_that_cannot_be_taken_is_still_held_against_birth_and_sex(
    session, tmp_path, typed, birth, sex, told
):
    row = [*FIRST[:2], sex, typed, birth, *FIRST[5:]]
    sheet = only(importing.plan(session, workbook(tmp_path / "a.xlsx", row, SECOND)))
    assert [r.text[: r.text.index("与")] for r in sheet.issues if "证件号也不对" in r.text] == told


def test_days_that_were_dragged_down_come_in_with_a_doubt(session, tmp_path):
    head = ["姓名", "出生日期", "监护人姓名"]
    rows = [
        [name, f"2016-03-0{day}", "黄秀英"] for day, name in enumerate(("周甲", "吴乙", "郑丙", "王丁"), 1)
    ]
    sheet = only(importing.plan(session, workbook(tmp_path / "a.xlsx", *rows, head=head)))
    doubts = [remark.row for remark in sheet.issues if remark.text == dragged.DOUBT]
    assert doubts == [3, 4, 5, 6]
    assert sheet.added == 4


def test_somebody_who_is_there_already_and_stands_in_two_lines_gets_no_second_file(session, tmp_path):
    path = workbook(tmp_path / "a.xlsx", FIRST, FIRST)
    importing.apply(session, importing.plan(session, path))
    assert reader.count(session.ledger.connection, "child") == 1
    again = importing.plan(session, path)
    assert [row.outcome for row in only(again).rows] == ["same", "same"]
    assert any("同一个孩子" in remark.text for remark in only(again).issues)
    assert importing.apply(session, again) == ""
    assert reader.count(session.ledger.connection, "child") == 1


def test_the_numbered_members_of_a_school_register_become_the_family(session, tmp_path):
    head = ["姓名", "身份证件号", "成员1姓名", "成员1关系", "成员2姓名", "成员2关系"]
    rows = [
        ["周甲禾", number("20160302", 12), "周大力", "父亲", "吴秀兰", "母亲"],
        ["李乙然", number("20170611", 21), "张春花", "母亲", "李大有", "祖父"],
        ["郑丙", number("20150809", 33), "郑强", "父亲", "何梅", "母亲"],
    ]
    plan = importing.plan(session, workbook(tmp_path / "a.xlsx", *rows, head=head))
    first, second, _ = (row.texts for row in only(plan).rows)
    assert (first["father.name"], first["mother.name"]) == ("周大力", "吴秀兰")
    assert (second["mother.name"], second["guardian.name"]) == ("张春花", "李大有")
    assert second["guardian.relation"] == "祖父"
    assert "father.name" not in second
    sheet = only(plan)
    assert (sheet.added, sheet.stored + sheet.extra + sheet.listed) == (3, 20)
    importing.apply(session, plan)
    assert [row.outcome for row in only(importing.plan(session, tmp_path / "a.xlsx")).rows] == ["same"] * 3


def test_what_words_head_in_one_sheet_settles_them_in_a_sheet_without_values(session, tmp_path):
    head = ["姓名", "出生日期", "带班"]
    empty = [[f"周{sign}", f"2015-0{n}-02", "/"] for n, sign in enumerate("甲乙丙", 1)]
    full = [[f"李{sign}", f"2016-0{n}-02", f"{n}班"] for n, sign in enumerate("丁戊己庚", 1)]

    def asked(name, *groups):
        book = openpyxl.Workbook()
        book.remove(book.active)
        for group, rows in groups:
            sheet = book.create_sheet(group)
            for row in [head, *rows]:
                sheet.append(row)
        book.save(tmp_path / name)
        plan = importing.plan(session, tmp_path / name)
        return [column.field for sheet in plan.sheets for column in sheet.columns if column.header == head[2]]

    assert asked("a.xlsx", ("一组", empty)) == [None]
    assert asked("b.xlsx", ("一组", empty), ("二组", full)) == ["child.school_class"] * 2
    assert asked("c.xlsx", ("一组", full), ("二组", empty)) == ["child.school_class"] * 2

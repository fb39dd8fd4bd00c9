"""Holds the numbered members of school registers to what their relation says, row by row."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.files import member_words
from childdesk.files.columns import read_columns
from childdesk.files.layout import layout
from childdesk.files.members import in_row
from tests.files.handmade import table
from tests.files.people import TODAY, children

OF_ONE = [
    "姓名",
    "关系",
    "关系说明",
    "现住址",
    "联系电话",
    "是否监护人",
    "身份证件类型",
    "身份证件号",
    "职务",
]
HEAD = [
    "姓名",
    "身份证件号",
    "是否留守儿童",
    *(f"成员{number}{word}" for number in (1, 2) for word in OF_ONE),
]


def register(*relations, flags=("", "")):
    """A school's register of invented pupils; each row says who member 1 and member 2 are."""
    rows = [HEAD]
    for child, pair in zip(children(len(relations), 3), relations, strict=True):
        line = [child.name, child.id_number, "否"]
        for name, relation, flag in zip((child.father, child.mother), pair, flags, strict=True):
            line += [name, relation, "", "青山村", child.phone, flag, "居民身份证", child.guardian_id, "务农"]
        rows.append(line)
    made = layout(table(rows))
    return made, read_columns(made, TODAY)


def row_fields(made, columns, row):
    """{header: field or None} of one row."""
    return {column.header: column.field for column in in_row(columns, made.cells(row))}


def test_members_are_whom_their_relation_names():
    made, columns = register(("父亲", "母亲"), ("父亲", "母亲"), ("父亲", "母亲"))
    found = {column.header: (column.field, column.decided) for column in columns}
    assert found["姓名"][0] == "child.name"
    assert found["身份证件号"][0] == "child.id_number"
    for number, role in (("1", "father"), ("2", "mother")):
        assert found[f"成员{number}姓名"] == (f"{role}.name", "auto")
        assert found[f"成员{number}身份证件号"] == (f"{role}.id_number", "auto")
        assert found[f"成员{number}联系电话"] == (f"{role}.phone", "auto")
        assert found[f"成员{number}现住址"][0] is None
    assert in_row(columns, made.cells(2)) == list(columns)


def test_each_row_says_for_itself_who_the_members_are():
    made, columns = register(("父亲", "母亲"), ("父亲", "母亲"), ("母亲", "父亲"), ("母亲", "祖父"))
    assert row_fields(made, columns, 4)["成员1姓名"] == "mother.name"
    assert row_fields(made, columns, 4)["成员2身份证件号"] == "father.id_number"
    assert row_fields(made, columns, 5)["成员2姓名"] == "guardian.name"
    assert row_fields(made, columns, 5)["成员2关系"] == "guardian.relation"


def test_a_member_whose_relation_is_not_said_is_kept_as_items():
    made, columns = register(("父亲", "母亲"), ("父亲", "母亲"), ("", "母亲"), ("祖父", "祖母"))
    silent = {c.header: (c.field, c.extra) for c in in_row(columns, made.cells(4))}
    assert silent["成员1姓名"] == (None, "成员1姓名")
    assert silent["成员2姓名"] == ("mother.name", None)
    both = row_fields(made, columns, 5)
    assert (both["成员1姓名"], both["成员2姓名"]) == ("guardian.name", None)


def test_a_grandmother_who_is_the_guardian_is_said_to_be_one_and_a_parents_answer_is_kept():
    made, columns = register(("父亲", "祖母"), ("父亲", "母亲"), ("祖父", "父亲"), flags=("是", "是"))
    said = [row_fields(made, columns, row) for row in (2, 3, 4)]
    assert [one["成员1是否监护人"] for one in said] == [None, None, "guardian.kind"]
    assert [one["成员2是否监护人"] for one in said] == ["guardian.kind", None, None]
    denied, columns = register(("父亲", "祖母"), ("父亲", "母亲"), ("父亲", "祖母"), flags=("否", "否"))
    kept = {c.header: (c.field, c.extra) for c in in_row(columns, denied.cells(2))}
    assert kept["成员1是否监护人"] == (None, "成员1是否监护人")
    assert kept["成员2姓名"] == (None, "成员2姓名")


def test_members_without_a_relation_column_stay_items():
    rows = [["姓名", "身份证件号", "成员1姓名", "成员1联系电话"]]
    rows += [[c.name, c.id_number, c.father, c.phone] for c in children(4)]
    made = layout(table(rows))
    columns = read_columns(made, TODAY)
    assert [(c.field, c.extra) for c in columns[2:]] == [(None, "成员1姓名"), (None, "成员1联系电话")]
    assert in_row(columns, made.cells(2)) is columns


def test_what_a_person_answered_is_the_same_in_every_row():
    made, _ = register(("父亲", "母亲"), ("父亲", "母亲"), ("母亲", "父亲"))
    columns = read_columns(made, TODAY, answers={"成员1姓名": "guardian.name"})
    assert row_fields(made, columns, 4)["成员1姓名"] == "guardian.name"


@pytest.mark.parametrize(
    ("relation", "flag", "role"),
    [
        ("父", "", "father"),
        ("母子", "", "mother"),
        ("奶奶", "", "guardian"),
        ("奶奶", "否", ""),
        ("其他", "", ""),
        ("其他", "是", "guardian"),
        ("本人", "", ""),
        ("", "是", ""),
        ("继父", "1", "guardian"),
    ],
)
def test_a_relation_names_one_place_or_none(relation, flag, role):
    assert member_words.role(relation, flag) == role


WORDS = st.sampled_from(["父亲", "母亲", "祖父", "祖母", "其他", "", "邻居", "？"])


@given(st.lists(st.tuples(WORDS, WORDS), min_size=3, max_size=8))
def test_no_two_columns_are_ever_the_same_field_in_one_row(relations):
    made, columns = register(*relations)
    for row in made.records:
        fields = [column.field for column in in_row(columns, made.cells(row)) if column.field]
        assert len(fields) == len(set(fields))

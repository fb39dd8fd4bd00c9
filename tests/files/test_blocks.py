"""Holds sheets with tables side by side to one sheet for each, without losing a cell."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from childdesk.files.blocks import parts
from childdesk.files.columns import read_columns
from childdesk.files.layout import layout
from childdesk.files.sheets import Merge
from tests.files.handmade import table
from tests.files.people import TODAY, children


def side_by_side(blocks: int, rows: int, *, gap: int, numbered: bool, seed: int = 1) -> list[list[object]]:
    """A sheet of blocks with invented children."""
    head = [*(["序号"] if numbered else []), "姓名", "身份证号", "监护人"]
    made: list[list[object]] = [["青山村儿童花名册"], ([*head, *[None] * gap] * blocks)]
    people = children(blocks * rows, seed)
    for row in range(rows):
        line: list[object] = []
        for block in range(blocks):
            child = people[block * rows + row]
            number = [block * rows + row + 1] if numbered else []
            line += [*number, child.name, child.id_number, child.guardian, *[None] * gap]
        made.append(line)
    return made


@pytest.mark.parametrize(("blocks", "gap", "numbered"), [(2, 1, True), (2, 0, True), (3, 2, False)])
def test_each_block_is_a_table_of_its_own(blocks, gap, numbered):
    found = parts(table(side_by_side(blocks, 4, gap=gap, numbered=numbered), name="一组"))
    assert [part.name for part in found] == [f"一组（{number}）" for number in range(1, blocks + 1)]
    names = []
    for part in found:
        made = layout(part)
        fields = {c.field: c.index for c in read_columns(made, TODAY)}
        assert {"child.name", "child.id_number", "guardian.name"} <= set(fields)
        names += [part.cell(row, fields["child.name"]).text for row in made.records]
    assert names == [child.name for child in children(blocks * 4)]


def test_the_title_over_all_blocks_stays_with_the_first():
    sheet = table(side_by_side(2, 3, gap=1, numbered=True), [Merge(1, 0, 1, 8)])
    left, right = parts(sheet)
    assert (left.texts(1), right.texts(1)) == ({0: "青山村儿童花名册"}, {})
    assert (left.merges, right.merges) == ((Merge(1, 0, 1, 4),), ())
    assert layout(left).title == "青山村儿童花名册"


@pytest.mark.parametrize(
    "head",
    [
        ["姓名", "电话", "姓名", "电话"],
        ["姓名", "身份证号", "性别", "监护人", "身份证号", "电话"],
        ["序号", "姓名", "父亲姓名", "父亲电话", "母亲姓名", "母亲电话"],
        ["合计", "男", "女", "", "合计", "男", "女"],
    ],
)
def test_what_is_no_repeated_table_is_left_whole(head):
    rows = [head, *([child.name for _ in head] for child in children(4))]
    sheet = table(rows)
    assert parts(sheet) == (sheet,)


def test_groups_of_a_family_are_no_blocks():
    rows = [
        ["儿童", None, None, "父亲", None, None],
        ["姓名", "身份证号", "电话", "姓名", "身份证号", "电话"],
        *([c.name, c.id_number, c.phone, c.father, c.guardian_id, c.phone] for c in children(4)),
    ]
    sheet = table(rows, [Merge(1, 0, 1, 2), Merge(1, 3, 1, 5)])
    assert parts(sheet) == (sheet,)


@settings(max_examples=30, deadline=None)
@given(st.integers(2, 4), st.integers(1, 8), st.integers(0, 2), st.integers(0, 99))
def test_every_cell_is_in_exactly_one_block(blocks, rows, gap, seed):
    sheet = table(side_by_side(blocks, rows, gap=gap, numbered=True, seed=seed))
    found = parts(sheet)
    cells = [(r, c, t) for part in found for r in part.rows for c, t in part.texts(r).items()]
    assert sorted(cells) == sorted((r, c, t) for r in sheet.rows for c, t in sheet.texts(r).items())
    assert len(found) == blocks

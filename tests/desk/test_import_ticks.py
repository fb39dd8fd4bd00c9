"""Holds the import to ticks: √ under 留守, 困境 or 孤儿 says of what kind a child is."""

from __future__ import annotations

from childdesk.desk import importing
from childdesk.store import reader
from tests.desk.test_odd_ledgers import RAN, SI, YU, fields, remarks, rows


def categories(session, made) -> list[str | None]:
    connection = session.ledger.connection
    known = {row.child: {} for row in made.sheets[0].rows}
    reader.with_current(connection, "child", known, session.today, only=frozenset(["categories"]))
    return [raw.get("categories") for raw in known.values()]


def test_ticks_become_categories_without_a_question(planned, session):
    made = planned(
        [
            "姓名 身份证号 儿童类别".split() + [None] * 4 + ["备注"],
            [None, None, *"留守 困境 孤儿 事实无人抚养 残疾".split(), None],
            ["石雨桐", YU, "√", None, None, "是", "√", "好"],
            ["石浩然", RAN, "✔", "√", "×", None, None, None],
            ["龙思雨", SI, None, None, "√", "否", None, None],
        ],
        *"A1:A2 B1:B2 C1:G1 H1:H2".split(),
    )
    assert fields(made)[2:7] == ["child.categories"] * 5
    assert not any(column.decided == "ask" for column in made.sheets[0].columns)
    assert [row.get("child.categories") for row in rows(made)] == [
        "留守儿童、事实无人抚养儿童、残疾儿童",
        "留守儿童、困境儿童",
        "孤儿",
    ]
    told = [(column, level, text) for row in (4, 5) for column, level, text in remarks(made, row)]
    assert told == [
        (4, "note", "写的是“×”，不记作孤儿"),
        (5, "note", "写的是“否”，不记作事实无人抚养儿童"),
    ]
    assert (made.sheets[0].stored, made.sheets[0].extra, made.sheets[0].listed) == (6 + 1 + 6, 0, 2)
    importing.apply(session, made)
    assert categories(session, made)[1:] == ["留守儿童、困境儿童", "孤儿"]


def test_what_else_stands_in_a_column_of_ticks_is_kept_as_it_stands(planned):
    names = [[f"石{name}", "√"] for name in "甲乙丙丁戊"]
    made = planned([["姓名", "留守儿童"], *names, ["石己", "2023年起"]])
    assert fields(made) == ["child.name", "child.categories"]
    assert (made.sheets[0].stored, made.sheets[0].extra, made.sheets[0].listed) == (11, 1, 0)
    assert rows(made)[5].get("child.categories") is None


def test_a_tick_and_a_column_of_kinds_stand_side_by_side(planned):
    made = planned(["姓名 儿童类别 留守儿童".split(), ["石雨桐", "重残", "√"], ["石浩然", "留守", "√"]])
    assert fields(made) == ["child.name", "child.categories", "child.categories"]
    assert [row["child.categories"] for row in rows(made)] == ["重残、留守儿童", "留守"]


def test_a_tick_that_may_mean_something_else_is_asked_and_the_answer_counts(planned):
    table = ["姓名 身份证号 重病".split(), ["石雨桐", YU, "√"], ["石浩然", RAN, None]]
    made = planned(table)
    (asked,) = (column for column in made.sheets[0].columns if column.decided == "ask")
    assert (asked.header, asked.candidates[0].field) == ("重病", "child.categories")
    answered = planned(table, answers={"重病": "child.categories"})
    assert rows(answered)[0]["child.categories"] == "重病儿童"
    kept = planned(table, answers={"重病": "extra"})
    assert (kept.sheets[0].extra, rows(kept)[0].get("child.categories")) == (1, None)


def test_names_under_a_kind_and_answers_to_a_question_are_no_ticks(planned):
    made = planned([["留守儿童", "身份证号"], ["石雨桐", YU], ["石浩然", RAN]])
    assert fields(made) == ["child.name", "child.id_number"]
    made = planned(["姓名 身份证号 是否孤儿".split(), ["石雨桐", YU, "是"], ["石浩然", RAN, "否"]])
    assert made.sheets[0].columns[2].extra == "是否孤儿"

"""merge on the command line: both histories in one file, what differs is said, one undo brings both back."""

from __future__ import annotations

import pytest


@pytest.fixture
def two(seat):
    """The ids of two files of one child."""
    first = seat.json("add", "child", "name=林小舟", "sex=女", "school=中心小学", "birth=2016-03-02")["id"]
    second = seat.json("add", "child", "name=林小舟", "sex=女", "school=教学点", "phone=13900001111")["id"]
    for child, day in ((first, "2026-11-02"), (second, "2026-11-09")):
        seat.json("add", "visit", f"child={child}", f"date={day}", "visit_type=日常走访")
    return first, second


def found(seat):
    return [one["id"] for one in seat.json("find", "林小舟")["children"]]


def test_two_files_of_one_child_become_one_with_both_histories_and_undo_parts_them(seat, two):
    first, second = two
    answer = seat.ask("merge", first[:8], second[:8], "--reason", "同一个孩子", as_json=True)
    assert answer.code == 4, "the two schools differ"
    told = answer.document
    assert (told["id"], told["differs"]) == (first, ["child.school"])
    assert told["moved"] >= 2
    assert found(seat) == [first]
    fields = seat.json("show", first)["fields"]
    assert fields["school"] == "中心小学"
    assert "13900001111"[-4:] in fields["phone"]
    assert seat.ask("undo", told["entry"]).code == 0
    assert set(found(seat)) == {first, second}
    assert seat.json("check")["ok"]


def test_a_file_is_not_merged_with_itself_and_nothing_changes(seat, two):
    first, _ = two
    before = seat.json("history", first)["entries"]
    answer = seat.ask("merge", first, first)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert seat.json("history", first)["entries"] == before

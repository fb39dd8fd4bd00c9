"""Two years of one village on the command line: nobody is merged wrongly, nobody gets a second file."""

from __future__ import annotations

import random

import pytest

from tests.commands.asked import PASSPHRASE, PERSON, Seat
from tests.stories import village_of_two_years as village


@pytest.fixture
def seat(tmp_path):
    """An empty practice desk of the village."""
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(PASSPHRASE, encoding="utf-8")
    seat = Seat(tmp_path / "desk", passphrase)
    words = "new --level village --unit 河湾村 --region 990101001001 --practice --person".split()
    assert seat.ask(*words, PERSON).code == 0
    return seat


def planned(seat, path):
    return seat.json("import", str(path), "--dry-run")["sheets"][0]


@pytest.mark.parametrize("order", range(3))
def test_every_child_is_found_again_under_whatever_name_and_number(seat, tmp_path, order):
    whos = list(village.FIRST)
    before = village.write(tmp_path / "2025.xlsx", 2025, list(village.FIRST.values()))
    first = seat.json("import", str(before))["sheets"][0]
    assert (first["added"], first["rejected"]) == (len(whos), 0), "namesakes have each a file"
    again = planned(seat, before)
    assert again["same"] == len(whos), "the same list says nothing new"
    files = dict(zip(whos, (row["id"] for row in again["records"]), strict=True))
    assert len(set(files.values())) == len(whos)
    seat.json("old-places", "add", "云溪镇", "云溪街道")

    rows = village.second()
    there = random.Random(order).sample(list(rows), len(rows))
    after = village.write(tmp_path / "2026.xlsx", 2026, [rows[who] for who in there])
    told = seat.json("import", str(after), "--dry-run")
    sheet = told["sheets"][0]
    found = {who: row for who, row in zip(there, sheet["records"], strict=True)}

    assert {who: row["id"] for who, row in found.items() if who in files} == {
        who: file for who, file in files.items() if who in rows
    }
    outcomes = {who: row["outcome"] for who, row in found.items()}
    assert {who for who, outcome in outcomes.items() if outcome == "add"} == set(village.BORN)
    assert {who for who, outcome in outcomes.items() if outcome == "reject"} == set(village.ASKED)
    assert [one["id"] for one in told["missing"]] == [files["gone"]]
    said = [issue["text"] + issue["was"] for issue in sheet["issues"]]
    assert [old for old in village.RENAMED.values() if not any(old in text for text in said)] == []

    seat.json("import", str(after))
    once_more = planned(seat, after)
    assert (once_more["added"], once_more["changed"]) == (0, 0)
    assert all(seat.json("find", old)["children"] for old in village.RENAMED.values())
    assert seat.json("check")["ok"]

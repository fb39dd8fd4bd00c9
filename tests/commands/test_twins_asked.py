"""Likely doubles of two villages on the command line: listed by `conflicts`, decided by `resolve`."""

from __future__ import annotations

import pytest

from tests.commands.asked import Seat
from tests.commands.test_stick_input import TOWN, new_desk

NAMES = {f"{TOWN}201": "河湾村", f"{TOWN}202": "石桥村"}


@pytest.fixture
def town(tmp_path):
    """A township with a child of one name and birthday in each of two villages."""
    made = new_desk(tmp_path / "town", "township", TOWN, "--practice")
    listed = tmp_path / "villages.txt"
    listed.write_text("\n".join(f"{name} {unit}" for unit, name in NAMES.items()), "utf-8")
    answer = made.ask("villages", "add", str(listed))
    assert answer.code == 0, answer.err
    for unit in NAMES:
        about = ("name=林小舟", "sex=女", "birth=2016-03-02", f"unit={unit}")
        answer = made.ask("add", "child", *about)
        assert answer.code in (0, 4), answer.err
    return made


def waits(town: Seat) -> list[dict]:
    return town.json("conflicts")["conflicts"]


def test_a_likely_double_is_listed_with_both_files_and_resolve_joins_it_or_tells_it_apart(town):
    [one] = waits(town)
    assert one["id"].startswith("twin.")
    assert (one["record"], one["field"], one["base"]) == ("child", "child._merge", None)
    assert {value["unit"] for value in one["values"]} == {f"{name}的档案" for name in NAMES.values()}
    assert all(set(value) == {"value", "person", "unit", "when", "reason"} for value in one["values"])
    told = town.ask("conflicts").out
    assert "可能是同一人" in told
    short = next(word for word in told.split() if word.startswith("twin."))
    for wrong in (("mine",), ("--take", "3"), ("--value", "也许")):
        answer = town.ask("resolve", short, *wrong)
        assert (answer.code, len(waits(town))) == (1, 1), wrong
    assert town.ask("resolve", "twin.0000000", "--take", "1").code == 1
    apart = town.json("resolve", short, "--value", "不是同一人")
    assert waits(town) == []
    assert town.ask("undo", apart["entry"]).code == 0
    assert len(waits(town)) == 1
    joined = town.json("resolve", one["id"], "--take", "2")
    assert waits(town) == []
    assert town.json("find", "林小舟")["count"] == 1
    assert town.ask("undo", joined["entry"]).code == 0
    assert town.json("find", "林小舟")["count"] == 2

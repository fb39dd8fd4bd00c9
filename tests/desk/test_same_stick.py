"""Whether the stick that is in is the one of last time: said where it is known; nothing is written to it."""

from __future__ import annotations

import pytest

from childdesk.desk import outlook, records, same_stick, sync
from childdesk.store import checking, volume
from tests.desk import paired


@pytest.fixture
def pair(tmp_path):
    with paired.paired(tmp_path) as made:
        yield made


@pytest.fixture
def numbers(pair, monkeypatch):
    """Place → the mark of the volume there; what is not named is no stick."""
    known = {}
    monkeypatch.setattr(volume, "mark", lambda folder, _probe: known.get(folder, ""))
    return known


def test_the_stick_of_the_last_meeting_is_known_again_and_another_one_is_not(pair, numbers, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    numbers |= {pair.stick: "a" * 16, other: "b" * 16}
    assert outlook.outlook(pair.below, pair.stick).stick == "", "none was used before"
    sync.meet(pair.below, pair.stick)
    assert outlook.outlook(pair.below, pair.stick).stick == same_stick.SAME
    assert outlook.outlook(pair.below, other).stick == same_stick.OTHER
    assert outlook.outlook(pair.below, None).stick == ""
    assert outlook.outlook(pair.below, tmp_path).stick == "", "a folder is no stick"
    assert outlook.outlook(pair.above, pair.stick).stick == "", "each desk knows its own"
    sync.meet(pair.below, other)
    assert outlook.outlook(pair.below, pair.stick).stick == same_stick.OTHER
    assert not checking.check(pair.below.ledger.connection)


def test_looking_trying_and_a_stick_with_nothing_for_this_desk_leave_the_last_one_as_it_was(
    pair, numbers, tmp_path
):
    numbers |= {pair.stick: "a" * 16, tmp_path: "b" * 16}
    child = records.add(pair.below, "child", {"name": "周小禾"}).id
    for one in (pair.below, pair.above):
        sync.meet(one, pair.stick)
    records.edit(pair.above, "child", child, {"school": "河湾小学"})
    sync.meet(pair.above, tmp_path)
    outlook.outlook(pair.below, tmp_path)
    sync.read(pair.below, tmp_path, dry_run=True)
    assert same_stick.look(pair.below, pair.stick) == same_stick.SAME
    sync.read(pair.below, tmp_path)
    assert same_stick.look(pair.below, tmp_path) == same_stick.SAME


def test_nothing_is_written_to_the_stick_for_it(pair, numbers):
    numbers[pair.stick] = "a" * 16
    sync.meet(pair.below, pair.stick)
    held = b"".join(path.read_bytes() for path in pair.stick.rglob("*") if path.is_file())
    assert b"a" * 16 not in held
    assert [path.suffix for path in pair.stick.rglob("CHILDSYN/*")] == [".age"]

"""No value leaves the house but where it is written that it may: every field at every outlet, by markers."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from childdesk.desk import shown
from childdesk.domain import catalogue
from tests.commands import outlets
from tests.commands.markers import UNMARKED, Seeker, markers

pytestmark = pytest.mark.long


@pytest.fixture(scope="session")
def house():
    with outlets.asked() as made:
        yield made


@pytest.fixture(scope="session")
def found(house):
    return outlets.measured(house)


def test_every_field_leaves_at_the_outlets_that_are_written_down_and_at_no_other(found):
    now = {name: outlets.line(name, where) for name, where in found.items()}
    table = {name: outlets.line(name, where) for name, (_, where) in outlets.written()[1].items()}
    differing = {name for name in now | table if now.get(name) != table.get(name)}
    assert sorted(differing) == [], (
        "python -m tests.commands.outlets writes the table anew; look at the change"
    )


def test_every_field_is_in_the_table_with_its_privacy():
    table = {name: privacy for name, (privacy, _) in outlets.written()[1].items()}
    assert table == {
        f"{record}.{key}": field.privacy.name
        for record, cls in catalogue.RECORDS.items()
        for key, field in cls.stored().items()
        if not isinstance(field.kind, UNMARKED)
    }


def test_every_command_report_and_place_was_thought_of():
    known = outlets.written()[0]
    assert sorted(outlets.outlets_now() - known) == []


def test_every_outlet_of_the_table_was_asked(house):
    asked = {one.strip() for one in head("asked:").split(",")}
    assert asked == set(house.let_out)
    assert all(house.let_out[name] for name in asked - {"log", "temp"})


def head(word: str) -> str:
    lines = outlets.TABLE.read_text("utf-8").splitlines()
    return next(line.removeprefix(word) for line in lines if line.startswith(word))


def test_sealed_values_masked_numbers_and_the_disk_keep_to_the_rules_whatever_the_table_says(found):
    assert outlets.forbidden(found) == []


def test_the_names_are_told_and_the_roster_is_whole(found):
    """The markers are really in the house: what is to be seen is seen."""
    assert {"find", "show", "history", "report village-roster"} <= set(found["child.name"])
    assert "report village-roster" in found["child.id_number"]
    whole = [name for name, where in found.items() if where]
    assert len(whole) > 200


def test_a_door_that_forgot_to_mask_would_be_seen(house, found):
    with patch.object(shown, "mask", lambda words, way: words):
        told = "".join(house.told("show", row) for row in house.rows["child"])
    assert markers()["child.bank_account"].stands_in(told)
    broken = {**found, "child.bank_account": [*found["child.bank_account"], "show"]}
    assert outlets.forbidden(broken) == ["child.bank_account in show"]


def test_a_door_that_forgot_what_is_sealed_would_be_seen(house):
    with patch.object(shown, "S3", None):
        told = "".join(house.told("show", row) for row in house.rows["referral"])
    assert markers()["referral.reason"].stands_in(told)


def test_a_day_is_seen_wherever_it_stands_but_not_in_the_middle_of_an_id():
    known = markers()
    seeker, name, day = Seeker(known), "child.birth", known["child.birth"].spellings[2]
    assert name in seeker.names_in(f"出生{day}，".encode())
    assert name in seeker.names_in(f'<v>{day}</v>"{day}"'.encode())
    assert name in seeker.names_in(f"{day}_x".encode("utf-16-le"))
    assert seeker.names_in(f"c7{day}0fe3".encode()) == set()


@pytest.mark.parametrize("left", ["home", "temp"])
def test_a_value_left_on_the_disk_would_be_seen(house, tmp_path, left):
    copy = Path(shutil.copytree(house.seat.home if left == "home" else house.temp, tmp_path / left))
    one = markers()["child.name"]
    assert not one.lies_in(house.files(copy))
    (copy / "left.tmp").write_bytes(bytes(7) + one.spellings[0].encode("utf-16-le"))
    assert one.lies_in(house.files(copy))


def test_a_field_without_an_entry_fails():
    known = {**outlets.written()[1]}
    known.pop("child.name")
    with (
        patch.object(outlets, "written", lambda: (set(), known)),
        pytest.raises(AssertionError),
    ):
        test_every_field_is_in_the_table_with_its_privacy()
    with patch.object(outlets, "written", lambda: (set(), known)), pytest.raises(AssertionError):
        test_every_command_report_and_place_was_thought_of()

"""Three tiers and a child who leaves the township: what its empty stub takes, tells and gets back."""

from __future__ import annotations

import pytest

from childdesk.domain.ids import new_id
from childdesk.domain.plan import New
from childdesk.store import links, stubs
from tests.store.towns import ONE, TOWN, TWO, carry, pair, seat, settle

COUNTY, FAR = "990101", "990101002001"


@pytest.fixture
def tiers():
    made = [seat(COUNTY), seat(TOWN), seat(ONE), seat(TWO)]
    pair(made[1], made[0])
    pair(made[2], made[1])
    pair(made[3], made[1])
    yield made
    for one in made:
        one.close()


@pytest.fixture
def left(tiers):
    """A child whom the county has moved to another township; village one has not heard of it, and its
    township has let go of what it knew."""
    county, town, one, two = tiers
    child = one.child(school="甲校", note="旧事")
    one.set(child, health="好")
    settle(one, town, county)
    settle(two, town)
    county.set(child, unit=FAR)
    for _ in range(stubs.KEPT + 2):
        carry(county, town)
        carry(town, county)
    assert [c.field for c in town.changes() if c.row == child and c.value is not None] == ["unit"]
    assert one.get(child) is not None
    return child


def test_what_the_former_village_still_writes_is_taken_where_only_an_empty_stub_is_left(tiers, left):
    county, town, one, _ = tiers
    visit = new_id()
    one.write(New("visit", visit, {"child": left, "date": "2026-11-01"}))
    assert carry(one, town).quarantined == 0
    carry(town, county)
    assert county.get(visit, "visit")["date"] == "2026-11-01"


def test_it_is_taken_too_when_the_first_row_was_erased_and_the_two_begin_to_tell_anew(tiers, left):
    county, town, one, _ = tiers
    one.writer.erase(one.person, "child", left, "note", "写错了")
    one.set(left, health="一般")
    links.renew(town.connection, town.state(one), epoch=2, asking=True, rid=town.exchange.rid)
    links.clear(town.connection, town.link(one))
    taken = [carry(one, town), carry(town, one), carry(one, town)]
    assert [one.quarantined for one in taken] == [0, 0, 0]
    settle(one, town, county)
    assert (county.get(left)["note"], county.get(left)["name"]) == (None, "周小禾")
    assert ("child", left, "health") not in county.conflicts()
    assert county.get(left)["health"] == "一般"


def test_what_an_empty_stub_is_told_before_the_township_has_found_its_feet_goes_up_too(town):
    """A township that was brought back from a backup meets the village before the county."""
    above, one, _ = town
    county = seat(COUNTY)
    pair(above, county)
    child = one.child(school="甲校")
    settle(one, above, county)
    county.set(child, unit=FAR)
    for _ in range(stubs.KEPT + 2):
        settle(above, county, rounds=1)
    links.renew(above.connection, above.state(county), epoch=2, asking=True, rid=above.exchange.rid)
    one.set(child, health="一般")
    visit = new_id()
    one.write(New("visit", visit, {"child": child, "date": "2026-11-01"}))
    settle(one, above, rounds=1)
    settle(above, county)
    assert county.get(child)["health"] == "一般"
    assert county.get(visit, "visit") is not None
    county.close()


def test_it_is_taken_too_from_a_new_computer_of_the_village(town):
    """It was given the child's story by the township, so that nothing of it came over their pairing."""
    above, one, _ = town
    county = seat(COUNTY)
    pair(above, county)
    child = one.child(school="甲校")
    visit = new_id()
    one.write(New("visit", visit, {"child": child, "date": "2026-10-01", "living": "好"}))
    settle(one, above, county)
    fresh = seat(ONE)
    links.put(above.connection, above.link(one), living=0)
    pair(fresh, above, epoch=2)
    settle(fresh, above)
    county.set(child, unit=FAR)
    for _ in range(stubs.KEPT + 2):
        carry(county, above)
        carry(above, county)
    fresh.set(child, health="一般")
    fresh.set(visit, "visit", living="一般")
    assert carry(fresh, above).quarantined == 0
    settle(above, county)
    assert county.get(child)["health"] == "一般"
    assert county.get(visit, "visit")["living"] == "一般"
    fresh.close()
    county.close()


def test_a_village_that_never_had_the_child_cannot_write_to_its_empty_stub(tiers, left):
    _, town, _, two = tiers
    two.write(New("visit", new_id(), {"child": left, "date": "2026-11-01"}))
    assert carry(two, town).quarantined == 1


def test_a_stub_tells_no_empty_values_and_its_villages_hear_everything_once_it_is_whole(tiers, left):
    county, town, one, two = tiers
    one.set(left, unit=TWO)
    carry(one, town)
    carry(town, two)
    assert all(c.value is not None for c in two.changes())
    settle(one, town, county)
    settle(two, town, county)
    assert two.get(left) == county.get(left)
    assert (two.get(left)["note"], two.get(left)["health"]) == ("旧事", "好")


def test_a_stub_is_whole_only_with_what_others_wrote_since_the_village_too(tiers):
    """The village tells the restored township what it still has; the county's word comes from above only."""
    county, town, one, two = tiers
    child = one.child(school="甲校", note="旧事")
    settle(one, town, county)
    settle(two, town)
    county.set(child, health="县里看过")
    county.set(child, unit=FAR)
    for _ in range(stubs.KEPT + 2):
        carry(county, town)
        carry(town, county)
    one.set(child, unit=TWO)
    links.renew(town.connection, town.state(one), epoch=2, asking=True, rid=town.exchange.rid)
    settle(one, town)
    assert town.get(child) is None or town.get(child)["health"] == "县里看过"
    settle(one, town, county)
    settle(two, town, county)
    assert two.get(child) == county.get(child)
    assert two.get(child)["health"] == "县里看过"


def test_what_a_former_village_hears_anew_it_keeps_for_a_township_that_goes_back_to_a_backup(town):
    """An old file is put back at the former village, so that it is told the whole story of a child who left.
    What the township wrote since its backup is then in the former village only."""
    above, one, two = town
    child = one.child(school="甲校", note="旧事")
    settle(one, above)
    above.set(child, unit=TWO)
    carry(above, one)
    old_file = one.copy()
    one.child(school="丙校")
    for _ in range(stubs.KEPT + 2):
        settle(one, above, rounds=1)
    settle(two, above)
    backup = above.copy()
    above.set(child, school="乙校")
    settle(old_file, above)
    again = backup.renewed()
    settle(old_file, again)
    settle(two, again)
    assert again.get(child)["school"] == two.get(child)["school"] == "乙校"
    for _ in range(stubs.KEPT + 2):
        settle(old_file, again, rounds=1)
    held = [c.field for c in old_file.changes() if c.row == child and c.value is not None]
    assert held == ["unit"], "and then lets go of it"
    assert [carry(old_file, again).applied for _ in range(2)] == [0, 0]
    for desk in (old_file, again):
        desk.close()


def test_an_erasure_passes_an_empty_stub_to_the_village_that_has_the_value_still(tiers):
    """The township hears of the move and of the erasure, and has let go of both when it meets the village."""
    county, town, one, _ = tiers
    child = one.child(school="甲校", note="旧事")
    settle(one, town, county)
    county.set(child, unit=FAR)
    county.writer.erase(county.person, "child", child, "note", "写错了")
    for _ in range(stubs.KEPT + 2):
        settle(town, county, rounds=1)
    kept = {c.field for c in town.changes() if c.row == child and c.value is not None}
    assert kept == {"unit", "_erase"}
    settle(one, town, rounds=1)
    assert not any(change.value and "旧事" in change.value for change in one.changes())


def forgotten(above, one, *, erased=False):
    """A child moves to where nobody has a desk, everybody lets go, and the desk above goes back to a backup
    from before all that: only the empty stub still knows. Returns the child, and the desk that went back."""
    child = one.child(school="甲校", note="旧事")
    settle(one, above)
    backup = above.copy()
    above.set(child, unit=FAR if above.unit == COUNTY else TWO)
    if erased:
        above.writer.erase(above.person, "child", child, "note", "写错了")
    for _ in range(stubs.KEPT + 2):
        settle(one, above, rounds=1)
    held = {change.field for change in one.changes() if change.row == child and change.value is not None}
    assert held == {"unit", "_erase"} if erased else held == {"unit"}
    return child, backup.renewed()


def test_a_move_that_only_the_empty_stub_knows_comes_back_to_a_restored_township(town):
    above, one, _ = town
    child, again = forgotten(above, one)
    settle(one, again)
    assert (again.get(child)["unit"], again.get(child)["school"]) == (TWO, "甲校")
    assert one.get(child) is None
    assert not again.conflicts() and not one.conflicts()
    for _ in range(stubs.KEPT + 2):
        settle(one, again, rounds=1)
    assert [carry(one, again).applied for _ in range(2)] == [0, 0], "and then there is rest"
    again.close()


def test_an_erasure_that_only_the_empty_stub_knows_comes_back_to_a_restored_township(town):
    above, one, _ = town
    child, again = forgotten(above, one, erased=True)
    settle(one, again)
    assert (again.get(child)["unit"], again.get(child)["note"]) == (TWO, None)
    assert not any(change.value and "旧事" in change.value for change in again.changes())
    again.close()


def test_a_move_out_of_the_township_comes_back_to_a_restored_county_too(tiers):
    county, town, _, _ = tiers
    child, again = forgotten(county, town, erased=True)
    settle(town, again)
    assert (again.get(child)["unit"], again.get(child)["note"]) == (FAR, None)
    again.close()

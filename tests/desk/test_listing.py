"""The list of children: narrowing, counting, order and jumping agree with the plainest way of doing them."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest

from childdesk.desk import children, finding, listing, records
from childdesk.desk.listing import EVERYONE, Filter, Order
from childdesk.store import reader
from tests.desk import made


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    session = made.session_in(tmp_path_factory.mktemp("listing") / "home")
    made.fill(session, 400)
    yield session
    session.ledger.close()


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def everybody(session):
    rows = dict(reader.everyone(session.ledger.connection, "child"))
    return reader.with_current(session.ledger.connection, "child", rows, session.today)


def test_everyone_stands_in_the_order_of_the_search(village):
    assert listing.ids(village, EVERYONE) == [hit.id for hit in finding.find(village, "", 1000).hits]


def test_without_a_choice_those_who_left_are_not_shown(village):
    shown = set(listing.ids(village, Filter()))
    assert shown == {row for row, raw in everybody(village).items() if not raw["exit_on"]}


def test_choices_are_or_within_a_group_and_and_between_groups(village):
    wanted = Filter.of({"category": ("留守儿童",), "risk": ("黄", "蓝"), "state": ("open",)})
    plain = {
        row
        for row, raw in everybody(village).items()
        if "留守儿童" in str(raw["categories"]).split("、")
        and raw["risk"] in ("黄", "蓝")
        and not raw["exit_on"]
    }
    assert set(listing.ids(village, wanted)) == plain
    assert plain


def test_counts_follow_the_other_groups_but_not_their_own(village):
    wanted = Filter.of({"risk": ("黄",), "state": ("open",)})
    counted = listing.counts(village, wanted)
    still = [raw for raw in everybody(village).values() if not raw["exit_on"]]
    risks = Counter(str(raw["risk"] or "未评") for raw in still)
    assert {word: counted["risk"][word] for word in risks} == dict(risks)
    yellow = Counter(str(raw["village_group"]) for raw in still if raw["risk"] == "黄")
    assert {word: number for word, number in counted["group"].items() if number} == dict(yellow)


def test_every_count_is_what_choosing_the_option_gives(village):
    base = {"state": ("open",)}
    counted = listing.counts(village, Filter.of(base))
    for group in listing.groups(village):
        for value, _ in group.options:
            one = Filter.of({**base, group.key: (value,)})
            assert len(listing.ids(village, one)) == counted[group.key][value], (group.key, value)


def test_a_search_narrows_like_any_other_choice(village):
    found = {hit.id for hit in finding.find(village, "王", 1000).hits}
    assert set(listing.ids(village, Filter(text="王", groups=()))) == found
    assert set(listing.ids(village, Filter.of({"state": ("open",)}, "王"))) < found


@pytest.mark.parametrize("key", ["age", "risk", "village_group", "next", "last", "school", "sex"])
@pytest.mark.parametrize("descending", [False, True])
def test_an_order_keeps_everybody_and_puts_the_unknown_last(village, key, descending):
    shown = listing.ids(village, Filter(), Order(key, descending))
    assert sorted(shown) == sorted(listing.ids(village, Filter()))
    if key == "risk":
        ranks = [
            {"绿": 1, "蓝": 2, "黄": 3, "红": 4}.get(str(everybody(village)[one]["risk"]))
            for one in shown[:60]
        ]
        known = [rank for rank in ranks if rank]
        assert known == sorted(known, reverse=descending)
    if key == "age":
        born = [
            str(raw) for one in shown if (raw := reader.get(village.ledger.connection, "child", one)["birth"])
        ]
        assert born == sorted(born, reverse=not descending)


def test_groups_of_the_village_stand_by_their_number(village):
    words = next(group for group in listing.groups(village) if group.key == "group").options
    assert [word for _, word in words] == [f"{number}组" for number in range(1, 9)]


def test_typed_letters_jump_to_the_first_name_that_begins_so(village):
    shown = listing.ids(village, Filter())
    names = {one: str(reader.get(village.ledger.connection, "child", one)["name"]) for one in shown}
    first_zhao = next(one for one in shown if names[one].startswith("赵"))
    assert listing.place_of(village, Filter(), "z") in (
        next(one for one in shown if names[one][0] in "张赵周郑"),
    )
    assert listing.place_of(village, Filter(), "赵") == first_zhao
    assert listing.place_of(village, Filter(), "zhao") == first_zhao
    assert listing.place_of(village, Filter(), "龘") is None
    assert listing.letter(village, first_zhao) == "Z"


def test_a_new_child_an_edit_and_a_closed_file_are_seen_at_once(desk):
    one = made.child(desk, "周小禾", risk="黄")
    assert listing.ids(desk, Filter.of({"risk": ("黄",)})) == [one]
    records.edit(desk, "child", one, {"risk": "红", "categories": "困境儿童"})
    assert listing.ids(desk, Filter.of({"risk": ("黄",)})) == []
    assert listing.counts(desk, Filter())["category"]["困境儿童"] == 1
    two = made.child(desk, "阿依努尔·麦麦提", birth="2016-05-05")
    assert listing.ids(desk, Filter()) == [two, one]
    children.close(desk, one, "随父母生活")
    assert listing.ids(desk, Filter()) == [two]
    assert listing.ids(desk, Filter.of({"state": ("closed",)})) == [one]


def test_visits_sort_children_into_late_this_week_never_and_nothing_to_plan(desk):
    late, week, none, never = (
        made.child(desk, f"王小{n}", birth=f"2015-0{i}-02") for i, n in enumerate("甲乙丙丁", 1)
    )
    made.visit(desk, late, "2026-10-20", next_date="2026-11-20")
    made.visit(desk, week, "2026-11-20", next_date="2026-11-27")
    made.visit(desk, none, "2026-11-20")
    chosen = {
        word: listing.ids(desk, Filter.of({"visit": (word,)})) for word in ("late", "week", "none", "never")
    }
    assert chosen["late"] == [late]
    assert chosen["week"] == [week]
    assert chosen["none"] == []
    assert chosen["never"] == [never]
    children.close(desk, none, "随父母生活")
    assert listing.ids(desk, Filter.of({"visit": ("none",), "state": ("closed",)})) == [none]


def test_what_is_missing_can_be_looked_for(desk):
    whole = made.child(desk, "周小禾", id_number="", birth="2016-03-02")
    bare = made.child(desk, "毛毛", birth="", sex="", live_address="", categories="")
    wanted = {
        key: set(listing.ids(desk, Filter.of({"missing": (key,)})))
        for key in ("birth", "live_address", "id_number")
    }
    assert wanted == {"birth": {bare}, "live_address": {bare}, "id_number": {whole, bare}}


def test_a_child_without_papers_lacks_no_number(desk):
    one = made.child(desk, "毛毛", id_type="无证件")
    assert one not in listing.ids(desk, Filter.of({"missing": ("id_number",)}))


def test_an_age_band_counts_from_the_birthday_itself(desk):
    three = made.child(desk, "王三岁", birth="2023-11-23")
    two = made.child(desk, "王两岁", birth="2023-11-24")
    month = made.child(desk, "王月份", birth="2023-11")
    bands = {word: listing.ids(desk, Filter.of({"age": (word,)})) for word in ("0—2岁", "3—5岁")}
    assert bands["3—5岁"] == [three]
    assert set(bands["0—2岁"]) == {two, month}


def test_masks_and_ids_agree_for_any_places(village):
    register = listing._register(village)
    for step in (1, 2, 7, 64, 399):
        places = list(itertools.islice(range(0, len(register.ids), step), 500))
        assert register.chosen(register.mask(places)) == [register.ids[place] for place in places]

"""The questions of a new desk: picking, proposing, refusing, leaving and coming back, making it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.desk import cadences, first_steps, places
from childdesk.desk.first_steps import FirstSteps
from childdesk.desk.lanes import Lanes
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Table
from childdesk.domain.progress import Silent
from childdesk.store import reader

PASSPHRASE = "小溪 石桥 油菜 灯笼"


@pytest.fixture
def steps():
    return FirstSteps(places.divisions())


def answered(steps):
    steps.choose_level("village")
    steps.pick("430725105")
    steps.name_village("河湾村")
    steps.person, steps.phone, steps.passphrase = "陈 桂兰", "130 0000 2217", PASSPHRASE
    return steps


def test_a_village_is_picked_down_to_its_township(steps):
    steps.choose_level("village")
    assert [one.label for one in steps.picks()] == ["省"]
    steps.pick("43")
    assert [one.label for one in steps.picks()] == ["省", "市"]
    steps.pick("430725105")
    assert [one.picked for one in steps.picks()] == ["43", "4307", "430725", "430725105"]
    assert steps.unit_name() == "漆河镇"
    steps.name_village("河湾 村")
    assert steps.unit_name() == "漆河镇河湾村"
    assert steps.region() == "430725105" + first_steps.propose_digits("河湾村")


def test_levels_that_are_none_are_not_asked(steps):
    steps.choose_level("township")
    steps.pick("441900003")
    assert [one.picked for one in steps.picks()] == ["44", "441900", "441900003"]
    assert steps.region() == "441900003"


def test_a_county_needs_no_township_and_drops_one_that_was_picked(steps):
    steps.choose_level("village")
    steps.pick("430725105")
    steps.choose_level("county")
    assert steps.region() == "430725"
    assert len(steps.picks()) == 3


def test_typed_parts_find_a_township_among_all(steps):
    steps.choose_level("village")
    found = steps.search("桃源 漆河")
    assert found[0] == ("430725105", "湖南省常德市桃源县漆河镇")
    assert steps.search("没有这个地方") == []
    assert steps.search("  ") == []
    assert len(steps.search("镇")) == 12


@pytest.mark.parametrize(
    ("name", "below"), [("河湾村", False), ("白沙社区", True), ("东门居委会", True), ("石桥", False)]
)
def test_the_digits_of_a_village_stand_where_the_national_tables_have_them(name, below):
    digits = first_steps.propose_digits(name)
    assert (int(digits) < 200) is below
    assert digits == first_steps.propose_digits(name)


@given(st.text(min_size=1, max_size=20))
def test_any_name_gets_three_digits(name):
    digits = first_steps.propose_digits(name)
    assert len(digits) == 3
    assert 1 <= int(digits) <= 399


def test_each_step_says_what_is_missing(steps):
    said = []
    assert steps.first_open() == "level"
    for step in ("level", "unit"):
        said.append(steps.why_not(step).sentence)
        steps.choose_level("village")
    steps.pick("430725105")
    said.append(steps.why_not("unit").sentence)
    steps.name_village("河湾村")
    steps.digits = "2"
    said.append(steps.why_not("unit").sentence)
    steps.digits = "201"
    said.append(steps.why_not("person").sentence)
    steps.person, steps.phone = "陈桂兰", "12"
    assert steps.why_not("person").field == "phone"
    steps.phone = ""
    steps.passphrase = "陈桂兰河湾村漆河镇"
    assert steps.why_not("passphrase").field == "passphrase"
    assert said == [
        "请选您在哪一级工作",
        "请选到乡镇（街道）",
        "请写村（社区）的名字",
        "村的编号要三位数字",
        "请写您的姓名",
    ]
    assert all(len(sentence) <= 20 for sentence in said)


def test_what_is_kept_on_disk_holds_no_name_and_brings_one_back(steps):
    state = answered(steps).state()
    assert state == {"level": "village", "region": "430725105"}
    again = FirstSteps(places.divisions())
    again.resume(state)
    assert (again.level, again.picked[-1], again.person) == ("village", "430725105", "")
    assert again.first_open() == "unit"
    again.resume({"level": "planet", "region": "999999"})
    assert again.picked[-1] == "430725105"


def test_the_desk_is_made_with_what_was_answered_and_the_sheet_is_proved(steps, tmp_path):
    clock = SetClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    answered(steps)
    steps.made = steps.make(tmp_path / "desk", clock)
    code = steps.made.recovery_code
    assert steps.first_open() == "recovery"
    with pytest.raises(Refused):
        steps.confirm("0000" if not code.endswith("0000") else "1111")
    steps.confirm(f" {code[-4:]} ")
    assert steps.first_open() == "begin"
    lanes = Lanes(tmp_path / "desk", clock, person="", passphrase=PASSPHRASE)
    session = lanes.write()
    steps.finish(session)
    assert (session.name, session.ledger.identity.unit_name) == ("陈桂兰", "漆河镇河湾村")
    assert reader.get(session.ledger.connection, "person", session.person)["phone"] == "13000002217"
    lanes.close(session)


@pytest.mark.parametrize(
    ("how", "days", "asked"), [("每月一次", "", True), ("其他", "10", True), (first_steps.LATER, "", False)]
)
def test_what_the_county_demands_holds_from_the_first_day_or_is_asked_later(
    steps, tmp_path, how, days, asked
):
    clock = SetClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    answered(steps).demand, steps.days = how, days
    steps.make(tmp_path / "desk", clock)
    lanes = Lanes(tmp_path / "desk", clock, person="", passphrase=PASSPHRASE)
    session = lanes.write()
    steps.finish(session)
    held = cadences.demanded(session)
    assert (held.how, held.days) == ((how, int(days or 0)) if asked else ("按颜色", 0))
    assert not held.asked, "how many homes a day is still to be asked"
    lanes.close(session)


def test_a_demand_without_its_days_is_said_and_a_township_is_not_asked(steps):
    answered(steps).demand = "其他"
    for days in ("", "abc", "0", "400"):
        steps.days = days
        assert steps.why_not("demand").sentence == "天数要在1到366之间"
    assert steps.asks("demand")
    steps.choose_level("township")
    assert not steps.asks("demand")
    assert steps.why_not("demand") is None


def test_the_practice_village_stands_beside_the_real_desk(tmp_path, monkeypatch):
    monkeypatch.setattr(first_steps, "PRACTICE_CHILDREN", 8)
    clock = SetClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    home = tmp_path / "desk"
    first_steps.make_practice(home, clock, person="陈桂兰", passphrase=PASSPHRASE)
    first_steps.make_practice(home, clock, person="陈桂兰", passphrase=PASSPHRASE)
    lanes = Lanes(first_steps.practice_home(home), clock, person="", passphrase=PASSPHRASE)
    session = lanes.write()
    first_steps.fill_practice(session, Silent())
    first_steps.fill_practice(session, Silent())
    assert session.ledger.identity.practice
    assert reader.count(session.ledger.connection, "child") == 8
    lanes.close(session)


def test_the_recovery_sheet_holds_every_group_once():
    code = "-".join(f"{number:06d}" for number in range(11, 99, 11))
    paper = first_steps.recovery_sheet("云溪镇河湾村", "陈桂兰", code, date(2026, 11, 23))
    printed = [cell for block in paper.blocks if isinstance(block, Table) for cell in block.rows[0]]
    assert "-".join(printed) == code

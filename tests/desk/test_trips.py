"""What happens at one door: one entry for all its children, what is kept for the next visitor, drafts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from childdesk.desk import (
    cadences,
    drafting,
    file,
    history,
    leads,
    mandatory,
    records,
    referrals,
    story,
    trips,
    visit_sheets,
    visits,
)
from childdesk.desk.trips import AtDoor
from childdesk.desk.visits import Answers, Asked
from childdesk.domain.errors import Refused
from childdesk.domain.seen import BAD, GOOD, Tick
from childdesk.store import reader
from tests.desk import made

YESTERDAY = (made.TODAY - timedelta(1)).isoformat()


@pytest.fixture
def session(tmp_path):
    opened = made.session_in(tmp_path / "home")
    yield opened
    opened.ledger.close()


@pytest.fixture
def home(session):
    return records.add(session, "household", {"number": "7", "head": "周大有"}).id


@pytest.fixture
def kids(session, home):
    return [
        made.child(session, name, birth=f"201{at}-03-02", household=home)
        for at, name in enumerate(("周一", "周二", "周三"), 5)
    ]


def rows(session, record, kid):
    return [raw for _, raw in reader.about(session.ledger.connection, record, [kid]).get(kid, ())]


def test_the_children_of_a_door_are_those_of_its_household_whose_files_are_open(session, home, kids):
    records.edit(session, "child", kids[2], {"exit_on": "2026-11-01", "exit_reason": "随父母生活"})
    alone = made.child(session, "何独")
    assert [one.name for one in trips.behind(session, kids[1])] == ["周二", "周一"]
    assert [one.name for one in trips.behind(session, alone)] == ["何独"]


def test_three_children_are_one_entry_one_trip_three_visits_and_one_undo(session, kids, home):
    answers = Answers(date=YESTERDAY, asked=(Asked("何秀英", "祖母"),), ticks={"food": Tick(GOOD)})
    hazard = Answers(date=YESTERDAY, ticks={"safety": Tick(BAD, "没有护栏", True)}, more={"attended": "否"})
    filled = {kids[0]: answers, kids[1]: hazard, kids[2]: answers}
    kept = trips.save(session, filled, AtDoor("", "何兰", "奶奶、大伯", "手印"))
    trip = reader.get(session.ledger.connection, "trip", kept.trip)
    assert (trip["second_visitor"], trip["present"], trip["signed"]) == ("何兰", "奶奶、大伯", "手印")
    assert (trip["outcome"], trip["household"], trip["date"]) == ("见到人", home, YESTERDAY)
    assert [rows(session, "visit", kid)[0]["trip"] for kid in kids] == [kept.trip] * 3
    assert rows(session, "visit", kids[1])[0]["attended"] == "否"
    assert [len(rows(session, "task", kid)) for kid in kids] == [0, 1, 0]
    assert {cadences.some(session, [kid])[kid].base for kid in kids} == {made.TODAY.toordinal() - 1}
    history.apply_undo(session, kept.entry)
    assert [rows(session, "visit", kid) for kid in kids] == [[], [], []]
    assert reader.count(session.ledger.connection, "trip") == 0


def test_a_call_or_a_school_has_no_door_and_so_no_trip(session, kids):
    kept = trips.save(session, {kids[0]: Answers(date=YESTERDAY, way=visits.PHONE)}, AtDoor())
    assert kept.trip == ""
    assert reader.count(session.ledger.connection, "trip") == 0


def test_what_stood_in_the_way_comes_back_until_it_is_no_longer_so(session, kids, home):
    def caution():
        return reader.get(session.ledger.connection, "household", home)["caution"]

    away = Answers(date=YESTERDAY, way=visits.NOBODY, reason="狗没拴")
    trips.save(session, {kids[0]: away}, AtDoor("有狗没进去"))
    assert caution() == f"{YESTERDAY}：有狗没进去"
    assert visits.opening(session, kids[1]).attention[0] == f"上门提醒：{YESTERDAY}：有狗没进去"
    [door] = visit_sheets.print_children(session, kids[1:], made.TODAY).doors
    assert door.caution == f"{YESTERDAY}：有狗没进去"
    assert not any("上门提醒" in ask for kid in door.kids for ask in kid.asks), "it stands at the head once"
    trips.save(session, {kids[0]: Answers(date="今天")}, AtDoor())
    assert caution() == f"{YESTERDAY}：有狗没进去", "a dog is still there"
    trips.save(session, {kids[0]: Answers(date="今天", way=visits.NOBODY, reason="锁着门")}, AtDoor())
    assert caution() == "2026-11-23：家里没人"
    trips.save(session, {kids[0]: Answers(date="今天")}, AtDoor())
    assert caution() is None


def test_one_bad_day_refuses_the_whole_door_and_names_the_child(session, kids):
    filled = {kids[0]: Answers(date=YESTERDAY), kids[1]: Answers(date="2031-01-01")}
    with pytest.raises(Refused, match="周二：走访日期在今天以后") as refused:
        trips.save(session, filled, AtDoor())
    assert refused.value.field == f"{kids[1]}.date"
    assert reader.count(session.ledger.connection, "visit") == 0
    with pytest.raises(Refused) as refused:
        trips.save(session, {kids[0]: Answers(date="2031-01-01")}, AtDoor())
    assert refused.value.field == "date"


def test_a_half_filled_door_thaws_as_it_was_frozen(session, kids):
    filled = {
        kids[0]: Answers(date="昨天", ticks={"food": Tick(BAD, "没有早饭", True)}, mind="平稳"),
        kids[1]: Answers(),
        kids[2]: Answers(date="昨天", more={"attended": "否"}),
    }
    door = AtDoor(second="何兰", present="奶奶", signed="拒签")
    looks = {kids[0]: {"look.open": "1"}, kids[1]: {}, kids[2]: {"look.open": "1", "look.signs": "a、b"}}
    assert trips.thaw(trips.flat(filled, door, looks), kids[0]) == (filled, door, looks)
    alone = trips.thaw(visits.flat(filled[kids[0]]), kids[0])
    assert alone == ({kids[0]: filled[kids[0]]}, AtDoor(), {kids[0]: {}})


def test_the_draft_of_a_door_goes_when_it_is_saved(session, kids):
    drafting.keep(session, visits.PAGE, kids[0], trips.flat({kids[0]: Answers(date="昨天")}, AtDoor()))
    trips.save(session, {kids[0]: Answers(date="昨天"), kids[1]: Answers(date="昨天")}, AtDoor())
    assert drafting.waiting(session) == []


def test_a_referral_begins_with_what_was_seen_and_never_over_what_was_written(session, kids):
    answers = Answers(
        date=YESTERDAY, asked=(Asked("何秀英", "祖母"),), mind="有危险信号", changes=("说不想活", "话变少"),
        mind_words="孩子说没人要我", ticks={"safety": Tick(BAD, "农药没锁")},
    )  # fmt: skip
    leads.refer(session, kids[0], answers)
    draft = drafting.load(session, referrals.PAGE, referrals.draft_of(kids[0]))
    assert draft["reason"] == "话变少、说不想活；孩子说没人要我；水电火和防溺水：农药没锁"
    assert draft["done_before"] == f"{YESTERDAY}入户走访，问了何秀英（祖母）"
    assert (draft["urgency"], draft["danger"]) == ("紧急", "有")
    leads.refer(session, kids[0], Answers(mind_words="别的"))
    assert drafting.load(session, referrals.PAGE, referrals.draft_of(kids[0])) == draft


def test_a_report_begins_with_what_was_seen_too(session, kids):
    leads.report(session, kids[0], Answers(mind_words="手臂有伤，孩子说被打"))
    draft = drafting.load(session, mandatory.PAGE, mandatory.NEW)
    assert (draft["child"], draft["found_how"], draft["facts"]) == (kids[0], "走访", "手臂有伤，孩子说被打")


def test_the_story_of_a_child_tells_who_came_along_and_who_signed(session, kids):
    trips.save(session, {kids[0]: Answers(date=YESTERDAY)}, AtDoor("", "何兰", "奶奶", "拒签"))
    away = Answers(date="今天", way=visits.NOBODY, reason="狗没拴")
    trips.save(session, {kids[0]: away}, AtDoor("有狗没进去"))
    told = [one for one in story.happenings(session, kids[0]) if one.kind == story.VISIT]
    assert "到门口：有狗没进去" in told[0].text
    assert "同去：何兰，在场：奶奶，拒签" in told[1].text
    assert file.file(session, kids[0]).visits == 2

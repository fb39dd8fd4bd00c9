"""Before the ledger is open: who, how long to wait, and the way in by the recovery code."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from childdesk.desk import desks, unlocking
from childdesk.desk.lanes import Lanes
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import access

PASSPHRASE, NEW = "小溪 石桥 油菜 灯笼", "雨伞 稻田 邮局 竹篮"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    home = tmp_path_factory.mktemp("desk")
    clock = SetClock(datetime(2026, 11, 23, 8, tzinfo=UTC))
    desk = desks.make(
        home,
        clock,
        level="village",
        unit_name="云溪镇河湾村",
        region="990101001001",
        person="陈桂兰",
        passphrase=PASSPHRASE,
    )
    return home, desk.recovery_code


@pytest.fixture
def home(made, tmp_path):
    return shutil.copytree(made[0], tmp_path / "home")


@pytest.fixture
def clock():
    return SetClock(datetime(2026, 11, 23, 9, tzinfo=UTC))


def test_an_empty_folder_holds_no_desk(tmp_path):
    assert not unlocking.exists(tmp_path)
    with pytest.raises(Unavailable):
        unlocking.people(tmp_path)


def test_the_recovery_code_gives_a_new_passphrase_and_the_old_one_opens_nothing(made, home, clock):
    ((person, name),) = unlocking.people(home)
    assert (unlocking.exists(home), name) == (True, "陈桂兰")
    unlocking.recover(home, person, made[1].replace("-", " "), NEW)
    lanes = Lanes(home, clock, person=person, passphrase=NEW)
    session = lanes.write()
    unlocking.note_recovery(session)
    assert [line.act for line in access.lines(session.ledger.connection)][:1] == ["recover"]
    lanes.close(session)
    with pytest.raises(Refused) as refused:
        Lanes(home, clock, person=person, passphrase=PASSPHRASE).write()
    assert refused.value.field == "passphrase"


def test_a_misread_code_and_a_weak_passphrase_change_nothing(made, home, clock):
    person = unlocking.people(home)[0][0]
    broken = ("1" if made[1][0] != "1" else "2") + made[1][1:]
    with pytest.raises(Refused, match="第1组"):
        unlocking.recover(home, person, broken, NEW)
    with pytest.raises(Refused, match="重复"):
        unlocking.recover(home, person, made[1], "雨伞雨伞雨伞雨伞")
    lanes = Lanes(home, clock, person=person, passphrase=PASSPHRASE)
    lanes.close(lanes.write())


def test_after_five_wrong_tries_it_says_how_long_to_wait(home, clock):
    person = unlocking.people(home)[0][0]
    assert unlocking.seconds_to_wait(home, clock, person) == 0
    for _ in range(5):
        with pytest.raises(Refused):
            Lanes(home, clock, person=person, passphrase="不是这一个口令").write()
    assert unlocking.seconds_to_wait(home, clock, person) == 60
    clock.moment += timedelta(seconds=41)
    assert unlocking.seconds_to_wait(home, clock, person) == 19
    clock.moment += timedelta(seconds=20)
    assert unlocking.seconds_to_wait(home, clock, person) == 0


def test_two_different_words_are_refused_at_the_second_field():
    with pytest.raises(Refused) as refused:
        unlocking.require_fit(NEW, PASSPHRASE)
    assert refused.value.field == "again"


def test_every_lane_has_its_own_session_and_the_lock_goes_with_the_writing_one(home, clock):
    person = unlocking.people(home)[0][0]
    lanes = Lanes(home, clock, person=person, passphrase=PASSPHRASE)
    writing = lanes.write()
    reading, window = lanes.read(), lanes.window()
    assert len({id(one.ledger.connection) for one in (writing, reading, window)}) == 3
    assert {one.person for one in (writing, reading, window)} == {person}
    with pytest.raises(Unavailable, match="另一个窗口"):
        Lanes(home, clock, person=person, passphrase=PASSPHRASE).write()
    for session in (reading, window, writing):
        lanes.close(session)
    again = Lanes(home, clock, person=person, passphrase=PASSPHRASE)
    again.close(again.write())

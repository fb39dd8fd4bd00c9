"""Who may open the desk: added, removed, passphrases changed; all or nothing, and never the last one."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from childdesk.desk import desks, people
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import reader, slots
from tests.desk.made import NOW, PASSPHRASE, PERSON, session_in

WORDS = "四个 不同 的 词语"


@pytest.fixture
def session(tmp_path):
    with patch.object(slots, "KDF", slots.Parameters(64, 1, 1)):
        home = tmp_path / "home"
        desks.make(
            home,
            SetClock(NOW),
            level="village",
            unit_name="河湾村",
            region="990101001001",
            person=PERSON,
            passphrase=PASSPHRASE,
        )
        with desks.open_desk(home, SetClock(NOW), person=PERSON, passphrase=PASSPHRASE) as made:
            yield made


def unlocks(session, person, passphrase):
    try:
        return slots.unlock(session.ledger.home, person, passphrase, SetClock(NOW)) == session.ledger.key
    except Refused:
        return False


def test_a_person_comes_in_with_a_passphrase_of_his_own(session):
    made = people.add(session, "李副", "副手", WORDS)
    assert unlocks(session, made.id, WORDS)
    listed = {member.name: (member.role, member.s3, member.can_open) for member in people.everyone(session)}
    assert listed == {PERSON: ("主任", True, True), "李副": ("副手", False, True)}


@pytest.mark.parametrize(
    ("name", "role", "words", "sentence"),
    [
        ("李副", "厨师", WORDS, "身份"),
        (PERSON, "副手", WORDS, "已有"),
        ("李副", "副手", "短", "口令"),
        (" ", "副手", WORDS, "名字"),
    ],
)
def test_who_cannot_be_added_is_not_added_at_all(session, name, role, words, sentence):
    with pytest.raises(Refused, match=sentence):
        people.add(session, name, role, words)
    assert len(slots.people(session.ledger.home)) == reader.count(session.ledger.connection, "person") == 1


def test_a_person_whose_record_cannot_be_written_has_no_way_in_either(session):
    full = patch.object(session.ledger.writer, "write", side_effect=Unavailable("磁盘满了。"))
    with full, pytest.raises(Unavailable):
        people.add(session, "李副", "副手", WORDS)
    assert [name for _, name in slots.people(session.ledger.home)] == [PERSON]
    people.add(session, "李副", "副手", WORDS)


def test_whoever_is_removed_no_longer_comes_in_and_stays_in_the_list(session):
    made = people.add(session, "李副", "副手", WORDS)
    people.remove(session, made.id)
    assert not unlocks(session, made.id, WORDS)
    [left] = [member for member in people.everyone(session) if member.id == made.id]
    assert (left.active, left.can_open) == (False, False)


def test_nobody_removes_himself(session):
    with pytest.raises(Refused, match="自己"):
        people.remove(session, session.person)
    assert unlocks(session, session.person, PASSPHRASE)


def test_a_changed_passphrase_opens_and_the_old_one_no_more(session):
    people.change_passphrase(session, PASSPHRASE, WORDS)
    assert unlocks(session, session.person, WORDS)
    assert not unlocks(session, session.person, PASSPHRASE)
    with pytest.raises(Refused):
        people.change_passphrase(session, PASSPHRASE, "别的 四个 词语")
    assert unlocks(session, session.person, WORDS)


def test_a_new_recovery_code_makes_the_old_paper_worthless(session):
    old = people.new_recovery_code(session)
    new = people.new_recovery_code(session)
    home = session.ledger.home
    assert slots.unlock_recovery(home, new) == session.ledger.key
    with pytest.raises(Refused):
        slots.unlock_recovery(home, old)


@pytest.mark.parametrize("role", ["副手", "审计员"])
def test_others_do_not_manage_people(tmp_path, role):
    session = session_in(tmp_path / "home", role=role)
    for act in (
        lambda: people.add(session, "李副", "副手", WORDS),
        lambda: people.remove(session, "x"),
        lambda: people.new_recovery_code(session),
    ):
        with pytest.raises(Refused, match="不能管人员"):
            act()
    session.ledger.close()

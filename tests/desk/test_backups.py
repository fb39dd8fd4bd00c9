"""A backup is checked before it counts; a restore brings the same children back under a new incarnation."""

from __future__ import annotations

import shutil
from datetime import timedelta
from unittest.mock import patch

import pytest

from childdesk.desk import backups, checking, desks
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import access, durable, journal, reader, slots
from tests.desk.made import NOW, PASSPHRASE, PERSON, child, fill, session_in


@pytest.fixture
def session(tmp_path):
    made = session_in(tmp_path / "home")
    fill(made, 10)
    yield made
    made.ledger.close()


def back(file, home, **other):
    about = {"person": PERSON, "passphrase": PASSPHRASE} | other
    return backups.bring_back(file, home, SetClock(NOW), **about)


def rows(session):
    return {
        record: dict(reader.everyone(session.ledger.connection, record))
        for record in ("child", "phone", "visit")
    }


def test_a_backup_tells_its_counts_and_is_listed_newest_first(session):
    first = backups.make(session, "daily")
    child(session, "周小禾")
    second = backups.make(session, "manual")
    assert (first.counts["child"], second.counts["child"]) == (10, 11)
    assert [one.number for one in backups.latest(session)] == [second.number, first.number]


def test_once_a_day_is_enough(session):
    assert backups.daily(session) is not None
    assert backups.daily(session) is None
    tomorrow = session_in(session.ledger.home, SetClock(NOW + timedelta(days=1)))
    assert backups.daily(tomorrow) is not None
    tomorrow.ledger.close()


def test_a_ledger_whose_rows_do_not_fit_its_journal_makes_no_backup(session):
    session.ledger.connection.execute("UPDATE child SET name = '改过的'")
    session.ledger.connection.commit()
    with pytest.raises(Unavailable, match="核对不上"):
        backups.make(session, "daily")
    assert backups.latest(session) == []


def test_a_copy_elsewhere_is_noted(tmp_path, session):
    (tmp_path / "stick").mkdir()
    path = backups.make_elsewhere(session, tmp_path / "stick")
    assert path.parent == tmp_path / "stick"
    assert access.lines(session.ledger.connection)[0].act == "backup"


def test_what_was_backed_up_comes_back_and_the_desk_of_before_is_kept(tmp_path, session):
    path = backups.make_elsewhere(session, tmp_path)
    before, rid = rows(session), session.ledger.identity.rid
    child(session, "周小禾")
    session.ledger.close()
    done = back(path, session.ledger.home)
    assert done.counts["child"] == 10
    assert (session.ledger.home / done.before / "ledger.db").exists()
    again = session_in(session.ledger.home)
    assert rows(again) == before
    assert again.ledger.identity.rid != rid
    assert rid in journal.own_rids(again.ledger.connection)
    child(again, "之后")
    assert checking.check(again) == []
    again.ledger.close()


def test_it_comes_back_on_another_computer_too(tmp_path, session):
    path = backups.make_elsewhere(session, tmp_path)
    before = rows(session)
    assert back(path, tmp_path / "new").before == ""
    with desks.open_desk(tmp_path / "new", SetClock(NOW), person=PERSON, passphrase=PASSPHRASE) as opened:
        assert rows(opened) == before


@pytest.mark.parametrize(
    ("other", "sentence"), [({"passphrase": "错的口令错的口令"}, "口令"), ({"person": "李四"}, "可选")]
)
def test_a_wrong_passphrase_or_person_brings_nothing_back(tmp_path, session, other, sentence):
    path = backups.make_elsewhere(session, tmp_path)
    before = rows(session)
    with pytest.raises(Refused, match=sentence):
        back(path, session.ledger.home, **other)
    assert rows(session) == before


def test_a_damaged_or_foreign_file_brings_nothing_back(tmp_path, session):
    path = backups.make_elsewhere(session, tmp_path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    (tmp_path / "text").write_text("不是备份")
    before = rows(session)
    with pytest.raises(Unavailable):
        back(path, session.ledger.home)
    with pytest.raises(Refused):
        back(tmp_path / "text", session.ledger.home)
    with pytest.raises(Refused):
        back(tmp_path / "nowhere", session.ledger.home)
    assert rows(session) == before


def test_a_synced_folder_gets_no_desk_back(tmp_path, session):
    path = backups.make_elsewhere(session, tmp_path)
    with pytest.raises(Refused, match="传到网上"):
        back(path, tmp_path / "坚果云" / "home")


def test_a_desk_open_elsewhere_is_not_replaced(tmp_path, session):
    path = backups.make_elsewhere(session, tmp_path)
    session.ledger.close()
    home = session.ledger.home
    held = desks.open_desk(home, SetClock(NOW), person=PERSON, passphrase=PASSPHRASE)
    with held, pytest.raises(Unavailable, match="窗口"):
        back(path, home)


def test_only_those_who_may_make_backups(tmp_path):
    auditor = session_in(tmp_path / "home", role="审计员")
    with pytest.raises(Refused, match="不能备份"):
        backups.make(auditor, "daily")
    auditor.ledger.close()


def test_a_backup_opens_with_the_passphrase_of_its_day(tmp_path):
    with patch.object(slots, "KDF", slots.Parameters(64, 1, 1)):
        home = tmp_path / "home"
        about = {"level": "village", "unit_name": "河湾村", "region": "990101001001"}
        desks.make(home, SetClock(NOW), person=PERSON, passphrase=PASSPHRASE, **about)
        with desks.open_desk(home, SetClock(NOW), person=PERSON, passphrase=PASSPHRASE) as opened:
            path = backups.make_elsewhere(opened, tmp_path)
            slots.change_passphrase(home, opened.person, PASSPHRASE, "后来 改的 四个 词")
        shutil.rmtree(home)
        back(path, home)
        desks.open_desk(home, SetClock(NOW), person=PERSON, passphrase=PASSPHRASE).close()


def test_once_a_month_the_newest_backup_is_brought_back_to_try_it_and_nothing_of_it_stays(session):
    home = session.ledger.home
    assert backups.monthly(session) is None is backups.rehearsed(session), "there is no backup yet"
    backups.make(session, "daily")
    before = sorted(path.name for path in home.rglob("*"))
    tried = backups.monthly(session)
    assert tried == backups.rehearsed(session)
    assert (tried.holds, tried.children, tried.visits) == (True, 10, len(rows(session)["visit"]))
    assert sorted(path.name for path in home.rglob("*")) == before
    assert backups.monthly(session) is None, "that is enough for a month"
    later = session_in(home, SetClock(NOW + timedelta(days=30)))
    assert backups.monthly(later).on > tried.on
    later.ledger.close()


def test_a_backup_that_cannot_be_brought_back_is_said_and_the_ledger_is_as_it_was(session):
    made = backups.make(session, "daily")
    with patch.object(backups, "verify", lambda _connection: {"child": 9}):
        assert backups.rehearse(session).holds is False, "another number than it says of itself"
    assert backups.rehearse(session).holds
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    assert backups.rehearse(session).holds is False
    full = patch.object(backups.restore, "rehearse", side_effect=Unavailable(*durable.DISK_FULL))
    with full, pytest.raises(Unavailable, match="磁盘满了"):
        backups.rehearse(session)
    assert backups.rehearsed(session).holds is False, "a full disk says nothing of the backup"
    assert checking.check(session) == []

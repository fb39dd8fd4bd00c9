"""A desk is made whole or not at all, and opened only by those on its list and only when it is sound."""

from __future__ import annotations

import contextlib
import os
import shutil
from datetime import timedelta
from unittest.mock import patch

import pytest

from childdesk.desk import checking, desks, history, people, records
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import access, drafts, durable, journal, reader, restore, slots
from childdesk.store.connection import open_ledger
from tests.desk.made import NOW, PASSPHRASE, PERSON
from tests.store.next_version import next_version
from tests.store.small_desk import file_limit

LIGHT = slots.Parameters(64, 1, 1)
WHAT = {
    "level": "village",
    "unit_name": "云溪镇河湾村",
    "region": "990101001001",
    "person": PERSON,
    "passphrase": PASSPHRASE,
}


@pytest.fixture
def light():
    """Keys that cost nothing to derive; only for desks that live as long as the test."""
    with patch.object(slots, "KDF", LIGHT):
        yield


def make(home, **other):
    return desks.make(home, SetClock(NOW), **(WHAT | other))


def opened(home, **other):
    about = {"person": PERSON, "passphrase": PASSPHRASE} | other
    return desks.open_desk(home, SetClock(NOW), **about)


def names(home):
    return {path.name for path in home.iterdir()} - {"desk.lock"} if home.exists() else set()


# ── made ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_new_desk_opens_for_its_first_person_with_all_rights(tmp_path, light):
    made = make(tmp_path / "home")
    assert (made.level, made.unit) == ("village", "云溪镇河湾村")
    with opened(tmp_path / "home", person="") as session:
        assert (session.name, session.role, session.s3) == (PERSON, "主任", True)
        assert session.ledger.identity.unit == "990101001001"
        assert session.ledger.identity.fingerprint == made.fingerprint
        assert session.ledger.identity.ledger == made.desk
        assert checking.check(session) == []
    assert names(tmp_path / "home") == {"ledger.db", "slots.json", "slots.bak.json"}


def test_its_recovery_code_opens_it(tmp_path, light):
    made = make(tmp_path / "home")
    assert len(slots.unlock_recovery(tmp_path / "home", made.recovery_code)) == 32


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ({"level": "street"}, "级别"),
        ({"unit_name": "  "}, "单位名称"),
        ({"region": "9901"}, "区划代码"),
        ({"region": "990101"}, "12位"),
        ({"level": "county"}, "6位"),
        ({"passphrase": "短"}, "口令"),
        ({"person": " "}, "名字"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_made(tmp_path, what, sentence):
    with pytest.raises(Refused, match=sentence):
        make(tmp_path / "home", **what)
    assert not (tmp_path / "home").exists()


def test_a_folder_with_a_desk_takes_no_second_one(tmp_path, light):
    make(tmp_path / "home")
    before = {path: path.read_bytes() for path in (tmp_path / "home").iterdir()}
    with pytest.raises(Refused, match="已有一份档案"):
        make(tmp_path / "home")
    assert {path: path.read_bytes() for path in (tmp_path / "home").iterdir()} == before


@pytest.mark.parametrize("left", ["ledger.db", "slots.json", "slots.bak.json"])
def test_a_folder_with_part_of_a_desk_takes_none_either(tmp_path, light, left):
    (tmp_path / left).write_bytes(b"?")
    with pytest.raises(Refused, match="已有一份档案"):
        make(tmp_path)
    assert names(tmp_path) == {left}


@pytest.mark.parametrize("place", ["OneDrive", "坚果云"])
def test_a_synced_folder_takes_no_desk(tmp_path, place):
    with pytest.raises(Refused, match="传到网上"):
        make(tmp_path / place / "home")


def test_a_file_in_the_way_is_said(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refused, match="不是文件夹"):
        make(tmp_path / "file" / "home")


def test_on_a_disk_that_is_full_at_any_point_there_is_no_desk_or_a_whole_one(tmp_path, light):
    refused = 0
    for size in [*range(0, 4096, 500), *range(4096, 3_000_000, 60_000)]:
        home = tmp_path / str(size)
        try:
            with file_limit(size):
                make(home)
        except (Unavailable, Refused):
            refused += 1
            assert names(home) == set(), size
            make(home)
        with opened(home) as session:
            assert checking.check(session) == []
        shutil.rmtree(home)
        if size > 1_000_000:
            break
    assert refused > 5


@pytest.mark.parametrize("step", range(12))
def test_a_power_cut_while_it_is_made_leaves_none_or_a_whole_one(tmp_path, light, step):
    """Nothing after the given rename or removal happens any more; then the program is started again."""

    class Cut(BaseException):
        pass

    done = []

    def cut(real):
        def act(*about):
            if len(done) >= step:
                raise Cut
            done.append(about)
            return real(*about)

        return act

    with (
        patch.object(durable, "rename", cut(durable.rename)),
        patch.object(durable, "remove_folder", cut(durable.remove_folder)),
        contextlib.suppress(Cut),
    ):
        make(tmp_path)
    restore.finish(tmp_path)
    if not (tmp_path / "ledger.db").exists():
        make(tmp_path)
    with opened(tmp_path) as session:
        assert checking.check(session) == []


# ── opened ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def home(tmp_path, light):
    make(tmp_path / "home")
    return tmp_path / "home"


def files(home):
    passing = ("-wal", "-shm", "attempts.json", "desk.lock")
    return {
        path.name: path.read_bytes()
        for path in home.iterdir()
        if path.is_file() and not path.name.endswith(passing)
    }


def test_a_wrong_passphrase_opens_nothing_and_changes_nothing(home):
    before = files(home)
    with pytest.raises(Refused, match="口令"):
        opened(home, passphrase="错的口令错的口令")
    assert files(home) == before
    opened(home).close()


def test_a_person_who_is_not_on_the_list_is_told_who_is(home):
    with pytest.raises(Refused, match=PERSON):
        opened(home, person="李四")


def test_lost_slots_are_taken_from_the_second_copy_and_both_lost_are_said(home):
    (home / "slots.json").unlink()
    opened(home).close()
    assert (home / "slots.json").exists()
    for name in ("slots.json", "slots.bak.json"):
        (home / name).unlink()
    before = files(home)
    with pytest.raises(Unavailable) as lost:
        opened(home)
    assert "口令文件" in lost.value.sentence
    assert "备份" in lost.value.next_step
    assert files(home) == before


HARM = {
    "cut in the middle": lambda content: content[: len(content) // 2 + 100],
    "cut to nothing": lambda content: b"",
    "one byte of the first page": lambda content: content[:200] + bytes([content[200] ^ 1]) + content[201:],
    "noise": lambda content: os.urandom(len(content)),
    "somebody else's database": lambda content: b"SQLite format 3\x00" + content[16:],
    "a text": lambda content: "这不是档案".encode() * 1000,
}


@pytest.mark.parametrize("harm", HARM)
def test_a_ledger_that_is_damaged_cut_or_foreign_is_said_and_left_as_it_is(home, harm):
    path = home / "ledger.db"
    path.write_bytes(HARM[harm](path.read_bytes()))
    before = files(home)
    with pytest.raises(Unavailable) as said:
        opened(home)
    assert said.value.next_step
    assert files(home) == before


def test_the_ledger_of_another_desk_is_not_opened_with_this_key(home, tmp_path):
    make(tmp_path / "other")
    shutil.copy(tmp_path / "other" / "ledger.db", home / "ledger.db")
    with pytest.raises(Unavailable):
        opened(home)


def test_a_newer_ledger_is_left_alone(home):
    with next_version():
        opened(home).close()
    before = files(home)
    with pytest.raises(Unavailable, match="新版本"):
        opened(home)
    assert files(home) == before


def test_before_an_older_ledger_is_brought_up_there_is_a_backup_of_it(home):
    with next_version():
        opened(home).close()
    [kept] = (home / "backups").iterdir()
    assert kept.stat().st_size > 100_000


def test_a_desk_open_elsewhere_is_said(home):
    with opened(home), pytest.raises(Unavailable, match="窗口"):
        opened(home)
    opened(home).close()


@pytest.mark.parametrize("place", ["nowhere", "empty"])
def test_a_folder_without_a_desk_is_said(tmp_path, place):
    (tmp_path / "empty").mkdir()
    with pytest.raises(Unavailable) as said:
        opened(tmp_path / place)
    assert said.value.next_step
    assert not (tmp_path / "nowhere").exists()


def test_a_sign_in_is_noted_and_old_drafts_are_forgotten(home):
    with opened(home) as session:
        late = SetClock(NOW - timedelta(days=40))
        drafts.save(session.ledger.connection, late, session.person, "child", "", {"name": "旧"})
    with opened(home) as session:
        assert drafts.places(session.ledger.connection, session.person) == []
        assert [line.act for line in access.lines(session.ledger.connection)] == ["sign_in", "sign_in"]


# ── who may ──────────────────────────────────────────────────────────────────────────────────────────────


def test_somebody_taken_off_the_list_by_an_undo_does_not_come_in_as_director(home):
    with opened(home) as session:
        people.add(session, "李副", "副手", "李副的四个词口令")
        entry = journal.headers(session.ledger.connection, limit=1)[0].id
        history.apply_undo(session, entry)
    with pytest.raises(Refused, match="名单"):
        opened(home, person="李副", passphrase="李副的四个词口令")


def test_somebody_whose_time_is_over_does_not_come_in(home):
    with opened(home) as session:
        made = people.add(session, "李副", "副手", "李副的四个词口令")
        records.edit(session, "person", made.id, {"until": "2026-11-22"})
    with pytest.raises(Refused, match="使用期"):
        opened(home, person="李副", passphrase="李副的四个词口令")


def test_a_ledger_whose_rows_are_lost_opens_for_repair_with_the_rights_of_the_journal(home):
    with opened(home) as session:
        people.add(session, "李审", "审计员", "李审的四个词口令")
    key = slots.unlock(home, desks.who(home, PERSON), PASSPHRASE)
    with contextlib.closing(open_ledger(home / "ledger.db", key, "write")) as raw:
        raw.execute("DROP TABLE person")
        raw.execute("DROP TABLE child")
    with pytest.raises(Unavailable, match="内部结构"):
        opened(home)
    with opened(home, person="李审", passphrase="李审的四个词口令", repair=True) as session:
        assert session.role == "审计员"
        with pytest.raises(Refused, match="不能"):
            checking.rebuild(session)
    with opened(home, repair=True) as session:
        assert session.role == "主任"
        checking.rebuild(session)
        assert checking.check(session) == []
        assert reader.count(session.ledger.connection, "person") == 2

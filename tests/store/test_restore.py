"""A restore happens whole or not at all, and what was there before is kept."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import zipfile
from pathlib import Path

import pyrage
import pytest

from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.store import archive, attachments, backup, connection, durable, restore, slots
from tests.store.small_desk import (
    ANNA,
    PASSPHRASE,
    Desk,
    StopAfter,
    file_limit,
    harm,
    rows,
    state,
    verify,
)


@pytest.fixture(autouse=True)
def light_kdf(monkeypatch):
    """Argon2id with little memory: these tests measure files, not the cost."""
    monkeypatch.setattr(slots, "KDF", slots.Parameters(64, 1, 1))


@pytest.fixture
def desk(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    made = Desk(home)
    yield made
    made.opened.close()


# ── restoring ───────────────────────────────────────────────────────────────────────────────────────────────


def test_a_restore_brings_back_the_ledger_in_a_new_incarnation_and_keeps_the_old_one(desk):
    made = desk.backup()
    desk.add(50)
    desk.opened.execute("PRAGMA wal_autocheckpoint = 0")
    slots.change_passphrase(desk.home, ANNA, PASSPHRASE, "later")
    desk.opened.close()
    done = desk.restore(made.path)
    assert done.counts == {"child": 300}
    assert rows(desk.home, desk.key) == (300, "new")
    assert slots.unlock(desk.home, ANNA, PASSPHRASE) == desk.key
    assert done.aside is not None
    assert done.aside.name.startswith("replaced-20261123-")
    assert rows(done.aside, desk.key) == (350, "old")
    assert slots.unlock(done.aside, ANNA, "later") == desk.key
    names = {path.name for path in desk.home.iterdir()} - {"attempts.json", "ledger.db-wal", "ledger.db-shm"}
    assert names == {"ledger.db", "slots.json", "slots.bak.json", "backups", done.aside.name}


def test_the_log_of_the_old_ledger_is_never_played_into_the_new_one(desk):
    """A ledger that was killed leaves its log; same key, same name: it would fit."""
    made = desk.backup()
    desk.opened.execute("PRAGMA wal_autocheckpoint = 0")
    desk.add(500)
    killed = {file: (desk.home / file).read_bytes() for file in ("ledger.db", "ledger.db-wal")}
    desk.opened.close()
    for file, content in killed.items():
        (desk.home / file).write_bytes(content)
    done = desk.restore(made.path)
    assert rows(desk.home, desk.key) == (300, "new")
    with contextlib.closing(connection.open_ledger(desk.home / "ledger.db", desk.key, "read")) as opened:
        assert connection.check_pages(opened) == []
    assert done.aside is not None
    assert rows(done.aside, desk.key) == (800, "old")


def test_a_restore_into_an_empty_folder_is_a_new_computer(desk, tmp_path):
    photos = attachments.Attachments(desk.home, str(pyrage.x25519.Identity.generate()))
    photos.put(b"photo")
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = backup.backup_to(desk.backup(), stick, desk.home, desk.key)
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    done = desk.restore(copy, fresh, unlock=lambda stage: slots.unlock_recovery(stage, desk.code))
    assert done.aside is None
    assert rows(fresh, desk.key) == (300, "new")
    assert state(fresh / "attachments") == state(desk.home / "attachments")


def test_a_restore_mends_damaged_attachments_and_touches_no_others(desk, tmp_path):
    photos = attachments.Attachments(desk.home, str(pyrage.x25519.Identity.generate()))
    names = [photos.put(content) for content in (b"one", b"two", b"three")]
    copy = backup.backup_to(desk.backup(), tmp_path, desk.home, desk.key)
    photos.delete(names[0])
    (photos.folder / f"{names[1]}.age").write_bytes(b"damaged")
    later = photos.put(b"later")
    desk.opened.close()
    desk.restore(copy)
    assert [photos.get(name) for name in (*names, later)] == [b"one", b"two", b"three", b"later"]


def test_a_wrong_passphrase_changes_nothing(desk):
    made = desk.backup()
    before = state(desk.home)
    with pytest.raises(Refused, match="口令不对"):
        desk.restore(made.path, unlock=lambda stage: slots.unlock(stage, ANNA, "wrong"))
    assert state(desk.home) == before


def test_a_key_that_is_not_the_backups_changes_nothing(desk):
    made = desk.backup()
    before = state(desk.home)
    with pytest.raises(Unavailable, match="读不完整"):
        desk.restore(made.path, unlock=lambda _stage: bytes(32))
    assert state(desk.home) == before


@pytest.mark.parametrize(
    ("after", "offset"),
    [(b"ledger.db", 9000), (b"slots.json", 60), (b'"counts"', 12), (b'"number"', 9), (b'"mac"', 9)],
)
def test_a_changed_byte_anywhere_in_a_backup_changes_nothing_here(desk, after, offset):
    made = desk.backup()
    harm(made.path, after, offset)
    before = state(desk.home)
    with pytest.raises(Unavailable, match="读不完整"):
        desk.restore(made.path)
    assert state(desk.home) == before


def test_a_truncated_backup_is_damaged_and_a_foreign_file_is_no_backup(desk, tmp_path):
    made = desk.backup()
    before = state(desk.home / "backups")
    os.truncate(made.path, made.size - 100)
    with pytest.raises(Unavailable, match="读不完整"):
        desk.restore(made.path)
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        book.writestr("xl/workbook.xml", "x")
    (tmp_path / "note.childdesk").write_bytes(b"note")
    (tmp_path / "empty.childdesk").write_bytes(b"")
    for name in ("book.xlsx", "note.childdesk", "empty.childdesk", "home"):
        with pytest.raises(Refused, match="不是本软件的备份") as caught:
            desk.restore(tmp_path / name)
        assert caught.value.field == "file"
    with pytest.raises(Refused, match="找不到这个备份文件"):
        desk.restore(tmp_path / "none.childdesk")
    assert set(before) == set(state(desk.home / "backups"))
    assert desk.count() == 300


NOTHING = hashlib.sha256(b"").hexdigest()


def repack(path, change):
    """Write an archive again with its members changed by somebody who does not have the key."""
    with zipfile.ZipFile(path) as package:
        members = {name: package.read(name) for name in package.namelist()}
    change(members)
    with zipfile.ZipFile(path, "w") as package:
        for name, content in members.items():
            package.writestr(name, content)


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.update({"../evil": b"x"}),
        lambda members: members.update({"attachments/../../evil.age": b"x"}),
        lambda members: members.update({"slots.json": members["slots.json"] + b" "}),
        lambda members: members.update(
            {"manifest.json": members["manifest.json"].replace(b'"reason":"daily"', b'"reason":"dawn"')}
        ),
        lambda members: members.update(
            {
                "../evil": b"",
                "manifest.json": members["manifest.json"].replace(
                    b'"members":{', f'"members":{{"../evil":[0,"{NOTHING}"],'.encode()
                ),
            }
        ),
        lambda members: members.pop("slots.json"),
        lambda members: members.pop("manifest.json"),
        lambda members: members.update({"manifest.json": b"{}"}),
        lambda members: members.update({"manifest.json": b"[1]"}),
        lambda members: members.update(
            {"manifest.json": members["manifest.json"].replace(b'"ledger.db"', b'"../evil.db"')}
        ),
    ],
)
def test_an_archive_with_other_members_than_its_manifest_writes_nothing(desk, tmp_path, change):
    made = desk.backup()
    repack(made.path, change)
    before = state(tmp_path)
    with pytest.raises(Unavailable, match="读不完整"):
        desk.restore(made.path)
    assert state(tmp_path) == before


def test_a_backup_of_a_newer_version_asks_for_the_newer_program(desk):
    made = desk.backup()
    repack(
        made.path,
        lambda members: members.update(
            {"manifest.json": members["manifest.json"].replace(b'"format":1', b'"format":2')}
        ),
    )
    with pytest.raises(Unavailable, match="更新的版本") as caught:
        desk.restore(made.path)
    assert "升级" in caught.value.next_step


def test_a_backup_whose_rows_fail_the_journal_check_is_not_put_in_place(desk):
    desk.add(1, name="wrong")
    made = desk.backup(check=lambda opened: {"child": 301})
    before = state(desk.home)
    with pytest.raises(Unavailable, match="对不上"):
        desk.restore(made.path)
    with pytest.raises(Unavailable, match="读不完整"):
        desk.restore(made.path, check=lambda opened: {"child": 300})
    assert state(desk.home) == before


def test_a_ledger_that_was_damaged_before_it_was_packed_is_not_put_in_place(desk):
    made = desk.backup()
    with archive.opened(made.path) as package:
        told = package.manifest
        parts = {name: bytearray(b"".join(package.pieces(name))) for name in told.members}
    parts["ledger.db"][-2000] ^= 1
    made.path.unlink()
    archive.write(made.path, told, [(name, len(part), [part]) for name, part in parts.items()], desk.key)
    before = state(desk.home)
    with pytest.raises(Unavailable, match="读不完整"):
        desk.restore(made.path, check=lambda opened: {"child": 300})
    assert state(desk.home) == before


def test_a_later_version_may_count_more_kinds_of_records(desk):
    made = desk.backup()
    desk.opened.close()
    assert desk.restore(made.path, check=lambda opened: {"child": 300, "visit": 0}).counts["visit"] == 0


@pytest.mark.parametrize("steps", range(3))
def test_a_cancelled_restore_changes_nothing(desk, steps):
    made = desk.backup()
    before = state(desk.home)
    with pytest.raises(Cancelled):
        desk.restore(made.path, progress=StopAfter(steps))
    assert state(desk.home) == before


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0])
def test_a_full_disk_while_restoring_changes_nothing(desk, share):
    made = desk.backup()
    before = state(desk.home)
    size = int((desk.home / "ledger.db").stat().st_size * share)
    with file_limit(size), pytest.raises(Unavailable) as caught:
        desk.restore(made.path)
    assert "没有动" in caught.value.sentence
    assert state(desk.home) == before


def test_a_hook_that_leaves_its_transaction_open_is_caught_before_anything_moves(desk):
    made = desk.backup()
    before = state(desk.home)

    def forgetful(opened):
        opened.execute("UPDATE mark SET rid = 'new'")

    with pytest.raises(RuntimeError, match="on_restored"):
        restore.restore(
            made.path, desk.home, lambda stage: desk.key, verify, on_restored=forgetful, clock=desk.clock
        )
    assert state(desk.home) == before


def test_a_restore_cut_off_at_any_rename_is_carried_to_its_end_at_the_next_start(desk, monkeypatch, tmp_path):
    """The rename number n falls; before the decision all is old, after it the next start makes all new."""
    made = desk.backup()
    desk.opened.execute("PRAGMA wal_autocheckpoint = 0")
    desk.add(500)
    killed = {file: (desk.home / file).read_bytes() for file in ("ledger.db", "ledger.db-wal")}
    desk.opened.close()
    for file, content in killed.items():
        (desk.home / file).write_bytes(content)
    real = durable.rename
    outcomes = []
    for cut in range(1, 30):
        home = tmp_path / f"cut{cut}"
        shutil.copytree(desk.home, home)
        calls = [0]

        def rename(source, target, cut=cut, calls=calls):
            calls[0] += 1
            if calls[0] == cut:
                raise KeyboardInterrupt
            real(source, target)

        monkeypatch.setattr(durable, "rename", rename)
        try:
            desk.restore(made.path, home)
            break
        except KeyboardInterrupt:
            monkeypatch.setattr(durable, "rename", real)
        assert slots.people(home) == [(ANNA, "何主任")]
        assert (home / "ledger.db").stat().st_size > 0
        restore.finish(home)
        durable.sweep(home)
        outcomes.append(rows(home, desk.key))
        assert slots.unlock(home, ANNA, PASSPHRASE) == desk.key
        assert not (home / restore.STAGE).exists()
        with contextlib.closing(connection.open_ledger(home / "ledger.db", desk.key, "read")) as opened:
            assert connection.check_pages(opened) == []
    assert outcomes == sorted(outcomes, reverse=True)
    assert set(outcomes) == {(800, "old"), (300, "new")}
    assert outcomes.count((300, "new")) >= 5


def test_a_disk_without_second_names_restores_as_well(desk, monkeypatch):
    made = desk.backup()
    desk.add(50)
    desk.opened.close()

    def refuse(_path, _target):
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    done = desk.restore(made.path)
    assert rows(desk.home, desk.key) == (300, "new")
    assert done.aside is not None
    assert rows(done.aside, desk.key) == (350, "old")


def test_lost_slots_are_taken_from_the_newest_backup_and_open_the_ledger_as_it_is_now(desk):
    desk.backup()
    desk.add(5)
    with pytest.raises(Refused, match="还在"):
        backup.recover_slots(desk.home)
    for file in (slots.FILE, slots.SECOND):
        (desk.home / file).unlink()
    backup.recover_slots(desk.home)
    assert slots.unlock(desk.home, ANNA, PASSPHRASE) == desk.key
    assert desk.count() == 305


def test_lost_slots_without_a_backup_stay_lost_and_say_so(desk):
    for file in (slots.FILE, slots.SECOND):
        (desk.home / file).write_bytes(b"")
    with pytest.raises(Unavailable, match="口令文件"):
        backup.recover_slots(desk.home)

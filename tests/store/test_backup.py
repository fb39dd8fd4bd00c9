"""A backup counts only when it has been opened and checked, and it never harms what it was made from."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from datetime import timedelta

import pyrage
import pytest

from childdesk.domain.errors import Cancelled, Unavailable
from childdesk.store import archive, attachments, backup, connection, durable, restore, rotation, slots
from tests.store.small_desk import (
    PASSPHRASE,
    Desk,
    StopAfter,
    file_limit,
    harm,
    names,
    rows,
    state,
    verify,
)


@pytest.fixture(autouse=True)
def light_kdf(monkeypatch):
    monkeypatch.setattr(slots, "KDF", slots.Parameters(64, 1, 1))


@pytest.fixture
def desk(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    made = Desk(home)
    yield made
    made.opened.close()


# ── making ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_backup_is_one_numbered_file_with_its_counts(desk):
    first, second = desk.backup(), desk.backup()
    assert (first.number, second.number) == (1, 2)
    assert second.counts == {"child": 300}
    assert second.reason == "daily"
    assert second.made == "2026-11-23T08:00:00Z"
    assert second.whole
    assert second.ledger == slots.ledger_id(desk.home)
    assert [one.path.name for one in backup.list_backups(desk.home)] == [second.path.name, first.path.name]
    assert second.path.name == f"{second.ledger[:8]}-000002-20261123.childdesk"
    assert names(desk.home / "backups") == {first.path.name, second.path.name}
    assert second.path.stat().st_mode & 0o077 == 0


def test_a_backup_shows_no_name_and_any_zip_tool_lists_it(desk):
    made = desk.backup()
    assert "周小禾".encode() not in made.path.read_bytes()
    with zipfile.ZipFile(made.path) as package:
        assert package.testzip() is None
        assert set(package.namelist()) == {"childdesk", "ledger.db", "slots.json", "manifest.json"}
        assert not package.read("ledger.db").startswith(b"SQLite")


def test_the_ledger_can_be_written_while_older_readers_look_on_and_row_numbers_survive(desk):
    """The search index names rows by their number; counted anew, it would find wrong children."""
    with connection.database(desk.opened).atomic():
        desk.opened.execute("DELETE FROM child WHERE rowid % 3 = 0")
    numbers = desk.opened.execute("SELECT rowid, id FROM child").fetchall()
    seen = []

    def look(opened):
        seen.extend(opened.execute("SELECT rowid, id FROM child").fetchall())
        return verify(opened)

    with contextlib.closing(connection.open_ledger(desk.home / "ledger.db", desk.key, "window")) as window:
        desk.backup(check=look)
        assert window.execute("SELECT count(*) FROM child").fetchone() == (200,)
    assert seen == numbers


def test_what_is_committed_but_still_in_the_log_is_in_the_backup(desk):
    desk.opened.execute("PRAGMA wal_autocheckpoint = 0")
    desk.add(7)
    assert desk.backup().counts == {"child": 307}


def test_a_backup_that_does_not_pass_the_check_does_not_come_into_being(desk):
    good = desk.backup()
    desk.add(1, name="wrong")
    with pytest.raises(Unavailable, match="对不上"):
        desk.backup()
    assert names(desk.home / "backups") == {good.path.name}


def test_a_copy_that_the_disk_spoiled_does_not_become_a_backup(desk):
    """The disk spoils one byte between writing and reading back, as a dying one does."""

    class Spoiler:
        spoilt = False

        def step(self, done, total, text=""):
            for part in (desk.home / "backups").glob("ledger.db.*.part"):
                if text == "正在打开检查" and not self.spoilt:
                    self.spoilt = True
                    content = bytearray(part.read_bytes())
                    content[-2000] ^= 1
                    part.write_bytes(content)

    with pytest.raises(Unavailable, match="没有备份成"):
        desk.backup(Spoiler(), check=lambda opened: {"child": 300})
    assert names(desk.home / "backups") == set()


@pytest.mark.parametrize("steps", [0, 1, 2, 4, 6])
def test_a_cancelled_backup_leaves_the_folder_as_it_was(desk, steps):
    desk.add(3000)
    desk.backup()
    before = state(desk.home)
    stop = StopAfter(steps)
    with pytest.raises(Cancelled):
        desk.backup(stop)
    assert state(desk.home) == before
    desk.add(1)
    assert desk.backup().number == 2


def test_progress_tells_what_is_being_done(desk):
    desk.add(5000)
    watch = StopAfter(10**9)
    desk.backup(watch)
    assert list(dict.fromkeys(watch.texts)) == ["正在复制档案", "正在打开检查", "正在写备份", "正在读回检查"]


def _taking_long(pages_wrong, texts):
    """The pages of a large ledger: reading them goes on until something was said of it often enough."""

    def wrapped(copy, key, enough):
        ends = time.monotonic() + 10
        while texts.count("正在打开检查") < 6 and not enough.is_set() and time.monotonic() < ends:
            time.sleep(0.001)
        return pages_wrong(copy, key, enough)

    return wrapped


@pytest.mark.parametrize("pages", [False, True], ids=["journal", "pages"])
def test_checking_says_that_it_goes_on_and_can_be_cancelled(desk, monkeypatch, pages):
    monkeypatch.setattr(backup, "PAUSE", 0.0)
    monkeypatch.setattr(backup, "OFTEN", 100)
    desk.add(500)
    check = (lambda _: {"child": 800}) if pages else verify
    watch = StopAfter(10**9)
    monkeypatch.setattr(backup, "_pages_wrong", _taking_long(backup._pages_wrong, watch.texts))
    desk.backup(watch, check=check)
    said = [text == "正在打开检查" for text in watch.texts]
    assert sum(said) > (3 if pages else 20)
    before = state(desk.home)
    with pytest.raises(Cancelled):
        desk.backup(StopAfter(said.index(True) + (2 if pages else 10)), check=check)
    assert state(desk.home) == before


@pytest.mark.parametrize("share", [0, 0.3, 0.9, 1.0])
def test_a_disk_that_takes_no_more_leaves_the_folder_as_it_was(desk, share):
    desk.backup()
    before = state(desk.home)
    with (
        file_limit(int((desk.home / "ledger.db").stat().st_size * share)),
        pytest.raises(Unavailable) as caught,
    ):
        desk.backup()
    assert "没有动" in caught.value.sentence
    assert state(desk.home) == before
    assert desk.count() == 300


def test_a_disk_without_room_for_the_copy_is_found_before_anything_is_written(desk, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: shutil._ntuple_diskusage(10**9, 10**9, 10**5))
    with pytest.raises(Unavailable, match="磁盘满了"):
        desk.backup()
    assert list((desk.home / "backups").iterdir()) == []


def test_what_a_power_cut_left_is_swept_before_the_next_backup(desk):
    (desk.home / "backups").mkdir()
    for leftover in (
        "ledger.db.0123abcd.part",
        "ledger.db.0123abcd.part-journal",
        "x.childdesk.89abcdef.part",
    ):
        (desk.home / "backups" / leftover).write_bytes(b"half")
    made = desk.backup()
    assert names(desk.home / "backups") == {made.path.name}


def test_a_foreign_or_truncated_file_among_the_backups_is_listed_as_not_whole_or_not_at_all(desk):
    first, second = desk.backup(), desk.backup()
    os.truncate(first.path, first.size // 2)
    (desk.home / "backups" / "旅游.childdesk").write_bytes(b"x")
    (desk.home / "backups" / "note.txt").write_bytes(b"x")
    listed = backup.list_backups(desk.home)
    assert [(one.number, one.whole) for one in listed] == [(2, True), (1, False)]
    assert listed[0] == second


def test_old_generations_go_and_three_stay_whatever_the_clock_does(desk, monkeypatch):
    for _ in range(5):
        desk.backup()
    assert [one.number for one in backup.list_backups(desk.home)] == [5, 4, 3]
    desk.clock.moment -= timedelta(days=2000)
    desk.backup()
    assert [one.number for one in backup.list_backups(desk.home)] == [6, 5, 4]
    monkeypatch.setattr(rotation, "LARGEST_SHARE", 1)
    desk.clock.moment += timedelta(days=3000)
    desk.backup()
    assert [one.number for one in backup.list_backups(desk.home)] == [7, 6, 5]


# ── copying away ────────────────────────────────────────────────────────────────────────────────────────────


def test_a_copy_on_a_stick_is_one_file_with_the_attachments_and_never_overwrites(desk, tmp_path):
    stick = tmp_path / "stick"
    stick.mkdir()
    photos = attachments.Attachments(desk.home, str(pyrage.x25519.Identity.generate()))
    name = photos.put(b"photo")
    made = desk.backup()
    copies = {backup.backup_to(made, stick, desk.home, desk.key) for _ in range(3)}
    assert set(stick.iterdir()) == copies
    assert len(copies) == 3
    for copy in copies:
        with archive.opened(copy) as package:
            package.check()
            assert package.manifest.sealed_with(desk.key)
            assert not package.manifest.sealed_with(bytes(32))
            assert f"attachments/{name}.age" in package.manifest.members


def test_a_full_stick_is_left_as_it_was(desk, tmp_path):
    made = desk.backup()
    with file_limit(made.size // 2), pytest.raises(Unavailable, match="文件太大"):
        backup.backup_to(made, tmp_path, desk.home, desk.key)
    assert names(tmp_path) == {"home"}


def test_a_stick_that_is_not_there_is_asked_for(desk, tmp_path):
    with pytest.raises(Unavailable, match="找不到") as caught:
        backup.backup_to(desk.backup(), tmp_path / "stick", desk.home, desk.key)
    assert "U盘" in caught.value.next_step


def test_a_generation_that_rotted_is_not_copied_on(desk, tmp_path):
    made = desk.backup()
    harm(made.path, b"ledger.db", 5000)
    with pytest.raises(Unavailable, match="读不完整"):
        backup.backup_to(made, tmp_path, desk.home, desk.key)
    assert names(tmp_path) == {"home"}


@pytest.mark.parametrize("check", [verify, lambda _: {"child": 300}, None], ids=["true", "blind", "another"])
def test_a_page_that_cannot_be_read_in_the_copy_is_said_first_and_nothing_counts(desk, monkeypatch, check):
    """The pages are read beside the journal: whatever that finds meanwhile, the page is what is wrong."""
    copied = backup._copy_ledger

    def harmed(opened, copy, progress):
        copied(opened, copy, progress)
        content = bytearray(copy.read_bytes())
        content[-2000] ^= 1
        copy.write_bytes(content)

    def another(_):
        raise Unavailable("账目对不上。")

    monkeypatch.setattr(backup, "_copy_ledger", harmed)
    with pytest.raises(Unavailable, match="有一页读不出"):
        desk.backup(check=check or another)
    assert backup.list_backups(desk.home) == []
    assert names(desk.home / "backups") == set()


def test_what_the_journal_check_says_of_sound_pages_is_said(desk):
    def another(_):
        raise Unavailable("账目对不上。")

    with pytest.raises(Unavailable, match="账目对不上"):
        desk.backup(check=another)
    assert names(desk.home / "backups") == set()


# ── killed ──────────────────────────────────────────────────────────────────────────────────────────────────

KILLED = """
import sys
from pathlib import Path
from childdesk.domain.clock import SystemClock
from childdesk.store import backup, connection, slots
slots.KDF = slots.Parameters(64, 1, 1)
home = Path(sys.argv[1])
key = slots.unlock(home, "a" * 32, sys.argv[2])
opened = connection.open_ledger(home / "ledger.db", key, "write")
count = lambda c: {"child": c.execute("SELECT count(*) FROM child").fetchone()[0]}
while True:
    made = backup.make_backup(opened, home, key, count, reason="daily", clock=SystemClock())
    with connection.database(opened).atomic():
        opened.execute("INSERT INTO child SELECT 'n' || count(*), 'x' FROM child")
    print(made.number, count(opened)["child"], flush=True)
"""


def test_a_program_killed_while_backing_up_loses_no_row_and_no_finished_backup(desk):
    desk.add(2000)
    desk.opened.close()
    chance = random.Random(11)
    for _ in range(4):
        arguments = [sys.executable, "-c", KILLED, str(desk.home), PASSPHRASE]
        worker = subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)
        assert worker.stdout is not None
        said = [worker.stdout.readline()]
        time.sleep(chance.random() * 0.15)
        os.kill(worker.pid, signal.SIGKILL)
        said += list(worker.stdout)
        worker.stdout.close()
        worker.wait()
        number, count = (int(word) for word in [line for line in said if line.endswith("\n")][-1].split())
        kept = backup.list_backups(desk.home)
        assert kept[0].number >= number
        assert all(one.whole for one in kept)
        for one in kept:
            with archive.opened(one.path) as package:
                package.check()
        assert rows(desk.home, desk.key)[0] >= count
    desk.opened = connection.open_ledger(desk.home / "ledger.db", desk.key, "write")
    desk.backup()
    assert not [name for name in names(desk.home / "backups") if durable.PART in name]


def test_every_sentence_is_short():
    said = [
        getattr(house, name) for house in (archive, backup, restore) for name in dir(house) if name.isupper()
    ]
    texts = ["".join(one) if isinstance(one, tuple) else one for one in said if isinstance(one, str | tuple)]
    sentences = [part for text in texts if "。" in text for part in text.split("。")]
    assert len(sentences) >= 15
    assert all(len(sentence) <= 20 for sentence in sentences)

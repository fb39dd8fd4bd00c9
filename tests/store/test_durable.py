"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain.errors import Unavailable
from childdesk.store import durable

HAMMER = """
import sys
from pathlib import Path
from childdesk.store import durable
target = Path(sys.argv[1])
number = 0
while True:
    number += 1
    durable.replace_file(target, (b"%08d" % number) * 20_000)
    print(number, flush=True)
"""


def names(folder: Path) -> set[str]:
    return {entry.name for entry in folder.iterdir()}


def failing(code: int, after: int = 0):
    """os.write that fails with `code` once `after` calls have gone through."""
    real, calls = os.write, [0]

    def write(handle, data):
        calls[0] += 1
        if calls[0] > after:
            raise OSError(code, os.strerror(code))
        return real(handle, data)

    return write


def test_a_file_is_replaced_whole_and_nothing_is_left_beside_it(tmp_path):
    target = tmp_path / "slots.json"
    durable.replace_file(target, b"one")
    durable.replace_file(target, [b"two", b"", b"three" * 100_000])
    assert target.read_bytes() == b"two" + b"three" * 100_000
    assert names(tmp_path) == {"slots.json"}


def test_only_the_person_themselves_may_read_a_new_file(tmp_path):
    durable.replace_file(tmp_path / "slots.json", b"x")
    assert (tmp_path / "slots.json").stat().st_mode & 0o077 == 0


@given(pieces=st.lists(st.binary(max_size=200), max_size=8))
def test_pieces_arrive_in_order(tmp_path_factory, pieces):
    target = tmp_path_factory.mktemp("pieces") / "file"
    durable.replace_file(target, pieces)
    assert target.read_bytes() == b"".join(pieces)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "磁盘满了"),
        (errno.EDQUOT, "磁盘满了"),
        (errno.EIO, "读写磁盘时中断了"),
        (errno.EROFS, "不让写入"),
        (errno.EFBIG, "文件太大"),
    ],
)
@pytest.mark.parametrize("after", [0, 2])
def test_a_full_or_broken_disk_leaves_the_old_file_whole(tmp_path, monkeypatch, code, words, after):
    target = tmp_path / "slots.json"
    durable.replace_file(target, b"old")
    monkeypatch.setattr(os, "write", failing(code, after))
    with pytest.raises(Unavailable) as caught:
        durable.replace_file(target, b"n" * durable.CHUNK * 4)
    assert words in caught.value.sentence
    assert caught.value.next_step
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == {"slots.json"}


def test_a_full_disk_at_the_fsync_leaves_the_old_file_whole(tmp_path, monkeypatch):
    target = tmp_path / "slots.json"
    durable.replace_file(target, b"old")

    def full(_handle):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    monkeypatch.setattr(durable, "sync_folder", lambda _path: None)
    with pytest.raises(Unavailable):
        durable.replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == {"slots.json"}


def test_a_source_left_half_way_is_closed_so_that_it_can_be_removed(tmp_path, monkeypatch):
    (tmp_path / "source").write_bytes(b"x" * durable.CHUNK * 3)
    pieces = durable.chunks(tmp_path / "source")
    monkeypatch.setattr(os, "write", failing(errno.ENOSPC, after=1))
    with pytest.raises(Unavailable) as caught:
        durable.replace_file(tmp_path / "target", pieces)
    assert caught.tb is not None
    assert pieces.gi_frame is None
    assert names(tmp_path) == {"source"}


def test_a_file_held_by_an_antivirus_is_tried_again(tmp_path, monkeypatch):
    target = tmp_path / "slots.json"
    durable.replace_file(target, b"old")
    real, refusals, waited = os.replace, [3], []

    def held(source, place):
        if refusals[0]:
            refusals[0] -= 1
            raise PermissionError(errno.EACCES, "held")
        real(source, place)

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", waited.append)
    durable.replace_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert waited == list(durable.WAITS[:3])


def test_a_file_held_for_good_is_unavailable_and_stays_as_it_was(tmp_path, monkeypatch):
    target = tmp_path / "slots.json"
    durable.replace_file(target, b"old")

    def held(_source, _place):
        raise PermissionError(errno.EACCES, "held")

    monkeypatch.setattr(os, "replace", held)
    monkeypatch.setattr(time, "sleep", lambda _seconds: None)
    with pytest.raises(Unavailable):
        durable.replace_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == {"slots.json"}


def test_windows_says_full_and_in_use_with_numbers_of_its_own():
    for number, words in ((112, "磁盘满了"), (32, "占用")):
        error = OSError(errno.EINVAL, "windows")
        error.winerror = number
        with pytest.raises(Unavailable, match=words), durable.sorted_file_errors():
            raise error


def test_a_mistake_of_ours_is_not_dressed_up_as_a_broken_disk(tmp_path):
    with pytest.raises(FileNotFoundError):
        durable.replace_file(tmp_path / "no" / "such" / "folder", b"x")
    durable.write_new(tmp_path / "a", b"x")
    with pytest.raises(FileExistsError):
        durable.write_new(tmp_path / "a", b"y")
    assert (tmp_path / "a").read_bytes() == b"x"
    assert names(tmp_path) == {"a"}


def test_a_sweep_removes_only_what_was_half_made(tmp_path):
    (tmp_path / "slots.json").write_bytes(b"x")
    durable.part_name(tmp_path / "slots.json").write_bytes(b"half")
    durable.part_name(tmp_path / "restore").mkdir()
    assert durable.sweep(tmp_path) == 2
    assert names(tmp_path) == {"slots.json"}
    assert durable.sweep(tmp_path / "nowhere") == 0


def test_a_killed_program_leaves_the_old_file_or_the_new_one(tmp_path):
    target = tmp_path / "slots.json"
    chance = random.Random(5)
    for _ in range(5):
        worker = subprocess.Popen([sys.executable, "-c", HAMMER, str(target)], stdout=subprocess.PIPE)
        assert worker.stdout is not None
        worker.stdout.readline()
        time.sleep(chance.random() * 0.05)
        os.kill(worker.pid, signal.SIGKILL)
        acknowledged = worker.stdout.read().split() or [b"1"]
        worker.stdout.close()
        worker.wait()
        content = target.read_bytes()
        assert len(content) == 160_000
        assert content == content[:8] * 20_000
        assert int(content[:8]) >= int(acknowledged[-1])
        durable.sweep(tmp_path)
        assert names(tmp_path) == {"slots.json"}

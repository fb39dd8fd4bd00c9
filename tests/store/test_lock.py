"""One program opens one folder; the second one is told so and may call the first to the front."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
import time

import pytest

from childdesk.domain.errors import Unavailable
from childdesk.store import connection, lock

HOLDER = """
import sys, time
from pathlib import Path
from childdesk.store.lock import DeskLock
held = DeskLock(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@contextlib.contextmanager
def another_program(home):
    """Another process that holds the lock until it is killed."""
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, str(home)], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        yield holder
    finally:
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
        holder.stdout.close()


def test_a_folder_that_another_program_has_open_is_refused_with_a_next_step(tmp_path):
    with another_program(tmp_path), pytest.raises(Unavailable) as caught:
        lock.DeskLock(tmp_path)
    assert caught.value.sentence == "这份档案已在另一个窗口打开。数据没有动。"
    assert caught.value.next_step == "请先关掉那个窗口。"


def test_a_killed_program_leaves_no_lock_behind(tmp_path):
    with another_program(tmp_path):
        pass
    with lock.DeskLock(tmp_path):
        assert (tmp_path / lock.FILE).exists()


def test_this_program_cannot_open_a_folder_twice_either(tmp_path):
    with lock.DeskLock(tmp_path), pytest.raises(Unavailable):
        lock.DeskLock(tmp_path)
    with lock.DeskLock(tmp_path):
        pass


def test_a_child_process_does_not_inherit_the_lock(tmp_path):
    """A process that reads a workbook may outlive the window; the lock must not stay with it."""
    with lock.DeskLock(tmp_path):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        lock.DeskLock(tmp_path).release()
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()


def test_the_lock_is_not_on_the_ledger(tmp_path):
    with lock.DeskLock(tmp_path):
        connection.new_ledger(tmp_path / "ledger.db", bytes(32)).close()
        connection.open_ledger(tmp_path / "ledger.db", bytes(32), "write").close()
    lock.DeskLock(tmp_path).release()
    assert (tmp_path / "ledger.db").exists()
    assert (tmp_path / lock.FILE).read_bytes() == b""


def test_two_folders_do_not_disturb_each_other(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    with lock.DeskLock(tmp_path / "one"), lock.DeskLock(tmp_path / "two"):
        assert (tmp_path / "two" / lock.FILE).exists()


def test_a_disk_that_cannot_lock_is_refused(tmp_path, monkeypatch):
    def no_locks(_handle, _how):
        raise OSError(errno.ENOLCK, "no locks")

    monkeypatch.setattr(lock.fcntl, "flock", no_locks)
    with pytest.raises(Unavailable, match="只打开一次"):
        lock.DeskLock(tmp_path)


def test_a_second_window_calls_the_first_to_the_front_once(tmp_path):
    assert not lock.called_to_front(tmp_path)
    with another_program(tmp_path):
        with pytest.raises(Unavailable):
            lock.DeskLock(tmp_path)
        lock.call_to_front(tmp_path)
        lock.call_to_front(tmp_path)
    assert lock.called_to_front(tmp_path)
    assert not lock.called_to_front(tmp_path)


def test_a_folder_that_cannot_be_written_calls_nobody(tmp_path):
    lock.call_to_front(tmp_path / "gone")
    assert not lock.called_to_front(tmp_path / "gone")


def test_looking_for_a_call_is_cheap_enough_for_every_second(tmp_path):
    began = time.perf_counter()
    for _ in range(1000):
        lock.called_to_front(tmp_path)
    assert time.perf_counter() - began < 1

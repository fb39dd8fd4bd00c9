"""Lets one program at a time open a home folder, and lets a second window call the first one to the front.

The lock is the operating system's, on `desk.lock` and never on the ledger: closing any handle of a file drops
SQLite's own locks on it. It ends with the process, however that ends, so no stale lock is ever left to clear.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Final

from childdesk.domain.errors import Unavailable
from childdesk.store import durable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

FILE: Final = "desk.lock"
RAISE: Final = "desk.raise"

HELD = ("这份档案已在另一个窗口打开。数据没有动。", "请先关掉那个窗口。")
NO_LOCKS = ("这个盘不能保证只打开一次。数据没有动。", "请换到本机硬盘的文件夹。")

_TAKEN: Final = {errno.EAGAIN, errno.EACCES, errno.EDEADLK}


class DeskLock:
    """The right to open what lies in one home folder, held until `release` or the end of the process."""

    def __init__(self, home: Path) -> None:
        """Take the lock now. Raises Unavailable when another program, or this one, holds it already."""
        with durable.sorted_file_errors():
            self._handle: int | None = os.open(home / FILE, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(self._handle)
        except BaseException:
            self.release()
            raise

    def release(self) -> None:
        """Give the lock back; the file stays, since removing it would let two programs lock two files."""
        handle, self._handle = self._handle, None
        if handle is not None:
            os.close(handle)

    def __enter__(self) -> DeskLock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def call_to_front(home: Path) -> None:
    """Ask the window that holds the lock to show itself; a folder that cannot be written asks nobody."""
    with contextlib.suppress(OSError):
        (home / RAISE).touch(mode=0o600)


def called_to_front(home: Path) -> bool:
    """Whether somebody asked since the last look; the window looks once a second, at one `stat` each."""
    call = home / RAISE
    try:
        if not call.exists():
            return False
        call.unlink()
    except OSError:
        # Removed a moment ago, or held by an antivirus: the next look will tell.
        return False
    return True


def _take(handle: int) -> None:
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            # flock belongs to this open file: a second try in this same process is refused as well.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _TAKEN:
            raise Unavailable(*HELD) from error
        if error.errno in {errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EINVAL}:
            raise Unavailable(*NO_LOCKS) from error
        raise

"""Puts files on the disk so that a power cut leaves the old file or the new one, never half of either.

The order is always: write under a new name, fsync, rename, fsync the folder. Names in the making end in
`.part`; `sweep` removes what a power cut left of them. Antivirus and indexers hold fresh files for a moment
on Windows, so every rename and removal is tried again for two seconds before it counts as refused.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import shutil
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from childdesk.domain.errors import Unavailable

PART = ".part"
CHUNK = 256 * 1024
_HALF_MADE = re.compile(r"\.[0-9a-f]{8}\.part(-journal|-wal|-shm)?$")
WAITS = (0.01, 0.03, 0.1, 0.2, 0.4, 0.6, 0.7)
"""Seconds between tries of a rename or removal that somebody else's handle blocks; two in all."""

DISK_FULL = ("磁盘满了，没存上。原来的数据没有动。", "请删些文件，再试一次。")
DISK_GONE = ("读写磁盘时中断了。原来的数据没有动。", "请检查磁盘或U盘，再试一次。")
NOT_WRITABLE = ("这个文件夹不让写入。数据没有动。", "请换一个文件夹，或解除写保护。")
TOO_LARGE = ("文件太大，这个盘放不下。数据没有动。", "请换一个NTFS格式的盘。")
IN_USE = ("文件正被别的程序占用。数据没有动。", "请关掉那个程序，再试一次。")

_SENTENCES = {
    errno.ENOSPC: DISK_FULL,
    errno.EDQUOT: DISK_FULL,
    errno.EIO: DISK_GONE,
    errno.ENODEV: DISK_GONE,
    errno.ENXIO: DISK_GONE,
    errno.EROFS: NOT_WRITABLE,
    errno.EACCES: NOT_WRITABLE,
    errno.EPERM: NOT_WRITABLE,
    errno.EFBIG: TOO_LARGE,
    errno.EBUSY: IN_USE,
}
_WINDOWS_SENTENCES = {
    32: IN_USE,  # ERROR_SHARING_VIOLATION
    33: IN_USE,  # ERROR_LOCK_VIOLATION
    39: DISK_FULL,  # ERROR_HANDLE_DISK_FULL
    112: DISK_FULL,  # ERROR_DISK_FULL
    223: TOO_LARGE,  # ERROR_FILE_TOO_LARGE
    21: DISK_GONE,  # ERROR_NOT_READY: the stick was pulled
    1167: DISK_GONE,  # ERROR_DEVICE_NOT_CONNECTED
}


@contextlib.contextmanager
def sorted_file_errors() -> Iterator[None]:
    """Turn an OSError of the disk into Unavailable; one that we caused ourselves passes through."""
    try:
        yield
    except OSError as error:
        found = _WINDOWS_SENTENCES.get(getattr(error, "winerror", None) or 0) or _SENTENCES.get(
            error.errno or 0
        )
        if found is None:
            raise
        raise Unavailable(*found) from error


def replace_file(path: Path, content: bytes | Iterable[bytes]) -> None:
    """Make `path` hold exactly `content`; until the rename the old file stays whole.

    Raises Unavailable (disk full, not writable, disk gone); then nothing has changed or is left over.
    """
    with sorted_file_errors():
        part = write_part(path, content)
        try:
            rename(part, path)
        except BaseException:
            remove(part)
            raise


def write_new(path: Path, content: bytes | Iterable[bytes]) -> None:
    """As `replace_file`, but `path` must not exist: FileExistsError is a mistake of the caller."""
    with sorted_file_errors():
        part = write_part(path, content)
        try:
            if path.exists():
                raise FileExistsError(errno.EEXIST, "already there", str(path))
            rename(part, path)
        except BaseException:
            remove(part)
            raise


def write_part(path: Path, content: bytes | Iterable[bytes]) -> Path:
    """Write `content` under a fresh name beside `path` and fsync it; `rename` makes it visible."""
    part = part_name(path)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            with told_to_end((content,) if isinstance(content, bytes) else content) as pieces:
                for piece in pieces:
                    _write_all(handle, piece)
            os.fsync(handle)
        finally:
            os.close(handle)
    except BaseException:
        remove(part)
        raise
    return part


@contextlib.contextmanager
def told_to_end(pieces: Iterable[bytes]) -> Iterator[Iterable[bytes]]:
    """Close a generator of pieces that was left half way: the file it reads must be free to be removed."""
    try:
        yield pieces
    finally:
        if isinstance(pieces, Generator):
            pieces.close()


@contextlib.contextmanager
def part_file(path: Path) -> Iterator[BinaryIO]:
    """A file under a fresh name beside `path` (its `name`), fsynced at the end and removed if that fails."""
    part = part_name(path)
    handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    out = open(part, "w+b", opener=lambda _path, _flags: handle)  # noqa: SIM115 - closed below
    try:
        yield out
        out.flush()
        os.fsync(handle)
        out.close()
    except BaseException:
        # Closing writes out what is still buffered, onto the same full disk.
        with contextlib.suppress(OSError):
            out.close()
        remove(part)
        raise


def part_name(path: Path) -> Path:
    """A fresh name beside `path` for what is still being made."""
    return path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")


def rename(source: Path, target: Path) -> None:
    """Move within one disk, replacing `target`, and make both folders remember it."""
    _patiently(lambda: source.replace(target))
    sync_folder(target.parent)
    if source.parent != target.parent:
        sync_folder(source.parent)


def remove(path: Path) -> None:
    """Remove a file if it is there, and make the folder remember it."""
    _patiently(lambda: path.unlink(missing_ok=True))
    sync_folder(path.parent)


def remove_folder(path: Path) -> None:
    """Remove a folder with everything in it, if it is there."""
    if path.exists():
        _patiently(lambda: shutil.rmtree(path))
        sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Make what another writer (SQLite's VACUUM INTO) put into `path` survive a power cut.

    Never for a file that SQLite holds open here: closing our handle would drop SQLite's locks.
    """
    handle = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(path: Path) -> None:
    """Make renames inside `path` survive a power cut; Windows does so by itself and cannot open folders."""
    if sys.platform == "win32":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        # FUSE file systems of sticks answer so; the rename has happened and there is no more to ask for.
        if error.errno not in {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def make_folder(path: Path) -> None:
    """Make a folder for this person alone, with its parents, if it is not there."""
    with sorted_file_errors():
        if not path.is_dir():
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            sync_folder(path.parent)


def sweep(folder: Path) -> int:
    """Remove what a power cut left half made in `folder`; returns how many. Only under the desk's lock."""
    if not folder.is_dir():
        return 0
    leftovers = [entry for entry in folder.iterdir() if _HALF_MADE.search(entry.name)]
    with sorted_file_errors():
        for entry in leftovers:
            remove_folder(entry) if entry.is_dir() else remove(entry)
    return len(leftovers)


def chunks(path: Path, tell: Callable[[int], None] = lambda _done: None) -> Iterator[bytes]:
    """The bytes of a file that nobody has open, in pieces; `tell` hears how many have gone by."""
    done = 0
    with path.open("rb") as source:
        while piece := source.read(CHUNK):
            yield piece
            done += len(piece)
            tell(done)


def _write_all(handle: int, piece: bytes) -> None:
    view = memoryview(piece)
    while view:
        view = view[os.write(handle, view[:CHUNK]) :]


def _patiently(act: Callable[[], object]) -> None:
    """Try again while somebody's handle blocks it; the last refusal is the caller's to sort."""
    for wait in WAITS:
        try:
            act()
            return
        except PermissionError:
            time.sleep(wait)
    act()

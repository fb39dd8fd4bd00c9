"""Puts a finished file in its place: whole or not at all, never over one that is open elsewhere."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
from pathlib import Path

from childdesk.domain.errors import Refused, Unavailable

OPEN = "这份表正开着或不能改。请关掉它，或换个文件名"

_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}


def save(path: Path, content: bytes) -> None:
    """Writes under a temporary name beside the target, syncs, then renames over it.

    Raises Refused when the folder is missing or not writable or the target is open in another program,
    Unavailable when the disk is full; what stood there before still does.
    """
    if path.is_dir():
        raise Refused("这是一个文件夹。请写上文件名")
    if _open_elsewhere(path) or (path.exists() and not os.access(path, os.W_OK)):
        raise Refused(OPEN)
    part = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise _told(error, path) from error


def free_name(path: Path) -> Path:
    """A name beside this one that nobody has: 表.xlsx → 表（2）.xlsx."""
    number = 2
    while (other := path.with_name(f"{path.stem}（{number}）{path.suffix}")).exists():
        number += 1
    return other


def _open_elsewhere(path: Path) -> bool:
    """Whether an office program has marked the file as open: where the system lets us write over it,
    that program would later write its own copy over ours."""
    marks = (f"~${path.name}", f".~{path.name}", f".~lock.{path.name}#")
    return any(path.with_name(mark).exists() for mark in marks)


def _told(error: OSError, path: Path) -> Refused | Unavailable:
    if error.errno in _FULL:
        return Unavailable("磁盘满了，表没有写成。数据没有动。", "请删些文件后再试。")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return Refused("那个文件夹不在了。请换一个地方存")
    if isinstance(error, PermissionError) and path.exists():
        return Refused(OPEN)
    return Refused("那里不能写。数据没有动，请换一个地方存")


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a power cut; Windows needs and allows none."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

"""Finds USB sticks by asking the system which disks are there: nothing tells us, so a page asks again."""

from __future__ import annotations

import ctypes
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

_MOUNTS = ("/media/", "/run/media/")
_REMOVABLE = 2  # DRIVE_REMOVABLE


@dataclass(frozen=True)
class Stick:
    """A stick as the page names it."""

    folder: Path
    name: str
    free: int
    writable: bool


def found() -> list[Stick]:
    """The sticks that are in now, in the system's order."""
    return [
        Stick(
            Path(volume.rootPath()),
            volume.name() or Path(volume.rootPath()).name or volume.rootPath(),
            volume.bytesAvailable(),
            not volume.isReadOnly(),
        )
        for volume in QStorageInfo.mountedVolumes()
        if volume.isValid() and volume.isReady() and _is_stick(volume.rootPath())
    ]


WRITABLE, PROTECTED, GONE = "可以写", "写保护", "没有找到"


def state(folder: Path) -> str:
    """Whether a folder that somebody chose can be written, in words."""
    if not folder.is_dir():
        return GONE
    return PROTECTED if QStorageInfo(str(folder)).isReadOnly() else WRITABLE


def _is_stick(root: str) -> bool:
    if sys.platform == "win32":
        return int(ctypes.windll.kernel32.GetDriveTypeW(root)) == _REMOVABLE
    return root.startswith(_MOUNTS)


def size(count: int) -> str:
    """So many bytes in words: free space, a backup."""
    if count < 1024**2:
        return f"{-(-count // 1024)} KB"
    return f"{count / 1024**3:.1f} GB" if count >= 1024**3 else f"{count // 1024**2} MB"

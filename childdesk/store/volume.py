"""Tells one stick from another by what its format gave it: a number of the volume that the system reads.

Nothing is written to the stick for it, and what is kept here is a digest. Where the system does not say the
number, or the folder lies on no stick, there is no mark, and nothing is claimed.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Final

from childdesk.store import folders

STICKS: Final = ("/media/", "/run/media/")
"""Below these a desktop mounts what was plugged in."""
DRIVE_REMOVABLE: Final = 2
"""What Windows' GetDriveTypeW answers for a stick."""
LENGTH: Final = 16
"""Characters of a mark."""
VOLUMES: Final = Path("/dev/disk/by-uuid")
"""Links from the number of every volume to its device."""


@dataclass(frozen=True)
class Probe:
    """What is asked of the computer, so that a test can answer instead."""

    platform: str
    mounts: Callable[[], str]
    """The text of /proc/mounts."""
    volumes: Path
    drive_type: Callable[[str], int]
    serial: Callable[[str], int]
    """The volume serial number of a root such as `F:\\`; 0 where there is none."""


def system_probe() -> Probe:
    """This computer."""
    asked = folders.system_probe()
    return Probe(asked.platform, asked.mounts, VOLUMES, asked.drive_type, _serial)


def mark(folder: Path, probe: Probe) -> str:
    """The mark of the stick on which a folder lies; empty where it is no stick or not known."""
    number = _windows(folder, probe) if probe.platform == "win32" else _linux(folder, probe)
    return hashlib.sha256(number.encode()).hexdigest()[:LENGTH] if number else ""


def _windows(folder: Path, probe: Probe) -> str:
    root = PureWindowsPath(folder).anchor
    if probe.drive_type(root) != DRIVE_REMOVABLE:
        return ""
    found = probe.serial(root)
    return f"{found:08X}" if found else ""


def _linux(folder: Path, probe: Probe) -> str:
    found = folders.mount_of(os.path.realpath(folder), probe.mounts())
    if found is None or not f"{found.point}/".startswith(STICKS):
        return ""
    device = os.path.realpath(found.device)
    try:
        named = sorted(link.name for link in probe.volumes.iterdir() if os.path.realpath(link) == device)
    except OSError:
        return ""
    return named[0] if named else ""


def _serial(root: str) -> int:
    if sys.platform == "win32":
        number = ctypes.c_ulong(0)
        where = (root, None, 0, ctypes.byref(number), None, None, None, 0)
        return int(number.value) if ctypes.windll.kernel32.GetVolumeInformationW(*where) else 0
    return 0

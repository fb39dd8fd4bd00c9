"""Refuses folders in which a ledger would be lost or leak: network drives, synced folders, disks that reset.

A synced folder copies the ledger and its log one after the other and in the middle of a write, so what comes
back is torn, and children's files lie on somebody else's machine. On a network drive locks do not hold. A
disk with a restore card forgets the day at the next start.
"""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import durable

FIELD: Final = "home"

ON_NETWORK = "这个文件夹在网络上。档案会读坏，没有放进去。请换到本机硬盘的文件夹。"
SYNCED = "这个文件夹会被{who}传到网上。档案没有放进去。请换一个不同步的文件夹。"
NOT_WRITABLE = "这个文件夹不让写入。数据没有动。请换一个文件夹。"
NO_FOLDER = "这里不是文件夹。没有改动什么。请另选一个文件夹。"
WENT_BACK = "档案回到了以前的样子，有些记录没留住。这个盘可能开机还原。请换一个盘，再从备份恢复。"
RESETS = "这个盘装了开机还原，关机后会丢。档案没有放进去。请换一个不还原的盘。"

DRIVE_REMOTE: Final = 4
"""What Windows' GetDriveTypeW answers for a network drive."""

NETWORK_TYPES: Final = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afs", "ncpfs", "ncp", "coda", "ceph"),
        *("davfs", "webdav", "curlftpfs", "sshfs", "s3fs"),
        *("glusterfs", "lustre", "beegfs", "gfs2", "ocfs2"),
    }
)
LOCAL_FUSE: Final = frozenset(
    {
        *("fuse.ntfs-3g", "fuse.ntfs", "fuse.exfat", "fuse.exfat-fuse", "fuse.fuse2fs", "fuse.apfs"),
        *("fuse.fuse-overlayfs", "fuse.overlayfs", "fuse.mergerfs", "fuse.bindfs", "fuse.lxcfs"),
        *("fuse.gocryptfs", "fuse.cryfs", "fuse.encfs", "fuse.veracrypt"),
    }
)
"""FUSE file systems of a local disk; every other `fuse.` counts as a network or a cloud."""

# A folder's name, folded, and who copies what lies in it. A name ends, or goes on with " - " or " (" and the
# account (OneDrive does so).
_SYNCED_NAMES: Final = {
    "onedrive": "OneDrive",
    "baidusyncdisk": "百度网盘",
    "百度网盘同步空间": "百度网盘",
    "百度网盘": "百度网盘",
    "baidunetdiskworkspace": "百度网盘",
    "nutstore": "坚果云",
    "nutstore files": "坚果云",
    "我的坚果云": "坚果云",
    "坚果云": "坚果云",
    "wpsdrive": "WPS云盘",
    "wps云盘": "WPS云盘",
    "wps网盘": "WPS云盘",
    "wps cloud files": "WPS云盘",
    "金山文档": "WPS云盘",
    "微云": "微云",
    "腾讯微云": "微云",
    "weiyun": "微云",
    "微云同步助手": "微云",
    "腾讯文档": "腾讯文档",
    "tencentdocs": "腾讯文档",
    "阿里云盘": "阿里云盘",
    "adrive": "阿里云盘",
    "天翼云盘": "天翼云盘",
    "天翼云盘同步盘": "天翼云盘",
    "360云盘": "360云盘",
    "华为云空间": "华为云空间",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "mobile documents": "iCloud",
    "dropbox": "Dropbox",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "我的云端硬盘": "Google Drive",
    "megasync": "MEGA",
    "synologydrive": "群晖",
    "seafile": "Seafile",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
}

# What the programs leave in the folder that they copy, or at its root.
_SYNCED_MARKS: Final = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".tmp.driveupload": "Google Drive",
    ".tmp.drivedownload": "Google Drive",
    ".stfolder": "Syncthing",
    ".sync_journal.db": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
    ".nutstore": "坚果云",
    ".baidusyncdisk": "百度网盘",
}

# Words of the icon that they give the folder in its `desktop.ini`.
_ICON_WORDS: Final = {
    "onedrive": "OneDrive",
    "nutstore": "坚果云",
    "baidunetdisk": "百度网盘",
    "baidusyncdisk": "百度网盘",
    "wpscloud": "WPS云盘",
    "wpsdrive": "WPS云盘",
    "weiyun": "微云",
    "dropbox": "Dropbox",
    "googledrive": "Google Drive",
    "icloud": "iCloud",
}

# What restore programs keep at the root of the disk that they set back.
_RESET_MARKS: Final = ("Persi0.sys", "$Persi0.sys")


@dataclass(frozen=True)
class Probe:
    """What is asked of the computer, so that a test can answer instead."""

    platform: str
    mounts: Callable[[], str]
    """The text of /proc/mounts; empty where there is none."""
    drive_type: Callable[[str], int]
    """GetDriveTypeW of a root such as `D:\\`; 0 elsewhere."""
    synced_roots: Callable[[], Iterable[tuple[str, str]]] = field(default=lambda: ())
    """Folders that the environment names as synced: (folder, who)."""


def system_probe() -> Probe:
    """This computer."""
    return Probe(sys.platform, _mounts, _drive_type, _environment_roots)


def require_good_folder(folder: Path, probe: Probe) -> None:
    """Refuse a folder that cannot keep a ledger; it, or its nearest existing parent, is looked at.

    Raises Refused (field `home`) for a network drive, a synced folder, a disk that resets, a folder that may
    not be written; Unavailable for a full disk. Makes nothing.
    """
    folder = folder.absolute()
    if on_network(folder, probe):
        raise Refused(ON_NETWORK, FIELD)
    who = synced_by(folder, probe)
    if who:
        raise Refused(SYNCED.format(who=who), FIELD)
    if any((Path(folder.anchor) / mark).exists() for mark in _RESET_MARKS):
        raise Refused(RESETS, FIELD)
    _require_writable(folder)


def on_network(folder: PurePath, probe: Probe) -> bool:
    """Whether the folder lies on another machine's disk."""
    if probe.platform == "win32":
        place = PureWindowsPath(folder)
        if place.drive.startswith("\\\\") and not place.drive.startswith("\\\\?\\"):
            return True
        if place.drive.upper().startswith("\\\\?\\UNC"):
            return True
        return probe.drive_type(place.anchor) == DRIVE_REMOTE
    # A link may lead away from where it stands.
    found = mount_of(os.path.realpath(folder), probe.mounts())
    kind = found.kind if found is not None else ""
    return kind in NETWORK_TYPES or (kind.startswith("fuse.") and kind not in LOCAL_FUSE)


def synced_by(folder: Path, probe: Probe) -> str:
    """Who copies this folder to the cloud; empty when nobody is known to."""
    real = Path(os.path.realpath(folder))
    for root, who in probe.synced_roots():
        if root and (real.is_relative_to(root) or folder.is_relative_to(root)):
            return who
    for place in (folder, *folder.parents, real, *real.parents):
        who = _named(place.name) or _marked(place)
        if who:
            return who
    return ""


def _named(name: str) -> str:
    folded = re.split(r" - | ?[(（]", name.casefold())[0].strip()
    return _SYNCED_NAMES.get(folded, "")


def _marked(place: Path) -> str:
    for mark, who in _SYNCED_MARKS.items():
        if (place / mark).exists():
            return who
    try:
        content = (place / "desktop.ini").read_bytes()[:8192]
    except OSError:
        return ""
    # Windows writes it in UTF-16 or the local code page; the words are ASCII in both.
    text = content.replace(b"\x00", b"").decode("latin-1").casefold()
    return next((who for word, who in _ICON_WORDS.items() if word in text), "")


@dataclass(frozen=True)
class Mount:
    """One line of /proc/mounts."""

    device: str
    point: str
    kind: str


def mount_of(path: str, mounts: str) -> Mount | None:
    """The longest mount point above `path`; of two on one point the later covers."""
    best = None
    for line in mounts.splitlines():
        parts = [re.sub(r"\\([0-7]{3})", lambda code: chr(int(code[1], 8)), part) for part in line.split()]
        if len(parts) < 3:
            continue
        device, point, kind = parts[:3]
        above = path == point or path.startswith(point.rstrip("/") + "/")
        if above and (best is None or len(point) >= len(best.point)):
            best = Mount(device, point, kind.casefold())
    return best


def _require_writable(folder: Path) -> None:
    """Asked by writing: permission bits say nothing on Windows, on a write-protected stick, and to root."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir():
        raise Refused(NO_FOLDER, FIELD)
    try:
        with durable.sorted_file_errors():
            durable.remove(durable.write_part(folder / "childdesk", b"?" * 4096))
    except Unavailable as error:
        if error.sentence == durable.NOT_WRITABLE[0]:
            raise Refused(NOT_WRITABLE, FIELD) from error
        raise


def _mounts() -> str:
    try:
        return Path("/proc/mounts").read_text("utf-8", errors="replace")
    except OSError:
        return ""


def _drive_type(root: str) -> int:
    if sys.platform == "win32":
        return int(ctypes.windll.kernel32.GetDriveTypeW(root))
    return 0


def _environment_roots() -> list[tuple[str, str]]:
    names = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")
    return [(os.environ[name], "OneDrive") for name in names if os.environ.get(name)]


# ── a disk that is set back at every start ──────────────────────────────────────────────────────────────────


def write_mark(place: Path, number: int) -> None:
    """Note outside the home folder how often this ledger has been closed; the ledger notes the same."""
    durable.replace_file(place, f"{number}\n".encode())


def read_mark(place: Path) -> int | None:
    """The number last noted there; None when there is none or it cannot be read."""
    try:
        return int(place.read_text("ascii"))
    except (OSError, ValueError):
        return None


def went_back(noted: int | None, inside: int) -> Refused | None:
    """Compare the number noted outside with the ledger's own, at opening.

    A ledger behind its note has forgotten at least one closing: the disk is reset at start, or an old copy
    was put in its place. A note behind the ledger, or none, is a crash before closing, a new computer, or a
    restored profile, and says nothing about the ledger.
    """
    if noted is not None and inside < noted:
        return Refused(WENT_BACK, FIELD)
    return None

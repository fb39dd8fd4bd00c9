"""Puts a package on a stick so that a yank loses nothing, and finds what may be read there.

A new file never takes another's name. It is written under a temporary name, fsynced, read back, renamed and
read again; older ones go only when three newer whole ones are there. The name holds part of the content's
SHA-256, so that a torn file is seen without any key. Files of others are neither opened, run nor removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import durable

FOLDER = "CHILDSYN"
KEPT = 3
"""Whole generations of one pairing that always stay."""
MARGIN = 64 * 1024
PIECES = 4
"""A package goes onto the stick in at least so many pieces, so that one sees it grow and may stop it."""
LARGEST = 2**32 - 2
"""Bytes of a file that FAT32 can hold."""

NO_FOLDER = "没有找到这个文件夹。请看看U盘插好没有"
BAD_STICK = ("写上去的和读回来的不一样。本机数据没有动。", "请换一个U盘再试。")
PULLED = ("U盘中途不见了。本机数据没有动。", "请插好再试。")

_NAME = re.compile(r"CS-([0-9A-F]{6})-E([0-9]{2,})-([0-9]{6,})-([0-9A-F]{8})\.AGE")
_RUNS = (".exe", ".scr", ".com", ".bat", ".cmd", ".pif", ".vbs", ".lnk")


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a package says: pairing, epoch, number; nothing of village or child."""

    link: str
    epoch: int
    number: int
    check: str

    def __str__(self) -> str:
        return f"CS-{self.link}-E{self.epoch:02d}-{self.number:06d}-{self.check}.age"


def name_of(path: Path) -> Name | None:
    """What a file's name says; None for one that is not ours."""
    found = _NAME.fullmatch(path.name.upper())
    return None if found is None else Name(found[1], int(found[2]), int(found[3]), found[4])


def link_name(source: str, target: str) -> str:
    """Six characters that stand for one direction of one pairing."""
    return hashlib.sha256(f"{source}\n{target}".encode()).hexdigest()[:6].upper()


@contextlib.contextmanager
def _pulled() -> Iterator[None]:
    """What is no longer there was pulled out; everything else of the disk as everywhere."""
    try:
        with durable.sorted_file_errors():
            yield
    except FileNotFoundError as error:
        raise Unavailable(*PULLED) from error


Tell = Callable[[int, int], object]
"""Hears how many bytes of how many are written; what it raises stops the writing."""


def write(
    folder: Path,
    link: str,
    epoch: int,
    number: int,
    content: bytes,
    tell: Tell = lambda _done, _total: None,
) -> Path:
    """Writes one package; returns its path. Raises Refused without the folder, Unavailable for the disk."""
    if not folder.is_dir():
        raise Refused(NO_FOLDER)
    own = folder if folder.name.upper() == FOLDER else folder / FOLDER
    with _pulled():
        _require_room(folder, len(content))
        own.mkdir(exist_ok=True)
        check = hashlib.sha256(content).hexdigest()[:8].upper()
        path = own / str(Name(link, epoch, number, check))
        if not (path.exists() and _reads(path, content)):
            part = durable.write_part(path, _pieces(content, tell))
            try:
                if not _reads(part, content):
                    raise Unavailable(*BAD_STICK)
                durable.rename(part, path)
            except BaseException:
                with contextlib.suppress(OSError):
                    durable.remove(part)
                raise
            if not _reads(path, content):
                raise Unavailable(*BAD_STICK)
        _prune(own, link, path)
    return path


def _pieces(content: bytes, tell: Tell) -> Iterator[bytes]:
    size = max(1, min(durable.CHUNK, -(-len(content) // PIECES)))
    for start in range(0, len(content), size):
        yield content[start : start + size]
        tell(min(start + size, len(content)), len(content))


def _require_room(folder: Path, size: int) -> None:
    if size > LARGEST:
        raise Unavailable(*durable.TOO_LARGE)
    if shutil.disk_usage(folder).free < size + MARGIN:
        raise Unavailable(*durable.DISK_FULL)


def _reads(path: Path, content: bytes) -> bool:
    """Whether the file holds the content, asked of the stick and not of memory where the system allows it."""
    with path.open("rb") as source:
        forget = getattr(os, "posix_fadvise", None)
        if forget is not None:
            forget(source.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        return source.read(len(content) + 1) == content


def _prune(own: Path, link: str, fresh: Path) -> None:
    """Removes what is older than the last whole generations of one pairing, and what a yank left half made;
    ours only, and never what was written just now: a desk on which an old file was put back counts from an
    earlier number again."""
    found = [(said.epoch, said.number, path) for path, said in _packages(own) if said.link == link]
    whole = [path for _, _, path in sorted(found, reverse=True) if is_whole(path)]
    for path in whole[KEPT:]:
        if path != fresh:
            durable.remove(path)
    for path in _half_made(own, link):
        durable.remove(path)


def _half_made(own: Path, link: str) -> list[Path]:
    """What an earlier yank left of a package of this pairing under its temporary name."""
    parts = [path for path in own.iterdir() if path.name.endswith(durable.PART)]
    names = [(path, name_of(path.with_suffix("").with_suffix(""))) for path in parts]
    return [path for path, said in names if said is not None and said.link == link]


def is_whole(path: Path) -> bool:
    """Whether a package holds what its name says."""
    said = name_of(path)
    with contextlib.suppress(OSError):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return said is not None and digest[:8].upper() == said.check
    return False


def _packages(folder: Path) -> Iterator[tuple[Path, Name]]:
    for path in sorted(folder.iterdir()):
        said = name_of(path)
        if said is not None and path.is_file():
            yield path, said


def candidates(place: Path) -> list[Path]:
    """What may be read at a place: the file itself, or every package in the folder. Raises Refused."""
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise Refused(NO_FOLDER)
    with _pulled():
        found = [path for path, _ in _packages(place)]
        own = place / FOLDER
        if own.is_dir():
            found += [path for path, _ in _packages(own)]
    return found


def load(path: Path, largest: int) -> bytes:
    """A file's bytes, at most one more than `largest`; the stick may go after that. Raises Unavailable."""
    try:
        with durable.sorted_file_errors(), path.open("rb") as source:
            return source.read(largest + 1)
    except OSError as error:
        raise Unavailable(*PULLED) from error


def warnings(place: Path) -> list[str]:
    """What looks like a virus on a stick, in words. Nothing is opened, run or removed."""
    if not place.is_dir():
        return []
    names = {}
    with contextlib.suppress(OSError):
        names = {path.name.lower(): path for path in place.iterdir()}
    found = []
    if "autorun.inf" in names:
        found.append("U盘上有自动运行文件（autorun.inf），像是病毒")
    folders = {name for name, path in names.items() if path.is_dir()}
    for name in sorted(names):
        stem, dot, end = name.rpartition(".")
        if f"{dot}{end}" in _RUNS and (stem in folders or stem == FOLDER.lower()):
            found.append(f"“{names[name].name}”装成文件夹，像是病毒，不要双击")
    return found

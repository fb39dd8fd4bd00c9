"""The one file of a backup (`.childdesk`): the sealed ledger, its slots, attachments, and their hashes.

A zip without compression, so that any tool can take it apart, whose first member says what it is. What lies
in it is sealed already; the manifest holds counts, sizes and hashes, under a MAC of the ledger's key.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.progress import Progress, Silent
from childdesk.store import durable
from childdesk.store.attachments import FOLDER as ATTACHMENTS
from childdesk.store.connection import LEDGER
from childdesk.store.slots import FILE as SLOTS

SUFFIX: Final = ".childdesk"
FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
LARGEST_MANIFEST: Final = 16 * 1024**2

# The first member and its content stand uncompressed at the start of the file, for `file` and for us.
MAGIC_NAME, MAGIC = "childdesk", b"childdesk backup\n"
_START: Final = b"PK\x03\x04"

GONE = "找不到这个备份文件。没有改动什么。请看看U盘插好没有。"
FOREIGN = "这不是本软件的备份。没有改动什么。请另选一个文件。"
DAMAGED = ("这份备份读不完整。现在的档案没有动。", "请换一份备份。")
NEWER = ("这份备份由更新的版本写成。没有改动什么。", "请先升级本软件。")

_MEMBER: Final = re.compile(rf"{re.escape(LEDGER)}|{re.escape(SLOTS)}|{ATTACHMENTS}/[0-9a-f]{{64}}\.age")
SILENT: Final = Silent()


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself."""

    ledger: str
    number: int
    day: date
    made: str
    reason: str
    counts: Mapping[str, int]
    members: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    """Size and SHA-256 of every member but the first and this one."""
    mac: str = ""

    def body(self) -> dict[str, Any]:
        """What is under the MAC, as it stands in the file."""
        return {
            "format": FORMAT,
            "ledger": self.ledger,
            "number": self.number,
            "day": self.day.isoformat(),
            "made": self.made,
            "reason": self.reason,
            "counts": dict(self.counts),
            "members": {name: list(facts) for name, facts in self.members.items()},
        }

    def sealed_with(self, key: bytes) -> bool:
        """Whether somebody with the ledger's key wrote this, and nobody changed it since."""
        return hmac.compare_digest(self.mac, mac(self.body(), key))


def mac(body: Mapping[str, Any], key: bytes) -> str:
    """The manifest's MAC, under a key of its own made from the ledger's."""
    own_key = hmac.digest(key, b"childdesk backup mac 1", "sha256")
    return hmac.digest(own_key, _canonical(body), "sha256").hex()


def write(
    path: Path,
    manifest: Manifest,
    sources: Iterable[tuple[str, int, Iterable[bytes]]],
    key: bytes,
    progress: Progress = SILENT,
) -> None:
    """Write an archive to `path`, which must be a fresh name, and read it back before it gets that name.

    `sources` are (member, size, pieces). Raises Unavailable (disk full, disk gone), Cancelled; then `path`
    does not exist.
    """
    sources = list(sources)
    total = sum(size for _, size, _ in sources) * 2
    with durable.sorted_file_errors():
        with durable.part_file(path) as out:
            part = Path(out.name)
            _write_members(out, manifest, sources, key, Meter(progress, total, "正在写备份"))
        try:
            with opened(part) as back:
                back.check(Meter(progress, total, "正在读回检查", total // 2))
            durable.rename(part, path)
        except BaseException:
            durable.remove(part)
            raise


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Archive]:
    """An archive open for reading. Refused if gone or something else, Unavailable if damaged or newer."""
    with durable.sorted_file_errors(), contextlib.ExitStack() as stack:
        try:
            source = stack.enter_context(path.open("rb"))
        except FileNotFoundError as error:
            raise Refused(GONE, "file") from error
        except IsADirectoryError as error:
            raise Refused(FOREIGN, "file") from error
        if not _starts_like_ours(source):
            raise Refused(FOREIGN, "file")
        try:
            archive = Archive(stack.enter_context(zipfile.ZipFile(source)))
        except (zipfile.BadZipFile, EOFError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise Unavailable(*DAMAGED) from error
        try:
            yield archive
        except (zipfile.BadZipFile, EOFError) as error:
            raise Unavailable(*DAMAGED) from error


class Archive:
    """An open archive whose list of members agrees with its manifest."""

    def __init__(self, package: zipfile.ZipFile) -> None:
        self._package = package
        infos = {info.filename: info for info in package.infolist()}
        if infos[MANIFEST].file_size > LARGEST_MANIFEST:
            raise Unavailable(*DAMAGED)
        self.manifest = _read_manifest(package.read(MANIFEST))
        expected = {MAGIC_NAME, MANIFEST, *self.manifest.members}
        if set(infos) != expected or len(package.infolist()) != len(expected):
            raise Unavailable(*DAMAGED)
        if any(info.compress_type != zipfile.ZIP_STORED for info in infos.values()):
            raise Unavailable(*DAMAGED)

    def pieces(self, name: str, meter: Meter | None = None) -> Iterator[bytes]:
        """A member's bytes; Unavailable at the end if they are not what the manifest says."""
        size, expected = self.manifest.members[name]
        seen, digest = 0, hashlib.sha256()
        with self._package.open(name) as member:
            while piece := member.read(durable.CHUNK):
                seen += len(piece)
                digest.update(piece)
                if meter:
                    meter.add(len(piece))
                yield piece
        if seen != size or digest.hexdigest() != expected:
            raise Unavailable(*DAMAGED)

    def check(self, meter: Meter | None = None) -> None:
        """Read every member; Unavailable if one is not what the manifest says."""
        for name in self.manifest.members:
            for _ in self.pieces(name, meter):
                pass


class Meter:
    """Adds up bytes for a Progress."""

    def __init__(self, progress: Progress, total: int, text: str, done: int = 0) -> None:
        self._progress, self._total, self._text, self._done = progress, total, text, done

    def add(self, count: int) -> None:
        self._done += count
        self._progress.step(self._done, self._total, self._text)


def _starts_like_ours(source: BinaryIO) -> bool:
    """A name of 9 bytes at offset 30 of the first local header, as zip lays it out."""
    start = source.read(30 + len(MAGIC_NAME))
    source.seek(0)
    return start.startswith(_START) and start[30:] == MAGIC_NAME.encode()


def _write_members(
    out: BinaryIO,
    manifest: Manifest,
    sources: Iterable[tuple[str, int, Iterable[bytes]]],
    key: bytes,
    meter: Meter,
) -> None:
    members: dict[str, tuple[int, str]] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        package.writestr(_info(MAGIC_NAME), MAGIC)
        for name, _, pieces in sources:
            size, digest = 0, hashlib.sha256()
            with (
                package.open(_info(name), "w", force_zip64=True) as member,
                durable.told_to_end(pieces) as all_,
            ):
                for piece in all_:
                    member.write(piece)
                    size += len(piece)
                    digest.update(piece)
                    meter.add(len(piece))
            members[name] = (size, digest.hexdigest())
        whole = Manifest(**{**vars(manifest), "members": members})
        content = whole.body() | {"mac": mac(whole.body(), key)}
        package.writestr(_info(MANIFEST), _canonical(content))


def _info(name: str) -> zipfile.ZipInfo:
    # The same date in every archive: the manifest says when, and says it under the MAC.
    info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.external_attr = 0o600 << 16
    return info


def _read_manifest(content: bytes) -> Manifest:
    told = json.loads(content)
    if told["format"] > FORMAT:
        raise Unavailable(*NEWER)
    members = {str(name): (int(size), str(digest)) for name, (size, digest) in told["members"].items()}
    if {LEDGER, SLOTS} - set(members) or not all(_MEMBER.fullmatch(name) for name in members):
        raise Unavailable(*DAMAGED)
    return Manifest(
        ledger=str(told["ledger"]),
        number=int(told["number"]),
        day=date.fromisoformat(told["day"]),
        made=str(told["made"]),
        reason=str(told["reason"]),
        counts={str(name): int(count) for name, count in told["counts"].items()},
        members=members,
        mac=str(told["mac"]),
    )


def _canonical(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

"""Keeps photos and scans as sealed files beside the ledger, each named by the SHA-256 of what it holds.

A file is sealed with age to the ledger's own recipient, whose identity lies in the ledger. It is on the disk
before the transaction that names it, so a power cut can leave a file that nobody names, never a name without
a file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Set
from pathlib import Path
from typing import Final

from childdesk.domain.errors import Refused, Unavailable
from childdesk.store import durable

FOLDER: Final = "attachments"
SUFFIX: Final = ".age"
LARGEST: Final = 300 * 1024
"""Bytes of a sealed file; a photo of 1600 pixels fits, and a stick carries thousands."""

TOO_LARGE = "这张图太大，放不下。没有改动什么。请先缩小到300KB以内。"
EMPTY = "这个文件是空的。没有改动什么。请另选一个。"
MISSING = ("这份附件不在了。档案的文字没有动。", "请从备份或同步取回。")
DAMAGED = ("这份附件读不完整。档案的文字没有动。", "请从备份或同步取回。")

_NAME: Final = re.compile(r"[0-9a-f]{64}")


def is_name(name: str) -> bool:
    """Whether a row names a file at all: what is no SHA-256 is the name of none."""
    return _NAME.fullmatch(name) is not None


class Attachments:
    """The attachments of one home folder."""

    def __init__(self, home: Path, identity: str) -> None:
        """`identity` is the ledger's own age identity (`AGE-SECRET-KEY-1…`), kept inside the ledger."""
        import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

        self.folder = home / FOLDER
        self._identity = pyrage.x25519.Identity.from_str(identity)

    def put(self, content: bytes, most: int = LARGEST) -> str:
        """Seal and keep `content`; returns its SHA-256 in hexadecimal. The same content is kept once.

        `most` is larger for what never travels. Raises Refused when it is empty or over `most` bytes once
        sealed, Unavailable when the disk is full.
        """
        import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

        if not content:
            raise Refused(EMPTY, "attachment")
        name = hashlib.sha256(content).hexdigest()
        if self._holds(name):
            return name
        sealed: bytes = pyrage.encrypt(content, [self._identity.to_public()])
        if len(sealed) > most:
            raise Refused(TOO_LARGE, "attachment")
        durable.make_folder(self.folder)
        durable.replace_file(self._path(name), sealed)
        return name

    def get(self, name: str) -> bytes:
        """What was kept under this SHA-256. Raises Unavailable when it is missing or damaged."""
        import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

        if not is_name(name):
            raise Unavailable(*MISSING)
        path = self._path(name)
        try:
            with durable.sorted_file_errors():
                sealed = path.read_bytes()
        except FileNotFoundError as error:
            raise Unavailable(*MISSING) from error
        try:
            content: bytes = pyrage.decrypt(sealed, [self._identity])
        except pyrage.DecryptError as error:
            raise Unavailable(*DAMAGED) from error
        if hashlib.sha256(content).hexdigest() != name:
            raise Unavailable(*DAMAGED)
        return content

    def delete(self, name: str) -> None:
        """Remove the file, if it is there; for erasing, and for files that no row names."""
        if is_name(name):
            with durable.sorted_file_errors():
                durable.remove(self._path(name))

    def kept(self) -> Set[str]:
        """The names of all files, whole or not."""
        if not self.folder.is_dir():
            return frozenset()
        names = (path.name.removesuffix(SUFFIX) for path in self.folder.iterdir() if path.suffix == SUFFIX)
        return frozenset(name for name in names if _NAME.fullmatch(name))

    def _holds(self, name: str) -> bool:
        try:
            self.get(name)
        except Unavailable:
            return False
        return True

    def _path(self, name: str) -> Path:
        # A name comes from another desk's package as well: nothing but a hash may become a path.
        if not _NAME.fullmatch(name):
            raise ValueError("not the SHA-256 of an attachment")
        return self.folder / f"{name}{SUFFIX}"

"""Reads the first page of a package and no more: what lies on a stick is told without loading all of it.

An age file opens piece by piece and a zip begins with its first member, so of a package of 90 MB some
hundred kilobytes are read. What is told here counts for nothing yet: taking a package in opens it whole and
checks it all.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import BinaryIO

from childdesk.domain import manifest as first_page
from childdesk.domain.errors import Refused
from childdesk.domain.link import PROTOCOL
from childdesk.domain.manifest import Manifest
from childdesk.files import package

HEADER, MARK = 30, b"PK\x03\x04"
"""Bytes of a zip member's own header, and how it begins."""


class _Enough(Exception):
    """Ends the reading."""


class _Head:
    """Takes what is opened until page and signature are there."""

    def __init__(self) -> None:
        self.held = bytearray()

    def write(self, piece: bytes) -> int:
        """As a file takes it."""
        self.held += piece
        if len(_members(bytes(self.held))) > 1 or len(self.held) > 2 * package.FIRST:
            raise _Enough
        return len(piece)

    def flush(self) -> None:
        """As a file does."""


def manifest(source: BinaryIO, identity: str, keys: Mapping[str, str]) -> Manifest | None:
    """The signed first page of a package that one of the desks in `keys` wrote for `identity`; None for any
    other file, damaged ones and those of a newer program included."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    head = _Head()
    try:
        pyrage.decrypt_io(source, head, [pyrage.x25519.Identity.from_str(identity)])
    except _Enough:
        pass
    except (pyrage.DecryptError, OSError):  # what is torn, and a stick that went away meanwhile
        return None
    try:
        found = _members(bytes(head.held))
        page, signature = found[package.PAGE], found[package.SIGNATURE].decode()
        signer = package.signer_of(page, signature, keys)
        if first_page.reader(page.decode()) > PROTOCOL:
            return None
        told = first_page.read(page.decode())
    except (KeyError, ValueError, zlib.error, first_page.Unsound, Refused):
        return None
    return told if told.source == signer else None


def _members(held: bytes) -> dict[str, bytes]:
    """The first members of a zip that are there whole, by name; at most two."""
    found: dict[str, bytes] = {}
    at = 0
    while len(found) < 2 and held[at : at + 4] == MARK and len(held) >= at + HEADER:
        packed = int.from_bytes(held[at + 8 : at + 10], "little")
        size = int.from_bytes(held[at + 18 : at + 22], "little")
        name, more = (int.from_bytes(held[at + n : at + n + 2], "little") for n in (26, 28))
        begin = at + HEADER + name + more
        if len(held) < begin + size:
            break
        body = held[begin : begin + size]
        words = held[at + HEADER : at + HEADER + name].decode("ascii", "replace")
        found[words] = _unpacked(body) if packed else body
        at = begin + size
    return found


def _unpacked(body: bytes) -> bytes:
    opener = zlib.decompressobj(-zlib.MAX_WBITS)
    return opener.decompress(body, package.FIRST)

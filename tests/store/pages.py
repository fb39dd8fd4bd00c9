"""Reads every page of a sealed ledger with its key, free pages and log included.

SQLCipher 4 with a raw key: AES-256-CBC, the last 80 bytes of a page are its IV and its seal.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE, RESERVE = 4096, 80
WAL_HEADER, FRAME_HEADER = 32, 24


def opened(ledger: Path, key: bytes) -> bytes:
    """Everything in the ledger and in its log, decrypted, page after page."""
    log = ledger.with_name(f"{ledger.name}-wal")
    return b"".join(_pages(ledger, key)) + (b"".join(_frames(log, key)) if log.exists() else b"")


def _pages(ledger: Path, key: bytes) -> Iterator[bytes]:
    content = ledger.read_bytes()
    for start in range(0, len(content), PAGE):
        # The first 16 bytes of the file are its salt.
        yield _decrypted(content[start : start + PAGE], key, skip=16 if start == 0 else 0)


def _frames(log: Path, key: bytes) -> Iterator[bytes]:
    content = log.read_bytes()
    size = FRAME_HEADER + PAGE
    for start in range(WAL_HEADER, len(content) - size + 1, size):
        number = int.from_bytes(content[start : start + 4], "big")
        yield _decrypted(content[start + FRAME_HEADER : start + size], key, skip=16 if number == 1 else 0)


def _decrypted(page: bytes, key: bytes, skip: int) -> bytes:
    end = PAGE - RESERVE
    if not any(page[skip:]):
        return b""
    opener = Cipher(algorithms.AES256(key), modes.CBC(page[end : end + 16])).decryptor()
    return opener.update(page[skip:end]) + opener.finalize()

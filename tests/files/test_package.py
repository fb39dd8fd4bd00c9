"""A package takes no more room than it must: half of it is ids and salts, which nothing shortens."""

from __future__ import annotations

import io
import random
import zipfile
import zlib

import pyrage

from childdesk.domain import wire
from childdesk.domain.change import Change, digest_of
from childdesk.domain.link import Span
from childdesk.domain.manifest import Manifest
from childdesk.files import package


def _edits(chance: random.Random) -> list[Change]:
    """Fifty children with three edited fields each, as a village sends them."""
    desk, changes = chance.randbytes(12).hex(), []
    for _ in range(50):
        entry, row = chance.randbytes(16).hex(), chance.randbytes(16).hex()
        for field, value in (
            ("school", '"石桥村中心小学"'),
            ("note", f'"{chance.random()}"'),
            ("risk", '"黄"'),
        ):
            salt, seq = chance.randbytes(16), 35_000 + len(changes)
            about = (desk, seq, entry, seq, "2026-11-23T08:00:00Z", "p", 1, "set", "child", row, field)
            changes.append(Change(*about, ((desk, seq - 9_000),), digest_of(salt, value), value, salt))
    return changes


def test_ids_and_salts_are_packed_tighter_than_plain_deflate_does_and_any_zip_reader_opens_them():
    changes = _edits(random.Random(7))
    identity = pyrage.x25519.Identity.generate()
    span = Span(1, False, 0, bytes(16), 150, bytes(16), 0, bytes(16))
    manifest = Manifest("a" * 24, "b" * 24, "990101001001", "c" * 24, 1, "2026-11-23T08:00:00Z", False, span)
    sealed = package.seal(manifest, changes, {}, seed=bytes(32), recipients=(str(identity.to_public()),))
    body = "".join(f"{wire.line(one)}\n" for one in changes).encode()
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(sealed, [identity]))) as archive:
        assert archive.read(package.CHANGES) == body
        packed = archive.getinfo(package.CHANGES).compress_size
    plain = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    assert packed < 0.99 * len(plain.compress(body) + plain.flush())

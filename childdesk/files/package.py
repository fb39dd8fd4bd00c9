"""A package: an age file that holds a zip with a signed first page, changes and attachments.

Whoever has the key opens it with `age -d`, `unzip` and `minisign -V`. The signature is verified before
anything else inside is looked at; sizes are held before anything is unpacked.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from childdesk.domain import manifest as first_page
from childdesk.domain import wire
from childdesk.domain.change import Change
from childdesk.domain.errors import Refused
from childdesk.domain.link import PROTOCOL
from childdesk.domain.manifest import Manifest
from childdesk.files import minisign

PAGE, SIGNATURE, CHANGES, BLOBS = "manifest.json", "manifest.json.minisig", "changes.jsonl", "blobs/"
LARGEST = 256 * 1024**2
"""Bytes of a sealed package that are read at all."""
UNPACKED = 512 * 1024**2
FIRST = 1024**2
"""Bytes of the first page and of its signature."""

NOT_FOR_US = "这份包不是给本机的"
DAMAGED = "这份包读不完整，没有收。请对方重写一份"
STRANGER = "写这份包的电脑没有配过对，没有收"
NEWER = "对方的软件比较新。请先升级本软件，再读这份包"
TOO_LARGE = "这份文件太大，不像同步包，没有读"

_BLOB = re.compile(r"blobs/[0-9a-f]{64}")
_WHEN = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Opened:
    """What lay in a package whose signature held."""

    manifest: Manifest
    changes: list[Change]
    blobs: Mapping[str, bytes]


def seal(
    manifest: Manifest,
    changes: list[Change],
    blobs: Mapping[str, bytes],
    *,
    seed: bytes,
    recipients: tuple[str, ...],
) -> bytes:
    """A sealed and signed package for some age recipients, named inside."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    body = "".join(f"{wire.line(change)}\n" for change in changes).encode()
    members = {CHANGES: body, **{f"{BLOBS}{name}": content for name, content in blobs.items()}}
    sums = {name: (len(content), _sum(content)) for name, content in members.items()}
    page = first_page.text(replace(manifest, recipients=recipients, members=sums)).encode()
    comment = f"childdesk package {manifest.number}"
    signature = minisign.sign(page, seed, comment).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {PAGE: page, SIGNATURE: signature, **members}.items():
            _put(archive, name, content)
    keys = [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    sealed: bytes = pyrage.encrypt(out.getvalue(), keys)
    return sealed


def unseal(sealed: bytes, identity: str, keys: Mapping[str, str]) -> Opened:
    """Opens a package of one of the desks in `keys` (node → public key). Raises Refused, says why."""
    import pyrage  # noqa: PLC0415 - heavy: the first page is shown without it

    if len(sealed) > LARGEST:
        raise Refused(TOO_LARGE)
    if not sealed.startswith(b"age-encryption.org/v1\n"):
        raise Refused(DAMAGED)
    try:
        plain: bytes = pyrage.decrypt(sealed, [pyrage.x25519.Identity.from_str(identity)])
    except pyrage.DecryptError as error:
        # What was sealed to somebody else says so; what was sealed to us and does not open is damaged.
        raise Refused(NOT_FOR_US if "No matching keys" in str(error) else DAMAGED) from error
    try:
        with zipfile.ZipFile(io.BytesIO(plain)) as archive:
            return _read(archive, keys)
    # NotImplementedError is zipfile's word for a way of packing that it does not know.
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise Refused(DAMAGED) from error
    except (wire.Unreadable, first_page.Unsound, UnicodeDecodeError, ValueError, OSError) as error:
        raise Refused(DAMAGED) from error


def _read(archive: zipfile.ZipFile, keys: Mapping[str, str]) -> Opened:
    infos = {info.filename: info for info in archive.infolist()}
    if len(infos) != len(archive.infolist()) or sum(one.file_size for one in infos.values()) > UNPACKED:
        raise Refused(DAMAGED)
    page = _member(archive, infos, PAGE, FIRST)
    signature = _member(archive, infos, SIGNATURE, FIRST).decode()
    signer = signer_of(page, signature, keys)
    # A later program may write pages that this one does not understand otherwise.
    if first_page.reader(page.decode()) > PROTOCOL:
        raise Refused(NEWER)
    manifest = first_page.read(page.decode())
    if manifest.source != signer:
        raise Refused(STRANGER)
    if set(infos) != {PAGE, SIGNATURE, *manifest.members} or CHANGES not in manifest.members:
        raise Refused(DAMAGED)
    content = {name: _checked(archive, infos, name, *about) for name, about in manifest.members.items()}
    lines = content.pop(CHANGES).decode().split("\n")
    if lines.pop() != "" or not all(_BLOB.fullmatch(name) for name in content):
        raise Refused(DAMAGED)
    blobs = {name.removeprefix(BLOBS): held for name, held in content.items()}
    if any(name != _sum(held) for name, held in blobs.items()):
        raise Refused(DAMAGED)
    return Opened(manifest, [wire.change_of(line) for line in lines], blobs)


def signer_of(page: bytes, signature: str, keys: Mapping[str, str]) -> str:
    """The desk in `keys` (node → public key) that signed a first page. Raises Refused when none did."""
    for node, public in keys.items():
        try:
            minisign.verify(page, signature, public)
        except minisign.NotSigned:
            continue
        return node
    raise Refused(STRANGER)


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """A member; deflated unless it is an attachment, which is sealed and gets no smaller.

    Half of the changes is ids and salts, random text in which zlib finds short repetitions that cost more
    than they save. Its strategy for such text leaves them alone: 2 % smaller, and quicker. `zipfile` has no
    word for it; where its inside changes the packages are a little larger and as good.
    """
    info = zipfile.ZipInfo(name, _WHEN)
    info.compress_type = zipfile.ZIP_STORED if name.startswith(BLOBS) else zipfile.ZIP_DEFLATED
    info.file_size = len(content)
    with archive.open(info, "w") as member:
        if name == CHANGES:
            packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_FILTERED)
            vars(member)["_compressor"] = packer
        member.write(content)


def _member(archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], name: str, largest: int) -> bytes:
    info = infos.get(name)
    if info is None or info.file_size > largest:
        raise Refused(DAMAGED)
    with archive.open(info) as source:
        content = source.read(largest + 1)
    if len(content) != info.file_size:
        raise Refused(DAMAGED)
    return content


def _checked(
    archive: zipfile.ZipFile, infos: Mapping[str, zipfile.ZipInfo], name: str, size: int, digest: str
) -> bytes:
    content = _member(archive, infos, name, min(size, UNPACKED))
    if len(content) != size or _sum(content) != digest:
        raise Refused(DAMAGED)
    return content


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

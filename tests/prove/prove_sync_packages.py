"""Damaged packages: every one refused, with a sentence, and nothing else ever comes of it.

`python -m tests.prove.prove_sync_packages [--cases N] [--seed S] [--broken NAME]`, see `proof`. A case is one
package harmed in a thousand ways: outside the seal (bits, cuts, insertions, pieces twice) and, by somebody
who has the key of the seal but not that of the signature, inside it (first page, changes, members, sizes).
"""

from __future__ import annotations

import contextlib
import io
import random
import zipfile
from unittest.mock import patch

import pyrage

from childdesk.domain import manifest
from childdesk.domain.errors import Refused
from childdesk.domain.link import Span
from childdesk.domain.manifest import Manifest
from childdesk.domain.wire import START, chained, mark
from childdesk.files import minisign, package
from tests.prove import proof
from tests.store.towns import seat

HARMS = 1000
SENDER = "a" * 24


def _sealed(chance: random.Random) -> tuple[bytes, str, bytes]:
    """(a package, the identity that opens it, the seed that signed it)."""
    identity = pyrage.x25519.Identity.generate()
    seed = chance.randbytes(32)
    desk = seat("990101001001")
    for number in range(chance.randint(1, 6)):
        desk.child(note=f"孩子{number}")
    changes = desk.changes()
    desk.close()
    upto = chained(START, map(mark, changes))
    span = Span(1, False, 0, START, len(changes), upto, 0, START)
    page = Manifest(SENDER, "b" * 24, "990101001001", "c" * 24, 1, "2026-11-23T08:00:00Z", True, span)
    recipient = str(identity.to_public())
    blobs = {}
    if chance.random() < 0.5:
        content = chance.randbytes(200)
        blobs[package._sum(content)] = content
    return package.seal(page, changes, blobs, seed=seed, recipients=(recipient,)), str(identity), seed


def _harmed(content: bytes, chance: random.Random) -> bytes:
    raw = bytearray(content)
    at = chance.randrange(len(raw))
    how = chance.randrange(5)
    if how == 0:
        raw[at] ^= 1 << chance.randrange(8)
    elif how == 1:
        del raw[at:]
    elif how == 2:
        raw[at:at] = chance.randbytes(chance.randint(1, 20))
    elif how == 3:
        del raw[at : at + chance.randint(1, 40)]
    else:
        raw += raw[at:]
    return bytes(raw)


def _inside(plain: bytes, chance: random.Random) -> bytes:
    """One member changed, and the zip made again as if nothing had been."""
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice(sorted(members))
    how = chance.randrange(4)
    if how == 0:
        members.pop(name)
    elif how == 1:
        members[f"{name}x"] = members[name]
    else:
        members[name] = _harmed(members[name], chance) if members[name] else b"x"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, content in members.items():
            archive.writestr(one, content)
    return out.getvalue()


def case(seed: int) -> tuple[list[str], dict[str, int]]:
    """A thousand harms of one package."""
    chance = random.Random(seed)
    sealed, identity, secret = _sealed(chance)
    keys = {SENDER: minisign.public_key(secret)}
    assert package.unseal(sealed, identity, keys).manifest.source == SENDER
    opener = pyrage.x25519.Identity.from_str(identity)
    plain = pyrage.decrypt(sealed, [opener])
    wrong: list[str] = []
    refused = 0
    for number in range(HARMS):
        if number % 2:
            harmed = _harmed(sealed, chance)
        else:
            inner = _harmed(plain, chance) if number % 4 else _inside(plain, chance)
            harmed = pyrage.encrypt(inner, [opener.to_public()])
        if harmed == sealed:
            continue
        try:
            found = package.unseal(harmed, identity, keys)
        except Refused as why:
            refused += bool(why.sentence)
            continue
        except Exception as error:  # noqa: BLE001 - whatever else comes out is what is looked for
            wrong.append(f"unhandled {type(error).__name__}")
            continue
        same = package.unseal(sealed, identity, keys)
        if manifest.text(found.manifest) != manifest.text(same.manifest) or found.changes != same.changes:
            wrong.append(f"accepted {number}")
        else:
            refused += 1  # only the wrapping differs (a comment of the zip): what was said is what was signed
    return wrong, {"harmed": HARMS, "refused": refused}


def _no_signature() -> contextlib.AbstractContextManager[object]:
    return patch.object(package, "signer_of", lambda page, signature, keys: SENDER)


def _no_sums() -> contextlib.AbstractContextManager[object]:
    return patch.object(package, "_checked", lambda archive, infos, name, *_: archive.read(name))


if __name__ == "__main__":
    proof.main("prove_sync_packages", case, {"no signature": _no_signature, "no sums": _no_sums}, cases=100)

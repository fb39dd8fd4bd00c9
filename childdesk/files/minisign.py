"""Signs and verifies in the format of minisign, so that its own tool can verify what this program signed."""

from __future__ import annotations

import base64
import binascii
import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_PLAIN, _HASHED = b"Ed", b"ED"
_UNTRUSTED, _TRUSTED = "untrusted comment: ", "trusted comment: "


class NotSigned(ValueError):
    """No signature, or not of the key that was asked for. Never shown to a person as it stands."""


def public_key(seed: bytes) -> str:
    """The public key of a 32-byte seed, as the second line of a minisign .pub file."""
    raw = Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
    return base64.b64encode(_PLAIN + _number(raw) + raw).decode()


def sign(content: bytes, seed: bytes, comment: str) -> str:
    """The text of a .minisig file; `comment` is signed with it."""
    key = Ed25519PrivateKey.from_private_bytes(seed)
    signature = key.sign(hashlib.blake2b(content).digest())
    head = _HASHED + _number(key.public_key().public_bytes_raw()) + signature
    whole = key.sign(signature + comment.encode())
    lines = (
        f"{_UNTRUSTED}childdesk",
        base64.b64encode(head).decode(),
        f"{_TRUSTED}{comment}",
        base64.b64encode(whole).decode(),
    )
    return "\n".join(lines) + "\n"


def verify(content: bytes, signature: str, public: str) -> None:
    """Raises NotSigned unless the signature is this key's, over this content and its comment."""
    try:
        first, head, comment, whole, *rest = signature.split("\n")
        raw = base64.b64decode(head, validate=True)
        key = base64.b64decode(public, validate=True)
        if not first.startswith(_UNTRUSTED) or not comment.startswith(_TRUSTED) or any(rest):
            raise NotSigned("form")
        if raw[:2] != _HASHED or len(raw) != 74 or len(key) != 42 or raw[2:10] != key[2:10]:
            raise NotSigned("key")
        ed = Ed25519PublicKey.from_public_bytes(key[10:])
        ed.verify(raw[10:], hashlib.blake2b(content).digest())
        ed.verify(base64.b64decode(whole, validate=True), raw[10:] + comment[len(_TRUSTED) :].encode())
    except (ValueError, binascii.Error, InvalidSignature) as error:
        raise NotSigned("signature") from error


def _number(raw: bytes) -> bytes:
    return hashlib.sha256(raw).digest()[:8]

"""The township's lock on a village's ledger: what is wrapped for it, and the two papers by which it opens.

A village that has lost passphrase and recovery sheet asks with one paper; the desk above, two people at once,
answers with another. The 24 digits of the request are read over the telephone or compared side by side.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import asdict, dataclass

from childdesk.domain.pairing import grouped

REQUEST, ANSWER, KEY = "childdesk-open-request", "childdesk-open-answer", "childdesk-key"
_HEX = re.compile(r"[0-9a-f]+")


class NotEscrow(ValueError):
    """A text that is no such paper. Never shown to a person as it stands."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A village's request: whose ledger, what is wrapped for the desk above, and to whom to answer."""

    ledger: str
    unit: str
    person: str
    name: str
    wrapped: str
    to: str
    nonce: str


def text(asking: Asking) -> str:
    """The request as it is written."""
    return json.dumps({"format": REQUEST, **asdict(asking)}, ensure_ascii=False, indent=1, sort_keys=True)


def read(page: str) -> Asking:
    """The request that a text holds. Raises NotEscrow for anything else."""
    found = _page(page, REQUEST)
    words = {key: found.get(key) for key in Asking.__slots__}
    if not all(isinstance(word, str) and len(word) < 10_000 for word in words.values()):
        raise NotEscrow("word")
    return Asking(**{key: str(word) for key, word in words.items()})


def digits(asking: Asking) -> str:
    """The 24 digits of a request in six groups of four."""
    number = int.from_bytes(hashlib.sha256(text(asking).encode()).digest(), "big") % 10**24
    return grouped(f"{number:024d}")


def key_text(ledger: str, unit: str, key: bytes) -> str:
    """A ledger's key with the ledger and unit that it is of, as it is wrapped."""
    return json.dumps({"format": KEY, "ledger": ledger, "unit": unit, "key": key.hex()}, sort_keys=True)


def answer_text(about: str, ledger: str, key: bytes) -> str:
    """What an answer holds; `about` are the digits of the request."""
    return json.dumps({"format": ANSWER, "about": about, "ledger": ledger, "key": key.hex()}, sort_keys=True)


def read_key(page: str) -> tuple[str, str, bytes]:
    """(ledger, unit, key) of what was wrapped. Raises NotEscrow."""
    found = _page(page, KEY)
    return str(found.get("ledger")), str(found.get("unit")), _key(found.get("key"))


def read_answer(page: str) -> tuple[str, str, bytes]:
    """(digits of the request, ledger, key) of an answer. Raises NotEscrow."""
    found = _page(page, ANSWER)
    return str(found.get("about")), str(found.get("ledger")), _key(found.get("key"))


def _key(word: object) -> bytes:
    if not isinstance(word, str) or len(word) != 64 or not _HEX.fullmatch(word):
        raise NotEscrow("key")
    return bytes.fromhex(word)


def _page(page: str, form: str) -> dict[str, object]:
    try:
        found = json.loads(page)
    except (ValueError, RecursionError) as error:
        raise NotEscrow("page") from error
    if not isinstance(found, dict) or found.get("format") != form:
        raise NotEscrow("format")
    return found


def packed(sealed: bytes) -> str:
    """Bytes as they stand in a text."""
    return base64.b64encode(sealed).decode()


def unpacked(word: str) -> bytes:
    """The bytes that stand in a text. Raises NotEscrow."""
    try:
        return base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotEscrow("bytes") from error

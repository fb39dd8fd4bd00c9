"""Keeps the ledger's key: wrapped once for every person's passphrase and once for the printed recovery code.

The key is random and never changes; a slot holds it sealed (AES-256-GCM) under a key that Argon2id makes
from a passphrase. The file stands twice, `slots.json` and `slots.bak.json`. Each copy carries a version, a
checksum that finds damage, and a MAC under the ledger's key that finds tampering; the highest version whose
MAC holds is the truth, so an old copy lets nobody back in who has been removed.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import secrets
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from argon2.exceptions import HashingError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from childdesk.domain.clock import Clock, SystemClock
from childdesk.domain.errors import Refused, Unavailable
from childdesk.domain.ids import new_id
from childdesk.store import durable, recovery_code
from childdesk.store.attempts import Attempts

FILE: Final = "slots.json"
SECOND: Final = "slots.bak.json"
FORMAT: Final = 1

PASSPHRASE, RECOVERY, TOWNSHIP = "passphrase", "recovery", "township"

LOST = ("口令文件不见了或坏了。档案没有动。", "请从备份取回口令文件。")
NEWER = ("这份档案由更新的版本写成。数据没有动。", "请先升级本软件。")
NO_MEMORY = ("内存不够，打不开档案。数据没有动。", "请关掉几个程序，再试一次。")

SYSTEM_CLOCK: Final = SystemClock()


@dataclass(frozen=True)
class Parameters:
    """Argon2id's cost: KiB of memory, passes, lanes."""

    memory: int
    passes: int
    lanes: int


KDF = Parameters(memory=64 * 1024, passes=3, lanes=1)
"""Fixed for this format: a slot names it for the reader, and what is written there makes nothing cheaper."""

Slot = dict[str, Any]
"""One slot as it stands in the file; kinds and keys of later versions are carried along untouched."""


@dataclass(frozen=True)
class Copy:
    """What one of the two files says, its checksum already found right."""

    path: Path
    body: dict[str, Any]
    mac: str

    @property
    def version(self) -> int:
        """Counts every change of the file."""
        return int(self.body["version"])

    @property
    def slots(self) -> list[Slot]:
        """All slots in the order in which they were added."""
        return list(self.body["slots"])

    def holds(self, key: bytes) -> bool:
        """Whether this copy was written by somebody who had the ledger's key."""
        return hmac.compare_digest(self.mac, _mac(self.body, key))

    def of_person(self, person: str) -> Slot | None:
        """This person's passphrase slot."""
        return next((s for s in self.slots if s["kind"] == PASSPHRASE and s["person"] == person), None)


# ── opening ─────────────────────────────────────────────────────────────────────────────────────────────────


def people(home: Path) -> list[tuple[str, str]]:
    """Who can open this ledger: (person id, name), for the sign-in. Raises Unavailable when lost."""
    newest = _copies(home)[0]
    return [(slot["person"], slot["name"]) for slot in newest.slots if slot["kind"] == PASSPHRASE]


def ledger_id(home: Path) -> str:
    """The ledger that these slots open, 32 hexadecimal characters."""
    return str(_copies(home)[0].body["ledger"])


def unlock(home: Path, person: str, passphrase: str, clock: Clock = SYSTEM_CLOCK) -> bytes:
    """The ledger's 32-byte key for this person's passphrase.

    Raises Refused for a wrong passphrase, an unknown person or a try within the minute after the fifth
    wrong one; Unavailable when both copies are lost or forged. Heals the other copy.
    """
    copies = _copies(home)
    if not any(copy.of_person(person) for copy in copies):
        raise Refused("这里没有这个人的口令。请另选一位。", "person")
    attempts = Attempts(home, clock)
    attempts.check(person)
    secret = _normal(passphrase)
    for copy in copies:
        slot = copy.of_person(person)
        key = _unwrap(copy, slot, secret) if slot else None
        if key is not None:
            truth = _truth(copies, key)
            if truth.of_person(person) != slot:
                break
            attempts.right(person)
            _heal(home, truth, key)
            return key
    raise attempts.wrong(person)


def unlock_recovery(home: Path, code: str) -> bytes:
    """The ledger's key for the printed recovery code; Refused names the group that was misread."""
    secret = recovery_code.read(code)
    copies = _copies(home)
    for copy in copies:
        for slot in copy.slots:
            key = _unwrap(copy, slot, secret) if slot["kind"] == RECOVERY else None
            if key is not None and slot in (truth := _truth(copies, key)).slots:
                _heal(home, truth, key)
                return key
    raise Refused("这不是这份档案现在的恢复码。您的数据没有动。", "recovery_code")


def readable(home: Path) -> bool:
    """Whether at least one copy of the slots is there and undamaged."""
    return any(_read(home / file) is not None for file in (FILE, SECOND))


def true_copy(home: Path, key: bytes) -> bytes:
    """The file to put into a backup: the copy to believe, as it stands. Raises Unavailable when lost."""
    return _truth(_copies(home), key).path.read_bytes()


# ── making and changing ─────────────────────────────────────────────────────────────────────────────────────


def create(home: Path, person: str, name: str, passphrase: str, ledger: str = "") -> tuple[bytes, str]:
    """Make a new key with one person and a recovery code; returns (32-byte key, code as printed).

    `ledger` is the new ledger's id; without one, one is made (`ledger_id` tells it). Refused if the folder
    has slots already: their key is the only one that opens its ledger.
    """
    if any((home / file).exists() for file in (FILE, SECOND)):
        raise Refused("这个文件夹里已有一份档案。它没有动。请换一个文件夹。")
    key, code = secrets.token_bytes(32), recovery_code.new_code()
    body: dict[str, Any] = {"format": FORMAT, "version": 1, "ledger": ledger or new_id(), "slots": []}
    body["slots"] = [
        _wrap(body["ledger"], key, _normal(passphrase), PASSPHRASE, person) | {"name": name},
        _wrap(body["ledger"], key, recovery_code.read(code), RECOVERY, ""),
    ]
    _write(home, body, key)
    return key, code


def add_person(home: Path, key: bytes, person: str, name: str, passphrase: str) -> None:
    """Let one more person open the ledger."""
    body = _body(home, key)
    if any(slot["person"] == person for slot in body["slots"]):
        raise Refused("这个人已有口令。要改请用“改口令”。", "person")
    slot = _wrap(body["ledger"], key, _normal(passphrase), PASSPHRASE, person) | {"name": name}
    _write(home, body | {"slots": [*body["slots"], slot]}, key)


def remove_person(home: Path, key: bytes, person: str) -> None:
    """Take a person's slot away; Refused for the last one, whom nobody could replace."""
    body = _body(home, key)
    kept = [slot for slot in body["slots"] if (slot["kind"], slot["person"]) != (PASSPHRASE, person)]
    if len(kept) == len(body["slots"]):
        raise Refused("这里没有这个人的口令。请另选一位。", "person")
    if not any(slot["kind"] == PASSPHRASE for slot in kept):
        raise Refused("至少留一位能打开档案的人。没有改动。", "person")
    _write(home, body | {"slots": kept}, key)


def rename_person(home: Path, key: bytes, person: str, name: str) -> None:
    """Show a person under another name at the sign-in."""
    body = _body(home, key)
    slots = [slot | {"name": name} if slot["person"] == person else slot for slot in body["slots"]]
    _write(home, body | {"slots": slots}, key)


def set_passphrase(home: Path, key: bytes, person: str, passphrase: str) -> None:
    """Give a person another passphrase with the key in hand, as after a recovery; the key stays the same."""
    body = _body(home, key)
    old = next((s for s in body["slots"] if (s["kind"], s["person"]) == (PASSPHRASE, person)), None)
    if old is None:
        raise Refused("这里没有这个人的口令。请另选一位。", "person")
    new = old | _wrap(body["ledger"], key, _normal(passphrase), PASSPHRASE, person)
    _write(home, body | {"slots": [new if slot is old else slot for slot in body["slots"]]}, key)


def change_passphrase(home: Path, person: str, old: str, new: str, clock: Clock = SYSTEM_CLOCK) -> None:
    """Change one's own passphrase: the old one must be right, the key and all other slots stay."""
    _normal(new)
    set_passphrase(home, unlock(home, person, old, clock), person, new)


def new_recovery_code(home: Path, key: bytes) -> str:
    """Print a new recovery code; the paper with the old one opens nothing any more."""
    body, code = _body(home, key), recovery_code.new_code()
    kept = [slot for slot in body["slots"] if slot["kind"] != RECOVERY]
    slot = _wrap(body["ledger"], key, recovery_code.read(code), RECOVERY, "")
    _write(home, body | {"slots": [*kept, slot]}, key)
    return code


def township(home: Path) -> Slot | None:
    """The key as it is wrapped for the desk above, with `unit` and `recipient`; None where there is none."""
    return next((slot for slot in _copies(home)[0].slots if slot["kind"] == TOWNSHIP), None)


def set_township(home: Path, key: bytes, slot: Slot | None) -> None:
    """Puts what is wrapped for the desk above in place of what was; None takes it away."""
    body = _body(home, key)
    kept = [one for one in body["slots"] if one["kind"] != TOWNSHIP]
    if slot is not None:
        kept.append({**slot, "kind": TOWNSHIP, "person": ""})
    _write(home, body | {"slots": kept}, key)


def is_key(home: Path, key: bytes) -> bool:
    """Whether these slots were written by somebody who had this key."""
    return any(copy.holds(key) for copy in _copies(home))


# ── the two files ───────────────────────────────────────────────────────────────────────────────────────────


def _copies(home: Path) -> list[Copy]:
    """The copies that can be read, newest first, each content once; Unavailable when there is none."""
    found = [copy for copy in (_read(home / FILE), _read(home / SECOND)) if copy is not None]
    if not found:
        raise Unavailable(*LOST)
    if any(copy.body["format"] > FORMAT for copy in found):
        raise Unavailable(*NEWER)
    found.sort(key=lambda copy: -copy.version)
    return found[:1] if len(found) == 2 and _same(*found) else found


def _same(one: Copy, other: Copy) -> bool:
    return one.body == other.body and one.mac == other.mac


def _read(path: Path) -> Copy | None:
    """One copy, or None when it is absent, damaged or not of this form."""
    try:
        content = json.loads(path.read_bytes())
        body, mac = content["body"], str(content["mac"])
        whole = content["sum"] == hashlib.sha256(_canonical(body)).hexdigest()
        if not whole or not isinstance(body["format"], int):
            return None
        copy = Copy(path, body, mac)
        if copy.body["format"] <= FORMAT:
            _ = copy.version, [(slot["kind"], slot["person"]) for slot in copy.slots]
        return copy
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _truth(copies: list[Copy], key: bytes) -> Copy:
    """Of copies sorted newest first, the one to believe; Unavailable when all have been tampered with."""
    truth = next((copy for copy in copies if copy.holds(key)), None)
    if truth is None:
        raise Unavailable(*LOST)
    return truth


def _body(home: Path, key: bytes) -> dict[str, Any]:
    """The current content with its version already counted up, to be changed and written."""
    body = _truth(_copies(home), key).body
    return body | {"version": body["version"] + 1}


def _write(home: Path, body: dict[str, Any], key: bytes) -> None:
    """Replace both copies; a full disk is found before either is touched."""
    content = _canonical(
        {"body": body, "sum": hashlib.sha256(_canonical(body)).hexdigest(), "mac": _mac(body, key)}
    )
    parts: list[Path] = []
    with durable.sorted_file_errors():
        try:
            for file in (FILE, SECOND):
                parts.append(durable.write_part(home / file, content))
            durable.rename(parts[0], home / FILE)
        except BaseException:
            for part in parts:
                durable.remove(part)
            raise
    # The change is made: an older second copy loses against the first and is healed at the next sign-in.
    with contextlib.suppress(OSError):
        durable.rename(parts[1], home / SECOND)


def _heal(home: Path, truth: Copy, key: bytes) -> None:
    """Write the copy that is gone, damaged or older again from the good one."""
    both = [_read(home / file) for file in (FILE, SECOND)]
    if all(copy is not None and _same(copy, truth) for copy in both):
        return
    # The good copy is still there; a full disk must not keep anybody from opening the ledger.
    with contextlib.suppress(Unavailable):
        _write(home, truth.body, key)


def _canonical(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _mac(body: dict[str, Any], key: bytes) -> str:
    own_key = hmac.digest(key, b"childdesk slots mac 1", "sha256")
    return hmac.digest(own_key, _canonical(body), "sha256").hex()


# ── one slot ────────────────────────────────────────────────────────────────────────────────────────────────


def _wrap(ledger: str, key: bytes, secret: bytes, kind: str, person: str) -> Slot:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    sealed = AESGCM(derive(secret, salt)).encrypt(nonce, key, _bound(ledger, kind, person))
    cost = {"name": "argon2id", "m": KDF.memory, "t": KDF.passes, "p": KDF.lanes}
    slot: Slot = {"kind": kind, "person": person, "kdf": cost, "salt": salt.hex()}
    return slot | {"nonce": nonce.hex(), "key": sealed.hex()}


def _unwrap(copy: Copy, slot: Slot, secret: bytes) -> bytes | None:
    """The key in a slot, or None when the secret is not this slot's or the slot has been damaged."""
    try:
        salt, nonce, sealed = (bytes.fromhex(slot[part]) for part in ("salt", "nonce", "key"))
        bound = _bound(copy.body["ledger"], slot["kind"], slot["person"])
        return AESGCM(derive(secret, salt)).decrypt(nonce, sealed, bound)
    except (InvalidTag, KeyError, ValueError, TypeError):
        return None


def _bound(ledger: str, kind: str, person: str) -> bytes:
    """What a slot's seal is tied to, so that it cannot be moved to another person or ledger."""
    return "\x00".join((ledger, kind, person)).encode()


def _normal(passphrase: str) -> bytes:
    """The bytes of a passphrase; full-width and half-width typing of the same characters are the same."""
    if not passphrase.strip():
        raise Refused("口令还没有填。", "passphrase")
    return unicodedata.normalize("NFKC", passphrase).encode()


def derive(secret: bytes, salt: bytes) -> bytes:
    """Argon2id (version 1.3) of a secret at the fixed cost: 32 bytes. Unavailable if memory is short."""
    try:
        return hash_secret_raw(secret, salt, KDF.passes, KDF.memory, KDF.lanes, 32, Type.ID)
    except HashingError as error:
        # The lengths and costs are ours and right; what is left to go wrong is the memory.
        raise Unavailable(*NO_MEMORY) from error

"""Holds workbooks with a password: asked for, wrong, right; nothing of them reaches the disk."""

from __future__ import annotations

import hashlib
import io
import struct
import tempfile

import openpyxl
import pytest
import xlwt
from msoffcrypto.format.ooxml import OOXMLFile
from xlwt.CompoundDoc import XlsDoc

from childdesk.domain.errors import Refused
from childdesk.files import sentences, unsealing
from childdesk.files.grid import Budget
from childdesk.files.read import read_bytes, read_workbook
from tests.files.handmade import xlsx

WORD = "青山村2026"
ROW = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row></sheetData>'
PLAIN = (0x0809, 0x002F)
"""Records of an old workbook that are never encrypted: begin, and how it is encrypted."""
BOUNDSHEET = 0x0085


def sealed(password: str = WORD) -> bytes:
    """A new workbook with a password."""
    book, plain, made = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.active["A1"] = "姓名"
    book.save(plain)
    OOXMLFile(plain).encrypt(password, made)
    return made.getvalue()


def rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)


def block_key(password: str, salt: bytes, block: int) -> bytes:
    start = hashlib.md5(password.encode("utf-16-le")).digest()[:5]
    middle = hashlib.md5((start + salt) * 16).digest()[:5]
    return hashlib.md5(middle + struct.pack("<I", block)).digest()


def records(stream: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at < len(stream):
        number, size = struct.unpack_from("<HH", stream, at)
        found.append((number, stream[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def old_sealed(password: str = WORD) -> bytes:
    """An old workbook with a password, encrypted by hand as 97 did it."""
    book = xlwt.Workbook()
    book.add_sheet("花名册").write(0, 0, "王小明")
    salt, verifier = bytes(range(16)), bytes(range(16, 32))
    proof = rc4(block_key(password, salt, 0), verifier + hashlib.md5(verifier).digest())
    stream = book.get_biff_data()
    key = struct.pack("<HHH", 1, 1, 1) + salt + proof
    key += bytes(-(len(stream) + len(key)) % 4)  # the container pads with whole records of nothing
    listed: list[tuple[int, bytes]] = []
    for number, body in records(stream):
        if number == BOUNDSHEET:
            (place,) = struct.unpack_from("<I", body)
            body = struct.pack("<I", place + 4 + len(key)) + body[4:]
        listed.append((number, body))
        if len(listed) == 1:
            listed.append((0x002F, key))
    whole = b"".join(struct.pack("<HH", number, len(body)) + body for number, body in listed)
    blocks = (whole[at : at + 1024] for at in range(0, len(whole), 1024))
    cover = b"".join(
        rc4(block_key(password, salt, number), bytes(len(block))) for number, block in enumerate(blocks)
    )
    made, at = bytearray(), 0
    for number, body in listed:
        clear = len(body) if number in PLAIN else 4 if number == BOUNDSHEET else 0
        made += struct.pack("<HH", number, len(body)) + body[:clear]
        hidden = zip(body[clear:], cover[at + 4 + clear : at + 4 + len(body)], strict=True)
        made += bytes(byte ^ mask for byte, mask in hidden)
        at += 4 + len(body)
    container = io.BytesIO()
    XlsDoc().save(container, bytes(made).ljust(8192, b"\0"))
    return container.getvalue()


@pytest.mark.parametrize("make", [sealed, old_sealed])
def test_a_password_is_asked_for_refused_and_taken(make, tmp_path):
    path = tmp_path / "台账.xls"
    path.write_bytes(make())
    for password, sentence in (("", sentences.PASSWORD), ("不是这个", sentences.WRONG_PASSWORD)):
        with pytest.raises(Refused) as refused:
            read_workbook(path, password=password)
        assert (refused.value.sentence, refused.value.field) == (sentence, "password")
    assert read_workbook(path, password=WORD).sheets[0].texts(1)[0] in ("姓名", "王小明")


@pytest.mark.parametrize("make", [sealed, old_sealed])
def test_what_is_only_protected_against_writing_opens_without_a_question(make):
    assert read_bytes(make(unsealing.EVERYBODYS)).sheets[0].texts(1)


def test_a_password_for_a_workbook_without_one_does_no_harm():
    assert read_bytes(xlsx(ROW), password="x").sheets[0].texts(1) == {0: "姓名"}


def test_nothing_that_is_opened_reaches_the_disk(monkeypatch):
    monkeypatch.setattr(tempfile, "TemporaryFile", None)
    monkeypatch.setattr(tempfile, "NamedTemporaryFile", None)
    assert b"\x8b\x73\x0f\x5c\x0e\x66" in unsealing.old_workbook(old_sealed(), WORD)
    assert unsealing.workbook(sealed(), WORD, Budget()).startswith(b"PK")


@pytest.mark.parametrize("keep", [700, 3000])
def test_a_torn_workbook_with_a_password_is_refused(keep):
    for data in (sealed()[:keep], old_sealed()[:keep]):
        with pytest.raises(Refused):
            read_bytes(data, password=WORD)

"""Tells by its first bytes what a file is; its name is not asked, because names lie."""

from __future__ import annotations

import re

from childdesk.domain.errors import Refused
from childdesk.files import sentences

ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BARE_XLS = (b"\x09\x08\x08\x00", b"\x09\x08\x10\x00", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00")
"""An .xls without its container begins with its first record, as some old programs wrote it."""

_OTHERS = (
    (b"%PDF", sentences.PDF),
    (b"\xff\xd8\xff", sentences.PICTURE),
    (b"\x89PNG", sentences.PICTURE),
    (b"GIF8", sentences.PICTURE),
    (b"BM", sentences.PICTURE),
    (b"Rar!", sentences.ARCHIVE),
    (b"7z\xbc\xaf", sentences.ARCHIVE),
    (b"\x1f\x8b", sentences.ARCHIVE),
    (b"{\\rtf", sentences.WORD),
)


def kind(data: bytes) -> str:
    """`zip`, `xls`, `sealed`, `html`, `xml` or `text`. Raises Refused with the reason for everything else."""
    if not data.strip(b"\x00 \t\r\n"):
        raise Refused(sentences.EMPTY)
    if data.startswith(ZIP):
        return "zip"
    if data.startswith(EMPTY_ZIP):
        raise Refused(sentences.ARCHIVE)
    if data.startswith(OLE):
        return _ole(data)
    if data.startswith(BARE_XLS):
        return "xls"
    for mark, sentence in _OTHERS:
        if data.startswith(mark) and (mark != b"BM" or b"\x00" in data[:64]):
            raise Refused(sentence)
    return _words(data)


def _ole(data: bytes) -> str:
    """An OLE container's directory names its streams in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "sealed"
    if "WordDocument".encode("utf-16-le") in data:
        raise Refused(sentences.WORD)
    names = ("Workbook", "Book")
    if any(f"{name}\0".encode("utf-16-le") in data for name in names):
        return "xls"
    raise Refused(sentences.NOT_A_WORKBOOK)


def _words(data: bytes) -> str:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<!doctype html", b"<html", b"<table", b"<meta", b"<head", b"<body", b"<style")):
        return "html"
    if head.startswith(b"<?xml") or re.match(rb"<(\w+:)?workbook[\s>]", head):
        return "html" if b"<html" in head else "xml"
    return "text"

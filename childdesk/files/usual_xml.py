"""Takes what is written the usual way straight from the bytes of a part and leaves the rest to the parser.

Nine workbooks in ten write their cells and strings in one plain shape; scanning for it is several times
cheaper than a parser's call per element. What differs by a single character goes to expat, in its place and
order, so the result is the same. From a comment, a CDATA section or an instruction on, everything goes there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from xml.parsers import expat

CELL = re.compile(rb'<c r="([A-Z]{1,3}+)[0-9]++"')
"""How a cell begins, with the letters of its column. A row is cut there: what follows is met again."""
CELL_END = re.compile(
    rb"([^<>/]*+)(?:>(<f(?:[^<>]*/>|[^<>]*>[^<]*</f>))?"
    rb'(?:<v>([^<]*+)</v>|<is><t(?: xml:space="preserve")?>([^<]*+)</t></is>)?</c>|/>)',
    re.DOTALL,
)
"""The rest of a cell: further attributes, formula, stored value, inline text."""
WHOLE = b"><v>", b"</v></c>"
"""What stands before and behind a stored value without a formula."""
EMPTY = b"<v></v>"
"""The stored result of a formula that gives no words; any other formula without one was never computed."""
ROW = re.compile(rb"<row ([^<>/]*+)>")
STRING = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<]*+)</t></si>|(.)', re.DOTALL)
ATTRIBUTE = re.compile(rb'([A-Za-z:]+)="([^"]*)"')

LONGEST = 2 << 20
"""No row and no string that is written the usual way needs more bytes."""

_ENTITY = re.compile(r"&(#x[0-9A-Fa-f]{1,6}|#[0-9]{1,7}|lt|gt|amp|quot|apos);")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ODD = re.compile(rb"<[!?]")


def feed(
    parser: expat.XMLParserType, pieces: Iterable[bytes], closing: bytes, take: Callable[[bytes], None]
) -> None:
    """Gives a part to `take` in runs that end with `closing`; once something odd occurs, to the parser.

    `take` must hand on to the parser, in order, what it does not use.
    """
    carry = b""
    odd = False
    for number, piece in enumerate(pieces):
        odd = odd or _is_odd(carry[-1:] + piece, first=not number) or len(carry) > LONGEST
        carry += piece
        if odd:
            parser.Parse(carry, False)
            carry = b""
        elif closing in carry:
            cut = carry.rfind(closing) + len(closing)
            take(carry[:cut])
            carry = carry[cut:]
    parser.Parse(carry, True)


def _is_odd(text: bytes, *, first: bool) -> bool:
    if not first:  # a sheet of numbers has neither of the two anywhere, which is cheaper to see
        return (b"!" in text or b"?" in text) and _ODD.search(text) is not None
    if text.startswith(b"\xef\xbb\xbf"):
        text = text[3:]
    declaration, _, body = text.partition(b"?>") if text.startswith(b"<?xml ") else (b"", b"", text)
    encoding = re.search(rb"encoding=[\"']([^\"']*)", declaration)
    foreign = encoding is not None and encoding[1].lower() not in (b"utf-8", b"utf8")
    return foreign or _ODD.search(body) is not None


def decoded(raw: bytes) -> str:
    """Characters of an element that holds no other; UnicodeDecodeError is a damaged file."""
    text = raw.decode()
    if "&" in text:
        text = _ENTITY.sub(_character, text)
    return text


def _character(found: re.Match[str]) -> str:
    name = found[1]
    if name[0] != "#":
        return _NAMED[name]
    code = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"

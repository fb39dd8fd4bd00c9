"""Finds the telephones in a cell, mobile or with an area code, and what stands beside them."""

from __future__ import annotations

import re

MOBILE = re.compile(r"(?<!\d)(?:\+?86[\s-]?)?(1[03-9]\d[\s\-·.]?\d{4}[\s\-·.]?\d{4})(?!\d)")
_TWO_MOBILES = re.compile(r"(?<!\d)(1[3-9]\d{9})(1[3-9]\d{9})(?!\d)")
"""Between which somebody forgot the comma."""
_LANDLINE = re.compile(r"(?<!\d)(\(?0\d{2,3}\)?[\s\-]?\d{7,8})(?!\d)")
_LOCAL = re.compile(r"(?<=[/、,;|\s])([2-8]\d{6,7})(?![\d-])|(?<![\d-])([2-8]\d{6,7})(?=\s*[/、,;|])")
"""A telephone without its area code beside a mobile one."""
ANY = re.compile(f"(?:{MOBILE.pattern}|{_LANDLINE.pattern})")
"""The first telephone of a cell, with what belongs to it."""


def parted(text: str) -> str:
    """The words with a blank between two numbers."""
    return _TWO_MOBILES.sub(r"\1 \2", text)


def numbers(text: str) -> tuple[list[str], str]:
    """(telephones in their order, what is left of the words)."""
    found = [(m.start(), m.group(1)) for shape in (MOBILE, _LANDLINE) for m in shape.finditer(text)]
    rest = _LANDLINE.sub("/", MOBILE.sub("/", text))
    if found:
        found += [(m.start(), m[1] or m[2]) for m in _LOCAL.finditer(text)]
        rest = _LOCAL.sub("", rest)
    return [re.sub(r"[\s\-·.()]", "", number) for _, number in sorted(found)], rest

"""The one door out: how private a value is, how each kind is masked, and what a viewer is shown."""

from __future__ import annotations

import enum
import re


class Privacy(enum.IntEnum):
    """Who may see a value: no person in it, shown, sensitive, sealed."""

    OPEN = 0
    S1 = 1
    S2 = 2
    S3 = 3


OPEN, S1, S2, S3 = Privacy.OPEN, Privacy.S1, Privacy.S2, Privacy.S3

UNKNOWN = "未采集"
SEALED = "有1份保密记录"

_KEEP = {"id": (4, 4), "phone": (3, 4), "card": (0, 4)}
_LEAST = 3
"""Figures that are hidden at least: of a telephone of eight only the end stays."""
_LONG = re.compile(r"\d(?:[\s-]?\d){13,}[\dXx]?")
"""What is somebody's number wherever it stands."""
_CALLED = re.compile(r"(?<!\d)(?:1[3-9]\d(?:[\s-]?\d){8}|[(（]?0\d{2,3}(?:[)）]\s?|[\s-])?\d{7,8})(?!\d)")
"""What is somebody's telephone wherever it stands."""
_LOCAL = re.compile(r"(?:电话|座机|手机|固话|打)\D{0,3}(\d{3,4}[\s-]?\d{4})(?!\d)")
"""A telephone without its area code, where it is called one."""
_SAID = re.compile(r"[(（]?\d(?:[\s)）-]?\d){6,}")
"""What is a telephone where telephones are asked for."""
_TELEPHONE = re.compile("电话|手机|联系方式|联系号码|座机|固话")


def asks_telephone(label: str) -> bool:
    """Whether an item or a column is called as those are that hold telephones."""
    return _TELEPHONE.search(label) is not None


def hidden(words: str, *, telephone: bool = False) -> str:
    """Free words with the middle of every number hidden by which somebody could be known or called.

    `telephone` says that telephones are asked for: then a number of seven figures is one as well.
    """
    if telephone:
        return _SAID.sub(lambda found: mask(found[0], "phone"), words)
    words = _CALLED.sub(
        lambda found: mask(found[0], "phone"), _LONG.sub(lambda one: mask(one[0], "id"), words)
    )
    return _LOCAL.sub(lambda found: found[0].replace(found[1], mask(found[1], "phone")), words)


def mask(text: str, way: str) -> str:
    """Hides the middle of a number: `3205**********0321`, `138****5678`, `****6789`.

    `way` is id, phone or card. What is too short to keep both ends is hidden whole, or keeps its end only.
    """
    head, tail = _KEEP[way]
    if len(text) <= head + tail:
        return "*" * len(text)
    if len(text) < head + tail + _LEAST:
        head, tail = 0, min(tail, max(0, len(text) - _LEAST))
    return text[:head] + "*" * (len(text) - head - tail) + text[len(text) - tail :]


def mask_apart(texts: list[str], way: str) -> list[str]:
    """Masks several values of one field without hiding a position in which they differ."""
    shown = [mask(text, way) for text in texts]
    if len({len(text) for text in texts}) != 1:
        return shown
    differing = {at for at in range(len(texts[0])) if len({text[at] for text in texts}) > 1}
    return [
        "".join(
            real if at in differing else hidden
            for at, (real, hidden) in enumerate(zip(text, mine, strict=True))
        )
        for text, mine in zip(texts, shown, strict=True)
    ]

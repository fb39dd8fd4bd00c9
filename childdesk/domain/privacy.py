"""The one door out: how private a value is, how each kind is masked, and what a viewer is shown."""

from __future__ import annotations

import enum


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


def mask(text: str, way: str) -> str:
    """Hides the middle of a number: `3205**********0321`, `138****5678`, `****6789`.

    `way` is id, phone or card. What is too short to keep both ends is hidden whole.
    """
    head, tail = _KEEP[way]
    if len(text) <= head + tail:
        return "*" * len(text)
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

"""Words of the next tier: a township's desk says 村 and 镇里, a county's says 乡镇 and 县里."""

from __future__ import annotations

BELOW = (("镇里", "县里"), ("村里", "乡镇"), ("村", "乡镇"))
ABOVE = (("镇里", "县里"),)
OWN = {"township": "本镇", "county": "本县"}


def at(text: str, level: str) -> str:
    """A sentence of a township's desk about the villages below it, as this level says it."""
    return _put(text, BELOW) if level == "county" else text


def below(text: str, level: str) -> str:
    """A sentence of a village's desk about the township above it, as this level says it."""
    return _put(text, ABOVE) if level == "township" else text


def own(text: str, level: str) -> str:
    """A sentence about the unit of this desk itself, as this level says it."""
    return text.replace("本村", OWN.get(level, "本村"))


def _put(text: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for word, other in pairs:
        text = text.replace(word, other)
    return text

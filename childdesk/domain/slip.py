"""The short code on a paper that comes back: eight characters, the last one checks the others."""

from __future__ import annotations

from childdesk.domain.errors import Refused
from childdesk.domain.words import tidy

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0, 1, I, L and O: these are taken for each other by hand."""
LENGTH = 8


def code(row: str) -> str:
    """The code of a record by its id."""
    number = int(row[:16], 16)
    made = ""
    for _ in range(LENGTH - 1):
        number, at = divmod(number, len(ALPHABET))
        made += ALPHABET[at]
    return made + _check(made)


def shown(row: str) -> str:
    """As it is printed and written on a card: K7QD-3MZA."""
    made = code(row)
    return f"{made[:4]}-{made[4:]}"


def read(text: str) -> str:
    """What somebody keyed in, cleaned. Raises Refused naming what is wrong with it."""
    clean = "".join(one for one in tidy(text).upper() if one.isalnum())
    if len(clean) != LENGTH:
        raise Refused(f"短码有{LENGTH}位，现在{len(clean)}位", "code")
    if any(one not in ALPHABET for one in clean) or _check(clean[:-1]) != clean[-1]:
        raise Refused("短码对不上，请照反馈单右上角再看一眼", "code")
    return clean


def _check(made: str) -> str:
    return ALPHABET[sum(at * ALPHABET.index(one) for at, one in enumerate(made, 2)) % len(ALPHABET)]

"""How a column is called: by the words of its header, else by its letters."""

from __future__ import annotations

import functools


def shown_header(path: tuple[str, ...], index: int) -> str:
    """A header as it is shown: its words from the top down; a column without one is named by its letters."""
    return "/".join(path) or f"{letters(index)}列"


@functools.cache
def letters(index: int) -> str:
    """The letters of a column that counts from 0: 0 → A, 27 → AB."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name

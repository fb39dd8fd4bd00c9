"""Recognises the division in an address: the words stay, the longest code found goes beside them."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any

from childdesk.domain import catalogue
from childdesk.domain.divisions import Divisions
from childdesk.domain.kinds import ADDRESS_MARK, Address, Kind, Scalar
from childdesk.paths import resource


@functools.cache
def divisions() -> Divisions:
    """The shipped table of provinces to townships; read with the first address."""
    return Divisions(lambda: resource("codes", "divisions.txt.xz").read_bytes())


_FIGURES = re.compile(r"[0-9].*", re.DOTALL)
"""No division has figures in its name: all houses of a street lie where the first of them lies."""


def prepare() -> None:
    """Reads the table now, while there is time: the first address would wait for it."""
    _code("无此地", "")


@functools.lru_cache(maxsize=1 << 13)
def _code(words: str, near: str) -> str:
    return divisions().recognise(words, near) or ""


def one(kind: Kind[Any] | None, value: Scalar, near: str) -> Scalar:
    """A scalar with its division code, if it is an address in which one is recognised.

    `near` is the desk's own code: it decides between places of one name.
    """
    if not isinstance(kind, Address) or not isinstance(value, str) or ADDRESS_MARK in value:
        return value
    code = _code(_FIGURES.sub("0", value), near)
    return f"{value}{ADDRESS_MARK}{code}" if code else value


def recognised(record: str, values: Mapping[str, Scalar], near: str) -> dict[str, Scalar]:
    """The values of a record with every address recognised."""
    made = dict(values)
    addresses = _addresses(record)
    for key in addresses.keys() & made.keys():
        if made[key] is not None:
            made[key] = one(addresses[key], made[key], near)
    return made


@functools.cache
def _addresses(record: str) -> dict[str, Kind[Any]]:
    """The fields of a record that are addresses."""
    fields = catalogue.RECORDS[record].fields()
    return {key: item.kind for key, item in fields.items() if isinstance(item.kind, Address)}


def everything(divisions: Divisions, above: str = "", words: str = "") -> list[tuple[str, str, str]]:
    """(code, all words from the province down, own name) of every division down to the towns."""
    found: list[tuple[str, str, str]] = []
    for code, name in divisions.children(above):
        found.append((code, words + name, name))
        if len(code) < 9:
            found += everything(divisions, code, words + name)
    return found


def matching(
    known: Iterable[tuple[str, str, str]], text: str, depth: int, most: int
) -> list[tuple[str, str]]:
    """(code, words) of divisions with so many digits whose words hold every typed part, best first."""
    parts = text.split()
    if not parts:
        return []
    hits = [
        (code, words, own)
        for code, words, own in known
        if len(code) == depth and all(part in words for part in parts)
    ]
    hits.sort(key=lambda hit: (not hit[2].startswith(parts[-1]), parts[-1] not in hit[2], hit[0]))
    return [(code, words) for code, words, _ in hits[:most]]


@functools.cache
def _whole() -> list[tuple[str, str, str]]:
    return everything(divisions())


def towns(text: str, most: int = 6) -> list[tuple[str, str]]:
    """(code, words) of the townships of the shipped table that some typed words may mean."""
    return matching(_whole(), text, 9, most)


def words(code: str) -> str:
    """A division in words from the province down; empty for a code that the shipped table does not hold."""
    found = divisions().place(code)
    return found.words if found is not None else ""

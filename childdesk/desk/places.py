"""Recognises the division in an address: the words stay, the longest code found goes beside them."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
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
    for key, kind in _addresses(record).items():
        if made.get(key) is not None:
            made[key] = one(kind, made[key], near)
    return made


@functools.cache
def _addresses(record: str) -> dict[str, Kind[Any]]:
    """The fields of a record that are addresses."""
    fields = catalogue.RECORDS[record].fields()
    return {key: item.kind for key, item in fields.items() if isinstance(item.kind, Address)}

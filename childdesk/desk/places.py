"""Recognises the division in an address: the words stay, the longest code found goes beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from childdesk.domain import catalogue
from childdesk.domain.kinds import ADDRESS_MARK, Address, Kind, Scalar

Recognise = Callable[[str], str | None]
_recognise: Recognise | None = None


def use(recognise: Recognise) -> None:
    """Hands in the recogniser with its division table; the roof does so at start."""
    global _recognise
    _recognise = recognise


def one(kind: Kind[Any] | None, value: Scalar) -> Scalar:
    """A scalar with its division code, if it is an address in which one is recognised."""
    if (
        not isinstance(kind, Address)
        or not isinstance(value, str)
        or ADDRESS_MARK in value
        or _recognise is None
    ):
        return value
    code = _recognise(value)
    return f"{value}{ADDRESS_MARK}{code}" if code else value


def recognised(record: str, values: Mapping[str, Scalar]) -> dict[str, Scalar]:
    """The values of a record with every address recognised."""
    fields = catalogue.RECORDS[record].fields()
    return {key: one(fields[key].kind if key in fields else None, value) for key, value in values.items()}

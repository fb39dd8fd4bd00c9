"""What a value is: each kind parses, formats, stores and compares its own values; `parse(format(v)) == v`.

All kinds are to be had here; words and numbers have a file each.
"""

from __future__ import annotations

import re

from childdesk.domain.errors import Refused
from childdesk.domain.kind import Kind, Scalar
from childdesk.domain.number_kinds import (
    BankCard,
    Date,
    DisabilityCertificate,
    IdNumber,
    Moment,
    Money,
    Phone,
    Whole,
    today_words,
)
from childdesk.domain.word_kinds import (
    DOTS,
    SEPARATORS,
    Code,
    Codes,
    PersonName,
    Text,
    Typed,
    Word,
    YesNo,
    typed_text,
    typed_words,
)
from childdesk.domain.words import tidy, tidy_words

__all__ = [
    "ADDRESS_MARK",
    "DOTS",
    "SEPARATORS",
    "Address",
    "BankCard",
    "Code",
    "Codes",
    "Date",
    "DisabilityCertificate",
    "IdNumber",
    "Kind",
    "Link",
    "Moment",
    "Money",
    "PersonName",
    "Phone",
    "Region",
    "Scalar",
    "Text",
    "Typed",
    "Whole",
    "Word",
    "YesNo",
    "tidy",
    "tidy_words",
    "today_words",
    "typed_text",
    "typed_words",
]

ADDRESS_MARK = "\t"
DIVISION = re.compile(r"\d{2}|\d{4}|\d{6}|\d{9}|\d{12}")
"""Province, city, county, township or village code."""


class Address(Kind[tuple[str, str]]):
    """(words as written, longest division code recognised or empty); it never refuses."""

    name = "address"

    def parse(self, text: str) -> tuple[str, str]:
        """Splits off a code that stands behind the mark; cleans blanks, nothing else."""
        words, _, code = text.rpartition(ADDRESS_MARK)
        if words and DIVISION.fullmatch(code):
            return tidy_words(words), code
        return tidy_words(text), ""

    def format(self, value: tuple[str, str]) -> str:
        """The words, with the code behind a tab when there is one."""
        return value[0] if not value[1] else f"{value[0]}{ADDRESS_MARK}{value[1]}"

    def shown(self, raw: Scalar) -> str:
        """The words alone."""
        return "" if raw is None else str(raw).partition(ADDRESS_MARK)[0]


class Region(Kind[str]):
    """A division code that must exist: county 6, township 9 or village 12 digits."""

    name = "region"

    def parse(self, text: str) -> str:
        """Raises Refused unless it has 6, 9 or 12 digits."""
        clean = tidy(text)
        if not re.fullmatch(r"\d{6}(\d{3}){0,2}", clean):
            raise Refused("区划代码应是6、9或12位数字")
        return clean

    def from_db(self, raw: str | int) -> str:
        """Stored codes are already checked."""
        return str(raw)


class Link(Kind[str]):
    """The id of another record (of the named kind, or of any kind when empty)."""

    name = "link"

    def __init__(self, record: str = "") -> None:
        self.record = record

    def parse(self, text: str) -> str:
        """A full id of 32 hexadecimal characters."""
        clean = tidy(text).lower()
        if not re.fullmatch(r"[0-9a-f]{32}", clean):
            raise Refused("编号不对")
        return clean

    def from_db(self, raw: str | int) -> str:
        """Stored ids are already checked."""
        return str(raw)

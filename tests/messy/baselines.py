"""Two simple ways to name columns, to be measured beside the program's: exact synonyms, and fuzzy ones.

Both are told which rows are the header and which columns there are. Both know the labels of the catalogue and
all seen words, one by one and under their groups.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from childdesk.domain import catalogue
from tests.messy import words_seen
from tests.messy.judge import CORE, IDENTITY
from tests.messy.truth import ColumnTruth, Truth
from tests.messy.vocabulary import split

KIN = ("father", "mother", "guardian")
FUZZY = 80
"""Below this WRatio a column is none."""


def plain(words: str) -> str:
    """A header in one line: no blanks, no stars, half width."""
    return "".join(unicodedata.normalize("NFKC", words).split()).replace("*", "")


@functools.cache
def synonyms() -> Mapping[str, str]:
    """Header → field."""
    made: dict[str, str] = {}
    for name, item in catalogue.FIELDS.items():
        record = catalogue.RECORDS[name.partition(".")[0]]
        if record.record in ("child", *KIN, "household"):
            made.setdefault(
                plain(item.label if record.record == "child" else record.label + item.label), name
            )
    for name, line in words_seen.HEADERS.items():
        for word in split(line):
            made[plain(word)] = name
    for record in KIN:
        for group in split(words_seen.GROUPS[record]):
            for attribute, line in words_seen.BARE.items():
                for word in split(line):
                    made[plain(group + word)] = f"{record}.{attribute}"
    return made


def exact(header: str) -> tuple[str, float]:
    """(field, certainty) by exact synonyms; an empty field for none."""
    found = synonyms().get(header)
    return (found, 100.0) if found else ("", 0.0)


def fuzzy(header: str) -> tuple[str, float]:
    """(field, certainty) by the likest synonym."""
    best = process.extractOne(header, list(synonyms()), scorer=fuzz.WRatio, score_cutoff=FUZZY)
    return (synonyms()[best[0]], best[1]) if best else ("", 0.0)


@dataclass(slots=True)
class Score:
    """How one way did over many ledgers."""

    core: int = 0
    found: int = 0
    auto: int = 0
    wrong: int = 0
    identity_wrong: int = 0
    files: int = 0
    right_files: int = 0

    def add(self, truth: Truth, way: Callable[[str], tuple[str, float]]) -> None:
        """Names the columns of one ledger and counts."""
        wrong = missed = 0
        for sheet in truth.sheets:
            if sheet.is_roster and not sheet.hidden:
                for column, taken in _assigned([c for c in sheet.columns if not c.empty], way):
                    right = column.right(taken or None)
                    self.core += column.field in CORE
                    self.found += column.field in CORE and right
                    self.auto += bool(taken)
                    wrong += bool(taken) and not right
                    missed += not right
                    self.identity_wrong += (
                        bool(taken) and not right and bool(IDENTITY & {column.field, taken})
                    )
        self.wrong += wrong
        self.files += 1
        self.right_files += not missed


def _assigned(
    columns: list[ColumnTruth], way: Callable[[str], tuple[str, float]]
) -> list[tuple[ColumnTruth, str]]:
    """One field for one column, the most certain first."""
    found = []
    for column in columns:
        words = "".join(dict.fromkeys(column.path))
        field, score = max((way(plain(words)), way(plain(column.path[-1]))), key=lambda pair: pair[1])
        found.append((score, column, field))
    taken: set[str] = set()
    made = []
    for _, column, field in sorted(found, key=lambda one: -one[0]):
        made.append((column, "" if field in taken else field))
        taken |= {field} - {""}
    return made

"""Makes resources/codes/ anew from named inputs, so that everybody can see where each shipped fact comes from.

    python packaging/make_codes.py pinyin --readings pinyin_dict.json --strokes Stroke.pm \
        --surnames packaging/surnames.tsv --out resources/codes/pinyin.txt
    python packaging/make_codes.py divisions --history counties.csv --counties counties_2023.csv \
        --towns towns.csv --out resources/codes/divisions.txt.xz

The inputs are named with their versions and licences in resources/codes/NOTICE. Same inputs, same bytes.
"""

from __future__ import annotations

import argparse
import csv
import json
import lzma
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

TONES = dict.fromkeys([0x0300, 0x0301, 0x0304, 0x030C])
"""Grave, acute, macron, caron: the four tones as combining marks. The diaeresis of ü is no tone."""
NO_STROKES = 99
"""Written for characters that the stroke table does not hold (extension B and later): they come last."""


# ── pinyin ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def syllable(reading: str) -> str:
    """`lǚ` → `lv`: letters as an input method takes them, without tone."""
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", reading).translate(TONES))
    return bare.replace("ü", "v").replace("ê", "e")


def readings_of(path: Path) -> dict[str, list[str]]:
    """Character → its syllables, commonest first, from {"21608": "zhōu", …} keyed by code point."""
    found = {}
    for code, words in json.loads(path.read_text(encoding="utf-8")).items():
        found[chr(int(code))] = list(dict.fromkeys(syllable(word) for word in words.split(",") if word))
    return found


def strokes_of(path: Path) -> dict[str, int]:
    """Character → number of strokes, from the stroke order table: a mark FDD0-28NN opens the group of NN (hex)."""
    found: dict[str, int] = {}
    count = 0
    text = path.read_text(encoding="utf-8").partition("__DATA__")[2].partition("__END__")[0]
    for word in text.split():
        if word.startswith("FDD0-28"):
            count = int(word[-2:], 16)
        elif "-" not in word:
            found[chr(int(word, 16))] = count
    return found


def surnames_of(path: Path) -> Iterator[tuple[str, list[str]]]:
    """(surname, readings) in the order of the file; `#` opens a remark."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, words = line.split("\t")
            yield name, [syllable(word) for word in words.split()]


def by_strokes(chars: Iterable[str], strokes: dict[str, int]) -> str:
    """`03大小08周`: characters in display order, a two-digit number of strokes before each group."""
    groups = defaultdict(list)
    for char in chars:
        groups[strokes.get(char, NO_STROKES)].append(char)
    return "".join(f"{count:02d}{''.join(sorted(groups[count]))}" for count in sorted(groups))


def pinyin_lines(
    readings: dict[str, list[str]], strokes: dict[str, int], surnames: Iterable[tuple[str, list[str]]]
) -> Iterator[str]:
    """One line per syllable: its characters with strokes, then those whose second, third … reading it is."""
    columns: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    for char, words in readings.items():
        for place, word in enumerate(words):
            columns[word][place].append(char)
    for word in sorted(columns):
        places = columns[word]
        later = ["".join(sorted(places[place])) for place in range(1, max(places) + 1)]
        yield "\t".join([word, by_strokes(places[0], strokes), *later])
    yield ""
    for name, words in surnames:
        yield "\t".join([name, *words])


def make_pinyin(arguments: argparse.Namespace) -> bytes:
    """The pinyin table: syllables, an empty line, surnames."""
    readings = readings_of(arguments.readings)
    surnames = list(surnames_of(arguments.surnames))
    for name, words in surnames:
        if len(name) > 1 and len(words) != len(name):
            raise SystemExit(f"{name}: one syllable for each character")
        if len(name) == 1 and readings[name][: len(words)] == words:
            raise SystemExit(f"{name}: is read so anyway")
    lines = pinyin_lines(readings, strokes_of(arguments.strokes), surnames)
    return ("\n".join(lines) + "\n").encode()

"""Makes resources/codes/ anew from named inputs, so that one can see where each shipped fact comes from.

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
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

TONES = dict.fromkeys([0x0300, 0x0301, 0x0304, 0x030C])
"""Grave, acute, macron, caron: the four tones as combining marks. The diaeresis of ü is no tone."""
NO_STROKES = 99
"""Written for characters that the stroke table does not hold (extension B and later): they come last."""


# ── pinyin ──────────────────────────────────────────────────────────────────────────────────────────────────


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
    """Character → number of strokes, from the stroke order table: the mark FDD0-28NN opens group NN (hex)."""
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


# ── divisions ───────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a csv file with one header line."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tree_lines(
    counties: list[dict[str, str]], towns: list[dict[str, str]], history: list[dict[str, str]]
) -> Iterator[str]:
    """`43湖南省`, one tab and `07常德市` below, two tabs and `25桃源县|001漳江街道|…` below that."""
    of_county: dict[str, list[str]] = defaultdict(list)
    for town in towns:
        of_county[town["code"][:6]].append(f"{town['code'][6:]}{town['name']}")
    known = {row["code"] for row in counties}
    newest = max(row["last_year"] for row in history)
    young = [
        {"code": row["code"], "name": row["county"], "city": row["city"], "province": row["province"]}
        for row in history
        if row["last_year"] == newest and row["code"] not in known
    ]
    province = city = ""
    for row in sorted([*counties, *young], key=lambda row: row["code"]):
        code = row["code"]
        if code[:2] != province:
            province = code[:2]
            yield f"{province}{row['province']}"
        if code[:4] != city:
            city = code[:4]
            yield f"\t{city[2:]}{row['city']}"
        yield "\t\t" + "|".join([f"{code[4:]}{row['name']}", *sorted(of_county[code])])


def history_lines(history: list[dict[str, str]], counties: list[dict[str, str]]) -> Iterator[str]:
    """One line per code and spell: code, first and last year, city, county, today's code or nothing."""
    newest = max(row["last_year"] for row in history)
    living = {row["code"] for row in counties} | {
        row["code"] for row in history if row["last_year"] == newest
    }
    for row in sorted(history, key=lambda row: (row["code"], row["first_year"])):
        today = row["today_id"] if row["today_id"] in living else ""
        yield "\t".join([row["code"], row["first_year"], row["last_year"], row["city"], row["county"], today])


def make_divisions(arguments: argparse.Namespace) -> bytes:
    """The table of divisions, packed: today's tree, an empty line, every county code since 1980."""
    counties, history = rows_of(arguments.counties), rows_of(arguments.history)
    towns = rows_of(arguments.towns)
    if any({"|", "\t", "\n"} & set("".join(row.values())) for row in [*counties, *towns, *history]):
        raise SystemExit("a name holds a separator")
    lines = [*tree_lines(counties, towns, history), "", *history_lines(history, counties)]
    text = "\n".join(lines) + "\n"
    return lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)


# ── command line ────────────────────────────────────────────────────────────────────────────────────────────


def parser() -> argparse.ArgumentParser:
    """One subcommand per resource file; every input is named."""
    top = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    kinds = top.add_subparsers(required=True)
    for name, make, inputs in (
        ("pinyin", make_pinyin, ("--readings", "--strokes", "--surnames")),
        ("divisions", make_divisions, ("--history", "--counties", "--towns")),
    ):
        sub = kinds.add_parser(name, help=make.__doc__)
        for option in (*inputs, "--out"):
            sub.add_argument(option, type=Path, required=True)
        sub.set_defaults(make=make)
    return top


def main() -> None:
    """Writes one resource file."""
    arguments = parser().parse_args()
    arguments.out.parent.mkdir(parents=True, exist_ok=True)
    arguments.out.write_bytes(arguments.make(arguments))


if __name__ == "__main__":
    main()

"""Holds the generator of messy ledgers: its truth agrees with its files, and the same seed gives the same."""

from __future__ import annotations

import csv
import functools
import io
import pickle
import random
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

import openpyxl
import pytest

from childdesk.domain import catalogue, identity, options
from tests.messy import (
    dirt_numbers,
    judge_values,
    make,
    strangers,
    villages,
    words_seen,
    words_unseen,
    writers,
)
from tests.messy.grid import Grid
from tests.messy.habits import draw
from tests.messy.ledger import office
from tests.messy.pen import Pen
from tests.messy.truth import SheetTruth, Truth
from tests.messy.vocabulary import split

SEEDS = range(700, 712)
MANY = range(700, 790)
TABLES = ("HEADERS", "BARE", "GROUPS", "EXTRAS", "TITLES", "FRAME")
NO_FIELDS = frozenset(("row.number", "child.age"))


@functools.cache
def ledger(seed: int, unseen: bool) -> tuple[bytes, str, Truth]:
    """A ledger, made once."""
    return make(seed, unseen=unseen)


def many() -> list[Truth]:
    """The truths of many ledgers of both sides."""
    return [ledger(seed, unseen)[2] for seed in MANY for unseen in (False, True)]


@pytest.fixture(scope="module", params=[False, True], ids=["seen", "unseen"])
def ledgers(request) -> list[tuple[bytes, str, Truth]]:
    """A few ledgers of each side."""
    return [ledger(seed, request.param) for seed in SEEDS]


def rosters(ledgers: list[tuple[bytes, str, Truth]]) -> Iterator[tuple[Truth, SheetTruth]]:
    """Every sheet that lists children."""
    for _, _, truth in ledgers:
        for sheet in truth.sheets:
            if sheet.is_roster:
                yield truth, sheet


# ── words ───────────────────────────────────────────────────────────────────────────────────────────────


def listed(module, table: str) -> dict[str, set[str]]:
    return {key: set(split(line)) for key, line in getattr(module, table).items()}


@pytest.mark.parametrize("table", TABLES)
def test_no_word_stands_in_both_lists(table):
    seen, unseen = listed(words_seen, table), listed(words_unseen, table)
    assert {
        key: seen[key] & unseen[key] for key in seen.keys() & unseen.keys() if seen[key] & unseen[key]
    } == {}


def test_two_fifths_of_the_header_words_are_kept_aside():
    numbers = [
        sum(len(words) for table in TABLES[:4] for words in listed(module, table).values())
        for module in (words_seen, words_unseen)
    ]
    assert numbers[1] / sum(numbers) == pytest.approx(0.4, abs=0.01)


def test_every_field_of_the_words_is_a_field_of_the_catalogue():
    known = catalogue.FIELDS.keys() | catalogue.DERIVED.keys()
    mine = {name for module in (words_seen, words_unseen) for name in module.HEADERS}
    assert {name for name in mine - known if not name.startswith(("place.", "row."))} == set()


def test_an_unseen_ledger_bears_unseen_words_only():
    lines = [listed(words_unseen, table) for table in ("HEADERS", "BARE", "GROUPS", "EXTRAS")]
    words = {word for line in lines for some in line.values() for word in some}
    members = {one for pair in split(words_unseen.MEMBERS) for one in pair.split(",")}
    for seed in SEEDS:
        for sheet in ledger(seed, True)[2].sheets:
            for column in sheet.columns:
                plain = {word.removeprefix(member) for word in column.path for member in ["", *members]}
                assert column.kind == "unnamed" or all(
                    any(word.endswith(one) for one in words) for word in plain if word
                )


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────


def test_every_file_opens_in_a_reader_of_its_kind(ledgers):
    for data, suffix, truth in ledgers:
        if data.startswith(b"PK") and suffix != ".ods":
            names = openpyxl.load_workbook(io.BytesIO(data)).sheetnames
            assert names == [sheet.name for sheet in truth.sheets]
        elif suffix == ".ods":
            with zipfile.ZipFile(io.BytesIO(data)) as book:
                ElementTree.fromstring(book.read("content.xml"))
        elif data.startswith(b"<?xml"):
            ElementTree.fromstring(data)
        elif data.startswith(b"<html"):
            assert data.count(b"<table") == len(truth.sheets)
        else:
            encoding = truth.written.split()[1]
            delimiter = "\t" if suffix == ".txt" else ","
            rows = list(csv.reader(io.StringIO(data.decode(encoding), newline=""), delimiter=delimiter))
            assert truth.sheets[0].rows == [] or len(rows) >= truth.sheets[0].rows[-1].row


def test_names_stand_where_the_truth_says(ledgers):
    seen = 0
    for data, suffix, truth in ledgers:
        if not data.startswith(b"PK") or suffix == ".ods":
            continue
        book = openpyxl.load_workbook(io.BytesIO(data))
        for sheet in truth.sheets:
            for row in sheet.rows:
                names = (c.index for c in sheet.columns if c.field == "child.name")
                at = next(index for index in names if index in row.wants)
                said = str(book[sheet.name].cell(row.row, at + 1).value)
                first = row.facts["child.name"][0]
                assert first in said
                seen += 1
    assert seen > 100


def test_the_counted_cells_are_those_in_the_file(ledgers):
    for data, suffix, truth in ledgers:
        if not data.startswith(b"PK") or suffix == ".ods":
            continue
        book = openpyxl.load_workbook(io.BytesIO(data))
        for sheet in truth.sheets:
            if sheet.is_roster:
                first = max((*sheet.header_rows, *sheet.under_rows)) + 1
                cells = [
                    cell
                    for line in book[sheet.name].iter_rows(min_row=first)
                    for cell in line
                    if cell.value is not None and str(cell.value).strip()
                ]
                assert len(cells) == sheet.cells


@pytest.mark.parametrize("unseen", [False, True])
def test_the_same_seed_gives_the_same_ledger(unseen):
    for seed in SEEDS:
        first, second = ledger(seed, unseen), make(seed, unseen=unseen)
        assert first[0] == second[0]
        assert pickle.dumps(first[2]) == pickle.dumps(second[2])


def test_another_village_has_the_same_columns_and_other_children():
    for seed in SEEDS[:6]:
        truths = [make(seed, unseen=True, village=number)[2] for number in (0, 1)]
        if not truths[0].is_roster:
            continue
        columns = [[(c.path, c.field) for sheet in t.sheets for c in sheet.columns] for t in truths]
        assert columns[0] == columns[1]
        names = [{row.facts["child.id_number"] for row in truth.rows()} - {""} for truth in truths]
        assert not names[0] & names[1]


def test_every_kind_of_file_is_written():
    kinds = {truth.written for truth in many()}
    assert kinds == {kind for kind, _ in writers.KINDS}


# ── truth ───────────────────────────────────────────────────────────────────────────────────────────────


def test_what_is_wanted_reads_as_itself(ledgers):
    """Every wanted value is in the form in which its kind keeps it."""
    for truth, sheet in rosters(ledgers):
        fields = {c.index: c.field for c in sheet.columns}
        for row in sheet.rows:
            for at, want in row.wants.items():
                name = fields[at] or ""
                if name in NO_FIELDS or name.startswith("place.") or want.why == "a pair":
                    continue
                for value in want.values:
                    kind = catalogue.field(name).kind
                    kept = kind.from_db(int(value) if name in ("child.amount", "household.size") else value)
                    assert str(kind.to_db(kept)) == value, (truth.seed, row.row, name)
                    if name.endswith(("id_number", "birth", "phone")):
                        assert kind.read(value)[1] in (None, ""), (truth.seed, row.row, name)


def test_numbers_and_birthdays_of_the_truth_agree(ledgers):
    for _, sheet in rosters(ledgers):
        for row in sheet.rows:
            number = row.facts["child.id_number"]
            if number:
                assert str(identity.birth(number)) == row.facts["child.birth"]
                assert identity.sex(number) == row.facts["child.sex"]


def test_nobody_real_can_be_meant(ledgers):
    """Numbers of province 99 were never given out, and no telephone begins with 10."""
    for _, sheet in rosters(ledgers):
        for row in sheet.rows:
            for key, value in row.facts.items():
                if key.endswith("id_number") and value:
                    assert value.startswith("99")
                if key.endswith(".phone") and value:
                    assert re.fullmatch(r"104\d{8}", value)


def test_rows_columns_and_headers_do_not_overlap(ledgers):
    for _, sheet in rosters(ledgers):
        children = {row.row for row in sheet.rows}
        head = {*sheet.header_rows, *sheet.under_rows}
        assert not children & sheet.others.keys()
        assert not head & (children | sheet.others.keys())
        assert min(children) > max(head)
        indexes = [column.index for column in sheet.columns]
        assert len(set(indexes)) == len(indexes)
        places = [(row.row, row.block) for row in sheet.rows]
        assert len(set(places)) == len(places)


def test_children_are_minors_and_others_are_not(ledgers):
    for _, sheet in rosters(ledgers):
        for row in sheet.rows:
            born = date.fromisoformat(row.facts["child.birth"])
            assert date(2008, 11, 23) < born < date(2026, 11, 23)


def test_every_dirt_that_was_asked_for_comes():
    told = set()
    others = set()
    for sheet in (sheet for truth in many() for sheet in truth.sheets):
        others |= set(sheet.others.values())
        told |= {want.why for row in sheet.rows for want in row.wants.values()}
        told |= {row.mark for row in sheet.rows}
        told |= {"hidden row" for row in sheet.rows if row.hidden}
        told |= {"hidden column" for column in sheet.columns if column.hidden}
        told |= {"twice"} if len({row.child for row in sheet.rows}) < len(sheet.rows) else set()
    missing = {
        "eaten by Excel", "E+17", "15 digits", "17 digits", "typo", "apostrophe", "full width",
        "blanks inside", "lower x", "certificate in the number's column", "two telephones",
        "note beside name", "lunar", "2015.1", "drag-filled", "merged", "同上",
        "as registered", "follows a parent", "sex against number",
        "birth against number", "age against birth", "private character", "another village", "struck", "red",
        "hidden row", "hidden column", "twice", "several", "says that there is none", "a pair",
    } - told  # fmt: skip
    assert missing == set()
    assert others >= {
        "section", "subtotal", "total", "repeated header", "numbered blank", "note", "signatures"
    }  # fmt: skip


def test_lists_without_children_are_of_every_kind():
    for style, write in strangers.KINDS.items():
        grid = Grid("Sheet1")
        write(random.Random(style), grid)
        assert grid.cells or style == "empty"
    found = {truth.style for truth in many() if not truth.is_roster}
    assert found <= set(strangers.KINDS)
    assert len(found) >= 3


# ── two years of a village ──────────────────────────────────────────────────────────────────────────────


def test_a_village_of_two_years_has_every_event():
    events = set()
    for seed in range(16):
        years = villages.village(seed)
        assert openpyxl.load_workbook(io.BytesIO(villages.file(years.first, "2025年")))
        events |= {line.event for line in years.second}
        events |= {"missing"} if years.missing else set()
        for lines in (years.first, years.second):
            assert len({line.child for line in lines}) == len(lines)
    assert events >= {
        "", "new surname", "number corrected", "number came later", "step-family", "newborn named", "new",
        "twin", "twin new", "namesake", "missing",
    }  # fmt: skip


def test_corrected_numbers_are_well_formed():
    for seed in range(10):
        for line in villages.village(seed).first:
            number = line.facts["child.id_number"]
            assert number == "" or identity.parse_number(number) == number


def test_digits_that_the_judge_takes_for_gone_do_not_stand_in_the_cell():
    """What a rounded number still says is judged; only what no cell holds is not."""
    number, seen = "990101201703020326", {}
    for seed in range(400):
        pen = Pen(random.Random(seed), draw(random.Random(1)), flat=False, fields=frozenset())
        written, _, want = dirt_numbers._damaged(pen, number)
        digits = re.sub(r"\D", "", f"{written:.0f}" if isinstance(written, float) else str(written))
        held = next((n for n in range(18, 0, -1) if digits.startswith(number[:n])), 0)
        seen.setdefault(want.why, set()).add(held)
    for why, left in judge_values.DIGITS_LEFT.items():
        assert seen[why] == {left}
    least = max(judge_values.DIGITS_NEEDED.values())
    for why in seen.keys() - judge_values.DIGITS_LEFT.keys() - {"typo", "15 digits", "19 digits"}:
        assert min(seen[why]) >= least


@pytest.mark.parametrize("unseen", [False, True])
def test_a_ledger_cut_by_kinds_has_children_in_two_sheets_with_the_categories_of_both(unseen):
    cut = [seed for seed in range(120) if office(seed, unseen=unseen).by_kind]
    rows = [row for seed in cut[:4] for row in make(seed, unseen=unseen)[2].rows()]
    twice = Counter((row.child, row.facts["child.id_number"]) for row in rows)
    assert max(twice.values()) > 1
    kinds = {row.facts["child.categories"] for row in rows}
    assert any("、" in kind for kind in kinds) and any("、" not in kind for kind in kinds)
    assert all(options.CATEGORY.find(part) for kind in kinds for part in kind.split("、"))

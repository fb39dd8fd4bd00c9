"""Measures the filling of a form with forty features beside openpyxl and xltpl, all in one run.

    python -m tests.bench.bench_fill [--rows 40 500 5000] [--times 5] [--features]

For each number of rows: features lost, parts that kept every byte, and processor time, ours over openpyxl's
load, inserted rows and save. xltpl wants tags in the form, which a township's form lacks: it only opens the
form and writes it again, without a row. It is named "not run" where it is not installed. What is promised is
judged: nothing lost, 80 % of the parts as they were, 500 rows in no more time; and two mistakes must be seen.
"""

from __future__ import annotations

import argparse
import importlib
import io
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from unittest.mock import patch

import openpyxl

from childdesk.domain.progress import Silent
from childdesk.files.filling import elsewhere, form, source
from childdesk.files.filling.cells import Said
from childdesk.files.filling.lines import Words
from childdesk.files.filling.package import Package
from tests.files import feature_form
from tests.files.feature_form import FIRST, LAST, SHEET

DAY = date(2026, 11, 26)
WORDS = Words("云溪镇河湾村", "陈桂兰", DAY, DAY)
SAME, ROWS = 0.8, 500
"""Promised: parts that keep every byte; the number of rows that takes no more time than openpyxl's way."""
BROKEN = {
    "what stands elsewhere is not moved": lambda: patch.object(elsewhere, "move", lambda *_: None),
    "sums keep their old ranges": lambda: patch.object(form, "grown", lambda text, *_: text),
}
Person = dict[int, Said]


def people(number: int) -> list[Person]:
    """Invented children in the columns of the form."""
    return [
        {
            1: Said(f"{n % 8 + 1}组"),
            2: Said(f"王小{n}"),
            3: Said("男" if n % 2 else "女"),
            4: Said("990101201703020326"),
            5: Said("2017-03-02", day=date(2017, 3, 2)),
            6: Said("何梅"),
            7: Said("祖母"),
            8: Said("10412345678"),
            9: Said(feature_form.CATEGORIES[n % 5]),
            10: Said("950.5", 950.5),
            11: Said(""),
        }
        for n in range(number)
    ]


def ours(given: source.Given, rows: list[Person]) -> bytes:
    """The form filled by this program, from its bytes to its bytes."""
    sheet = given.book.sheets[0]
    opened = form.opened(Package(given.package), given.book, sheet, form.tables(sheet))
    return form.fill(opened, rows, {}, WORDS).data


def by_openpyxl(data: bytes, rows: list[Person]) -> bytes:
    """The form filled as a script with openpyxl does it."""
    book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True)
    sheet = book[SHEET]
    more = max(0, len(rows) - (LAST - FIRST + 1))
    if more:
        sheet.insert_rows(LAST, more)
    for number, person in enumerate(rows):
        for column, said in person.items():
            cell = sheet.cell(FIRST + number, column + 1)
            cell.value = said.day or (said.text if said.number is None else said.number)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def by_xltpl(data: bytes) -> bytes | None:
    """The form opened and written by xltpl, without a row; None where it is not installed."""
    try:
        writer = importlib.import_module("xltpl.writerx")
    except ImportError:
        return None
    with tempfile.TemporaryDirectory(prefix="childdesk-bench-") as folder:
        before, after = Path(folder, "form.xlsx"), Path(folder, "filled.xlsx")
        before.write_bytes(data)
        book = writer.BookWriter(str(before))
        book.render_book([{"tpl_idx": at, "sheet_name": name} for at, name in enumerate(_names(data))])
        book.save(str(after))
        return after.read_bytes()


def _names(data: bytes) -> list[str]:
    return openpyxl.load_workbook(io.BytesIO(data), read_only=True).sheetnames


def _seconds(work: Callable[[], object], times: int) -> float:
    best = float("inf")
    for _ in range(times):
        begun = time.process_time()
        work()
        best = min(best, time.process_time() - begun)
    return best


def _told(name: str, data: bytes, made: bytes, last: int, features: bool) -> tuple[int, float]:
    """(features lost, share of the parts that kept every byte), printed."""
    missing = feature_form.lost(made, last)
    same, parts = feature_form.same_parts(data, made)
    print(
        f"  {name}: lost {len(missing)} of {len(feature_form.FEATURES)} features,"
        f" {same} of {parts} parts byte-identical ({same / parts:.0%})"
    )
    if features and missing:
        print(f"    {'、'.join(missing)}")
    return len(missing), same / parts


def seen(data: bytes, given: source.Given) -> list[str]:
    """The mistakes that the judging of 40 rows does not see."""
    rows, last, unseen = people(40), FIRST + 39, []
    for name, broken in BROKEN.items():
        with broken():
            lost = feature_form.lost(ours(given, rows), last)
        print(f"broken “{name}”: {len(lost)} features lost")
        unseen += [] if lost else [name]
    return unseen


def main() -> int:
    """Prints the table; 1 when something promised is missed, or a mistake is not seen."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[40, 500, 5000])
    parser.add_argument("--times", type=int, default=5)
    parser.add_argument("--features", action="store_true")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    data = feature_form.make()
    given = source.read_form(data, Silent())
    print(
        f"form: {len(feature_form.FEATURES)} features, lost before filling: {feature_form.lost(data, LAST)}"
    )
    xltpl = by_xltpl(data)
    if xltpl is None:
        print("  not run: xltpl (not installed)")
    else:
        _told("xltpl (opened and written, no row)", data, xltpl, LAST, asked.features)
    missed: list[str] = []
    for number in asked.rows:
        rows = people(number)
        last = max(LAST, FIRST + number - 1)
        print(f"{number} rows")
        lost, same = _told("ours", data, ours(given, rows), last, asked.features)
        missed += [f"{number} rows: {lost} lost"] if lost else []
        missed += [f"{number} rows: only {same:.0%} as they were"] if same < SAME else []
        _told("openpyxl", data, by_openpyxl(data, rows), last, asked.features)
        one = _seconds(lambda rows=rows: ours(given, rows), asked.times)
        other = _seconds(lambda rows=rows: by_openpyxl(data, rows), asked.times)
        print(f"  time: ours / openpyxl = {one / other:.2f}")
        missed += (
            [f"{number} rows: {one / other:.2f} times openpyxl"] if number == ROWS and one > other else []
        )
    missed += [f"broken “{name}” not seen" for name in seen(data, given)]
    print("held" if not missed else f"missed: {'；'.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

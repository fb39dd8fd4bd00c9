"""Forms of all kinds are filled and read back: the same children come out, and totals are right.

`python -m tests.prove.prove_fill [--cases N] [--seed S] [--broken NAME]`, see `proof`. Every case invents a
form (`tests/files/forms_made.py`), fills it from one practice village, and imports it again: every row must
say the same and no column may be asked about. Every fourth case fills the form of forty features and lets
LibreOffice compute it anew; without LibreOffice that part is said to be not run.
"""

from __future__ import annotations

import contextlib
import functools
import io
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from unittest.mock import patch

import openpyxl

from childdesk.desk import filling, importing, practice
from childdesk.desk.filling import Wish
from childdesk.desk.session import Session
from childdesk.domain.progress import Silent
from childdesk.files.filling import around, cells, form, refs, source
from childdesk.files.filling.cells import Said
from childdesk.files.filling.lines import Words
from childdesk.files.filling.package import Package
from tests.bench.bench_fill import people
from tests.desk.made import session_in
from tests.files import feature_form
from tests.files.feature_form import FIRST, LAST, SHEET
from tests.files.forms_made import Made
from tests.prove import proof

ROWS = (40, 500, 5000)
OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
DAY = date(2026, 11, 23)


@functools.cache
def village() -> Session:
    """A practice desk of forty generated children; lives as long as the proof."""
    session = session_in(Path(tempfile.mkdtemp(prefix="childdesk-fill-")) / "desk")
    practice.fill(session, 40, 7)
    return session


def there_and_back(folder: Path, data: bytes) -> tuple[list[str], dict[str, int]]:
    """A form is filled, read again as an import would, and must say nothing new."""
    before, after = folder / "form.xlsx", folder / "filled.xlsx"
    before.write_bytes(data)
    made = filling.plan(village(), before, Wish())
    filling.write(village(), made, after)
    wrong = [] if before.read_bytes() == data else ["their file was touched"]
    again = importing.plan(village(), after, only=made.first.name)
    rows = [row for sheet in again.sheets for row in sheet.rows]
    if len(rows) != made.rows:
        wrong.append(f"{len(rows)} rows came back of {made.rows}")
    other = [row for row in rows if row.outcome != "same"]
    wrong += [f"row {row.row}: {row.outcome}" for row in other[:3]]
    asked = [column for sheet in again.sheets for column in sheet.columns if column.decided == "ask"]
    wrong += [f"asks about {column.header}" for column in asked]
    kept = sum(row.outcome == "same" for row in rows)
    return wrong, {"forms": 1, "rows": len(rows), "same": kept}


def recomputed(folder: Path, number: int) -> list[str]:
    """The totals of the feature form after LibreOffice has computed it anew."""
    data = feature_form.make()
    given = source.read_form(data, Silent())
    sheet = given.book.sheets[0]
    opened = form.opened(Package(given.package), given.book, sheet, form.tables(sheet))
    words = Words("河湾村", "陈桂兰", DAY, DAY)
    made = form.fill(opened, people(number), {}, words).data
    wrong = [f"{number} rows lost {name}" for name in feature_form.lost(made, max(LAST, FIRST + number - 1))]
    path = folder / "filled.xlsx"
    path.write_bytes(made)
    ours = _totals(path, number)
    command = [
        OFFICE,
        "--headless",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
        "--outdir",
        str(folder / "lo"),
    ]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=300)
    theirs = _totals(folder / "lo" / "filled.xlsx", number)
    expected = (950.5 * number, f"{number}人", number, 950.5 * number)
    if theirs != expected:
        wrong.append(f"{number} rows: LibreOffice says {theirs}")
    return wrong if ours == theirs else [*wrong, f"{number} rows: we say {ours}, LibreOffice {theirs}"]


def _totals(path: Path, number: int) -> tuple[object, ...]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), data_only=True)
    sheet, summary = book[SHEET], book["汇总"]
    row = FIRST + number
    return sheet.cell(row, 11).value, sheet.cell(row, 3).value, summary["B7"].value, summary["C7"].value


def case(seed: int) -> tuple[list[str], dict[str, int]]:
    """One invented form; every fourth time the form of forty features in LibreOffice as well."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-fill-"))
    try:
        wrong, figures = there_and_back(folder, Made(seed).data())
        if OFFICE and seed % 4 == 1:
            wrong += recomputed(folder, ROWS[seed // 4 % len(ROWS)])
            figures["recomputed"] = 1
        return wrong, figures
    finally:
        shutil.rmtree(folder)


@contextlib.contextmanager
def _no_growth() -> Iterator[None]:
    with patch.object(refs.Growth, "span", lambda self, top, bottom: (self.row(top), self.row(bottom))):
        yield


@contextlib.contextmanager
def _numbers_as_numbers() -> Iterator[None]:
    def stored(said: Said, code: str, epoch_1904: bool = False) -> float | str:
        return float(said.text) if said.text.isdecimal() else said.text

    with patch.object(cells, "as_stored", stored), patch.object(form, "as_stored", stored):
        yield


@contextlib.contextmanager
def _rules_stay() -> Iterator[None]:
    with patch.object(around, "move", lambda *about: None):
        yield


BROKEN = {
    "ranges do not grow": _no_growth,
    "identity numbers as numbers": _numbers_as_numbers,
    "rules of the sheet stay where they were": _rules_stay,
}


if __name__ == "__main__":
    if not OFFICE:
        print("not run: recomputing in LibreOffice (not installed)", file=sys.stderr)
    proof.main("prove_fill", case, BROKEN, cases=24, red=6)

"""Every generated workbook, read by our reader and by somebody else's: cell for cell the same.

`python -m tests.prove.prove_engines [--cases N] [--seed S] [--broken NAME]`, see `proof`. .xlsx is held
against openpyxl; .ods and SpreadsheetML against LibreOffice, which makes an .xlsx of them; web pages and
separated values against plain readers of our own tests; and every twelfth case makes an old .xls with
LibreOffice of a generated .xlsx, so that ours reads the one and openpyxl the other. A difference counts
unless it is one of the explained ones, which are added up by name. Without LibreOffice its part is said
to be not run.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

from childdesk.files import faults, grid
from childdesk.files.grid import Budget
from childdesk.files.reading_child import Out, plain_workbook
from childdesk.files.sheets import Cell, Sheet, Workbook, workbook
from tests.messy import make
from tests.messy.writers import FLAT
from tests.prove import other_engines, proof
from tests.prove.other_engines import OFFICE, Read

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zones
XLSX = "xlsx:Calc MS Excel 2007 XML"
OLD = 12
"""Every so many cases one is an old .xls."""


def ours(data: bytes) -> Workbook:
    """A workbook as our reader reads it."""
    return workbook(plain_workbook(data, Budget(), Out(io.BytesIO())))


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One generated workbook through two engines."""
    data, suffix, truth = make(seed, unseen=seed % 2 == 0)
    if truth.written == "password":
        return [], {"sealed, read by neither": 1}
    if seed % OLD == 0:
        return _old(seed)
    theirs = _theirs(data, suffix, truth.written)
    if theirs is None:
        return [], {"not run": 1}
    kind = truth.written.split()[0] if data[:2] != b"PK" or suffix == ".ods" else "xlsx"
    return _held(seed, ours(data), theirs, kind)


def _theirs(data: bytes, suffix: str, written: str) -> list[Read] | None:
    if written in FLAT:
        return (
            other_engines.with_patterns(data) if written == "html" else other_engines.with_csv(data, written)
        )
    if data[:2] == b"PK" and suffix != ".ods":
        return other_engines.with_openpyxl(data)
    if not OFFICE:
        return None
    return other_engines.with_openpyxl(
        other_engines.converted(data, ".xml" if suffix == ".xls" else suffix, XLSX)
    )


def _old(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """The next generated .xlsx, made an old .xls by LibreOffice for us."""
    if not OFFICE:
        return [], {"not run": 1}
    for step in range(40):
        data, suffix, truth = make(seed + 1000 * step, unseen=False)
        if data[:2] == b"PK" and suffix != ".ods" and truth.written not in ("password", "1904"):
            old = other_engines.converted(data, ".xlsx", "xls:MS Excel 97")
            return _held(seed, ours(old), other_engines.with_openpyxl(data), "xls")
    raise AssertionError("no generated ledger is a workbook of this kind")


def _held(seed: int, mine: Workbook, theirs: list[Read], kind: str) -> tuple[list[str], Mapping[str, int]]:
    problems: list[str] = []
    figures: Counter[str] = Counter({f"{kind} files": 1})
    if kind == "html":  # the table of a sheet without a word is no table to us
        theirs = [sheet for sheet in theirs if sheet.values]
    names = [sheet.name for sheet in mine.sheets]
    if len(names) != len(theirs) or (theirs[0].name and names != [sheet.name for sheet in theirs]):
        problems.append(f"{kind}: the sheets differ")
    for sheet, other in zip(mine.sheets, theirs, strict=False):
        if kind == "spreadsheetml":
            other = _with_errors(sheet, other, figures)
        problems += [f"{kind}: {line}" for line in _differences(sheet, other, figures)]
        if {tuple(merge) for merge in sheet.merges} != other.merges:
            problems.append(f"{kind}: merges of sheet {other.name[:1]}… differ")
        figures["sheets"] += 1
    return problems, figures


def _with_errors(sheet: Sheet, other: Read, figures: Counter[str]) -> Read:
    """Of an XML workbook LibreOffice, which stands between, leaves a stored error out; we say it."""
    mine = {(row, column): cell for row in sheet.rows for column, cell in sheet.cells(row).items()}
    unsaid = set(mine) - set(other.values) - other.formulas
    stored = {place: mine[place].text for place in unsaid if mine[place].kind == "error"}
    figures["an error of an XML workbook, which the other leaves out"] += len(stored)
    return replace(other, values={**other.values, **stored})


def _differences(sheet: Sheet, other: Read, figures: Counter[str]) -> Iterator[str]:
    mine = {(row, column): cell for row in sheet.rows for column, cell in sheet.cells(row).items()}
    values = other.values
    figures["cells"] += len(values)
    lost = {place for place in other.formulas if place not in values or _is_lost(mine.get(place))}
    figures["a formula without its result, which we say"] += len(lost & set(mine))
    for place in sorted((set(mine) ^ set(values)) - (lost & set(mine))):
        said = mine[place].text if place in mine else str(values[place])
        if said.strip():
            yield f"only one engine has {place}"
        else:
            figures["blanks only, which we leave out"] += 1
    for place in sorted((set(mine) & set(values)) - lost):
        if not _same(mine[place], values[place], figures):
            yield f"{place} differs, kinds {mine[place].kind} and {type(values[place]).__name__}"


def _is_lost(cell: Cell | None) -> bool:
    return cell is not None and cell.text == faults.UNCOMPUTED


def _same(cell: Cell, value: object, figures: Counter[str]) -> bool:
    """Whether two engines mean the same, whatever each makes of it for a program."""
    if isinstance(value, bool):
        return cell.text == str(value).upper()
    if isinstance(value, time):
        figures["a time of day without a day"] += 1
        return True
    if isinstance(value, datetime | date):
        whole = value if isinstance(value, datetime) else datetime.combine(value, time())
        serial = (whole - EPOCH) / timedelta(days=1)
        return cell.kind == "date" and cell.number is not None and abs(cell.number - serial) < 1e-5
    if isinstance(value, int | float):
        return cell.number is not None and abs(cell.number - value) <= abs(value) * 1e-15
    return cell.text == str(value).replace("\r\n", "\n").replace("\r", "\n")


def _without_last(self: grid.GridBuilder, columns: list[int], cells: list[int]) -> None:
    self.columns.extend(columns[:-1])
    self.cells.extend(cells[:-1])


BROKEN = {
    "the last cell of a row is lost": lambda: patch.object(grid.GridBuilder, "put_row", _without_last),
    "merges are forgotten": lambda: patch.object(grid.SheetBuilder, "merge", lambda *about: None),
    "numbers are cut": lambda: patch.object(grid.Grid, "number", lambda self, cell: 1.0),
    "texts are tidied": lambda: patch.object(grid.Grid, "text", _tidied),
}


def _tidied(self: grid.Grid, cell: int) -> str:
    ends = self._ends
    return " ".join(self._blob[ends[cell - 1] if cell else 0 : ends[cell]].decode().split())


if __name__ == "__main__":
    if not OFFICE:
        print("not run: .ods, SpreadsheetML and .xls (LibreOffice is not installed)", file=sys.stderr)
    proof.main("prove_engines", case, BROKEN, cases=150, red=20)

"""Every generated workbook as .xlsx, read by our reader and by openpyxl: cell for cell the same.

`python -m tests.prove.prove_engines [--cases N] [--seed S] [--broken NAME]`, see `proof`. A difference counts
unless it is one of the explained ones, which are added up by name.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from unittest.mock import patch

import openpyxl

from childdesk.files import grid
from childdesk.files.grid import Budget
from childdesk.files.reading_child import Out, plain_workbook
from childdesk.files.sheets import Cell, Sheet, workbook
from tests.messy import make
from tests.prove import proof

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet knows no zones
SPREADSHEETS = (".xlsx", ".xlsm")


def ledger(seed: int) -> bytes:
    """The first ledger from `seed` on, in steps of a thousand, that is written as .xlsx."""
    for step in range(20):
        data, suffix, truth = make(seed + 1000 * step, unseen=seed % 2 == 0)
        if suffix in SPREADSHEETS and truth.written != "password":
            return data
    raise AssertionError("no generated ledger is a workbook of this kind")


def case(seed: int) -> tuple[list[str], Mapping[str, int]]:
    """One workbook through both engines."""
    data = ledger(seed)
    if data[:2] != b"PK":
        return [], {"not a zip": 1}
    ours = workbook(plain_workbook(data, Budget(), Out(io.BytesIO())))
    theirs = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    problems: list[str] = []
    figures: Counter[str] = Counter()
    if [sheet.name for sheet in ours.sheets] != theirs.sheetnames:
        problems.append("the sheets differ")
    for sheet, other in zip(ours.sheets, theirs.worksheets, strict=False):
        problems += list(_differences(sheet, other, figures))
        merged = {(m.min_row, m.min_col - 1, m.max_row, m.max_col - 1) for m in other.merged_cells.ranges}
        if {tuple(merge) for merge in sheet.merges} != merged:
            problems.append(f"merges of sheet {other.title[:1]}… differ")
        figures["sheets"] += 1
    return problems, figures


def _differences(sheet: Sheet, other: object, figures: Counter[str]) -> Iterator[str]:
    mine = {(row, column): cell for row in sheet.rows for column, cell in sheet.cells(row).items()}
    values = {
        (cell.row, cell.column - 1): cell.value
        for row in other.iter_rows()  # type: ignore[attr-defined]
        for cell in row
        if cell.value is not None and str(cell.value) != ""
    }
    figures["cells"] += len(values)
    for place in sorted(set(mine) ^ set(values)):
        said = mine[place].text if place in mine else str(values[place])
        if said.strip():
            yield f"only one engine has {place}"
        else:
            figures["blanks only, which we leave out"] += 1
    for place in sorted(set(mine) & set(values)):
        if not _same(mine[place], values[place], figures):
            yield f"{place} differs, kinds {mine[place].kind} and {type(values[place]).__name__}"


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
    said = str(value).replace("\r\n", "\n").replace("\r", "\n")
    return cell.text == said


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
    proof.main("prove_engines", case, BROKEN, cases=150, red=20)

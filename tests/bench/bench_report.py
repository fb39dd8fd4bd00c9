"""Prints how fast a roster of 10,000 rows and 40 columns is written, beside openpyxl in the same run.

Each writer works in a process of its own, so that its memory is its own: `--one NAME` is that process.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

from childdesk.domain.progress import Silent
from childdesk.files.roster_write import Roster, RosterColumn, content
from tests.files.people import a_child, a_phone

ROWS, COLUMNS, SEED = 10_000, 40, 7
RUNS = 3
FASTER, EXTRA = 2.0, 60
"""What is promised: times faster than openpyxl, MB above what stands there before."""


def roster() -> Roster:
    """Numbers, names, dates, telephones, addresses; every eighth cell of the rest is blank."""
    chance = random.Random(SEED)
    kinds = ["number", "text", "text", "id", "text", "text", "text", "text", "id", "text"]
    columns = [
        RosterColumn(f"栏目{at}", 12, kinds[at] if at < len(kinds) else "text") for at in range(COLUMNS)
    ]
    rows = []
    for number in range(1, ROWS + 1):
        child = a_child(chance)
        address = f"青山镇青山村{child.group}{chance.randrange(1, 300)}号"
        cells: list[str | int | None] = [number, child.name, child.sex, child.id_number, str(child.birth)]
        cells += [child.group, child.school, child.guardian, child.phone, address]
        for column in range(len(cells), COLUMNS):
            more = (child.father, a_phone(chance), child.grade, str(chance.randrange(2000)), address)
            cells.append(None if chance.randrange(8) == 0 else more[column % 5])
        rows.append(cells)
    return Roster("青山村儿童台账", "青山村", "2026-11-23", columns, rows)


def with_openpyxl(told: Roster, path: Path) -> None:
    """The same sheet: title, head, borders and fonts on every cell, numbers as text, print set-up."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    line = Side(style="thin")
    box, font = Border(left=line, right=line, top=line, bottom=line), Font(name="仿宋", size=10.5)
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet.append([told.title])
    sheet.append([told.unit])
    sheet.append([column.header for column in told.columns])
    for row in told.rows:
        sheet.append(list(row))
    for cells in sheet.iter_rows(min_row=3):
        for cell in cells:
            cell.border, cell.font, cell.alignment = box, font, middle
    for at, column in enumerate(told.columns, 1):
        if column.kind == "id":
            for cell in next(sheet.iter_cols(at, at, 4)):
                cell.number_format = "@"
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=COLUMNS)
    sheet.freeze_panes, sheet.print_title_rows = "C4", "1:3"
    book.save(path)


def one(name: str) -> None:
    """One writer, alone: seconds of processor time, MB above what stood there before, MB of the file."""
    told = roster()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out.xlsx"
        before, begun = _peak(), time.process_time()
        if name == "openpyxl":
            with_openpyxl(told, path)
        else:
            path.write_bytes(content(told, Silent()))
        seconds = time.process_time() - begun
        print(json.dumps([seconds, _peak() - before, path.stat().st_size / 1e6]))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _held(theirs: list[float], ours: list[float]) -> bool:
    """Whether (seconds, MB above the data, …) of ours keep the promise beside theirs."""
    return theirs[0] / ours[0] >= FASTER and ours[1] <= EXTRA


def main() -> int:
    """Prints both, the ratio, and whether the promise holds; 1 when not, or when the wrong writer passes."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", choices=("ours", "openpyxl"))
    asked = parser.parse_args()
    if asked.one:
        one(asked.one)
        return 0
    best: dict[str, list[float]] = {}
    for _ in range(RUNS):
        for name in ("openpyxl", "ours"):
            command = [sys.executable, "-m", "tests.bench.bench_report", "--one", name]
            told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
            best[name] = min(best.get(name, told), told)
    for name, (seconds, extra, size) in best.items():
        print(f"{name}: {seconds:.2f} s, {extra:.0f} MB above the data, file {size:.1f} MB (best of {RUNS})")
    ratio = best["openpyxl"][0] / best["ours"][0]
    held = _held(best["openpyxl"], best["ours"])
    print(
        f"a roster of {ROWS:,} × {COLUMNS}: {ratio:.1f} times faster than openpyxl, "
        f"{best['ours'][1]:.0f} MB extra ({'held' if held else 'NOT HELD'})"
    )
    blind = _held(best["openpyxl"], best["openpyxl"])
    print(f"broken “openpyxl writes it in our place”: {'NOT seen' if blind else 'seen'}")
    return 0 if held and not blind else 1


if __name__ == "__main__":
    sys.exit(main())

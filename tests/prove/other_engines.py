"""Other people's readers of what is no .xlsx, so that ours is never its own judge."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
import tempfile
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl

OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
Place = tuple[int, int]


@dataclass(slots=True)
class Read:
    """One sheet as another engine reads it: values by (row from 1, column from 0), and merged ranges."""

    name: str
    values: dict[Place, Any] = field(default_factory=dict)
    merges: set[tuple[int, int, int, int]] = field(default_factory=set)
    formulas: set[Place] = field(default_factory=set)
    """Where a formula stands, as far as the engine says."""


def with_openpyxl(data: bytes) -> list[Read]:
    """An .xlsx as openpyxl reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
        written = openpyxl.load_workbook(io.BytesIO(data))
    found = []
    for sheet in book.worksheets:
        made = Read(sheet.title)
        for row in sheet.iter_rows():
            made.values |= {
                (c.row, c.column - 1): c.value for c in row if c.value is not None and str(c.value) != ""
            }
        cells = (cell for row in written[sheet.title].iter_rows() for cell in row)
        made.formulas = {(cell.row, cell.column - 1) for cell in cells if cell.data_type == "f"}
        made.merges = {
            (m.min_row, m.min_col - 1, m.max_row, m.max_col - 1) for m in sheet.merged_cells.ranges
        }
        found.append(made)
    return found


def converted(data: bytes, suffix: str, to: str) -> bytes:
    """A workbook as LibreOffice writes it in another format."""
    with tempfile.TemporaryDirectory(prefix="childdesk-engines-") as name:
        folder = Path(name)
        path = folder / f"given{suffix}"
        path.write_bytes(data)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = [OFFICE, profile, "--headless", "--convert-to", to, "--outdir", f"{folder}/made", str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        return next((folder / "made").iterdir()).read_bytes()


def with_csv(data: bytes, written: str) -> list[Read]:
    """Separated values as the standard library reads them, with the encoding that they were written in."""
    text = data.decode(written.split()[1])
    made = Read("")
    lines = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if written.startswith("txt") else ",")
    for row, cells in enumerate(lines, 1):
        made.values |= {(row, at): text for at, text in enumerate(cells) if text}
    return [made]


def with_patterns(data: bytes) -> list[Read]:
    """The tables of a generated web page by plain patterns: it has no table inside a table."""
    found = []
    for table in re.findall(r"<table.*?>(.*?)</table>", data.decode(), re.DOTALL):
        made, taken = Read(""), set()
        for row, line in enumerate(re.findall(r"<tr>(.*?)</tr>", table, re.DOTALL), 1):
            at = 0
            for attributes, words in re.findall(r"<td([^>]*)>(.*?)</td>", line, re.DOTALL):
                while (row, at) in taken:
                    at += 1
                down, right = (_span(attributes, name) for name in ("rowspan", "colspan"))
                taken |= {(row + n, at + k) for n in range(down) for k in range(right)}
                if down > 1 or right > 1:
                    made.merges.add((row, at, row + down - 1, at + right - 1))
                # No page shows blanks or a break at the end, nor several blanks as more than one.
                text = re.sub("[ \t]+", " ", html.unescape(words.replace("<br>", "\n"))).strip(" \n")
                if text:
                    made.values[row, at] = text
                at += right
        found.append(made)
    return found


def _span(attributes: str, name: str) -> int:
    said = re.search(rf'{name}="(\d+)"', attributes)
    return int(said[1]) if said else 1

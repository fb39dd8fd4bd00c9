"""Every report of invented villages, opened by LibreOffice: its own sums equal ours, no column is cut.

`python -m tests.prove.prove_report [--cases N] [--seed S] [--broken NAME]`, see `proof`. The cached values
are taken out before, so that LibreOffice must compute every formula itself; then it prints each sheet, and
every page is asked for its head. Every third case is a township of several villages, every sixth a county:
each village stands by its name with the sum at the foot, and everybody who is registered is counted once.
Ends with 3 without LibreOffice.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

import openpyxl

from childdesk.desk import practice, report_view, reports, villages
from childdesk.desk.report_view import Asked, unit_order
from childdesk.desk.session import Session
from childdesk.domain.clock import SetClock
from childdesk.files import tally_write
from childdesk.store import reader
from tests.desk.made import NOW, session_in
from tests.prove import proof
from tests.ui import townships

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
PDFTOTEXT = shutil.which("pdftotext")
CACHED = re.compile(r"(<f>[^<]*</f>)<v>[^<]*</v>")
CHILDREN = 70
WHOLE = ("age", "disability", "relief", "overview")
"""Tables of everybody who is registered."""


def _no_sums(self, row, total):
    """A variant: the sum reaches one line too short."""
    for at, leaf in enumerate(self.leaves):
        if not leaf.share:
            name = tally_write.letters(self.labels + at)
            formula = f"=SUM({name}{self.first + 2}:{name}{row})"
            self.sheet.write_formula(
                row, self.labels + at, formula, self.formats["sum"], total.cells[at].number
            )


BROKEN = {
    "a sum misses the first line": lambda: patch.object(tally_write._Page, "_total", _no_sums),
    "a village is left out": lambda: patch.object(
        report_view, "unit_order", lambda view, units: unit_order(view, units)[:-1]
    ),
    "the head does not repeat": lambda: patch.object(
        tally_write._Page, "_print", lambda self, last: self.sheet.set_paper(9)
    ),
}


def case(seed: int) -> tuple[list[str], dict[str, int]]:
    """One village, every workbook of it."""
    folder = Path(tempfile.mkdtemp(prefix="childdesk-report-"))
    session = _session(folder / "home", seed)
    problems: list[str] = []
    figures = {"reports": 0, "formulas": 0, "pages": 0, "checks": 0, "counted": 0}
    try:
        day = session.today - timedelta(days=31 * (seed % 4))
        for name, report in reports.REPORTS.items():
            if report.format == "xlsx":
                asked = Asked(name, as_of=day if seed % 4 else None)
                made = reports.make(session, asked, folder / f"{name}.xlsx")
                figures["checks"] += len(made.checks)
                figures["reports"] += 1
        problems += _counted(session, figures)
        problems += _computed(folder, figures) + _printed(folder, figures, day)
    finally:
        session.ledger.close()
        shutil.rmtree(folder)
    return problems, figures


def _session(home: Path, seed: int) -> Session:
    """A village, or every third time a township or a county."""
    if seed % 3:
        session = session_in(home)
        practice.fill(session, CHILDREN, seed)
        return session
    base = townships.made() if seed % 6 else townships.county()
    session = townships.opened(townships.copied(home, base), base, SetClock(NOW))
    if not seed % 6:
        townships.fill_county(session, CHILDREN, towns=3, many=4, seed=seed)
        return session
    townships.fill(session, CHILDREN, many=5, seed=seed)
    return session


def _counted(session: Session, figures: dict[str, int]) -> list[str]:
    """The tables of today against the children, looked at one by one; every village by its name."""
    rows = reader.everyone(session.ledger.connection, "child")
    open_ = {row: raw for row, raw in rows if not raw.get("exit_on") and not raw.get("exit_reason")}
    problems = []
    for name in WHOLE:
        made = reports.produce(session, Asked(name))
        found = [child for line in made.own() for child in line.cells[0].children]
        figures["counted"] += len(found)
        if sorted(found) != sorted(open_) or made.total.cells[0].number != len(open_):
            problems.append(f"{name}: {len(found)} counted, {len(open_)} are there")
        if session.ledger.identity.level != "village":
            named = ["".join(line.labels) for line in made.own()]
            names = villages.names(session)
            known = sorted(names[one.unit] for one in villages.every(session))
            if sorted(named) != known:
                problems.append(f"{name}: lines {named}, villages {known}")
    return problems


def _computed(folder: Path, figures: dict[str, int]) -> list[str]:
    """What LibreOffice computes against what we wrote beside each formula."""
    bare, done = folder / "bare", folder / "done"
    bare.mkdir()
    for path in sorted(folder.glob("*.xlsx")):
        with zipfile.ZipFile(path) as book, zipfile.ZipFile(bare / path.name, "w") as out:
            for item in book.namelist():
                body = book.read(item)
                if item.startswith("xl/worksheets/"):
                    body = CACHED.sub(r"\1", body.decode()).encode()
                out.writestr(item, body)
    _convert("xlsx", bare, done)
    problems = []
    for path in sorted(folder.glob("*.xlsx")):
        if not (done / path.name).exists():
            problems.append(f"{path.name}: LibreOffice did not open it")
            continue
        problems += _differing(path, done / path.name, figures)
    return problems


def _differing(path: Path, recomputed: Path, figures: dict[str, int]) -> list[str]:
    ours = openpyxl.load_workbook(path, data_only=True)
    theirs = openpyxl.load_workbook(recomputed, data_only=True)
    problems = []
    for sheet in openpyxl.load_workbook(path):
        cells = (cell for row in sheet.iter_rows() for cell in row)
        for cell in (one for one in cells if isinstance(one.value, str) and one.value.startswith("=")):
            figures["formulas"] += 1
            mine, found = (book[sheet.title][cell.coordinate].value for book in (ours, theirs))
            if isinstance(found, str) or abs(float(mine or 0) - float(found or 0)) > 0.005:
                problems.append(f"{path.name} {cell.coordinate}: ours {mine}, theirs {found}")
    return problems


def _printed(folder: Path, figures: dict[str, int], day: date) -> list[str]:
    """Every printed page of the first sheet repeats the head, and the page is one column wide."""
    done = folder / "pdf"
    _convert("pdf", folder, done)
    problems = []
    for path in sorted(folder.glob("*.xlsx")):
        pages = _pages(done / f"{path.stem}.pdf")
        figures["pages"] += len(pages)
        sheet = openpyxl.load_workbook(path).worksheets[0]
        title = "".join(str(sheet["A1"].value).split())
        words = [str(cell.value) for cell in sheet[_last_head(sheet)] if cell.value]
        # A picture has the title too, but nobody who reports.
        numbered = [page for page in pages if title in page and "填报单位" in page]
        chart = len(openpyxl.load_workbook(path).worksheets) - 1
        if len(numbered) + chart < len(pages):
            problems.append(f"{path.name}: a page without its title ({len(numbered)} of {len(pages)})")
        for at, page in enumerate(numbered, 1):
            cut = [word for word in words if "".join(word.split()) not in page]
            if cut:
                problems.append(f"{path.name} page {at}: head {cut[0]} is cut")
    return problems


def _last_head(sheet) -> int:
    """The lowest row of the head, from the rows that repeat on every page; the third where none does."""
    repeated = sheet.print_title_rows
    return int(str(repeated).rpartition("$")[2]) if repeated else 3


def _pages(path: Path) -> list[str]:
    told = subprocess.run([str(PDFTOTEXT), "-raw", str(path), "-"], capture_output=True, check=True)
    return ["".join(page.split()) for page in told.stdout.decode().split("\f") if page.strip()]


def _convert(kind: str, source: Path, target: Path) -> None:
    profile = f"-env:UserInstallation=file://{source}/profile-{kind}"
    files = [str(path) for path in sorted(source.glob("*.xlsx"))]
    command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(target), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=600)


if __name__ == "__main__":
    if SOFFICE is None or PDFTOTEXT is None:
        print("prove_report: not run: LibreOffice or pdftotext is missing")
        sys.exit(3)
    proof.main("prove_report", case, BROKEN, cases=6, red=2)

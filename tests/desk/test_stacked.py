"""Sheets of a village and of its township have the same columns: whoever has workbooks alone stacks them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from childdesk.desk import desks as seats
from childdesk.desk import practice, reports
from childdesk.desk.report_view import Asked
from childdesk.desk.reports import REPORTS
from childdesk.desk.rosters import Sheet
from childdesk.desk.session import Session
from childdesk.domain import village
from childdesk.domain.clock import SetClock
from childdesk.domain.report.tally import Line, Tally
from childdesk.store import reader, slots
from childdesk.store.writer import Writer
from tests.desk.made import NOW, session_in
from tests.ui import townships
from tests.ui.villages import PASSPHRASE, Made

TABLES = [name for name, report in REPORTS.items() if report.format == "xlsx"]
CHILDREN, SEED, OTHER = 14, 11, 12
NUMBER, VILLAGE = "序号", "河湾村"


@pytest.fixture(scope="module")
def desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Session, Session]]:
    """(village, township): the township holds the children of this village and those of another one."""
    folder = tmp_path_factory.mktemp("stacked")
    below = session_in(folder / "below")
    practice.fill(below, CHILDREN, SEED)
    above = township(folder / "above")
    stories = ((SEED, townships.unit(0)), (OTHER, townships.unit(1)))
    batches = (
        batch
        for seed, unit in stories
        for batch in village.generate(CHILDREN, seed, below.today, unit).joined()
    )
    for batch in sorted(batches, key=lambda batch: batch.day):
        clock = SetClock(datetime.combine(batch.day, practice.MORNING))
        writer = Writer(above.ledger.connection, clock, above.ledger.index.refresh)
        writer.write(batch.operation, above.person, batch.ops, source="演练")
    townships.fill(above, 0, many=2)
    yield below, above
    for session in (below, above):
        session.ledger.close()


def township(home: Path) -> Session:
    """A township that is practised with: only such a one lets a story of past days in."""
    home.mkdir()
    clock = SetClock(NOW)
    who = {"unit_name": townships.TOWN, "region": townships.REGION, "person": townships.PERSON}
    made = seats.make(home, clock, level="township", passphrase=PASSPHRASE, practice=True, **who)
    key = slots.unlock_recovery(home, made.recovery_code)
    return townships.opened(home, Made(home, key, seats.people(home)[0][0], made.recovery_code), clock)


def heads(session: Session, name: str) -> list[list[str]]:
    """The rows of the head as they stand in the workbook."""
    made = reports.produce(session, Asked(name))
    sheet = openpyxl.load_workbook(io.BytesIO(reports.content(session, made))).worksheets[0]
    rows = sheet.iter_rows(min_row=3, max_row=reports.first_row(made) - 1, values_only=True)
    return [[str(value or "") for value in row] for row in rows]


@pytest.mark.parametrize("name", TABLES)
def test_a_village_and_its_township_have_the_same_heads_in_the_same_columns(
    desks: tuple[Session, Session], name: str
) -> None:
    below, above = desks
    assert heads(below, name) == heads(above, name)
    assert any(heads(below, name)[-1])


@pytest.mark.parametrize("name", TABLES)
def test_what_a_village_writes_stands_in_its_townships_sheet_word_for_word(
    desks: tuple[Session, Session], name: str
) -> None:
    above = desks[1]
    ours, theirs = (reports.produce(session, Asked(name)) for session in desks)
    if isinstance(ours, Tally) and isinstance(theirs, Tally):
        if name == "yearly":
            assert [line.labels for line in ours.lines] == [line.labels for line in theirs.lines]
            return
        named = [line for line in theirs.lines if line.labels[0] == VILLAGE]
        assert len(named) == len(ours.lines)
        if name == "referral-ledger":
            return
        assert [told(line) for line in named] == [told(line) for line in ours.lines]
        return
    assert isinstance(ours, Sheet)
    assert isinstance(theirs, Sheet)
    units = {row: raw["unit"] for row, raw in reader.everyone(above.ledger.connection, "child")}
    block = [
        row for child, row in zip(theirs.children, theirs.rows, strict=True)
        if units[child] == townships.unit(0)
    ]  # fmt: skip
    assert without_number(theirs, block) == without_number(ours, list(ours.rows))


def told(line: Line) -> list[str]:
    """What stands in the cells of a line."""
    return [cell.said or str(cell.number) for cell in line.cells]


def without_number(sheet: Sheet, rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """The rows without the number that every list begins anew; visits of one day may stand in any order."""
    kept = [at for at, column in enumerate(sheet.columns) if column.header != NUMBER]
    return sorted((tuple(row[at] for at in kept) for row in rows), key=str)

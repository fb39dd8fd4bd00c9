"""What several files of this floor begin with; a file whose desk holds more has a `session` of its own."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import importing
from tests.desk.made import session_in


@pytest.fixture
def session(tmp_path):
    opened = session_in(tmp_path / "desk")
    yield opened
    opened.ledger.close()


@pytest.fixture
def planned(session, tmp_path):
    """rows, merges → the plan of a workbook with them in its first sheet; `dress` sees the sheet before."""

    def plan(rows, *merges, dress=None, **more):
        book = openpyxl.Workbook()
        sheet = book.active
        for row in rows:
            sheet.append(row)
        for merge in merges:
            sheet.merge_cells(merge)
        if dress is not None:
            dress(sheet)
        book.save(tmp_path / "ledger.xlsx")
        return importing.plan(session, tmp_path / "ledger.xlsx", **more)

    return plan

"""What several files of this floor begin with; `session` is each file's own."""

from __future__ import annotations

import openpyxl
import pytest

from childdesk.desk import importing


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

"""A report as it is looked at and printed: every head stands over what it heads."""

from __future__ import annotations

from pathlib import Path

import pytest

from childdesk.desk import report_look
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import WHOLE
from childdesk.domain.paper import Table
from tests.desk.made import fill, session_in


@pytest.mark.parametrize(("name", "deep"), [("left-behind-summary", 3), ("hardship-summary", 2), ("age", 1)])
def test_the_heads_of_a_printed_summary_cover_every_column_once(tmp_path: Path, name: str, deep: int) -> None:
    session = session_in(tmp_path / "desk")
    fill(session, 20)
    paper = report_look.look(session, Asked(name), WHOLE).paper
    session.ledger.close()
    [table] = [block for block in paper.blocks if isinstance(block, Table)]
    assert len(table.head) >= deep
    said = {(y, x) for y, row in enumerate(table.head) for x, word in enumerate(row) if word}
    for top, left, down, across in table.merges:
        inside = {(y, x) for y in range(top, top + down) for x in range(left, left + across)}
        assert said & inside == {(top, left)}
    covered = {
        (y, x)
        for top, left, down, across in table.merges
        for y in range(top, top + down)
        for x in range(left, left + across)
    }
    assert said | covered == {(y, x) for y in range(len(table.head)) for x in range(table.columns)}

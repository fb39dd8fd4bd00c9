"""Our own lists that come back say nothing new; what somebody wrote over what we had put together is told."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import openpyxl
import pytest

from childdesk.desk import importing, listed, own_lists, practice, reports, sweeps
from childdesk.desk.leaving import Terms
from childdesk.desk.own_lists import CHANGED
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import MASKED, NAMELESS, WHOLE
from childdesk.domain.errors import Refused
from childdesk.files import roster_write
from childdesk.files.verdict import HIDDEN
from childdesk.store import reader
from tests.desk import made

CHILDREN = 30
ROSTERS = (
    "village-roster", "left-behind-roster", "mobile-roster", "hardship-roster", "orphan-roster",
    "unsupported-roster", "visit-list",
)  # fmt: skip


@pytest.fixture(scope="module")
def village(tmp_path_factory):
    """A practice village to which these tests write nothing."""
    session = made.session_in(tmp_path_factory.mktemp("own") / "home")
    practice.fill(session, CHILDREN, 7)
    yield session
    session.ledger.close()


def nothing_new(session, path):
    """Reads a list and holds it to saying nothing; the number of its rows."""
    plan = importing.plan(session, path)
    rosters = [sheet for sheet in plan.sheets if sheet.is_roster]
    outcomes = {row.outcome for sheet in rosters for row in sheet.rows}
    assert outcomes == {"same"}, [(r.row, r.outcome, r.ops) for s in rosters for r in s.rows][:5]
    assert plan.ops() == []
    assert not any(column.decided == "ask" for sheet in rosters for column in sheet.columns)
    assert not any(remark.text == CHANGED for sheet in rosters for remark in sheet.issues)
    return sum(len(sheet.rows) for sheet in rosters)


@pytest.mark.parametrize("level", [WHOLE, MASKED])
@pytest.mark.parametrize("name", ROSTERS)
def test_what_we_wrote_ourselves_changes_nothing_when_it_is_read_back(village, tmp_path, name, level):
    written = reports.make(village, Asked(name), tmp_path / "list.xlsx", Terms(level))
    assert written.rows
    assert nothing_new(village, written.path) == written.rows


def test_a_list_in_which_nobody_can_be_recognised_is_refused_with_the_reason(village, tmp_path):
    written = reports.make(village, Asked("village-roster"), tmp_path / "list.xlsx", Terms(NAMELESS))
    with pytest.raises(Refused, match=HIDDEN):
        importing.plan(village, written.path)


def test_an_exported_page_of_the_register_changes_nothing_with_any_columns(village, tmp_path):
    everyone = [child for child, _ in reader.everyone(village.ledger.connection, "child")][:20]
    kinds = [kind.key for kind in listed.kinds()]
    for number, keys in enumerate((kinds[:11], ["name", *kinds[11:]])):
        path = tmp_path / f"{number}.xlsx"
        listed.export(village, path, everyone, keys)
        assert nothing_new(village, path) == len(everyone)


def test_the_result_of_a_sweep_changes_nothing(tmp_path):
    session = made.session_in(tmp_path / "home")
    made.child(session, "周小禾")
    made.child(session, "李乙然", village_group="1组")
    saved, _ = sweeps.new(session, "防溺水排查", "有没有人看着", "2026-11-30", asker="镇民政办")
    sweeps.report(session, saved.id, tmp_path / "sweep.xlsx")
    assert nothing_new(session, tmp_path / "sweep.xlsx") == 2
    session.ledger.close()


def test_a_telephone_written_over_in_our_own_list_is_told_and_not_taken(village, tmp_path):
    written = reports.make(village, Asked("village-roster"), tmp_path / "list.xlsx")
    book = openpyxl.load_workbook(written.path)
    sheet = book.active
    at = next(cell.column for cell in sheet[3] if cell.value == "家长电话")
    row = next(row for row in range(4, 40) if sheet.cell(row, at).value)
    sheet.cell(row, at).value = "10400009999"
    book.save(written.path)

    plan = importing.plan(village, written.path)

    told = [remark for remark in plan.sheets[0].issues if remark.text == CHANGED]
    assert [(one.row, one.column, one.was) for one in told] == [(row, at - 1, "10400009999")]
    assert plan.ops() == []


def test_at_a_desk_that_does_not_know_the_child_what_we_had_put_together_is_kept_as_items(village, tmp_path):
    written = reports.make(village, Asked("village-roster"), tmp_path / "list.xlsx")
    other = made.session_in(tmp_path / "other")
    plan = importing.plan(other, written.path)
    sheet = plan.sheets[0]
    filled = sum(len(texts) for texts in map(sheet.sheet.texts, sheet.table_rows))
    feet = sum(len(sheet.sheet.texts(row)) for row in sheet.sheet.rows if row > sheet.table_rows[-1])
    importing.apply(other, plan)
    labels = {raw["label_words"] for _, raw in reader.everyone(other.ledger.connection, "item")}
    assert sheet.added == written.rows
    assert {"家长电话", "务工地址", "最近走访"} <= labels
    assert sheet.stored + sheet.extra + sheet.listed == filled + feet
    assert nothing_new(other, written.path) == written.rows
    other.ledger.close()


def test_a_roster_of_an_earlier_version_without_the_village_says_nothing_new_either(village, tmp_path):
    written = reports.make(village, Asked("village-roster"), tmp_path / "list.xlsx")
    product = reports.produce(village, Asked("village-roster"))
    at = [column.header for column in product.columns].index("村")
    before = dataclasses.replace(
        product,
        columns=product.columns[:at] + product.columns[at + 1 :],
        rows=tuple(row[:at] + row[at + 1 :] for row in product.rows),
    )
    path = tmp_path / "older.xlsx"
    roster_write.write_roster(path, before.roster(practice=True))
    assert nothing_new(village, path) == written.rows


def test_every_layout_that_was_ever_released_is_known_as_ours():
    """A layout that is changed is added here, and its former one stays: lists lie in folders for years."""
    lines = (Path(__file__).parent / "own_layouts.txt").read_text(encoding="utf-8").splitlines()
    released = {tuple(heads.split("、")): name for name, heads in (line.split(" ", 1) for line in lines)}
    for headers, name in released.items():
        found = own_lists.known(headers)
        assert found is not None, headers
        assert found.name == name
    today = {one.headers for one in own_lists._lists()}
    assert today <= released.keys(), today - released.keys()

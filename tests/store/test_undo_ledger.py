"""Undo on a real ledger: what a person sees is as before, and what later entries need stays and is named."""

from __future__ import annotations

import random
from datetime import date
from unittest.mock import patch

import pytest

from childdesk.desk import due, finding, history, village_roster
from childdesk.desk.session import Session
from childdesk.domain import undo
from childdesk.domain.change import NEW
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.store import checking, journal, reader
from childdesk.store.snapshot import Snapshot
from tests.store.copies import Copy
from tests.store.living import PERSON, TODAY, Living, digest, families, living

pytestmark = pytest.mark.long

PLAIN = ("born", "numbered", "set", "set", "set", "withdraw", "revive")
FORMS = (*PLAIN, "open", "save", "save")
"""With forms left open there are conflicts, and of those a person must first decide."""


@pytest.fixture
def desk(tmp_path):
    with living(tmp_path / "home") as opened:
        yield opened


def seat(desk: Living) -> Session:
    return Session(desk.ledger, PERSON, "陈桂兰", "主任", s3=True, clock=desk.clock)


def seen(desk: Living) -> dict[str, object]:
    """Everything that undo promises to bring back: tables, search, due list, roster."""
    session = seat(desk)
    sheet = village_roster.sheet(session, Snapshot(desk.connection, TODAY))
    return {
        **desk.records(),
        "search": desk.found(),
        "index": desk.sources(),
        "find": finding.find(session, "", 100),
        "due": due.due(session, date(2027, 1, 1), days=60),
        "roster": (sheet.rows, sheet.checks),
    }


def entries(desk: Living) -> list[str]:
    return [head.id for head in reversed(journal.headers(desk.connection, limit=10_000))]


def village(desk: Living, count: int) -> list[str]:
    """Some children who were there before, one of them visited with another visit due."""
    desk.write(*families(count, seed=7), operation="import")
    children = sorted(row for row, _ in reader.everyone(desk.connection, "child"))
    desk.about("visit", children[0], date="2026-11-01", visit_type="日常走访", next_date="2026-12-01")
    return children


# ── a large import ───────────────────────────────────────────────────────────────────────────────────────


def test_undo_of_an_import_of_3000_children_leaves_everything_as_before(desk):
    children = village(desk, 20)
    before = seen(desk)
    ops = families(3000, seed=8)
    visits = [
        New("visit", new_id(), {"child": op.row, "date": "2026-11-20", "next_date": "2026-12-05"})
        for op in ops
        if op.record == "child"
    ]
    edits = [Set("child", child, "school", "并入中心小学") for child in children]
    entry = desk.write(*ops, *visits, *edits, operation="import", source="花名册.xlsx")
    after = seen(desk)
    assert len([item for item in after["due"] if item.kind == "visit"]) == 3020
    done = history.apply_undo(seat(desk), entry)
    assert (done.reverted, done.kept) == (3000 * 8 + 20, ())
    assert {name: digest(rows) for name, rows in seen(desk).items()} == (
        {name: digest(rows) for name, rows in before.items()}
    )
    assert len(desk.changes()) > 48_000
    again = history.apply_undo(seat(desk), done.entry)
    assert (again.reverted, again.kept) == (done.reverted, ())
    assert {name: digest(rows) for name, rows in seen(desk).items()} == (
        {name: digest(rows) for name, rows in after.items()}
    )


def test_an_undo_that_forgets_the_index_is_seen(desk):
    village(desk, 5)
    before = seen(desk)
    entry = desk.write(*families(10, seed=8), operation="import")
    with patch.object(desk.writer, "refresh", lambda connection, children: None):
        history.apply_undo(seat(desk), entry)
    now = seen(desk)
    assert now["search"] != before["search"]
    assert now["child"] == before["child"]


def test_undo_after_a_later_visit_keeps_what_the_visit_needs_and_says_so(desk):
    village(desk, 3)
    ops = families(10, seed=8)
    entry = desk.write(*ops, operation="import")
    visited = next(op for op in ops if op.record == "child")
    visit = desk.about("visit", visited.row, date="2026-11-22", visit_type="日常走访")
    done = history.apply_undo(seat(desk), entry)
    house = str(visited.values["household"])
    assert {(kept.record, kept.row, kept.why) for kept in done.kept} == {
        ("child", visited.row, undo.USED_SINCE),
        ("household", house, undo.USED_BY_KEPT),
    }
    assert desk.get(visited.row)["name"] == visited.values["name"]
    assert desk.get(house, "household") is not None
    assert desk.get(visit, "visit")["child"] == visited.row
    assert reader.count(desk.connection, "child") == 4
    assert checking.check(desk.connection) == []


def test_a_rule_that_only_looks_at_edits_would_take_a_visited_child_away(desk):
    with patch.object(undo._Undoing, "_holds_on", lambda *about: False), pytest.raises(AssertionError):
        test_undo_after_a_later_visit_keeps_what_the_visit_needs_and_says_so(desk)


def test_an_undo_that_finds_nothing_left_writes_nothing(desk):
    entry = desk.write(*families(2), operation="import")
    history.apply_undo(seat(desk), entry)
    before = desk.journal_rows()
    done = history.apply_undo(seat(desk), entry)
    assert (done.entry, done.reverted, done.kept) == ("", 0, ())
    assert desk.journal_rows() == before


def test_a_dry_run_plans_the_same_and_writes_nothing(desk):
    entry = desk.write(*families(2), operation="import")
    before = desk.journal_rows(), desk.tables()
    made, kept = history.plan_undo(seat(desk), entry)
    assert (len(made.steps), kept) == (14, [])
    assert (desk.journal_rows(), desk.tables()) == before


def test_an_erasure_and_another_desks_entry_cannot_be_undone(tmp_path, desk):
    child = desk.child(note="不要了")
    erased = desk.writer.erase(PERSON, "child", child, "note", "本人要求").entry
    with pytest.raises(Refused, match="彻底删除"):
        history.apply_undo(seat(desk), erased)
    other = desk.copy(tmp_path / "other")
    theirs = other.set(child, school="乙校")
    desk.writer.receive(other.changes())
    other.close()
    with pytest.raises(Refused, match="别处"):
        history.apply_undo(seat(desk), theirs)


def test_an_entry_of_before_a_restore_is_still_our_own(desk):
    entry = desk.write(*families(2), operation="import")
    desk.ledger.new_incarnation()
    assert history.apply_undo(seat(desk), entry).reverted == 14
    assert checking.check(desk.connection) == []


# ── any history ──────────────────────────────────────────────────────────────────────────────────────────


def lived(desk: Living, seed: int, acts: int, kinds: tuple[str, ...]) -> list[tuple[str, dict]]:
    """A random history: each entry with what a person saw before it."""
    person = Copy(desk, random.Random(seed), kinds)
    told: list[tuple[str, dict]] = []
    for _ in range(acts):
        before, known = seen(desk), entries(desk)
        person.act()
        new = entries(desk)[len(known) :]
        if len(new) == 1:
            told.append((new[0], before))
        elif new:
            told.clear()
    return told


@pytest.mark.parametrize("seed", range(8))
def test_undoing_everything_backwards_and_redoing_it_walks_through_every_state(desk, seed):
    village(desk, 3)
    told = lived(desk, seed, acts=14, kinds=PLAIN)
    states = [*(before for _, before in told), seen(desk)]
    undone: list[str] = []
    for (entry, _), before in zip(reversed(told), reversed(states[:-1]), strict=True):
        done = history.apply_undo(seat(desk), entry)
        assert done.kept == ()
        assert seen(desk) == before
        undone.append(done.entry)
    for entry, after in zip(reversed(undone), states[1:], strict=True):
        done = history.apply_undo(seat(desk), entry)
        assert done.kept == ()
        assert seen(desk) == after
    assert checking.check(desk.connection) == []


def flat(state: dict) -> dict[tuple[str, str, int], object]:
    """(record, row, column) → value of what stands in the record tables."""
    return {
        (name, row[0], at): value
        for name, rows in state.items()
        if name in reader.catalogue.RECORDS
        for row in rows
        for at, value in enumerate(row)
    }


def gone(now: dict, row: str) -> bool:
    return not any(other == row for _, other, _ in now)


@pytest.mark.parametrize("seed", range(8))
def test_undoing_any_one_entry_touches_what_it_wrote_and_keeps_only_what_it_names(desk, seed):
    village(desk, 3)
    told = lived(desk, seed + 100, acts=14, kinds=FORMS)
    states = [*(flat(before) for _, before in told), flat(seen(desk))]
    chance = random.Random(seed)
    for number in chance.sample(range(len(told)), min(5, len(told))):
        entry, before, after = told[number][0], states[number], states[number + 1]
        wrote = {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}
        standing = flat(seen(desk))
        done = history.apply_undo(seat(desk), entry)
        now = flat(seen(desk))
        changed = {place for place in standing.keys() | now.keys() if standing.get(place) != now.get(place)}
        rows = {(record, row) for record, row, _ in wrote}
        assert {(record, row) for record, row, _ in changed} <= rows
        kept = {(kept.record, kept.row) for kept in done.kept}
        made = {change.row for change in journal.of_entry(desk.connection, entry) if change.kind == NEW}
        taken = {row for row in made if gone(now, row) and not gone(standing, row)}
        assert not any(reader.dependents(desk.connection, row) for row in taken)
        for place in wrote:
            if place[:2] not in kept and standing.get(place) == after.get(place):
                assert now.get(place) == before.get(place), place
        if done.entry:
            # What was undone is redone, so that the next entry meets the history that was told.
            history.apply_undo(seat(desk), done.entry)
            assert flat(seen(desk)) == standing

"""Holds undo to the import: after any generated ledger everything is as it was before."""

from __future__ import annotations

import itertools
import random
from collections import Counter

import pytest

from childdesk.desk import history, importing
from tests.desk.made import session_in
from tests.messy import make
from tests.messy.ledger import office
from tests.store.living import Living
from tests.store.test_undo_ledger import seen

SEEDS = range(40, 400)


def brought_in(session, folder, seed, village):
    """The entry that takes in a ledger of that seed; empty when it lists no child or says nothing new."""
    data, suffix, truth = make(seed, unseen=False, village=village)
    if not truth.is_roster:
        return ""
    path = folder / f"ledger-{village}{suffix}"
    path.write_bytes(data)
    return importing.apply(session, importing.plan(session, path))


def test_a_ledger_cut_by_kinds_changes_nothing_the_second_time_and_goes_back_whole(tmp_path):
    session = session_in(tmp_path / "desk")
    desk = Living(tmp_path / "desk", session.ledger, session.clock)
    seed = next(seed for seed in itertools.count(40) if office(seed, unseen=False).by_kind)
    before = seen(desk)
    entry = brought_in(session, tmp_path, seed, 0)
    twice = Counter(row.child for row in make(seed, unseen=False)[2].rows())
    assert max(twice.values()) > 1
    assert brought_in(session, tmp_path, seed, 0) == ""
    assert not history.apply_undo(session, entry).kept
    assert seen(desk) == before
    session.ledger.close()


@pytest.mark.parametrize("start", range(3))
def test_after_an_import_and_its_undo_everything_is_as_before(start, tmp_path):
    session = session_in(tmp_path / "desk")
    desk = Living(tmp_path / "desk", session.ledger, session.clock)
    seed = random.Random(start).choice(SEEDS)
    states = [seen(desk)]
    entries = []
    for village in (0, 1, 0):
        entry = brought_in(session, tmp_path, seed + village, village)
        if entry:
            entries.append(entry)
            states.append(seen(desk))
    assert entries
    assert states[0] != states[1]
    for entry, before in zip(reversed(entries), reversed(states[:-1]), strict=True):
        undone = history.apply_undo(session, entry)
        assert not undone.kept
        assert seen(desk) == before
    session.ledger.close()

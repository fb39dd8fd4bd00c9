"""What a header meant is asked once: its answer goes down with a package, into a backup and back."""

from __future__ import annotations

import shutil

import pytest

from childdesk.desk import backups, desks, history, import_memory, importing, settings
from childdesk.store import reader
from tests.desk import made
from tests.desk.paired import carry, paired
from tests.desk.test_importing import FIRST, HEAD, SECOND, only, workbook

HEADERS = [*HEAD[:8], "情形代码"]
ANSWER = {"情形代码": "child.note"}


def answer(session, path, said="child.note"):
    return importing.apply(session, importing.plan(session, path, answers={"情形代码": said}))


def decided(session, path):
    column = only(importing.plan(session, path)).columns[8]
    return column.field, column.decided


@pytest.fixture
def first(tmp_path):
    return workbook(tmp_path / "a.xlsx", [*FIRST[:8], "甲"], head=HEADERS)


@pytest.fixture
def second(tmp_path):
    return workbook(tmp_path / "b.xlsx", [*SECOND[:8], "乙"], head=HEADERS)


def test_what_the_township_answered_its_village_is_not_asked(tmp_path, first, second):
    with paired(tmp_path) as pair:
        answer(pair.above, first)
        assert decided(pair.above, second) == ("child.note", "memory")
        assert decided(pair.below, second)[1] != "memory"
        carry(pair.above, pair.below, pair.stick)
        assert decided(pair.below, second) == ("child.note", "memory")
        assert settings.laid_down(pair.below) == [] == list(settings.from_above(pair.below))

        answer(pair.below, second, "child.wish")
        assert decided(pair.below, first) == ("child.wish", "memory")
        carry(pair.below, pair.above, pair.stick)
        carry(pair.above, pair.below, pair.stick)
        assert decided(pair.above, second) == ("child.note", "memory")
        assert decided(pair.below, first) == ("child.wish", "memory")


def test_what_was_answered_comes_back_with_a_backup(tmp_path, first, second):
    session = made.session_in(tmp_path / "home")
    answer(session, first)
    file = backups.make_elsewhere(session, tmp_path / "stick")
    session.ledger.close()
    shutil.rmtree(tmp_path / "home")
    done = backups.bring_back(
        file, tmp_path / "other", session.clock, person=made.PERSON, passphrase=made.PASSPHRASE
    )
    assert done is not None
    with desks.open_desk(
        tmp_path / "other", session.clock, person=made.PERSON, passphrase=made.PASSPHRASE
    ) as back:
        assert decided(back, second) == ("child.note", "memory")


def test_undoing_the_import_takes_its_answers_back_and_the_same_answer_again_writes_nothing(
    tmp_path, first, second
):
    session = made.session_in(tmp_path / "home")
    entry = answer(session, first)
    assert answer(session, first) == ""
    history.apply_undo(session, entry)
    assert decided(session, second)[1] != "memory"
    assert import_memory.recalled(session) == {}
    assert reader.count(session.ledger.connection, "child") == 0
    session.ledger.close()


def test_a_township_remembers_what_it_kept_before_answers_went_down(tmp_path, first, second):
    with paired(tmp_path) as pair:
        old = f'{{"{pair.above.ledger.identity.unit}":{{"情形代码":"child.note"}}}}'
        settings.keep(pair.above, import_memory.MEMORY, old)
        assert decided(pair.above, second) == ("child.note", "memory")

"""An older program between two newer ones meets answers that it has never heard of: they pass it whole."""

from __future__ import annotations

import contextlib

import pytest

from childdesk.desk import checking, checks, history, records, sync, township_board
from childdesk.domain import catalogue
from childdesk.domain.codes import code_list
from childdesk.domain.township_options import ANSWER, NOT_ONE, ONE, UNCLEAR, WHETHER_ONE
from childdesk.store import journal, reader
from tests.desk import made, paired

NEW = (ONE, NOT_ONE, UNCLEAR)
OLDER = tuple(code for code in ANSWER.codes() if code not in NEW)


@contextlib.contextmanager
def older():
    """The program as it was before a question had answers of its own."""
    known = code_list("核查结果", *OLDER)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogue.FIELDS["task.answer"].kind, "options", known)
        patch.setattr(checks, "ANSWER", known)
        patch.setattr(checks, "fitting", lambda _title: OLDER)
        yield


@pytest.fixture
def three(tmp_path):
    """(county, township, village): only the township's program is the older one."""
    desks = [paired.desk(tmp_path / unit, unit) for unit in ("990101", paired.TOWN, paired.ONE)]
    county, town, village = desks
    paired.pair(town, village, tmp_path / "below")
    paired.pair(county, town, tmp_path / "above")
    yield county, town, village
    for one in desks:
        one.ledger.close()


def asked(session, number):
    """So many questions whether two are one child, as a list leaves them."""
    rows = []
    for at in range(number):
        child = made.child(session, f"周小{at}")
        about = {"title": f"核实周小{at}{checks.WHETHER}", "listed": "学籍.xlsx", "due": "2026-12-01"}
        rows.append(records.add(session, "task", {"child": child, "unit": paired.ONE, **about}).id)
    return rows


def met(first, second, folder):
    """Both write and read, until neither has anything new for the other."""
    for source, target in ((first, second), (second, first), (first, second)):
        sync.write(source, folder)
        found = sync.read(target, folder)
        assert all(one.accepted for one in found.files if one.source), found.files
        assert found.quarantined == 0


def told(session):
    return {one.id: (one.answer, one.words, one.is_open) for one in checks.every(session)}


def raw(session, row):
    """Every change of the answer as it travels."""
    found = journal.of_rows(session.ledger.connection, {row}, ("answer",))
    return sorted((one.rid, one.seq, one.digest, one.value, one.salt) for one in found if one.field)


def test_answers_that_an_older_program_does_not_know_stand_there_in_their_words_and_travel_on(
    three, tmp_path
):
    county, town, village = three
    rows = asked(village, len(NEW))
    for row, answer in zip(rows, NEW, strict=True):
        checks.answer(village, row, answer, f"问过奶奶：{answer}")
    meant = told(village)
    with older():
        met(village, town, tmp_path / "below")
        assert told(town) == meant
        assert {one.village for one in checks.every(town)} == {"河湾村"}
        [standing] = checks.by_village(checks.every(town))
        assert (standing.asked, standing.answered) == (3, 2), "not clear yet is still open"
        assert {word for word, _ in standing.answers} == set(NEW)
        assert [row.checks for row in township_board.board(town).rows] == [1]
        lines = [line for row in rows for one in history.of_record(town, row) for line in one.lines]
        assert set(NEW) <= {line.after for line in lines}, "its history says them too"
        assert checking.check(town) == []
        met(town, county, tmp_path / "above")
    assert told(county) == meant
    for row in rows:
        assert raw(village, row), "there is something to compare"
        assert raw(village, row) == raw(town, row) == raw(county, row)
    assert reader.conflicts(county.ledger.connection) == []


def test_an_older_program_answers_again_and_the_newer_one_takes_that_as_an_answer(three, tmp_path):
    _, town, village = three
    [row] = asked(village, 1)
    checks.answer(village, row, UNCLEAR, "奶奶不在家")
    with older():
        met(village, town, tmp_path / "below")
        checks.answer(town, row, OLDER[0], "村干部来过")
        met(town, village, tmp_path / "below")
    assert told(village)[row] == (OLDER[0], "村干部来过", False)
    assert OLDER[0] not in WHETHER_ONE
    checks.reopen(village, row)
    assert told(village)[row][2]

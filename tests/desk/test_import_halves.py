"""Rows that are understood in two processes: one plan and one ledger, whatever becomes of the other."""

from __future__ import annotations

import secrets
import subprocess
import sys
import threading
from dataclasses import replace

import pytest

from childdesk.desk import import_halves, importing
from childdesk.domain import beside, ids
from childdesk.domain.errors import Cancelled
from childdesk.domain.progress import Silent, Stoppable
from tests.bench.bench_whole import children, messy_list
from tests.beside import Counted
from tests.desk.made import session_in
from tests.prove.same_plan import Stream, line, tables

ROWS = 150


@pytest.fixture
def apart(monkeypatch):
    """Everything that can be asked of the other process is asked of it."""
    monkeypatch.setattr(import_halves, "LARGE", 0)
    monkeypatch.setattr(import_halves, "ROWS", 1)
    monkeypatch.setattr(import_halves, "PART", 8)
    monkeypatch.setattr(import_halves, "FURTHER", 0)
    Counted.put_in_place(monkeypatch)


@pytest.fixture
def ledger(tmp_path):
    """A messy list with 同上 in it, in which a row needs the one above."""
    path = tmp_path / "list.xlsx"
    people = children(ROWS)
    for number in range(3, ROWS, 7):
        people[number] = replace(people[number], school="同上", group="〃")
    messy_list(path, people, ROWS)
    return path


def brought_in(home, path, monkeypatch):
    """What becomes of a list: the plan with every remark, and every table once it is taken in."""
    session = session_in(home)
    names = Stream("ids").words
    with monkeypatch.context() as same:
        same.setattr(secrets, "token_hex", names)
        same.setattr(ids, "AT_ONCE", 1)
        same.setattr(ids, "_drawn", [])
        made = importing.plan(session, path)
        plan = [line(part) for part in (made.sheets, made.items, made.missing, made.ops())]
        importing.apply(session, made)
    rows = dict(tables(session.ledger.connection))
    kept = {
        name: rows[name] for name in rows if name in ("table child", "table guardian", "table search_child")
    }
    session.ledger.close()
    return plan, kept


@pytest.mark.parametrize("lives", [1_000_000, 1, 4])
def test_the_plan_and_the_ledger_are_the_same_also_when_the_other_process_dies(
    apart, ledger, tmp_path, monkeypatch, lives
):
    monkeypatch.setattr(Counted, "lives", lives)
    both = brought_in(tmp_path / "both", ledger, monkeypatch)
    (second,) = Counted.made
    assert second.answers >= min(lives, 2 + ROWS // 8)
    assert second.process.poll() is not None
    monkeypatch.setattr(beside, "cores", lambda: 1)
    alone = brought_in(tmp_path / "alone", ledger, monkeypatch)
    assert len(Counted.made) == 1
    assert both == alone
    assert any("按没有记" in part for part in alone[0])


def test_a_person_who_stops_the_work_leaves_no_process_and_no_thread(apart, ledger, tmp_path):
    session = session_in(tmp_path / "desk")
    threads = threading.active_count()

    class Late(Stoppable):
        def step(self, done: int, total: int, text: str = "") -> None:
            self.stopped |= text.startswith("正在看第50")
            super().step(done, total, text)

    with pytest.raises(Cancelled):
        importing.plan(session, ledger, progress=Late())
    (second,) = Counted.made
    assert second.answers > 2
    assert second.process.poll() is not None
    assert threading.active_count() == threads
    assert session.ledger.connection.execute("SELECT count(*) FROM child").fetchone()[0] == 0
    session.ledger.close()


def test_a_small_list_begins_no_process(ledger, tmp_path, monkeypatch):
    Counted.put_in_place(monkeypatch)
    session = session_in(tmp_path / "desk")
    importing.plan(session, ledger, progress=Silent())
    session.ledger.close()
    assert Counted.made == []


def test_what_was_asked_before_the_other_process_was_there_does_not_keep_the_table_from_it(
    apart, ledger, tmp_path, monkeypatch
):
    real = import_halves.Rows.__iter__

    def asked_early(rows):
        rows.doubts()
        return real(rows)

    monkeypatch.setattr(import_halves.Rows, "__iter__", asked_early)
    importing.plan(session_in(tmp_path / "desk"), ledger)
    (second,) = Counted.made
    assert second.answers >= 2 + ROWS // 8


def test_the_other_process_starts_without_the_driver():
    heavy = "{'sqlcipher3', 'sqlite_utils', 'openpyxl', 'childdesk.store'}"
    script = f"import sys, {import_halves.__name__}; sys.exit(len({heavy} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0

"""The process beside this one: answers in order, may die at any time, and never outlives its block."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from childdesk.domain import beside
from childdesk.domain.beside import Beside

PATIENCE = 30.0


def answering():
    """What the tests ask: a word in capitals; it dies when it is told to."""

    def answer(body: bytes) -> bytes:
        if body == b"die":
            os._exit(1)
        sys.stdout.write("this must not stand between two frames")
        return body.upper()

    return answer


@pytest.fixture
def here(monkeypatch):
    """Starts the second process with the folder of these tests on its way."""
    start = beside._START.replace("insert(0, sys.argv[1])", f"extend([sys.argv[1], {str(Path.cwd())!r}])")
    monkeypatch.setattr(beside, "_START", start)
    monkeypatch.setattr(beside, "cores", lambda: 2)


def told(second: Beside) -> bytes | None:
    return second.answer(PATIENCE)


def test_questions_are_answered_in_their_order_and_the_process_ends_with_the_block(here):
    before = threading.active_count()
    with beside.beside(__name__) as second:
        assert second is not None
        second.ask(b"one")
        second.ask(b"x" * 300_000)
        assert (told(second), told(second)) == (b"ONE", b"X" * 300_000)
        assert second.answer(0.0) is None
        assert not second.died
    assert second.process.poll() is not None
    assert threading.active_count() == before


@pytest.mark.parametrize("question", [b"die", b""])
def test_one_that_dies_is_known_to_be_dead(here, question):
    with beside.beside(__name__) as second:
        assert second is not None
        if question:
            second.ask(question)
        else:
            second.process.send_signal(signal.SIGTERM)
        assert told(second) is None
        assert second.died
        assert not second.is_ready()


def test_a_module_that_is_not_there_is_a_process_that_died(here):
    with beside.beside("childdesk.domain.nothing") as second:
        assert second is not None
        assert told(second) is None
        assert second.died


def test_where_there_is_one_core_or_no_process_to_be_had_there_is_none(monkeypatch):
    monkeypatch.setattr(beside, "cores", lambda: 1)
    with beside.beside(__name__) as second:
        assert second is None
    monkeypatch.setattr(beside, "cores", lambda: 2)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with beside.beside(__name__) as second:
        assert second is None
    with beside.beside(__name__, wanted=False) as second:
        assert second is None


def test_it_ends_by_itself_when_nobody_asks_any_more(here):
    second = Beside(__name__)
    second._asked.put(None)  # closes the pipe, as the end of the first process does
    assert second.process.wait(PATIENCE) == 0
    second.close()

"""What the pages of a township's desk look like, and what comes to a village from it."""

from __future__ import annotations

from pathlib import Path

from childdesk.desk import comparing, importing
from childdesk.desk.comparing import TASK
from childdesk.desk.session import Session
from tests.ui.stage import Stage


def _write(stage: Stage, work: object) -> None:
    bench = stage.app.bench
    assert bench is not None
    bench.write(lambda session, _progress: work(session), lambda _done: None)
    stage.settle()


def asked(path: Path) -> object:
    """Work that compares a list and makes a task of every difference."""

    def work(session: Session) -> object:
        found = comparing.compare(session, importing.plan(session, path))
        return comparing.settle(session, found, {line.key: {"": TASK} for line in found.lines})

    return work


def checked(school_list: object) -> object:
    """The questions that a school's list left; `school_list` makes one on a stage."""

    def play(stage: Stage) -> None:
        there = stage.go("checks")
        if not there.every:
            _write(stage, asked(school_list(stage)))
        stage.go("checks")

    return play

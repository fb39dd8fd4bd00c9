"""The plug is pulled while somebody types without a pause: at most two seconds of it are gone."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from childdesk.desk import drafting, listing
from childdesk.domain.clock import SetClock
from tests.stories.pages import press
from tests.stories.typist import FORMS, KEYS
from tests.ui import stage, villages
from tests.ui.stage import Stage

pytestmark = pytest.mark.long

LOST_AT_MOST = 2.0
TYPED = 3.6
"""Seconds of typing before the cut: long enough for one draft and most of the way to the next."""
START = 60.0

Keys = list[tuple[int, float]]


def some_child(home: Path) -> str:
    """The first of the list."""
    session = villages.opened(home, villages.made(5), SetClock(stage.CLOCK))
    with contextlib.closing(session.ledger):
        return listing.ids(session, listing.Filter())[0]


def type_and_pull_the_plug(home: Path, form: str, child: str) -> tuple[Keys, float]:
    """The keys that were pressed, with their times, and when everything stopped."""
    command = [sys.executable, "-m", "tests.stories.typist", str(home), form, child]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as typist:
        assert typist.stdout is not None
        pressed: Keys = []
        latest = time.monotonic() + START
        while not pressed or pressed[-1][1] - pressed[0][1] < TYPED:
            line = typist.stdout.readline()
            assert line, "the typist has gone"
            assert time.monotonic() < latest
            number, at = line.split()
            pressed.append((int(number), float(at)))
        cut = time.monotonic()
        os.kill(typist.pid, signal.SIGKILL)
        typist.wait()
    return pressed, cut


def drafts(home: Path) -> list[dict[str, str]]:
    """Everything that was typed and not saved."""
    session = villages.opened(home, villages.made(5), SetClock(stage.CLOCK))
    with contextlib.closing(session.ledger):
        return [drafting.load(session, one.page, one.record) for one in drafting.waiting(session)]


def kept(home: Path) -> int:
    """How many of the keys are in the draft, in their order."""
    typed = [text for draft in drafts(home) for text in draft.values() if text[:3] == KEYS[1:4]]
    if not typed:
        return 0
    longest = max(typed, key=len)
    assert longest == "".join(KEYS[at % 10] for at in range(1, len(longest) + 1))
    return len(longest)


@pytest.mark.parametrize("form", FORMS)
def test_at_most_two_seconds_of_typing_are_lost(tmp_path: Path, form: str):
    home = villages.copied(tmp_path / "desk", villages.made(5))
    pressed, cut = type_and_pull_the_plug(home, form, some_child(home))
    safe = sum(at <= cut - LOST_AT_MOST for _, at in pressed)
    assert safe > 10, "nobody typed long enough"
    assert kept(home) >= safe


def test_the_next_start_offers_what_was_typed(qapp, tmp_path: Path):
    home = villages.copied(tmp_path / "desk", villages.made(5))
    child = some_child(home)
    type_and_pull_the_plug(home, "file", child)
    there = Stage(home)
    try:
        there.enter()
        page = there.go("child", child)
        bar = there.window._frame.bar
        assert bar.isVisible()
        resume = next(one for one in bar.findChildren(type(page.card.record)) if one.text() == "接着写")
        press(resume)
        there.settle()
        form = next(part.form for part in page.forms.parts if part.section.key == "other")
        assert form.frames["note"].editor.text().startswith(KEYS[1:4])
    finally:
        there.close()

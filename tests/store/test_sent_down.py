"""Rules, tasks, institutions and papers that go down, and answers that come back, through bad sticks."""

from __future__ import annotations

import pytest

from childdesk.domain import link
from childdesk.store import scope
from tests.store.sent_down import story


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_goes_down_and_what_is_answered_stands_wherever_it_is_due_and_nowhere_else(seed):
    problems, figures = story(seed)
    assert problems == []
    assert figures["lost"] and figures["stale"] and figures["read"]


def test_rules_that_do_not_go_down_and_tasks_that_reach_everybody_are_seen(monkeypatch):
    monkeypatch.setattr(scope, "comes_down", lambda _record: False)
    assert any("lacks what was written" in problem for problem in story(1)[0])
    monkeypatch.undo()
    monkeypatch.setattr(link, "concerns", lambda *_about, **_how: True)
    assert any("not for it" in problem for problem in story(1)[0])

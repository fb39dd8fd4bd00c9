"""The drill as a person goes through it: one button after the other, a yank, a decision, then all alike."""

from __future__ import annotations

import functools
from unittest.mock import patch

from childdesk.desk import drill as desk_drill
from childdesk.domain import drill
from childdesk.store import slots
from tests.stories.pages import press
from tests.ui import stage


def test_every_step_of_the_drill_is_one_button_and_the_open_desk_stays_as_it_is(qapp, tmp_path):
    once = patch.object(slots, "derive", functools.cache(slots.derive))
    with once, stage.opened(tmp_path, 5) as there:
        children = there.ids()
        press(there.go("sync").drill)
        there.settle()
        page = there.window.page()
        told = {}
        while page._next():
            press(page.takes[drill.TOWNSHIP] if page._next() == drill.DECIDE else page.go)
            there.settle()
            told[page.at] = page.said.text()
        assert list(told) == [step.key for step in drill.STEPS]
        assert "U盘中途不见了" in told[drill.PULL]
        assert "1处两边改得不一样" in told[drill.MEET]
        assert "逐份一样" in told[drill.EQUAL]
        assert "不是给本机的" in told[drill.FOREIGN]
        assert there.ids() == children
        assert there.ask.said == []
        press(page.clear)
        there.settle()
        assert page._next() == drill.MAKE
        assert not desk_drill.folder(there.home).exists()

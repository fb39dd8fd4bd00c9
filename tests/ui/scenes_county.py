"""What the pages of a county's desk look like: townships with their villages."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path

from tests.ui import scenes_township, townships
from tests.ui.scene import Scene
from tests.ui.stage import DESIGN, Stage, opened_copy

VILLAGES = 8
"""Of each of its townships."""


def opened(
    folder: Path, children: int, size: tuple[int, int] = DESIGN
) -> contextlib.AbstractContextManager[Stage]:
    """The program with a county's desk open: five townships with so many children, or nothing."""
    return opened_copy(folder, townships.county(children, len(townships.TOWNS), VILLAGES), size)


def _page(route: str, argument: object = None) -> Callable[[Stage], object]:
    return lambda stage: stage.go(route, argument)


def _side(stage: Stage) -> None:
    """One village, and through which township it comes."""
    there = stage.go("villages")
    there.table.go(there.table.model.ids[-1])
    stage.window.act("pane")
    stage.settle()


SCENES: tuple[Scene, ...] = (
    Scene("today", "", _page("today")),
    Scene("villages", "", _page("villages")),
    Scene("villages", "side", _side, people=True),
    Scene("children", "", _page("children")),
    Scene("child", "", lambda stage: stage.go("child", stage.child()), people=True),
    Scene("plan", "", _page("plan"), people=True),
    Scene("calls", "", _page("calls"), people=True),
    Scene("reports", "summary", _page("reports", "left-behind-summary")),
    Scene("reports", "roster", _page("reports", "village-roster")),
    Scene("packs", "", _page("packs")),
    Scene("sync", "", _page("sync")),
    Scene("handins", "", _page("handins")),
    Scene("checks", "", _page("checks")),
    Scene("transfers", "", _page("transfers")),
    Scene("settings", "", _page("settings")),
    Scene("settings", "escrow", scenes_township.lock),
)
"""Played on a county's desk; `people` needs its villages."""

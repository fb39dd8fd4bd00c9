"""Two windows, a village and its township, and the stick between them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.stories.pages import press
from tests.ui import townships, villages
from tests.ui.stage import Stage


@contextmanager
def both_open(folder: Path, children: int, township: int) -> Iterator[tuple[Stage, Stage]]:
    """(village, township) with so many children, both signed in; at the end neither has a question left."""
    below = Stage(villages.copied(folder / "village", villages.made(children)))
    above = Stage(townships.copied(folder / "town", townships.made(township)))
    for one in (below, above):
        one.enter()
    yield below, above
    for one in (below, above):
        assert one.ask.said == []
        one.close()


def sync_page(stage: Stage, stick: Path):
    page = stage.go("sync")
    page.chosen = stick
    page.arrive()
    stage.settle()
    return page


def pair(below: Stage, above: Stage, stick: Path) -> None:
    """As two people do it: the village asks, the township answers, the village takes the answer."""
    mine, theirs = sync_page(below, stick), sync_page(above, stick)
    below.ask.prepare(stick)
    mine.pairing.request()
    below.settle()
    above.ask.prepare(next(stick.glob("CP-REQ-*")), mine.pairing.digits.text())
    theirs.pairing.answer()
    above.settle()
    below.ask.prepare(next(stick.glob("CP-OK-*")), theirs.pairing.digits.text())
    mine.pairing.finish()
    below.settle()
    assert mine.panel.isVisible()


def meet(stage: Stage, stick: Path) -> str:
    """Presses the one big button; what the page then says."""
    page = sync_page(stage, stick)
    press(page.start)
    stage.settle()
    assert page.done.isVisible()
    return page.report.text()

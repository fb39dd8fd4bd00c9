"""A village asks for a child to be moved, the township agrees with one click: two windows and a stick."""

from __future__ import annotations

from pathlib import Path

import pytest

from childdesk.desk import moved_on, transfers
from childdesk.domain.township_options import AGREED
from childdesk.store import reader
from childdesk.ui.widgets.card import Card
from tests.stories.meeting import both_open, meet, pair
from tests.stories.pages import press
from tests.ui import townships
from tests.ui.stage import Stage

TARGET = townships.unit(1)


@pytest.fixture
def two(qapp, tmp_path: Path):
    with both_open(tmp_path, 5, 76) as found:
        yield found


def unit(stage: Stage, child: str) -> object:
    raw = stage.app.bench.glance(lambda s: reader.get(s.ledger.connection, "child", child))
    return raw and raw["unit"]


def ask_for(below: Stage, child: str, village: str, why: str) -> None:
    """A village picks its own township and writes the other village's name: it knows no codes."""
    below.go("child", child).acts.move()
    below.settle()
    page = below.window.page()
    page._ask()
    assert page.where.trouble() == "请在下面选一个村"
    page.where._hit(
        next(page.where.hits.item(at) for at in range(9) if "本乡镇" in page.where.hits.item(at).text())
    )
    page.where.village.setText(village)
    page.where.reason.setText(why)
    press(page.go)
    below.settle()
    assert not page.asking.isVisible()


def test_a_child_is_asked_for_declined_asked_for_again_and_moved(two, tmp_path):
    below, above = two
    stick = tmp_path / "stick"
    stick.mkdir()
    pair(below, above, stick)
    child = below.child()
    ask_for(below, child, "石桥村", "全家搬到石桥村")
    meet(below, stick)
    meet(above, stick)
    board = above.go("villages")
    assert board.moves.isVisible() and "1" in board.moves.text()
    press(board.moves)
    above.settle()
    shown = above.window.page()
    [acts] = shown.parts.values()
    [picker] = shown.pickers.values()
    assert picker.key() == TARGET, "the township knows the code of that name"
    above.ask.prepare("户口还没有迁")
    press(acts[1])
    above.settle()
    assert shown.parts == {}
    meet(above, stick)
    meet(below, stick)
    told = below.go("transfers")
    assert told.found[0].words == "户口还没有迁" and told.parts == {}
    ask_for(below, child, "石桥村", "户口已迁")
    meet(below, stick)
    meet(above, stick)
    shown = above.go("transfers")
    [acts] = shown.parts.values()
    press(acts[0])
    above.settle()
    assert unit(above, child) == TARGET
    assert above.app.bench.glance(lambda s: transfers.every(s)[0].state) == AGREED
    meet(above, stick)
    meet(below, stick)
    assert unit(below, child) is None, "the former village keeps a stub"
    assert [one.place for one in below.app.bench.glance(moved_on.everyone)] == ["石桥村"]
    assert "转走了的" in [card.title.text() for card in below.go("transfers").findChildren(Card)]
    below.go("child", child)
    assert "已转到石桥村" in below.window._frame.bar.sentence()

"""A county's desk speaks of townships where a township's speaks of villages, and pairs with one by clicks."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel

from childdesk.desk import packs, villages
from childdesk.ui.pages.settings.escrow import TITLE, Escrow
from tests.stories.meeting import meet, sync_page
from tests.stories.pages import press
from tests.ui import scenes_county, townships
from tests.ui.stage import DESIGN, ENLARGED, Stage
from tests.ui.test_every_page import faults_of, play, told


@pytest.fixture
def desks(qapp, tmp_path):
    """(county, township), both signed in."""
    county = Stage(townships.copied(tmp_path / "county", townships.county()))
    town = Stage(townships.copied(tmp_path / "town", townships.made(0)))
    for one in (county, town):
        one.enter()
    yield county, town
    for one in (county, town):
        assert one.ask.said == []
        one.close()


def texts(widget) -> list[str]:
    """Every word of labels and buttons."""
    parts = [*widget.findChildren(QLabel), *widget.findChildren(QAbstractButton)]
    return [part.text() for part in parts if part.text()]


def test_lock_pairing_and_own_items_of_a_county_speak_of_townships(desks):
    county, town = desks
    for stage, village in ((county, False), (town, True)):
        settings = stage.go("settings", TITLE)
        lock = next(group for group in settings.groups if isinstance(group, Escrow))
        press(lock.renew)
        said = [text for part in (lock, stage.go("sync").pairing) for text in texts(part) if "村" in text]
        assert bool(said) is village, said
    assert "本县项目" in texts(county.go("settings"))
    assert "本镇项目" in texts(town.go("settings"))


def test_a_township_that_has_villages_asks_its_county_and_both_meet(desks, tmp_path):
    county, town = desks
    stick = tmp_path / "stick"
    stick.mkdir()
    mine, theirs = sync_page(town, stick), sync_page(county, stick)
    town.ask.prepare(stick)
    press(next(part for part in mine.pairing.findChildren(QAbstractButton) if "向县里" in part.text()))
    town.settle()
    county.ask.prepare(next(stick.glob("CP-REQ-*")), mine.pairing.digits.text())
    theirs.pairing.answer()
    county.settle()
    assert "给乡镇" in theirs.pairing.told.text()
    town.ask.prepare(next(stick.glob("CP-OK-*")), theirs.pairing.digits.text())
    press(next(part for part in mine.pairing.findChildren(QAbstractButton) if "读县里" in part.text()))
    town.settle()
    assert mine.panel.isVisible()
    assert "带去" in meet(town, stick)
    assert "收到" in meet(county, stick)
    town.app.bench.write(
        lambda s, _p: villages.take_in(s, villages.look(s, "河湾村 990101001201")), lambda _done: None
    )
    meet(town, stick)
    meet(county, stick)
    board = county.go("villages")
    [row] = board.rows.values()
    assert (row.name, row.town, row.quiet) == ("河湾村", "云溪镇", 0)
    assert "1个乡镇、1个村" in board.head.sentence.whole()
    board.table.model.fetch(0, 1)
    assert board.table.model.cell(0, "town").text == "云溪镇"
    board.table.go(row.unit)
    county.settle()
    assert "由云溪镇同步上来" in texts(board.one)
    assert [(one.name, one.state) for one in county.go("packs").seats.values()] == [("云溪镇", packs.PAIRED)]


def test_a_county_without_a_village_is_led_to_pairing_and_a_township_to_its_list(desks):
    county, town = desks
    for stage, said, act in (
        (county, "村由各乡镇同步上来", "去和乡镇配对"),
        (town, "把各村加上", "加上各村"),
    ):
        board = stage.go("villages")
        assert said in board.head.sentence.whole()
        begin = next(part for part in board.nothing.findChildren(QAbstractButton) if act in part.text())
        press(begin)
        stage.settle()
        assert (stage.window.page() is board) is (stage is town)
    assert county.window.page().pairing.isVisible()


@pytest.mark.parametrize(("size", "people"), [(DESIGN, False), (ENLARGED, True)])
def test_the_pages_of_a_county_are_whole(qapp, tmp_path, size, people):
    with scenes_county.opened(tmp_path, 80 if people else 0, size) as there:
        found = {}
        for scene in scenes_county.SCENES:
            if people or not scene.people:
                play(there, scene)
                found[scene.title] = faults_of(there)
        wrong = {title: faults for title, faults in found.items() if faults}
        assert not wrong, told(wrong)

"""The drill with two desks: the stick goes in the middle, nothing is lost, nothing enters a real desk."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from unittest.mock import patch

import pytest

from childdesk.desk import drill
from childdesk.desk.drill import Scene
from childdesk.domain import drill as steps
from childdesk.domain.drill import TOWNSHIP
from childdesk.domain.errors import Refused
from childdesk.store import slots, stick
from tests.desk import paired


@dataclass
class Told:
    """What one step showed and left: the scene, the files on the stick, the journal of the desk beside it."""

    scene: Scene
    files: dict[str, bytes]
    journal: tuple[int, int]
    apart: tuple[int, int] = (0, 0)


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    made = paired.desk(tmp_path_factory.mktemp("drill") / "desk", paired.ONE, practice=False)
    yield made
    made.ledger.close()


@pytest.fixture(scope="module")
def run(own):
    """Every step, once; each passphrase is derived once."""
    place, found = drill.folder(own.ledger.home), {}
    with patch.object(slots, "derive", functools.cache(slots.derive)):
        for step in steps.STEPS:
            if step.key == steps.DECIDE:
                with pytest.raises(Refused, match="请选"):
                    drill.play(own, step.key)
            scene = drill.play(own, step.key, take=TOWNSHIP)
            here = place / "stick" / stick.FOLDER
            files = {path.name: path.read_bytes() for path in here.iterdir()} if here.is_dir() else {}
            journal = own.ledger.connection.execute("SELECT count(*), max(arr) FROM change").fetchone()
            found[step.key] = Told(scene, files, journal)
            if step.key == steps.PULL:
                with drill._both(place, own.clock) as both:
                    found[step.key].apart = drill.compared(*both)
    return found


def test_a_stick_that_is_pulled_keeps_what_was_whole_and_a_torn_rest_that_nobody_reads(run):
    before, pulled = run[steps.EDIT], run[steps.PULL]
    torn = {name: content for name, content in pulled.files.items() if name not in before.files}
    assert [name.rpartition(".")[2] for name in torn] == ["part"]
    assert 0 < len(*torn.values()) < drill.PHOTO
    assert before.files == {name: content for name, content in pulled.files.items() if name not in torn}
    assert pulled.scene.said == stick.PULLED[0]
    assert [one.whole for one in pulled.scene.stick].count(False) == 1
    looked = run[steps.LOOK].scene
    assert "新收0条" in looked.said
    assert before.scene.sides == pulled.scene.sides == looked.sides, "neither desk has changed"


def test_the_next_try_brings_everything_a_person_decides_and_both_are_equal(run):
    assert all(one.whole for one in run[steps.AGAIN].scene.stick), "what was half made is cleared away"
    met = run[steps.MEET].scene
    assert met.sides[TOWNSHIP].conflicts == 1
    assert dict(met.values) == drill.SCHOOLS
    end = run[steps.EQUAL].scene
    assert (end.different, end.compared > 50) == (0, True)
    assert {one.school for one in end.sides.values()} == {drill.SCHOOLS[TOWNSHIP]}
    assert {one.conflicts for one in end.sides.values()} == {0}


def test_the_comparison_sees_what_is_not_equal_yet(run):
    same, different = run[steps.PULL].apart
    assert different == 2, "the school that both wrote, and the photo that has not arrived"
    assert same > 50


def test_nothing_of_the_drill_enters_the_desk_beside_it_and_it_is_cleared_away(run, own):
    assert "不是给本机的" in run[steps.FOREIGN].scene.said
    assert len({told.journal for told in run.values()}) == 1
    place = drill.folder(own.ledger.home)
    assert not place.is_relative_to(own.ledger.home)
    drill.clear(own)
    assert not place.exists()
    with pytest.raises(Refused, match="从第一步开始"):
        drill.play(own, steps.OUT)

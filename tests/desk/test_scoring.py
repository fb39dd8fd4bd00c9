"""The scale at the desk: off by default, loaded by a county, red with a task, its answers sealed."""

from __future__ import annotations

import pytest

from childdesk.desk import due, scoring, suggesting
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made
from tests.domain.test_scale import SMALL


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def test_it_is_off_until_a_county_switches_it_on(desk):
    child = made.child(desk, "周小禾")
    with pytest.raises(Refused, match="没有打开"):
        scoring.save(desk, child, {1: 1})
    scoring.switch(desk, on=True)
    with pytest.raises(Refused, match="题没答"):
        scoring.save(desk, child, {1: 1})


def test_an_override_is_red_with_a_task_and_no_report(desk):
    child = made.child(desk, "周小禾", risk="绿")
    scoring.load(desk, "县.toml", SMALL)
    saved, result = scoring.save(desk, child, {1: 6, 2: 1}, frozenset([1]), assessor="县民政评估员")
    assert (result.colour, result.scores) == ("红", {"A": 80, "B": 90})
    assert reader.get(desk.ledger.connection, "child", child)["risk"] == "红"
    kinds = [(one.kind, one.due) for one in due.due(desk, days=2)]
    assert ("task", "2026-11-23") in kinds
    assert not any(kind.startswith("report") for kind, _ in kinds)
    [told] = suggesting.gradings(desk, child)
    assert (told["scale"], told["score"], told["confirmed_by"]) == ("小量表 1", 80, "县民政评估员")
    assert "answers" not in told
    assert reader.get(desk.ledger.connection, "grading", saved.id)["answers"] == "1\t6\n2\t1\n!\t1"


def test_a_mistake_in_a_scale_leaves_the_old_one(desk):
    scoring.load(desk, "县.toml", SMALL)
    with pytest.raises(Refused, match="第"):
        scoring.load(desk, "县.toml", SMALL.replace("least = 60", "least = 10"))
    assert scoring.known(desk).title == "小量表"

"""Two windows, a village and its township, one stick: edit the same child, meet, decide, be equal."""

from __future__ import annotations

from pathlib import Path

import pytest

from childdesk.desk import finding, visit_rules
from childdesk.store import reader
from childdesk.ui.widgets.card import Card
from tests.stories.meeting import both_open, meet, pair
from tests.stories.pages import press, type_into
from tests.ui.stage import Stage


@pytest.fixture
def two(qapp, tmp_path: Path):
    """(village, township), both signed in."""
    with both_open(tmp_path, 0, 0) as found:
        yield found


def edit(stage: Stage, child: str, **texts: str) -> None:
    """Changes fields of a child's file in the form."""
    there = stage.go("child", child)
    there.edit("school", next(iter(texts)))
    stage.settle()
    form = next(part.form for part in there.forms.parts if next(iter(texts)) in part.form.frames)
    for key, text in texts.items():
        type_into(form.frames[key].editor.part(), text)
    there.forms.save()
    stage.settle()


def titles(page) -> list[str]:
    """The heads of the cards of a page."""
    return [card.title.text() for card in page.findChildren(Card)]


def held(stage: Stage, child: str) -> dict[str, object]:
    return stage.app.bench.glance(lambda s: reader.get(s.ledger.connection, "child", child))


def state(stage: Stage, child: str):
    found: list[object] = []
    stage.app.bench.tasks.write(lambda s, _p: s.ledger.writer.state("child", child), found.append)
    stage.settle()
    return found[0]


def test_the_same_child_edited_in_both_windows_meets_on_a_stick_is_decided_and_is_equal(two, tmp_path):
    below, above = two
    stick = tmp_path / "stick"
    stick.mkdir()
    pair(below, above, stick)
    there = below.go("child", "+周小禾")
    there.save() if hasattr(there, "save") else there.fresh.save()
    below.settle()
    child = below.app.bench.glance(lambda s: finding.find(s, "周小禾", 1)).hits[0].id
    meet(below, stick)
    assert "周小禾（新来）" in meet(above, stick)
    above.app.bench.write(lambda s, _p: visit_rules.change(s, "红", 3), lambda _saved: None)
    above.settle()
    meet(above, stick)
    assert "上级给了：1项规定（走访频次）" in meet(below, stick)
    assert "上级新给的" in titles(below.go("today"))
    assert "上级新给的" not in titles(above.go("today"))

    edit(below, child, school="河湾教学点")
    edit(above, child, school="云溪镇中心小学")
    meet(below, stick)
    assert "1处两边改得不一样" in meet(above, stick)
    assert "1处两边改得不一样" in meet(below, stick)

    page = below.go("conflicts")
    assert len(page.cases) == 1
    press(page.cards[0].takes[1])
    press(page.go)
    below.settle()
    assert below.go("conflicts").cases == []
    meet(below, stick)
    meet(above, stick)
    meet(below, stick)

    assert above.go("conflicts").cases == []
    assert held(below, child) == held(above, child)
    assert state(below, child) == state(above, child)
    assert held(above, child)["school"] in ("河湾教学点", "云溪镇中心小学")

"""A look at how the child is, during a visit: written with it, and a danger sign comes first."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from childdesk.desk import drafting, observations, visits
from childdesk.store import reader
from tests.stories.pages import VisitStory, press
from tests.ui import stage


@pytest.fixture
def there(tmp_path, shown):
    with stage.opened(tmp_path, 5) as made:
        yield made


def rows(there, record, child):
    return there.app.bench.glance(lambda s: reader.about(s.ledger.connection, record, [child])).get(child, [])


def looked(there, child, *signs):
    """The visit's page with the checklist open and these ticked."""
    page = there.go("visit", child)
    look = page.form.mind.look
    press(look.open)
    there.settle()
    for key in signs:
        look.list.boxes[key].click()
    there.settle()
    return page, look


@pytest.mark.parametrize(
    ("signs", "end", "leads"),
    [
        ((), observations.WATCH, "today"),
        (("cry",), observations.WEEK, "today"),
        (("cry", "sleep", "eat"), observations.REFER, "refer"),
        (("die",), observations.NOW, "refer"),
    ],
)
def test_each_result_of_a_look_within_a_visit_is_written_with_it_and_leads_on(there, signs, end, leads):
    child = there.child()
    before = len(rows(there, "visit", child))
    there.go("today")
    page, look = looked(there, child, *signs)
    assert page.form.mind.outlook.key() == end
    look.list.examples.setPlainText("11月20日上课叫几声才应")
    VisitStory(page).save()
    there.settle()
    assert there.window.trail.current().route == leads
    (observed,) = [raw for _, raw in rows(there, "observation", child)]
    assert (observed["result"], observed["date"]) == (end, there.app.bench.today.isoformat())
    assert len(rows(there, "visit", child)) == before + 1
    # One act: taking the visit back takes the look back.
    there.window.act("undo")
    there.settle()
    assert (len(rows(there, "visit", child)), rows(there, "observation", child)) == (before, [])


def test_a_danger_sign_within_a_visit_opens_the_urgent_path_at_once(there):
    child = there.child()
    page, _look = looked(there, child, "means")
    urgent = page.form.mind.urgent
    assert urgent.isVisible()
    assert not urgent.visibleRegion().isEmpty()
    assert {"120", "110", "12356"} <= {one.text() for one in urgent.findChildren(QLabel)}
    press(urgent.refer)
    there.settle()
    assert (there.window.trail.current().route, there.window.trail.current().argument) == ("refer", child)
    kept = there.app.bench.glance(lambda s: drafting.load(s, visits.PAGE, child))
    assert kept["look.signs"] == "means"
    page = there.go("visit", child)
    assert page.form.mind.look.list.boxes["means"].isChecked()
    assert urgent.isVisible()


def test_a_sign_without_an_example_is_said_at_its_field_and_nothing_is_lost(there):
    child = there.child()
    page, look = looked(there, child, "cry")
    VisitStory(page).save()
    there.settle()
    assert look.list._trouble.text() == "写一件具体的事：哪天、看到什么"
    assert look.list.boxes["cry"].isChecked()
    assert rows(there, "observation", child) == []
    press(look.open)
    VisitStory(page).save()
    there.settle()
    assert rows(there, "observation", child) == []
    assert there.window.trail.current().route != "visit"

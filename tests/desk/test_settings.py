"""What a township lays down holds in its villages after the next package; a village's own stays its own."""

from __future__ import annotations

import pytest

from childdesk.desk import (
    assessments,
    cadences,
    clocks,
    filling,
    forms,
    observations,
    settings,
    visit_rules,
)
from childdesk.desk.filling import Wish
from childdesk.domain import cadence
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.plan import New, Set
from childdesk.paths import resource_bytes
from childdesk.store import checking, reader
from tests.desk import made
from tests.desk.paired import carry, desk, pair, paired


@pytest.fixture
def both(tmp_path):
    with paired(tmp_path) as found:
        yield found


def visited(session):
    """A child who was seen today, so that the rules alone decide about the next day."""
    child = made.child(session, "周小禾")
    ops = [New("visit", new_id(), {"child": child, "date": session.today.isoformat()})]
    session.ledger.writer.write("add_visit", session.person, ops)
    return child


def number(session, name):
    return next(one for one in clocks.numbers(session) if one.name == name)


def test_a_townships_clocks_hold_in_the_village_and_say_whose_they_are(both):
    clocks.change(both.above, "usual_days", 5)
    carry(both.above, both.below, both.stick)
    found = number(both.below, "usual_days")
    assert (found.now, found.by) == (5, "乡镇")
    assert clocks.of_referrals(both.below).usual_days == 5
    assert number(both.above, "usual_days").by == ""
    assert checking.check(both.below.ledger.connection) == []


def test_what_is_laid_down_is_not_changed_below_and_nothing_is_written(both):
    clocks.change(both.above, "usual_days", 5)
    carry(both.above, both.below, both.stick)
    before = both.below.ledger.connection.execute("SELECT max(arr) FROM change").fetchone()
    with pytest.raises(Refused, match="由乡镇统一定"):
        clocks.change(both.below, "usual_days", 9)
    assert both.below.ledger.connection.execute("SELECT max(arr) FROM change").fetchone() == before


def test_a_villages_own_settings_go_nowhere_and_hold_again_when_nothing_is_laid_down(both):
    visit_rules.change(both.below, "红", 3)
    cadences.set_market(both.below, "公历逢0、5")
    carry(both.below, both.above, both.stick)
    assert visit_rules.rules(both.above)["红"].usual
    assert settings.every(both.above) == {}
    visit_rules.change(both.above, "红", 10)
    carry(both.above, both.below, both.stick)
    assert (visit_rules.rules(both.below)["红"].days, visit_rules.rules(both.below)["红"].by) == (10, "乡镇")
    assert settings.value(both.below, cadences.MARKET) == "公历逢0、5"
    visit_rules.reset(both.below)
    assert visit_rules.rules(both.below)["红"].days == 10
    visit_rules.reset(both.above)
    carry(both.above, both.below, both.stick)
    assert visit_rules.rules(both.below)["红"].days == 3


def test_cadence_calendar_table_and_scales_of_the_township_arrive(both):
    child = visited(both.below)
    before = cadences.some(both.below, [child])[child]
    cadences.demand(both.above, cadence.EVERY, 3)
    assessments.switch(both.above, on=True)
    table = resource_bytes(observations.SHIPPED).decode("utf-8").replace("近两周", "近一个月")
    observations.load(both.above, table)
    carry(both.above, both.below, both.stick)
    assert cadences.rules(both.below).every == 3
    assert cadences.some(both.below, [child])[child] != before
    assert assessments.scales_on(both.below)
    assert observations.table(both.below) == observations.parse(table)
    assert {one.name for one in settings.laid_down(both.below)} >= {cadences.DEMAND, "scales.on"}


def test_the_plan_that_was_computed_before_follows_what_arrives(both):
    child = visited(both.below)
    before = cadences.board(both.below)[0][child]
    cadences.demand(both.above, cadence.EVERY, 3)
    carry(both.above, both.below, both.stick)
    assert cadences.board(both.below)[0][child] != before


def test_what_the_township_did_on_its_own_before_stays_at_home(both):
    cadences.set_market(both.above, "公历逢5、0")
    cadences.homes_a_day(both.above, 9)
    carry(both.above, both.below, both.stick)
    assert settings.every(both.below) == {}
    assert reader.count(both.below.ledger.connection, "directive") == 0
    assert not settings.goes_down(both.below, "clock.usual_days")


def test_the_county_has_the_last_word_over_its_townships(tmp_path):
    county, town, village = desk(tmp_path / "c", "990101"), desk(tmp_path / "t", "990101001"), None
    try:
        village = desk(tmp_path / "v", "990101001001")
        pair(county, town, tmp_path / "one")
        pair(town, village, tmp_path / "two")
        clocks.change(town, "usual_days", 5)
        clocks.change(county, "usual_days", 4)
        clocks.change(county, "soon_days", 1)
        carry(county, town, tmp_path / "one")
        carry(town, village, tmp_path / "two")
        carry(town, county, tmp_path / "one")
        assert (number(town, "usual_days").now, number(town, "usual_days").by) == (4, "县")
        assert (number(village, "usual_days").now, number(village, "usual_days").by) == (4, "县")
        assert number(county, "usual_days").by == ""
        with pytest.raises(Refused, match="由县统一定"):
            clocks.change(town, "soon_days", 2)
    finally:
        for one in (county, town, village):
            if one is not None:
                one.ledger.close()


def test_a_village_cannot_lay_anything_down_for_its_township(both):
    clocks.change(both.above, "usual_days", 5)
    carry(both.above, both.below, both.stick)
    [row] = reader.where(both.below.ledger.connection, "directive", "name", "clock.usual_days")
    both.below.ledger.writer.write("edit", both.below.person, [Set("directive", row, "value", "300")])
    found = carry(both.below, both.above, both.stick)
    assert found.quarantined == 1
    assert number(both.above, "usual_days").now == 5


def test_a_form_sent_down_is_filled_in_the_village_and_becomes_its_own_when_handed_in(both, tmp_path):
    heads = forms.keep_heads(both.above, "留守儿童月报", "姓名\n性别\n身份证号")
    sheet = tmp_path / "花名册.xlsx"
    made.child(both.below, "周小禾")
    sheet.write_bytes(forms.given(both.above, heads).package)
    forms.send_down(both.above, heads)
    forms.send_down(both.above, forms.keep_workbook(both.above, "花名册", sheet))
    carry(both.above, both.below, both.stick)
    found = {form.name: form for form in forms.kept(both.below)}
    assert {name: form.by for name, form in found.items()} == {"留守儿童月报": "乡镇", "花名册": "乡镇"}
    for form in found.values():
        plan = filling.plan_given(both.below, forms.given(both.below, form.id), Wish())
        assert plan.rows == 1
    row = forms.own(both.below, found["花名册"].id)
    assert reader.get(both.below.ledger.connection, "form", row)["name"] == "花名册"
    assert {form.name: form.by for form in forms.kept(both.below)} == {"留守儿童月报": "乡镇", "花名册": ""}
    assert filling.plan_given(both.below, forms.given(both.below, row), Wish()).rows == 1
    with pytest.raises(Refused, match="只有乡镇和县"):
        forms.send_down(both.below, row)

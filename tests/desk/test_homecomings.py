"""返乡: who is home from when to when, what only they can sign, door by door."""

from __future__ import annotations

from childdesk.desk import homecomings, records
from tests.desk import made


def test_the_list_says_who_is_home_when_and_what_they_have_to_sign(tmp_path):
    session = made.session_in(tmp_path / "home")
    far = made.child(session, "吴思远", village_group="9组")
    near = made.child(session, "周小禾", village_group="2组")
    made.child(session, "王在家", birth="2015-01-01")
    for child, who in ((far, "father"), (near, "father"), (near, "mother")):
        holder = records.add(session, who, {"child": child, "name": "大人"}).id
        records.add(session, "absence", {"child": child, "holder": holder, "begins": "2026-03-01"})
        if who == "mother":
            days = {"begins": "2027-02-01", "ends": "2027-02-12"}
            added = records.add(session, "homecoming", {"child": child, "holder": holder, **days})
            assert added.issues == ()
    first, second = homecomings.lines(session)
    assert (first.name, first.away, first.papers) == ("周小禾", ("父亲", "母亲"), ("委托照护确认书",))
    assert first.home == ("母亲2027年2月1日到2027年2月12日",)
    assert (second.name, second.away, second.home, second.papers) == ("吴思远", ("父亲",), (), ())
    records.add(session, "guardian", {"child": near, "name": "黄秀英", "relation": "祖母", "agreement": "有"})
    assert homecomings.lines(session)[0].papers == ()
    session.ledger.close()


def test_a_day_without_its_year_is_the_next_one(tmp_path):
    session = made.session_in(tmp_path / "home")
    child = made.child(session, "周小禾")
    father = records.add(session, "father", {"child": child, "name": "周建军"}).id
    records.add(session, "absence", {"child": child, "holder": father, "begins": "2026-03-01"})
    homecomings.save(session, child, father, "12-20", "2-16", "签确认书")
    [line] = homecomings.lines(session)
    assert (line.parents[0].begins, line.parents[0].ends) == ("2026-12-20", "2027-02-16")
    assert line.papers == ("签确认书",)
    homecomings.save(session, child, father, "1-28", "2027-2-16")
    [line] = homecomings.lines(session)
    assert (line.parents[0].begins, line.asked) == ("2027-01-28", True)
    session.ledger.close()

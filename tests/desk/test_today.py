"""今日: who is late, who is due, which stops that makes, and what comes."""

from __future__ import annotations

import pytest

from childdesk.desk import (
    birthdays,
    children,
    choosing,
    drafting,
    finding,
    planning,
    records,
    stops,
    today,
    villages,
)
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.store import reader
from tests.desk import made
from tests.ui import townships

CHILDREN = 60


@pytest.fixture
def desk(tmp_path):
    session = made.session_in(tmp_path / "home")
    yield session
    session.ledger.close()


def due(desk, name, following, *, last="2026-11-09", **texts):
    one = made.child(desk, name, birth=f"2015-{len(name)}-{ord(name[-1]) % 27 + 1}", **texts)
    visit = made.visit(desk, one, last, next_date=following)
    return one, visit


def names(part):
    return [line.name for line in part.lines]


def test_an_empty_desk_says_what_to_do_first(desk):
    page = today.today(desk)
    assert page.sentence == "还没有孩子。先把手头的表导进来"
    assert (page.children, page.late.children, page.month.all) == (0, 0, 0)


def test_children_are_late_due_today_or_later_this_week(desk):
    due(desk, "王晚", "2026-11-20")
    due(desk, "李今", "2026-11-23")
    due(desk, "张周", "2026-11-29", last="2026-11-20")
    due(desk, "赵下", "2026-11-30", last="2026-11-20", risk="绿")
    page = today.today(desk)
    assert (names(page.late), names(page.now), names(page.week)) == (["王晚"], ["李今"], ["张周"])
    assert page.late.lines[0].due.text == "晚了3天"
    assert page.now.lines[0].why == "黄色；11月9日走访时约好"
    assert page.week_words == "周日1户"
    assert page.sentence == "今天要走1户、看1个孩子，另有1个已经晚了"


def test_a_household_is_one_stop_and_its_children_go_together(desk):
    home = records.add(desk, "household", {"number": "12", "head": "周大有"}).id
    due(desk, "周小禾", "2026-11-23", household=home)
    due(desk, "周小满", "2026-11-23", household=home)
    due(desk, "吴思远", "2026-11-23")
    page = today.today(desk)
    assert (page.now.children, page.now.stops) == (3, 2)
    together = [line for line in page.now.lines if line.why.startswith("同户，一起走")]
    assert len(together) == 1
    assert page.sentence.startswith("今天要走2户、看3个孩子")


def test_a_round_goes_by_village_group(desk):
    due(desk, "王十", "2026-11-23", village_group="10组")
    due(desk, "李二", "2026-11-23", village_group="2组")
    due(desk, "张一", "2026-11-23", village_group="1组")
    assert [line.group for line in today.today(desk).now.lines] == ["1组", "2组", "10组"]


def test_a_visit_that_met_nobody_says_so(desk):
    one = made.child(desk, "李安然")
    made.visit(desk, one, "2026-11-20", nobody_home="是", next_date="2026-11-22")
    line = today.today(desk).late.lines[0]
    assert (line.what, line.why) == ("再去一次", "黄色；11月20日去过，家里没人")


def test_the_month_counts_stops_that_were_made_and_those_that_should_be(desk):
    due(desk, "王甲", "2026-12-20", last="2026-11-03", risk="绿")
    due(desk, "王乙", "2026-11-28", last="2026-10-20", risk="绿")
    due(desk, "王丙", "2026-12-01", last="2026-10-20", risk="绿")
    one = made.child(desk, "王丁")
    made.visit(desk, one, "2026-11-05", nobody_home="是")
    assert (lambda month: (month.done, month.all, month.left))(today.today(desk).month) == (1, 3, 7)


def test_a_quiet_day_names_the_next_one(desk):
    due(desk, "王甲", "2026-11-25", last="2026-11-20")
    page = today.today(desk)
    assert page.sentence == "今天没有到期的走访"
    assert page.next_words == "周三，1户"


def test_children_whose_risk_nobody_has_judged_are_counted(desk):
    due(desk, "王甲", "2026-11-25")
    made.child(desk, "王乙", risk="")
    gone = made.child(desk, "王丙", risk="")
    children.close(desk, gone, "随父母生活")
    page = today.today(desk)
    assert (page.children, page.ungraded) == (2, 1)


def test_birthdays_of_sixteen_and_eighteen_are_seen_coming(desk):
    made.child(desk, "孙雨桐", birth="2010-12-03", categories="留守儿童")
    made.child(desk, "孙困境", birth="2010-12-04", categories="困境儿童")
    made.child(desk, "孙成年", birth="2008-11-23", categories="困境儿童")
    made.child(desk, "孙以后", birth="2011-12-03")
    assert [(one.title, one.when) for one in today.today(desk).ahead] == [
        ("孙成年 今天满18周岁", "今天"),
        ("孙雨桐 12月3日满16周岁", "10天后"),
    ]


def test_somebody_born_on_a_leap_day_is_older_on_the_first_of_march():
    assert birthdays._birthday("2012-02-29", 16).isoformat() == "2028-02-29"
    assert birthdays._birthday("2008-02-29", 18).isoformat() == "2026-03-01"


def referral(desk):
    one = made.child(desk, "王梓涵")
    texts = {"child": one, "date": "2026-11-19", "state": "已转出", "urgency": "加急", "route": "12355"}
    records.add(desk, "referral", texts | {"reason": "说话变少", "consent": "同意"})


def test_a_referral_shows_the_family_name_and_its_clock(desk):
    referral(desk)
    (wait,) = today.today(desk).waiting
    assert (wait.title, wait.due.text, wait.why) == ("王〇〇", "晚了1天", "还没人接收，应在3天内（默认值）")
    assert today.today(desk).sentence.endswith("；1份转介到期了")


def test_without_the_right_a_referral_shows_neither_name_nor_kind(desk):
    referral(desk)
    helper = type(desk)(desk.ledger, desk.person, desk.name, "副手", s3=False, clock=desk.clock)
    (wait,) = today.today(helper).waiting
    assert (wait.title, wait.why) == ("受保护的记录", "有1份保密记录")


def test_postponing_needs_a_later_day_and_a_reason(desk):
    one, _ = due(desk, "王甲", "2026-11-20")
    for day, why in (("2026-11-25", " "), ("2026-11-23", "下雨"), ("2026-11-29", "黄色最多推后5天")):
        with pytest.raises(Refused):
            stops.postpone(desk, one, day, why)
    saved = stops.postpone(desk, one, "2026-11-25", "下雨路断了")
    assert saved.entry
    assert today.waits(desk) == (0, False)
    assert names(today.today(desk).week) == ["王甲"]


def test_what_was_typed_and_not_saved_waits_with_its_name(desk):
    one = made.child(desk, "周小禾")
    drafting.keep(desk, "child", f"{one}:health", {"illness": "咳嗽"})
    (waiting,) = today.today(desk).drafts
    assert (waiting.name, waiting.page, waiting.record) == ("周小禾", "child", f"{one}:health")
    assert drafting.load(desk, "child", f"{one}:health") == {"illness": "咳嗽"}
    drafting.keep(desk, "child", f"{one}:health", {})
    assert drafting.waiting(desk) == []


def test_two_hundred_late_ones_are_all_counted(desk):
    made.fill(desk, 300)
    page = today.today(desk)
    assert page.late.children > 0
    assert page.late.children == today.waits(desk)[0] - page.now.children
    assert len(page.late.lines) == min(page.late.children, today.MOST)


def test_where_several_villages_are_looked_after_whose_each_thing_is_stands_with_it(tmp_path):
    base = townships.county(CHILDREN)
    session = townships.opened(townships.copied(tmp_path / "county", base), base, SetClock(townships.NOON))
    known = villages.names(session)
    shown = today.today(session)
    rows = reader.many(session.ledger.connection, "child", [line.child for line in shown.late.lines])
    some = shown.late.lines[0]
    found = {hit.id: hit.village_group for hit in finding.find(session, some.name).hits}
    chosen = {one.child: one.second for one in choosing.look_up(session, some.name)}
    planned = {stop.group for day in planning.month(session, 2026, 11).days for stop in day.stops}
    session.ledger.close()
    assert shown.late.lines
    where = f"{known[str(rows[some.child]['unit'])]}{rows[some.child]['village_group']}"
    assert found[some.child] == where
    assert chosen[some.child].endswith(f"，{where}")
    assert planned
    assert all(group.startswith(("云溪镇", "梨树乡")) for group in planned)
    assert all(line.who.endswith(f"，{known[str(rows[line.child]['unit'])]}") for line in shown.late.lines)
    about = [one.why for one in (*shown.matters, *shown.ahead)]
    assert about
    assert all(why.startswith(("云溪镇", "梨树乡")) for why in about)

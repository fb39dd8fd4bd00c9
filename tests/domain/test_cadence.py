"""When a child is seen next: always some day, never later than the rules allow, over random years."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk import paths
from childdesk.domain import cadence, cadence_file
from childdesk.domain.cadence import Case, Engine
from childdesk.domain.errors import Refused

TEXT = paths.resource_bytes("rules/visits.toml").decode("utf-8")
RULES = cadence_file.read("visits.toml", TEXT)
ON = date(2026, 11, 23)
NOW = ON.toordinal()

days = st.dates(date(2003, 1, 1), date(2046, 12, 31))
back = st.integers(0, 900)
ages = st.one_of(st.none(), back)


@st.composite
def cases(draw: st.DrawFn) -> tuple[date, Case]:
    """Today, and a child with any past: leap days, month ends, a registration after today (a wrong clock)."""
    on = draw(st.one_of(days, st.sampled_from([date(2024, 2, 29), date(2023, 2, 28), date(2026, 12, 31)])))
    now = on.toordinal()

    def past(ago: int | None) -> int:
        return 0 if ago is None else now - ago

    met, talked = past(draw(ages)), past(draw(ages))
    agreed_on = max(met, talked)
    case = Case(
        "a",
        draw(st.sampled_from(["红", "黄", "蓝", "绿", "", "紫"])),
        tuple(draw(st.sets(st.sampled_from(["留守儿童", "流动儿童"])))),
        begun=draw(st.one_of(st.just(0), st.integers(-900, 2000).map(lambda ago: now + ago))),
        met=met,
        talked=max(met, talked),
        agreed_on=agreed_on,
        agreed=draw(st.one_of(st.just(0), st.integers(-30, 400).map(lambda more: agreed_on + more))),
        graded=past(draw(ages)),
    )
    if draw(st.booleans()):
        case.events = ((past(draw(back)), "转介"),)
    return on, case


def latest(on: date, case: Case) -> int:
    """The last day that the rules allow, told again in the plainest way: every rule for itself."""
    colour = RULES.colours.get(case.risk) or RULES.colours["未评"]
    base = case.met if colour.meet else max(case.met, case.talked)
    if not base:
        begun = min(case.begun, on.toordinal()) or on.toordinal()
        allowed = [max(begun, case.graded if case.begun else 0) + min(7, colour.first)]
    else:
        often = [colour.days] + [RULES.categories[k][0] for k in case.kinds]
        again = base + min(often)
        allowed = [max(again, case.graded + colour.first) if case.graded > base else again]
        if case.kinds and "留守儿童" in case.kinds:
            allowed += _dates(on, base)
    for day, _ in case.events:
        if day >= base:
            allowed.append(day + 7)
    if colour.name == "未评" and base:
        allowed = [max(min(allowed), case.agreed_on + 90)]
    return min(allowed)


def _dates(on: date, base: int) -> list[int]:
    found = []
    for year in range(on.year - 2, on.year + 3):
        for name in ("寒假", "暑假"):
            first, last = RULES.holiday(name, year)
            if first.toordinal() - 20 > base:
                found.append(first.toordinal() - 1)
            if last.toordinal() + 1 > base:
                found.append(last.toordinal() + 20)
        by = max(base + 30, date(year, 6, 15).toordinal())
        if by <= date(year, 9, 30).toordinal():
            found.append(by)
    return found


@given(cases())
def test_there_is_always_a_day_and_never_one_later_than_the_rules_allow(given_case):
    on, case = given_case
    found = Engine(RULES, on).following(case)
    assert found.day <= latest(on, case)
    assert found.why
    assert found.reason
    assert date.fromisoformat(found.iso).toordinal() == found.day
    assert found.day > found.base


@given(cases(), st.integers(0, 60), st.integers(0, 200))
def test_putting_off_never_reaches_further_than_allowed_and_a_visit_settles_it(given_case, ago, further):
    on, case = given_case
    engine = Engine(RULES, on)
    usual = engine.following(case)
    off = replace(case, put_on=on.toordinal() - ago, put_to=on.toordinal() + further, put_why="下雨")
    colour = RULES.colours.get(case.risk) or RULES.colours["未评"]
    moved = engine.following(off)
    assert usual.day <= moved.day <= max(usual.day, off.put_on) + colour.put_off
    seen = replace(off, met=on.toordinal(), talked=on.toordinal(), put_on=on.toordinal() - 1 - ago)
    assert engine.following(seen) == engine.following(replace(seen, put_to=0))


@given(cases(), st.integers(0, 40))
def test_who_was_not_at_home_is_gone_to_again_within_three_days(given_case, ago):
    on, case = given_case
    case.missed = on.toordinal() - ago
    case.agreed = 0
    found = Engine(RULES, on).following(case)
    colour = RULES.colours.get(case.risk) or RULES.colours["未评"]
    base = case.met if colour.meet else max(case.met, case.talked)
    if case.missed > base:
        assert found.day == case.missed + 3


@given(cases())
def test_a_graver_colour_or_one_more_category_never_makes_it_later(given_case):
    on, case = given_case
    if case.risk not in ("蓝", "绿"):
        return
    engine = Engine(RULES, on)
    day = engine.following(case).day
    assert engine.following(replace(case, kinds=("流动儿童", "留守儿童"))).day <= day
    if not case.agreed and case.graded <= max(case.met, case.talked) and case.met:
        assert engine.following(replace(case, risk="红", talked=case.met)).day <= max(day, case.graded + 1)


@pytest.mark.parametrize(
    ("case", "day", "why"),
    [
        (Case("a", "黄", (), met=ON.toordinal() - 3), "2026-12-05", "黄色，每月2次（默认值）"),
        (Case("a", "黄", (), talked=NOW, begun=NOW), "2026-11-30", "新登记，7天内首访（默认值）"),
        (Case("a", "红", (), begun=ON.toordinal()), "2026-11-24", "新登记，1天内首访（默认值）"),
        (Case("a", "红", (), met=NOW, graded=NOW), "2026-11-24", "刚评为红色，第二天就去（默认值）"),
        (Case("a", "", ()), "2026-11-23", "登记日期没填，先去看一次"),
        (Case("a", "绿", ("留守儿童",), met=ON.toordinal()), "2027-01-24", "寒假前去一次（默认值）"),
        (Case("a", "绿", ("流动儿童",), met=ON.toordinal()), "2027-02-21", "绿色，每季度1次（默认值）"),
        (Case("a", "绿", (), met=ON.toordinal() - 9, events=((ON.toordinal(), "报告"),)), "2026-11-30",
         "有保密记录，7天内再去（默认值）"),
    ],
)  # fmt: skip
def test_a_day_says_which_rule_it_comes_from(case, day, why):
    found = Engine(RULES, ON).following(case)
    assert (found.iso, found.why) == (day, why)


def test_a_call_does_not_count_as_having_seen_a_red_or_yellow_child_but_does_for_the_others():
    seen, called = ON.toordinal() - 10, ON.toordinal()
    for risk, base in (("红", seen), ("黄", seen), ("蓝", called), ("绿", called), ("", called)):
        assert Engine(RULES, ON).following(Case("a", risk, (), met=seen, talked=called)).base == base


def test_the_season_of_the_water_asks_for_a_visit_a_month():
    engine = Engine(RULES, date(2026, 7, 1))
    case = Case("a", "绿", ("留守儿童",), met=date(2026, 6, 10).toordinal())
    assert (engine.following(case).iso, engine.following(case).why[:4]) == ("2026-07-05", "暑假前去")
    late = replace(case, met=date(2026, 7, 10).toordinal())
    assert engine.following(late).iso == "2026-08-09"
    assert engine.following(late).why.startswith("防溺水期，每月1次")


def test_what_the_county_demands_counts_for_everybody():
    case = Case("a", "绿", (), met=date(2026, 1, 31).toordinal())
    monthly = replace(RULES, demand=cadence.MONTHLY)
    assert Engine(monthly, ON).following(case).iso == "2026-02-28"
    every = replace(RULES, demand=cadence.EVERY, every=10)
    assert Engine(every, ON).following(case).iso == "2026-02-10"


def test_the_winter_holiday_follows_the_lunar_calendar_unless_the_county_says_otherwise():
    assert RULES.holiday("寒假", 2027) == (date(2027, 1, 25), date(2027, 2, 21))
    own = cadence_file.read("本县", TEXT + 'winter_from = "01-20"\nwinter_to = "02-25"\n')
    assert own.holiday("寒假", 2027) == (date(2027, 1, 20), date(2027, 2, 25))


@pytest.mark.parametrize(
    ("was", "becomes", "line", "reason"),
    [
        ("days = 15", "days = 0", "days = 15", "1到366"),
        ("days = 15", 'days = "半月"', "days = 15", "1到366"),
        ('name = "绿"', 'name = "橙"', 'name = "绿"', "不是红、黄、蓝、绿"),
        ('name = "绿"', 'name = "蓝"', 'version = "2026-11"', "没有写“绿”"),
        ("within = 15", "withn = 15", "within = 15", "没有“withn”这一项"),
        ('from = "06-01"', 'from = "06-31"', 'from = "06-01"', "月-日"),
        ("days = 3 ", "days = = 3", "days = 3 ", "写法不对"),
        ('categories = ["留守儿童"]', 'categories = "留守儿童"', 'categories = ["留守儿童"]', "一串词"),
        ('name = "暑假"', 'name = "秋假"', 'name = "暑假"', "只有寒假和暑假"),
        ("meet = true", "meet = 1", "meet = true", "true或false"),
        ('summer_to = "08-31"', 'summer_to = "8月"', 'summer_to = "08-31"', "月-日"),
    ],
)
def test_a_mistake_names_its_line_and_its_reason(was, becomes, line, reason):
    number = next(at for at, words in enumerate(TEXT.splitlines(), 1) if words.startswith(line))
    with pytest.raises(Refused) as refused:
        cadence_file.read("本县.toml", TEXT.replace(was, becomes, 1))
    assert refused.value.sentence.startswith(f"本县.toml第{number}行：")
    assert reason in refused.value.sentence
    assert refused.value.sentence.endswith("原来的规则照旧用着")


def test_days_count_on_over_year_ends_and_leap_days():
    case = Case("a", "蓝", (), met=date(2024, 2, 29).toordinal())
    assert Engine(RULES, date(2024, 3, 1)).following(case).iso == "2024-03-30"
    assert date.fromordinal(case.met) + timedelta(30) == date(2024, 3, 30)

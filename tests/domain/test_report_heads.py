"""The tables as data: every option stands in one bucket, words are those of the day, rules can break."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from childdesk.domain import options
from childdesk.domain.report import heads
from childdesk.domain.report.tally import Branch, Cell, Counted, Covered, Has, Line, Rule, Tally, counted

DAY = date(2026, 11, 23)
GROUPED = {
    "schooling": (options.SCHOOLING, (heads.SCHOOLING, heads.SCHOOLING_SHORT)),
    "health": (options.HEALTH, (heads.HEALTH,)),
    "hukou_kind": (options.HUKOU_KIND, (heads.HUKOU, heads.HUKOU_LONG)),
    "boarding": (options.BOARDING, (heads.BOARDING,)),
    "guardianship": (options.GUARDIANSHIP, (heads.GUARDIANSHIP,)),
    "care_reason": (options.CARE_REASON, (heads.CARE_REASON,)),
}


@pytest.mark.parametrize("key", [key for key in GROUPED if key != "care_reason"])
def test_every_option_stands_in_exactly_one_bucket(key):
    listed, tables = GROUPED[key]
    for table in tables:
        times = Counter(code for _, codes in table for code in codes.split("、"))
        assert dict(times) == dict.fromkeys(listed.codes(), 1)


def test_every_category_belongs_to_one_kind_or_to_none_that_is_reported():
    times = Counter(code for codes in heads.GROUPS.values() for code in codes)
    assert dict(times) == dict.fromkeys(options.CATEGORY.codes(), 1)


def test_words_are_those_valid_on_the_day():
    def labels(on):
        return [leaf.label for branch in heads.left_behind(on) for leaf in branch.leaves()]

    assert "建档立卡贫困户" in labels(date(2020, 12, 31))
    assert "建档立卡贫困户" not in labels(DAY)
    assert "脱贫户" in labels(DAY)


def test_the_head_of_the_summary_is_that_of_the_screen():
    head = heads.left_behind(DAY)
    assert max(branch.depth() for branch in head) == 3
    assert [branch.label for branch in head] == (
        "数量 占总统计量情况（%） 年龄段情况 教育情况 户籍性质 健康状况 寄宿情况 委托照料原因情况"
        " 实际监护情况 监护情况 救助措施"
    ).split(" ")


@pytest.mark.parametrize("name", heads.TABLES)
def test_the_keys_of_a_table_are_its_own_and_its_rules_and_chart_name_them(name):
    kept = heads.TABLES[name]
    head = kept.head(DAY)
    names = [leaf.key for branch in head for leaf in branch.leaves()]
    assert len(names) == len(set(names))
    for rule in kept.rules(head):
        assert rule.whole in names
        assert rule.parts
        assert {part.removeprefix("-") for part in rule.parts} <= set(names)
    assert set(kept.chart) <= set(names)


people = st.lists(
    st.tuples(
        st.sampled_from(["", "男", "女"]),
        st.integers(-1, 19),
        st.sampled_from(["", *options.SCHOOLING.codes()]),
        st.sampled_from(["", *options.HEALTH.codes()]),
        st.sampled_from(["", *options.HUKOU_KIND.codes()]),
        st.sets(st.sampled_from(options.RELIEF.codes()), max_size=3),
        st.sampled_from(["甲", "乙", "丙"]),
    ),
    max_size=30,
)


def told(rows):
    """Counted children out of random answers; an empty answer was not collected."""
    made = []
    for at, (sex, age, school, health, hukou, relief, unit) in enumerate(rows):
        single = {"sex": sex, "schooling": school, "health": health, "hukou_kind": hukou}
        facts = {key: frozenset([value]) if value else frozenset() for key, value in single.items()}
        facts |= {"age": frozenset([str(age)]) if age >= 0 else frozenset(), "relief": frozenset(relief)}
        facts |= {"carer": frozenset([heads.CARER[at % 3]]), "category": frozenset(["留守儿童"])}
        made.append(Counted(f"c{at}", unit, facts))
    return made


@given(people)
def test_every_cell_is_what_counting_children_one_by_one_gives(rows):
    children = told(rows)
    head = heads.left_behind(DAY)
    leaves = [leaf for branch in head for leaf in branch.leaves()]
    for leaf, cell in zip(leaves, counted(head, children), strict=True):
        if leaf.share:
            continue
        slowly = 0
        for child in children:
            met = True
            for has in leaf.takes:
                held = child.facts.get(has.key, frozenset())
                met &= bool(held & has.codes) if has.codes else not held
            slowly += met
        assert cell.number == slowly == len(cell.children)


@given(people)
def test_groups_part_everybody_and_a_broken_rule_names_whom(rows):
    children = told(rows)
    head = heads.left_behind(DAY)
    lines = tuple(
        Line((unit,), counted(head, [child for child in children if child.unit == unit])) for unit in "甲乙丙"
    )
    kept = heads.TABLES["left-behind-summary"]
    made = Tally(
        "", "", "", ("区域",), head, lines, Line(("合计",), counted(head, children)), kept.rules(head)
    )
    checks = {check.rule: check for check in made.checks()}
    assert checks["合计＝各行相加"].holds
    for words in ("教育情况", "户籍性质", "健康状况", "寄宿情况", "委托照料原因", "实际监护情况", "监护情况"):
        assert checks[f"数量＝{words}各栏相加"].holds
    old = {child.id for child in children if child.facts["age"] & {"17", "18", "19"}}
    ages = checks["数量＝各年龄段小计＋未采集"]
    assert (ages.holds, set(ages.children)) == (not old, old)
    young = {child.id for child in children if child.facts["age"] & {str(n) for n in range(6)}}
    sexless = {child.id for child in children if child.id in young and not child.facts["sex"]}
    assert set(checks["0-5周岁小计＝男＋女"].children) == sexless
    untold = {child.id for child in children if not child.facts["relief"]}
    assert set(checks["每人都填了救助措施（可多项）"].children) == untold


def line(*numbers):
    return Line(("村",), tuple(Cell(len(n), tuple(n)) for n in numbers))


def test_a_sum_that_does_not_fit_names_who_is_counted_twice_or_not_at_all():
    head = (Branch("数", "all"), Branch("一", "a"), Branch("二", "b"))
    rule = Rule("数＝一＋二", "all", ("a", "b"))
    made = Tally("", "", "", ("",), head, (line("xyz", "xy", "y"),), None, (rule,))
    [check] = made.checks()
    assert check.holds
    made = Tally("", "", "", ("",), head, (line("xyz", "x", "y"),), None, (rule,))
    [check] = made.checks()
    assert (check.holds, check.children, check.why) == (False, ("z",), "村：相加2，应为3")


def test_who_is_covered_by_nothing_is_named_and_twice_is_no_fault():
    head = (Branch("数", "all"), Branch("一", "a"), Branch("二", "b"))
    made = Tally(
        "", "", "", ("",), head, (line("xyz", "xy", "xy"),), None, (Covered("都有", "all", ("a", "b")),)
    )
    [check] = made.checks()
    assert (check.holds, check.children) == (False, ("z",))


def test_a_child_in_two_villages_breaks_the_sum_of_the_lines():
    head = (Branch("数", "all"),)
    lines = (Line(("甲",), (Cell(1, ("x",)),)), Line(("乙",), (Cell(1, ("x",)),)))
    made = Tally("", "", "", ("",), head, lines, Line(("合计",), (Cell(1, ("x",)),)))
    [check] = made.checks()
    assert (check.holds, check.children) == (False, ("x",))


def test_a_condition_without_codes_means_that_nothing_was_collected():
    assert Has("sex").holds({"sex": frozenset()})
    assert Has("sex").holds({})
    assert not Has("sex").holds({"sex": frozenset(["男"])})

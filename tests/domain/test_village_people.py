"""Holds that the people of the practice village are plausible, and that the rarer cases are always there."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

import pytest

from childdesk.domain import catalogue, days, identity, mandatory_steps
from childdesk.domain.duplicates import Sketch, Verdict, compare
from childdesk.domain.kin_options import GRANDPARENTS
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.village import care
from tests.domain.village_told import SEEDS, SMALL, TODAY, Told, earliest, made

AGES = {
    "学龄前": (0, 6),
    "未入园": (3, 6),
    "幼儿园": (3, 7),
    "小学": (6, 13),
    "初中": (12, 16),
    "高中": (15, 18),
    "中职": (15, 18),
    "技工学校": (15, 18),
    "特殊教育": (7, 16),
    "辍学": (12, 16),
    "不在学": (15, 18),
}


@pytest.fixture(params=SEEDS)
def told(request) -> Told:
    return made(request.param)


@pytest.fixture
def small() -> Told:
    return made(7, SMALL)


def named(told: Told, name: str) -> tuple[str, dict[str, Scalar]]:
    """The one child of this name."""
    (found,) = [(key, raw) for key, raw in told.children().items() if raw["name"] == name]
    return found


# -- plausible --------------------------------------------------------------------------------------


def test_schooling_fits_the_age(told):
    for raw in told.living().values():
        if "schooling" in raw and "birth" in raw:
            age = days.age(Date().from_db(str(raw["birth"])), TODAY)
            low, high = AGES[str(raw["schooling"])]
            assert low <= age <= high, raw


def test_schooling_grade_and_state_fit_each_other(told):
    for raw in told.living().values():
        grade, schooling = raw.get("grade"), raw.get("schooling")
        if grade is None or schooling is None:
            continue
        pattern = {
            "幼儿园": "[小中大]班",
            "小学": "[一二三四五六]年级",
            "初中": "[七八九]年级",
            "高中": "高[一二三]",
        }
        assert re.fullmatch(pattern.get(str(schooling), ".年级"), str(grade))
        assert raw["study_state"] == "在读"


def test_everybody_goes_up_one_class_in_september(small):
    child, raw = named(small, "周小禾")
    (first,) = [op for op in small.batches[0].ops if op.row == child]
    moved = [
        b.day
        for b in small.batches
        for op in b.ops
        if op.row == child and getattr(op, "field", "") == "grade"
    ]
    assert (first.values["grade"], raw["grade"], moved) == ("三年级", "四年级", [date(2026, 9, 6)])


def test_parents_and_grandparents_have_the_age_for_it(told):
    for record, row in [(r, row) for r in catalogue.KIN for row in told.rows[r].values()]:
        child = told.children()[str(row["child"])]
        born = identity.birth(str(row.get("id_number") or ""))
        if born is None:
            continue
        older = (earliest(child["birth"]) - born.exact).days / 365.25
        if row["relation"] in GRANDPARENTS:
            assert 38 <= older <= 80, (record, row, child)
        elif row["relation"] in ("父亲", "母亲"):
            assert 19 <= older <= 50, (record, row, child)
        assert 20 < days.age(born, TODAY) < 95


def test_children_of_one_household_share_surname_parents_and_telephones(told):
    families: dict[Scalar, list[str]] = {}
    for child, raw in told.children().items():
        families.setdefault(raw["household"], []).append(child)
    sizes = Counter(map(len, families.values()))
    assert set(sizes) == {1, 2, 3} and all(sizes[size] > 10 for size in sizes)
    for children in families.values():
        for record in ("father", "mother", "guardian"):
            assert len({str(told.of(record, child)[0]["name"]) for child in children}) == 1
        names = {str(told.children()[child]["name"]) for child in children} - {"毛毛"}
        assert len({name[0] for name in names}) == 1 or all("·" in name for name in names)
        fathers = [
            {row["number"] for row in told.of("phone", child) if row["whose"] == "父亲"} for child in children
        ]
        assert all(numbers <= fathers[0] | fathers[-1] for numbers in fathers)


@pytest.mark.parametrize(
    ("colour", "low", "high"),
    [("红", 0.02, 0.08), ("黄", 0.09, 0.21), ("蓝", 0.42, 0.58), ("绿", 0.18, 0.32)],
)
def test_risk_colours_have_their_share(told, colour, low, high):
    living = told.living().values()
    assert low < sum(raw.get("risk") == colour for raw in living) / len(living) < high


@pytest.mark.parametrize(
    ("kind", "low", "high"),
    [
        ("留守儿童", 0.62, 0.78),
        ("流动儿童", 0.02, 0.1),
        ("困境儿童", 0.08, 0.35),
        ("社会散居孤儿", 0.002, 0.04),
        ("社会散居事实无人抚养儿童", 0.01, 0.08),
        ("监护不当儿童", 0.005, 0.06),
        ("残疾儿童", 0.01, 0.08),
    ],
)
def test_categories_have_their_share(told, kind, low, high):
    living = told.living()
    assert low < sum(kind in told.kinds(child) for child in living) / len(living) < high


def test_some_visits_are_late_some_due_today_and_some_this_week(told):
    named_days = [date.fromisoformat(day) for day in told.next_visits().values()]
    late = sum(day < TODAY for day in named_days) / len(named_days)
    week = sum(TODAY < day <= TODAY + timedelta(7) for day in named_days) / len(named_days)
    assert 0.02 <= late <= 0.06
    assert 0.08 <= week <= 0.5
    assert sum(day == TODAY for day in named_days) / len(named_days) <= 0.06
    assert TODAY in named_days


def test_even_a_small_village_has_a_late_visit_and_one_for_today():
    named_days = made(5, 5).next_visits().values()
    assert min(named_days) < TODAY.isoformat() and TODAY.isoformat() in named_days


def test_visits_lie_within_the_last_twelve_months_and_their_texts_vary(told):
    visits = told.rows["visit"].values()
    assert all(TODAY - timedelta(365) <= earliest(row["date"]) <= TODAY for row in visits)
    living = [row["living"] for row in visits if "living" in row]
    assert len(set(living)) > 0.8 * len(living)
    assert any(row["nobody_home"] == "是" for row in visits)
    for row in visits:
        asked = {"living", "family", "guardianship", "mind", "opinion", "next_step", "asked_person"}
        assert row["nobody_home"] == "是" or asked <= set(row)


def test_referrals_stand_in_every_state_and_their_days_follow_each_other(told):
    states = Counter(str(row["state"]) for row in told.rows["referral"].values())
    assert set(states) >= {"草稿", "已告知监护人", "已转出", "已接收", "服务中", "已反馈", "结案", "退回"}
    assert set(states) >= {"拒绝", "失联"}
    for row in told.rows["referral"].values():
        steps = [str(row[key]) for key in ("date", "accepted_on", "answered_on", "closed_on") if key in row]
        assert steps == sorted(steps)
        assert (row["state"] == "结案") == ("close_reason" in row)


def test_what_was_noticed_stands_beside_each_referral_and_never_says_a_grade(told):
    looks = told.rows["observation"].values()
    referred = {(row["child"], row["date"]) for row in told.rows["referral"].values()}
    assert {(row["child"], row["date"]) for row in looks} == referred
    assert {row["result"] for row in looks} == {"需要转介", "立即行动"}
    assert all(row["danger_signs"] for row in looks if row["result"] == "立即行动")


def test_a_village_has_its_helpers_and_one_report_that_is_not_settled_yet(told):
    helpers = list(told.rows["agency"].values())
    assert len({row["phone"] for row in helpers}) == len(helpers) == len(care.AGENCIES)
    old = [row["name"] for row in helpers if earliest(row["checked_on"]) < TODAY - timedelta(180)]
    assert sorted(old) == sorted(care.STALE)
    (report,) = told.rows["mandatory_report"].values()
    lacking = mandatory_steps.undone_of_report(report, mandatory_steps.USUAL, TODAY)
    assert [one.kind for one in lacking] == ["report.close"]
    assert report["found_at"] < report["police_at"] < report["written_at"]


def test_a_dead_number_has_ended_and_a_working_one_follows(told):
    states = Counter(str(row["state"]) for row in told.rows["phone"].values())
    assert set(states) == {"可用", "空号", "停机"}
    for row in told.rows["phone"].values():
        assert (row["state"] == "可用") == ("ends" not in row)


def test_something_is_missing_here_and_there(told):
    living = told.living().values()
    for key in ("health", "school_class", "insurance", "id_number"):
        assert any(key not in raw for raw in living)


def test_a_certificate_says_kind_and_level_by_its_own_digits(told):
    found = [raw for raw in told.children().values() if raw.get("disability_certificate")]
    assert found
    for raw in found:
        kind, level = identity.certificate_facts(str(raw["disability_certificate"]))
        assert kind in str(raw["disability_type"]).split("、")
        assert raw["disability_level"] == level
        assert str(raw["disability_certificate"]).startswith(str(raw["id_number"]))


# -- those whom every village has -------------------------------------------------------------------


def test_the_newborn_has_neither_name_nor_number(small):
    child, raw = named(small, "毛毛")
    assert "id_number" not in raw and raw["id_type"] == "无证件"
    assert days.age(Date().from_db(str(raw["birth"])), TODAY) == 0
    assert [row["kind"] for row in small.of("name", child)] == ["乳名"]


def test_the_twins_are_never_taken_for_one(small):
    (first, older), (second, younger) = named(small, "程大川"), named(small, "程小川")
    family = frozenset(str(row["name"]) for row in small.of("father", first) + small.of("mother", first))
    sketches = [
        Sketch(
            name=str(raw["name"]),
            id_number=str(raw["id_number"]),
            birth=Date().from_db(str(raw["birth"])),
            sex=str(raw["sex"]),
            family=family,
            id=key,
        )
        for key, raw in ((first, older), (second, younger))
    ]
    assert older["birth"] == younger["birth"]
    assert compare(*sketches).verdict is Verdict.DIFFERENT


def test_names_with_a_dot_and_with_a_rare_character_are_there(small):
    names = [str(raw["name"]) for raw in small.children().values()]
    assert "阿依努尔·买买提" in names
    assert any(0x20000 <= ord(character) <= 0x2A6DF for name in names for character in name)


def test_one_turns_sixteen_next_month_and_one_is_eighteen_and_still_there(small):
    births = [Date().from_db(str(raw["birth"])) for raw in small.living().values()]
    assert any(
        days.age(birth, TODAY) == 15 and days.age(birth, days.plus_months(TODAY, 1)) == 16 for birth in births
    )
    assert [days.age(birth, TODAY) for birth in births].count(18) == 1


def test_one_was_renamed_one_has_left_and_of_two_little_is_known(small):
    assert {str(row["kind"]) for row in small.rows["name"].values()} >= {"曾用名", "现名", "乳名"}
    assert any("exit_on" in raw for raw in small.children().values())
    bare = [raw for raw in small.children().values() if "was" in raw]
    assert len(bare) >= 2 and all("nation" not in raw and "health" not in raw for raw in bare)


def test_a_parent_in_prison_stands_in_a_sealed_row_with_its_term(small):
    held = [row for row in small.rows["parent_state"].values() if row["state"] == "服刑在押"]
    assert held and all(str(row["ends"]) > TODAY.isoformat() for row in held)

"""Each rule finds its fault in a file that is otherwise right, and says nothing of a right one."""

from datetime import date

import pytest

from childdesk.domain import catalogue, identity, options, rules
from childdesk.domain.child import Child
from childdesk.domain.issue import LEVELS, Issue, worst_first
from childdesk.domain.kinds import Scalar

ON = date(2026, 11, 23)


def number(first17: str) -> str:
    return first17 + identity.check_digit(first17)


BOY = number("13062520160305001")
OTHER = number("13062520160305003")
MOTHER = number("13062519900101002")
FATHER = number("13062519880101001")
CHILD: dict[str, Scalar] = {
    "name": "张三", "sex": "男", "id_number": BOY, "birth": "2016-03-05", "nation": "汉族",
    "hukou_class": "本辖区户口", "hukou_address": "某县某村", "live_address": "某县某村",
    "categories": "留守儿童",
    "health": "健康", "schooling": "小学", "registered_on": "2024-09-01",
}  # fmt: skip
DISABLED = CHILD | {
    "health": "残疾", "disability_type": "肢体残疾", "disability_level": "二级",
    "disability_certificate": BOY + "42",
}  # fmt: skip
GUARDIAN: dict[str, Scalar] = {
    "child": "0" * 32, "name": "王五", "relation": "祖母", "id_number": MOTHER, "kind": "受委托照料人",
    "agreement": "是", "agreement_date": "2025-02-01",
}  # fmt: skip
VISIT: dict[str, Scalar] = {
    "child": "0" * 32, "date": "2026-11-20", "visit_type": "日常走访", "asked_person": "王五",
    "asked_relation": "祖母", "living": "好", "family": "好", "guardianship": "较好", "mind": "好",
    "opinion": "无",
    "last_contact": "2026-11-18", "next_date": "2026-12-20",
}  # fmt: skip
REFERRAL: dict[str, Scalar] = {
    "child": "0" * 32, "date": "2026-11-01", "state": "已转出", "urgency": "一般", "route": "其他",
    "reason": "见单",
    "consent": "同意", "accepted_on": "2026-11-03",
}  # fmt: skip
CATEGORY: dict[str, Scalar] = {
    "child": "0" * 32, "kind": "孤儿", "state": "已上报", "begins": "2024-01-01", "ends": "2026-01-01",
}  # fmt: skip
RIGHT = [
    ("child", CHILD), ("child", DISABLED), ("guardian", GUARDIAN), ("visit", VISIT), ("referral", REFERRAL),
    ("category", CATEGORY), ("father", {"child": "0" * 32, "name": "张大", "id_number": FATHER}),
    ("mother", {"child": "0" * 32, "name": "李四", "id_number": MOTHER, "relation": "母亲"}),
    ("parent_state", {"child": "0" * 32, "holder": "1" * 32, "state": "服刑在押", "ends": "2028-01-01"}),
]  # fmt: skip


@pytest.mark.parametrize(("record", "values"), RIGHT)
def test_a_right_record_has_no_issue(record: str, values: dict[str, Scalar]) -> None:
    assert rules.check_new(record, values, ON, "village") == []


FAULTS = [
    ("child", CHILD, {"birth": "2016-03-06"}, "doubtful", "birth"),
    ("child", CHILD, {"birth": "2016-04"}, "doubtful", "birth"),
    ("child", CHILD, {"birth": "2027-01-01", "id_number": None}, "impossible", "birth"),
    ("child", CHILD, {"birth": "2008-11-23", "id_number": number("13062520081123001")}, "doubtful", "birth"),
    ("child", CHILD, {"sex": "女"}, "doubtful", "sex"),
    ("child", CHILD, {"id_number": "130625160305001"}, "impossible", "id_number"),
    ("child", CHILD, {"health": "残疾"}, "missing", "disability_type"),
    ("child", CHILD, {"exit_on": "2026-01-01"}, "missing", "exit_reason"),
    ("child", CHILD, {"exit_reason": "死亡"}, "missing", "exit_on"),
    ("child", CHILD, {"exit_on": "2024-01-01", "exit_reason": "其他"}, "impossible", "exit_on"),
    ("child", CHILD, {"registered_on": "2027-01-01"}, "doubtful", "registered_on"),
    ("child", CHILD, {"categories": "留守儿童、流动儿童"}, "impossible", "categories"),
    (
        "child",
        CHILD,
        {"birth": "2010-11-23", "id_number": number("13062520101123001")},
        "doubtful",
        "categories",
    ),
    ("child", DISABLED, {"disability_type": "听力残疾"}, "doubtful", "disability_type"),
    ("child", DISABLED, {"disability_level": "三级"}, "doubtful", "disability_level"),
    ("child", DISABLED, {"disability_level": None}, "missing", "disability_level"),
    ("child", DISABLED, {"disability_certificate": OTHER + "42"}, "doubtful", "disability_certificate"),
    ("child", DISABLED, {"disability_type": "视力残疾、肢体残疾"}, "note", "disability_type"),
    (
        "child",
        DISABLED,
        {"disability_type": "多重残疾", "disability_certificate": None},
        "note",
        "disability_type",
    ),
    ("child", DISABLED, {"health": "健康"}, "doubtful", "health"),
    ("guardian", GUARDIAN, {"relation": "母亲"}, "doubtful", "relation"),
    ("guardian", GUARDIAN, {"relation": "母亲", "kind": "监护人"}, "note", "relation"),
    ("guardian", GUARDIAN, {"relation": "祖父"}, "doubtful", "id_number"),
    ("guardian", GUARDIAN, {"id_number": number("13062520160101002")}, "doubtful", "id_number"),
    ("guardian", GUARDIAN, {"agreement": "否"}, "doubtful", "agreement"),
    ("guardian", GUARDIAN, {"agreement_date": None}, "missing", "agreement_date"),
    ("father", {"child": "0" * 32, "name": "张大"}, {"id_number": MOTHER}, "doubtful", "id_number"),
    ("father", {"child": "0" * 32, "name": "张大"}, {"relation": "母亲"}, "doubtful", "relation"),
    ("mother", {"child": "0" * 32, "name": "李四"}, {"relation": "父亲"}, "doubtful", "relation"),
    ("visit", VISIT, {"date": "2026-11-24"}, "doubtful", "date"),
    ("visit", VISIT, {"last_contact": "2026-11-21"}, "doubtful", "last_contact"),
    ("visit", VISIT, {"last_contact": "2026-11-12"}, "note", "last_contact"),
    ("visit", VISIT, {"next_date": "2026-11-19"}, "doubtful", "next_date"),
    ("referral", REFERRAL, {"accepted_on": "2026-10-31"}, "doubtful", "accepted_on"),
    ("referral", REFERRAL, {"state": "结案"}, "missing", "close_reason"),
    ("referral", REFERRAL, {"consent": "拒绝"}, "doubtful", "consent"),
    ("category", CATEGORY, {"ends": "2023-12-31"}, "impossible", "ends"),
    ("category", CATEGORY, {"state": "已认定"}, "impossible", "state"),
]


@pytest.mark.parametrize(("record", "values", "fault", "level", "field"), FAULTS)
def test_one_fault_in_a_right_record_is_found(
    record: str, values: dict[str, Scalar], fault: dict[str, Scalar], level: str, field: str
) -> None:
    found = rules.check_new(record, values | fault, ON, "village")
    assert (level, field) in [(issue.level, issue.field) for issue in found]
    assert len(found) <= 2


def test_every_issue_names_a_field_and_speaks_shortly() -> None:
    for record, values, fault, _, _ in FAULTS:
        for issue in rules.check_new(record, values | fault, ON, "village"):
            assert issue.field in catalogue.record(record).fields()
            assert all(len(part) <= 20 for part in issue.text.split("。"))
            assert not any(word in issue.text for word in ("系统", "操作", "数据库", "失败", "非法", "！"))


def test_issues_of_a_sealed_record_carry_no_sealed_value() -> None:
    fault = REFERRAL | {"consent": "拒绝", "state": "服务中", "accepted_on": "2026-10-01"}
    texts = [issue.text for issue in rules.check_new("referral", fault, ON, "village")]
    assert texts
    assert not any(str(fault[key]) in text for key in ("consent", "state") for text in texts)


@pytest.mark.parametrize("record", list(catalogue.RECORDS))
def test_an_empty_record_misses_exactly_what_is_required(record: str) -> None:
    found = rules.check_new(record, {}, ON, "village")
    required = [key for key, item in catalogue.record(record).fields().items() if item.required]
    assert sorted(issue.field for issue in found) == sorted(required)
    assert {issue.level for issue in found} <= {"missing"}


def test_a_number_is_not_missed_where_there_can_be_none() -> None:
    none = CHILD | {"id_number": None}
    assert [issue.field for issue in rules.missing("child", none)] == ["id_number"]
    assert rules.missing("child", none | {"hukou_class": "无户口", "hukou_address": None}) == []
    assert rules.missing("child", none | {"id_type": "出生医学证明"}) == []


def test_nobody_at_home_leaves_nothing_to_ask() -> None:
    visit = {"child": "0" * 32, "date": "2026-11-20", "visit_type": "日常走访", "nobody_home": "是"}
    assert rules.missing("visit", visit) == []
    assert len(rules.missing("visit", visit | {"nobody_home": "否"})) == 7


def test_an_edit_is_not_told_again_what_was_missing_before() -> None:
    values = CHILD | {"nation": None, "risk": "红"}
    assert rules.check_edit("child", values, {"risk": "红"}, ON, "village") == []
    assert [i.field for i in rules.check_edit("child", values, {"nation": None}, ON, "village")] == ["nation"]


@pytest.mark.parametrize("kind", sorted(options.COUNTY_DECIDES))
def test_only_a_village_is_refused_the_confirmation_that_is_the_countys(kind: str) -> None:
    confirmed = CATEGORY | {"kind": kind, "state": "已认定"}
    at_village = rules.check_new("category", confirmed, ON, "village")
    assert [issue.text in rules.FORBIDDEN for issue in at_village] == [True]
    assert rules.check_new("category", confirmed, ON, "county") == []
    assert rules.check_new("category", confirmed | {"kind": "留守儿童"}, ON, "village") == []


def test_no_other_sentence_refuses_a_write() -> None:
    for record, values, fault, _, field in FAULTS:
        texts = {issue.text for issue in rules.check_new(record, values | fault, ON, "village")}
        assert bool(texts & rules.FORBIDDEN) == (record == "category" and field == "state")


@pytest.mark.parametrize(
    ("record", "values", "field"),
    [("visit", VISIT | {"date": "2016-03-04"}, "date"), ("visit", VISIT | {"date": "2026-09-02"}, "date"),
     ("referral", REFERRAL | {"date": "2015-01-01"}, "date"),
     ("mother", GUARDIAN | {"id_number": BOY}, "id_number"),
     ("mother", {"id_number": number("13062520040101002")}, "id_number")],
)  # fmt: skip
def test_what_does_not_fit_the_child_is_found(record: str, values: dict[str, Scalar], field: str) -> None:
    gone = CHILD | {"exit_on": "2026-09-01", "exit_reason": "其他"}
    assert field in [issue.field for issue in rules.beside_child(record, values, gone)]
    assert rules.beside_child("visit", VISIT, CHILD) == []
    assert rules.beside_child("mother", {"id_number": MOTHER}, CHILD) == []


def test_left_behind_and_mobile_exclude_each_other_on_one_day_only() -> None:
    left = {"kind": "留守儿童", "begins": "2023-01-01", "ends": "2025-06-01", "state": "村登记"}
    mobile = {"kind": "流动儿童", "begins": "2025-06-01", "state": "村登记"}
    assert rules.beside_each_other([left, mobile], CHILD, ON) == []
    assert (
        rules.beside_each_other([left | {"ends": "2026-12-01", "state": "已退出"}, mobile], CHILD, ON) == []
    )
    both = rules.beside_each_other([left | {"ends": None}, mobile], CHILD, ON)
    assert [issue.level for issue in both] == ["impossible"]
    grown = CHILD | {"birth": "2010-11-23"}
    assert [issue.level for issue in rules.beside_each_other([mobile], grown, ON)] == ["doubtful"]
    assert rules.beside_each_other([mobile], CHILD | {"birth": "2010-11-24"}, ON) == []


def test_a_second_kind_of_disability_adds_the_joint_one() -> None:
    assert rules.with_multiple(["肢体残疾", "视力残疾"]) == ("视力残疾", "肢体残疾", "多重残疾")
    assert rules.with_multiple(["肢体残疾"]) == ("肢体残疾",)


def test_a_lunar_birthday_is_not_held_against_the_number() -> None:
    assert rules.check_new("child", CHILD | {"birth": "农历2016-01-27"}, ON, "village") == []
    assert rules.check_new("child", CHILD | {"birth": "2016-03"}, ON, "village") == []


def test_the_worst_stands_first() -> None:
    issues = [Issue(level, "x", "") for level in reversed(LEVELS)]
    assert [issue.level for issue in worst_first(issues)] == list(LEVELS)


@pytest.mark.parametrize("check", rules._LOOKS_AT, ids=lambda check: check.__name__)
def test_a_check_that_is_passed_over_would_have_found_nothing(check):
    """Whatever else is filled, a check needs one of the fields that stand beside it."""
    keys = rules._LOOKS_AT[check]
    stored: dict[str, Scalar] = {"birth": "2001-01-05", "id_number": MOTHER, "sex": "男", "health": "健康"}
    stored |= {"categories": "留守儿童、流动儿童", "disability_type": "多重残疾"}
    stored |= {} if check is rules._age else {"exit_on": "2020-01-01"}
    full = DISABLED | stored
    assert check(Child("", full), ON)
    assert not check(Child("", {key: value for key, value in full.items() if key not in keys}), ON)

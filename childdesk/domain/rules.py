"""Rules across the fields of a record: pure functions from values and a day to a list of issues.

Only a sentence in `FORBIDDEN` refuses a write; everything else is shown and waits for a person. Sentences
about sealed fields name the field, never its value.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from childdesk.domain import catalogue, days, identity, kin_options, options
from childdesk.domain.agency import Agency
from childdesk.domain.child import Child
from childdesk.domain.days import Day
from childdesk.domain.facts import Category
from childdesk.domain.issue import Issue, worst_first
from childdesk.domain.kin import Father, Guardian, Kin, Mother
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.record import Record
from childdesk.domain.referral import Referral
from childdesk.domain.visit import Visit

Values = Mapping[str, Scalar]
"""Stored scalars by bare key; the through fields (类别, 电话 …) carry the value of the day, where known."""

COUNTY_CONFIRMS = "这一类由县级民政认定。请选已上报"
FORBIDDEN = frozenset([COUNTY_CONFIRMS])
"""Sentences that refuse the write."""

GROWN, LEFT_BEHIND_ENDS, PARENT_AT_LEAST = 18, 16, 14
WISH_FROM = 8
CONTACT_DAYS = 7
"""未成年人保护法 第二十三条: 至少每周联系和交流一次; compared with the visit's date."""

NUMBERLESS = frozenset(["户口本", "出生医学证明", "无证件"])
"""证件类型 with which no identity number is expected."""

_SEX_OF_RELATION = {
    **dict.fromkeys(["父亲", "祖父", "外祖父", "继父", "养父", "伯父", "叔父", "舅舅", "哥哥", "弟弟"], "男"),
    **dict.fromkeys(["母亲", "祖母", "外祖母", "继母", "养母", "伯母", "婶婶", "姑姑", "姐姐", "妹妹"], "女"),
}


def check_new(record: str, values: Values, on: date, level: str) -> list[Issue]:
    """Issues of a whole record: what is missing and what does not fit. `level` is the desk's."""
    return worst_first([*missing(record, values), *contradictions(record, values, on, level)])


def check_edit(record: str, values: Values, patch: Values, on: date, level: str) -> list[Issue]:
    """Issues of a record after an edit. What was missing before and was not touched is not said again."""
    absent = [issue for issue in missing(record, values) if issue.field in patch]
    return worst_first([*absent, *contradictions(record, values, on, level)])


def missing(record: str, values: Values) -> list[Issue]:
    """The required fields that are empty, without those that cannot be asked for."""
    fields = catalogue.record(record).fields()
    excused = _excused(record, values)
    return [
        Issue("missing", key, f"缺{item.label}")
        for key, item in fields.items()
        if item.required and key not in excused and values.get(key) is None
    ]


def _excused(record: str, values: Values) -> frozenset[str]:
    if record == "child":
        if values.get("hukou_class") == "无户口":
            return frozenset(["id_number", "hukou_address"])
        if values.get("id_type") in NUMBERLESS:
            return frozenset(["id_number"])
    if record == "visit" and values.get("nobody_home") == "是":
        asked = ("asked_person", "asked_relation", "living", "family", "guardianship", "mind", "opinion")
        return frozenset(asked)
    return frozenset()


def contradictions(record: str, values: Values, on: date, level: str) -> list[Issue]:
    """What cannot be, or is hardly, true within one record on a day."""
    made = catalogue.record(record)("", values)
    found = list(_dates(record, made, on))
    for check, looked_at in _looking(record):
        if looked_at is None or not values.keys().isdisjoint(looked_at):
            found += check(made, on)
    if isinstance(made, Category):
        found += _confirmed(made, level)
    return found


def beside_child(record: str, values: Values, child: Values) -> list[Issue]:
    """What does not fit between a record and the child it is about."""
    made, whose = catalogue.record(record)("", values), Child("", child)
    found = []
    if isinstance(made, Visit | Referral) and _before(made.date, whose.birth):
        found.append(Issue("impossible", "date", "日期早于孩子出生"))
    if isinstance(made, Referral):
        found += _wish(made, whose)
    if isinstance(made, Visit | Referral) and _before(whose.exit_on, made.date):
        found.append(Issue("doubtful", "date", "日期在孩子退出以后"))
    if isinstance(made, Kin):
        if made.id_number and made.id_number == whose.id_number:
            found.append(Issue("impossible", "id_number", "证件号与孩子的相同"))
        if isinstance(made, Father | Mother):
            found += _too_young(made, whose)
    return found


def _wish(referral: Referral, child: Child) -> list[Issue]:
    """The wish of every child who can say it is heard, always asked from 8 years."""
    years = child.age(referral.date.latest) if referral.date is not None else None
    if referral.child_wish or (years is not None and years < WISH_FROM):
        return []
    return [Issue("missing", "child_wish", "还没听孩子自己的意思")]


def _too_young(parent: Kin, child: Child) -> list[Issue]:
    born = identity.birth(parent.id_number or "")
    first = born.exact if born else None
    if first is None or child.birth is None:
        return []
    if days.years_between(first, child.birth.latest) >= PARENT_AT_LEAST:
        return []
    return [Issue("doubtful", "id_number", f"比孩子大不到{PARENT_AT_LEAST}岁，请看一眼")]


def beside_each_other(rows: Iterable[Values], child: Values, on: date) -> list[Issue]:
    """What does not fit between the categories of one child: 留守 and 流动 on one day, 留守 at 16."""
    held = [row for row in rows if _holds(row, on)]
    kinds = {str(row["kind"]) for row in held if row.get("kind")}
    return _left_behind(kinds, Child("", child), on)


def _holds(row: Values, on: date) -> bool:
    made = Category("", row)
    if made.state in ("已退出", "不予认定"):
        return False
    begun = made.begins is None or made.begins.earliest <= on
    return begun and (made.ends is None or made.ends.latest > on)


def with_multiple(types: Iterable[str]) -> tuple[str, ...]:
    """残疾类型 with 多重残疾 added where two or more are chosen, as the national system does."""
    chosen = set(types)
    if len(chosen) > 1:
        chosen.add("多重残疾")
    return options.DISABILITY_TYPE.sort(chosen)


def _before(first: Day | None, second: Day | None) -> bool:
    """Whether the first day lies before the second for certain."""
    return first is not None and second is not None and first.latest < second.earliest


@functools.cache
def _day_keys(record: str) -> tuple[str, ...]:
    stored = catalogue.record(record).stored()
    return tuple(key for key, item in stored.items() if isinstance(item.kind, Date))


_PLANNED = frozenset(["next_date", "until", "due", "day"])
"""Days that may lie ahead in any record."""
_SPANS = (("begins", "ends"), ("registered_on", "exit_on"), ("birth", "exit_on"))
_COMING: Mapping[str, frozenset[str]] = {
    "parent_state": frozenset(["ends"]),
    "relief": frozenset(["ends"]),
    "homecoming": frozenset(["begins", "ends"]),
}
"""Record → days of it that may lie ahead."""


def _dates(record: str, made: Record, on: date) -> Iterable[Issue]:
    """Days in the future, and what ends before it begins."""
    raw = {key: getattr(made, key) for key in _day_keys(record) if made.raw.get(key) is not None}
    if not raw:
        return
    for key, day in raw.items():
        if day.earliest > on and key not in _PLANNED and key not in _COMING.get(record, ()):
            label = made.fields()[key].label
            yield Issue("impossible" if key == "birth" else "doubtful", key, f"{label}还没有到，请看一眼")
    for begins, ends in _SPANS:
        if ends in raw and _before(raw[ends], raw.get(begins)):
            label = made.fields()[begins].label
            yield Issue("impossible", ends, f"{made.fields()[ends].label}早于{label}")


def _number(child: Child, on: date) -> list[Issue]:
    number, found = child.id_number or "", []
    if not identity.is_resident(number):
        return []
    if len(number) == 15:
        found.append(Issue("impossible", "id_number", "孩子没有15位证件号，少了3位"))
    born, sex = identity.birth(number), identity.sex(number)
    if _before(born, child.birth) or _before(child.birth, born):
        found.append(Issue("doubtful", "birth", "出生日期与证件号不一致"))
    if child.sex is not None and sex is not None and child.sex != sex:
        found.append(Issue("doubtful", "sex", "性别与证件号不一致"))
    return found


def _age(child: Child, on: date) -> list[Issue]:
    years = child.age(on)
    if years is not None and years >= GROWN and child.exit_on is None:
        return [Issue("doubtful", "birth", "已满18周岁，请看是否退出")]
    return []


def _disability(child: Child, on: date) -> list[Issue]:
    types, found = set(child.disability_type or ()), []
    if child.disability_certificate:
        found += _certificate(child, types)
    elif types == {"多重残疾"}:
        found.append(Issue("note", "disability_type", "多重残疾请同时选各类残疾"))
    if len(types) > 1 and "多重残疾" not in types:
        found.append(Issue("note", "disability_type", "两类以上残疾，应加选多重残疾"))
    if types and child.disability_level is None:
        found.append(Issue("missing", "disability_level", "缺残疾等级"))
    if not types and (child.health == "残疾" or child.disability_level is not None):
        found.append(Issue("missing", "disability_type", "缺残疾类型"))
    if types and child.health == "健康":
        found.append(Issue("doubtful", "health", "填了残疾类型，健康状况是健康"))
    return found


def _certificate(child: Child, types: set[str]) -> list[Issue]:
    certificate, found = child.disability_certificate or "", []
    kind, level = identity.certificate_facts(certificate)
    if child.id_number and len(child.id_number) == 18 and certificate[:18] != child.id_number:
        found.append(Issue("doubtful", "disability_certificate", "残疾证号与身份证号不一致"))
    if types and kind not in types:
        found.append(Issue("doubtful", "disability_type", f"残疾证号上写的是{kind}"))
    if child.disability_level not in (None, level):
        found.append(Issue("doubtful", "disability_level", f"残疾证号上写的是{level}"))
    return found


def _exit(child: Child, on: date) -> list[Issue]:
    if child.exit_on is not None and child.exit_reason is None:
        return [Issue("missing", "exit_reason", "缺退出原因")]
    if child.exit_reason is not None and child.exit_on is None:
        return [Issue("missing", "exit_on", "缺退出日期")]
    return []


def _categories(child: Child, on: date) -> list[Issue]:
    return _left_behind(set(child.categories or ()), child, on)


def _left_behind(kinds: set[str], child: Child, on: date) -> list[Issue]:
    found = []
    if {"留守儿童", "流动儿童"} <= kinds:
        found.append(Issue("impossible", "categories", "同一天不能既是留守又是流动"))
    years = child.age(on)
    if years is not None and years >= LEFT_BEHIND_ENDS and kinds & {"留守儿童", "流动儿童"}:
        found.append(Issue("doubtful", "categories", "已满16周岁，请看是否退出"))
    return found


def _kin(kin: Kin, on: date) -> list[Issue]:
    number, found = kin.id_number or "", []
    relation = kin.relation
    if number:
        expected = _SEX_OF_RECORD.get(kin.record) or _SEX_OF_RELATION.get(relation or "")
        sex = identity.sex(number)
        if sex is not None and expected is not None and sex != expected:
            found.append(Issue("doubtful", "id_number", "证件号的性别与关系不一致"))
        years = days.age(identity.birth(number), on)
        if years is not None and years < PARENT_AT_LEAST and relation not in ("哥哥", "姐姐"):
            found.append(Issue("doubtful", "id_number", f"不满{PARENT_AT_LEAST}周岁，请看是否填错人"))
    usual = _USUAL_RELATIONS.get(kin.record)
    if usual is not None and relation is not None and relation not in usual:
        found.append(Issue("doubtful", "relation", f"{kin.label}一栏的关系是{relation}"))
    return found


_SEX_OF_RECORD = {"father": "男", "mother": "女"}
_USUAL_RELATIONS = {"father": ("父亲", "继父", "养父"), "mother": ("母亲", "继母", "养母")}


_NO_GUARDIANS = kin_options.PARENTS | {"本人"}
"""Relations that are looked at once more where they stand in the guardian's place."""


def _guardian(kin: Guardian, on: date) -> list[Issue]:
    found = []
    if kin.relation in _NO_GUARDIANS:
        if kin.kind == "受委托照料人":
            found.append(Issue("doubtful", "relation", "受委托照料人不能是父母或本人"))
        else:
            found.append(Issue("note", "relation", f"监护人是{kin.relation}，请看是否填对"))
    if kin.agreement is False and kin.agreement_date is not None:
        found.append(Issue("doubtful", "agreement", "没有协议，却有协议日期"))
    if kin.agreement is True and kin.agreement_date is None:
        found.append(Issue("missing", "agreement_date", "缺协议日期"))
    return found


def _visit(visit: Visit, on: date) -> list[Issue]:
    found = []
    if _before(visit.date, visit.last_contact):
        found.append(Issue("doubtful", "last_contact", "与父母联系的日期晚于走访"))
    seen, contact = (day.exact if day else None for day in (visit.date, visit.last_contact))
    if seen and contact and (seen - contact).days > CONTACT_DAYS:
        found.append(Issue("note", "last_contact", "与父母已一周以上没有联系"))
    if _before(visit.next_date, visit.date):
        found.append(Issue("doubtful", "next_date", "下次走访早于这一次"))
    return found


def _referral(referral: Referral, on: date) -> list[Issue]:
    found = []
    steps = [("date", referral.date), ("accepted_on", referral.accepted_on)]
    steps += [("answered_on", referral.answered_on), ("closed_on", referral.closed_on)]
    known = [(key, day) for key, day in steps if day is not None]
    for (_, earlier), (key, later) in itertools.pairwise(known):
        if _before(later, earlier):
            found.append(Issue("doubtful", key, f"{referral.fields()[key].label}早于前一步"))
    if referral.state == "结案":
        if referral.close_reason is None:
            found.append(Issue("missing", "close_reason", "缺结案原因"))
        if referral.second_look_on is None or referral.second_look is None:
            found.append(Issue("missing", "second_look", "缺结案前再看的情况"))
    if referral.consent == "免于同意" and referral.consent_ground is None:
        found.append(Issue("missing", "consent_ground", "缺免于同意的依据"))
    handed = ("已转出", "已接收", "服务中", "已反馈")
    if referral.consent in ("拒绝", "联系不上") and referral.state in handed:
        found.append(Issue("doubtful", "consent", "监护人意见与状态不合，请看一眼"))
    return found


def _agency(agency: Agency, on: date) -> list[Issue]:
    if agency.name is not None and agency.checked_on is None:
        return [Issue("note", "checked_on", "还没核对过，打之前先问一声")]
    return []


def _confirmed(row: Category, level: str) -> list[Issue]:
    if level == "village" and row.state == "已认定" and row.kind in options.COUNTY_DECIDES:
        return [Issue("impossible", "state", COUNTY_CONFIRMS)]
    return []


_CHECKS: dict[str, tuple[Callable[[Any, date], list[Issue]], ...]] = {
    "child": (_number, _age, _disability, _exit, _categories),
    "father": (_kin,),
    "mother": (_kin,),
    "guardian": (_kin, _guardian),
    "visit": (_visit,),
    "referral": (_referral,),
    "agency": (_agency,),
}

_LOOKS_AT: dict[Callable[[Any, date], list[Issue]], frozenset[str]] = {
    _number: frozenset(["id_number"]),
    _age: frozenset(["birth"]),
    _disability: frozenset(["disability_certificate", "disability_type", "disability_level", "health"]),
    _exit: frozenset(["exit_on", "exit_reason"]),
    _categories: frozenset(["categories"]),
}
"""The fields of which one must be filled for a check to find anything: a list of children fills few."""


@functools.cache
def _looking(record: str) -> tuple[tuple[Callable[[Any, date], list[Issue]], frozenset[str] | None], ...]:
    """The checks of a record, each with the fields it looks at."""
    return tuple((check, _LOOKS_AT.get(check)) for check in _CHECKS.get(record, ()))

"""The facts that stand at the left of a file: who cares, school, health, support, each in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from childdesk.desk import shown, telling
from childdesk.domain import catalogue
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.privacy import UNKNOWN

Raw = Mapping[str, Scalar]
Grown = tuple[str, str, Raw]
"""(record, row, values) of a grown-up."""
CONTACT_DAYS = 7
"""未成年人保护法 第二十三条: at least weekly; compared with the day of the visit, never with today."""


@dataclass(frozen=True, slots=True)
class Phone:
    """A masked telephone, and where it can be revealed."""

    masked: str
    record: str
    row: str
    key: str = "phone"


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the overview: label, words, tone, and the telephones that belong to it."""

    label: str
    text: str
    tone: str = ""
    phones: tuple[Phone, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """A section of the overview: key, title, lines."""

    key: str
    title: str
    lines: tuple[Fact, ...]


def facts(raw: Raw, kin: Sequence[Grown], last: Raw, today: date) -> tuple[Facts, ...]:
    """The sections of the overview. `kin` are (record, row, values), `last` the last visit or nothing."""
    family = [_care(kin), *(_parent(record, kin) for record in ("father", "mother"))]
    agreement = _agreement(raw, kin)
    family += [agreement] if agreement is not None else []
    family.append(_contact(raw, last, today))
    return (
        Facts("family", "家庭与监护", tuple(family)),
        Facts("school", "就学与健康", (_school(raw), _health(raw), _home(raw))),
        Facts("support", "保障", _support(raw)),
    )


def _said(parts: Sequence[object]) -> str:
    return "，".join(str(part) for part in parts if part)


def _care(kin: Sequence[Grown]) -> Fact:
    row, raw = next(((row, raw) for record, row, raw in kin if record == "guardian"), ("", {}))
    if not row:
        return Fact("实际照料", UNKNOWN, "unset")
    words = _said([raw["name"], raw["relation"], None if raw["health"] in (None, "健康") else raw["health"]])
    return Fact("实际照料", words, "", _phones("guardian", row, raw))


def _parent(record: str, kin: Sequence[Grown]) -> Fact:
    label = catalogue.RECORDS[record].label
    row, raw = next(((row, raw) for name, row, raw in kin if name == record), ("", {}))
    if not row:
        return Fact(label, UNKNOWN, "unset")
    work = shown.one(catalogue.FIELDS[f"{record}.work_place"], raw["work_place"])
    words = _said([raw["name"], f"在{work}务工" if work else None, raw["note"] if not work else None])
    return Fact(label, words or "只知道电话", "" if words else "second", _phones(record, row, raw))


def _phones(record: str, row: str, raw: Raw) -> tuple[Phone, ...]:
    if not raw.get("phone"):
        return ()
    return (Phone(shown.one(catalogue.FIELDS[f"{record}.phone"], raw["phone"]), record, row),)


def _agreement(raw: Raw, kin: Sequence[Grown]) -> Fact | None:
    if "留守儿童" not in str(raw.get("categories") or ""):
        return None
    care = next((one for record, _, one in kin if record == "guardian"), {})
    if care.get("agreement") == "是":
        return Fact("委托照护", _said(["已签确认书", care.get("agreement_date")]))
    if care.get("agreement") == "否":
        return Fact("委托照护", "没签委托照护确认书", "soon")
    return Fact("委托照护", UNKNOWN, "unset")


def _contact(raw: Raw, last: Raw, today: date) -> Fact:
    """The last contact with the parents, compared with the day of the visit that asked for it."""
    day = max((str(one) for one in (raw.get("last_contact"), last.get("last_contact")) if one), default="")
    if not day:
        return Fact("最近联系", UNKNOWN, "unset")
    contact, seen = Date().from_db(day).exact, Date().from_db(str(last["date"])).exact if last else None
    words = f"{telling.day(day, today)}与父母联系过"
    if contact and seen and (seen - contact).days > CONTACT_DAYS:
        return Fact("最近联系", f"{words}，走访时已{(seen - contact).days}天", "late")
    return Fact("最近联系", words)


def _school(raw: Raw) -> Fact:
    where = "".join(str(raw[key]) for key in ("school", "grade", "school_class") if raw.get(key))
    words = _said([where or raw.get("schooling"), raw.get("boarding"), raw.get("study_state")])
    return Fact("就学", words or UNKNOWN, "" if words else "unset")


def _health(raw: Raw) -> Fact:
    words = _said(
        [raw.get("health"), raw.get("disability_type"), raw.get("disability_level"), raw.get("illness")]
    )
    insured = f"；{raw['insurance']}" if raw.get("insurance") else ""
    return Fact("健康", f"{words or UNKNOWN}{insured}", "" if words else "unset")


def _home(raw: Raw) -> Fact:
    words = shown.one(catalogue.FIELDS["child.live_address"], raw.get("live_address"))
    return Fact("现住址", words or UNKNOWN, "" if words else "unset")


def _support(raw: Raw) -> tuple[Fact, ...]:
    found = []
    for label, key in (("家庭", "poverty"), ("已享受", "relief")):
        words = shown.one(catalogue.FIELDS[f"child.{key}"], raw.get(key))
        found.append(Fact(label, words or UNKNOWN, "" if words else "unset"))
    if raw.get("amount") is not None:
        amount = catalogue.FIELDS["child.amount"].kind.shown(raw["amount"])
        found.append(Fact("金额", f"每月{amount}元"))
    return tuple(found)

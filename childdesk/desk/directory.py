"""Whom to call: the national numbers, the county's and the village's own, and which of them to try now."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from childdesk.desk import cadences, records
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.paths import resource_bytes
from childdesk.store import reader

SHIPPED = "rules/hotlines.toml"
STALE_DAYS = 180
"""After so many days a number counts as not checked (默认值)."""
DAY_BEGINS, DAY_ENDS = 8, 18


@dataclass(frozen=True, slots=True)
class Entry:
    """One place to turn to. `id` is empty for a number that the program ships."""

    id: str
    kind: str
    name: str
    phone: str
    hours: str
    night_phone: str = ""
    holiday_phone: str = ""
    area: str = ""
    person: str = ""
    address: str = ""
    checked: str = ""
    note: str = ""
    always: bool = False
    verified: bool = False
    """Whether somebody has tried the number within half a year; else it stands in grey."""

    @property
    def checked_words(self) -> str:
        """最后核对2026-11-20, or 没核对过."""
        if self.always:
            return "全国通用"
        return f"最后核对{self.checked}" if self.checked else "没核对过"


@dataclass(frozen=True, slots=True)
class Proposed:
    """Whom to try, with which number now, and why."""

    entry: Entry
    number: str
    why: str


@cache
def _shipped() -> tuple[Mapping[str, object], ...]:
    return tuple(tomllib.loads(resource_bytes(SHIPPED).decode("utf-8"))["line"])


def entries(session: Session) -> list[Entry]:
    """Everything: what always answers first, then the desk's own, then the other national numbers.

    An own one of the same number stands in place of the shipped one.
    """
    session.require(Right.VIEW)
    own = [_own(session, row, raw) for row, raw in reader.everyone(session.ledger.connection, "agency")]
    own.sort(key=lambda one: (one.kind, one.name, one.id))
    known = {one.phone for one in own}
    shipped = [_national(raw) for raw in _shipped() if raw["phone"] not in known]
    always = [one for one in shipped if one.always]
    return [*always, *own, *(one for one in shipped if not one.always)]


def _national(raw: Mapping[str, object]) -> Entry:
    always = bool(raw.get("always"))
    return Entry(
        "",
        str(raw["kind"]),
        str(raw["name"]),
        str(raw["phone"]),
        str(raw.get("hours") or ""),
        note=str(raw.get("note") or ""),
        always=always,
        verified=always,
    )


def _own(session: Session, row: str, raw: reader.Raw) -> Entry:
    said = {key: str(raw.get(key) or "") for key in raw}
    oldest = (session.today - timedelta(days=STALE_DAYS)).isoformat()
    return Entry(
        row,
        said["kind"],
        said["name"],
        said["phone"],
        said["hours"],
        said["night_phone"],
        said["holiday_phone"],
        said["area"],
        said["person"],
        said["address"],
        said["checked_on"],
        said["note"],
        verified=said["checked_on"] >= oldest,
    )


def save(session: Session, texts: Mapping[str, str], row: str = "") -> records.Saved:
    """Writes one entry. Raises Refused at the field: a contact without a name or without a number."""
    now = reader.get(session.ledger.connection, "agency", row) or {} if row else {}
    after = {**{key: str(value or "") for key, value in now.items()}, **texts}
    if not after.get("name", "").strip():
        raise Refused("没有名称，存不下来。请填上名称", "name")
    if sum(one.isdecimal() for one in after.get("phone", "")) < 3:
        raise Refused("没有电话，需要时打不通。请填上电话", "phone")
    if not row:
        return records.add(session, "agency", {key: text for key, text in texts.items() if text.strip()})
    return records.edit(session, "agency", row, texts)


def checked(session: Session, row: str) -> records.Saved:
    """Somebody has tried the number today, and it was right."""
    return records.edit(session, "agency", row, {"checked_on": session.today.isoformat()})


_BY_URGENCY: Mapping[str, tuple[str, ...]] = {
    "紧急": ("急救", "公安", "心理热线", "督导员"),
    "加急": ("未保中心", "心理门诊", "社工站", "青少年服务台", "心理热线", "学校"),
    "一般": ("学校", "社工站", "青少年服务台", "未保中心", "心理热线", "心理门诊"),
}


def propose(
    session: Session,
    urgency: str,
    age: int | None,
    at: datetime,
    *,
    in_school: bool,
    holiday: bool = False,
    place: str = "",
) -> list[Proposed]:
    """Whom to try first, by urgency, age, hour and place; each with its reason. At most four.

    Of several of one kind the one of this place (`place`, else the desk's own) comes first.
    """
    everyone = entries(session)
    night = not DAY_BEGINS <= at.hour < DAY_ENDS
    closed = cadences.calendar(session).day(at.date()).free
    near = place or session.ledger.identity.unit_name
    # 110 and 120 before any station of one's own: they answer wherever one stands.
    everyone.sort(key=lambda one: (not one.always, not (one.area and (one.area in near or near in one.area))))
    kinds = list(_BY_URGENCY.get(urgency, _BY_URGENCY["一般"]))
    if not in_school and "学校" in kinds:
        kinds.remove("学校")
    if age is not None and age < 6 and "青少年服务台" in kinds:
        kinds.remove("青少年服务台")
    found = []
    for kind in kinds:
        for one in (one for one in everyone if one.kind == kind):
            made = _now(one, night=night, closed=closed)
            if made is not None:
                found.append(made)
                break
    found.sort(key=lambda one: not (one.entry.always or one.entry.verified) and urgency != "一般")
    return found[:4]


def _now(one: Entry, *, night: bool, closed: bool) -> Proposed | None:
    """The number of an entry that answers now, or None where it is closed."""
    if one.always:
        return Proposed(one, one.phone, "全天有人接")
    if one.kind == "心理热线" and not one.id:
        why = "每天不少于18小时；没人接就打120或110"
        return Proposed(one, one.phone, why)
    tail = "" if one.verified else "；号码没核对过，先问一声"
    if night and one.night_phone:
        return Proposed(one, one.night_phone, f"夜里打夜间电话{tail}")
    if closed and one.holiday_phone:
        return Proposed(one, one.holiday_phone, f"节假日打节假日电话{tail}")
    if (night or closed) and "全天" not in one.hours and "24" not in one.hours:
        return None
    usual = f"管{one.area}" if one.area else "能帮这一类"
    why = {"学校": "在校生先找学校", "青少年服务台": "心理、法律、权益都能问"}.get(one.kind, usual)
    return Proposed(one, one.phone, f"{why}{tail}")

"""The village roster, with the columns of a village committee's 留守儿童台账: one row a child on it."""

from __future__ import annotations

from childdesk.desk import report_view, shown
from childdesk.desk.report_view import closed
from childdesk.desk.rosters import EVENTS, FACTS, VILLAGE, Check, Column, Sheet
from childdesk.desk.session import Session
from childdesk.domain import catalogue, days
from childdesk.domain.kinds import Date, Scalar
from childdesk.store.snapshot import Raw, Snapshot

COLUMNS = (
    Column("序号", 5, "number"),
    VILLAGE,
    Column("村民组", 8),
    Column("户号", 8, what="free"),
    Column("姓名", 10, what="name"),
    Column("性别", 5),
    Column("身份证号码", 20, "id", "id"),
    Column("出生日期", 12, what="birth"),
    Column("年龄", 5, "number"),
    Column("儿童类别", 18),
    Column("就读学校", 18),
    Column("年级", 8),
    Column("监护人姓名", 10, what="name"),
    Column("监护关系", 8),
    Column("监护人电话", 13, "id", "phone"),
    Column("外出务工家长", 12, what="name", made=FACTS),
    Column("家长电话", 13, "id", "phone", made=FACTS),
    Column("务工地址", 16, what="address", made=FACTS),
    Column("留守类型", 12),
    Column("关爱级别", 9),
    Column("现住址", 22, what="address"),
    Column("最近走访", 12, made=EVENTS),
    Column("走访记录", 26, what="free", made=EVENTS),
    Column("备注", 14, what="free"),
)
"""The columns of a village-committee ledger in its order, with 序号, 村, 儿童类别 and 现住址: the same at a
village and at a township, so that whoever has only the workbooks can put them under each other."""
OLDER = (tuple(column for column in COLUMNS if column.header != "村"),)
"""The columns that earlier versions wrote: such a list still lies in many folders, and still is ours."""


def sheet(session: Session, snapshot: Snapshot) -> Sheet:
    """The roster as the snapshot knows it: everybody not closed, by group, household, then birth."""
    children = [
        (row, snapshot.whole("child", row))
        for row, raw in snapshot.rows("child").items()
        if not closed(raw, snapshot.on)
    ]
    children.sort(key=lambda pair: order(pair[1], pair[0]))
    identity = session.ledger.identity
    names = report_view.unit_names(session, snapshot)

    def village(raw: Raw) -> str:
        unit = identity.unit if identity.level == "village" else str(raw.get("unit") or identity.unit)
        return report_view.named(unit, names)

    rows = tuple(
        (number, village(raw), *_row(snapshot, child, raw)) for number, (child, raw) in enumerate(children, 1)
    )
    return Sheet(
        title=f"{identity.unit_name}儿童台账",
        unit=identity.unit_name,
        as_of=snapshot.on.isoformat(),
        columns=COLUMNS,
        rows=rows,
        children=tuple(child for child, _ in children),
        checks=tuple(_checks(children)),
        notes=("自拟样式。保密内容不在本表内。",),
    )


def order(raw: Raw, child: str) -> tuple[str, int, str, str, str, str]:
    """By village, group, household, then birth: as one walks through it."""
    group = str(raw.get("village_group") or "")
    digits = "".join(c for c in group if c.isdigit())
    number = int(digits) if digits.isdecimal() and len(digits) < 6 else 999_999
    unit, household = str(raw.get("unit") or ""), str(raw.get("household") or "")
    return unit, number, group, household, str(raw.get("birth") or ""), child


def _row(snapshot: Snapshot, child: str, raw: Raw) -> tuple[str | int | None, ...]:
    guardian = _first(snapshot.about("guardian", child))
    away = _away(snapshot, child)
    visit = _last_visit(snapshot, child)
    household = snapshot.rows("household").get(str(raw.get("household") or ""), {})
    born = raw.get("birth")
    return (
        _words("child", "village_group", raw),
        _words("household", "number", household),
        _words("child", "name", raw),
        _words("child", "sex", raw),
        _words("child", "id_number", raw),
        _words("child", "birth", raw),
        None if born is None else days.age(Date().from_db(born), snapshot.on),
        _words("child", "categories", raw),
        _words("child", "school", raw),
        _words("child", "grade", raw),
        _words("guardian", "name", guardian),
        _words("guardian", "relation", guardian),
        _words("guardian", "phone", guardian),
        "、".join(str(kin["name"]) for _, kin in away if kin.get("name")) or None,
        "、".join(str(kin["phone"]) for _, kin in away if kin.get("phone")) or None,
        "、".join(dict.fromkeys(place for place, _ in away if place)) or None,
        _words("child", "left_type", raw),
        _words("child", "risk", raw),
        _words("child", "live_address", raw),
        _words("visit", "date", visit),
        _words("visit", "findings", visit) or _words("visit", "living", visit),
        _words("child", "note", raw),
    )


def _words(record: str, key: str, raw: Raw) -> str | None:
    value: Scalar = raw.get(key)
    return shown.text(catalogue.RECORDS[record].fields()[key], value) or None


def _first(rows: list[Raw]) -> Raw:
    return rows[0] if rows else {}


def _away(snapshot: Snapshot, child: str) -> list[tuple[str, Raw]]:
    """(where, who) of the parents that are away: by their absence rows, else by a place of work."""
    found: list[tuple[str, Raw]] = []
    for record in ("father", "mother"):
        for row, _ in snapshot.by(record, "child").get(child, ()):
            kin = snapshot.whole(record, row)
            places = [_words("absence", "place", raw) or "" for raw in _absences(snapshot, row)]
            if places:
                found.append((places[-1] or str(kin.get("work_place") or ""), kin))
            elif kin.get("work_place"):
                found.append((str(kin["work_place"]), kin))
    return found


def _absences(snapshot: Snapshot, holder: str) -> list[Raw]:
    day = snapshot.on.isoformat()
    rows = [raw for _, raw in snapshot.by("absence", "holder").get(holder, ())]
    valid = [raw for raw in rows if not (raw.get("ends") and str(raw["ends"]) <= day)]
    return sorted(valid, key=lambda raw: str(raw.get("begins") or ""))


def _last_visit(snapshot: Snapshot, child: str) -> Raw:
    day = snapshot.on.isoformat()
    visits = [raw for _, raw in snapshot.by("visit", "child").get(child, ()) if str(raw.get("date")) <= day]
    return max(visits, key=lambda raw: str(raw["date"]), default={})


def _checks(children: list[tuple[str, Raw]]) -> list[Check]:
    """What an inspection asks first: no number twice, everybody with number, birth and sex."""
    by_number: dict[str, list[str]] = {}
    for child, raw in children:
        if raw.get("id_number"):
            by_number.setdefault(str(raw["id_number"]), []).append(child)
    twice = tuple(child for held in by_number.values() if len(held) > 1 for child in held)
    found = [Check("证件号没有重复", not twice, twice)]
    for key, label in (("id_number", "身份证号"), ("birth", "出生日期"), ("sex", "性别")):
        without = tuple(child for child, raw in children if not raw.get(key))
        found.append(Check(f"每人都有{label}", not without, without))
    boys = sum(raw.get("sex") == "男" for _, raw in children)
    girls = sum(raw.get("sex") == "女" for _, raw in children)
    unknown = tuple(child for child, raw in children if raw.get("sex") not in ("男", "女"))
    found.append(Check("男＋女＋未采集＝总人数", boys + girls + len(unknown) == len(children)))
    return found

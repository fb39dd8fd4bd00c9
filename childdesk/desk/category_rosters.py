"""Rosters by category, in the order of the ministry's screens; 流动儿童 in a style of our own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from childdesk.desk import village_roster
from childdesk.desk.counting import categories, reliefs
from childdesk.desk.event_reports import words
from childdesk.desk.report_view import View, closed
from childdesk.desk.rosters import EVENTS, FACTS, Check, Column, Sheet, Value
from childdesk.domain import current, days, kin_options, options
from childdesk.domain.kinds import Date
from childdesk.domain.report.heads import GROUPS, HARDSHIP, LEFT, MOBILE, ORPHAN, UNSUPPORTED
from childdesk.store.snapshot import Raw

BY_HAND = "（由镇里填）"
NUMBER_ITEM = "儿童编号"
"""The name of the county item in which the national number may be kept; ChildDesk has none of its own."""


@dataclass(frozen=True, slots=True)
class Row:
    """One child of a roster while it is written: the whole record, the rows about it."""

    view: View
    number: int
    child: str
    raw: Raw
    guardian: Raw
    entered: Raw
    """The row of the category by which the child stands on this roster."""

    def text(self, key: str) -> str | None:
        """A value of the child in words."""
        return words("child", key, self.raw)

    def relief(self, *kinds: str) -> Raw:
        """The measure of one of the kinds that began last and holds; empty for none."""
        held = [raw for raw in reliefs(self.view.snapshot, self.child) if raw.get("kind") in kinds]
        return held[-1] if held else {}

    def paid(self, *kinds: str) -> str | None:
        """What is paid of it."""
        return words("relief", "amount", self.relief(*kinds))


Get = Callable[[Row], Value]


@dataclass(frozen=True, slots=True)
class Style:
    """A roster: its name on paper, who is on it, its columns, what is noted."""

    label: str
    kinds: frozenset[str]
    columns: tuple[tuple[Column, Get], ...]
    notes: tuple[str, ...]


def _of(key: str) -> Get:
    return lambda row: row.text(key)


def _age(row: Row) -> Value:
    born = row.raw.get("birth")
    return None if born is None else days.age(Date().from_db(born), row.view.on)


def _guardian(key: str) -> Get:
    return lambda row: words("guardian", key, row.guardian)


def _kinds(row: Row) -> Value:
    return "、".join(options.CATEGORY.sort(categories(row.view.snapshot, row.child))) or None


def _number_item(row: Row) -> Value:
    for item, raw in row.view.snapshot.rows("item").items():
        if raw.get("label_words") == NUMBER_ITEM and row.raw.get(f"x.{item}"):
            return str(row.raw[f"x.{item}"])
    return None


def _here_since(row: Row) -> Value:
    """来本地居住的日子: of the residence that holds."""
    return words("residence", "begins", _residence(row))


def _with_whom(row: Row) -> Value:
    return words("residence", "with_whom", _residence(row))


def _residence(row: Row) -> Raw:
    held = [raw for _, raw in row.view.snapshot.by("residence", "child").get(row.child, ())]
    valid = [raw for raw in held if current.is_valid(raw, row.view.on)]
    return max(valid, key=lambda raw: str(raw.get("begins") or ""), default={})


def _state(row: Row) -> Value:
    return "退出" if closed(row.raw, row.view.on) else "登记在册"


def _yes(*keys: str) -> Get:
    def told(row: Row) -> Value:
        ill = row.raw.get("health") in ("重病", "残疾") and row.raw["health"] == keys[0]
        return "是" if ill or any(row.raw.get(key) for key in keys[1:]) else "否"

    return told


def _grouped(row: Row) -> Value:
    held = categories(row.view.snapshot, row.child)
    return "是" if held & {"集中供养事实无人抚养儿童"} else "否"


def _left(row: Row) -> Value:
    return row.text("exit_on") or words("category", "ends", row.entered)


def _benefit(key: str, *kinds: str) -> Get:
    return lambda row: words("relief", key, row.relief(*kinds))


_UNSUPPORTED_AID = "事实无人抚养儿童基本生活补贴"
_DISABLED_AID = ("困难残疾人生活补助", "重度残疾人护理补助")


def _disabled_aid(row: Row) -> Value:
    paid = [
        raw["amount"] for raw in reliefs(row.view.snapshot, row.child) if raw.get("kind") in _DISABLED_AID
    ]
    total = sum(int(amount) for amount in paid if amount)
    return words("relief", "amount", {"amount": total}) if total else None


NUMBER: tuple[Column, Get] = (Column("序号", 5, "number"), lambda row: row.number)
NAME: tuple[Column, Get] = (Column("姓名", 10, what="name"), _of("name"))
CHILD_NAME: tuple[Column, Get] = (Column("儿童姓名", 10, what="name"), _of("name"))
SEX: tuple[Column, Get] = (Column("性别", 5), _of("sex"))
AGE: tuple[Column, Get] = (Column("年龄", 5, "number"), _age)
BIRTH: tuple[Column, Get] = (Column("出生日期", 12, what="birth"), _of("birth"))
CODE: tuple[Column, Get] = (Column(NUMBER_ITEM, 14, "id"), _number_item)
LIVES: tuple[Column, Get] = (Column("现住址", 24, what="address"), _of("live_address"))
HUKOU: tuple[Column, Get] = (Column("户籍地址", 24, what="address"), _of("hukou_address"))
CARER: tuple[Column, Get] = (Column("监护人", 10, what="name"), _guardian("name"))
PHONE: tuple[Column, Get] = (Column("联系电话", 13, "id", "phone"), _guardian("phone"))
SINCE: tuple[Column, Get] = (Column("登记日期", 12), _of("registered_on"))


def _blank(header: str, width: int = 10) -> tuple[Column, Get]:
    return Column(header, width), lambda _row: None


STYLES: dict[str, Style] = {
    "left-behind-roster": Style(
        "留守儿童花名册",
        GROUPS[LEFT],
        (
            NUMBER,
            LIVES,
            NAME,
            SEX,
            (Column("上报日期", 12), _of("registered_on")),
            CODE,
            (Column("退出日期", 12, made=EVENTS), _left),
        ),
        ("参考样式：全国儿童福利信息系统的留守儿童列表",),
    ),
    "mobile-roster": Style(
        "流动儿童花名册",
        GROUPS[MOBILE],
        (
            NUMBER,
            NAME,
            SEX,
            (Column("身份证号", 20, "id", "id"), _of("id_number")),
            BIRTH,
            AGE,
            HUKOU,
            LIVES,
            (Column("来本地居住日期", 12, made=FACTS), _here_since),
            (Column("随谁居住", 10, made=FACTS), _with_whom),
            (Column("就读学校", 18), _of("school")),
            (Column("年级", 8), _of("grade")),
            CARER,
            PHONE,
            (Column("备注", 14, what="free"), _of("note")),
        ),
        ("自拟样式：没有查到公开的流动儿童表样",),
    ),
    "hardship-roster": Style(
        "困境儿童花名册",
        HARDSHIP,
        (
            NUMBER,
            CHILD_NAME,
            (Column("儿童身份证", 20, "id", "id"), _of("id_number")),
            SEX,
            AGE,
            (Column("健康状态", 8), _of("health")),
            (Column("儿童类型", 18), _kinds),
            _blank("儿童补助政策公式"),
            (Column("儿童生活补贴费", 10, made=FACTS), lambda row: row.paid(_UNSUPPORTED_AID, "孤儿津贴")),
            (Column("低保金", 8, made=FACTS), lambda row: row.paid("最低生活保障")),
            (Column("残疾人生活补贴", 10, made=FACTS), _disabled_aid),
            (Column("是否患有重病", 8, made=FACTS), _yes("重病")),
            (Column("重病类型", 14, what="free"), lambda row: _ill(row)),
            (
                Column("是否患有残疾", 8, made=FACTS),
                _yes("残疾", "disability_type", "disability_certificate"),
            ),
            (Column("残疾类型", 12), _of("disability_type")),
            (Column("残疾等级", 8), _of("disability_level")),
            (Column("申请时间", 12, made=FACTS), lambda row: _newest(row, "applied_on")),
            _blank("初审时间"),
            (Column("审批时间", 12, made=FACTS), lambda row: _newest(row, "decided_on")),
            _blank("办结时间"),
            (Column("申请人", 10, what="name", made=FACTS), lambda row: _newest(row, "applicant")),
        ),
        ("参考样式。政策公式、初审和办结时间由镇里填",),
    ),
    "orphan-roster": Style(
        "孤儿花名册",
        GROUPS[ORPHAN],
        (
            NUMBER,
            CODE,
            NAME,
            SEX,
            BIRTH,
            (Column("儿童类别", 18), _kinds),
            _blank("所属机构", 14),
            SINCE,
            (Column("儿童户籍地", 24, what="address"), _of("hukou_address")),
            (Column("起领年月", 10, made=FACTS), _benefit("begins", "孤儿津贴")),
            CARER,
            PHONE,
        ),
        ("参考样式：全国儿童福利信息系统的孤儿台账。孤儿名册不公示、不张贴",),
    ),
    "unsupported-roster": Style(
        "事实无人抚养儿童花名册",
        GROUPS[UNSUPPORTED],
        (
            NUMBER,
            (Column("地区", 24, what="address", made=FACTS), _of("live_address")),
            CODE,
            CHILD_NAME,
            SEX,
            (Column("申请日期", 12, made=FACTS), _benefit("applied_on", _UNSUPPORTED_AID)),
            (Column("人员状态", 10, made=EVENTS), _state),
            (Column("是否集中供养", 8, made=FACTS), _grouped),
            (Column("末领年月", 10, made=FACTS), _benefit("ends", _UNSUPPORTED_AID)),
            (Column("退出时间", 12, made=EVENTS), _left),
        ),
        ("参考样式：全国儿童福利信息系统的列表。名册不公示、不张贴",),
    ),
}
"""Report name → its roster."""


def _ill(row: Row) -> Value:
    return row.text("illness") if row.raw.get("health") == "重病" else None


def _newest(row: Row, key: str) -> Value:
    held = [raw for raw in reliefs(row.view.snapshot, row.child) if raw.get(key)]
    return words("relief", key, held[-1]) if held else None


def sheet(view: View) -> Sheet:
    """The roster that was asked for: who is in the category on the day, or left it in the period."""
    style = STYLES[view.asked.name]
    snapshot = view.snapshot
    found = [
        (child, snapshot.whole("child", child), entered)
        for child, raw in snapshot.rows("child").items()
        if (entered := _entered(view, child, raw, style.kinds)) is not None
    ]
    found.sort(key=lambda one: village_roster.order(one[1], one[0]))
    rows = [
        Row(view, number, child, raw, _carer(view, child), entered)
        for number, (child, raw, entered) in enumerate(found, 1)
    ]
    return Sheet(
        title=f"{view.unit_name}{style.label}",
        unit=view.unit_name,
        as_of=view.on.isoformat(),
        columns=tuple(column for column, _ in style.columns),
        rows=tuple(tuple(get(row) for _, get in style.columns) for row in rows),
        children=tuple(row.child for row in rows),
        checks=tuple(_checks(rows)),
        notes=(*style.notes, view.known()),
        when=view.when,
    )


def _entered(view: View, child: str, raw: Raw, kinds: frozenset[str]) -> Raw | None:
    """The row of the category that puts a child on the roster, or None."""
    held = [
        row
        for _, row in view.snapshot.by("category", "child").get(child, ())
        if row.get("kind") in kinds and row.get("state") != "不予认定"
    ]
    gone = closed(raw, view.on)
    for row in held:
        if not gone and row.get("state") != "已退出" and current.is_valid(row, view.on):
            return row
    if view.asked.period is None or view.period is None:
        return None
    left = (row for row in held if view.within(row, "ends") or (gone and view.within(raw, "exit_on")))
    return next(left, None)


def _carer(view: View, child: str) -> Raw:
    """Who has the child in care: not a parent where there is somebody else."""
    people = view.snapshot.about("guardian", child)
    others = [raw for raw in people if raw.get("relation") not in kin_options.PARENTS]
    return (others or people or [{}])[0]


def _checks(rows: list[Row]) -> list[Check]:
    by_number: dict[str, list[str]] = {}
    for row in rows:
        if row.raw.get("id_number"):
            by_number.setdefault(str(row.raw["id_number"]), []).append(row.child)
    twice = tuple(child for held in by_number.values() if len(held) > 1 for child in held)
    found = [Check("证件号没有重复", not twice, twice)]
    for key, label in (("id_number", "身份证号"), ("birth", "出生日期"), ("sex", "性别")):
        without = tuple(row.child for row in rows if not row.raw.get(key))
        found.append(Check(f"每人都有{label}", not without, without))
    if rows and STYLES[rows[0].view.asked.name].kinds & (GROUPS[LEFT] | GROUPS[MOBILE]):
        old = tuple(row.child for row in rows if isinstance(years := _age(row), int) and years >= 16)
        found.append(Check("都不满16周岁", not old, old))
    return found

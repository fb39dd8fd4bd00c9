"""Takes contacts in from any workbook that has a column with names and one with telephones.

It is looked at first: what is added, what stays, which rows are left out and why. One entry, one undo.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import reading, records
from childdesk.desk.session import Right, Session
from childdesk.domain import care_options
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Op
from childdesk.files import read
from childdesk.files.sheets import Sheet
from childdesk.store import reader

HEADERS: Mapping[str, tuple[str, ...]] = {
    "name": ("名称", "机构名称", "单位名称", "单位", "机构", "服务机构"),
    "kind": ("类型", "机构类型", "类别"),
    "phone": ("电话", "联系电话", "电话号码", "值班电话", "号码"),
    "hours": ("接听时间", "时间", "服务时间", "工作时间"),
    "night_phone": ("夜间电话", "夜间值班电话", "夜间值班"),
    "holiday_phone": ("节假日电话", "节假日值班电话", "节假日值班"),
    "area": ("管哪一片", "管辖范围", "片区", "服务范围"),
    "person": ("联系人", "负责人", "联络人"),
    "address": ("地址", "单位地址"),
    "checked_on": ("最后核对", "核对日期", "核对时间"),
    "note": ("备注", "说明"),
}
_BY_WORD = {word: key for key, words in HEADERS.items() for word in words}
LOOKED_AT = 30
"""Rows in which the header may stand."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook holds: rows to add by their texts, how many are there already, what is left out."""

    add: tuple[Mapping[str, str], ...]
    same: int
    left: tuple[tuple[int, str], ...]
    """(row of the sheet, why)."""


def look(session: Session, path: Path) -> Taken:
    """Reads a workbook and says what would come of it. Raises Refused where no sheet has both columns."""
    session.require(Right.IMPORT)
    for sheet in read.read_workbook(path).sheets:
        found = _header(sheet)
        if found is not None:
            return _taken(session, sheet, *found)
    raise Refused("没有找到名称和电话两列。表头写上“名称”“电话”再试")


def apply(session: Session, taken: Taken) -> records.Saved:
    """Writes what is to be added as one entry."""
    session.require(Right.IMPORT)
    if not taken.add:
        raise Refused("没有新的可以加。名录没有动")
    ops: list[Op] = []
    row = ""
    for texts in taken.add:
        values = reading.read("agency", dict(texts), session.today).values
        made, row = records.creation(session, "agency", values, source="")
        ops += made
    entry = session.ledger.writer.write("add_agency", session.person, ops, source="导入的表格").entry
    return records.Saved(row, entry)


def _header(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    for number in list(sheet.rows)[:LOOKED_AT]:
        keys: dict[int, str] = {}
        for column, words in sheet.texts(number).items():
            key = _BY_WORD.get("".join(words.split()))
            if key and key not in keys.values():
                keys[column] = key
        if {"name", "phone"} <= set(keys.values()):
            return number, keys
    return None


def _taken(session: Session, sheet: Sheet, header: int, keys: Mapping[int, str]) -> Taken:
    known = {
        (str(raw.get("name")), str(raw.get("phone")))
        for _, raw in reader.everyone(session.ledger.connection, "agency")
    }
    add: list[Mapping[str, str]] = []
    left: list[tuple[int, str]] = []
    same = 0
    for number in (row for row in sheet.rows if row > header):
        cells = sheet.texts(number)
        texts = {key: cells[column].strip() for column, key in keys.items() if cells.get(column, "").strip()}
        if not texts:
            continue
        why = _wrong(session, texts)
        at = (texts.get("name", ""), texts.get("phone", ""))
        if why:
            left.append((number, why))
        elif at in known:
            same += 1
        else:
            known.add(at)
            add.append(texts)
    return Taken(tuple(add), same, tuple(left))


def _wrong(session: Session, texts: dict[str, str]) -> str:
    """Why a row cannot be taken; an unknown kind becomes 其他, an unreadable day is left out."""
    if not texts.get("name"):
        return "没有名称"
    if sum(one.isdecimal() for one in texts.get("phone", "")) < 3:
        return "没有电话"
    if care_options.AGENCY_KIND.find(texts.get("kind", "")) is None:
        texts["kind"] = "其他"
    issues = reading.read("agency", texts, session.today).issues
    for issue in issues:
        if issue.field == "checked_on":
            texts.pop("checked_on", None)
        else:
            return issue.text
    return ""

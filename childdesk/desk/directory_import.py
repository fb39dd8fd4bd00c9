"""Takes contacts in from any workbook that has a column with names and one with telephones.

Heads may stand in two rows with cells joined, a name may be joined over several rows, a cell may hold several
numbers. It is looked at first: what is added, changed, stays, is left out and why. One entry, one undo.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from childdesk.desk import reading, records
from childdesk.desk.session import Right, Session
from childdesk.domain import care_options, contact
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Op, Set
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
_PHONE = re.compile(r"电话|号码|手机|座机|热线")
_NIGHT, _HOLIDAY = re.compile(r"夜|晚"), re.compile(r"节假日|假日|假期|周末|双休")
LOOKED_AT = 30
"""Rows in which the header may stand."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook holds: rows to add by their texts, how many are there already, what is left out."""

    add: tuple[Mapping[str, str], ...]
    same: int
    left: tuple[tuple[int, str], ...]
    """(row of the sheet, why)."""
    change: tuple[tuple[str, Mapping[str, str]], ...] = ()
    """(entry of this desk, what becomes another), where a place has a new number or more is known of it."""

    @property
    def some(self) -> bool:
        """Whether anything would be written."""
        return bool(self.add or self.change)


def look(session: Session, path: Path) -> Taken:
    """Reads a workbook and says what would come of it. Raises Refused where no sheet has both columns."""
    session.require(Right.IMPORT)
    for sheet in read.read_workbook(path).sheets:
        found = _header(sheet)
        if found is not None:
            return _taken(session, sheet, *found)
    raise Refused("没有找到名称和电话两列。表头写上“名称”“电话”再试")


def apply(session: Session, taken: Taken) -> records.Saved:
    """Writes what is to be added and changed as one entry."""
    session.require(Right.IMPORT)
    if not taken.some:
        raise Refused("没有新的可以加。名录没有动")
    ops: list[Op] = []
    row = ""
    for texts in taken.add:
        values = reading.read("agency", dict(texts), session.today).values
        made, row = records.creation(session, "agency", values, source="")
        ops += made
    for row, texts in taken.change:
        values = reading.read("agency", dict(texts), session.today).values
        ops += [Set("agency", row, key, value) for key, value in values.items() if key in texts]
    entry = session.ledger.writer.write("add_agency", session.person, ops, source="导入的表格").entry
    return records.Saved(row, entry)


# ── heads ───────────────────────────────────────────────────────────────────────────────────────────────


def _header(sheet: Sheet) -> tuple[int, dict[int, str]] | None:
    """(last row of the head, column → key). A head of two rows is read with what stands over each column."""
    rows = list(sheet.rows)[:LOOKED_AT]
    for number in rows:
        above = _spread(sheet, number)
        if not any(_key(words, "") for words in above.values()):
            continue
        for depth in (0, 1):
            below = _spread(sheet, number + depth) if depth else {}
            keys: dict[int, str] = {}
            for column in sorted(set(above) | set(below)):
                key = _key(above.get(column, ""), below.get(column, ""))
                if key and key not in keys.values():
                    keys[column] = key
            if {"name", "phone"} <= set(keys.values()) and not (depth == 0 and _two_rows(sheet, number)):
                return number + depth, keys
    return None


def _two_rows(sheet: Sheet, number: int) -> bool:
    """Whether a head is joined across columns that have heads of their own in the next row."""
    below = sheet.texts(number + 1)
    return any(
        one.top == one.bottom == number
        and one.right > one.left
        and below.keys() & range(one.left, one.right + 1)
        for one in sheet.merges
    )


def _spread(sheet: Sheet, number: int) -> dict[int, str]:
    """The words of a row; those of joined cells stand in each of them."""
    found = {column: "".join(words.split()) for column, words in sheet.texts(number).items()}
    for one in sheet.merges:
        if one.top <= number <= one.bottom:
            words = "".join(sheet.texts(one.top).get(one.left, "").split())
            for column in range(one.left, one.right + 1):
                found.setdefault(column, words)
    return found


def _key(above: str, below: str) -> str:
    """What a column holds, by its heads."""
    for words in (below, above) if below else (above,):
        plain = re.sub(r"[（(].*?[)）]|[：:*＊]", "", words)
        if plain in _BY_WORD and plain != "时间":
            return _narrowed(_BY_WORD[plain], above + below)
    whole = above + below
    return _narrowed("phone", whole) if _PHONE.search(whole) else _BY_WORD.get(below or above, "")


def _narrowed(key: str, whole: str) -> str:
    if key != "phone":
        return key
    return "holiday_phone" if _HOLIDAY.search(whole) else "night_phone" if _NIGHT.search(whole) else "phone"


# ── rows ────────────────────────────────────────────────────────────────────────────────────────────────


def _taken(session: Session, sheet: Sheet, header: int, keys: Mapping[int, str]) -> Taken:
    held = list(reader.everyone(session.ledger.connection, "agency"))
    known = {(str(raw.get("name")), str(raw.get("phone"))) for _, raw in held}
    whose: dict[str, list[tuple[str, reader.Raw]]] = {}
    for row, raw in held:
        whose.setdefault(str(raw.get("name")), []).append((row, raw))
    add: list[Mapping[str, str]] = []
    change: list[tuple[str, Mapping[str, str]]] = []
    left: list[tuple[int, str]] = []
    same = 0
    for number in (row for row in sheet.rows if row > header):
        texts = _texts(sheet, number, keys)
        if not texts or not sheet.texts(number).keys() & keys.keys():
            continue
        why = _wrong(session, texts)
        at = (texts.get("name", ""), texts.get("phone", ""))
        own = whose.get(at[0], [])
        other = _other(session, own[0][1], texts) if len(own) == 1 and not why else {}
        if why:
            left.append((number, why))
        elif other and own[0][0] not in [row for row, _ in change]:
            change.append((own[0][0], other))
            known.add(at)
        elif at in known:
            same += 1
        else:
            known.add(at)
            add.append(texts)
    return Taken(tuple(add), same, tuple(left), tuple(change))


def _texts(sheet: Sheet, number: int, keys: Mapping[int, str]) -> dict[str, str]:
    """The texts of one row; a name or place that is joined over several rows holds for each of them."""
    cells = sheet.texts(number)
    for one in sheet.merges:
        if one.top < number <= one.bottom and one.left in keys:
            cells.setdefault(one.left, sheet.texts(one.top).get(one.left, ""))
    texts = {key: cells[column].strip() for column, key in keys.items() if cells.get(column, "").strip()}
    found = contact.numbers(texts.get("phone", ""))
    if found.phone:
        texts["phone"] = found.phone
        beside = {"night_phone": found.night, "holiday_phone": found.holiday}
        texts = {key: words for key, words in beside.items() if words} | texts
        more = f"另有电话{'、'.join(found.more)}" if found.more else ""
        note = "；".join(words for words in (texts.get("note", ""), more) if words)
        texts |= {"note": note} if note else {}
    return texts


def _other(session: Session, raw: reader.Raw, texts: Mapping[str, str]) -> dict[str, str]:
    """What a row says that differs from the one entry of this name; what it leaves out stays."""
    values = reading.read("agency", dict(texts), session.today).values
    return {
        key: texts[key]
        for key, value in values.items()
        if value != raw.get(key) and not (key == "kind" and texts[key] == "其他")
    }


def _wrong(session: Session, texts: dict[str, str]) -> str:
    """Why a row cannot be taken; an unknown kind becomes 其他, an unreadable day is left out."""
    if not texts.get("name"):
        return "没有名称"
    if sum(one.isdecimal() for one in texts.get("phone", "")) < contact.LEAST:
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

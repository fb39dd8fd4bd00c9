"""A workbook that keeps each kind of children in a sheet of its own: the sheet's name is their category.

Only where at least two sheets bear the names of different kinds: then it is what the workbook is cut by. A
single sheet that is called 留守儿童 may hold anybody, as its column says.
"""

from __future__ import annotations

import re

from childdesk.desk.family_row import Row
from childdesk.desk.import_plan import Remark, SheetPlan
from childdesk.domain import options
from childdesk.files.sheets import Workbook

_BEFORE = re.compile(r"^(?:附?[表件])?[\d一二三四五六七八九十]{0,2}[、.．:：\s_-]*(?:全村|本村|我村)?")
_AFTER = re.compile(r"[（(]?(?:\d+人?)?[）)]?$")
_PAPER = re.compile(
    "(?:基本)?(?:信息)?(?:花名册|名册|名单|台账|登记[表册]|信息表?|情况表?|明细表?|统计表|汇总表?|表|册)?$"
)
_NO_KIND = frozenset(("其他",))
_COVERED = {
    "孤儿": options.ORPHAN,
    "事实无人抚养儿童": options.UNSUPPORTED,
    "困境儿童": frozenset(options.CATEGORY.codes()) - {"留守儿童", "流动儿童", "其他"},
    "残疾儿童": frozenset(("残疾儿童", "重残儿童", "重病重残儿童")),
    "重病儿童": frozenset(("重病儿童", "重病重残儿童")),
}
"""Kind → the categories that say as much or more."""


def named(sheet: str) -> str:
    """The kind of children that the name of a sheet says: 表1 留守儿童花名册; empty for any other name."""
    words = _AFTER.sub("", _BEFORE.sub("", sheet.strip()))
    option = options.CATEGORY.find(_PAPER.sub("", words)) if re.search("[\u4e00-\u9fff]", words) else None
    return option.code if option is not None and option.code not in _NO_KIND else ""


def of(sheet: str, book: Workbook | None) -> str:
    """The kind of a sheet or of a table in it, where the workbook is cut by kinds; else nothing."""
    kinds = {named(one.name) for one in book.sheets if not one.hidden} if book is not None else set()
    return named(sheet) if len(kinds - {""}) > 1 else ""


def give(row: Row, kind: str) -> bool:
    """Gives a child the kind of its sheet, unless its line says as much itself; whether it was given."""
    said = {*str(row.child.get("categories") or "").split("、")} - {""}
    if not kind or said & (_COVERED.get(kind, frozenset()) | {kind}):
        return False
    row.values.setdefault("child", {})["categories"] = "、".join(options.CATEGORY.sort({*said, kind}))
    return True


def say(made: SheetPlan, kind: str, given: int) -> None:
    """Tells how many children got their category by the sheet."""
    if given:
        text = f"这一页叫“{made.name}”，没有另写类别的{given:,}人记作{kind}"
        made.issues.append(Remark(made.header_rows[-1], None, "note", text))

"""Items that a county, a township or one desk adds to the child's file, and papers attached to it."""

from __future__ import annotations

from childdesk.domain.belonging import of_child
from childdesk.domain.kinds import Date, Link, Text, Whole, YesNo
from childdesk.domain.privacy import OPEN, S1, S2
from childdesk.domain.record import Field, Record


class Item(Record):
    """An extra item (补充项目). Its values stand in the child's file under the key `x.<id>`.

    A column of a workbook that nobody knows becomes an item named by its header, private to this desk
    until a person keeps it.
    """

    record = "item"
    label = "补充项目"
    comes_down = True
    anchors = (("label_words",),)

    unit = Field("制定单位", Text(12), privacy=OPEN)
    label_words = Field("名称", Text(100), privacy=S1, required=True)
    options = Field("选项", Text(2000, lines=True), privacy=OPEN, hint="每行一个")
    kept = Field("长期保留", YesNo(), privacy=OPEN)
    source = Field("来源", Text(200), privacy=S1)


class Attachment(Record):
    """A photo or scan in the child's file; the sealed file itself lies beside the ledger under its hash."""

    record = "attachment"
    label = "材料"
    anchors = (("child",), ("digest",))

    child = of_child()
    about = Field("属于", Link(), privacy=OPEN)
    title = Field("名称", Text(100), privacy=S2, required=True)
    digest = Field("校验码", Text(64), privacy=OPEN)
    size = Field("大小", Whole(0, 10_000_000), privacy=OPEN)
    taken_on = Field("日期", Date(exact=True), privacy=S1)

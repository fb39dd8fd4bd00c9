"""What a township keeps about its villages: who they are, what all owe by a day, and who gave it."""

from __future__ import annotations

from childdesk.domain import township_options as options
from childdesk.domain.belonging import of_child, of_unit
from childdesk.domain.kinds import Code, Date, Link, PersonName, Phone, Region, Text, Whole
from childdesk.domain.privacy import OPEN, S1, S2
from childdesk.domain.record import Field, Record


class Village(Record):
    """A village of the township, with or without ChildDesk. `unit` is its code of 12 digits."""

    record = "village"
    label = "村"
    anchors = (("unit",), ("name",))

    unit = Field("区划代码", Region(), privacy=OPEN, hint="12位村级区划代码")
    name = Field("村名", Text(60), privacy=OPEN, required=True)
    former_names = Field("曾用名", Text(200), privacy=OPEN, hint="用顿号分开")
    director = Field("儿童主任", PersonName(), privacy=S1)
    phone = Field("电话", Phone(), privacy=S2)
    merged_into = Field("并入", Region(), privacy=OPEN)
    ended_on = Field("撤并日期", Date(exact=True), privacy=OPEN)
    note = Field("备注", Text(500), privacy=S1)


class Collection(Record):
    """A paper that all villages of a township owe by a day (收表). The villages' desks receive it."""

    record = "collection"
    label = "收表"
    comes_down = True
    anchors = (("title",), ("due",))

    unit = Field("收表单位", Region(), privacy=OPEN)
    title = Field("要交的表", Text(100), privacy=S1, required=True)
    period = Field("期间", Text(20), privacy=S1, hint="如2026-11")
    due = Field("期限", Date(exact=True), privacy=S1, required=True)
    note = Field("说明", Text(500, lines=True), privacy=S1)
    closed_on = Field("收齐日期", Date(exact=True), privacy=S1)


class Handed(Record):
    """How one village stands with one paper. Written at the township or at the village's own desk."""

    record = "handed"
    label = "各村交表"
    anchors = (("collection",), ("unit",))

    unit = of_unit()
    collection = Field("收表", Link("collection"), privacy=OPEN, required=True)
    state = Field("交表情况", Code(options.HANDED), privacy=S1, required=True)
    state_on = Field("日期", Date(exact=True), privacy=S1)
    given_on = Field("交表日期", Date(exact=True), privacy=S1)
    children = Field("儿童数", Whole(0, 10_000_000), privacy=S1)
    way = Field("怎么交的", Code(options.HANDED_BY), privacy=S1)
    file = Field("文件", Text(200), privacy=S1)
    words = Field("退回的话", Text(2000, lines=True), privacy=S2)
    chased = Field("催办", Text(4000, lines=True), privacy=S1, hint="每行一次：日期和说了什么")


class Typed(Record):
    """What of one child's file has been typed into the national system (录入助手). It stays at this desk."""

    record = "typed"
    label = "录入进度"
    travels = False
    anchors = (("child",),)

    child = of_child()
    done = Field("录过的栏目", Text(20_000, lines=True), privacy=OPEN, hint="每行一项：栏目和内容的校验码")
    typed_on = Field("录入日期", Date(exact=True), privacy=OPEN)

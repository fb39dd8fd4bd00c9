"""A sweep (专项排查): one question round over many children by an hour, asked for by somebody above."""

from __future__ import annotations

from childdesk.domain import plan_options
from childdesk.domain.belonging import of_child, of_unit
from childdesk.domain.kinds import Code, Date, Link, Text, YesNo
from childdesk.domain.privacy import OPEN, S1, S2
from childdesk.domain.record import Field, Record


class Sweep(Record):
    """What is asked, by whom, of which children, and until when."""

    record = "sweep"
    label = "专项排查"
    anchors = (("name",),)

    unit = of_unit()
    name = Field("名称", Text(100), privacy=S1, required=True)
    asker = Field("谁要的", Text(100), privacy=S1)
    due = Field("期限", Date(exact=True), privacy=S1, required=True)
    hour = Field("几点前", Text(5), privacy=S1, hint="如17:00")
    scope = Field("范围", Text(500), privacy=S1)
    questions = Field("问题", Text(4000, lines=True), privacy=S1, required=True)
    state = Field("进展", Code(plan_options.SWEEP_STATE), privacy=S1)
    told_on = Field("报出日期", Date(exact=True), privacy=S1)
    note = Field("备注", Text(500), privacy=S2)


class SweepAnswer(Record):
    """One child of a sweep: not asked yet, asked with what was answered, or not reached."""

    record = "sweep_answer"
    label = "排查回答"
    anchors = (("sweep",), ("child",))

    sweep = Field("专项排查", Link("sweep"), privacy=OPEN, required=True)
    child = of_child()
    state = Field("问到没有", Code(plan_options.ASKED), privacy=S1)
    way = Field("怎么问的", Code(plan_options.ASKED_BY), privacy=S1)
    answers = Field("回答", Text(4000, lines=True), privacy=S2)
    danger = Field("有危险情况", YesNo(), privacy=S2)
    asked_on = Field("日期", Date(exact=True), privacy=S1)
    who = Field("谁问的", Text(100), privacy=S1)
    note = Field("备注", Text(200), privacy=S2)

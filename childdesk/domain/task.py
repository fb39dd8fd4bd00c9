"""A task (任务): something that a visit, an alarm or a sweep left to be done by a day."""

from __future__ import annotations

from childdesk.domain import plan_options, township_options
from childdesk.domain.belonging import of_unit
from childdesk.domain.kinds import Code, Date, Link, Text, Typed
from childdesk.domain.privacy import OPEN, S1, S2
from childdesk.domain.record import Field, Record


class Task(Record):
    """One thing to do. `key` names the computed matter (an alarm, an exit) that it answers, if any."""

    record = "task"
    label = "任务"
    anchors = (("title",),)

    unit = of_unit()
    child = Field("儿童", Link("child"), privacy=OPEN)
    household = Field("户", Link("household"), privacy=OPEN)
    title = Field("要做的事", Text(200), privacy=S2, required=True)
    kind = Field("种类", Code(plan_options.TASK_KIND), privacy=S1)
    due = Field("期限", Date(exact=True), privacy=S1, required=True)
    state = Field("办理情况", Code(plan_options.TASK_STATE), privacy=S1)
    done_on = Field("办结日期", Date(exact=True), privacy=S1)
    reason = Field("为什么", Text(200), privacy=S2)
    put_off = Field("推后或不办的理由", Text(200), privacy=S2)
    about = Field("从哪里来", Link(), privacy=OPEN)
    key = Field("对应的提醒", Text(120), privacy=OPEN)
    listed = Field("出自哪份名单", Text(200), privacy=S1)
    answer = Field("核查结果", Code(township_options.ANSWER), privacy=S1)
    answered = Field("怎么核查的", Text(500), privacy=S2)
    was = Field("未能识别的填写", Typed(), privacy=S2)

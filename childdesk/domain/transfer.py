"""A village asks that a child be moved to another one; the desk above both decides."""

from __future__ import annotations

from childdesk.domain import township_options as options
from childdesk.domain.kinds import Code, Date, Link, Region, Text
from childdesk.domain.privacy import OPEN, S1, S2
from childdesk.domain.record import Field, Record


class Transfer(Record):
    """One request (转村申请). It belongs to its child, so it goes along when the child goes."""

    record = "transfer"
    label = "转村申请"
    anchors = (("child",), ("target",))

    child = Field("儿童", Link("child"), privacy=OPEN, required=True)
    target = Field(
        "转到", Region(), privacy=OPEN, required=True, hint="村的12位区划代码；不知道，就写乡镇的9位"
    )
    target_name = Field("转到的村", Text(60), privacy=S1)
    reason = Field("为什么", Text(500), privacy=S2)
    state = Field("批准情况", Code(options.TRANSFER), privacy=S1, required=True)
    asked_on = Field("申请日期", Date(exact=True), privacy=S1)
    decided_on = Field("答复日期", Date(exact=True), privacy=S1)
    words = Field("答复的话", Text(500), privacy=S2)

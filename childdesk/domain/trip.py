"""A walk to one door (入户): one trip for a household, a visit for each child; and what is planned before."""

from __future__ import annotations

from childdesk.domain import plan_options
from childdesk.domain.belonging import of_child, of_unit
from childdesk.domain.kinds import Code, Date, Link, Text
from childdesk.domain.privacy import OPEN, S1, S2
from childdesk.domain.record import Field, Record


class Trip(Record):
    """One walk to a household: who went, who was there, what happened at the door, who signed."""

    record = "trip"
    label = "入户"
    anchors = (("date",),)

    unit = of_unit()
    household = Field("户", Link("household"), privacy=OPEN)
    date = Field("日期", Date(exact=True), privacy=S1, required=True)
    visitor = Field("走访人", Text(100), privacy=S1)
    second_visitor = Field("同去的人", Text(100), privacy=S1)
    outcome = Field("到门口的情况", Code(plan_options.OUTCOME), privacy=S1)
    present = Field("在场的人", Text(200), privacy=S2)
    signed = Field("签字", Code(plan_options.SIGNED), privacy=S1)
    reason = Field("没见到人的原因", Text(200), privacy=S2)
    sheet = Field("走访单编号", Text(12), privacy=OPEN)


class Sheet(Record):
    """A visit sheet (走访单) that was printed: its code, its day, and the children in their order on it."""

    record = "sheet"
    label = "走访单"
    anchors = (("code",), ("day",))

    unit = of_unit()
    code = Field("编号", Text(12), privacy=OPEN, required=True)
    day = Field("哪一天", Date(exact=True), privacy=S1, required=True)
    household = Field("户", Link("household"), privacy=OPEN)
    children = Field("单上的孩子", Text(2000, lines=True), privacy=OPEN)
    version = Field("版式", Text(20), privacy=OPEN)
    keyed_on = Field("录入日期", Date(exact=True), privacy=S1)


class Stop(Record):
    """The day that was chosen for seeing a child: planned on a round, or put off with a reason."""

    record = "stop"
    label = "安排"
    anchors = (("child",), ("day",))

    child = of_child()
    day = Field("哪一天", Date(exact=True), privacy=S1, required=True)
    kind = Field("种类", Code(plan_options.STOP_KIND), privacy=S1)
    made_on = Field("安排日期", Date(exact=True), privacy=S1)
    reason = Field("理由", Text(200), privacy=S2)


class Homecoming(Record):
    """A parent is home for some days (返乡): the time in which only they can sign."""

    record = "homecoming"
    label = "返乡"
    anchors = (("child",), ("holder",))

    child = of_child()
    holder = Field("返乡的人", Link(), privacy=OPEN, required=True)
    begins = Field("到家日期", Date(exact=True), privacy=S1)
    ends = Field("离家日期", Date(exact=True), privacy=S1)
    papers = Field("要办的材料", Text(200), privacy=S2)
    source = Field("来源", Text(100), privacy=S1)

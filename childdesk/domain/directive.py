"""What a county or township has laid down for the desks below: a number, a rule file, a calendar, a form."""

from __future__ import annotations

from childdesk.domain.kinds import Region, Text
from childdesk.domain.privacy import OPEN, S1
from childdesk.domain.record import Field, Record


class Directive(Record):
    """One thing laid down: by whom, its name (the name of the setting that it stands for) and its value.

    It holds at the desk that wrote it and at every desk below; what a desk has set for itself is kept, and
    holds again when nothing is laid down.
    """

    record = "directive"
    label = "上级规定"
    comes_down = True
    anchors = (("unit",), ("name",))

    unit = Field("制定单位", Region(), privacy=OPEN, required=True, hint="县6位、乡镇9位区划代码")
    name = Field("名称", Text(100), privacy=OPEN, required=True)
    value = Field("值", Text(100_000, lines=True), privacy=S1)

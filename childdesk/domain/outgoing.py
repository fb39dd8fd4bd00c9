"""A file that left the house (写出的文件): which report of which day, for whom and why, what it held."""

from __future__ import annotations

from childdesk.domain import options
from childdesk.domain.kinds import Code, Date, Text, Whole
from childdesk.domain.privacy import OPEN, S1
from childdesk.domain.record import Field, Record


class Outgoing(Record):
    """One file written for somebody: what was in it by count, never a value. It stays at this desk."""

    record = "outgoing"
    label = "写出的文件"
    travels = False
    anchors = (("report",), ("as_of",))

    report = Field("报表", Text(60), privacy=OPEN, required=True)
    as_of = Field("截止日期", Date(exact=True), privacy=OPEN, required=True)
    period = Field("期间", Text(20), privacy=OPEN)
    level = Field("内容", Code(options.LEVEL), privacy=OPEN)
    recipient = Field("交给", Text(100), privacy=S1)
    purpose = Field("用途", Text(100), privacy=S1)
    file = Field("文件", Text(500), privacy=S1)
    digest = Field("校验码", Text(64), privacy=OPEN)
    children = Field("儿童数", Whole(0, 10_000_000), privacy=OPEN)
    numbers = Field("证件号个数", Whole(0, 10_000_000), privacy=OPEN)
    phones = Field("电话个数", Whole(0, 10_000_000), privacy=OPEN)
    sealed_values = Field("保密内容个数", Whole(0, 10_000_000), privacy=OPEN)
    cleared_on = Field("清理日期", Date(exact=True), privacy=OPEN)

"""A relief (救助): what a child or its family receives, since when, until when, how much and how paid."""

from __future__ import annotations

from childdesk.domain import options
from childdesk.domain.belonging import last_checked, of_child, said_by
from childdesk.domain.kinds import Code, Date, Money, PersonName, Text
from childdesk.domain.privacy import S1, S2
from childdesk.domain.record import Field, Record


class Relief(Record):
    """One measure of relief for one child, for a time: a dated row like a category."""

    record = "relief"
    label = "救助"
    anchors = (("child",), ("kind",))

    child = of_child()
    kind = Field("救助措施", Code(options.RELIEF), privacy=S2, required=True)
    state = Field("救助进度", Code(options.RELIEF_STATE), privacy=S2)
    begins = Field("起领年月", Date(), privacy=S1, hint="可只写年月")
    ends = Field("末领年月", Date(), privacy=S1, hint="领到这个月以前")
    amount = Field("金额", Money(), privacy=S2, hint="元")
    cycle = Field("发放周期", Code(options.PAY_CYCLE), privacy=S1)
    way = Field("领取方式", Code(options.PAY_WAY), privacy=S1)
    payee = Field("领取人", PersonName(), privacy=S1)
    applicant = Field("申请人", PersonName(), privacy=S1)
    applied_on = Field("申请日期", Date(exact=True), privacy=S1)
    decided_on = Field("审批日期", Date(exact=True), privacy=S1)
    given_by = Field("发放单位", Text(100), privacy=S1)
    basis = Field("依据", Text(200), privacy=S2)
    source = said_by()
    checked_on = last_checked()
    note = Field("备注", Text(500, lines=True), privacy=S2)

"""A referral (转介): a child is handed to those who can help, and followed until it is closed."""

from __future__ import annotations

from childdesk.domain import work_options
from childdesk.domain.kinds import (
    Code,
    Codes,
    Date,
    Link,
    Moment,
    PersonName,
    Phone,
    Text,
    Typed,
    Word,
    YesNo,
)
from childdesk.domain.privacy import OPEN, S1, S3
from childdesk.domain.record import Field, Record


class Referral(Record):
    """One referral; everything but the child and the day is sealed."""

    record = "referral"
    label = "转介"
    anchors = (("child",), ("date",))

    child = Field("儿童", Link("child"), privacy=OPEN, required=True)
    date = Field("转介日期", Date(exact=True), privacy=S1, required=True)
    state = Field("状态", Code(work_options.REFERRAL_STATE), privacy=S3, required=True)
    urgency = Field("紧急程度", Code(work_options.URGENCY), privacy=S3, required=True)
    route = Field("转介去向", Word(work_options.ROUTE, 100), privacy=S3, required=True)
    from_person = Field("转出人", Text(100), privacy=S3)
    reason = Field("转介原因", Text(1000, lines=True), privacy=S3, required=True, hint="写客观情况，不写诊断")
    done_before = Field("已做工作", Text(500, lines=True), privacy=S3)
    danger = Field("有无自伤或伤人风险", YesNo("有", "无"), privacy=S3)
    consent = Field("监护人意见", Code(work_options.CONSENT), privacy=S3, required=True)
    consent_way = Field("告知方式", Codes(work_options.CONSENT_WAY), privacy=S3)
    consent_at = Field("告知时间", Moment(), privacy=S3)
    consent_by = Field("表示意见的人", PersonName(), privacy=S3)
    child_wish = Field("儿童本人意愿", Text(500), privacy=S3, hint="8岁以上应听取")
    receiver = Field("接收机构", Text(100), privacy=S3)
    receiver_contact = Field("联系人", Text(40), privacy=S3)
    receiver_phone = Field("联系人电话", Phone(), privacy=S3)
    accepted_on = Field("接收日期", Date(exact=True), privacy=S3)
    answer = Field("处置摘要", Text(1000, lines=True), privacy=S3, hint="由接收方填写")
    answered_on = Field("反馈日期", Date(exact=True), privacy=S3)
    follow_up = Field("随访计划", Text(500), privacy=S3)
    next_date = Field("下次随访", Date(exact=True), privacy=S3)
    close_reason = Field("结案原因", Word(work_options.CLOSE_REASON, 200), privacy=S3)
    closed_on = Field("结案日期", Date(exact=True), privacy=S3)
    was = Field("未能识别的填写", Typed(), privacy=S3)

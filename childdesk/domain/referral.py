"""A referral (转介): a child is handed to those who can help, and followed until it is closed."""

from __future__ import annotations

from childdesk.domain import care_options, work_options
from childdesk.domain.belonging import of_child
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
    Whole,
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

    child = of_child()
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

    written_at = Field("写下时间", Moment(), privacy=S3)
    sent_at = Field("转出时间", Moment(), privacy=S3)
    state_on = Field("到这一步的日期", Date(exact=True), privacy=S3)
    consent_ground = Field("免于同意的依据", Code(care_options.GROUND), privacy=S3)
    consent_proof = Field("签字凭证", Text(200), privacy=S3, hint="如：知情同意书第2份，已扫描")
    prevention = Field("转介前做过的", Codes(care_options.PREVENTION), privacy=S3)
    chased_on = Field("最近一次催问", Date(exact=True), privacy=S3)
    chases = Field("催问记录", Text(4000, lines=True), privacy=S3)
    companion = Field("谁陪着去", Text(100), privacy=S3)
    went_on = Field("到诊日期", Date(exact=True), privacy=S3)
    medicine = Field("药由谁保管", Text(200), privacy=S3)
    back_on = Field("返校日期", Date(exact=True), privacy=S3)
    look_1_on = Field("第一次回看", Date(exact=True), privacy=S3)
    look_2_on = Field("第二次回看", Date(exact=True), privacy=S3)
    look_3_on = Field("第三次回看", Date(exact=True), privacy=S3)
    looks = Field("回看情况", Text(2000, lines=True), privacy=S3)
    lead_unit = Field("牵头单位", Text(100), privacy=S3)
    help_kind = Field("帮扶类型", Text(100), privacy=S3)
    measures = Field("帮扶措施", Text(500, lines=True), privacy=S3)
    help_on = Field("帮扶时间", Date(exact=True), privacy=S3)
    help_days = Field("帮扶时长（天）", Whole(0, 3660), privacy=S3)
    second_look_on = Field("结案前再看的日期", Date(exact=True), privacy=S3)
    second_look = Field("结案前再看的情况", Text(500), privacy=S3, hint="谁去看的，孩子怎么样")
    reopened_why = Field("重新办理的原因", Text(200), privacy=S3)
    earlier = Field("以前的经过", Text(8000, lines=True), privacy=S3)


class ConsentScan(Record):
    """A scan of what was signed for a referral; the sealed file lies beside the ledger under its hash."""

    record = "consent_scan"
    label = "签字扫描"
    anchors = (("child",), ("digest",))

    child = of_child()
    referral = Field("哪份转介", Link("referral"), privacy=OPEN, required=True)
    title = Field("名称", Text(100), privacy=S3, required=True)
    digest = Field("校验码", Text(64), privacy=OPEN)
    size = Field("大小", Whole(0, 10_000_000), privacy=OPEN)
    taken_on = Field("日期", Date(exact=True), privacy=S1)

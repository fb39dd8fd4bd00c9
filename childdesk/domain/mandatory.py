"""Mandatory report (强制报告) and temporary care (临时生活照料): who was told when, until it is settled."""

from __future__ import annotations

from childdesk.domain import care_options
from childdesk.domain.kinds import Code, Codes, Date, Link, Moment, Phone, Text, Typed
from childdesk.domain.privacy import OPEN, S3
from childdesk.domain.record import Field, Record


class MandatoryReport(Record):
    """One report. Its times are stamped as they happen, and what was stamped is never changed."""

    record = "mandatory_report"
    label = "强制报告"
    anchors = (("child", "who"), ("found_at",))

    unit = Field("所在单位", Text(12), privacy=OPEN)
    child = Field("儿童", Link("child"), privacy=OPEN)
    who = Field("不在台账的孩子", Text(100), privacy=S3, hint="姓名或称呼，几岁，男孩女孩")
    written_at = Field("记下时间", Moment(), privacy=S3)
    found_at = Field("发现时间", Moment(), privacy=S3, required=True)
    found_place = Field("发现地点", Text(200), privacy=S3)
    found_how = Field("怎么发现", Code(care_options.FOUND_HOW), privacy=S3, required=True)
    situations = Field("哪种情形", Codes(care_options.SITUATION), privacy=S3, required=True)
    facts = Field("看到、听到什么（原话）", Text(2000, lines=True), privacy=S3, required=True)
    injury = Field("伤情", Text(500), privacy=S3, hint="不拍、不写私密部位的细节")
    suspect = Field("涉嫌的人和孩子的关系", Text(100), privacy=S3)
    safe = Field("孩子现在", Code(care_options.SAFE), privacy=S3)
    done = Field("已做了什么", Text(500), privacy=S3)
    present = Field("在场的人", Text(200), privacy=S3)
    reporter = Field("报告人", Text(100), privacy=S3)
    police_at = Field("打通110或派出所", Moment(), privacy=S3)
    police_by = Field("接报人和警号", Text(100), privacy=S3)
    ambulance_at = Field("打通120", Moment(), privacy=S3)
    supervisor_at = Field("告诉儿童督导员", Moment(), privacy=S3)
    supervisor_by = Field("督导员姓名", Text(100), privacy=S3)
    civil_at = Field("告诉民政或未保中心", Moment(), privacy=S3)
    civil_by = Field("民政接报人", Text(100), privacy=S3)
    school_at = Field("告诉学校", Moment(), privacy=S3)
    school_by = Field("学校接报人", Text(100), privacy=S3)
    written_on = Field("交书面报告的日期", Date(exact=True), privacy=S3)
    receipt = Field("回执编号", Text(100), privacy=S3)
    receipt_on = Field("收到回执的日期", Date(exact=True), privacy=S3)
    looked_on = Field("最近一次看孩子", Date(exact=True), privacy=S3)
    after = Field("后来怎样", Text(2000, lines=True), privacy=S3)
    closed_on = Field("办结日期", Date(exact=True), privacy=S3)
    close_reason = Field("办结情况", Text(200), privacy=S3)
    was = Field("未能识别的填写", Typed(), privacy=S3)


class TemporaryCare(Record):
    """The village arranges who cares for a child whom nobody can care for now (民法典 第三十四条)."""

    record = "temporary_care"
    label = "临时生活照料"
    anchors = (("child", "who"), ("begins_at",))

    unit = Field("所在单位", Text(12), privacy=OPEN)
    child = Field("儿童", Link("child"), privacy=OPEN)
    who = Field("不在台账的孩子", Text(100), privacy=S3, hint="姓名或称呼，几岁，男孩女孩")
    begins_at = Field("从什么时候起", Moment(), privacy=S3, required=True)
    why = Field("为什么没人照料", Text(500), privacy=S3, required=True)
    carer = Field("由谁照料", Text(100), privacy=S3, required=True)
    carer_phone = Field("照料人电话", Phone(), privacy=S3)
    place = Field("在哪里", Text(200), privacy=S3, required=True)
    until = Field("照料到", Date(exact=True), privacy=S3)
    supervisor_at = Field("告诉儿童督导员", Moment(), privacy=S3)
    civil_at = Field("告诉民政", Moment(), privacy=S3)
    told = Field("还告诉了谁", Text(200), privacy=S3)
    looked_on = Field("最近一次看孩子", Date(exact=True), privacy=S3)
    handed_on = Field("交给民政的日期", Date(exact=True), privacy=S3)
    handed_to = Field("民政接手的人", Text(100), privacy=S3)
    ended_on = Field("结束日期", Date(exact=True), privacy=S3)
    end_reason = Field("怎么结束的", Text(200), privacy=S3)
    was = Field("未能识别的填写", Typed(), privacy=S3)

"""What was noticed about a child (识别) and what a professional found (评估): both sealed."""

from __future__ import annotations

from childdesk.domain import care_options
from childdesk.domain.belonging import of_child
from childdesk.domain.kinds import Code, Date, Link, Text, Typed, Word, YesNo
from childdesk.domain.number_kinds import Whole
from childdesk.domain.privacy import OPEN, S3
from childdesk.domain.record import Field, Record


class Observation(Record):
    """One look at how a child is. It ends in a thing to do; nobody is graded."""

    record = "observation"
    label = "识别"
    anchors = (("child",), ("date",))

    child = of_child()
    date = Field("看的日期", Date(exact=True), privacy=S3, required=True)
    observer = Field("看的人", Text(100), privacy=S3)
    period = Field("看的时间", Code(care_options.PERIOD), privacy=S3)
    form = Field("用的表", Text(100), privacy=S3)
    signs = Field("看到、听到的", Text(2000, lines=True), privacy=S3)
    danger_signs = Field("危险信号", Text(500, lines=True), privacy=S3)
    protective = Field("能帮上孩子的", Text(500, lines=True), privacy=S3)
    examples = Field("具体的事", Text(2000, lines=True), privacy=S3, hint="写哪天、看到什么、孩子的原话")
    lasting = Field("持续两周以上，影响上学或吃睡", YesNo(), privacy=S3)
    result = Field("接下来", Code(care_options.RESULT), privacy=S3, required=True)
    next_date = Field("再看的日期", Date(exact=True), privacy=S3)
    was = Field("未能识别的填写", Typed(), privacy=S3)


class Assessment(Record):
    """A professional's finding, entered from the feedback; the director gives no grade."""

    record = "assessment"
    label = "专业评估"
    anchors = (("child",), ("date",))

    child = of_child()
    date = Field("评估日期", Date(exact=True), privacy=S3, required=True)
    referral = Field("来自哪份转介", Link("referral"), privacy=OPEN)
    tool = Field("评估工具", Text(100), privacy=S3)
    assessor = Field("评估人", Text(100), privacy=S3, required=True)
    organisation = Field("评估机构", Text(100), privacy=S3, required=True)
    level = Field("评估等级", Code(care_options.LEVEL), privacy=S3)
    band = Field("量表结果", Word(care_options.LEVEL, 40), privacy=S3, hint="照抄评估人写的，不自己算")
    score = Field("题表得分", Whole(0, 100), privacy=S3)
    answers = Field("题表的回答", Text(1000, lines=True), privacy=S3)
    advice = Field("评估人的建议", Text(1000, lines=True), privacy=S3)
    proof = Field("凭证", Text(200), privacy=S3, hint="如：反馈单原件存第3盒")
    was = Field("未能识别的填写", Typed(), privacy=S3)

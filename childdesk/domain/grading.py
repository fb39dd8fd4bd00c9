"""A grading (风险评定): the colour that a person chose, what had been proposed, and why."""

from __future__ import annotations

from childdesk.domain import options, plan_options
from childdesk.domain.belonging import of_child
from childdesk.domain.kinds import Code, Date, Text, Whole
from childdesk.domain.privacy import S1, S2, S3
from childdesk.domain.record import Field, Record


class Grading(Record):
    """One step of a child's colour. The answers of a questionnaire are sealed."""

    record = "grading"
    label = "风险评定"
    anchors = (("child",), ("date",))

    child = of_child()
    date = Field("评定日期", Date(exact=True), privacy=S1, required=True)
    risk = Field("评定等级", Code(options.RISK), privacy=S1)
    before = Field("原来等级", Code(options.RISK), privacy=S1)
    proposed = Field("建议等级", Code(options.RISK), privacy=S1)
    method = Field("怎么评的", Code(plan_options.GRADED_BY), privacy=S1)
    reasons = Field("理由", Text(1000), privacy=S2)
    confirmed_by = Field("谁定的", Text(100), privacy=S1)
    scale = Field("量表", Text(100), privacy=S1)
    score = Field("得分", Whole(0, 1000), privacy=S2)
    answers = Field("量表答案", Text(4000, lines=True), privacy=S3)

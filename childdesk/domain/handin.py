"""A paper that somebody asks for (上报): the request, each version handed in, forms kept by name."""

from __future__ import annotations

from childdesk.domain import handin_options as options
from childdesk.domain.kinds import Code, Date, Link, Moment, Text, Whole, Word, YesNo
from childdesk.domain.privacy import OPEN, S1, S2
from childdesk.domain.record import Field, Record


class Form(Record):
    """A form that comes again: somebody's workbook, or heads in order where there was only a picture."""

    record = "form"
    label = "常用表"
    travels = False
    anchors = (("name",),)

    name = Field("表名", Text(100), privacy=S1, required=True)
    asked_by = Field("谁要的", Word(options.ASKED_BY, 40), privacy=S1)
    heads = Field("表头", Text(4000, lines=True), privacy=S1, hint="按顺序，每行一个")
    workbook = Field("原表", Text(64), privacy=OPEN)
    file = Field("文件名", Text(200), privacy=S1)
    scope = Field("填哪些孩子", Text(500, lines=True), privacy=S1)


class HandIn(Record):
    """One request: who wants which form by when. It stays at this desk."""

    record = "handin"
    label = "上报"
    travels = False
    anchors = (("title",), ("due",))

    title = Field("要交的表", Text(100), privacy=S1, required=True)
    asked_by = Field("谁要的", Word(options.ASKED_BY, 40), privacy=S1)
    due = Field("期限", Date(exact=True), privacy=S1, required=True)
    hour = Field("几点前", Text(10), privacy=S1, hint="如17:00")
    cycle = Field("多久一次", Code(options.CYCLE), privacy=S1)
    period = Field("期间", Text(20), privacy=S1, hint="如2026-11")
    form = Field("用哪张表", Link("form"), privacy=OPEN)
    report = Field("用哪份报表", Text(60), privacy=OPEN)
    scope = Field("填哪些孩子", Text(500, lines=True), privacy=S1)
    state = Field("办到哪一步", Code(options.STATE), privacy=S1, required=True)
    state_on = Field("到这一步的日期", Date(exact=True), privacy=S1)
    zero = Field("零报告", YesNo(), privacy=S1)
    note = Field("备注", Text(500, lines=True), privacy=S1)


class Version(Record):
    """One version of a hand-in, frozen: the workbook lies sealed beside the ledger, its values beside it."""

    record = "version"
    label = "上报的一版"
    travels = False
    anchors = (("handin",),)

    handin = Field("上报", Link("handin"), privacy=OPEN, required=True)
    number = Field("第几版", Whole(1, 999), privacy=OPEN, required=True)
    made_at = Field("做好时间", Moment(), privacy=S1)
    as_of = Field("截止日期", Date(exact=True), privacy=S1)
    file = Field("文件名", Text(200), privacy=S1)
    digest = Field("校验码", Text(64), privacy=OPEN)
    content = Field("内容校验码", Text(64), privacy=OPEN)
    children = Field("儿童数", Whole(0, 10_000_000), privacy=S1)
    given_at = Field("交出时间", Moment(), privacy=S1)
    given_to = Field("交给", Text(100), privacy=S1)
    receipt = Field("本机回执", Text(40), privacy=S1)
    returned_on = Field("退回日期", Date(exact=True), privacy=S1)
    returned_words = Field("退回的话", Text(2000, lines=True), privacy=S2)
    returned_rows = Field("退回的行", Text(50_000, lines=True), privacy=S2)
    scans = Field("签字盖章后的扫描", Text(1000, lines=True), privacy=OPEN)

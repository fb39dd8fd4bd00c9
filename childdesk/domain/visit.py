"""A visit (走访): the national 入户随访 form with what a village adds to it."""

from __future__ import annotations

from childdesk.domain import kin_options, options, work_options
from childdesk.domain.belonging import of_child
from childdesk.domain.kinds import Address, Code, Codes, Date, Link, PersonName, Text, Typed, Word, YesNo
from childdesk.domain.privacy import OPEN, S1, S2, S3
from childdesk.domain.record import Field, Record


class Visit(Record):
    """One visit: whom one asked, what one found, what comes next."""

    record = "visit"
    label = "走访"
    anchors = (("child",), ("date",))

    child = of_child()
    date = Field("随访时间", Date(exact=True), privacy=S1, required=True)
    visit_type = Field("走访类型", Code(work_options.VISIT_TYPE), privacy=S1, required=True)
    visitor = Field("走访人", Text(100), privacy=S1)
    nobody_home = Field("无人在家", YesNo(), privacy=S1)
    place = Field("随访地点", Address(), privacy=S2)
    asked_person = Field("问询对象姓名", PersonName(), privacy=S1, required=True)
    asked_relation = Field("问询对象与儿童关系", Word(kin_options.RELATION), privacy=S1, required=True)
    asked_address = Field("问询对象常驻地址", Address(), privacy=S2)
    last_contact = Field("最近一次与父母联系", Date(exact=True), privacy=S2)
    living = Field("生活状况", Text(200), privacy=S2, required=True, hint="吃、穿、用、住、行")
    family = Field("家庭状况", Text(200), privacy=S2, required=True, hint="成员、健康、主要经济来源及财产")
    guardianship = Field(
        "监护状况", Word(options.GUARDIANSHIP, 200), privacy=S2, required=True, hint="较好、一般、差"
    )
    mind = Field("儿童精神状况", Text(200), privacy=S3, required=True, hint="写看到、听到的，不下判断")
    opinion = Field("监护人意见", Text(200), privacy=S2, required=True)
    study_state = Field("学业状况", Code(options.STUDY_STATE), privacy=S1)
    schooling = Field("就学情况", Code(options.SCHOOLING), privacy=S1)
    advice = Field("帮扶建议", Codes(work_options.ADVICE), privacy=S1)
    focus = Field("是否加入重点关注", YesNo(), privacy=S1)
    findings = Field("走访情况", Text(2000, lines=True), privacy=S2)
    next_step = Field("下一步", Text(500), privacy=S2)
    next_date = Field("下次走访", Date(exact=True), privacy=S1)
    evidence = Field("相关证明", Text(200), privacy=S2)
    attended = Field("走访时有大人看护", YesNo(), privacy=S1)
    trip = Field("入户", Link("trip"), privacy=OPEN)
    was = Field("未能识别的填写", Typed(), privacy=S2)
    was_sealed = Field("未能识别的保密填写", Typed(), privacy=S3)

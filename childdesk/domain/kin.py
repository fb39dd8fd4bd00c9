"""Who belongs to a child: father, mother, and those in whose care the child is."""

from __future__ import annotations

import copy

from childdesk.domain import kin_options, options
from childdesk.domain.belonging import of_child
from childdesk.domain.kinds import (
    Code,
    Date,
    IdNumber,
    PersonName,
    Phone,
    Text,
    Typed,
    Word,
    YesNo,
)
from childdesk.domain.privacy import S1, S2, S3
from childdesk.domain.record import Current, Field, Record


class Kin(Record):
    """What is known about a grown-up of one child; father, mother and guardian each have their own copy."""

    child = of_child()
    name = Field("姓名", PersonName(), privacy=S1, required=True)
    id_number = Field("身份证号", IdNumber(), privacy=S2)
    phone = Current("联系电话", Phone(), rows="phone", column="number", privacy=S2)
    relation = Field("与儿童关系", Word(kin_options.RELATION), privacy=S1)
    work_place = Field("务工地点", Text(200), privacy=S2, hint="填到市")
    status = Current(
        "现状况", Code(kin_options.PARENT_STATE), rows="parent_state", column="state", privacy=S3
    )
    health = Field("健康状况", Code(options.HEALTH), privacy=S2)
    education = Field("教育程度", Code(kin_options.PARENT_EDUCATION), privacy=S1)
    live_together = Field("是否同住", YesNo(), privacy=S1)
    note = Field("备注", Text(500, lines=True), privacy=S2)
    was = Field("未能识别的填写", Typed(), privacy=S2)
    was_sealed = Field("未能识别的保密填写", Typed(), privacy=S3)

    def __init_subclass__(cls) -> None:
        """Gives each subclass field objects of its own, so that tables keyed by field tell 父亲 from 母亲."""
        super().__init_subclass__()
        for key, item in Kin.fields().items():
            if key not in vars(cls):
                setattr(cls, key, copy.copy(item))


class Father(Kin):
    """The child's father; a telephone alone is enough to begin with."""

    record = "father"
    label = "父亲"
    anchors = (("child",),)


class Mother(Kin):
    """The child's mother; a telephone alone is enough to begin with."""

    record = "mother"
    label = "母亲"
    anchors = (("child",),)


class Guardian(Kin):
    """Somebody in whose care the child is: guardian by law, or entrusted by the parents (受委托照料人)."""

    record = "guardian"
    label = "监护人"
    anchors = (("child",), ("name",), ("relation",))

    relation = Field("与儿童关系", Word(kin_options.RELATION), privacy=S1, required=True)
    kind = Field("照料身份", Code(kin_options.KIN_KIND), privacy=S1)
    agreement = Field("有无委托照护协议", YesNo("有", "无"), privacy=S1)
    agreement_date = Field("协议日期", Date(exact=True), privacy=S1)

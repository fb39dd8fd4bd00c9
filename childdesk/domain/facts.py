"""Facts about a child that begin and end: dated rows with their source and the day they were last checked."""

from __future__ import annotations

from childdesk.domain import kin_options, options
from childdesk.domain.belonging import last_checked, of_child, said_by
from childdesk.domain.kinds import Address, Code, Date, Link, PersonName, Phone, Text, Word, YesNo
from childdesk.domain.privacy import OPEN, S1, S2, S3
from childdesk.domain.record import Field, Record


class Category(Record):
    """The child belongs to a category (类别) for a time; who says so, and on what ground."""

    record = "category"
    label = "类别"
    anchors = (("child",), ("kind",))

    child = of_child()
    kind = Field("类别", Code(options.CATEGORY), privacy=S1, required=True)
    state = Field("认定情况", Code(options.CATEGORY_STATE), privacy=S1)
    begins = Field("开始日期", Date(), privacy=S1)
    ends = Field("结束日期", Date(), privacy=S1)
    basis = Field("依据", Text(200), privacy=S2)
    confirmed_by = Field("认定单位", Text(100), privacy=S1)
    source = said_by()
    checked_on = last_checked()


class Absence(Record):
    """A parent is away (外出) for a time."""

    record = "absence"
    label = "外出"
    anchors = (("child",), ("holder",))

    child = of_child()
    holder = Field("外出的人", Link(), privacy=OPEN, required=True)
    begins = Field("外出日期", Date(), privacy=S1, required=True)
    ends = Field("返回日期", Date(), privacy=S1)
    place = Field("外出地点", Address(), privacy=S2)
    cross_county = Field("跨县域", YesNo(), privacy=S1)
    visits_home = Field("回家探亲", Text(100), privacy=S1)
    source = said_by()
    checked_on = last_checked()


class Residence(Record):
    """The child lives somewhere for a time."""

    record = "residence"
    label = "居住"
    anchors = (("child",), ("place",))

    child = of_child()
    place = Field("住址", Address(), privacy=S2, required=True)
    begins = Field("开始日期", Date(), privacy=S1)
    ends = Field("结束日期", Date(), privacy=S1)
    with_whom = Field("随谁居住", Word(options.WITH_WHOM), privacy=S1)
    hukou_then = Field("当时户籍地", Address(), privacy=S2)
    source = said_by()
    checked_on = last_checked()


class ParentState(Record):
    """What became of a parent (死亡、失联、服刑 …); sealed, because much of it shames a child."""

    record = "parent_state"
    label = "父母现状况"
    anchors = (("child",), ("holder",), ("state",))

    child = of_child()
    holder = Field("有关的人", Link(), privacy=OPEN, required=True)
    state = Field("现状况", Code(kin_options.PARENT_STATE), privacy=S3, required=True)
    begins = Field("开始日期", Date(), privacy=S3)
    ends = Field("期限", Date(), privacy=S3, hint="刑期、戒毒期届满日")
    proof = Field("证明材料", Text(200), privacy=S3)
    source = said_by(S3)
    checked_on = last_checked()


class PhoneRow(Record):
    """A telephone number under which somebody can be reached; one number may serve two families."""

    record = "phone"
    label = "电话"
    anchors = (("child",), ("number",))

    child = of_child()
    holder = Field("机主", Link(), privacy=OPEN)
    number = Field("号码", Phone(), privacy=S2, required=True)
    whose = Field("谁的电话", Text(40), privacy=S1)
    best_hour = Field("方便时间", Text(40), privacy=S1)
    state = Field("号码情况", Code(options.PHONE_STATE), privacy=S1)
    begins = Field("启用日期", Date(), privacy=S1)
    ends = Field("停用日期", Date(), privacy=S1)
    source = said_by()
    checked_on = last_checked()


class Name(Record):
    """A name that the child bears or bore."""

    record = "name"
    label = "名字"
    anchors = (("child",), ("name",))

    child = of_child()
    name = Field("名字", PersonName(), privacy=S1, required=True)
    kind = Field("种类", Code(options.NAME_KIND), privacy=S1)
    begins = Field("开始日期", Date(), privacy=S1)
    ends = Field("结束日期", Date(), privacy=S1)
    why = Field("原因", Text(100), privacy=S2)
    source = said_by()
    checked_on = last_checked()

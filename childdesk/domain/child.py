"""The child's file: what is known about one child (一人一档)."""

from __future__ import annotations

from childdesk.domain import days, nations, options
from childdesk.domain.belonging import of_unit
from childdesk.domain.kinds import (
    Address,
    BankCard,
    Code,
    Codes,
    Date,
    DisabilityCertificate,
    IdNumber,
    Link,
    Money,
    PersonName,
    Phone,
    Text,
    Typed,
    Whole,
    Word,
    YesNo,
)
from childdesk.domain.privacy import OPEN, S1, S2, S3
from childdesk.domain.record import Current, Derived, Field, Record


class Child(Record):
    """One child's file: who, where, in whose care."""

    record = "child"
    label = "儿童"
    anchors = (("name",),)

    unit = of_unit()
    household = Field("户", Link("household"), privacy=OPEN)

    name = Field("姓名", PersonName(), privacy=S1, required=True)
    former_name = Current("曾用名", PersonName(), rows="name", column="name", privacy=S1)
    sex = Field("性别", Code(options.SEX), privacy=S1, required=True)
    id_type = Field("证件类型", Code(options.ID_TYPE), privacy=S1)
    id_number = Field("身份证号", IdNumber(minor=True), privacy=S2, required=True, hint="18位，末位可为X")
    birth = Field("出生日期", Date(), privacy=S1, required=True, hint="可只写年月，农历请注明")
    age = Derived("年龄", Whole(), lambda child, on: days.age(child.birth, on), privacy=S1)
    nation = Field("民族", Code(nations.NATION), privacy=S1, required=True)
    birth_certificate = Field("出生医学证明号", Text(20), privacy=S2)
    welfare_card = Field("福利证号", Text(20), privacy=S2)

    hukou_class = Field("户口分类", Code(options.HUKOU_CLASS), privacy=S1, required=True)
    hukou_kind = Field("户籍性质", Code(options.HUKOU_KIND), privacy=S1)
    hukou_address = Field("户籍地址", Address(), privacy=S2, required=True)
    live_address = Current("现住址", Address(), rows="residence", column="place", privacy=S2, required=True)
    village_group = Field("村民组", Text(40), privacy=S1)
    phone = Current("联系电话", Phone(), rows="phone", column="number", privacy=S2)

    categories = Current(
        "儿童类别", Codes(options.CATEGORY), rows="category", column="kind", privacy=S1, required=True
    )
    left_type = Field("留守类型", Code(options.LEFT_TYPE), privacy=S1)
    care_reason = Field("委托照料原因", Code(options.CARE_REASON), privacy=S1)
    guardianship = Field("监护情况", Code(options.GUARDIANSHIP), privacy=S2)
    last_contact = Field("最近一次与父母联系", Date(exact=True), privacy=S2)
    family_type = Field("家庭类型", Code(options.FAMILY_TYPE), privacy=S2)
    risk = Field("风险等级", Code(options.RISK), privacy=S1, hint="红、黄、蓝、绿")
    focus = Field("重点关注", YesNo(), privacy=S1)

    health = Field("健康状况", Code(options.HEALTH), privacy=S2, required=True)
    disability_type = Field("残疾类型", Codes(options.DISABILITY_TYPE, joint="多重残疾"), privacy=S2)
    disability_level = Field("残疾等级", Code(options.DISABILITY_LEVEL), privacy=S2)
    disability_certificate = Field("残疾证号", DisabilityCertificate(), privacy=S2, hint="身份证号加两位")
    illness = Field("患病情况", Text(200), privacy=S2)
    insurance = Field("基本医疗保险", Code(options.INSURANCE), privacy=S1)

    study_state = Field("学业状况", Code(options.STUDY_STATE), privacy=S1)
    schooling = Field("就学情况", Code(options.SCHOOLING), privacy=S1, required=True)
    school = Field("学校", Text(100), privacy=S1)
    grade = Field("年级", Word(options.GRADE), privacy=S1)
    school_class = Field("班级", Text(40), privacy=S1)
    student_number = Field("学籍号", Text(40), privacy=S2)
    boarding = Field("寄宿情况", Code(options.BOARDING), privacy=S1)

    poverty = Field("贫困类型", Codes(options.POVERTY), privacy=S2)
    relief = Field("救助措施", Codes(options.RELIEF), privacy=S2)
    income_source = Field("家庭经济来源", Codes(options.INCOME_SOURCE), privacy=S2)
    bank_account = Field("银行账号", BankCard(), privacy=S2)
    amount = Field("保障金额", Money(), privacy=S2, hint="元/月")
    wish = Field("微心愿", Text(200), privacy=S1)

    registered_on = Field("登记日期", Date(exact=True), privacy=S1)
    exit_reason = Field("退出原因", Word(options.EXIT_REASON, 100), privacy=S2)
    exit_on = Field("退出日期", Date(exact=True), privacy=S1)
    note = Field("备注", Text(1000, lines=True), privacy=S2)
    was = Field("未能识别的填写", Typed(), privacy=S2)
    was_sealed = Field("未能识别的保密填写", Typed(), privacy=S3)

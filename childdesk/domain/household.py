"""The household (户): the door that several children may share."""

from __future__ import annotations

from childdesk.domain import options
from childdesk.domain.belonging import of_unit
from childdesk.domain.kinds import Address, Codes, PersonName, Text, Typed, Whole
from childdesk.domain.privacy import S1, S2
from childdesk.domain.record import Field, Record


class Household(Record):
    """One household of the village."""

    record = "household"
    label = "户"
    anchors = (("number", "head"),)

    unit = of_unit()
    number = Field("户号", Text(40), privacy=S1)
    head = Field("户主", PersonName(), privacy=S1, required=True)
    size = Field("家庭人口", Whole(1, 60), privacy=S1)
    village_group = Field("村民组", Text(40), privacy=S1)
    address = Field("家庭住址", Address(), privacy=S2)
    poverty = Field("贫困类型", Codes(options.POVERTY), privacy=S2)
    note = Field("备注", Text(500, lines=True), privacy=S2)
    caution = Field("上门提醒", Text(200), privacy=S2, hint="有狗、路不好走、谁在家好说话")
    was = Field("未能识别的填写", Typed(), privacy=S2)

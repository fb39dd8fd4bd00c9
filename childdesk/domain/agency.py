"""Who helps (服务机构名录): a hotline, a station, a school, with hours and the day it was checked."""

from __future__ import annotations

from childdesk.domain import care_options
from childdesk.domain.kinds import Code, Date, Text
from childdesk.domain.privacy import OPEN, S1
from childdesk.domain.record import Field, Record


class Agency(Record):
    """One place to turn to. No child stands here; numbers of offices are not masked."""

    record = "agency"
    label = "服务机构"
    anchors = (("name",),)
    comes_down = True

    unit = Field("所在单位", Text(12), privacy=OPEN)
    name = Field("名称", Text(100), privacy=S1, required=True)
    kind = Field("机构类型", Code(care_options.AGENCY_KIND), privacy=S1, required=True)
    phone = Field("电话", Text(40), privacy=S1, required=True)
    hours = Field("接听时间", Text(100), privacy=S1, hint="如：工作日 9:00-17:00")
    night_phone = Field("夜间电话", Text(40), privacy=S1)
    holiday_phone = Field("节假日电话", Text(40), privacy=S1)
    area = Field("管哪一片", Text(100), privacy=S1)
    person = Field("联系人", Text(40), privacy=S1)
    address = Field("地址", Text(200), privacy=S1)
    checked_on = Field("最后核对", Date(exact=True), privacy=S1)
    note = Field("备注", Text(200), privacy=S1)

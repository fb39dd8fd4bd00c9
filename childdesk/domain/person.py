"""Who works at this desk, in which role, and with which rights."""

from __future__ import annotations

from childdesk.domain import work_options
from childdesk.domain.kinds import Code, Date, PersonName, Phone, Region, YesNo
from childdesk.domain.privacy import OPEN, S1, S2
from childdesk.domain.record import Field, Record


class Person(Record):
    """A user of the ledger; no child and no parent."""

    record = "person"
    label = "使用人"
    comes_down = True
    anchors = (("name",),)

    unit = Field("所在单位", Region(), privacy=OPEN)
    name = Field("姓名", PersonName(), privacy=S1, required=True)
    role = Field("角色", Code(work_options.ROLE), privacy=OPEN, required=True)
    s3 = Field("可看保密记录", YesNo(), privacy=OPEN)
    active = Field("在岗", YesNo(), privacy=OPEN)
    until = Field("任期至", Date(exact=True), privacy=OPEN)
    phone = Field("电话", Phone(), privacy=S2)

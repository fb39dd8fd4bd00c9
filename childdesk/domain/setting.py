"""What this desk has decided for itself; recorded in the journal, never sent to anybody."""

from __future__ import annotations

from childdesk.domain.kinds import Text
from childdesk.domain.privacy import OPEN, S1
from childdesk.domain.record import Field, Record


class Setting(Record):
    """One setting: its name and its value."""

    record = "setting"
    label = "设置"
    travels = False
    anchors = (("name",),)

    name = Field("名称", Text(100), privacy=OPEN, required=True)
    value = Field("值", Text(100_000, lines=True), privacy=S1)

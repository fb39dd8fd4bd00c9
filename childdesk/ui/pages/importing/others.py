"""A list that others keep (a school, 残联, a clinic) opens as a comparison; it is taken in only if asked."""

from __future__ import annotations

from childdesk.desk import comparing
from childdesk.desk.import_plan import ImportPlan
from childdesk.ui.page import Host
from childdesk.ui.pages.importing.told import Told

OF_OTHERS = "这像是别人管的名单，先只对照，台账没有动。"


def compare_first(host: Host, told: Told, made: ImportPlan) -> None:
    """Goes on to the comparison when such a workbook is first read; whoever comes back sees the import."""
    if told.compared or told.place or not host.knows("comparing"):
        return
    told.compared = True
    if comparing.is_of_others(made):
        host.go("comparing", made)
        host.banner("info", OF_OTHERS, [("整份导入", lambda: host.go("importing"))])

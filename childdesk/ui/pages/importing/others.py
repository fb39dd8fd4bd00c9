"""A list that others keep (a school, 残联, a clinic) opens as a comparison; it is taken in only if asked."""

from __future__ import annotations

from childdesk.desk.import_plan import ImportPlan
from childdesk.ui.page import Host
from childdesk.ui.pages.importing.told import Told

OF_OTHERS = "这像是{who}的名单：{why}。先只对照，台账没有动。"


def compare_first(host: Host, told: Told, made: ImportPlan) -> None:
    """Goes on to the comparison when such a workbook is first read; whoever comes back sees the import."""
    if told.compared or told.place or not host.knows("comparing"):
        return
    told.compared = True
    if told.keeper is not None:
        host.go("comparing", made)
        words = OF_OTHERS.format(who=told.keeper.who, why=told.keeper.why)
        host.banner("info", words, [("整份导入", lambda: host.go("importing"))])

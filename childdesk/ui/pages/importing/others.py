"""Whose a list is: one that others keep opens as a comparison, one of another village asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from childdesk.desk.import_plan import ImportPlan
from childdesk.ui.ask import Choice
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


def ask_whose(
    host: Host, told: Told, made: ImportPlan, again: Callable[[], None], leave: Callable[[], None]
) -> bool:
    """A workbook to be taken in for one village says that it is another's: a person says whose it is.

    `again` plans it anew for the village that it names, `leave` goes back without it. Whether it stays.
    """
    named = made.named
    if named is None or told.sure:
        return True
    here = f"就是{told.place}的，照收" if told.place else "没有拿错，往下看"
    choices = [Choice("no", "先不收", harmless=True), Choice("sure", here)]
    if named.unit:
        choices.append(Choice("other", f"收进{named.name}", primary=True))
    chosen = f"您选的是{told.place}，" if told.place else "本镇的名单里没有它，"
    where = (
        "按表上写的收进那个村，还是照您选的收？" if named.unit else "那不是本镇名单里的村，请看看有没有拿错。"
    )
    sentences = [f"{chosen}表上写的是“{named.words.strip()[:40]}”。", f"{where}还没有收，台账没有动。"]
    said = host.ask.choose(f"这份表像是{named.name}的", sentences, choices)
    if said == "sure":
        told.sure = True
        made.said = replace(made.said, sure=True)
        return True
    if said == "other":
        told.village, told.place = named.unit, named.name
        again()
    else:
        leave()
    return False

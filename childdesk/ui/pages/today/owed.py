"""Gives what the township has asked all villages for: the register as it stands, after a look."""

from __future__ import annotations

from childdesk.desk import collecting
from childdesk.desk.collecting import Owed
from childdesk.ui.ask import Choice
from childdesk.ui.page import Host
from childdesk.ui.undoing import undo_of
from childdesk.ui.workbench import Workbench


def give_owed(host: Host, bench: Workbench, owed: Owed) -> None:
    """Says how many children go along and what came back; the toast takes it back."""
    line, share = owed.line, owed.share
    told = [
        f"台账里现在在册{owed.children:,}人，就按这个交。" if owed.children else "台账里没有孩子，交零报告。"
    ]
    told += [f"镇里退回时说：{share.words}"] if share.words and not share.is_in else []
    told += [f"镇里的说明：{line.note}"] if line.note else []
    told.append("交了以后，下次同步带到镇里。")
    choices = [Choice("no", "先不交", harmless=True), Choice("yes", "交给镇里", primary=True)]
    if host.ask.choose(line.title, told, choices) != "yes":
        return
    bench.write(
        lambda session, _progress: collecting.give(session, line.id),
        lambda saved: host.toast(f"{line.title}已交，下次同步带去", undo_of(bench, host, saved.entry)),
        refused=lambda trouble: host.banner("warn", trouble.sentence),
    )

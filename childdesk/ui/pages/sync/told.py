"""Puts into words and lines what a stick holds, how the pairings stand, and what came of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout

from childdesk.desk import same_stick, telling
from childdesk.desk.arrived import Came
from childdesk.desk.meetings import Met
from childdesk.desk.sync import Outlook, Standing
from childdesk.ui import fit, sticks
from childdesk.ui.page import Host
from childdesk.ui.sticks import Stick
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.chip import chip, count
from childdesk.ui.widgets.words import sign, words

FIRST = "先收对方的，再写自己的，写完会读回来核对一遍。"


def about(stick: Stick, found: Outlook | None) -> str:
    """How much room a stick has, and whether it is the one of last time."""
    seen = same_stick.WORDS.get(found.stick, "") if found is not None else ""
    return f"空闲{sticks.size(stick.free)}" + (f"；{seen}" if seen else "")


def first(found: Outlook | None) -> str:
    """What will happen and, where former meetings say it, how long that takes."""
    return f"{telling.about(found.seconds)}。{FIRST}" if found is not None and found.seconds else FIRST


def day(wall: str, today: date) -> str:
    return telling.day(telling.local_day(wall), today)


def counted(found: Outlook, today: date) -> tuple[tuple[int, int, int], tuple[str, str, str]]:
    """The three numbers and what each consists of."""
    sent = [one for one in found.peers if one.last_sent]
    since = min((one.last_sent for one in sent), default="")
    waiting = f"{day(since, today)}以来：{found.words}" if since and found.words else found.words
    packages = "这里没有给本机的新包"
    if found.packages:
        packages = f"这里有{found.packages:,}份给本机的包，{day(found.written, today)}写的"
    lying = sum(one.unacknowledged for one in sent)
    last = f"上一包（第{max(one.number for one in sent)}号）" if len(sent) == 1 else "上次写的包"
    way = "还没有写过包" if not sent else f"{last}对方还没有回执" if lying else f"{last}对方已收到"
    return (found.waiting, found.arriving, lying), (waiting or "没有新的", packages, way)


def partner(one: Standing, today: date) -> QHBoxLayout:
    """A desk that is paired: its name, when it was last heard, whether it is being completed."""
    line = fit.row(sign("building_government", "ink2"), spacing=10)
    when = f"上次读到它的包：{day(one.last_read, today)}" if one.last_read else "还没有读过它的包"
    line.addLayout(fit.column(words(one.unit_name, "strong"), words(when, "second"), spacing=1), 1)
    line.addWidget(chip("正在补齐" if one.asking else "已配对", "yellow" if one.asking else "green"))
    return line


def undecided(host: Host, number: int) -> list[QHBoxLayout]:
    """What waits for a person, and the way there."""
    if not number:
        return [fit.row(words("没有。", "second"), None)]
    told = words("两边都改了同一处，程序不替您选。", "small")
    lines = [fit.row(told, None, count(number, late=True))]
    if host.knows("conflicts"):
        go = button(f"去看{number:,}处", lambda: host.go("conflicts"), icon="merge")
        lines.append(fit.row(go, None))
    return lines


def came_of(met: Met, children: list[dict[str, str]], came: Sequence[Came]) -> list[str]:
    """What came of a meeting, line by line: how much, which children, which files were not taken and why."""
    said = [f"带去{sum(one.changes for one in met.written):,}条，收到{met.read.applied:,}条。"]
    if met.unwritten:
        said = [f"收到{met.read.applied:,}条，已经存好。没写到U盘上：{met.unwritten.partition('。')[0]}。"]
        said.append("换一个U盘，或解除写保护，再点一次就会补写。")
    if children:
        named = "、".join(f"{one['name']}（{one['what']}）" for one in children[:8])
        said.append(f"变了的孩子：{named}" + (f"，共{len(children):,}人。" if len(children) > 8 else "。"))
    if came:
        said.append(f"上级给了：{'；'.join(f'{one.what}（{one.whose}）' for one in came)}。")
    said += [
        f"{Path(one.file).name}：{one.why_not}。"
        for one in met.read.files
        if not one.accepted and one.why_not
    ]
    said += [f"{one}。" for one in met.read.shorter]
    if met.read.conflicts:
        said.append(f"有{met.read.conflicts:,}处两边改得不一样，请您定。")
    return said

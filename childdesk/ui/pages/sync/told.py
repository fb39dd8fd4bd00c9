"""Puts into words what a stick holds and what came of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from childdesk.desk import meetings, same_stick, telling
from childdesk.desk.arrived import Came
from childdesk.desk.meetings import Met
from childdesk.desk.outlook import Outlook
from childdesk.domain.tally import Tally
from childdesk.ui import sticks
from childdesk.ui.sticks import Stick

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
    waits = f"{whom(found.waiting)}，{found.words}" if found.waiting.children else found.words
    waiting = f"{day(since, today)}以来：{waits}" if since and waits else waits
    packages = "这里没有给本机的新包"
    if found.packages:
        packages = f"这里有{found.packages:,}份给本机的包，{day(found.written, today)}写的"
    lying = any(one.lying for one in sent)
    if lying and found.words:
        waiting = f"{waits}，上次带去还没有回执的也在内"
    last = f"上一包（第{max(one.number for one in sent)}号）" if len(sent) == 1 else "上次写的包"
    way = "还没有写过包" if not sent else f"{last}对方还没有回执" if lying else f"{last}对方已收到"
    way += f"，{whom(found.on_way)}" if lying and found.on_way.children else ""
    numbers = (found.waiting.changes, found.arriving, found.on_way.changes)
    return numbers, (waiting or "没有新的", packages, way)


def whom(found: Tally) -> str:
    """How many children some changes are about."""
    return f"{found.children:,}个孩子"


def came_of(met: Met, children: list[dict[str, str]], came: Sequence[Came]) -> list[str]:
    """What came of a meeting, line by line: how much, which children, which files were not taken and why."""
    went = f"（{whom(met.brought)}）" if met.brought.children else ""
    said = [f"带去{met.brought.changes:,}条{went}，收到{met.read.came:,}条。"]
    if met.unwritten:
        said = [f"收到{met.read.came:,}条，已经存好。没写到U盘上：{met.unwritten.partition('。')[0]}。"]
        said.append("换一个U盘，或解除写保护，再点一次就会补写。")
    if children:
        named = "、".join(f"{one['name']}（{one['what']}）" for one in children[:8])
        said.append(f"变了的孩子：{named}" + (f"，共{len(children):,}人。" if len(children) > 8 else "。"))
    if came:
        said.append(f"上级给了：{'；'.join(f'{one.what}（{one.whose}）' for one in came)}。")
    told = (*meetings.untaken(met.read.files), *met.read.shorter, *met.read.dates)
    said += [f"{one}。" for one in told]
    if met.read.quarantined:
        said.append(f"有{met.read.quarantined:,}条放在一边，没有采用，请打电话问一声。")
    if met.read.conflicts:
        said.append(f"有{met.read.conflicts:,}处两边改得不一样，请您定。")
    return said

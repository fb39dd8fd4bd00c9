"""The steps of the drill with two desks: what is practised, in the order in which it is done."""

from __future__ import annotations

from dataclasses import dataclass

MAKE, OUT, IN, EDIT, PULL = "make", "out", "in", "edit", "pull"
LOOK, AGAIN, MEET, DECIDE, EQUAL, FOREIGN = "look", "again", "meet", "decide", "equal", "foreign"
VILLAGE, TOWNSHIP = "village", "township"


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its name, what is done and why, and the words of its button."""

    key: str
    title: str
    told: str
    act: str


STEPS = (
    Step(
        MAKE,
        "准备两台电脑",
        "在真档案旁边另做两份演练档案：一个村、一个镇，孩子都是编的，配对也替您做好。您的档案一个字不动。",
        "准备",
    ),
    Step(OUT, "村里写到U盘", "村里插上U盘，点开始同步。先写好，再读回来核对，最后才算数。", "村里同步"),
    Step(IN, "镇里读U盘", "U盘带到镇里。镇里收下村里的孩子，再把回执写到U盘上。", "镇里同步"),
    Step(
        EDIT,
        "两边改同一个孩子",
        "村里和镇里都改了同一个孩子的学校，改得不一样；村里还存了一张签字照片。",
        "两边都改",
    ),
    Step(
        PULL,
        "写到一半，拔出U盘",
        "村里又同步一次，这回正写到一半，U盘被拔走了。看看U盘上剩下什么。",
        "开始写，中途拔掉",
    ),
    Step(LOOK, "拿这个U盘去镇里", "上面有上次写好的，也有没写完的。镇里读一读，会不会乱？", "镇里读一读"),
    Step(AGAIN, "插好，再来一次", "U盘插回村里，再点一次开始同步就行。不用找哪里断的。", "村里再同步"),
    Step(MEET, "镇里再读", "这回镇里收到村里改的，发现两边改得不一样。", "镇里同步"),
    Step(DECIDE, "请您定", "同一个孩子的学校，两边写得不一样。程序不替您选，用哪个由人定。", "用这个"),
    Step(EQUAL, "再碰一次，两边一样", "U盘再走一趟，逐份比一比两台电脑里的档案。", "再同步，比一比"),
    Step(
        FOREIGN,
        "拿到真档案里试试",
        "把演练的U盘放进您现在打开的这份档案读一读。演练的东西进不了真档案。",
        "读一读",
    ),
)


def following(key: str) -> str:
    """The step behind one; the first for nothing, and nothing behind the last."""
    names = [step.key for step in STEPS]
    if not key:
        return names[0]
    at = names.index(key) + 1
    return names[at] if at < len(names) else ""


def step(key: str) -> Step:
    """A step by its name."""
    return next(one for one in STEPS if one.key == key)

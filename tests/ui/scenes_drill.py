"""What the drill looks like in the middle; the real one, step by step: `tests/stories/test_drill.py`."""

from __future__ import annotations

from collections.abc import Callable

from childdesk.desk.drill import SCHOOLS, OnStick, Scene, Side
from childdesk.domain import drill
from childdesk.domain.drill import TOWNSHIP, VILLAGE
from tests.ui.stage import Stage

WHOLE = (OnStick("镇里写的第1份", whole=True), OnStick("村里写的第1份", whole=True))


def _sides(waits: int) -> dict[str, Side]:
    return {
        VILLAGE: Side("云溪镇河湾村", 12, "许欣晴", SCHOOLS[VILLAGE], 427, 0),
        TOWNSHIP: Side("云溪镇", 12, "许欣晴", SCHOOLS[TOWNSHIP], 4, waits),
    }


PULLED = Scene(
    drill.PULL,
    "U盘中途不见了。本机数据没有动。",
    "U盘上先前写好的2份都在，没写完的那份谁也不会采用。",
    _sides(0),
    (*WHOLE, OnStick("没写完的，76 KB", whole=False)),
)
DECIDE = Scene(
    drill.MEET,
    "镇里收到4条，有1处两边改得不一样。",
    "两边的写法都留着，等人来定。",
    _sides(1),
    (*WHOLE, OnStick("镇里写的第2份", whole=True), OnStick("村里写的第3份", whole=True)),
    tuple(SCHOOLS.items()),
)
END = Scene(drill.FOREIGN, "2份都没有收：这份包不是给本机的。", "您的档案一个字没有变。", _sides(0), WHOLE)


def shown(scene: Scene) -> Callable[[Stage], object]:
    """The page after a step."""

    def play(stage: Stage) -> None:
        there = stage.go("drill")
        there._show(scene)
        stage.settle()

    return play

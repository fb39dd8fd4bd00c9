"""Lists everything that a key does, once: for shortcuts, menus and the page of keys."""

from __future__ import annotations

from dataclasses import dataclass

WINDOW, PAGE = "window", "page"


@dataclass(frozen=True)
class Act:
    """One act: permanent key, words, keys, and who answers first: the window, or the page that is shown."""

    key: str
    label: str
    keys: tuple[str, ...]
    where: str = PAGE
    again: bool = False
    """Whether it repeats while its key is held down."""


ACTIONS: tuple[Act, ...] = (
    *(Act(f"place{n}", f"第{n}个去处", (f"Ctrl+{n}",), WINDOW) for n in range(1, 10)),
    Act("find", "找人", ("Ctrl+F", "/"), WINDOW),
    Act("new", "新建档案", ("Ctrl+N",), WINDOW),
    Act("visit", "记走访", ("Ctrl+Shift+V",)),
    Act("refer", "转介", ("Ctrl+Shift+R",)),
    Act("save", "保存", ("Ctrl+S", "Ctrl+Return", "Ctrl+Enter")),
    Act("undo", "撤销上一件事", ("Ctrl+Z",), WINDOW),
    Act("back", "返回", ("Alt+Left",), WINDOW),
    Act("forward", "往前", ("Alt+Right",), WINDOW),
    Act("help", "这一页的帮助", ("F1",), WINDOW),
    Act("edit", "改这一段", ("F2",)),
    Act("filter", "筛选", ("F4",)),
    Act("pane", "下一块", ("F6",)),
    Act("next_issue", "下一处要看的", ("F8",), again=True),
    Act("last_issue", "上一处要看的", ("Shift+F8",), again=True),
    Act("report", "强制报告", ("F12",), WINDOW),
    Act("print", "打印", ("Ctrl+P",)),
    Act("lock", "锁上", ("Ctrl+L",), WINDOW),
    Act("last_child", "上一个孩子", ("Ctrl+PgUp",), again=True),
    Act("next_child", "下一个孩子", ("Ctrl+PgDown",), again=True),
    Act("larger", "字大一点", ("Ctrl++", "Ctrl+="), WINDOW),
    Act("smaller", "字小一点", ("Ctrl+-",), WINDOW),
    Act("usual", "字号复原", ("Ctrl+0",), WINDOW),
)


def keys_of(key: str) -> str:
    """The first key of an act as it is shown, such as Ctrl+F."""
    return next(act.keys[0] for act in ACTIONS if act.key == key)

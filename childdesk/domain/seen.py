"""What is seen on a visit, ticked instead of written: the ticks become the words of the national fields.

The words stay readable for everybody and can be read back, so that the next visit knows what was ticked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

GOOD, BAD, UNSEEN = "没问题", "有问题", "没看到"
VERDICTS = (GOOD, BAD, UNSEEN)
RECHECK = "7天内复查"
RECHECK_DAYS = 7

CALM, CHANGED, DANGER = "平稳", "有些变化", "有危险信号"
MINDS = (CALM, CHANGED, DANGER)
"""What was observed, no judgement: the grades 绿黄橙红 belong to a professional's assessment."""

OUTLOOKS = ("继续关注", "七日内再看", "需要转介", "立即行动")
"""How the grassroots 识别 ends (困境儿童心理健康状况识别评估工作指引)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to look at. `short` stands in the written words, `field` is where they go."""

    key: str
    label: str
    short: str
    field: str


ITEMS = (
    Item("food", "吃穿、住处、卫生", "吃穿住处", "living"),
    Item("safety", "用电、用火、用水、防溺水", "水电火和防溺水", "living"),
    Item("school", "到校、作业、手机", "上学和手机", "living"),
    Item("health", "身体、用药、就医", "身体", "living"),
    Item("carer", "照料人的身体和精力", "照料人", "family"),
    Item("income", "家里的收入和开销", "家里收入", "family"),
)
BY_KEY = {item.key: item for item in ITEMS}

CHANGES = (
    "话变少",
    "睡不好",
    "想父母",
    "爱哭或发呆",
    "容易发火",
    "害怕紧张",
    "不与人来往",
    "不愿上学",
    "成绩突然下降",
    "吃饭明显变少",
    "打人毁物",
    "离开家不说",
    "整夜看手机",
    "老说身体不舒服",
)
"""Changes that can be seen or heard; own wording."""

SIGNALS = (
    "说不想活",
    "写遗言或送东西",
    "身上有伤自己弄的",
    "拿农药刀具或爬高",
    "说听到看到没有的",
    "威胁要伤人",
)
"""Danger signals: whoever sees one does not leave the child alone."""

_WRITTEN = re.compile(rf"({'|'.join(i.short for i in ITEMS)})({'|'.join(VERDICTS)})(?:（(.*)）)?")


@dataclass(frozen=True, slots=True)
class Tick:
    """What was found at one item; a problem has words, and may have to be looked at again within a week."""

    verdict: str
    note: str = ""
    recheck: bool = False


def words(field: str, ticks: Mapping[str, Tick], free: str = "") -> str:
    """The words of a national field: what was written, then the ticks. Empty when there is neither."""
    parts = [tidy(free)] if tidy(free) else []
    for item in ITEMS:
        tick = ticks.get(item.key)
        if item.field == field and tick is not None:
            inside = "，".join(part for part in (tidy(tick.note), RECHECK if tick.recheck else "") if part)
            parts.append(f"{item.short}{tick.verdict}" + (f"（{inside}）" if inside else ""))
    return "；".join(parts)


def read(*texts: str | None) -> dict[str, Tick]:
    """The ticks that `words` wrote into fields; other words are left alone."""
    found: dict[str, Tick] = {}
    for part in "；".join(text for text in texts if text).split("；"):
        match = _WRITTEN.fullmatch(part.strip())
        if match:
            item = next(one for one in ITEMS if one.short == match.group(1))
            inside = match.group(3) or ""
            note = "，".join(one for one in inside.split("，") if one and one != RECHECK)
            found[item.key] = Tick(match.group(2), note, RECHECK in inside.split("，"))
    return found


def free(text: str | None) -> str:
    """The words of a field without the ticks."""
    parts = (text or "").split("；")
    return "；".join(part for part in parts if part.strip() and not _WRITTEN.fullmatch(part.strip()))


def mind(state: str, changes: Iterable[str] = (), said: str = "", outlook: str = "") -> str:
    """The words of 儿童精神状况: 有些变化：话变少、想父母；孩子说…；七日内再看."""
    if not state:
        return tidy(said)
    chosen = [one for one in (*CHANGES, *SIGNALS) if one in set(changes)]
    head = f"{state}：{'、'.join(chosen)}" if chosen else state
    return "；".join(part for part in (head, tidy(said), outlook) if part)


def tidy(text: str) -> str:
    """One line whose marks do not look like those between ticks."""
    line = re.sub(r"\s+", " ", text.strip()).replace("；", "，").replace("（", "(").replace("）", ")")
    return re.sub(r"[，\s]*，[，\s]*", "，", line).strip("，")

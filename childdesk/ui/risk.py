"""Says how a risk level is shown: shape, word and colour, always the three together."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Risk:
    """One level: its word in lists, its whole name, its shape, and the family of colour tokens."""

    word: str
    name: str
    shape: str
    tone: str

    @property
    def mark(self) -> str:
        """The token of the shape's colour."""
        return f"{self.tone}mark"

    @property
    def spoken(self) -> str:
        """As read aloud: “黄色，二级”."""
        return self.name.replace(" ", "，")


RED = Risk("红", "红色 一级", "diamond", "red")
YELLOW = Risk("黄", "黄色 二级", "triangle", "yellow")
BLUE = Risk("蓝", "蓝色 三级", "square", "blue")
GREEN = Risk("绿", "绿色 四级", "circle", "green")
ORANGE = Risk("橙", "橙色", "down", "orange")
NONE = Risk("未评", "还没评", "ring", "none")

LEVELS = (RED, YELLOW, BLUE, GREEN, NONE)
"""From grave to light; the ring stands for a child whose risk nobody has judged yet."""

_BY_WORD = {risk.word: risk for risk in (*LEVELS, ORANGE)}


def of(word: str | None) -> Risk:
    """The level of a stored code; whatever is unknown counts as not judged."""
    return _BY_WORD.get(word or "", NONE)

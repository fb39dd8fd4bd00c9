"""Columns of ticks: √ under 留守, 困境 or 孤儿 says that a child is of that kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from childdesk.domain import options
from childdesk.files import faults
from childdesk.files.header_grammar import folded

MOSTLY = 0.8
"""The share of a column's words that are ticks; what else stands in it is kept as it stands."""
OPEN = frozenset("残疾儿童 重残儿童 重病儿童 重病重残儿童 家庭贫困儿童 单亲家庭儿童 灾害致困儿童".split())
"""Kinds whose words may as well say something of health or household: sure only beside another column."""
_ASKS = re.compile("^(?:是否|有无|属于|是不是)(?:为|是|属于)?")
_SIGNS = frozenset("√✓✔☑✅■●▲★☆V勾对对号")
_YES = frozenset(["是", "有", "1", "Y", "YES", "对勾", "打勾"])
_NO_SIGNS = frozenset("×✗✘✕X□☐○")
_NO = frozenset(["否", "不是", "无", "没有", "0", "N", "NO", "-", "—", "/"])
Answer = Literal["yes", "no", ""]


def answer(text: str) -> Answer:
    """Whether a cell says yes or no, "" where it says something else."""
    said = "".join(text.split()).strip("()（）").upper()
    if said in _SIGNS or said in _YES:
        return "yes"
    return "no" if said in _NO_SIGNS or said in _NO else ""


def kind(path: Sequence[str], values: Callable[[], Iterable[str]]) -> str:
    """The category that a tick in a column says; empty for any other, whose `values` are mostly not read."""
    words = folded(path[-1]) if path else ""
    asks = _ASKS.match(words)
    option = options.CATEGORY.find(_ASKS.sub("", words))
    if option is None or option.code == "其他" or words.isdecimal() or (asks and option.code in OPEN):
        return ""
    said = ["".join(text.split()) for text in values() if not faults.why(text)]
    answers = [answer(text) for text in said]
    if answers and said[-1] == str(answers[:-1].count("yes")):
        said, answers = said[:-1], answers[:-1]  # the sum below its ticks
    # 是 under 是否孤儿 is an answer to a question that others ask, and stays an item.
    signs = not asks or any(text in _SIGNS for text in said)
    clear = sum(map(bool, answers)) >= MOSTLY * len(answers)
    return option.code if "yes" in answers and signs and clear else ""


def sure(kinds: Mapping[int, str]) -> set[int]:
    """The columns of ticks (index → kind) of which nobody need be asked."""
    plain = {index for index, one in kinds.items() if one not in OPEN}
    return set(kinds) if plain else set()

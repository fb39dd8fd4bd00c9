"""Telephone numbers as people write them into one cell: several, with what each is for beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"(?<![\d])(?:\+?86[- ]?)?(?:0\d{2,3}[-— ]?)?\d{3,11}(?:[-—转]\d{1,6})?(?!\d)")
_NIGHT = re.compile(r"夜|晚|24\s*小时|值班")
_HOLIDAY = re.compile(r"节假日|假日|假期|周末|双休|休息日")
LEAST = 3
"""Digits of a number: 110 has three."""


@dataclass(frozen=True, slots=True)
class Numbers:
    """What stood in one cell: the first number, those of the night and of holidays, all others."""

    phone: str = ""
    night: str = ""
    holiday: str = ""
    more: tuple[str, ...] = ()


def numbers(text: str) -> Numbers:
    """“0990-1000001／夜间13900000000” → two numbers, each for its hour. A number's words stand next to it."""
    found: dict[str, str] = {}
    more: list[str] = []
    spans = list(_NUMBER.finditer(text.replace("（", "(").replace("）", ")")))
    for at, one in enumerate(spans):
        before = text[spans[at - 1].end() if at else 0 : one.start()]
        after = text[one.end() : spans[at + 1].start() if at + 1 < len(spans) else len(text)]
        # Words in brackets behind a number are about it; words before the next number are about that one.
        behind = re.match(r"\s*[(（][^)）]*[)）]", after)
        mine = (behind.group() if behind else "") or _last_part(before)
        key = "holiday" if _HOLIDAY.search(mine) else "night" if _NIGHT.search(mine) else "phone"
        if key in found:
            more.append(one.group())
        else:
            found[key] = one.group()
    if "phone" not in found and more:
        found["phone"] = more.pop(0)
    phone = found.get("phone") or found.get("night") or found.get("holiday", "")
    return Numbers(phone, found.get("night", ""), found.get("holiday", ""), tuple(more))


def _last_part(before: str) -> str:
    """What stands right before a number, after the last mark and outside of brackets that are closed."""
    return re.split(r"[)）、,，;；/／\n]", before)[-1]

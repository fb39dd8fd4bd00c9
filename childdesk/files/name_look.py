"""Parts a name from what stands behind it in the same cell: 张三（已迁出）, 石浩然 休学, 张三、李四."""

from __future__ import annotations

import re

SEVERAL = re.compile(
    r"\s*([\u4e00-\u9fff·]{2,4})\s*[、,，;；/／]\s*((?:[\u4e00-\u9fff·]{2,4}\s*[、,，;；/／]?\s*)+)"
)
"""Two names and more in one cell."""
_REMARKED = re.compile(
    r"([\u4e00-\u9fff]{2,4})\s+((?:已经?|现已?|父母?|母)?(?:休学|辍学|转学|退学|迁出|迁走|转出|转走|搬走|外出|打工|死亡|去世|病故"
    r"|残疾|双胞胎|老[大二三四]|改嫁|再婚|离异|离婚|失踪|失联|坐牢|服刑|离家|出走|单亲|孤儿|低保|特困|新增|患病).{0,12})"
)
"""A name, a blank and a remark: 石浩然 休学."""
_BRACKETED = re.compile(r"^(.*?)[(（\[【](.*?)[)）\]】]?$", re.DOTALL)


def without_remark(text: str) -> tuple[str, str]:
    """A name and the remark in brackets, or in plain words, behind it."""
    found = _BRACKETED.match(text)
    if found and found[1].strip():
        return found[1], found[2].strip()
    found = _REMARKED.fullmatch(text.strip())
    return (found[1], found[2]) if found else (text, "")

"""What stands in a cell instead of its content: errors of formulas, and formulas without a stored result."""

from __future__ import annotations

import re

UNCOMPUTED = "#公式未算"
"""What is shown where a formula stands of which the file holds no result."""
NO_RESULT = "这一格是公式，文件里没有存下结果，没有收。请用WPS打开、存一次再导入"
ERROR = "这一格是公式的错误，不是内容"

FIRST = frozenset("#E错")
"""How the text of such a cell begins."""

_ERROR = re.compile(
    r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)"
    r"|(?:Err|错误)[:：]\s?5\d\d"
)


def why(text: str) -> str:
    """Why a cell says nothing, where an error or a formula without its result stands in it; else empty."""
    if text[:1] not in FIRST:
        return ""
    words = text.strip()
    if words == UNCOMPUTED:
        return NO_RESULT
    return ERROR if _ERROR.fullmatch(words) else ""

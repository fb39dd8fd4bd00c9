"""What a header says that figures below it stand for: 健康状况（1健康 2患病 3残疾）."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_PAIR = re.compile(r"(\d{1,2})\s*[.、:=\-—]?\s*([^\d\s,、;/|.:=\-—]{1,12})")
_BETWEEN = " ,、;/|.:\t\n"
_DAYS = frozenset("年月日号级班组岁")


@lru_cache(maxsize=4096)
def legend(header: str) -> Mapping[str, str]:
    """{figure: word} of a header that explains figures, one after the other; empty for any other."""
    for inner in _BRACKETS.findall(unicodedata.normalize("NFKC", header)):
        pairs = _PAIR.findall(inner)
        figures = [int(figure) for figure, _ in pairs]
        follow = len(pairs) > 1 and figures == list(range(figures[0], figures[0] + len(figures)))
        whole = not _PAIR.sub("", inner).strip(_BETWEEN)
        if follow and whole and figures[0] in (0, 1) and not {word for _, word in pairs} & _DAYS:
            return dict(pairs)
    return {}

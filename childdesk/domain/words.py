"""Cleans typed words of blanks and invisible characters without ever losing a rare character of a name."""

from __future__ import annotations

import unicodedata

_DROPPED = frozenset(["Cf", "Cs"])
"""Zero width marks and direction marks; Windows puts them around copied telephone numbers."""
_BLANK = frozenset(["Cc", "Zs", "Zl", "Zp"])


def _cleaned(text: str) -> str:
    """Characters that this Python does not know yet (new CJK extensions) and private ones stay."""
    if text.isprintable():
        # Nearly every text: its only blank is the space, and nothing in it is invisible.
        return " ".join(text.split()) if " " in text else text
    made = []
    for char in text:
        category = unicodedata.category(char)
        if category not in _DROPPED:
            made.append(" " if category in _BLANK else char)
    return " ".join("".join(made).split())


def tidy(text: str) -> str:
    """NFKC, no control characters, no blanks at the ends, runs of blanks as one."""
    words = unicodedata.normalize("NFKC", text)
    return words if words.isalnum() else _cleaned(words)  # letters and figures hold nothing to clean


def tidy_words(text: str) -> str:
    """Words keep full-width punctuation; only blanks and invisible characters are cleaned."""
    return _cleaned(unicodedata.normalize("NFC", text))


ABSENT = frozenset(
    [
        "",
        "-",
        "--",
        "—",
        "——",
        "/",
        "\\",
        "未采集",
        "未知",
        "不详",
        "不清楚",
        "未说明",
        "未说明情况",
        "空",
        "待补充",
        "...",
        "......",
        "请选择",
        "-请选择-",
        "--请选择--",
        "请填写",
    ]
)
"""Words that say that nothing is known; 无 is not among them, since it answers some questions."""


LONGEST_ABSENT = 8


def says_nothing(text: str) -> bool:
    """Whether a cell holds only a word for "not collected": it is stored as absence."""
    if text.isalnum():
        if len(text) > LONGEST_ABSENT:
            return False  # words without blanks do not become shorter
        return unicodedata.normalize("NFKC", text) in ABSENT
    return tidy(text) in ABSENT

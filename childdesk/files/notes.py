"""The notes (批注) that people hang on cells: their own words, without what a program wrote around them."""

from __future__ import annotations

import re

_THREAD = re.compile(
    r"\[(?:Threaded comment|线程批注|话题批注)\].*?(?:Comment|注释|批注|评论)\s*[:：]\s*",
    re.DOTALL | re.IGNORECASE,
)
"""What Excel writes before the words for programs that know no conversations."""


def own_words(text: str, author: str = "") -> str:
    """A note in one line; the name of its author, which a program writes above the words, is left out."""
    words = _THREAD.sub("", text.strip(), count=1).strip()
    if author.strip():
        words = re.sub(rf"^{re.escape(author.strip())}\s*[:：]", "", words)
    return " ".join(words.split())

"""One column while it is decided what it is."""

from __future__ import annotations

from dataclasses import dataclass

from childdesk.files.column_scores import Candidate
from childdesk.files.evidence import Profile
from childdesk.files.header_grammar import Header


@dataclass
class Case:
    """A column under consideration."""

    index: int
    path: tuple[str, ...]
    header: Header
    seen: Profile
    key: str
    filled: bool = True
    """Whether anything at all stands in it."""
    role: str = ""
    candidates: tuple[Candidate, ...] = ()
    sure_extra: bool = False
    member: str = ""
    attribute: str = ""
    kind: str = ""

"""Answers for a window under test: every modal goes through `Ask`, and this one never opens a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtPrintSupport import QPrinter

from childdesk.ui.ask import EVERYTHING, Choice


@dataclass
class PreparedAsk:
    """Gives the prepared answers in order and notes what was asked. An unprepared question fails the test."""

    answers: list[Any] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def prepare(self, *answers: object) -> None:
        """The next answers."""
        self.answers.extend(answers)

    def choose(self, title: str, sentences: Sequence[str], choices: Sequence[Choice]) -> str:
        """See Ask."""
        answer = self._next("choose", title)
        assert answer in [one.key for one in choices], f"{answer} is none of {choices}"
        return answer

    def passphrase(self, title: str, sentence: str) -> str | None:
        """See Ask."""
        return self._next("passphrase", title)

    def reason(self, title: str, sentence: str, usual: Sequence[str] = ()) -> str | None:
        """See Ask."""
        return self._next("reason", title)

    def words(self, title: str, sentence: str, text: str = "") -> str | None:
        """See Ask."""
        return self._next("words", title)

    def open_file(self, title: str, patterns: str = EVERYTHING) -> Path | None:
        """See Ask."""
        return self._next("open_file", title)

    def save_file(self, title: str, name: str, patterns: str = EVERYTHING) -> Path | None:
        """See Ask."""
        return self._next("save_file", title)

    def folder(self, title: str) -> Path | None:
        """See Ask."""
        return self._next("folder", title)

    def printer(self, title: str) -> QPrinter | None:
        """See Ask."""
        return self._next("printer", title)

    def unavailable(self, sentence: str, next_step: str = "") -> None:
        """See Ask."""
        self.said.append(f"{sentence}{next_step}")

    def crashed(self, report: str) -> Path | None:
        """See Ask."""
        self.said.append(report)
        return None

    def _next(self, kind: str, title: str) -> Any:
        self.asked.append((kind, title))
        assert self.answers, f"nobody prepared an answer to {kind}: {title}"
        return self.answers.pop(0)

"""Shows a table of items that a professional fills in: questions, one answer each, the sum below."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from childdesk.domain import questionnaire
from childdesk.domain.questionnaire import Filled, Tool
from childdesk.ui import fit
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.words import words


class Items(Card):
    """`changed` says that an answer was given."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__("题表")
        self.tool: Tool | None = None
        self.pills: dict[int, Answers] = {}
        self._given: dict[str, dict[int, int]] = {}
        """What was answered in a table that was put aside: a slip of the finger loses nothing."""
        self._lines = fit.column(spacing=10)
        self._sum = words("", "group", wrap=True)
        self.add(self._lines)
        self.add(self._sum)
        self.hide()

    def show_tool(self, tool: Tool | None) -> None:
        """The questions of a table, as far as they were answered; nothing for none."""
        if self.tool is not None:
            self._given[self.tool.name] = self.answers()
        self.tool, self.pills = tool, {}
        fit.clear(self._lines)
        self.setVisible(tool is not None)
        if tool is None:
            return
        self._lines.addWidget(words(f"{tool.name}　{tool.ask}", "group", wrap=True))
        for item in tool.items:
            pills = Answers([(str(at), word) for at, word in enumerate(tool.answers, start=1)])
            for pill, word in zip(pills.pills(), tool.answers, strict=True):
                pill.setAccessibleName(f"第{item.number}题：{word}")
            pills.changed.connect(self._answered)
            self.pills[item.number] = pills
            line = QWidget()
            told = words(f"{item.number}. {item.text}", "label", wrap=True)
            line.setLayout(fit.column(told, pills, spacing=4))
            self._lines.addWidget(line)
        self._lines.addWidget(words(f"来源：{tool.source}，{tool.version}", "note", wrap=True))
        self.choose(self._given.get(tool.name, {}))

    def forget(self) -> None:
        """Nothing of anybody stays."""
        self.show_tool(None)
        self._given.clear()

    def answers(self) -> dict[int, int]:
        """Item → answer from 1."""
        return {number: int(one.chosen()[0]) for number, one in self.pills.items() if one.chosen()}

    def choose(self, answers: Mapping[int, int]) -> None:
        """Puts answers back."""
        for number, pills in self.pills.items():
            pills.choose([str(answers[number])] if number in answers else [])
        self._tell()

    def filled(self) -> Filled | None:
        """What it comes to; None without a table."""
        return None if self.tool is None else questionnaire.fill(self.tool, self.answers())

    def _answered(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        filled = self.filled()
        if filled is not None:
            left = len(filled.unanswered)
            self._sum.setText(f"还有{left}题没答" if left else f"{filled.band}。怎么看由评估人说")

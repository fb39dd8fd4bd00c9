"""Is the checklist of 识别: ticks of what was seen and heard, one example, and what is to be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QWidget

from childdesk.desk import observations
from childdesk.desk.observations import NOW, ORDER, WHAT, Answers, Table
from childdesk.ui import fit
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words


class Checklist(QWidget):
    """Stands on the page 看一看孩子 and within a visit. It asks and proposes; it gives no grade."""

    changed = Signal()

    def __init__(self, *, dense: bool = False) -> None:
        """`dense` lays the groups side by side, as within another form."""
        super().__init__()
        self.table: Table | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self.examples = QPlainTextEdit()
        self.lasting = QCheckBox("持续两周以上，影响上学或吃睡")
        self.result = Segmented([(one, one) for one in ORDER])
        self._dense = dense
        self._groups = fit.grid(across=10, down=10)
        self._why = words("", "second", wrap=True)
        self._trouble = words("", "error", wrap=True)
        self._build()

    def show_table(self, table: Table) -> None:
        """The things to look at, nothing ticked."""
        self.table = table
        fit.clear(self._groups)
        self.boxes = {}
        for at, group in enumerate(table.groups):
            card = Card(group.label, role="bad" if group.danger else "card")
            for sign in group.signs:
                box = QCheckBox(sign.label)
                box.clicked.connect(lambda _on: self._touched())
                self.boxes[sign.key] = box
                example = words(sign.example, "second", wrap=True)
                if self._dense:
                    box.setToolTip(sign.example)
                    card.add(box)
                    continue
                line = fit.row(box, example, spacing=10)
                line.setStretch(1, 1)
                card.add(line)
            if self._dense:
                card.body.addStretch(1)
                self._groups.addWidget(card, at // 2, at % 2)
            else:
                self._groups.addWidget(card, at, 0)

    def show_answers(self, answers: Answers) -> None:
        """What was answered before."""
        for key, box in self.boxes.items():
            box.setChecked(key in answers.signs)
        self.lasting.setChecked(answers.lasting)
        self.result.choose(answers.result or None)
        self.examples.setPlainText(answers.examples)
        self.say("")
        self._look_ahead()

    def answers(self, period: str = "近两周") -> Answers:
        """What stands there."""
        return Answers(
            tuple(key for key, box in self.boxes.items() if box.isChecked()),
            self.lasting.isChecked(),
            period,
            self.examples.toPlainText(),
            self.result.key() or "",
        )

    @property
    def danger(self) -> bool:
        """Whether a danger sign is ticked."""
        return self.table is not None and observations.propose(self.table, self.answers()).result == NOW

    @property
    def end(self) -> str:
        """Which of the four things is to be done by what stands there now."""
        return "" if self.table is None else observations.result(self.table, self.answers())

    def say(self, sentence: str) -> None:
        """What is wrong with the example; the rest cannot be wrong."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))
        fit.mark(self.examples, state="invalid" if sentence else "")
        if sentence:
            self.examples.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        fit.fix(self.examples, height=76)
        self.examples.setAccessibleName("具体的事")
        self.examples.setPlaceholderText("哪天、看到什么、孩子的原话")
        self.examples.setTabChangesFocus(True)
        self._trouble.hide()
        more = Card("写一件具体的事")
        for part in (self.examples, self._trouble, self.lasting):
            more.add(part)
        ends = Card("接下来")
        ends.add(self.result)
        ends.add(self._why)
        self.setLayout(fit.column(self._groups, more, ends, spacing=10))
        self.result.chosen.connect(lambda _key: self._touched())
        self.lasting.clicked.connect(lambda _on: self._touched())
        self.examples.textChanged.connect(self._touched)

    def _touched(self) -> None:
        self.say("")
        self._look_ahead()
        self.changed.emit()

    def _look_ahead(self) -> None:
        if self.table is None:
            return
        end = self.end
        if self.result.key() not in (None, end):
            self.result.choose(end)
        self._why.setText(f"{end}：{WHAT[end]}。{observations.propose(self.table, self.answers()).why}")

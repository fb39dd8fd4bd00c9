"""One call: the number large, what to say, what was said, and when to call again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QWidget

from childdesk.desk.calls import HOMECOMING, NOBODY_ANSWERED, REACHED, RESULTS, Opened, Said
from childdesk.domain import seen
from childdesk.domain.visit import Visit
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.chip import RiskChip
from childdesk.ui.widgets.editors import editor
from childdesk.ui.widgets.field_frame import FieldFrame
from childdesk.ui.widgets.flow import Flow
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import words

HOURS = ("中午", "傍晚", "晚上8点后", "周末")
"""Hours that people name most; one press fills the line."""


def _labelled(label: str, part: QWidget) -> QWidget:
    """A part under its label."""
    made = QWidget()
    made.setLayout(fit.column(words(label, "label"), part, None, spacing=4))
    return made


def _flowing(*parts: QWidget) -> Flow:
    """Parts side by side that go on in the next line where it is full."""
    made = Flow(across=16, down=8)
    for part in parts:
        made.addWidget(part)
    return made


class CallForm(QFrame):
    """`done` says that the call is to be kept, `touched` that somebody typed or chose."""

    done = Signal()
    touched = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.opened: Opened | None = None
        self.today = today
        self._number = ""
        self._name, self._who, self._risk = words("", "head"), words("", "second"), RiskChip()
        self._why = words("", "second", wrap=True)
        self._numbers = fit.column(spacing=4)
        self.pickers: dict[str, QPushButton] = {}
        self._script = fit.column(spacing=3)
        self.result = Segmented([(one, one) for one in RESULTS], dense=True)
        self.said = QLineEdit()
        self.said.setPlaceholderText("说了什么，一句话即可")
        self.contact = FieldFrame(
            Visit.last_contact, editor(Visit.last_contact.kind, today, "如：昨天、11-20")
        )
        self.mind = Segmented([(one, one) for one in seen.MINDS], dense=True, bad=(seen.DANGER,))
        self.next_step = FieldFrame(Visit.next_step, editor(Visit.next_step.kind, today, "如：寄一本作业本"))
        day = editor(Visit.next_date.kind, today, "不打就空着")
        self.again = FieldFrame(Visit.next_date, day, label="哪天再打")
        self.hour = QLineEdit()
        self.hour.setPlaceholderText("什么时候打方便")
        self._homes = fit.column(spacing=6)
        self.homes: dict[str, tuple[QLineEdit, QLineEdit]] = {}
        self._talk = QWidget()
        self.save = button("记下，下一个", self.done.emit, kind="primary", icon="checkmark")
        self._build()

    def _build(self) -> None:
        for field, name in ((self.said, "说了什么"), (self.hour, "什么时候打方便")):
            field.setAccessibleName(name)
            field.textEdited.connect(lambda _text: self.touched.emit())
            field.returnPressed.connect(self.done)
        head = fit.row(self._name, self._risk, self._who, None, spacing=10)
        self.hours = {one: self._hour(one) for one in HOURS}
        mind = _labelled("听下来孩子的精神状况", self.mind)
        heard = _flowing(fit.fix(self.contact, width=224), mind)
        self._talk.setLayout(fit.column(self.said, heard, self.next_step, self._homes, spacing=8))
        when = _labelled("什么时候打方便", fit.fix(self.hour, width=210))
        ways = QWidget()
        ways.setLayout(fit.row(*self.hours.values(), spacing=6))
        after = _flowing(fit.fix(self.again, width=224), when, ways)
        parts = (head, self._why, self._numbers, self._script, self.result, self._talk, after, None)
        self.setLayout(fit.column(*parts, margins=(16, 12, 16, 12), spacing=10))
        self.result.chosen.connect(lambda _key: self._turn())
        self.mind.chosen.connect(lambda _key: self.touched.emit())
        for frame in (self.contact, self.next_step, self.again):
            frame.changed.connect(self.touched)

    def _hour(self, word: str) -> QPushButton:
        made = button(word, partial(self._say_hour, word), kind="small")
        made.setAccessibleName(f"{word}方便")
        return made

    def _say_hour(self, word: str) -> None:
        self.hour.setText(word)
        self.touched.emit()

    # -- whole calls -------------------------------------------------------------------------------------

    def show_call(self, opened: Opened, kept: Mapping[str, str]) -> None:
        """Another family; `kept` is what was typed and not saved."""
        self.opened = opened
        call = opened.call
        self._name.setText(call.name)
        self._who.setText("　".join(part for part in (call.who, call.group) if part))
        self._risk.set_level(call.risk)
        self._why.setText("；".join(f"{kind}：{told}" for kind, told in call.why))
        self._show_numbers(kept.get("number", ""))
        fit.clear(self._script)
        for line in opened.script:
            self._script.addWidget(words(f"“{line}”", "small", wrap=True))
        self.result.choose(kept.get("result") or None)
        self.said.setText(kept.get("words", ""))
        self.mind.choose(kept.get("mind") or None)
        self.hour.setText(kept.get("hour", ""))
        for key, frame in (("contact", self.contact), ("next_step", self.next_step), ("again", self.again)):
            frame.editor.set_text(kept.get(key, ""))
            frame.say("", "")
        self._show_homes(kept)
        self._settle()

    def _show_numbers(self, chosen: str) -> None:
        fit.clear(self._numbers)
        self.pickers = {}
        numbers = self.opened.numbers if self.opened else ()
        for one in numbers:
            pick = button("打的这个", partial(self._pick, one.row), kind="pick")
            pick.setCheckable(True)
            pick.setAccessibleName(f"打的是{one.whose}的号码")
            told = "　".join(part for part in (one.whose, one.hour and f"{one.hour}方便", one.state) if part)
            large = words(one.number, "figure")
            large.setAccessibleName(f"{one.whose}，{one.number}")
            line = fit.row(large, words(told, "second", wrap=True), pick, spacing=14)
            line.setStretch(1, 1)
            self._numbers.addLayout(line)
            self.pickers[one.row] = pick
        if not numbers:
            self._numbers.addWidget(words("还没有电话。到档案里补一个，或改天入户", "second"))
        usable = [one.row for one in numbers if not one.state]
        self._pick(chosen if chosen in self.pickers else next(iter([*usable, *self.pickers]), ""))

    def _pick(self, row: str) -> None:
        self._number = row
        for one, pick in self.pickers.items():
            pick.setChecked(one == row)

    def _show_homes(self, kept: Mapping[str, str]) -> None:
        fit.clear(self._homes)
        self.homes = {}
        asked = self.opened is not None and HOMECOMING in self.opened.call.kinds
        for row, label in self.opened.parents if self.opened and asked else ():
            fields = tuple(QLineEdit() for _ in range(2))
            for field, word, key in zip(fields, ("哪天到家", "哪天走"), ("begins", "ends"), strict=True):
                field.setPlaceholderText(f"{label}{word}，如：1-28")
                field.setAccessibleName(f"{label}{word}")
                field.setText(kept.get(f"home.{row}.{key}", ""))
                field.textEdited.connect(lambda _text: self.touched.emit())
            self.homes[row] = (fields[0], fields[1])
            self._homes.addLayout(fit.row(words(f"{label}返乡", "label"), *fields, spacing=10))

    def answer(self) -> Said:
        """The call as it stands; nothing chosen counts as reached."""
        return Said(
            self.result.key() or REACHED,
            self._number,
            self.said.text().strip(),
            self.contact.editor.text().strip(),
            self.mind.key() or "",
            self.next_step.editor.text().strip(),
            self.again.editor.text().strip(),
            self.hour.text().strip(),
            {row: (begins.text(), ends.text()) for row, (begins, ends) in self.homes.items()},
        )

    def typed(self) -> dict[str, str]:
        """What a draft keeps."""
        made = self.answer()
        keys = ("words", "contact", "mind", "next_step", "again", "hour")
        kept = {key: getattr(made, key) for key in keys}
        kept["result"] = self.result.key() or ""
        for row, (begins, ends) in made.home.items():
            kept |= {f"home.{row}.begins": begins, f"home.{row}.ends": ends}
        return {key: text for key, text in kept.items() if text}

    def refuse(self, field: str, sentence: str) -> bool:
        """Shows what the desk refused at its field."""
        known = {"last_contact": self.contact, "next_step": self.next_step, "again": self.again}
        frame = known.get(field)
        if frame is not None:
            frame.say("invalid", sentence)
            frame.editor.setFocus()
        return frame is not None

    def first(self) -> QWidget:
        """Whether somebody answered."""
        return self.result.part(self.result.key() or REACHED)

    def _turn(self) -> None:
        self._settle()
        if self.result.key() == REACHED:
            self.said.setFocus()
        self.touched.emit()

    def _settle(self) -> None:
        """Only where somebody answered there is something to write down."""
        result = self.result.key() or REACHED
        self._talk.setVisible(result == REACHED)
        self.again.setVisible(result in (REACHED, NOBODY_ANSWERED))

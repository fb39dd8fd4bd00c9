"""Is step 2 and 3 of the red flow: what was seen in the person's own words, and afterwards who took it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from childdesk.domain import care_options, situations
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.mandatory import MandatoryReport as Report
from childdesk.domain.record import Field
from childdesk.ui import fit
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.child_line import ChildLine
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.editors import editor
from childdesk.ui.widgets.field_frame import FieldFrame
from childdesk.ui.widgets.words import words

NOTE = "受保护的记录：平时的表、搜索、提醒里都不出现。写下的时间不能改。"
SEEN = (Report.facts, Report.found_place, Report.done, Report.present)
LATER: tuple[tuple[Field[Any], ...], ...] = (
    (Report.police_by, Report.supervisor_by),
    (Report.civil_by, Report.school_by),
    (Report.written_on, Report.receipt),
    (Report.receipt_on, Report.suspect),
    (Report.looked_on,),
    (Report.injury,),
    (Report.after,),
    (Report.closed_on, Report.close_reason),
)


class Facts(QWidget):
    """The form. `changed` says that somebody typed or ticked."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.frames: dict[str, FieldFrame] = {}
        self._today = today
        self.child = ChildLine("孩子")
        self.how = Answers([(one, one) for one in care_options.FOUND_HOW.codes()])
        self.safe = Answers([(one, one) for one in care_options.SAFE.codes()])
        self.boxes: dict[str, QCheckBox] = {}
        self._more = QWidget()
        self.more = button("其余9种", self._unfold, kind="quiet", icon="chevron_down")
        self._trouble = words("", "error", wrap=True)
        self._trouble.hide()
        self.seen = Card("2　记下事实")
        self.later = Card("3　谁接的、回执")
        self._lay_out()
        self.later.hide()
        self.setLayout(fit.column(self.seen, self.later, None, spacing=10, margins=(0, 0, 4, 0)))
        self.child.changed.connect(self.changed)
        for pills in (self.how, self.safe):
            pills.changed.connect(self._answered)

    def show_values(self, values: Mapping[str, Scalar], whose: str, *, opened: bool) -> None:
        """Shows stored values; `opened` adds step 3, and what was stamped is not asked for any more."""
        self.child.take(str(values.get("child") or ""), whose)
        self.child.setEnabled(not opened)
        self.how.choose([str(values.get("found_how") or "")])
        self.safe.choose([str(values.get("safe") or "")])
        chosen = str(values.get("situations") or "").split("、")
        for code, box in self.boxes.items():
            box.setChecked(code in chosen)
        if any(code in chosen for code in self.boxes if code not in situations.FIRST):
            self._more.show()
            self.more.hide()
        for key, frame in self.frames.items():
            frame.editor.set_raw(values.get(key))
            frame.say("", "")
        self.frames["found_at"].setEnabled(not opened)
        self.later.setVisible(opened)
        self._say("")

    def resume(self, draft: Mapping[str, str]) -> None:
        """Puts what was left half written back; it counts as typed."""
        self.how.choose([draft.get("found_how", "")])
        self.safe.choose([draft.get("safe", "")])
        chosen = draft.get("situations", "").split("、")
        for code, box in self.boxes.items():
            box.setChecked(code in chosen)
        for key, text in draft.items():
            if key in self.frames:
                self.frames[key].editor.set_text(text)
                self.frames[key].editor.touched = True

    def texts(self) -> dict[str, str]:
        """Everything that stands in the form, by key."""
        made = {key: frame.editor.text() for key, frame in self.frames.items()}
        made["found_how"] = "".join(self.how.chosen())
        made["safe"] = "".join(self.safe.chosen())
        made["situations"] = "、".join(code for code, box in self.boxes.items() if box.isChecked())
        made["child"] = self.child.child
        made["who"] = self.child.who()
        return made

    def missing(self) -> list[tuple[str, QWidget]]:
        """(words, where) of what step 2 still wants."""
        texts = self.texts()
        wanted: list[tuple[str, bool, QWidget]] = [
            ("孩子", bool(texts["child"] or texts["who"]), self.child),
            ("怎么发现", bool(texts["found_how"]), self.how.pills()[0]),
            ("哪种情形", bool(texts["situations"]), next(iter(self.boxes.values()))),
            ("看到、听到什么", bool(texts["facts"].strip()), self.frames["facts"].editor),
        ]
        return [(name, where) for name, there, where in wanted if not there]

    def check(self) -> FieldFrame | None:
        """The first field that cannot be read; each says why."""
        wrong = [frame for frame in self.frames.values() if frame.check()]
        return wrong[0] if wrong else None

    def refuse(self, refused: Refused) -> bool:
        """Shows what was refused at its field; False when it is none of these."""
        key = refused.field or ""
        if key in ("who", "child"):
            self.child.say(refused.sentence)
            self.child.line.setFocus()
            return True
        if key == "situations":
            self._say(refused.sentence)
            return True
        if key not in self.frames:
            return False
        self.frames[key].say("invalid", refused.sentence)
        self.frames[key].editor.setFocus()
        return True

    def wipe(self) -> None:
        """Takes everything off the screen."""
        self.show_values({}, "", opened=False)

    # -- parts ---------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        found = self._frame(Report.found_at)
        top = fit.row(self.child, found, spacing=12)
        top.setStretch(0, 3)
        top.setStretch(1, 2)
        self.seen.add(words(NOTE, "note", wrap=True))
        self.seen.add(top)
        self.seen.add(self._asked("怎么发现", self.how))
        self.seen.add(self._situations())
        self.seen.add(self._frame(SEEN[0]))
        self.seen.add(self._asked("孩子现在", self.safe))
        self.seen.add(fit.row(*(self._frame(one) for one in SEEN[1:]), spacing=12))
        for line in LATER:
            row = fit.row(*(self._frame(one) for one in line), spacing=12)
            for at, one in enumerate(line):
                # A day has a hint, which takes more room.
                row.setStretch(at, 3 if isinstance(one.kind, Date) else 2)
            self.later.add(row)

    def _frame(self, field: Field[Any]) -> FieldFrame:
        frame = FieldFrame(field, editor(field.kind, self._today, field.hint))
        frame.changed.connect(self.changed)
        self.frames[field.key] = frame
        return frame

    def _asked(self, label: str, pills: Answers) -> QWidget:
        made = QWidget()
        made.setLayout(fit.column(words(label, "label"), pills, spacing=4))
        return made

    def _situations(self) -> QWidget:
        few, many = fit.column(spacing=0), fit.column(spacing=0)
        order = [*situations.FIRST, *(code for code in situations.BY_CODE if code not in situations.FIRST)]
        for code in order:
            one = situations.BY_CODE[code]
            box = QCheckBox(one.short)
            box.setToolTip(f"{one.whole}（{one.source}）")
            box.clicked.connect(self._answered)
            self.boxes[code] = box
            (few if code in situations.FIRST else many).addWidget(box)
        self._more.setLayout(many)
        self._more.hide()
        made = QWidget()
        star = words("*", "error")
        head = fit.row(words("哪种情形", "label"), star, words("可多选，共13种", "note"), None, spacing=4)
        made.setLayout(fit.column(head, few, self._more, fit.row(self.more, None), self._trouble, spacing=4))
        return made

    def _unfold(self) -> None:
        self._more.show()
        self.more.hide()
        next(box for code, box in self.boxes.items() if code not in situations.FIRST).setFocus()

    def _answered(self) -> None:
        self._say("")
        self.changed.emit()

    def _say(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))


def stored_keys() -> Iterator[str]:
    """The keys that the form can write."""
    yield from ("child", "who", "found_at", "found_how", "situations", "safe")
    yield from (one.key for one in SEEN)
    yield from (one.key for line in LATER for one in line)

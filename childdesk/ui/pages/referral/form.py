"""Is the paper of one referral: its sections, what is doubtful in them, what is still missing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk import referrals
from childdesk.desk.referrals import Whose
from childdesk.domain import seen
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.domain.referral import Referral
from childdesk.ui import fit
from childdesk.ui.widgets.chip import Answers
from childdesk.ui.widgets.field_frame import FieldFrame
from childdesk.ui.widgets.section_form import SectionForm
from childdesk.ui.widgets.words import words

WHY = (
    (Referral.reason,),
    (Referral.prevention,),
    (Referral.done_before,),
    (Referral.danger, Referral.urgency),
)
WHERE = (
    (Referral.route, Referral.receiver),
    (Referral.receiver_contact, Referral.receiver_phone, Referral.date),
)
CONSENT = (
    (Referral.consent, Referral.consent_ground),
    (Referral.consent_way,),
    (Referral.consent_at, Referral.consent_by),
    (Referral.consent_proof,),
    (Referral.child_wish,),
)
AFTER = ((Referral.follow_up, Referral.next_date),)
ANSWER = (
    (Referral.accepted_on, Referral.answered_on),
    (Referral.answer,),
    (Referral.lead_unit, Referral.help_kind),
    (Referral.measures,),
    (Referral.help_on, Referral.help_days),
)
GOING = ((Referral.companion, Referral.went_on), (Referral.medicine, Referral.back_on))
LOOKS = ((Referral.look_1_on, Referral.look_2_on, Referral.look_3_on), (Referral.looks,))
CLOSE = (
    (Referral.second_look_on, Referral.second_look),
    (Referral.close_reason, Referral.closed_on),
    (Referral.reopened_why,),
)
LATER = ("going", "answer", "looks", "close")
"""Sections of a referral that is there already."""
SIGNS = seen.CHANGES[:8]


class ReferForm(QWidget):
    """Sections below each other. `changed` says that somebody typed, `save_asked` is Ctrl+Enter."""

    changed = Signal()
    save_asked = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.sections = {
            "why": SectionForm("为什么转介", WHY, today),
            "where": SectionForm("转到哪里", WHERE, today),
            "consent": SectionForm("监护人和孩子的意思", CONSENT, today),
            "after": SectionForm("之后怎么跟", AFTER, today),
            "going": SectionForm("去了没有，谁陪着", GOING, today),
            "answer": SectionForm("对方的答复", ANSWER, today),
            "looks": SectionForm("反馈后回看三次", LOOKS, today),
            "close": SectionForm("结案：先再看一次孩子", CLOSE, today),
        }
        self._whose: Whose | None = None
        self.setLayout(fit.column(*self.sections.values(), None, spacing=10, margins=(0, 0, 4, 0)))
        for section in self.sections.values():
            section.changed.connect(self.changed)
            section.saved.connect(lambda _patch: self.save_asked.emit())

    def open(
        self, whose: Whose, values: Mapping[str, Scalar], draft: Mapping[str, str], *, answered: bool
    ) -> None:
        """Shows stored values with what was left half written; `answered` adds what comes after."""
        self._whose = whose
        for section in self.sections.values():
            section.open(values)
            section.resume({key: text for key, text in draft.items() if key in section.frames})
        for frame in self.frames():
            frame.editor.left.connect(self.doubt)
        for name in LATER:
            self.sections[name].setVisible(answered)
        self._put_signs()
        self.sections["why"].body.addWidget(words(whose.clocks, "note", wrap=True))
        consent = self.sections["consent"].frames
        part = consent["consent_by"].editor.part()
        if whose.guardian and isinstance(part, QLineEdit):
            part.setPlaceholderText(f"如：{whose.guardian.partition('，')[0]}")

    def close_form(self) -> None:
        """Takes everything off the screen; what was sealed does not stay in a hidden page."""
        self._whose = None
        for section in self.sections.values():
            section.open({})
            section.frames.clear()

    def frames(self) -> Iterator[FieldFrame]:
        """All fields in order."""
        return (frame for section in self.sections.values() for frame in section.frames.values())

    def texts(self) -> dict[str, str]:
        """Everything that stands in the form, by key."""
        return {frame.field.key: frame.editor.text() for frame in self.frames()}

    def typed(self) -> dict[str, str]:
        """Only what differs from what is stored."""
        return {key: text for section in self.sections.values() for key, text in section.draft().items()}

    def fill(self, texts: Mapping[str, str]) -> None:
        """Writes into fields as if somebody had typed it."""
        for frame in self.frames():
            if frame.field.key in texts:
                frame.editor.set_text(texts[frame.field.key])
                frame.editor.touch()

    def missing(self) -> list[FieldFrame]:
        """Required fields that are still empty."""
        return [frame for section in self.sections.values() for frame in section.missing()]

    def check(self) -> list[FieldFrame]:
        """Fields that cannot be read; each says why."""
        return [frame for section in self.sections.values() for frame in section.check()]

    def doubt(self) -> None:
        """Says what is doubtful where it stands; it may be saved all the same."""
        if self._whose is None:
            return
        for frame in self.frames():
            if frame.trouble() and frame.editor.read()[1] is None:
                frame.say("", "")
        for key, sentence in referrals.warnings(self.texts(), self._whose).items():
            for section in self.sections.values():
                section.warn(key, sentence)

    def refuse(self, refused: Refused) -> bool:
        """Shows what the desk refused at its field; False when it is none of these."""
        return any(section.refuse(refused) for section in self.sections.values())

    def _put_signs(self) -> None:
        """What can be seen, as pills: a press writes the word into the reason."""
        pills = Answers([(one, one) for one in SIGNS], several=True)
        reason = self.sections["why"].frames["reason"].editor

        def pressed() -> None:
            text = reason.text()
            for word in SIGNS:
                if word in pills.chosen() and word not in text:
                    text = f"{text}{'' if not text or text.endswith(('。', '、', chr(10))) else '、'}{word}"
            if text != reason.text():
                reason.set_text(text)
                reason.touch()

        pills.changed.connect(pressed)
        head = words("看到的变化，点一下写进去", "label")
        self.sections["why"].body.insertLayout(0, fit.column(head, pills, spacing=4))

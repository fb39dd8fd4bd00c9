"""Is the form of a visit: this visit, what was seen, guardianship and mind, opinion and next step."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from childdesk.desk.trips import AtDoor
from childdesk.desk.visits import HOME, NOBODY, WAYS, Answers, Opening
from childdesk.domain import options
from childdesk.domain.errors import Refused
from childdesk.domain.record import Field
from childdesk.domain.visit import Visit
from childdesk.ui import fit
from childdesk.ui.pages.visit import more
from childdesk.ui.pages.visit.asked import AskedPick
from childdesk.ui.pages.visit.door import DoorPart
from childdesk.ui.pages.visit.mind import Mind
from childdesk.ui.pages.visit.more import MoreFields
from childdesk.ui.pages.visit.ticks import Ticks
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.editors import editor
from childdesk.ui.widgets.field_frame import FieldFrame
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.words import rule, words

ATTENDED = Visit.attended.key
Gap = tuple[str, Callable[[], object]]
"""What is still missing, and the way there."""


class VisitForm(Card):
    """The filled form is a value: `answers`. `changed` says that somebody typed or chose."""

    changed = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.today = today
        self.frames: dict[str, FieldFrame] = {}
        self.way = Segmented([(way, way) for way in WAYS])
        self.asked = AskedPick(today)
        self.ticks = Ticks()
        self.living = self._frame(
            _optional(Visit.living), label="生活上还看到什么", hint="吃、穿、用、住、行"
        )
        self.family = self._frame(_optional(Visit.family), label="家里还有什么", hint="成员、健康、收入")
        self.guardianship = Segmented(
            [(one.code, one.word(today)) for one in options.GUARDIANSHIP.open(today)]
        )
        self.mind = Mind()
        self.reason = self._frame(
            Visit.findings, label="没见到人的原因", hint="如：家里没人，邻居说去了外婆家"
        )
        self.door = DoorPart(today)
        self._known: Opening | None = None
        self._why = words("", "note", wrap=True)
        self._build()

    # -- whole forms ---------------------------------------------------------------------------------

    def show_opening(self, known: Opening, answers: Answers, door: AtDoor | None = None) -> None:
        """Begins with what was answered before, or with an empty form; without a door that one stays."""
        self._known = known
        self.way.choose(answers.way)
        self.asked.offer(known.asked, answers.asked)
        self.ticks.begin(known.last.ticks if known.last else None, answers.ticks)
        self.guardianship.choose(answers.guardianship or None)
        self.mind.show_mind(answers)
        texts = {
            "date": answers.date or self.today.isoformat(),
            "last_contact": answers.last_contact,
            "living": answers.living,
            "family": answers.family,
            "opinion": answers.opinion,
            "next_step": answers.next_step,
            "next_date": answers.next_date,
            "findings": answers.reason,
            **{key: answers.more.get(key, "") for key in more.KEYS},
        }
        for key, text in texts.items():
            self.frames[key].editor.set_text(text)
            self.frames[key].editor.touched = bool(text)
            self.frames[key].say("", "")
        self._free.setVisible(not self.ticks.folded() or bool(answers.living or answers.family))
        self.more.unfold(any(answers.more.get(key) for key in more.KEYS))
        self.door.show_attended(answers.more.get(ATTENDED, ""))
        if door is not None:
            self.door.show_door(door)
        self._fold_nobody()

    def answers(self) -> Answers:
        """The form as it stands; dates as typed."""
        text = {key: frame.editor.text().strip() for key, frame in self.frames.items()}
        mind = self.mind.answers()
        return Answers(
            date=text["date"],
            way=self.way.key() or HOME,
            asked=self.asked.asked(),
            last_contact=text["last_contact"],
            ticks=self.ticks.ticks(),
            living=text["living"],
            family=text["family"],
            guardianship=self.guardianship.key() or "",
            mind=mind.state,
            changes=mind.changes,
            mind_words=mind.words,
            outlook=mind.outlook,
            opinion=text["opinion"],
            next_step=text["next_step"],
            next_date=text["next_date"],
            reason=text["findings"],
            more=self._more_texts(text),
        )

    def at_door(self) -> AtDoor:
        """What holds for everybody behind the door."""
        return self.door.door(nobody=self.way.key() == NOBODY)

    def gaps(self) -> list[Gap]:
        """What the national form still wants, in the order of the form."""
        made = self.answers()
        if made.nobody:
            said = made.reason or self.at_door().outcome
            return [] if said else [("原因", self.reason.editor.setFocus)]
        wants: list[tuple[str, bool, Callable[[], object]]] = [
            ("问了谁", bool(made.asked), self.asked.setFocus),
            ("生活状况", bool(made.living) or self._ticked("living"), lambda: self._to_tick("living")),
            ("家庭状况", bool(made.family) or self._ticked("family"), lambda: self._to_tick("family")),
            ("监护状况", bool(made.guardianship), lambda: _to(self.guardianship)),
            ("孩子精神状况", bool(made.mind), lambda: _to(self.mind.state)),
            ("监护人意见", bool(made.opinion), self.frames["opinion"].editor.setFocus),
        ]
        return [(name, go) for name, there, go in wants if not there]

    def wrong(self) -> list[FieldFrame]:
        """Fields whose text cannot be read; each says why."""
        return [frame for frame in self.frames.values() if frame.isVisible() and frame.check()]

    def refuse(self, refused: Refused) -> bool:
        """Shows what the desk refused at its field; False when it is none of these."""
        frame = self.frames.get(refused.field or "")
        if frame is None:
            return False
        self.more.unfold(True) if refused.field in more.KEYS else None
        frame.say("invalid", refused.sentence)
        frame.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def propose(self, day: str, why: str) -> None:
        """A day for the next visit and its reason; one that a person has typed stays."""
        frame = self.frames["next_date"]
        if not frame.editor.touched:
            frame.editor.set_text(day)
        self._why.setText(why)
        self._why.setVisible(not frame.editor.touched)

    def first_focus(self) -> QWidget:
        """The first thing that is still open."""
        return self.way.part(self.way.key() or HOME)

    # -- parts ---------------------------------------------------------------------------------------

    def _build(self) -> None:
        when = self._frame(Visit.date)
        contact = self._frame(Visit.last_contact)
        fit.fix(when, width=150)
        fit.fix(contact, width=224)
        way = fit.column(_starred("方式"), self.way, spacing=3)
        first = fit.row(when, way, None, contact, spacing=16)
        for part in (when, contact):
            first.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        first.setAlignment(way, Qt.AlignmentFlag.AlignTop)
        asked = fit.column(_starred("问了谁", "与孩子关系"), self.asked, spacing=4)
        self._met = QWidget()
        self._met.setLayout(self._inner(asked))
        self._away = QWidget()
        self._away.setLayout(fit.column(self.door.away, self.reason))
        self.body.addWidget(words("这次走访", "group"))
        self.body.addLayout(first)
        self.body.addWidget(self._met)
        self.body.addWidget(self._away)
        self.body.addWidget(rule())
        self.body.addLayout(self._next_row())
        self.body.addWidget(self.door.met)
        self.more = MoreFields(self._frame)
        self.fold = self.more.fold
        self.body.addLayout(fit.column(self._why, self.more, spacing=8))
        self.body.addStretch(1)
        self.way.chosen.connect(lambda _key: self._turn())
        self.guardianship.chosen.connect(lambda _key: self.changed.emit())
        for one in (self.asked, self.ticks, self.mind, self.door):
            one.changed.connect(self.changed)
        self.ticks.opened.connect(self._free.show)

    def _inner(self, asked: fit.Part) -> QVBoxLayout:
        care = fit.column(_starred("监护状况"), self.guardianship, spacing=4)
        line = fit.row(care, self.mind.state_column, self.mind.changes_column, spacing=18)
        line.setStretch(2, 1)
        for at in range(3):
            line.setAlignment(line.itemAt(at).layout(), Qt.AlignmentFlag.AlignTop)
        self._free = QWidget()
        self._free.setLayout(fit.row(self.living, self.family, spacing=16))
        return fit.column(
            asked,
            rule(),
            self.ticks,
            self._free,
            rule(),
            words("监护与情绪", "group"),
            line,
            self.mind,
            spacing=8,
        )

    def _next_row(self) -> QHBoxLayout:
        self.opinion = self._frame(Visit.opinion, hint="一句话即可，如：同意春节签确认书")
        step = self._frame(Visit.next_step, hint="如：12月8日前联系父亲")
        day = self._frame(Visit.next_date)
        fit.fix(day, width=150)
        line = fit.row(self.opinion, step, day, spacing=16)
        for at, part in enumerate((self.opinion, step, day)):
            line.setStretch(at, at < 2)
            line.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        return line

    def _frame(self, field: Field, *, label: str = "", hint: str = "") -> FieldFrame:
        made = FieldFrame(field, editor(field.kind, self.today, hint or field.hint), label=label)
        made.changed.connect(self._typed)
        self.frames[field.key] = made
        return made

    def _typed(self) -> None:
        self._why.setVisible(not self.frames["next_date"].editor.touched)
        self.changed.emit()

    def _turn(self) -> None:
        self._fold_nobody()
        if self.way.key() == NOBODY:
            self.reason.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _fold_nobody(self) -> None:
        """没见到人 leaves only the reason and the next day."""
        nobody = self.way.key() == NOBODY
        self._met.setVisible(not nobody)
        self.opinion.setVisible(not nobody)
        self._away.setVisible(nobody)
        self.frames["last_contact"].setVisible(not nobody)
        self.door.fold(nobody=nobody, walked=self.way.key() in (HOME, None))

    def _more_texts(self, text: dict[str, str]) -> dict[str, str]:
        made = {key: text[key] for key in more.KEYS if text[key]}
        walked = self.way.key() in (HOME, None)
        return made | ({ATTENDED: self.door.attended()} if walked and self.door.attended() else {})

    def _ticked(self, field: str) -> bool:
        return any(row.item.field == field and row.tick() for row in self.ticks.rows.values())

    def _to_tick(self, field: str) -> None:
        self.ticks.first_open(field).setFocus(Qt.FocusReason.OtherFocusReason)


def _starred(label: str, note: str = "") -> QHBoxLayout:
    star = words("*", "error")
    star.setAccessibleName("要填")
    return fit.row(words(label, "label"), star, words(note, "label"), None, spacing=3)


def _optional(field: Field) -> Field:
    """The same field without its star: here ticks may stand for it."""
    made = copy.copy(field)
    made.required = False
    return made


def _to(words_: Segmented) -> None:
    first = next(iter(words_.findChildren(QWidget)), None)
    if first is not None:
        first.setFocus(Qt.FocusReason.OtherFocusReason)

"""Is the form of one referral: a new one for a child, or one that was opened with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk import drafting, referrals
from childdesk.desk.records import Saved
from childdesk.desk.referrals import VERBS, Opened, Whose
from childdesk.desk.session import Session
from childdesk.domain import seen
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.domain.referral import Referral
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.tasks import Progress
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.chip import Answers, chip
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.section_form import SectionForm
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import KEPT_WITHIN, Workbench

WHY = ((Referral.reason,), (Referral.done_before,), (Referral.danger, Referral.urgency))
WHERE = (
    (Referral.route, Referral.receiver),
    (Referral.receiver_contact, Referral.receiver_phone, Referral.date),
)
CONSENT = (
    (Referral.consent,),
    (Referral.consent_way,),
    (Referral.consent_at, Referral.consent_by),
    (Referral.child_wish,),
)
AFTER = ((Referral.follow_up, Referral.next_date),)
ANSWER = (
    (Referral.accepted_on, Referral.answered_on),
    (Referral.answer,),
    (Referral.close_reason, Referral.closed_on),
)
CLOCKS = "多久要有人接收：紧急2小时，加急3天，一般7天（默认值，请按本县文件修改）"


class ReferPage(Page):
    """Sections below each other, the child and the notes beside them, the steps of an opened one too."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "转介", back=host.back)
        self.bench = bench
        self.whose: Whose | None = None
        self.opened: Opened | None = None
        self.reason = ""
        today = bench.today
        self.sections = {
            "why": SectionForm("为什么转介", WHY, today),
            "where": SectionForm("转到哪里", WHERE, today),
            "consent": SectionForm("监护人和孩子的意思", CONSENT, today),
            "after": SectionForm("之后怎么跟", AFTER, today),
            "answer": SectionForm("对方的答复", ANSWER, today),
        }
        self.bar = SaveBar("保存转介", self.save)
        self._dirty = self._saving = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEPT_WITHIN)
        self._soon.timeout.connect(self._keep)
        bench.tasks.failed.connect(self._stopped)
        self._build()

    def _build(self) -> None:
        self._name = words("", "head")
        self._who = words("", "second")
        self._state = chip("草稿")
        self.head.beside(self._name, self._who, self._state)
        self._kept = words("", "second")
        self.head.act(self._kept)
        inside = QWidget()
        inside.setLayout(fit.column(*self.sections.values(), None, spacing=10, margins=(0, 0, 4, 0)))
        self._area = scrolled(inside)
        self.body.addWidget(self._area, 1)
        self.body.addWidget(self.bar)
        self.bar.second("先放着", self._put_by)
        self.steps = Card("下一步")
        self.notes = Card("写之前", role="warn", icon="warning")
        side = QWidget()
        side.setLayout(fit.column(self.steps, self.notes, None, spacing=10))
        self.add_side("side", "下一步", scrolled(side), width=276)
        for section in self.sections.values():
            section.changed.connect(self._changed)
            section.saved.connect(lambda _patch: self.save())

    # -- arriving and leaving ------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """A child's id for a new one, or ("referral", id, reason) for one to be opened."""
        if isinstance(argument, tuple) and len(argument) == 3 and argument[0] == "referral":
            self._open(str(argument[1]), str(argument[2]))
        elif isinstance(argument, str) and argument:
            self._begin(argument)
        else:
            self.host.go("referral")

    def leave(self) -> None:
        """What was typed is kept; what was sealed leaves the screen."""
        self._keep()
        self.whose = self.opened = None
        for section in self.sections.values():
            section.open({})
            section.frames.clear()

    def first_focus(self) -> QWidget | None:
        """The reason, or what is empty first."""
        frame = next((one for section in self.sections.values() for one in section.missing()), None)
        return frame.editor if frame is not None else self.bar.save

    def take(self, act: str) -> bool:
        """Ctrl+Enter saves."""
        if act == "save":
            self.save()
            return True
        return super().take(act)

    def _begin(self, child: str) -> None:
        self.bench.read(
            lambda session, _p: (
                referrals.whose(session, child),
                drafting.load(session, referrals.PAGE, child),
                [one.record for one in drafting.waiting(session, referrals.PAGE)],
            ),
            lambda found: self._show_new(*found),
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            owner=self,
        )

    def _open(self, row: str, reason: str) -> None:
        self.reason = reason

        def work(session: Session, _progress: Progress) -> tuple[Opened, dict[str, str]]:
            opened = referrals.open_one(session, row, reason)
            return opened, drafting.load(session, referrals.PAGE, referrals.draft_of(opened.whose.child, row))

        self.bench.write(
            work,
            lambda found: self._show_opened(*found),
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            news=False,
            owner=self,
        )

    def _show_new(self, whose: Whose, draft: dict[str, str], waiting: list[str]) -> None:
        self.opened = None
        self._show(whose, {"date": self.bench.today.isoformat(), "urgency": "一般"}, draft)
        self.head.title.setText("写转介")
        self.sections["answer"].hide()
        self.steps.hide()
        other = next((one for one in waiting if one.startswith(f"{whose.child}:")), "")
        if other:
            self.host.banner("info", "这个孩子有一份转介改了一半没存。从转介页打开那份，就能接着改")

    def _show_opened(self, opened: Opened, draft: dict[str, str]) -> None:
        self.opened = opened
        self._show(opened.whose, opened.values, draft)
        self.head.title.setText("转介")
        self.sections["answer"].show()
        self._state.setText(opened.state)
        fit.clear(self.steps.body)
        self.steps.say("下一步", opened.clock.text)
        self.steps.add(words(opened.turn, "small", wrap=True))
        for state in opened.steps:
            self.steps.add(button(VERBS[state], partial(self.go_to, state), kind="small"))
        self.steps.show()

    def _show(self, whose: Whose, values: Mapping[str, Scalar], draft: dict[str, str]) -> None:
        self.whose = whose
        self._name.setText(whose.name)
        self._who.setText(whose.who)
        for section in self.sections.values():
            section.open(values)
            section.resume({key: text for key, text in draft.items() if key in section.frames})
            for frame in section.frames.values():
                frame.editor.left.connect(self._look_ahead)
        self._signs()
        self.sections["why"].body.addWidget(words(CLOCKS, "note", wrap=True))
        if not whose.asks_wish:
            self.sections["consent"].frames["child_wish"].hide()
        if whose.guardian and not draft:
            part = self.sections["consent"].frames["consent_by"].editor.part()
            if isinstance(part, QLineEdit):
                part.setPlaceholderText(f"如：{whose.guardian.partition('，')[0]}")
        fit.clear(self.notes.body)
        for note in whose.notes:
            self.notes.add(words(note, "small", wrap=True))
        self._dirty = False
        self._say_dirty()
        self._kept.setText("接着上次没存的写" if draft else "")
        self._look_ahead()

    def _signs(self) -> None:
        """What can be seen, as pills: a press writes the word into the reason."""
        pills = Answers([(one, one) for one in seen.CHANGES[:8]], several=True)
        reason = self.sections["why"].frames["reason"].editor

        def pressed() -> None:
            text = reason.text()
            for word in seen.CHANGES[:8]:
                if word in pills.chosen() and word not in text:
                    text = f"{text}{'' if not text or text.endswith(('。', '、', chr(10))) else '、'}{word}"
            if text != reason.text():
                reason.set_text(text)
                reason.touch()

        pills.changed.connect(pressed)
        self.sections["why"].body.insertLayout(
            0, fit.column(words("看到的变化，点一下写进去", "label"), pills, spacing=4)
        )

    # -- filling in ----------------------------------------------------------------------------------

    def texts(self) -> dict[str, str]:
        """Everything that stands in the form, by key."""
        frames = (frame for section in self.sections.values() for frame in section.frames.items())
        return {key: frame.editor.text() for key, frame in frames}

    def _typed(self) -> dict[str, str]:
        return {key: text for section in self.sections.values() for key, text in section.draft().items()}

    def _changed(self) -> None:
        self._dirty = True
        self._say_dirty()
        self._look_ahead()
        if not self._soon.isActive():
            self._soon.start()

    def _look_ahead(self) -> None:
        if self.whose is None:
            return
        texts = self.texts()
        for section in self.sections.values():
            for frame in section.frames.values():
                if frame.trouble() and frame.editor.read()[1] is None:
                    frame.say("", "")
        for key, sentence in referrals.warnings(texts, self.whose).items():
            for section in self.sections.values():
                section.warn(key, sentence)
        missing = [frame for section in self.sections.values() for frame in section.missing()]
        self.bar.lacks([frame.field.label for frame in missing], [frame.editor.setFocus for frame in missing])
        if self.opened is None:
            state = referrals.state_of(texts)
            self._state.setText(state)
            self.bar.note.setText(f"存好后是“{state}”")

    def _say_dirty(self) -> None:
        self.head.unsaved(self._dirty)
        if self.opened is not None:
            self.bar.unsaved(self._dirty)

    def _record(self) -> str:
        child = self.whose.child if self.whose is not None else ""
        return referrals.draft_of(child, self.opened.id if self.opened is not None else "")

    def _keep(self) -> None:
        self._soon.stop()
        if not self._dirty or self.whose is None or self._saving:
            return
        self._dirty = False
        record, body = self._record(), self._typed()
        self.bench.write(
            lambda session, _p: drafting.keep(session, referrals.PAGE, record, body),
            lambda _done: self._kept.setText("草稿已自动存好"),
            news=False,
            owner=self,
        )

    def _put_by(self) -> None:
        self._keep()
        self.host.toast("先放着了，今日里能接着写")
        self.host.back()

    # -- saving --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Writes a new one, or the touched fields of an opened one."""
        whose, opened = self.whose, self.opened
        if whose is None or not self._check():
            return
        typed, reason = self._typed(), self.reason
        if opened is None:
            texts = {"date": self.bench.today.isoformat(), "urgency": "一般", **typed}
            self._write(lambda session: referrals.save_new(session, whose.child, texts), "的转介")
        elif typed:
            self._write(lambda session: referrals.save_changes(session, opened.id, typed, reason), "的转介")
        else:
            self.host.toast("没有改动，不用保存")

    def go_to(self, state: str) -> None:
        """One step on, together with what was typed."""
        opened, whose = self.opened, self.whose
        if opened is None or whose is None or not self._check():
            return
        typed, reason = self._typed(), self.reason
        self._write(
            lambda session: referrals.step(session, opened.id, state, typed, reason),
            f"的转介：{VERBS[state]}",
        )

    def _check(self) -> bool:
        if self._saving:
            return False
        wrong = [frame for section in self.sections.values() for frame in section.check()]
        if wrong:
            wrong[0].editor.setFocus()
        return not wrong

    def _write(self, work: Callable[[Session], Saved], words_: str) -> None:
        self._soon.stop()
        self._saving = True
        self.bar.busy("正在保存…")
        name = self.whose.name if self.whose is not None else ""
        self.bench.write(
            lambda session, _p: work(session),
            lambda saved: self._saved(saved, f"{name}{words_}"),
            refused=self._refused,
            owner=self,
        )

    def _saved(self, saved: Saved, what: str) -> None:
        self._saving = self._dirty = False
        self.bar.busy()
        undo = undo_of(self.bench, self.host, saved.entry, what)
        self.whose = self.opened = None
        self.host.back()
        self.host.toast(f"已保存{what}", undo)

    def _refused(self, refused: Refused) -> None:
        self._saving = False
        self._dirty = True
        self.bar.busy()
        if not any(section.refuse(refused) for section in self.sections.values()):
            self.host.banner("warn", refused.sentence)

    def _stopped(self, _trouble: object) -> None:
        if self._saving:
            self._saving, self._dirty = False, True
            self.bar.busy()

"""Is the page 临时生活照料: who cares for a child tonight, where, until when, and who was told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from childdesk.desk import drafting, mandatory
from childdesk.desk.mandatory import CARE, Opened
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain import situations
from childdesk.domain.errors import Refused
from childdesk.domain.mandatory import TemporaryCare as Care
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.mandatory.seek import seek
from childdesk.ui.pages.mandatory.undone import undo_written
from childdesk.ui.tasks import Progress
from childdesk.ui.widgets.calls import CallRow
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.child_line import ChildLine
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.section_form import SectionForm
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

REASON = "接着办临时照料"
WHO = ((Care.why,), (Care.carer, Care.carer_phone), (Care.place, Care.until), (Care.told,))
END = ((Care.looked_on, Care.handed_on), (Care.handed_to,), (Care.ended_on, Care.end_reason))
CALLS = {
    "supervisor_at": ("督导员", "告诉乡镇儿童督导员", "说清孩子在谁家、到什么时候"),
    "civil_at": ("民政", "告诉民政", "临时照料由民政接手"),
}


class CarePage(Page):
    """One temporary care."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "临时生活照料", back=host.back)
        self.bench = bench
        self.opened: Opened | None = None
        self.stamps: dict[str, str] = {}
        self._here = False
        self.head.say("孩子今晚没人管：村里先安排可靠的大人，再告诉民政")
        self.child = ChildLine("孩子")
        self.form = SectionForm("由谁照料", WHO, bench.today)
        self.after = SectionForm("后来", END, bench.today)
        self.draft = OneDraft(bench, mandatory.CARE_PAGE, self._body)
        self.bar = SaveBar("存下来", self.save)
        self.calls = {key: CallRow(*told) for key, told in CALLS.items()}
        self._build()

    def _build(self) -> None:
        card = Card("哪个孩子")
        card.add(self.child)
        told = Card("告诉了谁")
        for key, row in self.calls.items():
            row.done.connect(partial(self.reached, key))
            told.add(row)
        inner = QWidget()
        source = words(situations.CARE_SOURCE, "note", wrap=True)
        parts = (card, self.form, told, self.after, source, None)
        inner.setLayout(fit.column(*parts, spacing=10, margins=(0, 0, 4, 0)))
        self.body.addWidget(scrolled(inner), 1)
        self.body.addWidget(self.bar)
        self.bar.note.setText("受保护的记录。写下的时间不能改。")
        self.child.changed.connect(self._changed)
        self.child.asked.connect(partial(seek, self.bench, self.child))
        for form in (self.form, self.after):
            form.changed.connect(self._changed)
            form.saved.connect(lambda _patch: self.save())

    def arrive(self, argument: object = None) -> None:
        """A child's id, nothing, or (record, id, reason) of one that is opened."""
        self._here = True
        if isinstance(argument, tuple) and len(argument) == 3:
            row, reason = str(argument[1]), str(argument[2])
            self._open(row, reason)
            return
        child = "" if argument in (None, mandatory.NEW) else str(argument)

        def work(session: Session, _p: Progress) -> tuple[str, str, dict[str, str]]:
            draft = drafting.load(session, mandatory.CARE_PAGE, mandatory.NEW)
            whose = child or draft.get("child", "")
            return whose, mandatory.whose(session, whose) if whose else draft.get("who", ""), draft

        self.bench.read(work, lambda found: self._show_new(*found), refused=self._warn, owner=self)

    def leave(self) -> None:
        """What was typed is kept; what was sealed leaves the screen."""
        self._here = False
        self.draft.keep()
        self.opened = None
        self.child.take("", "")
        for form in (self.form, self.after):
            form.open({})
            form.frames.clear()

    def first_focus(self) -> QWidget | None:
        """Whose it is, or the first call."""
        return self.child.line if self.opened is None else self.calls["supervisor_at"].note_it

    def take(self, act: str) -> bool:
        """Ctrl+Enter saves."""
        if act == "save":
            self.save()
            return True
        return super().take(act)

    def reached(self, key: str) -> None:
        """Somebody was told in this minute."""
        minute = self.bench.glance(mandatory.now)
        opened = self.opened
        if opened is None:
            self.stamps[key] = minute
            self.calls[key].stamp(minute)
            self._changed()
        else:
            self._write(lambda session: mandatory.save(session, CARE, {key: minute}, opened.id))

    def save(self) -> None:
        """Writes it, or what was touched."""
        wrong = [*self.form.check(), *self.after.check()]
        if wrong:
            wrong[0].editor.setFocus()
            return
        opened = self.opened
        if opened is None:
            texts = self._texts()
            self._write(lambda session: mandatory.save(session, CARE, texts))
            return
        typed = {**self.form.draft(), **self.after.draft()}
        self._write(lambda session: mandatory.save(session, CARE, typed, opened.id))

    # -- inside --------------------------------------------------------------------------------------

    def _show_new(self, child: str, whose: str, draft: dict[str, str]) -> None:
        if not self._here:
            return
        self.opened = None
        self.stamps = {key: draft[key] for key in CALLS if draft.get(key)}
        self.child.setEnabled(True)
        self.form.open({})
        self.form.resume({key: text for key, text in draft.items() if key in self.form.frames})
        self.after.hide()
        self.child.take(child, whose)
        self._settle()
        self.draft.clean()
        self.child.line.setFocus()

    def _open(self, row: str, reason: str) -> None:
        def shown(opened: Opened) -> None:
            if not self._here:
                return
            self.opened = opened
            self.stamps = {key: str(opened.values[key]) for key in CALLS if opened.values.get(key)}
            self.child.take(opened.child, opened.name)
            self.child.setEnabled(False)
            self.form.open(opened.values)
            self.after.open(opened.values)
            self.after.show()
            self.draft.clean()
            self._settle()
            lacks = "、".join(opened.undone)
            self.head.say(f"{opened.since}　{lacks}" if lacks else "已经结束")

        self.bench.write(
            lambda session, _p: mandatory.open_one(session, CARE, row, reason),
            shown,
            refused=self._warn,
            news=False,
            owner=self,
        )

    def _settle(self) -> None:
        for key, row in self.calls.items():
            row.stamp(self.stamps.get(key, ""))

    def _texts(self) -> dict[str, str]:
        typed = {frame.field.key: frame.editor.text() for frame in self.form.frames.values()}
        return {**typed, **self.stamps, "child": self.child.child, "who": self.child.who()}

    def _body(self) -> Body | None:
        if self.opened is not None:
            return None
        return mandatory.NEW, {key: text for key, text in self._texts().items() if text}

    def _changed(self) -> None:
        self.draft.touch()

    def _write(self, work: Callable[[Session], Saved]) -> None:
        self.draft.rest()

        def saved(done: Saved) -> None:
            again = partial(self._open, done.id, REASON) if self.opened is not None else None
            self.draft.clean()
            self.host.clear_banner()
            undo = undo_written(self, done, "临时照料", again)
            if self.bench.may(Right.S3):
                self._open(done.id, REASON)
                self.host.toast("已记下临时照料。交给民政前，今日里一直提醒", undo)
            else:
                self.host.back()
                self.host.toast("已记下临时照料，请告诉主任接着办", undo)

        self.bench.write(lambda session, _p: work(session), saved, refused=self._refused, owner=self)

    def _refused(self, refused: Refused) -> None:
        self.draft.touch()
        if refused.field in ("who", "child"):
            self.child.say(refused.sentence)
            self.child.line.setFocus()
        elif not (self.form.refuse(refused) or self.after.refuse(refused)):
            self._warn(refused)

    def _warn(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)

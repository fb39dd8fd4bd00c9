"""Begins a new file: a few fields, the rest can wait; a number proposes birth and sex."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from childdesk.desk import drafting, form
from childdesk.desk.form import Kept, Opened
from childdesk.desk.session import Session
from childdesk.domain import identity
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.page import Host
from childdesk.ui.pages.child.layout import FIRST
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.field_frame import FieldFrame
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.section_form import SectionForm
from childdesk.ui.workbench import KEPT_WITHIN, Workbench

PAGE, RECORD = "child", "+"


class Fresh(QWidget):
    """The form of a new child. `made` carries its id, `given_up` says that nobody wants it now."""

    made = Signal(str)
    given_up = Signal()

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__()
        self.host = host
        self.bench = bench
        self.form = SectionForm(FIRST.title, FIRST.lines, bench.today)
        self.form.changed.connect(self._changed)
        inside = QWidget()
        inside.setLayout(fit.column(self.form, None, margins=(0, 0, 8, 0)))
        self.bar = SaveBar("建档", self.save, icon="person_add")
        self.bar.second("先放着", self._put_aside)
        outer = fit.column(scrolled(inside), self.bar, spacing=0)
        outer.setStretch(0, 1)
        self.setLayout(outer)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(KEPT_WITHIN)
        self._rest.timeout.connect(self.keep)
        self._seen = Opened("child", "", dict.fromkeys(FIRST.names()), {}, {})

    def begin(self, name: str) -> None:
        """An empty form, with a name that was searched in vain; or what was left half written."""
        self.form.open({})
        if name:
            self._fill("name", name)
        self._tell()
        self.bench.read(
            lambda session, _p: drafting.load(session, PAGE, RECORD),
            lambda texts: self._resume(texts) if texts and not name else None,
            owner=self,
        )

    def first(self) -> QWidget:
        """The name."""
        return self.form.frames["name"].editor

    def keep(self) -> None:
        """Keeps what was typed, now."""
        self._rest.stop()
        texts = self.form.draft()
        self.bench.write(
            lambda session, _p: drafting.keep(session, PAGE, RECORD, texts),
            lambda _done: None,
            failed=lambda _trouble: self._rest.start(),
            news=False,
            quiet=True,
            owner=self,
        )

    def leave(self) -> None:
        """Nothing is lost on the way out."""
        if self._rest.isActive():
            self.keep()

    def save(self) -> None:
        """Makes the file. Doubts do not hinder; what is impossible is said at its field."""
        wrong = self.form.check()
        if wrong:
            self.form.go(wrong[0])
            return
        patch, seen = self.form.patch(), self._seen

        def work(session: Session, _progress: object) -> Kept:
            kept = form.save(session, seen, patch)
            drafting.drop(session, PAGE, RECORD)
            return kept

        self._rest.stop()
        self.bar.busy("正在建档…")
        self.bench.write(
            work,
            self._done,
            refused=self._refuse,
            failed=lambda _trouble: self.bar.busy(),
            owner=self,
        )

    def _done(self, kept: Kept) -> None:
        self.bar.busy()
        name = self.form.frames["name"].editor.text()
        self.host.toast(f"已建{name}的档案", undo_of(self.bench, self.host, kept.entry, f"{name}的建档"))
        doubts = [issue.text for issue in kept.issues if issue.level in ("doubtful", "impossible")]
        self.made.emit(kept.id)
        if doubts:
            self.host.banner("warn", f"建好了。请看一眼：{'；'.join(doubts[:2])}")

    def _refuse(self, refused: Refused) -> None:
        self.bar.busy()
        if not self.form.refuse(refused):
            self.host.banner("warn", refused.sentence)
        self._tell()

    def _put_aside(self) -> None:
        self.keep()
        self.given_up.emit()

    def _resume(self, texts: dict[str, str]) -> None:
        self.form.resume(texts)
        self.host.banner("info", "上次写到一半的还在，接着写吧", [("重新写", self._again)])

    def _again(self) -> None:
        self.form.open({})
        self.keep()
        self.host.clear_banner()
        self._tell()

    def _changed(self) -> None:
        self._propose()
        if not self._rest.isActive():
            self._rest.start()
        self._tell()

    def _propose(self) -> None:
        """A resident number says when somebody was born and of which sex; what was typed stays."""
        number = self.form.frames["id_number"].value()
        if not isinstance(number, str) or not identity.is_resident(number):
            return
        born, sex = identity.birth(number), identity.sex(number)
        for key, words in (("birth", str(born or "")), ("sex", sex or "")):
            if words and not self.form.frames[key].editor.touched:
                self._fill(key, words)

    def _fill(self, key: str, text: str) -> None:
        frame = self.form.frames[key]
        frame.editor.set_text(text)
        frame.editor.touched = True

    def _tell(self) -> None:
        frames: list[FieldFrame] = self.form.missing()
        ways: list[Callable[[], object]] = [partial(self.form.go, frame) for frame in frames]
        wrong = sum(bool(frame.trouble()) for frame in self.form.frames.values())
        self.bar.lacks([frame.field.label for frame in frames], ways, wrong)
        self.bar.unsaved(self.form.dirty())

"""The tab 资料: every section of a file, edited in place and saved as patches of touched fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from childdesk.desk import drafting, form, items, shown, story
from childdesk.desk.form import Kept, Opened, Part
from childdesk.desk.session import Session
from childdesk.desk.story import DatedRow
from childdesk.domain import catalogue
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Scalar
from childdesk.domain.record import Field
from childdesk.ui import fit
from childdesk.ui.page import Host
from childdesk.ui.pages.child.contents import Contents
from childdesk.ui.pages.child.dated import DatedCard
from childdesk.ui.pages.child.drafts import PAGE, Drafts
from childdesk.ui.pages.child.layout import SECTIONS, SEVERAL, own_items, section_of
from childdesk.ui.pages.child.section import SectionPart
from childdesk.ui.tasks import Progress
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.workbench import Workbench

Found = tuple[list[Part], list[DatedRow], list[Field[Any]]]
AT_ONCE = 3
"""Sections that are filled in one go."""


class Forms(QWidget):
    """All sections of one child. `dirty` says whether something is unsaved, `torn` what now disagrees."""

    dirty = Signal(bool)
    torn = Signal(object)
    opened = Signal(bool)
    """Whether a section is open, so that saving is what is done next."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__()
        self.host = host
        self.bench = bench
        self.child = ""
        self._name = ""
        self._wanted = ("", "")
        self._may_edit = False
        self.parts: list[SectionPart] = []
        self._unread: list[SectionPart] = []
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(self._read_on)
        self._resumed: Sequence[str] = ()
        self.drafts = Drafts(bench, self._typed)
        self._at = ("", "")
        """The section that was saved last, so that it is still in sight after reading anew."""
        self._contents = Contents()
        self._contents.wanted.connect(self._scroll)
        self._body = fit.column(spacing=10, margins=(0, 0, 8, 10))
        inside = QWidget()
        inside.setLayout(self._body)
        self.area: QScrollArea = scrolled(inside)
        self.bar = SaveBar("保存", self.save)
        self.bar.second("不改了", self.discard)
        self.bar.hide()
        right = fit.column(self.area, self.bar, spacing=0)
        right.setStretch(0, 1)
        line = fit.row(self._contents, right, spacing=12)
        line.setStretch(1, 1)
        self.setLayout(line)

    def load(
        self,
        child: str,
        name: str,
        *,
        may_edit: bool,
        wanted: tuple[str, str] = ("", ""),
        resumed: Sequence[str] = (),
    ) -> None:
        """Reads one child's sections. `wanted` is a section, and a field, to be opened at once; `resumed`
        are the sections whose drafts are put back."""
        self.child, self._name, self._may_edit, self._wanted = child, name, may_edit, wanted
        self._resumed = resumed
        self.drafts.begin(child)
        self.bench.newest("child.forms", partial(_ask, child), lambda found: self._show(*found), owner=self)

    def edit(self, section: str, field: str = "") -> None:
        """Opens one section; without a name the first in which something is missing."""
        wanted = section or next((one.section.key for one in self.parts if one.missing()), "base")
        part = next((one for one in self.parts if one.section.key == wanted), None)
        if part is not None:
            self._open(part, field)

    def holds(self, child: str) -> bool:
        """Whether the sections of a child stand here as the ledger has them."""
        return self.child == child and bool(self.parts)

    def editing(self) -> bool:
        """Whether any section is open."""
        return any(part.form.editing() for part in self.parts)

    def unsaved(self) -> list[SectionPart]:
        """The sections in which something was typed."""
        return [part for part in self.parts if part.form.editing() and part.form.dirty()]

    def save(self) -> None:
        """Saves section after section; one with something wrong is gone to instead."""
        waiting = self.unsaved()
        for part in waiting:
            wrong = part.form.check()
            if wrong:
                part.form.go(wrong[0])
                self._tell()
                return
        if waiting:
            self.bar.busy("正在保存…")
            self._save(waiting)
        else:
            self.discard()

    def discard(self) -> None:
        """Reads again without what was typed."""
        self.drafts.forget([part.key for part in self.unsaved()])
        for part in self.parts:
            if part.form.editing():
                part.read()
        self._tell()

    def put_away(self) -> None:
        """Another child comes: what was typed is kept as a draft, nothing of this one stays."""
        self.drafts.keep()
        self.drafts.begin("")
        self.child = ""
        self.parts.clear()
        self._unread.clear()
        fit.clear(self._body)
        self._contents.clear()
        self._tell()

    def set_compact(self, compact: bool) -> None:
        """The list of sections gives way; the sections themselves are scrolled."""
        self._contents.setVisible(not compact)

    # -- showing -------------------------------------------------------------------------------------

    def _show(self, parts: Sequence[Part], dated: Sequence[DatedRow], own: Sequence[Field[Any]]) -> None:
        fit.clear(self._body)
        self._contents.clear()
        self.parts.clear()
        for section in [*SECTIONS, *([own_items(own)] if own else [])]:
            whose: list[Part | None] = [part for part in parts if part.record == section.record]
            for part in [*whose, None] if section.key in SEVERAL or not whose else whose:
                made = SectionPart(section, part, self.bench.today, may_edit=self._may_edit)
                made.edit_asked.connect(self._open)
                made.changed.connect(lambda _part: self._changed())
                made.reveal_asked.connect(self._reveal)
                self.parts.append(made)
                self._body.addWidget(made)
            mine = [part for part in self.parts if part.section.key == section.key]
            self._contents.add(section.label, mine[0], sum(part.missing() for part in mine))
        if dated:
            card = DatedCard(dated)
            self._body.addWidget(card)
            self._contents.add("历次变化", card)
        self._body.addStretch(1)
        self._unread = list(self.parts)
        self._read_on()
        self._tell()
        key, field = self._wanted
        self._wanted = ("", "")
        if key:
            self.edit("" if key == "?" else key, field)
        if self._resumed and self._may_edit:
            self.drafts.resume(self._resumed, self._put_back)

    def _read_on(self) -> None:
        """A few sections at a time: those in sight before anything is painted, the others right after."""
        now, self._unread = self._unread[:AT_ONCE], self._unread[AT_ONCE:]
        for part in now:
            if not part.form.editing():
                part.read()
        if self._unread:
            self._later.start()
        elif self._at[0] == self.child and not self.editing():
            for part in self.parts:
                if part.key == self._at[1]:
                    QTimer.singleShot(0, part, partial(self._scroll, part))
            self._at = ("", "")

    def _scroll(self, target: QWidget) -> None:
        self.area.verticalScrollBar().setValue(target.pos().y())

    def _bring(self, part: QWidget, frame: QWidget | None) -> None:
        """The section to the top; a wanted field in any case into sight."""
        self._scroll(part)
        if frame is not None:
            self.area.ensureWidgetVisible(frame, 0, 24)

    def _put_back(self, key: str, texts: dict[str, str]) -> None:
        part = next((one for one in self.parts if one.key == key), None)
        if part is not None:
            self._open(part)
            part.resume(texts)

    # -- editing -------------------------------------------------------------------------------------

    def _open(self, part: SectionPart, field: str = "") -> None:
        if part.form.editing() or not self._may_edit:
            return
        record, row, names = part.section.record, part.row, part.section.names()
        seen: Opened = self.bench.glance(lambda session: form.opened(session, record, row, names))
        part.open(seen)
        frame = part.form.frames.get(field)
        if frame is not None:
            part.form.go(frame)
        QTimer.singleShot(0, part, partial(self._bring, part, frame))
        self._tell()

    def _changed(self) -> None:
        self.drafts.touched()
        self._tell()

    def _typed(self) -> Mapping[str, Mapping[str, str]]:
        return {part.key: part.form.draft() for part in self.parts if part.form.editing()}

    def _tell(self) -> None:
        """The bar: shown while something is open; what is missing, wrong, unsaved."""
        self.bar.setVisible(self.editing())
        self.opened.emit(self.editing())
        unsaved = bool(self.unsaved())
        self.bar.unsaved(unsaved)
        self.dirty.emit(unsaved)
        open_ = [part for part in self.parts if part.form.editing()]
        lacking = [(part, frame) for part in open_ for frame in part.form.missing()]
        ways: list[Callable[[], object]] = [partial(part.form.go, frame) for part, frame in lacking]
        wrong = sum(bool(frame.trouble()) for part in open_ for frame in part.form.frames.values())
        self.bar.lacks([frame.field.label for _, frame in lacking], ways, wrong)

    def _save(self, waiting: Sequence[SectionPart]) -> None:
        part, rest = waiting[0], waiting[1:]
        if part.seen is None:
            return
        work = partial(_write, part.seen, part.form.patch(), self.child, self.drafts.record(part.key))

        def done(kept: Kept) -> None:
            self.drafts.saved(part.key)
            if kept.conflicts:
                self.torn.emit(kept.conflicts)
            if rest:
                self._save(rest)
            else:
                self._done(part, kept)

        no = partial(self._refuse, part)
        self.bench.write(work, done, refused=no, failed=lambda _full: self.bar.busy(), owner=self)

    def _done(self, part: SectionPart, kept: Kept) -> None:
        self.bar.busy()
        self._at = (self.child, part.key)
        for one in self.parts:
            if one.form.editing():
                one.read()
        self._tell()
        what = f"{self._name}的{part.section.label}"
        self.host.toast(f"已保存{what}", undo_of(self.bench, self.host, kept.entry, f"{what}的改动"))

    def _refuse(self, part: SectionPart, refused: Refused) -> None:
        self.bar.busy()
        if not part.form.refuse(refused):
            self.host.banner("warn", refused.sentence)
        self._tell()

    def _reveal(self, part: SectionPart, key: str) -> None:
        record, row = part.section.record, part.row
        self.bench.write(
            lambda session, _p: shown.reveal(session, record, row, key, ""),
            lambda text: part.form.reveal(key, text),
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            news=False,
            owner=self,
        )


def _ask(child: str, session: Session, _progress: Progress) -> Found:
    parts = form.parts(session, child)
    return parts, story.dated(session, child), items.asked(session, parts[0].shown)


def _write(
    seen: Opened, patch: dict[str, Scalar], child: str, draft: str, session: Session, _progress: Progress
) -> Kept:
    """Saves a section and lets its draft go with it."""
    kept = form.save(session, seen, patch, child="" if seen.record == "child" else child)
    drafting.drop(session, PAGE, draft)
    return kept


def place_of(missing: str) -> tuple[str, str]:
    """`record:key` of something missing → (section, field)."""
    record, _, key = missing.partition(":")
    section = section_of(record, key)
    return (section, key) if section else (record if record in catalogue.KIN else "base", key)

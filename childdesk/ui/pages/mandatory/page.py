"""Is the red flow 强制报告: first the telephone, then the facts, then who took it and the receipt.

It is a page and never a dialog. Minutes since the discovery are counted; no period stands anywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtWidgets import QWidget

from childdesk.desk import drafting, mandatory
from childdesk.desk.mandatory import REPORT, Opened
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain import situations
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.mandatory.calls import Calls, numbers_of
from childdesk.ui.pages.mandatory.facts import Facts
from childdesk.ui.pages.mandatory.passed import Passed
from childdesk.ui.pages.mandatory.printed import printed
from childdesk.ui.pages.mandatory.seek import seek
from childdesk.ui.pages.mandatory.undone import undo_written
from childdesk.ui.pages.mandatory.ways import Ways
from childdesk.ui.widgets.buttons import button, prefer
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.workbench import Workbench

FIRST = "先打电话，再填表。报告不需要任何人同意，报告人受保护。"
REASON = "接着办强制报告"
LEADS = {
    situations.REPORT: "report",
    situations.CARE: "care",
    situations.REFER: "observe",
    situations.HELP: "visit",
}


class MandatoryPage(Page):
    """One report: a new one, the half written one, or one that was opened with a reason."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "强制报告", back=host.back)
        self.bench = bench
        self.opened: Opened | None = None
        self.stamps: dict[str, str] = {}
        self._here = False
        self._saving = False
        self.facts = Facts(bench.today)
        self.calls = Calls()
        self.ways = Ways()
        self.draft = OneDraft(bench, mandatory.PAGE, self._body)
        self.bar = SaveBar("存下来", self.save, icon="chevron_right")
        self.passed = Passed()
        self.passed.asked.connect(self._tick)
        self._build()
        bench.tasks.failed.connect(self._again)

    def _build(self) -> None:
        self.head.say(FIRST)
        self.head.act(self.passed)
        self.head.act(button("不是这种情况", partial(self.show_ways, True), kind="link"))
        self.kept = button("报过的", partial(self.host.go, "reported"), kind="quiet", icon="lock_closed")
        self.head.act(self.kept)
        self.calls.reached.connect(self.reached)
        self._forms, self._others = scrolled(self.facts), scrolled(self.ways)
        line = fit.row(scrolled(self.calls), fit.column(self._forms, self._others, spacing=0), spacing=14)
        line.setStretch(0, 1)
        line.setStretch(1, 1)
        self.body.addLayout(line, 1)
        self.printing = button("打印报告表", self.print, icon="print")
        for part in (self.kept, self.printing):
            part.setVisible(self.bench.may(Right.S3))
        self.bar.acts.addWidget(self.printing)
        self.body.addWidget(self.bar)
        self.facts.changed.connect(self._changed)
        self.facts.child.asked.connect(partial(seek, self.bench, self.facts.child))
        self.ways.chosen.connect(lambda kind: self.host.go(LEADS[kind], self.facts.child.child))
        self._others.hide()

    # -- arriving and leaving ------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """A child's id, nothing, or (record, id, reason) of one that is opened."""
        self._here = True
        self.show_ways(False)
        self.passed.clock.start()
        if isinstance(argument, tuple) and len(argument) == 3:
            self._open(str(argument[1]), str(argument[2]))
        else:
            child = str(argument or "")
            self._begin("" if child == mandatory.NEW else child)

    def leave(self) -> None:
        """What was typed is kept; what was sealed leaves the screen."""
        self._here = False
        self.passed.clock.stop()
        self.draft.keep()
        self.opened, self.stamps = None, {}
        self.facts.wipe()

    def first_focus(self) -> QWidget:
        """The first call that was not made."""
        return self.calls.first() or self.bar.save

    def take(self, act: str) -> bool:
        """Ctrl+Enter saves, Ctrl+P prints; F12 stays here."""
        acts: dict[str, Callable[[], object]] = {
            "save": self.save, "print": self.print, "report": self.first_focus().setFocus
        }  # fmt: skip
        if act not in acts:
            return super().take(act)
        acts[act]()
        return True

    def _begin(self, child: str) -> None:
        self.bench.read(
            lambda session, _p: (*_begun(session, child), numbers_of(session)),
            lambda found: self._show_new(*found),
            refused=self._warn,
            owner=self,
        )

    def _show_new(self, child: str, whose: str, draft: dict[str, str], numbers: Mapping[str, str]) -> None:
        if not self._here:
            return
        self.opened = None
        now = self.bench.glance(mandatory.now)
        self.facts.show_values({"child": child, "found_at": now}, whose, opened=False)
        self.facts.frames["found_at"].editor.set_text(draft.get("found_at", now))
        self.facts.frames["found_at"].editor.touched = True
        if draft:
            self.facts.resume(draft)
        self.stamps = {key: draft[key] for key in mandatory.STAMPS if draft.get(key)}
        self.bar.save.setText("存下来")
        self._settle(numbers)

    def _open(self, row: str, reason: str) -> None:
        self.bench.write(
            lambda session, _p: (mandatory.open_one(session, REPORT, row, reason), numbers_of(session)),
            lambda found: self._show_opened(*found),
            refused=self._warn,
            news=False,
            owner=self,
        )

    def _show_opened(self, opened: Opened, numbers: Mapping[str, str]) -> None:
        if not self._here:
            return
        self.opened = opened
        self.stamps = {key: str(opened.values[key]) for key in mandatory.STAMPS if opened.values.get(key)}
        self.facts.show_values(opened.values, opened.name, opened=True)
        self.draft.clean()
        self.bar.save.setText("保存")
        self._settle(numbers)

    def _settle(self, numbers: Mapping[str, str]) -> None:
        self.calls.show_state(self.stamps, numbers)
        self._prefer()
        self._tick()
        self._look_ahead()

    # -- filling in ----------------------------------------------------------------------------------

    def reached(self, key: str) -> None:
        """Somebody was reached in this minute; of a report that is there already it is saved at once."""
        minute = self.bench.glance(mandatory.now)
        opened = self.opened
        if opened is None:
            self.stamps[key] = minute
            self.calls.rows[key].stamp(minute)
            self._prefer()
            self._changed()
            return
        self._write(
            lambda session: mandatory.save(session, REPORT, {key: minute}, opened.id),
            lambda saved: self._open(saved.id, REASON),
        )

    def _prefer(self) -> None:
        """As long as 110 was not called, that is what is done next."""
        prefer(self.bar.save, "chevron_right", first=bool(self.stamps.get("police_at")))

    def _changed(self) -> None:
        self.draft.touch()
        self._tick()
        self._look_ahead()

    def _look_ahead(self) -> None:
        missing = self.facts.missing()
        self.bar.lacks([name for name, _ in missing], [where.setFocus for _, where in missing])
        self.head.unsaved(self.draft.dirty)

    def _tick(self) -> None:
        found, opened = self.facts.frames["found_at"].editor.text(), self.opened
        values = {**self.stamps, "found_at": found} if opened is None else opened.values
        self.passed.say(*self.bench.glance(lambda session: mandatory.passed(session, values, found)))

    def _body(self) -> Body | None:
        if self._saving or self.opened is not None:
            return None
        return mandatory.NEW, {key: text for key, text in self._texts().items() if text}

    def _texts(self) -> dict[str, str]:
        return {**self.facts.texts(), **self.stamps}

    # -- another way ---------------------------------------------------------------------------------

    def show_ways(self, shown: bool) -> None:
        """是报告、保护，还是帮扶? in the place of the form, or the form again."""
        self._others.setVisible(shown)
        self._forms.setVisible(not shown)
        if shown:
            self.ways.setFocus()

    # -- saving and printing -------------------------------------------------------------------------

    def save(self) -> None:
        """Writes it and goes on to step 3; of an opened one, what was touched."""
        self._save(self._after)

    def print(self) -> None:
        """Saves, and writes the report as a PDF without the name of who reported."""
        self._save(lambda saved: self._print(saved.id))

    def _save(self, then: Callable[[Saved], object]) -> None:
        wrong = self.facts.check()
        if wrong is not None:
            wrong.editor.setFocus()
        if wrong is not None or self._saving:
            return
        opened = self.opened
        if opened is None:
            missing = self.facts.missing()
            if missing:
                self.host.banner("warn", f"还差：{'、'.join(name for name, _ in missing)}。填的内容都留着")
                missing[0][1].setFocus()
                return
            texts = self._texts()
            self._write(lambda session: mandatory.save(session, REPORT, texts), then)
            return
        typed = {k: f.editor.text() for k, f in self.facts.frames.items() if f.differs()}
        if typed:
            self._write(lambda session: mandatory.save(session, REPORT, typed, opened.id), then)
        else:
            then(Saved(opened.id, ""))

    def _write(self, work: Callable[[Session], Saved], then: Callable[[Saved], object]) -> None:
        self.draft.rest()
        self._saving = True
        self.bench.write(
            lambda session, _p: work(session),
            lambda saved: self._saved(saved, then),
            refused=self._refused,
            owner=self,
        )

    def _saved(self, saved: Saved, then: Callable[[Saved], object]) -> None:
        self._saving = False
        self.draft.clean()
        self.host.clear_banner()
        then(saved)

    def _after(self, saved: Saved) -> None:
        again = partial(self._open, saved.id, REASON) if self.opened is not None else None
        may = self.bench.may(Right.S3)
        self._open(saved.id, REASON) if may else self.host.back()
        told = "没收到回执前，今日里一直提醒" if may else "请告诉主任接着办"
        self.host.toast(f"已记下强制报告。{told}", undo_written(self, saved, "强制报告", again))

    def _print(self, row: str) -> None:
        self._open(row, REASON)

        printed(self.bench, self.host, row, self)

    def _refused(self, refused: Refused) -> None:
        self._again()
        if not self.facts.refuse(refused):
            self._warn(refused)

    def _again(self, _trouble: object = None) -> None:
        """What could not be written stays on the page and in the draft."""
        if self._saving:
            self._saving = False
            self.draft.touch()

    def _warn(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)


def _begun(session: Session, child: str) -> tuple[str, str, dict[str, str]]:
    """(child, whose in words, what was left half written) of a new report."""
    draft = drafting.load(session, mandatory.PAGE, mandatory.NEW)
    whose = child or draft.get("child", "")
    return whose, mandatory.whose(session, whose) if whose else draft.get("who", ""), draft

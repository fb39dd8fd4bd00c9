"""Is the page 上报: papers that somebody waits for, one of them in detail, and writing down a new one."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QStackedWidget, QWidget

from childdesk.desk import handin_changes, handin_reports, handin_scans, handins, report_look
from childdesk.desk.handin_changes import Change
from childdesk.desk.handin_reports import Draft
from childdesk.desk.handins import HandInLine
from childdesk.desk.leaving import Terms
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain import handin_options as steps
from childdesk.ui import fit
from childdesk.ui.chosen_page import ChosenPage
from childdesk.ui.one_draft import NEW, FieldsDraft
from childdesk.ui.page import Host
from childdesk.ui.pages.handins.acts import AMEND, Acts
from childdesk.ui.pages.handins.ask import AskForm
from childdesk.ui.pages.handins.detail import Detail
from childdesk.ui.pages.handins.draft import SHOWN, TO_WRITE
from childdesk.ui.pages.handins.scans import ScanView
from childdesk.ui.pages.handins.shelf import WIDTH, Papers
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.workbench import Workbench

TITLE = "上报"
DRAFT = "handin-new"
NOTHING = "谁来要表，先记一笔：要什么、哪天要。到时候会在今日提醒您"


class HandInsPage(ChosenPage):
    """`arrive` takes the id of a paper, or None. Reads anew on arrival and with every entry."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, bench, TITLE, self._load)
        self.lines: list[HandInLine] = []
        self.only_seal = False
        self.papers = Papers()
        fit.fix(self.papers, width=WIDTH)
        self.papers.chosen.connect(self._choose)
        self.detail = Detail()
        self.acts = Acts(host, bench, self)
        self.detail.asked.connect(self._act)
        self.detail.terms_changed.connect(self._terms_changed)
        self.terms: dict[str, Terms] = {}
        """Request → for whom its report is, where somebody said otherwise."""
        self.detail.scan_asked.connect(self._see_scan)
        self.detail.child_asked.connect(lambda child: host.go("child", child))
        self.detail.copy_asked.connect(self._copy)
        self.form = AskForm(lambda name: bench.glance(lambda session: report_look.times(session, name)))
        self.form.taken.connect(self._take)
        self.form.cancelled.connect(self._give_up)
        self.draft = FieldsDraft(bench, DRAFT, self.form.fields(), lambda: self.form.row or NEW)
        self.scans = ScanView()
        self.scans.closed.connect(lambda: self._show(self.chosen))
        self.scans.page_asked.connect(self._scan_out)
        self.filed = button("已归档的", self._with_filed, kind="quiet")
        self.filed.setCheckable(True)
        self.seal = button("要盖章的", self._only_seal, kind="quiet")
        self.seal.setCheckable(True)
        self.new = button("记一份", self._ask, icon="add")
        self.fill = button("填一张表", lambda: host.go("filling", "new"), icon="document_table")
        self.fill.setVisible(host.knows("filling"))
        for act in (self.filed, self.seal, self.fill, self.new):
            self.head.act(act)
        self.stack = QStackedWidget()
        self.nothing = Empty("document_table", NOTHING, "记一份", self._ask, kind="primary")
        self.writing = scrolled(self.form)
        for part in (self.detail, self.writing, self.nothing, self.scans):
            self.stack.addWidget(part)
        over = fit.row(self.papers, self.stack, spacing=12)
        over.setStretch(1, 1)
        self.body.addLayout(over, 1)

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Shows what is asked for; a paper by its id."""
        if isinstance(argument, str) and argument:
            self.chosen = argument
        self._load()

    def leave(self) -> None:
        """What was typed and not written down is kept."""
        self.draft.keep()

    def first_focus(self) -> QWidget | None:
        """What comes next for the paper, or writing one down."""
        return next(iter(self.detail.acts.values()), self.new)

    def _load(self) -> None:
        filed = self.filed.isChecked()
        self.bench.newest(
            "handins", lambda session, _p: handins.every(session, filed=filed), self._loaded, owner=self
        )

    def _loaded(self, lines: list[HandInLine]) -> None:
        self.lines = lines
        waits = [line for line in lines if line.is_open]
        late = sum(line.days_late > 0 for line in waits)
        seal = sum(line.state == steps.TO_SEAL for line in waits)
        said = f"{len(waits):,}份要交" if waits else "没有要交的表"
        said += f"，{late:,}份已经晚了" if late else ""
        self.head.say(f"{said}；{seal:,}份要带到镇上盖章" if seal else said)
        self.seal.setVisible(bool(seal) or self.only_seal)
        if self.chosen not in [line.id for line in lines]:
            self.chosen = lines[0].id if lines else ""
        self._show(self.chosen)

    def _only_seal(self) -> None:
        self.only_seal = self.seal.isChecked()
        self._show(self.chosen)

    def _with_filed(self) -> None:
        self._load()

    def _shown(self) -> list[HandInLine]:
        return [line for line in self.lines if not self.only_seal or line.state == steps.TO_SEAL]

    def _choose(self, row: str) -> None:
        self.chosen = row
        self._show(row)

    def _show(self, row: str) -> None:
        self.papers.show()
        self.papers.show_lines(self._shown(), row)
        line = next((one for one in self.lines if one.id == row), None)
        if line is None:
            self.stack.setCurrentWidget(self.nothing)
            return
        self.stack.setCurrentWidget(self.detail)
        self.detail.show_line(line, (), {}, may=self.bench.may(Right.EDIT))
        terms = self.terms.get(row) or handin_reports.usual(line)
        self.bench.newest(
            "handin",
            lambda session, _p: _more(session, line, terms),
            self._more,
            refused=lambda trouble: self.host.banner("warn", trouble.sentence),
            owner=self,
        )

    def _more(self, found: More) -> None:
        here = found.line.id == self.chosen and self.stack.currentWidget() is self.detail
        if here and (found.changes or found.names or found.report):
            may = self.bench.may(Right.EDIT)
            self.detail.show_line(found.line, found.changes, found.names, may=may, report=found.report)
            self._focus_next()

    def _focus_next(self) -> None:
        """What was built anew took the focus with it: it goes to what comes next."""
        if self.isVisible() and self.window().focusWidget() is None:
            made = self.first_focus()
            if made is not None:
                made.setFocus()

    def _act(self, key: str) -> None:
        line = self._line()
        if key == AMEND and line is not None:
            self.form.show_line(line)
            self.draft.bring_back(over=True)
            self.stack.setCurrentWidget(self.writing)
            self.form.title.setFocus()
            return
        draft = self.detail.draft
        terms = draft.terms.chosen() if draft is not None and line and line.state in TO_WRITE else None
        self.acts.act(self.chosen, key, line, terms)

    def _terms_changed(self, terms: Terms) -> None:
        """Another level: what the file holds is told anew, and what is being typed stays."""
        row = self.chosen
        self.terms[row] = terms

        def show(draft: Draft) -> None:
            if self.detail.draft is not None and row == self.chosen:
                self.detail.draft.show_load(draft)

        self.bench.newest(
            "handin.draft",
            lambda session, _p: handin_reports.draft(session, row, terms.level),
            show,
            refused=lambda trouble: self.host.banner("warn", trouble.sentence),
            owner=self,
        )

    # -- a new one -----------------------------------------------------------------------------------

    def _ask(self) -> None:
        self.form.clear()
        self.draft.bring_back()
        self.stack.setCurrentWidget(self.writing)
        self.form.title.setFocus()

    def _give_up(self) -> None:
        self.draft.drop()
        self._show(self.chosen)

    def _take(self, texts: dict[str, str]) -> None:
        row = self.form.row

        def work(session: Session, _progress: object) -> Saved:
            return handins.amend(session, row, texts) if row else handins.ask(session, texts)

        self.bench.write(
            work,
            lambda saved: self._taken(saved, row),
            refused=self.form.refuse,
            owner=self,
        )

    def _taken(self, saved: Saved, changed: str) -> None:
        self.draft.drop()
        self.chosen = changed or saved.id
        undo = undo_of(self.bench, self.host, saved.entry, "这份表")
        self.host.toast("已改好" if changed else "已记下，到期会在今日提醒", undo)

    # -- its scan, its versions ----------------------------------------------------------------------

    def _see_scan(self, version: str) -> None:
        line = self._line()
        number = next((v.number for v in line.versions if v.id == version), 0) if line else 0
        title = f"{line.title}，第{number}版" if line else ""

        def show(pictures: list[bytes]) -> None:
            self.scans.show_scan(version, title, pictures)
            self.papers.hide()
            self.stack.setCurrentWidget(self.scans)
            self.scans.back.setFocus()

        self.bench.newest(
            "handin.scan", lambda session, _p: handin_scans.pages(session, version), show, owner=self
        )

    def _scan_out(self, page: int) -> None:
        line = self._line()
        if line is not None:
            self.acts.scan_out(line, self.scans.version, page)

    def _copy(self, version: str) -> None:
        line = self._line()
        chosen = next((v for v in line.versions if v.id == version), None) if line else None
        if chosen is not None:
            self.acts.copy(chosen)

    def _line(self) -> HandInLine | None:
        return next((one for one in self.lines if one.id == self.chosen), None)


@dataclass(frozen=True, slots=True)
class More:
    """What is read of a paper after it stands there already."""

    line: HandInLine
    changes: list[Change]
    names: dict[str, str]
    report: tuple[Draft, Terms] | None


def _more(session: Session, line: HandInLine, terms: Terms) -> More:
    """What has changed since it was handed in, the names that are spoken of, our report as it is now."""
    found = handin_changes.since(session, line.id) if not line.is_open or line.state == steps.RETURNED else []
    spoken = [change.child for change in found]
    spoken += [place.child for version in line.versions for place in version.returned]
    report = None
    if line.report and line.state in SHOWN:
        report = handin_reports.draft(session, line.id, terms.level), terms
    return More(line, found, handins.names(session, spoken), report)

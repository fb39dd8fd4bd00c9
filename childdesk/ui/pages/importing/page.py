"""Is the import: choose a file, look at it once, answer what is open, take it in; one click takes it back."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from childdesk.desk import importing
from childdesk.desk.import_plan import ImportPlan
from childdesk.desk.import_view import Preview
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.ask import WORKBOOKS
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.importing import look
from childdesk.ui.pages.importing.choose import ChooseFile, Steps, centred
from childdesk.ui.pages.importing.deciding import Deciding
from childdesk.ui.pages.importing.others import ask_whose, compare_first
from childdesk.ui.pages.importing.told import Told
from childdesk.ui.tasks import Task
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.picker import Picker
from childdesk.ui.widgets.plan_sheet import Legend, PlanSheet
from childdesk.ui.widgets.plan_view import PlanView
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.widgets.words import Elided, words
from childdesk.ui.workbench import Workbench

TITLE, LOOKED_AT = "导入表格", "导入预览"
PASTED = Path("粘贴来的表格")
UNDO = "导入后随时可以整批撤销。"


class ImportPage(Page):
    """`arrive` takes a path, (path, village, its name, paper) to take it in for a village, or None."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, TITLE, back=host.back)
        self.bench = bench
        self.path: Path | None = None
        self.made: ImportPlan | None = None
        self.preview: Preview | None = None
        self.task: Task | None = None
        self.told_so_far = Told()
        self.setAcceptDrops(True)
        self.steps = Steps(("1 选文件", "2 看一遍", "3 完成"))
        self.head.act(self.steps)
        self.sheet = PlanSheet()
        self.sheet.map_asked.connect(self._map)
        self.sheets: Segmented | Picker | None = None
        self.plan = PlanView(self._sheet_card(), undo_words=UNDO)
        self.plan.accepted.connect(self._import)
        self.plan.cancelled.connect(self._leave_it)
        self.plan.question.answered.connect(self._answered)
        self.deciding = Deciding(self)
        self._back_to: tuple[str, int, int] | None = None
        self.working = TaskRow("正在读表格…", self._cancel)
        self.stack = QStackedWidget()
        self.file = ChooseFile(self._choose, self.paste)
        pasted = QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), self)
        pasted.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        pasted.activated.connect(self.paste)
        self.stack.addWidget(self.file)
        self.stack.addWidget(centred(self.working))
        self.stack.addWidget(self.plan)
        self.body.addWidget(self.stack, 1)
        self.steps.stand(1)

    # -- building ------------------------------------------------------------------------------------

    def _sheet_card(self) -> QWidget:
        made = QFrame()
        made.setProperty("role", "card")
        self.told = Elided("", "second")
        parts = (words("原表", "group"), self.told, Legend())
        self.over = fit.row(*parts, margins=(14, 8, 14, 6), spacing=10)
        self.over.setStretch(1, 1)
        self.which = fit.row(margins=(14, 0, 14, 6))
        made.setLayout(fit.column(self.over, self.which, self.sheet, margins=(1, 1, 1, 1), spacing=0))
        return made

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Reads a file, or shows where to choose one."""
        if isinstance(argument, Path | tuple):
            self._begin(*Told.of(argument))
        elif self.made is None:
            self._show(0, 1)

    def first_focus(self) -> QWidget | None:
        """The choice of a file, or the way on."""
        return self.file.choose if self.stack.currentIndex() == 0 else self.sheet

    def take(self, act: str) -> bool:
        """F8 walks through what is to be looked at."""
        if act in ("next_issue", "last_issue") and self.preview is not None:
            self.plan.next_issue(1 if act == "next_issue" else -1)
            return True
        if act == "edit" and self.stack.currentIndex() == 2:
            self.sheet.mend()
            return True
        return super().take(act)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file may be dropped anywhere on the page."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Reads the file that was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.read(paths[0])

    def _choose(self) -> None:
        path = self.host.ask.open_file("选要导入的表", WORKBOOKS)
        if path is not None:
            self.read(path)

    # -- reading -------------------------------------------------------------------------------------

    def read(self, path: Path) -> None:
        """Starts afresh with a file."""
        self._begin(path, Told())

    def paste(self) -> None:
        """Starts afresh with what was copied out of a table; it is never written to a file."""
        if self.stack.currentIndex() == 0:
            self._begin(PASTED, Told(copied=QGuiApplication.clipboard().text()))

    def _begin(self, path: Path, told: Told) -> None:
        self.path, self.made, self.preview = path, None, None
        self.head.say(f"{told.mark}{path.name}　原文件不会被改动", TITLE)
        self.told_so_far = told
        self._plan()

    def _plan(self) -> None:
        path = self.path
        if path is None:
            return
        told = self.told_so_far
        self.working.begin(f"正在读{path.name}")
        self._show(1, 1)
        self.task = self.bench.read(
            lambda session, progress: told.plan(session, path, progress),
            self._planned,
            refused=self._refused,
            cancelled=self._stopped,
            failed=lambda _trouble: self._show(0, 1),
            stepped=lambda done, total, text: self.working.say(text, done, total),
            owner=self,
        )

    def _cancel(self) -> None:
        if self.task is not None:
            self.task.cancel()

    def _stopped(self) -> None:
        self.host.banner("info", "已停下，什么也没改。")
        self.head.say("")
        self._show(0, 1)

    def _not_written(self) -> None:
        """Stopped while it was written: nothing was; what was looked at and said is still there."""
        self.host.banner("info", "已停下，什么也没改。")
        self._show(2, 2)

    def _refused(self, trouble: Refused) -> None:
        if trouble.field == "password":
            secret = self.host.ask.passphrase("表格有密码", trouble.sentence)
            if secret:
                # Kept in memory for this file only: answering a question reads it again.
                self.told_so_far.secret = secret
                self._plan()
                return
        self.file.refuse(trouble)
        if self.path is not None:
            self.head.say(f"{self.path.name}　没有改动")
        self._show(0, 1)

    def _planned(self, made: ImportPlan) -> None:
        self.made = made
        self.file.forget()
        rosters = [sheet for sheet in made.sheets if sheet.is_roster]
        if self.sheets is not None:
            fit.clear(self.which)
            self.sheets = None
        if len(rosters) > 1:
            self.sheets = look.sheets(rosters)
            self.sheets.chosen.connect(self._sheet)
            self.which.addWidget(self.sheets, 0, Qt.AlignmentFlag.AlignLeft)
        self.deciding.beside.hide()
        there = next((one.name for one in rosters if self._back_to and one.name == self._back_to[0]), "")
        self._sheet(there or rosters[0].name)
        self._show(2, 2)
        if there and self._back_to is not None:
            self.sheet.go(*self._back_to[1:])
        self._back_to = None
        if ask_whose(self.host, self.told_so_far, made, self.replan, self._leave_it):
            compare_first(self.host, self.told_so_far, made)

    def _sheet(self, name: str) -> None:
        if self.made is None:
            return
        chosen = next(sheet for sheet in self.made.sheets if sheet.name == name)
        if self.sheets is not None:
            self.sheets.choose(name)
        self.preview = Preview(self.made, chosen)
        self._fill(self.preview)

    # -- showing -------------------------------------------------------------------------------------

    def _fill(self, preview: Preview) -> None:
        self.deciding.show_rows()
        self.head.say(self.told_so_far.mark + look.head(preview, self.told_so_far.took), LOOKED_AT)
        self.plan.tiles.show_tiles(look.tiles(preview, self.told_so_far.left))
        asked, total = look.question(preview)
        self.plan.question.ask(asked, 1, max(total, 1))
        self.plan.issues.show_issues(*look.issues(preview, self.told_so_far.left))
        verb, why_not = self.told_so_far.go(preview.made)
        self.plan.say_go(verb, why_not=why_not)
        self.plan.say_note(UNDO + (f"有{total}列没答也可以先导入，没答的先不收。" if total else ""))

    def _show(self, page: int, step: int) -> None:
        self.stack.setCurrentIndex(page)
        self.steps.stand(step)
        if page == 0:
            self.head.title.setText(TITLE)
        focus = self.first_focus()
        if self.isVisible() and page != 1 and focus is not None:
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- deciding ------------------------------------------------------------------------------------

    def _answered(self, header: str, answer: str, remember: bool) -> None:
        self.told_so_far.answer(header, answer, remember=remember)
        self.replan()

    def _map(self, column: int) -> None:
        """A click on what a column is taken for asks about that column."""
        if self.preview is not None and 0 <= column < len(self.preview.plan.columns):
            self.plan.question.ask(look.about_column(self.preview, column))

    def replan(self) -> None:
        """Plans anew with what was said meanwhile and comes back to where one stood."""
        if self.preview is not None:
            at = self.sheet.currentIndex()
            self._back_to = (self.preview.plan.name, max(at.row(), 0), max(at.column(), 0))
        self._plan()

    def _leave_it(self) -> None:
        self.made = self.preview = None
        self._show(0, 1)
        self.host.back()

    def _import(self) -> None:
        made = self.made
        if made is None:
            return
        self.working.begin("正在写入")
        self._show(1, 3)
        total = made.people
        self.task = self.bench.write(
            lambda session, progress: importing.apply(session, made, progress),
            lambda entry: self._done(entry, total),
            refused=self._refused,
            cancelled=self._not_written,
            failed=lambda _trouble: self._show(2, 2),
            stepped=lambda done, all_, text: self.working.say(text, done, all_),
            news=False,
            owner=self,
        )

    def _done(self, entry: str, total: int) -> None:
        self.made = self.preview = None
        self._show(0, 1)
        self.bench.changed.emit(entry)
        self.host.go("villages" if self.told_so_far.place else "children")
        undo = undo_of(self.bench, self.host, entry, f"{total:,}人的导入")
        self.host.toast(f"{self.told_so_far.mark}已导入{total:,}人", undo)
        self.bench.write(lambda session, _: importing.settle(session), lambda _: None, news=False)

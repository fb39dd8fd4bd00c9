"""Is the page 记走访: the form, the memory beside it, a draft every two seconds, sheet after sheet."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from childdesk.desk import drafting, trips, visits
from childdesk.desk.trips import Kept
from childdesk.desk.visits import Answers, Opening
from childdesk.domain.errors import Refused
from childdesk.domain.seen import BAD, DANGER
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.visit.household import Household
from childdesk.ui.pages.visit.memory import Memory
from childdesk.ui.pages.visit.photos import add_photo
from childdesk.ui.pages.visit.together import Together
from childdesk.ui.pages.visit.ways import lead_on, see
from childdesk.ui.pages.visit.whose import Whose
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.chip import RiskChip
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

SERIES = "连着录"


class VisitPage(Page):
    """One visit. Without a child it asks for one; in 连着录 it asks again after each."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "记走访", back=host.back)
        self.bench = bench
        self.known: Opening | None = None
        self.together = Together(bench)
        self.form = self.together.form
        self.memory = Memory(lambda visit: see(bench, host, visit, self._warn))
        self.chooser = Whose(bench)
        self.bar = SaveBar("保存走访", self.save)
        self._done: list[str] = []
        self._saving = False
        self.draft = OneDraft(bench, visits.PAGE, self._typed)
        self.draft.kept.connect(lambda: self._kept.setText("草稿已自动存好"))
        bench.tasks.failed.connect(self._stopped)
        self._build()

    def _build(self) -> None:
        self._name = words("", "head")
        self._who = words("", "second")
        self._risk = RiskChip()
        self.head.beside(self._name, self._who, self._risk)
        self._kept = words("", "second")
        self.series = button(SERIES, kind="small")
        self.series.setCheckable(True)
        self.series.setToolTip("录一摞走访单时用：存一份，接着选下一个孩子")
        self.series.clicked.connect(lambda _on: self._say_series())
        self.head.act(self._kept)
        self.head.act(self.series)
        self.bar.left.addWidget(self.form.fold)
        self.bar.second("先放着", self._put_by)
        self.bar.second("加照片", lambda: add_photo(self.host, self.bench, self.known, self._warn))
        filled = QWidget()
        inner = fit.column(self.together, self.bar, spacing=6)
        inner.setStretch(0, 1)
        filled.setLayout(inner)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.chooser)
        self._stack.addWidget(filled)
        self.body.addWidget(self._stack, 1)
        self._side = scrolled(self.memory)
        self.add_side("side", "上次走访", self._side, width=276)
        self.chooser.taken.connect(self._take)
        self.together.changed.connect(self._changed)
        self.together.turned.connect(self._show)
        self.form.mind.report_asked.connect(lambda: self._go_on("report"))
        self.form.mind.refer_asked.connect(lambda: self._go_on("refer"))
        self.form.mind.allow(self.host.knows("report"), self.host.knows("refer"))

    # -- arriving and leaving ------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """For a child's id, or for nobody yet."""
        self._done = []
        if isinstance(argument, str) and argument:
            self._take(argument)
        else:
            self._choose()

    def leave(self) -> None:
        """What was typed is kept."""
        self.draft.keep()

    def memento(self) -> object:
        """Whose visit it was; what was typed is in the draft."""
        return self.together.house.first

    def resume(self, memento: object) -> None:
        """The same child again, also where another one was chosen after arriving."""
        if isinstance(memento, str) and memento and self.together.house.first != memento:
            self._take(memento)

    def first_focus(self) -> QWidget:
        """Who, or the first thing that is open."""
        return self.chooser.line if self.known is None else self.form.first_focus()

    def take(self, act: str) -> bool:
        """Ctrl+Enter saves."""
        if act == "save" and self.known is not None:
            self.save()
            return True
        return super().take(act)

    # -- whose ---------------------------------------------------------------------------------------

    def _choose(self) -> None:
        self.known = None
        self.together.forget()
        self.draft.clean()
        self._show_form(False)
        self.head.unsaved(False)
        self.chooser.begin(self._done)

    def _take(self, child: str) -> None:
        self.bench.read(
            lambda session, _p: (trips.behind(session, child), drafting.load(session, visits.PAGE, child)),
            lambda found: self._begin(*found),
            refused=self._warn,
            owner=self,
        )

    def _warn(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)

    def _begin(self, behind: tuple[Opening, ...], draft: dict[str, str]) -> None:
        self._kept.setText("接着上次没存的写" if draft else "")
        self.together.begin(behind, draft)
        self.draft.clean()
        if behind[0].closed:
            self.host.banner("info", "这份档案已经退出，退出以前的走访可以补记")

    def _show(self, known: Opening) -> None:
        """One child behind the door."""
        self.known = known
        self._name.setText(known.name)
        self._who.setText(known.who)
        self._risk.set_level(known.risk)
        self.memory.show_opening(known)
        self._show_form(True)
        self._look_ahead()
        self.first_focus().setFocus()

    def _show_form(self, filled: bool) -> None:
        self._stack.setCurrentIndex(1 if filled else 0)
        for part in (self._name, self._who, self._risk, self._kept):
            part.setVisible(filled)
        self.memory.setVisible(filled)
        self._side.setVisible(filled and not self.compact)
        self._say_series()

    # -- filling in ----------------------------------------------------------------------------------

    def _changed(self) -> None:
        self.draft.touch()
        self.head.unsaved(True)
        self.bar.unsaved(True)
        self._look_ahead()

    def _look_ahead(self) -> None:
        """What is missing, which day is next, what follows; all by what stands in the form now."""
        if self.known is None:
            return
        gaps = self.form.gaps()
        wrong = sum(bool(frame.trouble()) and frame.isVisible() for frame in self.form.frames.values())
        self.bar.lacks([name for name, _ in gaps], [go for _, go in gaps], wrong)
        answers = self.form.answers()
        proposal = visits.propose(self.known, answers, self.bench.today)
        self.form.propose(proposal.day.isoformat(), proposal.why)
        self.memory.show_after(_after(answers))

    def _typed(self) -> Body | None:
        if self.known is None or self._saving:
            return None
        house = self.together.gather()
        return house.first, house.flat()

    def _put_by(self) -> None:
        self.draft.keep()
        self.host.toast("先放着了，今日里能接着写")
        self.host.back()

    def _go_on(self, route: str) -> None:
        if self.known is not None:
            self.draft.keep()
            lead_on(self.bench, self.host, route, self.known.child, self.form.answers())

    # -- saving --------------------------------------------------------------------------------------

    def save(self) -> None:
        """Writes it, unless something cannot be read: then it goes there."""
        known = self.known
        if known is None or self._saving:
            return
        wrong = self.form.wrong()
        if wrong:
            wrong[0].editor.setFocus()
            self._look_ahead()
            return
        self.draft.rest()
        self._saving = True
        self.bar.busy("正在保存…")
        house = self.together.gather()
        self.bench.write(
            lambda session, _p: house.save(session),
            lambda saved: self._saved(house, saved),
            refused=self._refused,
            cancelled=lambda: self._refused(Refused("没有存，填的内容还在这里")),
            owner=self,
        )

    def _saved(self, house: Household, saved: Kept) -> None:
        self._settle()
        missing = sum(issue.level == "missing" for issue in saved.issues)
        more = f"，还差{missing:,}项可以补" if missing else ""
        undo = undo_of(self.bench, self.host, saved.entry, f"{house.names()}的走访")
        self._done += house.seen()
        self.known = None
        child = house.to_refer() if self.host.knows("refer") else ""
        if self.series.isChecked():
            self._choose()
            self.chooser.line.setFocus()
        elif child:
            self.host.go("refer", child)
        else:
            self.host.back()
        self.host.toast(f"已保存{house.names()}的走访{more}", undo)

    def _refused(self, refused: Refused) -> None:
        self._again()
        if not self.together.refuse(refused):
            self._warn(refused)
        self._look_ahead()

    def _stopped(self, _trouble: object) -> None:
        """A full disk or the like: the window says what; everything typed stays, and one may try again."""
        if self._saving:
            self._again()

    def _again(self) -> None:
        self._saving = False
        self.draft.touch()
        self.bar.busy()

    def _settle(self) -> None:
        self._saving = False
        self.draft.clean()
        self.bar.busy()
        self.bar.unsaved(False)
        self.head.unsaved(False)
        self._kept.setText("")

    def _say_series(self) -> None:
        on = self.series.isChecked()
        self.series.setText(f"{SERIES}（已录{len(self._done):,}份）" if on and self._done else SERIES)


def _after(answers: Answers) -> list[str]:
    found = []
    hazards = [tick for tick in answers.ticks.values() if tick.verdict == BAD and tick.recheck]
    if hazards:
        found.append(f"安全隐患{len(hazards):,}处，7天内复查")
    if answers.mind == DANGER:
        found.append("有危险信号：存好后去写转介")
    elif answers.outlook == "需要转介":
        found.append("存好后去写转介")
    elif answers.changes:
        found.append("情绪有变化：下次先看一眼")
    if answers.nobody:
        found.append("没见到人不算走访过，三天内再去")
    return found

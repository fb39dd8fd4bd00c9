"""Is the page 看一看孩子: ticks of what was seen and heard, and which of four things is to be done."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtWidgets import QStackedWidget, QWidget

from childdesk.desk import choosing, directory, drafting, mandatory, observations
from childdesk.desk.observations import NOW, REFER, WHAT, Answers, Table
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.tasks import Progress
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.checklist import Checklist
from childdesk.ui.widgets.child_pick import ChildPick
from childdesk.ui.widgets.save_bar import SaveBar
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.segmented import Segmented
from childdesk.ui.widgets.urgent import Urgent
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

NOTES = ("只写看到、听到的", "不下判断，不写病名", "没看到的不用勾", "评估由专业人员做")


class ObservationPage(Page):
    """One look at one child."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "看一看孩子", back=host.back)
        self.bench = bench
        self.child = ""
        self.name = ""
        self._saving = False
        self.urgent = Urgent()
        self.list = Checklist()
        self.period = Segmented([("近两周", "近两周"), ("近一个月", "近一个月")], dense=True)
        self.pick = ChildPick("看哪个孩子？")
        self.bar = SaveBar("存下来", self.save)
        self.draft = OneDraft(bench, observations.PAGE, self._body)
        self._build()

    def _build(self) -> None:
        self.head.say("近来看到、听到的，勾上；写一件具体的事")
        self._who = words("", "head")
        self.head.beside(self._who)
        self.head.act(self.period)
        self.period.choose("近两周")
        self.urgent.hide()
        inner = QWidget()
        inner.setLayout(fit.column(self.urgent, self.list, None, spacing=10, margins=(0, 0, 4, 0)))
        self._area = scrolled(inner)
        form = QWidget()
        form.setLayout(fit.column(self._area, self.bar, spacing=6))
        self._stack = QStackedWidget()
        self._stack.addWidget(self.pick)
        self._stack.addWidget(form)
        self.body.addWidget(self._stack, 1)
        notes = Card("看之前", role="warn", icon="warning")
        for one in NOTES:
            notes.add(words(one, "small", wrap=True))
        self._form_note = words("", "note", wrap=True)
        notes.add(self._form_note)
        side = QWidget()
        side.setLayout(fit.column(notes, None))
        self.add_side("side", "看之前", side, width=236)
        self._bind()

    def _bind(self) -> None:
        self.pick.asked.connect(self._look_up)
        self.pick.taken.connect(self._take)
        self.list.changed.connect(self._changed)
        self.period.chosen.connect(lambda _key: self._changed())
        self.urgent.report_asked.connect(lambda: self.host.go("report", self.child))
        self.urgent.refer_asked.connect(lambda: self.save(then="refer"))

    # -- arriving and leaving ------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """For a child's id, or for nobody yet."""
        if isinstance(argument, str) and argument:
            self._take(argument)
        else:
            self.child = ""
            self._who.setText("")
            self.head.unsaved(False)
            self._stack.setCurrentIndex(0)
            self.pick.line.clear()
            self.pick.offer([], "输入姓名来找")

    def leave(self) -> None:
        """What was typed is kept; what was sealed leaves the screen."""
        self.draft.keep()
        self.child = ""
        self._fill({})

    def first_focus(self) -> QWidget | None:
        """Who, or the first tick."""
        return next(iter(self.list.boxes.values()), None) if self.child else self.pick.line

    def take(self, act: str) -> bool:
        """Ctrl+Enter saves."""
        if act == "save":
            self.save()
            return True
        return super().take(act)

    def _take(self, child: str) -> None:
        def work(session: Session, _p: Progress) -> tuple[Table, str, dict[str, str], list[object]]:
            now: datetime = session.clock.now().astimezone()
            numbers = directory.propose(session, "紧急", None, now, in_school=False)
            draft = drafting.load(session, observations.PAGE, child)
            return observations.table(session), mandatory.whose(session, child), draft, list(numbers)

        def shown(found: tuple[Table, str, dict[str, str], list[directory.Proposed]]) -> None:
            table, told, draft, numbers = found
            self.child, self.name = child, told.partition("，")[0]
            self._who.setText(told)
            self.list.show_table(table)
            self._form_note.setText(
                f"用的是{table.name}{'。县里有表就换成县里的' if table.reference else ''}"
            )
            self.urgent.show_numbers(numbers)
            self._fill(draft)
            self._stack.setCurrentIndex(1)
            first = self.first_focus()
            if first is not None:
                first.setFocus()

        self.bench.read(
            work, shown, refused=lambda refused: self.host.banner("warn", refused.sentence), owner=self
        )

    # -- filling in ----------------------------------------------------------------------------------

    def answers(self) -> Answers:
        """What stands there."""
        return self.list.answers(self.period.key() or "近两周")

    def _fill(self, draft: dict[str, str]) -> None:
        found = observations.thaw(draft)
        self.period.choose(found.period)
        self.list.show_answers(found)
        self._look_ahead()
        self.draft.clean()

    def _body(self) -> Body | None:
        if not self.child or self._saving:
            return None
        kept = observations.flat(self.answers())
        return self.child, kept if set(kept) - {"period"} else {}

    def _changed(self) -> None:
        if not self.child:
            return
        self.draft.touch()
        self._look_ahead()

    def _look_ahead(self) -> None:
        if self.list.table is None:
            return
        danger = self.list.danger
        appears = danger and self.urgent.isHidden()
        self.urgent.setVisible(danger)
        if appears:
            self._area.verticalScrollBar().setValue(0)
        self.bar.note.setText(f"存好后：{self.list.end}")
        self.head.unsaved(self.draft.dirty)

    def _look_up(self, text: str) -> None:
        def answer(found: list[choosing.Chosen]) -> None:
            self.pick.offer(found, f"找到{len(found):,}个" if text.strip() else "输入姓名来找")

        self.bench.newest("observe.pick", lambda s, _p: choosing.look_up(s, text), answer, owner=self)

    # -- saving --------------------------------------------------------------------------------------

    def save(self, then: str = "") -> None:
        """Writes what was seen, and goes on to where it leads."""
        child, now = self.child, self.answers()
        if not child or self._saving or self.list.table is None:
            return
        end = self.list.end
        self._saving = True
        self.draft.rest()

        def work(session: Session, _p: Progress) -> Saved:
            saved = observations.save(session, child, now)
            drafting.drop(session, observations.PAGE, child)
            return saved

        def saved(done: Saved) -> None:
            self._saving = False
            self.draft.clean()
            undo = undo_of(self.bench, self.host, done.entry, f"{self.name}的识别")
            if then or end in (REFER, NOW):
                self.host.go("refer", child)
            else:
                self.host.back()
            self.host.toast(f"已存好：{end}。{WHAT[end]}", undo)

        self.bench.write(work, saved, refused=self._refused, owner=self)

    def _refused(self, refused: Refused) -> None:
        self._saving = False
        self.draft.touch()
        if refused.field == "examples":
            self.list.say(refused.sentence)
        else:
            self.host.banner("warn", refused.sentence)

"""Is the page 报表上报: which report, how it looks, whether it holds, and writing it for somebody."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from childdesk.desk import choosing, report_look, reports
from childdesk.desk.leaving import Copy
from childdesk.desk.report_look import Look, Named, Shelf
from childdesk.desk.report_view import Asked
from childdesk.desk.rosters import WHOLE
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused
from childdesk.domain.report import period as periods
from childdesk.ui import fit
from childdesk.ui.among import Among
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.reports.acts import Acts
from childdesk.ui.pages.reports.behind import Behind
from childdesk.ui.pages.reports.preview import BEFORE, Preview
from childdesk.ui.pages.reports.shelf import WIDTH as SHELF
from childdesk.ui.pages.reports.shelf import ShelfList
from childdesk.ui.pages.reports.side import WIDTH as SIDE
from childdesk.ui.pages.reports.side import ReportSide
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.editor import QuietCombo
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

FIRST = "village-roster"
FILE = "case-file"
ASKED = (("要交的表", "handins", None), ("填对方的表", "filling", "new"))
"""What else leads to a sheet: papers that somebody waits for, and the township's own form."""
USUAL = ("个案会商", "督导检查", "移交档案")


class ReportsPage(Page):
    """List, preview, checks. Reads anew on arrival and with every entry."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "报表上报")
        self.bench = bench
        self.name, self.child, self.sealed = FIRST, "", ""
        self.look: Look | None = None
        self.fixed: Asked | None = None
        """What a request asks for, as long as nobody chooses another report or time."""
        self.shelf = ShelfList()
        self.preview = Preview()
        self.behind = Behind()
        self.side = ReportSide()
        self.time = QuietCombo()
        self.acts = Acts(host, bench, self, self.side, lambda: self.look)
        self._times: list[str] = []
        self._copies: dict[str, Copy] = {}
        self._build()
        self._connect()

    def _build(self) -> None:
        self.time.setAccessibleName("时间")
        fit.fix(self.time, width=190)
        self._time_word = words("时间", "label")
        self.head.act(self.preview.zoom)
        self.head.act(self._time_word)
        self.head.act(self.time)
        self.add_side("filter", "报表", self.shelf, width=SHELF, left=True)
        self.add_side("side", "核对和写出", self.side, width=SIDE)
        for label, route, argument in ASKED:
            if self.host.knows(route):
                self.shelf.under.addWidget(button(label, partial(self.host.go, route, argument)))
        self.body.addWidget(self.preview, 1)
        self.body.addWidget(self.behind)
        may = self.bench.may(Right.EXPORT)
        for part in (self.side.write, self.side.elsewhere, self.side.print):
            part.setVisible(may)

    def _connect(self) -> None:
        self.shelf.chosen.connect(self._choose)
        self.shelf.copy_asked.connect(lambda row: self.acts.tell(self._copies.get(row)))
        self.time.activated.connect(lambda _at: self._timed())
        self.preview.asked.connect(self._cell)
        self.preview.compared.connect(lambda _which: self._read())
        self.preview.pick.asked.connect(self._look_up)
        self.preview.pick.taken.connect(self._take_child)
        self.behind.opened.connect(self._open)
        self.behind.turned.connect(self.preview.make_room)
        side = self.side
        side.children_asked.connect(self._show_behind)
        side.level_chosen.connect(lambda _level: self._read())
        side.sections_chosen.connect(self._sections)
        side.write_asked.connect(lambda: self.acts.write(None))
        side.elsewhere_asked.connect(self.acts.elsewhere)
        side.print_asked.connect(self.acts.print)
        self.bench.changed.connect(self._changed)

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """As it was; with a report's name that one, with (case-file, child) that child's file, with what a
        request asks for the report of that time about those children."""
        self.fixed = argument if isinstance(argument, Asked) else None
        if self.fixed is not None:
            self.name = self.fixed.name
        elif isinstance(argument, tuple) and len(argument) == 2:
            self.name, self.child = str(argument[0]), str(argument[1])
        elif isinstance(argument, str) and argument in reports.REPORTS:
            self.name = argument
        self._arrive()

    def memento(self) -> object:
        """Which report, of when."""
        return self.name, self.time.currentIndex()

    def resume(self, memento: object) -> None:
        """The same again."""
        if isinstance(memento, tuple) and memento[0] in reports.REPORTS:
            self._choose(str(memento[0]), at=int(memento[1]))

    def take(self, act: str) -> bool:
        """Ctrl+P prints what is looked at."""
        if act == "print" and self.look is not None and self.bench.may(Right.EXPORT):
            self.acts.print()
            return True
        return super().take(act)

    def first_focus(self) -> QWidget | None:
        """The chosen report."""
        return self.shelf.first() if not self.compact else self.time

    def set_compact(self, compact: bool) -> None:
        """The word before the time gives way."""
        super().set_compact(compact)
        self._time_word.setVisible(not compact)

    # -- reading -------------------------------------------------------------------------------------

    def _changed(self) -> None:
        if self.isVisible():
            self._arrive()

    def _arrive(self) -> None:
        if self.bench.may(Right.EXPORT):
            self.bench.newest("reports.shelf", lambda s, _p: report_look.shelf(s), self._shelf, owner=self)
        self._choose(self.name, at=self.time.currentIndex() if self._times else 0)

    def _shelf(self, shelf: Shelf) -> None:
        self.shelf.show_shelf(shelf)
        self.shelf.choose(self.name)
        self._copies = {copy.id: copy for copy in shelf.copies}
        self.side.offer(shelf.recipients)

    def _choose(self, name: str, *, at: int = 0) -> None:
        self.behind.put_away()
        if name != self.name:
            self.preview.sheet.table.setCurrentIndex(self.preview.sheet.table.rootIndex())
        if self.fixed is not None and self.fixed.name != name:
            self.fixed = None
        changed = name != self.name or not self._times
        self.name = name
        self.shelf.choose(name)
        self.sealed = "" if changed else self.sealed
        times = self.bench.glance(lambda session: report_look.times(session, name))
        if [key for key, _ in times] != self._times:
            self._times = [key for key, _ in times]
            self.time.clear()
            self.time.addItems([text for _, text in times])
        if self.fixed is not None:
            at = self._at(self.fixed)
        self.time.setCurrentIndex(at if at < len(self._times) else 0)
        if changed:
            self.side.choose_level(WHOLE)
        self._read()

    def _at(self, asked: Asked) -> int:
        """The place of a request's time among those offered; none for a day or a time long past."""
        day = asked.as_of.isoformat() if asked.as_of is not None else ""
        key = asked.period.text if asked.period is not None else day
        return self._times.index(key) if key in self._times else -1

    def _timed(self) -> None:
        self.fixed = None
        self._read()

    def _asked(self) -> Asked:
        if self.fixed is not None:
            return self.fixed
        key = self._times[max(self.time.currentIndex(), 0)] if self._times else ""
        sections = self.side.chosen_sections() if self.name == FILE else ()
        period = periods.parse(key) if key else None
        return Asked(self.name, period, None, self.child, sections, self.sealed)

    def _read(self) -> None:
        if self.name == FILE and not self.child:
            self.look = None
            self.head.say("先选一个孩子，再看他的整份档案")
            self.preview.ask_child()
            self.side.show_nothing("先选一个孩子")
            return
        asked, level = self._asked(), self.side.chosen_terms().level
        compare = self.preview.which.key() == BEFORE

        def work(session: Session, _progress: object) -> Look:
            return report_look.look(session, asked, level, compare=compare)

        if asked.sealed:
            # Every opening of a sealed record is noted, and only the writing lane writes.
            self.bench.write(work, self._show, refused=self._refused, news=False, owner=self)
        else:
            self.bench.newest("reports.look", work, self._show, refused=self._refused, owner=self)

    def _show(self, look: Look) -> None:
        self.look = look
        self.head.say(look.sentence)
        self.preview.show_look(look)
        self.side.show_look(look)

    def _refused(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)
        if refused.field in ("reason", "sections"):
            self.sealed = ""

    # -- who is behind a number ----------------------------------------------------------------------

    def _cell(self, line: int, column: int) -> None:
        look = self.look
        if look is None or look.grid is None:
            return
        grid = look.grid
        people = grid.children(line, column)
        if not grid.labels and people:
            self._open(people[0], [row[0][0] for row in grid.behind if row and row[0]])
            return
        first = 0 if grid.towns else grid.labels - 1
        label = "合计" if line >= len(grid.rows) else "".join(grid.rows[line][first : grid.labels])
        heads = grid.path(column).split("，")[-max(grid.depth - 1, 1) :]
        self._show_behind("，".join((label, *heads)), people)

    def _show_behind(self, title: str, people: Sequence[str]) -> None:
        def show(named: list[Named]) -> None:
            self.behind.show_names(title, named)

        self.bench.newest(
            "reports.behind", lambda session, _p: report_look.names(session, people), show, owner=self
        )

    def _open(self, child: str, ids: Sequence[str]) -> None:
        order = list(dict.fromkeys(ids))
        at = order.index(child) if child in order else -1
        self.host.go("child", Among(child, order, at, "报表上报"))

    # -- one child's file ----------------------------------------------------------------------------

    def _look_up(self, text: str) -> None:
        def answer(found: list[choosing.Chosen]) -> None:
            said = f"找到{len(found):,}个" if found else f"没有找到“{text.strip()}”。换拼音首字母试试"
            self.preview.pick.offer(found, said if text.strip() else "输入姓名来找")

        self.bench.newest(
            "reports.pick", lambda session, _p: choosing.look_up(session, text), answer, owner=self
        )

    def _take_child(self, child: str) -> None:
        self.child = child
        self._read()

    def _sections(self, chosen: Sequence[str]) -> None:
        if "sealed" in chosen and not self.sealed:
            why = self.host.ask.reason("把保密记录装进档案", "会记下谁、为什么。", USUAL)
            self.sealed = why or ""
            if not why:
                self.side.boxes["sealed"].setChecked(False)
        elif "sealed" not in chosen:
            self.sealed = ""
        if self.side.chosen_sections():
            self._read()

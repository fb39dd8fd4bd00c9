"""Is the page 专项排查: the sweeps that are going on, a new one, the children of one, asked one by one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from childdesk.desk import drafting, file, listing, sweeps
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.desk.sweeps import Opened, Status
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import today_words
from childdesk.domain.plan_options import ANSWERED, NOT_ASKED, UNREACHED
from childdesk.ui import fit
from childdesk.ui.ask import Choice
from childdesk.ui.one_draft import Body, FieldsDraft, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.sweep.asking import Asking
from childdesk.ui.pages.sweep.begin import Begin
from childdesk.ui.pages.sweep.leading import lead_on
from childdesk.ui.pages.sweep.their_form import fill_in, questions_of
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.row_delegate import RowDelegate
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

DRAFT, BEGUN = "sweep", "sweep-new"
MARKS = {NOT_ASKED: "", ANSWERED: "已问", UNREACHED: "联系不上"}
WHEREABOUTS = "whereabouts"


class SweepPage(Page):
    """The argument is a sweep, `whereabouts` for this season's 去向核对, or nothing for all of them."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "专项排查", back=host.back)
        self.bench = bench
        self.opened: Opened | None = None
        self._writing = False
        self.begin, self.asking = Begin(), Asking()
        self.going = Card("正在做的", "点开接着问")
        self.list = QListWidget()
        self.list.setAccessibleName("孩子")
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setProperty("kind", "rows")
        fit.fix(self.list, width=322)
        self.tell = button("写成表", self._report, icon="arrow_download")
        self.into = button("填进来的表", lambda: fill_in(self.bench, self.host, self.opened, self._told))
        self.head.act(self.into)
        self.head.act(self.tell)
        self._pages = QStackedWidget()
        self._build()
        self.draft = OneDraft(bench, DRAFT, self._body)
        self.beginning = FieldsDraft(bench, BEGUN, self.begin.fields())
        self.begin.begun.connect(self._begin)
        self.begin.form_asked.connect(lambda: questions_of(self.bench, self.host, self.begin))
        self.asking.given.connect(partial(self._write, ANSWERED))
        self.asking.unreached.connect(partial(self._write, UNREACHED))
        self.asking.called.connect(self._call)
        self.asking.touched.connect(self.draft.touch)
        self.asking.finished.connect(self._finished)
        self.list.currentRowChanged.connect(self._turn)

    def _build(self) -> None:
        start = QWidget()
        start.setLayout(fit.column(self.going, self.begin, None, spacing=12))
        self._pages.addWidget(scrolled(start))
        work = QWidget()
        both = fit.row(self.list, scrolled(self.asking), spacing=12)
        both.setStretch(1, 1)
        work.setLayout(both)
        self._pages.addWidget(work)
        self.body.addWidget(self._pages, 1)

    def arrive(self, argument: object = None) -> None:
        """Opens a sweep, or shows which there are."""
        if argument == WHEREABOUTS:
            self.bench.write(
                lambda session, _p: sweeps.whereabouts_of(session),
                self._open,
                refused=self._refused,
                owner=self,
            )
        elif isinstance(argument, str) and argument:
            self._open(argument)
        else:
            self._overview()

    def leave(self) -> None:
        """What was answered or begun and not saved is kept."""
        self.draft.keep()
        self.beginning.keep()

    def first_focus(self) -> QWidget | None:
        """The child that is asked now, or the name of a new sweep."""
        return self.asking if self.opened is not None else self.begin.name

    # -- all sweeps --------------------------------------------------------------------------------------

    def _overview(self) -> None:
        self.opened = None
        for act in (self.tell, self.into):
            act.hide()
        self._pages.setCurrentIndex(0)
        self.head.say("一分钟建好，一个一个问完，结果写成表", "专项排查")
        self.bench.read(
            lambda session, _p: (sweeps.waits(session), _scopes(session)), self._show_all, owner=self
        )

    def _show_all(self, found: tuple[list[Status], list[tuple[str, str]]]) -> None:
        going, scopes = found
        fit.clear(self.going.body)
        self.going.setVisible(bool(going))
        for one in going:
            go = button("接着问", partial(self._open, one.id), kind="small")
            go.setAccessibleName(f"接着问：{one.name}")
            line = fit.row(
                words(one.name, "strong"), words(one.sentence(self.bench.today), "second"), None, go
            )
            self.going.add(line)
        self.begin.offer(scopes)
        self.beginning.bring_back()

    def _begin(self) -> None:
        scope, words_ = self.begin.chosen()
        day = today_words(self.begin.day.text() or "今天", self.bench.today)
        name, asker, hour = (one.text() for one in (self.begin.name, self.begin.asker, self.begin.hour))
        questions = self.begin.questions.toPlainText()

        def work(session: Session) -> Saved:
            iso = sweeps.day_of(day)
            return sweeps.new(
                session, name, questions, iso, asker=asker, hour=hour, scope=scope, scope_words=words_
            )[0]

        self.bench.write(
            lambda session, _p: work(session),
            partial(self._begun, name),
            refused=self._refused,
            owner=self,
        )

    def _begun(self, name: str, saved: Saved) -> None:
        self.begin.clear()
        self.beginning.drop()
        self._open(saved.id)
        undo = undo_of(self.bench, self.host, saved.entry, f"“{name.strip()}”", self._overview)
        self.host.toast(f"“{name.strip()}”建好了，一个一个问", undo)

    # -- one sweep ---------------------------------------------------------------------------------------

    def _open(self, sweep: str) -> None:
        self.bench.read(
            lambda session, _p: sweeps.opened(session, sweep), self._show, refused=self._refused, owner=self
        )

    def _show(self, found: Opened) -> None:
        same = self.opened is not None and self.opened.status.id == found.status.id
        at = self.list.currentRow() if same else -1
        self.opened = found
        self._pages.setCurrentIndex(1)
        for act in (self.tell, self.into):
            act.show()
        self.head.say(found.sentence, found.status.name)
        self.list.blockSignals(True)
        self.list.clear()
        for line in found.lines:
            mark = "有危险" if line.danger else MARKS.get(line.state, "")
            item = QListWidgetItem("　".join(part for part in (line.group, line.name, mark) if part))
            item.setData(Qt.ItemDataRole.UserRole, line.id)
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.blockSignals(False)
        following = self._following(at)
        self.list.setCurrentRow(following)
        self._turn(following)

    def _following(self, at: int) -> int:
        """The next child that was not asked yet; after the last the first, then those not reached."""
        if self.opened is None:
            return -1
        lines = self.opened.lines
        order = [*range(at + 1, len(lines)), *range(max(at + 1, 0))]
        for state in (NOT_ASKED, UNREACHED):
            found = next((one for one in order if lines[one].state == state and one != at), None)
            if found is not None:
                return found
        return max(at, 0)

    def _turn(self, row: int) -> None:
        if self.opened is None or not 0 <= row < len(self.opened.lines):
            return
        line = self.opened.lines[row]
        kept = self.bench.glance(lambda session: drafting.load(session, DRAFT, line.id))
        self.asking.show_line(line, self.opened.questions, dict(kept))
        self.asking.setFocus()

    def _body(self) -> Body | None:
        line = self.asking.line
        return None if line is None or self.opened is None else (line.id, self.asking.typed())

    def _finished(self) -> None:
        """One answer stands, the next begins. What is on its way into the ledger needs no draft any more."""
        if not self._writing:
            self.draft.keep()

    def _write(self, state: str) -> None:
        line = self.asking.line
        if line is None or self.opened is None:
            return
        sweep, answers, note = self.opened.status.id, self.asking.answers(), self.asking.note.text()
        given = answers if state == ANSWERED else {}
        way = self.asking.way.key() or "电话"

        def work(session: Session) -> Saved:
            saved = sweeps.answer(session, line.id, given, state=state, way=way, note=note)
            drafting.drop(session, DRAFT, line.id)
            return saved

        alarming = sweeps.alarming(self.opened.questions, given)

        def done(saved: Saved) -> None:
            self._writing = False
            self.draft.clean()
            undo = undo_of(self.bench, self.host, saved.entry, then=lambda: self._anew(sweep))
            self.host.toast(f"{line.name}：{state}", undo)
            self._open(sweep)
            if alarming:
                lead_on(self.bench, self.host, line, sweeps.as_seen(alarming, note, way))

        def refused(why: Refused) -> None:
            self._writing = False
            self._refused(why)

        self._writing = True
        self.bench.write(lambda session, _p: work(session), done, refused=refused, owner=self)

    def _anew(self, sweep: str) -> None:
        """What was taken back is asked again, where it is looked at still."""
        if self.opened is not None and self.opened.status.id == sweep:
            self._open(sweep)

    def _call(self) -> None:
        line = self.asking.line
        if line is None:
            return

        def show(numbers: list[tuple[str, str]]) -> None:
            told = [f"{who}　{number}" for who, number in numbers] or ["还没有电话。"]
            self.host.ask.choose(f"给{line.name}家打电话", told, [Choice("ok", "好", harmless=True)])

        self.bench.write(lambda session, _p: file.numbers(session, line.child), show, news=False, owner=self)

    def _report(self) -> None:
        if self.opened is None:
            return
        status = self.opened.status
        path = self.host.ask.save_file("写成表", f"{status.name}.xlsx")
        if path is None:
            return
        done = status.left == 0
        self.bench.write(
            lambda session, progress: sweeps.report(session, status.id, path, done=done, progress=progress),
            self._told,
            outward=True,
            refused=self._refused,
            owner=self,
        )

    def _told(self, made: sweeps.Report) -> None:
        words_ = "，没有发现，零报告" if made.zero else f"，还有{made.left:,}个没问" if made.left else ""
        self.host.toast(f"已写好{made.path.name}，{made.rows:,}行{words_}")
        if not made.left:
            self._overview()

    def _refused(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)


def _scopes(session: Session) -> list[tuple[str, str]]:
    """The groups and categories of the register that have somebody."""
    counts = listing.counts(session, listing.Filter())
    return [
        (f"{group}={value}", f"{value}（{number}）")
        for group in ("group", "category", "risk")
        for value, number in sorted(counts[group].items())
        if number
    ]

"""Is the page 填表: choose a form, look once at what goes where, write it beside the original."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from childdesk.desk import fill_choice, fill_look, fill_told, forms, handins, import_view, leaving
from childdesk.desk.fill_told import Told
from childdesk.desk.filling import FillPlan, Wish
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.filling.columns import FormColumns
from childdesk.ui.pages.filling.ways import Ways
from childdesk.ui.pages.filling.whom import ForWhom
from childdesk.ui.printing import put_on_paper
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.leaving_terms import LeavingTerms
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

TITLE = "填表"
NEW = "new"
"""What `arrive` takes to begin with another form, whatever is on the table."""
FORMS = "表格（*.xlsx *.xlsm *.xls *.et *.ods *.csv）"
FILLED = "表格（*.xlsx *.xlsm）"
WIDTH = 322


class FillPage(Page):
    """`arrive` takes a path, ("handin", id), NEW, or None: as it was left."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, TITLE, back=host.back)
        self.bench = bench
        self.told = Told()
        self.made: FillPlan | None = None
        self.ways = Ways()
        self.ways.file_asked.connect(self._choose)
        self.ways.heads.connect(self._pasted)
        self.ways.kept_chosen.connect(self._again)
        self.ways.sent_down.connect(self._send_down)
        self.columns = FormColumns()
        self.columns.answered.connect(self._answered)
        self.whom = ForWhom()
        self.whom.scoped.connect(self._scoped)
        self.whom.ticked.connect(self._ticked)
        self.terms = LeavingTerms()
        self.terms.level_chosen.connect(self._levelled)
        self.seal = _seal()
        self.load = words("", "second", wrap=True)
        self.warned = words("", "second", wrap=True)
        self.other = button("换一张表", self._restart)
        self.print = button("直接打印", self._print, icon="print")
        self.go = button("填好并存", self._write, kind="primary")
        self.working = TaskRow("正在看这张表…")
        self.stack = QStackedWidget()
        for part in (self.ways, _alone(self.working), self._plan()):
            self.stack.addWidget(part)
        self.body.addWidget(self.stack, 1)

    def _plan(self) -> QWidget:
        inside = Card("写成文件前")
        inside.add(self.load)
        inside.add(self.terms)
        line = fit.row(fit.fix(words("密码", "label"), width=34), self.seal, spacing=6)
        line.setStretch(1, 1)
        inside.add(line)
        self.look = Card("请您看一眼", role="warn", icon="warning")
        self.look.add(self.warned)
        inner = QWidget()
        acts = fit.row(self.other, self.print, None, self.go, spacing=8)
        inner.setLayout(fit.column(self.whom, inside, self.look, None, spacing=12))
        # What is doubtful may be many lines: it is scrolled, never pressed together.
        side = scrolled(inner)
        fit.fix(side, width=WIDTH)
        over = fit.row(self.columns, side, spacing=12)
        over.setStretch(0, 1)
        made = QWidget()
        whole = fit.column(over, acts, spacing=12)
        whole.setStretch(0, 1)
        made.setLayout(whole)
        return made

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Reads a form at once, or shows where one may come from."""
        if isinstance(argument, Path):
            self._begin(Told(path=argument, name=argument.stem))
        elif isinstance(argument, tuple) and argument[0] == "handin":
            line = self.bench.glance(lambda session: handins.one(session, argument[1]))
            told = Told(name=line.title, handin=line.id, kept=line.form, wish=Wish(line.scope))
            if line.form:
                self._begin(told)
            else:
                self.told = told
                self._restart(keep=True)
        elif self.made is None or argument == NEW:
            self._restart()

    def first_focus(self) -> QWidget | None:
        """The file, or the way on."""
        return self.ways.file if self.stack.currentIndex() == 0 else self.go

    def _restart(self, *, keep: bool = False) -> None:
        self.told = replace(self.told, path=None, kept="", answers={}) if keep else Told()
        self.made = None
        self.seal.clear()
        self.ways.show_kept(self.bench.glance(forms.kept), down=self.bench.glance(forms.may_send_down))
        self.ways.name.setText(self.told.name)
        said = f"“{self.told.name}”用哪张表？" if self.told.name else "对方要什么样，就填成什么样"
        self.head.say(said)
        self.stack.setCurrentIndex(0)

    def _choose(self) -> None:
        path = self.host.ask.open_file("选对方发来的表", FORMS)
        if path is not None:
            self._begin(replace(self._afresh(), path=path, name=self.told.name or path.stem))

    def _pasted(self, name: str, text: str) -> None:
        try:
            forms.heads_of(text)
        except Refused as refused:
            self.ways.refuse(refused)
            return
        self._begin(replace(self._afresh(), heads=text, name=name or "名册"))

    def _again(self, row: str) -> None:
        """A form that was filled before, for the same children as then."""
        form = self.bench.glance(lambda session: forms.one(session, row))
        self._begin(Told(kept=row, name=form.name, wish=Wish(form.scope)))

    def _send_down(self, row: str) -> None:
        """The form goes with the next packages to every desk below."""
        form = self.bench.glance(lambda session: forms.one(session, row))
        self.bench.write(
            lambda session, _p: forms.send_down(session, row),
            lambda saved: self.host.toast(
                f"“{form.name}”下次同步时发给各村", undo_of(self.bench, self.host, saved.entry)
            ),
            refused=lambda refused: self.host.banner("warn", refused.sentence),
            owner=self,
        )

    def _afresh(self) -> Told:
        """What was said, without what was said of another workbook."""
        wish = replace(self.told.wish, where=fill_choice.without_sheets(self.told.wish.where))
        return replace(self.told, wish=wish, path=None, kept="", heads="")

    # -- looking -------------------------------------------------------------------------------------

    def _begin(self, told: Told) -> None:
        self.told = told
        self._look()

    def _look(self) -> None:
        told = self.told
        self.working.say(f"正在看{told.path.name}" if told.path else "正在做表")
        self.stack.setCurrentIndex(1)
        self.bench.read(
            lambda session, _progress: (told.plan(session), leaving.recipients(session)),
            lambda found: self._seen(*found),
            refused=self._refused,
            failed=lambda _trouble: self._restart(keep=True),
            owner=self,
        )

    def _refused(self, trouble: Refused) -> None:
        if trouble.field == "password":
            secret = self.host.ask.passphrase("表格有密码", trouble.sentence)
            if secret:
                self._begin(replace(self.told, secret=secret))
                return
        self._restart(keep=True)
        self.host.banner("warn", trouble.sentence)

    def _seen(self, made: FillPlan, before: list[str]) -> None:
        self.made = made
        if self.told.kept and not self.told.name:
            self.told.name = made.file or made.sheet
        looks = fill_look.sheets(made)
        self.columns.show_sheets(looks, import_view.all_fields())
        self.whom.show_sheets(looks)
        self.load.setText(made.load.sentence)
        self.terms.choose_level(made.wish.level)
        known = [self._asker()] if self.told.handin else []
        self.terms.offer([*known, *before])
        self.warned.setText("\n".join(made.warnings[:6]))
        self.look.setVisible(bool(made.warnings))
        self.head.say(f"{made.file or made.sheet}　{fill_look.sentence(made)}")
        self.print.setVisible(bool(self.told.heads))
        self.go.setText(f"填好{len(made.children):,}人并存")
        self.go.setEnabled(True)
        self.stack.setCurrentIndex(2)
        if self.isVisible():
            self.go.setFocus()

    def _answered(self, header: str, answer: str) -> None:
        self.told.answers[header] = answer
        self._look()

    def _scoped(self, sheet: str, where: str) -> None:
        if self.made is not None:
            self._wished(fill_choice.told(self.made.offered, sheet, where))

    def _ticked(self, sheet: str, on: bool) -> None:
        if self.made is None:
            return
        offered = self.made.offered
        where = fill_choice.ticked(offered, sheet) if on else fill_choice.told(offered, sheet, None)
        if where:
            self._wished(where)
        else:
            self.whom.show_sheets(fill_look.sheets(self.made))
            self.host.toast("至少要填一页")

    def _wished(self, where: tuple[str, ...]) -> None:
        self.told.wish = replace(self.told.wish, where=where)
        self._look()

    def _levelled(self, level: str) -> None:
        if level != self.told.wish.level:
            self.told.wish = replace(self.told.wish, level=level)
            self._look()

    def _asker(self) -> str:
        """Who waits for it."""
        return self.bench.glance(lambda session: handins.one(session, self.told.handin)).asked_by

    # -- writing -------------------------------------------------------------------------------------

    def _name(self, session: Session) -> str:
        """Beside the ledger, named as offices name it."""
        told, suffix = self.told, ".xlsm" if self.told.path and self.told.path.suffix == ".xlsm" else ".xlsx"
        if told.handin:
            return str(leaving.folder(session) / handins.file_name(session, told.handin))
        name = leaving.file_name(session, told.name, "fill", session.today, suffix)
        return str(leaving.folder(session) / name)

    def _write(self) -> None:
        made, told, terms = self.made, self.told, self.terms.chosen()
        seal = self.seal.text().strip()
        if made is None:
            return
        if made.children and not told.handin and not terms.recipient:
            self.host.banner("warn", "这份表里有孩子的资料。请先写交给谁")
            self.terms.recipient.setFocus()
            return
        out = self.host.ask.save_file("存到哪里", self.bench.glance(self._name), FILLED)
        if out is None:
            return
        self.go.setEnabled(False)
        self.bench.write(
            lambda session, _progress: fill_told.write(session, told, made, out, terms, seal=seal),
            lambda _done: self._done(made, out),
            outward=True,
            refused=self._not_written,
            failed=lambda _trouble: self.go.setEnabled(True),
            owner=self,
        )

    def _not_written(self, trouble: Refused) -> None:
        self.go.setEnabled(True)
        self.host.banner("warn", trouble.sentence)

    def _done(self, made: FillPlan, out: Path) -> None:
        handin = self.told.handin
        self._restart()
        if handin and self.host.knows("handins"):
            self.host.go("handins", handin)
        opens = QUrl.fromLocalFile(str(out))
        acts = [("打开看看", lambda: QDesktopServices.openUrl(opens))]
        self.host.banner("good", f"已填好{len(made.children):,}人：{out.name}。原表没有动。", acts)

    def _print(self) -> None:
        if self.made is not None:
            _printed(self.made, self.told.name, self.bench, self.host)


def _alone(part: QWidget) -> QWidget:
    made = QWidget()
    made.setLayout(fit.column(None, part, None))
    return made


def _seal() -> QLineEdit:
    """The password of the file that is written."""
    made = QLineEdit()
    made.setAccessibleName("打开密码")
    made.setPlaceholderText("不设。设了要告诉对方")
    return made


def _printed(made: FillPlan, name: str, bench: Workbench, host: Host) -> None:
    """The sheet of pasted heads on paper at once."""
    session = bench.session()
    when = f"{session.clock.now().astimezone():%Y-%m-%d %H:%M}"
    paper = fill_look.paper(made, name, session.name, when, practice=session.ledger.identity.practice)
    if put_on_paper(paper, host.ask):
        host.toast(f"已送去打印：{name}")

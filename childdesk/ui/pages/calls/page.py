"""Is the page 电话访: whom to call this evening at left, one call at right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStackedWidget, QWidget

from childdesk.desk import calls, drafting, leads
from childdesk.desk.calls import Call, Opened
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.one_draft import Body, OneDraft
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.calls.form import CallForm
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.row_delegate import RowDelegate
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.workbench import Workbench


class CallsPage(Page):
    """The argument is a child's id, or nothing for the whole round."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "电话访", back=host.back)
        self.bench = bench
        self.round: list[Call] = []
        self.form = CallForm(bench.today)
        self.list = QListWidget()
        self.list.setAccessibleName("今晚打给谁")
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setProperty("kind", "rows")
        fit.fix(self.list, width=322)
        self._wanted = ""
        self.draft = OneDraft(bench, calls.PAGE, self._body)
        self._build()

    def _build(self) -> None:
        work = QWidget()
        one = fit.column(scrolled(self.form), fit.row(None, self.form.save), spacing=8)
        one.setStretch(0, 1)
        both = fit.row(self.list, one, spacing=12)
        both.setStretch(1, 1)
        work.setLayout(both)
        self._pages = QStackedWidget()
        self._pages.addWidget(Empty("call", "今晚没有要打的电话", "看走访安排", lambda: self.host.go("plan")))
        self._pages.addWidget(work)
        self.body.addWidget(self._pages, 1)
        self.list.currentRowChanged.connect(self._turn)
        self.form.touched.connect(self.draft.touch)
        self.form.done.connect(self.save)

    # -- arriving and leaving ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """The round as it stands, at a child or at the first one."""
        self._load(argument if isinstance(argument, str) else "")

    def leave(self) -> None:
        """What was typed is kept; the numbers leave the screen."""
        self.draft.keep()
        self.form.opened = None

    def first_focus(self) -> QWidget | None:
        """Whether somebody answered, or the way on where nobody is to be called."""
        return self.form.first() if self.round else None

    def take(self, act: str) -> bool:
        """Ctrl+Enter keeps the call."""
        if act == "save" and self.form.opened is not None:
            self.save()
            return True
        return super().take(act)

    def _load(self, child: str = "") -> None:
        self._wanted = child
        self.bench.read(lambda session, _p: calls.round_of(session), self._show, owner=self)

    def _show(self, found: list[Call]) -> None:
        self.round = found
        waiting = sum(not call.tried for call in found)
        none = "该打的都打过了" if found else "还没有要打的"
        self.head.say(f"今晚打{waiting:,}家；最要紧的在最前面" if waiting else none)
        self._pages.setCurrentIndex(1 if found else 0)
        self.list.blockSignals(True)
        self.list.clear()
        for call in found:
            told = call.tried or call.why[0][0]
            item = QListWidgetItem("　".join(part for part in (call.group, call.name, told) if part))
            item.setData(Qt.ItemDataRole.UserRole, call.child)
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.blockSignals(False)
        at = next((at for at, call in enumerate(found) if call.child == self._wanted), 0 if found else -1)
        self.list.setCurrentRow(at)
        self._turn(at)

    # -- one call ----------------------------------------------------------------------------------------

    def _turn(self, at: int) -> None:
        if not 0 <= at < len(self.round):
            return
        self.draft.keep()
        call = self.round[at]

        def work(session: Session) -> tuple[Opened, dict[str, str]]:
            return calls.opened(session, call), drafting.load(session, calls.PAGE, call.child)

        self.bench.write(
            lambda session, _p: work(session),
            lambda found: self._open(*found),
            refused=self._refused,
            news=False,
            owner=self,
        )

    def _open(self, opened: Opened, kept: dict[str, str]) -> None:
        self.form.show_call(opened, kept)
        self.draft.clean()
        self.form.first().setFocus()

    def _body(self) -> Body | None:
        opened = self.form.opened
        return None if opened is None else (opened.call.child, self.form.typed())

    def save(self) -> None:
        """Keeps the call and goes on to the next one."""
        opened = self.form.opened
        if opened is None:
            return
        call, said = opened.call, self.form.answer()
        self.draft.rest()
        leads_on = calls.danger(said) and self.host.knows("refer")

        def work(session: Session) -> Saved:
            saved = calls.save(session, call.child, said)
            if calls.danger(said):
                leads.refer(session, call.child, calls.lead(said))
            return saved

        def done(saved: Saved) -> None:
            self.draft.clean()
            self.form.opened = None
            self.host.toast(f"{call.name}：{said.result}", undo_of(self.bench, self.host, saved.entry))
            self.host.go("refer", call.child) if leads_on else self._load()

        self.bench.write(lambda session, _p: work(session), done, refused=self._refused, owner=self)

    def _refused(self, refused: Refused) -> None:
        self.draft.touch()
        if not self.form.refuse(refused.field or "", refused.sentence):
            self.host.banner("warn", refused.sentence)

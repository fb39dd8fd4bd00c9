"""One's own passphrase, and the recovery sheet: a new code, its paper, the proof that it is on paper."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from childdesk.desk import first_steps, people
from childdesk.desk.session import Right
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Paper
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Form, Group, Row
from childdesk.ui.pages.settings.sheet import Sheet
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.question import Question
from childdesk.ui.widgets.secret import NewSecret, Secret
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

UNPROVED = "新恢复单还没核对。回“口令和恢复单”再换一张"


class OldAndNew(Question):
    """The passphrase that holds and the one that shall."""

    def __init__(self) -> None:
        super().__init__()
        self.old = Secret("现在的口令", caps=False)
        self.new = NewSecret("新口令")
        self.body.addWidget(self.old)
        self.body.addWidget(self.new)
        self.begin_with(self.old.line)
        self.old.entered.connect(self.new.setFocus)

    def refuse(self, refused: Refused) -> None:
        """A wrong old passphrase is said at the old one, anything else at the new."""
        part = self.old if refused.field != "passphrase" or "至少" not in refused.sentence else self.new.first
        part.refuse(refused.sentence)
        part.setFocus()

    def wipe(self) -> None:
        """Forgets all three."""
        self.old.wipe()
        self.old.refuse("")
        self.new.wipe()


class Warned(Question):
    """What a new recovery sheet means, before there is one."""

    def __init__(self) -> None:
        super().__init__()
        told = "会换一个新恢复码，旧的恢复单马上作废。接着把新的打印或抄下来，封进信封。旧的请撕掉。"
        self.body.addWidget(words(told, "small", wrap=True))


class Keys(Group):
    """The group 口令和恢复单."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__("口令和恢复单")
        self.host = host
        self.bench = bench
        self.change = button("改口令", self._ask_change, kind="small", icon="key_multiple")
        self.row("我的口令", "四个不相干的词最好记。改口令不会动档案", self.change)
        self.both = OldAndNew()
        self.change_form = Form(self.both, "改口令")
        self.change_form.go.clicked.connect(self._change)
        self.both.new.entered.connect(self._change)
        self.add(self.change_form)
        again = self.list_of()
        self.renew = button("换恢复单", self._ask_renewal, kind="small", icon="print")
        again.put(Row("恢复单", "口令忘了只有它能打开。找不到了，就换一张", self.renew))
        self.warned = Form(Warned(), "换一张", back="先不换")
        self.warned.go.clicked.connect(self._renew)
        self.sheet = Sheet(host, "恢复单", self._paper)
        self.sheet.proved.connect(lambda: self.host.toast("新恢复单已核对，旧的请撕掉"))
        self.add(self.warned)
        self.add(self.sheet)

    def load(self) -> None:
        """Who may renew the sheet."""
        role = self.bench.session().role
        because(self.renew, "" if self.bench.may(Right.PEOPLE) else f"您的身份是{role}，恢复单由主任换")

    def leave(self) -> None:
        """Takes codes and passphrases off the screen; a sheet that was not proved is said."""
        for form in (self.change_form, self.warned):
            form.close_form()
        self.both.wipe()
        if self.sheet.put_away():
            self.host.toast(UNPROVED)

    def first(self) -> QWidget:
        """The passphrase."""
        return self.change

    # -- passphrase ----------------------------------------------------------------------------------

    def _ask_change(self) -> None:
        self.both.wipe()
        self.change_form.open_form()

    def _change(self) -> None:
        old, new = self.both.old.text(), self.both.new.text()
        if not old:
            self.both.refuse(Refused("先输现在的口令", "old"))
            return
        if not self.both.new.check():
            return
        self.change_form.wait("正在换上…")
        self.bench.write(
            lambda session, _p: people.change_passphrase(session, old, new),
            lambda _none: self._changed(),
            refused=self._not_changed,
            failed=lambda _trouble: self.change_form.wait(),
            news=False,
            owner=self,
        )

    def _changed(self) -> None:
        self.change_form.close_form()
        self.both.wipe()
        self.host.toast("口令已改，下次用新的打开")

    def _not_changed(self, refused: Refused) -> None:
        self.change_form.wait()
        self.both.refuse(refused)

    # -- recovery sheet ------------------------------------------------------------------------------

    def _ask_renewal(self) -> None:
        self.warned.open_form()

    def _renew(self) -> None:
        self.warned.wait("正在换…")
        self.bench.write(
            lambda session, _p: people.new_recovery_code(session),
            self._renewed,
            refused=self._not_renewed,
            failed=lambda _trouble: self.warned.wait(),
            news=False,
            owner=self,
        )

    def _not_renewed(self, refused: Refused) -> None:
        self.warned.close_form()
        self.host.banner("bad", refused.sentence)

    def _renewed(self, code: str) -> None:
        self.warned.close_form()
        self.sheet.show_code(code)

    def _paper(self, code: str) -> Paper:
        session = self.bench.session()
        unit = session.ledger.identity.unit_name
        return first_steps.recovery_sheet(unit, session.name, code, session.today)

"""Names that places once had: an older list with them is understood; one row each, one form for one more."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QLineEdit, QWidget

from childdesk.desk import old_places
from childdesk.desk.records import Saved
from childdesk.desk.session import Right
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.one_draft import FieldsDraft
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Form, Group, Row
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.question import Question
from childdesk.ui.workbench import Workbench

DRAFT = "old-place-new"


class OldPlaces(Group):
    """The group 旧地名; each change is written at once and can be undone."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__("旧地名", "导入旧名单时，把它们认作现在的名字")
        self.host = host
        self.bench = bench
        self.more = button("加一个旧名", self._ask, kind="small", icon="add")
        self.row("撤并、改名以前的村和乡镇", "例如：云溪镇改成了云溪街道。原表不会被改动", self.more)
        self.fields = Question()
        self.old, self.new = QLineEdit(), QLineEdit()
        both = (self.fields.field("old", "旧名", self.old), self.fields.field("new", "现在的名字", self.new))
        for line in (self.old, self.new):
            fit.fix(line, width=180)
        self.fields.body.addLayout(fit.row(*both, None, spacing=20))
        self.fields.begin_with(self.old)
        self.draft = FieldsDraft(bench, DRAFT, {"old": self.old, "new": self.new})
        self.form = Form(self.fields, "记下")
        self.form.go.clicked.connect(self._add)
        self.new.returnPressed.connect(self._add)
        self.add(self.form)
        self.known = self.list_of()

    def load(self) -> None:
        """Every pair."""
        may = self.bench.may(Right.EDIT)
        because(self.more, "" if may else "您的身份不能改")
        self.bench.read(lambda session, _p: old_places.every(session), self._know, owner=self)

    def leave(self) -> None:
        """What was typed waits."""
        self.form.close_form()

    def first(self) -> QWidget:
        """One more."""
        return self.more

    def _know(self, pairs: dict[str, str]) -> None:
        self.known.empty()
        may = self.bench.may(Right.EDIT)
        for old, new in pairs.items():
            drop = button("不再认", partial(self._drop, old), kind="small")
            drop.setAccessibleName(f"不再认{old}")
            self.known.put(Row(old, f"现在叫{new}", *([drop] if may else []), icon="building_government"))

    def _ask(self) -> None:
        self.old.clear()
        self.new.clear()
        self.form.open_form(self.draft)

    def _add(self) -> None:
        old, new = self.old.text(), self.new.text()
        self.bench.write(
            lambda session, _p: old_places.add(session, old, new),
            lambda saved: self._added(saved, f"已记下：{old.strip()}现在叫{new.strip()}"),
            refused=self._refused,
            owner=self,
        )

    def _drop(self, old: str) -> None:
        self.bench.write(
            lambda session, _p: old_places.drop(session, old),
            lambda saved: self._done(saved, f"不再认{old}"),
            refused=self._refused,
            owner=self,
        )

    def _added(self, saved: Saved, sentence: str) -> None:
        self.form.settled()
        self._done(saved, sentence)

    def _done(self, saved: Saved, sentence: str) -> None:
        self.form.close_form()
        if saved.entry:
            self.host.toast(sentence, undo_of(self.bench, self.host, saved.entry))
        self.load()

    def _refused(self, trouble: Refused) -> None:
        self.fields.refuse(Refused(trouble.sentence, "old"))

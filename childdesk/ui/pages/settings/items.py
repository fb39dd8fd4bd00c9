"""The items that this village has beside the usual ones: own columns of its lists, and those it adds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from childdesk.desk import items
from childdesk.desk.items import Line
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.domain import tiers
from childdesk.domain.errors import Refused
from childdesk.ui import fit
from childdesk.ui.one_draft import NEW, FieldsDraft
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Form, Group, Row
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.question import Question
from childdesk.ui.workbench import Workbench

DRAFT = "item-new"
NOTHING = "导入的表里没见过的栏目，也会列在这里"


class ItemForm(Question):
    """The name of an item, and for a new one what one may choose from."""

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.name.setPlaceholderText("如：爱心早餐")
        self.options = QPlainTextEdit()
        self.options.setTabChangesFocus(True)
        self.options.setAccessibleName("可以填什么")
        fit.fix(self.options, height=78)
        self.body.addWidget(self.field("label_words", "叫什么", self.name))
        note = "一行一个，填的时候会提示；不写就是随便填"
        self._options = self.field("options", "可以填什么（可不写）", self.options, note)
        self.body.addWidget(self._options)
        self.row = NEW

    def typed(self) -> dict[str, QLineEdit | QPlainTextEdit]:
        """What is typed, by key."""
        return {"label_words": self.name, "options": self.options}

    def ask(self, name: str = "", row: str = NEW) -> None:
        """Begins anew: with the name of an item that there is, or for a new one."""
        new, self.row = row == NEW, row
        self.clear()
        self.name.setText(name)
        self.options.clear()
        self._options.setVisible(new)


class VillageItems(Group):
    """The group 本村项目."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        level = bench.session().ledger.identity.level
        super().__init__(tiers.own("本村项目", level), tiers.own("档案里本村自己多记的几项", level))
        self.level = level
        self.host = host
        self.bench = bench
        self.add_one = button("加一项", self._ask_new, kind="small", icon="add")
        self.row("加一项", "每个孩子的资料里多一格，表里同名的栏目也认它", self.add_one)
        self.fields = ItemForm()
        self.draft = FieldsDraft(bench, DRAFT, self.fields.typed(), lambda: self.fields.row)
        self.form = Form(self.fields, "加上")
        self.form.go.clicked.connect(self._go)
        self.fields.name.returnPressed.connect(self._go)
        self._do: Callable[[], object] = lambda: None
        self.add(self.form)
        self.lines = self.list_of()
        bench.changed.connect(self._changed)

    def load(self) -> None:
        """All items, those that are kept first."""
        may = self.bench.may(Right.EDIT)
        because(self.add_one, "" if may else "您的身份不能改")
        self.bench.read(lambda session, _p: items.everyone(session), self._know, owner=self)

    def leave(self) -> None:
        """What was typed waits."""
        self.form.close_form()

    def first(self) -> QWidget:
        """Adding one."""
        return self.add_one

    def _changed(self) -> None:
        """Undone, or written elsewhere."""
        if self.isVisible():
            self.load()

    def _know(self, found: list[Line]) -> None:
        self.lines.empty()
        may = self.bench.may(Right.EDIT)
        for line in found:
            self.lines.put(self._line(line, may=may and line.ours))
        if not found:
            self.lines.put(Row(tiers.own("还没有本村项目", self.level), NOTHING))

    def _line(self, line: Line, *, may: bool) -> Row:
        parts: list[QWidget] = []
        if may:
            parts = [button("改名", partial(self._ask_name, line), kind="small")]
            if not line.kept:
                parts.insert(0, button("长期保留", partial(self._keep, line), kind="small"))
            if not line.children:
                parts.append(button("拿掉", partial(self._remove, line), kind="small"))
        for part in parts:
            part.setAccessibleName(f"{line.label}：{part.accessibleName()}")
        told = [f"{line.children:,}个孩子有" if line.children else "还没有孩子填"]
        told += [_whence(line)] if line.source else []
        told += [] if line.ours else ["上级定的，这里不能改"]
        told += [f"可填{'、'.join(line.options)}"] if line.options else []
        return Row(line.label, "，".join(told), *parts, icon="note")

    # -- what is asked and done ----------------------------------------------------------------------

    def _ask_new(self) -> None:
        self.fields.ask()
        self._open("加上", self._add)

    def _ask_name(self, line: Line) -> None:
        self.fields.ask(line.label, line.id)
        self._open("改成这样", partial(self._rename, line))

    def _open(self, verb: str, do: Callable[[], object]) -> None:
        self._do = do
        self.form.say(verb)
        self.form.open_form(self.draft)

    def _go(self) -> None:
        self.fields.clear()
        self._do()

    def _add(self) -> None:
        name, options = self.fields.name.text(), self.fields.options.toPlainText()
        self._run(
            lambda session, _p: items.add(session, name, options),
            f"已加“{name.strip()}”，在孩子的资料里填",
            typed=True,
        )

    def _rename(self, line: Line) -> None:
        name = self.fields.name.text()
        sentence = f"改叫“{name.strip()}”了"
        self._run(lambda session, _p: items.rename(session, line.id, name), sentence, typed=True)

    def _keep(self, line: Line) -> None:
        self._run(lambda session, _p: items.keep(session, line.id, kept=True), f"“{line.label}”长期保留了")

    def _remove(self, line: Line) -> None:
        self._run(lambda session, _p: items.remove(session, line.id), f"已拿掉“{line.label}”")

    def _run(self, work: Callable[[Session, Any], Saved], sentence: str, *, typed: bool = False) -> None:
        """`typed`: what stands in the form is written by it."""

        def done(saved: Saved) -> None:
            if typed:
                self.form.settled()
            self.leave()
            self.load()
            if saved.entry:
                self.host.toast(sentence, undo_of(self.bench, self.host, saved.entry))

        def refused(trouble: Refused) -> None:
            if self.form.isVisible():
                self.fields.refuse(trouble)
            else:
                self.host.banner("bad", trouble.sentence)

        self.bench.write(work, done, refused=refused, owner=self)


def _whence(line: Line) -> str:
    return line.source if line.source == "自己加的" else f"来自{line.source}"

"""Is the page 返乡: the doors in walking order at left, one child's parents at right, the list on paper."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from childdesk.desk import homecomings
from childdesk.desk.homecomings import Line, Parent
from childdesk.desk.records import Saved
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Paper
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.printing import put_on_paper
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.row_delegate import RowDelegate
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

FIELDS = (("begins", "哪天到家，如：1-28"), ("ends", "哪天走，如：2-16"), ("papers", "要他办的、签的"))


class HomecomingPage(Page):
    """The argument is a child's id, or nothing."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "返乡", back=host.back)
        self.bench = bench
        self.found: list[Line] = []
        self.fields: dict[str, dict[str, QLineEdit]] = {}
        self.list = QListWidget()
        self.list.setAccessibleName("父母在外的孩子")
        self.list.setUniformItemSizes(True)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setProperty("kind", "rows")
        fit.fix(self.list, width=380)
        self.print_button = button("打印名单", self.print_list, icon="print")
        self.head.act(self.print_button)
        self._card = Card("返乡")
        self._pages = QStackedWidget()
        self._build()

    def _build(self) -> None:
        work = QWidget()
        right = QWidget()
        right.setLayout(fit.column(self._card, None))
        both = fit.row(self.list, scrolled(right), spacing=12)
        both.setStretch(1, 1)
        work.setLayout(both)
        empty = Empty("people_list", "没有父母在外的孩子", "看台账", lambda: self.host.go("children"))
        self._pages.addWidget(empty)
        self._pages.addWidget(work)
        self.body.addWidget(self._pages, 1)
        self.list.currentRowChanged.connect(self._turn)

    # -- arriving ----------------------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """The list as it stands."""
        self._load(argument if isinstance(argument, str) else "")

    def first_focus(self) -> QWidget | None:
        """The list."""
        return self.list if self.found else None

    def take(self, act: str) -> bool:
        """Ctrl+P prints the list."""
        if act == "print" and self.found:
            self.print_list()
            return True
        return super().take(act)

    def _load(self, child: str = "") -> None:
        self.bench.read(
            lambda session, _p: homecomings.lines(session), lambda found: self._show(found, child), owner=self
        )

    def _show(self, found: list[Line], child: str) -> None:
        self.found = found
        unasked = sum(not one.asked for one in found)
        told = f"{len(found):,}个孩子的父母在外"
        self.head.say(
            f"{told}，还有{unasked:,}个没问哪天回来" if unasked else f"{told}，都问过了" if found else ""
        )
        self._pages.setCurrentIndex(1 if found else 0)
        self.print_button.setVisible(bool(found))
        self.list.blockSignals(True)
        self.list.clear()
        for one in found:
            mark = "问过了" if one.asked else "还没问"
            parts = (one.group, one.household and f"{one.household}家", one.name, mark)
            item = QListWidgetItem("　".join(part for part in parts if part))
            item.setData(Qt.ItemDataRole.UserRole, one.child)
            item.setToolTip(item.text())
            self.list.addItem(item)
        self.list.blockSignals(False)
        at = next((at for at, one in enumerate(found) if one.child == child), 0 if found else -1)
        self.list.setCurrentRow(at)
        self._turn(at)

    # -- one child ---------------------------------------------------------------------------------------

    def _turn(self, at: int) -> None:
        if not 0 <= at < len(self.found):
            return
        one = self.found[at]
        fit.clear(self._card.body)
        self.fields = {}
        self._card.say(one.name, "　".join(part for part in (one.group, one.household) if part))
        if one.papers:
            self._card.add(words(f"只有父母能签：{'、'.join(one.papers)}", "small", wrap=True))
        for parent in one.parents:
            self._card.add(self._parent(one, parent))
        call = button("打电话问", partial(self.host.go, "calls", one.child), icon="call")
        call.setVisible(self.host.knows("calls"))
        self._card.add(fit.row(call, None))

    def _parent(self, one: Line, parent: Parent) -> QWidget:
        made = QWidget()
        fields = {}
        for key, hint in FIELDS:
            field = QLineEdit(getattr(parent, key))
            field.setPlaceholderText(hint)
            field.setAccessibleName(f"{parent.word}{hint.partition('，')[0]}")
            field.returnPressed.connect(partial(self._save, one, parent))
            fields[key] = field
        self.fields[parent.row] = fields
        keep = button("记下", partial(self._save, one, parent), kind="small", icon="checkmark")
        keep.setAccessibleName(f"记下{parent.word}哪天在家")
        days = fit.row(fields["begins"], fields["ends"], spacing=10)
        line = fit.row(fields["papers"], keep, spacing=10)
        line.setStretch(0, 1)
        state = "在外" if parent.away else "不在外"
        made.setLayout(fit.column(words(f"{parent.word}（{state}）", "label"), days, line, spacing=6))
        return made

    def _save(self, one: Line, parent: Parent) -> None:
        texts = {key: field.text() for key, field in self.fields[parent.row].items()}

        def done(saved: Saved) -> None:
            self.host.toast(
                f"{one.name}的{parent.word}哪天在家，记下了", undo_of(self.bench, self.host, saved.entry)
            )
            self._load(one.child)

        self.bench.write(
            lambda session, _p: homecomings.save(session, one.child, parent.row, **texts),
            done,
            refused=self._refused,
            owner=self,
        )

    def print_list(self) -> None:
        """The list on the printer that a person chooses."""
        found = self.found

        def done(made: Paper) -> None:
            if put_on_paper(made, self.host.ask):
                self.host.toast(f"返乡名单送去打印了，{len(found):,}个孩子")

        self.bench.read(
            lambda session, _p: homecomings.paper(session, found), done, refused=self._refused, owner=self
        )

    def _refused(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)

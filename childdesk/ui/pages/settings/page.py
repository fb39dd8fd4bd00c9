"""Is the settings: groups at left, one of them at right, each row says what it is for; kept at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QScrollArea, QWidget

from childdesk.domain import tiers
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.settings.about import About, Practice
from childdesk.ui.pages.settings.checks import Checks
from childdesk.ui.pages.settings.copies import Copies
from childdesk.ui.pages.settings.escrow import TITLE, Escrow
from childdesk.ui.pages.settings.items import VillageItems
from childdesk.ui.pages.settings.keys import Keys
from childdesk.ui.pages.settings.look import Look
from childdesk.ui.pages.settings.members import Members
from childdesk.ui.pages.settings.old_places import OldPlaces
from childdesk.ui.pages.settings.rows import Group
from childdesk.ui.pages.settings.rules import VisitRules
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import words
from childdesk.ui.workbench import Workbench

GROUPS: tuple[tuple[str, Callable[[Host, Workbench], Group]], ...] = (
    ("显示和锁屏", lambda host, bench: Look(host, bench.ways)),
    ("人员", Members),
    ("走访规则", VisitRules),
    ("本村项目", VillageItems),
    ("旧地名", OldPlaces),
    ("备份与恢复", Copies),
    ("口令和恢复单", Keys),
    (TITLE, Escrow),
    ("修改记录和检查", Checks),
    ("演练", Practice),
    ("关于和许可", About),
)
"""Name and maker of every group, in their order; one more line is one more group."""


class SettingsPage(Page):
    """One group at a time, or, while one searches, every group that has a hit."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "设置")
        self.bench = bench
        self.head.say("改了就存好，每一行写着它管什么")
        self._at = 0
        self.search = QLineEdit()
        self.search.setPlaceholderText("找一项设置")
        self.search.setAccessibleName("找一项设置")
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self._put_away)
        side = Card("")
        side.add(self.search)
        level = bench.session().ledger.identity.level
        self.parts = [
            button(tiers.own(name, level), partial(self.choose, at), kind="group")
            for at, (name, _) in enumerate(GROUPS)
        ]
        for part in self.parts:
            part.setCheckable(True)
            side.add(part)
        side.body.addStretch(1)
        self.add_side("filter", "分组", side, width=196, left=True)
        self.groups = [make(host, bench) for _, make in GROUPS]
        self.nothing = words("没有这样的设置。换个词试试", "second")
        inner = QWidget()
        inner.setLayout(fit.column(self.nothing, *self.groups, None, margins=(0, 0, 8, 0), spacing=12))
        fit.fix(inner, most=900)
        self.area: QScrollArea = scrolled(inner)
        self.area.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.area, 1)
        self._show()

    def arrive(self, argument: object = None) -> None:
        """Reads everything anew; `argument` may name a group."""
        for group in self.groups:
            group.load()
        names = [name for name, _ in GROUPS]
        if argument in names:
            self.choose(names.index(str(argument)))

    def leave(self) -> None:
        """What was typed in a form waits; what is secret is forgotten."""
        for group in self.groups:
            group.leave()

    def memento(self) -> object:
        """Which group is shown."""
        return self._at

    def resume(self, memento: object) -> None:
        """That group again."""
        if isinstance(memento, int):
            self.choose(memento)

    def first_focus(self) -> QWidget | None:
        """The group that is shown."""
        return self.groups[self._at].first() if self.compact else self.parts[self._at]

    def choose(self, at: int) -> None:
        """Shows one group."""
        self.groups[self._at].leave()
        self._at = at
        self.search.clear()
        self._show()
        self.area.verticalScrollBar().setValue(0)
        self._put_away()

    def _put_away(self) -> None:
        """In a small window the groups lie over the rows."""
        if self._drawer is not None:
            self._drawer.close_drawer()

    def _show(self) -> None:
        for at, (part, group) in enumerate(zip(self.parts, self.groups, strict=True)):
            part.setChecked(at == self._at)
            group.show_hits("")
            group.setVisible(at == self._at)
        self.nothing.hide()

    def _search(self, text: str) -> None:
        wanted = text.strip()
        if not wanted:
            self._show()
            return
        found = [group.show_hits(wanted) for group in self.groups]
        for part, group, hit in zip(self.parts, self.groups, found, strict=True):
            part.setChecked(hit)
            group.setVisible(hit)
        self.nothing.setVisible(not any(found))

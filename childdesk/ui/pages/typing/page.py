"""Is the page 录入助手: one key copies the next value in the order of the national system and ticks it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from childdesk.desk import typed, villages
from childdesk.desk.records import Saved
from childdesk.desk.session import Right, Session
from childdesk.desk.typed import CHANGED, EMPTY, TICKED, Item, Sheet, Waiting
from childdesk.domain.errors import Refused
from childdesk.domain.privacy import UNKNOWN
from childdesk.ui import fit
from childdesk.ui.page import Host, Page
from childdesk.ui.pages.typing.order import Order
from childdesk.ui.pages.typing.shelf import Shelf
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.card import Card
from childdesk.ui.widgets.empty import Empty
from childdesk.ui.widgets.scroll import scrolled
from childdesk.ui.widgets.words import Elided, rule, words
from childdesk.ui.workbench import Workbench

CLEARED = 30_000
"""Milliseconds after which what was copied is taken off the clipboard, unless something else is on it."""
MARKS = {TICKED: ("✓ 已录", "good"), CHANGED: ("▲ 改过，要重录", "soon"), EMPTY: ("", "second")}
NOTHING = "都录完了。台账里改了哪一项，那个孩子会再出现在这里"
HINT = "在对方页面粘贴后回到这里，再按一次就是下一项。剪贴板里的内容半分钟后清掉。"


class TypingPage(Page):
    """`arrive` takes the id of a child, the code of a village, or nothing."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "录入助手", back=host.back)
        self.bench = bench
        self.unit = ""
        self.waiting: list[Waiting] = []
        self.sheet: Sheet | None = None
        self.current = ""
        self.shelf = Shelf()
        self.shelf.chosen.connect(self._choose)
        self.go = button("复制下一项", self.copy, kind="primary", icon="chevron_right")
        self.order = Order(host, bench, self._load)
        self.place = button("栏目顺序", self.order.ask, kind="quiet")
        self.place.setVisible(bench.may(Right.PEOPLE))
        self.head.act(self.place)
        self.head.act(self.go)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._clear)
        self._copied = ""
        self.rows: dict[str, QPushButton] = {}
        self._build()

    def _build(self) -> None:
        card = Card()
        self.name = words("", "head")
        self.told = words("", "second")
        self.label = words("", "second")
        self.value = words("", "page", wrap=True)
        self.whole = button("这个孩子都录好了", self._all, kind="small")
        card.add(fit.row(self.name, self.told, None, self.whole, spacing=10))
        card.add(rule())
        card.add(self.label)
        card.add(self.value)
        card.add(words(HINT, "note", wrap=True))
        self._items = fit.column(spacing=2)
        inside = QWidget()
        inside.setLayout(fit.column(card, self._items, None, margins=(0, 0, 4, 0), spacing=10))
        over = fit.row(self.shelf, scrolled(inside), spacing=12)
        over.setStretch(1, 1)
        shown = QWidget()
        shown.setLayout(over)
        self.stack = QStackedWidget()
        self.stack.addWidget(shown)
        self.stack.addWidget(Empty("checkmark_circle", NOTHING, "回去", self.host.back))
        self.body.addWidget(self.stack, 1)

    # -- coming and going ----------------------------------------------------------------------------

    def arrive(self, argument: object = None) -> None:
        """Reads who is still to be typed."""
        child = ""
        if isinstance(argument, str) and argument:
            self.unit, child = (argument, "") if len(argument) == 12 else (self.unit, argument)
        self._load(child)

    def leave(self) -> None:
        """Nothing of a child stays on the clipboard."""
        self._clear()

    def first_focus(self) -> QWidget | None:
        """The one key."""
        return self.go if self.go.isVisible() else None

    def _load(self, child: str = "") -> None:
        unit = self.unit

        def work(session: Session) -> tuple[list[Waiting], str]:
            return typed.waiting(session, unit), villages.names(session).get(unit, "")

        self.bench.newest(
            "typing",
            lambda s, _p: work(s),
            lambda found: self._loaded(found[0], found[1], child),
            owner=self,
        )

    def _loaded(self, found: list[Waiting], place: str, child: str) -> None:
        self.waiting = found
        changed = sum(one.changed > 0 for one in found)
        said = f"{place}还有{len(found):,}个孩子要录" if found else "都录完了"
        self.head.say(f"{said}，其中{changed:,}个录过又改了" if changed else said)
        there = bool(found) or bool(child)
        self.stack.setCurrentIndex(0 if there else 1)
        self.go.setVisible(there)
        chosen = child or (found[0].child if found else "")
        self.shelf.show_lines(found, chosen)
        if chosen:
            self._choose(chosen)

    def _choose(self, child: str) -> None:
        self.shelf.mark(child)
        self.current = ""
        self.bench.newest(
            "typing-sheet",
            lambda session, _p: typed.sheet(session, child),
            self._show,
            refused=self._refused,
            owner=self,
        )

    # -- showing -------------------------------------------------------------------------------------

    def _show(self, sheet: Sheet) -> None:
        self.sheet = sheet
        if self.current not in [item.field for item in sheet.items]:
            self.current = sheet.following()
        self.name.setText(sheet.name)
        self.told.setText(f"录了{sheet.count(TICKED):,}项，还有{sheet.left:,}项")
        self.whole.setVisible(sheet.left > 0 and self.bench.may(Right.EDIT))
        fit.clear(self._items)
        self.rows.clear()
        section = ""
        for item in sheet.items:
            if item.section != section:
                section = item.section
                self._items.addWidget(words(section, "group"))
            self._items.addWidget(self._row(item))
        self._say()

    def _row(self, item: Item) -> QWidget:
        mark, role = MARKS.get(item.state, ("", ""))
        line = QWidget()
        act = button("不算" if item.state == TICKED else "从这项起", partial(self._press, item), kind="quiet")
        act.setAccessibleName(f"{item.label}：{act.text().strip()}")
        act.setVisible(item.state != EMPTY)
        self.rows[item.field] = act
        parts = (
            fit.fix(words(item.label, "second"), width=132),
            Elided(item.value or UNKNOWN, "small" if item.value else "unset"),
            fit.fix(words(mark, role or "second"), width=112),
            fit.fix(act, width=92),
        )
        made = fit.row(*parts, margins=(8, 0, 4, 0), spacing=10)
        made.setStretch(1, 1)
        line.setLayout(made)
        fit.fix(line, tall=30)
        return line

    def item(self) -> Item | None:
        """The field that comes next."""
        items = self.sheet.items if self.sheet else ()
        return next((item for item in items if item.field == self.current), None)

    def _say(self) -> None:
        item = self.item()
        self.label.setText(f"下一项：{item.section}，{item.label}" if item else "这个孩子都录完了")
        self.value.setText(item.value if item else "按左边的下一个孩子")
        self.go.setText(f" 复制{item.label}" if item else " 下一个孩子")
        may = self.bench.may(Right.EXPORT) and self.bench.may(Right.EDIT)
        because(self.go, "" if may else "您的身份不能往外录")

    # -- doing ---------------------------------------------------------------------------------------

    def copy(self) -> None:
        """Copies the next value whole, ticks it, and goes on; behind the last one to the next child."""
        item, sheet = self.item(), self.sheet
        if sheet is None:
            return
        if item is None:
            self._load()
            return
        child, field = sheet.child, item.field

        def work(session: Session) -> tuple[str, Sheet]:
            text = typed.value(session, child, field)
            typed.tick(session, child, [field])
            return text, typed.sheet(session, child)

        def done(found: tuple[str, Sheet]) -> None:
            text, after = found
            self._copied = text
            QGuiApplication.clipboard().setText(text)
            self._timer.start(CLEARED)
            self.current = after.following(field)
            self._show(after)
            self._count(after)

        self.bench.write(lambda s, _p: work(s), done, refused=self._refused, news=False, owner=self)

    def _count(self, sheet: Sheet) -> None:
        """The line of the child at the left says how many are left now."""
        left, changed, today = sheet.left, sheet.count(CHANGED), self.bench.today.isoformat()
        self.waiting = [
            replace(one, left=left, changed=changed, typed_on=today) if one.child == sheet.child else one
            for one in self.waiting
        ]
        self.shelf.show_lines(self.waiting, sheet.child)

    def _press(self, item: Item) -> None:
        """Begins at a field, or says that it was not typed after all."""
        sheet = self.sheet
        if sheet is None:
            return
        self.current = item.field
        if item.state != TICKED:
            self._say()
            return
        self.bench.write(
            lambda session, _p: typed.tick(session, sheet.child, [item.field], typed=False),
            lambda _saved: self._choose(sheet.child),
            refused=self._refused,
            news=False,
            owner=self,
        )

    def _all(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        fields = [item.field for item in sheet.items if item.state != EMPTY]

        def done(saved: Saved) -> None:
            undo = undo_of(self.bench, self.host, saved.entry)
            self.host.toast(f"{sheet.name}记为都录好了", undo)
            self._load()

        self.bench.write(
            lambda session, _p: typed.tick(session, sheet.child, fields),
            done,
            refused=self._refused,
            news=False,
            owner=self,
        )

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("warn", trouble.sentence)

    def _clear(self) -> None:
        """Takes the copied value off the clipboard, if it is still there."""
        board = QGuiApplication.clipboard()
        if self._copied and board.text() == self._copied:
            board.clear()
        self._copied = ""

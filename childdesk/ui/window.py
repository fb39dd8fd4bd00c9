"""Is the window: rail, search, one page at a time, banner, toast, status line, and what every key does."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from childdesk.ui import fit, icons, reading_order, theme
from childdesk.ui.actions import ACTIONS
from childdesk.ui.ask import Ask
from childdesk.ui.frame import Frame
from childdesk.ui.page import Acts, Page, Route
from childdesk.ui.trail import Step, Trail
from childdesk.ui.widgets.nav_rail import Station
from childdesk.ui.widgets.toast import Toast

NARROW, LOW = 1180, 620
"""Below these logical sizes the window is compact."""


class Window(QWidget):
    """The one window. Pages are registered as routes and made when they are first shown."""

    look_changed = Signal(int, bool)
    """Scale and contrast that a person chose, to be remembered."""
    acted = Signal(str)
    """An act that neither the window nor the page answers: new, lock, report, help."""
    closing = Signal()

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowIcon(icons.program())
        self.ask = ask
        self._frame = Frame()
        self.rail, self.finder, self.pages = self._frame.rail, self._frame.finder, self._frame.pages
        self.trail = Trail()
        self.always_compact = False
        self._routes: dict[str, Route] = {}
        self._made: dict[str, Page] = {}
        self._whole: QWidget | None = None
        self._compact: bool | None = None
        self._undo: Callable[[], object] | None = None
        self._roots = QStackedWidget()
        self._roots.addWidget(self._frame)
        self.setLayout(fit.column(self._roots, spacing=0))
        self.setMinimumSize(760, 480)
        self._toast = Toast(self)
        self._bind()
        self.rail.opened.connect(self.go)
        self._frame.pressed.connect(self.act)
        self.say_title()

    def _bind(self) -> None:
        self.actions_by_key: dict[str, QAction] = {}
        for act in ACTIONS:
            made = QAction(act.label, self)
            made.setShortcuts([QKeySequence(key) for key in act.keys])
            made.setAutoRepeat(act.again)
            made.triggered.connect(lambda _on=False, key=act.key: self.act(key))
            self.addAction(made)
            self.actions_by_key[act.key] = made
        self._own: dict[str, Callable[[], object]] = {
            "find": self.finder.seize,
            "back": self.back,
            "forward": self.forward,
            "undo": self.undo,
            "larger": lambda: self.step_scale(1),
            "smaller": lambda: self.step_scale(-1),
            "usual": lambda: self.set_look(100, theme.look().high),
        }

    def add_route(self, route: Route) -> None:
        """Registers a page; with words it appears in the rail."""
        self._routes[route.key] = route
        if route.label:
            self.rail.add(Station(route.key, route.label, route.icon, route.foot))

    def offer(self, *acts: str) -> None:
        """Shows the buttons of acts that somebody answers: help, lock, report. Till then they are hidden."""
        for act in acts:
            self._frame.buttons[act].show()

    def knows(self, route: str) -> bool:
        """Whether a page is registered."""
        return route in self._routes

    def go(self, route: str, argument: object = None) -> None:
        """Shows a page for something; where one was stays in the trail."""
        self._remember()
        self.trail.push(Step(route, argument))
        self._show(route, argument, None)

    def back(self) -> None:
        """One step back, as it looked."""
        self._travel(-1)

    def forward(self) -> None:
        """One step forward."""
        self._travel(1)

    def banner(self, level: str, sentence: str, acts: Acts = ()) -> None:
        """One sentence across the page."""
        self._frame.banner(level, sentence, acts)

    def clear_banner(self) -> None:
        """Puts the banner away."""
        self._frame.clear_banner()

    def toast(self, sentence: str, undo: Callable[[], object] | None = None) -> None:
        """What was done; Ctrl+Z takes it back as long as nothing newer was said."""
        self._undo = undo
        self._toast.say(sentence, undo)

    def status(self, key: str, text: str, tone: str = "") -> None:
        """One fact of the status line."""
        self._frame.status.say(key, text, tone)

    def badge(self, place: str, number: int, *, late: bool = False) -> None:
        """How many wait at a place."""
        self.rail.badge(place, number, late=late)

    def page(self) -> Page | None:
        """The page that is shown."""
        shown = self.pages.currentWidget()
        return shown if isinstance(shown, Page) else None

    def made(self, route: str) -> Page | None:
        """A page that has been made already."""
        return self._made.get(route)

    def show_whole(self, widget: QWidget | None) -> None:
        """Covers everything with one page (lock, first use), or shows the desk again with None."""
        if self._whole is not None and self._whole is not widget:
            self._roots.removeWidget(self._whole)
            self._whole.deleteLater()
        self._whole = widget
        if widget is not None:
            self._roots.addWidget(widget)
            self._roots.setCurrentWidget(widget)
            self._toast.put_away()
            self.finder.put_away()
        else:
            self._roots.setCurrentWidget(self._frame)

    def covered(self) -> bool:
        """Whether one page covers everything."""
        return self._whole is not None

    def forget_pages(self) -> None:
        """Throws all pages away, as locking does: nothing of the ledger stays in the window."""
        for page in self._made.values():
            page.leave()
            self.pages.removeWidget(page)
            page.deleteLater()
        self._made.clear()
        self.trail.clear()
        self.finder.clear()
        self.clear_banner()
        self._toast.put_away()
        self._undo = None

    def say_title(self, unit: str = "", *, practice: bool = False) -> None:
        """The window's title; a practice desk shows that it is one."""
        self.setWindowTitle("童档" + (f" — {unit}" if unit else "") + ("（演练）" if practice else ""))
        self._frame.practice.setVisible(practice)

    def act(self, key: str) -> None:
        """Does an act, whether by key, menu or button."""
        if self.covered():
            self.acted.emit(key) if key in ("report", "help", "lock") else None
            return
        page = self.page()
        if key.startswith("place"):
            self._nth(int(key.removeprefix("place")))
        elif page is not None and page.take(key):
            return
        elif key in self._own:
            self._own[key]()
        else:
            self.acted.emit(key)

    def undo(self) -> None:
        """Takes the last act back, while its toast stands or later."""
        undo, self._undo = self._undo, None
        if not self._toast.undo() and undo is not None:
            undo()

    def step_scale(self, step: int) -> None:
        """One size larger or smaller."""
        at = theme.SCALES.index(theme.look().scale) + step
        if 0 <= at < len(theme.SCALES):
            self.set_look(theme.SCALES[at], theme.look().high)

    def set_look(self, scale: int, high: bool) -> None:
        """Another type size or contrast, at once and everywhere."""
        app = QApplication.instance()
        if not isinstance(app, QApplication) or (scale, high) == (theme.look().scale, theme.look().high):
            return
        theme.apply(app, scale, high=high)
        fit.refit(self)
        self._settle()
        self.look_changed.emit(scale, high)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes in reading order."""
        return reading_order.step(self, self, forward=forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Compact when it is small."""
        super().resizeEvent(event)
        self._settle()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Drafts are kept first."""
        page = self.page()
        if page is not None:
            page.leave()
        self.closing.emit()
        super().closeEvent(event)

    def compact(self) -> bool:
        """Whether the window is in compact mode."""
        return bool(self._compact)

    def set_always_compact(self, always: bool) -> None:
        """紧凑：自动 or 总是."""
        self.always_compact = always
        self._settle()

    def _settle(self) -> None:
        scale = theme.look().scale
        small = self.width() * 100 < NARROW * scale or self.height() * 100 < LOW * scale
        compact = self.always_compact or small
        if compact == self._compact:
            return
        self._compact = compact
        self._frame.set_compact(compact)
        for page in self._made.values():
            page.set_compact(compact)

    def _nth(self, number: int) -> None:
        keys = self.rail.keys()
        if number <= len(keys):
            self.go(keys[number - 1])

    def _remember(self) -> None:
        page, step = self.page(), self.trail.current()
        if page is not None and step is not None:
            step.memento = page.memento()
            page.leave()

    def _travel(self, by: int) -> None:
        self._remember()
        step = self.trail.move(by)
        if step is not None:
            self._show(step.route, step.argument, step.memento)

    def _show(self, key: str, argument: object, memento: object) -> None:
        route = self._routes[key]
        page = self._made.get(key)
        if page is None:
            page = self._made[key] = route.make(self)
            page.set_compact(bool(self._compact))
            self.pages.addWidget(page)
        self.clear_banner()
        self.finder.put_away()
        self.rail.stand(route.place or key)
        self.pages.setCurrentWidget(page)
        page.arrive(argument)
        if memento is not None:
            page.resume(memento)
        focus = page.first_focus() or next(iter(reading_order.stops(page)), None)
        if focus is not None:
            focus.setFocus()

"""Runs the whole program on a desk, as a person meets it, for tests and pictures of every page."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from childdesk.app import App, routes
from childdesk.desk import file, listing
from childdesk.domain.clock import SetClock
from childdesk.store import reader
from childdesk.ui import theme
from childdesk.ui.page import Page, Route
from tests.stories.pages import SignInPage
from tests.ui import villages
from tests.ui.prepared import PreparedAsk

DESIGN, ENLARGED = (1366, 698), (1093, 558)
"""Client area of 1366×768 in logical pixels, and of the same screen where everything is enlarged to 125 %."""

CLOCK = villages.NOON + timedelta(minutes=5)


class Stage:
    """The program with prepared answers. With `at_once` its lanes work inside the call."""

    def __init__(self, home: Path, size: tuple[int, int] = DESIGN, *, at_once: bool = True) -> None:
        self.home = home
        self.clock = SetClock(CLOCK)
        self.ask = PreparedAsk()
        self.app = App(home, self.clock, at_once=at_once)
        self.window = self.app.window
        self.window.ask = self.ask
        self.app.crash.show = self.ask.crashed
        self._rich = ""
        self.judged: set[QWidget] = set()
        """What of the window was looked at and stays the same from page to page."""
        self.closed = ""
        """The child whose file a scene has closed."""
        # A walk of many pages on a slow machine is longer than the minutes after which one is locked out.
        self.app.entrance.autolock._now = lambda: 0.0
        self.app.start()
        self.window.resize(*size)
        self.settle()

    @property
    def sign_in(self) -> SignInPage:
        """The page before everything."""
        page = self.app.entrance.sign_in
        assert page is not None, "nobody is asked to sign in"
        return SignInPage(page)

    def enter(self, passphrase: str = villages.PASSPHRASE) -> None:
        """Signs in."""
        self.sign_in.sign_in(passphrase)
        self.settle()

    def go(self, route: str, argument: object = None) -> Page:
        """Shows a page and lets it come to rest."""
        self.window.go(route, argument)
        self.settle()
        page = self.window.page()
        assert page is not None
        return page

    def resize(self, size: tuple[int, int], scale: int = 100, *, high: bool = False) -> None:
        """Another size of the window and of the type."""
        self.window.resize(*size)
        self.window.set_look(scale, high)
        self.settle()

    def child(self, at: int = 0) -> str:
        """A child of the list by its place; empty where there is none."""
        found = self.ids()
        return found[at] if at < len(found) else ""

    def rich(self) -> str:
        """Of the first children of the list the one with most visits behind it, the first time one asks."""
        if not self._rich:
            bench, some = self.app.bench, self.ids()[:24]
            assert bench is not None

            def visits(child: str) -> int:
                return int(bench.glance(lambda session: file.file(session, child).visits))

            self._rich = max(some, key=visits, default="")
        return self._rich

    def ids(self) -> list[str]:
        """Every child in the order of the list."""
        bench = self.app.bench
        assert bench is not None
        return list(bench.glance(lambda session: listing.ids(session, listing.Filter())))

    def known(self, number: int) -> list[tuple[str, str, str, str]]:
        """(name, sex, number, birth) of the first children of the list."""
        bench = self.app.bench
        assert bench is not None
        wanted = self.ids()[:number]
        rows = bench.glance(lambda session: reader.many(session.ledger.connection, "child", wanted))
        keys = ("name", "sex", "id_number", "birth")
        return [tuple(str(raw[key] or "") for key in keys) for raw in rows.values()]

    def whole(self) -> QWidget:
        """What the window shows: a page over everything, else the window with its page."""
        return self.window

    @staticmethod
    def settle() -> None:
        """Lets layouts and what was put off come to rest."""
        for _ in range(4):
            QApplication.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def close(self) -> None:
        """Ends the program as closing the window does."""
        self.window.close()
        self.app.crash.remove()
        for timer in self.app._timers:
            timer.stop()
        self.window.deleteLater()


@contextlib.contextmanager
def opened(folder: Path, children: int, size: tuple[int, int] = DESIGN, **kind: bool) -> Iterator[Stage]:
    """The program with a copy of a made desk open. `kind`: longest, rehearsal."""
    with opened_copy(folder, villages.made(children, **kind), size) as made:
        yield made


@contextlib.contextmanager
def opened_copy(folder: Path, base: villages.Made, size: tuple[int, int] = DESIGN) -> Iterator[Stage]:
    """The program with a copy of this desk open."""
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    made = Stage(villages.copied(folder / "desk", base), size)
    made.enter()
    try:
        yield made
    finally:
        made.close()
        # What is gone need not be given the usual look again.
        made.settle()
        theme.apply(application)


def known_routes() -> list[Route]:
    """Every page that the program registers."""

    def never(make: Callable[..., Page]) -> Callable[..., Page]:
        return lambda host: make(host, None)

    return routes(never)

"""Keeps what is typed into one form, at most two seconds after a key and on leaving; nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from childdesk.desk import drafting
from childdesk.ui.workbench import KEPT_WITHIN, Workbench

Body = tuple[str, Mapping[str, str]]
"""The record that a draft is about, and its texts."""


class OneDraft(QObject):
    """The draft of one form. `kept` says that it has been stored."""

    kept = Signal()

    def __init__(self, bench: Workbench, page: str, typed: Callable[[], Body | None]) -> None:
        """`page` names the form in the ledger; `typed` gives what stands in it, None for no form at all."""
        super().__init__()
        self.dirty = False
        self._bench = bench
        self._page = page
        self._typed = typed
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(KEPT_WITHIN)
        self._soon.timeout.connect(self.keep)

    def touch(self) -> None:
        """Something was typed: it is kept soon, however fast the person goes on."""
        self.dirty = True
        if not self._soon.isActive():
            self._soon.start()

    def rest(self) -> None:
        """It is being saved: the draft waits for what comes of that."""
        self._soon.stop()

    def clean(self) -> None:
        """Saved, or another form: there is nothing to keep."""
        self._soon.stop()
        self.dirty = False

    def keep(self) -> None:
        """Stores it now, if there is anything new."""
        self._soon.stop()
        body = self._typed() if self.dirty else None
        if body is None:
            return
        self.dirty = False
        record, texts = body
        self._bench.write(
            lambda session, _p: drafting.keep(session, self._page, record, texts),
            lambda _done: self.kept.emit(),
            failed=lambda _trouble: self.touch(),
            news=False,
            quiet=True,
            owner=self,
        )

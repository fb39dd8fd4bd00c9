"""What a page works with: the lanes of the open desk, and the news that something was written."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal

from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused, Unavailable
from childdesk.ui.seat import Seat, Ways
from childdesk.ui.tasks import Progress, Task, Tasks
from childdesk.ui.widgets.status_line import SAVED, SAVING, UNSAVED

Ask = Callable[[Session], Any]
"""A bounded question: by id, or one page of ids."""
Work = Callable[[Session, Progress], Any]

KEPT_WITHIN = 1500
"""Milliseconds from the first key that is in no draft until it is written. However fast somebody types, and
with the time of writing, a power cut costs two seconds at most."""


class Workbench(QObject):
    """The open desk as pages see it. `changed` is the only news: an entry was written, read what you show."""

    changed = Signal(str)
    """The id of the entry; empty when something was written that is no entry."""

    def __init__(
        self, tasks: Tasks, status: Callable[[str, str, str], object], parent: QObject | None = None
    ) -> None:
        """`status(key, text, tone)` says one fact of the status line."""
        super().__init__(parent)
        self.tasks = tasks
        self.seat: Seat | None = None
        """What this seat remembers of columns and filters; None where nothing is remembered."""
        self._status = status
        self._saving, self._lost = 0, False
        self.ways = Ways()
        tasks.failed.connect(self._failed)

    def session(self) -> Session:
        """Who sits here and with which desk: person, rights, identity. Never ask its ledger from a page."""
        found: Session = self.tasks.glance(lambda session: session)
        return found

    @property
    def today(self) -> date:
        """Today where the desk stands."""
        return self.session().today

    def may(self, right: Right) -> bool:
        """Whether the person may; for showing a button, the desk asks again."""
        return self.session().may(right)

    def recall(self, key: str) -> Any:  # noqa: ANN401 what was kept as JSON
        """What the seat remembers under a key (`columns/…`, `filter/…`), or None."""
        kept = self.seat.text(key) if self.seat is not None else ""
        with contextlib.suppress(ValueError):  # a hand-written ini counts as never chosen
            return json.loads(kept) if kept else None
        return None

    def remember(self, key: str, value: object) -> None:
        """Keeps something without values of persons."""
        if self.seat is not None:
            self.seat.keep(key, json.dumps(value, ensure_ascii=True, separators=(",", ":")))

    def glance(self, ask: Ask) -> Any:  # noqa: ANN401 whatever the question answers
        """A bounded question on the window's own thread: by id, or one page of ids."""
        return self.tasks.glance(ask)

    def read(self, work: Work, then: Callable[[Any], object], **more: Any) -> Task:  # noqa: ANN401 fields of Task
        """A longer question on the reading lane. `more`: refused, cancelled, stepped, owner."""
        return self.tasks.read(work, then, **more)

    def newest(self, slot: str, work: Work, then: Callable[[Any], object], **more: Any) -> Task:  # noqa: ANN401 fields of Task
        """A question whose earlier ones of the same slot no longer matter."""
        return self.tasks.newest(slot, work, then, **more)

    def write(
        self,
        work: Work,
        then: Callable[[Any], object],
        *,
        refused: Callable[[Refused], object] | None = None,
        cancelled: Callable[[], object] | None = None,
        failed: Callable[[BaseException], object] | None = None,
        news: bool = True,
        quiet: bool = False,
        **more: Any,  # noqa: ANN401 fields of Task
    ) -> Task:
        """Work on the writing lane; says 正在保存 and 全部已保存. Without `news` nobody else hears of it.

        `quiet` work was asked for by nobody: a full disk is said in the status line, not over what one types.
        `outward` work (in `more`) takes something out to a stick or a file: when that is full, everything is
        saved here all the same.
        """
        outward = bool(more.pop("outward", False))
        self._saving += 1
        self._say(SAVING)

        def done(found: object) -> None:
            self._lost = self._lost and outward
            self._settle()
            then(found)
            if news:
                self.changed.emit(str(getattr(found, "entry", "") or ""))

        def no(trouble: Refused) -> None:
            self._settle()
            (refused or self.tasks.refused.emit)(trouble)

        def stopped() -> None:
            self._settle()
            if cancelled is not None:
                cancelled()

        def broken(trouble: BaseException) -> bool:
            if failed is not None:
                failed(trouble)
            if outward:
                self._settle()
            silent = quiet and isinstance(trouble, Unavailable)
            if silent:
                self._failed(trouble)
            return silent

        return self.tasks.write(work, done, refused=no, cancelled=stopped, failed=broken, **more)

    def _settle(self) -> None:
        self._saving = max(self._saving - 1, 0)
        if not self._saving:
            self._say(*(UNSAVED, "late") if self._lost else (SAVED,))

    def _failed(self, _trouble: object) -> None:
        if self._saving:
            self._saving, self._lost = 0, True
            self._say(UNSAVED, "late")

    def _say(self, text: str, tone: str = "") -> None:
        self._status("saved", text, tone)

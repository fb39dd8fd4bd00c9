"""Takes back what was just written down; what the page still shows of it is left, or read anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from childdesk.desk.mandatory import Opened
from childdesk.desk.records import Saved
from childdesk.ui.page import Host
from childdesk.ui.undoing import undo_of
from childdesk.ui.workbench import Workbench


class Shows(Protocol):
    """A page that shows one record."""

    host: Host
    bench: Workbench
    opened: Opened | None

    def isVisible(self) -> bool:
        """Whether it is the page that one sees."""


def undo_written(
    page: Shows, saved: Saved, what: str, again: Callable[[], object] | None
) -> Callable[[], object] | None:
    """What the toast offers. `again` reads the record anew; None where it did not exist before."""

    def gone() -> None:
        opened = page.opened
        if page.isVisible() and opened is not None and opened.id == saved.id:
            (again or page.host.back)()

    return undo_of(page.bench, page.host, saved.entry, what, gone)

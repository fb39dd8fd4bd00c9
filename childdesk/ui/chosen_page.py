"""Is a page that lists many and shows one of them: it comes back to that one and follows what is written."""

from __future__ import annotations

from collections.abc import Callable

from childdesk.ui.page import Host, Page
from childdesk.ui.workbench import Workbench


class ChosenPage(Page):
    """`chosen` is the id of what is shown, "" for nothing; `read` brings everything anew."""

    def __init__(self, host: Host, bench: Workbench, title: str, read: Callable[[], object]) -> None:
        super().__init__(host, title, back=host.back)
        self.bench = bench
        self.chosen = ""
        self._read = read
        bench.changed.connect(self._changed)

    def memento(self) -> object:
        """Which one is shown."""
        return self.chosen

    def resume(self, memento: object) -> None:
        """The same one again."""
        if isinstance(memento, str):
            self.chosen = memento

    def _changed(self, _entry: str) -> None:
        if self.isVisible():
            self._read()

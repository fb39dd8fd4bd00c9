"""Keeps what is typed in the sections of a file, at most two seconds after a key, and offers it again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QObject, QTimer

from childdesk.desk import drafting
from childdesk.desk.session import Session
from childdesk.ui.tasks import Progress
from childdesk.ui.workbench import KEPT_WITHIN, Workbench

PAGE = "child"
"""The name under which drafts of this page are kept."""

Texts = Mapping[str, str]


class Drafts(QObject):
    """The drafts of one child's sections, by section key. Nothing is ever put back unasked."""

    def __init__(self, bench: Workbench, typed: Callable[[], Mapping[str, Texts]]) -> None:
        """`typed` gives what stands in the open sections, untouched ones as empty."""
        super().__init__()
        self.bench = bench
        self.child = ""
        self._typed = typed
        self._kept: dict[str, Texts] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(KEPT_WITHIN)
        self._rest.timeout.connect(self.keep)

    def begin(self, child: str) -> None:
        """Another child; nothing of it has been kept yet."""
        self.child = child
        self._kept.clear()
        self._rest.stop()

    def touched(self) -> None:
        """Something was typed: it is kept soon, however fast the person goes on."""
        if not self._rest.isActive():
            self._rest.start()

    def keep(self) -> None:
        """Keeps what differs from what was kept, now; of a section without anything typed the draft goes."""
        self._rest.stop()
        for key, texts in self._typed().items():
            if dict(texts) != dict(self._kept.get(key, {})):
                self._kept[key] = dict(texts)
                self._write(partial(_keep, self.record(key), dict(texts)), partial(self._not_kept, key))

    def record(self, key: str) -> str:
        """How a section's draft is named in the ledger."""
        return f"{self.child}:{key}"

    def saved(self, key: str) -> None:
        """The section was saved, and its draft went with it."""
        self._kept.pop(key, None)
        self._rest.stop()

    def forget(self, keys: Iterable[str]) -> None:
        """Nobody wants these drafts."""
        self._rest.stop()
        for key in keys:
            self._kept.pop(key, None)
            self._write(partial(_drop, self.record(key)), lambda _trouble: None)

    def resume(self, keys: Iterable[str], put_back: Callable[[str, dict[str, str]], object]) -> None:
        """Brings back what was left half written."""
        for key in keys:
            self.bench.read(
                partial(_load, self.record(key)), partial(self._put_back, key, put_back), owner=self
            )

    def _put_back(
        self, key: str, put_back: Callable[[str, dict[str, str]], object], texts: dict[str, str]
    ) -> None:
        if texts:
            self._kept[key] = texts
            put_back(key, texts)

    def _not_kept(self, key: str, _trouble: BaseException) -> None:
        """A full disk or the like: tried again until there is room."""
        self._kept.pop(key, None)
        self.touched()

    def _write(
        self, work: Callable[[Session, Progress], object], failed: Callable[[BaseException], object]
    ) -> None:
        self.bench.write(work, lambda _done: None, failed=failed, news=False, quiet=True)


def _keep(record: str, texts: dict[str, str], session: Session, _progress: Progress) -> None:
    drafting.keep(session, PAGE, record, texts)


def _drop(record: str, session: Session, _progress: Progress) -> None:
    drafting.drop(session, PAGE, record)


def waiting(session: Session, child: str) -> list[str]:
    """The keys of the sections of one child in which something waits, newest first."""
    found = [one.record for one in drafting.waiting(session, PAGE)]
    return [record.partition(":")[2] for record in found if record.startswith(f"{child}:")]


def _load(record: str, session: Session, _progress: Progress) -> dict[str, str]:
    return drafting.load(session, PAGE, record)

"""Catches what nobody expected, shows it once without any value, and keeps the program running.

One of the three places that may catch everything. A report holds version, platform, the places in the code
and the last lines of the log. Words of foreign exceptions are left out: they quote what they were given.
"""

from __future__ import annotations

import contextlib
import faulthandler
import hashlib
import logging
import platform
import re
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable
from io import TextIOWrapper
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler, qVersion

from childdesk.domain.errors import Cancelled, Refused, Unavailable
from childdesk.domain.fault import places

LINES = 50
_PRIVATE = re.compile(r"\d{15,19}[Xx]?|\d{7,}|[0-9a-f]{24,}")

log = logging.getLogger(__name__)


class LastLines(logging.Handler):
    """Keeps the last lines of the log, without anything that looks like a number of a person."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: deque[str] = deque(maxlen=LINES)
        self.setFormatter(logging.Formatter("%(asctime)s %(name)s %(levelname)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        """One more line; an exception inside a log call keeps only its place."""
        record = logging.makeLogRecord(record.__dict__ | {"exc_info": None, "exc_text": None})
        self.lines.append(_PRIVATE.sub("…", self.format(record)))


class Crash(QObject):
    """The hooks of a running program. Every distinct mistake is shown once and then only counted."""

    _seen = Signal(object)

    def __init__(self, version: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.version = version
        self.counts: Counter[str] = Counter()
        self.log = LastLines()
        self.show: Callable[[str], object] = lambda report: log.error("%s", report)
        self.refuse: Callable[[Refused], object] = lambda refused: log.warning("refused")
        self.stop: Callable[[Unavailable], object] = lambda trouble: log.warning("unavailable")
        self._before: tuple[object, object] | None = None
        self._fault: TextIOWrapper | None = None
        self._showing = False
        self._standing: set[str] = set()
        self._seen.connect(self._take)

    def install(self, folder: Path | None = None) -> str:
        """Sets the hooks; with a folder, a hard crash writes there. Returns what the last one left."""
        self._before = (sys.excepthook, threading.excepthook)
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(
            args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
        )
        logging.getLogger().addHandler(self.log)
        qInstallMessageHandler(_qt_says)
        return "" if folder is None else self._watch(folder)

    def remove(self) -> None:
        """Puts everything back as it was."""
        if self._before is not None:
            sys.excepthook, threading.excepthook = self._before  # type: ignore[assignment]
            self._before = None
            qInstallMessageHandler(None)
        logging.getLogger().removeHandler(self.log)
        if self._fault is not None:
            faulthandler.disable()
            name = self._fault.name
            self._fault.close()
            self._fault = None
            Path(name).unlink(missing_ok=True)

    def take(self, trouble: BaseException) -> None:
        """Sorts one exception: inline, dialog, silence, or the crash dialog. May be called on any thread."""
        self._seen.emit(trouble)

    def report(self, trouble: BaseException) -> str:
        """What would be saved: no values, no names of folders outside the program."""
        lines = [
            f"童档 {self.version}，Python {platform.python_version()}，Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
            "",
            *places(trouble),
            "",
            *self.log.lines,
        ]
        return "\n".join(lines)

    def _hook(self, kind: type[BaseException], trouble: BaseException, where: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, trouble, where)
            return
        self._seen.emit(trouble)

    def _take(self, trouble: BaseException) -> None:
        if isinstance(trouble, Cancelled):
            return
        if isinstance(trouble, Refused):
            self.refuse(trouble)
        elif isinstance(trouble, Unavailable):
            self._say_once(trouble)
        else:
            self._fault_of_ours(trouble)

    def _say_once(self, trouble: Unavailable) -> None:
        """What stands in the way of several questions at once is said once, not dialog over dialog."""
        if trouble.sentence in self._standing:
            return
        self._standing.add(trouble.sentence)
        try:
            self.stop(trouble)
        finally:
            self._standing.discard(trouble.sentence)

    def _fault_of_ours(self, trouble: BaseException) -> None:
        key = fingerprint(trouble)
        self.counts[key] += 1
        log.error("%s ×%d %s", type(trouble).__name__, self.counts[key], key)
        if self.counts[key] > 1 or self._showing:
            return
        self._showing = True
        try:
            self.show(self.report(trouble))
        finally:
            self._showing = False

    def _watch(self, folder: Path) -> str:
        """Turns faulthandler on; the file is there at the next start only after a hard crash."""
        file, left = folder / "crash.txt", ""
        # A folder that is gone or may not be written is said elsewhere, in words.
        with contextlib.suppress(OSError):
            left = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
            self._fault = file.open("w", encoding="utf-8")
            faulthandler.enable(self._fault)
        return left


def fingerprint(trouble: BaseException) -> str:
    """Twelve characters that are equal for equal mistakes."""
    return hashlib.sha256("\n".join(places(trouble)).encode()).hexdigest()[:12]


def _qt_says(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    """Qt's own warnings go to our log."""
    level = {QtMsgType.QtDebugMsg: logging.DEBUG, QtMsgType.QtInfoMsg: logging.INFO}.get(
        kind, logging.WARNING
    )
    logging.getLogger("qt").log(level, "%s", text)

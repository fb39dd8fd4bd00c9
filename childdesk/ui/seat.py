"""Remembers how this seat likes the window: sizes, columns, type, when to lock; no person and no value.

A plain ini file beside the ledger. What stands in it may be read by anybody who sits at this computer, so
only the keys below are kept; another one is a mistake in the program.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from PySide6.QtCore import QSettings

FILE = "seat.ini"

DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "look/scale": "0",
        "look/high": "0",
        "look/compact": "0",
        "lock/minutes": "10",
        "list/numbers": "0",
        "window/geometry": "",
        "desk/unit": "",
        "desk/opened": "",
        "desk/person": "",
        "desk/role": "",
        "wizard/step": "",
        "wizard/level": "",
        "wizard/region": "",
    }
)
"""Key → what holds until somebody chooses. A scale of 0 means: by the screen."""

FREE = ("columns/", "filter/", "width/")
"""Beginnings of keys that pages may add: which columns, how wide, which folds are open."""

MINUTES = (5, 8, 10)
"""After how many minutes without a key or the mouse the window locks."""


class Seat:
    """The seat's settings. Texts and whole numbers only; what is damaged counts as never chosen."""

    def __init__(self, file: Path) -> None:
        """`file` need not exist; a folder that cannot be written only means that nothing is remembered."""
        self._kept = QSettings(str(file), QSettings.Format.IniFormat)
        self._kept.setFallbacksEnabled(False)

    def text(self, key: str) -> str:
        """The words kept under a key."""
        found = self._kept.value(_known(key), DEFAULTS.get(key, ""))
        # An unquoted comma in a hand-written ini makes a list of it.
        return "，".join(map(str, found)) if isinstance(found, list) else str(found)

    def number(self, key: str) -> int:
        """The whole number kept under a key; the usual one when it is none."""
        kept = self.text(key)
        return int(kept) if kept.isdecimal() and len(kept) < 10 else int(DEFAULTS.get(key) or 0)

    def yes(self, key: str) -> bool:
        """Whether something was switched on."""
        return self.text(key) == "1"

    def keep(self, key: str, value: str | int | bool) -> None:
        """Keeps a text, a number or a switch."""
        self._kept.setValue(_known(key), str(int(value)) if isinstance(value, bool) else str(value))

    def forget(self, beginning: str) -> None:
        """Forgets every key with a beginning, such as `wizard/`."""
        for key in [key for key in self._kept.allKeys() if key.startswith(beginning)]:
            self._kept.remove(key)

    def minutes(self) -> int:
        """After how many minutes the window locks; always one of MINUTES."""
        kept = self.number("lock/minutes")
        return kept if kept in MINUTES else int(DEFAULTS["lock/minutes"])

    def flush(self) -> None:
        """Writes now what is still in memory."""
        self._kept.sync()


def _known(key: str) -> str:
    if key not in DEFAULTS and not key.startswith(FREE):
        raise KeyError(key)
    return key


def _nothing(*_: object) -> None:
    """Where there is no window to change."""


@dataclass(frozen=True)
class Practice:
    """The way into the practice village that stands beside a desk, and back."""

    exists: Callable[[], bool] = lambda: False
    go: Callable[[], object] = _nothing
    make: Callable[[str, str], object] = _nothing
    """With a passphrase for it and the name of whoever practises; goes there."""
    has_home: Callable[[], bool] = lambda: False
    go_home: Callable[[], object] = _nothing


@dataclass(frozen=True)
class Ways:
    """What settings may do to the window; handed in by the roof. Alone they keep and change nothing."""

    seat: Seat = field(default_factory=lambda: Seat(Path(os.devnull)))
    look: Callable[[int, bool], object] = _nothing
    compact: Callable[[bool], object] = _nothing
    lock_after: Callable[[int], object] = _nothing
    restore: Callable[[Path, str], object] = _nothing
    version: str = "0"
    home: Path = field(default_factory=lambda: Path(os.devnull))
    practice: Practice = field(default_factory=Practice)

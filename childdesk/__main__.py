"""Starts the program: the command line when there is a command, else the window."""

from __future__ import annotations

import sys

from childdesk.cli import OpenWindow, run
from childdesk.desk import practice
from childdesk.domain.clock import SystemClock


def main() -> None:
    """Runs what the arguments ask for and ends with its exit code."""
    try:
        code = run(sys.argv[1:])
    except OpenWindow as wanted:
        code = open_window(wanted)
    sys.exit(code)


def open_window(wanted: OpenWindow) -> int:
    """Opens the window; on a practice village its passphrase stands in the field and is said."""
    from childdesk import app  # noqa: PLC0415 - Qt is loaded for the window alone, never for a command

    if not wanted.practice:
        return app.run(wanted.home)
    practice.ensure(wanted.home, SystemClock())
    told = f"演练村的口令已填好：{practice.PASSPHRASE}"
    return app.run(wanted.home, fill=practice.PASSPHRASE, told=told)


if __name__ == "__main__":
    main()

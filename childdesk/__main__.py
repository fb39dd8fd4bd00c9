"""Starts the program: the command line when there is a command, else the window; or one of its children.

A frozen program has no interpreter beside it, so it is its own reading child, which loads nothing but the
readers, and its own second process.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from childdesk.domain import beside
from childdesk.files import reading_child
from childdesk.files.read import FLAG

PHOTO = "--reduce-photo"
"""As in `childdesk/ui/photo.py`, which would bring Qt here."""

if TYPE_CHECKING:
    from childdesk.cli import OpenWindow


def main() -> None:
    """Runs what the arguments ask for and ends with its exit code."""
    if sys.argv[1:2] == [FLAG]:
        sys.exit(reading_child.main(sys.argv[2:]))
    if sys.argv[1:2] == [beside.FLAG]:
        sys.exit(beside.main(sys.argv[2:]))
    if sys.argv[1:2] == [PHOTO]:
        from childdesk.ui import photo_child  # noqa: PLC0415 - Qt is loaded for this child alone

        sys.exit(photo_child.main())
    sys.exit(_asked(sys.argv[1:]))


def _asked(arguments: list[str]) -> int:
    from childdesk import cli  # noqa: PLC0415 - the reading child starts without the program

    try:
        return cli.run(arguments)
    except cli.OpenWindow as wanted:
        return open_window(wanted)
    except Exception as trouble:  # noqa: BLE001 - the roof: whatever else happens is a fault of ours
        return cli.at_fault(arguments, trouble)


def open_window(wanted: OpenWindow) -> int:
    """Opens the window; on a practice village its passphrase stands in the field and is said."""
    # Qt is loaded for the window alone, never for a command; the rest never for the reading child.
    from childdesk import app  # noqa: PLC0415
    from childdesk.desk import practice  # noqa: PLC0415
    from childdesk.domain.clock import SystemClock  # noqa: PLC0415

    if not wanted.practice:
        return app.run(wanted.home)
    practice.ensure(wanted.home, SystemClock())
    told = f"演练村的口令已填好：{practice.PASSPHRASE}"
    return app.run(wanted.home, fill=practice.PASSPHRASE, told=told)


if __name__ == "__main__":
    main()

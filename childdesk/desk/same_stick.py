"""Whether the stick that is in is the one that was used last time: whoever takes another one leaves the
package of the desk above in a drawer. Known by the number of its volume; nothing is written to the stick.
"""

from __future__ import annotations

from pathlib import Path

from childdesk.desk.session import Right, Session
from childdesk.store import volume

LAST = "stick"
SAME, OTHER = "same", "other"
WORDS = {SAME: "上次用的也是这只", OTHER: "不像上次用的那只"}
"""A stick that was formatted since has another number, so nobody is told that it is another one."""


def look(session: Session, folder: Path | None) -> str:
    """SAME, OTHER, or empty where this place is no stick, or none was used before."""
    session.require(Right.VIEW)
    last = session.ledger.bookmark(LAST)
    now = volume.mark(folder, volume.system_probe()) if last and folder is not None else ""
    if not last or not now:
        return ""
    return SAME if now == last else OTHER


def note(session: Session, folder: Path) -> None:
    """Remembers the stick that was just used, if it is one."""
    now = volume.mark(folder, volume.system_probe())
    if now and now != session.ledger.bookmark(LAST):
        session.ledger.bookmark(LAST, now)

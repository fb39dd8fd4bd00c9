"""Takes a photo into the child's file: made small and plain, sealed and kept at once; the form stays."""

from __future__ import annotations

from collections.abc import Callable

from childdesk.desk import photos
from childdesk.desk.visits import Opening
from childdesk.domain.errors import Refused
from childdesk.ui import photo
from childdesk.ui.page import Host
from childdesk.ui.undoing import undo_of
from childdesk.ui.workbench import Workbench


def add_photo(host: Host, bench: Workbench, known: Opening | None, warn: Callable[[Refused], object]) -> None:
    """Asks for a file; what is no photo is said."""
    if known is None:
        return
    path = host.ask.open_file(f"{known.name}的走访照片", photo.PATTERNS)
    if path is None:
        return
    bench.write(
        lambda session, _p: photos.attach(session, known.child, photo.reduced(path)),
        lambda saved: host.toast(f"收了1张{known.name}的照片", undo_of(bench, host, saved.entry)),
        refused=warn,
    )

"""Takes an entry back and says how far that went: the undo of every toast and of the list of changes."""

from __future__ import annotations

from collections.abc import Callable

from childdesk.desk import history
from childdesk.ui.page import Host
from childdesk.ui.workbench import Workbench


def undo_of(
    bench: Workbench, host: Host, entry: str, what: str = "", then: Callable[[], object] | None = None
) -> Callable[[], object] | None:
    """What a toast may offer for an entry; None where nothing was written. `then`: what is read anew."""
    return (lambda: take_back(bench, host, entry, what, then)) if entry else None


def take_back(
    bench: Workbench, host: Host, entry: str, what: str = "", then: Callable[[], object] | None = None
) -> None:
    """Undoes an entry. What later entries rely on stays and is said; undoing the undo brings all back."""

    def done(undone: history.Undone) -> None:
        if not undone.entry:
            host.banner("info", "没有改回：后来又改过，或别的记录要用到它")
        elif undone.kept:
            host.banner("info", f"改回了{undone.reverted:,}处，另有{len(undone.kept):,}处后来又改过，留着")
        else:
            host.toast(f"已撤销{what}", undo_of(bench, host, undone.entry, then=then))
        if then is not None:
            then()

    bench.write(
        lambda session, _progress: history.apply_undo(session, entry),
        done,
        refused=lambda refused: host.banner("warn", refused.sentence),
    )

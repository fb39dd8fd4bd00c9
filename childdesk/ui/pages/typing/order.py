"""The order of the fields in the national system: the shipped one, saved to be changed, one's own loaded."""

from __future__ import annotations

from collections.abc import Callable

from childdesk.desk import typed
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.ui.ask import Choice
from childdesk.ui.page import Host
from childdesk.ui.undoing import undo_of
from childdesk.ui.workbench import Workbench

ORDERS = "栏目顺序（*.toml *.txt）"
NAME = "录入顺序.toml"
TOLD = (
    "对方的栏目改了先后或叫法，先存一份，用记事本照着改，再载入。",
    "载入前会看一遍，有一处不对就整份不收，原来的照旧用。",
)


class Order:
    """Asks which, then does it; `changed` is told when another order holds."""

    def __init__(self, host: Host, bench: Workbench, changed: Callable[[], object]) -> None:
        self.host, self.bench, self.changed = host, bench, changed

    def ask(self) -> None:
        """What is to be done with the order."""
        own = bool(self.bench.glance(typed.is_own))
        back = [Choice("usual", "用回自带的")] if own else []
        choices = [
            Choice("no", "先不动", harmless=True),
            *back,
            Choice("save", "存一份来改"),
            Choice("load", "载入改好的", primary=True),
        ]
        which = self.host.ask.choose("栏目顺序", TOLD, choices)
        acts = {"usual": self._usual, "save": self._save, "load": self._load}
        if which in acts:
            acts[which]()

    def _load(self) -> None:
        path = self.host.ask.open_file("选改好的栏目顺序", ORDERS)
        if path is not None:
            self._write(lambda session: typed.load_file(session, path), "已换成这份栏目顺序")

    def _usual(self) -> None:
        self._write(typed.usual, "用回自带的栏目顺序")

    def _save(self) -> None:
        path = self.host.ask.save_file("存一份栏目顺序", NAME, ORDERS)
        if path is None:
            return
        self.bench.read(
            lambda session, _p: typed.save_file(session, path),
            lambda _none: self.host.toast(f"存好了：{path.name}"),
            refused=self._refused,
        )

    def _write(self, work: Callable[[Session], Saved], told: str) -> None:
        def done(saved: Saved) -> None:
            self.host.toast(told, undo_of(self.bench, self.host, saved.entry))
            self.changed()

        self.bench.write(lambda session, _p: work(session), done, refused=self._refused)

    def _refused(self, trouble: Refused) -> None:
        self.host.banner("warn", trouble.sentence)

"""Asks whose visit is recorded: those who are due, or anybody by name, number tail or the code of a sheet."""

from __future__ import annotations

from collections.abc import Sequence

from childdesk.desk import choosing, visits
from childdesk.desk.choosing import Chosen
from childdesk.ui.widgets.child_pick import ChildPick
from childdesk.ui.workbench import Workbench


class Whose(ChildPick):
    """The choice. Whoever has been recorded in this pile is not offered again."""

    def __init__(self, bench: Workbench) -> None:
        super().__init__("给谁记走访")
        self._bench = bench
        self._done: tuple[str, ...] = ()
        self.asked.connect(self._look_up)

    def begin(self, done: Sequence[str]) -> None:
        """Asks anew; `done` are the children of this pile so far."""
        self._done = tuple(done)
        self.line.clear()
        self._look_up("")

    def _look_up(self, text: str) -> None:
        done = self._done

        def answer(found: list[Chosen]) -> None:
            said = "快到日子的" if found else "这几天没有到期的。输入姓名来找"
            if text.strip():
                said = f"找到{len(found):,}个" if found else f"没有找到“{text.strip()}”。换拼音首字母试试"
            self.offer(found, said)

        self._bench.newest(
            "visit.whose",
            lambda session, _p: (
                choosing.look_up(session, text) if text.strip() else visits.queue(session, done)
            ),
            answer,
            owner=self,
        )

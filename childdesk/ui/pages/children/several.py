"""What is done with several children of the list at once: a day for the next visit, a sheet as it is seen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from childdesk.desk import listed, telling
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Date, today_words
from childdesk.ui.ask import WORKBOOKS, Choice
from childdesk.ui.page import Host
from childdesk.ui.tasks import Task
from childdesk.ui.undoing import undo_of
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.workbench import Workbench


class Several:
    """The acts. `running` shows a sheet that takes long, with a way to stop it."""

    def __init__(self, host: Host, bench: Workbench, owner: QWidget) -> None:
        self.host = host
        self.bench = bench
        self.owner = owner
        self.running = TaskRow("", self._stop)
        self.running.hide()
        self._task: Task | None = None

    def plan(self, ids: Sequence[str]) -> None:
        """Sets the next visit of several: says first what will happen, and can be taken back."""
        on = self.bench.today
        typed = self.host.ask.words(f"给{len(ids):,}个孩子排走访", "下次走访定在哪一天？如：12月3日、12-03。")
        if not typed:
            return
        try:
            day = str(Date(exact=True).parse(today_words(typed, on)))
        except Refused as refused:
            self._say(refused)
            return
        when = telling.day(day, on)
        sure = self.host.ask.choose(
            f"把{len(ids):,}个孩子的下次走访定在{when}？",
            ["还没走访过的排不上，会告诉您有几个。", "排错了可以撤销。"],
            [Choice("no", "先不排", harmless=True), Choice("yes", "排上", primary=True)],
        )
        if sure != "yes":
            return

        def done(planned: listed.Planned) -> None:
            left = f"，{planned.never:,}个还没走访过，没排" if planned.never else ""
            undo = undo_of(self.bench, self.host, planned.entry)
            self.host.toast(f"已把{planned.changed:,}个孩子排在{when}{left}", undo)

        self.bench.write(
            lambda session, _p: listed.plan_visits(session, ids, day),
            done,
            refused=self._say,
            owner=self.owner,
        )

    def export(self, ids: Sequence[str], keys: Sequence[str]) -> None:
        """Writes these children with these columns as they are seen, masked."""
        identity = self.bench.session().ledger.identity
        name = f"{identity.unit_name}儿童台账_{self.bench.today:%Y%m%d}.xlsx"
        out = self.host.ask.save_file(f"导出所见的{len(ids):,}人", name, WORKBOOKS)
        if out is None:
            return

        def done(number: int) -> None:
            self.running.hide()
            self.host.toast(f"已导出{number:,}人到“{out.name}”，证件号遮住中间")

        self.running.begin("正在写表…")
        self._task = self.bench.write(
            lambda session, progress: listed.export(session, out, ids, keys, progress),
            done,
            outward=True,
            refused=self._say,
            cancelled=self._stopped,
            failed=lambda _trouble: self.running.hide(),
            stepped=self._stepped,
            news=False,
            owner=self.owner,
        )

    def _say(self, refused: Refused) -> None:
        self.running.hide()
        self.host.banner("warn", refused.sentence)

    def _stepped(self, at: int, total: int, sentence: str) -> None:
        self.running.show()
        self.running.say(sentence, at, total)

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()

    def _stopped(self) -> None:
        self.running.hide()
        self.host.toast("已停下，没有写出文件")

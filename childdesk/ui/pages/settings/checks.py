"""Whether everything fits: the list of changes, the check, and making tables and search anew."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from childdesk.desk import checking
from childdesk.desk.session import Right
from childdesk.domain.errors import Refused
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Group, Row
from childdesk.ui.widgets.buttons import because, button
from childdesk.ui.widgets.task_row import TaskRow
from childdesk.ui.workbench import Workbench

MOST = 20


class Checks(Group):
    """The group 修改记录和检查."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__("修改记录和检查")
        self.host = host
        self.bench = bench
        self.told = button("打开", lambda: host.go("history"), kind="small", icon="history")
        self.told.setAccessibleName("打开修改记录")
        self.bin = button("回收站", lambda: host.go("history", "bin"), kind="small", icon="arrow_undo")
        self.check = button("检查一遍", self._check, kind="small", icon="checkmark_circle")
        self.again = button("重新生成", self._rebuild, kind="small", icon="arrow_sync")
        self.row("修改记录和回收站", "谁、什么时候、改了什么；每一次都能撤销", self.told, self.bin)
        self.row("都对得上吗", "逐条核对改动记录和每一份档案", self.check)
        self.row("表和搜索", "万一对不上，由改动记录重新生成，不会丢东西", self.again)
        self.running = TaskRow("正在核对")
        self.running.hide()
        self.add(self.running)
        self.found = self.list_of()

    def load(self) -> None:
        """Who may."""
        because(self.again, "" if self.bench.may(Right.EDIT) else "您的身份不能改")

    def first(self) -> QWidget:
        """The list of changes."""
        return self.told

    def _check(self) -> None:
        self.running.say("正在核对")
        self.running.show()
        self.bench.read(
            lambda session, progress: checking.check(session, progress),
            self._know,
            refused=self._refused,
            failed=lambda _trouble: self.running.hide(),
            stepped=lambda done, total, text: self.running.say(text or "正在核对", done, total),
            owner=self,
        )

    def _know(self, problems: list[checking.Problem]) -> None:
        self.running.hide()
        self.found.empty()
        if not problems:
            row = Row("检查过了", "都对得上。", icon="checkmark_circle")
            row.say("都对得上。", "good")
            self.found.put(row)
        for one in problems[:MOST]:
            row = Row(one.where, one.text, icon="warning")
            row.say(one.text, "late")
            self.found.put(row)

    def _rebuild(self) -> None:
        self.running.say("正在重新生成")
        self.running.show()

        def done(_none: object) -> None:
            self.running.hide()
            self.host.toast("已由改动记录重新生成")

        self.bench.write(
            lambda session, progress: checking.rebuild(session, progress),
            done,
            refused=self._refused,
            failed=lambda _trouble: self.running.hide(),
            stepped=lambda done, total, text: self.running.say(text or "正在重新生成", done, total),
            owner=self,
        )

    def _refused(self, trouble: Refused) -> None:
        self.running.hide()
        self.host.banner("bad", trouble.sentence)

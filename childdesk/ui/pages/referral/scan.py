"""Is the page 签字扫描: what a guardian has signed, looked at with a reason; it never becomes a file here."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from childdesk.desk import scans
from childdesk.desk.scans import Seen
from childdesk.domain.errors import Refused
from childdesk.ui.page import Host, Page
from childdesk.ui.widgets.buttons import button
from childdesk.ui.widgets.paper_view import PaperView
from childdesk.ui.widgets.scanned import Scanned
from childdesk.ui.widgets.zoom import Zoom
from childdesk.ui.workbench import Workbench

MINUTES = 5
"""After so long what was opened is closed again."""
NOTED = "已记入访问记录。离开这一页就收起，不在盘里留文件"


class ScanPage(Page):
    """The argument is (referral, reason)."""

    def __init__(self, host: Host, bench: Workbench) -> None:
        super().__init__(host, "签字扫描", back=host.back)
        self.bench = bench
        self.view = PaperView()
        self.zoom = Zoom("扫描")
        self.done = button("看完了", host.back, kind="primary", icon="lock_closed")
        self.head.act(self.zoom)
        self.head.act(self.done)
        self.body.addWidget(self.view, 1)
        self.zoom.changed.connect(self.view.zoom)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MINUTES * 60_000)
        self._timer.timeout.connect(self._close)

    def arrive(self, argument: object = None) -> None:
        """Opens what was scanned for one referral; who did and why is noted."""
        self.view.clear()
        if not (isinstance(argument, tuple) and len(argument) == 2):
            self.host.go("referral")
            return
        referral, reason = str(argument[0]), str(argument[1])
        self.bench.write(
            lambda session, _p: scans.look(session, referral, reason),
            self._shown,
            refused=self._refused,
            news=False,
            owner=self,
        )

    def leave(self) -> None:
        """Nothing of it stays in the window."""
        self._timer.stop()
        self.view.clear()

    def first_focus(self) -> QWidget | None:
        """Closing it again."""
        return self.done

    def _shown(self, found: list[Seen]) -> None:
        self.head.say(f"{found[0].title}，{found[0].day}收的，共{len(found)}张。{NOTED}")
        self.view.show_pages(Scanned([one.picture for one in found]))
        self.zoom.choose(100)
        self.view.zoom(100)
        self._timer.start()

    def _close(self) -> None:
        self.view.clear()
        if self.isVisible():
            self.host.back()

    def _refused(self, refused: Refused) -> None:
        self.head.say(refused.sentence)
        self.host.banner("warn", refused.sentence)

"""What is done with a report that is looked at: writing it, printing it, taking our copy back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from childdesk.desk import leaving, reports
from childdesk.desk.leaving import Copy
from childdesk.desk.report_look import Look
from childdesk.desk.reports import Made
from childdesk.desk.session import Session
from childdesk.domain.errors import Refused
from childdesk.ui.ask import PAPERS, WORKBOOKS, Choice
from childdesk.ui.page import Host
from childdesk.ui.pages.reports.side import ReportSide
from childdesk.ui.paper import pdf_bytes
from childdesk.ui.printing import put_on_paper
from childdesk.ui.workbench import Workbench


class Acts:
    """The acts. `look` gives the report on the page at the moment of the act."""

    def __init__(
        self, host: Host, bench: Workbench, owner: QWidget, side: ReportSide, look: Callable[[], Look | None]
    ) -> None:
        self.host = host
        self.bench = bench
        self.owner = owner
        self.side = side
        self._look = look

    def elsewhere(self) -> None:
        """Asks where, then writes."""
        look = self._look()
        if look is None:
            return
        patterns = PAPERS if look.grid is None else WORKBOOKS
        out = self.host.ask.save_file("写到哪里", look.file_name, patterns)
        if out is not None:
            self.write(out)

    def write(self, out: Path | None) -> None:
        """Beside the ledger unless said otherwise; what is personal needs a recipient."""
        look = self._look()
        if look is None:
            return
        terms = self.side.chosen_terms()
        if look.load.children and not terms.recipient:
            self.host.banner("warn", "这份表里有孩子的资料。请先写交给谁")
            self.side.recipient.setFocus()
            return

        def work(session: Session, progress: object) -> Made:
            place = out or leaving.folder(session) / look.file_name
            return reports.make(session, look.asked, place, terms, draw=pdf_bytes)

        self.bench.write(work, self._written, refused=self._not_written, outward=True, owner=self.owner)

    def _written(self, made: Made) -> None:
        where = made.path.parent.name
        self.host.toast(f"已写好“{made.path.name}”，在“{where}”文件夹里")
        self.host.banner(
            "good",
            f"已写好：{made.path}。{made.load.sentence}",
            [("已交，清理本机副本", lambda: self._clear(made.id))],
        )

    def _not_written(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence, [("存到别处…", self.elsewhere)])

    def print(self) -> None:
        """On the printer that a person chooses."""
        look = self._look()
        if look is not None:
            put_on_paper(look.paper, self.host.ask)

    def tell(self, copy: Copy | None) -> None:
        """What became of a file; it can be cleared from here."""
        if copy is None:
            return
        told = [
            f"截止{copy.as_of}，{copy.level}，{copy.children:,}个孩子。",
            f"交给{copy.recipient or '没写'}，用途{copy.purpose or '没写'}。",
            f"在 {copy.path.parent}" if copy.there else "本机已没有这份文件。",
        ]
        choices = [Choice("ok", "知道了" if not copy.there else "留着", harmless=True)]
        if copy.there:
            choices.append(Choice("clear", "已交，清理本机副本", primary=True))
        if self.host.ask.choose(copy.path.name, told, choices) == "clear":
            self._clear(copy.id)

    def _clear(self, row: str) -> None:
        def done(there: bool) -> None:
            self.host.clear_banner()
            self.host.toast("本机副本已清理，记在访问记录里" if there else "文件已不在，记下了")

        self.bench.write(lambda session, _p: leaving.clear(session, row), done, refused=self._say, owner=self)

    def _say(self, refused: Refused) -> None:
        self.host.banner("warn", refused.sentence)

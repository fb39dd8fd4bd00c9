"""Writes the report as a PDF that a person names; who reported does not stand on it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from childdesk.desk import care_papers
from childdesk.domain.paper import Paper
from childdesk.ui.page import Host
from childdesk.ui.paper import pdf_bytes
from childdesk.ui.workbench import Workbench

WHY = "送公安和民政"


def printed(bench: Workbench, host: Host, row: str, owner: QWidget) -> None:
    """Asks where to, and puts it there whole."""

    def drawn(paper: Paper) -> None:
        path = host.ask.save_file("存成PDF", "强制报告表.pdf", "PDF (*.pdf)")
        if path is None:
            return
        content = pdf_bytes(paper)
        bench.write(
            lambda session, _p: care_papers.keep(session, path, content),
            lambda _done: host.toast("已存好报告表。送出去前看一眼，报告人没有写在上面"),
            refused=lambda refused: host.banner("warn", refused.sentence),
            news=False,
            owner=owner,
        )

    bench.write(
        lambda session, _p: care_papers.of_report(session, row, WHY),
        drawn,
        refused=lambda refused: host.banner("warn", refused.sentence),
        news=False,
        owner=owner,
    )

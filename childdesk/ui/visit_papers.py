"""Prints the visit sheets of a day: on the printer that a person chooses, one sheet for each door."""

from __future__ import annotations

from datetime import date

from childdesk.desk import visit_sheets
from childdesk.ui.page import Page
from childdesk.ui.printing import put_on_paper
from childdesk.ui.workbench import Workbench


def print_day(page: Page, bench: Workbench, day: date) -> None:
    """The sheets of everybody on a day's plan, in walking order; an empty day says so on the page."""

    def done(made: visit_sheets.Printed) -> None:
        if put_on_paper(made.paper, page.host.ask):
            page.host.toast(f"{len(made.doors):,}张走访单送去打印了，回来凭编号录入")

    bench.write(
        lambda session, _progress: visit_sheets.print_day(session, day),
        done,
        refused=lambda refused: page.host.banner("warn", refused.sentence),
        news=False,
        owner=page,
    )

"""A danger answer of a sweep leads on: it is a task already, and a referral or report can begin with it."""

from __future__ import annotations

from collections.abc import Callable

from childdesk.desk import leads
from childdesk.desk.session import Session
from childdesk.desk.sweeps import Line
from childdesk.desk.visits import Answers
from childdesk.ui.page import Host
from childdesk.ui.workbench import Workbench

Lead = Callable[[Session, str, Answers], None]
WAYS: tuple[tuple[str, str, Lead], ...] = (
    ("写转介", "refer", leads.refer),
    ("强制报告", "report", leads.report),
)


def lead_on(bench: Workbench, host: Host, line: Line, answers: Answers) -> None:
    """Says what was answered and offers the ways on, as far as there are any."""

    def going(route: str, lead: Lead) -> Callable[[], object]:
        return lambda: bench.write(
            lambda session, _p: lead(session, line.child, answers),
            lambda _done: host.go(route, line.child),
            news=False,
        )

    acts = [(word, going(route, lead)) for word, route, lead in WAYS if host.knows(route)]
    host.banner("warn", f"{line.name}：{answers.mind_words}。已记成今天的任务", acts)

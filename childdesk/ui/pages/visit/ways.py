"""The ways on from the form: to a referral or a report that begins with what was seen, to sealed words."""

from __future__ import annotations

from collections.abc import Callable

from childdesk.desk import leads, shown
from childdesk.desk.visits import Answers
from childdesk.domain.errors import Refused
from childdesk.ui.page import Host
from childdesk.ui.workbench import Workbench


def lead_on(bench: Workbench, host: Host, route: str, child: str, answers: Answers) -> None:
    """Goes to 转介 or 强制报告; what was seen stands there already."""
    lead = leads.report if route == "report" else leads.refer
    bench.write(
        lambda session, _p: lead(session, child, answers),
        lambda _done: host.go(route, child),
        news=False,
    )


def see(bench: Workbench, host: Host, visit: str, warn: Callable[[Refused], object]) -> None:
    """Shows the sealed words of an earlier visit; who looked and why is noted."""
    sentence = "看上次写的孩子精神状况，会记下谁看了、为什么。"
    reason = host.ask.reason("查看受保护的记录", sentence, ("走访前看一眼",))
    if reason is not None:
        bench.write(
            lambda session, _p: shown.reveal(session, "visit", visit, "mind", reason),
            lambda text: host.banner("info", f"上次写的：{text}"),
            refused=warn,
            news=False,
        )

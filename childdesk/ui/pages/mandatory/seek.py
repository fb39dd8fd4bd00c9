"""Looks children up for the line that asks for one."""

from __future__ import annotations

from childdesk.desk import choosing
from childdesk.ui.widgets.child_line import ChildLine
from childdesk.ui.workbench import Workbench


def seek(bench: Workbench, line: ChildLine, text: str) -> None:
    """Offers who may be meant."""
    bench.newest("child.line", lambda session, _p: choosing.look_up(session, text), line.offer, owner=line)

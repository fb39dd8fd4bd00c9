"""Puts a paper on the printer that a person chooses."""

from __future__ import annotations

from childdesk.domain.paper import Paper
from childdesk.ui.ask import Ask
from childdesk.ui.paper import Drawn


def put_on_paper(paper: Paper, ask: Ask) -> bool:
    """Asks for a printer and draws every page; False when the person thought better of it."""
    printer = ask.printer(paper.title)
    if printer is None:
        return False
    Drawn(paper).onto(printer, printer.resolution())
    return True

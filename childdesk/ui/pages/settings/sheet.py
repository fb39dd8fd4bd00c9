"""A new code on the screen until it is on paper: printed, its last four digits typed, then gone from here."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from childdesk.desk import first_steps
from childdesk.domain.errors import Refused
from childdesk.domain.paper import Paper
from childdesk.ui import fit, printing
from childdesk.ui.page import Host
from childdesk.ui.pages.settings.rows import Form
from childdesk.ui.widgets.recovery import RecoveryCode


class Sheet(Form):
    """Shows one code; `name` is what its paper is called, `paper` composes it. `proved`: it is there."""

    proved = Signal()

    def __init__(self, host: Host, name: str, paper: Callable[[str], Paper]) -> None:
        self.shown = RecoveryCode()
        super().__init__(self.shown, "封好了")
        self.code = ""
        self._host, self._name, self._paper = host, name, paper
        self.back.hide()
        self.shown.print_asked.connect(self._print)
        self.shown.paper_changed.connect(lambda there: fit.mark(self.go, kind="primary" if there else ""))
        self.shown.last.returnPressed.connect(self._prove)
        self.go.clicked.connect(self._prove)

    def show_code(self, code: str) -> None:
        """Opens with the code; the first act is to print it."""
        self.code = code
        self.shown.show_code(code)
        self.open_form()

    def put_away(self) -> bool:
        """Takes the code off the screen; whether one was there that nobody had proved."""
        unproved, self.code = bool(self.code), ""
        self.close_form()
        self.shown.wipe()
        return unproved

    def _print(self) -> None:
        self.shown.printed(printing.put_on_paper(self._paper(self.code), self._host.ask))

    def _prove(self) -> None:
        if not first_steps.stands_on(self.code, self.shown.last.text()):
            self.shown.refuse(Refused(f"和{self._name}上的最后4位不一样", "last"))
            return
        self.put_away()
        self.proved.emit()

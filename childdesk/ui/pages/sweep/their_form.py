"""The form that was sent for a sweep: its columns become the questions, the answers are filled into it."""

from __future__ import annotations

from collections.abc import Callable

from childdesk.desk import sweep_forms
from childdesk.desk.sweeps import Opened, Report
from childdesk.domain.errors import Refused
from childdesk.ui.ask import WORKBOOKS, Choice
from childdesk.ui.page import Host
from childdesk.ui.pages.sweep.begin import Begin
from childdesk.ui.workbench import Workbench

EVERYBODY, FOUND = "everybody", "found"


def questions_of(bench: Workbench, host: Host, begin: Begin) -> None:
    """Asks for the form and puts its questions into a new sweep."""
    path = host.ask.open_file("上面发来的表", WORKBOOKS)
    if path is None:
        return

    def asked(found: tuple[str, ...]) -> None:
        begin.ask_these(found, path.stem)
        host.banner("info", f"表里要问{len(found)}题。有危险的答案，请在后面加*")

    bench.read(
        lambda session, _p: sweep_forms.questions_of(session, path),
        asked,
        refused=lambda refused: _say(host, refused),
        owner=begin,
    )


def fill_in(bench: Workbench, host: Host, opened: Opened | None, told: Callable[[Report], object]) -> None:
    """Asks for the form, whom to put in it and where to; the form itself stays as it is."""
    template = host.ask.open_file("填进哪份表", WORKBOOKS) if opened is not None else None
    if opened is None or template is None:
        return
    whom = host.ask.choose(
        f"{opened.status.name}填进“{template.name}”",
        ["对方要全部孩子，还是只要有情况的？", "只要有情况的、又一个都没有，就写成零报告。"],
        [
            Choice("no", "先不填", harmless=True),
            Choice(FOUND, "只填有情况的"),
            Choice(EVERYBODY, "全部孩子", primary=True),
        ],
    )
    if whom not in (EVERYBODY, FOUND):
        return
    out = host.ask.save_file("填好的表存到哪里", f"{template.stem}（已填）{template.suffix}")
    if out is None:
        return
    sweep, done = opened.status.id, opened.status.left == 0
    bench.write(
        lambda session, _p: sweep_forms.report_into(
            session, sweep, template, out, found_only=whom == FOUND, done=done
        ),
        told,
        outward=True,
        refused=lambda refused: _say(host, refused),
    )


def _say(host: Host, refused: Refused) -> None:
    host.banner("warn", refused.sentence)

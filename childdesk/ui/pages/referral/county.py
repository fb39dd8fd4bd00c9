"""Puts the county's own numbers and its own checklist in the place of the shipped ones."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from childdesk.desk import assessments, clocks, observations
from childdesk.desk.clocks import Number
from childdesk.desk.records import Saved
from childdesk.domain.errors import Refused
from childdesk.ui.page import Host
from childdesk.ui.undoing import undo_of
from childdesk.ui.workbench import Workbench

MOST_BYTES = 200_000


def fill_clocks(menu: QMenu, bench: Workbench, host: Host, owner: QWidget) -> None:
    """One line for each number that may be set, with what holds now."""
    for one in bench.glance(clocks.numbers):
        mark = f"（{one.by}统一定的）" if one.by else "（默认值）" if one.now == one.usual else ""
        menu.addAction(f"{one.label}：{one.now}{one.unit}{mark}", partial(_ask, one, bench, host, owner))


def _ask(one: Number, bench: Workbench, host: Host, owner: QWidget) -> None:
    sentence = f"现在是{one.now}{one.unit}。{clocks.NOTICE}"
    text = host.ask.words(one.label, sentence, str(one.now))
    if text is None:
        return
    if not text.strip().isdecimal():
        host.banner("warn", f"请写一个整数，单位是{one.unit}")
        return
    bench.write(
        lambda session, _p: clocks.change(session, one.name, int(text)),
        lambda saved: _told(bench, host, saved, one.label),
        refused=lambda refused: host.banner("warn", refused.sentence),
        owner=owner,
    )


def load_table(bench: Workbench, host: Host, owner: QWidget) -> None:
    """Asks for the county's checklist, a text file of the shape of the shipped one."""
    path = host.ask.open_file("县里的观察表", "TOML (*.toml)")
    if path is None:
        return

    def refused(problem: Refused) -> None:
        host.banner("warn", f"{problem.sentence}。还用原来的表")

    try:
        text = path.read_bytes()[:MOST_BYTES].decode("utf-8")
    except (OSError, UnicodeDecodeError):
        refused(Refused("这个文件读不了"))
        return
    bench.write(
        lambda session, _p: observations.load(session, text),
        lambda saved: _told(bench, host, saved, "观察表"),
        refused=refused,
        owner=owner,
    )


def scales(bench: Workbench, host: Host, owner: QWidget) -> tuple[str, Callable[[], object]]:
    """(words, what to do) of the switch for the free scales, which a professional uses."""
    now = bench.glance(assessments.scales_on)
    names = "、".join(assessments.SCALES)
    label = f"不用量表{names}" if now else f"专业人员在这里用量表：{names}"

    def turn() -> None:
        bench.write(
            lambda session, _p: assessments.switch(session, on=not now),
            lambda saved: _told(bench, host, saved, "量表"),
            refused=lambda refused: host.banner("warn", refused.sentence),
            owner=owner,
        )

    return label, turn


def _told(bench: Workbench, host: Host, saved: Saved, what: str) -> None:
    host.toast(f"已改：{what}", undo_of(bench, host, saved.entry, what))

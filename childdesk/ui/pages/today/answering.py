"""Answers something that is to be done: by a click, or with a day and a reason."""

from __future__ import annotations

from datetime import date

from childdesk.desk import tasks, telling
from childdesk.desk.records import Saved
from childdesk.desk.session import Session
from childdesk.desk.today import Matter
from childdesk.domain.errors import Refused
from childdesk.domain.kinds import Date, today_words
from childdesk.ui.page import Host
from childdesk.ui.undoing import undo_of
from childdesk.ui.workbench import Workbench

DONE, LATER, DROP = "done", "later", "drop"


def answer_matter(host: Host, bench: Workbench, act: str, matter: Matter) -> None:
    """Done, put off, or dropped; the toast takes it back."""
    day, why = "", ""
    if act == LATER:
        day = ask_day(host, f"{matter.title}推后到哪一天", bench.today)
        if not day:
            return
    if act in (LATER, DROP):
        like = "如：家里有事，约好下周。" if act == LATER else "如：已经解决了。"
        told = host.ask.words("写一句理由", like)
        if not told:
            return
        why = told

    def work(session: Session) -> Saved:
        if act == LATER:
            return tasks.put_off(session, day, why, matter.row, matter.key)
        return tasks.finish(session, matter.row, matter.key, why=why)

    def done(saved: Saved) -> None:
        words = {DONE: "办好了", DROP: "不用办了"}.get(act, f"推后到{telling.day(day, bench.today)}")
        host.toast(f"{matter.title}：{words}", undo_of(bench, host, saved.entry))

    bench.write(
        lambda session, _progress: work(session),
        done,
        refused=lambda refused: host.banner("warn", refused.sentence),
    )


def ask_day(host: Host, title: str, on: date) -> str:
    """A day in any of the usual ways; what cannot be read is said."""
    typed = host.ask.words(title, "如：12月3日、12-03。要在今天以后。")
    if not typed:
        return ""
    try:
        return str(Date(exact=True).parse(today_words(typed, on)))
    except Refused as refused:
        host.banner("warn", refused.sentence)
        return ""

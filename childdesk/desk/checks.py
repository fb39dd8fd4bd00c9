"""核查: what somebody else's list left to be looked into, and what each village answered."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from childdesk.desk import import_missing, records, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import plan_options
from childdesk.domain.errors import Refused
from childdesk.domain.township_options import ABOUT_ONE, ANSWER, ELSE, UNCLEAR, WHETHER_ONE
from childdesk.store import reader

DONE = "已办"
WHETHER = "是不是同一个孩子"
"""How the title of a question ends that asks whether a line of a list is a child of the register."""
_OTHERWISE = re.compile(r"核实(.+?)的(.+)：和名单不一样")


@dataclass(frozen=True, slots=True)
class Check:
    """One question to one village. `answer` is empty as long as nobody has looked."""

    id: str
    unit: str
    village: str
    title: str
    child: str
    listed: str
    due: str
    days_late: int
    answer: str = ""
    words: str = ""
    done_on: str = ""
    told: str = ""
    """What the list says, or why it is asked: the village does not have the list."""

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return not self.done_on

    @property
    def answers(self) -> tuple[str, ...]:
        """What fits as an answer to it."""
        return fitting(self.title)

    @property
    def brief(self) -> str:
        """The title without the name of the list, which stands beside it; what may be cut off stands last."""
        said = self.title.replace(f"{self.listed}里", "名单里").replace(self.listed, "名单")
        found = _OTHERWISE.fullmatch(said)
        return f"核实{found[1]}：和名单不一样，{found[2]}" if found else said


@dataclass(frozen=True, slots=True)
class Standing:
    """How one village stands with the questions of one list, or of all lists."""

    unit: str
    village: str
    asked: int
    answered: int
    late: int
    answers: tuple[tuple[str, int], ...] = ()


def every(session: Session, listed: str = "", unit: str = "") -> list[Check]:
    """All questions that came of lists, open ones by their day, then those that were answered."""
    session.require(Right.VIEW)
    names = villages.names(session)
    found = []
    for row, raw in reader.everyone(session.ledger.connection, "task"):
        if raw.get("listed") and listed in ("", raw["listed"]) and unit in ("", raw.get("unit")):
            found.append(_check(session, row, raw, names))
    return sorted(found, key=lambda one: (not one.is_open, one.due, one.unit, one.title))


def _check(session: Session, row: str, raw: reader.Raw, names: dict[str, str]) -> Check:
    words = {key: str(raw.get(key) or "") for key in raw}
    closed = words["state"] not in ("", plan_options.TASK_OPEN)
    late = (session.today - date.fromisoformat(words["due"])).days if words["due"] and not closed else 0
    return Check(
        row,
        words["unit"],
        names.get(words["unit"], words["unit"]),
        words["title"],
        words["child"],
        words["listed"],
        words["due"],
        max(late, 0),
        words["answer"],
        words["answered"] or words["put_off"],
        words["done_on"] if closed else "",
        "" if words["reason"] == import_missing.against(words["listed"]) else words["reason"],
    )


def fitting(title: str) -> tuple[str, ...]:
    """The answers that fit a question."""
    return WHETHER_ONE if title.endswith(WHETHER) else ABOUT_ONE


def lists(found: Iterable[Check]) -> list[tuple[str, int, int]]:
    """(list, questions, answered) of each list, those with open questions first."""
    counts: dict[str, list[int]] = {}
    for one in found:
        held = counts.setdefault(one.listed, [0, 0])
        held[0] += 1
        held[1] += not one.is_open
    return sorted(
        ((name, asked, answered) for name, (asked, answered) in counts.items()),
        key=lambda line: (line[1] == line[2], line[0]),
    )


def by_village(found: Iterable[Check]) -> list[Standing]:
    """Village by village, those that owe most first."""
    groups: dict[str, list[Check]] = {}
    for one in found:
        groups.setdefault(one.unit, []).append(one)
    lines = [
        Standing(
            unit,
            some[0].village,
            len(some),
            sum(not one.is_open for one in some),
            sum(one.days_late > 0 for one in some),
            tuple(Counter(one.answer for one in some if one.answer).most_common()),
        )
        for unit, some in groups.items()
    ]
    return sorted(lines, key=lambda line: (line.answered - line.asked, line.unit))


def answer(session: Session, row: str, result: str, words: str = "") -> records.Saved:
    """What was found out; the question is closed, unless the answer is that it is not clear yet.

    Raises Refused without a result, for one that does not fit, or for no such question.
    """
    raw = reader.get(session.ledger.connection, "task", row)
    if raw is None or not raw.get("listed"):
        raise Refused("没有找到这件要核查的事")
    found, fit = ANSWER.find(result), fitting(str(raw.get("title") or ""))
    if found is None or found.code not in fit:
        raise Refused(f"核查结果请选一个：{'、'.join(fit)}", "answer")
    if found.code == ELSE and not words.strip():
        raise Refused("选“其他”要写一句是什么情况", "answered")
    texts = {"answer": found.code, "answered": words.strip()}
    if found.code == UNCLEAR:
        return records.edit(session, "task", row, texts | {"state": plan_options.TASK_OPEN, "done_on": ""})
    return records.edit(session, "task", row, texts | {"state": DONE, "done_on": session.today.isoformat()})


def reopen(session: Session, row: str) -> records.Saved:
    """The question waits again: the answer was not enough."""
    texts = {"state": plan_options.TASK_OPEN, "done_on": "", "answer": ""}
    return records.edit(session, "task", row, texts)

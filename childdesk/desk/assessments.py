"""Professional assessments: entered from the feedback with who made them; the director gives no grade.

PHQ-A, PHQ-9 and GAD-7 may be switched on where a professional works. The program brings no wording of theirs:
a table of items is loaded, filled in by the professional, and kept as the professional's finding.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import timedelta

from childdesk.desk import observations, reading, records, settings
from childdesk.desk.session import Right, Session
from childdesk.domain import illness, questionnaire
from childdesk.domain.errors import Refused
from childdesk.domain.plan import Op
from childdesk.domain.questionnaire import Filled, Tool
from childdesk.paths import resource_bytes

SCALES = tuple(questionnaire.ITEMS)
"""Scales that may be named when a professional works here; free to use."""
LICENSED = questionnaire.LICENSED
SETTING = "scales.on"
TABLES = "scale.items"
BLANK = "scales/items.toml"
"""The shape of a table, without a single question."""
PAGE = "assess"
"""The name under which drafts are kept; the record is the child."""
WHY_NOT = "SDQ等量表有版权，不许做成电子版，程序里没有，也装不进来"
DANGER = "专业评估的题表里有危险信号"


def scales_on(session: Session) -> bool:
    """Whether the free scales are offered here; off until somebody switches them on."""
    session.require(Right.VIEW)
    return settings.value(session, SETTING) == "是"


def switch(session: Session, *, on: bool) -> records.Saved:
    """Offers the free scales, or no longer."""
    session.require(Right.EDIT)
    return settings.keep(session, SETTING, "是" if on else "否")


def blank() -> str:
    """What a table looks like before somebody has copied the questions into it."""
    return resource_bytes(BLANK).decode("utf-8")


@functools.lru_cache(4)
def _read(text: str) -> Mapping[str, Tool]:
    return questionnaire.read("题表", text)


def tools(session: Session) -> Mapping[str, Tool]:
    """The tables that may be filled in here, by name; none while the scales are off or nothing is loaded."""
    return loaded(session) if scales_on(session) else {}


def loaded(session: Session) -> Mapping[str, Tool]:
    """The tables that were loaded, whether they are used or not."""
    session.require(Right.VIEW)
    kept = settings.value(session, TABLES)
    return _read(kept) if kept else {}


def load(session: Session, name: str, text: str) -> records.Saved:
    """Takes tables of items; whether they are used is a switch of its own.

    Raises Refused naming line and reason; then what held before still holds.
    """
    session.require(Right.EDIT)
    questionnaire.read(name, text)
    return settings.keep(session, TABLES, text)


def save(session: Session, child: str, texts: Mapping[str, str], referral: str = "") -> records.Saved:
    """Writes one finding. Raises Refused at the field: without an assessor nothing is a finding."""
    session.require(Right.EDIT)
    return records.add(session, "assessment", _checked(session, child, texts, referral))


def save_filled(
    session: Session,
    child: str,
    tool: str,
    answers: Mapping[int, int],
    texts: Mapping[str, str],
    referral: str = "",
) -> tuple[records.Saved, Filled]:
    """Writes a filled table as the finding of its assessor; danger in it is written as a look as well.

    Raises Refused at the field, for a table that is not there and for one that is not filled.
    """
    session.require(Right.EDIT)
    table = tools(session).get(tool)
    if table is None:
        why = "没有打开" if not scales_on(session) else f"还没有装入{tool}"
        raise Refused(f"题表{why}。由专业人员装入、打开后再用", "tool")
    filled = questionnaire.fill(table, answers)
    if filled.unanswered:
        raise Refused(f"还有{len(filled.unanswered)}题没答", "answers")
    found = {
        "tool": f"{table.name}（{table.version}）",
        "band": filled.band,
        "score": str(filled.score),
        "answers": questionnaire.words(table, answers),
    }
    written = _checked(session, child, {**texts, **found}, referral)
    values = reading.read("assessment", records.linked(session, "assessment", written), session.today).values
    ops, row = records.creation(session, "assessment", values, source="")
    if filled.danger:
        ops += _alarm(session, child, table.name)
    entry = session.ledger.writer.write("add_assessment", session.person, ops).entry
    return records.Saved(row, entry), filled


def _alarm(session: Session, child: str, tool: str) -> list[Op]:
    """A look that ends in 立即行动, so that it is followed like one; nobody waits for the visit."""
    texts = {
        "date": session.today.isoformat(),
        "observer": session.name,
        "form": tool,
        "danger_signs": DANGER,
        "result": observations.NOW,
        "next_date": (session.today + timedelta(days=1)).isoformat(),
    }
    values = reading.read("observation", texts, session.today).values
    return records.creation(session, "observation", {**values, "child": child}, source="")[0]


def _checked(session: Session, child: str, texts: Mapping[str, str], referral: str) -> dict[str, str]:
    given = {key: text for key, text in texts.items() if text.strip()}
    for key, sentence in (
        ("assessor", "评估由专业人员做，请写评估人"),
        ("organisation", "请写评估人是哪个机构的"),
    ):
        if key not in given:
            raise Refused(sentence, key)
    if given.get("band") and not scales_on(session):
        raise Refused("量表还没有打开。由专业人员用时，在转介的更多里打开", "band")
    if illness.IN_A_RESULT.search(given.get("band", "")):
        raise Refused("这里不写病名。写分数和第几段就可以", "band")
    given.setdefault("date", session.today.isoformat())
    got = reading.read("assessment", given, session.today)
    if got.issues:
        raise Refused(got.issues[0].text, got.issues[0].field)
    if str(got.values.get("date")) > session.today.isoformat():
        raise Refused("这一天还没有到，请看一眼", "date")
    return {**given, **({"referral": referral} if referral else {}), "child": child}

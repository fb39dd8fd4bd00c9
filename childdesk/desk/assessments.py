"""Professional assessments: entered from the feedback with who made them; the director gives no grade."""

from __future__ import annotations

from collections.abc import Mapping

from childdesk.desk import reading, records, settings
from childdesk.desk.session import Right, Session
from childdesk.domain.errors import Refused

SCALES = ("PHQ-A", "PHQ-9", "GAD-7")
"""Scales that may be named when a professional works here; free to use. Nothing is scored by the program."""
LICENSED = ("SDQ", "CDI", "MHT", "SCL-90", "RCADS")
"""Not built in: their owners allow no electronic version without leave, or it is not clear."""
SETTING = "scales.on"


def scales_on(session: Session) -> bool:
    """Whether the free scales are offered here; off until somebody switches them on."""
    session.require(Right.VIEW)
    return settings.value(session, SETTING) == "是"


def switch(session: Session, *, on: bool) -> records.Saved:
    """Offers the free scales, or no longer."""
    session.require(Right.EDIT)
    return settings.keep(session, SETTING, "是" if on else "否")


def save(session: Session, child: str, texts: Mapping[str, str], referral: str = "") -> records.Saved:
    """Writes one finding. Raises Refused at the field: without an assessor nothing is a finding."""
    session.require(Right.EDIT)
    given = {key: text for key, text in texts.items() if text.strip()}
    for key, sentence in (
        ("assessor", "评估由专业人员做，请写评估人"),
        ("organisation", "请写评估人是哪个机构的"),
    ):
        if key not in given:
            raise Refused(sentence, key)
    if given.get("band") and not scales_on(session):
        raise Refused("量表还没有打开。由专业人员用时，在转介的更多里打开", "band")
    given.setdefault("date", session.today.isoformat())
    got = reading.read("assessment", given, session.today)
    if got.issues:
        raise Refused(got.issues[0].text, got.issues[0].field)
    if str(got.values.get("date")) > session.today.isoformat():
        raise Refused("这一天还没有到，请看一眼", "date")
    more = {"referral": referral} if referral else {}
    return records.add(session, "assessment", {**given, **more, "child": child})

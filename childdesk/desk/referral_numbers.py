"""How many referrals there were in a year, for every table that is printed of them: small numbers hidden.

The board's counts, the report of counts and the year's page take their numbers from here, so that none of
them tells what another hides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from childdesk.domain import referral_steps, work_options
from childdesk.domain.kinds import Scalar
from childdesk.domain.report.hiding import Face, Hidden, hidden

Raw = Mapping[str, Scalar]

NOT_SAID, UNSAID = "没写去向", "未填"
UNIT, ROUTE, STATE, URGENCY = 1, 2, 3, 4
"""Coordinates of a thing, after its month."""
STATES = (*work_options.REFERRAL_STATE.codes(), UNSAID)
URGENCIES = (*work_options.URGENCY.codes(), UNSAID)

_ALL: tuple[Face, ...] = ((UNIT,), (ROUTE,), (STATE,), (URGENCY,), (UNIT, STATE), (UNIT, URGENCY))
_PLACES: tuple[Face, ...] = ((UNIT,), (ROUTE,))


def numbers(rows: Iterable[Raw], key: str, year: int, unit_of: Callable[[Raw], str]) -> Hidden:
    """The referrals of a year by the day at which `key` stands; written ones by state and urgency, too."""
    found = []
    for raw in rows:
        day = str(day_of(raw, key) or "")
        if day.startswith(f"{year:04d}-"):
            found.append((day[:7], unit_of(raw), route(raw), *(state(raw) if key == "date" else ())))
    return hidden(tuple(sorted(found)), _ALL if key == "date" else _PLACES)


def looks(rows: Iterable[Raw], year: int, unit_of: Callable[[Raw], str]) -> Hidden:
    """The looks of a year that ended in more than 继续关注."""
    found = [
        (str(raw["date"])[:7], unit_of(raw))
        for raw in rows
        if str(raw.get("result") or "") not in ("", "继续关注")
        if str(raw.get("date") or "").startswith(f"{year:04d}-")
    ]
    return hidden(tuple(sorted(found)), ((UNIT,),))


def route(raw: Raw) -> str:
    """Where it went, as it is told."""
    return str(raw.get("route") or NOT_SAID).partition("\t")[0]


def state(raw: Raw) -> tuple[str, str]:
    """(state, urgency) as the report tells them."""
    known, urgency = str(raw.get("state") or ""), str(raw.get("urgency") or "")
    return (known if known in STATES else UNSAID), (urgency if urgency in URGENCIES else UNSAID)


def day_of(raw: Raw, key: str) -> Scalar:
    """The day of a step. What was keyed in from paper has no minute: it was sent when it was written."""
    if key != "sent_at" or raw.get("sent_at"):
        return raw.get(key)
    handed = raw.get("accepted_on") or referral_steps.state_of(raw) in (
        "已转出",
        "已接收",
        "服务中",
        "已反馈",
    )
    return raw.get("date") if handed else None

"""The county's rule files as texts: looked at, loaded, edited; a mistake names its line."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from childdesk.desk import assessments, cadences, records, scoring, suggesting
from childdesk.desk.session import Right, Session
from childdesk.domain import cadence_file, questionnaire, risk_rules, scale
from childdesk.domain.errors import Refused
from childdesk.domain.workdays import read_pack
from childdesk.paths import resource, resource_bytes
from childdesk.store import clocks

VISITS, RISK, CALENDAR, SCALE, ITEMS = "visits", "risk", "calendar", "scale", "items"
TITLES = {
    VISITS: "走访频次",
    RISK: "风险建议",
    CALENDAR: "放假安排",
    SCALE: "评分量表",
    ITEMS: "评估题表",
}
KINDS = tuple(TITLES)
_LINE = re.compile(r"第(\d+)行")

_READ: dict[str, Callable[[str, str], object]] = {
    VISITS: cadence_file.read,
    RISK: risk_rules.read,
    CALENDAR: read_pack,
    SCALE: scale.read,
    ITEMS: questionnaire.read,
}
_SHIPPED = {
    VISITS: "rules/visits.toml",
    RISK: "rules/risk.toml",
    SCALE: scoring.SHIPPED,
    ITEMS: assessments.BLANK,
}
_KEPT = {VISITS: cadences.RULES, RISK: suggesting.RULES, SCALE: scoring.FILE, ITEMS: assessments.TABLES}


@dataclass(frozen=True, slots=True)
class Held:
    """One rule file as it holds: its text, what it says it is, and whether it is the county's own."""

    kind: str
    text: str
    title: str
    version: str
    source: str
    own: bool


def held(session: Session, kind: str) -> Held:
    """The rules that hold now: the county's own, or those that came with the program. Raises Refused."""
    session.require(Right.VIEW)
    text, own = _text(session, _known(kind))
    if kind == ITEMS:
        return _items(text, own=own)
    made = _READ[kind](TITLES[kind], text)
    version = str(getattr(made, "version", "") or getattr(made, "year", ""))
    return Held(
        kind,
        text,
        str(getattr(made, "title", "")) or TITLES[kind],
        version,
        str(getattr(made, "source", "")),
        own,
    )


def _items(text: str, *, own: bool) -> Held:
    """The tables of items. Without any of its own there is only the blank one, which holds no question."""
    found = list(questionnaire.read(TITLES[ITEMS], text).values()) if own else []
    if not found:
        return Held(ITEMS, text, TITLES[ITEMS], "", "", own)
    title = f"{TITLES[ITEMS]}（{'、'.join(one.name for one in found)}）"
    return Held(ITEMS, text, title, found[0].version, found[0].source, own)


def check(kind: str, text: str) -> tuple[int, str]:
    """(line, sentence) of the first mistake in a text; (0, "") where there is none."""
    try:
        _READ[_known(kind)](TITLES[kind], text)
    except Refused as refused:
        found = _LINE.search(refused.sentence)
        return (int(found.group(1)) if found else 1), refused.sentence
    return 0, ""


def save(session: Session, kind: str, text: str) -> records.Saved:
    """Takes a text as the county's rules. Raises Refused naming line and reason; then nothing has changed."""
    session.require(Right.EDIT)
    if not text.strip():
        raise Refused("没有内容。要回到自带的，请点“用回自带的”", "text")
    made = _READ[_known(kind)](TITLES[kind], text)
    name = f"{cadences.CALENDAR}{getattr(made, 'year', '')}" if kind == CALENDAR else _KEPT[kind]
    return cadences.keep(session, name, text)


def usual(session: Session, kind: str) -> records.Saved:
    """Back to what came with the program; the county's text stays in the history. Raises Refused."""
    session.require(Right.EDIT)
    if not held(session, kind).own:
        raise Refused("现在用的就是自带的")
    if kind == CALENDAR:
        return cadences.keep(session, f"{cadences.CALENDAR}{_year(session)}", "")
    return cadences.keep(session, _KEPT[kind], "")


def _known(kind: str) -> str:
    if kind not in TITLES:
        raise Refused("没有这样的规则文件", "kind")
    return kind


def _text(session: Session, kind: str) -> tuple[str, bool]:
    kept = clocks.settings(session.ledger.connection, "")
    if kind == CALENDAR:
        own = kept.get(f"{cadences.CALENDAR}{_year(session)}", "")
        shipped = resource("rules") / f"calendar-{_year(session)}.toml"
        return (own, True) if own else (shipped.read_text(encoding="utf-8"), False)
    own = kept.get(_KEPT[kind], "")
    return (own, True) if own else (resource_bytes(_SHIPPED[kind]).decode("utf-8"), False)


def _year(session: Session) -> int:
    """The last year of which an arrangement is known."""
    return max(cadences.calendar(session).packs)

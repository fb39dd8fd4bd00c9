"""Which rules hold at this desk, and when every child is to be seen next: computed once, then per change."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from childdesk.desk import records, settings, telling
from childdesk.desk.session import Right, Session
from childdesk.domain import cadence, cadence_file
from childdesk.domain.cadence import Case, Engine, Next, Rules
from childdesk.domain.errors import Refused
from childdesk.domain.market import Market
from childdesk.domain.workdays import Pack, WorkCalendar, read_pack
from childdesk.paths import resource, resource_bytes
from childdesk.store import clocks, listing
from childdesk.store.ledger import Ledger

RULES, DAYS, DEMAND = "rules.visits", "visit.days.", "visit.demand"
CALENDAR, MARKET, HOMES, WALKS = "calendar.", "plan.market", "plan.homes", "plan.walks"
MOVED_BY = clocks.READ | {"setting", "directive"}
"""The records whose changes move a next visit."""

HOMES_A_DAY = 6
"""How many homes are walked to on a day, unless she says otherwise."""


@functools.cache
def _shipped() -> Rules:
    return cadence_file.read("visits.toml", resource_bytes("rules/visits.toml").decode("utf-8"))


@functools.cache
def _packs() -> Mapping[int, Pack]:
    found = {}
    for file in sorted(resource("rules").glob("calendar-*.toml")):
        pack = read_pack(file.name, file.read_text(encoding="utf-8"))
        found[pack.year] = pack
    return found


@functools.lru_cache(4)
def _own(text: str) -> Rules:
    return cadence_file.read("走访规则", text)


def rules(session: Session) -> Rules:
    """The rules that hold: the county's file or the shipped one, with this desk's numbers and demand."""
    session.require(Right.VIEW)
    return _rules(clocks.settings(session.ledger.connection, ""))


def _rules(kept: Mapping[str, str]) -> Rules:
    text = kept.get(RULES, "")
    found = _own(text) if text else _shipped()
    colours = dict(found.colours)
    for name, colour in found.colours.items():
        own = kept.get(f"{DAYS}{'' if name == cadence.NOT_GRADED else name}", "")
        if own.isdecimal() and 0 < int(own) <= 366 and int(own) != colour.days:
            colours[name] = replace(colour, days=int(own), source="本县次数")
    demand, _, days = kept.get(DEMAND, cadence.BY_COLOUR).partition(" ")
    return replace(
        found,
        colours=colours,
        demand=demand if demand in cadence.DEMANDS else cadence.BY_COLOUR,
        every=int(days) if days.isdecimal() else 0,
    )


def load_rules(session: Session, name: str, text: str) -> records.Saved:
    """Takes a county's rule file; empty text goes back to the shipped one.

    Raises Refused naming line and reason: then nothing has changed.
    """
    session.require(Right.EDIT)
    if text:
        cadence_file.read(name, text)
    return keep(session, RULES, text)


def demand(session: Session, how: str, days: int = 0) -> records.Saved:
    """What the county asks for: 按颜色, 每月一次, or 其他 with a number of days."""
    session.require(Right.EDIT)
    return keep(session, DEMAND, demand_words(how, days))


def demand_words(how: str, days: int) -> str:
    """A demand as it is kept. Raises Refused for one that there is not."""
    if how not in cadence.DEMANDS:
        raise Refused("请选按颜色、每月一次或其他", "demand")
    if how == cadence.EVERY and not 0 < days <= 366:
        raise Refused("天数要在1到366之间", "days")
    return f"{how} {days}" if how == cadence.EVERY else how


@dataclass(frozen=True, slots=True)
class Demand:
    """What the county demands, how many homes she walks to on a day, when the market is."""

    how: str
    days: int
    homes: int
    market: str
    asked: bool
    """Whether both was asked: in the first use or later, and at the plan."""


def demanded(session: Session) -> Demand:
    """What holds now, to begin with where it is asked."""
    held = rules(session)
    kept = clocks.settings(session.ledger.connection, "")
    asked = DEMAND in kept and HOMES in kept
    return Demand(held.demand, held.every, homes_a_day(session), calendar(session).market.words, asked)


def begin(session: Session, how: str, days: int, homes: int, market: str) -> records.Saved:
    """What is asked on the first look at the plan. Raises Refused; then nothing of it has changed."""
    session.require(Right.EDIT)
    if homes and not 0 < homes <= 30:
        raise Refused("一天走1到30户", "homes")
    kept = clocks.settings(session.ledger.connection, "")
    wanted = {
        DEMAND: demand_words(how, days),
        HOMES: str(homes or homes_a_day(session)),
        MARKET: Market.read(market).words,
    }
    # What stays as it is is not written: a demand that the township laid down is nobody else's to set.
    changed = {name: text for name, text in wanted.items() if text != kept.get(name, "")}
    if not changed:
        raise Refused("和原来一样，没有要改的")
    return settings.keep_all(session, changed)


def keep(session: Session, name: str, value: str) -> records.Saved:
    """Writes one setting; what a township sets goes down to its villages. Raises Refused."""
    return settings.keep(session, name, value)


def calendar(session: Session) -> WorkCalendar:
    """The work calendar: what is shipped, what was loaded, and the market."""
    session.require(Right.VIEW)
    kept = clocks.settings(session.ledger.connection, "")
    packs = dict(_packs())
    for name, text in kept.items():
        if name.startswith(CALENDAR) and text:
            pack = read_pack(name, text)
            packs[pack.year] = pack
    return WorkCalendar(packs, Market.read(kept.get(MARKET, "")))


def load_calendar(session: Session, name: str, text: str) -> records.Saved:
    """Takes next year's arrangement. Raises Refused naming line and reason."""
    session.require(Right.EDIT)
    pack = read_pack(name, text)
    return keep(session, f"{CALENDAR}{pack.year}", text)


def set_market(session: Session, words: str) -> records.Saved:
    """When the market is, in words. Raises Refused."""
    session.require(Right.EDIT)
    return keep(session, MARKET, Market.read(words).words)


def homes_a_day(session: Session, number: int = 0) -> int:
    """How many homes she walks to on a day; with a number it is written."""
    if number:
        session.require(Right.EDIT)
        if not 0 < number <= 30:
            raise Refused("一天走1到30户", "homes")
        keep(session, HOMES, str(number))
    kept = clocks.settings(session.ledger.connection, HOMES).get(HOMES, "")
    return int(kept) if kept.isdecimal() and 0 < int(kept) <= 30 else HOMES_A_DAY


# ── everybody's next day ────────────────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class _Board:
    """What was computed for one ledger, and up to which change."""

    version: int
    on: date
    engine: Engine
    cases: dict[str, Case]
    found: dict[str, Next]


_boards: WeakKeyDictionary[Ledger, _Board] = WeakKeyDictionary()


def board(session: Session, on: date | None = None) -> tuple[dict[str, Next], dict[str, Case], Engine]:
    """(child → next visit, child → what decided, the rules) of every open file."""
    session.require(Right.VIEW)
    connection, day = session.ledger.connection, on or session.today
    version = listing.version(connection)
    kept = _boards.get(session.ledger)
    if kept is not None and kept.on == day:
        if kept.version == version:
            return kept.found, kept.cases, kept.engine
        moved = clocks.touched(connection, kept.version)
        if moved is not None:
            _again(session, kept, sorted(moved), day)
            kept.version = version
            return kept.found, kept.cases, kept.engine
    engine = Engine(rules(session), day)
    cases = clocks.cases(connection, _limit(session, day), _kinds(engine))
    following = engine.following
    found = {child: following(case) for child, case in cases.items()}
    _boards[session.ledger] = _Board(version, day, engine, cases, found)
    return found, cases, engine


def _again(session: Session, kept: _Board, moved: list[str], day: date) -> None:
    fresh = clocks.cases(session.ledger.connection, _limit(session, day), _kinds(kept.engine), moved)
    for child in moved:
        case = fresh.get(child)
        if case is None:
            kept.cases.pop(child, None)
            kept.found.pop(child, None)
        else:
            kept.cases[child], kept.found[child] = case, kept.engine.following(case)


def _limit(session: Session, day: date) -> date:
    """Another day as today moves today, never what the ledger knows."""
    return max(day, session.today)


def _kinds(engine: Engine) -> set[str]:
    """The categories that some rule names."""
    rules = engine.rules
    named = set(rules.categories)
    for season in rules.seasons:
        named |= season.categories
    for holiday in rules.holidays:
        named |= holiday.categories
    return named


def some(session: Session, children: Sequence[str], on: date | None = None) -> dict[str, Next]:
    """Child → next visit of a few open files: a bounded question, whoever else there is."""
    session.require(Right.VIEW)
    day = on or session.today
    engine = Engine(rules(session), day)
    found = clocks.cases(session.ledger.connection, _limit(session, day), _kinds(engine), children)
    return {child: engine.following(case) for child, case in found.items()}


def told(session: Session, one: Next) -> str:
    """The reason with its days as people say them."""
    return ISO.sub(lambda found: telling.day(found[0], session.today), one.reason)


ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


def forget(session: Session) -> None:
    """Lets go of what was computed, as after another set of rules; the next question computes anew."""
    _boards.pop(session.ledger, None)

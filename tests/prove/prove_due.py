"""Proves that nobody falls through: python -m tests.prove.prove_due [--cases N] [--seed S] [--broken NAME].

One case is one village over a random stretch of years, with a clock that now and then stands wrong. After
every act (visits, nobody met, calls, closing, re-opening, colours, categories, what the county demands,
another rule file, undo) every open child has a next day, no closed one has, and each day is the one that a
slow second implementation finds by walking through the calendar day by day. Besides it: plain cases around
leap days, ends of months and years, and every score of a scale with every matter that overrides it.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from unittest import mock

from childdesk.desk import cadences, history, records, stops, suggesting
from childdesk.domain import cadence, cadence_file, scale
from childdesk.domain.cadence import BY_COLOUR, EVERY, MONTHLY, Case, Engine, Next, Rules
from childdesk.domain.clock import SetClock
from childdesk.domain.errors import Refused
from childdesk.paths import resource_bytes
from childdesk.store import clocks
from tests.desk import made
from tests.prove.calendar_walk import day_of, latest
from tests.prove.proof import main

ACTS, KIDS, PLAIN = 24, 8, 120
EDGES = ((2, 28), (2, 29), (3, 1), (12, 31), (1, 1), (1, 31), (4, 30), (8, 31))
KINDS = ("留守儿童", "流动儿童", "困境儿童")
SHIPPED = cadence_file.read("visits.toml", resource_bytes("rules/visits.toml").decode("utf-8"))


# ── plain cases around the edges of the calendar ────────────────────────────────────────────────────────


def _plain(rnd: random.Random) -> tuple[list[str], int]:
    wrong = []
    for _ in range(PLAIN):
        on = _edge(rnd)
        rules = _rules(rnd)
        case = _case(rnd, on)
        found, wanted = Engine(rules, on).following(case), latest(rules, case, on)
        if found.day != wanted:
            wrong.append(
                f"on {on} {rules.demand} {rules.every}: {found.iso} ({found.why}), by the calendar "
                f"{date.fromordinal(wanted)}; {case}"
            )
        if not found.why or found.day < 1:
            wrong.append(f"on {on}: no reason or no day; {case}")
    return wrong, PLAIN


def _edge(rnd: random.Random) -> date:
    year, (month, day) = rnd.randrange(1996, 2060), rnd.choice(EDGES)
    near = day_of(year, (month, day)) if day > 27 else date(year, month, day)
    return near + timedelta(rnd.randrange(-2, 3))


def _rules(rnd: random.Random) -> Rules:
    colours = dict(SHIPPED.colours)
    if rnd.random() < 0.3:
        name = rnd.choice(sorted(colours))
        held = colours[name]
        colours[name] = type(held)(
            **{key: getattr(held, key) for key in _FIELDS} | {"days": rnd.randrange(1, 120)}
        )
    demand = rnd.choice((BY_COLOUR, BY_COLOUR, MONTHLY, EVERY))
    made_ = {key: getattr(SHIPPED, key) for key in _RULES}
    return Rules(**made_ | {"colours": colours, "demand": demand, "every": rnd.randrange(5, 60)})


_FIELDS = ("name", "days", "meet", "first", "put_off", "agreed", "source")
_RULES = (
    "version", "title", "source", "first", "nobody", "categories", "seasons", "holidays", "events", "school",
)  # fmt: skip


def _case(rnd: random.Random, on: date) -> Case:
    today = on.toordinal()

    def ago(most: int) -> int:
        return today - rnd.randrange(0, most) if rnd.random() < 0.6 else 0

    met = ago(200)
    case = Case(
        "c", rnd.choice(("红", "黄", "蓝", "绿", "")), tuple(sorted(rnd.sample(KINDS, rnd.randrange(3))))
    )
    case.begun, case.met, case.talked = ago(400) or rnd.choice((0, today + 40)), met, max(met, ago(60))
    case.missed, case.graded = ago(30) if rnd.random() < 0.3 else 0, ago(60) if rnd.random() < 0.4 else 0
    if met and rnd.random() < 0.4:
        case.agreed_on, case.agreed = max(met, case.missed), max(met, case.missed) + rnd.randrange(1, 120)
    if rnd.random() < 0.3:
        case.put_on = ago(10) or today
        case.put_to, case.put_why = case.put_on + rnd.randrange(1, 60), "下雨"
    if rnd.random() < 0.2:
        case.events = ((ago(20) or today, rnd.choice(("转介", "报告"))),)
    return case


# ── a village over years, in its ledger ─────────────────────────────────────────────────────────────────


def _village(rnd: random.Random) -> tuple[list[str], int]:
    year, (month, day) = rnd.randrange(2019, 2040), rnd.choice(EDGES)
    begins = datetime.combine(day_of(year, (month, day)), datetime.min.time(), UTC) + timedelta(hours=4)
    wrong: list[str] = []
    done = 0
    with tempfile.TemporaryDirectory() as folder:
        clock = SetClock(begins)
        session = made.session_in(Path(folder) / "home", clock)
        colours = ("红", "黄", "蓝", "绿", "")
        kids = [
            made.child(
                session,
                f"孩子{at}",
                risk=rnd.choice(colours),
                birth="2016-02-29",
                categories=rnd.choice(KINDS),
            )
            for at in range(KIDS)
        ]
        for _ in range(ACTS):
            told = _act(rnd, session, clock, kids)
            if told:
                done += 1
                wrong += [f"{told}: {problem}" for problem in _looked(session, kids)]
            if wrong:
                break
        session.ledger.close()
    return wrong, done


def _act(rnd: random.Random, session: object, clock: SetClock, kids: list[str]) -> str:
    kid = rnd.choice(kids)
    name, act = rnd.choice(_ACTS)
    try:
        act(rnd, session, clock, kid)
    except Refused:
        return ""
    return name


def _seen(rnd, session, clock, kid):
    day = session.today - timedelta(rnd.randrange(0, 40))
    more = {"next_date": (day + timedelta(rnd.randrange(1, 100))).isoformat()} if rnd.random() < 0.4 else {}
    made.visit(session, kid, day.isoformat(), **more)


def _missed(rnd, session, clock, kid):
    made.visit(session, kid, session.today.isoformat(), nobody_home="是")


def _called(rnd, session, clock, kid):
    made.visit(session, kid, session.today.isoformat(), visit_type="电话走访")


def _closed(rnd, session, clock, kid):
    records.edit(session, "child", kid, {"exit_on": session.today.isoformat(), "exit_reason": "随父母生活"})


def _opened(rnd, session, clock, kid):
    records.edit(session, "child", kid, {"exit_on": "", "exit_reason": ""})


def _graded(rnd, session, clock, kid):
    suggesting.grade(session, kid, rnd.choice(("红", "黄", "蓝", "绿")), reason="看下来")


def _category(rnd, session, clock, kid):
    records.edit(
        session, "child", kid, {"categories": "、".join(sorted(rnd.sample(KINDS, rnd.randrange(3))))}
    )


def _put_off(rnd, session, clock, kid):
    stops.postpone(session, kid, (session.today + timedelta(rnd.randrange(1, 20))).isoformat(), "下雨")


def _moved(rnd, session, clock, kid):
    records.edit(session, "child", kid, {"village_group": f"{rnd.randrange(1, 9)}组"})


def _demanded(rnd, session, clock, kid):
    cadences.demand(session, rnd.choice((BY_COLOUR, MONTHLY, EVERY)), rnd.randrange(5, 60))


def _other_rules(rnd, session, clock, kid):
    text = resource_bytes("rules/visits.toml").decode("utf-8")
    cadences.load_rules(session, "本县.toml", text.replace("days = 90", f"days = {rnd.randrange(40, 120)}"))


def _undone(rnd, session, clock, kid):
    history.apply_undo(session, rnd.choice(history.latest(session, 6)).id)


def _later(rnd, session, clock, kid):
    clock.moment += timedelta(days=rnd.choice((1, 1, 3, 28, 31, 100)))


def _wrong_clock(rnd, session, clock, kid):
    """The clock of the computer stands in another year for one visit, then it is right again."""
    right = clock.moment
    clock.moment = right + timedelta(days=rnd.choice((-900, -1, 366)))
    made.visit(session, kid, session.today.isoformat())
    clock.moment = right


_ACTS = (
    ("visit", _seen), ("visit", _seen), ("nobody", _missed), ("call", _called), ("close", _closed),
    ("reopen", _opened), ("grade", _graded), ("category", _category), ("put off", _put_off), ("move", _moved),
    ("demand", _demanded), ("rules", _other_rules), ("undo", _undone), ("days pass", _later),
    ("days pass", _later), ("wrong clock", _wrong_clock),
)  # fmt: skip


def _looked(session, kids: list[str]) -> list[str]:
    """What is wrong with the board as an open window holds it."""
    held: Mapping[str, Next] = dict(cadences.board(session)[0])
    is_open = {
        kid for kid in kids
        if not any((_raw(session, kid) or {"exit_on": 1}).get(key) for key in ("exit_on", "exit_reason"))
    }  # fmt: skip
    wrong = [f"{kid[:6]} has no next day" for kid in is_open - set(held)]
    wrong += [f"{kid[:6]} is closed and has a next day" for kid in set(held) - is_open]
    fresh = clocks.cases(session.ledger.connection, session.today, set(KINDS))
    for kid in sorted(is_open & set(held)):
        if kid not in fresh:
            continue
        wanted = latest(cadences.rules(session), fresh[kid], session.today)
        if held[kid].day != wanted:
            wrong.append(
                f"{held[kid].iso} ({held[kid].why}), by the calendar {date.fromordinal(wanted)}; {fresh[kid]}"
            )
        if held[kid].base > session.today.toordinal():
            wrong.append(f"{kid[:6]} is counted from a day to come")
    return wrong


def _raw(session, kid):
    sql = "SELECT exit_on, exit_reason FROM child WHERE id = ?"
    row = session.ledger.connection.execute(sql, (kid,)).fetchone()
    return None if row is None else dict(zip(("exit_on", "exit_reason"), row, strict=True))


# ── every score of a scale ──────────────────────────────────────────────────────────────────────────────


def _bands() -> list[str]:
    found = scale.read("four-colours.toml", resource_bytes("scales/four-colours.toml").decode("utf-8"))
    wanted = ["红"] * 40 + ["黄"] * 20 + ["蓝"] * 20 + ["绿"] * 21
    wrong = [
        f"{score} is {found.colour(score)}"
        for score, colour in enumerate(wanted)
        if found.colour(score) != colour
    ]
    best = {
        item.number: max(range(len(item.options)), key=lambda at: item.options[at][1]) + 1
        for item in found.items
    }
    if scale.score(found, best, frozenset()).colour != "绿":
        wrong.append("the best answers are not green")
    for one in found.overrides:
        if scale.score(found, best, frozenset({one.number})).colour != "红":
            wrong.append(f"“{one.text}” does not turn it red")
    return wrong


def case(seed: int) -> tuple[list[str], dict[str, int]]:
    """One village, its plain cases, and the scale."""
    rnd = random.Random(seed)
    plain, counted = _plain(rnd)
    village, acts = _village(rnd)
    bands = _bands()
    return [*plain, *village, *bands], {"plain": counted, "acts": acts, "scores": 101}


# ── rules that are broken on purpose ────────────────────────────────────────────────────────────────────


def _with(target: object, name: str, value: object) -> contextlib.AbstractContextManager[object]:
    return mock.patch.object(target, name, value)


@contextlib.contextmanager
def _a_call_is_a_visit() -> Iterator[None]:
    kept = Engine.following

    def broken(self: Engine, case: Case) -> Next:
        return kept(
            self,
            Case(**{key: getattr(case, key) for key in Case.__slots__} | {"met": max(case.met, case.talked)}),
        )

    with _with(Engine, "following", broken):
        yield


@contextlib.contextmanager
def _a_score(number: int, colour: str) -> Iterator[None]:
    kept = scale.Scale.colour
    with _with(scale.Scale, "colour", lambda self, score: colour if score == number else kept(self, score)):
        yield


@contextlib.contextmanager
def _rules_stay() -> Iterator[None]:
    kept = clocks.touched

    def broken(connection: object, since: int) -> set[str]:
        return kept(connection, since) or set()  # type: ignore[arg-type]

    with _with(clocks, "touched", broken):
        yield


BROKEN = {
    "a month is 30 days": lambda: _with(cadence, "_next_month_end", lambda base: base + 30),
    "a call counts for red": _a_call_is_a_visit,
    "put off for ever": lambda: _with(
        Engine,
        "_put_off",
        lambda self, case, found, colour, base: Next(case.put_to, "推后了", base) if case.put_to else found,
    ),
    "every agreed day counts": lambda: _with(
        Engine,
        "_named",
        lambda self, case, found, base, colour: Next(case.agreed, "上次", base) if case.agreed else found,
    ),
    "holidays are forgotten": lambda: _with(Engine, "_windows", lambda self, held: []),
    "seasons are forgotten": lambda: _with(Engine, "_seasons", lambda self, held: []),
    "a change moves nobody": lambda: _with(clocks, "touched", lambda connection, since: set()),
    "rules do not move anybody": _rules_stay,
    "visits to come count": lambda: _with(cadences, "_limit", lambda session, day: date(2200, 1, 1)),
    "events are forgotten": lambda: _with(Engine, "_after_events", lambda self, case, found, base: found),
    "59 is blue": lambda: _a_score(59, "蓝"),
    "40 is red": lambda: _a_score(40, "红"),
    "80 is blue": lambda: _a_score(80, "蓝"),
}


if __name__ == "__main__":
    main("prove_due", case, BROKEN, cases=25)

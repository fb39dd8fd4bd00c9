"""返乡 before 春节: whose parents are away, when they are home, what only they can sign; door by door."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from childdesk.desk import reading, records, telling, villages
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, current, days
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.paper import Footer, Paper, Table, roster
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.query import walking
from childdesk.store import reader

ENTRUST = "委托照护确认书"


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent who is away or comes home: from when to when (ISO, empty where nobody knows), and for what."""

    row: str
    word: str
    begins: str
    ends: str
    papers: str
    away: bool

    def when(self, today: date) -> str:
        """父亲2月1日到2月12日; 父亲还没问."""
        if not (self.begins or self.ends):
            return f"{self.word}还没问"
        return f"{self.word}{telling.span(self.begins or None, self.ends or None, today)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One child: its door, which parents are away, when each is home, what they have to sign."""

    child: str
    name: str
    group: str
    household: str
    away: tuple[str, ...]
    home: tuple[str, ...]
    papers: tuple[str, ...]
    parents: tuple[Parent, ...]

    @property
    def asked(self) -> bool:
        """Whether somebody has said of everyone who is away when they come."""
        return all(parent.begins or parent.ends for parent in self.parents)


def lines(session: Session) -> list[Line]:
    """Every open child with a parent away or coming home, household by household in walking order."""
    session.require(Right.VIEW)
    connection, on = session.ledger.connection, session.today
    away: dict[str, set[str]] = {}
    for _, raw in reader.everyone(connection, "absence"):
        if raw["child"] and current.is_valid(raw, on):
            away.setdefault(str(raw["child"]), set()).add(str(raw["holder"]))
    coming: dict[str, dict[str, reader.Raw]] = {}
    for _, raw in reader.everyone(connection, "homecoming"):
        if not raw.get("ends") or str(raw["ends"]) >= on.isoformat():
            coming.setdefault(str(raw["child"]), {})[str(raw["holder"])] = raw
    children = {
        child: raw
        for child, raw in reader.many(connection, "child", sorted({*away, *coming})).items()
        if not (raw.get("exit_on") or raw.get("exit_reason"))
    }
    homes = reader.many(connection, "household", {str(raw["household"] or "") for raw in children.values()})
    kin = {record: reader.about(connection, record, children) for record in ("father", "mother", "guardian")}
    found, home = [], villages.home(session)
    for child, raw in children.items():
        about = {record: held.get(child, []) for record, held in kin.items()}
        parents = _shown(about, away.get(child, set()), coming.get(child, {}))
        head = str(homes.get(str(raw["household"] or ""), {}).get("head") or "")
        found.append(_line(child, raw | {"village_group": home(raw)}, head, parents, about["guardian"], on))
    return sorted(found, key=lambda one: (walking(one.group), one.household, one.name, one.child))


def _shown(
    about: Mapping[str, list[tuple[str, reader.Raw]]], away: set[str], coming: Mapping[str, reader.Raw]
) -> tuple[Parent, ...]:
    found: list[Parent] = []
    for record in ("father", "mother"):
        for row, _ in about[record]:
            told = coming.get(row)
            if row not in away and told is None:
                continue
            begins, ends, papers = (str((told or {}).get(key) or "") for key in ("begins", "ends", "papers"))
            found.append(Parent(row, catalogue.RECORDS[record].label, begins, ends, papers, row in away))
    known = {parent.row for parent in found}
    for row, told in coming.items():
        # Somebody else who comes home, as a step-parent, is told too.
        if row not in known:
            begins, ends, papers = (str(told.get(key) or "") for key in ("begins", "ends", "papers"))
            found.append(Parent(row, "家长", begins, ends, papers, False))
    return tuple(found)


def _line(
    child: str,
    raw: reader.Raw,
    head: str,
    parents: tuple[Parent, ...],
    carers: list[tuple[str, reader.Raw]],
    on: date,
) -> Line:
    away = [parent.word for parent in parents if parent.away]
    papers = [parent.papers for parent in parents if parent.papers]
    if len(away) > 1 and not any(one.get("agreement") == "是" for _, one in carers):
        papers.append(ENTRUST)
    return Line(
        child,
        str(raw["name"]),
        str(raw.get("village_group") or ""),
        head,
        tuple(dict.fromkeys(away)),
        tuple(parent.when(on) for parent in parents if parent.begins or parent.ends),
        tuple(dict.fromkeys(papers)),
        parents,
    )


def paper(session: Session, found: Sequence[Line]) -> Paper:
    """The list to walk with: door by door, who is home when, what is to be signed, a place to tick it."""
    session.require(Right.EXPORT)
    identity, on = session.ledger.identity, session.today
    rows = tuple(
        (
            str(number), one.group, one.household or one.name, one.name,
            "；".join(parent.when(on) for parent in one.parents), "、".join(one.papers), "",
        )
        for number, one in enumerate(found, start=1)
    )  # fmt: skip
    head = (("序号", "村民组", "户", "孩子", "哪天在家", "只有他们能签的", "办了"),)
    table = Table(head, rows, (1, 2, 2, 2, 5, 4, 1))
    facts = (("填报单位", identity.unit_name), ("孩子", f"{len(found):,}个"))
    made = roster("返乡名单", table, facts=facts, footer=Footer(session.name, on.isoformat()))
    return replace(made, practice=identity.practice)


def _parents(session: Session, child: str) -> dict[str, str]:
    return {
        row: catalogue.RECORDS[record].label
        for record in ("father", "mother")
        for row, _ in reader.about(session.ledger.connection, record, [child]).get(child, ())
    }


# ── one family ──────────────────────────────────────────────────────────────────────────────────────────


def away(session: Session, child: str) -> list[tuple[str, str]]:
    """(row, 父亲 or 母亲) of the parents who are away now."""
    session.require(Right.VIEW)
    rows = reader.about(session.ledger.connection, "absence", [child]).get(child, ())
    gone = {str(raw["holder"]) for _, raw in rows if current.is_valid(raw, session.today)}
    return [(row, label) for row, label in _parents(session, child).items() if row in gone]


def told(session: Session, child: str, parent: str, begins: str, ends: str, papers: str = "") -> list[Op]:
    """The ops that keep from when to when a parent is home; days as typed. Raises Refused."""
    texts = {"begins": begins, "ends": ends, "papers": papers}
    texts = {key: text for key, text in texts.items() if text.strip()}
    if not texts:
        return []
    got = reading.read("homecoming", texts, session.today)
    if got.issues:
        raise Refused(got.issues[0].text, got.issues[0].field)
    if parent not in _parents(session, child):
        raise Refused("没有找到这位家长", "holder")
    for key in ("begins", "ends"):
        if got.values.get(key):
            got.values[key] = _to_come(str(got.values[key]), texts[key], session.today)
    coming, leaving = got.values.get("begins"), got.values.get("ends")
    if coming and leaving and str(leaving) < str(coming):
        raise Refused("离家日期在到家以前，请看一眼", "ends")
    held = _coming(session, child, parent)
    if held:
        return [Set("homecoming", held, key, value) for key, value in got.values.items()]
    return [
        New("homecoming", new_id(), {"child": child, "holder": parent, "source": "电话问的", **got.values})
    ]


def _to_come(day: str, typed: str, on: date) -> str:
    """A day typed without its year, as 1-28 in November, is the next one."""
    if day >= on.isoformat() or re.search(r"\d{4}", typed):
        return day
    return days.plus_months(date.fromisoformat(day), 12).isoformat()


def save(
    session: Session, child: str, parent: str, begins: str, ends: str, papers: str = ""
) -> records.Saved:
    """Writes from when to when a parent is home, and what is to be signed then. Raises Refused."""
    session.require(Right.EDIT)
    ops = told(session, child, parent, begins, ends, papers)
    if not ops:
        raise Refused("请写哪天到家", "begins")
    return records.Saved("", session.ledger.writer.write("add_homecoming", session.person, ops).entry)


def child_of(session: Session, parent: str) -> str:
    """The child of a father or mother by the parent's row. Raises Refused."""
    session.require(Right.VIEW)
    for record in ("father", "mother"):
        raw = reader.get(session.ledger.connection, record, parent)
        if raw is not None:
            return str(raw["child"])
    raise Refused("没有找到这位家长", "parent")


def _coming(session: Session, child: str, parent: str) -> str:
    """The homecoming that was told already and is not over."""
    on = session.today.isoformat()
    for row, raw in reader.about(session.ledger.connection, "homecoming", [child]).get(child, ()):
        if raw.get("holder") == parent and (not raw.get("ends") or str(raw["ends"]) >= on):
            return row
    return ""

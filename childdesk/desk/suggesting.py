"""Suggests categories, a risk colour and entitlements for one child, and takes what a person decides."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date

from childdesk.desk import cadences, records
from childdesk.desk.session import Right, Session
from childdesk.domain import catalogue, category_rules, current, entitlement, options, risk_rules
from childdesk.domain.category_rules import Suggestion
from childdesk.domain.days import Day
from childdesk.domain.entitlement import Claim
from childdesk.domain.errors import Refused
from childdesk.domain.ids import new_id
from childdesk.domain.kinds import Date, Scalar
from childdesk.domain.plan import New, Op, Set
from childdesk.domain.privacy import SEALED
from childdesk.domain.risk_rules import Proposed, RiskRules
from childdesk.domain.standing import Away, Parent, Standing, State
from childdesk.paths import resource_bytes
from childdesk.store import clocks, reader

RULES = "rules.risk"
DISTRICTS = "rules.districts"
"""Codes of districts of one city among which moving does not count: the county's own list."""


@functools.lru_cache(4)
def _read(name: str, text: str) -> RiskRules:
    return risk_rules.read(name, text)


def rules(session: Session) -> RiskRules:
    """The rule set that holds: the county's or the shipped one."""
    kept = clocks.settings(session.ledger.connection, RULES).get(RULES, "")
    shipped = resource_bytes("rules/risk.toml").decode("utf-8")
    return _read("风险规则", kept) if kept else _read("risk.toml", shipped)


@dataclass(frozen=True, slots=True)
class Held:
    """A category: suggested or held, and whether a person has confirmed it."""

    name: str
    reason: str
    source: str
    missing: tuple[str, ...]
    confirmed: bool
    state: str
    suggested: bool


@dataclass(frozen=True, slots=True)
class Risk:
    """The colour that is proposed, the one that holds, why, what would change it, what is missing."""

    proposed: str
    now: str
    reasons: tuple[str, ...]
    changes: tuple[str, ...]
    source: str
    missing: tuple[str, ...]

    @property
    def confirmed(self) -> bool:
        """Whether a person has given the colour that is proposed."""
        return bool(self.now) and self.now == self.proposed


@dataclass(frozen=True, slots=True)
class Suggested:
    """Everything for one child on one day."""

    child: str
    on: date
    categories: tuple[Held, ...]
    risk: Risk
    entitlements: tuple[Claim, ...]


def suggest(session: Session, child: str, on: date | None = None) -> Suggested:
    """What the facts suggest. Reasons that shame stay sealed without the right. Raises Refused."""
    known = standing(session, child, on)
    may = session.may(Right.S3)
    found = category_rules.categories(known)
    proposed = risk_rules.propose(known, rules(session))
    claims = entitlement.claims(known, found)
    return Suggested(
        child,
        known.on,
        tuple(_held(known, found, may=may)),
        _risk(known, proposed, may=may),
        tuple(one if may or not one.sealed else _unsaid(one) for one in claims),
    )


def _unsaid(claim: Claim) -> Claim:
    return Claim(claim.name, SEALED, claim.source, (), claim.confirmed)


def _held(known: Standing, found: list[Suggestion], *, may: bool) -> list[Held]:
    made, told = [], set()
    for one in found:
        names = {name for name in known.held if _same(name, one.name)}
        told |= names
        state = next((known.held[name] for name in sorted(names)), "")
        sealed = one.sealed and not may
        reason, missing = (SEALED, ()) if sealed else (one.reason, one.missing)
        confirmed = bool(names) and (one.name not in options.COUNTY_DECIDES or state == "已认定")
        made.append(Held(one.name, reason, one.source, missing, confirmed, state, suggested=True))
    for name, state in known.held.items():
        if name not in told:
            confirmed = state != "线索" and (name not in options.COUNTY_DECIDES or state == "已认定")
            reason = f"台账里写着（{state or '没写认定情况'}），没有看到依据"
            made.append(Held(name, reason, "台账", ("依据",), confirmed, state, suggested=False))
    return made


def _same(held: str, suggested: str) -> bool:
    for family in (options.ORPHAN, options.UNSUPPORTED):
        if held in family and suggested in family:
            return True
    return held == suggested


def _risk(known: Standing, proposed: Proposed, *, may: bool) -> Risk:
    now = str(known.values.get("risk") or "")
    if proposed.sealed and not may:
        return Risk(proposed.colour, now, (SEALED,), (), proposed.source, proposed.missing)
    return Risk(proposed.colour, now, proposed.reasons, proposed.changes, proposed.source, proposed.missing)


# ── what is known ───────────────────────────────────────────────────────────────────────────────────────


def standing(session: Session, child: str, on: date | None = None) -> Standing:
    """The facts of a child on a day. Raises Refused for an unknown or withdrawn one."""
    session.require(Right.VIEW)
    day, connection = on or session.today, session.ledger.connection
    raw = reader.whole(connection, "child", child, day)
    if raw is None:
        raise Refused("没有找到这份档案。可能已经撤回")
    visits = sorted(_about(session, "visit", child), key=lambda one: (str(one["date"]), str(one["id"])))
    homes = [one for one in _about(session, "residence", child) if current.is_valid(one, day)]
    home = max(homes, key=lambda one: str(one.get("begins") or ""), default={})
    held = {
        str(one["kind"]): str(one.get("state") or "")
        for one in _about(session, "category", child)
        if one.get("state") not in current.NOT_IN_FORCE and current.is_valid(one, day)
    }
    districts = clocks.settings(connection, DISTRICTS).get(DISTRICTS, "")
    return Standing(
        values=raw,
        on=day,
        father=_parent(session, "father", child, day),
        mother=_parent(session, "mother", child, day),
        held=held,
        carers=_about(session, "guardian", child),
        with_whom=str(home.get("with_whom") or ""),
        here_since=None if not home.get("begins") else Date().from_db(str(home["begins"])),
        hukou_code=_code(raw.get("hukou_address")),
        live_code=_code(raw.get("live_address")),
        same_city_districts=frozenset(districts.split()),
        visit=visits[-1] if visits else {},
        missed=_missed(visits),
    )


def _about(session: Session, record: str, child: str) -> list[dict[str, Scalar]]:
    rows = reader.about(session.ledger.connection, record, [child]).get(child, [])
    return [{**raw, "id": row} for row, raw in rows]


def _code(raw: Scalar) -> str:
    """The division code of an address as it is stored; empty where none was recognised."""
    return str(raw or "").partition("\t")[2]


def _missed(visits: list[dict[str, Scalar]]) -> int:
    found = 0
    for visit in reversed(visits):
        if visit.get("nobody_home") != "是":
            break
        found += 1
    return found


def _parent(session: Session, record: str, child: str, day: date) -> Parent:
    word = catalogue.RECORDS[record].label
    rows = _about(session, record, child)
    if not rows:
        return Parent(word)
    raw, row = rows[0], str(rows[0]["id"])
    away = [one for one in _of(session, "absence", row) if current.is_valid(one, day)]
    states = [one for one in _of(session, "parent_state", row) if _lasts(one, day)]
    last = max(away, key=lambda one: str(one.get("begins") or ""), default=None)
    return Parent(
        word,
        known=True,
        away=None if last is None else Away(_day(last.get("begins")), _yes(last.get("cross_county"))),
        states=tuple(State(str(s["state"]), _day(s.get("begins")), _day(s.get("ends"))) for s in states),
        health=str(raw.get("health") or ""),
    )


def _of(session: Session, record: str, holder: str) -> list[reader.Raw]:
    rows = reader.dated(session.ledger.connection, record, "father", [holder])
    return [raw for _, raw in rows.get(holder, ())]


def _lasts(raw: reader.Raw, day: date) -> bool:
    """A state without an end, or whose term has not run out."""
    return raw.get("state") is not None and current.is_valid(raw, day)


def _day(raw: Scalar) -> Day | None:
    return None if raw is None else Date().from_db(str(raw))


def _yes(raw: Scalar) -> bool | None:
    return None if raw is None else raw == "是"


# ── what a person decides ───────────────────────────────────────────────────────────────────────────────


def confirm(session: Session, child: str, name: str, reason: str = "") -> records.Saved:
    """A person takes a suggested category: 村登记, or 已上报 where only the county decides."""
    session.require(Right.EDIT)
    found = next((one for one in suggest(session, child).categories if one.name == name), None)
    if found is None:
        raise Refused("没有这条建议", "category")
    if found.state:
        raise Refused("这一类已经登记过", "category")
    state = "已上报" if name in options.COUNTY_DECIDES else "村登记"
    texts = {"child": child, "kind": name, "state": state, "basis": f"{found.reason}（{found.source}）"}
    texts |= {"begins": session.today.isoformat(), "checked_on": session.today.isoformat()}
    return records.add(session, "category", texts, reason=reason or found.reason)


def grade(
    session: Session, child: str, colour: str, *, reason: str = "", method: str = "", scale: str = ""
) -> records.Saved:
    """A person gives a colour; what was proposed and why is kept beside it. One entry."""
    session.require(Right.EDIT)
    if colour not in risk_rules.COLOURS:
        raise Refused("请选红、黄、蓝或绿", "risk")
    told = suggest(session, child).risk
    if colour != told.proposed and not reason.strip():
        raise Refused(f"建议是{told.proposed}色。另选要写理由", "reason")
    how = method or ("建议采纳" if colour == told.proposed else "自己判断")
    why = reason.strip() or "；".join(told.reasons)
    values: dict[str, Scalar] = {
        "child": child, "date": session.today.isoformat(), "risk": colour, "before": told.now or None,
        "proposed": told.proposed, "method": how, "reasons": why, "confirmed_by": session.name,
        "scale": scale or None,
    }  # fmt: skip
    row = new_id()
    ops: list[Op] = [Set("child", child, "risk", colour), New("grading", row, values)]
    written = session.ledger.writer.write("grade_child", session.person, ops, reason=why)
    return records.Saved(row, written.entry)


def gradings(session: Session, child: str) -> list[dict[str, Scalar]]:
    """The history of a child's colour, the newest first, without the sealed answers."""
    session.require(Right.VIEW)
    rows = _about(session, "grading", child)
    for one in rows:
        one.pop("answers", None)
    return sorted(rows, key=lambda one: (str(one["date"]), str(one["id"])), reverse=True)


def load_rules(session: Session, name: str, text: str) -> records.Saved:
    """Takes a county's risk rules; empty text goes back to the shipped ones. Raises Refused."""
    session.require(Right.EDIT)
    if text:
        risk_rules.read(name, text)
    return cadences.keep(session, RULES, text)
